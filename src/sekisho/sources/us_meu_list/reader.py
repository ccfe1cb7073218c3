"""Bytes of 15 CFR part 744 to the rows of Supplement No. 7."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.sources.ecfr import Row, read_rows

COLUMNS = ("country", "entity", "federal register")


def read(data: bytes, file: str) -> Iterator[Row]:
    """Return the rows of the Military End-User List.

    Raises:
        SourceError: Not such a file.
    """
    return read_rows(data, file, 7, COLUMNS)
