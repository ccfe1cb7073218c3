"""The part of a download that is there, and what may be continued.

Decides how bytes are kept between attempts, also of a process that was killed, and when they may be continued: only where
the publisher gave a strong validator, so that it can itself say whether they are of the same edition. Asks nobody.

In the folder, each address has names of its own: ``.part`` is what came so far; ``.part.json`` what the publisher said of
it, there only while it may be continued; ``.lock`` is held while somebody downloads, and stays; ``.whole``, which is moved
into place when nothing is missing, belongs to the caller.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, Final

from sekisho.engines.https import CHUNK, clean, shown
from sekisho.errors import EngineError

HEAD: Final = 1_024
"""Bytes in which a web page shows itself."""
STRONG: Final = dt.timedelta(seconds=60)
"""A Last-Modified younger than this when it was told may be that of two editions."""


class Part:
    """What is there of a download.

    Attributes:
        source: Where it came from, as it may be printed.
        headers: What the publisher said of it.
        size: How many bytes there are.
        head: The first of them.
    """

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = shown(address)
        self._name = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._path = folder / f"{self._name}.part"
        self._note = folder / f"{self._name}.part.json"
        self._stream: BinaryIO | None = None
        self._forget()

    def _forget(self) -> None:
        self.source = ""
        self.headers: dict[str, str] = {}
        self._empty()

    def _empty(self) -> None:
        self.size, self.head, self._sha256 = 0, b"", hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Return the digest of what is there."""
        return self._sha256.hexdigest()

    @property
    def validator(self) -> str:
        """Return what an edition can be told by; empty where the publisher said nothing that serves."""
        etag = self.headers.get("ETag", "")
        if len(etag) > 2 and etag.startswith('"') and etag.isascii():
            return etag
        modified = self.headers.get("Last-Modified", "")
        try:
            age = parsedate_to_datetime(self.headers.get("Date", "")) - parsedate_to_datetime(modified)
        except (TypeError, ValueError):
            return ""
        return modified if age >= STRONG and modified.isascii() else ""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of this address; systems without ``fcntl`` have none.

        Raises:
            EngineError: Somebody else holds it, or the folder cannot be written.
        """
        with contextlib.ExitStack() as stack:
            with self._disk():
                self._folder.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(ImportError):
                    import fcntl

                    lock = stack.enter_context((self._folder / f"{self._name}.lock").open("ab"))
                    try:
                        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except BlockingIOError as problem:
                        raise EngineError(
                            f"{self._address} is being downloaded by another process",
                            file=str(self._folder),
                            remedy="wait until it is done",
                        ) from problem
            yield

    def look(self) -> int:
        """Take up what an earlier attempt left; return how many bytes may be continued."""
        self._forget()
        try:
            note = json.loads(self._note.read_bytes())
            size = self._path.stat().st_size
            source, headers = note["source"], note["headers"]
            if isinstance(source, str) and all(isinstance(text, str) for text in headers.values()):
                self.source, self.headers = source, headers
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return 0  # nothing is there, or a note that was cut while it was written
        total = self.total
        self.size = (
            size if total is None else max(0, min(size, total - 1))
        )  # the last byte is asked for: it shows the edition
        return self.size if self.validator else 0

    @property
    def total(self) -> int | None:
        """Return how long the whole is, if the publisher stated it."""
        text = self.headers.get("Content-Length", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None

    def begin(self, source: str, headers: Mapping[str, str], *, may_continue: bool) -> None:
        """Begin with nothing; whatever was there is gone."""
        self.drop()
        self.source, self.headers = source, dict(headers)
        with self._disk():
            self._stream = self._path.open("wb")
            if may_continue and self.validator:
                note = {"address": self._address, "source": source, "headers": self.headers}
                self._note.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")

    def resume(self, headers: Mapping[str, str]) -> None:
        """Go on after the bytes that are there; what the publisher says now is added to what it said then."""
        size = self.size
        self._empty()
        self.headers = self.headers | {name: text for name, text in headers.items() if name != "Content-Length"}
        with self._disk():
            self._stream = self._path.open("r+b")
            self._stream.truncate(size)
            while chunk := self._stream.read(CHUNK):
                self._count(chunk)

    def add(self, chunk: bytes) -> None:
        """Add bytes; they outlive this process."""
        assert self._stream is not None
        with self._disk():
            self._stream.write(chunk)
            self._stream.flush()
        self._count(chunk)

    def _count(self, chunk: bytes) -> None:
        self.size += len(chunk)
        self.head += chunk[: HEAD - len(self.head)]
        self._sha256.update(chunk)

    def finish(self) -> Path:
        """Move what is there into place, as a file whose name tells its bytes."""
        assert self._stream is not None
        whole = self._folder / f"{self._name}-{self.sha256[:16]}.whole"
        with self._disk():
            os.fsync(self._stream.fileno())
            self.close()
            self._path.replace(whole)
            self._note.unlink(missing_ok=True)
        return whole

    def close(self) -> None:
        """Close the file, and keep it."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(OSError):  # every byte was flushed, or that it was not has been said
                stream.close()

    def drop(self) -> None:
        """Keep nothing."""
        self.close()
        self._forget()
        with self._disk():
            self._note.unlink(missing_ok=True)  # first: without it, nothing is ever continued
            self._path.unlink(missing_ok=True)

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            raise EngineError(
                f"{self._address} cannot be kept: {clean(problem.strerror or str(problem))}",
                file=str(self._folder),
                remedy="check the folder, its permissions and the space that is left",
            ) from problem
