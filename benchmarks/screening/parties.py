"""The listed parties of the official files, read by Sekisho's own readers, as the benchmarks search them.

Decides that of each source the newest file in ``SEKISHO_DATA`` counts, and that "all real parties" are all records of all
sources: a party that OFAC, the EU and the Consolidated Screening List each name is there three times, as in a workspace.
What was read is kept in a cache folder (``SEKISHO_BENCH_CACHE``, else the system's folder for temporary files) under a key
made of the files and of the readers' own code, for reading takes 25 seconds.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import sekisho
from sekisho.parties.party import ListedParty
from sekisho.parties.record import dump_parties, load_parties
from sekisho.sources.registry import Found, read_source, recognise

PERSON: Final = "Person"
SDN: Final = "us-sdn"


def data_folder() -> Path:
    """Return the folder with the official files; end the program where it is not set."""
    folder = os.environ.get("SEKISHO_DATA")
    if not folder:
        sys.exit("set SEKISHO_DATA to the folder with the official files")
    return Path(folder)


def cache_folder() -> Path:
    """Return where what takes long to make is kept."""
    folder = Path(os.environ.get("SEKISHO_BENCH_CACHE") or Path(tempfile.gettempdir()) / "sekisho-benchmarks")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@functools.cache
def real_parties() -> tuple[ListedParty, ...]:
    """Return every party of every source, source by source in the order of the registry."""
    found = _newest(recognise(data_folder()))
    kept = cache_folder() / f"parties-{_key(found)}.jsonl"
    if not kept.exists():
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_text("".join(f"{line}\n" for line in dump_parties(_read(found))), encoding="utf-8")
        part.replace(kept)
    with kept.open(encoding="utf-8") as lines:
        return tuple(load_parties(lines))


def of_source(source: str) -> tuple[ListedParty, ...]:
    """Return the parties of one source."""
    return tuple(one for one in real_parties() if one.source == source)


def same_side(query_schema: str, listed_schema: str) -> bool:
    """Tell whether a query may mean a listed party when types are filtered: persons on one side, all others on the other."""
    return (query_schema == PERSON) == (listed_schema == PERSON)


def may_be(query_schema: str, listed_schema: str) -> bool:
    """Tell the same by the wider filter: a legal entity, of which the source does not say what it is, may be either."""
    return listed_schema == "LegalEntity" or same_side(query_schema, listed_schema)


def is_latin(name: str) -> bool:
    """Tell whether every letter of a name is Latin; a name without letters is not."""
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and all(
        letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER", "FULLWIDTH LATIN"))
        for letter in letters
    )


def latin_only(parties: Iterable[ListedParty]) -> Iterator[ListedParty]:
    """Yield the parties with their Latin names only, and those that have none not at all.

    A query in another script then has to find its party across scripts; else it would find the very same string.
    """
    for party in parties:
        names = tuple(one for one in party.names if is_latin(one.value))
        if names:
            yield party if len(names) == len(party.names) else replace(party, names=names)


def _newest(found: Iterable[Found]) -> dict[str, Found]:
    """Return the newest file of each source; they come oldest first."""
    return {one.card.id: one for one in found if one.card.content == "parties"}


def _read(found: dict[str, Found]) -> Iterator[ListedParty]:
    for one in found.values():
        data = one.path.read_bytes()
        data = gzip.decompress(data) if one.path.suffix == ".gz" else data
        yield from read_source(one.card, data, one.path.name, one.snapshot).parties


def _key(found: dict[str, Found]) -> str:
    digest = hashlib.sha256()
    for one in found.values():
        state = one.path.stat()
        digest.update(f"{one.card.id} {one.path.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    root = Path(sekisho.__file__).parent
    for file in sorted([*root.glob("sources/**/*.py"), *root.glob("parties/p*y.py"), *root.glob("terms/*.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
