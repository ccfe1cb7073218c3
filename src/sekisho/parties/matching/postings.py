"""Where names are found by their marks: the port, and a small one in memory.

Decides what an engine must answer, and answers it for a few thousand names. Refuses to know what a mark means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log1p
from typing import Protocol

_K1, _B = 1.2, 0.75
"""The constants of BM25, those of tantivy."""
Found = list[tuple[int, float]]
"""Numbers of readings, best first, each with how much it shares: 1 where it has all marks that any reading has."""


class Postings(Protocol):
    """Finds readings by marks."""

    def search(self, marks: Sequence[str], limit: int, *, thorough: bool = False) -> Found:
        """Return the readings that share most with these marks, best first; more is read where it is to be thorough."""
        ...


def rarity(names: int, bearing: int) -> float:
    """Return what a mark weighs that so many of the names bear (Robertson and Spärck Jones, as in BM25)."""
    return log1p((names - bearing + 0.5) / (bearing + 0.5))


class MemoryPostings:
    """Marks of a few thousand readings, in memory; weighed as the engine on disk weighs them, by BM25.

    Args:
        marked: The number of each reading, with its marks.
    """

    def __init__(self, marked: Iterable[tuple[int, Iterable[str]]]) -> None:
        self._bearing: dict[str, list[int]] = {}
        self._lengths: dict[int, int] = {}
        for number, marks in marked:
            count = 0
            for mark in marks:
                self._bearing.setdefault(mark, []).append(number)
                count += 1
            self._lengths[number] = count
        self._mean = sum(self._lengths.values()) / len(self._lengths) if self._lengths else 1.0

    def search(self, marks: Sequence[str], limit: int, *, thorough: bool = False) -> Found:
        """Return the readings that share most with these marks, best first; rare marks count more, long names less.

        All of it is read in any case.
        """
        scores: dict[int, float] = {}
        whole = 0.0
        for mark in marks:
            bearing = self._bearing.get(mark)
            if bearing is None:
                continue
            weight = rarity(len(self._lengths), len(bearing))
            whole += weight
            for number in bearing:
                scores[number] = scores.get(number, 0.0) + weight
        ranked = [(number, score * self._shorter(number) / whole) for number, score in scores.items()]
        ranked.sort(key=lambda one: (-one[1], one[0]))
        return ranked[:limit]

    def _shorter(self, number: int) -> float:
        return (_K1 + 1) / (1 + _K1 * (1 - _B + _B * self._lengths[number] / self._mean))
