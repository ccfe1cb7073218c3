"""Count how common the words of names are on the official lists.

python scripts/build_name_statistics.py [--workspace FOLDER] [--check]

Reads the newest snapshot of every party list of the workspace and writes ``src/sekisho/parties/lexicon/frequencies.tsv``:
folded Latin word, number of distinct persons and number of distinct other parties whose names hold it. It writes counts
of words, no names. Parties with the same words in their primary name count once, so that a party on several lists is one
party (and two people of one name are one). Common names (``common_names.tsv``) have a least count among persons, for the
lists hold few ordinary people.

The end user list of METI is left out: it is what matching across scripts is measured with.

With ``--check``, nothing is written; the exit status is 1 where the file is not what this would write.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sekisho.parties.names import words_of
from sekisho.parties.party import ListedParty
from sekisho.parties.store import PartyStore
from sekisho.workspace.folder import Stored, find_workspace, in_force, snapshots

TABLE: Final = Path(__file__).parents[1] / "src/sekisho/parties/lexicon/frequencies.tsv"
COMMON: Final = Path(__file__).with_name("common_names.tsv")
COMMAND: Final = "python scripts/build_name_statistics.py --workspace FOLDER"
LEFT_OUT: Final = frozenset({"jp-end-user-list"})
REPEATING: Final = "us-csl"
"""A publication that repeats lists: of it, only the lists count that are not loaded themselves."""
LEAST: Final = 3
"""Words of fewer parties are left out."""
COMMON_FLOOR: Final = 40
"""The least number of persons for a common name: about one listed person in 300."""

_Words = dict[tuple[bool, str], set[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table, or tell whether it is what would be written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workspace", type=Path, help="the workspace folder; by the usual order if not given")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    chosen = newest(find_workspace(options.workspace))
    if not chosen:
        sys.exit("the workspace has no list of parties")
    text = table(chosen, words_of_parties(parties_of(chosen)), common_names(COMMON.read_text(encoding="utf-8")))
    if options.check:
        same = TABLE.is_file() and TABLE.read_text(encoding="utf-8") == text
        print(f"{TABLE.name} is {'as counted' if same else 'not what was counted'}")
        return 0 if same else 1
    TABLE.write_text(text, encoding="utf-8")
    print(f"{TABLE.name}: {sum(line[0] != '#' for line in text.splitlines()) - 1} words")
    return 0


def newest(workspace: Path | None) -> tuple[Stored, ...]:
    """Return the newest snapshot of each list of parties."""
    chosen = in_force(snapshots(workspace), dt.date.max, dt.date.max)
    return tuple(one for source, one in sorted(chosen.items()) if source not in LEFT_OUT and _index(one).is_file())


def parties_of(chosen: Sequence[Stored]) -> Iterator[ListedParty]:
    """Return the parties of these snapshots, each list once."""
    loaded = {one.source for one in chosen}
    for one in chosen:
        for party in PartyStore.open(_index(one)):
            if one.source != REPEATING or party.source not in loaded:
                yield party


def words_of_parties(parties: Iterator[ListedParty]) -> _Words:
    """Return the Latin words of each distinct party, under whether it is a person and the words of its primary name."""
    found: _Words = {}
    for party in parties:
        if party.schema == "Address" or not party.names:
            continue
        key = (party.schema == "Person", " ".join(sorted(words_of(party.name))))
        found.setdefault(key, set()).update(_latin_words(party))
    return found


def common_names(text: str) -> tuple[str, ...]:
    """Return the names of the table of common names."""
    return tuple(line.split("\t")[0] for line in text.splitlines()[1:] if not line.startswith("#"))


def table(chosen: Sequence[Stored], parties: _Words, common: Sequence[str]) -> str:
    """Return the text of the table."""
    persons = Counter(word for (person, _), words in parties.items() if person for word in words)
    others = Counter(word for (person, _), words in parties.items() if not person for word in words)
    floors = {name for name in common if persons[name] < COMMON_FLOOR}
    kept = {word for word in persons.keys() | others.keys() if persons[word] + others[word] >= LEAST} | floors
    rows = [f"{w}\t{COMMON_FLOOR if w in floors else persons[w]}\t{others[w]}" for w in sorted(kept)]
    total = sum(person for person, _ in parties)
    return "\n".join(["word\tpersons\tothers", *_header(chosen, total, len(parties) - total), *rows, ""])


def _header(chosen: Sequence[Stored], persons: int, others: int) -> Iterator[str]:
    yield "# How many distinct parties of the official lists hold a folded Latin word in any name. Counts, no names."
    yield f"# totals: persons={persons} others={others}"
    yield f"# Words of fewer than {LEAST} parties are left out. Common names (scripts/common_names.tsv) count at least"
    yield f"# {COMMON_FLOOR} among persons: the lists hold few ordinary people."
    yield f"# command: {COMMAND}"
    for one in chosen:
        yield f"# source: {one.source} {one.snapshot} sha256={one.sha256}"


def _latin_words(party: ListedParty) -> set[str]:
    words = {word for name in party.names for word in words_of(name.value)}
    return {word for word in words if len(word) > 1 and word.isascii() and word.isalpha()}


def _index(one: Stored) -> Path:
    return one.folder / "parties.bin"


if __name__ == "__main__":
    sys.exit(main())
