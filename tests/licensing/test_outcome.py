"""Outcomes, from the laxest to the strictest."""

from __future__ import annotations

from sekisho.licensing.outcome import Outcome, strictest


def test_the_order_is_that_of_the_gate() -> None:
    assert [one.value for one in sorted(Outcome, key=lambda one: one.rank, reverse=True)] == [
        "prohibited",
        "licence_required",
        "refer",
        "needs_information",
        "authorisation_available",
        "notify",
        "no_requirement_found",
    ]


def test_ranks_are_counted_from_zero() -> None:
    assert [one.rank for one in Outcome] == list(range(7))


def test_the_strictest_counts() -> None:
    assert strictest((Outcome.NOTIFY, Outcome.PROHIBITED, Outcome.REFER)) is Outcome.PROHIBITED


def test_nothing_is_no_requirement_found() -> None:
    assert strictest(()) is Outcome.NO_REQUIREMENT_FOUND
