"""Sekisho behind the face that the measurements use: score pairs of names, find candidates, screen.

Decides how the measurements call Sekisho, and nothing about names: pairs through the public door `compare_names`, searches
through an index on disk as a workspace keeps it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sekisho.parties.compare_names import compare_names
from sekisho.parties.matching.features import features
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.score import default_weights
from sekisho.parties.matching.token import is_native
from sekisho.parties.party import ListedParty, Match, PartyQuery
from sekisho.parties.screen import screen
from sekisho.parties.store import PartyStore
from sekisho.workspace.prepared_names import read_index, write_index


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and the names of one listed party."""

    query: str
    listed: tuple[str, ...]
    schema: str


@dataclass(frozen=True, slots=True)
class Found:
    """A party, by its number in the set that was indexed, and its score."""

    party: int
    score: float


@dataclass(frozen=True, slots=True)
class Built:
    """What an index cost: seconds, bytes on disk, bytes of memory."""

    seconds: float
    size: int
    memory: int


class Engine(Protocol):
    """What is measured.

    Attributes:
        name: What it is called in the tables.
        possible: The score from which a person looks.
        across: The same where the name asked about is in another script.
        strong: The score from which the party counts as found.
    """

    name: str
    possible: float
    across: float
    strong: float

    def score(self, query: str, listed: Sequence[str], schema: str) -> float:
        """Score one query against the names of one listed party."""
        ...

    def scores(self, pairs: Sequence[Pair]) -> list[float]:
        """Score many pairs."""
        ...

    def build(self, parties: Sequence[ListedParty]) -> Built:
        """Index parties; their numbers are their places."""
        ...

    def candidates(self, query: str, k: int, schema: str) -> list[int]:
        """Return the numbers of at most k parties, best first."""
        ...

    def screen(self, query: str, schema: str) -> list[Found]:
        """Return the parties with a score above zero, best first; -1 for a party whose number is not known."""
        ...


class Own(Engine, Protocol):
    """One of ours: it can also be opened again from the folder where its index is written.

    Attributes:
        folder: Where its index is.
    """

    folder: Path

    def reopen(self) -> None:
        """Open the index that `build` left."""
        ...

    def bare(self) -> Own:
        """Return the same engine with nothing opened, to be sent to another process."""
        ...


class Searched(Protocol):
    """The index of listed parties, as `open_index` returns it."""

    def candidates(self, name: str, k: int) -> Sequence[int]:
        """Return the numbers of at most k parties, best first."""
        ...

    def screen(self, query: PartyQuery) -> Sequence[Any]:
        """Return matches, each with ``listed`` and ``score``, best first."""
        ...


def open_index(parties: Sequence[ListedParty], folder: Path) -> Searched:
    """Build the index of these parties in a folder and open it."""
    store = PartyStore.build(parties)
    (folder / "parties.bin").write_bytes(store.dump())
    shutil.rmtree(folder / "whole", ignore_errors=True)
    write_index(folder, [store])
    return reopen_index(folder)


def reopen_index(folder: Path) -> Searched:
    """Open the index that `open_index` left in this folder, without the parties: by memory map."""
    return _Opened(folder)


class _Opened:
    """An index of one store in a folder."""

    def __init__(self, folder: Path) -> None:
        self._index = read_index(folder / "whole", [PartyStore.open(folder / "parties.bin")])

    def candidates(self, name: str, k: int) -> Sequence[int]:
        """Return the numbers of the parties whose names share most marks with this one."""
        found: dict[int, None] = {}
        table = self._index.table
        asked = variants(name)
        for reading, _ in self._index.search(features(asked), k, thorough=is_native(asked)):
            for printed in table.printed_with(reading):
                found.update((bearer.party, None) for bearer in table.bearers(printed))
        return list(found)[:k]

    def screen(self, query: PartyQuery) -> Sequence[Match]:
        """Return matches."""
        return screen(query, self._index, ()).matches


@dataclass
class Sekisho:
    """Sekisho's comparison and index.

    Attributes:
        name: What it is called in the tables.
        possible: Its threshold of screening.
        across: The same for a name in another script.
        strong: What is certain.
        folder: Where the index is written.
    """

    folder: Path
    name: str = "sekisho"
    possible: float = field(init=False)
    across: float = field(init=False)
    strong: float = field(init=False)
    _index: Searched | None = None
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take up the thresholds."""
        weights = default_weights()
        self.possible, self.across, self.strong = weights.possible, weights.possible_across, 1.0

    def score(self, query: str, listed: Sequence[str], schema: str) -> float:
        """Return the best score among the names of the party."""
        return max((compare_names(query, one, schema).score for one in listed), default=0.0)

    def scores(self, pairs: Sequence[Pair]) -> list[float]:
        """Score many pairs."""
        return [self.score(one.query, one.listed, one.schema) for one in pairs]

    def build(self, parties: Sequence[ListedParty]) -> Built:
        """Index parties."""
        before, began = resident(), time.perf_counter()
        self._numbers = {(one.source, one.id): number for number, one in enumerate(parties)}
        self._index = open_index(parties, self.folder)
        seconds = time.perf_counter() - began
        size = sum(one.stat().st_size for one in self.folder.rglob("*") if one.is_file())
        return Built(seconds, size, resident() - before)

    def candidates(self, query: str, k: int, schema: str) -> list[int]:
        """Return candidates."""
        return list(self._opened.candidates(query, k))

    def screen(self, query: str, schema: str) -> list[Found]:
        """Screen a name with its type and nothing else."""
        matches = self._opened.screen(PartyQuery(query, schema=schema))
        return [Found(self._numbers.get((one.listed.source, one.listed.id), -1), float(one.score)) for one in matches]

    def reopen(self) -> None:
        """Open the index from its folder."""
        self._index = reopen_index(self.folder)

    def bare(self) -> Own:
        """Return the same with nothing opened."""
        return Sekisho(self.folder)

    @property
    def _opened(self) -> Searched:
        if self._index is None:
            raise NotImplementedError("nothing is indexed yet")
        return self._index


def resident() -> int:
    """Return the bytes of memory that this process holds now."""
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096
