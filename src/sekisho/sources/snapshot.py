"""An official publication as it was read on one day.

Decides from which words a snapshot gets its day. Knows no single publication.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from pathlib import PurePath

from sekisho.errors import DateError, SourceError
from sekisho.parties.party import Link, ListedParty, SourceState
from sekisho.sources.official_text import Section
from sekisho.sources.reading import Reading
from sekisho.sources.records import TableRow
from sekisho.terms.dates import parse_date

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d{2})-(0[1-9]|1[0-2])(?!-?\d)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!-?\d)")


@dataclass(frozen=True, slots=True)
class SourceSnapshot:
    """The records of one publication on one day.

    Attributes:
        state: Which bytes, of which day, and how many parties, sections or rows.
        parties: In the order of the publication, as are the rest.
        links: What connects parties.
        sections: Of a control list.
        rows: Of a table.
        reading: What was noted while it was read.
    """

    state: SourceState
    parties: tuple[ListedParty, ...]
    links: tuple[Link, ...]
    sections: tuple[Section, ...]
    rows: tuple[TableRow, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a publication's content.

    Attributes:
        day: The day.
        basis: Who says so: ``content``, ``name``, ``given``; or what is only the earliest day that it can be: ``month`` or
            ``year`` of the name, ``cited`` (the newest day that the text itself cites).
    """

    day: dt.date
    basis: str

    @property
    def at_least(self) -> bool:
        """Tell whether the content may be younger."""
        return self.basis in ("month", "year", "cited")


def day_in_name(file: str) -> dt.date | None:
    """Return the day that a file name gives, or None.

    Raises:
        SourceError: The name gives no day of the calendar, or several.
    """
    days = set(_DAY.findall(PurePath(file).name))
    if not days:
        return None
    try:
        found = {parse_date(day) for day in days}
    except DateError as problem:
        raise SourceError("the file name gives no day of the calendar", file=file) from problem
    if len(found) > 1:
        raise SourceError("the file name gives several days", file=file, remedy="rename the file")
    return found.pop()


def day_of(file: str, given: dt.date | None, reading: Reading) -> Dated:
    """Return the day of a publication's content.

    What the content says comes first, then the file's name, then what the user gave; where two of them say it they must
    agree. Where none does, the earliest day that the name's month or year, or the text itself, leaves is taken: a snapshot
    never counts as newer than is known.

    Args:
        file: Its name, for example ``ecfr-15-744-2026-07-23.xml``.
        given: The day that the user gave, if any.
        reading: What its content says.

    Raises:
        SourceError: Nothing says it, or two differ.
    """
    said = {"content": reading.day, "name": day_in_name(file), "given": given}
    found = [(basis, day) for basis, day in said.items() if day is not None]
    words = {"content": "the publication itself says", "name": "the file name says", "given": "--snapshot says"}
    for (first, one), (second, other) in itertools.pairwise(found):
        if one != other:
            raise SourceError(
                f"{words[first]} {one}, {words[second]} {other}",
                file=file,
                remedy="leave --snapshot out" if second == "given" else "rename the file",
            )
    if found:
        return Dated(found[0][1], found[0][0])
    name = PurePath(file).name
    if month := _MONTH.search(name):
        return Dated(dt.date(int(month[1]), int(month[2]), 1), "month")
    if year := _YEAR.search(name):
        return Dated(dt.date(int(year[1]), 1, 1), "year")
    if reading.cited is not None:
        return Dated(reading.cited, "cited")
    raise SourceError(
        "nothing says of which day this publication is",
        file=file,
        remedy="put the day into the file name (ecfr-15-744-2026-07-23.xml) or give --snapshot DATE",
    )
