"""The day of a publication."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.errors import SourceError
from sekisho.sources.snapshot import day_in_name, day_of

DAY = dt.date(2026, 7, 23)


@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("ecfr-15-744-2026-07-23.xml", DAY),
        ("2020-01-01/ecfr-2026-07-23.xml", DAY),
        ("ecfr.xml", None),
        ("ecfr-12026-07-231.xml", None),
    ],
)
def test_the_name_may_say_it(file: str, day: dt.date | None) -> None:
    assert day_in_name(file) == day


@pytest.mark.parametrize("file", ["ecfr-2026-13-45.xml", "ecfr-2026-01-01-2026-01-02.xml"])
def test_names_that_cannot_be_right(file: str) -> None:
    with pytest.raises(SourceError) as problem:
        day_in_name(file)
    assert problem.value.file == file


def test_name_and_user() -> None:
    assert day_of("ecfr-2026-07-23.xml", None) == DAY
    assert day_of("ecfr-2026-07-23.xml", DAY) == DAY
    assert day_of("ecfr.xml", DAY) == DAY


def test_nobody_says_it() -> None:
    with pytest.raises(SourceError, match="of which day") as problem:
        day_of("ecfr.xml", None)
    assert "--snapshot" in (problem.value.remedy or "")


def test_they_differ() -> None:
    with pytest.raises(SourceError, match="says 2026-07-23, --snapshot says 2026-07-24"):
        day_of("ecfr-2026-07-23.xml", dt.date(2026, 7, 24))
