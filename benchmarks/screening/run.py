"""The command: measures what is asked for and prints it, Sekisho's figures beside nomenklatura's of the same run."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.screening import measure_names, measure_search, measure_speed
from benchmarks.screening.engine import Engine, Own, Sekisho
from benchmarks.screening.measure_names import Options
from benchmarks.screening.peers import LOGIC, OFAC, Nomenklatura, PeerError, Process
from benchmarks.screening.perturbations import available
from benchmarks.screening.report import Report
from benchmarks.screening.split import HALVES

PARTS: Final = ("accuracy", "pairs", "scripts", "candidates", "alerts", "speed", "scaling")
_NEED_SSB: Final = frozenset({"accuracy", "candidates", "alerts", "speed", "scaling"})


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screening", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part; may be given several times")
    parser.add_argument("--engine", choices=("sekisho", "nomenklatura"), default="sekisho", help="what is measured first")
    parser.add_argument("--no-peer", action="store_true", help="do not measure nomenklatura beside")
    parser.add_argument("--half", choices=HALVES, help="one half only; loops of development use dev")
    parser.add_argument("--limit", type=int, help="at most so many queries or pairs of a kind")
    parser.add_argument("--peer-limit", type=int, default=1000, help="the same for nomenklatura's searches (1000)")
    parser.add_argument("--sizes", default="20000,119000,1000000", help="sizes of sets for the part scaling")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = arguments(words)
    options = Options(
        halves=(asked.half,) if asked.half else HALVES,
        limit=asked.limit,
        peer_limit=min(asked.peer_limit, asked.limit or asked.peer_limit),
        sizes=tuple(int(one) for one in asked.sizes.split(",")),
        peers=not asked.no_peer,
    )
    parts = asked.only or list(PARTS)
    if _NEED_SSB.intersection(parts) and not available():
        raise SystemExit("install sanctions-screening-benchmark==0.1.0 for these parts (pairs and scripts do without)")
    report = Report()
    with tempfile.TemporaryDirectory(prefix="sekisho-index-") as folder:
        own = Sekisho(Path(folder)) if asked.engine == "sekisho" else None
        _measure(parts, own, options, report)
    if asked.json:
        report.save(asked.json)


def _measure(parts: Sequence[str], own: Own | None, options: Options, report: Report) -> None:
    """Measure the parts in their order; speed comes with processes of its own."""
    wanted = set(parts) - {"speed", "scaling"}
    process = _peer(report) if wanted and (own is None or options.peers) else None
    mine: list[Engine] = [own] if own is not None else []
    logic = [Nomenklatura(process)] if process else []
    scorers = [*logic, *([Nomenklatura(process, OFAC)] if process else [])]
    tasks = {
        "accuracy": lambda: measure_names.accuracy([*mine, *scorers], options, report),
        "pairs": lambda: measure_names.pairs([*mine, *scorers], options, report),
        "scripts": lambda: measure_names.scripts([*mine, *scorers], options, report),
        "candidates": lambda: measure_search.candidates([*mine, *logic], options, report),
        "alerts": lambda: measure_search.alerts([*mine, *logic], options, report),
    }
    for part in PARTS:
        if part in parts and part in tasks:
            _attempt(tasks[part], report)
    if process is not None:
        process.close()
    if "speed" in parts:
        _attempt(lambda: measure_speed.speed(own, options, report), report)
    if "scaling" in parts:
        _attempt(lambda: measure_speed.scaling(own, options, report), report)


def _attempt(task: Callable[[], None], report: Report) -> None:
    """Measure a part; where this version of Sekisho has not what it takes, say so and go on."""
    try:
        task()
    except (NotImplementedError, PeerError) as problem:
        report.note(f"not measured: {problem}")


def _peer(report: Report) -> Process | None:
    """Start nomenklatura; without it the run goes on, and says so."""
    try:
        process = Process()
    except PeerError as problem:
        report.note(f"no peer: {problem}")
        return None
    report.note(f"nomenklatura {process.version}: {LOGIC} and {OFAC}; tagger loaded in {process.warm_seconds:.1f} s")
    return process
