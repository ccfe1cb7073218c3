"""Rows of a CSV publication, one by one, by the names in its head.

Decides what a CSV file may be: UTF-8 (a byte order mark is passed over), the columns that the publication has, and in every
row as many cells as columns. A row with wrong quoting or another number of cells is noted as unread, never shortened or
padded. Memory is that of one row. Knows no publication.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final

from sekisho.sources.reading import Reading, lines_of

MOST_LINES: Final = 2_000
"""Lines that one row may go over: more means that a quote is not closed."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row.

    Attributes:
        line: Where it begins in the file, from 1.
        cells: By the name of the column, white space at both ends removed.
    """

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell."""
        return self.cells[column]


def read_csv(
    stream: IO[bytes],
    reading: Reading,
    columns: Sequence[str] = (),
    *,
    head: Sequence[str] | None = None,
) -> Iterator[Record]:
    """Yield the rows of a CSV file with a head.

    Args:
        stream: The file, read in pieces.
        reading: Where unread rows are noted.
        columns: Names that the head must have, in lower case; others may stand beside them.
        head: Names of the columns of a file that has no head.

    Raises:
        SourceError: Not UTF-8, empty, without these columns, or with a quote that never closes.
    """
    names = None if head is None else list(head)
    for line, cells in _rows(stream, reading):
        if names is None:
            names = [" ".join(cell.lower().split()) for cell in cells]
            missing = [one for one in columns if one not in names]
            if missing:
                raise reading.error(f"the head lacks the columns {', '.join(missing)[:200]}", line=line)
            if len(set(names)) < len(names):
                raise reading.error("two columns have the same name", line=line)
        elif len(cells) != len(names):
            reading.skip(line, f"the row has {len(cells)} cells, the head {len(names)}")
        else:
            yield Record(line, dict(zip(names, (cell.strip() for cell in cells), strict=True)))


def _rows(stream: IO[bytes], reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with the line where each begins; the quoting is strict."""
    lines = lines_of(stream, reading)
    held: list[str] = []
    start = 0
    for number, line in lines:
        if not held and not line.strip():
            continue
        start = start if held else number
        held.append(line)
        if len(held) > MOST_LINES:
            raise reading.error(f"a quote is not closed within {MOST_LINES:,} lines", line=start)
        text = "\n".join(held) if len(held) > 1 else line
        if text.count('"') % 2:
            continue
        held = []
        try:
            yield start, next(csv.reader([text], strict=True))
        except csv.Error as problem:
            reading.skip(start, f"the quoting of the row is wrong: {problem}")
    if held:
        raise reading.error("a quote is never closed: the file is truncated or its quoting is wrong", line=start)
