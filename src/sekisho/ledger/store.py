"""The port of the store: where the leaves, the bodies and what a party has promised are kept.

Decides what every store must keep, and the checks of form that all engines share. Knows no database, and nothing of what
a body says: the caller verifies a statement before it is appended, and gives its digest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, Self

from sekisho.errors import RecordError
from sekisho.ledger.commitment import SALT_SIZE, commit
from sekisho.ledger.merkle import HASH_SIZE
from sekisho.terms import canonical

MAX_BODY: Final = 5_990_000
"""Bytes of one body: its line of a record file, in base64, is still a document (``canonical.MAX_BYTES``)."""
MAX_NOTE: Final = 1_000_000
"""Bytes of one checkpoint with its cosignatures."""

_DIGEST = re.compile("[0-9a-f]{64}")
_WORD = re.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,79}")
_ORIGIN = re.compile("[!-*,-~]{1,255}")
_SIZE = re.compile("0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose log this is; set once, when a store or a record file is made.

    Attributes:
        framework: Id of the framework.
        origin: Of the log, the first line of its checkpoints.
    """

    framework: str
    origin: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A statement to be logged.

    Attributes:
        body: Exact bytes of the envelope.
        circle: Id of the circle that may read the body.
        digest: SHA-256 of the body, lower-case hexadecimal: what the store knows it by. Not of the payload, else whoever
            signs another's payload would keep the true statement out.
        salt: 32 random bytes.
    """

    body: bytes
    circle: str
    digest: str
    salt: bytes


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf, and what it commits to as far as that is held.

    Attributes:
        index: Place in the log, from 0.
        leaf: 32 bytes.
        salt: 32 bytes; None if erased or kept from the reader.
        body: Exact bytes of the envelope; None if erased or kept from the reader.
        circle: Id of the circle that may read the body.
        body_digest: SHA-256 of the body; empty where it is not here or was not taken.
    """

    index: int
    leaf: bytes
    salt: bytes | None
    body: bytes | None
    circle: str
    body_digest: str = ""

    def opens(self) -> bool:
        """Tell whether salt and body are there and recompute the leaf."""
        return self.salt is not None and self.body is not None and commit(self.salt, self.body) == self.leaf


class Store(Protocol):
    """A party's store of one log. What a method has done is durable when it returns.

    Every method may raise ``EngineError`` if the database refuses. Methods that write do all of what they are asked or
    nothing, and one writer waits for another, in this process or in any other.
    """

    def framework(self) -> str:
        """Return the id of the framework."""
        ...

    def origin(self) -> str:
        """Return the origin of the log."""
        ...

    def append(self, bodies: Sequence[Submission]) -> tuple[int, ...]:
        """Log statements, in this order, and return the index of each.

        A statement that has a leaf with a body is not logged again: the index it has is returned. So a client whose process
        died may repeat what it sent.

        Raises:
            RecordError: A submission is malformed; nothing was logged.
        """
        ...

    def copy(self, leaves: Sequence[Leaf]) -> None:
        """Lengthen a copy of a log that is kept elsewhere by its leaves, with salts and bodies as far as they are given.

        Leaves that are here already must be the same; a body that was missing here is not added.

        Raises:
            RecordError: A leaf is another than the one here, the leaves do not join the copy, or a body does not open its
                leaf; nothing was copied.
        """
        ...

    def size(self) -> int:
        """Return the number of leaves."""
        ...

    def leaf(self, index: int) -> Leaf:
        """Return one leaf.

        Raises:
            MissingError: There is none.
        """
        ...

    def leaves(self, start: int = 0, end: int | None = None) -> Iterator[Leaf]:
        """Yield the leaves from ``start`` to before ``end`` in order; up to the size at the call if ``end`` is None.

        Raises:
            MissingError: The range is not within the log.
        """
        ...

    def find(self, digest: str) -> int | None:
        """Return the index of a statement, or None if it has no leaf or is erased."""
        ...

    def erase(self, *indexes: int) -> None:
        """Destroy body, salt and digest of leaves; the leaves stay. What is erased already stays so.

        The digest goes too: it is not salted, and whoever finds it could guess the body.

        Raises:
            MissingError: There is no such leaf; nothing was erased.
            EngineError: Readers hold the old bytes; the call is to be repeated.
        """
        ...

    def save_checkpoint(self, size: int, note: str) -> None:
        """Keep a checkpoint; cosignature lines are added to those of the same checkpoint kept before, none is lost.

        Raises:
            RecordError: It is malformed, of another log, or another text is kept for this size.
        """
        ...

    def checkpoints(self) -> Iterator[tuple[int, str]]:
        """Yield size and note of every checkpoint kept, by size."""
        ...

    def cosigner(self, member: str) -> tuple[int, bytes] | None:
        """Return size and root (32 bytes) that a member cosigned last, or None."""
        ...

    def save_cosigner(self, member: str, size: int, root: bytes) -> None:
        """Keep what a member is about to cosign.

        Raises:
            RecordError: The size is less than the last one, or equal with another root; nothing was kept.
        """
        ...

    def hold(self, digest: str, body: bytes) -> None:
        """Keep a statement lodged with this party until it has a leaf. The first body with a digest is kept.

        Raises:
            RecordError: Digest or body is malformed.
        """
        ...

    def held(self) -> Iterator[tuple[str, bytes]]:
        """Yield digest and body of every statement held, in the order of lodging."""
        ...

    def release(self, digest: str) -> None:
        """Forget a statement held; nothing happens if it is not."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *problem: object) -> None: ...


def check_identity(identity: Identity) -> Identity:
    """Return an identity that is well formed.

    Raises:
        RecordError: The framework is no id, or the origin has a space, a plus sign or other than printable ASCII (the names
            of C2SP signed-note).
    """
    check_word(identity.framework, "framework")
    if not _ORIGIN.fullmatch(identity.origin):
        raise RecordError(
            f"{identity.origin[:40]!r} is not an origin",
            remedy="1 to 255 printable ASCII characters, without space and plus",
        )
    return identity


def check_submission(one: Submission) -> Submission:
    """Return a submission that is well formed.

    Raises:
        RecordError: Digest, circle, salt or body is not.
    """
    check_digest(one.digest)
    check_word(one.circle, "circle")
    if len(one.salt) != SALT_SIZE:
        raise RecordError(f"the salt of statement {one.digest[:12]} has {len(one.salt)} bytes, not {SALT_SIZE}")
    check_body(one.body)
    if hashlib.sha256(one.body).hexdigest() != one.digest:
        raise RecordError(f"the digest {one.digest[:12]} is not that of the body")
    return one


def check_copy(leaves: Sequence[Leaf], held: Sequence[Leaf]) -> list[Leaf]:
    """Return those of some leaves that lengthen a copy.

    Args:
        leaves: Consecutive, from any index up to the size of the copy.
        held: The copy, all of it.

    Raises:
        RecordError: A leaf is another than the one held, they do not join it, a circle is no id, or a body does not open its
            leaf.
    """
    new: list[Leaf] = []
    for leaf in leaves:
        if 0 <= leaf.index < len(held):
            if held[leaf.index].leaf != leaf.leaf:
                raise RecordError(
                    f"leaf {leaf.index} is another than in this copy",
                    remedy="the log was shown in two versions: keep both copies and the notes",
                )
            continue
        if leaf.index != len(held) + len(new) or len(leaf.leaf) != HASH_SIZE:
            raise RecordError(f"leaf {leaf.index} does not join the copy of {len(held) + len(new)} leaves")
        check_word(leaf.circle, "circle")
        if leaf.body is not None and not leaf.opens():
            raise RecordError(f"the body of leaf {leaf.index} is not what the leaf commits to")
        new.append(leaf)
    return new


def check_body(body: bytes) -> None:
    """Refuse a body without bytes or with too many.

    Raises:
        RecordError: It has 0 bytes or more than MAX_BODY.
    """
    if not 0 < len(body) <= MAX_BODY:
        raise RecordError(f"the body of a statement has {len(body):,} bytes", remedy=f"it needs 1 to {MAX_BODY:,}")


def check_digest(digest: str) -> None:
    """Refuse what is not 64 lower-case hexadecimal digits.

    Raises:
        RecordError: It is not.
    """
    if not _DIGEST.fullmatch(digest):
        raise RecordError(f"{digest[:80]!r} is not a digest", remedy="64 lower-case hexadecimal digits are needed")


def check_word(word: str, what: str) -> None:
    """Refuse what is not an id.

    Raises:
        RecordError: It is not.
    """
    if not _WORD.fullmatch(word):
        raise RecordError(f"{word[:80]!r} is not the id of a {what}", remedy="letters, digits and . _ + - are permitted")


def check_note(origin: str, size: int, note: str) -> None:
    """Refuse a note that is not a checkpoint of this log and size, by its form alone.

    Raises:
        RecordError: Origin or size differ, no signature line follows an empty line, or a record file cannot hold it.
    """
    place = f"checkpoint of size {size}"
    text, lines = split_note(note)
    head = text.split("\n")
    if len(canonical.encode(note)) > MAX_NOTE:
        raise RecordError(f"it has more than {MAX_NOTE:,} bytes", place=place)
    if head[0] != origin:
        raise RecordError(f"it is of the log {head[0][:80]!r}, this is {origin!r}", place=place)
    if len(head) < 3 or not _SIZE.fullmatch(head[1]) or int(head[1]) != size:
        raise RecordError("its second line is not its size", place=place)
    if not lines or not note.endswith("\n"):
        raise RecordError("it needs an empty line, then signature lines", place=place)


def split_note(note: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a note, which is what is signed, and its signature lines."""
    text, _, rest = note.partition("\n\n")
    return text, tuple(line for line in rest.split("\n") if line)


def merge_notes(old: str, new: str) -> str:
    """Return a note with every signature line of both; the new bytes as they are if they hold all of the old lines.

    Raises:
        RecordError: They sign different texts.
    """
    (text, had), (other, has) = split_note(old), split_note(new)
    if text != other:
        raise RecordError(
            "another checkpoint is kept for this size", remedy="keep both notes: they prove that the log forked"
        )
    if set(had) <= set(has):
        return new
    lines = (*had, *(line for line in has if line not in had))
    return f"{text}\n\n" + "".join(f"{line}\n" for line in lines)


def check_advance(last: tuple[int, bytes] | None, size: int, root: bytes) -> None:
    """Refuse to cosign backwards, or two roots for one size.

    Raises:
        RecordError: The root has not 32 bytes, the size is negative, less than the last one, or equal with another root.
    """
    if len(root) != HASH_SIZE or size < 0:
        raise RecordError("a cosigned tree needs a size from 0 and a root of 32 bytes")
    if last is None:
        return
    if size < last[0]:
        raise RecordError(
            f"size {size} is less than size {last[0]} that was cosigned before", remedy="the log went back: keep the notes"
        )
    if size == last[0] and root != last[1]:
        raise RecordError(
            f"another root was cosigned at size {size}", remedy="keep both notes: they prove that the log forked"
        )
