"""What a member keeps of notices: its own and those that it has opened, in clear, for its eyes alone.

    <workspace>/notices/<framework>/<member>/<digest of the statement>.json

Folders are 0700 and files 0600. A mailbox is any folder of sealed files ``<SHA-256 of the file>.age``, carried as you like.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.errors import InputError, MissingError, RecordError
from sekisho.ledger.envelope import Envelope, read_envelope
from sekisho.notices.denial import DENIAL, check_notice
from sekisho.notices.sealed import MAX_SEALED, file_name
from sekisho.workspace.rulebook import write_atomically

NAME = "notices"


@dataclass(frozen=True, slots=True)
class NoticeStore:
    """The notices of one member in one framework.

    Attributes:
        folder: Where they are; it need not be there yet.
    """

    folder: Path

    @classmethod
    def of(cls, workspace: Path, framework: str, member: str) -> NoticeStore:
        """Return the store of a member."""
        return cls(workspace / NAME / framework / member)

    def kept(self) -> dict[str, Mapping[str, Any]]:
        """Return every notice by digest.

        Raises:
            RecordError: A file was changed or put there; none is passed over, because a denial would silently be missing.
        """
        return dict(self._read(path) for path in sorted(self.folder.glob("*.json")))

    def keep(self, envelope: Envelope) -> bool:
        """Keep a notice; False if it is there already.

        Raises:
            InputError: The folder cannot be written.
        """
        path = self.folder / f"{envelope.digest}.json"
        if path.exists():
            return False
        try:
            private_folder(self.folder, 3)
            write_atomically(path, envelope.data)
            path.chmod(0o600)
        except OSError as problem:
            raise InputError(
                f"it cannot be written: {problem.strerror}", file=str(path), remedy="name another --workspace"
            ) from problem
        return True

    def find(self, name: str, kind: str) -> str:
        """Return the digest of a notice of a kind: by the beginning of its digest, or by the reference of a denial.

        Raises:
            MissingError: None, or several.
        """
        rows = {key: body for key, body in self.kept().items() if body["type"] == kind}
        found = [key for key, body in rows.items() if key.startswith(name) or (kind == DENIAL and body["id"] == name)]
        if len(found) != 1 or not name:
            known = ", ".join(sorted(body.get("id", key[:12]) for key, body in rows.items())) or "none"
            raise MissingError(
                f"{'several' if len(found) > 1 else 'no'} notices of the kind {kind} are called {name!r}",
                remedy=f"kept here: {known}",
            )
        return found[0]

    def _read(self, path: Path) -> tuple[str, Mapping[str, Any]]:
        try:
            envelope = read_envelope(path.read_bytes())
            check_notice(envelope.body)
        except RecordError as problem:
            raise problem.located(file=str(path), remedy="open it again from the mailbox") from problem
        if path.name != f"{envelope.digest}.json":
            raise RecordError("a kept notice was changed", file=str(path), remedy="open it again from the mailbox")
        return envelope.digest, envelope.body


def private_folder(folder: Path, levels: int = 1) -> None:
    """Make a folder that its owner alone can enter, and as many of those above it.

    Raises:
        OSError: It cannot be made.
    """
    for one in [*reversed(folder.parents[: levels - 1]), folder]:
        one.parent.mkdir(parents=True, exist_ok=True)
        one.mkdir(mode=0o700, exist_ok=True)
        os.chmod(one, 0o700)


def deliver(data: bytes, mailbox: Path) -> tuple[Path, bool]:
    """Put a sealed file into a mailbox under its name; False if it is there already.

    Raises:
        InputError: The folder is not there or cannot be written.
    """
    path = mailbox / file_name(data)
    if not mailbox.is_dir():
        raise InputError(f"there is no folder {mailbox}", file=str(path), remedy="make it first")
    if path.exists() and path.read_bytes() == data:
        return path, False
    try:
        write_atomically(path, data)
    except OSError as problem:
        raise InputError(
            f"it cannot be written: {problem.strerror}", file=str(path), remedy="name another folder"
        ) from problem
    return path, True


def sealed_files(place: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of a sealed file, or of every one in a mailbox.

    Raises:
        MissingError: There is no such file or folder.
        InputError: A file is larger than any sealed notice.
    """
    if not place.exists():
        raise MissingError("there is no such file or folder", file=str(place), remedy="check the path")
    for path in sorted(place.glob("*.age")) if place.is_dir() else [place]:
        with path.open("rb") as stream:
            data = stream.read(MAX_SEALED + 1)
        if len(data) > MAX_SEALED:
            raise InputError(f"it is larger than {MAX_SEALED:,} bytes", file=str(path), remedy="it is no sealed notice")
        yield str(path), data
