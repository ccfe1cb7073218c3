"""What an outsider can check: the members' certificates of a tally, without a ballot and without a name of what was decided.

Decides by the charter that the outsider trusts, the keys that follow from public statements, and the checkpoints. Knows
nothing of what lies in other circles: it proves that enough members certified one result of one round, not how they voted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sekisho.assurance.keyring import Keyring, read_keys
from sekisho.assurance.reading import Opened, open_record
from sekisho.assurance.witness import witness
from sekisho.errors import Error, RecordError
from sekisho.ledger.checkpoint import read_note
from sekisho.ledger.envelope import Envelope
from sekisho.ledger.keys import read_public
from sekisho.ledger.store import Leaf
from sekisho.regime.charter import Charter
from sekisho.regime.charter_checks import check_charter
from sekisho.regime.charter_read import read_charter
from sekisho.regime.statements import KINDS, check_statement, format_time


def public_certificates(leaves: Sequence[Leaf], checkpoints: Sequence[str], root: str) -> dict[str, Any]:
    """Return the results that enough members have certified, and what is proved of the log, JSON-able.

    Args:
        leaves: All leaves; bodies of public statements suffice.
        checkpoints: Notes.
        root: Digest of the charter that the outsider trusts: charter 1, or a later one got from a member. Later charters are
            not taken from the record, because their adoption is not public; certificates under them are not counted.

    Raises:
        RecordError: The record does not hold that charter, or does not hold together.
        CharterError: The charter is unsound.
    """
    opened = open_record(leaves)
    start = next((index for index, one in opened.envelopes.items() if one.digest == root and one.kind == "charter"), None)
    if start is None:
        raise RecordError(f"the record holds no charter {root[:16]}", remedy="get its digest from a member, by another way")
    charter = read_charter(opened.envelopes[start].payload, f"leaf {start}")
    check_charter(charter)
    keyring = Keyring()
    keyring.adopt(charter, read_keys(charter), start)
    found, size, time = _Results(charter), 0, ""
    for index in range(start + 1, len(leaves)):
        envelope = opened.envelopes.get(index)
        if envelope is not None and envelope.kind == "charter":
            break
        if envelope is not None:
            _take(opened, keyring, index, envelope, found)
    for text in (*checkpoints, *opened.filed_notes()):
        at = _counted(opened, keyring, charter, text)
        if at is not None and at[0] > size:
            size, time = at
    return {
        "charter": root,
        "framework": charter.framework,
        "needed": charter.publication_threshold,
        "proved": size,
        "time": time,
        "leaves": len(leaves),
        "results": found.rows(size),
    }


class _Results:
    """Certificates by the result that they name."""

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._by: dict[tuple[str, str, str, str], dict[str, int]] = {}

    def add(self, body: dict[str, Any], index: int) -> None:
        if body["charter"] == self._charter.digest and self._charter.member(body["by"]) is not None:
            key = (body["round"], body["settlement"], body["outcome"], body["report"])
            self._by.setdefault(key, {}).setdefault(body["by"], index)

    def rows(self, size: int) -> list[dict[str, Any]]:
        """Return each result with the members whose certificates lie below a proved size."""
        rows = []
        for (round_, settlement, outcome, report), members in self._by.items():
            signed = sorted(member for member, index in members.items() if index < size)
            enough = len(signed) >= self._charter.publication_threshold
            row = {"round": round_, "settlement": settlement, "outcome": outcome, "report": report}
            rows.append({**row, "members": signed, "certified": enough})
        return rows


def _take(opened: Opened, keyring: Keyring, index: int, envelope: Envelope, found: _Results) -> None:
    """Follow the keys, and collect the certificates; what is not in order is passed over."""
    if envelope.kind not in ("rotation", "revocation", "exit", "certificate"):
        return
    body = envelope.body
    try:
        check_statement(body)
        role = body["role"] if envelope.kind == "rotation" else KINDS[envelope.kind][0].member
        if not opened.signed(index, keyring.require(body["by"], body["key"], role, index)):
            return
        if envelope.kind == "certificate":
            found.add(body, index)
        elif envelope.kind == "rotation":
            new = read_public(body["algorithm"], body["public"])
            if body["old"] == body["key"] and envelope.signed_by(new):
                keyring.rotate(body["by"], body["role"], body["old"], new, index)
        elif envelope.kind == "revocation" and body["revoked"] != body["key"]:
            keyring.revoke(body["revoked"], body["by"], index)
        elif envelope.kind == "exit" and all(opened.signed(index, one.key) for one in keyring.of(body["by"], index)):
            keyring.leave(body["by"], index)
    except Error:
        return


def _counted(opened: Opened, keyring: Keyring, charter: Charter, text: str) -> tuple[int, str] | None:
    """Return size and time of a checkpoint that counts and is of this log."""
    try:
        note = read_note(text)
        size = note.checkpoint.size
        if not 1 <= size <= opened.tree.size or opened.tree.root(size) != note.checkpoint.root:
            return None
        seen = witness(note, keyring.secretariat("log", size), keyring.cosigning(size), charter)
    except Error:
        return None
    return (size, format_time(seen.time)) if seen.counts else None
