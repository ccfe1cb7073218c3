"""Advisory rows and staleness of a framework's list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.licensing.framework import Consulted, acts_on, advisory_rows
from tests.licensing.frameworks import ANALOGUE, act, adopted, framework, held, relief, shipment, simulator
from tests.licensing.samples import DAY, part

STALE = "2026-07-21"
LATER = dt.date(2026, 8, 1)


def rows(consulted: Consulted, *jurisdictions: str) -> list[dict[str, Any]]:
    return advisory_rows(consulted, frozenset(jurisdictions))


def test_an_adopted_entry_that_is_met_is_told_and_is_no_law() -> None:
    (found,) = rows(held(framework()), "JP")
    assert (found["entry"], found["verdict"], found["item"], found["effect_in"]) == (ANALOGUE, "yes", 0, [])
    assert "given effect nowhere yet, not law in your jurisdiction" in found["text"]
    assert "2026-07-20, 3 days before" in found["text"]


def test_what_is_not_met_is_silent_and_what_is_open_asks() -> None:
    small = shipment(items=(simulator(physical_qubits=100.0), part()))
    assert rows(held(framework(), small)) == []
    (found,) = rows(held(framework(), shipment(items=(simulator(physical_qubits=None),))))
    assert (found["verdict"], found["need"]) == ("unknown", ["physical_qubits"])


def test_an_entry_that_cannot_be_read_is_never_dropped() -> None:
    unread = adopted(unread="written in a newer language")
    found = rows(held(framework(entries=[unread]), shipment(items=(part(), simulator()))))
    assert [(one["item"], one["verdict"], one["reason"]) for one in found] == [
        (0, "unknown", "written in a newer language"),
        (1, "unknown", "written in a newer language"),
    ]


def test_an_act_says_where_it_is_law() -> None:
    (found,) = rows(held(framework(act(members=("JP", "KR"), **{"except": ["JP-13"]}))), "JP", "US")
    assert [(one["member"], one["except"]) for one in found["effect_in"]] == [("JP", ["JP-13"]), ("KR", ["JP-13"])]
    assert "given effect in JP, KR, law in JP: see there" in found["text"]
    (found,) = rows(held(framework(act(members=("KR",)))), "JP")
    assert "given effect in KR, not law in your jurisdiction" in found["text"]


@pytest.mark.parametrize("facts", [{"applies_from": "2026-07-24"}, {"applies_until": "2026-07-23"}])
def test_an_act_out_of_its_interval_gives_no_effect(facts: dict[str, str]) -> None:
    (found,) = rows(held(framework(act(**facts))))
    assert found["effect_in"] == []


def test_a_replaced_act_does_not_apply() -> None:
    first, second = act(), act(digest="1" * 64, replaces="d" * 64)
    assert [one.digest for one in acts_on(framework(first, second), DAY)] == ["1" * 64]


def test_dates_of_adoption_and_sunset() -> None:
    assert rows(held(framework(entries=[adopted(adopted=dt.date(2026, 7, 24))]))) == []
    past = framework(entries=[adopted(until=DAY)])
    assert rows(held(past)) == []
    (found,) = rows(held(framework(entries=[adopted(until=DAY)], stale_after=STALE)))
    assert found["verdict"] == "yes"
    assert "until 2026-07-23" in found["text"]
    assert "stale: the list was verified for use until 2026-07-21" in found["text"]


def test_what_went_stands_on_the_days_before() -> None:
    went = adopted(gone="removed", until=dt.date(2026, 7, 24), unread="the rule is not kept")
    (found,) = rows(held(framework(entries=[adopted("4A801.b")], gone=[went])))
    assert (found["entry"], found["reason"]) == (ANALOGUE, "the rule is not kept")
    gone_before = adopted(gone="removed", until=DAY, unread="the rule is not kept")
    assert rows(held(framework(entries=[adopted("4A801.b")], gone=[gone_before]))) == []


def test_equivalences_are_shown_and_of_a_stale_list_none_is_counted_on() -> None:
    one = relief()
    (found,) = rows(held(framework(reliefs=[one])))
    assert [(each["by"], each["status"]) for each in found["equivalences"]] == [("US", "to_examine")]
    (found,) = rows(held(framework(reliefs=[one], stale_after=STALE)))
    assert [each["status"] for each in found["equivalences"]] == ["not_usable"]
    (found,) = rows(held(framework(reliefs=[one, relief(digest="1" * 64, replaces="e" * 64, applies_from="2027-01-01")])))
    assert found["equivalences"] == []


def test_now_is_the_latest_day_that_is_known() -> None:
    some_days = framework(stale_after="2026-07-25")
    assert held(some_days, now=DAY).stale == ""
    assert held(some_days, now=LATER).stale
    assert held(some_days, shipment(date=LATER), now=DAY).stale
    assert held(framework(stale_after="2026-07-19"), shipment(date=dt.date(2026, 7, 1)), now=dt.date(2026, 7, 1)).stale


DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2026, 9, 1))


@settings(max_examples=100, deadline=None)
@given(DAYS, st.none() | DAYS, st.booleans(), DAYS, st.none() | st.just(600.0) | st.just(10.0))
def test_staleness_never_removes_a_row(
    first: dt.date, until: dt.date | None, went: bool, on: dt.date, qubits: float | None
) -> None:
    entry = adopted(adopted=first, until=until)
    gone = [adopted("4A801.b", gone="removed", until=until or on, unread="not kept")] if went else []
    sale = shipment(date=on, items=(simulator(physical_qubits=qubits),))
    fresh = rows(held(framework(act(), entries=[entry], gone=gone), sale))
    stale = rows(held(framework(act(), entries=[entry], gone=gone, stale_after="2026-01-01"), sale))
    kept = {(one["item"], one["entry"], one["adopted"], one["verdict"]) for one in stale}
    assert {(one["item"], one["entry"], one["adopted"], one["verdict"]) for one in fresh} <= kept
    assert all(one["stale"] and one["checkpoint"] == "2026-07-20T10:00:00Z" for one in stale)
