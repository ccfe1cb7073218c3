"""Load official publications into the workspace, list them, take them out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sekisho.errors import MissingError, SourceError
from sekisho.parties.index import Index
from sekisho.sources.registry import Found, SourceSnapshot, age_note, card, cards, read_source, recognise, state_on
from sekisho.terms.dates import parse_date
from sekisho.workspace import folder
from sekisho.workspace.clock import today

Tick = Callable[[str, int, int], None]
LIMIT = 200_000_000
"""Bytes that one publication may have."""


def load_folder(
    path: Path,
    *,
    only: Sequence[str] = (),
    snapshot: str | None = None,
    workspace: Path | None = None,
    progress: Tick | None = None,
) -> dict[str, Any]:
    """Read every publication that a folder holds into the workspace.

    All are read before one is stored: a file that is refused leaves the workspace as it was.

    Args:
        path: A folder, or one file, with publications as published.
        only: Ids of the sources to read; all if empty.
        snapshot: Day of the content, where file names do not say it.
        workspace: The workspace folder; by the usual order if None.
        progress: Called with what is being read, how many are done, and how many there are.

    Raises:
        MissingError: No file is recognised, or an id names no source.
        SourceError: A publication is malformed or implausible.
    """
    wanted = {card(one).id for one in only}
    found = [one for one in recognise(path) if not wanted or one.card.id in wanted]
    if not found:
        names = ", ".join(pattern for one in cards().values() for pattern in one.files)
        raise MissingError("no publication is recognised by its file name", file=str(path), remedy=f"names: {names}")
    day = None if snapshot is None else parse_date(snapshot)
    read: list[tuple[Found, SourceSnapshot]] = []
    for number, one in enumerate(found):
        if progress is not None:
            progress(f"{one.card.id} from {one.path.name}", number, len(found))
        read.append((one, read_source(one.card, _bytes(one.path), one.path.name, day)))
    home = folder.workspace_to_write(workspace)
    rows = [_store(home, one, content) for one, content in read]
    taken = {one.path for one in found}
    ignored = sorted(str(one) for one in path.rglob("*") if one.is_file() and one not in taken) if path.is_dir() else []
    return {"loaded": rows, "ignored": ignored, "workspace": str(home)}


def source_status(workspace: Path | None = None) -> dict[str, Any]:
    """Return every source: what it is, which snapshots the workspace keeps, and how old they are."""
    home = folder.find_workspace(workspace)
    held: dict[str, list[folder.Stored]] = {}
    for one in folder.snapshots(home):
        held.setdefault(one.source, []).append(one)
    rows = []
    for one_card in cards().values():
        if not one_card.official:
            continue
        rows.append(
            {
                "id": one_card.id,
                "title": one_card.title,
                "publisher": one_card.publisher,
                "address": one_card.address,
                "schedule": one_card.schedule,
                "files": list(one_card.files),
                "not_in_it": "; ".join(one_card.not_in_it),
                "snapshots": [_snapshot_row(one) for one in held.get(one_card.id, ())],
            }
        )
    return {"workspace": None if home is None else str(home), "sources": rows}


def remove_snapshot(source_id: str, snapshot: str, workspace: Path | None = None) -> dict[str, Any]:
    """Take a snapshot out of the workspace.

    Raises:
        MissingError: There is no workspace, no such source, or no such snapshot.
    """
    home = folder.find_workspace(workspace)
    if home is None:
        raise MissingError("there is no workspace", remedy="nothing was loaded yet")
    folder.take_out(home, card(source_id).id, parse_date(snapshot))
    return {"id": source_id, "snapshot": snapshot, "workspace": str(home)}


def _store(home: Path, one: Found, content: SourceSnapshot) -> dict[str, Any]:
    state = content.state
    meta = {
        "source": state.id,
        "snapshot": state.snapshot.isoformat(),
        "sha256": state.sha256,
        "parties": state.parties,
        "file": one.path.name,
        "recorded": today().isoformat(),
    }
    files: Mapping[str, bytes] = {
        "index.bin": Index.build(content.parties).dump(),
        "meta.json": json.dumps(meta, indent=2).encode(),
    }
    new = folder.keep(home, state.id, state.snapshot, state.sha256, files)
    return {
        "id": state.id,
        "snapshot": state.snapshot.isoformat(),
        "sha256": state.sha256,
        "parties": state.parties,
        "file": one.path.name,
        "note": "" if new else " (already there)",
    }


def _snapshot_row(one: folder.Stored) -> dict[str, Any]:
    now = today()
    state = state_on(one.state, card(one.source), now)
    return {
        "snapshot": one.snapshot.isoformat(),
        "sha256": one.sha256,
        "parties": one.parties,
        "file": one.file,
        "recorded": one.recorded.isoformat(),
        "stale": state.stale or age_note(state, card(one.source), now),
    }


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LIMIT:
        raise SourceError(f"it has {size:,} bytes, more than {LIMIT:,}", file=path.name, remedy="check the download")
    return path.read_bytes()
