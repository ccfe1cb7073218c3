"""Whether a member may cosign a checkpoint: what its own copy of the log and its own clock say.

Decides for an honest member. What it refuses stays without this member's name; enough refusals stop the log, none bends it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

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
    note: Note, leaves: Sequence[Leaf], state: CosignerState | None, now: dt.datetime, charter: Charter
) -> CosignerState:
    """Return what the member must keep durably before its cosignature leaves the house.

    Args:
        note: The checkpoint.
        leaves: The member's own copy of the log, at least as long as the checkpoint.
        state: What it cosigned last; None if nothing.
        now: Its own clock.
        charter: In force, or one before it of the same record.

    Raises:
        RecordError: The checkpoint is of another log or not signed by it, is not what the member's copy gives, goes back,
            contradicts what was cosigned before, differs from its clock by more than delta, or covers a close by the
            secretariat whose deadline has not come.
    """
    point = note.checkpoint
    charter = _in_force(leaves[: point.size], charter)
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
        _refuse_early_close(leaf, now, _secretariat_key(charter, "statement"))
    return after


def _in_force(leaves: Sequence[Leaf], charter: Charter) -> Charter:
    """Return the charter in force after some leaves; they are replayed only if one of them may bring another."""
    if any(_CHARTER in (leaf.body or b"") for leaf in leaves[1:]):
        return charter_after(leaves, charter)
    return charter


def _secretariat_key(charter: Charter, role: str) -> PublicKey:
    key = next(one for one in charter.secretariat_keys if one.role == role)
    return read_public(key.algorithm, key.public)


def _refuse_early_close(leaf: Leaf, now: dt.datetime, key: PublicKey) -> None:
    """Refuse only what the secretariat has signed: else anybody's false close would stop the log."""
    try:
        envelope = read_envelope(leaf.body or b"")
        body = envelope.body
        early = check_statement(body) == "close" and parse_time(body["closes"]) > now
        early = early and body["by"] == SECRETARIAT and envelope.signed_by(key)
    except RecordError:
        return
    if early:
        raise RecordError(f"leaf {leaf.index} closes a round before its deadline {body['closes']}", remedy="cosign later")
