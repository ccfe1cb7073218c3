"""Replay a record: from its leaves to what the members have decided, each statement accepted or set aside with a reason.

Decides by ``docs/reference/record.md`` alone. Trusts the digest of charter 1, if the caller names one, and nothing else;
reads no clock.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sekisho.assurance.keyring import Held, Keyring, read_keys
from sekisho.assurance.reading import Opened, open_record
from sekisho.assurance.witness import Witnessed, double_signers, witness
from sekisho.errors import CharterError, Error, RecordError
from sekisho.ledger.checkpoint import read_note
from sekisho.ledger.envelope import Envelope, read_base64, read_envelope
from sekisho.ledger.keys import read_public
from sekisho.ledger.store import Leaf
from sekisho.regime.charter import SECRETARIAT, Charter
from sekisho.regime.charter_checks import check_charter
from sekisho.regime.charter_read import read_charter
from sekisho.regime.docket import Docket
from sekisho.regime.matter import Event, Filed
from sekisho.regime.statements import KINDS, check_statement


@dataclass(frozen=True, slots=True)
class SetAside:
    """A leaf that changes nothing, and why."""

    index: int
    kind: str
    reason: str


@dataclass(slots=True)
class Verified:
    """A record that was replayed.

    Attributes:
        opened: Its bytes.
        size: How many leaves are judged: those of the newest checkpoint that counts.
        newest: That checkpoint; None if none counts.
        docket: What the members have decided.
        keyring: Which key was in force when.
        set_aside: Leaves that change nothing.
        witnessed: Every checkpoint that was presented or filed and could be read.
        forks: Checkpoints that count and whose root is not the log's: proof that the log was shown in two versions.
        doubles: Members who cosigned two roots of one size.
        ballots: Digest of each accepted ballot to the fingerprint of its key.
    """

    opened: Opened
    size: int
    newest: Witnessed | None
    docket: Docket
    keyring: Keyring
    set_aside: list[SetAside] = field(default_factory=list)
    witnessed: list[Witnessed] = field(default_factory=list)
    forks: list[Witnessed] = field(default_factory=list)
    doubles: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    ballots: dict[str, str] = field(default_factory=dict)


def replay(leaves: Sequence[Leaf], checkpoints: Sequence[str], root: str | None = None) -> Verified:
    """Replay a record.

    Args:
        leaves: All leaves from 0 on; those without body prove only their place.
        checkpoints: Notes carried beside the leaves, in any order.
        root: Digest of charter 1 that the caller trusts; None: the record's own is taken and named.

    Raises:
        RecordError: A body is not what its leaf commits to, leaf 0 is missing, or it is not the charter that is trusted.
        CharterError: Charter 1 is unsound, or is not signed by every key in it.
    """
    opened = open_record(leaves)
    fold, reach = _Fold(opened, root), _reach(opened, checkpoints)
    fold.run(reach)
    newest = fold.present(checkpoints)
    size = 0 if newest is None else newest.note.checkpoint.size
    if size < reach:
        fold = _Fold(opened, root)
        fold.run(max(size, 1))
        fold.present(checkpoints)
    return fold.result(size, newest)


@functools.lru_cache(maxsize=32)
def known_charter(data: bytes, name: str) -> Charter:
    """Return a charter; the same bytes are read once.

    Raises:
        CharterError: They are no charter.
    """
    return read_charter(data, name)


@functools.lru_cache(maxsize=32)
def _sound_keys(data: bytes) -> Mapping[str, Held]:
    charter = read_charter(data, "charter")
    check_charter(charter)
    return read_keys(charter)


def sound_keys(charter: Charter) -> Mapping[str, Held]:
    """Return the keys of a sound charter by fingerprint.

    Raises:
        CharterError: It is unsound, or a key is.
    """
    return _sound_keys(charter.data)


def charter_after(leaves: Sequence[Leaf], known: Charter) -> Charter:
    """Return the charter in force after leaves that the caller believes, whoever has cosigned them.

    Args:
        leaves: From 0 on.
        known: A charter that the caller trusts.

    Raises:
        RecordError: The leaves are no record, or the known charter was never in force in it.
        CharterError: Charter 1 is unsound.
    """
    fold = _Fold(open_record(leaves), None)
    fold.run(len(leaves))
    if known.digest not in fold.docket.charters:
        raise RecordError("the copy is not of the record whose charter is known here", remedy="fetch the record again")
    return fold.docket.charter


def _reach(opened: Opened, checkpoints: Sequence[str]) -> int:
    """Return the greatest size that a checkpoint names, filed or carried: no more can be proved."""
    sizes = [1]
    for text in (*checkpoints, *opened.filed_notes()):
        with contextlib.suppress(RecordError):
            sizes.append(read_note(text).checkpoint.size)
    return max(size for size in sizes if size <= opened.tree.size)


class _Fold:
    """One pass over the leaves."""

    def __init__(self, opened: Opened, root: str | None) -> None:
        self.opened = opened
        self.keyring = Keyring()
        self.set_aside: list[SetAside] = []
        self.witnessed: list[Witnessed] = []
        self.judged: dict[str, Witnessed] = {}
        self.forks: list[Witnessed] = []
        self.ballots: dict[str, str] = {}
        self.charters: list[tuple[int, Charter]] = []
        self.docket = self._found(root)

    def run(self, size: int) -> None:
        """Fold the leaves below an index."""
        for index in range(1, size):
            envelope = self.opened.envelopes.get(index)
            if envelope is None:
                self.set_aside.append(SetAside(index, "", self.opened.malformed.get(index, "the body is not here")))
                continue
            try:
                self._take(index, envelope)
            except Error as problem:
                self.set_aside.append(SetAside(index, envelope.kind, problem.message))

    def present(self, checkpoints: Sequence[str]) -> Witnessed | None:
        """Judge every checkpoint, carried or in a leaf, and return the newest that counts; it stands by its signatures."""
        for text in self.opened.filed_notes():
            with contextlib.suppress(RecordError):
                self._judge(text)
        for text in checkpoints:
            try:
                self._judge(text)
            except RecordError as problem:
                self.set_aside.append(SetAside(-1, "checkpoint", problem.message))
        here = [one for one in self.witnessed if one.counts and one not in self.forks]
        return max(here, key=lambda one: one.note.checkpoint.size, default=None)

    def result(self, size: int, newest: Witnessed | None) -> Verified:
        """Return what was found."""
        return Verified(
            self.opened,
            size,
            newest,
            self.docket,
            self.keyring,
            self.set_aside,
            self.witnessed,
            self.forks,
            double_signers(self.witnessed),
            self.ballots,
        )

    def _found(self, root: str | None) -> Docket:
        """Read charter 1: sound, signed by every key in it, and the one that is trusted."""
        envelope = self.opened.envelopes.get(0)
        if envelope is None or envelope.kind != "charter":
            raise RecordError("the record does not begin with a charter", remedy="leaf 0 must be charter 1 with its body")
        if root is not None and envelope.digest != root:
            raise RecordError(
                f"the record is founded on charter {envelope.digest[:16]}, not on {root[:16]}",
                remedy="get the digest of charter 1 from a member, by another way than the record",
            )
        charter = known_charter(envelope.payload, "charter 1")
        if charter.version != 1 or charter.previous:
            raise CharterError("the first charter must be version 1 without a previous one")
        self._enact(charter, envelope, 0)
        return Docket(charter)

    def _enact(self, charter: Charter, envelope: Envelope, index: int) -> None:
        keys = sound_keys(charter)
        for held in self.keyring.fresh(keys):
            if not self.opened.signed(index, held.key):
                raise CharterError(
                    f"the charter is not signed by the {held.role} key of {held.owner}",
                    remedy="every new key signs the charter: proof that it is held",
                )
        if index:
            self.docket.adopt_charter(charter, index)
        self.keyring.adopt(charter, keys, index)
        self.charters.append((index + 1, charter))

    def _take(self, index: int, envelope: Envelope) -> None:
        if envelope.kind == "charter":
            self._enact(known_charter(envelope.payload, f"leaf {index}"), envelope, index)
            return
        event = self._authentic(index, envelope, index)
        if event.kind == "receipt":
            raise RecordError("a receipt is carried beside the log, not in it")
        if event.kind == "challenge":
            event = self._with_evidence(event)
        if event.kind == "ballot":
            self._check_seen(event, index)
        self.docket.check(event)
        filed = self._prepare(event, envelope, index)
        if filed is not None:
            self.docket.file(filed)
        self._change_keys(event, index)
        self.docket.apply(event)
        if event.kind == "ballot":
            self.ballots[event.digest] = str(event.body["key"])

    def _authentic(self, index: int, envelope: Envelope, at: int) -> Event:
        """Return a statement whose fields have the right shape and whose key was in force and signed."""
        body = envelope.body
        kind = check_statement(body)
        signer = KINDS[kind][0]
        role = signer.secretariat if body["by"] == SECRETARIAT else signer.member
        if kind == "rotation":
            role = body["role"]
        if not role:
            raise RecordError(f"a {kind} cannot be made by {body['by']}")
        key = self.keyring.require(body["by"], body["key"], role, at)
        nested = envelope is not self.opened.envelopes.get(index)
        if not (envelope.signed_by(key) if nested else self.opened.signed(index, key)):
            raise RecordError(f"the signature of {body['by']} does not verify")
        salt = b"" if nested else self.opened.leaves[index].salt or b""
        return Event(index, kind, body["by"], envelope.digest, body, salt=salt)

    def _with_evidence(self, event: Event) -> Event:
        """Open what a challenge carries; its keys must have been in force at the close."""
        one = self.docket.rounds.get(event.body["round"])
        if one is None or one.close is None:
            raise RecordError("there is no closed round to challenge")
        found = []
        for name, kinds in (("statement", ("ballot", "objection")), ("receipt", ("receipt",))):
            envelope = read_envelope(read_base64(event.body[name], name))
            inner = self._authentic(event.index, envelope, one.close)
            if inner.kind not in kinds:
                raise RecordError(f"the challenge carries a {inner.kind} as {name}")
            if inner.body["framework"] != self.docket.charter.framework:
                raise RecordError(f"the {name} is of another framework")
            found.append(inner)
        if found[0].kind == "ballot":
            self._check_seen(found[0], event.index)
        return Event(event.index, event.kind, event.by, event.digest, event.body, tuple(found))

    def _check_seen(self, ballot: Event, index: int) -> None:
        size = int(ballot.body["seen_size"])
        if not 1 <= size <= index:
            raise RecordError(f"the ballot says it has seen {size} leaves, before leaf {index}")
        if self.opened.root(size) != ballot.body["seen_root"]:
            raise RecordError("the ballot was signed against another log: views have met")

    def _prepare(self, event: Event, envelope: Envelope, index: int) -> Filed | None:
        """Check what needs tree or keys before the docket takes the statement."""
        if event.kind == "checkpoint":
            found = self._judge(event.body["note"], index)
            if not found.counts:
                raise RecordError(f"the checkpoint does not count: {found.why_not}")
            if found in self.forks:
                raise RecordError("the root of the checkpoint is not the log's: the log was shown in two versions")
            return Filed(found.note.checkpoint.size, found.time, frozenset(found.cosigners), index)
        if event.kind == "rotation":
            new = read_public(event.body["algorithm"], event.body["public"])
            if event.body["old"] != event.body["key"]:
                raise RecordError("a rotation is signed by the key that it replaces")
            if event.body["algorithm"] not in self.docket.charter.algorithms:
                raise RecordError(f"the charter does not permit {event.body['algorithm']}")
            if not envelope.signed_by(new):
                raise RecordError("a rotation is also signed by the new key")
        if event.kind == "exit":
            for held in self.keyring.of(event.by, index):
                if not self.opened.signed(index, held.key):
                    raise RecordError(f"an exit is signed by every key of the member; the {held.role} key is missing")
        if event.kind == "transposition":
            self._refuse_unsigned_act(event, index)
        if event.kind == "revocation" and event.body["revoked"] == event.body["key"]:
            raise RecordError("a key cannot revoke itself", remedy="sign with another key of the same member")
        return None

    def _refuse_unsigned_act(self, event: Event, index: int) -> None:
        """Refuse an act in the name of a member whose ballot key has not signed: one act for several is signed by each."""
        for member in event.body["members"]:
            held = [one.key for one in self.keyring.of(member, index) if one.role == "ballot"]
            if not any(self.opened.signed(index, key) for key in held):
                raise RecordError(f"the transposition names {member}, whose ballot key has not signed it")

    def _change_keys(self, event: Event, index: int) -> None:
        body = event.body
        if event.kind == "rotation":
            new = read_public(body["algorithm"], body["public"])
            self.keyring.rotate(event.by, body["role"], body["old"], new, index)
        elif event.kind == "revocation":
            self.keyring.revoke(body["revoked"], event.by, index)
            self.docket.suspect(event.by, body["revoked"], int(body["suspect_since"]), index, self.ballots)
        elif event.kind == "exit":
            self.keyring.leave(event.by, index)

    def _judge(self, text: str, index: int | None = None) -> Witnessed:
        """Judge a checkpoint by keys and charter at its size.

        Raises:
            RecordError: It cannot be read, or covers more leaves than are here.
        """
        note = read_note(text)
        size = note.checkpoint.size
        most = self.opened.tree.size if index is None else index
        if not 1 <= size <= most:
            raise RecordError(f"the checkpoint covers {size} leaves, {most} are here")
        known = self.judged.get(text)
        if known is not None:
            return known
        charter = next(one for since, one in reversed(self.charters) if since <= size)
        keyring = self.keyring
        found = witness(note, keyring.secretariat("log", size), keyring.cosigning(size), charter)
        self.judged[text] = found
        self.witnessed.append(found)
        if found.counts and self.opened.tree.root(size) != note.checkpoint.root:
            self.forks.append(found)
        return found
