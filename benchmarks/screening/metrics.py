"""What is computed from scores, labels, ranks and times.

Decides nothing about names. A score counts as an alert where it is at or above the threshold.
"""

from __future__ import annotations

import bisect
import math
import statistics
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

STEP: Final = 0.005
"""Thresholds are looked for in steps of this size."""


def share(scores: Sequence[float], threshold: float) -> float:
    """Return the share of scores at or above a threshold: recall of positives, false alarms of negatives."""
    return sum(one >= threshold for one in scores) / len(scores) if scores else math.nan


def sweep(low: float = 0.0, high: float = 1.0) -> list[float]:
    """Return the thresholds that are tried; the last is above every score."""
    first, last = round(low / STEP), round(high / STEP)
    return [*(round(at * STEP, 4) for at in range(first, last + 1)), 1.0 + STEP]


def threshold_for(negatives: Sequence[float], limit: float) -> float:
    """Return the lowest threshold at which at most this share of the negatives is an alert."""
    ordered = sorted(negatives)
    return next(one for one in sweep() if (len(ordered) - bisect.bisect_left(ordered, one)) <= limit * max(1, len(ordered)))


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and their harmonic mean at a threshold."""

    threshold: float
    precision: float
    recall: float
    f1: float


def quality(labels: Sequence[bool], scores: Sequence[float], threshold: float) -> Quality:
    """Return how well alerts meet labels."""
    hits = sum(label and score >= threshold for label, score in zip(labels, scores, strict=True))
    alerts, wanted = sum(score >= threshold for score in scores), sum(labels)
    precision, recall = hits / alerts if alerts else 0.0, hits / wanted if wanted else 0.0
    return Quality(threshold, precision, recall, 2 * hits / (alerts + wanted) if alerts + wanted else 0.0)


def best(labels: Sequence[bool], scores: Sequence[float]) -> Quality:
    """Return the quality at the threshold with the highest F1; the lowest such threshold."""
    return max((quality(labels, scores, one) for one in sweep(STEP)), key=lambda one: (one.f1, -one.threshold))


def folds(groups: Sequence[Hashable], count: int) -> list[list[int]]:
    """Return the places of the rows of each fold; rows of one group are in one fold, drawn by SHA-256 of the group."""
    places: list[list[int]] = [[] for _ in range(count)]
    for at, group in enumerate(groups):
        places[int(sha256(repr(group).encode()).hexdigest()[:8], 16) % count].append(at)
    return places


def cross_validated(
    labels: Sequence[bool],
    groups: Sequence[Hashable],
    count: int,
    fit: Callable[[Sequence[int]], Callable[[int], float]],
) -> list[Quality]:
    """Return the quality on each fold of something that was fitted on the others.

    Args:
        labels: Of all rows.
        groups: Rows of one group stay together.
        count: How many folds.
        fit: Given the places of rows to learn from, returns a score for any row at which 0.5 is the threshold.
    """
    found = []
    for held in folds(groups, count):
        if held:
            learnt = set(range(len(labels))).difference(held)
            scorer = fit(sorted(learnt))
            found.append(quality([labels[at] for at in held], [scorer(at) for at in held], 0.5))
    return found


def with_threshold(labels: Sequence[bool], scores: Sequence[float]) -> Callable[[Sequence[int]], Callable[[int], float]]:
    """Return what `cross_validated` fits where only the threshold is learnt."""

    def fit(rows: Sequence[int]) -> Callable[[int], float]:
        chosen = best([labels[at] for at in rows], [scores[at] for at in rows]).threshold
        return lambda at: float(scores[at] >= chosen)

    return fit


def components(names: Sequence[tuple[str, str]]) -> list[int]:
    """Return a group for each pair of names; pairs that share a name, directly or over others, are in one group."""
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for first, second in names:
        root[top(first)] = top(second)
    numbers: dict[str, int] = {}
    return [numbers.setdefault(top(first), len(numbers)) for first, _ in names]


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a calibration table: pairs with a score in it, their mean score, and the share that match."""

    low: float
    high: float
    count: int
    mean: float
    matching: float


def calibration(labels: Sequence[bool], scores: Sequence[float], bins: int = 10) -> list[Bin]:
    """Return the calibration table; a score of 1 is in the last bin, and empty bins are left out."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for label, score in zip(labels, scores, strict=True):
        rows[min(bins - 1, int(score * bins))].append((score, label))
    return [
        Bin(at / bins, (at + 1) / bins, len(row), statistics.fmean(s for s, _ in row), statistics.fmean(y for _, y in row))
        for at, row in enumerate(rows)
        if row
    ]


def calibration_error(table: Sequence[Bin]) -> float:
    """Return by how much, on average over pairs, the score of a bin misses the share that match."""
    total = sum(one.count for one in table)
    return sum(one.count * abs(one.mean - one.matching) for one in table) / total if total else math.nan


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """Return the share of queries whose party is among the first k; a rank counts from 0, None is not found."""
    return sum(one is not None and one < k for one in ranks) / len(ranks) if ranks else math.nan


@dataclass(frozen=True, slots=True)
class Times:
    """How long single calls take, in milliseconds, and how many a second that makes."""

    p50: float
    p99: float
    per_second: float


def times(seconds: Sequence[float]) -> Times:
    """Return percentiles and the rate of calls one after the other."""
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Times(statistics.median(ordered) * 1000, late * 1000, len(ordered) / sum(ordered))
