"""How long a FollowTheMoney dataset takes to be read to parties and links, and how much memory, beside a plain JSON reader.

The dataset is synthetic: companies, persons, vessels and ownerships by number. Each reading runs in a process of its own;
its seconds are those of the processor, so that what else the machine does counts less.

Usage: ``python benchmarks/bench_ftm.py [MEGABYTES ...]``; without sizes 50 and 200.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sekisho.sources.ftm.mapper import map_rows
from sekisho.sources.ftm.reader import read
from sekisho.sources.reading import Reading

SIZES = (50, 200)


def entity(number: int) -> dict[str, Any]:
    """Return the synthetic entity with a number."""
    kind = ("Company", "Person", "Vessel", "Ownership")[number % 4]
    country = ("cn", "ru", "ir", "kp", "hk", "suhh")[number // 4 % 6]
    common = {"country": [country], "topics": ["export.control"], "sourceUrl": [f"https://example.org/synthetic/{number}"]}
    properties: dict[str, list[str]] = {
        "Company": {
            "name": [f"Example Trading {number} Co., Ltd.", f"Пример Трейдинг {number}"],
            "alias": [f"Example {number}", f"例示貿易{number}有限公司"],
            "jurisdiction": [country],
            "registrationNumber": [f"SYN-{number:012}"],
            "address": [f"{number} Example Road, Building 4, Exampleville, Example Province"],
            "notes": [f"Synthetic company number {number}, listed for the sake of measuring only."],
        },
        "Person": {
            "name": [f"Testperson Madeupname {number}"],
            "weakAlias": [f"Testy {number}"],
            "birthDate": ["1961-02-03"],
            "nationality": [country],
            "passportNumber": [f"SYN{number:08}"],
            "position": ["Head of the department of synthetic affairs"],
        },
        "Vessel": {
            "name": [f"EXAMPLE {number}"],
            "previousName": [f"SAMPLE {number}"],
            "flag": ["pa"],
            "imoNumber": [f"IMO{number}"],
        },
        "Ownership": {"owner": [f"syn-{number - 3}"], "asset": [f"syn-{number - 1}"], "percentage": ["51"]},
    }[kind]
    return {
        "id": f"syn-{number}",
        "caption": properties.get("name", [kind])[0],
        "schema": kind,
        "properties": properties if kind == "Ownership" else properties | common,
        "referents": [f"example-{number}"],
        "datasets": ["example_synthetic"],
        "first_seen": "2025-01-01T00:00:00",
        "last_seen": "2026-01-02T06:00:00",
        "last_change": "2025-11-03T00:00:00",
        "target": kind != "Ownership",
    }


def write(path: Path, size: int) -> None:
    """Write a dataset of that many bytes."""
    written = number = 0
    with path.open("wb") as file:
        while written < size:
            written += file.write(json.dumps(entity(number), ensure_ascii=False).encode() + b"\n")
            number += 1


def plain(path: Path) -> int:
    """Read every line with the standard library and keep nothing."""
    with path.open("rb") as file:
        return sum(1 for line in file if json.loads(line)["id"])


def ours(path: Path) -> int:
    """Read to parties and links and keep nothing."""
    reading = Reading(path.name)
    with path.open("rb") as file:
        count = sum(1 for _ in map_rows(read(file, reading), reading))
    if reading.unread_rows:
        sys.exit(f"{reading.unread_rows} lines were not read: {reading.unread[0].message}")
    return count


def measure(how: str, path: Path) -> tuple[int, float, float]:
    """Return how many entities a process of its own read, its seconds, and the most memory that it held, in MB."""
    run = subprocess.run([sys.executable, __file__, how, str(path)], check=True, capture_output=True, text=True)
    count, seconds, memory = run.stdout.split()
    return int(count), float(seconds), float(memory)


def main() -> None:
    """Print the figures."""
    if sys.argv[1:2] in (["plain"], ["ours"]):
        began = time.process_time()
        count = {"plain": plain, "ours": ours}[sys.argv[1]](Path(sys.argv[2]))
        seconds = time.process_time() - began
        print(count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
        return
    for size in map(int, sys.argv[1:] or map(str, SIZES)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "entities.ftm.json"
            write(path, size * 1_000_000)
            count, base, memory = measure("plain", path)
            same, seconds, held = measure("ours", path)
        if same != count:
            sys.exit(f"{count} entities were written, {same} were read")
        print(f"{size:5} MB, {count:,} entities")
        print(f"  json.loads   {count / base:10,.0f} a second   {base:7.1f} s   peak {memory:6.1f} MB")
        print(f"  our parties  {count / seconds:10,.0f} a second   {seconds:7.1f} s   peak {held:6.1f} MB")
        print(f"  ratio        {seconds / base:10.1f} times the time, {held / memory:.2f} times the memory")


if __name__ == "__main__":
    main()
