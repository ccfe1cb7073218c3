"""Rows of the Harmonized System to rows by code.

Decides which codes are of the system, that each stands below one that stands above it in the file, and of which edition the
table is: the row of the total names it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.party import properties_of
from sekisho.sources.csv_records import Record
from sekisho.sources.reading import Reading
from sekisho.sources.records import TableRow

TOTAL: Final = "TOTAL"
_CODE: Final = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|TOTAL")
_EDITION: Final = re.compile(r"\bHS((?:19|20)\d{2})\b")


def map_rows(rows: Iterable[Record], reading: Reading) -> Iterator[TableRow]:
    """Yield a row for each code; one that is none, or stands below another than it says, is noted as unread."""
    seen: set[str] = set()
    for row in rows:
        code, parent = row["hscode"], row["parent"]
        expected = TOTAL if len(code) == 2 or code == TOTAL else code[:-2]
        if _CODE.fullmatch(code) is None:
            reading.skip(row.line, f"{code[:20]!r} is no code of the Harmonized System")
        elif row["level"] != str(len(code)):
            reading.skip(row.line, f"the level of {code} is {row['level'][:10]!r}, its length {len(code)}")
        elif parent != expected or (parent != TOTAL and parent not in seen):
            reading.skip(row.line, f"{code} stands below {parent[:20]!r}, which is not above it in the file")
        elif not row["description"]:
            reading.skip(row.line, f"{code} has no description")
        else:
            seen.add(code)
            if code == TOTAL and (edition := _EDITION.search(row["description"])) is not None:
                reading.cited = dt.date(int(edition[1]), 1, 1)
            reading.count(f"codes of {len(code)} digits" if code != TOTAL else "totals")
            yield TableRow(code, properties_of({name: [cell] for name, cell in row.cells.items() if name != "hscode"}))
