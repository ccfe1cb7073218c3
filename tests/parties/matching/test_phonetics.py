"""The sound of a word in Latin letters."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given

from sekisho.parties.matching.phonetics import loose_skeleton, skeleton, without_vowels
from tests.parties.matching.made_up import ANY_TEXT, WORDS

ROMANISATIONS = [
    ("mohammed", "muhamad"),
    ("yusuf", "yousef"),
    ("hussein", "hossain"),
    ("khalid", "halid"),
    ("mikhail", "mihail"),
    ("zukov", "zukow"),
    ("tsai", "chai"),
]


@pytest.mark.parametrize(("first", "second"), ROMANISATIONS)
def test_romanisations_of_one_name_fall_together(first: str, second: str) -> None:
    assert loose_skeleton(first) == loose_skeleton(second)


def test_the_tight_skeleton_keeps_the_consonants() -> None:
    assert skeleton("mohammed") == skeleton("muhamad") == "md"
    assert skeleton("yusuf") == skeleton("yousef") == "ysf"
    assert skeleton("ahmad") == skeleton("ehmed")


@pytest.mark.parametrize(("first", "second"), [("ivan", "oleg"), ("petrov", "sidorov"), ("kim", "park")])
def test_other_names_do_not(first: str, second: str) -> None:
    assert skeleton(first) != skeleton(second)
    assert loose_skeleton(first) != loose_skeleton(second)


@given(WORDS)
def test_a_word_has_a_skeleton_without_double_letters(word: str) -> None:
    for bones in (skeleton(word), loose_skeleton(word)):
        assert bones
        assert all(first != second for first, second in itertools.pairwise(bones))


@given(WORDS)
def test_the_first_letter_stays_when_vowels_are_left_out(word: str) -> None:
    short = without_vowels(word)
    assert short[0] == word[0]
    assert not set(short[1:]) & set("aeiouy")
    assert without_vowels(short) == short


@given(ANY_TEXT)
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(skeleton(text), str)
    assert isinstance(loose_skeleton(text), str)
    assert len(without_vowels(text)) <= len(text)


@pytest.mark.parametrize("number", ["", "13", "618"])
def test_a_number_is_its_own_skeleton(number: str) -> None:
    assert skeleton(number) == loose_skeleton(number) == number
