"""Synthetic entities, and what is made of them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from sekisho.parties.party import Link, ListedParty
from sekisho.sources.ftm.mapper import map_rows
from sekisho.sources.ftm.reader import Row, read
from sekisho.sources.reading import Reading
from tests.sources.publications import FOLDER

DATASET: Path = FOLDER / "example-dataset" / "entities.ftm.json"


def line(schema: str = "Company", name: str = "syn-1", /, **properties: list[str]) -> bytes:
    """Return the line of an entity."""
    return json.dumps({"id": name, "schema": schema, "properties": properties}).encode() + b"\n"


def rows(data: bytes, reading: Reading | None = None) -> list[Row]:
    """Read lines to rows."""
    return list(read(io.BytesIO(data), reading or Reading("entities.ftm.json")))


def records(data: bytes, reading: Reading | None = None) -> list[ListedParty | Link]:
    """Read lines to parties and links."""
    notes = reading or Reading("entities.ftm.json")
    return list(map_rows(read(io.BytesIO(data), notes), notes))


def record(schema: str, envelope: dict[str, Any] | None = None, /, **properties: list[str]) -> ListedParty | Link:
    """Return what is made of one entity."""
    entity = {"id": "syn-1", "schema": schema, "properties": properties} | (envelope or {})
    (made,) = records(json.dumps(entity).encode())
    return made


def party(schema: str, envelope: dict[str, Any] | None = None, /, **properties: list[str]) -> ListedParty:
    """Return the party that is made of one entity."""
    made = record(schema, envelope, **properties)
    assert isinstance(made, ListedParty)
    return made


def link(schema: str, envelope: dict[str, Any] | None = None, /, **properties: list[str]) -> Link:
    """Return the link that is made of one entity."""
    made = record(schema, envelope, **properties)
    assert isinstance(made, Link)
    return made
