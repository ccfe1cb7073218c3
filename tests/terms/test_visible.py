"""What a signer sees: nothing hidden, mixed alphabets marked, ordinary writing left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.terms.visible import hidden, mixed, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with punctuation!", "plain, with punctuation!"),
        ("two\nlines", "two\nlines"),
        ("tab\there", "tab\\u{0009}here"),
        ("\x1b[31mred", "\\u{001b}[31mred"),
        ("a\x00b\x7f\x85", "a\\u{0000}b\\u{007f}\\u{0085}"),
        ("\u202eexe.fdp", "\\u{202e}exe.fdp"),
        ("\u2066x\u2069", "\\u{2066}x\\u{2069}"),
        ("zero\u200bwidth", "zero\\u{200b}width"),
        ("soft\u00adhyphen", "soft\\u{00ad}hyphen"),
        ("\ufeffbom", "\\u{feff}bom"),
        ("no\u00a0break\u2003em", "no\\u{00a0}break\\u{2003}em"),
        ("line\u2028separator", "line\\u{2028}separator"),
        ("private\ue000", "private\\u{e000}"),
        ("unassigned\u0378", "unassigned\\u{0378}"),
        ("tag\U000e0041", "tag\\u{e0041}"),
        ("variant\ufe0f\U000e0100", "variant\\u{fe0f}\\u{e0100}"),
        ("filler\u3164\u115f", "filler\\u{3164}\\u{115f}"),
        ("\ud800", "\\u{d800}"),
        ("全角\u3000空白", "全角\u3000空白"),
        ("Überprüfung naïve", "Überprüfung naïve"),
        ("量子コンピュータ", "量子コンピュータ"),
        ("Москва и Ελλάδα", "Москва и Ελλάδα"),
        ("p\u0430ypal", "p\u0430ypal[mixed alphabets]"),
        ("an \u0391pple a day", "an \u0391pple[mixed alphabets] a day"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_hidden_characters_are_named_with_their_place() -> None:
    assert hidden("a\u202eb\x00") == [(1, "RIGHT-TO-LEFT OVERRIDE"), (3, "U+0000")]
    assert hidden("ordinary\nlines") == []


def test_which_words_are_mixed() -> None:
    assert mixed("\u0441afe")
    assert not mixed("cafe")
    assert not mixed("caf\u00e9")
    assert not mixed("4A801\u91cf\u5b50")
    assert not mixed("\u03b1\u03b2\u03b3")


@given(st.text(max_size=30))
def test_nothing_hidden_is_left(text: str) -> None:
    shown = visible(text)
    assert hidden(shown) == []
    assert all(one == "\n" or not unicodedata.category(one).startswith("C") for one in shown)
    assert shown.count("\n") == text.count("\n")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_printable_ascii_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text
    assert hidden(text) == []
