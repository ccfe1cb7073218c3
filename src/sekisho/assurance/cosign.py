"""Whether a member may cosign a checkpoint: what its own copy of the log and its own clock say.

Decides for an honest member. What it refuses stays without this member's name; enough refusals stop the log, none bends it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sekisho.assurance.replay import charter_after
from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Note, log_signed
from sekisho.ledger.cosigner import CosignerState, check_checkpoint
from sekisho.ledger.envelope import payload_type, read_envelope
from sekisho.ledger.keys import PublicKey, read_public
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Leaf
from sekisho.regime.charter import SECRETARIAT, Charter
from sekisho.regime.statements import check_statement, parse_time

_CHARTER = payload_type("charter").encode()


def may_cosign(
    note: Note, leaves: Sequence[Leaf], state: CosignerState | None, now: dt.datetime, charter: Charter, member: str
) -> CosignerState:
    """Return what the member must keep durably before its cosignature leaves the house.

    Args:
        note: The checkpoint.
        leaves: The member's own copy of the log, at least as long as the checkpoint.
        state: What it cosigned last; None if nothing.
        now: Its own clock.
        charter: In force, or one before it of the same record.
        member: Who cosigns.

    Raises:
        RecordError: The checkpoint is of another log or not signed by it, is not what the member's copy gives, goes back,
            contradicts what was cosigned before, differs from its clock by more than delta, covers a body that is kept from
            the member, or a close by the secretariat whose deadline has not come.
    """
    point = note.checkpoint
    charter = in_force(leaves[: point.size], charter)
    if point.origin != charter.origin:
        raise RecordError(f"the checkpoint is of the log {point.origin}, not of {charter.origin}")
    if point.size > len(leaves):
        raise RecordError(f"the checkpoint covers {point.size} leaves, {len(leaves)} are here", remedy="sync first")
    if not log_signed(note, _secretariat_key(charter, "log")):
        raise RecordError("the checkpoint is not signed by the log", remedy="who else made it could tie you to a false log")
    for leaf in leaves[: point.size]:
        if leaf.body is not None and not leaf.opens():
            raise RecordError(f"the body of leaf {leaf.index} is not what the leaf commits to")
    tree = Tree(leaf.leaf for leaf in leaves[: point.size])
    if tree.root() != point.root:
        raise RecordError(
            "the root of the checkpoint is not that of this copy of the log: the log was shown in two versions"
        )
    proof = [] if state is None or state.size > point.size else tree.consistency_proof(state.size, point.size)
    after = check_checkpoint(note, state, proof, int(now.timestamp()), charter.delta_seconds)
    for leaf in leaves[0 if state is None else state.size : point.size]:
        _refuse_withheld(leaf, charter, member)
        _refuse_early_close(leaf, leaves, now, _secretariat_key(charter, "statement"))
    return after


def in_force(leaves: Sequence[Leaf], charter: Charter) -> Charter:
    """Return the charter in force after some leaves; they are replayed only if one of them may bring another.

    Args:
        leaves: The member's own copy, from 0 on.
        charter: In force, or one before it of the same record.

    Raises:
        RecordError: The leaves are no record, or the charter was never in force in it.
        CharterError: Charter 1 is unsound.
    """
    for leaf in reversed(leaves):
        if leaf.index and _CHARTER in (leaf.body or b""):
            return charter if _brings(leaf, charter) else charter_after(leaves, charter)
    return charter


def _brings(leaf: Leaf, charter: Charter) -> bool:
    try:
        return read_envelope(leaf.body or b"").digest == charter.digest
    except RecordError:
        return False


def _secretariat_key(charter: Charter, role: str) -> PublicKey:
    key = next(one for one in charter.secretariat_keys if one.role == role)
    return read_public(key.algorithm, key.public)


def _refuse_withheld(leaf: Leaf, charter: Charter, member: str) -> None:
    """Refuse a new leaf whose body the member may read and does not have: two members could recount two results."""
    if leaf.body is not None:
        return
    circle = next((one for one in charter.circles if one.id == leaf.circle), None)
    if circle is None or member in circle.members or "*" in circle.members:
        raise RecordError(
            f"the body of leaf {leaf.index} is kept from {member}",
            remedy="make a new copy of the record, with every body of your circles",
        )


def _refuse_early_close(leaf: Leaf, leaves: Sequence[Leaf], now: dt.datetime, key: PublicKey) -> None:
    """Refuse only what the secretariat has signed, of a round in the log: else anybody's false close would stop the log."""
    body = _statement(leaf, "close")
    if body is None or parse_time(body["closes"]) <= now or body["by"] != SECRETARIAT:
        return
    if not read_envelope(leaf.body or b"").signed_by(key):
        return
    for other in leaves[: leaf.index]:
        opened = _statement(other, "round")
        if opened is not None and opened["closes"] == body["closes"] and _digest(other) == body["round"]:
            text = f"leaf {leaf.index} closes a round before its deadline {body['closes']}"
            raise RecordError(text, remedy="cosign later")


def _statement(leaf: Leaf, kind: str) -> Mapping[str, Any] | None:
    """Return what a leaf says if it is a well-formed statement of a kind."""
    if payload_type(kind).encode() not in (leaf.body or b""):
        return None
    try:
        body = read_envelope(leaf.body or b"").body
        return body if check_statement(body) == kind else None
    except RecordError:
        return None


def _digest(leaf: Leaf) -> str:
    return read_envelope(leaf.body or b"").digest
