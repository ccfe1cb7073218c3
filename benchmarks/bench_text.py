"""How long the text of a list takes to index and to search, and how often the right heading is found.

    SEKISHO_DATA=... python -m benchmarks.bench_text [repetitions]

Beside the index stands, from the same run, the reading of the publication that is indexed; beside a search a scan of all
paragraphs in Python for the same words, which ranks nothing.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sekisho.engines.text_search import build, search
from sekisho.sources.eu_annex_i.reader import read_annex
from sekisho.sources.official_text import Section
from sekisho.sources.us_ccl.reader import read_ccl
from sekisho.workspace.search_text import TRADE
from tests.engines.test_text_search_official import HELD_OUT, QUERIES, rank

TEXTS: Mapping[str, tuple[str, Callable[[bytes, str], Mapping[str, Section]]]] = {
    "us-ccl": ("us/ecfr-15-774-supp1.xml", read_ccl),
    "eu-annex-i": ("eu/annex-i-2021-en.txt", read_annex),
}
CUTS = (1, 5, 10)


def seconds(work: Callable[[], object], repetitions: int) -> float:
    spans = []
    for _ in range(repetitions):
        began = time.perf_counter()
        work()
        spans.append(time.perf_counter() - began)
    return statistics.median(spans)


def scan(sections: Mapping[str, Section], words: Sequence[str]) -> list[str]:
    return [
        f"{section.code}.{one.label}"
        for section in sections.values()
        for one in section.paragraphs
        if any(word in " ".join((section.heading, one.text, *one.notes)).casefold() for word in words)
    ]


def measure(name: str, data: Path, folder: Path, repetitions: int) -> None:
    file, read = TEXTS[name]
    raw, index = (data / file).read_bytes(), folder / f"{name}.db"
    sections = read(raw, file)
    reading = seconds(lambda: read(raw, file), repetitions)
    building = seconds(lambda: build(index, name, sections.values()), repetitions)
    built = build(index, name, sections.values())
    words = [query for query, *_ in QUERIES]
    searching = seconds(lambda: [search(index, one, 10, sha256=built.sha256, alike=TRADE) for one in words], repetitions)
    scanning = seconds(lambda: [scan(sections, one.casefold().split()) for one in words], repetitions)
    print(f"{name}: {built.paragraphs} rows, {index.stat().st_size:,} bytes")
    ratio = f"ratio {building / reading:.2f}"
    print(f"  index  {building * 1000:7.0f} ms   reading the publication {reading * 1000:7.0f} ms   {ratio}")
    each, peer = searching / len(words) * 1000, scanning / len(words) * 1000
    print(f"  search {each:7.1f} ms   scan of what is read already {peer:4.1f} ms   ratio {each / peer:.2f}")


def recall(title: str, table: Sequence[tuple[str, str, str]], folder: Path) -> None:
    asked = [(folder / f"{name}.db", one[0], one[at]) for one in table for at, name in enumerate(TEXTS, 1) if one[at]]
    ranks = [rank(*one) for one in asked]
    shares = ", ".join(f"@{cut} {sum(1 <= one <= cut for one in ranks) / len(ranks):.3f}" for cut in CUTS)
    print(f"recall, {title}: {len(ranks)} questions, {shares}")


if __name__ == "__main__":
    place = os.environ.get("SEKISHO_DATA")
    if not place:
        raise SystemExit("SEKISHO_DATA is not set: there is no official text to measure with")
    with tempfile.TemporaryDirectory() as home:
        for list_id in TEXTS:
            measure(list_id, Path(place), Path(home), int(sys.argv[1]) if len(sys.argv) > 1 else 3)
        recall("adjusted with these", QUERIES, Path(home))
        recall("held out", HELD_OUT, Path(home))
