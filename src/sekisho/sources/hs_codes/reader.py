"""The table of the Harmonized System to rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final

from sekisho.sources.csv_records import Record, read_csv
from sekisho.sources.reading import Reading

COLUMNS: Final = ("section", "hscode", "description", "parent", "level")


def read(stream: IO[bytes], reading: Reading) -> Iterator[Record]:
    """Yield the rows.

    Raises:
        SourceError: Not such a file.
    """
    reading.remedy = f"a CSV file with the columns {', '.join(COLUMNS)} is expected"
    yield from read_csv(stream, reading, COLUMNS)
