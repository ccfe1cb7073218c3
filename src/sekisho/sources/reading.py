"""What is noted while a publication is read: its own day and counts, and the rows that could not be read.

Decides what a publication's bytes may be as text, and that nothing is passed over in silence: a row that cannot be read is
counted and shown, and whether so many are tolerable is for the card. Knows no publication.
"""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from sekisho.errors import PlaceError, SourceError
from sekisho.terms.places import place

SHOWN: Final = 50
"""Most unread rows, and unknown places, whose words are kept; all are counted."""
LONGEST_LINE: Final = 4_000_000
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read.

    Attributes:
        line: Where it begins in the file, from 1.
        message: Why, one clause.
    """

    line: int
    message: str


@dataclass(slots=True)
class Reading:
    """Notes on one publication while it is read.

    Attributes:
        file: Its name, for errors.
        remedy: What to do about a malformed one.
        day: Of its content, where the publication says so itself.
        cited: The newest day that its text cites: the content is at least of that day.
        stated: What it says of its own size, by what is counted; ``records`` is held against what was read.
        counted: What else was counted on the way: aliases, links, ...
        unread: The first rows that could not be read.
        unread_rows: How many rows could not be read.
        unknown_places: Names of countries that were not understood, with how often; they stay in the remarks.
    """

    file: str
    remedy: str = "download the publication again, whole"
    day: dt.date | None = None
    cited: dt.date | None = None
    stated: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    unread_rows: int = 0
    unknown_places: dict[str, int] = field(default_factory=dict)

    def skip(self, line: int, message: str) -> None:
        """Note a row that cannot be read."""
        self.unread_rows += 1
        if len(self.unread) < SHOWN:
            self.unread.append(Unread(line, message))

    def count(self, what: str, more: int = 1) -> None:
        """Count something."""
        self.counted[what] = self.counted.get(what, 0) + more

    def place(self, text: str) -> str | None:
        """Return the code of a country as the publication writes it; None, noted, where it is not understood."""
        try:
            return place(text)
        except PlaceError:
            known = text[:80]
            if known in self.unknown_places or len(self.unknown_places) < SHOWN:
                self.unknown_places[known] = self.unknown_places.get(known, 0) + 1
            return None

    def error(self, message: str, line: int | None = None, place: str | None = None) -> SourceError:
        """Return the error of a publication that cannot be read as a whole."""
        return SourceError(message, file=self.file, line=line, place=place, remedy=self.remedy)


def whole(stream: IO[bytes], reading: Reading, most: int) -> bytes:
    """Return all bytes of a publication that is read at once.

    Raises:
        SourceError: It is empty, or larger than a publication of its kind can be.
    """
    data = stream.read(most + 1)
    if len(data) > most:
        raise reading.error(f"the file is larger than {most:,} bytes")
    if not data.strip():
        raise reading.error("the file is empty")
    return data


def lines_of(stream: IO[bytes], reading: Reading) -> Iterator[tuple[int, str]]:
    r"""Yield the lines of a text in UTF-8, with their numbers from 1 and without their ends; one at a time is in memory.

    A byte order mark is passed over. Lines end with ``\n`` or ``\r\n``.

    Raises:
        SourceError: Not UTF-8, with a NUL, a line longer than LONGEST_LINE, or the file is empty.
    """
    decode = codecs.getincrementaldecoder("utf-8-sig")()
    held, number = "", 0
    while True:
        piece = stream.read(_PIECE)
        try:
            held += decode.decode(piece, final=not piece)
        except UnicodeDecodeError as problem:
            at = number + 1 + held.count("\n") + problem.object[: problem.start].count(b"\n")
            raise reading.error("the file is not text in UTF-8", line=at) from problem
        if "\0" in held:
            at = number + 1 + held.count("\n", 0, held.index("\0"))
            raise reading.error("the file holds a NUL character, so it is no text", line=at)
        *done, held = held.split("\n")
        for line in done:
            number += 1
            yield number, line.removesuffix("\r")
        if len(held) > LONGEST_LINE:
            raise reading.error(f"a line has more than {LONGEST_LINE:,} characters", line=number + 1)
        if not piece:
            break
    if held:
        number += 1
        yield number, held.removesuffix("\r")
    if number == 0:
        raise reading.error("the file is empty")
