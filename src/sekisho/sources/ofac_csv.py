"""The CSV files of the Office of Foreign Assets Control, read together: entries, addresses, other names, longer remarks.

Decides which of the two formats of an OFAC list a stream holds, how the CSV files belong together, and which parts of the
remarks, where these files print dates, nationalities and identifiers, are read; the remarks stay whole. A publication of
several files comes as an uncompressed tar archive, of which nothing is written to disk.
"""

from __future__ import annotations

import csv
import io
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, Self

from sekisho.errors import PlaceError
from sekisho.sources.ofac import Address, Alias, Row, parted, read_xml
from sekisho.sources.ofac_ids import KINDS, Identifier, dates_of, is_name, property_of
from sekisho.sources.reading import Reading, lines_of
from sekisho.terms.places import place

LARGEST_MEMBER: Final = 64_000_000
"""Bytes of one CSV file."""
_LONGEST_PIECE: Final = 1_000
_NOTHING: Final = "-0-"
_END: Final = "\x1a"
_MAIN: Final = ("ent_num", "sdn_name", "sdn_type", "program", "title", "callSign", "vesselType", "tonnage")
_MAIN_COLUMNS: Final = (*_MAIN, "grossRegisteredTonnage", "vesselFlag", "vesselOwner", "remarks")
_VESSEL_COLUMNS: Final = _MAIN_COLUMNS[5:11]
_ADDRESS_COLUMNS: Final = ("ent_num", "add_num", "address", "city", "country", "add_remarks")
_ALIAS_COLUMNS: Final = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
_COMMENT_COLUMNS: Final = ("ent_num", "remarks")
_TYPES: Final = {"": "Entity", "individual": "Individual", "vessel": "Vessel", "aircraft": "Aircraft", "entity": "Entity"}
_ALIASES: Final = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}
_DATE: Final = r"(?:[0-9]{1,2} )?(?:[A-Z][a-z]{2} )?[0-9]{4}"
_PIECE: Final = re.compile(r"(?:alt\. )?(?P<what>DOB|POB|nationality|citizen) (?P<text>.+)", re.DOTALL)
_WEAK: Final = re.compile(r"(?P<kind>[afn]\.k\.a\.) '(?P<name>[^;]+)'")
_NUMBER: Final = re.compile(
    rf"(?P<number>.+?)(?P<country> \([^()]+\))?(?: issued (?P<issued>{_DATE}))?(?: expires (?P<expires>{_DATE}))?", re.DOTALL
)
_READ_KINDS: Final = tuple(sorted((kind for kind, name in KINDS.items() if name != "notes"), key=len, reverse=True))
_CURRENCY: Final = re.compile(r"(?P<kind>Digital Currency Address - [A-Z0-9]+) (?P<rest>\S+)")
_WITH_DIGITS: Final = frozenset(("passportNumber", "idNumber", "taxNumber", "registrationNumber", "socialSecurityNumber"))


@dataclass(frozen=True, slots=True)
class Members:
    """Names of the CSV files of a list, in lower case.

    Attributes:
        main: Of the entries.
        addresses: Of their addresses.
        aliases: Of their other names.
        comments: Of remarks that go on from those of the entries; need not be there.
    """

    main: str
    addresses: str
    aliases: str
    comments: str


def read_list(stream: IO[bytes], reading: Reading, members: Members) -> Iterator[Row]:
    """Yield the entries of an OFAC list: XML, or the CSV files in a tar archive, as the first bytes tell.

    Args:
        stream: The publication, read in pieces; it need not be seekable.
        reading: Where its day, its own count and rows that cannot be read are noted.
        members: Names of the CSV files.

    Raises:
        SourceError: Neither of the two, or malformed as a whole.
    """
    whole = io.BufferedReader(_Pieces(stream), 1 << 16)
    head = whole.peek(tarfile.BLOCKSIZE)[: tarfile.BLOCKSIZE]
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[257:262] == b"ustar":
        return _read_archive(whole, reading, members)
    if text.startswith(b"<"):
        return read_xml(whole, reading)
    if not text:
        raise reading.error("the file is empty")
    needed = f"{members.main} with {members.addresses} and {members.aliases} beside it"
    raise reading.error(f"the file is neither XML nor an archive of {needed}")


class _Pieces(io.RawIOBase):
    """A stream that need only have ``read``, as one that can be looked into."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        done = 0
        while done < len(buffer) and (piece := self._stream.read(len(buffer) - done)):
            buffer[done : done + len(piece)] = piece
            done += len(piece)
        return done


class _Member(tarfile.TarInfo):
    """A member of an archive; a header that is not whole is an error, never the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        if len(buf) == tarfile.BLOCKSIZE and not any(buf):
            return super().frombuf(buf, encoding, errors)
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as problem:
            raise tarfile.ReadError(str(problem)) from problem


def _read_archive(stream: IO[bytes], reading: Reading, members: Members) -> Iterator[Row]:
    held = _held(stream, reading, members)
    for name in (members.main, members.addresses, members.aliases):
        if name not in held:
            raise reading.error(f"the archive lacks {name}")
        if not held[name].strip():
            raise reading.error(f"{name} is empty")
    comments = _by_entry(held.pop(members.comments, b""), reading, members.comments, _COMMENT_COLUMNS)
    addresses = _by_entry(held.pop(members.addresses), reading, members.addresses, _ADDRESS_COLUMNS)
    aliases = _by_entry(held.pop(members.aliases), reading, members.aliases, _ALIAS_COLUMNS)
    for line, cells in _rows(held.pop(members.main), reading, members.main, _MAIN_COLUMNS):
        number = _cell(cells[0])
        if not is_name(_cell(cells[1])):
            reading.skip(line, f"{members.main}: the entry {number[:40]} has no name")
            continue
        more = "".join(one[1] for _, one in comments.pop(number, ()))
        yield _row(line, cells, more, aliases.pop(number, []), addresses.pop(number, []))
    for name, left in ((members.comments, comments), (members.addresses, addresses), (members.aliases, aliases)):
        for number, rows in left.items():
            for line, _ in rows:
                reading.skip(line, f"{name}: the entry {number[:40]} is not in {members.main}")


def _held(stream: IO[bytes], reading: Reading, members: Members) -> dict[str, bytes]:
    """Return the files of the archive; only these may be in it, each once and of bounded size."""
    wanted = (members.main, members.addresses, members.aliases, members.comments)
    held: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Member, errors="strict") as archive:
            for member in archive:
                name = member.name.lower()
                if name not in wanted or not member.isreg() or name in held:
                    raise reading.error(
                        f"the archive holds {member.name[:80]!r}; expected are {', '.join(wanted)}, each once"
                    )
                if not 0 <= member.size <= LARGEST_MEMBER:
                    raise reading.error(f"{name} is larger than {LARGEST_MEMBER:,} bytes")
                content = archive.extractfile(member)
                data = b"" if content is None else content.read()
                if len(data) != member.size:
                    raise reading.error(f"the archive ends within {name}")
                held[name] = data
    except (tarfile.TarError, EOFError, ValueError, OverflowError, OSError) as problem:
        raise reading.error(f"the archive cannot be read: {problem}"[:200]) from problem
    return held


def _rows(data: bytes, reading: Reading, name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with their lines, the cells as they stand; the Ctrl-Z at the end is no row."""
    ended = 0
    for line, text in lines_of(io.BytesIO(data), reading):
        if ended and text.strip():
            reading.skip(line, f"{name}: a row after the end-of-file mark in line {ended}")
            continue
        if not text.strip():
            continue
        if text.strip() == _END:
            ended = line
            continue
        try:
            cells = next(csv.reader([text], strict=True))
        except csv.Error as problem:
            reading.skip(line, f"{name}: the quoting of the row is wrong: {problem}")
            continue
        if len(cells) != len(columns):
            reading.skip(line, f"{name}: the row has {len(cells)} cells, not {len(columns)}")
        elif not re.fullmatch(r"[0-9]{1,12}", cells[0].strip()):
            reading.skip(line, f"{name}: the row has no number: {cells[0][:40]!r}")
        else:
            yield line, cells


_Found = list[tuple[int, list[str]]]


def _by_entry(data: bytes, reading: Reading, name: str, columns: tuple[str, ...]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    if data:
        for line, cells in _rows(data, reading, name, columns):
            found.setdefault(cells[0].strip(), []).append((line, cells))
    return found


def _cell(text: str) -> str:
    """Return a cell's text on one line; ``-0-`` stands for nothing."""
    text = " ".join(text.split())
    return "" if text == _NOTHING else text


def _row(line: int, cells: list[str], more: str, aliases: _Found, addresses: _Found) -> Row:
    named = {column: _cell(cell) for column, cell in zip(_MAIN_COLUMNS, cells, strict=True)}
    kind = _TYPES.get(named["sdn_type"].lower(), named["sdn_type"])
    first, last = parted("", named["sdn_name"], kind == "Individual")
    remarks = _cell(cells[-1] + more) if _cell(cells[-1]) else _cell(more)
    said = _Said.of(remarks)
    others = [_alias(_cell(one[2]), _cell(one[3]), _cell(one[4])) for _, one in aliases]
    places = [Address(", ".join(filter(None, map(_cell, one[2:4]))), _cell(one[4]), _cell(one[5])) for _, one in addresses]
    return Row(
        line=line,
        uid=named["ent_num"],
        kind=kind,
        first=first,
        last=last,
        title=named["title"],
        remarks=remarks,
        programs=tuple(filter(None, (one.strip(" []") for one in named["program"].split("] [")))),
        aliases=(*others, *said.aliases),
        addresses=tuple(one for one in places if one.text or one.country or one.remarks),
        identifiers=tuple(said.identifiers),
        nationalities=tuple(said.texts["nationality"]),
        citizenships=tuple(said.texts["citizen"]),
        births=tuple(said.texts["DOB"]),
        birthplaces=tuple(said.texts["POB"]),
        vessel=tuple((tag, named[tag]) for tag in _VESSEL_COLUMNS if named[tag]),
        told=True,
    )


def _alias(kind: str, name: str, remarks: str) -> Alias:
    return Alias("", name, _ALIASES.get(kind.lower(), kind), remarks=remarks)


@dataclass(slots=True)
class _Said:
    """What the remarks say where their wording leaves no doubt."""

    texts: dict[str, list[str]]
    identifiers: list[Identifier]
    aliases: list[Alias]

    @classmethod
    def of(cls, remarks: str) -> Self:
        said = cls({"DOB": [], "POB": [], "nationality": [], "citizen": []}, [], [])
        for piece in remarks.removesuffix(".").split("; "):
            if found := _PIECE.fullmatch(piece):
                if _is_certain(found["what"], found["text"]):
                    said.texts[found["what"]].append(found["text"])
            elif weak := _WEAK.fullmatch(piece):
                said.aliases.append(Alias("", weak["name"], weak["kind"], weak=True))
            elif one := _identifier(piece.removeprefix("alt. ")):
                said.identifiers.append(one)
        return said


def _is_certain(what: str, text: str) -> bool:
    if what == "DOB":
        return bool(dates_of(text))
    return what == "POB" or not text.startswith("possibly ")


def _identifier(piece: str) -> Identifier | None:
    if len(piece) > _LONGEST_PIECE:
        return None
    if coin := _CURRENCY.fullmatch(piece):
        return Identifier(coin["kind"], coin["rest"])
    kind = next((one for one in _READ_KINDS if piece.startswith(f"{one} ")), "")
    found = _NUMBER.fullmatch(piece[len(kind) + 1 :]) if kind else None
    if found is None:
        return None
    number, country = found["number"], (found["country"] or "").strip(" ()")
    if country and not _is_place(country):
        number, country = number + found["country"], ""
    if property_of(kind) in _WITH_DIGITS and kind != "Aircraft Tail Number" and not re.search(r"\d", number):
        return None
    return Identifier(kind, number, country, found["issued"] or "", found["expires"] or "")


def _is_place(text: str) -> bool:
    try:
        place(text)
    except PlaceError:
        return False
    return True
