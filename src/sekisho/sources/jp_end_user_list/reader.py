"""A transcription of the Foreign End User List in JSON to rows.

The Ministry publishes the list as a PDF; this reads the JSON transcription that keeps name, aliases, country and
concern of each of its entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from sekisho.errors import DocumentError, SourceError
from sekisho.sources.reading import Reading, whole
from sekisho.terms.document import Node, read_document

LARGEST_FILE: Final = 16_000_000
_REMEDY = "a list of entries with id, entity_name, aliases, addresses and reason is expected"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as transcribed.

    Attributes:
        line: Where it begins in the file, from 1.
        id: The transcription's id.
        name: May be empty where the transcription put it behind the country.
        aliases: As transcribed.
        places: Country, and sometimes what follows it.
        reason: The concern, in Japanese, with its codes.
        address: Where the list was published.
    """

    line: int
    id: str
    name: str
    aliases: tuple[str, ...]
    places: tuple[str, ...]
    reason: str
    address: str


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Return the entries.

    Raises:
        SourceError: Not JSON of this shape; the error names the line.
    """
    data, file = whole(stream, reading, LARGEST_FILE), reading.file
    try:
        entries = read_document(data, f"{file}.json" if not file.lower().endswith(".json") else file).sequence()
        for entry in entries:
            yield _row(entry)
    except DocumentError as problem:
        raise SourceError(
            problem.message, file=file, line=problem.line, place=problem.place, remedy=problem.remedy or _REMEDY
        ) from problem


def _row(entry: Node) -> Row:
    address = entry.get("source_url")
    return Row(
        line=entry.line,
        id=entry.require("id").text(),
        name=entry.require("entity_name").optional_text() or "",
        aliases=entry.require("aliases").texts(),
        places=entry.require("addresses").texts(),
        reason=entry.require("reason").text(),
        address="" if address is None else address.text(),
    )
