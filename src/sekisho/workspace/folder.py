"""The workspace folder: where it is, and which snapshots of official sources it keeps.

    <workspace>/sources/<source id>/<day of content>-<first 12 digits of the SHA-256>/
        meta.json       source, day of content, SHA-256, counts, file name, day of recording
        index.bin       the parties with their prepared names, one block

A snapshot is written beside its place and moved into it whole, so that a killed process leaves nothing half-written.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sekisho.errors import InputError, MissingError
from sekisho.parties.party import SourceState

NAME = ".sekisho"


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
        recorded: Day on which it was loaded.
    """

    folder: Path
    source: str
    snapshot: dt.date
    sha256: str
    parties: int
    file: str
    recorded: dt.date

    @property
    def state(self) -> SourceState:
        """Return which bytes these are; its age is for the card to judge."""
        return SourceState(self.source, self.snapshot, self.sha256, self.parties)


def find_workspace(explicit: Path | None) -> Path | None:
    """Return the workspace folder in use, or None where there is none yet.

    Order: the option, ``SEKISHO_HOME``, the nearest ``.sekisho/`` upward, the user's data directory.

    Raises:
        MissingError: The folder that the option or the variable names does not exist.
    """
    named = explicit if explicit is not None else _from_environment()
    if named is not None:
        if not named.is_dir():
            raise MissingError(
                f"there is no workspace {str(named)!r}", remedy="`sekisho sources load DIR --workspace ...` makes one"
            )
        return named
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / NAME).is_dir():
            return folder / NAME
    default = default_workspace()
    return default if default.is_dir() else None


def workspace_to_write(explicit: Path | None) -> Path:
    """Return the workspace folder to write to, by the same order; it is made if it does not exist.

    Raises:
        InputError: It cannot be made.
    """
    named = explicit if explicit is not None else _from_environment()
    folder = named if named is not None else (find_workspace(None) or default_workspace())
    try:
        (folder / "sources").mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(
            f"the workspace {str(folder)!r} cannot be written: {problem.strerror}", remedy="name another --workspace"
        ) from problem
    return folder


def default_workspace() -> Path:
    """Return the workspace in the user's data directory, existing or not."""
    from platformdirs import user_data_path

    return user_data_path("sekisho", appauthor=False)


def snapshots(workspace: Path | None) -> Iterator[Stored]:
    """Yield every snapshot of the workspace, by source and day of content.

    Raises:
        InputError: One is damaged; it is not passed over, because a list would silently be missing.
    """
    if workspace is None:
        return
    for place in sorted((workspace / "sources").glob("*/*")):
        if not place.name.startswith("."):
            yield _read_meta(place / "meta.json")


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


def keep(workspace: Path, source: str, snapshot: dt.date, sha256: str, files: Mapping[str, bytes]) -> bool:
    """Put a snapshot into the workspace; False if it is there already and whole.

    Raises:
        InputError: The workspace cannot be written.
    """
    home = workspace / "sources" / source
    place = home / f"{snapshot.isoformat()}-{sha256[:12]}"
    if _whole(place, files):
        return False
    try:
        home.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=home, prefix=".writing-"))
        try:
            for name, data in files.items():
                with (draft / name).open("wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
            if place.exists():
                shutil.rmtree(place)
            draft.rename(place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as problem:
        raise InputError(
            f"the workspace {str(workspace)!r} cannot be written: {problem.strerror}", remedy="name another --workspace"
        ) from problem
    return True


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


def _whole(place: Path, files: Mapping[str, bytes]) -> bool:
    """Tell whether a stored snapshot can be read and holds the same bytes, but for the day of recording."""
    try:
        _read_meta(place / "meta.json")
        return all((place / name).read_bytes() == data for name, data in files.items() if name != "meta.json")
    except (InputError, OSError):
        return False


def _from_environment() -> Path | None:
    home = os.environ.get("SEKISHO_HOME")
    return Path(home) if home else None


def _read_meta(path: Path) -> Stored:
    try:
        meta = json.loads(path.read_bytes())
        parties, sha256, name = meta["parties"], meta["sha256"], path.parent.name
        if (meta["source"], f"{meta['snapshot']}-{sha256[:12]}") != (path.parent.parent.name, name) or parties < 0:
            raise ValueError("it does not describe the folder it is in")
        return Stored(
            path.parent,
            meta["source"],
            dt.date.fromisoformat(meta["snapshot"]),
            sha256,
            int(parties),
            str(meta["file"]),
            dt.date.fromisoformat(meta["recorded"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise InputError(
            "a stored snapshot is damaged",
            file=str(path),
            remedy="load the publication again, or take it out with `sekisho sources remove`",
        ) from problem
