"""The fold over the leaves: what no attack reaches through the log is asked of the parts themselves."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sekisho.errors import CharterError, Error, RecordError
from sekisho.ledger.envelope import read_envelope
from sekisho.regime import rounds
from sekisho.regime.charter_read import read_charter
from sekisho.regime.edition import refuse_disguise
from sekisho.regime.matter import Event
from sekisho.terms.canonical import decode, encode
from sekisho.workspace.founding import sign_charter
from tests.assurance import acts
from tests.assurance.acts import aside, log, matter_of, stage
from tests.assurance.test_attacks_proposals import effective, opened, run
from tests.assurance.world import FIVE, change, proposal, record


def everyone(one: acts.Group) -> list[Any]:
    """Return all keys of a group."""
    return [held for desk in (*one.members.values(), one.secretariat) for held in desk.keys.values()]


@pytest.mark.parametrize("fields", [{"version": "2", "previous": "f" * 64}, {"previous": "f" * 64}])
def test_a_record_begins_with_charter_one(fields: dict[str, str]) -> None:
    one, _ = stage("founded")
    try:
        charter = read_charter(encode({**decode(one.charter.data), **fields}), "the charter")
    except Error:
        return
    with pytest.raises(CharterError):
        acts.replay([acts.leaf(0, sign_charter(charter, everyone(one)))], [])


def event(statement: bytes, index: int = 999) -> Event:
    """Return a statement as the docket takes it."""
    envelope = read_envelope(statement)
    return Event(index, envelope.kind, envelope.body["by"], envelope.digest, envelope.body)


def test_the_docket_itself_refuses_who_has_left() -> None:
    one, _ = stage("open")
    found = one.verified().docket
    found.left["JP"] = 5
    with pytest.raises(RecordError, match="JP has left"):
        found.check(event(one.members["JP"].say("concern", field="ai", title={"en": "x"}, text="x")))


def test_a_round_needs_a_rule_and_somebody_who_decides() -> None:
    one, subject = stage("open")
    found = one.verified().docket
    round_ = found.matters[subject].rounds[-1].event
    found.charter = dataclasses.replace(found.charter, rules=())
    with pytest.raises(RecordError, match="nobody decides on add in quantum"):
        found._round(dataclasses.replace(round_, index=999))


def test_a_settled_round_is_not_challenged() -> None:
    one, subject = stage("settled")
    round_ = acts.running(one, subject)
    with pytest.raises(RecordError, match="the challenge window is over"):
        rounds.uphold(round_.event, round_, {})
    with pytest.raises(RecordError, match="the round is not closed"):
        rounds.recount(dataclasses.replace(round_, close=None), [])
    with pytest.raises(RecordError, match="can still be lodged"):
        rounds.missing_statement(round_.event, round_.event, dataclasses.replace(round_, close=None), {})


def test_a_kind_of_decision_that_nobody_knows_is_no_decision() -> None:
    with pytest.raises(RecordError, match="no kind of decision 'abolish'"):
        refuse_disguise({"decision": "abolish", "field": "quantum", "changes": []})


def test_an_entry_of_another_field_is_not_for_those_who_decide_in_this_one() -> None:
    one, _ = stage("settled")
    row = change("4Q901", "remove", before=acts.entry_sha(1))
    assert "is of the field quantum, the proposal is in ai" in one.verified().docket.edition.clash([row], "ai")


def test_a_matter_behind_the_filed_size_has_no_moment_yet() -> None:
    one, _ = stage("founded")
    text = acts.note(one, record(one)[0])
    made, subject = proposal(one)
    one.secretariat.lodge(made, one.secretariat.say("checkpoint", note=text))
    found = log(one)
    assert matter_of(found, subject).entered is None


def test_a_matter_of_two_entries_stands_while_one_of_them_does() -> None:
    one, _ = stage("founded")
    subject = opened(one, "Q-2", change("4Q901"), change("4Q902"))
    assert run(one, subject) == "adopted"
    effective(one, subject)
    for code, state in (("4Q901", "effective"), ("4Q902", "withdrawn")):
        gone = opened(one, f"Q-{code}", change(code, "remove", before=acts.entry_sha(1, code)), decision="remove")
        assert run(one, gone) == "adopted"
        assert matter_of(one.verified(), subject).state.value == state


def test_a_renewal_before_the_entry_takes_effect_changes_no_state() -> None:
    one, subject = stage("settled")
    before = matter_of(one.verified(), subject).state.value
    edition = one.verified().docket
    renewal = matter_of(one.verified(), subject)
    renewal.event.body["changes"][:] = [change("4Q901", "renew", before=acts.entry_sha(1))]
    edition._apply_changes(renewal, 999)
    assert matter_of(one.verified(), subject).state.value == before


def test_two_closes_of_which_one_is_early_leave_the_other() -> None:
    one, subject = stage("voted")
    jp, round_ = one.members["JP"], acts.running(one, subject)
    fields = {"round": round_.event.digest, "closes": round_.event.body["closes"]}
    one.secretariat.lodge(jp.sign(jp.body("close", fields)))
    text = acts.note(one, record(one)[0])
    us = one.members["US"]
    one.secretariat.lodge(us.sign(us.body("close", fields)), one.secretariat.say("checkpoint", note=text))
    one.now = round_.closes
    acts.prove(one)
    acts.prove(one)
    found = one.verified()
    assert any("came before" in each.text for each in found.docket.findings)
    assert matter_of(found, subject).rounds[-1].close is not None


def test_an_exit_needs_every_key_of_the_member() -> None:
    one, _ = stage("open")
    jp = one.members["JP"]
    alone = jp.sign(jp.body("exit", {"effective": "at once", "reason": ""}))
    assert "every key of the member" in aside(log(one, alone), "exit")
    found = log(one, jp.say("exit", effective="at once", reason=""))
    assert sorted(found.keyring.cosigning(found.size)) == [member for member in FIVE if member != "JP"]


def test_a_statement_that_was_set_aside_can_be_said_again() -> None:
    one, subject = stage("closed")
    early = log(one, acts.settlement(one, subject))
    assert "the challenge window" in aside(early, "settlement")
    acts.wait(one)
    acts.prove(one)
    assert matter_of(log(one, acts.settlement(one, subject)), subject).state.value == "adopted"
