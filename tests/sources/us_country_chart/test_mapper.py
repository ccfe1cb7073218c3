"""Rows of the Commerce Country Chart by country. The charts are synthetic."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.registry import card, read_source
from sekisho.sources.snapshot import SourceSnapshot
from sekisho.sources.us_country_chart.reader import numbered
from tests.sources.publications import FOLDER, small

REASONS = "CB 1,CB 2,CB 3,NP 1,NP 2,NS 1,NS 2,MT 1,RS 1,RS 2,FC 1,CC 1,CC 2,CC 3,AT 1,AT 2"
HEAD = f"Countries,{REASONS},Special Case,Footnote,Footnote\r\n"
NONE = ",,,,,,,,,,,,,,,"
ROWS = (
    f"Albania 2 3,X,X{',' * 14},,Synthetic footnote.,Another.\r\n"
    f"Cuba,{NONE},See nowhere.,,\r\n"
    f"Seycheles,X{NONE},,,\r\n"
    f"Seychelles,X{NONE},,,\r\n"
    f"Surinam,{NONE},,,\r\n"
    f"Suriname,X{NONE},,,\r\n"
    f"Zimbabwe\n,X{NONE},,,\r\n"
)
NAME = "bis-country-chart-2026-01-02.csv"
RULEBOOK = Path(__file__).parents[3] / "src" / "sekisho" / "rulebooks" / "us-ear" / "country-chart.csv"


def read(text: str) -> SourceSnapshot:
    return read_source(small("us-country-chart"), text.encode(), NAME)


def test_rows_by_country() -> None:
    found = read(HEAD + ROWS)
    rows = {one.key: dict(one.values) for one in found.rows}
    assert list(rows) == ["AL", "CU", "SC", "SR", "ZW"]
    assert rows["AL"] == {
        "CB 1": ("X",),
        "CB 2": ("X",),
        "country": ("Albania 2 3",),
        "footnote": ("Synthetic footnote.", "Another."),
        "footnote numbers": ("2", "3"),
    }
    assert rows["CU"] == {"country": ("Cuba",), "special case": ("See nowhere.",)}
    assert rows["SC"] == {"CB 1": ("X",), "country": ("Seycheles", "Seychelles")}
    assert rows["SR"]["country"] == ("Surinam", "Suriname")
    assert rows["ZW"] == {"CB 1": ("X",), "country": ("Zimbabwe",)}
    assert found.reading.counted == {"printed rows": 7, "marks": 6, "second rows of a country": 2}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("Countries,CB 1\r\nCuba,X\r\n", "lacks the columns"),
        (f"{HEAD}Atlantis,X{NONE},,,\r\n", "not understood"),
        (f"{HEAD},X{NONE},,,\r\n", "names no country"),
        (f"{HEAD}Cuba,X\r\n", "cells"),
        (f"{HEAD}Seycheles,X{NONE},,,\r\nSeychelles,,X{NONE[1:]},,,\r\n", "with other marks"),
    ],
)
def test_other_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(text)


def test_a_head_that_cannot_be_read_is_left_to_the_reader_of_rows() -> None:
    assert numbered(b"\xff,\xff") == b"\xff,\xff"
    assert numbered(b'"a') == b'"a'
    assert numbered(b"a,b") == b"a,b"
    assert numbered(b"a,A,a") == b"a,A 2,a 3"


@given(st.integers(0, 700), st.binary(max_size=3))
def test_damaged_files_give_errors_or_rows(at: int, flipped: bytes) -> None:
    whole = (HEAD + ROWS).encode()
    for data in (whole[:at], whole[:at] + flipped + whole[at + len(flipped) :]):
        try:
            found = read_source(small("us-country-chart"), data, NAME)
        except SourceError:
            continue
        assert found.rows
        assert found.reading.counted["printed rows"] >= len(found.rows)


ONLY_IN_THE_RULEBOOK = {
    "HK": "no row: since 2020-12-23 governed by the entry for China (85 FR 83788)",
    "UA-09": "a region under embargo, which the chart does not have",
    "UA-14": "a region under embargo, which the chart does not have",
    "UA-43": "a region under embargo, which the chart does not have",
}
LEFT_OPEN = {"CC 2": "the rulebook leaves the column open for 173 countries", "FC 1": "and this one for AU and GB"}


def test_the_official_file(official: Callable[[str], Path]) -> None:
    path = official("us/bis-country-chart-2025-11-12.csv")
    found = read_source(card("us-country-chart"), path.read_bytes(), path.name)
    lines = path.read_bytes().split(b"\r\n")
    assert len(lines) - 2 == found.reading.counted["printed rows"] == 209, (
        "head and last line taken off; one row has a break"
    )
    assert len(lines[0].split(b",")) - 2 - 6 == 16
    assert path.read_text().count(",X") == found.reading.counted["marks"] == 1971
    assert (len(found.rows), found.reading.counted["second rows of a country"]) == (201, 8)
    assert not found.reading.unknown_places
    assert not found.reading.unread
    # Marks of the second row of the Seychelles are counted, too.
    assert sum(1 for one in found.rows for _, values in one.values if values == ("X",)) == 1971 - 11


def test_the_rulebook_has_the_marks_of_the_chart(official: Callable[[str], Path]) -> None:
    path = official("us/bis-country-chart-2025-11-12.csv")
    found = read_source(card("us-country-chart"), path.read_bytes(), path.name)
    chart = {one.key: {name for name, values in one.values if values == ("X",)} for one in found.rows}
    with RULEBOOK.open(encoding="utf-8", newline="") as file:
        rulebook = {row["iso"]: row for row in csv.DictReader(file)}
    assert set(chart) - set(rulebook) == set()
    assert set(rulebook) - set(chart) == set(ONLY_IN_THE_RULEBOOK)
    open_ = {column: [iso for iso, row in rulebook.items() if row[column] == "?"] for column in REASONS.split(",")}
    assert {column for column, places in open_.items() if places} == set(LEFT_OPEN)
    assert (len(open_["CC 2"]), open_["FC 1"]) == (173, ["AU", "GB"])
    for iso, marks in chart.items():
        row = rulebook[iso]
        stated = {column for column in REASONS.split(",") if row[column] == "X"}
        asked = {column for column in REASONS.split(",") if row[column] == "?"}
        assert stated - asked == marks - asked, iso


def test_the_small_file_is_what_is_tested_here() -> None:
    assert (FOLDER / "bis-country-chart-2026-01-02.csv").read_bytes().decode() == HEAD + ROWS
