"""The remaining scripts: Greek and Hebrew by their own rules, the rest as anyascii has it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.scripts.other import spellings


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Παπαδόπουλος", {"papadopoulos", "papadopulos"}),
        ("Ευρώπη", {"evropi"}),
        ("Ελευθερία", {"eleftheria"}),
        ("Μπάμπης", {"bampis", "babis"}),
        ("Ντόρα", {"ntora", "dora"}),
        ("Άγγελος", {"angelos"}),
        ("Αΰπνος", {"aypnos"}),
        ("Χρήστος", {"christos", "hristos"}),
        ("Ισλαµική", {"islamiki"}),
        ("רפאל", {"rpal", "rfal"}),
        ("ג׳ורג׳", {"jorj"}),
        ("שָׁלוֹם", {"shlom"}),
        ("თბილისი", {"tbilisi"}),
        ("Հայաստան", {"hayastan"}),
    ],
)
def test_the_usual_spellings_are_there(word: str, expected: set[str]) -> None:
    assert expected <= set(spellings(word))


@pytest.mark.parametrize("word", ["東京", "서울", "カタカナ", "Москва", "محمد", "plain", "straße", "Ångström", "42", ""])
def test_other_modules_words_and_latin_ones_are_refused(word: str) -> None:
    assert spellings(word) == ()


@pytest.mark.parametrize("word", ["กรุงเทพ", "भारत", "தமிழ்", "አዲስ", "ᠮᠣᠩᠭᠣᠯ", "မြန်မာ", "ខ្មែរ"])
def test_every_living_script_gives_something(word: str) -> None:
    assert spellings(word)


@given(st.one_of(st.text(max_size=24), st.text(st.characters(min_codepoint=0x370, max_codepoint=0x5FF), max_size=24)))
def test_any_text_gives_few_plain_spellings(text: str) -> None:
    found = spellings(text)
    assert len(found) <= 8
    assert len(set(found)) == len(found)
    assert all(re.fullmatch("[a-z0-9]+", spelt) for spelt in found)
