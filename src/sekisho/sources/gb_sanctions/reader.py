"""The UK Sanctions List to rows, one for each designation: its XML or its CSV, told apart by their first character.

Both forms hold the same: the XML each value once, below wrappers that vary; the CSV a line for each combination of a
designation's names, addresses and so on, which stand together. So values are taken by the name of their leaf or column
wherever they stand, and values that belong together (the parts of a name, of an address) where they stand side by side.
Every leaf and column that is not known is kept under its own name.

Tested on synthetic files written from the published format, not on the official file. The OFSI Consolidated List (ConList)
was closed on 28 January 2026 and is refused. Knows nothing of what a measure means.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import IO, Final

from sekisho.errors import SourceError
from sekisho.sources.csv_records import Record, read_csv
from sekisho.sources.json_records import behind, first_byte
from sekisho.sources.reading import Reading
from sekisho.sources.xml_records import Element, read_records

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "name": ("name1", "name2", "name3", "name4", "name5", "name6", "nametype", "aliasstrength"),
        "script": ("namenonlatinscript", "nonlatinscripttype", "nonlatinscriptlanguage"),
        "address": (*(f"addressline{number}" for number in range(1, 7)), "addresspostalcode", "addresscountry"),
        "national": ("nationalidentifiernumber", "nationalidentifieradditionalinformation"),
        "passport": ("passportnumber", "passportadditionalinformation"),
        "birth": ("townofbirth", "countryofbirth"),
    }
)
"""Values that belong together, by the names of their leaves without spaces and case."""
SINGLE: Final = frozenset(
    (
        "lastupdated",
        "uniqueid",
        "ofsigroupid",
        "unreferencenumber",
        "title",
        "regimename",
        "designationtype",
        "designationsource",
        "sanctionsimposed",
        "otherinformation",
        "ukstatementofreasons",
        "phonenumber",
        "website",
        "emailaddress",
        "datedesignated",
        "dob",
        "nationality",
        "position",
        "gender",
        "typeofentity",
        "subsidiary",
        "parentcompany",
        "businessregistrationnumber",
        "imonumber",
        "currentowneroperator",
        "previousowneroperator",
        "currentbelievedflagofship",
        "previousflag",
        "typeofship",
        "tonnageofship",
        "lengthofship",
        "yearbuilt",
        "hullidentificationnumber",
    )
)
"""Values that stand alone; a designation may have several of each."""
_GROUP_OF: Final = {name: group for group, names in GROUPS.items() for name in names}
_SAME: Final = {
    "nationalityies": "nationality",
    "subsidiaries": "subsidiary",
    "businessregistrationnumbers": "businessregistrationnumber",
    "currentowneroperators": "currentowneroperator",
    "previousowneroperators": "previousowneroperator",
    "previousflags": "previousflag",
    "hullidentificationnumberhin": "hullidentificationnumber",
    "individualentityship": "designationtype",
}
_COLUMNS: Final = ("unique id", "name 6", "name 1", "name type", "regime name", "designation type", "date designated")
_INDICATORS: Final = "sanctionsimposedindicators"
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REPORTED: Final = re.compile(r'"?Report Date:?\s*(\d{1,2})-([A-Za-z]{3})[a-z]*-(\d{4})"?[\s,]*', re.IGNORECASE)
_GENERATED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T].*)?")
_LONGEST_HEAD: Final = 10_000
MOST_LINES: Final = 200_000
"""Lines of the CSV for one designation."""
MOST_VALUES: Final = 20_000
"""Values of one designation."""


@dataclass(slots=True)
class Row:
    """A designation.

    Attributes:
        line: Where it begins in the file, from 1.
        id: Its unique id; empty if the file gives none.
        values: What stands alone, by the names in SINGLE; each value once, in order.
        groups: What belongs together, by the names in GROUPS; each in the order given there, empty where it is not given.
        other: Leaves and columns that are not known, with their texts.
    """

    line: int
    id: str
    values: dict[str, dict[str, None]] = field(default_factory=dict)
    groups: dict[str, dict[tuple[str, ...], None]] = field(default_factory=dict)
    other: dict[tuple[str, str], None] = field(default_factory=dict)

    def all(self, name: str) -> tuple[str, ...]:
        """Return the values of a name."""
        return tuple(self.values.get(name, ()))

    def first(self, name: str) -> str:
        """Return the first value of a name, or an empty text."""
        return next(iter(self.values.get(name, ())), "")

    def parts(self, group: str) -> tuple[tuple[str, ...], ...]:
        """Return what belongs together."""
        return tuple(self.groups.get(group, ()))

    def add(self, leaves: list[tuple[str, str, str]]) -> None:
        """Take up texts that stand side by side, each with the name that it is known by and its printed one."""
        held: dict[str, dict[str, str]] = {}
        for name, printed, text in leaves:
            group = _GROUP_OF.get(name)
            if group is not None:
                if name in held.setdefault(group, {}):
                    self._close(group, held.pop(group))
                held.setdefault(group, {})[name] = text
            elif name in SINGLE:
                self.values.setdefault(name, {})[text] = None
            else:
                self.other[printed, text] = None
        for group, found in held.items():
            self._close(group, found)

    def size(self) -> int:
        """Return how many values it has."""
        return sum(map(len, self.values.values())) + sum(map(len, self.groups.values())) + len(self.other)

    def _close(self, group: str, found: Mapping[str, str]) -> None:
        self.groups.setdefault(group, {})[tuple(found.get(name, "") for name in GROUPS[group])] = None


def known_name(printed: str) -> str:
    """Return a leaf's or column's name without spaces, marks and case; the same for both forms."""
    flat = "".join(letter for letter in printed.lower() if letter.isalnum())
    return _SAME.get(flat, flat)


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Yield the designations; the day of the list is noted.

    Raises:
        SourceError: Neither of the two forms, truncated, without its day in the right form, or the closed ConList.
    """
    if PurePath(reading.file).name.lower().startswith("conlist"):
        raise SourceError(
            "the OFSI Consolidated List (ConList) was closed on 2026-01-28 and is not kept up",
            file=reading.file,
            remedy="load the UK Sanctions List instead",
        )
    begins, again = first_byte(stream)
    return _xml(again, reading) if begins == b"<" else _csv(again, reading)


def _line(text: str) -> str:
    return " ".join(text.split())


def _day(reading: Reading, line: int, day: str, month: int, year: str) -> dt.date:
    try:
        return dt.date(int(year), month, int(day))
    except ValueError as problem:
        raise reading.error("the day of the list is none of the calendar", line=line) from problem


def _xml(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    for element in read_records(stream, reading, "Designations", ("Designation",), ("DateGenerated",)):
        if element.tag == "DateGenerated":
            found = _GENERATED.fullmatch(element.text)
            if found is None or reading.day is not None:
                raise reading.error("DateGenerated is no day, or stands twice", line=element.line)
            reading.day = _day(reading, element.line, found[1], int(found[2]), found[3])
        elif element.tag == "Designation":
            reading.count("designations")
            row = Row(element.line, "")
            _descend(element, row)
            row.id = row.first("uniqueid")
            yield row


def _descend(element: Element, row: Row) -> None:
    """Take up every leaf below an element."""
    leaves = [(f"{element.tag}@{name}", f"{element.tag}@{name}", _line(text)) for name, text in element.attributes.items()]
    if element.children and element.text:
        leaves.append((f"{element.tag}/", element.tag, _line(element.text)))
    leaves += [
        (known_name(child.tag), child.tag, _line(child.text))
        for child in element.children
        if child.text and not child.children
    ]
    if known_name(element.tag) == _INDICATORS:
        leaves = [leaf for leaf in leaves if _says_more(leaf, row)]
    row.add(leaves)
    for child in element.children:
        if child.children or child.attributes:
            _descend(child, row)


def _says_more(leaf: tuple[str, str, str], row: Row) -> bool:
    """Tell whether an indicator says something that the measures in words do not say."""
    name, _, text = leaf
    told = {known_name(one) for words in row.all("sanctionsimposed") for one in words.split("|")}
    return text.lower() != "false" and not (text.lower() == "true" and name in told)


def _csv(stream: io.BufferedReader, reading: Reading) -> Iterator[Row]:
    row: Row | None = None
    lines = 0
    for record in read_csv(_headed(stream, reading), reading, _COLUMNS):
        reading.count("lines")
        found = _line(record["unique id"])
        if row is None or not found or found != row.id:
            if row is not None:
                yield row
            row, lines = Row(record.line, found), 0
            reading.count("designations")
        lines += 1
        row.add(_leaves(record))
        if lines > MOST_LINES or row.size() > MOST_VALUES:
            raise reading.error(f"the designation {found[:40]!r} has too many lines or values", line=record.line)
    if row is not None:
        yield row
    elif not reading.unread_rows:
        raise reading.error("the file holds no designation")


def _leaves(record: Record) -> list[tuple[str, str, str]]:
    return [(known_name(column), column, _line(cell)) for column, cell in record.cells.items() if cell]


def _headed(stream: io.BufferedReader, reading: Reading) -> IO[bytes]:
    """Return the file from its head on, an empty line for the one with the report date, so that lines keep their numbers."""
    first = stream.readline(_LONGEST_HEAD)
    text = first.decode("utf-8-sig", errors="replace").strip()
    if "report date" not in text.lower():
        return behind(first, stream)
    found = _REPORTED.fullmatch(text)
    if found is None or found[2].lower() not in _MONTHS:
        raise reading.error("the first line gives no report date", line=1)
    reading.day = _day(reading, 1, found[1], _MONTHS.index(found[2].lower()) + 1, found[3])
    return behind(b"\n", stream)
