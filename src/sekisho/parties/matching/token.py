"""A part of a name, ready to be set beside parts of other names, and the weight it carries.

Decides how much a word tells about who somebody is: rare words much, trades, places and particles little. Refuses to know
scripts (`sekisho.parties.matching.read`) and how names are compared (`sekisho.parties.matching.align`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from math import log
from typing import Final, NamedTuple

from sekisho.parties.legal_forms import PHRASE_WORDS
from sekisho.parties.lexicon import COUNTED, FORM, GENERIC, NAME, PLACE, SMALL, TITLE, english, frequencies
from sekisho.parties.matching.damaged_forms import is_damaged_form
from sekisho.parties.matching.phonetics import without_vowels
from sekisho.parties.names import ROMAN

NUMBER: Final = "number"
_LETTER: Final = {NAME: "n", GENERIC: "g", PLACE: "p", FORM: "f", TITLE: "t", SMALL: "s", NUMBER: "d"}
_KIND: Final = {letter: kind for kind, letter in _LETTER.items()}
_SCALE: Final = 1000
_FORM_WEIGHT: Final = 0.05
_LEAST_BARE: Final = 4
_LIKED_WEIGHT: Final = 0.4
_LIKED: Final = (
    "apollo atlas aurora beacon dragon eagle everbright evergreen falcon fortune galaxy glory golden grand granit horizon "
    "horizont importadora kosmos lion merkur meridian noble nova olymp omega orion phoenix pioneer polaris saturn sigma "
    "summit sunrise tiger trunk unicorn vega venus victory zenit zenith zvezda"
)
LIKED: Final = frozenset(_LIKED.split())
"""Words that firms of all kinds like to bear: they tell less than their rarity on the lists makes believe."""
_LIKED_ONLY: Final = LIKED - {"granit", "saturn", "zenit", "zvezda"}
"""Without those that are also listed groups' own names: these keep their weight."""


class Token(NamedTuple):
    """A part of a name.

    Attributes:
        spellings: In Latin letters, folded, the usual one first; never empty.
        kind: name, generic, place, form, title, small or number.
        weight: How much it tells, from 0 to 1.
        native: As written in another script; empty for Latin letters.
    """

    spellings: tuple[str, ...]
    kind: str
    weight: float
    native: str = ""

    @property
    def text(self) -> str:
        """Return the word for a reader."""
        return f"{self.native} ({self.spellings[0]})" if self.native else self.spellings[0]


class Variant(NamedTuple):
    """One way to read a name.

    Attributes:
        tokens: Its parts, in order.
    """

    tokens: tuple[Token, ...]


def in_other_script(tokens: Iterable[Token]) -> bool:
    """Tell whether a name has a word in another script than the Latin one."""
    return any(token.native for token in tokens)


def is_native(readings: Iterable[Variant]) -> bool:
    """Tell whether a name is in another script than the Latin one, in any way to read it."""
    return any(in_other_script(one.tokens) for one in readings)


@lru_cache(maxsize=1 << 16)
def weigh(word: str) -> tuple[str, float]:
    """Return the kind of a folded word in Latin letters, and its weight."""
    if word.isdigit():
        return NUMBER, 0.6
    if word in PHRASE_WORDS:
        # One that is left of a legal form; "S." and "Sa" are also parts of a person's name.
        return (FORM, _FORM_WEIGHT) if len(word) > 2 or word == "co" else (SMALL, 0.06)
    known = english().get(word)
    if known is None and word not in frequencies()[0] and is_damaged_form(word):
        return FORM, _FORM_WEIGHT
    kind = known.kind if known is not None and known.kind in _LETTER else NAME
    weight = _weight(kind, rarity(word), len(word))
    return kind, min(weight, _LIKED_WEIGHT) if kind == NAME and word in _LIKED_ONLY else weight


def rarity(word: str) -> float:
    """Return how rare a word is in the names of listed parties, from 0 for the commonest to 1."""
    found = frequencies()[0].get(word, 0)
    return max(0.0, 1.0 - log(1 + found) / log(COUNTED))


def _weight(kind: str, rare: float, length: int) -> float:
    if kind == NAME:
        short = 0.35 if length == 1 else 0.8 if length == 2 else 1.0
        return round(max(0.2, 1.3 * rare - 0.3) * short, 3)
    if kind == GENERIC:
        return round(0.08 + 0.22 * rare, 3)
    if kind == PLACE:
        return round(0.12 + 0.28 * rare, 3)
    return 0.06


@cache
def _without_vowels() -> dict[str, str]:
    """Return words of the language by what is left of them without vowels; of two, the one that lists have more often."""
    count = frequencies()[0]
    found: dict[str, str] = {}
    for word, known in english().items():
        bare = without_vowels(word)
        if known.kind in (GENERIC, PLACE) and len(bare) >= _LEAST_BARE and bare != word:
            found[bare] = max(found.get(bare, word), word, key=lambda one: count.get(one, 0))
    return {bare: word for bare, word in found.items() if bare not in count and bare not in english()}


@lru_cache(maxsize=1 << 16)
def latin(word: str) -> Token:
    """Return the token of a folded word in Latin letters or digits; "shppng" is read as "shipping"."""
    value = ROMAN.get(word) or _without_vowels().get(word, word)
    kind, weight = weigh(value)
    return Token((value,), kind, weight)


def initials(letters: str) -> Token:
    """Return the token of initials, which are never a number or a legal form."""
    return Token((letters,), NAME, _weight(NAME, rarity(letters), len(letters)))


def pack(variant: Variant) -> str:
    """Return a variant as one line of text, without tabs."""
    return "\x1f".join(
        f"{_LETTER[kind]}{round(weight * _SCALE)}:{','.join(spellings)}" + (f":{native}" if native else "")
        for spellings, kind, weight, native in variant.tokens
    )


def unpack(line: str) -> Variant:
    """Read a line that `pack` wrote."""
    return Variant(tuple(map(_unpacked, line.split("\x1f"))))


@lru_cache(maxsize=1 << 15)
def _unpacked(text: str) -> Token:
    head, spellings, *native = text.split(":", 2)
    return Token(tuple(spellings.split(",")), _KIND[head[0]], int(head[1:]) / _SCALE, native[0] if native else "")
