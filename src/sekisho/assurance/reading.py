"""The bytes of a record, opened: every body against its leaf, every envelope parsed, every signature tried.

Decides nothing by the charter; it only makes sure that what is folded later is what was signed. Signatures are tried in
threads while the next bodies are parsed and the first are folded, because the library lets go of the interpreter while it
verifies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from sekisho.errors import RecordError
from sekisho.ledger.commitment import commit
from sekisho.ledger.envelope import Envelope, pae, read_envelope
from sekisho.ledger.keys import PublicKey, read_public
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Leaf

THREADS = 2
BATCH = 128
"""Signatures that a thread tries in one go; a record with fewer is tried as it is folded."""
Job = tuple[int, PublicKey, bytes, Envelope]
Tried = dict[tuple[int, str], bool]


@dataclass(slots=True)
class Opened:
    """A record that was opened.

    Attributes:
        leaves: As given.
        tree: Over all leaves.
        envelopes: By index, those that are well formed.
        malformed: By index, why a body is no statement.
        missing: Indexes of leaves without body.
        tried: (index, fingerprint) to whether that signature verifies.
        pending: By index, the batch that is trying its signatures.
        roots: Roots that were asked for, by size.
    """

    leaves: Sequence[Leaf]
    tree: Tree
    envelopes: dict[int, Envelope] = field(default_factory=dict)
    malformed: dict[int, str] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    tried: Tried = field(default_factory=dict)
    pending: dict[int, Future[Tried]] = field(default_factory=dict)
    roots: dict[int, str] = field(default_factory=dict)

    def filed_notes(self) -> list[str]:
        """Return the note of every ``checkpoint`` statement, accepted or not: a checkpoint stands by its signatures."""
        return [str(one.body.get("note", "")) for one in self.envelopes.values() if one.kind == "checkpoint"]

    def root(self, size: int) -> str:
        """Return the root over the first leaves, in hexadecimal."""
        if size not in self.roots:
            self.roots[size] = self.tree.root(size).hex()
        return self.roots[size]

    def signed(self, index: int, key: PublicKey) -> bool:
        """Tell whether the statement at an index carries a signature of a key that verifies."""
        batch = self.pending.pop(index, None)
        if batch is not None:
            self.tried.update(batch.result())
        place = (index, key.fingerprint)
        if place not in self.tried:
            self.tried[place] = self.envelopes[index].signed_by(key)
        return self.tried[place]


def open_record(leaves: Sequence[Leaf]) -> Opened:
    """Open every leaf.

    Raises:
        RecordError: A body is not what its leaf commits to, or the leaves are not numbered from 0.
    """
    opened = Opened(leaves, Tree())
    queue = _Queue(opened)
    try:
        for place, leaf in enumerate(leaves):
            _open_leaf(opened, place, leaf)
            if place in opened.envelopes:
                queue.add(place, opened.envelopes[place])
    finally:
        queue.close()
    return opened


def _open_leaf(opened: Opened, place: int, leaf: Leaf) -> None:
    if leaf.index != place:
        raise RecordError(f"leaf {place} is missing from the record", remedy="carry the whole record")
    opened.tree.append(leaf.leaf)
    if leaf.body is None or leaf.salt is None:
        opened.missing.append(place)
        return
    if commit(leaf.salt, leaf.body) != leaf.leaf:
        raise RecordError(f"the body of leaf {place} is not what the leaf commits to", remedy="the record was altered")
    try:
        opened.envelopes[place] = read_envelope(leaf.body)
    except RecordError as problem:
        opened.malformed[place] = problem.message


class _Queue:
    """Signatures on their way to the threads, by the keys that charters and rotations have named so far.

    Who may sign is decided by the fold; a key that is not known here yet is tried there.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._keys: dict[str, PublicKey] = {}
        self._jobs: list[Job] = []
        self._pool: ThreadPoolExecutor | None = None

    def add(self, index: int, envelope: Envelope) -> None:
        """Take a statement."""
        if envelope.kind in ("charter", "rotation"):
            self._keys.update((key.fingerprint, key) for key in named_keys(envelope))
        for name, signature in envelope.signatures:
            if name in self._keys:
                self._jobs.append((index, self._keys[name], signature, envelope))
        if len(self._jobs) >= BATCH:
            self._send()

    def close(self) -> None:
        """Let the threads end when they have tried everything."""
        if self._pool is not None:
            self._send()
            self._pool.shutdown(wait=False)

    def _send(self) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(THREADS)
        batch = self._pool.submit(_try, self._jobs)
        self._opened.pending.update((index, batch) for index, _, _, _ in self._jobs)
        self._jobs = []


def _try(jobs: Sequence[Job]) -> Tried:
    return {
        (index, key.fingerprint): key.verify(signature, pae(envelope.payload_type, envelope.payload))
        for index, key, signature, envelope in jobs
    }


def named_keys(envelope: Envelope) -> Iterator[PublicKey]:
    """Yield the keys that a charter or a rotation names, as far as they can be read."""
    rows: list[Mapping[str, object]] = [envelope.body]
    if envelope.kind == "charter":
        holders = [envelope.body.get("secretariat"), *_rows(envelope.body.get("members"))]
        rows = [row for holder in holders if isinstance(holder, dict) for row in _rows(holder.get("keys"))]
    for row in rows:
        with contextlib.suppress(RecordError):
            yield read_public(str(row.get("algorithm", "")), str(row.get("public", "")))


def _rows(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
