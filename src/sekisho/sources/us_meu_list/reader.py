"""Bytes of 15 CFR part 744 to the rows of Supplement No. 7."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from sekisho.sources.ecfr import LARGEST_FILE, Row, read_rows
from sekisho.sources.reading import Reading, whole

COLUMNS = ("country", "entity", "federal register")


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Return the rows of the Military End-User List.

    Raises:
        SourceError: Not such a file.
    """
    return read_rows(whole(stream, reading, LARGEST_FILE), reading.file, 7, COLUMNS)
