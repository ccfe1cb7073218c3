"""Bytes of the consolidated list, as CONSOLIDATED.XML or as CSV files, to entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final

from sekisho.sources.ofac import Row
from sekisho.sources.ofac_csv import Members, read_list
from sekisho.sources.reading import Reading

MEMBERS: Final = Members("cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv")


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Return the entries of the consolidated list.

    Raises:
        SourceError: Not such a publication.
    """
    return read_list(stream, reading, MEMBERS)
