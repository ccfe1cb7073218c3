"""What fitted weights reach on the examples that they were not fitted on, and the thresholds that follow.

Decides which threshold is best: for two names by themselves the one with the highest F1 on the labelled pairs, for screening
the lowest that keeps false alarms of cross pairs and alerts on ordinary names under their limits. Fits nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from benchmarks.screening import metrics
from benchmarks.screening.examples import ORDINARY_MEASURED, ORDINARY_USED, Example
from benchmarks.screening.measure_names import MOST_ACROSS_SCRIPTS, MOST_CROSS_PAIRS
from benchmarks.screening.ordinary import ordinary
from benchmarks.screening.parties import PERSON, real_parties, same_side
from benchmarks.screening.perturbations import CROSS_PAIR
from benchmarks.screening.report import Report

from sekisho.parties.match import WeighingMatcher
from sekisho.parties.matching.score import Weights
from sekisho.parties.party import PartyQuery
from sekisho.parties.screen import screen
from sekisho.parties.store import PartyStore
from sekisho.workspace.prepared_names import read_index, write_index

_LEAST_ACROSS: Final = 300
"""Fewest pairs of a script and schema, most of them hard, that tell where its false alarms are rare."""
_MOST_ACROSS: Final = 0.95 * MOST_ACROSS_SCRIPTS
"""A little less than the limit, for the weights have seen the pairs."""
_MOST_ALERTS: Final = 0.0097
"""Most ordinary names with an alert; a little less than the limit of 0.01."""
_LEAST_POSSIBLE: Final = 0.5


def threshold_same(every: Sequence[Example], scores: Any) -> float:
    """Return the threshold of two names by themselves."""
    return metrics.best(*_labelled(every, scores)).threshold


def threshold_possible(every: Sequence[Example], scores: Any, weights: Weights) -> float:
    """Return the lowest threshold of screening that keeps both cross pairs and ordinary names from alarming often.

    The alerts are those against all real parties, of the ordinary names that are measured and of as many that are neither
    measured nor examples: the examples have few parties for each name, and too few alerts to tell.
    """
    crossed = metrics.threshold_for(_of(every, scores, CROSS_PAIR), MOST_CROSS_PAIRS)
    alerts = _alerts(weights)
    return max(crossed, *(metrics.threshold_for(own, _MOST_ALERTS) for own in alerts))


def _alerts(weights: Weights) -> list[list[float]]:
    """Return, of two sets of ordinary names, the highest score of each with a party of its type; 1 where a rule shows it."""
    matcher = WeighingMatcher(replace(weights, possible=_LEAST_POSSIBLE))
    store = PartyStore.build(real_parties())
    names = ordinary(ORDINARY_USED + ORDINARY_MEASURED)
    found: list[list[float]] = []
    with tempfile.TemporaryDirectory(prefix="sekisho-alerts-") as folder:
        write_index(Path(folder), [store])
        index = read_index(Path(folder) / "whole", [store])
        for some in (names[:ORDINARY_MEASURED], names[ORDINARY_USED:]):
            found.append([])
            for name in some:
                matches = screen(PartyQuery(name.name, schema=name.schema), index, (), matcher).matches
                scores = [one.score for one in matches if same_side(name.schema, one.listed.schema)]
                found[-1].append(1.0 if _LEAST_POSSIBLE in scores else max(scores, default=0.0))
    return found


def threshold_across(every: Sequence[Example], scores: Any) -> float:
    """Return the lowest threshold that keeps false alarms rare in each script that has pairs enough to tell."""
    wrong = [own for _, _, _, own in _across(every, scores) if len(own) >= _LEAST_ACROSS]
    return max(metrics.threshold_for(own, _MOST_ACROSS) for own in wrong)


def highest(every: Sequence[Example], scores: Any) -> list[float]:
    """Return the highest score of each ordinary name."""
    found: dict[str, float] = {}
    for one, score in zip(every, scores, strict=True):
        if one.kind == "ordinary":
            found[one.group] = max(found.get(one.group, 0.0), float(score))
    return list(found.values())


def _labelled(every: Sequence[Example], scores: Any) -> tuple[list[bool], list[float]]:
    own = [at for at, one in enumerate(every) if one.kind == "labelled"]
    return [every[at].match for at in own], [float(scores[at]) for at in own]


def _of(every: Sequence[Example], scores: Any, kind: str) -> list[float]:
    return [float(score) for one, score in zip(every, scores, strict=True) if one.kind == kind]


def tell(every: Sequence[Example], scores: Any, counts: Sequence[float], at: Sequence[float], report: Report) -> None:
    """Print what the scores reach, by kind, at both thresholds; the calibration curve last."""
    report.note(f"same {at[0]:.3f}, possible {at[1]:.3f}")
    groups: dict[tuple[str, str, bool], list[float]] = {}
    for one, score in zip(every, scores, strict=True):
        who = "persons" if one.pair.schema == PERSON else "others"
        for detail in {one.detail, who}:
            groups.setdefault((one.kind, detail, one.match), []).append(float(score))
    groups["ordinary", "names", False] = highest(every, scores)
    lines: list[list[object]] = [
        [*key, len(own), *(metrics.share(own, limit) for limit in at)] for key, own in sorted(groups.items())
    ]
    columns = ["kind", "detail", "match", "n", *(f">= {limit:.3f}" for limit in at)]
    report.table(columns, lines, "shares at or above the thresholds")
    _tell_limits(every, scores, report)
    _tell_scripts(every, scores, report)
    _tell_calibration(every, scores, counts, report)


def _tell_limits(every: Sequence[Example], scores: Any, report: Report) -> None:
    found = metrics.best(*_labelled(every, scores))
    rates = f"precision {found.precision:.3f}, recall {found.recall:.3f}"
    report.note(f"labelled pairs: F1 {found.f1:.3f} at {found.threshold:.3f} ({rates})")
    changed, crossed = _of(every, scores, "changed"), _of(every, scores, CROSS_PAIR)
    limit = metrics.threshold_for(crossed, MOST_CROSS_PAIRS)
    shares = [metrics.share(own, limit) for own in (changed, crossed, highest(every, scores))]
    report.note(f"at {limit:.3f}: recall {shares[0]:.3f}, cross pairs {shares[1]:.4f}, ordinary names {shares[2]:.4f}")
    report.note("")


def _across(every: Sequence[Example], scores: Any, kind: str = "scripts") -> list[tuple[str, str, list[float], list[float]]]:
    """Return of each script and schema the scores of the same party and those of others."""
    groups: dict[tuple[str, str], tuple[list[float], list[float]]] = {}
    for one, score in zip(every, scores, strict=True):
        if one.kind.startswith(kind):
            same, other = groups.setdefault((one.detail.split(",")[0], one.pair.schema), ([], []))
            (same if one.match else other).append(float(score))
    return [(*key, *found) for key, found in sorted(groups.items())]


def _tell_scripts(every: Sequence[Example], scores: Any, report: Report) -> None:
    rates = ["recall .5", "recall .7", "alarms .5", "alarms .7"]
    for kind, title in (("scripts", "names in two scripts"), ("unknown words", "companies, some words left out")):
        lines: list[list[object]] = []
        for script, schema, same, other in _across(every, scores, kind):
            limit = metrics.threshold_for(other, MOST_ACROSS_SCRIPTS)
            cells = [metrics.share(own, at) for own in (same, other) for at in (0.5, 0.7)]
            lines.append([script, schema, len(same), len(other), *cells, limit, metrics.share(same, limit)])
        columns = ["script", "schema", "n", "others", *rates, "at <= .01", "recall then"]
        report.table(columns, lines, f"{title}; the others are mostly hard pairs")


def _tell_calibration(every: Sequence[Example], scores: Any, counts: Sequence[float], report: Report) -> None:
    """Print the curve: in each tenth of the score the share that matches, each example counted by its weight."""
    lines: list[list[object]] = []
    labels, count = np.array([one.match for one in every]), np.array(counts)
    for tenth in range(10):
        own = (scores >= tenth / 10) & ((scores < (tenth + 1) / 10) | (tenth == 9))
        if own.any():
            total = count[own].sum()
            mean, share = (scores * count)[own].sum() / total, (labels * count)[own].sum() / total
            lines.append([f"{tenth / 10:.1f}-{(tenth + 1) / 10:.1f}", int(own.sum()), float(mean), float(share)])
    balance = float((labels * count).sum() / count.sum())
    title = f"calibration, cross-validated; {balance:.2f} of what is learnt from matches, by weight"
    report.table(["score", "n", "mean score", "matching"], lines, title)
