"""What is listed and what is gone, with dates and proofs; and editions of another form."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.assurance.editions import listed_rows, read_edition, withheld
from sekisho.errors import PublicationError
from sekisho.publication.repository import EDITION
from sekisho.terms.canonical import decode, encode
from sekisho.workspace.press import Press
from sekisho.workspace.simulation import Group
from tests.assurance import acts
from tests.assurance.published import FOUR, certified, shared, verify
from tests.assurance.world import change, proposal, replayed


def decide(group: Group, number: str, decision: str, row: dict[str, Any]) -> None:
    """Take a decision to its certificates."""
    made, subject = proposal(group, number=number, decision=decision, changes=[row])
    group.to_round(made, subject, "JP", urgent=decision == "emergency")
    group.decide(subject, dict.fromkeys(FOUR, "yes"))
    group.certify(subject, FOUR)
    group.must_checkpoint()


@lru_cache
def history() -> Group:
    """Return a group that has added, amended and removed, and let an emergency measure lapse."""
    group, _ = certified("history")
    decide(group, "Q-2", "amend", change(action="amend", number=2, before=acts.entry_sha()))
    decide(group, "Q-3", "add", change("4Q903", number=3))
    decide(group, "Q-4", "emergency", change("4Q904", number=4))
    decide(group, "Q-5", "remove", change("4Q903", action="remove", before=acts.entry_sha(3, "4Q903")))
    group.pass_time(group.charter.clocks["publication"])
    for _ in range(4):
        group.must_checkpoint()
    group.pass_time(group.charter.clocks["emergency"])
    for _ in range(4):
        group.must_checkpoint()
    return group


def test_rows_of_what_was_added_amended_removed_and_lapsed() -> None:
    entries, gone = listed_rows(replayed(history()))
    assert [(row["code"], row["number"], row["field"]) for row in entries] == [("4Q901", "Q-2", "quantum")]
    assert [(row["code"], row["why"]) for row in gone] == [
        ("4Q901", "amended"),
        ("4Q903", "removed"),
        ("4Q904", "expired"),
    ]
    (row,) = entries
    adopted, effective = dt.date.fromisoformat(row["adopted"]), dt.date.fromisoformat(row["effective"])
    assert adopted <= effective
    sunset = history().charter.clocks["sunset"]
    assert dt.date.fromisoformat(row["until"]) == effective + sunset
    for one in gone:
        assert one["adopted"] <= one["gone"]
    assert len({one["proof"]["settlement"] for one in (*entries, *gone)}) == 3  # the amendment proves both, the lapse itself


def test_an_outsider_verifies_what_is_listed_and_what_is_gone() -> None:
    found = verify(Press(history()).publish(FOUR), history())
    assert found.how == "certificates"
    assert [row["code"] for row in found.gone] == ["4Q901", "4Q903", "4Q904"]


def test_no_rows_without_a_checkpoint_that_counts() -> None:
    from tests.assurance.world import group, record

    one = group("no checkpoint")
    with pytest.raises(PublicationError, match="no checkpoint"):
        listed_rows(replayed(one, record(one)[0], []))


def edition() -> dict[str, Any]:
    _, plan = shared()
    found: dict[str, Any] = decode(plan.fields["quantum"][EDITION])
    return found


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "another format": lambda one: one.update(format="sekisho/publication/2"),
    "another field": lambda one: one.update(field="ai"),
    "a field more": lambda one: one.update(more="x"),
    "a field less": lambda one: one.pop("gone"),
    "no list": lambda one: one.update(entries="x"),
    "an entry that is none": lambda one: one["entries"].append("x"),
    "an entry twice": lambda one: one["entries"].append(one["entries"][0]),
    "no title": lambda one: one["entries"][0].update(title={}),
    "a title of no text": lambda one: one["entries"][0].update(title={"en": []}),
    "no date": lambda one: one["entries"][0].update(adopted="yesterday"),
    "a date in another notation": lambda one: one["entries"][0].update(adopted="20260713"),
    "a code that leaves the folder": lambda one: one["entries"][0].update(code="../x"),
    "a code of another type": lambda one: one["entries"][0].update(code=["4Q901"]),
    "a digest in capitals": lambda one: one["entries"][0].update(sha256="A" * 64),
    "half a proof": lambda one: one["entries"][0]["proof"].pop("round"),
    "gone for no reason": lambda one: one["gone"].append(
        {
            **{key: one["entries"][0][key] for key in ("code", "sha256", "adopted", "proof")},
            "gone": "2026-08-01",
            "why": "lost",
        }
    ),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_an_edition_of_another_form_is_refused(name: str) -> None:
    document = edition()
    assert read_edition(encode(document), "quantum").entries
    WRONG[name](document)
    with pytest.raises(PublicationError, match="malformed") as caught:
        read_edition(encode(document), "quantum")
    assert caught.value.file == "quantum/edition.json"


@given(st.binary(max_size=60), st.integers(0, 4000))
def test_bytes_that_are_no_edition_never_crash(more: bytes, place: int) -> None:
    data = encode(edition())
    altered = data[:place] + more + data[place + len(more) :]
    if altered == data:
        return
    with contextlib.suppress(PublicationError):  # any other error is a defect
        read_edition(altered, "quantum")


def test_who_has_not_certified() -> None:
    group, _ = certified("withheld")
    assert withheld(group.charter, dict.fromkeys(FOUR, 1)) == ["DE"]
