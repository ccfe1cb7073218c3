"""The workspace folder: which snapshots of official sources it keeps.

    <workspace>/sources/<source id>/<day of content>-<first 12 digits of the SHA-256>/
        meta.json       source, day of content, SHA-256, counts, where it came from, day of recording
        parties.bin     of parties: the parties, each with its checksum
        links.jsonl     of parties: what links them, where the publication says
        text.db         of a control list: its text, searchable
        checked.json    days on which the publisher still had these bytes
    <workspace>/sources/<source id>/.quarantine-<first 12 digits of the SHA-256>/
        the same, of a snapshot that was not accepted, with the reasons

A snapshot is written beside its place and moved into it whole, so that a killed process leaves nothing half-written.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sekisho.errors import InputError, MissingError
from sekisho.parties.party import SourceState
from sekisho.workspace.place import default_workspace, find_workspace, workspace_to_write
from sekisho.workspace.publications import ABANDONED, digest_of
from sekisho.workspace.rulebook import write_atomically
from sekisho.workspace.snapshot_notes import check_notes

__all__ = [
    "CHECKED",
    "Stored",
    "confirm",
    "default_workspace",
    "drafts",
    "find_workspace",
    "in_force",
    "keep",
    "put_in_quarantine",
    "quarantined",
    "settle",
    "snapshots",
    "stored",
    "take_out",
    "warnings_on",
    "workspace_to_write",
]

CHECKED = "checked.json"
_META = "meta.json"
_QUARANTINE = ".quarantine-"
_WRITING = ".writing-"


@dataclass(frozen=True, slots=True)
class Stored:
    """A snapshot in the workspace.

    Attributes:
        folder: Where it is.
        source: Source id.
        snapshot: Day of the content.
        sha256: Of the bytes as published.
        parties: How many parties it holds.
        file: Name of the file that was read.
        recorded: Day on which it was loaded, or accepted by a person.
        meta: All that was noted when it was read: basis of the day, origin, counts, unread rows, ...
    """

    folder: Path
    source: str
    snapshot: dt.date
    sha256: str
    parties: int
    file: str
    recorded: dt.date
    meta: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def state(self) -> SourceState:
        """Return which bytes these are; its age is for the card to judge."""
        return SourceState(self.source, self.snapshot, self.sha256, self.parties)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why it was not accepted; none where it was."""
        return tuple(self.meta.get("reasons", ()))

    @property
    def whole(self) -> bool:
        """Tell whether everything that was derived from the publication is still as it was written."""
        try:
            return all(digest_of(self.folder / name) == digest for name, digest in self.meta["digests"].items())
        except (OSError, KeyError, AttributeError, TypeError):
            return False

    def checked(self, by: dt.date) -> dt.date | None:
        """Return the last day, not after another, on which the publisher still had these bytes."""
        try:
            days = [dt.date.fromisoformat(one) for one in json.loads((self.folder / CHECKED).read_bytes())]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, RecursionError) as problem:
            raise _damaged(self.folder / CHECKED) from problem
        return max((one for one in days if one <= by), default=None)


def snapshots(workspace: Path | None, source: str = "*", *, damaged: bool = False) -> Iterator[Stored]:
    """Yield every snapshot of the workspace, by source and day of content.

    Args:
        workspace: The workspace folder.
        source: Only of this source.
        damaged: Pass over damaged ones, because what is loaded now takes their place.

    Raises:
        InputError: One is damaged; it is not passed over, because a list would silently be missing.
    """
    if workspace is None:
        return
    for place in sorted((workspace / "sources").glob(f"{source}/*")):
        if not place.name.startswith("."):
            try:
                yield _read_meta(place / _META)
            except InputError:
                if not damaged:
                    raise


def in_force(stored: Iterator[Stored], on: dt.date, recorded_by: dt.date) -> dict[str, Stored]:
    """Return for each source the snapshot to use for a day, among those recorded by another day.

    The newest content not after the day; where there is none, the oldest after it.
    """
    best: dict[str, Stored] = {}
    for one in stored:
        if one.recorded > recorded_by:
            continue
        held = best.get(one.source)
        if held is None or _rank(one, on) > _rank(held, on):
            best[one.source] = one
    return best


def _rank(one: Stored, on: dt.date) -> tuple[int, int, str]:
    """Order snapshots for a day: content not after it first, the nearest first; the latest loading breaks ties."""
    distance = (on - one.snapshot).days
    return (1 if distance >= 0 else 0, -abs(distance), f"{one.recorded}{one.sha256}")


def quarantined(workspace: Path | None, by: dt.date) -> Iterator[Stored]:
    """Yield the snapshots that were not accepted, and had neither been accepted nor taken out by a day.

    Raises:
        InputError: One is damaged.
    """
    if workspace is None:
        return
    for place in sorted((workspace / "sources").glob(f"*/{_QUARANTINE}*")):
        try:
            stored = _read_meta(place / _META)
        except InputError as problem:
            problem.remedy = f"it was never in use: remove {str(place)!r}, and load the publication again"
            raise
        settled = stored.meta.get("settled")
        if stored.recorded <= by and (settled is None or settled > by.isoformat()):
            yield stored


def warnings_on(workspace: Path | None, chosen: Mapping[str, Stored], by: dt.date) -> dict[str, str]:
    """Return, for each source, what to say of newer publications that were not accepted; none where none is in the way.

    Args:
        workspace: The workspace folder.
        chosen: The snapshot of each source that is used.
        by: What had been recorded by this day counts.
    """
    found: dict[str, str] = {}
    for one in quarantined(workspace, by):
        used = chosen.get(one.source)
        if used is None or (one.recorded >= used.recorded and one.sha256 != used.sha256):
            reason = one.reasons[0] if one.reasons else "no reason is noted"
            found[one.source] = (
                f"a publication loaded on {one.recorded} is in quarantine, so this may be out of date: {reason}"
            )
    return found


def keep(workspace: Path, source: str, snapshot: dt.date, sha256: str, files: Mapping[str, bytes | Path]) -> bool:
    """Put a snapshot into the workspace; False if it is there already and whole.

    Args:
        workspace: The workspace folder.
        source: Id of the source.
        snapshot: Day of the content.
        sha256: Of the bytes as published.
        files: By name; a path is moved there.

    Raises:
        InputError: The workspace cannot be written.
    """
    place = _place(workspace, source, snapshot, sha256)
    if _whole(place, files):
        return False
    _put(workspace, place, files)
    return True


def stored(workspace: Path, source: str, snapshot: dt.date, sha256: str) -> Stored:
    """Return a snapshot that is kept.

    Raises:
        InputError: It is damaged, or not there.
    """
    return _read_meta(_place(workspace, source, snapshot, sha256) / _META)


def _place(workspace: Path, source: str, snapshot: dt.date, sha256: str) -> Path:
    return workspace / "sources" / source / f"{snapshot.isoformat()}-{sha256[:12]}"


def put_in_quarantine(workspace: Path, source: str, sha256: str, files: Mapping[str, bytes | Path]) -> None:
    """Keep a snapshot that was not accepted, apart from those in use.

    Raises:
        InputError: The workspace cannot be written.
    """
    _put(workspace, workspace / "sources" / source / f"{_QUARANTINE}{sha256[:12]}", files)


def settle(workspace: Path, one: Stored, on: dt.date) -> None:
    """Note that a snapshot in quarantine no longer stands in the way; what it held is removed, its note stays.

    Raises:
        InputError: The workspace cannot be written.
    """
    meta = {**one.meta, "settled": on.isoformat()}
    _put(workspace, one.folder, {_META: json.dumps(meta, indent=2).encode()})


def confirm(one: Stored, on: dt.date) -> None:
    """Note that the publisher still had these bytes on a day.

    Raises:
        InputError: The workspace cannot be written.
    """
    path = one.folder / CHECKED
    try:
        days = set(json.loads(path.read_bytes())) if path.exists() else set()
        if on.isoformat() not in days:
            write_atomically(path, json.dumps(sorted({*days, on.isoformat()})).encode())
    except (ValueError, TypeError, RecursionError) as problem:
        raise _damaged(path) from problem
    except OSError as problem:
        raise InputError(f"the workspace cannot be written: {problem.strerror}", file=str(path)) from problem


def drafts(workspace: Path, source: str) -> Path:
    """Return a new folder beside the snapshots of a source, to write in; what killed processes left there goes.

    Raises:
        InputError: The workspace cannot be written.
    """
    home = workspace / "sources" / source
    try:
        home.mkdir(parents=True, exist_ok=True)
        for left in home.glob(f"{_WRITING}*"):
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
        return Path(tempfile.mkdtemp(dir=home, prefix=_WRITING))
    except OSError as problem:
        raise InputError(
            f"the workspace {str(workspace)!r} cannot be written: {problem.strerror}", remedy="name another --workspace"
        ) from problem


def _put(workspace: Path, place: Path, files: Mapping[str, bytes | Path]) -> None:
    draft = drafts(workspace, place.parent.name)
    try:
        for name, data in files.items():
            if isinstance(data, Path):
                os.replace(data, draft / name)
                continue
            with (draft / name).open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        _take_place(draft, place)
    except OSError as problem:
        raise InputError(
            f"the workspace {str(workspace)!r} cannot be written: {problem.strerror}", remedy="name another --workspace"
        ) from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _take_place(draft: Path, place: Path) -> None:
    """Move a folder to its place; where one of the same bytes stands, its files are replaced one by one, the notes last."""
    if not place.exists():
        draft.rename(place)
        return
    for name in sorted((one.name for one in draft.iterdir()), key=lambda one: one == _META):
        os.replace(draft / name, place / name)


def take_out(workspace: Path, source: str, snapshot: dt.date) -> None:
    """Remove a snapshot.

    Raises:
        MissingError: The workspace holds no such snapshot.
    """
    home = workspace / "sources"
    found = list((home / source).glob(f"{snapshot.isoformat()}-*"))
    if not found:
        held = ", ".join(f"{one.parent.name} {one.name[:10]}" for one in sorted(home.glob("*/[0-9]*"))) or "nothing"
        raise MissingError(f"the workspace holds no snapshot {source} {snapshot}", remedy=f"it holds {held}")
    for one in found:
        if one.is_symlink():
            one.unlink()
        else:
            shutil.rmtree(one)


def _whole(place: Path, files: Mapping[str, bytes | Path]) -> bool:
    """Tell whether a stored snapshot can be read and holds the same bytes, but for the day of recording."""
    try:
        held, new = _read_meta(place / _META), files[_META]
        if not isinstance(new, bytes) or held.meta.get("layout") != json.loads(new).get("layout"):
            return False
        return all(
            (place / name).read_bytes() == (data if isinstance(data, bytes) else data.read_bytes())
            for name, data in files.items()
            if name != _META
        )
    except (InputError, OSError):
        return False


def _read_meta(path: Path) -> Stored:
    try:
        meta = json.loads(path.read_bytes())
        check_notes(meta)
        parties, sha256, name = meta["parties"], meta["sha256"], path.parent.name
        names = (f"{meta['snapshot']}-{sha256[:12]}", f"{_QUARANTINE}{sha256[:12]}")
        if meta["source"] != path.parent.parent.name or name not in names:
            raise ValueError("it does not describe the folder it is in")
        return Stored(
            path.parent,
            meta["source"],
            dt.date.fromisoformat(meta["snapshot"]),
            sha256,
            parties,
            meta["file"],
            dt.date.fromisoformat(meta["recorded"]),
            meta,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise _damaged(path) from problem


def _damaged(path: Path) -> InputError:
    return InputError(
        "a stored snapshot is damaged",
        file=str(path),
        remedy="load the publication again, or take it out with `sekisho sources remove`",
    )
