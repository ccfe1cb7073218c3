"""What changed between two editions of a framework's list, in words that a reader can hold against the rules.

Decides which editions are compared and what counts as a change of an entry. The words are those in which a proposal is
put to the members.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sekisho.controls.entry import Entry
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import InputError, MissingError
from sekisho.licensing.framework import Adopted, FrameworkList
from sekisho.workspace.folder import find_workspace
from sekisho.workspace.framework import CURRENT, STATE, Framework, current_edition, editions_of, load_edition, stated
from sekisho.workspace.rulebook import open_rulebook


def diff_editions(old: Path, new: Path, progress: Callable[[str], None] | None = None) -> dict[str, Any]:
    """Return what differs between two editions.

    Args:
        old: Folder of an edition, or of a framework, of which the edition in use is taken.
        new: Likewise.
        progress: Called with a sentence before a slow step.

    Raises:
        MissingError: A folder holds no edition.
        InputError: The editions are of two frameworks.
        DocumentError: A folder is damaged.
    """
    rulebook = open_rulebook(progress)
    left, right = (load_edition(_edition(one), rulebook) for one in (old, new))
    if (left.list.framework, left.list.root) != (right.list.framework, right.list.root):
        raise InputError(
            f"these are editions of two frameworks: {left.list.framework} and {right.list.framework}",
            file=str(new),
            remedy="compare two editions that stand on the same first charter",
        )
    return {
        "framework": right.list.framework,
        "old": _head(left.list),
        "new": _head(right.list),
        "changes": _changes(left, right, rulebook.vocabulary),
    }


def diff_kept(
    framework: str, workspace: Path | None = None, progress: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Return what differs between the last two editions of a framework that the workspace keeps.

    Raises:
        MissingError: It keeps fewer than two.
        DocumentError: A folder is damaged.
    """
    home = (find_workspace(workspace) or Path()) / "framework"
    known = sorted(one.name for one in home.iterdir() if one.is_dir()) if home.is_dir() else []
    if framework not in known:
        told = f"it keeps {', '.join(known)}" if known else "`sekisho sync` brings one"
        raise MissingError(f"the workspace keeps no list of {framework!r}", remedy=told)
    kept = list(editions_of(home / framework))
    if len(kept) < 2:
        raise MissingError(f"the workspace keeps {len(kept)} edition of {framework}", remedy="name two folders: OLD NEW")
    return diff_editions(kept[-2], kept[-1], progress)


def _edition(folder: Path) -> Path:
    """Return the edition folder that a path means."""
    if (folder / STATE).is_file():
        return folder.resolve()
    if (folder / CURRENT).is_file():
        return current_edition(folder.resolve())
    raise MissingError(
        f"{str(folder)!r} holds no {STATE}",
        remedy="name the folder of an edition below WORKSPACE/framework/NAME, as `sekisho sync` makes it",
    )


def _head(one: FrameworkList) -> dict[str, Any]:
    return {"size": one.size, "checkpoint": f"{one.checkpoint:%Y-%m-%dT%H:%M:%SZ}", "edition": one.edition}


def _changes(left: Framework, right: Framework, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    old, new = left.list.entries, right.list.entries
    rows = []
    for code in sorted({*old, *new}):
        change = _change(old.get(code), new.get(code))
        if change:
            rows.append(_row(change, code, left, right, vocabulary))
    return rows


def _change(old: Adopted | None, new: Adopted | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    if old.sha256 != new.sha256:
        return "amended"
    return "renewed" if (old.adopted, old.until) != (new.adopted, new.until) else ""


def _row(change: str, code: str, left: Framework, right: Framework, vocabulary: Vocabulary) -> dict[str, Any]:
    # A row of the union: one of the two editions has it.
    one = right.list.entries.get(code) or left.list.entries[code]
    why = next((row.gone for row in reversed(right.list.gone) if row.code == code), "") if change == "removed" else ""
    return {
        "change": change,
        "code": code,
        "adopted": one.adopted.isoformat(),
        "until": "" if one.until is None else one.until.isoformat(),
        "why": why,
        "words": _words(change, code, left, right, vocabulary),
    }


_ACTIONS = {"added": "add", "removed": "remove", "amended": "amend", "renewed": "renew"}


def _words(change: str, code: str, left: Framework, right: Framework, vocabulary: Vocabulary) -> list[str]:
    """Return the change in sentences; of an entry that this version cannot read, the reason."""
    # Only a difference needs the printer of conditions.
    from sekisho.regime.difference import difference

    unread = [one.list.entries[code].unread for one in (left, right) if code in one.list.entries]
    if any(unread):
        return [next(filter(None, unread))]
    before, after = _entry(left, code), _entry(right, code)
    return difference(_ACTIONS[change], before, after, vocabulary, stated(left, code), stated(right, code))


def _entry(framework: Framework, code: str) -> Entry | None:
    return framework.list.control_list.entry(code) if code in framework.list.entries else None
