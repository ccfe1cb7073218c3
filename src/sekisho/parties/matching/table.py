"""The names of many parties, prepared once and read one at a time.

Decides how prepared names are laid out: each way to read a name once, each printed name once, and who bears it. Refuses to
know how names are found (a `Postings`) and compared.

The table is derived data, made to be mapped into memory; the numbers in it are those of the machine that made it.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from mmap import mmap
from typing import Final, NamedTuple

from sekisho.errors import SourceError
from sekisho.parties.matching.features import features
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.sketch import Sketch, pack_sketch, sketch, unpack_sketch
from sekisho.parties.matching.token import Variant, pack, unpack
from sekisho.parties.party import ListedParty

PERSON: Final = "P"
OTHER: Final = "O"
ADDRESS: Final = "A"
IDENTIFIER: Final = "I"
_MAGIC: Final = b"sekisho-names-3\n"
_REMEDY: Final = "remove the file; the next screening makes it again"
_STORE_SHIFT, _PARTY_SHIFT = 48, 16


class Bearer(NamedTuple):
    """Who bears a name.

    Attributes:
        store: Number of the store.
        party: Number of the party in it.
        name: Which of the party's names.
    """

    store: int
    party: int
    name: int


class Printed(NamedTuple):
    """A name as printed.

    Attributes:
        kind: `PERSON`, `OTHER`, `ADDRESS` or `IDENTIFIER`.
        text: As printed.
    """

    kind: str
    text: str


class NameTable:
    """Prepared names; make one with a `TableBuilder`.

    Attributes:
        readings: How many ways to read a name there are.
        names: How many printed names there are.
        stores: Digests of the stores whose names it holds.
    """

    __slots__ = (
        "_addresses",
        "_bearers",
        "_data",
        "_printed",
        "_readings",
        "_sketches",
        "_spread",
        "names",
        "readings",
        "stores",
    )

    def __init__(self, data: bytes | mmap, file: str | None = None) -> None:
        self._data = data
        try:
            if data[: len(_MAGIC)] != _MAGIC:
                raise ValueError("another version")
            end = data.find(b"\n", len(_MAGIC))
            header = json.loads(data[len(_MAGIC) : end])
            if header["order"] != sys.byteorder:
                raise ValueError("made on another machine")
            self.stores: tuple[str, ...] = tuple(header["stores"])
            self._addresses: tuple[int, ...] = tuple(header["addresses"])
            view, at = memoryview(data), end + 1
            parts: list[_Column] = []
            for offsets, length, width in header["columns"]:
                parts.append(_Column(view[at : at + 8 * offsets].cast("Q"), view, at + 8 * offsets, width))
                at += 8 * offsets + length
            self._readings, self._sketches, self._printed, self._spread, self._bearers = parts
            if at != len(data):
                raise ValueError("its length is wrong")
        except (ValueError, KeyError, TypeError, IndexError) as problem:
            raise SourceError(f"the table of names is damaged: {problem}", file=file, remedy=_REMEDY) from problem
        self.readings, self.names = len(self._readings), len(self._printed)

    def reading(self, number: int) -> str:
        """Return a way to read a name, packed."""
        return self._readings.text(number)

    def variant(self, number: int) -> Variant:
        """Return a way to read a name."""
        return unpack(self._readings.text(number))

    def sketches(self, numbers: Iterable[int]) -> list[Sketch]:
        """Return the sketches of ways to read names."""
        return list(map(unpack_sketch, self._sketches.texts(numbers)))

    def marked(self) -> Iterator[tuple[int, list[str]]]:
        """Return every way to read a name by its number, with its marks."""
        for number in range(self.readings):
            yield number, marks_of(self.reading(number))

    def printed_with(self, reading: int) -> Sequence[int]:
        """Return the numbers of the printed names that are read in a way."""
        return self._spread.numbers(reading)

    def printed(self, number: int) -> Printed:
        """Return a printed name by its number."""
        text = self._printed.text(number)
        return Printed(text[0], text[1:])

    @property
    def addresses(self) -> tuple[int, ...]:
        """Return the numbers of the printed addresses of address-only entries."""
        return self._addresses

    def bearers(self, printed: int) -> Iterator[Bearer]:
        """Return who bears a printed name."""
        for packed in self._bearers.numbers(printed):
            yield Bearer(packed >> _STORE_SHIFT, (packed >> _PARTY_SHIFT) & 0xFFFFFFFF, packed & 0xFFFF)

    def __bytes__(self) -> bytes:
        """Return the table, to be stored."""
        return bytes(self._data)


class _Column:
    """Rows of bytes of different lengths, or of 64-bit numbers."""

    __slots__ = ("_offsets", "_start", "_view", "_width")

    def __init__(self, offsets: memoryview[int], view: memoryview[int], start: int, width: int) -> None:
        self._offsets, self._view, self._start, self._width = offsets, view, start, width

    def __len__(self) -> int:
        return max(0, len(self._offsets) - 1)

    def _row(self, number: int) -> memoryview[int]:
        width = self._width
        start, end = self._offsets[number] * width, self._offsets[number + 1] * width
        return self._view[self._start + start : self._start + end]

    def text(self, number: int) -> str:
        return str(self._row(number), "utf-8")

    def texts(self, numbers: Iterable[int]) -> list[str]:
        """Return texts, in a fraction of the time that each would take alone."""
        offsets, view, first = self._offsets, self._view, self._start
        return [str(view[first + offsets[number] : first + offsets[number + 1]], "utf-8") for number in numbers]

    def numbers(self, number: int) -> Sequence[int]:
        return self._row(number).cast("Q").tolist()


class TableBuilder:
    """Collects the names of stores. The same stores in the same order make the same table, byte by byte.

    Args:
        before: A table that was made before; names that stand in it are not read again.
    """

    def __init__(self, before: NameTable | None = None) -> None:
        self._readings: dict[str, int] = {}
        self._sketches: list[str] = []
        self._printed: dict[str, int] = {}
        self._spread: list[list[int]] = []
        self._bearers: list[list[int]] = []
        self._stores: list[str] = []
        self._known: dict[str, list[str]] = {} if before is None else _read_before(before)

    def add(self, digest: str, parties: Iterable[ListedParty]) -> None:
        """Take in the names of a store."""
        store = len(self._stores)
        self._stores.append(digest)
        for number, party in enumerate(parties):
            for name, (kind, text) in enumerate(_names_of(party)):
                packed = store << _STORE_SHIFT | number << _PARTY_SHIFT | min(name, 0xFFFF)
                self._bearers[self._name(kind, text)].append(packed)

    def build(self) -> NameTable:
        """Lay the names out."""
        columns = [
            _texts(self._readings),
            _texts(self._sketches),
            _texts(self._printed),
            _numbers(self._spread),
            _numbers(self._bearers),
        ]
        header = {
            "order": sys.byteorder,
            "stores": self._stores,
            "addresses": [at for at, key in enumerate(self._printed) if key[0] == ADDRESS],
            "columns": [(len(offsets), len(body), width) for offsets, body, width in columns],
        }
        head = _MAGIC + json.dumps(header, separators=(",", ":")).encode() + b"\n"
        return NameTable(head + b"".join(offsets.tobytes() + body for offsets, body, _ in columns))

    def _name(self, kind: str, text: str) -> int:
        key = kind + text
        number = self._printed.get(key)
        if number is None:
            number = self._printed[key] = len(self._bearers)
            self._bearers.append([])
            known = self._known.get(key)
            read = [(line, None) for line in known] if known else sorted(_lines(kind, text))
            for line, variant in read:
                self._spread[self._reading(line, variant)].append(number)
        return number

    def _reading(self, line: str, variant: Variant | None) -> int:
        number = self._readings.get(line)
        if number is None:
            number = self._readings[line] = len(self._spread)
            self._spread.append([])
            self._sketches.append("" if line.startswith("#") else pack_sketch(sketch(variant or unpack(line))))
        return number


def _read_before(table: NameTable) -> dict[str, list[str]]:
    """Return how each printed name of a table is read."""
    found: dict[int, list[str]] = {}
    for reading in range(table.readings):
        line = table.reading(reading)
        for number in table.printed_with(reading):
            found.setdefault(number, []).append(line)
    return {"".join(table.printed(number)): sorted(lines) for number, lines in found.items()}


def marks_of(line: str) -> list[str]:
    """Return the marks of a packed reading."""
    if line.startswith("#"):
        return [line]
    return features((unpack(line),))


def identifier_mark(value: str) -> str:
    """Return the mark of a number that tells a party from every other; empty where too little is left of it."""
    plain = "".join(char for char in value.upper() if char.isalnum())
    return f"#{plain[:40]}" if len(plain) >= 5 and any(map(str.isdigit, plain)) else ""


def _names_of(party: ListedParty) -> Iterator[tuple[str, str]]:
    """Return what a party is found by: its names in their order, then its numbers; the address of an address-only entry."""
    if party.schema == "Address":
        yield from ((ADDRESS, " ".join(one.split())) for one in party.addresses)
        return
    kind = PERSON if party.schema == "Person" else OTHER
    for name in party.names:
        yield kind, " ".join(name.value.split())
    for values in party.identifiers.values():
        yield from ((IDENTIFIER, value) for value in values if identifier_mark(value))


def _lines(kind: str, text: str) -> Iterator[tuple[str, Variant | None]]:
    """Return the ways to read a printed name, packed and as they were read."""
    if kind == IDENTIFIER:
        yield identifier_mark(text), None
    elif kind != ADDRESS:
        yield from ((pack(one), one) for one in variants(text, "Person" if kind == PERSON else "Company"))


def _texts(rows: Iterable[str]) -> tuple[array[int], bytes, int]:
    encoded = [row.encode(errors="replace") for row in rows]
    offsets = array("Q", [0])
    for row in encoded:
        offsets.append(offsets[-1] + len(row))
    return offsets, b"".join(encoded), 1


def _numbers(rows: list[list[int]]) -> tuple[array[int], bytes, int]:
    offsets, values = array("Q", [0]), array("Q")
    for row in rows:
        values.extend(row)
        offsets.append(len(values))
    return offsets, values.tobytes(), 8
