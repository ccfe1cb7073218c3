"""The packaged rulebook, compiled once.

A wheel carries the compiled rulebook. A source checkout compiles on first use and keeps the result in the user's cache
directory under the digest of the sources, written atomically; a damaged or foreign cache file is compiled anew. While no
file has been touched the sources are not read again: names, sizes and times stand for their digest.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.controls.store import digest_of
from sekisho.errors import MissingError

if TYPE_CHECKING:
    from sekisho.controls.control_list import ControlList
    from sekisho.controls.vocabulary import Vocabulary
    from sekisho.licensing.law import Law
    from sekisho.parties.party import SourceState
    from sekisho.parties.store import PartyStore
    from sekisho.sources.card import Card

PACKAGE = Path(__file__).resolve().parent.parent
FOLDER = PACKAGE / "rulebooks"
COMPILED = PACKAGE / "compiled_rulebook.json"
SOURCES = (".yaml", ".csv")
"""How the names of a rulebook's files end."""
_ROOMS = ("terms", "logic", "controls", "licensing", "parties", "sources")


@dataclass(frozen=True)
class Rulebook:
    """Lists, vocabulary and licensing law of one edition.

    Attributes:
        digest: SHA-256 over the names and bytes of all rulebook files, in hexadecimal.
        compiled: The compiled form, decoded on first use of each part.
    """

    digest: str
    compiled: Mapping[str, Any]

    @cached_property
    def _lists(self) -> tuple[Vocabulary, dict[str, ControlList]]:
        from sekisho.controls.store import load_lists

        return load_lists(self.compiled["lists"])

    @property
    def vocabulary(self) -> Vocabulary:
        """Return kinds and parameters."""
        return self._lists[0]

    @property
    def lists(self) -> Mapping[str, ControlList]:
        """Return the control lists by id."""
        return self._lists[1]

    @cached_property
    def law(self) -> Law:
        """Return the licensing law of every jurisdiction."""
        from sekisho.licensing.law import load_law

        return load_law(self.compiled["law"])

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """Return the card of every source of parties."""
        from sekisho.sources.card import Card

        return {row["id"]: Card.from_plain(row) for row in self.compiled["cards"]}

    @cached_property
    def starter(self) -> tuple[SourceState, PartyStore]:
        """Return the starter set: which bytes, and its parties."""
        from sekisho.parties.party import SourceState
        from sekisho.parties.store import PartyStore

        kept = self.compiled["starter"]
        state = SourceState(
            "starter", dt.date.fromisoformat(kept["snapshot"]), kept["sha256"], kept["parties"], official=False
        )
        return state, PartyStore(base64.b64decode(kept["stored"]), "the starter set")

    def control_list(self, list_id: str) -> ControlList:
        """Return one list.

        Raises:
            MissingError: There is no list with this id.
        """
        if list_id not in self.lists:
            raise MissingError(f"there is no list {list_id!r}", remedy=f"lists are {', '.join(sorted(self.lists))}")
        return self.lists[list_id]


def open_rulebook(progress: Callable[[str], None] | None = None, cache: Path | None = None) -> Rulebook:
    """Return the packaged rulebook, compiling it if no compiled form is at hand.

    Args:
        progress: Called with a sentence before the one slow step, compiling.
        cache: Where to look for and keep a compiled rulebook; the user's cache directory by default.

    Raises:
        RulebookError: A rulebook file does not hold together.
    """
    if COMPILED.exists():
        compiled = json.loads(COMPILED.read_bytes())
        return Rulebook(compiled["digest"], compiled)
    folder, code = cache if cache is not None else cache_folder(), code_stamp()
    untouched = folder / f"untouched-{_stamp((FOLDER,), SOURCES)}.json"
    seen = read_cache(untouched)
    if seen is not None and (kept := read_cache(_kept(folder, seen["digest"], code), seen["digest"])) is not None:
        return Rulebook(seen["digest"], kept)
    sources = dict(rulebook_files(FOLDER))
    digest = digest_of(sources)
    kept = read_cache(_kept(folder, digest, code), digest)
    if kept is None:
        if progress is not None:
            progress("compiling the rulebook and running its cases (once)")
        kept = compile_rulebook(sources, digest)
        write_cache(_kept(folder, digest, code), kept)
    write_cache(untouched, {"digest": digest})
    return Rulebook(digest, kept)


def _kept(folder: Path, digest: str, code: str) -> Path:
    return folder / f"rulebook-{digest[:24]}-{code}.json"


def _stamp(folders: Iterable[Path], suffixes: tuple[str, ...]) -> str:
    """Return a digest of names, sizes and times (also of the last change of inode) of the files below folders."""
    rows, open_ = [], [os.fspath(folder) for folder in folders]
    while open_:
        with os.scandir(open_.pop()) as found:
            for one in found:
                if one.is_dir(follow_symlinks=False):
                    open_.append(one.path)
                elif one.name.endswith(suffixes):
                    seen = one.stat()
                    rows.append(f"{one.path}\0{seen.st_size}\0{seen.st_mtime_ns}\0{seen.st_ctime_ns}\0{seen.st_ino}")
    return hashlib.sha256("\0".join(sorted(rows)).encode()).hexdigest()[:24]


def rulebook_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the rulebook's files as (path with slashes, bytes), in order of path."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SOURCES:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def compile_rulebook(sources: Mapping[str, bytes], digest: str) -> dict[str, Any]:
    """Read every file, run every case and return the compiled form, JSON-able.

    Raises:
        RulebookError: A file does not hold together; the error names it.
    """
    from sekisho.controls.library import build_lists
    from sekisho.controls.store import dump_lists
    from sekisho.licensing.law import build_law
    from sekisho.parties.store import PartyStore
    from sekisho.sources.registry import cards, starter

    vocabulary, lists = build_lists(sources)
    first = starter()
    return {
        "digest": digest,
        "lists": dump_lists(lists, vocabulary).decode(),
        "law": build_law(sources, vocabulary.schema()),
        "cards": [card.plain() for card in cards().values()],
        "starter": {
            "snapshot": first.state.snapshot.isoformat(),
            "sha256": first.state.sha256,
            "parties": first.state.parties,
            "stored": base64.b64encode(PartyStore.build(first.parties).dump()).decode(),
        },
    }


def code_stamp() -> str:
    """Return a short digest of the code that compiles, so that a changed program never reads an old cache."""
    return _stamp((PACKAGE / room for room in _ROOMS), (".py", ".yaml"))[:12]


def cache_folder() -> Path:
    """Return the user's cache directory for Sekisho."""
    from platformdirs import user_cache_path

    return user_cache_path("sekisho", appauthor=False)


def read_cache(path: Path, digest: str | None = None) -> dict[str, Any] | None:
    """Return what the cache holds, or None where it is missing, damaged or not of the digest."""
    try:
        data = path.read_bytes() if path.is_file() else b""
    except OSError:
        return None
    seal, _, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != seal:
        return None
    kept: dict[str, Any] = json.loads(body)
    return kept if digest in (None, kept["digest"]) else None


def write_cache(path: Path, compiled: Mapping[str, Any]) -> None:
    """Keep the compiled form; a cache that cannot be written is no error."""
    body = json.dumps(compiled, separators=(",", ":")).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    except OSError:
        return


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part.

    Raises:
        OSError: The folder cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
