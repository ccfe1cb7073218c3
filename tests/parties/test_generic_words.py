"""Words that tell little."""

from __future__ import annotations

import pytest

from sekisho.parties.generic_words import GENERIC, PLACE_WORDS, is_distinctive
from sekisho.parties.names import words_of


@pytest.mark.parametrize("word", ["technology", "beijing", "13", "ltd", "of", "x", "研究所", "gmbh", "obshchestvo"])
def test_generic(word: str) -> None:
    assert not is_distinctive(word)


@pytest.mark.parametrize("word", ["huawei", "wu", "cetc", "架", "架空", "пример"])
def test_distinctive(word: str) -> None:
    assert is_distinctive(word)


def test_words_are_folded() -> None:
    assert PLACE_WORDS <= GENERIC
    for word in GENERIC:
        assert not word.isascii() or "".join(words_of(word)) in (word, "") or word in words_of(f"{word} q"), word
