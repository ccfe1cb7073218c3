"""Bytes of the SDN List, as SDN.XML or as CSV files, to entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final

from sekisho.sources.ofac import Row
from sekisho.sources.ofac_csv import Members, read_list
from sekisho.sources.reading import Reading

MEMBERS: Final = Members("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Return the entries of the SDN List.

    Raises:
        SourceError: Not such a publication.
    """
    return read_list(stream, reading, MEMBERS)
