"""Two names set side by side, word by word.

Decides how alike two names are that are not the same, and whether that is enough for a person to look. Numbers
discriminate: the 13th and the 14th research institute are never alike. Nothing here makes a match certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.parties.generic_words import is_distinctive
from sekisho.parties.names import Prepared

_GENERIC_WEIGHT: Final = 0.25
_FUZZY: Final = 0.9
_LEAST_FUZZY_LENGTH: Final = 5
_TWO_EDITS_LENGTH: Final = 9
_LEAST_ALONE_LENGTH: Final = 7
_CONFLICT_DICE: Final = 0.8
_CONFLICT_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two names have in common.

    Attributes:
        score: Above 0 and below 1.
        shared: Distinctive words in both.
        similar: Pairs of words that differ by a letter or two.
        query_only: Distinctive words of the query that the listed name lacks.
        listed_only: Distinctive words of the listed name that the query lacks.
    """

    score: float
    shared: tuple[str, ...]
    similar: tuple[tuple[str, str], ...]
    query_only: tuple[str, ...]
    listed_only: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the comparison for a reader."""
        found = [f"words in both: {', '.join(self.shared)}"] if self.shared else []
        found += [f"{mine!r} is close to {listed!r}" for mine, listed in self.similar]
        found += [f"only in the name asked about: {', '.join(self.query_only)}"] if self.query_only else []
        found += [f"only in the listed name: {', '.join(self.listed_only)}"] if self.listed_only else []
        return tuple(found)


def compare(query: Prepared, listed: Prepared, *, alone: bool = False) -> Likeness | None:
    """Compare two names that are not identical.

    Args:
        query: The name asked about.
        listed: The listed name.
        alone: Whether one shared distinctive word may be enough where the other name has distinctive words besides.

    Returns:
        What they share, or None where no person need look.
    """
    if query.numbers and listed.numbers and query.numbers != listed.numbers:
        return None
    exact, mine, theirs = _exact(query.words, listed.words)
    similar = _similar(mine, theirs)
    shared = tuple(word for word in exact if is_distinctive(word))
    query_only = tuple(word for word in mine if is_distinctive(word))
    listed_only = tuple(word for word in theirs if is_distinctive(word))
    matched = _weight(exact) + _FUZZY * _weight([listed_word for _, listed_word in similar])
    dice = 2 * matched / (_weight(exact) * 2 + _weight(mine) + _weight(theirs) + 2 * _weight([b for _, b in similar]))
    found = Likeness(min(0.95, round(dice, 3)), shared, similar, query_only, listed_only)
    telling = [pair for pair in similar if is_distinctive(pair[1])]
    if not shared and len(telling) == 1 and min(map(len, telling[0])) < _LEAST_ALONE_LENGTH:
        return None
    if similar and not mine and not theirs and len(query.words) > 1:
        return found  # nothing but spelling differs
    count = len(shared) + len(telling)
    return found if count and _enough(found, count, query, listed, dice, alone) else None


def _enough(found: Likeness, count: int, query: Prepared, listed: Prepared, dice: float, alone: bool) -> bool:
    if not found.query_only and not found.listed_only:
        return True
    if found.query_only and found.listed_only:
        return dice >= _CONFLICT_DICE and count >= _CONFLICT_WORDS
    if count > 1:
        return True
    if found.listed_only:
        # The name asked about is one distinctive word of a longer listed name.
        return bool(found.shared) and all(word in listed.words for word in query.words)
    # The listed name is one distinctive word of a longer name asked about.
    return bool(found.shared) and _leads(found.shared[0], query, listed, alone)


def _leads(word: str, query: Prepared, listed: Prepared, alone: bool) -> bool:
    if len(listed.words) > 1 and all(one in query.words for one in listed.words):
        return True
    rest_is_generic = not any(is_distinctive(one) for one in listed.words if one != word)
    return alone and rest_is_generic and len(word) > 3 and query.words[0] == word and listed.words[0] == word


def _exact(first: Sequence[str], second: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    left = list(second)
    both: list[str] = []
    mine: list[str] = []
    for word in first:
        if word in left:
            left.remove(word)
            both.append(word)
        else:
            mine.append(word)
    return both, mine, left


def _similar(mine: list[str], theirs: list[str]) -> tuple[tuple[str, str], ...]:
    """Take words that are close to each other out of both lists and return them as pairs."""
    pairs: list[tuple[str, str]] = []
    for word in list(mine):
        match = next((one for one in theirs if near(word, one)), None)
        if match is not None:
            mine.remove(word)
            theirs.remove(match)
            pairs.append((word, match))
    if mine and theirs and "".join(mine) == "".join(theirs):
        pairs.append((" ".join(mine), " ".join(theirs)))
        mine.clear()
        theirs.clear()
    return tuple(pairs)


def _weight(words: Sequence[str]) -> float:
    return sum(1.0 if word.isdigit() or is_distinctive(word) else _GENERIC_WEIGHT for word in words)


def near(first: str, second: str) -> bool:
    """Tell whether two words are one letter apart, or two where both are long; short words and numbers never are."""
    shorter, longer = sorted((len(first), len(second)))
    if shorter < _LEAST_FUZZY_LENGTH or first[0] != second[0] or first.isdigit() or second.isdigit():
        return False
    allowed = 2 if shorter >= _TWO_EDITS_LENGTH else 1
    if longer - shorter > allowed or len(set(first) ^ set(second)) > 2 * allowed:
        return False  # an edit changes two letters of the set at most; this spares the slow way
    return _distance(first, second, allowed) <= allowed


def _distance(first: str, second: str, allowed: int) -> int:
    """Return the edit distance (a swap of neighbours counts once), or more than `allowed` as soon as it is passed."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, mine in enumerate(first, start=1):
        older, before, row = before, row, [i]
        for j, theirs in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == second[j - 2] and first[i - 2] == theirs:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return allowed + 1
    return row[-1]
