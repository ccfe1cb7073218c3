"""What two snapshots of a source differ in, and the parties of a snapshot as a file for other tools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sekisho.errors import MissingError
from sekisho.parties.party import Link, ListedParty
from sekisho.parties.record import load_link
from sekisho.sources.difference import Change, difference_of, fields_of
from sekisho.sources.official_text import Section
from sekisho.sources.records import Record, key_of
from sekisho.sources.registry import Card, card
from sekisho.terms.dates import parse_date
from sekisho.workspace import folder
from sekisho.workspace.intake import records_of
from sekisho.workspace.stored_parties import open_parties


def diff_snapshots(source_id: str, old: str, new: str, workspace: Path | None = None) -> dict[str, Any]:
    """Return what was added, removed and changed from one snapshot to another, field by field.

    Args:
        source_id: The source.
        old: Day of the older content, or the first digits of its SHA-256.
        new: Day of the newer content, or the first digits of its SHA-256.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        MissingError: There is no such source or snapshot.
        InputError: What is kept is damaged.
    """
    of = card(source_id)
    home, held = _held(of, workspace)
    first, second = _chosen(held, of, old), _chosen(held, of, new)
    found = difference_of(_records(home, first, of), _records(home, second, of))
    return {
        "id": of.id,
        "title": of.title,
        "records": of.records,
        "old": _side(first),
        "new": _side(second),
        "counts": {
            "added": len(found.added),
            "removed": len(found.removed),
            "changed": len(found.changed),
            "of_it_in_print_only": sum(one.print_only for one in found.changed),
            "same": found.same,
        },
        "added": [_record(one) for one in found.added],
        "removed": [_record(one) for one in found.removed],
        "changed": [_change(one) for one in found.changed],
    }


def export_snapshot(source_id: str, day: str | None = None, workspace: Path | None = None) -> Iterator[str]:
    """Return the parties of a snapshot, and what links them, as lines of FollowTheMoney JSON.

    Args:
        source_id: The source.
        day: Day of the content; the newest if None.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        MissingError: There is no such source or snapshot, or it holds no parties.
    """
    from sekisho.sources.ftm.export import entities

    of = card(source_id)
    _, held = _held(of, workspace)
    if of.content != "parties":
        raise MissingError(f"{of.id} holds no parties", remedy="name a source of parties: see `sekisho sources`")
    one = _chosen(held, of, day) if day is not None else max(held, key=lambda one: one.snapshot)
    return entities(open_parties(one), _links(one))


def snapshot_of(of: Card, day: dt.date, recorded: dt.date, workspace: Path | None) -> tuple[Path, folder.Stored] | None:
    """Return the snapshot of a source in force on a day, with the workspace; None where there is none."""
    home = folder.find_workspace(workspace)
    if home is None:
        return None
    chosen = folder.in_force(folder.snapshots(home), day, recorded).get(of.id)
    return None if chosen is None else (home, chosen)


def _held(of: Card, workspace: Path | None) -> tuple[Path, list[folder.Stored]]:
    home = folder.find_workspace(workspace)
    held = [] if home is None else list(folder.snapshots(home, of.id))
    if home is None or not held:
        raise MissingError(f"no snapshot of {of.id} is loaded", remedy="`sekisho sources load FOLDER` loads what you have")
    return home, held


def _chosen(held: list[folder.Stored], of: Card, name: str) -> folder.Stored:
    found = [one for one in held if len(name) >= 6 and one.sha256.startswith(name)]
    if not found:
        day = parse_date(name)
        found = [one for one in held if one.snapshot == day]
    if len(found) != 1:
        there = ", ".join(f"{one.snapshot} ({one.sha256[:12]})" for one in held)
        raise MissingError(
            f"{'several snapshots' if found else 'no snapshot'} of {of.id} of {name}", remedy=f"there are {there}"
        )
    return found[0]


def _records(home: Path, one: folder.Stored, of: Card) -> Iterator[Record]:
    if of.content == "parties":
        yield from open_parties(one)
        yield from _links(one)
    else:
        yield from records_of(home, one, of)


def _links(one: folder.Stored) -> Iterator[Link]:
    path = one.folder / "links.jsonl"
    if path.exists():
        with path.open("rb") as stream:
            yield from map(load_link, stream)


def _side(one: folder.Stored) -> dict[str, Any]:
    return {"snapshot": one.snapshot.isoformat(), "sha256": one.sha256, "parties": one.parties, "file": one.file}


def _name(one: Record) -> str:
    if isinstance(one, ListedParty):
        return one.name
    return one.heading if isinstance(one, Section) else key_of(one)


def _record(one: Record) -> dict[str, Any]:
    fields: Mapping[str, tuple[str, ...]] = fields_of(one)
    return {"id": key_of(one), "name": _name(one), "fields": {name: list(values) for name, values in fields.items()}}


def _change(one: Change) -> dict[str, Any]:
    return {
        "id": key_of(one.new),
        "name": _name(one.new),
        "print_only": one.print_only,
        **({"was": {"id": key_of(one.old), "name": _name(one.old)}} if one.renamed else {}),
        "fields": {field.name: {"removed": list(field.removed), "added": list(field.added)} for field in one.fields},
    }
