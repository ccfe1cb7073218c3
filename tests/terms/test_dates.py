"""Dates have one notation, and periods are half-open."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import DateError
from sekisho.terms.dates import Period, parse_date

DAY = dt.timedelta(days=1)
DAYS = st.dates(min_value=dt.date(1900, 1, 2), max_value=dt.date(2100, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw a period with or without ends."""
    start = draw(st.none() | DAYS)
    until = draw(st.none() | (DAYS if start is None else DAYS.filter(lambda day: day > start)))
    return Period(start, until)


@given(st.dates())
def test_every_day_is_read_back(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-9-6",
        "20240906",
        "2024-09-06T00:00:00",
        "2024-W36-5",
        "06.09.2024",
        "2024/09/06",
        "2024-09-06 ",
        "2024-09-06\n",
        "２０２４-09-06",
        "٢٠٢٤-09-06",
        "-2024-09-06",
        "today",
    ],
)
def test_other_notations_are_refused(text: str) -> None:
    with pytest.raises(DateError, match="is not a date") as caught:
        parse_date(text)
    assert caught.value.remedy == "write it as YYYY-MM-DD"


@pytest.mark.parametrize("text", ["2023-02-29", "2024-13-01", "2024-00-10", "2024-01-32", "0000-01-01"])
def test_days_that_the_calendar_does_not_have(text: str) -> None:
    with pytest.raises(DateError, match="is not a day of the calendar"):
        parse_date(text)


def test_the_last_day_of_a_rule() -> None:
    period = Period(dt.date(2024, 4, 1), dt.date(2025, 12, 16))
    assert dt.date(2024, 3, 31) not in period
    assert dt.date(2024, 4, 1) in period
    assert dt.date(2025, 12, 15) in period
    assert dt.date(2025, 12, 16) not in period


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(), "always"),
        (Period(until=dt.date(2025, 12, 16)), "until 2025-12-15"),
        (Period(dt.date(2024, 9, 6)), "since 2024-09-06"),
        (Period(dt.date(2024, 9, 6), dt.date(2025, 12, 16)), "2024-09-06 to 2025-12-15"),
    ],
)
def test_a_period_names_its_last_day(period: Period, text: str) -> None:
    assert str(period) == text


@given(DAYS, DAYS)
def test_an_empty_period_is_refused(one: dt.date, other: dt.date) -> None:
    start, until = max(one, other), min(one, other)
    with pytest.raises(DateError, match="a period cannot end"):
        Period(start, until)


@given(periods(), DAYS)
def test_membership_is_half_open(period: Period, day: dt.date) -> None:
    after = period.start is None or day >= period.start
    before = period.until is None or day < period.until
    assert (day in period) is (after and before)


@given(periods())
def test_the_ends_of_a_period(period: Period) -> None:
    if period.start is not None:
        assert period.start in period
        assert period.start - DAY not in period
    if period.until is not None:
        assert period.until not in period
        assert period.until - DAY in period


@given(periods(), periods())
def test_two_periods_overlap_where_they_share_a_day(one: Period, other: Period) -> None:
    ends = [end for end in (one.start, one.until, other.start, other.until) if end is not None]
    days = {dt.date(2000, 1, 1), *ends, *(end - DAY for end in ends)}
    assert one.overlaps(other) is any(day in one and day in other for day in days)
    assert one.overlaps(other) is other.overlaps(one)


@given(periods(), DAYS)
def test_a_split_period_does_not_overlap_and_loses_no_day(period: Period, day: dt.date) -> None:
    if day not in period or day == period.start:
        return
    first, second = Period(period.start, day), Period(day, period.until)
    assert not first.overlaps(second)
    for near in (day - DAY, day):
        assert (near in period) is ((near in first) != (near in second))


@given(periods())
def test_a_period_overlaps_itself(period: Period) -> None:
    assert period.overlaps(period)
