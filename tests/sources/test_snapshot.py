"""The day of a publication."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.snapshot import Dated, day_in_name, day_of

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


def noted(day: dt.date | None = None, cited: dt.date | None = None) -> Reading:
    return Reading("ecfr.xml", day=day, cited=cited)


def test_name_and_user() -> None:
    assert day_of("ecfr-2026-07-23.xml", None, noted()) == Dated(DAY, "name")
    assert day_of("ecfr-2026-07-23.xml", DAY, noted()) == Dated(DAY, "name")
    assert day_of("ecfr.xml", DAY, noted()) == Dated(DAY, "given")


def test_the_content_comes_first() -> None:
    assert day_of("sdn.xml", None, noted(DAY)) == Dated(DAY, "content")
    assert day_of("sdn-2026-07-23.xml", DAY, noted(DAY)) == Dated(DAY, "content")
    with pytest.raises(
        SourceError, match="the publication itself says 2026-07-23, the file name says 2026-07-24"
    ) as problem:
        day_of("sdn-2026-07-24.xml", None, noted(DAY))
    assert problem.value.remedy == "rename the file"
    with pytest.raises(SourceError, match="--snapshot says") as problem:
        day_of("sdn.xml", dt.date(2026, 7, 24), noted(DAY))
    assert problem.value.remedy == "leave --snapshot out"


@pytest.mark.parametrize(
    ("file", "cited", "dated"),
    [
        ("csl-2022-04.csv.gz", None, Dated(dt.date(2022, 4, 1), "month")),
        ("annex-i-2021-en.txt", None, Dated(dt.date(2021, 1, 1), "year")),
        ("ecfr-15-774-supp1.xml", DAY, Dated(DAY, "cited")),
        ("csl-2022-04.csv", DAY, Dated(dt.date(2022, 4, 1), "month")),
    ],
)
def test_never_newer_than_is_known(file: str, cited: dt.date | None, dated: Dated) -> None:
    found = day_of(file, None, noted(cited=cited))
    assert found == dated
    assert found.at_least
    given = day_of(file, DAY, noted(cited=cited))
    assert given == Dated(DAY, "given")
    assert not given.at_least


def test_nobody_says_it() -> None:
    for name in ("ecfr.xml", "list-20260723.xml", "list-2026-13.csv", "list-19999.csv"):
        with pytest.raises(SourceError, match="of which day") as problem:
            day_of(name, None, noted())
        assert "--snapshot" in (problem.value.remedy or "")


def test_they_differ() -> None:
    with pytest.raises(SourceError, match="says 2026-07-23, --snapshot says 2026-07-24"):
        day_of("ecfr-2026-07-23.xml", dt.date(2026, 7, 24), noted())
