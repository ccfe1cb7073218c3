"""What a party says next follows from the record alone."""

from __future__ import annotations

from sekisho.assurance import draft
from sekisho.ledger.envelope import read_envelope
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.statements import check_statement, format_time
from tests.assurance import acts
from tests.assurance.acts import matter_of, stage


def test_every_draft_has_the_shape_of_its_statement_and_the_record_s_fields() -> None:
    one, subject = stage("due")
    verified = one.verified()
    matter = matter_of(verified, subject)
    round_ = matter.rounds[-1]
    bodies = [
        draft.round_body(verified, matter, SECRETARIAT, "a" * 64, one.now),
        draft.ballot_body(verified, round_, "JP", "a" * 64, "no", b"reasons"),
        draft.close_body(verified, round_, SECRETARIAT, "a" * 64),
        draft.settlement_body(verified, matter, SECRETARIAT, "a" * 64),
    ]
    assert [check_statement(body) for body in bodies] == ["round", "ballot", "close", "settlement"]
    assert {body["charter"] for body in bodies} == {one.charter.digest}
    assert bodies[0]["number"] == "2"
    assert bodies[0]["closes"] == format_time(one.now + one.charter.clocks["ballot"])
    assert (bodies[1]["sequence"], bodies[1]["previous"]) == ("2", round_.votes[2].digest)
    assert bodies[1]["seen_size"] == str(verified.size)


def test_an_emergency_has_its_own_clock() -> None:
    one, _ = stage("founded")
    made, subject = acts.proposal(one, number="E-1", decision="emergency")
    acts.log(one, made)
    verified = one.verified()
    body = draft.round_body(verified, matter_of(verified, subject), SECRETARIAT, "a" * 64, one.now)
    assert body["closes"] == format_time(one.now + one.charter.clocks["emergency_ballot"])


def test_a_certificate_repeats_the_settlement() -> None:
    one, subject = stage("settled")
    body = read_envelope(acts.certificate(one, subject, "JP")).body
    settled = read_envelope(acts.settlement_of(one.verified(), subject)).body
    assert (body["outcome"], body["report"]) == (settled["outcome"], settled["report"])


def test_before_the_first_checkpoint_a_statement_is_of_no_time() -> None:
    one, _ = stage("founded")
    bare = acts.replay(acts.record(one)[0][:1], [], one.charter.digest)
    body = draft.statement(bare, "exit", "JP", "a" * 64, {})
    assert body["made"] == format_time(draft.NEVER)
