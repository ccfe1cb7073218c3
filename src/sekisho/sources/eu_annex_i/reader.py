"""Annex I to Regulation (EU) 2021/821 out of its text: every entry with its paragraphs and notes.

Decides whether a text is laid out in columns or plain. Refuses other encodings than UTF-8. Knows nothing of entries of the
rulebook, thresholds or law.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import IO, Final

from sekisho.errors import SourceError
from sekisho.sources.eu_annex_i import columns, plain
from sekisho.sources.eu_annex_i.entry import Entry
from sekisho.sources.eu_annex_i.mapper import section_of
from sekisho.sources.official_text import Section
from sekisho.sources.reading import Reading, whole

LARGEST_FILE: Final = 8_000_000
_REMEDY: Final = "use the English text of Annex I, for example of the consolidated Regulation from EUR-Lex"
_CITED: Final = re.compile(r"\bOJ L[ ,]?[^()\n]{0,30}?\b(\d{1,2})\.(\d{1,2})\.(20\d{2})")


def read(stream: IO[bytes], reading: Reading) -> Iterator[Entry]:
    """Yield the entries in the order of print.

    Raises:
        SourceError: Not such a file.
    """
    reading.remedy = _REMEDY
    yield from _entries(whole(stream, reading, LARGEST_FILE), reading)


def read_annex(data: bytes, file: str) -> Mapping[str, Section]:
    """Read the annex.

    Args:
        data: The file.
        file: Its name, for errors.

    Returns:
        Each entry by its code, with what its code heads once more at the top of a page.

    Raises:
        SourceError: Not such a file, or an entry stands in it twice; the error names file and line.
    """
    if len(data) > LARGEST_FILE:
        raise SourceError(f"the file has {len(data):,} bytes; at most {LARGEST_FILE:,} are read", file=file)
    found: dict[str, Section] = {}
    for entry in _entries(data, Reading(file, _REMEDY)):
        if entry.code in found:
            raise SourceError(f"{entry.code} stands in the file twice", file=file, line=entry.line, remedy=_REMEDY)
        found[entry.code] = section_of(entry)
    return found


def _entries(data: bytes, reading: Reading) -> Iterator[Entry]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise reading.error("the file is not text in UTF-8", line=line) from problem
    lines = [*enumerate(text.replace("\r\n", "\n").replace("\f", "\n").split("\n"), start=1)]
    head = plain.Head()
    laid_out = sum(1 for _, line in lines if columns.HEADING.match(line))
    flat = sum(1 for _, line in lines if plain.HEADING.fullmatch(line) and not columns.HEADING.match(line))
    found = columns.entries(lines) if laid_out > flat else plain.entries(lines, head)
    any_ = False
    for entry in found:
        any_ = True
        reading.count("paragraphs", len(entry.limbs))
        yield entry
    if not any_:
        raise reading.error("no entry stands in the file")
    if len(head.days) > 1:
        raise reading.error("the running titles give several days of the consolidated text")
    reading.day = next(iter(head.days), None)
    reading.cited = _cited(text)


def _cited(text: str) -> dt.date | None:
    """Return the newest day of the Official Journal that the text cites."""
    days = []
    for day, month, year in _CITED.findall(text):
        try:
            days.append(dt.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return max(days, default=None)
