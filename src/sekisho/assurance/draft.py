"""What a member or the secretariat says next, worked out from the record that it has verified itself.

Decides the fields that follow from the record: charter, base edition, sequence, previous ballot, last checkpoint seen. Signs
nothing and chooses nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sekisho.assurance.replay import Verified
from sekisho.errors import MissingError, RecordError
from sekisho.regime import rounds
from sekisho.regime.matter import Matter, Round
from sekisho.regime.statements import format_time
from sekisho.terms.canonical import digest, encode

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The time of a log in which no checkpoint is filed."""


def find_matter(verified: Verified, name: str) -> Matter:
    """Return the matter with a number, or whose digest begins so.

    Raises:
        MissingError: None, or several.
    """
    found = [
        one for key, one in verified.docket.matters.items() if one.event.body.get("number") == name or key.startswith(name)
    ]
    if len(found) != 1 or not name:
        known = ", ".join(one.event.body.get("number") or key[:12] for key, one in verified.docket.matters.items())
        raise MissingError(
            f"{'several matters are' if len(found) > 1 else 'no matter is'} called {name!r}",
            remedy=f"the record holds {known}" if known else "the record holds no matter yet",
        )
    return found[0]


def find_round(verified: Verified, name: str) -> tuple[Matter, Round]:
    """Return the last round of a matter.

    Raises:
        MissingError: There is no such matter, or no round of it.
    """
    matter = find_matter(verified, name)
    if not matter.rounds:
        raise MissingError(f"{name} has had no round: it is {matter.state.value}")
    return matter, matter.rounds[-1]


def statement(verified: Verified, kind: str, by: str, key: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a statement under the charter in force; ``made`` is the time of the log, for its maker to replace."""
    charter, now = verified.docket.charter, verified.docket.now
    common = {"type": kind, "framework": charter.framework, "charter": charter.digest, "by": by, "key": key}
    return {**common, "made": format_time(now or NEVER), **fields}


def of_round(verified: Verified, one: Round, kind: str, by: str, key: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a statement about a round, under the round's charter."""
    return {
        **statement(verified, kind, by, key, fields),
        "charter": one.charter.digest,
        "round": one.event.digest,
    }


def round_body(verified: Verified, matter: Matter, by: str, key: str, opens: dt.datetime) -> dict[str, Any]:
    """Return the statement that opens the next round of a proposal."""
    docket = verified.docket
    clock = docket.charter.clocks["emergency_ballot" if matter.decision == "emergency" else "ballot"]
    fields = {
        "subject": matter.digest,
        "number": str(len(matter.rounds) + 1),
        "base_edition": docket.edition.digest,
        "opens": format_time(opens),
        "closes": format_time(opens + clock),
    }
    return statement(verified, "round", by, key, fields)


def ballot_body(
    verified: Verified,
    one: Round,
    by: str,
    key: str,
    choice: str,
    reasons: bytes = b"",
    own: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a ballot that follows the member's last one.

    Args:
        verified: The record as the member has verified it; its newest checkpoint that counts is the one seen.
        one: The round.
        by: The member.
        key: Fingerprint of its ballot key.
        choice: ``yes``, ``no``, ``abstain`` or ``withdraw``.
        reasons: Text of the reasons, of which the ballot signs the digest; may be empty.
        own: The member's last ballot where the record does not hold it yet.

    Raises:
        RecordError: No checkpoint counts yet.
    """
    if verified.newest is None:
        raise RecordError("no checkpoint of the record counts yet", remedy="cosign and carry one first")
    held = [vote for vote in one.votes if vote.member == by]
    last = max(held, key=lambda vote: vote.sequence, default=None)
    sequence, previous = (0, "") if last is None else (last.sequence, last.digest)
    if own is not None and int(own["sequence"]) > sequence:
        sequence, previous = int(own["sequence"]), digest(encode(dict(own)))
    point = verified.newest.note.checkpoint
    fields = {
        "subject": one.event.body["subject"],
        "base_edition": one.event.body["base_edition"],
        "closes": one.event.body["closes"],
        "sequence": str(sequence + 1),
        "previous": previous,
        "choice": choice,
        "reasons": digest(reasons) if reasons else "",
        "seen_size": str(point.size),
        "seen_root": point.root.hex(),
    }
    return of_round(verified, one, "ballot", by, key, fields)


def close_body(verified: Verified, one: Round, by: str, key: str) -> dict[str, Any]:
    """Return the statement that closes a round."""
    return of_round(verified, one, "close", by, key, {"closes": one.event.body["closes"]})


def settlement_body(verified: Verified, matter: Matter, by: str, key: str) -> dict[str, Any]:
    """Return the statement that settles a closed round by the recount.

    Raises:
        RecordError: The round is not closed.
    """
    one, docket = matter.rounds[-1], verified.docket
    found, written = rounds.recount(one, matter.standing(one.close), docket.clash(matter))
    fields = {"outcome": found.outcome, "report": digest(encode(written))}
    return of_round(verified, one, "settlement", by, key, fields)


def certificate_body(verified: Verified, one: Round, by: str, key: str) -> dict[str, Any]:
    """Return the certificate of a settled round; the caller's own replay has recounted it.

    Raises:
        RecordError: It is not settled.
    """
    if one.settlement is None:
        raise RecordError("the round is not settled", remedy="certify after the settlement")
    body = one.settlement.body
    fields = {"settlement": one.settlement.digest, "outcome": body["outcome"], "report": body["report"]}
    return of_round(verified, one, "certificate", by, key, fields)
