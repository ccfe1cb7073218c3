"""What happens to a round: ballots, close, challenge, settlement.

Pure functions on a round and what the log has filed; ``docs/reference/record.md``, round and tally, gives the steps. Refuses
to settle before the challenge window has passed, or otherwise than by the recount.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sekisho.errors import RecordError
from sekisho.regime import tally
from sekisho.regime.matter import Event, Filed, Objection, Round
from sekisho.regime.statements import parse_time

NO_TIME = dt.timedelta(0)


def check_ballot(ballot: Event, one: Round) -> None:
    """Refuse a ballot that is not one of this round.

    Raises:
        RecordError: It is by somebody outside the electorate, or names another proposal, edition, round or deadline.
    """
    if ballot.by not in one.electorate:
        raise RecordError(f"{ballot.by} does not decide in this round")
    for name, wanted in (
        ("charter", one.charter.digest),
        ("round", one.event.digest),
        ("subject", one.event.body["subject"]),
        ("base_edition", one.event.body["base_edition"]),
        ("closes", one.event.body["closes"]),
    ):
        if ballot.body[name] != wanted:
            raise RecordError(f"the ballot names another {name.replace('_', ' ')} than its round")
    sequence = int(ballot.body["sequence"])
    if sequence < 1 or (sequence == 1) is not (ballot.body["previous"] == ""):
        raise RecordError("the ballot's sequence and its previous ballot contradict each other")


def vote_of(ballot: Event) -> tally.Vote:
    """Return a ballot as the tally counts it."""
    body = ballot.body
    return tally.Vote(
        ballot.by, body["choice"], int(body["sequence"]), body["previous"], ballot.digest, ballot.index, ballot.salt
    )


def before(one: Round, index: int) -> list[tally.Vote]:
    """Return the ballots whose leaves precede an index."""
    return [vote for vote in one.votes if vote.index < index]


def deadline(one: Round, close: int, filed: Sequence[Filed]) -> dt.datetime:
    """Return the effective deadline if the round closed at a leaf."""
    points = [(point.size, point.time) for point in filed]
    return tally.deadline(one.closes, one.rule, one.charter.clocks, before(one, close), one.electorate, points)


def try_close(one: Round, filed: Sequence[Filed]) -> list[str]:
    """Close a round by the newest filed checkpoint, if it covers a ``close`` that did not come early; say what was early.

    The first filed checkpoint that covers a ``close`` decides on it, so each is tried once.
    """
    early: list[str] = []
    newest = filed[-1]
    for candidate in [index for index in one.candidates if index < newest.size]:
        one.candidates.remove(candidate)
        ends = deadline(one, candidate, filed)
        if newest.time >= ends:
            one.close, one.deadline, one.closing = candidate, ends, newest
            one.candidates.clear()
            break
        early.append(f"the close at leaf {candidate} came before {ends:%Y-%m-%d %H:%M:%S} UTC and does not count")
    return early


def silent(one: Round, objecting: Sequence[str]) -> frozenset[str]:
    """Return the members whose silence consents.

    Args:
        one: A closed round.
        objecting: Members whose objection to the proposal stands.
    """
    if not one.rule.silence or one.closing is None or one.close is None:
        return frozenset()
    voted = tally.count(before(one, one.close), one.electorate).choices
    return frozenset(
        member
        for member in one.electorate
        if member not in voted and member in one.closing.cosigners and member not in objecting
    )


def recount(one: Round, objecting: Sequence[str], clash: str = "") -> tuple[tally.Tally, dict[str, Any]]:
    """Count a closed round again.

    Args:
        one: The round.
        objecting: Members whose objection to the proposal stands.
        clash: Why the proposal no longer fits the list; empty if it does.

    Returns:
        The tally, and the tally report of ``docs/reference/record.md``.

    Raises:
        RecordError: The round is not closed.
    """
    if one.close is None or one.deadline is None:
        raise RecordError("the round is not closed", remedy="a `close` needs a filed checkpoint that covers it")
    counted = tally.count(before(one, one.close), one.electorate)
    found = tally.tally(one.charter, one.rule, one.electorate, counted.choices, silent(one, objecting))
    contested = [*(f"a statement was received in time and is not in the log: {digest[:12]}" for digest in one.upheld)]
    if clash:
        contested.append(clash)
    if contested:
        found = found.contest(contested)
    body = one.event.body
    written = tally.report(
        body["framework"],
        one.charter.digest,
        one.event.digest,
        body["subject"],
        one.deadline,
        one.close,
        found,
        tally.blind(vote for member, vote in counted.ballots.items() if member in counted.choices),
    )
    return found, written


def uphold(challenge: Event, one: Round, objections: Mapping[str, Objection]) -> str:
    """Return the digest of a ballot or an objection that was received in time and is missing from the log.

    Args:
        challenge: With its evidence.
        one: The round.
        objections: To the proposal, by digest.

    Raises:
        RecordError: The evidence does not show that.
    """
    if one.settlement is not None:
        raise RecordError("the round is settled: the challenge window is over")
    statement, receipt = challenge.evidence
    return missing_statement(statement, receipt, one, objections)


def missing_statement(statement: Event, receipt: Event, one: Round, objections: Mapping[str, Objection]) -> str:
    """Return the digest of a ballot or an objection that another party received in time and the log of a closed round lacks.

    Raises:
        RecordError: The two statements do not show that, or it would have made no difference.
    """
    if one.close is None or one.deadline is None:
        raise RecordError("the round is not closed: the statement can still be lodged")
    if receipt.body["statement"] != statement.digest or receipt.by == statement.by:
        raise RecordError("the receipt is not another party's for this statement")
    if parse_time(receipt.body["received"]) > one.deadline:
        raise RecordError("the statement was received after the deadline")
    if statement.kind == "ballot":
        _refuse_idle_ballot(statement, one, before(one, one.close))
    else:
        _refuse_idle_objection(statement, one, objections)
    return statement.digest


def _refuse_idle_ballot(ballot: Event, one: Round, held: Sequence[tally.Vote]) -> None:
    check_ballot(ballot, one)
    if any(vote.digest == ballot.digest for vote in held):
        raise RecordError("the ballot is in the log before the close")
    highest = max((vote.sequence for vote in held if vote.member == ballot.by), default=0)
    if int(ballot.body["sequence"]) <= highest:
        raise RecordError("a ballot of the same member that is as late or later is in the log")


def _refuse_idle_objection(objection: Event, one: Round, objections: Mapping[str, Objection]) -> None:
    if objection.body["subject"] != one.event.body["subject"] or objection.by not in one.electorate:
        raise RecordError("the objection is to another proposal, or by somebody who does not decide in this round")
    if objection.body["formal"] != "yes" and not one.rule.silence:
        raise RecordError("an objection that is not formal changes nothing where silence does not consent")
    held = objections.get(objection.digest)
    if held is not None and one.close is not None and held.event.index < one.close:
        raise RecordError("the objection is in the log before the close")


def check_settlement(settlement: Event, one: Round, now: dt.datetime | None, outcome: str, report: str) -> None:
    """Refuse a settlement that comes early or says otherwise than the recount.

    Raises:
        RecordError: So it is.
    """
    window = one.charter.clocks.get("challenge", NO_TIME)
    if now is None or one.closing is None or now < one.closing.time + window:
        raise RecordError("the challenge window has not passed by the time of the last filed checkpoint")
    if settlement.body["outcome"] != outcome:
        raise RecordError(f"the recount gives {outcome}, the settlement says {settlement.body['outcome']}")
    if settlement.body["report"] != report:
        raise RecordError("the settlement names another tally report than the recount gives")
