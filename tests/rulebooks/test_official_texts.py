"""Every entry of us-ccl, and every one of eu-annex-i that has not changed since 2021, against its official paragraph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sekisho.controls.codes import head
from sekisho.controls.entry import Entry
from sekisho.sources.eu_annex_i.reader import read_annex
from sekisho.sources.official_text import Section
from sekisho.sources.proof import compared, gaps, numbers, readable
from sekisho.sources.us_ccl.reader import read_ccl
from sekisho.workspace.rulebook import open_rulebook

RULEBOOK = open_rulebook()
US, EU = RULEBOOK.control_list("us-ccl"), RULEBOOK.control_list("eu-annex-i")
UNCHANGED = dt.date(2021, 9, 9)
NOT_IN_THE_FILE = {
    "772.1-supercomputer": "15 CFR 772.1; read by hand in the code of January 2025",
    "772.1-advanced-node-logic": "15 CFR 772.1; read by hand in the code of January 2025",
    "772.1-advanced-node-nand": "15 CFR 772.1; read by hand in the code of January 2025",
    "772.1-advanced-node-dram": "15 CFR 772.1; read by hand in the code of January 2025",
}
"""Entries whose official text is elsewhere."""


@pytest.fixture(scope="module")
def ccl(official: Callable[[str], Path]) -> Mapping[str, Section]:
    path = official("us/ecfr-15-774-supp1.xml")
    return read_ccl(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def annex(official: Callable[[str], Path]) -> Mapping[str, Section]:
    path = official("eu/annex-i-2021-en.txt")
    return read_annex(path.read_bytes(), path.name)


def test_every_us_entry_meets_its_paragraph(ccl: Mapping[str, Section]) -> None:
    left, shared = [], US.asides()
    for entry in US.entries:
        if entry.code in NOT_IN_THE_FILE:
            continue
        assert head(entry.code) in ccl, f"{entry.code} is in no section of the list"
        passage = ccl[head(entry.code)].passage(entry.code)
        left += [f"{entry.code}: {one.kind}: {one.words}" for one in gaps(entry, passage, shared.get(head(entry.code)))]
    assert not left, "\n".join(left)


def test_every_us_entry_keeps_the_digest_of_its_paragraph(ccl: Mapping[str, Section]) -> None:
    for entry in US.entries:
        if entry.code in NOT_IN_THE_FILE or entry.versions[-1].condition is None:
            continue
        assert entry.official is not None, f"{entry.code}: run scripts/stamp_official.py"
        assert entry.official.sha256 == ccl[head(entry.code)].passage(entry.code).sha256, f"{entry.code} is to be reviewed"


def test_what_is_set_aside_for_a_heading_stands_there(ccl: Mapping[str, Section], annex: Mapping[str, Section]) -> None:
    for asides, sections in ((US.asides(), ccl), (EU.asides(), annex)):
        for code, text in asides.items():
            whole = plain(sections[code].whole)
            for one in (*text.numbers, *text.notes):
                assert plain(one.words) in whole, f"{code}: {one.words!r} does not stand in the section"


def plain(text: str) -> str:
    """Return a text without marks and case."""
    return " ".join("".join(one if one.isalnum() else " " for one in text.casefold()).split())


def unchanged() -> list[Entry]:
    """Return the entries of the Union list whose last version is that of 2021."""
    last = ((one, one.versions[-1]) for one in EU.entries)
    return [one for one, version in last if version.condition is not None and version.period.start == UNCHANGED]


def test_numbers_of_unchanged_union_entries_stand_in_the_text(annex: Mapping[str, Section]) -> None:
    """Numbers in one direction: the layout of the text loses raised figures, so that not every number can be asked for."""
    found, left, shared = 0, [], EU.asides()
    for entry in unchanged():
        section = annex.get(head(entry.code))
        if section is None:
            left.append(f"{entry.code} is not in the text of 2021")
            continue
        passage = section.passage(entry.code)
        said = [one.value for text in passage.words for one in numbers(readable(text))]
        texts = (one for one in (entry.official, shared.get(head(entry.code))) if one is not None)
        explained = [aside for text in texts for aside in (*text.numbers, *text.notes)]
        said += [one.value for aside in explained for one in numbers(f"{aside.words} {aside.reason}")]
        for name, operator, value in compared(entry.versions[-1]):
            if any(abs(one - value) <= 1e-12 * abs(value) for one in said):
                found += 1
            else:
                left.append(f"{entry.code}: {name} {operator} {value:g} does not stand in the text")
    print(f"\neu-annex-i: {found} numbers of {len(unchanged())} unchanged entries stand in the text of 2021")
    assert not left, "\n".join(left)


def test_numbers_of_union_versions_that_ended_stand_in_the_text_of_2021(annex: Mapping[str, Section]) -> None:
    """Also of what later editions replaced, or of what is undecided since: the text of 2021 is its only proof."""
    ended = [
        (entry, version)
        for entry in EU.entries
        for version in entry.versions[:-1]
        if version.condition is not None and version.period.start == UNCHANGED and head(entry.code) in annex
    ]
    assert {entry.code for entry, _ in ended} >= {"9E003.a.1", "9E003.c.1", "9E003.c.2", "9E003.f.2", "9E003.g"}
    found, left = 0, []
    for entry, version in ended:
        whole = annex[head(entry.code)].whole.replace("thirty", "30")
        said = [one.value for one in numbers(f"{readable(whole)} {entry.note}")]
        for name, operator, value in compared(version):
            if any(abs(one - value) <= 1e-12 * abs(value) for one in said):
                found += 1
            else:
                left.append(f"{entry.code}: {name} {operator} {value:g} does not stand in the text")
    print(f"\neu-annex-i: {found} numbers of {len(ended)} versions that ended stand in the text of 2021")
    assert not left, "\n".join(left)


def test_no_union_entry_under_a_heading_that_goes_on_leaves_a_gap(annex: Mapping[str, Section]) -> None:
    """1C107, 1E002 and 9E003 go on at the head of a page; what stands there was not read until November 2026."""
    entries = [one for one in unchanged() if head(one.code) in ("1C107", "1E002", "9E003")]
    assert len(entries) == 12
    shared = EU.asides()
    left = [
        f"{entry.code}: {gap.kind}: {gap.words}"
        for entry in entries
        for gap in gaps(entry, annex[head(entry.code)].passage(entry.code), shared.get(head(entry.code)))
    ]
    assert not left, "\n".join(left)


def test_unchanged_union_entries_keep_the_digest_of_their_paragraph(annex: Mapping[str, Section]) -> None:
    for entry in unchanged():
        assert entry.official is not None, f"{entry.code}: run scripts/stamp_official.py"
        assert entry.official.sha256 == annex[head(entry.code)].passage(entry.code).sha256, f"{entry.code} is to be reviewed"
