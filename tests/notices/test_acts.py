"""Which acts are accepted beside each other, and which apply."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.notices.acts import Acts
from tests.notices import made_acts as made

PRESENT = ("JP", "NL", "US")
DAY = dt.date(2026, 8, 1)
A, B, C = (made.digest(one) for one in "ABC")


def take(
    acts: Acts, key: str, body: dict[str, Any], kind: str = "transposition", present: tuple[str, ...] = PRESENT
) -> None:
    acts.take(kind, body["by"], key, body, present)


def test_what_is_accepted_is_kept_in_order_and_applies() -> None:
    acts = Acts()
    take(acts, A, made.transposition())
    take(acts, B, made.equivalence(), "equivalence")
    assert [(kind, key) for kind, key, _ in acts.all] == [("transposition", A), ("equivalence", B)]
    assert [one.digest for one in acts.transpositions(DAY)] == [A]
    assert [one.digest for one in acts.equivalences(DAY)] == [B]
    assert acts.transpositions(dt.date(2026, 6, 30)) == ()
    assert acts.equivalences(dt.date(2026, 6, 30)) == ()
    take(acts, C, made.equivalence(replaces=B, of=["NL"]), "equivalence")
    assert [one.digest for one in acts.equivalences(DAY)] == [C]


def test_a_transposition_opens_no_equivalence_nor_the_other_way() -> None:
    acts = Acts()
    take(acts, A, made.transposition())
    assert acts.equivalences(DAY) == ()
    other = Acts()
    take(other, A, made.equivalence(), "equivalence")
    assert other.transpositions(DAY) == ()


def test_one_that_is_replaced_applies_no_more_but_stays_in_the_record() -> None:
    acts = Acts()
    take(acts, A, made.transposition())
    take(acts, B, made.transposition(replaces=A, applies_from="2026-09-01"))
    assert acts.transpositions(DAY) == ()
    assert [one.digest for one in acts.standing()] == [B]
    assert (acts.replaced_by(A), acts.replaced_by(B), len(acts.all)) == (B, "", 2)


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("transposition", made.transposition(replaces=C), "which was not accepted"),
        ("equivalence", made.equivalence(by="JP", of=["US"], replaces=A), "cannot replace one of the kind transposition"),
        ("transposition", made.transposition("US", replaces=A), "it replaces a statement of JP"),
        ("transposition", made.transposition(members=["JP", "KP"]), "KP is no member"),
        ("transposition", made.transposition("KP"), "KP is no member"),
        ("equivalence", made.equivalence(of=["KP"]), "KP is no member"),
        ("transposition", made.transposition(basis=""), "'basis'"),
    ],
)
def test_what_is_refused_changes_nothing(kind: str, body: dict[str, Any], said: str) -> None:
    acts = Acts()
    take(acts, A, made.transposition())
    with pytest.raises(RecordError, match=said):
        take(acts, B, body, kind)
    assert [key for _, key, _ in acts.all] == [A]
    assert acts.replaced_by(A) == ""


def test_the_same_is_not_said_twice_nor_replaced_twice() -> None:
    acts = Acts()
    take(acts, A, made.transposition())
    with pytest.raises(RecordError, match="said before"):
        take(acts, A, made.transposition())
    take(acts, B, made.transposition(replaces=A))
    with pytest.raises(RecordError, match="replaced already"):
        take(acts, C, made.transposition(replaces=A))


def test_an_equivalence_is_of_the_reliever_alone() -> None:
    with pytest.raises(RecordError, match="JP makes a statement in the name of US"):
        Acts().take("equivalence", "JP", A, made.equivalence(), PRESENT)


def test_no_member_ends_what_another_has_signed_for_itself() -> None:
    acts = Acts()
    take(acts, A, made.transposition(members=["JP", "NL"]))
    with pytest.raises(RecordError, match="gives effect for NL, which has not signed"):
        take(acts, B, made.transposition(replaces=A))
    # One that has left cannot sign any more and does not bind the others.
    take(acts, B, made.transposition(replaces=A), present=("JP", "US"))
    assert acts.replaced_by(A) == B


BODIES = st.builds(
    lambda by, replaces, start: made.transposition(by, replaces=replaces, applies_from=start),
    st.sampled_from(PRESENT),
    st.sampled_from(["", A, B, C]),
    st.sampled_from(["2026-07-01", "2026-09-01"]),
)


@given(st.lists(st.tuples(st.sampled_from([A, B, C]), BODIES), max_size=12))
def test_each_is_replaced_once_by_its_own_maker_and_order_is_kept(said: list[tuple[str, dict[str, Any]]]) -> None:
    acts, accepted = Acts(), []
    for key, body in said:
        try:
            take(acts, key, body)
        except RecordError:
            continue
        accepted.append((key, body))
    assert [(key, body) for _, key, body in acts.all] == accepted
    by = {key: body["by"] for key, body in accepted}
    replaced = [body["replaces"] for _, body in accepted if body["replaces"]]
    assert len(replaced) == len(set(replaced))
    assert all(by[body["replaces"]] == body["by"] for _, body in accepted if body["replaces"])
    assert {one.digest for one in acts.standing()} == by.keys() - set(replaced)
