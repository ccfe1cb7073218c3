"""Country Groups by group and country. The tables are synthetic."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.registry import card, read_source
from tests.sources.publications import FOLDER, small

TEXT = "group,country,note\nA:1,Argentina,\nB,Argentina,synthetic\nD:5,Cuba,\n"
NAME = "ear-country-groups-2026-01-02.csv"
RULEBOOK = Path(__file__).parents[3] / "src" / "sekisho" / "rulebooks" / "us-ear" / "country-groups.csv"


def test_rows_by_group_and_country() -> None:
    found = read_source(small("us-country-groups"), TEXT.encode(), NAME)
    assert [one.key for one in found.rows] == ["A:1 AR", "B AR", "D:5 CU"]
    assert dict(found.rows[1].values) == {
        "country": ("Argentina",),
        "group": ("B",),
        "note": ("synthetic",),
        "place": ("AR",),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("country\nCuba\n", "lacks the columns group"),
        ("group,country\nF:1,Cuba\n", "no Country Group"),
        ("group,country\nB,Atlantis\n", "not understood"),
        ("group,country\nB,Cuba\nB,Cuba\n", "stands in the publication already"),
    ],
)
def test_other_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_source(small("us-country-groups"), text.encode(), NAME)


@given(st.integers(0, len(TEXT)), st.binary(max_size=3))
def test_damaged_files_give_errors_or_rows(at: int, flipped: bytes) -> None:
    whole = TEXT.encode()
    for data in (whole[:at], whole[:at] + flipped + whole[at + len(flipped) :]):
        try:
            assert read_source(small("us-country-groups"), data, NAME).rows
        except SourceError:
            continue


def test_the_official_file(official: Callable[[str], Path]) -> None:
    path = official("us/ear-country-groups-2026-07-23.csv")
    found = read_source(card("us-country-groups"), path.read_bytes(), path.name)
    printed = Counter(line.partition(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:])
    assert len(found.rows) == printed.total() == 497
    assert found.reading.counted == dict(printed)
    assert len(printed) == 14
    assert not found.reading.unknown_places
    assert not found.reading.unread


def test_the_rulebook_has_the_groups(official: Callable[[str], Path]) -> None:
    path = official("us/ear-country-groups-2026-07-23.csv")
    found = {one.key for one in read_source(card("us-country-groups"), path.read_bytes(), path.name).rows}
    with RULEBOOK.open(encoding="utf-8", newline="") as file:
        rulebook = {f"{row['group']} {row['iso']}": row["note"] for row in csv.DictReader(file)}
    assert found - set(rulebook) == set()
    more = set(rulebook) - found
    assert more == {"D:1 HK", "D:3 HK", "D:4 HK", "D:5 HK"}, "Hong Kong is not printed: the entry for China governs"
    assert all("the entry for China governs" in rulebook[one] for one in more)
    assert "D:5 MO" not in found, "Macau is in no row of D:5; the EAR adds it in words where it is meant"
    assert "D:5 MO" not in rulebook
    assert "A:5 AE" in found & set(rulebook), "the United Arab Emirates are in A:5 since July 2026"


def test_the_small_file_is_what_is_tested_here() -> None:
    assert (FOLDER / "ear-country-groups-2026-01-02.csv").read_bytes().decode() == TEXT
