"""Verify a repository where it is, and carry its files.

Everything is verified offline and as of the time of its timestamp; how old that is, is said beside the answer.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sekisho.assurance.publication_check import Published, check_published
from sekisho.engines.mirrors import open_mirror
from sekisho.errors import MissingError, PublicationError
from sekisho.ledger.store import Leaf
from sekisho.publication.client import download, first_root
from sekisho.publication.repository import TIMESTAMP, read_metadata
from sekisho.regime.statements import format_time
from sekisho.workspace.records import read_place
from sekisho.workspace.rulebook import write_atomically

Files = dict[str, bytes]


def verify_files(files: Mapping[str, bytes], root: str, now: dt.datetime, whole: Sequence[Leaf] = ()) -> Published:
    """Verify files of a repository as a client would.

    Raises:
        PublicationError: They are refused.
    """

    def fetch(path: str) -> Iterable[bytes]:
        if path not in files:
            raise MissingError(f"the repository has no {path}")
        yield files[path]

    return _verified(fetch, root, now, whole)


def _verified(fetch: Callable[[str], Any], root: str, now: dt.datetime | None, whole: Sequence[Leaf]) -> Published:
    first = first_root(fetch)
    with tempfile.TemporaryDirectory() as folder:
        held = download(fetch, first, Path(folder), now or _signing_time(fetch))
    return check_published(held, root, whole)


def _signing_time(fetch: Callable[[str], Any]) -> dt.datetime:
    """Return when the timestamp says that it was signed; it is verified later."""
    version = read_metadata(b"".join(fetch(TIMESTAMP)), TIMESTAMP).signed.version
    try:
        return dt.datetime.fromtimestamp(version, dt.UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise PublicationError("the timestamp is of no moment that there is", file=TIMESTAMP) from problem


def verify_place(place: str, root: str, record: str | None, now: dt.datetime) -> dict[str, Any]:
    """Verify a repository offline: root, charter, edition, each entry's adoption; as of the time of its timestamp.

    Args:
        place: Folder or address of the repository.
        root: Digest of charter 1 that the caller trusts.
        record: A member's own record, to recount every ballot; None: certificates.
        now: By which staleness is told.

    Raises:
        PublicationError: It is refused.
    """
    whole = [] if record is None else list(read_place(record).leaves)
    found = _verified(open_mirror(place), root, None, whole)
    return report(found, now)


def report(found: Published, now: dt.datetime) -> dict[str, Any]:
    """Return what was verified, for people and for JSON."""
    return {
        "framework": found.charter.framework,
        "root": found.root,
        "charter": found.charter.digest,
        "charter_version": str(found.charter.version),
        "size": found.size,
        "checkpoint": format_time(found.checkpoint.time),
        "signed": format_time(found.signed),
        "stale_after": format_time(found.stale_after),
        "stale": now > found.stale_after,
        "age_days": (now - found.checkpoint.time).days,
        "edition": found.edition,
        "how": found.how,
        "remedies": found.remedies,
        "steps": found.steps,
        "entries": found.rows,
        "gone": found.gone,
        "acts": len(found.public.acts.all),
    }


def read_folder(folder: Path) -> Files:
    """Return the files of a draft or a repository by path.

    Raises:
        MissingError: There is no such folder.
    """
    if not folder.is_dir():
        raise MissingError(f"there is no folder {str(folder)!r}", remedy="check the path")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("metadata", "targets")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder, whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".writing-"))
    try:
        beside.chmod(0o755)
        put(beside, files)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def put(to: Path, files: Mapping[str, bytes]) -> None:
    """Write a repository so that a reader never finds a timestamp whose files are not there yet."""
    last = [path for path in files if path == TIMESTAMP]
    for path in (*(one for one in sorted(files, reverse=True) if one != TIMESTAMP), *last):
        target = to / path
        if target.is_file() and target.read_bytes() == files[path]:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, files[path])
