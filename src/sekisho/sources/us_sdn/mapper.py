"""Entries of the SDN List to listed parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.party import ListedParty
from sekisho.sources.ofac import Row, map_list
from sekisho.sources.reading import Reading

SOURCE: Final = "us-sdn"
CITATION: Final = "31 CFR chapter V; OFAC, SDN List"


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the SDN List, in order."""
    return map_list(rows, reading, SOURCE, CITATION)
