"""Rows of the chart to rows by country: the marks, the special case and the footnotes.

Decides which country a row is about. The export has some countries twice, in two spellings: the second row is empty or has
the same marks. They become one row with both names; two rows with different marks are not reconciled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sekisho.parties.party import Properties, properties_of
from sekisho.sources.csv_records import Record
from sekisho.sources.reading import Reading
from sekisho.sources.records import TableRow
from sekisho.sources.us_country_chart.reader import REASONS

_NUMBERS: Final = re.compile(r"(?:\s+\d{1,2})+$")


@dataclass(slots=True)
class _Country:
    """Rows of one country: the names as printed, and what the first one that says something says."""

    names: list[str]
    values: Properties


def map_rows(rows: Iterable[Record], reading: Reading) -> Iterator[TableRow]:
    """Yield a row for each country; one that is not understood, or contradicts another, is noted as unread."""
    found: dict[str, _Country] = {}
    for row in rows:
        name, footnotes = _name(row["countries"])
        code = reading.place(name) if name else None
        if code is None:
            reading.skip(row.line, f"a country that is not understood: {name[:60]!r}" if name else "a row names no country")
            continue
        reading.count("printed rows")
        values = _values(row, footnotes, reading)
        if code not in found:
            found[code] = _Country([row["countries"]], values)
            continue
        reading.count("second rows of a country")
        country = found[code]
        if values and country.values and values != country.values:
            reading.skip(row.line, f"{code} stands in the chart already, with other marks")
            continue
        country.names.append(row["countries"])
        country.values = country.values or values
    for code, country in found.items():
        yield TableRow(code, properties_of({**dict(country.values), "country": country.names}))


def _name(printed: str) -> tuple[str, tuple[str, ...]]:
    """Return the name of a country and the numbers of its footnotes."""
    found = _NUMBERS.search(printed)
    if found is None:
        return " ".join(printed.split()), ()
    return " ".join(printed[: found.start()].split()), tuple(found[0].split())


def _values(row: Record, footnotes: tuple[str, ...], reading: Reading) -> Properties:
    """Return what a row says: marks, the numbers and texts of its footnotes, what else stands in it."""
    values: dict[str, list[str]] = {"footnote numbers": list(footnotes)}
    for column, cell in row.cells.items():
        if column == "countries" or not cell:
            continue
        name = "footnote" if column.startswith("footnote") else column.upper() if column in REASONS else column
        values.setdefault(name, []).append(cell)
        if column in REASONS:
            reading.count("marks")
    return properties_of(values)
