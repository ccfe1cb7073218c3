"""Compare two names by themselves: the plainest door to matching."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sekisho.errors import InputError
from sekisho.parties.matching.clean import clean
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.score import default_weights, share, told
from sekisho.parties.names import prepare


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names, compared.

    Attributes:
        score: From 0 to 1; 1 only where they are identical after normalisation.
        match: Whether the score reaches the default threshold.
        explanation: Which part met which, how, and what weighed, a line each.
        weights: Version of the weights.
    """

    score: float
    match: bool
    explanation: tuple[str, ...]
    weights: str


_read: Final = lru_cache(maxsize=1024)(variants)
"""Whoever compares one name with many reads it once."""


def compare_names(query: str, listed: str, schema: str = "") -> Comparison:
    """Compare a name with a listed name; any script on either side.

    The score is of two names taken by themselves: what countries, days of birth and the size of a list say is not in it.
    Screening therefore asks for more than the default threshold here.

    Args:
        query: A name.
        listed: Another.
        schema: FollowTheMoney schema of both, such as ``Person`` or ``Company``; empty where it is not known.

    Returns:
        The comparison.

    Raises:
        InputError: In one of them there is no letter and no digit that can be read.

    Example:
        >>> compare_names("13th Research Institute", "14th Research Institute", "Company").match
        False
    """
    weights = default_weights()
    mine, theirs = _read(query, schema), _read(listed, schema)
    for name, read in ((query, mine), (listed, theirs)):
        if not read:
            raise InputError(f"there is no letter and no digit to read in the name {name[:80]!r}", remedy="give a name")
    first, second = prepare(clean(query)), prepare(clean(listed))
    if first.words and first.words == second.words:
        return Comparison(1.0, True, (f"identical after normalisation: {first.key}",), weights.version)
    pair = weights.judge(mine, theirs, person=schema == "Person")
    if pair is None:
        return Comparison(0.0, False, (), weights.version)
    score = share(pair.logit)
    lines = (*told(pair), f"weighed: {', '.join(weights.reasons(pair.measures))}")
    return Comparison(score, score >= weights.same, lines, weights.version)
