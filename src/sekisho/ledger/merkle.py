"""The append-only tree over the leaves of the log, and its proofs (RFC 6962 section 2.1, RFC 9162 section 2.1).

Decides roots, inclusion and consistency. Keeps hashes only, never what a leaf commits to. A verifier answers yes or no and
raises on nothing: a proof is bytes from elsewhere.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sekisho.errors import RecordError

HASH_SIZE: Final = 32
"""Bytes of a root and of each element of a proof."""


def empty_root() -> bytes:
    """Return the root of no leaves: the hash of nothing."""
    return hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return H(0x00 ‖ leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return H(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A log's tree at each of its sizes.

    It keeps the hash of every complete subtree, some 2 n hashes, so that a root or proof at any size up to the present one
    takes O(log n) hashes.
    """

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        # _levels[k][i] is the hash of the complete subtree over the leaves i·2^k up to, not including, (i + 1)·2^k.
        self._levels: list[list[bytes]] = [[]]
        self.extend(leaves)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> int:
        """Add a leaf and return its index, counted from 0."""
        index = count = self.size
        found = leaf_hash(leaf)
        self._levels[0].append(found)
        level = 0
        while count & 1:
            found = node_hash(self._levels[level][-2], found)
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(found)
            count >>= 1
        return index

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves in their order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first ``size`` leaves, over all if None.

        Raises:
            RecordError: The log never had this size.
        """
        size = self._within(self.size if size is None else size)
        return self._over(0, size) if size else empty_root()

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Return PATH(index, D[0:size]), from the leaf up (RFC 6962, section 2.1.1).

        Raises:
            RecordError: The log never had this size, or then no such leaf.
        """
        low, high = 0, self._within(size)
        if not 0 <= index < size:
            raise RecordError(f"a log of {size} leaves has no leaf {index}", remedy="leaves are counted from 0")
        proof = []
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                proof.append(self._over(middle, high))
                high = middle
            else:
                proof.append(self._over(low, middle))
                low = middle
        return proof[::-1]

    def consistency_proof(self, first: int, second: int) -> list[bytes]:
        """Return PROOF(first, D[0:second]) (RFC 6962, section 2.1.2); empty if first is 0 or equals second.

        Raises:
            RecordError: The log never had one of these sizes, or first is above second.
        """
        low, high = 0, self._within(second)
        if not 0 <= first <= second:
            raise RecordError(f"there is no proof from size {first} to size {second}", remedy="the earlier size comes first")
        if first == 0:
            return []
        proof = []
        while high != first:
            middle = low + _split(high - low)
            if first <= middle:
                proof.append(self._over(middle, high))
                high = middle
            else:
                proof.append(self._over(low, middle))
                low = middle
        if low:  # a left part was cut off, so the verifier does not hold the hash of what remains
            proof.append(self._over(low, high))
        return proof[::-1]

    def _within(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise RecordError(f"the log has {self.size} leaves and never had {size}")
        return size

    def _over(self, low: int, high: int) -> bytes:
        """Return MTH(D[low:high]) of at least one leaf; low is a multiple of the least power of two not below high - low."""
        return functools.reduce(lambda right, left: node_hash(left, right), self._parts(low, high))

    def _parts(self, low: int, high: int) -> Iterator[bytes]:
        """Yield the largest complete subtrees from low to high, the rightmost, which is the smallest, first."""
        count = high - low
        while count:
            level = (count & -count).bit_length() - 1
            yield self._levels[level][(low + count >> level) - 1]
            count &= count - 1


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows a leaf at an index of the log with this size and root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size or not _hashes(proof):
        return False
    node, last = index, size - 1
    found = leaf_hash(leaf)
    for part in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(part, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, part)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Tell whether a proof shows that one log had both sizes and roots (RFC 9162, section 2.1.4.2).

    From size 0 every log is reached: the proof is empty and the first root that of no leaves. Equal sizes need equal roots
    and an empty proof.
    """
    if not 0 <= first <= second or not _hashes(proof):
        return False
    if first == second:
        return not proof and first_root == second_root and (first > 0 or first_root == empty_root())
    if first == 0:
        return not proof and first_root == empty_root()
    return _verify_growth(first, second, proof, first_root, second_root)


def _verify_growth(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, part)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _hashes(proof: Sequence[bytes]) -> bool:
    return all(len(part) == HASH_SIZE for part in proof)


def _split(count: int) -> int:
    """Return the largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1
