"""The transcription of the Country Groups to rows of a group and a country."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from sekisho.sources.csv_records import Record, read_csv
from sekisho.sources.reading import Reading


def read(stream: IO[bytes], reading: Reading) -> Iterator[Record]:
    """Yield the rows.

    Raises:
        SourceError: Not such a file.
    """
    reading.remedy = "a CSV file with the columns group and country is expected"
    yield from read_csv(stream, reading, ("group", "country"))
