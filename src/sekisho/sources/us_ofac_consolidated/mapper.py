"""Entries of the consolidated list to listed parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.party import ListedParty
from sekisho.sources.ofac import Row, map_list
from sekisho.sources.reading import Reading

SOURCE: Final = "us-ofac-consolidated"
CITATION: Final = "OFAC, Consolidated (non-SDN) list"


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the consolidated list, in order."""
    return map_list(rows, reading, SOURCE, CITATION)
