"""The Common High Priority List by customs heading. The tables are synthetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.registry import card, read_source
from tests.sources.publications import FOLDER, small

TEXT = "hs6,tier\n000011,TIER_1\n0000.22,Tier 3.B\n000033,4A\n"
NAME = "common-high-priority-list-2026-01-02.csv"


def test_rows_by_heading() -> None:
    found = read_source(small("high-priority-list"), TEXT.encode(), NAME)
    assert [(one.key, dict(one.values)["tier"]) for one in found.rows] == [
        ("000011", ("1",)),
        ("000022", ("3.B",)),
        ("000033", ("4.A",)),
    ]
    assert dict(found.rows[0].values)["printed tier"] == ("TIER_1",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("hs6\n000011\n", "lacks the columns tier"),
        ("hs6,tier\n00001,TIER_1\n", "no customs heading"),
        ("hs6,tier\n000011,TIER_9\n", "no tier"),
        ("hs6,tier\n000011,1\n000011,2\n", "already"),
    ],
)
def test_other_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_source(small("high-priority-list"), text.encode(), NAME)


@given(st.integers(0, len(TEXT)), st.binary(max_size=3))
def test_damaged_files_give_errors_or_rows(at: int, flipped: bytes) -> None:
    whole = TEXT.encode()
    for data in (whole[:at], whole[:at] + flipped + whole[at + len(flipped) :]):
        try:
            assert read_source(small("high-priority-list"), data, NAME).rows
        except SourceError:
            continue


def test_the_official_file(official: Callable[[str], Path]) -> None:
    path = official("codes/common-high-priority-list-2024-02-23.csv")
    found = read_source(card("high-priority-list"), path.read_bytes(), path.name)
    lines = path.read_text(encoding="utf-8").split()[1:]
    assert [one.key for one in found.rows] == [line[:6] for line in lines]
    tiers = Counter(line[7:].removeprefix("TIER_").replace("_", ".") for line in lines)
    assert tiers == {"1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5}
    assert found.reading.counted == {f"tier {tier}": count for tier, count in tiers.items()}
    assert len(found.rows) == 50


def test_every_heading_is_one_of_the_harmonized_system(official: Callable[[str], Path]) -> None:
    path, codes = official("codes/common-high-priority-list-2024-02-23.csv"), official("codes/harmonized-system.csv")
    listed = {one.key for one in read_source(card("high-priority-list"), path.read_bytes(), path.name).rows}
    known = {one.key for one in read_source(card("hs-codes"), codes.read_bytes(), codes.name).rows}
    assert listed <= known


def test_the_small_file_is_what_is_tested_here() -> None:
    assert (FOLDER / "common-high-priority-list-2026-01-02.csv").read_bytes().decode() == TEXT
