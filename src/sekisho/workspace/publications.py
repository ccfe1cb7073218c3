"""The bytes of publications as they came: content-addressed, immutable, compressed.

    <workspace>/publications/<SHA-256 of the bytes>.gz

The digest is that of the publication uncompressed, so that a file and its ``.gz`` are the same publication. A publication of
several files is kept as an archive of them in a fixed form. A file is written beside its place and moved into it whole.
"""

from __future__ import annotations

import contextlib
import filecmp
import gzip
import hashlib
import io
import os
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

from sekisho.errors import InputError, SourceError

FOLDER: Final = "publications"
WRITING: Final = ".writing-"
ABANDONED: Final = 86_400
"""Seconds after which what a killed process left half-written is removed."""
_PIECE: Final = 1 << 18
_GZIP: Final = b"\x1f\x8b"
_LEVEL: Final = 3


@dataclass(frozen=True, slots=True)
class Publication:
    """Bytes that are kept.

    Attributes:
        path: Where.
        sha256: Of the bytes, uncompressed.
        size: How many there are, uncompressed.
    """

    path: Path
    sha256: str
    size: int

    @contextlib.contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open the bytes.

        Raises:
            InputError: They are no longer there.
        """
        try:
            stream = _Kept(self.path, "rb")
        except OSError as problem:
            raise _lost(self.path) from problem
        with stream:
            yield cast("IO[bytes]", stream)


class _Kept(gzip.GzipFile):
    """Bytes that are kept, while they are read; what else goes wrong meanwhile is not theirs."""

    def read(self, size: int | None = -1) -> bytes:
        """Read on.

        Raises:
            InputError: They are damaged.
        """
        try:
            return super().read(size)
        except (OSError, EOFError, zlib.error) as problem:
            raise _lost(Path(str(self.name))) from problem


def find_publication(workspace: Path, sha256: str) -> Publication:
    """Return bytes that are kept, after counting again that they are these bytes.

    Raises:
        InputError: They are not.
    """
    path = workspace / FOLDER / f"{sha256}.gz"
    if not path.is_file():
        raise _lost(path)
    found = Publication(path, sha256, -1)
    digest, size = hashlib.sha256(), 0
    with found.open() as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    if digest.hexdigest() != sha256:
        raise _lost(path)
    return Publication(path, sha256, size)


def keep_publication(workspace: Path, files: Sequence[Path], most: int, names: Sequence[str] = ()) -> Publication:
    """Keep the bytes of a publication; what is kept already stays as it is, unless it was damaged.

    Args:
        workspace: The workspace folder.
        files: The file; the first of several, then the others.
        most: Bytes, uncompressed, that it may have.
        names: Of the files in the archive, where there are several; those of the paths if empty.

    Raises:
        SourceError: It is larger, cannot be read, or is a damaged archive.
        InputError: The workspace cannot be written.
    """
    home = workspace / FOLDER
    try:
        home.mkdir(parents=True, exist_ok=True)
        _sweep(home)
        handle, draft = tempfile.mkstemp(dir=home, prefix=WRITING)
    except OSError as problem:
        raise InputError(f"the workspace cannot be written: {problem.strerror}", file=str(home)) from problem
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as target:
            with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=_LEVEL, mtime=0, filename="") as packed:
                for piece in _pieces(files, most, names or [one.name for one in files]):
                    digest.update(piece)
                    size += len(piece)
                    packed.write(piece)
            target.flush()
            os.fsync(target.fileno())
        place = home / f"{digest.hexdigest()}.gz"
        if not _same(Path(draft), place):
            Path(draft).chmod(0o444)
            os.replace(draft, place)
        return Publication(place, digest.hexdigest(), size)
    except OSError as problem:
        raise InputError(f"the workspace cannot be written: {problem.strerror}", file=str(home)) from problem
    finally:
        Path(draft).unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def shown(path: Path) -> str:
    """Return a file's name as one line that can be written: what is not printable or not UTF-8 in it as an escape."""
    name = os.fsencode(path.name).decode(errors="backslashreplace")
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in name)


def _same(draft: Path, place: Path) -> bool:
    """Tell whether a file is there with the same bytes."""
    try:
        return filecmp.cmp(draft, place, shallow=False)
    except OSError:
        return False


def _pieces(files: Sequence[Path], most: int, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the bytes of one file, or of an archive of several, uncompressed and bounded."""
    if len(files) == 1:
        yield from _unpacked(files[0], most)
        return
    archive = io.BytesIO()
    left = most
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as packed:
        for path, name in zip(files, names, strict=True):
            data = b"".join(_unpacked(path, left))
            left -= len(data)
            member = tarfile.TarInfo(name.lower().removesuffix(".gz"))
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    archive.seek(0)
    while piece := archive.read(_PIECE):
        yield piece


def _unpacked(path: Path, most: int) -> Iterator[bytes]:
    total = 0
    try:
        with path.open("rb") as raw:
            packed = raw.peek(2)[:2] == _GZIP
            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw, mode="rb")) if packed else raw
            while piece := stream.read(_PIECE):
                total += len(piece)
                if total > most:
                    raise SourceError(
                        f"it has more than {most:,} bytes, which is implausible",
                        file=shown(path),
                        remedy="check the download",
                    )
                yield piece
    except (gzip.BadGzipFile, EOFError, zlib.error) as problem:
        raise SourceError(
            f"the compressed file is damaged or truncated: {problem}", file=shown(path), remedy="download it again, whole"
        ) from problem
    except OSError as problem:
        raise SourceError(f"it cannot be read: {problem.strerror}", file=str(path), remedy="check the path") from problem


def _sweep(home: Path) -> None:
    """Remove what killed processes have left; what is younger may be another process at work."""
    for left in home.glob(f"{WRITING}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > ABANDONED:
                left.unlink()


def _lost(path: Path) -> InputError:
    return InputError("the bytes of a publication are lost or damaged", file=str(path), remedy="load the publication again")
