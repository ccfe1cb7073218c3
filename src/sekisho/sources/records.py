"""What a publication is made into: listed parties and links between them, sections of a control list, or rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.parties.party import Link, ListedParty, Properties
from sekisho.sources.official_text import Section


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of an official table, such as a country of the Commerce Country Chart.

    Attributes:
        key: What the row is about: a country, a group and country, a customs heading.
        values: Its cells by the name of the column.
    """

    key: str
    values: Properties


Record = ListedParty | Link | Section | TableRow


def key_of(record: Record) -> str:
    """Return what tells a record from the others of its publication."""
    if isinstance(record, Section):
        return record.code
    return record.key if isinstance(record, TableRow) else record.id
