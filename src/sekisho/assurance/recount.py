"""Recount a round from the record, with every rule applied, and weigh what somebody carries as evidence.

Decides what a record proves of one round: what is settled, what only counts so far, and what makes it contested. Says what
it cannot see.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sekisho.assurance.replay import Verified
from sekisho.assurance.witness import Witnessed
from sekisho.errors import Error, RecordError
from sekisho.ledger.envelope import Envelope, read_envelope
from sekisho.regime import rounds, tally
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.matter import Event, Matter, Round
from sekisho.regime.overview import summary
from sekisho.regime.statements import check_statement, format_time
from sekisho.terms.canonical import digest, encode


def recount(verified: Verified, matter: Matter, evidence: Sequence[bytes] = ()) -> dict[str, Any]:
    """Return what the record proves of the last round of a matter, JSON-able.

    Args:
        verified: The record, replayed.
        matter: Has had a round.
        evidence: Ballots, objections and receipts (envelopes) that somebody carries beside the record, in any order.
    """
    one = matter.rounds[-1]
    docket = verified.docket
    missing = _missing_here(verified, matter, evidence)
    answer: dict[str, Any] = {
        "matter": summary(matter),
        "round": one.event.digest,
        "number": one.event.body["number"],
        "charter": one.charter.digest,
        "electorate": list(one.electorate),
        "opens": one.event.body["opens"],
        "closes": one.event.body["closes"],
        "ballots": [_ballot(verified, vote) for vote in one.votes],
        "findings": [{"leaf": each.index, "text": each.text} for each in docket.findings if each.subject in _about(matter)],
        "set_aside": [
            {"leaf": each.index, "kind": each.kind, "reason": each.reason}
            for each in verified.set_aside
            if each.index > one.event.index
        ],
        "evidence": missing,
        "proved": proved(verified),
        "certificates": sorted(one.certificates),
        "record_open": one.opened,
    }
    return {**answer, **_result(verified, matter, one, [row for row in missing if row["missing"]])}


def proved(verified: Verified) -> dict[str, Any]:
    """Return what stands behind the record: the newest checkpoint that counts, forks and double signers."""
    newest = verified.newest
    return {
        "framework": verified.docket.charter.framework,
        "root": verified.opened.envelopes[0].digest,
        "charter": verified.docket.charter.digest,
        "leaves": len(verified.opened.leaves),
        "judged": verified.size,
        "without_body": [index for index in verified.opened.missing if index < verified.size],
        "checkpoint": None if newest is None else _point(newest),
        "forks": [_point(one) for one in verified.forks],
        "double_signers": {member: [list(row) for row in rows] for member, rows in sorted(verified.doubles.items())},
    }


def _result(verified: Verified, matter: Matter, one: Round, missing: list[dict[str, Any]]) -> dict[str, Any]:
    docket = verified.docket
    if one.close is None:
        counted = tally.count(one.votes, one.electorate)
        return {"stands": "open", "outcome": None, "votes": dict(sorted(counted.choices.items())), "rules": []}
    objecting = matter.standing(one.close)
    clash = "" if one.settlement is not None else docket.clash(matter)
    found, written = rounds.recount(one, objecting, clash)
    rules = [*_deadline_rules(one), *tally.count(rounds.before(one, one.close), one.electorate).findings, *found.steps]
    result: dict[str, Any] = {"stands": "closed", "outcome": found.outcome, "report": written, "rules": rules}
    if one.settlement is not None and one.report is not None:
        result |= {"stands": "settled", "outcome": one.settlement.body["outcome"], "report": dict(one.report)}
    result["report_digest"] = digest(encode(result["report"]))
    if verified.forks:
        result["outcome"] = "contested"
        rules.append("a checkpoint that counts has another root than this log: the log was shown in two versions: contested")
    if missing and one.settlement is None:
        result["outcome"] = "contested"
        rules.append("what was received in time is not in the log: contested; lodge a challenge with this evidence")
    elif missing:
        rules.append("what was received in time is not in the log; the challenge window is over: a recorded breach")
    return {**result, "votes": result["report"]["votes"]}


def _deadline_rules(one: Round) -> list[str]:
    assert one.deadline is not None and one.closing is not None  # noqa: PT018  (a closed round)
    moved = one.deadline != one.closes
    late = " (moved once, because the quorum was late)" if moved else ""
    return [
        f"Closed by leaf {one.close}; the effective deadline was {format_time(one.deadline)}{late}; the closing checkpoint "
        f"covers {one.closing.size} leaves, is of {format_time(one.closing.time)} and was cosigned by "
        f"{', '.join(sorted(one.closing.cosigners))}",
    ]


def _ballot(verified: Verified, vote: tally.Vote) -> dict[str, Any]:
    return {
        "leaf": vote.index,
        "member": vote.member,
        "choice": vote.choice,
        "sequence": vote.sequence,
        "digest": vote.digest,
        "key": verified.ballots[vote.digest],
    }


def _about(matter: Matter) -> set[str]:
    return {"", matter.digest, *(one.event.digest for one in matter.rounds)}


def _point(one: Witnessed) -> dict[str, Any]:
    point = one.note.checkpoint
    return {
        "size": point.size,
        "root": point.root.hex(),
        "time": format_time(one.time),
        "cosigners": sorted(one.cosigners),
        "needed": one.needed,
    }


def _missing_here(verified: Verified, matter: Matter, evidence: Sequence[bytes]) -> list[dict[str, Any]]:
    """Return what each receipt among the evidence shows of this round."""
    envelopes: list[Envelope] = []
    rows: list[dict[str, Any]] = []
    for number, data in enumerate(evidence, 1):
        try:
            envelopes.append(read_envelope(data))
        except RecordError as problem:
            rows.append({"evidence": number, "missing": False, "text": f"not a statement: {problem.message}"})
    statements = {each.digest: each for each in envelopes if each.kind in ("ballot", "objection")}
    for receipt in (each for each in envelopes if each.kind == "receipt"):
        statement = statements.get(str(receipt.body.get("statement")))
        if statement is None:
            rows.append({"evidence": receipt.digest, "missing": False, "text": "a receipt whose statement is not here"})
            continue
        try:
            text, missing = _weigh(verified, matter, statement, receipt), True
        except Error as problem:
            text, missing = problem.message, False
        rows.append({"evidence": receipt.digest, "missing": missing, "text": text})
    return rows


def _weigh(verified: Verified, matter: Matter, statement: Envelope, receipt: Envelope) -> str:
    """Return the sentence by which a receipt shows that a statement is missing.

    Raises:
        RecordError: It does not show that.
    """
    one = matter.rounds[-1]
    if one.close is None:
        raise RecordError("the round is not closed: the statement can still be lodged")
    made, received = (_authentic(verified, each, one.close) for each in (statement, receipt))
    missing = rounds.missing_statement(made, received, one, matter.objections)
    return f"{received.by} received the {made.kind} {missing[:12]} of {made.by} in time, and the log does not hold it"


def _authentic(verified: Verified, envelope: Envelope, index: int) -> Event:
    kind = check_statement(envelope.body)
    by = envelope.body["by"]
    role = "statement" if by == SECRETARIAT else "ballot"
    key = verified.keyring.require(by, envelope.body["key"], role, index)
    if envelope.body["framework"] != verified.docket.charter.framework or not envelope.signed_by(key):
        raise RecordError(f"the {kind} is not signed by {by}, or is of another framework")
    if kind == "ballot":
        size = int(envelope.body["seen_size"])
        opened = verified.opened
        if not 1 <= size <= opened.tree.size or opened.root(size) != envelope.body["seen_root"]:
            raise RecordError("the ballot was signed against another log: views have met")
    return Event(index, kind, by, envelope.digest, envelope.body)
