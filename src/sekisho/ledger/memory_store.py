"""A store in memory: the whole port, gone with the process. For simulations and for judging a record that was carried here.

Decides nothing that the port does not; holds every promise of it but durability.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from sekisho.errors import MissingError
from sekisho.ledger.commitment import commit
from sekisho.ledger.store import (
    Identity,
    Leaf,
    Submission,
    check_advance,
    check_body,
    check_copy,
    check_digest,
    check_identity,
    check_note,
    check_submission,
    check_word,
    merge_notes,
)


class MemoryStore:
    """A store that lasts as long as this object. The methods are those of ``ledger.store.Store``."""

    def __init__(self, identity: Identity) -> None:
        self._identity = check_identity(identity)
        self._leaves: list[Leaf] = []
        self._places: dict[str, int] = {}
        self._notes: dict[int, str] = {}
        self._cosigners: dict[str, tuple[int, bytes]] = {}
        self._held: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of nothing."""

    def framework(self) -> str:
        """Return the id of the framework."""
        return self._identity.framework

    def origin(self) -> str:
        """Return the origin of the log."""
        return self._identity.origin

    def append(self, bodies: Sequence[Submission]) -> tuple[int, ...]:
        """Log statements; see the port."""
        for one in bodies:
            check_submission(one)
        indexes = []
        for one in bodies:
            index = self._places.setdefault(one.digest, len(self._leaves))
            if index == len(self._leaves):
                self._leaves.append(Leaf(index, commit(one.salt, one.body), one.salt, one.body, one.circle, one.digest))
            indexes.append(index)
        return tuple(indexes)

    def copy(self, leaves: Sequence[Leaf]) -> None:
        """Lengthen a copy; see the port."""
        new = check_copy(leaves, self._leaves)
        for leaf in new:
            digest = "" if leaf.body is None else hashlib.sha256(leaf.body).hexdigest()
            known = not digest or self._places.setdefault(digest, leaf.index) != leaf.index
            self._leaves.append(replace(leaf, body_digest="" if known else digest))

    def size(self) -> int:
        """Return the number of leaves."""
        return len(self._leaves)

    def leaf(self, index: int) -> Leaf:
        """Return one leaf; see the port."""
        if not 0 <= index < len(self._leaves):
            raise MissingError(f"there is no leaf {index} in the log {self.origin()}", remedy=f"it has {len(self._leaves)}")
        return self._leaves[index]

    def leaves(self, start: int = 0, end: int | None = None) -> Iterator[Leaf]:
        """Yield leaves in order; see the port."""
        size = len(self._leaves)
        last = size if end is None else end
        if not 0 <= start <= last <= size:
            raise MissingError(f"there are no leaves {start} to {last}", remedy=f"the log has {size} leaves")
        return iter(self._leaves[start:last])

    def find(self, digest: str) -> int | None:
        """Return the index of a statement; see the port."""
        return self._places.get(digest)

    def erase(self, *indexes: int) -> None:
        """Destroy body, salt and digest of leaves; see the port."""
        gone = [self.leaf(index) for index in indexes]
        for leaf in gone:
            if leaf.body is not None:
                self._places.pop(hashlib.sha256(leaf.body).hexdigest(), None)
            self._leaves[leaf.index] = Leaf(leaf.index, leaf.leaf, None, None, leaf.circle)

    def save_checkpoint(self, size: int, note: str) -> None:
        """Keep a checkpoint; see the port."""
        check_note(self._identity.origin, size, note)
        held = self._notes.get(size)
        self._notes[size] = note if held is None else merge_notes(held, note)

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Yield size and note of every checkpoint kept, by size."""
        return iter(sorted(self._notes.items()))

    def cosigner(self, member: str) -> tuple[int, bytes] | None:
        """Return what a member cosigned last."""
        return self._cosigners.get(member)

    def save_cosigner(self, member: str, size: int, root: bytes) -> None:
        """Keep what a member is about to cosign; see the port."""
        check_word(member, "member")
        check_advance(self._cosigners.get(member), size, root)
        self._cosigners[member] = (size, root)

    def hold(self, digest: str, body: bytes) -> None:
        """Keep a statement lodged with this party; see the port."""
        check_digest(digest)
        check_body(body)
        self._held.setdefault(digest, body)

    def held(self) -> Iterator[tuple[str, bytes]]:
        """Yield digest and body of every statement held."""
        return iter(list(self._held.items()))

    def release(self, digest: str) -> None:
        """Forget a statement held."""
        self._held.pop(digest, None)
