"""What a checkpoint proves: whether it counts, and who signed two that contradict each other.

Decides by keys, charter and tree as they were at the checkpoint's size. ``docs/reference/record.md``, log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sekisho.ledger.checkpoint import Note, cosigners, log_signed
from sekisho.ledger.keys import PublicKey
from sekisho.regime.charter import Charter


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint and what stands behind it.

    Attributes:
        note: The checkpoint with its signatures.
        log_signed: Whether the log's own signature verifies.
        cosigners: Members with a valid cosignature, with their own times.
        needed: How many the charter asks for.
    """

    note: Note
    log_signed: bool
    cosigners: Mapping[str, int]
    needed: int

    @property
    def counts(self) -> bool:
        """Tell whether it counts."""
        return self.log_signed and len(self.cosigners) >= self.needed

    @property
    def time(self) -> dt.datetime:
        """Return its time."""
        return self.note.checkpoint.moment

    @property
    def why_not(self) -> str:
        """Return why it does not count; empty if it does."""
        if not self.log_signed:
            return "the log's own signature does not verify"
        if len(self.cosigners) < self.needed:
            return f"{len(self.cosigners)} members cosigned it, {self.needed} are needed"
        return ""


def witness(note: Note, log_key: PublicKey | None, keys: Mapping[str, Sequence[PublicKey]], charter: Charter) -> Witnessed:
    """Return what stands behind a checkpoint.

    Args:
        note: The checkpoint.
        log_key: The log's key in force at its size; None if there is none.
        keys: The members' cosigning keys in force at its size.
        charter: In force at its size.
    """
    own = note.checkpoint.origin == charter.origin and log_key is not None and log_signed(note, log_key)
    found = cosigners(note, keys, charter.delta_seconds) if own else {}
    return Witnessed(note, own, found, charter.cosign_threshold)


def double_signers(seen: Iterable[Witnessed]) -> dict[str, list[tuple[int, str, str]]]:
    """Return the members who cosigned two different roots of one size, with the size and both roots in hexadecimal."""
    by_size: dict[int, dict[bytes, set[str]]] = {}
    for one in seen:
        point = one.note.checkpoint
        by_size.setdefault(point.size, {}).setdefault(point.root, set()).update(one.cosigners)
    found: dict[str, list[tuple[int, str, str]]] = {}
    for size, roots in by_size.items():
        ordered = sorted(roots)
        for place, first in enumerate(ordered):
            for second in ordered[place + 1 :]:
                for member in roots[first] & roots[second]:
                    found.setdefault(member, []).append((size, first.hex(), second.hex()))
    return found
