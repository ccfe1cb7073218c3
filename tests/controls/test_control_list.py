"""A list gives its entries in order, once each, by code, kind and day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from sekisho.controls.entry import Entry
from sekisho.errors import MissingError
from tests.controls.synthetic import entry, made

LISTING = made(
    entry("1A010", "sealed", ["board"]),
    entry("1A002.b", "sealed", ["chip", "board"], until="2021-01-01"),
    entry("1A002.a", "contains_item in ('1B001.c')"),
)


def test_entries_in_natural_order() -> None:
    assert LISTING.codes == ("1A002.a", "1A002.b", "1A010")
    assert [one.code for one in LISTING.entries] == list(LISTING.codes)
    assert [one.code for one in LISTING.about("board")] == ["1A002.b", "1A010"]
    assert LISTING.kinds == {"chip", "board"}


def test_in_force_on_a_day() -> None:
    assert [one.code for one, _ in LISTING.in_force(dt.date(2020, 6, 1))] == ["1A002.a", "1A002.b", "1A010"]
    assert [one.code for one, _ in LISTING.in_force(dt.date(2021, 1, 1), kind="board")] == ["1A010"]
    assert LISTING.in_force(dt.date(2019, 1, 1)) == ()


def test_an_unknown_code() -> None:
    with pytest.raises(MissingError, match=r"x-first has no executable entry '1A002\.c'") as caught:
        LISTING.entry("1A002.c")
    assert caught.value.remedy is not None


def test_an_entry_is_decoded_once() -> None:
    asked: list[str] = []

    def decode(code: str) -> Entry:
        asked.append(code)
        return made(entry("1A010", "sealed", ["board"])).entry(code)

    lazy = replace(LISTING, index={"1A010": ("board",)}, decode=decode, _held={})
    assert asked == []
    assert lazy.about("chip") == ()
    assert lazy.entry("1A010") is lazy.entry("1A010")
    assert asked == ["1A010"]


def test_the_codes_that_a_list_knows() -> None:
    assert LISTING.universe == {"1A002.a", "1A002.b", "1A010", "1B001.c"}
    assert LISTING.heads == {"1A002", "1A010", "1B001"}
    assert LISTING.paragraphs == {"1A002": {"1A002.a", "1A002.b"}, "1B001": {"1B001.c"}}
