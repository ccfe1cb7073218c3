"""Two words set side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.matching.similarity import (
    BEGINNING,
    INITIAL,
    KIN,
    MEANING,
    SAME,
    SOUND,
    TYPO,
    VARIANT,
    VOWELS,
    alike,
    alike_ones,
    look,
)
from tests.parties.matching.made_up import WORDS

NUMBERS = st.integers(0, 10**9).map(str)
ANY_WORD = st.one_of(
    WORDS,
    NUMBERS,
    st.text("ab013", min_size=1, max_size=6),
    st.text(st.characters(categories=("Ll", "Lo", "Nd")), min_size=1, max_size=8),
    st.sampled_from(["华为", "华为技", "мир", "мира", "mohammed", "muhammad", "factory", "plant", "john", "ivan"]),
)


@given(ANY_WORD, ANY_WORD)
def test_the_order_does_not_matter(first: str, second: str) -> None:
    assert alike(first, second) == alike(second, first)


@given(ANY_WORD, ANY_WORD)
def test_from_nothing_to_one_and_one_only_for_the_same_word(first: str, second: str) -> None:
    value, how = alike(first, second)
    assert 0 <= value <= 1
    assert (value == 1) == (first == second) == (how == SAME)


@given(WORDS, st.integers(0, 11), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_word_is_most_alike_to_itself(word: str, at: int, letter: str) -> None:
    assert alike(word, word).value >= alike(word, word[:at] + letter + word[at + 1 :]).value


@given(NUMBERS, NUMBERS)
def test_two_numbers_are_the_same_or_different(first: str, second: str) -> None:
    assert alike(first, second).value == (first == second)


@given(NUMBERS, WORDS)
def test_a_number_is_never_like_a_word(number: str, word: str) -> None:
    assert alike(number, word).value == 0


@pytest.mark.parametrize(("first", "second"), [("13", "14"), ("13", "31"), ("618", "681"), ("x1", "x2"), ("1", "11")])
def test_numbers_and_codes_are_never_nearly_the_same(first: str, second: str) -> None:
    assert alike(first, second).value == 0


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("factory", "plant", MEANING),
        ("institute", "institutes", MEANING),
        ("mohammed", "muhammad", VARIANT),
        ("ivan", "john", KIN),
        ("k", "kortas", INITIAL),
        ("plum", "plumveltas", BEGINNING),
    ],
)
def test_why_words_are_alike(first: str, second: str, how: str) -> None:
    assert alike(first, second).how == how


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("mhmd", "mohamed", VOWELS),
        ("sarni", "sami", TYPO),
        ("lutra", "letri", SOUND),
    ],
)
def test_a_word_without_vowels_is_no_word_with_other_vowels(first: str, second: str, how: str) -> None:
    assert alike(first, second).how == how


def test_one_word_beside_many_is_as_alike_as_beside_each() -> None:
    words = ("plumveltas", "zyqor", "plumvel", "zyqar", "mhmd", "13", "架空")
    for word in words:
        found = dict(alike_ones(look(word), [look(other) for other in words]))
        assert [found.get(at, (0.0,))[0] for at in range(len(words))] == [alike(word, other).value for other in words]


@pytest.mark.parametrize(
    ("word", "nearer", "farther"),
    [
        ("plumveltas", "plumvetlas", "plumvetals"),
        ("plumveltas", "plumveltes", "plamveltis"),
        ("plumveltas", "plumvelta", "plum"),
        ("mohammed", "muhammad", "mahmoud"),
        ("kortas", "kortaz", "tamrin"),
        ("plumveltas", "pluumveltas", "abelian"),
        ("beijing", "b3ijing", "nanjing"),
        ("kortas", "k", "z"),
        ("qrt", "qurat", "qanbar"),
        ("华为技术", "华为", "中兴"),
        ("мираж", "мирож", "завод"),
    ],
)
def test_what_is_nearer_is_worth_more(word: str, nearer: str, farther: str) -> None:
    assert alike(word, nearer).value > alike(word, farther).value


@pytest.mark.parametrize(("first", "second"), [("trading", "research"), ("bank", "plant"), ("north", "south")])
def test_words_of_the_language_that_mean_something_else_are_different(first: str, second: str) -> None:
    assert alike(first, second).value == 0


def test_a_word_in_another_script_is_read_first() -> None:
    assert alike("huawei", "华为").value == 0
    assert alike("", "a").value == 0
