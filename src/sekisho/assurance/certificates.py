"""What an outsider can check of a record alone: the members' certificates of a tally, without a ballot.

Decides by the charter that the outsider trusts, the keys that follow from public statements, and the checkpoints. Knows
nothing of what lies in other circles: it proves that enough members certified one result of one round, not how they voted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sekisho.assurance.public import PublicRecord, walk
from sekisho.assurance.reading import open_record
from sekisho.ledger.store import Leaf
from sekisho.regime.statements import format_time


def public_certificates(leaves: Sequence[Leaf], checkpoints: Sequence[str], root: str) -> dict[str, Any]:
    """Return the results that enough members have certified, and what is proved of the log, JSON-able.

    Args:
        leaves: All leaves; bodies of public statements suffice.
        checkpoints: Notes.
        root: Digest of the charter that the outsider trusts: charter 1, or a later one got from a member. Later charters are
            not taken from the record, because their adoption is not public; certificates under them are not counted. A
            published repository follows them by its roots (``publication_check``).

    Raises:
        RecordError: The record does not hold that charter, or does not hold together.
        CharterError: The charter is unsound.
    """
    opened = open_record(leaves)
    found = walk(opened, root, None)
    seen = [one for text in (*checkpoints, *opened.filed_notes()) if (one := found.counts(text)) is not None]
    newest = max(seen, key=lambda one: one.note.checkpoint.size, default=None)
    size = 0 if newest is None else newest.note.checkpoint.size
    return {
        "charter": root,
        "framework": found.charter.framework,
        "needed": found.charter.publication_threshold,
        "proved": size,
        "time": "" if newest is None else format_time(newest.time),
        "leaves": len(leaves),
        "results": _rows(found, root, size),
    }


def _rows(found: PublicRecord, root: str, size: int) -> list[dict[str, Any]]:
    """Return each result with the members whose certificates lie below a proved size."""
    rows = []
    for (charter, (round_, settlement, outcome, report)), members in found.certificates.items():
        if charter != root:
            continue
        signed = sorted(member for member, index in members.items() if index < size)
        enough = len(signed) >= found.charter.publication_threshold
        row = {"round": round_, "settlement": settlement, "outcome": outcome, "report": report}
        rows.append({**row, "members": signed, "certified": enough})
    return rows
