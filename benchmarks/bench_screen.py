"""How long it takes to build, open and search the prepared names of listed parties, beside a plain walk over all names.

Usage: ``SEKISHO_DATA=... python benchmarks/bench_screen.py``.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sekisho.parties.names import prepare
from sekisho.parties.party import ListedParty, PartyQuery
from sekisho.parties.screen import screen
from sekisho.parties.store import PartyStore
from sekisho.sources.registry import read_source, recognise
from sekisho.workspace.prepared_names import read_index, write_index


def milliseconds(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median and the 99th percentile of one call."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)]


def by_hand(name: str, parties: list[ListedParty]) -> list[ListedParty]:
    """Return the parties with the same normalised name: the plain way, name by name."""
    wanted = prepare(name).key
    return [one for one in parties if any(prepare(alias.value).key == wanted for alias in one.names)]


def unpacked(path: Path) -> bytes:
    """Return the bytes of a publication."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def main() -> None:
    """Print the figures."""
    folder = os.environ.get("SEKISHO_DATA")
    if not folder:
        sys.exit("set SEKISHO_DATA to the folder with the official files")
    newest = {one.card.id: one for one in recognise(Path(folder)) if one.card.content == "parties"}
    parties = [
        party
        for one in newest.values()
        for party in read_source(one.card, unpacked(one.path), one.path.name, one.snapshot).parties
    ]
    store = PartyStore.build(parties)
    names = [one.name for one in parties[::20]]
    turn = iter(names * 100)
    with tempfile.TemporaryDirectory() as place:
        built = milliseconds(lambda: write_index(Path(tempfile.mkdtemp(dir=place)), [store]), 3)
        whole = next(Path(place).glob("*/whole"))
        index = read_index(whole, [store])
        size = sum(one.stat().st_size for one in whole.rglob("*") if one.is_file())
        print(f"{len(parties)} parties, prepared names of {size / 1e6:.1f} MB")
        show("prepare the names", built)
        show("open them", milliseconds(lambda: read_index(whole, [store]), 50))
        show("one query", milliseconds(lambda: screen(PartyQuery(next(turn)), index, ()), 1000))
        show("one query by hand", milliseconds(lambda: by_hand(next(turn), parties), 10))


def show(label: str, times: tuple[float, float]) -> None:
    """Print a line."""
    print(f"{label:18} median {times[0]:8.2f} ms   p99 {times[1]:8.2f} ms")


if __name__ == "__main__":
    main()
