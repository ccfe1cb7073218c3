"""How much of each official list is executable: by heading and category, and by kind of item."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sekisho.controls.codes import head, natural
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Status
from sekisho.workspace.clock import day, today
from sekisho.workspace.rulebook import open_rulebook
from sekisho.workspace.text_review import changed_texts, loaded_headings

_CATEGORY = re.compile(r"(\d)[A-E]\d{3,4}")


def coverage_of(
    list_id: str | None = None,
    *,
    date: str | None = None,
    workspace: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return, for each list and category, which headings are executable and which are text only.

    *Executable*: some paragraph has an entry that is decided on the day. *Text only* is the rest: *read* where somebody went
    through it for a statement on coverage, or an entry refers to it; *not looked at* otherwise, where the headings of the
    official list are at hand, in the rulebook or as a loaded text; then no other heading counts (a range may name one that
    no longer exists).

    Args:
        list_id: Only this list; all if None.
        date: The day, YYYY-MM-DD; today if None.
        workspace: Where the texts of lists are; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        MissingError: There is no such list.
    """
    rulebook = open_rulebook(progress)
    on = day(date)
    changed = changed_texts(workspace, rulebook, today(), progress)
    lists = [rulebook.control_list(list_id)] if list_id else [one for _, one in sorted(rulebook.lists.items())]
    rows = []
    for one in lists:
        executable = {
            head(entry.code)
            for entry in one.entries
            if (version := entry.version(on)) is not None and version.condition is not None
        }
        defined = {head(entry.code) for entry in one.entries if entry.versions[-1].status is Status.DEFINITION}
        executable -= defined
        examined = (head(code) for statement in one.coverage for code in statement.codes_examined)
        read = {*examined, *one.heads} - defined
        text = loaded_headings(one.id, workspace, rulebook, progress)
        headings = set(one.header.headings) or (set() if text is None else set(text[1]))
        known = headings or executable | read
        said = f"the {len(headings)} headings of the text of {text[0]}, which is loaded" if text is not None else ""
        rows.append(
            {
                "id": one.id,
                "title": one.title,
                "edition": one.edition,
                "headings": one.header.headings_text or said or "the headings of the list are not at hand as a whole",
                "complete_index": bool(headings),
                "to_be_reviewed": sorted(changed[one.id].entries) if one.id in changed else [],
                "categories": [_category(name, codes, executable, read) for name, codes in _by_category(known)],
                "kinds": _kinds(one),
            }
        )
    return {"date": on.isoformat(), "lists": rows}


def _by_category(codes: set[str]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for code in sorted(codes, key=natural):
        match = _CATEGORY.fullmatch(code)
        found.setdefault(match[1] if match else code, []).append(code)
    return list(found.items())


def _category(name: str, codes: list[str], executable: set[str], read: set[str]) -> dict[str, Any]:
    return {
        "category": name,
        "executable": [one for one in codes if one in executable],
        "read_only": [one for one in codes if one in read and one not in executable],
        "not_looked_at": [one for one in codes if one not in read and one not in executable],
    }


def _kinds(control_list: ControlList) -> dict[str, list[str]]:
    """Return the kinds that the entries speak for wholly, those they speak for in part, and those with no statement."""
    stated = {one.kind: one.covered for one in control_list.coverage}
    return {
        "covered": sorted(kind for kind, covered in stated.items() if covered),
        "in_part": sorted(kind for kind, covered in stated.items() if not covered),
        "no_statement": sorted(control_list.kinds.difference(stated)),
    }
