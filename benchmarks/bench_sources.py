"""How long it takes to take in every official file at hand, and how much memory, beside merely parsing the same bytes.

The plain way parses each file with the standard library (ElementTree, csv, json) and keeps nothing. Both run in processes of
their own. The second load of the same files must change nothing.

Usage: ``SEKISHO_DATA=... python benchmarks/bench_sources.py``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from sekisho.sources.registry import recognise
from sekisho.workspace.sources import load_folder


def plainly(folder: Path) -> None:
    """Parse each file once, by the standard library, and keep nothing."""
    for path in sorted({one.path for one in recognise(folder)}):
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        name = path.name.removesuffix(".gz")
        if name.endswith(".xml"):
            for _ in ElementTree.iterparse(io.BytesIO(data)):
                pass
        elif name.endswith(".json"):
            json.loads(data)
        elif name.endswith(".csv"):
            for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
                pass
        else:
            data.decode().splitlines()


def loaded(folder: Path, workspace: Path) -> None:
    """Take everything in."""
    answer = load_folder(folder, workspace=workspace)
    states = [one["state"] for one in answer["loaded"]]
    counts = {state: states.count(state) for state in sorted(set(states))}
    print(json.dumps({"counts": counts, "records": sum(one["parties"] for one in answer["loaded"])}))


def child(*arguments: str) -> tuple[float, float, str]:
    """Run one of these in a process; return seconds of the processor, megabytes at most, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    *said, peak = done.stdout.strip().splitlines()
    return used, float(peak), f"{wall:5.1f} s on the clock  {' '.join(said)}"


def main() -> None:
    """Print the figures."""
    folder = os.environ.get("SEKISHO_DATA")
    if not folder:
        sys.exit("set SEKISHO_DATA to the folder with the official files")
    with tempfile.TemporaryDirectory() as place:
        rows = [(name, *child(what, folder, place)) for name, what in _WORK]
        size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
    base = rows[0][1]
    for name, seconds, peak, said in rows:
        print(f"{name:<24}{seconds:8.2f} s  {seconds / base:6.2f} x  {peak:7.1f} MB  {said}")
    print(f"workspace on disk {size / 1e6:.1f} MB")


_WORK = (("parse plainly", "plainly"), ("load everything", "load"), ("load it again", "load"))
_DOES: dict[str, Callable[[Path, Path], None]] = {"plainly": lambda folder, _: plainly(folder), "load": loaded}


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _DOES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    else:
        main()
