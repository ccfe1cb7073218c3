"""What speaks against a new snapshot."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.sources.acceptance import Previous, objections
from sekisho.sources.reading import Reading
from sekisho.sources.registry import card

DAY = dt.date(2026, 7, 23)
CARD = dataclasses.replace(
    card("us-uvl"), least=50, greatest=200, most_unread=1, most_removed_percent=10, most_added_percent=20
)


def said(
    count: int = 100, previous: Previous | None = None, newest: dt.date | None = None, unread: int = 0
) -> tuple[str, ...]:
    noted = Reading("list.xml")
    for number in range(unread):
        noted.skip(number, "no name")
    return objections(CARD, noted, count, DAY, previous, newest)


def test_nothing_speaks_against_a_plausible_one() -> None:
    assert said() == ()
    assert said(50) == said(200) == ()
    assert said(unread=1) == ()
    assert said(previous=Previous(DAY - dt.timedelta(7), 100, 10, 20)) == ()
    assert said(newest=DAY) == ()


@pytest.mark.parametrize("count", [0, 49, 201])
def test_too_few_or_too_many(count: int) -> None:
    (reason,) = said(count)
    assert f"it has {count} parties; between 50 and 200" in reason


def test_unread_rows() -> None:
    (reason,) = said(unread=2)
    assert reason == "2 rows cannot be read, at most 1 may; the first: no name"


def test_a_feed_that_goes_back_in_time() -> None:
    (reason,) = said(newest=DAY + dt.timedelta(1))
    assert "older than that of 2026-07-24" in reason


def test_too_much_goes_or_comes() -> None:
    (gone,) = said(previous=Previous(DAY - dt.timedelta(30), 100, 11, 0))
    assert "11 of 100 parties are gone since 2026-06-23; at most 10" in gone
    (new,) = said(previous=Previous(DAY - dt.timedelta(30), 100, 0, 21))
    assert "21 of 100 parties are new" in new
    assert len(said(previous=Previous(DAY, 100, 100, 100))) == 2


def test_bounds_grow_with_the_time_between() -> None:
    assert said(previous=Previous(DAY - dt.timedelta(31), 100, 20, 40)) == ()
    assert said(previous=Previous(DAY + dt.timedelta(300), 100, 100, 100)) == ()


@given(st.integers(0, 100), st.integers(0, 1000))
def test_fewer_changes_or_more_time_never_make_it_worse(gone: int, days: int) -> None:
    before = Previous(DAY - dt.timedelta(days), 100, gone, 0)
    if not said(previous=before):
        assert not said(previous=dataclasses.replace(before, day=before.day - dt.timedelta(30)))
        if gone:
            assert not said(previous=dataclasses.replace(before, removed=gone - 1))
