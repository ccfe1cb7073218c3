"""Fit the weights of matching on the development half, write them, and print what they reach.

Usage: ``SEKISHO_DATA=<official files> python -m benchmarks.screening.fit --out src/sekisho/parties/matching/weights.json``

Decides which trees are fitted: small, few, and each measure only in the direction that sense allows, so that more agreement
never lowers a score; and which two thresholds follow from them. Everything printed is cross-validated: the score of an
example comes from trees that saw no example of its entity. The test half is never read. The same files give the same
weights. Needs scikit-learn, which the package does not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from benchmarks.screening.examples import Example, examples, weights
from benchmarks.screening.fit_report import tell, threshold_across, threshold_possible, threshold_same
from benchmarks.screening.parties import PERSON
from benchmarks.screening.report import Report
from benchmarks.screening.unknown_words import leaving_out
from sklearn.ensemble import HistGradientBoostingClassifier

from sekisho.parties.matching.measures import MEASURES, measure
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.score import Weights
from sekisho.parties.matching.token import Variant
from sekisho.parties.names import prepare

VERSION: Final = "2026-11-27.2"
UP: Final = frozenset(
    {"low", "high", "low_cubed", "low_untranslated", "telling", "other_script_low", "letters", "rarest_met", "met_three"}
    | {"begins", "length"}
)
"""Measures that may only raise a score."""
FREE: Final = frozenset(
    {"initials", "beginnings", "joined", "sounds", "kin", "one_asked", "place_one_side", "extra_listed"}
    | {"person_extra_listed", "number_one_side", "generic_conflict", "person", "other_script", "matched_one", "matched_two"}
    | {"untranslated"}
)
"""Measures that say how something agrees rather than whether; every other may only lower a score."""
EVIDENCE: Final = {
    "country_same": 0.5,
    "country_other": -0.7,
    "type_other": -3.0,
    "birth_same": 2.0,
    "birth_other": -2.5,
    "weak_alias": -0.7,
    "own_reading": -1.3,
}
"""Worth of other particulars; set by hand, for the examples have none."""
_TREES: Final = 140
_LEAVES: Final = 12
_RATE: Final = 0.12
_FOLDS: Final = 3
_ROUNDS: Final = 2
_MOST_OF_BAG: Final = 6
_ALIKE: Final = 1e-6

Score = Callable[[Any], Any]


def _constraints() -> list[int]:
    return [1 if name in UP else 0 if name in FREE else -1 for name in MEASURES]


def _model() -> Any:
    return HistGradientBoostingClassifier(
        max_iter=_TREES,
        learning_rate=_RATE,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=20,
        l2_regularization=1.0,
        monotonic_cst=_constraints(),
        early_stopping=False,
        random_state=0,
    )


_prepared = lru_cache(maxsize=1 << 18)(prepare)


@lru_cache(maxsize=1 << 18)
def _variants(name: str, schema: str, draw: str = "") -> tuple[Variant, ...]:
    with leaving_out(draw):
        return variants(name, schema)


def bag(example: Example) -> Any:
    """Return the measures of the query with the readings of the names that agree most."""
    pair, person = example.pair, example.pair.schema == PERSON
    rows = [
        measure(mine, theirs, person=person)[0]
        for listed in pair.listed
        for mine in _variants(pair.query, pair.schema, example.draw)
        for theirs in _variants(listed, pair.schema)
    ]
    rows.sort(key=lambda one: -one[0] - one[1])
    return np.array(rows[:_MOST_OF_BAG] or [[0.0] * len(MEASURES)])


def is_equal(example: Example) -> bool:
    """Tell whether the query equals a name after normalisation: such a pair is not weighed."""
    words = _prepared(example.pair.query).words
    return any(_prepared(name).words == words for name in example.pair.listed)


class Bags:
    """The measures of all examples, laid end to end."""

    def __init__(self, bags: Sequence[Any]) -> None:
        self.rows = np.concatenate(bags)
        self.starts = np.cumsum([0, *(len(one) for one in bags)][:-1])
        self._owner = np.repeat(np.arange(len(bags)), [len(one) for one in bags])

    def best(self, scores: Any) -> Any:
        """Return the highest score of each bag."""
        return np.maximum.reduceat(scores, self.starts)

    def chosen(self, scores: Any) -> Any:
        """Return the measures of the row of each bag that scores highest, the first such one."""
        order = np.lexsort((np.arange(len(scores)), -scores, self._owner))
        return self.rows[order[self.starts]]


def learnt(bags: Bags, labels: Any, counts: Any, rows: Any) -> Any:
    """Fit on some examples: first on the closest names, then on those that the first fit finds closest."""
    scores = bags.rows[:, 0] + bags.rows[:, 1]
    model = None
    for _ in range(_ROUNDS):
        model = _model().fit(bags.chosen(scores)[rows], labels[rows], sample_weight=counts[rows])
        scores = model.decision_function(bags.rows)
    return model


def cross_validated(bags: Bags, labels: Any, counts: Any, groups: Sequence[str]) -> Any:
    """Return the score of each example by a fit that saw none of its group."""
    fold = np.array([int(sha256(group.encode()).hexdigest()[:8], 16) % _FOLDS for group in groups])
    scores = np.zeros(len(labels))
    for number in range(_FOLDS):
        model = learnt(bags, labels, counts, fold != number)
        held = bags.best(model.decision_function(bags.rows))
        scores[fold == number] = held[fold == number]
    return 1 / (1 + np.exp(-scores))


def rows_of(predictor: Any) -> list[list[float]]:
    """Return a fitted tree as rows: measure (-1 for a leaf), threshold, left, right, value; thresholds to the last digit."""
    nodes = predictor.nodes
    rows: list[list[float]] = [[] for _ in nodes]
    for number in reversed(range(len(nodes))):
        node = nodes[number]
        if node["is_leaf"]:
            rows[number] = [-1, 0, 0, 0, round(float(node["value"]), 10)]
            continue
        left, right = int(node["left"]), int(node["right"])
        share = int(nodes[left]["count"]) / (int(nodes[left]["count"]) + int(nodes[right]["count"]))
        value = share * rows[left][4] + (1 - share) * rows[right][4]
        rows[number] = [int(node["feature_idx"]), float(node["num_threshold"]), left, right, round(value, 4)]
    return rows


def weights_of(model: Any, **rest: Any) -> dict[str, Any]:
    """Return a fitted model as a file of weights."""
    return {
        "version": VERSION,
        "measures": list(MEASURES),
        "intercept": round(float(model._baseline_prediction.ravel()[0]), 10),
        "trees": [rows_of(one) for (one,) in model._predictors],
        **rest,
    }


def difference(model: Any, text: str, rows: Any) -> float:
    """Return by how much the written trees miss the fitted ones at most."""
    read = Weights.read(text)
    mine = np.array([read.intercept + read.total.of(row) for row in rows.tolist()])
    return float(np.abs(mine - model.decision_function(rows)).max())


def main(words: Sequence[str] | None = None) -> None:
    """Fit, print, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screening.fit", description=__doc__)
    parser.add_argument("--out", type=Path, help="the file of weights to write")
    out: Path | None = parser.parse_args(words).out
    every = [one for one in examples() if one.kind == "labelled" or not is_equal(one)]
    counts = weights(every)
    bags = Bags([bag(one) for one in every])
    labels, counted = np.array([one.match for one in every]), np.array(counts)
    scores = cross_validated(bags, labels, counted, [one.group for one in every])
    model = learnt(bags, labels, counted, np.ones(len(every), dtype=bool))
    fitted = 1 / (1 + np.exp(-bags.best(model.decision_function(bags.rows))))
    same, across = threshold_same(every, scores), threshold_across(every, fitted)
    found = weights_of(model, same=same, possible=across, possible_across=across, evidence=EVIDENCE)
    possible = threshold_possible(every, scores, Weights.read(json.dumps(found)))
    found |= {"possible": possible, "possible_across": min(possible, across)}
    text = json.dumps(found, separators=(",", ":")) + "\n"
    tell(every, scores, counts, (same, possible), Report())
    missed = difference(model, text, bags.rows)
    print(f"across scripts {across:.3f}")
    print(f"{len(text):,} bytes; written and fitted trees differ by {missed:.1e} at most on {len(bags.rows):,} rows")
    if missed > _ALIKE:
        sys.exit("the written trees are not the fitted ones")
    if out is not None:
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
