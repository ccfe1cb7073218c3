"""What this party has received for others, and what outsiders can check; both from the store or a record file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sekisho.assurance.certificates import public_certificates
from sekisho.assurance.promises import unlogged
from sekisho.errors import RecordError
from sekisho.ledger.envelope import read_envelope
from sekisho.workspace.records import open_place, read_place, verify


def list_held(place: str, out: Path | None) -> dict[str, Any]:
    """Return the statements that were lodged with this party, whether each has a leaf, and whether it still matters.

    Args:
        place: This party's store.
        out: A new folder that gets each statement without a leaf, to be handed in again or shown in a challenge.

    Raises:
        RecordError: The record does not hold together, or the folder is there already.
    """
    docket = verify(place, None).docket
    if out is not None and out.exists():
        raise RecordError(f"{out} is there already", file=str(out), remedy="name a new folder")
    with open_place(place) as store:
        held = list(store.held())
        owed = {digest for digest, _ in unlogged(docket, held, store.find)}
        places = {digest: store.find(digest) for digest, _ in held}
    rows = []
    for digest, data in held:
        envelope = read_envelope(data)
        name = f"{envelope.kind}.{envelope.body['by']}.{digest[:12]}.json"
        if out is not None and places[digest] is None:
            out.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(data)
        row = {"digest": envelope.digest, "kind": envelope.kind, "by": envelope.body["by"], "leaf": places[digest]}
        rows.append({**row, "owed": digest in owed, "file": name if out is not None and places[digest] is None else ""})
    return {"record": place, "held": rows}


def check_certificates(place: str, root: str) -> dict[str, Any]:
    """Return the results that enough members have certified, by public bodies alone.

    Raises:
        RecordError: The record does not hold the charter that is trusted.
    """
    found = read_place(place)
    return public_certificates(found.leaves, found.checkpoints, root)
