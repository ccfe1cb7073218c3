"""Rows of a table whose first column is a country that holds until the next one.

Decides under which country a row stands, across blank cells and "continued" headings, and which id a party gets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sekisho.errors import PlaceError, SourceError
from sekisho.parties.names import prepare
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.ecfr import Cell, Row
from sekisho.sources.entity_cell import Entity
from sekisho.terms.places import place

_CONTINUED: Final = re.compile(r"\s*(?:[—–-]+\s*|\(\s*)?continued\s*\)?\s*\.?\s*$", re.IGNORECASE)
_BODY: Final = re.compile(
    r"\b(?:institut\w*|universit\w*|academy|ministry|laborator\w+|bureau|cent(?:er|re)|department|administration|"
    r"agency|commission|committee|college|police|forces|service|corps|directorate|organi[sz]ation|association)\b",
    re.IGNORECASE,
)
RESERVED: Final = "[reserved]"


@dataclass(frozen=True, slots=True)
class Standing:
    """A row with its country.

    Attributes:
        row: The row.
        country: ISO code.
    """

    row: Row
    country: str

    @property
    def entity(self) -> Cell:
        """Return the cell that names somebody."""
        return self.row.cells[1]

    def text(self, column: int) -> str:
        """Return a cell's text on one line."""
        return one_line(self.row.cells[column].text)


def standing(rows: Iterable[Row], file: str) -> Iterator[Standing]:
    """Give each row its country; headings without an entity and reserved rows are passed over.

    Raises:
        SourceError: The first row has no country, or a country is unknown.
    """
    country: str | None = None
    for row in rows:
        heading = _CONTINUED.sub("", one_line(row.cells[0].text))
        if heading:
            country = _country(heading, file, row.line)
        if not row.cells[1].text and any(cell.text for cell in row.cells[2:]):
            raise SourceError("a row names nobody", file=file, line=row.line)
        if not any(cell.text for cell in row.cells):
            raise SourceError("a row is empty", file=file, line=row.line)
        if not row.cells[1].text or one_line(row.cells[1].text).lower() == RESERVED:
            continue
        if country is None:
            raise SourceError("the first row of the table names no country", file=file, line=row.line)
        yield Standing(row, country)


def _country(heading: str, file: str, line: int) -> str:
    try:
        return place(heading)
    except PlaceError as problem:
        remedy = problem.remedy or "the name must be known before this edition can be read"
        raise SourceError(problem.message, file=file, line=line, remedy=remedy) from problem


def one_line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


def countries_of(own: str, see: Iterable[str]) -> tuple[str, ...]:
    """Return the countries under which an entity stands: its own, then those that its cell refers to."""
    found = [own]
    for name in see:
        try:
            found.append(place(name))
        except PlaceError:
            continue  # "under Allied Trading Co." and the like; the text stays in the remarks
    return tuple(dict.fromkeys(found))


def schema_of(names: tuple[Name, ...]) -> str:
    """Return the schema of a party, as far as its name tells."""
    if _BODY.search(names[0].value):
        return "Organization"
    return "Company" if any(prepare(name.value).forms for name in names) else "LegalEntity"


class Ids:
    """Gives ids that stay the same from one edition to the next: source, country, and a digest of the name."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._given: dict[str, int] = {}

    def next(self, country: str, name: str) -> str:
        """Return the id for a name; the second party of the same name gets ``-2``."""
        digest = hashlib.sha256(prepare(name).key.encode()).hexdigest()[:8]
        base = f"{self._source}-{country.lower()}-{digest}"
        self._given[base] = self._given.get(base, 0) + 1
        return base if self._given[base] == 1 else f"{base}-{self._given[base]}"


def listed(
    source: str,
    ids: Ids,
    entity: Entity,
    country: str,
    *,
    footnotes: tuple[int, ...] = (),
    requirement: str = "",
    policy: str = "",
    citation: str = "",
    remarks: Iterable[str] = (),
) -> ListedParty:
    """Make a party of an entity."""
    said = [f"addresses also under {', '.join(entity.see)}"] if entity.see else []
    return ListedParty(
        id=ids.next(country, entity.names[0].value),
        source=source,
        schema=schema_of(entity.names),
        names=entity.names,
        countries=countries_of(country, entity.see),
        addresses=entity.addresses,
        footnotes=footnotes,
        requirement=requirement,
        policy=policy,
        citation=citation,
        remarks="; ".join([*remarks, *entity.remarks, *said]),
    )
