"""The desks of a framework: what a member and the secretariat do with their own keys, copies and clocks.

A desk is told the time; it reads no clock. Its log is a ``Store``: the secretariat's is the log, a member's is its own copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.cosign import in_force, may_cosign
from sekisho.assurance.promises import unlogged
from sekisho.assurance.replay import Verified, replay
from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Checkpoint, Note, add_lines, cosign, log_signed, read_note, sign_checkpoint
from sekisho.ledger.commitment import new_salt
from sekisho.ledger.cosigner import CosignerState
from sekisho.ledger.envelope import Envelope, read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey, read_public
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Leaf, Store, Submission
from sekisho.regime.charter import SECRETARIAT, Charter
from sekisho.regime.statements import check_statement, format_time
from sekisho.terms.canonical import digest


@dataclass(slots=True)
class Desk:
    """A party with keys by role and a copy of the log.

    Attributes:
        id: Member id, or ``secretariat``.
        keys: By role.
        store: Its copy of the log.
        charter: In force, as far as the desk knows.
        root: Digest of charter 1, which the desk trusts.
        clock: Tells the desk the time.
    """

    id: str
    keys: Mapping[str, PrivateKey]
    store: Store
    charter: Charter
    root: str
    clock: Callable[[], dt.datetime] = lambda: draft.NEVER

    def key_of(self, role: str) -> str:
        """Return the fingerprint of the key of a role."""
        return self.keys[role].public.fingerprint

    @property
    def statement_role(self) -> str:
        """Return the role of the key by which the desk makes statements."""
        return "statement" if self.id == SECRETARIAT else "ballot"

    def sign(self, body: Mapping[str, Any], role: str | None = None, also: Iterable[PrivateKey] = ()) -> bytes:
        """Return a statement signed by the desk's key of a role, and by others.

        Raises:
            RecordError: It has not the shape of a statement.
        """
        check_statement(body)
        return sign_statement(body, [self.keys[role or self.statement_role], *also])

    def body(self, kind: str, fields: Mapping[str, Any], role: str | None = None) -> dict[str, Any]:
        """Return a statement of this desk under the charter in force."""
        head = {
            "type": kind,
            "framework": self.charter.framework,
            "charter": self.charter.digest,
            "by": self.id,
            "key": self.key_of(role or self.statement_role),
            "made": format_time(self.clock()),
        }
        return {**head, **fields}

    def say(self, kind: str, **fields: Any) -> bytes:
        """Return a signed statement of this desk under the charter in force."""
        also = [key for role, key in self.keys.items() if role != self.statement_role] if kind == "exit" else []
        return self.sign(self.body(kind, fields), also=also)

    def leaves(self) -> list[Leaf]:
        """Return the desk's copy of the log."""
        return list(self.store.leaves())

    def verified(self) -> Verified:
        """Replay the desk's copy.

        Raises:
            RecordError: It does not hold together.
        """
        found = replay(self.leaves(), [note for _, note in self.store.checkpoints()], self.root)
        self.charter = found.docket.charter
        return found

    def receipt(self, statement: bytes, now: dt.datetime) -> bytes:
        """Keep a statement that was lodged here, and return the dated receipt."""
        envelope = read_envelope(statement)
        self.store.hold(digest(statement), statement)
        return self.say("receipt", statement=envelope.digest, received=format_time(now))


class MemberDesk(Desk):
    """A member: cosigns, receives, keeps its own copy."""

    def take(self, leaves: Sequence[Leaf], notes: Iterable[str] = ()) -> None:
        """Lengthen the copy by leaves that somebody carried here.

        Notes that the log has not signed are passed over.

        Raises:
            RecordError: They are not what this copy holds, or do not join it; or the log has signed two notes of one size.
        """
        self.store.copy(leaves)
        held = {note for _, note in self.store.checkpoints()}
        for text in notes:
            if text not in held and self._of_the_log(read_note(text)):
                self.store.save_checkpoint(read_note(text).checkpoint.size, text)

    def _of_the_log(self, note: Note) -> bool:
        """Tell whether the log has signed a note; a false one that is kept would stand in the place of the true one."""
        keys = (key for key in self.charter.secretariat_keys if key.role == "log")
        return any(log_signed(note, read_public(key.algorithm, key.public)) for key in keys)

    def cosign(self, note: str, now: dt.datetime) -> str:
        """Return the member's cosignature line, after what it promises is kept durably.

        Raises:
            RecordError: An honest member may not cosign this.
        """
        read = read_note(note)
        self.charter = in_force(self.leaves()[: read.checkpoint.size], self.charter)
        return cosign_kept(self.store, self.id, self.keys["cosign"], read, now, self.charter, self.verified)


def cosign_kept(
    store: Store,
    member: str,
    key: PrivateKey,
    note: Note,
    now: dt.datetime,
    charter: Charter,
    verified: Callable[[], Verified],
) -> str:
    """Return a member's cosignature line, after what it promises is kept durably in its own copy.

    Args:
        store: The member's copy.
        member: Its id.
        key: Its cosigning key.
        note: The checkpoint.
        now: Its own clock.
        charter: In force, or one before it of the same record.
        verified: Replays the copy; called where something was received here for others.

    Raises:
        RecordError: An honest member may not cosign this.
    """
    last = store.cosigner(member)
    state = None if last is None else CosignerState(*last)
    refuse_while_owing(store, verified)
    after = may_cosign(note, list(store.leaves()), state, now, charter, member)
    store.save_cosigner(member, after.size, after.root)
    return cosign(note.data, member, key, int(now.timestamp()))


def refuse_while_owing(store: Store, verified: Callable[[], Verified]) -> None:
    """Refuse to cosign while the log lacks what was received here for it, as far as that still matters.

    Raises:
        RecordError: So it does.
    """
    held = list(store.held())
    if not held:
        return
    owed = unlogged(verified().docket, held, store.find)
    for digest_, _ in held:
        if digest_ not in {one for one, _ in owed}:
            store.release(digest_)
    if owed:
        what = owed[0][1]
        raise RecordError(
            f"the log lacks the {what.kind} of {what.body.get('by')} that was received here",
            remedy="hand it in to the host again; without your cosignature the log cannot pass it over",
        )


class SecretariatDesk(Desk):
    """The secretariat: orders, hosts, receives. It can delay; it cannot decide."""

    def lodge(self, *statements: bytes) -> tuple[int, ...]:
        """Log statements, and return their leaves; what has a leaf already is not doubled."""
        return self.store.append([self._submission(read_envelope(one)) for one in statements])

    def checkpoint(self, now: dt.datetime) -> str:
        """Return a checkpoint of the log as it is, signed by the log alone."""
        tree = Tree(leaf.leaf for leaf in self.store.leaves())
        point = Checkpoint(self.charter.origin, tree.size, tree.root(), int(now.timestamp()))
        return sign_checkpoint(point, self.keys["log"])

    def file(self, note: str, lines: Iterable[str]) -> str:
        """Add cosignatures to a checkpoint, keep it and log that it was filed; return the note."""
        full = add_lines(note, lines)
        self.lodge(self.say("checkpoint", note=full))  # first: a note without its leaf would bar every other of this size
        self.store.save_checkpoint(read_note(full).checkpoint.size, full)
        return full

    def _submission(self, envelope: Envelope) -> Submission:
        return submission(envelope, self.charter)


def submission(envelope: Envelope, charter: Charter) -> Submission:
    """Return a statement as the log takes it, kept to the circle that the charter says.

    The store knows it again by its bytes, not by its payload: else whoever signs another's payload could keep the true one
    out.
    """
    return Submission(envelope.data, charter.circle_of(envelope.kind), digest(envelope.data), new_salt())
