"""Our tables against the official publications."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from sekisho.errors import PlaceError
from sekisho.terms.places import place
from tests.licensing.us.world import law

OURS_ALONE = {("D:1", "HK"), ("D:3", "HK"), ("D:4", "HK"), ("D:5", "HK")}
"""Hong Kong is not printed: the entry for China governs (85 FR 83788)."""


def test_country_groups_are_those_of_the_publication(official: Callable[[str], Path]) -> None:
    text = official("us/ear-country-groups-2026-07-23.csv").read_text(encoding="utf-8")
    printed = {(row["group"], place(row["country"])) for row in csv.DictReader(text.splitlines())}
    ours = {(group, code) for code, groups in law().data["groups"].items() for group in groups}
    assert ours - printed == OURS_ALONE
    assert printed - ours == set()


def test_the_chart_is_that_of_the_publication_but_for_what_we_mark_as_doubtful(official: Callable[[str], Path]) -> None:
    text = official("us/bis-country-chart-2025-11-12.csv").read_text(encoding="utf-8-sig")
    head, *rows = csv.reader(text.splitlines())
    columns = head[1:17]
    for row in rows:
        try:
            code = place(re.sub(r"[\s\d]+$", "", row[0]))
        except PlaceError:
            continue
        if not any(row[1:18]):
            continue  # another name of a place, or the row of Zimbabwe, which is cut off in the publication
        ours = law().place(code)
        printed = {column for column, mark in zip(columns, row[1:17], strict=False) if mark.strip() == "X"}
        assert printed - ours.marks <= ours.doubtful, code
        assert ours.marks <= printed, code


def test_supplement_2_names_the_entries_of_the_publication(official: Callable[[str], Path]) -> None:
    text = official("us/ecfr-15-744-2026-07-23.xml").read_text(encoding="utf-8")
    start = text.index("Supplement No. 2 to Part 744&#x2014;")
    end = text.index("Supplement No. 3 to Part 744", start)
    printed = set(re.findall(r"\([ivx]+\)(?:</I>)?\s*(?:<I>)?(\d[A-E]\d{3})\b", text[start:end]))
    assert set(law().data["supplement_2"]) == printed


def test_every_entry_of_the_list_has_its_lines(official: Callable[[str], Path]) -> None:
    text = official("us/ecfr-15-774-supp1.xml").read_text(encoding="utf-8")
    named = set(re.findall(r"\b\d[A-E]\d{3}\b", text))
    assert set(law().data["lines"]) <= named
