"""Checkpoints: made by the secretariat, cosigned by members, filed in the log. Each has a file to carry.

Decides what is signed only after a party's own copy, clock and key agree; what counts is for everybody's replay.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.cosign import in_force
from sekisho.assurance.replay import replay
from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Checkpoint, add_lines, sign_checkpoint
from sekisho.ledger.envelope import read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.merkle import Tree
from sekisho.regime.statements import format_time
from sekisho.workspace.carried import read_note_file
from sekisho.workspace.clock import moment
from sekisho.workspace.desks import cosign_kept, submission
from sekisho.workspace.records import notes_of, open_place, verify
from sekisho.workspace.regime_acts import refuse_hand, role_of


def checkpoint(place: str, key: PrivateKey) -> str:
    """Return a checkpoint of the log as it stands, signed by the log's key.

    Raises:
        RecordError: It is another key: what it signs would count nowhere.
    """
    charter = verify(place, None).docket.charter
    with open_place(place) as store:
        leaves = list(store.leaves())
        rows = in_force(leaves, charter).secretariat_keys
        if key.public.public not in [row.public for row in rows if row.role == "log"]:
            raise RecordError("this is not the key of the log", remedy="name the secretariat's log key with --key")
        tree = Tree(leaf.leaf for leaf in leaves)
        return sign_checkpoint(Checkpoint(store.origin(), tree.size, tree.root(), int(moment().timestamp())), key)


def cosign_note(place: str, note: Path, by: str, key: PrivateKey) -> str:
    """Return a checkpoint with a member's cosignature, after its own copy and clock agreed and the promise is kept.

    Raises:
        RecordError: An honest member may not cosign it, or the key is not its cosigning key.
    """
    read = read_note_file(note)
    verified = verify(place, None)
    refuse_hand(verified, by, key, "cosign")
    with open_place(place) as store:
        line = cosign_kept(store, by, key, read, moment(), verified.docket.charter, lambda: verified)
    return add_lines(read.data, [line])


def file_notes(place: str, notes: Sequence[Path], by: str, key: PrivateKey) -> dict[str, Any]:
    """Join the cosignatures of copies of one checkpoint, keep it, and log that it was filed.

    Raises:
        RecordError: The notes are of different checkpoints, it does not count, or the key is another's.
    """
    read = [read_note_file(path) for path in notes]
    joined = read[0].data
    for path, one in zip(notes, read, strict=True):
        if one.text != read[0].text:
            raise RecordError(
                f"this is another checkpoint than {notes[0]}", file=str(path), remedy="give copies of one checkpoint"
            )
        joined = add_lines(joined, one.data.partition("\n\n")[2].splitlines())
    with open_place(place) as store:
        leaves, kept = list(store.leaves()), notes_of(store)
        verified = replay(leaves, [*kept, joined])
        refuse_hand(verified, by, key, role_of("checkpoint", by))
        seen = next(one for one in reversed(verified.witnessed) if one.note.data == joined)
        if not seen.counts:
            raise RecordError(f"the checkpoint does not count: {seen.why_not}", remedy="have more members cosign it")
        body = draft.statement(
            verified, "checkpoint", by, key.public.fingerprint, {"note": joined, "made": format_time(moment())}
        )
        envelope = read_envelope(sign_statement(body, [key]))
        index = store.append([submission(envelope, verified.docket.charter)])[0]
        store.save_checkpoint(seen.note.checkpoint.size, joined)
    return {"record": place, "size": seen.note.checkpoint.size, "cosigners": sorted(seen.cosigners), "leaf": index}
