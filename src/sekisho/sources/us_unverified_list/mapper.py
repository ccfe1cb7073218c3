"""Rows of the Unverified List to listed parties. The table prints no requirement: 15 CFR 744.15 states it for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty
from sekisho.sources.country_table import Ids, listed, standing
from sekisho.sources.ecfr import Row
from sekisho.sources.entity_cell import families_of, read_entities
from sekisho.sources.reading import Reading

SOURCE: Final = "us-uvl"


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the Unverified List, in order.

    Raises:
        SourceError: A row names nobody; the error names its line.
    """
    lines = list(standing(rows, reading.file))
    families = families_of(line.entity for line in lines)
    ids = Ids(SOURCE)
    for line in lines:
        entities = read_entities(line.entity, families)
        if not entities:
            raise SourceError("a row names nobody", file=reading.file, line=line.row.line)
        for entity in entities:
            yield listed(SOURCE, ids, entity, line.country, citation=line.text(2))
