"""Bytes of 15 CFR part 744 to the rows of Supplement No. 6."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.sources.ecfr import Row, read_rows

COLUMNS = ("country", "listed person", "federal register")


def read(data: bytes, file: str) -> Iterator[Row]:
    """Return the rows of the Unverified List.

    Raises:
        SourceError: Not such a file.
    """
    return read_rows(data, file, 6, COLUMNS)
