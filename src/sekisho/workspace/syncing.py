"""Sync: fetch a published list, verify it as a whole, and put it in the place of the one that is held, in one step.

Decides when what is held is replaced. A process that is killed, a mirror that lies or a repository that does not continue
what is held leave the last good edition as it was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sekisho.assurance.publication_check import Kept, Published, check_continues, check_published, listed_in
from sekisho.engines.mirrors import Fetch, open_mirror
from sekisho.errors import DocumentError, Error, InputError, MissingError, PublicationError
from sekisho.ledger.envelope import read_envelope
from sekisho.ledger.record_file import read_record
from sekisho.publication.client import download, first_root
from sekisho.publication.repository import RECORD, TIMESTAMP, root_facts, root_path
from sekisho.regime.charter_read import read_charter
from sekisho.regime.statements import format_time, parse_time
from sekisho.terms.canonical import decode, encode
from sekisho.workspace.framework import CURRENT, ENTRIES, ROOT, STATE, compile_entries, current_edition
from sekisho.workspace.framework import FORMAT as STATE_FORMAT
from sekisho.workspace.rulebook import Rulebook, open_rulebook, write_atomically
from sekisho.workspace.user_files import read_bytes
from sekisho.workspace.verifying import put, read_folder, report

HOME: Final = "framework"
CLIENT: Final = "client"
"""python-tuf's own folder inside an edition: by it a roll-back is told."""
REPOSITORY: Final = "repository"
ABANDONED: Final = 3600.0
"""Seconds after which what a killed process has left is swept away."""
_FINGERPRINT: Final = re.compile("[0-9a-f]{64}")
Progress = Callable[[str], None]


def sync(
    place: str,
    workspace: Path,
    root: str | None,
    now: dt.datetime,
    progress: Progress = lambda text: None,
    rulebook: Rulebook | None = None,
) -> dict[str, Any]:
    """Fetch and verify the list of a framework, and keep it.

    Args:
        place: Folder or address of a mirror.
        workspace: Where it is kept.
        root: Digest of charter 1, or a file with charter 1; None: the one that was given before.
        now: The machine's clock.
        progress: Called with a sentence before each part.
        rulebook: By which the entries are compiled; the packaged one by default.

    Raises:
        PublicationError: The mirror's repository is refused; what is held stays.
        MissingError: No root is known for it: there is no trust on first use.
    """
    fetch = _counting(open_mirror(place), progress)
    first = first_root(fetch)
    trusted = _trusted(first, workspace, root)
    law = rulebook or open_rulebook(progress)
    home = workspace / HOME
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    beside = Path(tempfile.mkdtemp(dir=home, prefix=".syncing-"))
    try:
        held = held_folder(home, trusted)
        before = None if held is None else kept_of(held)
        if held is not None:
            _copy_client(held, beside)
        progress("fetching metadata, record and entries")
        earlier = {} if held is None else read_folder(held / REPOSITORY)
        got = download(fetch, first, beside / CLIENT, trusted_now(now, held, law), earlier)
        progress("verifying root, charter, edition and every adoption")
        found = check_published(got, trusted)
        if before is not None:
            check_continues(found, before)
        _refuse_namesake(home / found.charter.framework, found.root)
        folder = _keep(home, beside, found, law, held)
        changes = changes_since({} if before is None else before.entries, found)
        return {**report(found, now), "kept": str(folder), "new": folder != held, "changes": changes, "mirror": place}
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def changes_since(before: Mapping[str, str], found: Published) -> dict[str, list[str]]:
    """Return the codes that were added, amended and taken out since what was held; by code and digest."""
    now = {row["code"]: row["sha256"] for row in found.rows}
    return {
        "added": sorted(now.keys() - before.keys()),
        "amended": sorted(code for code in now.keys() & before.keys() if now[code] != before[code]),
        "gone": sorted(before.keys() - now.keys()),
    }


def trusted_now(now: dt.datetime, held: Path | None, rulebook: Rulebook) -> dt.datetime:
    """Return the latest moment that is known to have passed: the clock, the edition held, the packaged law."""
    known = max((one.header.law_as_known for one in rulebook.lists.values()), default=now.date())
    moments = [now, dt.datetime.combine(known, dt.time(), dt.UTC)]
    if held is not None:
        moments.append(parse_time(_state(held)["checkpoint"]))
    return max(moments)


def read_root(text: str) -> str:
    """Return the digest of charter 1 that an option names: the digest itself, or a file with the charter or its statement.

    Raises:
        InputError: It is neither.
    """
    if _FINGERPRINT.fullmatch(text):
        return text
    path = Path(text)
    if not path.is_file():
        raise InputError(
            f"{text!r} is neither a digest of 64 hexadecimal digits nor a file",
            remedy="get the digest of charter 1, or the charter, from a member by another way than the mirror",
        )
    name, data = read_bytes(path)
    if data.lstrip().startswith(b'{"payload"'):
        envelope = read_envelope(data)
        if envelope.kind != "charter":
            raise InputError(f"this is a {envelope.kind}, not a charter", file=name)
        return envelope.digest
    return read_charter(data, name).digest


def held_folder(home: Path, root: str) -> Path | None:
    """Return the folder of the edition in use of the framework with a root; None where nothing is held.

    Raises:
        InputError: What is held is damaged.
    """
    for place in _homes(home):
        if _root_of(place) == root and (place / CURRENT).exists():
            try:
                return current_edition(place)
            except DocumentError as problem:
                remedy = f"remove {place / CURRENT} and sync again, with --root"
                raise InputError("the edition in use is not there", file=str(place), remedy=remedy) from problem
    return None


def _root_of(place: Path) -> str:
    return (place / ROOT).read_bytes().decode("ascii", "replace").strip()


def kept_of(folder: Path) -> Kept:
    """Return what must be continued of an edition that is held."""
    state = _state(folder)
    record = next((folder / REPOSITORY / "targets").glob(f"*.{RECORD}"), None)
    if record is None:
        raise _damaged(folder)
    try:
        leaves = [one.leaf for one in read_record(record.read_bytes(), record.name).leaves]
        listed = listed_in((*state["entries"], *state["gone"]))
        entries = {row["code"]: row["sha256"] for row in state["entries"]}
        return Kept(int(state["size"]), parse_time(state["signed"]), leaves, listed, entries)
    except (Error, KeyError, TypeError, ValueError) as problem:
        raise _damaged(folder) from problem


def state_of(found: Published) -> bytes:
    """Return what a client keeps beside the repository, ``state.json``."""
    return encode(
        {
            "format": STATE_FORMAT,
            "framework": found.charter.framework,
            "root": found.root,
            "charter": found.charter.digest,
            "size": str(found.size),
            "checkpoint": format_time(found.checkpoint.time),
            "signed": format_time(found.signed),
            "stale_after": format_time(found.stale_after),
            "edition": found.edition,
            "members": sorted(one.id for one in found.charter.members),
            "remedies": found.remedies,
            "entries": found.rows,
            "gone": found.gone,
            "acts": [{"digest": digest, "body": dict(body)} for _, digest, body in found.public.acts.all],
        }
    )


def _copy_client(held: Path, beside: Path) -> None:
    """Let python-tuf go on from what it kept with the edition that is held."""
    if not (held / CLIENT).is_dir():
        raise _damaged(held)
    shutil.copytree(held / CLIENT, beside / CLIENT, symlinks=True)


def _refuse_namesake(place: Path, root: str) -> None:
    """Refuse a framework whose name another one that is followed here has: its list would take the other's place.

    Raises:
        InputError: So it is.
    """
    if (place / ROOT).is_file() and _root_of(place) != root:
        raise InputError(
            f"another framework of this name, founded on {_root_of(place)[:16]}, is followed here",
            file=str(place),
            remedy="follow each in a workspace of its own, or remove the folder of the one that you leave",
        )


def _name_in_use(place: Path, folder: Path, held: Path | None) -> None:
    """Name the edition in use, unless another sync has changed it meanwhile: what it put there may be newer.

    Raises:
        InputError: So it is.
    """
    if (current_edition(place) if (place / CURRENT).exists() else None) != held:
        raise InputError("another sync has changed the list meanwhile", file=str(place), remedy="sync again")
    write_atomically(place / CURRENT, folder.name.encode() + b"\n")


def _keep(home: Path, beside: Path, found: Published, rulebook: Rulebook, held: Path | None) -> Path:
    """Write the edition beside its place, move it there whole, and only then name it as the one in use."""
    place = home / found.charter.framework
    stamp = hashlib.sha256(found.files[TIMESTAMP]).hexdigest()[:12]
    folder = place / f"{found.size}-{stamp}"
    if not (folder / STATE).is_file():
        draft = beside / "edition"
        put(draft / REPOSITORY, found.files)
        (draft / ENTRIES).mkdir()
        for code, data in found.entries.items():
            (draft / ENTRIES / f"{code}.yaml").write_bytes(data)
        shutil.move(beside / CLIENT, draft / CLIENT)
        write_atomically(draft / STATE, state_of(found))
        place.mkdir(parents=True, exist_ok=True)
        write_atomically(place / ROOT, found.root.encode() + b"\n")
        os.replace(draft, folder) if not folder.exists() else _replace(draft, folder)
    compile_entries(folder, rulebook)
    _name_in_use(place, folder, held)
    _prune(folder)
    return folder


def _prune(folder: Path) -> None:
    """Remove what a newer timestamp of the same edition has replaced, once nobody can be reading it any more."""
    size = folder.name.split("-")[0]
    for other in folder.parent.glob(f"{size}-*"):
        if other != folder and time.time() - other.stat().st_mtime > ABANDONED:
            shutil.rmtree(other, ignore_errors=True)


def _replace(draft: Path, folder: Path) -> None:
    """Put a whole edition in the place of a part of one."""
    shutil.rmtree(folder)
    draft.rename(folder)


def _homes(home: Path) -> Iterator[Path]:
    """Yield the folder of each framework whose root is known."""
    for place in sorted(home.glob("[!.]*")) if home.is_dir() else []:
        if (place / ROOT).is_file():
            yield place


def _state(folder: Path) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = decode((folder / STATE).read_bytes())
        if found["format"] == STATE_FORMAT:
            return found
    except (Error, OSError, KeyError, TypeError) as problem:
        raise _damaged(folder) from problem
    raise _damaged(folder)


def _damaged(folder: Path) -> InputError:
    """Return the error of an edition that is held and cannot be read: what must be continued is not known any more."""
    remedy = f"remove {folder.parent / CURRENT} and sync again, with --root"
    return InputError("what is kept of the list is damaged, or of another version", file=str(folder), remedy=remedy)


def _trusted(first: bytes, workspace: Path, root: str | None) -> str:
    """Return the digest of charter 1 that is trusted: the one given, else the one pinned for what the mirror says it is."""
    pinned = {_root_of(place) for place in _homes(workspace / HOME)}
    said, _ = root_facts(first, root_path(1))
    if root is not None:
        given = read_root(root)
        if said != given:
            raise PublicationError(
                f"the mirror is of the framework founded on {said[:16]}, not on {given[:16]}",
                remedy="check the address and the root",
            )
        return given
    if said not in pinned:
        raise MissingError(
            "no root is known for this mirror, and none is taken from it",
            remedy="give --root: the digest of charter 1, or the charter, got from a member by another way",
        )
    return said


def _sweep(home: Path) -> None:
    """Remove what killed processes have left; what is younger may be another process at work."""
    for left in home.glob(".syncing-*"):
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _counting(fetch: Fetch, progress: Progress) -> Fetch:
    """Return the same carrier, telling every hundredth file."""
    count = 0

    def counted(path: str) -> Iterator[bytes]:
        nonlocal count
        count += 1
        if count % 100 == 0:
            progress(f"{count} files fetched")
        return fetch(path)

    return counted
