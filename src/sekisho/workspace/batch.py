"""Screen a file of parties in bulk.

Decides how the work is parted (pieces of a thousand rows, each written once it is done, so that a run that was stopped goes
on where it was), that several processes share it, and what the file of matches says of itself. The same file against the
same lists makes the same matches, however many processes there are and however often it was stopped.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sekisho import __version__
from sekisho.errors import EngineError, InputError
from sekisho.licensing.answer import source_row
from sekisho.parties.matching.score import default_weights
from sekisho.parties.screen import searched
from sekisho.workspace.batch_rows import Row, counts_of, found_rows, head_of, query_of_row, unread_row
from sekisho.workspace.batch_since import Earlier, Later, earlier_of
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.prepared_names import Progress
from sekisho.workspace.publications import digest_of
from sekisho.workspace.rulebook import Rulebook, open_rulebook, write_atomically
from sekisho.workspace.screen import Sources, open_sources

PIECE: Final = 1000
"""Rows that are screened and written at a time."""
_FORMAT: Final = "sekisho-matches-1"
_MANIFEST: Final = "manifest.json"
_WAITING: Final = 3

Numbered = tuple[int, Mapping[str, Any]]
Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is screened against what; enough for another process to open the same.

    Attributes:
        workspace: The workspace folder; by the usual order if None.
        on: Lists of this day.
        recorded: Among those recorded by this day.
        later: What has changed since an earlier run; None where everything is screened.
    """

    workspace: Path | None
    on: dt.date
    recorded: dt.date
    later: Later | None = None


def screen_file(
    path: Path,
    out: Path,
    *,
    since: Path | None = None,
    date: str | None = None,
    as_of: str | None = None,
    workspace: Path | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
    tick: Tick | None = None,
) -> dict[str, Any]:
    """Screen every row of a file and write the matches to another.

    Args:
        path: Parties, a row each: CSV, JSON lines or Parquet; see `sekisho.workspace.batch_rows`.
        out: Where the matches go: Parquet, CSV or JSON lines, by its name.
        since: The Parquet file of an earlier run; only what has changed since is screened.
        date: Lists of this day, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.
        workspace: The workspace folder; by the usual order if None.
        processes: How many share the work; as many as there are cores if None.
        progress: Called with a sentence before a slow step.
        tick: Called with how many rows are done, and how many there are.

    Returns:
        Counts of what came of the rows, what was searched, and whether something was taken from an earlier run.

    Raises:
        InputError: A file cannot be read or written, or is not what its name says; a snapshot is damaged.
        EngineError: A process came to its end.
    """
    from sekisho.engines.party_files import join_parts, kind_of, read_part, read_rows

    kind_of(out)
    if not out.parent.is_dir():
        raise InputError("there is no such folder", file=str(out.parent), remedy="make it, or name another --out")
    if processes is not None and processes < 1:
        raise InputError(f"{processes} processes are none", remedy="give 1 or more")
    rulebook, on, recorded = open_rulebook(progress), day(date), recorded_by(as_of)
    sources = open_sources(rulebook, workspace, on, recorded, progress)
    notes, total, digest = _notes(rulebook, sources, on), *_size_of(path)
    earlier = None if since is None else earlier_of(since, notes, sources, workspace)
    _ = sources.lists.index  # prepared here once, so that every process only has to open it
    parts = out.with_name(f"{out.name}.parts")
    ask = Ask(workspace, on, recorded, None if earlier is None else earlier.later)
    try:
        taken = _resume(parts, {"input": digest, "notes": notes, "since": None if since is None else digest_of(since)})
        numbered = enumerate(read_rows(path), start=1)
        pieces = iter(lambda: tuple(itertools.islice(numbered, PIECE)), ())
        names = list(_screened(pieces, parts, ask, sources, earlier, _workers(processes, total), total, tick))
        counts = counts_of(row for one in names for row in read_part(one) or ())
        join_parts(names, out, {"sekisho": json.dumps(notes, sort_keys=True)})
        shutil.rmtree(parts)
    except OSError as problem:
        raise InputError(
            f"the matches cannot be written: {problem.strerror}", file=str(out), remedy="make room, or name another --out"
        ) from problem
    return {
        "file": str(path),
        "out": str(out),
        "counts": counts,
        "searched": searched(sources.states),
        "resumed": taken,
        "since": None if earlier is None else earlier.said,
        "provenance": notes,
    }


def _workers(asked: int | None, total: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(asked or cores, -(-total // PIECE)))


def _size_of(path: Path) -> tuple[int, str]:
    """Return how many rows a file has, after reading all of it once, and its digest.

    Raises:
        InputError: A row cannot be read, or no column is called ``name``.
    """
    from sekisho.engines.party_files import read_rows

    count, named = 0, False
    for row in read_rows(path):
        count += 1
        named = named or "name" in row
    if not named:
        what = "no column is called `name`" if count else "the file has no row"
        raise InputError(what, file=str(path), remedy="give a table with a column `name`, and a row for each party")
    return count, digest_of(path)


def _notes(rulebook: Rulebook, sources: Sources, on: dt.date) -> dict[str, Any]:
    """Return what the matches rest on, as the file of matches keeps it."""
    journal = sources.journal
    return {
        "format": _FORMAT,
        "sekisho": __version__,
        "rulebook": rulebook.digest,
        "weights": default_weights().version,
        "date": on.isoformat(),
        "judgements": None if journal is None else journal.head.plain(),
        "sources": [source_row(state) | {"covers": list(state.covers)} for state in sources.states],
    }


def _resume(parts: Path, manifest: Mapping[str, Any]) -> int:
    """Return how many pieces of the very same work are there already; whatever else is there goes."""
    file = parts / _MANIFEST
    with contextlib.suppress(OSError, ValueError):
        if json.loads(file.read_bytes()) == json.loads(json.dumps(manifest)):
            return sum(1 for _ in parts.glob("[0-9]*.parquet"))
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir()
    write_atomically(file, json.dumps(manifest).encode())
    return 0


def _screened(
    pieces: Iterator[Sequence[Numbered]],
    parts: Path,
    ask: Ask,
    sources: Sources,
    earlier: Earlier | None,
    workers: int,
    total: int,
    tick: Tick | None,
) -> Iterator[Path]:
    """Screen the pieces that are not there yet, and yield the files of all of them in their order."""
    from sekisho.engines.party_files import read_part, write_part

    done = 0

    def settle(path: Path, rows: list[Row], size: int) -> None:
        nonlocal done
        write_part(path, rows)
        done += size
        if tick is not None:
            tick(done, total)

    with _pool(workers, ask, sources) as submit:
        waiting: list[tuple[Path, int, Callable[[], list[Row]]]] = []
        for number, piece in enumerate(pieces):
            path = parts / f"{number:08}.parquet"
            yield path
            if read_part(path) is not None:
                done += len(piece)
                continue
            waiting.append((path, len(piece), submit(piece, None if earlier is None else earlier.rows_of(piece))))
            if len(waiting) >= workers * _WAITING:
                first, size, result = waiting.pop(0)
                settle(first, result(), size)
        for path, size, result in waiting:
            settle(path, result(), size)


Submit = Callable[[Sequence[Numbered], Mapping[int, Sequence[Row]] | None], Callable[[], list[Row]]]


@contextlib.contextmanager
def _pool(workers: int, ask: Ask, sources: Sources) -> Iterator[Submit]:
    """Yield what takes a piece to screen and returns what waits for the rows of it."""
    if workers == 1:
        desk = _Desk(sources, ask.later)
        yield lambda piece, before: lambda: desk.screen(piece, before)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_open, initargs=(ask,))

    def submit(piece: Sequence[Numbered], before: Mapping[int, Sequence[Row]] | None) -> Callable[[], list[Row]]:
        return _waited(pool.submit(_work, piece, before))

    try:
        yield submit
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _waited(future: Future[list[Row]]) -> Callable[[], list[Row]]:
    def result() -> list[Row]:
        try:
            return future.result()
        except BrokenProcessPool as problem:
            raise EngineError(
                "a process that screened came to its end before it was done",
                remedy="run the same command again: it goes on where it was; fewer --processes need less memory",
            ) from problem

    return result


class _Desk:
    """What screens a piece in one process."""

    def __init__(self, sources: Sources, later: Later | None) -> None:
        self._sources, self._later = sources, later

    def screen(self, piece: Sequence[Numbered], before: Mapping[int, Sequence[Row]] | None) -> list[Row]:
        """Return the rows of a piece; ``before`` holds what an earlier run found, by number of the row."""
        return [one for number, row in piece for one in self._one(number, row, (before or {}).get(number))]

    def _one(self, number: int, row: Mapping[str, Any], before: Sequence[Row] | None) -> Iterator[Row]:
        head = head_of(number, row)
        try:
            query = query_of_row(row)
            if before is not None and self._later is not None:
                carried = self._later.carried(head, query, before, self._sources)
                if carried is not None:
                    yield from carried
                    return
            yield from found_rows(head, self._sources.screen(query))
        except InputError as problem:
            yield unread_row(head, problem)


_desk: list[_Desk] = []


def _open(ask: Ask) -> None:
    sources = open_sources(open_rulebook(), ask.workspace, ask.on, ask.recorded)
    _desk[:] = [_Desk(sources, ask.later)]


def _work(piece: Sequence[Numbered], before: Mapping[int, Sequence[Row]] | None) -> list[Row]:
    return _desk[0].screen(piece, before)
