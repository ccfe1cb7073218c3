"""The public part of a record, walked: keys, charters, certificates and acts, as anybody can follow them.

Decides from public bodies alone, by the same rules as the replay. Which later charter was enacted is not public: the caller
names them, an outsider because a root that enough members of the charter before have signed says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sekisho.assurance.keyring import Held, Keyring, read_keys
from sekisho.assurance.reading import Opened
from sekisho.assurance.witness import Witnessed, witness
from sekisho.errors import CharterError, Error, RecordError
from sekisho.ledger.checkpoint import Note, read_note
from sekisho.ledger.envelope import Envelope
from sekisho.ledger.keys import read_public
from sekisho.notices.acts import Acts
from sekisho.regime.charter import Charter
from sekisho.regime.charter_checks import check_charter, follows
from sekisho.regime.charter_read import read_charter
from sekisho.regime.statements import KINDS, check_statement

WALKED = ("charter", "rotation", "revocation", "exit", "certificate", "transposition", "equivalence")
"""Kinds whose signatures the walk needs."""
Result = tuple[str, str, str, str]
"""Round, settlement, outcome and report that a certificate names."""


@dataclass(slots=True)
class PublicRecord:
    """What the public bodies of a record give.

    Attributes:
        opened: The bytes.
        keyring: Which key was in force when.
        charters: Every charter with the leaf that brought it.
        certificates: By the digest of the charter and the result, the members that certified and their leaf.
        acts: Transpositions and equivalences.
        left: Members that have left.
        changes: Leaves that changed charter or keys, with the charter and the keys in force after each.
    """

    opened: Opened
    keyring: Keyring = field(default_factory=Keyring)
    charters: list[tuple[int, Charter]] = field(default_factory=list)
    certificates: dict[tuple[str, Result], dict[str, int]] = field(default_factory=dict)
    acts: Acts = field(default_factory=Acts)
    left: set[str] = field(default_factory=set)
    changes: list[tuple[int, Charter, Mapping[str, Held]]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    @property
    def charter(self) -> Charter:
        """Return the charter in force."""
        return self.charters[-1][1]

    def judge(self, note: Note) -> Witnessed:
        """Return what stands behind a checkpoint of this log.

        Raises:
            RecordError: It covers more leaves than are here, or none.
        """
        size = note.checkpoint.size
        if not 1 <= size <= self.opened.tree.size:
            raise RecordError(f"the checkpoint covers {size} leaves, {self.opened.tree.size} are here")
        charter = next((one for since, one in reversed(self.charters) if since < size), self.charters[0][1])
        return witness(note, self.keyring.secretariat("log", size), self.keyring.cosigning(size), charter)

    def counts(self, text: str) -> Witnessed | None:
        """Return a checkpoint that counts and is of this log; None for any other."""
        try:
            note = read_note(text)
            seen = self.judge(note)
        except Error:
            return None
        own = self.opened.tree.root(note.checkpoint.size) == note.checkpoint.root
        return seen if own and seen.counts else None

    def first_covering(self, leaf: int) -> dt.datetime | None:
        """Return the time of the first checkpoint in the record that counts and covers a leaf."""
        for index, envelope in self.opened.envelopes.items():
            if envelope.kind != "checkpoint" or index <= leaf:
                continue
            found = self.counts(str(envelope.body.get("note", "")))
            if found is not None and found.note.checkpoint.size > leaf:
                return found.time
        return None

    def certified_by(self, charter: str, result: Result) -> dict[str, int]:
        """Return the members that certified a result under a charter, each with its leaf."""
        return self.certificates.get((charter, result), {})


def walk(opened: Opened, root: str, enacted: Mapping[int, str] | None) -> PublicRecord:
    """Follow the public bodies of a record from a charter on.

    Args:
        opened: The record.
        root: Digest of the charter that is trusted.
        enacted: By leaf, the digest of each later charter that was enacted; None: the caller knows of none, and the walk
            ends where the record holds another.

    Raises:
        RecordError: The record does not hold that charter.
        CharterError: A charter is unsound, does not follow the one before, or a new key has not signed it.
    """
    start = next((index for index, one in opened.envelopes.items() if one.digest == root and one.kind == "charter"), None)
    if start is None:
        raise RecordError(f"the record holds no charter {root[:16]}", remedy="get its digest from a member, by another way")
    found = PublicRecord(opened)
    _enact(found, start, opened.envelopes[start])
    for index in range(start + 1, len(opened.leaves)):
        envelope = opened.envelopes.get(index)
        if envelope is None or envelope.kind not in WALKED:
            continue
        if envelope.kind == "charter":
            if enacted is None:
                break
            if enacted.get(index) == envelope.digest:
                _enact(found, index, envelope)
            continue
        _take(found, index, envelope)
    return found


def _enact(found: PublicRecord, index: int, envelope: Envelope) -> None:
    charter = read_charter(envelope.payload, f"leaf {index}")
    check_charter(charter)
    if found.charters:
        wrong = follows(charter, found.charter)
        if wrong:
            raise CharterError(f"the charter at leaf {index} does not follow the one before: {wrong[0]}")
    keys = read_keys(charter)
    for held in found.keyring.fresh(keys):
        if not found.opened.signed(index, held.key):
            raise CharterError(f"the charter at leaf {index} is not signed by the {held.role} key of {held.owner}")
    found.keyring.adopt(charter, keys, index)
    found.charters.append((index, charter))
    found.left = {one for one in found.left if charter.member(one) is None}
    found.changes.append((index, charter, found.keyring.now))


def _take(found: PublicRecord, index: int, envelope: Envelope) -> None:
    """Take a statement in, or pass it over where the replay would set it aside."""
    try:
        body = _accepted(found, index, envelope)
        _HANDLERS[envelope.kind](found, index, envelope, body)
    except Error:
        return
    found._seen.add(envelope.digest)


def _accepted(found: PublicRecord, index: int, envelope: Envelope) -> Mapping[str, Any]:
    """Return the fields of a statement that is in order.

    Raises:
        RecordError: It is not.
    """
    body = envelope.body
    check_statement(body)
    role = body["role"] if envelope.kind == "rotation" else KINDS[envelope.kind][0].member
    key = found.keyring.require(body["by"], body["key"], role, index)
    if not found.opened.signed(index, key):
        raise RecordError("the signature does not verify")
    if envelope.digest in found._seen or body["framework"] != found.charter.framework or body["by"] in found.left:
        raise RecordError("it was said before, is of another framework, or by a member that has left")
    if envelope.kind != "certificate" and body["charter"] != found.charter.digest:
        raise RecordError("it is made under a charter that is not in force")
    return body


def _certificate(found: PublicRecord, index: int, envelope: Envelope, body: Mapping[str, Any]) -> None:
    charter = next((one for _, one in found.charters if one.digest == body["charter"]), None)
    if charter is None or charter.member(body["by"]) is None:
        raise RecordError("the certificate is under a charter that was never in force, or by no member under it")
    result = (body["round"], body["settlement"], body["outcome"], body["report"])
    found.certificates.setdefault((charter.digest, result), {}).setdefault(body["by"], index)


def _rotation(found: PublicRecord, index: int, envelope: Envelope, body: Mapping[str, Any]) -> None:
    new = read_public(body["algorithm"], body["public"])
    if body["old"] != body["key"] or body["algorithm"] not in found.charter.algorithms or not envelope.signed_by(new):
        raise RecordError("the rotation is not one")
    found.keyring.rotate(body["by"], body["role"], body["old"], new, index)
    found.changes.append((index, found.charter, found.keyring.now))


def _revocation(found: PublicRecord, index: int, envelope: Envelope, body: Mapping[str, Any]) -> None:
    if body["revoked"] == body["key"]:
        raise RecordError("a key cannot revoke itself")
    found.keyring.revoke(body["revoked"], body["by"], index)
    found.changes.append((index, found.charter, found.keyring.now))


def _exit(found: PublicRecord, index: int, envelope: Envelope, body: Mapping[str, Any]) -> None:
    if not all(found.opened.signed(index, one.key) for one in found.keyring.of(body["by"], index)):
        raise RecordError("an exit is signed by every key of the member")
    found.keyring.leave(body["by"], index)
    found.left.add(body["by"])
    found.changes.append((index, found.charter, found.keyring.now))


def _act(found: PublicRecord, index: int, envelope: Envelope, body: Mapping[str, Any]) -> None:
    for member in body.get("members", ()):
        held = [one.key for one in found.keyring.of(member, index) if one.role == "ballot"]
        if not any(found.opened.signed(index, key) for key in held):
            raise RecordError(f"{member} has not signed")
    present = [one.id for one in found.charter.members if one.id not in found.left]
    found.acts.take(envelope.kind, body["by"], envelope.digest, body, present)


_HANDLERS = {
    "certificate": _certificate,
    "rotation": _rotation,
    "revocation": _revocation,
    "exit": _exit,
    "transposition": _act,
    "equivalence": _act,
}
