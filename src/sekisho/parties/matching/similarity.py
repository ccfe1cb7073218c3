"""Two words set side by side.

Decides how alike two words are and why: the same, the same in meaning, two spellings of one given name, the same consonants,
a typing error, a beginning, an initial. Numbers are the same or different, never alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, Indel

from sekisho.parties.lexicon import english, given_names
from sekisho.parties.matching.phonetics import heard, seen, skeleton, without_vowels

SAME: Final = "same"
MEANING: Final = "same meaning"
VARIANT: Final = "spelling of the same name"
KIN: Final = "the same name in another language"
SOUND: Final = "same consonants"
VOWELS: Final = "vowels left out"
TYPO: Final = "letters differ"
BEGINNING: Final = "beginning of the word"
INITIAL: Final = "initial"
DIFFERENT: Final = "different"

_LEET: Final = str.maketrans("012345789", "olzeastbg")
_KEPT: Final = 1 << 18


class Alike(NamedTuple):
    """How alike two words are.

    Attributes:
        value: From 0, nothing in common, to 1, the same.
        how: Why, one of the constants of this module.
    """

    value: float
    how: str


_NOTHING: Final = Alike(0.0, DIFFERENT)
_IDENTICAL: Final = Alike(1.0, SAME)
_cache: dict[tuple[str, str], Alike] = {}


class Looked(NamedTuple):
    """What of a word decides at a glance that two words have nothing in common; made by `look`."""

    word: str
    plain: bool
    length: int
    letters: int
    bones: str
    consonants: str
    meaning: str
    given: bool
    sight: str


@lru_cache(maxsize=_KEPT)
def look(word: str) -> Looked:
    """Return a folded word with what is looked at first."""
    plain = word.isascii() and word.isalpha()
    letters = 0
    for letter in word if plain else "":
        letters |= 1 << (ord(letter) & 31)
    bones = skeleton(word).lstrip("a") if plain else ""
    given = plain and bool(given_names().get(word))
    meaning = _meaning(word) if plain else ""
    return Looked(word, plain, len(word), letters, bones, without_vowels(word), meaning, given, seen(word))


def alike(first: str, second: str) -> Alike:
    """Compare two folded words in Latin letters, or two words of one other script.

    Args:
        first: A word.
        second: Another; the order does not matter.

    Returns:
        How alike they are.
    """
    if first == second:
        return _IDENTICAL
    for _, found in alike_ones(look(first), (look(second),)):
        return found
    return _NOTHING


def alike_ones(mine: Looked, others: Sequence[Looked]) -> list[tuple[int, Alike]]:
    """Compare a word with many.

    What has nothing in common at a glance is not compared: a letter that only one of two words has takes a correction of its
    own, so that with more such letters than corrections are allowed no typing error makes one of the other.

    Args:
        mine: A word.
        others: Other words.

    Returns:
        The places of those that have something in common with it, each with how alike they are.
    """
    first, plain, size, letters, bones, consonants, meaning, given, sight = mine
    found: list[tuple[int, Alike]] = []
    for place, other in enumerate(others):
        second, other_plain, length, other_letters, other_bones, other_consonants, other_meaning, known, other_sight = other
        if first == second:
            found.append((place, _IDENTICAL))
            continue
        if plain and other_plain:
            if meaning and other_meaning:
                if meaning != other_meaning and not _plural(first, second):
                    continue
            elif not (bones == other_bones or consonants == other_consonants or sight == other_sight or (given and known)):
                long = size if size > length else length
                allowed = 1 if long < 6 else 2 if long < 9 else 3
                if (
                    not -allowed <= size - length <= allowed
                    or (letters & ~other_letters).bit_count() > allowed
                    or (other_letters & ~letters).bit_count() > allowed
                ):
                    if size > length:
                        if not first.startswith(second) and consonants != second:
                            continue
                    elif not second.startswith(first) and other_consonants != first:
                        continue
        key = (first, second) if first < second else (second, first)
        alike_so = _cache.get(key)
        if alike_so is None:
            if len(_cache) > _KEPT:
                _cache.clear()
            alike_so = _cache[key] = _compare(*key)
        found.append((place, alike_so))
    return found


def _compare(first: str, second: str) -> Alike:
    if first.isdigit() or second.isdigit():
        return _NOTHING
    if not first.isascii() or not second.isascii():
        return _other_script(first, second)
    if not first.isalpha() or not second.isalpha():
        return _with_digits(first, second)
    mine, theirs = _meaning(first), _meaning(second)
    if mine and theirs:
        return Alike(0.95, MEANING) if mine == theirs or _plural(first, second) else _NOTHING
    given, spelt = _given(first, second), _spelt(first, second)
    if given is _NOTHING and spelt.value < 1 and _known(first) and _known(second):
        spelt = Alike(spelt.value * 0.8, spelt.how)  # two given names, each well known
    return max(given, spelt, key=lambda one: one.value)


def _plural(first: str, second: str) -> bool:
    return first == f"{second}s" or second == f"{first}s"


def _meaning(word: str) -> str:
    """Return what a word of the language means; empty for a name."""
    known = english().get(word)
    return known.meaning if known is not None and known.kind != "person" else ""


def _known(word: str) -> bool:
    return word in given_names()


def _given(first: str, second: str) -> Alike:
    names = given_names()
    mine, theirs = names.get(first), names.get(second)
    if not mine or not theirs:
        return _NOTHING
    best = _NOTHING
    for group, quality in mine:
        for other, other_quality in theirs:
            if group == other:
                if quality == "same" and other_quality == "same":
                    return Alike(0.92, VARIANT)
                best = Alike(0.8, KIN)
    return best


def _spelt(first: str, second: str) -> Alike:
    shorter, longer = (first, second) if len(first) <= len(second) else (second, first)
    short, long = len(shorter), len(longer)
    if short == 1:
        return Alike(0.5, INITIAL) if longer[0] == shorter else _NOTHING
    allowed = 1 if long < 6 else 2 if long < 9 else 3
    distance = OSA.distance(shorter, longer, score_cutoff=allowed)
    best = _NOTHING
    if distance <= allowed and short > 2:
        best = Alike(_typing(distance, short, long, shorter[0] == longer[0]), TYPO)
        if heard(shorter) == heard(longer):
            best = Alike(0.93, SOUND)
    if short > 2 and best.how != SOUND and seen(shorter) == seen(longer):
        best = Alike(max(best.value, 0.9), TYPO)
    mine, theirs = skeleton(shorter), skeleton(longer)
    if mine != theirs and (mine[:1] == "a") != (theirs[:1] == "a"):
        mine, theirs = mine.lstrip("a"), theirs.lstrip("a")
    if mine == theirs and len(mine) > 1:
        best = max(best, Alike(_sounding(shorter, longer, len(mine)), SOUND), key=lambda one: one.value)
    if short > 2 and longer.startswith(shorter):
        best = max(best, beginning(shorter, longer), key=lambda one: one.value)
    elif short > 1 and _lacks_vowels(shorter, longer):
        surely = short > 3 and without_vowels(longer) == shorter
        value = (0.7 if surely else 0.6) + 0.25 * min(1.0, short / 5)
        best = max(best, Alike(value, VOWELS), key=lambda one: one.value)
    return best


def beginning(shorter: str, longer: str) -> Alike:
    """Judge a word that another begins with: the more of it is there, the surer."""
    return Alike(0.6 + 0.3 * len(shorter) / len(longer), BEGINNING)


def _lacks_vowels(shorter: str, longer: str) -> bool:
    """Tell whether a word is another with vowels left out: some or all, and none put in."""
    bare = without_vowels(longer)
    if bare == shorter:
        return True
    return bare == without_vowels(shorter) and Indel.distance(shorter, longer) == len(longer) - len(shorter)


def _typing(distance: int, short: int, long: int, same_start: bool) -> float:
    value = 1.0 - distance / (0.5 * (short + long)) * (1.0 if same_start else 1.3)
    return max(0.0, min(0.96, value))


def _sounding(first: str, second: str, consonants: int) -> float:
    """Judge words whose consonants are the same: the more consonants and the closer the vowels, the surer."""
    distance = OSA.distance(first, second)
    closeness = 1.0 - distance / max(len(first), len(second))
    sureness = min(1.0, 0.35 + 0.2 * consonants)
    ending = 1.0 if (first[-1] in "aeiouy") == (second[-1] in "aeiouy") else 0.92
    return min(0.96, (0.55 + 0.45 * closeness) * (0.6 + 0.4 * sureness) * ending)


def _with_digits(first: str, second: str) -> Alike:
    """Compare words that hold digits: as letters that were typed as digits, else as codes that are the same or not."""
    plain = first.translate(_LEET), second.translate(_LEET)
    if plain[0].isalpha() and plain[1].isalpha() and (first.isalpha() or second.isalpha()):
        if plain[0] == plain[1]:
            return Alike(0.92, TYPO)
        found = _spelt(*plain)
        return Alike(found.value * 0.85, found.how)
    return _NOTHING


def _other_script(first: str, second: str) -> Alike:
    if first.isascii() != second.isascii():
        return _NOTHING
    shorter, longer = sorted((first, second), key=len)
    distance = OSA.distance(first, second)
    value = max(0.0, 1.0 - distance / max(1, len(longer)))
    if len(shorter) > 1 and longer.startswith(shorter):
        return Alike(max(value, beginning(shorter, longer).value), BEGINNING)
    return Alike(value, TYPO) if value >= 0.5 else _NOTHING
