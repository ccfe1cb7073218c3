"""The official publications of a workspace: load, list, accept, take out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sekisho.errors import InputError, MissingError, SourceError
from sekisho.sources.registry import Card, Found, card, card_among, cards, recognise, state_on
from sekisho.sources.snapshot import day_in_name
from sekisho.terms.dates import parse_date
from sekisho.workspace import folder
from sekisho.workspace.clock import today
from sekisho.workspace.intake import Origin, Override, accept, refuse, take_in
from sekisho.workspace.publications import shown
from sekisho.workspace.text_review import count_changed

Tick = Callable[[str, int, int], None]


def load_folder(
    path: Path,
    *,
    only: Sequence[str] = (),
    snapshot: Sequence[str] = (),
    override: Override | None = None,
    workspace: Path | None = None,
    progress: Tick | None = None,
) -> dict[str, Any]:
    """Take in every publication that a folder holds.

    Each is accepted or put in quarantine by itself; one that is not accepted leaves the snapshot in use as it was.

    Args:
        path: A folder, or one file, with publications as published.
        only: Ids of the sources to read; all if empty.
        snapshot: Days of the content, where neither the content nor the file name says it: ``DATE`` for all, ``ID=DATE`` for
            one source.
        override: Accept what speaks against a snapshot, in the name of a person.
        workspace: The workspace folder; by the usual order if None.
        progress: Called with what is being read, how many are done, and how many there are.

    Raises:
        MissingError: No file is recognised, or an id names no source.
        InputError: A day is not one; the workspace cannot be written.
    """
    wanted = {card(one).id for one in only}
    found = [one for one in recognise(path) if not wanted or one.card.id in wanted]
    if not found:
        names = ", ".join(pattern for one in cards().values() for pattern in one.files)
        raise MissingError("no publication is recognised by its file name", file=str(path), remedy=f"names: {names}")
    days = _days(snapshot)
    home = folder.workspace_to_write(workspace)
    rows = []
    for number, one in enumerate(found):
        say = _saying(progress, f"{one.card.id} from {one.path.name}", number, len(found))
        day = days.get(one.card.id, days.get("") if one.snapshot is None else None)
        origin = Origin(shown(one.path), day)
        problem = _unfit(one, origin)
        if problem is not None:
            rows.append(refuse(home, one.card, one.files, origin, problem))
        else:
            rows.append(take_in(home, one.card, one.files, origin, override=override, count=say))
    return with_reviews(home, {"loaded": rows, "ignored": _ignored(path, found), "workspace": str(home)})


def _unfit(one: Found, origin: Origin) -> SourceError | None:
    """Return why files cannot be taken in as they lie there: a part is missing, or the name gives no day of the calendar."""
    if one.missing:
        return SourceError(f"{' and '.join(one.missing)} must lie beside it", file=origin.file)
    try:
        day_in_name(origin.file)
    except SourceError as problem:
        return problem
    return None


def with_reviews(home: Path, answer: dict[str, Any]) -> dict[str, Any]:
    """Return a report that says how many entries are to be reviewed after a text was taken in."""
    taken = [one for one in answer["loaded"] if one["state"] in ("accepted", "unchanged")]
    for source, count in count_changed(home, (one["id"] for one in taken)).items():
        newest = max((one for one in taken if one["id"] == source), key=lambda one: str(one["snapshot"]))
        newest["to_be_reviewed"] = count
    return answer


def refusal_of(answer: Mapping[str, Any]) -> SourceError | None:
    """Return the error of a load or an update of which something was put in quarantine, or could not be had."""
    bad = [one for one in answer["loaded"] if one["state"] in ("quarantined", "failed")]
    if not bad:
        return None
    first = bad[0]
    more = f" ({len(bad)} of {len(answer['loaded'])} were not accepted)" if len(answer["loaded"]) > 1 else ""
    return SourceError(
        f"{first['id']} was not accepted{more}: {first['reasons'][0]}",
        file=first["file"],
        remedy="the snapshot in use stays; get the publication again, or `sekisho sources accept` if it is right as it is",
    )


def source_status(workspace: Path | None = None) -> dict[str, Any]:
    """Return every source: what it is, which snapshots the workspace keeps, how old they are, and what is in quarantine."""
    home = folder.find_workspace(workspace)
    held: dict[str, list[folder.Stored]] = {}
    for one in folder.snapshots(home):
        held.setdefault(one.source, []).append(one)
    barred: dict[str, list[folder.Stored]] = {}
    for one in folder.quarantined(home, today()):
        barred.setdefault(one.source, []).append(one)
    known = {source: one for source, one in cards().items() if one.official and source != "ftm"}
    for source in sorted({*held, *barred}.difference(known)):
        made = card_among(cards(), source)
        if made is not None:
            known[source] = made
    rows = [_source_row(one, held.get(one.id, ()), barred.get(one.id, ())) for one in known.values()]
    changed = {} if home is None else count_changed(home, held)
    for row in rows:
        if row["snapshots"] and row["id"] in changed:
            row["snapshots"][-1]["to_be_reviewed"] = changed[row["id"]]
    return {"workspace": None if home is None else str(home), "sources": rows}


def accept_snapshot(
    source_id: str, snapshot: str | None, *, by: str, reason: str, workspace: Path | None = None
) -> dict[str, Any]:
    """Accept a snapshot that is in quarantine, in the name of a person.

    Raises:
        MissingError: There is no workspace, no such source, or nothing in quarantine.
        InputError: Nobody, or no reason, is named; or it could not be read.
    """
    home, of = _home(workspace), card(source_id)
    override = override_of(by, reason)
    barred = [one for one in folder.quarantined(home, today()) if one.source == of.id]
    waiting = [
        one for one in barred if snapshot is None or snapshot in (one.snapshot.isoformat(), one.sha256[: len(snapshot)])
    ]
    if len(waiting) != 1:
        held = ", ".join(f"{one.snapshot} {one.sha256[:12]}" for one in barred)
        many = f"{len(waiting)} publications of {of.id} in quarantine fit" if waiting else ""
        raise MissingError(
            many or f"no such publication of {of.id} is in quarantine",
            remedy=f"there are {held}: name the day or the digest" if held else "see `sekisho sources status`",
        )
    return with_reviews(home, {"loaded": [accept(home, waiting[0], of, override)], "ignored": [], "workspace": str(home)})


def override_of(by: str | None, reason: str | None) -> Override:
    """Return the override of a person.

    Raises:
        InputError: Nobody, or no reason, is named.
    """
    if not (by or "").strip() or not (reason or "").strip():
        raise InputError("who accepts it, and why, must be said", remedy='add --by "NAME, OFFICE" --reason "..."')
    return Override((by or "").strip(), (reason or "").strip())


def remove_snapshot(source_id: str, snapshot: str, workspace: Path | None = None) -> dict[str, Any]:
    """Take a snapshot out of the workspace.

    Raises:
        MissingError: There is no workspace, no such source, or no such snapshot.
    """
    home = _home(workspace)
    folder.take_out(home, card(source_id).id, parse_date(snapshot))
    return {"id": source_id, "snapshot": snapshot, "workspace": str(home)}


def _home(workspace: Path | None) -> Path:
    home = folder.find_workspace(workspace)
    if home is None:
        raise MissingError("there is no workspace", remedy="nothing was loaded yet")
    return home


def _days(snapshot: Sequence[str]) -> dict[str, Any]:
    """Return the days that the user gave, by id of the source; under an empty id, that for all."""
    found = {}
    for one in snapshot:
        source, sign, text = one.rpartition("=")
        found[card(source).id if sign else ""] = parse_date(text)
    return found


def _saying(progress: Tick | None, what: str, done: int, total: int) -> Callable[[int], None] | None:
    if progress is None:
        return None
    tell = progress
    tell(what, done, total)
    return lambda count: tell(f"{what}: {count:,}" if count else what, done, total)


def _ignored(path: Path, found: Sequence[Found]) -> list[str]:
    if not path.is_dir():
        return []
    taken = {file for one in found for file in one.files}
    return sorted(str(one) for one in path.rglob("*") if one.is_file() and one not in taken)


def _source_row(of: Card, held: Sequence[folder.Stored], barred: Sequence[folder.Stored]) -> dict[str, Any]:
    return {
        "id": of.id,
        "title": of.title,
        "publisher": of.publisher,
        "address": of.address,
        "schedule": of.schedule,
        "content": of.content,
        "records": of.records,
        "files": list(of.files),
        "download": list(of.download),
        "not_in_it": "; ".join(of.not_in_it),
        "snapshots": [_snapshot_row(one, of) for one in held],
        "quarantine": [
            {
                "snapshot": one.snapshot.isoformat(),
                "sha256": one.sha256,
                "parties": one.parties,
                "file": one.file,
                "recorded": one.recorded.isoformat(),
                "reasons": list(one.reasons),
                "unreadable": bool(one.meta.get("unreadable")),
            }
            for one in barred
        ],
    }


def _snapshot_row(one: folder.Stored, of: Card) -> dict[str, Any]:
    now = today()
    checked = one.checked(now)
    state = state_on(one.state, of, now, checked)
    return {
        "snapshot": one.snapshot.isoformat(),
        "day_basis": one.meta.get("day_basis", "name"),
        "sha256": one.sha256,
        "parties": one.parties,
        "file": one.file,
        "recorded": one.recorded.isoformat(),
        "checked": None if checked is None else checked.isoformat(),
        "fetched": one.meta.get("fetched", {}),
        "counted": one.meta.get("counted", {}),
        "unread_rows": one.meta.get("unread_rows", 0),
        "unknown_places": one.meta.get("unknown_places", {}),
        "accepted": one.meta.get("accepted"),
        "stale": state.stale or state.warning,
        "too_old": bool(state.stale),
    }
