"""Codes of the Harmonized System. The tables are synthetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.registry import card, read_source
from tests.sources.publications import FOLDER, small

HEAD = "section,hscode,description,parent,level\n"
TEXT = (
    f"{HEAD}I,01,Toys; synthetic,TOTAL,2\n"
    'I,0101,"Toys, red",01,4\n'
    "I,010121,Toys; small,0101,6\n"
    "TOTAL,TOTAL,Total of all HS2022 toys,TOTAL,5\n"
)


def test_rows_by_code() -> None:
    found = read_source(small("hs-codes"), TEXT.encode(), "harmonized-system-2026-01-02.csv")
    assert [one.key for one in found.rows] == ["01", "0101", "010121", "TOTAL"]
    assert dict(found.rows[1].values) == {
        "description": ("Toys, red",),
        "level": ("4",),
        "parent": ("01",),
        "section": ("I",),
    }
    assert found.state.snapshot == dt.date(2026, 1, 2)


def test_the_day_is_no_earlier_than_the_edition() -> None:
    found = read_source(small("hs-codes"), TEXT.encode(), "harmonized-system.csv")
    assert found.state.snapshot == found.reading.cited == dt.date(2022, 1, 1)
    with pytest.raises(SourceError, match="nothing says of which day"):
        read_source(small("hs-codes"), TEXT.replace("HS2022 ", "").encode(), "harmonized-system.csv")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("I,1A,Toys,TOTAL,2", "no code"),
        ("I,01,Toys,TOTAL,4", "the level of 01"),
        ("I,0101,Toys,01,4", "not above it"),
        ("I,01,Toys,02,2", "not above it"),
        ("I,01,,TOTAL,2", "no description"),
        ("I,01,Toys,TOTAL", "cells"),
        ("I,01,Toys,TOTAL,2\nI,01,Toys,TOTAL,2", "already"),
    ],
)
def test_rows_that_are_none_are_refused(row: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_source(small("hs-codes"), f"{HEAD}{row}\n".encode(), "harmonized-system-2026-01-02.csv")


@given(st.integers(0, len(TEXT)), st.binary(max_size=3))
def test_damaged_files_give_errors_or_rows(at: int, flipped: bytes) -> None:
    whole = TEXT.encode()
    for data in (whole[:at], whole[:at] + flipped + whole[at + len(flipped) :]):
        try:
            assert read_source(small("hs-codes"), data, "harmonized-system-2026-01-02.csv").rows
        except SourceError:
            continue


def test_the_official_file(official: Callable[[str], Path]) -> None:
    path = official("codes/harmonized-system.csv")
    found = read_source(card("hs-codes"), path.read_bytes(), path.name)
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    codes = [line.split(",")[1] for line in lines]
    assert len(found.rows) == len(codes) == len(set(codes)) == 6940
    assert [one.key for one in found.rows] == codes
    by_length = {f"codes of {length} digits": sum(1 for one in codes if len(one) == length) for length in (2, 4, 6)}
    assert found.reading.counted == {**by_length, "totals": 1}
    assert found.reading.cited == dt.date(2022, 1, 1)
    assert not found.reading.unread


def test_the_small_file_is_what_is_tested_here() -> None:
    assert (FOLDER / "harmonized-system-2026-01-02.csv").read_bytes().decode() == TEXT
