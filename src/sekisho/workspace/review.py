"""Hold the entries of a list against a publication of its official text: what changed, and what an entry does not meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sekisho.controls.codes import head
from sekisho.controls.entry import Entry, OfficialText
from sekisho.errors import InputError, MissingError, SourceError
from sekisho.sources.eu_annex_i.reader import read_annex
from sekisho.sources.official_text import Section
from sekisho.sources.proof import gaps
from sekisho.sources.us_ccl.reader import read_ccl
from sekisho.workspace import folder
from sekisho.workspace.publications import find_publication
from sekisho.workspace.rulebook import open_rulebook

LARGEST = 64_000_000
READERS: Mapping[str, Callable[[bytes, str], Mapping[str, Section]]] = {"us-ccl": read_ccl, "eu-annex-i": read_annex}
"""Lists whose official text can be read."""


def review_list(
    list_id: str,
    path: Path | None = None,
    *,
    workspace: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return, for each entry of a list, how it stands to a publication of the official text.

    Args:
        list_id: One of READERS.
        path: The official text; the newest that the workspace keeps if None.
        workspace: The workspace folder; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: The text of this list cannot be read.
        MissingError: There is no such list or file.
        SourceError: The file is not such a publication.
    """
    rulebook = open_rulebook(progress)
    control_list = rulebook.control_list(list_id)
    if list_id not in READERS:
        raise InputError(
            f"the official text of {list_id} cannot be read yet", remedy=f"it can for {', '.join(sorted(READERS))}"
        )
    file, data = _loaded(list_id, workspace) if path is None else (str(path), _bytes(path))
    sections = READERS[list_id](data, file)
    shared = control_list.asides()
    rows = [_row(one, sections, shared) for one in control_list.entries]
    states = ("unchanged", "to_be_reviewed", "not_recorded", "not_in_text")
    return {
        "list": list_id,
        "file": Path(file).name,
        "sections": len(sections),
        "counts": {state: sum(1 for row in rows if row["state"] == state) for state in states},
        "gaps": sum(len(row["gaps"]) for row in rows),
        "entries": rows,
        "provenance": {"rulebook": rulebook.digest, "sha256": control_list.sha256},
    }


def _loaded(list_id: str, workspace: Path | None) -> tuple[str, bytes]:
    """Return name and bytes of the newest text of a list in the workspace."""
    home = folder.find_workspace(workspace)
    held = [] if home is None else list(folder.snapshots(home, list_id))
    if home is None or not held:
        raise MissingError(
            f"no official text of {list_id} is loaded", remedy="name the file, or load it: `sekisho sources load FILE`"
        )
    newest = max(held, key=lambda one: one.snapshot)
    with find_publication(home, newest.sha256).open() as stream:
        return newest.file, stream.read()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"the file is larger than {LARGEST:,} bytes", file=str(path), remedy="name the official text")
        return path.read_bytes()
    except OSError as problem:
        raise MissingError(f"it cannot be read: {problem.strerror}", file=str(path), remedy="check the path") from problem


def _row(entry: Entry, sections: Mapping[str, Section], shared: Mapping[str, OfficialText]) -> dict[str, Any]:
    recorded = entry.official.sha256 if entry.official is not None else ""
    section = sections.get(head(entry.code))
    row: dict[str, Any] = {"entry": entry.code, "line": 0 if section is None else section.line, "gaps": []}
    if section is None:
        return {**row, "state": "not_in_text"}
    passage = section.passage(entry.code)
    if not recorded:
        return {**row, "state": "not_recorded"}
    if recorded != passage.sha256:
        return {**row, "state": "to_be_reviewed"}
    found = [{"kind": one.kind, "words": one.words} for one in gaps(entry, passage, shared.get(head(entry.code)))]
    return {**row, "state": "unchanged", "gaps": found}
