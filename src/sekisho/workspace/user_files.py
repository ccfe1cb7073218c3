"""Files of the user: read once, with a limit, from a path or from standard input."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sekisho.errors import DocumentError, MissingError
from sekisho.terms.document import Node, read_document

LIMIT = 8_000_000
"""Bytes; a transaction file has a few thousand."""


@dataclass(frozen=True, slots=True)
class UserFile:
    """A file as it was read.

    Attributes:
        name: As the user gave it; ``<stdin>`` for standard input.
        data: Its bytes.
        node: The document in it.
    """

    name: str
    data: bytes
    node: Node


def read_bytes(path: Path) -> tuple[str, bytes]:
    """Return the name to show and the bytes of a file; ``-`` is standard input.

    Raises:
        MissingError: There is no such file, or it is a folder.
        DocumentError: It is larger than LIMIT, or cannot be read.
    """
    if str(path) == "-":
        if sys.stdin is None:
            raise MissingError("standard input is closed", file="<stdin>", remedy="name a file")
        return "<stdin>", _limited("<stdin>", sys.stdin.buffer.read(LIMIT + 1))
    name = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise MissingError("this is a folder, not a file", file=name, remedy="name a file in it")
        if not stat.S_ISREG(mode):
            raise MissingError("this is no regular file", file=name, remedy="name a file; - reads standard input")
        with path.open("rb") as stream:
            return name, _limited(name, stream.read(LIMIT + 1))
    except FileNotFoundError as problem:
        raise MissingError("there is no such file", file=name, remedy="check the path") from problem
    except OSError as problem:
        raise DocumentError(f"it cannot be read: {problem.strerror}", file=name, remedy="check the permissions") from problem


def read_user_file(path: Path) -> UserFile:
    """Read a YAML or JSON file of the user.

    Raises:
        MissingError: There is no such file.
        DocumentError: It is too large or no strict YAML or JSON.
    """
    name, data = read_bytes(path)
    return UserFile(name, data, read_document(data, name))


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines to a file, whole or not at all, one at a time in memory; return how many there were.

    Raises:
        OSError: The file cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        count = 0
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            for line in lines:
                stream.write(f"{line}\n")
                count += 1
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _limited(name: str, data: bytes) -> bytes:
    if len(data) > LIMIT:
        raise DocumentError(
            f"it is larger than {LIMIT:,} bytes", file=name, remedy="a transaction or item file has a few thousand"
        )
    return data
