"""What screening costs: single queries, batches, the index, and growth with the size of the set.

Decides that single queries are timed one after the other on **one** core (the process is bound to it, nomenklatura's too),
from the name to the explained matches; that the index is opened again in a process of its own, where its memory is counted;
and that a batch goes to two processes.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import math
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from typing import Final

from benchmarks.screening import metrics
from benchmarks.screening.engine import Own, resident
from benchmarks.screening.measure_names import Options, some
from benchmarks.screening.measure_search import LARGE
from benchmarks.screening.ordinary import ordinary
from benchmarks.screening.peers import Nomenklatura, PeerError, Process
from benchmarks.screening.perturbations import perturbed
from benchmarks.screening.recombine import set_of
from benchmarks.screening.report import Report, ratio

Queries = Sequence[tuple[str, str]]
_SINGLE: Final = 2000
_PEER_SINGLE: Final = 20
_BATCH: Final = 20_000
_PROCESSES: Final = 2
_PAIRS: Final = 2000
_GROWTH_QUERIES: Final = 1000
_PEER_LARGEST: Final = 119_000


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Bind this process to one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _listed_queries(count: int) -> Queries:
    return [(one.query, one.party.schema) for one in some(perturbed("dev"), count)]


def _ordinary_queries(count: int) -> Queries:
    return [(one.name, one.schema) for one in ordinary(count)]


def speed(engine: Own | None, options: Options, report: Report) -> None:
    """Print the rates of single queries and batches, the cost of the index, and ratios to nomenklatura."""
    report.heading(f"Speed, {LARGE:,} parties")
    single, pairs = (math.nan, math.nan) if engine is None else _own_speed(engine, options, report)
    if options.peers or engine is None:
        _beside(single, pairs, options, report)


def _own_speed(engine: Own, options: Options, report: Report) -> tuple[float, float]:
    """Print what our engine costs; return single queries and pairs a second."""
    count = min(_SINGLE, options.limit or _SINGLE)
    with one_core():
        built = engine.build(set_of(LARGE))
        mixed = [*_listed_queries(count // 2), *_ordinary_queries(count // 2)]
        found = _single(engine, mixed)
        pairs_rate = _pairs_rate(engine)
    report.table(
        ["engine", "cores", "queries", "p50 ms", "p99 ms", "a second", "pairs a second"],
        [[engine.name, 1, len(mixed), found.p50, found.p99, found.per_second, pairs_rate]],
        "single query: candidates, scores, explanation; half perturbed listed names, half ordinary ones; and pairs alone",
    )
    _batches(engine, found.per_second, options, report)
    _index(engine, built.seconds, built.size, report)
    return found.per_second, pairs_rate


def _single(engine: Own, queries: Queries) -> metrics.Times:
    for name, schema in queries[:20]:
        engine.screen(name, schema)
    seconds = []
    gc.collect()
    for name, schema in queries:
        began = time.perf_counter()
        engine.screen(name, schema)
        seconds.append(time.perf_counter() - began)
    return metrics.times(seconds)


_shared: list[Own] = []


def _opened() -> None:
    _shared[0].reopen()


def _screened(query: tuple[str, str]) -> int:
    return len(_shared[0].screen(*query))


def _batches(engine: Own, single: float, options: Options, report: Report) -> None:
    """Print the rates of two processes, on so many names that they take some fifteen seconds."""
    rows: list[list[object]] = []
    count = min(_BATCH, options.limit or _BATCH, max(200, int(single * _PROCESSES * 15)))
    for label, queries in (("ordinary", _ordinary_queries(count)), ("perturbed listed", _listed_queries(count))):
        rows.append([engine.name, _PROCESSES, label, len(queries), batch_rate(engine, queries)])
    report.table(["engine", "processes", "names", "queries", "a second"], rows, "batch")


def batch_rate(engine: Own, queries: Queries) -> float:
    """Return the names a second that two processes screen, their start not counted."""
    _shared[:] = [engine]
    context = multiprocessing.get_context("fork")
    with context.Pool(_PROCESSES, initializer=_opened) as pool:
        pool.map(_screened, queries[:40], chunksize=10)
        began = time.perf_counter()
        pool.map(_screened, queries, chunksize=max(1, min(100, len(queries) // (4 * _PROCESSES))))
        return len(queries) / (time.perf_counter() - began)


def _index(engine: Own, seconds: float, size: int, report: Report) -> None:
    """Open the index in a process that holds nothing else, and print what it costs."""
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[tuple[float, int, int]] = context.Queue()
    process = context.Process(target=_alone, args=(engine.bare(), _listed_queries(200), answers))
    process.start()
    opened, memory, whole = answers.get(timeout=600)
    process.join()
    rows = [[engine.name, seconds, size / 1e6, opened, memory / 1e6, whole / 1e6]]
    columns = ["engine", "build s", "disk MB", "reopen s", "memory MB", "whole process MB"]
    report.table(columns, rows, "index; memory after 200 queries in a process that only opened it")


def _alone(engine: Own, queries: Queries, answers: multiprocessing.Queue[tuple[float, int, int]]) -> None:
    """Measure how long opening takes and by how much memory grows, the libraries loaded before."""
    engine.score("Jane Doe", ["John Doe"], "Person")
    gc.collect()
    before = resident()
    began = time.perf_counter()
    engine.reopen()
    seconds = time.perf_counter() - began
    for name, schema in queries:
        engine.screen(name, schema)
    answers.put((seconds, resident() - before, resident()))


def _pairs_rate(engine: Own) -> float:
    pairs = [one.pair for one in some(perturbed("dev"), _PAIRS)]
    engine.scores(pairs[:50])
    began = time.perf_counter()
    engine.scores(pairs)
    return len(pairs) / (time.perf_counter() - began)


def _beside(single: float, pairs_rate: float, options: Options, report: Report) -> None:
    """Measure nomenklatura on one core and print the ratios."""
    process = Process(cores=1)
    count = min(_PEER_SINGLE, options.limit or _PEER_SINGLE)
    try:
        peer = Nomenklatura(process)
        built = peer.build(set_of(LARGE))
        queries = [*_listed_queries(count // 2), *_ordinary_queries(count // 2)]
        peer.screen_all(queries[:2], batch=1)
        _, seconds = peer.screen_all(queries, batch=1)
        theirs = metrics.times(seconds)
        pairs = [one.pair for one in some(perturbed("dev"), min(_PAIRS, options.limit or _PAIRS))]
        their_pairs = len(pairs) / peer.seconds(pairs)
    finally:
        process.close()
    columns = ["engine", "build s", "disk MB", "queries", "p50 ms", "p99 ms", "a second", "pairs a second"]
    cells = [built.seconds, built.size / 1e6, len(queries), theirs.p50, theirs.p99, theirs.per_second, their_pairs]
    report.table(columns, [[f"nomenklatura {process.version}, blocker + logic-v2", *cells]], "the peer, one core")
    report.note(f"single query, ours to nomenklatura: {ratio(single, theirs.per_second)}")
    report.note(f"pairs, ours to logic-v2: {ratio(pairs_rate, their_pairs)}")


def scaling(engine: Own | None, options: Options, report: Report) -> None:
    """Print how candidates cost and what they find as the set grows."""
    report.heading("Growth")
    if engine is not None:
        _own_growth(engine, options, report)
    if options.peers or engine is None:
        _peer_growth(options, report)


def _own_growth(engine: Own, options: Options, report: Report) -> None:
    queries = some(perturbed("dev"), min(_GROWTH_QUERIES, options.limit or _GROWTH_QUERIES))
    rows: list[list[object]] = []
    costs: list[tuple[int, float]] = []
    for size in options.sizes:
        parties = set_of(size)
        with one_core():
            built = engine.build(parties)
            seconds, found = [], 0
            for one in queries:
                began = time.perf_counter()
                hits = engine.candidates(one.query, 50, one.party.schema)
                seconds.append(time.perf_counter() - began)
                found += any(parties[hit].id == one.party.id and parties[hit].source == one.party.source for hit in hits)
        cost = metrics.times(seconds)
        costs.append((size, cost.p50))
        rows.append([size, built.seconds, built.size / 1e6, cost.p50, cost.p99, found / len(queries)])
        set_of.cache_clear()
    report.table(
        ["parties", "build s", "disk MB", "p50 ms", "p99 ms", "recall@50"], rows, f"candidates of {engine.name}, one core"
    )
    for (small, before), (large, after) in itertools.pairwise(costs):
        power = math.log(after / before) / math.log(large / small)
        report.note(f"{small:,} to {large:,}: cost grows as n^{power:.2f} (0.5 is the square root)")


def _peer_growth(options: Options, report: Report) -> None:
    """Print the same of nomenklatura's blocker, up to 119,000 parties: beyond, its index takes too long to build here."""
    queries = [(one.query, one.party.schema) for one in some(perturbed("dev"), _PEER_SINGLE)]
    rows: list[list[object]] = []
    for size in options.sizes:
        if size > _PEER_LARGEST:
            continue
        process = Process(cores=1)
        try:
            peer = Nomenklatura(process)
            built = peer.build(set_of(size))
            _, seconds = peer.all_candidates(queries, 50, batch=1)
        except PeerError as problem:
            report.note(f"nomenklatura at {size:,}: {problem}")
            continue
        finally:
            process.close()
        cost = metrics.times(seconds)
        rows.append([size, built.seconds, built.size / 1e6, cost.p50, cost.p99])
    report.table(["parties", "build s", "disk MB", "p50 ms", "p99 ms"], rows, "nomenklatura's blocker, one core")
