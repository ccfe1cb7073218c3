"""Which version of an entry holds on which day."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.controls.entry import Entry, Exclusion, Version, join
from sekisho.logic.parser import parse
from sekisho.logic.tree import And, Constant, Not
from sekisho.logic.values import Type
from sekisho.terms.citation import Citation
from sekisho.terms.dates import Period


def version(start: str | None, until: str | None, recorded: str | None = None, text: str = "") -> Version:
    first, last, seen = (None if day is None else dt.date.fromisoformat(day) for day in (start, until, recorded))
    return Version(Period(first, last), Citation(("Made-up Act",)), recorded=seen, erratum=text)


def entry(*versions: Version) -> Entry:
    return Entry("x-first", "1A001", "ai", "A", ("chip",), "Made up", versions)


def on(found: Entry, day: str, recorded_by: str | None = None) -> str | None:
    seen = None if recorded_by is None else dt.date.fromisoformat(recorded_by)
    version = found.version(dt.date.fromisoformat(day), seen)
    return None if version is None else version.erratum


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2019-12-31", None), ("2020-01-01", "a"), ("2020-12-31", "a"), ("2021-01-01", "b"), ("9999-12-31", "b")],
)
def test_periods_are_half_open(day: str, expected: str | None) -> None:
    found = entry(version("2020-01-01", "2021-01-01", text="a"), version("2021-01-01", None, text="b"))
    assert on(found, day) == expected


def test_a_correction_holds_from_the_day_it_was_recorded() -> None:
    found = entry(version("2020-01-01", None, text="slip"), version("2020-01-01", None, "2025-06-01", text="mended"))
    assert on(found, "2021-01-01") == "mended"
    assert on(found, "2021-01-01", recorded_by="2025-06-01") == "mended"
    assert on(found, "2021-01-01", recorded_by="2025-05-31") == "slip"


def test_a_version_that_was_not_recorded_yet_does_not_exist() -> None:
    found = entry(version("2020-01-01", None, "2025-06-01", text="new"))
    assert on(found, "2021-01-01", recorded_by="2025-01-01") is None


def test_the_whole_condition_of_a_version() -> None:
    schema = {"a": Type.NUMBER, "b": Type.FLAG}
    when, only_if = parse("a >= 1", schema), parse("b", schema)
    assert join(None, only_if, ()) is None
    assert join(when, None, ()) == when
    assert join(when, only_if, ()) == And((when, only_if))
    assert join(Constant(True), None, ()) == Constant(True)
    note = Exclusion("Note", "", only_if)
    assert join(when, None, (note,)) == And((when, Not(only_if)))
