"""Attacks with the members' public acts: in another's name, over another's head, and on the signer's screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sekisho.ledger.envelope import add_signature, read_envelope
from sekisho.regime.screen import screen
from sekisho.workspace.simulation import Group
from tests.assurance.world import adopted, group, reason, replayed
from tests.notices import made_acts as made


def founded() -> Group:
    one = group("acts")
    one.must_checkpoint()
    return one


def fields(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "by"}


def said(one: Group, by: str, kind: str, body: dict[str, Any], also: tuple[str, ...] = (), role: str = "ballot") -> str:
    """Log a statement, signed by others too; return its digest."""
    statement = one.members[by].say(kind, **fields(body))
    for member in also:
        statement = add_signature(statement, one.members[member].keys[role])
    one.insist(by, statement)
    one.must_checkpoint()
    return read_envelope(statement).digest


def accepted(one: Group) -> list[str]:
    return [digest for _, digest, _ in replayed(one).docket.acts.all]


def test_an_act_of_a_member_is_accepted_and_changes_neither_list_nor_matter() -> None:
    one, _ = adopted("acts")
    before = replayed(one).docket.edition.digest
    key = said(one, "JP", "transposition", made.transposition())
    assert accepted(one) == [key]
    assert replayed(one).docket.edition.digest == before


def test_an_act_in_the_name_of_another_that_has_not_signed_is_set_aside() -> None:
    one = founded()
    said(one, "JP", "transposition", made.transposition(members=["JP", "NL"]))
    assert reason(one, "transposition") == "the transposition names NL, whose ballot key has not signed it"
    assert accepted(one) == []


def test_only_the_ballot_key_of_the_other_counts() -> None:
    one = founded()
    said(one, "JP", "transposition", made.transposition(members=["JP", "NL"]), ("NL",), role="publication")
    assert reason(one, "transposition") == "the transposition names NL, whose ballot key has not signed it"


def test_one_act_for_several_is_accepted_when_each_has_signed() -> None:
    one = founded()
    assert accepted(one) == []
    key = said(one, "JP", "transposition", made.transposition(members=["JP", "NL", "US"]), ("NL", "US"))
    assert accepted(one) == [key]


def test_nobody_replaces_the_act_of_another() -> None:
    one = founded()
    key = said(one, "JP", "transposition", made.transposition())
    said(one, "US", "transposition", made.transposition("US", replaces=key))
    assert reason(one, "transposition") == "it replaces a statement of JP"
    assert accepted(one) == [key]


def test_nobody_ends_alone_what_another_has_signed_for_itself() -> None:
    one = founded()
    key = said(one, "JP", "transposition", made.transposition(members=["JP", "NL"]), ("NL",))
    said(one, "JP", "transposition", made.transposition(replaces=key))
    assert "gives effect for NL, which has not signed" in reason(one, "transposition")
    assert replayed(one).docket.acts.replaced_by(key) == ""


def test_a_member_cannot_relieve_in_the_name_of_another() -> None:
    one = founded()
    desk = one.members["JP"]
    body = desk.body("equivalence", fields(made.equivalence())) | {"by": "US"}
    one.insist("JP", desk.sign(body))
    one.must_checkpoint()
    assert reason(one, "equivalence")
    assert accepted(one) == []


def test_a_transposition_opens_no_equivalence() -> None:
    one = founded()
    said(one, "JP", "transposition", made.transposition())
    acts, day = replayed(one).docket.acts, dt.date(2026, 8, 1)
    assert len(acts.transpositions(day)) == 1
    assert acts.equivalences(day) == ()


def test_who_has_left_makes_no_act_and_is_named_in_none() -> None:
    one = founded()
    one.insist("NL", one.members["NL"].say("exit", effective="2026-07-20", reason="made up"))
    one.must_checkpoint()
    said(one, "US", "equivalence", made.equivalence(of=["NL"]))
    assert reason(one, "equivalence") == "NL is no member"


@pytest.mark.parametrize("place", ["title", "citation"])
def test_text_that_turns_the_line_is_written_out_on_the_signers_screen(place: str) -> None:
    hidden = "order \u202egnihton\u2069 \u200b1"
    act = {"title": "Made-up order", "citation": "Gazette", "url": ""} | {place: hidden}
    shown = "\n".join(screen({"type": "transposition", **made.transposition(act=act)}))
    assert not {"\u202e", "\u2069", "\u200b"} & set(shown)
    assert "202e" in shown.lower()
