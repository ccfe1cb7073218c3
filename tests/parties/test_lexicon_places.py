"""The table of places is well formed, adds to the tables written by hand, and is read with the rest of a name."""

from __future__ import annotations

import re

import pytest

from sekisho.parties.lexicon import phrases, rows
from sekisho.parties.matching.read import variants

SCRIPTS = {"arabic", "chinese", "cyrillic", "greek", "japanese", "korean"}


def test_a_form_stands_once_in_order_with_plain_english() -> None:
    table = rows("places")
    keys = [(script, form) for script, form, _ in table]
    assert {script for script, _ in keys} == SCRIPTS
    assert keys == sorted(set(keys))
    assert all(re.fullmatch("[a-z]+( [a-z]+)*", spelt) for _, _, spelt in table)


def test_what_is_written_by_hand_comes_first() -> None:
    for script in sorted(SCRIPTS):
        own = {row[0] for row in rows(script)}
        assert own.isdisjoint(form for where, form, _ in rows("places") if where == script)
        assert own <= set(phrases(script))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("شركة النهود للتجارة", "nuhud"),
        ("觀塘貿易有限公司", "kwun"),
        ("Ζηπάριον ΑΕ", "zipari"),
        ("ООО Пуэнте Альто", "puente"),
    ],
)
def test_a_place_is_spelt_as_in_english(name: str, place: str) -> None:
    assert place in {token.spellings[0] for one in variants(name, "Company") for token in one.tokens}


def test_and_is_no_word_of_a_translation() -> None:
    for script in sorted(SCRIPTS):
        assert not any("and" in words for phrase in phrases(script).values() for words in phrase.english if len(words) > 1)
