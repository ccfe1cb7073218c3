"""Rows of a group and a country to such rows by code; decides which groups there may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.party import properties_of
from sekisho.sources.csv_records import Record
from sekisho.sources.reading import Reading
from sekisho.sources.records import TableRow

_GROUP: Final = re.compile(r"B|[ADE]:\d")


def map_rows(rows: Iterable[Record], reading: Reading) -> Iterator[TableRow]:
    """Yield a row for each country of each group; what is not understood is noted as unread."""
    for row in rows:
        group, name = row["group"], row["country"]
        if _GROUP.fullmatch(group) is None:
            reading.skip(row.line, f"there is no Country Group {group[:20]!r}")
            continue
        code = reading.place(name)
        if code is None:
            reading.skip(row.line, f"a country that is not understood: {name[:60]!r}")
            continue
        reading.count(group)
        further = {column: [cell] for column, cell in row.cells.items() if column not in ("group", "country")}
        yield TableRow(f"{group} {code}", properties_of({**further, "group": [group], "country": [name], "place": [code]}))
