"""Listed parties in one file, of which one party can be read without reading the others.

Decides how the parties of a snapshot are laid out: a header, where each record begins, and the records. Refuses to know how
they are found by name (`sekisho.parties.index`).

A store is derived data. Each record carries its checksum, so that a damaged one is noticed when it is read, and the
header carries the digest of the whole.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Set
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final, Self
from zlib import crc32

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty
from sekisho.parties.record import dump_party, load_party

_MAGIC: Final = b"sekisho-parties-2\n"
_REMEDY: Final = "load the source again with `sekisho sources load`"
_LONGEST_HEADER: Final = 100_000


class PartyStore:
    """The parties of one snapshot; make one with `build`, `load` or `open`.

    Attributes:
        digest: SHA-256 of the records, in hexadecimal; what is derived from the store names it.
        parties: How many parties it holds.
        sources: How many of them each source has.
    """

    __slots__ = ("_data", "_file", "_records", "_starts", "digest", "parties", "sources")

    def __init__(self, data: bytes | mmap, file: str | None = None) -> None:
        self._data, self._file = data, file
        if data[: len(_MAGIC)] != _MAGIC:
            raise SourceError("not a store of parties of this version of Sekisho", file=file, remedy=_REMEDY)
        end = data.find(b"\n", len(_MAGIC), len(_MAGIC) + _LONGEST_HEADER)
        try:
            header = json.loads(data[len(_MAGIC) : end])
            self.digest = str(header["sha256"])
            self.sources = {sys.intern(str(name)): int(count) for name, count in header["sources"].items()}
            self.parties = sum(self.sources.values())
            view = memoryview(data)
            self._records = end + 1 + 12 * self.parties + 8
            self._starts = view[end + 1 : end + 9 + 8 * self.parties].cast("Q")
            if self._records + self._starts[-1] != len(data):
                raise ValueError("its length is wrong")
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
            raise self._damaged() from problem

    @classmethod
    def build(cls, parties: Iterable[ListedParty]) -> Self:
        """Lay out these parties."""
        starts, sums = array("Q", [0]), array("I")
        records: list[bytes] = []
        sources: dict[str, int] = {}
        digest = hashlib.sha256()
        for party in parties:
            record = dump_party(party).encode(errors="replace") + b"\n"
            digest.update(record)
            records.append(record)
            starts.append(starts[-1] + len(record))
            sums.append(crc32(record))
            sources[party.source] = sources.get(party.source, 0) + 1
        header = json.dumps({"sha256": digest.hexdigest(), "sources": sources}, separators=(",", ":")).encode() + b"\n"
        return cls(b"".join((_MAGIC, header, starts.tobytes(), sums.tobytes(), *records)))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a stored file without reading it.

        Raises:
            SourceError: It is not such a file, it is cut, or it cannot be read.
        """
        try:
            with path.open("rb") as stream:
                return cls(mmap(stream.fileno(), 0, access=ACCESS_READ), str(path))
        except (OSError, ValueError) as problem:
            raise SourceError("a store of parties cannot be read", file=str(path), remedy=_REMEDY) from problem

    def dump(self) -> bytes:
        """Return the bytes, to be stored and opened later."""
        return bytes(self._data)

    def party(self, number: int) -> ListedParty:
        """Return a party by its number.

        Raises:
            SourceError: Its record is damaged.
        """
        return load_party(self._record(number))

    def record(self, number: int) -> str:
        """Return the record of a party as text: equal records are equal parties.

        Raises:
            SourceError: It is damaged.
        """
        return self._record(number).decode()

    def ids(self) -> Iterator[str]:
        """Return the id of every party, without reading the rest of it."""
        decode = json.JSONDecoder().raw_decode
        for number in range(self.parties):
            yield decode(self.record(number)[1:])[0]

    def with_ids(self, wanted: Set[str]) -> Iterator[ListedParty]:
        """Return the parties with these ids, without reading the others."""
        return (self.party(number) for number, name in enumerate(self.ids()) if name in wanted)

    def __iter__(self) -> Iterator[ListedParty]:
        """Return every party."""
        return map(self.party, range(self.parties))

    def _record(self, number: int) -> bytes:
        start, end = self._starts[number], self._starts[number + 1]
        record = self._data[self._records + start : self._records + end]
        at = self._records - 4 * (self.parties - number)
        if int.from_bytes(self._data[at : at + 4], sys.byteorder) != crc32(record):
            raise self._damaged()
        return record

    def _damaged(self) -> SourceError:
        return SourceError("the store of parties is damaged", file=self._file, remedy=_REMEDY)
