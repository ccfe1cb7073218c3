"""Rows of the Common High Priority List to rows by customs heading.

Decides which tiers there are and how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.party import properties_of
from sekisho.sources.csv_records import Record
from sekisho.sources.reading import Reading
from sekisho.sources.records import TableRow

_TIER: Final = re.compile(r"(?:TIER[_ ])?([1-4])[_. ]?([AB])?", re.IGNORECASE)
_HEADING: Final = re.compile(r"(\d{4})\.?(\d{2})")


def map_rows(rows: Iterable[Record], reading: Reading) -> Iterator[TableRow]:
    """Yield a row for each heading, with its tier as ``3.A``; what is not understood is noted as unread."""
    for row in rows:
        heading, tier = _HEADING.fullmatch(row["hs6"]), _TIER.fullmatch(row["tier"])
        if heading is None:
            reading.skip(row.line, f"{row['hs6'][:20]!r} is no customs heading of six digits")
            continue
        if tier is None:
            reading.skip(row.line, f"there is no tier {row['tier'][:20]!r}")
            continue
        written = ".".join(filter(None, (tier[1], (tier[2] or "").upper())))
        reading.count(f"tier {written}")
        further = {name: [cell] for name, cell in row.cells.items() if name not in ("hs6", "tier")}
        yield TableRow(heading[1] + heading[2], properties_of({**further, "tier": [written], "printed tier": [row["tier"]]}))
