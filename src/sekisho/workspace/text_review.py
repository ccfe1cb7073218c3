"""Entries whose official paragraph has changed in a loaded text since they were encoded, until a person confirms them.

Decides that by the digest that each entry keeps of its paragraph. The official text prevails over its encoding, so an answer
that rests on such an entry says so, and a person must look. Who confirmed what, and why, stands in the workspace:

    <workspace>/reviews.json        list, entry, digest of the paragraph as confirmed, who, why, on which day
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sekisho.controls.classification import ListClassification
from sekisho.controls.codes import head
from sekisho.errors import InputError, MissingError
from sekisho.workspace import folder
from sekisho.workspace.clock import today
from sekisho.workspace.rulebook import Rulebook, open_rulebook, write_atomically

LISTS: Final = ("us-ccl", "eu-annex-i")
"""Lists whose official text can be read."""
REVIEWS: Final = "reviews.json"
_GONE: Final = ""
"""Stands for the digest of a paragraph that is no longer in the text."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ChangedText:
    """Entries of a list to be reviewed.

    Attributes:
        list_id: The list.
        snapshot: Day of the text in which their paragraphs differ.
        entries: The digest of the paragraph as it is now, by entry; empty where it is gone.
    """

    list_id: str
    snapshot: dt.date
    entries: Mapping[str, str]

    def of(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return which of these entries are to be reviewed."""
        return tuple(code for code in codes if code in self.entries)


def changed_texts(
    workspace: Path | None, rulebook: Rulebook, recorded: dt.date, progress: Progress | None = None
) -> dict[str, ChangedText]:
    """Return, for each list whose text is loaded, the entries that are to be reviewed; lists without any are left out.

    The newest text that had been loaded by the day counts.

    Raises:
        InputError: What the workspace keeps is damaged.
    """
    home = folder.find_workspace(workspace)
    if home is None:
        return {}
    found = {}
    for list_id in LISTS:
        held = [one for one in folder.snapshots(home, list_id) if one.recorded <= recorded]
        if not held or list_id not in rulebook.lists:
            continue
        newest = max(held, key=lambda one: (one.snapshot, one.recorded))
        now = _passages(home, newest, rulebook, progress)
        confirmed = {(one["entry"], one["sha256"]) for one in _reviews(home, list_id, recorded)}
        entries = {
            entry.code: now[entry.code]
            for entry in rulebook.control_list(list_id).entries
            if entry.official is not None
            and entry.official.sha256
            and entry.code in now
            and entry.official.sha256 != now[entry.code]
            and (entry.code, now[entry.code]) not in confirmed
        }
        if entries:
            found[list_id] = ChangedText(list_id, newest.snapshot, entries)
    return found


def with_changes(found: ListClassification, changed: Mapping[str, ChangedText]) -> ListClassification:
    """Return a classification that says which of its entries are to be reviewed."""
    import dataclasses

    text = changed.get(found.list_id)
    codes = () if text is None else text.of(one.code for one in found.verdicts)
    if text is None or not codes:
        return found
    shown = ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
    said = f"the official text of {text.snapshot} differs from the one that these entries were encoded from: {shown}"
    return dataclasses.replace(found, to_be_reviewed=codes, changed=said)


def count_changed(home: Path, sources: Iterable[str], progress: Progress | None = None) -> dict[str, int]:
    """Return how many entries of each of these lists are to be reviewed; what is no list with a text is left out."""
    texts = [one for one in LISTS if one in set(sources)]
    if not texts:
        return {}
    found = changed_texts(home, open_rulebook(progress), today(), progress)
    return {one: len(found[one].entries) if one in found else 0 for one in texts}


def confirm_entries(
    list_id: str,
    codes: Sequence[str],
    *,
    by: str,
    reason: str,
    everything: bool = False,
    withdraw: bool = False,
    workspace: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Note that a person has read the changed paragraphs of entries, and that the entries still say what they say.

    Args:
        list_id: The list.
        codes: The entries.
        by: Who.
        reason: Why they hold.
        everything: All that are to be reviewed.
        withdraw: Take the confirmation of these entries back instead.
        workspace: The workspace folder; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        MissingError: There is no workspace, or an entry is not to be reviewed.
        InputError: Nobody, no reason or no entry is named.
    """
    rulebook = open_rulebook(progress)
    home = folder.find_workspace(workspace)
    if home is None:
        raise MissingError("there is no workspace", remedy="load the official text first: `sekisho sources load FILE`")
    if not (codes or everything):
        raise InputError("no entry is named", remedy="name the entries that you have read, or give --all")
    if withdraw:
        kept = [one for one in _all_reviews(home) if not (one["list"] == list_id and (everything or one["entry"] in codes))]
        taken = len(_all_reviews(home)) - len(kept)
        _write(home, kept)
        return {"list": list_id, "confirmed": [], "withdrawn": taken, "workspace": str(home)}
    if not by.strip() or not reason.strip():
        raise InputError("who confirms it, and why, must be said", remedy='add --by "NAME, OFFICE" --reason "..."')
    text = changed_texts(home, rulebook, today(), progress).get(list_id)
    waiting = {} if text is None else dict(text.entries)
    unknown = [code for code in codes if code not in waiting]
    if unknown:
        there = ", ".join(list(waiting)[:10]) or "none"
        raise MissingError(f"{unknown[0]} of {list_id} is not to be reviewed", remedy=f"to be reviewed: {there}")
    chosen = {code: waiting[code] for code in (waiting if everything else codes)}
    day = today().isoformat()
    rows = [
        {"list": list_id, "entry": code, "sha256": digest, "by": by.strip(), "reason": reason.strip(), "on": day}
        for code, digest in chosen.items()
    ]
    _write(home, [*_all_reviews(home), *rows])
    return {"list": list_id, "confirmed": list(chosen), "withdrawn": 0, "workspace": str(home)}


def _passages(home: Path, one: folder.Stored, rulebook: Rulebook, progress: Progress | None) -> dict[str, str]:
    """Return the digest of the paragraph of every entry in a text, kept beside it for this rulebook."""
    path = one.folder / f"passages-{rulebook.digest[:12]}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept: dict[str, str] = json.loads(path.read_bytes())["entries"]
        return dict(kept)
    return _read_text(home, one, rulebook, progress)[0]


def loaded_headings(
    list_id: str, workspace: Path | None, rulebook: Rulebook, progress: Progress | None = None
) -> tuple[dt.date, tuple[str, ...]] | None:
    """Return the day and the headings of the newest loaded text of a list; None where there is none."""
    home = folder.find_workspace(workspace)
    held = [] if home is None or list_id not in LISTS else list(folder.snapshots(home, list_id))
    if home is None or not held:
        return None
    newest = max(held, key=lambda one: (one.snapshot, one.recorded))
    path = newest.folder / f"passages-{rulebook.digest[:12]}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return newest.snapshot, tuple(json.loads(path.read_bytes())["headings"])
    return newest.snapshot, _read_text(home, newest, rulebook, progress)[1]


def _read_text(
    home: Path, one: folder.Stored, rulebook: Rulebook, progress: Progress | None
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the digests of the entries' paragraphs and the headings of a text, and keep them beside it."""
    path = one.folder / f"passages-{rulebook.digest[:12]}.json"
    from sekisho.sources.registry import cards
    from sekisho.workspace.intake import records_of

    if progress is not None:
        progress(f"reading the text of {one.source}")
    sections = {section.code: section for section in records_of(home, one, cards()[one.source])}  # type: ignore[union-attr]
    found = {}
    for entry in rulebook.control_list(one.source).entries:
        section: Any = sections.get(head(entry.code))
        found[entry.code] = _GONE if section is None else section.passage(entry.code).sha256
    with contextlib.suppress(OSError):
        write_atomically(path, json.dumps({"entries": found, "headings": sorted(sections)}).encode())
    return found, tuple(sorted(sections))


def _reviews(home: Path, list_id: str, recorded: dt.date) -> list[dict[str, str]]:
    return [one for one in _all_reviews(home) if one["list"] == list_id and one["on"] <= recorded.isoformat()]


def _all_reviews(home: Path) -> list[dict[str, str]]:
    path = home / REVIEWS
    if not path.exists():
        return []
    try:
        rows = json.loads(path.read_bytes())
        return [{key: str(one[key]) for key in ("list", "entry", "sha256", "by", "reason", "on")} for one in rows]
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise InputError(
            "the reviews of the workspace are damaged", file=str(path), remedy="mend or remove the file"
        ) from problem


def _write(home: Path, rows: Sequence[Mapping[str, str]]) -> None:
    write_atomically(home / REVIEWS, json.dumps(list(rows), indent=2, ensure_ascii=False).encode())
