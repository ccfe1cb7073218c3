"""Rows of the Military End-User List to listed parties.

Decides which rows are headings ("The following eight subordinate institutions of …:", "Subordinate institution:") and
which bodies stand under them. The table prints no requirement: 15 CFR 744.21 states it for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty
from sekisho.sources.country_table import Ids, listed, standing
from sekisho.sources.ecfr import Row
from sekisho.sources.entity_cell import families_of, read_entities
from sekisho.sources.reading import Reading

SOURCE: Final = "us-meu"
_GROUP: Final = re.compile(r"the following [\w-]+ subordinate institutions? of (.+?)\s*:?", re.IGNORECASE)
_MARKER: Final = re.compile(r"subordinate instit\w*\s*:?", re.IGNORECASE)
_UNCITED: Final = "15 CFR part 744, Supplement No. 7"


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the Military End-User List, in order.

    Raises:
        SourceError: A row names nobody; the error names its line.
    """
    lines = list(standing(rows, reading.file))
    families = families_of(line.entity for line in lines)
    ids = Ids(SOURCE)
    parent, inherited = "", ""
    for line in lines:
        text, citation = line.text(1), line.text(2)
        group = _GROUP.fullmatch(text)
        if group:
            parent, inherited = group.group(1), citation
            continue
        if _MARKER.fullmatch(text):
            continue
        if citation:
            parent = ""
        entities = read_entities(line.entity, families)
        if not entities:
            raise SourceError("a row names nobody", file=reading.file, line=line.row.line)
        remarks = [f"subordinate institution of {parent}"] if parent else []
        for entity in entities:
            cited = citation or inherited or _UNCITED
            yield listed(SOURCE, ids, entity, line.country, citation=cited, remarks=remarks)
