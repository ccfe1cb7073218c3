"""Letters written apart are initials, whatever they look like together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.lexicon import NAME
from sekisho.parties.matching.initials import first_initials, last_initials, without_form_initials
from sekisho.parties.matching.read import variants


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("I. V. Petrov", "iv"),
        ("I.V. Petrov", "iv"),
        ("J S C K Helicopters", "jsck"),
        ("A. Petrov", ""),
        ("IV Petrov", ""),
        ("I. V.", ""),
        ("", ""),
        ("Petrov I. V.", ""),
    ],
)
def test_letters_in_front(name: str, letters: str) -> None:
    assert first_initials(name) == letters


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Petrov I.V.", "iv"), ("Petrov, I. V.", "iv"), ("Petrov I.", ""), ("I.V.", ""), ("Henry IV", ""), ("", "")],
)
def test_letters_behind(name: str, letters: str) -> None:
    assert last_initials(name) == letters


@given(st.text(max_size=400))
def test_any_text_has_an_answer(name: str) -> None:
    for letters in (first_initials(name), last_initials(name)):
        assert letters == "" or (letters.isascii() and letters.isalpha() and letters.islower())


@pytest.mark.parametrize(
    ("letters", "forms", "found"),
    [
        ("jsck", (), ["k"]),
        ("jsc", (), ["jsc"]),
        ("vrell", ("company",), ["vrell", "vre"]),
        ("ygmc", ("ltd",), ["ygmc", "ygm"]),
        ("ygmc", (), ["ygmc"]),
        ("mip", ("limited",), ["mip", "mi"]),
    ],
)
def test_initials_of_the_legal_form_are_taken_out(letters: str, forms: tuple[str, ...], found: list[str]) -> None:
    assert list(without_form_initials(letters, forms)) == found


@pytest.mark.parametrize(
    ("name", "schema", "first"),
    [
        ("I. V. Shestakov", "Person", "iv"),
        ("C. A. Frenzel", "Person", "ca"),
        ("S. A. Petrov", "Person", "sa"),
        ("A. O. Ivanov", "Person", "ao"),
        ("J. S. C. K. Helicopters", "Company", "k"),
        ("I. V. Shestakov", "", "iv"),
    ],
)
def test_initials_are_no_number_and_no_legal_form(name: str, schema: str, first: str) -> None:
    token = variants(name, schema)[0].tokens[0]
    assert (token.spellings[0], token.kind) == (first, NAME)


def test_where_the_type_is_not_known_both_readings_are_there() -> None:
    read = [tuple(token.spellings[0] for token in one.tokens) for one in variants("A. O. Ivanov")]
    assert read == [("ivanov",), ("ao", "ivanov")]


def test_a_legal_form_with_full_stops_stays_one() -> None:
    read = [tuple(token.spellings[0] for token in one.tokens) for one in variants("S.R.L. Petropark", "Company")]
    assert read == [("petropark",)]


def test_initials_behind_a_family_name_meet_the_given_names() -> None:
    assert [token.spellings[0] for token in variants("Mazhuga A.G.", "Person")[0].tokens] == ["mazhuga", "ag"]
