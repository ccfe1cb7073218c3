"""How long ``sekisho check`` takes as a whole process, and the determination once loaded.

Every figure is printed beside ``python -c pass`` of the same run. Usage: ``python benchmarks/bench_check.py [RUNS]``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "quantum-and-gpu.yaml"
CHECK = [sys.executable, "-c", "from sekisho.cli import main; main()", "check", str(EXAMPLE)]
PASS = [sys.executable, "-c", "pass"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of one run."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    took = time.perf_counter() - began
    if done.returncode not in {0, 20}:
        raise SystemExit(done.stderr.decode())
    return took


def processes(runs: int) -> None:
    """Print the first run (empty cache) and the later ones, paired with a process that does nothing."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        compiling = seconds(CHECK, environment)
        pairs = [(seconds(CHECK, environment), seconds(PASS, environment)) for _ in range(runs)]
    later = statistics.median(check for check, _ in pairs)
    nothing = statistics.median(empty for _, empty in pairs)
    ratio = statistics.median(check / empty for check, empty in pairs)
    print(f"check, rulebook not compiled yet      {compiling * 1000:7.0f} ms")
    print(f"check, rulebook compiled, median of {runs:2} {later * 1000:6.0f} ms")
    print(f"python -c pass, median                {nothing * 1000:7.0f} ms   ratio {ratio:.1f}")


def in_process(rounds: int) -> None:
    """Print median and 99th percentile of classification, screening and determination on the example, once loaded."""
    from sekisho.workspace.check import Desk

    desk = Desk.open(None, None)
    transaction = desk.read(EXAMPLE.read_bytes(), EXAMPLE.name)
    times: dict[str, list[float]] = {"classify": [], "screen": [], "determine": []}
    for _ in range(rounds):
        began = time.perf_counter()
        classified = desk.classify(transaction)
        middle = time.perf_counter()
        screened = desk.screen(transaction)
        later = time.perf_counter()
        desk.decide(transaction, classified, screened)
        ended = time.perf_counter()
        times["classify"].append(middle - began)
        times["screen"].append(later - middle)
        times["determine"].append(ended - later)
    for name, values in times.items():
        values.sort()
        median, late = values[len(values) // 2] * 1000, values[int(len(values) * 0.99)] * 1000
        print(f"{name:10} median {median:6.2f} ms   p99 {late:6.2f} ms")


if __name__ == "__main__":
    processes(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    in_process(300)
