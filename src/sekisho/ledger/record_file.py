"""The record as a file that is carried, ``*.jsonl``: whose log it is, every leaf in order, and checkpoints.

Decides the form of the file and that each body given is the one its leaf commits to (``docs/reference/record.md``, log).
Knows nothing of what a body says or whether a checkpoint counts; a file cut at the end of a line is one of an earlier
moment, and only a checkpoint can tell that leaves are missing.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from sekisho.errors import RecordError
from sekisho.ledger.store import Identity, Leaf, check_identity, check_word
from sekisho.terms import canonical

FORMAT: Final = "sekisho/record/1"
_HEX: Final = re.compile("[0-9a-f]{64}")
_HEADER: Final = frozenset({"format", "framework", "origin"})
_LEAF: Final = frozenset({"body", "circle", "leaf", "salt"})
_CHECKPOINT: Final = frozenset({"checkpoint"})
_CLOSED: Final = re.compile(rb'{"body":"","circle":"([A-Za-z0-9][A-Za-z0-9._+-]{0,79})","leaf":"([0-9a-f]{64})","salt":""}')
"""What every leaf without body looks like: canonical by its form. A public record has thousands of them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a record file is read, so that a hostile one cannot fill the memory.

    Attributes:
        bytes: Of the whole file; of a line ``canonical.MAX_BYTES``.
        leaves: Number of leaves.
        checkpoints: Number of checkpoints.
    """

    bytes: int = 2_000_000_000
    leaves: int = 2_000_000
    checkpoints: int = 100_000


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class RecordFile:
    """What a record file holds.

    Attributes:
        framework: Id of the framework.
        origin: Of the log.
        leaves: In order, from index 0. Bodies were not read as envelopes: ``body_digest`` is empty.
        checkpoints: Notes, in the order of the file; not verified.
    """

    framework: str
    origin: str
    leaves: list[Leaf]
    checkpoints: list[str]


def write_record(
    target: Path | BinaryIO,
    header: Identity,
    leaves: Iterable[Leaf],
    checkpoints: Iterable[str],
    circles: Collection[str] | None = None,
) -> None:
    """Write a record file, whole or not at all where ``target`` is a path.

    Args:
        target: A path, or a stream that takes bytes.
        header: Whose log it is.
        leaves: In order, from index 0.
        checkpoints: Notes.
        circles: Bodies of other circles are left out; None: none is.

    Raises:
        RecordError: The leaves do not follow one another, or a value cannot be written.
        OSError: The file cannot be written.
    """
    lines = _lines(header, leaves, checkpoints, circles)
    if not isinstance(target, Path):
        target.writelines(lines)
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(lines)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        beside.chmod(0o666 & ~umask)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _lines(
    header: Identity, leaves: Iterable[Leaf], checkpoints: Iterable[str], circles: Collection[str] | None
) -> Iterator[bytes]:
    check_identity(header)
    yield _line({"format": FORMAT, "framework": header.framework, "origin": header.origin})
    for index, leaf in enumerate(leaves):
        if leaf.index != index:
            raise RecordError(f"leaf {leaf.index} stands where leaf {index} must", remedy="give every leaf, in order")
        yield _line(_of_leaf(leaf, circles is None or leaf.circle in circles))
    for note in checkpoints:
        yield _line({"checkpoint": note})


def _line(document: dict[str, str]) -> bytes:
    return canonical.encode(document) + b"\n"


def _of_leaf(leaf: Leaf, open_: bool) -> dict[str, str]:
    body, salt = (leaf.body, leaf.salt) if open_ and leaf.body is not None and leaf.salt is not None else (b"", b"")
    text = base64.b64encode(body).decode("ascii")
    return {"body": text, "circle": leaf.circle, "leaf": leaf.leaf.hex(), "salt": salt.hex()}


def read_record(source: bytes | BinaryIO, name: str, limits: Limits = LIMITS) -> RecordFile:
    """Read a record file strictly; every body given is held against its leaf.

    Args:
        source: Its bytes, or a stream of them.
        name: How messages name it.
        limits: How much is read.

    Raises:
        RecordError: The file is empty, cut off, too long, not of this format or version, has a line that is malformed or out
            of place, or a body that is not the one its leaf commits to. ``file`` and ``line`` say where.
    """
    reader = _Reader(limits)
    try:
        for number, line in _split(BytesIO(source) if isinstance(source, bytes) else source, limits.bytes):
            reader.take(number, line)
    except RecordError as problem:
        raise problem.located(file=name) from problem
    if reader.identity is None:
        raise RecordError("the file is empty", file=name, remedy="a record begins with a line that names its format")
    return RecordFile(reader.identity.framework, reader.identity.origin, reader.leaves, reader.checkpoints)


def _split(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes]]:
    """Yield number, from 1, and bytes of each line without its line feed; no more of a line is read than may be."""
    number = total = 0
    while line := stream.readline(canonical.MAX_BYTES + 2):
        number += 1
        total += len(line)
        if total > most:
            raise RecordError(f"the file has more than {most:,} bytes", line=number)
        if len(line) > canonical.MAX_BYTES + 1:
            raise RecordError(f"the line has more than {canonical.MAX_BYTES:,} bytes", line=number)
        if not line.endswith(b"\n"):
            raise RecordError("the file is cut off inside this line", line=number, remedy="fetch it again")
        yield number, line[:-1]


class _Reader:
    """What was read so far; a line is taken or refused by what came before it."""

    def __init__(self, limits: Limits) -> None:
        self.identity: Identity | None = None
        self.leaves: list[Leaf] = []
        self.checkpoints: list[str] = []
        self._limits = limits

    def take(self, number: int, line: bytes) -> None:
        """Read one line.

        Raises:
            RecordError: It is malformed or out of place; ``line`` says which it is.
        """
        closed = _CLOSED.fullmatch(line) if self.leaves and not self.checkpoints else None
        if closed is not None and len(self.leaves) < self._limits.leaves:
            self.leaves.append(Leaf(len(self.leaves), bytes.fromhex(closed[2].decode()), None, None, closed[1].decode()))
            return
        try:
            document = canonical.decode(line)
            keys = frozenset(document) if isinstance(document, dict) else frozenset()
            if not all(isinstance(document[key], str) for key in keys):
                raise RecordError("every value of a line is a text")
            self._take(keys, document)
        except RecordError as problem:
            raise problem.located(line=number) from problem

    def _take(self, keys: frozenset[str], document: dict[str, str]) -> None:
        if self.identity is None:
            self.identity = _header(keys, document)
        elif keys == _LEAF:
            self._take_leaf(document)
        elif keys == _CHECKPOINT:
            if len(self.checkpoints) >= self._limits.checkpoints:
                raise RecordError(f"the file has more than {self._limits.checkpoints:,} checkpoints")
            self.checkpoints.append(document["checkpoint"])
        elif keys == _HEADER:
            raise RecordError("a second header", remedy="a file holds the record of one log")
        else:
            raise RecordError("the line is neither a leaf nor a checkpoint")

    def _take_leaf(self, document: dict[str, str]) -> None:
        if self.checkpoints:
            raise RecordError("a leaf after a checkpoint", remedy="leaves come first")
        if len(self.leaves) >= self._limits.leaves:
            raise RecordError(f"the file has more than {self._limits.leaves:,} leaves")
        self.leaves.append(_read_leaf(len(self.leaves), document))


def _header(keys: frozenset[str], document: dict[str, str]) -> Identity:
    if keys != _HEADER or document["format"].rpartition("/")[0] != FORMAT.rpartition("/")[0]:
        raise RecordError(
            "this is not a record", remedy=f"the first line must name the format {FORMAT}, framework and origin"
        )
    if document["format"] != FORMAT:
        raise RecordError(f"the record has the format {document['format'][:40]!r}, this Sekisho reads {FORMAT}")
    return check_identity(Identity(document["framework"], document["origin"]))


def _read_leaf(index: int, document: dict[str, str]) -> Leaf:
    check_word(document["circle"], "circle")
    leaf = _hexadecimal(document["leaf"], "leaf")
    if not document["body"] and not document["salt"]:
        return Leaf(index, leaf, None, None, document["circle"])
    if not document["body"] or not document["salt"]:
        raise RecordError(f"leaf {index} has a body without salt or a salt without body", remedy="both, or neither")
    found = Leaf(index, leaf, _hexadecimal(document["salt"], "salt"), _base64(document["body"]), document["circle"])
    if not found.opens():
        raise RecordError(
            f"the body of leaf {index} is not the one it commits to", remedy="the body, salt or leaf was changed"
        )
    return found


def _hexadecimal(text: str, what: str) -> bytes:
    if not _HEX.fullmatch(text):
        raise RecordError(f"a {what} is written with 64 lower-case hexadecimal digits", place=what)
    return bytes.fromhex(text)


def _base64(text: str) -> bytes:
    """Return the bytes of padded standard base64; there is one text for them, another one is refused."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError) as problem:
        raise RecordError("the body is not in base64", place="body") from problem
    if binascii.b2a_base64(data, newline=False) != text.encode("ascii"):
        raise RecordError("the body is not in the one base64 that its bytes have", place="body")
    return data
