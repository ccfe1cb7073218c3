"""The Commerce Control List out of its eCFR XML: every ECCN with the blocks of text that belong to it.

Decides where an ECCN begins and ends, and which headings and notes stand above it for its whole category or product group.
Knows nothing of entries, thresholds or law.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final

from sekisho.errors import SourceError
from sekisho.sources.official_text import Section
from sekisho.sources.reading import Reading, whole
from sekisho.sources.us_ccl.blocks import CLOSING, LARGEST_FILE, LOST, REMEDY, ROW, Block, blocks
from sekisho.sources.us_ccl.entry import HEADING, Entry
from sekisho.sources.us_ccl.mapper import section_of

__all__ = ["LARGEST_FILE", "read", "read_ccl"]

_GROUP: Final = re.compile(r"Category \d|[A-E]\. ")
"""A heading between ECCNs; headings inside one are written with the same element."""
_WITHIN: Final = re.compile(r"Part \d|[IVX]+\. ")
"""A heading between ECCNs that has always been read as the end of the ECCN above it."""
_LEVELS: Final = tuple(map(re.compile, (r"Category \d", r"Part \d", r"[A-E]\. ", r"[IVX]+\. ")))
_EAR99: Final = re.compile(r"EAR99 ")
_CITED: Final = re.compile(r"\b\d{1,3} FR \d{1,6}, ([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})\b")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(stream: IO[bytes], reading: Reading) -> Iterator[Entry]:
    """Yield each ECCN with its blocks.

    Raises:
        SourceError: Not such a file; the error names file and line.
    """
    reading.remedy = REMEDY
    yield from _entries(_noted(blocks(whole(stream, reading, LARGEST_FILE), reading.file), reading), reading)


def read_ccl(data: bytes, file: str) -> Mapping[str, Section]:
    """Read the list.

    Args:
        data: The file.
        file: Its name, for errors.

    Returns:
        Each ECCN by its code.

    Raises:
        SourceError: Not such a file, or an ECCN stands in it twice; the error names file and line.
    """
    found: dict[str, Section] = {}
    for entry in _entries(blocks(data, file), Reading(file, REMEDY)):
        section = section_of(entry)
        if section.code in found:
            raise SourceError(f"{section.code} stands in the file twice", file=file, line=section.line, remedy=REMEDY)
        found[section.code] = section
    return found


@dataclass(slots=True)
class _Group:
    """What stands above the ECCNs of a category and product group."""

    levels: list[list[str]] = field(default_factory=lambda: [[], [], [], []])
    open: int | None = None
    note: int = 0

    def begin(self, text: str) -> None:
        """Take the heading of a category, part or group; what was below it goes."""
        level = next((number for number, one in enumerate(_LEVELS) if one.match(text)), 0)
        self.levels[level:] = [[text], *([] for _ in self.levels[level + 1 :])]
        self.open = level

    def add(self, block: Block) -> None:
        """Take what stands below such a heading, before the next ECCN."""
        if self.open is None:
            return
        texts = self.levels[self.open]
        if block.note and block.note == self.note:
            texts[-1] = f"{texts[-1]} {block.text}"
        else:
            texts.append(block.text)
        self.note = block.note

    def texts(self) -> tuple[str, ...]:
        return tuple(text for level in self.levels for text in level)


def _entries(found: Iterable[Block], reading: Reading) -> Iterator[Entry]:  # noqa: PLR0912  (a branch for each kind of block)
    """Cut the blocks into ECCNs."""
    group, entry, any_ = _Group(), None, False
    for block in found:
        if block.tag == LOST:
            reading.skip(block.line, f"text in an element that is not known: {block.text[:60]}")
        if block.tag in CLOSING or block.tag == LOST:
            continue
        code = HEADING.match(block.text) if block.bold and not block.note else None
        between = block.tag in ("HD1", "HD2", "HEAD")
        if code is not None or (between and _GROUP.match(block.text)):
            if entry is not None:
                yield entry
            entry = None if code is None else Entry(block, [], group.texts())
            any_ = any_ or code is not None
            if code is None:
                group.begin(block.text)
            else:
                group.open = None
            continue
        if between and _WITHIN.match(block.text):
            group.begin(block.text)
        elif block.tag != ROW:
            group.add(block)
        if block.bold and not block.note and block.tag == "FP-2" and not _EAR99.match(block.text):
            reading.skip(block.line, f"a heading without an ECCN: {block.text[:60]}")
        if entry is not None:
            entry.blocks.append(block)
    if entry is not None:
        yield entry
    if not any_:
        raise reading.error("no ECCN stands in the file")


def _noted(found: Iterable[Block], reading: Reading) -> Iterator[Block]:
    """Pass the blocks on; note the newest rule that they cite, and count the rows of their tables."""
    for block in found:
        for month, day, year in _CITED.findall(block.text):
            if month[:3].lower() not in _MONTHS:
                continue
            try:
                cited = dt.date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
            except ValueError:
                continue
            reading.cited = cited if reading.cited is None else max(cited, reading.cited)
        if block.tag == ROW:
            reading.count("table rows")
        yield block
