"""Synthetic OFAC publications, and small pieces of them, for the tests of the two lists."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from sekisho.parties.party import ListedParty
from sekisho.sources.ofac import Row
from sekisho.sources.reading import Reading
from tests.sources.publications import FOLDER

SDN = FOLDER / "sdn-2026-01-02.xml"
CONSOLIDATED = FOLDER / "consolidated-2026-01-02.xml"
CSV = FOLDER / "ofac-csv"
MEMBERS = ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")

Read = Callable[[IO[bytes], Reading], Iterator[Row]]
Map = Callable[[Iterable[Row], Reading], Iterator[ListedParty]]


class Pipe(io.RawIOBase):
    """A stream that can only be read, in small pieces."""

    def __init__(self, data: bytes, piece: int = 7) -> None:
        super().__init__()
        self._data, self._piece = io.BytesIO(data), piece

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._data.read(self._piece if size < 0 else min(size, self._piece))


def triple(changed: Mapping[str, bytes | None] | None = None) -> dict[str, bytes]:
    """Return the synthetic CSV files by name, some of them changed, or left out."""
    files: dict[str, bytes | None] = {name: (CSV / name).read_bytes() for name in MEMBERS}
    files.update(changed or {})
    return {name: data for name, data in files.items() if data is not None}


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return an uncompressed tar archive of these files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return made.getvalue()


def list_of(*entries: str, count: int | None = None, day: str = "01/02/2026") -> bytes:
    """Return a list in XML with these entries."""
    head = f"<Publish_Date>{day}</Publish_Date><Record_Count>{len(entries) if count is None else count}</Record_Count>"
    return f"<sdnList><publshInformation>{head}</publshInformation>{''.join(entries)}</sdnList>".encode()


def entry(inside: str = "", uid: str = "1", kind: str = "Entity", name: str = "EXAMPLE CO.") -> str:
    """Return an entry."""
    return f"<sdnEntry><uid>{uid}</uid><lastName>{name}</lastName><sdnType>{kind}</sdnType>{inside}</sdnEntry>"


def parties_of(data: bytes, read: Read, mapped: Map, folder: Path | None = None) -> tuple[list[ListedParty], Reading]:
    """Return the parties of a publication, and what was noted."""
    reading = Reading(str(folder or "file"))
    return list(mapped(read(io.BytesIO(data), reading), reading)), reading
