"""What the measures of two names are worth: one number, and why.

Decides how measures and other particulars are weighed into the share of such pairs that are the same party, by a published
file of weights. A score is that share on the development set; only names that are identical after normalisation score 1.
Refuses to know where names come from and what a score leads to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, inf
from typing import Final, NamedTuple

from sekisho.errors import SourceError
from sekisho.parties.matching.align import Alignment
from sekisho.parties.matching.measures import MEASURES, measure
from sekisho.parties.matching.similarity import MEANING, SAME
from sekisho.parties.matching.token import Token, Variant
from sekisho.parties.matching.trees import Sum, Tree, read_trees

HIGHEST: Final = 0.999
"""Most that names score which are not identical after normalisation."""
LABELS: Final[Mapping[str, str]] = {
    "low": "share of the name that agrees less",
    "high": "share of the name that agrees more",
    "conflict": "telling words left over on both sides",
    "extra": "telling words left over on one side",
    "telling": "how much the agreeing words tell",
    "fuzzy": "words that agree nearly",
    "short": "names of a single word",
    "number": "numbers",
    "place": "places",
    "generic": "general words left over",
    "turned": "order of the words",
    "missed": "first or last word without counterpart",
    "count": "number of telling words that agree",
    "person": "name of a person",
    "script": "names in different scripts",
    "letters": "letters of the whole name",
    "untranslated": "words without a translation that may be general",
}
"""Groups of measures, as a reader is told of them."""
_GROUPS: Final[Mapping[str, str]] = {
    "low": "low",
    "high": "high",
    "low_cubed": "low",
    "conflict": "conflict",
    "conflict_rare": "conflict",
    "conflict_count": "conflict",
    "extra_asked": "extra",
    "extra_listed": "extra",
    "telling": "telling",
    "typing": "fuzzy",
    "initials": "fuzzy",
    "beginnings": "fuzzy",
    "sounds": "fuzzy",
    "kin": "fuzzy",
    "joined": "fuzzy",
    "homophones": "fuzzy",
    "worst_fuzzy": "fuzzy",
    "short_fuzzy": "fuzzy",
    "tiny_fuzzy": "fuzzy",
    "one_asked": "short",
    "one_listed": "short",
    "one_both_fuzzy": "short",
    "number_conflict": "number",
    "number_one_side": "number",
    "place_conflict": "place",
    "place_one_side": "place",
    "generic_conflict": "generic",
    "generic_extra": "generic",
    "turned": "turned",
    "first_missed": "missed",
    "last_missed": "missed",
    "matched_none": "count",
    "matched_one": "count",
    "matched_two": "count",
    "none_extra": "extra",
    "one_extra": "extra",
    "person": "person",
    "person_conflict": "conflict",
    "person_extra_asked": "extra",
    "person_extra_listed": "extra",
    "person_last_missed": "missed",
    "other_script": "script",
    "other_script_low": "script",
    "other_script_conflict": "conflict",
    "letters": "letters",
    "rarest_met": "telling",
    "met_three": "count",
    "begins": "letters",
    "length": "letters",
    "untranslated": "untranslated",
    "low_untranslated": "low",
}


class Pair(NamedTuple):
    """Two names, judged.

    Attributes:
        logit: Logarithm of the odds that they name the same party.
        mine: The reading of the name asked about.
        theirs: The reading of the listed name.
        measures: As `measure` returned them.
        alignment: Which part met which.
    """

    logit: float
    mine: Variant
    theirs: Variant
    measures: Sequence[float]
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Weights:
    """What each measure is worth.

    Attributes:
        version: Named in every answer.
        intercept: Where a pair starts.
        trees: What the measures add, see `sekisho.parties.matching.trees`.
        same: Score from which two names, taken by themselves, are more likely the same than not.
        possible: Score from which a person must look at a listed party; higher, because most names are on no list.
        possible_across: The same for a name that is asked about in another script, which meets fewer names by chance.
        evidence: What other particulars add to the logarithm of the odds, by name.
        total: Adds the trees up, and takes them apart.
    """

    version: str
    intercept: float
    trees: tuple[Tree, ...]
    same: float
    possible: float
    possible_across: float
    evidence: Mapping[str, float]
    total: Sum = field(compare=False, repr=False)

    @classmethod
    def read(cls, text: str) -> Weights:
        """Read a file of weights.

        Raises:
            SourceError: It lacks a measure, or is not such a file.
        """
        try:
            row = json.loads(text)
            if tuple(row["measures"]) != MEASURES:
                raise ValueError("they are for other measures")
            trees = read_trees(row["trees"], len(MEASURES))
            return cls(
                version=str(row["version"]),
                intercept=float(row["intercept"]),
                trees=trees,
                same=float(row["same"]),
                possible=float(row["possible"]),
                possible_across=float(row["possible_across"]),
                evidence={str(name): float(value) for name, value in row["evidence"].items()},
                total=Sum(trees),
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as problem:
            raise SourceError(f"the weights of matching cannot be read: {problem}") from problem

    def judge(self, mine: Iterable[Variant], theirs: Iterable[Variant], *, person: bool, least: float = -inf) -> Pair | None:
        """Return the readings of two names that agree best.

        Args:
            mine: The ways to read the name asked about.
            theirs: The ways to read the listed name.
            person: Whether they are names of natural persons.
            least: Pairs whose logarithm of the odds is below this are not wanted.

        Returns:
            The best pair; None where one name cannot be read, or no pair is wanted.
        """
        best: Pair | None = None
        for one in mine:
            for other in theirs:
                measures, alignment = measure(one, other, person=person)
                if one == other:
                    logit = self.intercept + self.total.most  # nothing agrees more with a name than the name itself
                else:
                    logit = self.intercept + self.total.of(measures, least - self.intercept)
                if logit >= least:
                    best, least = Pair(logit, one, other, measures, alignment), logit
        return best

    def reasons(self, measures: Sequence[float], most: int = 4) -> tuple[str, ...]:
        """Return what weighed most, for a reader."""
        groups: dict[str, float] = {}
        for name, brought in zip(MEASURES, self.total.apart(measures), strict=True):
            group = _GROUPS[name]
            groups[group] = groups.get(group, 0.0) + brought
        ranked = sorted(groups.items(), key=lambda one: -abs(one[1]))
        return tuple(f"{LABELS[group]} {value:+.1f}" for group, value in ranked[:most] if abs(value) >= 0.05)


@cache
def default_weights() -> Weights:
    """Return the packaged weights."""
    return Weights.read(files("sekisho.parties.matching").joinpath("weights.json").read_text(encoding="utf-8"))


def share(logit: float) -> float:
    """Return the score of a logarithm of odds, below 1 and rounded to three digits."""
    if logit < -30:
        return 0.0
    return min(HIGHEST, round(1 / (1 + exp(-logit)), 3))


def told(pair: Pair) -> tuple[str, ...]:
    """Return which part of one name met which part of the other, and how, a line each."""
    mine, theirs, found = pair.mine.tokens, pair.theirs.tokens, pair.alignment
    same = [_words(theirs, block.theirs) for block in found.blocks if block.how == SAME]
    lines = [f"words in both: {', '.join(same)}"] if same else []
    for block in found.blocks:
        if block.how != SAME:
            how = block.how if block.how == MEANING else f"{block.how}, {block.value:.2f}"
            lines.append(f"{_words(mine, block.mine)!r} meets {_words(theirs, block.theirs)!r}: {how}")
    lines += [f"only in the name asked about: {_listed(mine, found.mine)}"] if found.mine else []
    lines += [f"only in the listed name: {_listed(theirs, found.theirs)}"] if found.theirs else []
    return tuple(lines)


def _words(tokens: tuple[Token, ...], places: Iterable[int]) -> str:
    return " ".join(tokens[at].text for at in places)


def _listed(tokens: tuple[Token, ...], places: Iterable[int]) -> str:
    return ", ".join(tokens[at].text for at in places)
