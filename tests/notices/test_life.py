"""Where a denial stands, whatever the order in which notices arrived."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.notices.life import LAPSED, NOT_YET, VALID, WITHDRAWN, refuse_follower, standings
from tests.notices import denials as made

D, R, W = made.digest("denial"), made.digest("renewal"), made.digest("withdrawal")


def state(kept: dict[str, dict[str, Any]], day: str) -> str:
    return standings(kept)[D].on(dt.date.fromisoformat(day))


def test_a_denial_is_valid_from_its_decision_and_lapses_by_itself() -> None:
    kept = {D: made.denial()}
    assert state(kept, "2026-05-31") == NOT_YET
    assert state(kept, "2026-06-01") == state(kept, "2029-05-30") == VALID
    assert state(kept, "2029-05-31") == LAPSED


def test_a_renewal_carries_it_on() -> None:
    kept = {D: made.denial(), R: made.renewal(D)}
    assert state(kept, "2032-04-29") == VALID
    assert state(kept, "2032-04-30") == LAPSED
    assert standings(kept)[D].renewals == (R,)


@pytest.mark.parametrize("order", list(itertools.permutations([D, R, W])))
def test_a_withdrawal_wins_in_whatever_order_the_notices_arrive(order: tuple[str, ...]) -> None:
    # ``made`` says that the denial and its renewal are younger; that decides nothing.
    young = {"made": "2030-01-01T00:00:00Z"}
    bodies = {D: made.denial(**young), R: made.renewal(D, **young), W: made.withdrawal(D)}
    kept = {key: bodies[key] for key in order}
    assert state(kept, "2026-12-31") == VALID
    assert state(kept, "2027-01-01") == state(kept, "2031-01-01") == WITHDRAWN
    assert standings(kept)[D].renewals == ()


def test_a_withdrawal_of_another_member_ends_nothing() -> None:
    assert state({D: made.denial(), W: made.withdrawal(D, by="JP")}, "2028-01-01") == VALID
    with pytest.raises(RecordError, match="JP cannot change a denial of US"):
        refuse_follower({D: made.denial()}, made.withdrawal(D, by="JP"))


def test_a_renewal_after_the_withdrawal_is_refused() -> None:
    with pytest.raises(RecordError, match="withdrawn from 2027-01-01"):
        refuse_follower({D: made.denial(), W: made.withdrawal(D)}, made.renewal(D))


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"reviewed": "2029-06-01"}, "reviewed"),
        ({"reviewed": "2026-05-31"}, "reviewed"),
        ({"until": "2029-05-31"}, "valid_until"),
    ],
)
def test_a_renewal_of_what_has_lapsed_or_lasts_has_no_effect(more: dict[str, str], place: str) -> None:
    body = made.renewal(D, **more)
    assert standings({D: made.denial(), R: body})[D].renewals == ()
    with pytest.raises(RecordError) as caught:
        refuse_follower({D: made.denial()}, body)
    assert caught.value.place == place


def test_a_follower_needs_its_denial_but_a_withdrawal_may_come_first() -> None:
    with pytest.raises(RecordError, match="not kept here"):
        refuse_follower({}, made.renewal(D))
    assert refuse_follower({}, made.withdrawal(D)) is None
    found = refuse_follower({D: made.denial()}, made.renewal(D))
    assert found is not None
    assert found.digest == D


_DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2035, 1, 1)).map(dt.date.isoformat)


@given(st.lists(st.tuples(st.sampled_from("RW"), _DAYS, _DAYS), max_size=5), st.randoms(), _DAYS)
def test_the_order_of_arrival_never_matters(rows: list[tuple[str, str, str]], chance: Any, day: str) -> None:
    bodies = {D: made.denial()}
    for number, (kind, first, second) in enumerate(rows):
        bodies[made.digest(str(number))] = made.renewal(D, first, second) if kind == "R" else made.withdrawal(D, first)
    keys = list(bodies)
    chance.shuffle(keys)
    mixed = {key: bodies[key] for key in keys}
    assert standings(mixed) == standings(bodies)
    if any(kind == "W" and first <= day for kind, first, _ in rows):
        assert state(mixed, day) == WITHDRAWN
