"""The clock of a consultation, and where it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import DateError, RecordError
from sekisho.notices.consultation import check_answer, check_inquiry, consultations, working_days_after
from tests.notices import denials as made

D, Q = made.digest("denial"), made.digest("inquiry")
WEDNESDAY = dt.date(2026, 7, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def state(on: str, *answers: dict[str, Any]) -> str:
    kept = {Q: made.inquiry(D), **{made.digest(str(n)): one for n, one in enumerate(answers)}}
    return consultations(kept, {D: "US"})[Q].on(day(on))


def test_ten_working_days_are_two_weeks_without_holidays() -> None:
    assert working_days_after(WEDNESDAY, 10) == day("2026-07-15")
    assert working_days_after(WEDNESDAY, 10, {day("2026-07-02"), day("2026-07-04")}) == day("2026-07-16")
    assert working_days_after(WEDNESDAY, 0) == WEDNESDAY


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 60), st.sets(st.integers(1, 90)))
def test_so_many_working_days_lie_between(start: dt.date, count: int, off: set[int]) -> None:
    holidays = {start + dt.timedelta(days=n) for n in off}
    end = working_days_after(start, count, holidays)
    days = [start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(one.weekday() < 5 and one not in holidays for one in days) == count
    assert end.weekday() < 5
    assert end not in holidays


def test_impossible_counts_are_refused() -> None:
    for count in (-1, 1_001):
        with pytest.raises(DateError, match="not counted"):
            working_days_after(WEDNESDAY, count)
    with pytest.raises(DateError, match="calendar ends"):
        working_days_after(dt.date.max, 1)


def test_a_question_has_the_charters_clock() -> None:
    check_inquiry(made.inquiry(D), 10, 30)
    with pytest.raises(RecordError, match="is 2026-07-15, not 2026-07-14"):
        check_inquiry(made.inquiry(D, reply_by="2026-07-14"), 10, 30)
    with pytest.raises(RecordError, match="30 working days"):
        check_inquiry(made.inquiry(D, limit="2026-09-12"), 10, 30)
    with pytest.raises(RecordError, match="is 2026-07-16"):
        check_inquiry(made.inquiry(D, holidays=["2026-07-02"]), 10, 30)


def test_silence_means_that_it_is_not_identical() -> None:
    assert state("2026-07-15") == "open"
    assert state("2026-07-16") == "silent"


def test_an_answer_in_time_settles_it() -> None:
    assert state("2026-07-11", made.answer(Q, "yes")) == "identical"
    assert state("2030-01-01", made.answer(Q, "no")) == "not_identical"
    both = made.answer(Q, "no"), made.answer(Q, "yes", "2026-07-13")
    assert state("2026-07-14", *both) == state("2026-07-14", *reversed(both)) == "identical"


def test_an_answer_after_the_clock_counts_for_nothing() -> None:
    assert state("2026-07-20", made.answer(Q, "yes", "2026-07-16")) == "silent"


def test_an_answer_of_a_member_that_was_not_asked_counts_for_nothing() -> None:
    other = made.answer(Q, "yes", by="GB")
    assert state("2026-07-14", other) == "open"
    with pytest.raises(RecordError, match="was not asked"):
        check_answer(other, made.inquiry(D), "US")


def test_an_extension_moves_the_clock_to_the_limit_at_most() -> None:
    more = made.answer(Q, "more_information", extended="2026-08-12")
    check_answer(more, made.inquiry(D), "US")
    assert state("2026-08-12", more) == "extended"
    assert state("2026-08-13", more) == "silent"
    assert state("2026-08-13", more, made.answer(Q, "yes", "2026-08-10")) == "identical"


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (made.answer(Q, "more_information", extended="2026-08-13"), "extended_to"),
        (made.answer(Q, "more_information", extended="2026-07-14"), "extended_to"),
        (made.answer(Q, "more_information"), "extended_to"),
        (made.answer(Q, "yes", extended="2026-08-12"), "extended_to"),
        (made.answer(Q, "yes", "2026-06-30"), "on"),
        (made.answer(Q, "yes", "2026-08-13"), "on"),
    ],
)
def test_an_answer_outside_the_clock_is_refused(one: dict[str, Any], place: str) -> None:
    with pytest.raises(RecordError) as caught:
        check_answer(one, made.inquiry(D), "US")
    assert caught.value.place == place


def test_a_grant_stands_beside_the_answer_because_the_decision_is_national() -> None:
    kept = {Q: made.inquiry(D), made.KEY: made.answer(Q, "yes"), D: made.grant(D, Q)}
    found = consultations(kept, {D: "US"})[Q]
    assert found.on(day("2026-09-01")) == "identical"
    assert found.granted == day("2026-08-20")


def test_a_question_on_a_denial_that_is_not_kept_stays_open() -> None:
    assert consultations({Q: made.inquiry(D), D: made.answer(Q, "yes")}, {})[Q].on(WEDNESDAY) == "open"
