"""What there is to say of two names set side by side, in numbers.

Decides what is measured: how much of each name meets the other and how, what is left over on both sides, whether numbers,
places and order agree. Refuses to weigh it (`sekisho.parties.matching.score`).
"""

from __future__ import annotations

from itertools import pairwise
from math import log1p
from typing import Final

from rapidfuzz.distance import Indel

from sekisho.parties.lexicon import GENERIC, NAME, PLACE, SMALL, TITLE
from sekisho.parties.matching.align import ACRONYM, HOMOPHONE, JOINED, Alignment, align
from sekisho.parties.matching.similarity import BEGINNING, INITIAL, KIN, MEANING, SAME, SOUND, TYPO, VARIANT, VOWELS
from sekisho.parties.matching.token import NUMBER, Token, Variant, in_other_script

MEASURES: Final = (
    "low",
    "high",
    "low_cubed",
    "conflict",
    "conflict_rare",
    "conflict_count",
    "extra_asked",
    "extra_listed",
    "telling",
    "typing",
    "initials",
    "beginnings",
    "sounds",
    "kin",
    "joined",
    "homophones",
    "worst_fuzzy",
    "short_fuzzy",
    "tiny_fuzzy",
    "one_asked",
    "one_listed",
    "one_both_fuzzy",
    "number_conflict",
    "number_one_side",
    "place_conflict",
    "place_one_side",
    "generic_conflict",
    "generic_extra",
    "turned",
    "first_missed",
    "last_missed",
    "matched_none",
    "matched_one",
    "matched_two",
    "none_extra",
    "one_extra",
    "person",
    "person_conflict",
    "person_extra_asked",
    "person_extra_listed",
    "person_last_missed",
    "other_script",
    "other_script_low",
    "other_script_conflict",
    "letters",
    "rarest_met",
    "met_three",
    "begins",
    "length",
    "untranslated",
    "low_untranslated",
)
"""Names of the measures, in the order in which `measure` returns them."""

_EFFECT: Final = {
    TYPO: "typing",
    SOUND: "sounds",
    VOWELS: "sounds",
    VARIANT: "sounds",
    KIN: "kin",
    INITIAL: "initials",
    ACRONYM: "initials",
    BEGINNING: "beginnings",
    JOINED: "joined",
    HOMOPHONE: "homophones",
}
_WHOLE: Final = frozenset({"kin", "initials", "homophones"})
_LONGEST_FIELD: Final = 60
_LONG: Final = 16
_SURE: Final = frozenset({SAME, MEANING})
_WRITTEN: Final = frozenset({TYPO, BEGINNING, SOUND, VOWELS})
"""Ways in which one word may be another that was written wrongly."""
_QUIET: Final = frozenset({SMALL, TITLE})
_PATRONYMIC: Final = ("ovich", "evich", "ovych", "evych", "ovitch", "evitch", "ovna", "evna", "ivna")
_GENERAL: Final = frozenset({GENERIC, PLACE})
_LEAST_MET: Final = 3
"""So many parts must agree, where none of them is telling, before a word that no table has is taken for a general word."""
_UNSAID: Final = 0.7
"""How much less than another name a patronymic counts that is not given: "Sergey Sitnikov" is not said to be another."""


class _Met:
    """What met, added up block by block."""

    __slots__ = (
        "effects",
        "matched_asked",
        "matched_listed",
        "names",
        "rarest",
        "short",
        "telling",
        "tiny",
        "total_asked",
        "total_listed",
        "worst",
    )

    def __init__(self, asked: tuple[Token, ...], listed: tuple[Token, ...]) -> None:
        self.total_asked = sum([token.weight for token in asked]) or 0.01
        self.total_listed = sum([token.weight for token in listed]) or 0.01
        self.matched_asked = self.matched_listed = self.telling = 0.0
        self.short = self.tiny = self.worst = self.rarest = 0.0
        self.names = 0
        self.effects: dict[str, float] = {}

    def shares(self, lost_asked: float, lost_listed: float) -> tuple[float, float]:
        """Return which share of each name meets the other, of what it weighs without what is lost of it."""
        return (
            self.matched_asked / max(self.total_asked - lost_asked, 0.01),
            self.matched_listed / max(self.total_listed - lost_listed, 0.01),
        )

    def same(self, token: Token, weight_asked: float, weight_listed: float, value: float, *, named: bool) -> None:
        self.matched_asked += weight_asked * value
        self.matched_listed += weight_listed * value
        if named:
            self.names += 1
            self.telling += weight_asked
            self.rarest = max(self.rarest, min(weight_asked, weight_listed))

    def nearly(self, asked: list[Token], listed: list[Token], value: float, how: str) -> None:
        first, other = asked[0], listed[0]
        weight_asked = sum([token.weight for token in asked])
        weight_listed = sum([token.weight for token in listed])
        named = NAME in (first.kind, other.kind)
        names = sum([token.kind == NAME for token in (asked if len(asked) > len(listed) else listed)])
        if (how in _WRITTEN and first.kind != other.kind) or (how == JOINED and not names):
            # A general word misspelt, cut off or run together is no telling word: it counts on both sides for what the
            # right word counts.
            lesser = min(weight_asked, weight_listed)
            self.total_asked -= weight_asked - lesser
            self.total_listed -= weight_listed - lesser
            weight_asked = weight_listed = lesser
            named = False
        self.matched_asked += weight_asked * value
        self.matched_listed += weight_listed * value
        weight = max(weight_asked, weight_listed)
        effect = _EFFECT[how]
        lost = weight if effect in _WHOLE else weight * (1 - value)
        self.effects[effect] = self.effects.get(effect, 0.0) + lost
        if how == TYPO:
            length = min(len(first.spellings[0]), len(other.spellings[0]))
            self.short += lost if length < 6 else 0.0
            self.tiny += lost if length < 4 else 0.0
        if named:
            self.worst = max(self.worst, 1 - value)
            if effect != "initials":
                self.names += max(1, names)
                self.telling += weight_asked * value * 0.8
                self.rarest = max(self.rarest, min(weight_asked, weight_listed) * value)


class _Left:
    """What is left over of one name."""

    __slots__ = ("count", "fathers", "generic", "names", "number", "places", "rarest")

    def __init__(self, tokens: tuple[Token, ...], places: tuple[int, ...], others: tuple[Token, ...]) -> None:
        self.names = self.rarest = self.places = self.generic = self.fathers = 0.0
        self.count = 0
        self.number = False
        for at in places:
            token = tokens[at]
            if token in others:
                continue  # a word that stands twice on this side and once on the other is not left over
            if token.kind == NAME:
                self.names += token.weight
                self.count += 1
                self.rarest = max(self.rarest, token.weight)
                if token.spellings[0].endswith(_PATRONYMIC):
                    self.fathers += token.weight
            elif token.kind == PLACE:
                self.places += token.weight
            elif token.kind == GENERIC:
                self.generic += token.weight
            elif token.kind == NUMBER:
                self.number = True


def measure(mine: Variant, theirs: Variant, *, person: bool) -> tuple[list[float], Alignment]:
    """Measure two names.

    Args:
        mine: The name asked about.
        theirs: The listed name.
        person: Whether they are names of natural persons.

    Returns:
        The measures, in the order of `MEASURES`, and the alignment that they were taken from.
    """
    asked, listed = mine.tokens, theirs.tokens
    found = align(asked, listed)
    met = _Met(asked, listed)
    for places_asked, places_listed, value, how in found.blocks:
        if how in _SURE:
            one, other = asked[places_asked[0]], listed[places_listed[0]]
            named = NAME in (one.kind, other.kind)
            met.same(one, one.weight, other.weight, value, named=named)
        else:
            met.nearly([asked[i] for i in places_asked], [listed[j] for j in places_listed], value, how)
    return _values(asked, listed, found, met, person), found


def _values(asked: tuple[Token, ...], listed: tuple[Token, ...], found: Alignment, met: _Met, person: bool) -> list[float]:
    left, right = _Left(asked, found.mine, listed), _Left(listed, found.theirs, asked)
    if person:
        met.total_asked -= _unsaid(left, right)
        met.total_listed -= _unsaid(right, left)
    low, high = sorted(met.shares(0.0, 0.0))
    conflict = min(left.names, right.names, 1.5)
    extra_asked, extra_listed = min(left.names, 2.0) - conflict, min(right.names, 2.0) - conflict
    extra = left.names + right.names
    generic = abs(left.generic - right.generic)
    scripted = in_other_script(asked) != in_other_script(listed)
    lost_asked = lost_listed = 0.0
    if scripted and not person and (met.names or len(found.blocks) >= _LEAST_MET):
        lost_asked = _untranslated(asked, found.mine, listed, found.theirs)
        lost_listed = _untranslated(listed, found.theirs, asked, found.mine)
    count_asked, count_listed = _count(asked), _count(listed)
    last_missed = float(len(asked) - 1 in found.mine or len(listed) - 1 in found.theirs)
    whole_asked, whole_listed = _joined(asked), _joined(listed)
    effects = met.effects.get
    return [
        low,
        high,
        low * low * low,
        conflict,
        min(left.rarest, right.rarest),
        min(left.count, right.count, 3.0),
        extra_asked,
        extra_listed,
        log1p(met.telling),
        effects("typing", 0.0),
        effects("initials", 0.0),
        effects("beginnings", 0.0),
        effects("sounds", 0.0),
        effects("kin", 0.0),
        effects("joined", 0.0),
        effects("homophones", 0.0),
        met.worst,
        met.short,
        met.tiny,
        float(count_asked == 1 < count_listed and bool(found.theirs)),
        float(count_listed == 1 < count_asked and bool(found.mine)),
        float(count_asked == 1 == count_listed and met.worst > 0),
        float(left.number and right.number),
        float(left.number != right.number),
        float(left.places > 0 and right.places > 0),
        float((left.places > 0) != (right.places > 0)),
        min(left.generic, right.generic, 1.0),
        min(generic, 1.0),
        _turned(found),
        float(0 in found.mine or 0 in found.theirs),
        last_missed,
        float(met.names == 0),
        float(met.names == 1),
        float(met.names == 2),
        min(extra + generic + left.places + right.places, 2.0) if met.names == 0 else 0.0,
        min(extra, 2.0) if met.names == 1 else 0.0,
        float(person),
        conflict * person,
        extra_asked * person,
        extra_listed * person,
        last_missed * person,
        float(scripted),
        low * scripted,
        conflict * scripted,
        Indel.normalized_similarity(whole_asked, whole_listed),
        met.rarest,
        float(met.names >= 3),
        len(whole_asked) / _LONGEST_FIELD if whole_listed.startswith(whole_asked) else 0.0,
        float(min(len(whole_asked), len(whole_listed), _LONG)),
        lost_asked + lost_listed,
        min(met.shares(lost_asked, lost_listed)),
    ]


def _unsaid(one: _Left, other: _Left) -> float:
    """Take most of a patronymic that the other name does not give, and contradicts by nothing, out of what is left over."""
    if not one.fathers or other.count:
        return 0.0
    one.names -= _UNSAID * one.fathers
    return _UNSAID * one.fathers


def _untranslated(
    tokens: tuple[Token, ...], places: tuple[int, ...], others: tuple[Token, ...], left: tuple[int, ...]
) -> float:
    """Return by how much words left over that no table translates outweigh the other name's general words that they may be.

    A general word that the tables lack is read aloud like a brand, and weighs as much.
    """
    aloud = sorted([tokens[at].weight for at in places if tokens[at].native and tokens[at].kind == NAME])
    general = [others[at].weight for at in left if others[at].kind in _GENERAL]
    return sum([max(0.0, mine - theirs) for mine, theirs in zip(aloud, general, strict=False)])


def _joined(tokens: tuple[Token, ...]) -> str:
    return "".join([token.spellings[0] for token in tokens])[:_LONGEST_FIELD]


def _count(tokens: tuple[Token, ...]) -> int:
    return sum([token.kind not in _QUIET for token in tokens])


def _turned(found: Alignment) -> float:
    """Return the share of neighbouring pairs that stand in the other order."""
    if len(found.blocks) < 2:
        return 0.0
    ordered = [block.theirs[0] for block in sorted(found.blocks)]
    falls = sum([first > second for first, second in pairwise(ordered)])
    return falls / (len(ordered) - 1)
