"""Identifiers and dates of the OFAC lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.party import IDENTIFIERS
from sekisho.sources.ofac_ids import KINDS, Identifier, dates_of, is_exact, is_imo, property_of, says_all, values_of


@pytest.mark.parametrize(
    ("kind", "number", "country", "expected"),
    [
        ("Passport", "X1", "", ("passportNumber", ("X1",))),
        ("Gender", "Female", "", ("gender", ("female",))),
        ("Gender", "Unknown", "", ("notes", ())),
        ("Vessel Registration Identification", "IMO  9074729", "", ("imoNumber", ("9074729",))),
        ("Vessel Registration Identification", "9074729", "", ("imoNumber", ("9074729",))),
        ("Vessel Registration Identification", "9074728", "", ("registrationNumber", ("9074728",))),
        ("Vessel Registration Identification", "RS 1", "", ("registrationNumber", ("RS 1",))),
        ("Company Number", "IMO 1234567", "", ("imoNumber", ("1234567",))),
        ("Company Number", "IMO 123456", "", ("registrationNumber", ("IMO 123456",))),
        ("Legal Entity Number", "EXAMPLE00000000000201", "", ("registrationNumber", ("EXAMPLE00000000000201",))),
        ("Legal Entity Number", "EXAMPLE0000000000201", "", ("leiCode", ("EXAMPLE0000000000201",))),
        ("Government Gazette Number", "00000101", "Russia", ("okpoCode", ("00000101",))),
        ("Government Gazette Number", "00000101", "", ("idNumber", ("00000101",))),
        ("Digital Currency Address - XBT", "1Example", "", ("publicKey", ("1Example",))),
        ("Digital Currency Address - NEW", "1Example", "", ("publicKey", ("1Example",))),
        ("Organization Established Date", "Nov 1991", "", ("incorporationDate", ("1991-11",))),
        ("Target Type", "Financial Institution", "", ("notes", ())),
        ("Lunar Registration Certificate", "LRC 77", "", ("idNumber", ("LRC 77",))),
        ("Lunar statement:", "nobody has been there", "", ("notes", ())),
        ("Lunar statement:", "see section 1 of an order that does not exist", "", ("notes", ())),
    ],
)
def test_where_an_identifier_goes(kind: str, number: str, country: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert values_of(Identifier(kind, number, country)) == expected


def test_the_table_uses_known_properties() -> None:
    others = "gender email website phone type flag pastFlags buildDate model jurisdiction incorporationDate createdAt notes"
    assert set(KINDS.values()) <= IDENTIFIERS | set(others.split())
    assert property_of("Lunar Registration Certificate") is None


def test_an_identifier_as_printed() -> None:
    one = Identifier("Passport", "X1", "Korea, North", "01 Jan 2015", "31 Dec 2024")
    assert one.printed == "Passport X1 (Korea, North) issued 01 Jan 2015 expires 31 Dec 2024"
    assert not says_all(one, "passportNumber")
    assert says_all(Identifier("Gender", "Male"), "gender")
    assert not says_all(Identifier("Gender", "Unknown"), "notes")
    assert not says_all(Identifier("Website", "www.example.com", "Cuba"), "website")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1961", ("1961",)),
        ("Jul 1961", ("1961-07",)),
        ("3 Jul 1961", ("1961-07-03",)),
        ("03  Jul 1961", ("1961-07-03",)),
        ("circa 1961", ("1961",)),
        ("circa 03 Jul 1961", ("1961",)),
        ("1958 to 1960", ("1958", "1959", "1960")),
        ("01 Jan 1973 to 31 Dec 1973", ("1973",)),
        ("01 Feb 1960 to 29 Feb 1960", ("1960-02",)),
        ("26 Sep 1946 to 07 Dec 1946", ("1946",)),
        ("1900 to 1990", ()),
        ("1960 to 1958", ()),
        ("31 Feb 1961", ()),
        ("31 Foo 1961", ()),
        ("0000", ()),
        ("early sixties", ()),
        ("", ()),
    ],
)
def test_dates(text: str, expected: tuple[str, ...]) -> None:
    assert dates_of(text) == expected


def test_exact_dates() -> None:
    assert [one for one in ("1961", "Jul 1961", "circa 1961", "1973 to 1973", "31 Feb 1961") if is_exact(one)] == [
        "1961",
        "Jul 1961",
    ]


def test_the_check_digit_of_an_imo_number() -> None:
    assert [number for number in ("9074729", "9074728", "907472", "90747290", "٩٠٧٤٧٢٩") if is_imo(number)] == ["9074729"]


@given(st.text(max_size=40), st.text(max_size=60), st.text(max_size=20))
def test_no_identifier_is_lost(kind: str, number: str, country: str) -> None:
    one = Identifier(kind, number, country)
    name, values = values_of(one)
    assert number in one.printed
    assert name in IDENTIFIERS or not values or name in KINDS.values()
