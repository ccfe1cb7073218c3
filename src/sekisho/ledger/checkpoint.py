"""Checkpoints and cosignatures: what the log says its size and root are, and who has seen that it only grew.

Forms of C2SP tlog-checkpoint, signed-note and tlog-cosignature, as ``docs/reference/record.md`` fixes them. Decides what a
note says and which of its lines verify with the keys given. Whose keys are in force, how many members are enough and
whether the origin is the log's is the caller's to say; what it cannot verify it passes over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sekisho.errors import RecordError
from sekisho.ledger.envelope import read_base64
from sekisho.ledger.keys import ED25519, SIGNING, PrivateKey, PublicKey
from sekisho.ledger.merkle import HASH_SIZE

MAX_NOTE: Final = 1_000_000
"""Characters of one note."""
MAX_LINES: Final = 1_000
"""Signature lines of one note."""
MAX_NUMBER: Final = 10**16 - 1
"""Largest size or time, so that both have at most 16 digits."""

_NAME: Final = re.compile("[!-*,-~]{1,200}")
_COUNT: Final = re.compile("0|[1-9][0-9]{0,15}")
_MARK: Final = "— "
_HASH_SIZE: Final = 4
_TIME_SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself.

    Attributes:
        origin: Name of the log.
        size: Leaves.
        root: HASH_SIZE bytes, the root over these leaves.
        time: Seconds since 1970 by the log's clock.

    Raises:
        RecordError: One of them is impossible.
    """

    origin: str
    size: int
    root: bytes
    time: int

    @property
    def moment(self) -> dt.datetime:
        """Return the time as a moment in UTC."""
        return dt.datetime.fromtimestamp(self.time, dt.UTC)

    def __post_init__(self) -> None:
        _require_name(self.origin)
        if not 0 <= self.size <= MAX_NUMBER or not 0 <= self.time <= MAX_NUMBER:
            raise RecordError(f"size and time of a checkpoint lie between 0 and {MAX_NUMBER}")
        if len(self.root) != HASH_SIZE:
            raise RecordError(f"a root has {HASH_SIZE} bytes, not {len(self.root)}")

    @property
    def text(self) -> str:
        """The four lines that are signed, each with its line feed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\ntime {self.time}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint with its signature lines, none of them verified.

    Attributes:
        checkpoint: What the text says.
        text: The signed text.
        signatures: Name and bytes of each line, in the order of the lines.
        data: The whole note.
    """

    checkpoint: Checkpoint
    text: str = field(repr=False)
    signatures: tuple[tuple[str, bytes], ...] = field(repr=False)
    data: str = field(repr=False)


def read_note(text: str) -> Note:
    """Read a note; no signature is verified.

    Raises:
        RecordError: Not four lines, an empty line and at least one signature line, each ended by a line feed; a name with a
            space, ``+`` or a character that is not printable ASCII; a number or base64 in another spelling; too long.
    """
    if len(text) > MAX_NOTE:
        raise RecordError(f"the note has {len(text):,} characters, more than {MAX_NOTE:,} are not read")
    head, gap, tail = text.partition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise RecordError("a note is a text, an empty line and signature lines, the last ended by a line feed")
    checkpoint = _read_text(head)
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_LINES:
        raise RecordError(f"the note has {len(lines):,} signature lines, more than {MAX_LINES:,} are not read")
    signatures = tuple(_read_line(line, f"signature line {number}") for number, line in enumerate(lines, 1))
    return Note(checkpoint, checkpoint.text, signatures, text)


def key_hash(name: str, key: PublicKey, *, cosigner: bool = False) -> bytes:
    """Return the 4 bytes by which a signature line tells its key: the start of SHA-256(name, line feed, type, key).

    Args:
        name: The origin, or the member's id.
        key: The log's or the member's key.
        cosigner: For a cosignature; its type differs, so that neither passes for the other.

    Raises:
        RecordError: The key does not sign.
    """
    if key.algorithm not in SIGNING:
        raise RecordError(f"an {key.algorithm} key signs no checkpoint")
    if key.algorithm == ED25519:
        kind = b"\x04" if cosigner else b"\x01"
    else:
        kind = b"\xff" + (b"cosignature/" if cosigner else b"") + key.algorithm.encode()
    return hashlib.sha256(name.encode() + b"\n" + kind + key.raw).digest()[:_HASH_SIZE]


def sign_checkpoint(checkpoint: Checkpoint, key: PrivateKey) -> str:
    """Return the note of a checkpoint with the log's own line.

    Raises:
        RecordError: The key does not sign.
    """
    name, text = checkpoint.origin, checkpoint.text
    line = _line(name, key_hash(name, key.public) + key.sign(text.encode()))
    return f"{text}\n{line}\n"


def cosign(note: str, member: str, key: PrivateKey, time: int) -> str:
    """Return a member's signature line, without line feed.

    Whether the checkpoint may be cosigned is for ``cosigner.check_checkpoint`` and ``log_signed`` to say first.

    Args:
        note: The note; only its text is signed.
        member: The member's id.
        key: The member's cosigning key.
        time: Seconds since 1970 by the member's own clock.

    Raises:
        RecordError: The note is malformed, the name or the time impossible, or the key does not sign.
    """
    found = read_note(note)
    _require_name(member)
    if not 0 <= time <= MAX_NUMBER:
        raise RecordError(f"the time of a cosignature lies between 0 and {MAX_NUMBER}")
    stamp = time.to_bytes(_TIME_SIZE, "big")
    signature = key.sign(_cosigned(time, found.text))
    return _line(member, key_hash(member, key.public, cosigner=True) + stamp + signature)


def add_lines(note: str, lines: Iterable[str]) -> str:
    """Return a note with further signature lines at its end; a line that stands there already is not added.

    Args:
        note: The note.
        lines: As ``cosign`` returns them, with or without line feed.

    Raises:
        RecordError: The note or a line is malformed, or the note becomes too long.
    """
    head, _, tail = read_note(note).data.partition("\n\n")
    held = dict.fromkeys(tail[:-1].split("\n"))
    for line in lines:
        _read_line(line.removesuffix("\n"), "added line")
        held[line.removesuffix("\n")] = None
    return read_note(head + "\n\n" + "".join(line + "\n" for line in held)).data


def log_signed(note: Note, key: PublicKey) -> bool:
    """Tell whether the log's own line is there: the note's origin as its name and a signature by this key.

    That the origin is the log's own is for the caller: one key may sign for several logs.
    """
    if key.algorithm not in SIGNING:
        return False
    name = note.checkpoint.origin
    start, message = key_hash(name, key), note.text.encode()
    return any(
        signer == name and data.startswith(start) and key.verify(data[_HASH_SIZE:], message)
        for signer, data in note.signatures
    )


def cosigners(note: Note, keys: Mapping[str, Sequence[PublicKey]], delta: int) -> dict[str, int]:
    """Return who has cosigned a note, and when by its own clock.

    Args:
        note: The note.
        keys: Cosigning keys in force, by member.
        delta: Seconds by which a cosigner's time may differ from the checkpoint's.

    Returns:
        Each member once, however many keys and lines it has, with the time of its first line that verifies and lies within
        delta. Lines of others, and lines that do not verify, are passed over.
    """
    found: dict[str, int] = {}
    for name, data in note.signatures:
        if name in keys and name not in found:
            time = int.from_bytes(data[_HASH_SIZE : _HASH_SIZE + _TIME_SIZE], "big")
            if abs(time - note.checkpoint.time) <= delta and _cosigned_by(
                name, keys[name], data, _cosigned(time, note.text)
            ):
                found[name] = time
    return found


def _cosigned_by(name: str, keys: Sequence[PublicKey], data: bytes, message: bytes) -> bool:
    signature = data[_HASH_SIZE + _TIME_SIZE :]
    return any(
        key.algorithm in SIGNING and data.startswith(key_hash(name, key, cosigner=True)) and key.verify(signature, message)
        for key in keys
    )


def _cosigned(time: int, text: str) -> bytes:
    """Return what a cosigner signs (C2SP tlog-cosignature)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _read_text(head: str) -> Checkpoint:
    lines = head.split("\n")
    if len(lines) != 4 or not lines[3].startswith("time "):
        raise RecordError("a checkpoint is four lines: origin, size, root and time")
    origin, size, root, time = lines
    return Checkpoint(origin, _count(size, "size"), read_base64(root, "root"), _count(time.removeprefix("time "), "time"))


def _read_line(line: str, place: str) -> tuple[str, bytes]:
    name, _, text = line.removeprefix(_MARK).partition(" ")
    if not line.startswith(_MARK):
        raise RecordError("a signature line begins with an em dash and a space", place=place)
    _require_name(name)
    data = read_base64(text, place)
    if len(data) <= _HASH_SIZE:
        raise RecordError(f"a signature is longer than the {_HASH_SIZE} bytes that tell its key", place=place)
    return name, data


def _line(name: str, data: bytes) -> str:
    return f"{_MARK}{name} {b64encode(data).decode()}"


def _count(text: str, place: str) -> int:
    if not _COUNT.fullmatch(text):
        raise RecordError(f"{text[:40]!r} is not a number of a checkpoint", place=place, remedy="digits, no leading zero")
    return int(text)


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        message = f"{name[:40]!r} cannot be the name of a signature"
        raise RecordError(message, remedy="1 to 200 printable ASCII characters, no space, no +")
