"""The names of all parties that are searched on a day, prepared once and kept.

    <workspace>/screening/<digest of what is searched>/
        names.bin       the prepared names, and who bears them
        postings/       what finds them
        seal.json       the digests of all of that

Decides when they are prepared: at the first screening of a set of snapshots, and again where a byte of them has changed, for
the engine that opens them would not notice. They are derived from the stored parties alone, and the same parties make the
same names, so that nothing is lost with them. They are made beside their place and moved into it whole. A few dozen parties
are prepared in memory, once in a process.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from sekisho import __version__
from sekisho.errors import InputError, SourceError
from sekisho.parties.index import Index
from sekisho.parties.matching.table import NameTable, TableBuilder
from sekisho.parties.store import PartyStore
from sekisho.workspace.publications import ABANDONED, digest_of
from sekisho.workspace.rulebook import COMPILED, cache_folder, code_stamp

FOLDER: Final = "screening"
IN_MEMORY: Final = 100
"""So many parties are prepared in memory."""
_KEPT: Final = 3
_NAMES, _POSTINGS, _SEAL = "names.bin", "postings", "seal.json"
_WRITING: Final = ".writing-"
_FORMAT: Final = "sekisho-screening-1"

Progress = Callable[[str], None]
_made: dict[tuple[str, ...], Index] = {}
_MOST_MADE: Final = 8


def open_index(home: Path | None, stores: Sequence[PartyStore], progress: Progress | None = None) -> Index:
    """Return the index of all parties of these stores, prepared before or now.

    Args:
        home: The workspace; None where there is none.
        stores: The parties, in a fixed order.
        progress: Called with a sentence before the one slow step, preparing.

    Raises:
        InputError: Neither the workspace nor the user's cache can be written.
        SourceError: A stored party is damaged.
    """
    if home is None or sum(one.parties for one in stores) <= IN_MEMORY:
        return _in_memory(stores)
    name = _name_of(stores)
    shelf = _shelf(home)
    found = _opened(shelf / name, stores, progress)
    if found is None:
        _prepare(shelf, name, stores, progress)
        found = _opened(shelf / name, stores, progress)
    if found is None:
        raise InputError("the prepared names were changed while they were made", file=str(shelf / name), remedy="try again")
    return found


def _in_memory(stores: Sequence[PartyStore]) -> Index:
    """Return the index of a few parties; that of the same parties is not made twice in one process."""
    key = tuple(one.digest for one in stores)
    if key not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        _made[key] = Index.of(stores)
    return _made[key]


def _shelf(home: Path) -> Path:
    """Return where prepared names are kept: the workspace, or the user's cache where that cannot be written."""
    for place in (home / FOLDER, cache_folder() / FOLDER):
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            if os.access(place, os.W_OK):
                return place
    raise InputError(f"the workspace {str(home)!r} cannot be written", remedy="name another --workspace")


def _name_of(stores: Sequence[PartyStore]) -> str:
    edition = __version__ if COMPILED.exists() else code_stamp()
    kanji = "japanese" if find_spec("fugashi") and find_spec("unidic_lite") else ""
    return hashlib.sha256(" ".join((_FORMAT, edition, kanji, *(one.digest for one in stores))).encode()).hexdigest()[:24]


def _prepare(shelf: Path, name: str, stores: Sequence[PartyStore], progress: Progress | None) -> None:
    """Prepare the names and move them to their place, whole; what stands there is taken for damaged."""
    if progress is not None:
        progress(
            f"preparing the names of {sum(one.parties for one in stores):,} parties for screening (once for these lists)"
        )
    _tidy(shelf)
    try:
        draft = Path(tempfile.mkdtemp(dir=shelf, prefix=_WRITING))
        try:
            write_index(draft, stores, _before(shelf))
            place = shelf / name
            if place.exists():
                place.rename(draft / "damaged")
            _settle(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as problem:
        raise InputError(
            f"the prepared names cannot be written: {problem.strerror}", file=str(shelf), remedy="make room"
        ) from problem


def _settle(draft: Path, place: Path) -> None:
    try:
        (draft / "whole").rename(place)
    except OSError:
        if not place.exists():
            raise
        # Another process was quicker; the same parties make the same names.


def write_index(draft: Path, stores: Sequence[PartyStore], before: NameTable | None = None) -> None:
    """Write the index of these stores as the folder ``whole`` in another one.

    Args:
        draft: Where.
        stores: The parties.
        before: Names that were prepared before: what stands there is not read again.

    Raises:
        OSError: It cannot be written.
        SourceError: A stored party is damaged.
    """
    from sekisho.engines.name_postings import NamePostings

    whole = draft / "whole"
    (whole / _POSTINGS).mkdir(parents=True)
    with _no_collection():
        builder = TableBuilder(before)
        for one in stores:
            builder.add(one.digest, one)
        table = builder.build()
        (whole / _NAMES).write_bytes(bytes(table))
        NamePostings.build(whole / _POSTINGS, table.marked())
    (whole / _SEAL).write_text(json.dumps(dict(_digests(whole))), encoding="ascii")


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Let the collector of cycles rest: of the millions of objects made here none is in a cycle, and it looks at each."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_index(place: Path, stores: Sequence[PartyStore]) -> Index:
    """Open an index that `write_index` wrote.

    Raises:
        SourceError: A byte of it has changed, or something of it is not there.
    """
    from sekisho.engines.name_postings import NamePostings

    try:
        seal = json.loads((place / _SEAL).read_bytes())
        if seal != dict(_digests(place)):
            raise ValueError("its digest is another")
        with (place / _NAMES).open("rb") as stream:
            table = NameTable(mmap(stream.fileno(), 0, access=ACCESS_READ), str(place / _NAMES))
        if table.stores != tuple(one.digest for one in stores):
            raise ValueError("it is of other parties")
    except (OSError, ValueError) as problem:
        raise SourceError(f"the prepared names are damaged: {problem}", file=str(place)) from problem
    return Index(table, NamePostings(place / _POSTINGS), stores)


def _opened(place: Path, stores: Sequence[PartyStore], progress: Progress | None) -> Index | None:
    """Return the index that is kept; None where there is none or a byte of it has changed."""
    if not (place / _SEAL).exists():
        return None
    try:
        index = read_index(place, stores)
    except SourceError as problem:
        if progress is not None:
            progress(f"{problem.message}; they are made again from the stored lists")
        return None
    with contextlib.suppress(OSError):
        os.utime(place / _SEAL)  # so that what is in use is kept longest
    return index


def _digests(place: Path) -> Iterator[tuple[str, str]]:
    """Return the digest of each file of an index; locks are none of its content."""
    files = [place / _NAMES, *(one for one in (place / _POSTINGS).iterdir() if not one.name.endswith(".lock"))]
    for path in sorted(files):
        yield path.name, digest_of(path)


def _before(shelf: Path) -> NameTable | None:
    """Return the names that were prepared last, if they are whole."""
    for place in _kept(shelf):
        with contextlib.suppress(OSError, ValueError, KeyError, SourceError):
            data = (place / _NAMES).read_bytes()
            if json.loads((place / _SEAL).read_bytes())[_NAMES] == hashlib.sha256(data).hexdigest():
                return NameTable(data)
    return None


def _kept(shelf: Path) -> list[Path]:
    """Return the prepared indexes, that used last first."""
    found = []
    for seal in shelf.glob(f"[0-9a-f]*/{_SEAL}"):
        with contextlib.suppress(OSError):
            found.append((seal.stat().st_mtime_ns, seal.parent))
    return [place for _, place in sorted(found, reverse=True)]


def _tidy(shelf: Path) -> None:
    """Remove indexes that have not been used for longest, and what killed processes left."""
    for place in _kept(shelf)[_KEPT - 1 :]:
        shutil.rmtree(place, ignore_errors=True)
    for left in shelf.glob(f"{_WRITING}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
