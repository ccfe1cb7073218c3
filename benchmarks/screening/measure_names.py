"""Accuracy on pairs of names: perturbed OFAC names, labelled pairs, and names in two scripts.

Decides which threshold each figure is taken at: always the engine's own two (``possible``, ``strong``), and beside them the
lowest one that keeps false alarms under the limit, which is **chosen on the development half** and then applied to both.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from benchmarks.screening import metrics
from benchmarks.screening.engine import Engine, Pair
from benchmarks.screening.hard_negatives import Negative, negatives
from benchmarks.screening.numbers_in import numbers_in
from benchmarks.screening.parties import PERSON, data_folder
from benchmarks.screening.perturbations import CROSS_PAIR, Crossed, crossed, perturbed, says_something
from benchmarks.screening.report import Report, ratio
from benchmarks.screening.split import HALVES, Known, known_pairs

MOST_CROSS_PAIRS: Final = 0.005
MOST_ACROSS_SCRIPTS: Final = 0.01
_FOLDS: Final = 3
_LEAST_SHOWN: Final = 20
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Options:
    """What is measured of.

    Attributes:
        halves: Which halves are looked at.
        limit: At most so many queries or pairs of a kind; all if None.
        peer_limit: The same for slow peers.
        sizes: Of the sets in which growth is measured.
        peers: Whether other engines are measured beside.
    """

    halves: tuple[str, ...] = HALVES
    limit: int | None = None
    peer_limit: int = 1000
    sizes: tuple[int, ...] = (20_000, 119_000, 1_000_000)
    peers: bool = True


def some(things: Sequence[_T], limit: int | None) -> list[_T]:
    """Return at most so many, evenly spread."""
    if limit is None or len(things) <= limit:
        return list(things)
    return [things[at * len(things) // limit] for at in range(limit)]


def crossed_scores(engine: Engine, cases: Iterable[Crossed]) -> list[list[float]]:
    """Return for each negative its score with each of the parties it was made from."""
    listed = list(cases)
    scores = iter(engine.scores([pair for one in listed for pair in one.pairs]))
    return [[next(scores) for _ in one.pairs] for one in listed]


def cross_pair_threshold(engine: Engine) -> float:
    """Return the lowest threshold at which at most 0.005 of the cross pairs of the development half are alarms."""
    cases = [one for one in crossed("dev") if one.kind == CROSS_PAIR]
    return metrics.threshold_for([score for own in crossed_scores(engine, cases) for score in own], MOST_CROSS_PAIRS)


def accuracy(engines: Sequence[Engine], options: Options, report: Report) -> None:
    """Print recall on perturbed names, by class, and false alarms on the negatives, at each threshold."""
    report.heading("Perturbed names of OFAC's list")
    at = {one.name: _thresholds(one, cross_pair_threshold(one)) for one in engines}
    for half in options.halves:
        cases = some(perturbed(half), options.limit)
        wrong = some(crossed(half), options.limit)
        scores = {one.name: one.scores([case.pair for case in cases]) for one in engines}
        alarms = {one.name: crossed_scores(one, wrong) for one in engines}
        columns, rows = _recall_rows(engines, at, [case.kind for case in cases], scores)
        person = ["persons" if case.party.schema == PERSON else "others" for case in cases]
        _, by_schema = _recall_rows(engines, at, person, scores)
        words = ["with a telling word" if says_something(case.query, case.party.schema) else "without" for case in cases]
        _, by_words = _recall_rows(engines, at, words, scores)
        report.table(columns, [*rows[1:], *by_schema[1:], *by_words[1:], rows[0]], f"recall, {half} half")
        report.table(columns, _alarm_rows(engines, at, wrong, alarms), f"false alarms, {half} half")
        _ratios(engines, at, scores, report)


def _alarm_rows(
    engines: Sequence[Engine],
    at: dict[str, list[tuple[str, float]]],
    wrong: Sequence[Crossed],
    alarms: dict[str, list[list[float]]],
) -> list[list[object]]:
    """Return rows of false alarms: of pairs by kind and schema, of all cross pairs, and of queries by either party."""
    pairs = {name: [score for own in found for score in own] for name, found in alarms.items()}
    kinds = [
        f"{case.kind}, {'persons' if case.parties[0].schema == PERSON else 'others'}" for case in wrong for _ in case.parties
    ]
    _, rows = _recall_rows(engines, at, kinds, pairs)
    cross = [place for place, kind in enumerate(kinds) if kind.startswith(CROSS_PAIR)]
    of_cross = {name: [found[place] for place in cross] for name, found in pairs.items()}
    _, every = _recall_rows(engines, at, [CROSS_PAIR] * len(cross), of_cross)
    asked = [place for place, case in enumerate(wrong) if case.kind == CROSS_PAIR]
    either = {name: [max(found[place]) for place in asked] for name, found in alarms.items()}
    _, queries = _recall_rows(engines, at, [CROSS_PAIR] * len(asked), either)
    return [*rows[1:], ["cross_pair, queries, either", *queries[0][1:]], ["cross_pair, all pairs", *every[0][1:]]]


def _thresholds(engine: Engine, chosen: float) -> list[tuple[str, float]]:
    """Return the thresholds an engine is measured at, with what they are called; equal ones once."""
    return list({round(t, 4): (f"{name} {t:.3f}", t) for name, t in _named(engine, chosen)}.values())


def _named(engine: Engine, chosen: float) -> list[tuple[str, float]]:
    return [("x-pairs<=.005", chosen), ("strong", engine.strong), ("possible", engine.possible)]


def _recall_rows(
    engines: Sequence[Engine],
    at: dict[str, list[tuple[str, float]]],
    kinds: Sequence[str],
    scores: dict[str, list[float]],
) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows: all first, then each kind, of the share of scores at or above each threshold."""
    columns = ["class", "n", *(f"{one.name} {label}" for one in engines for label, _ in at[one.name])]
    rows: list[list[object]] = []
    for kind in ["all", *sorted(set(kinds))]:
        places = [place for place, own in enumerate(kinds) if kind in ("all", own)]
        cells = [metrics.share([scores[one.name][place] for place in places], t) for one in engines for _, t in at[one.name]]
        rows.append([kind, len(places), *cells])
    return columns, rows


def _ratios(
    engines: Sequence[Engine], at: dict[str, list[tuple[str, float]]], scores: dict[str, list[float]], report: Report
) -> None:
    first = engines[0]
    for other in engines[1:]:
        mine, theirs = (metrics.share(scores[one.name], at[one.name][0][1]) for one in (first, other))
        report.note(f"recall at <= 0.005 cross pairs, {first.name} to {other.name}: {ratio(mine, theirs)}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled pair of names."""

    pair: Pair
    match: bool
    group: str

    @property
    def differs_in_number_only(self) -> bool:
        """Tell whether the label says match although both names have numbers and not the same ones; persons never."""
        first, second = numbers_in(self.pair.query), numbers_in(self.pair.listed[0])
        return self.match and self.pair.schema != PERSON and bool(first) and bool(second) and first != second


@functools.cache
def labelled_pairs() -> tuple[Labelled, ...]:
    """Return the labelled pairs of the data folder."""
    with data_folder().joinpath("names", "name-pairs-dev.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Labelled(Pair(row["name1"], (row["name2"],), row["schema"]), row["is_match"] == "true", row["case_group"])
            for row in csv.DictReader(file)
        )


def pairs(engines: Sequence[Engine], options: Options, report: Report) -> None:
    """Print F1 on the labelled pairs: at each threshold, the best, cross-validated; with and without the number labels."""
    report.heading("Labelled pairs (name-pairs-dev.csv)")
    every = labelled_pairs()
    fights = [one for one in every if one.differs_in_number_only]
    report.note(f"{len(fights)} labels say match where only a number differs; Sekisho's rule says otherwise:")
    for fight in fights:
        report.note(f"  {fight.pair.query} / {fight.pair.listed[0]} ({fight.group})")
    report.note("")
    scores = {one.name: one.scores([row.pair for row in every]) for one in engines}
    _f1_table(engines, every, scores, "all labels", report)
    kept = [place for place, row in enumerate(every) if not row.differs_in_number_only]
    without = {name: [own[place] for place in kept] for name, own in scores.items()}
    _f1_table(engines, [every[place] for place in kept], without, "without the labels that differ only in a number", report)
    _by_group(engines, every, scores, report)
    for one in engines:
        _calibration(one.name, [row.match for row in every], scores[one.name], report)


def _f1_table(
    engines: Sequence[Engine], rows: Sequence[Labelled], scores: dict[str, list[float]], title: str, report: Report
) -> None:
    labels = [row.match for row in rows]
    groups: list[Hashable] = list(metrics.components([(row.pair.query, row.pair.listed[0]) for row in rows]))
    lines: list[list[object]] = []
    for one in engines:
        own = scores[one.name]
        best = metrics.best(labels, own)
        folds = metrics.cross_validated(labels, groups, _FOLDS, metrics.with_threshold(labels, own))
        valid = sum(fold.f1 for fold in folds) / len(folds)
        for name, found in (
            ("possible", metrics.quality(labels, own, one.possible)),
            ("strong", metrics.quality(labels, own, one.strong)),
            ("best", best),
        ):
            lines.append([one.name, name, found.threshold, found.precision, found.recall, found.f1])
        lines.append([one.name, f"{_FOLDS}-fold threshold", None, None, None, valid])
    report.table(["engine", "at", "threshold", "precision", "recall", "F1"], lines, f"{title}, n = {len(rows)}")
    for other in engines[1:]:
        each = [metrics.quality(labels, scores[one.name], one.possible).f1 for one in (engines[0], other)]
        report.note(f"F1 at the lower threshold, {engines[0].name} to {other.name}: {ratio(*each)}")
    report.note("")


def _by_group(engines: Sequence[Engine], rows: Sequence[Labelled], scores: dict[str, list[float]], report: Report) -> None:
    lines: list[list[object]] = []
    for group in sorted({row.group for row in rows}):
        places = [place for place, row in enumerate(rows) if row.group == group]
        labels = [rows[place].match for place in places]
        cells = [metrics.quality(labels, [scores[one.name][p] for p in places], one.possible).f1 for one in engines]
        lines.append([group, len(places), *cells])
    report.table(["group", "n", *(f"{one.name} F1" for one in engines)], lines, "by group, at the lower threshold")


def _calibration(name: str, labels: Sequence[bool], scores: Sequence[float], report: Report) -> None:
    table = metrics.calibration(labels, scores)
    rows: list[list[object]] = [[f"{one.low:.1f}-{one.high:.1f}", one.count, one.mean, one.matching] for one in table]
    error = metrics.calibration_error(table)
    report.table(["score", "n", "mean score", "matching"], rows, f"calibration of {name}; misses by {error:.3f} on average")


def scripts(engines: Sequence[Engine], options: Options, report: Report) -> None:
    """Print recall and false alarms by script and schema, of each half."""
    report.heading("Across scripts")
    chosen: dict[tuple[str, str, str], float] = {}
    lines: list[list[object]] = []
    kinds: list[list[object]] = []
    for half in ("dev", *(one for one in options.halves if one != "dev")):
        for (schema, script), (same, other) in _groups(half, options.limit).items():
            for one in engines:
                positive = one.scores([Pair(row.name, row.latin, row.schema) for row in same])
                negative = one.scores([row.pair for row in other])
                key = (one.name, schema, script)
                if half == "dev" and negative:
                    chosen[key] = metrics.threshold_for(negative, MOST_ACROSS_SCRIPTS)
                then = chosen.get(key, one.across)
                head: list[object] = [half, schema, script]
                cells = _cells(positive, negative, other, one.across)
                given = [score for score, row in zip(positive, same, strict=True) if row.is_derivable]
                after = [then, metrics.share(positive, then), len(given), metrics.share(given, one.across)]
                lines.append([*head, len(same), one.name, *cells, *after])
                kinds += [[*head, one.name, *row] for row in _by_kind(negative, other, one.across)]
    columns = ["half", "schema", "script", "n", "engine", "recall", "random", "hard", "all", "at <= .01", "recall then"]
    columns += ["n derivable", "recall of these"]
    report.note("recall, false alarms on random pairs, on hard pairs and on all at the lower threshold; then the threshold")
    report.note(
        "that keeps all of them at 0.01 or less on the development half, and the recall at it; last the recall, at the"
    )
    report.note("lower threshold, of the names of which a reading or a translation can give a Latin one")
    report.table(columns, [row for row in lines if row[0] in options.halves])
    _script_ratios(engines, [row for row in lines if row[0] in options.halves], report)
    shown = [row for row in kinds if row[0] in options.halves]
    report.table(["half", "schema", "script", "engine", "kind", "n", "alarms"], shown, "false alarms by kind")


def _script_ratios(engines: Sequence[Engine], lines: Sequence[Sequence[Any]], report: Report) -> None:
    """Print recall as ratios, of every group with twenty names or more."""
    recall = {(*row[:3], row[4]): (int(row[3]), float(row[5])) for row in lines}
    for (half, schema, script, name), (count, mine) in recall.items():
        if name == engines[0].name and count >= _LEAST_SHOWN:
            theirs = ((one.name, recall[half, schema, script, one.name][1]) for one in engines[1:])
            found = [f"{ratio(mine, other)} {who}" for who, other in theirs]
            report.note(f"recall, {half} {script} {schema}: {', '.join(found) or 'no peer'}")
    report.note("")


def _cells(positive: Sequence[float], negative: Sequence[float], other: Sequence[Negative], t: float) -> list[Any]:
    random = [score for score, row in zip(negative, other, strict=True) if row.kind == "random"]
    hard = [score for score, row in zip(negative, other, strict=True) if row.kind != "random"]
    return [metrics.share(positive, t), metrics.share(random, t), metrics.share(hard, t), metrics.share(negative, t)]


def _by_kind(negative: Sequence[float], other: Sequence[Negative], t: float) -> list[list[object]]:
    found: list[list[object]] = []
    for kind in sorted({row.kind for row in other}):
        scores = [score for score, row in zip(negative, other, strict=True) if row.kind == kind]
        found.append([kind, len(scores), metrics.share(scores, t)])
    return found


def _groups(half: str, limit: int | None) -> dict[tuple[str, str], tuple[list[Known], list[Negative]]]:
    known = known_pairs(half)
    wrong = negatives(known)
    keys = sorted({(one.schema, one.script) for one in known}, reverse=True)
    return {
        key: (
            some([one for one in known if (one.schema, one.script) == key], limit),
            some([one for one in wrong if (one.pair.schema, one.script) == key], limit),
        )
        for key in keys
    }
