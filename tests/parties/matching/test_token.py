"""A part of a name, and the weight it carries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.lexicon import FORM, GENERIC, NAME, PLACE, SMALL, TITLE
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.token import NUMBER, Token, Variant, latin, pack, rarity, unpack, weigh
from tests.parties.matching.made_up import ANY_TEXT, WORDS

TOKENS = st.builds(
    Token,
    st.lists(st.text("abcxyz0189", min_size=1, max_size=8), min_size=1, max_size=4).map(tuple),
    st.sampled_from([NAME, GENERIC, PLACE, FORM, TITLE, SMALL, NUMBER]),
    st.integers(0, 1000).map(lambda weight: weight / 1000),
    st.text(st.characters(categories=("L", "Nd")), max_size=6),
)


@given(st.lists(TOKENS, min_size=1, max_size=8))
def test_a_reading_there_and_back(tokens: list[Token]) -> None:
    variant = Variant(tuple(tokens))
    line = pack(variant)
    assert unpack(line) == variant
    assert not set(line) & set("\t\r\n")


@given(ANY_TEXT)
def test_whatever_is_read_can_be_stored(text: str) -> None:
    for variant in variants(text):
        assert unpack(pack(variant)) == variant


@given(st.one_of(WORDS, st.integers(0, 10**9).map(str)))
def test_weights_and_rarity_are_shares(word: str) -> None:
    kind, weight = weigh(word)
    assert kind in (NAME, GENERIC, PLACE, FORM, TITLE, SMALL, NUMBER)
    assert 0 <= weight <= 1
    assert 0 <= rarity(word) <= 1


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("zyqor", NAME),
        ("technology", GENERIC),
        ("beijing", PLACE),
        ("of", SMALL),
        ("dr", TITLE),
        ("618", NUMBER),
        ("limited", FORM),
        ("limted", FORM),
    ],
)
def test_the_kind_of_a_word(word: str, kind: str) -> None:
    assert latin(word).kind == kind


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("plumveltas", "mohammed"),
        ("mohammed", "technology"),
        ("beijing", "of"),
        ("zyqor", "li"),
        ("618", "institute"),
        ("kortas", "k"),
    ],
)
def test_what_tells_more_weighs_more(more: str, less: str) -> None:
    assert latin(more).weight > latin(less).weight


@pytest.mark.parametrize(("word", "number"), [("ii", "2"), ("vii", "7"), ("xii", "12"), ("xiii", "13"), ("xix", "19")])
def test_a_roman_numeral_is_a_number(word: str, number: str) -> None:
    assert latin(word) == latin(number)


@pytest.mark.parametrize(("written", "meant"), [("shppng", "shipping"), ("tchnlgs", "technologies"), ("crdt", "credit")])
def test_a_word_of_the_language_is_known_without_its_vowels(written: str, meant: str) -> None:
    assert latin(written) == latin(meant)


@pytest.mark.parametrize("word", ["msc", "zte", "mhmd", "bnk"])
def test_a_short_word_without_vowels_stays_what_it_is(word: str) -> None:
    assert latin(word).spellings == (word,)


@pytest.mark.parametrize("word", ["xi", "vi", "v", "x", "mix", "civil"])
def test_a_family_name_of_the_same_letters_is_none(word: str) -> None:
    assert latin(word).spellings == (word,)
    assert latin(word).kind != NUMBER


def test_a_reader_is_shown_both_scripts() -> None:
    assert Token(("kim",), NAME, 0.5, "김").text == "김 (kim)"
    assert Token(("kim",), NAME, 0.5).text == "kim"
