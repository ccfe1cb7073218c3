"""Pairs across scripts that are *not* the same, made by rule from the pairs that are, each half from its own names.

Every negative is a name in another script (the query) and the Latin name or names of somebody else:

* ``random``: the Latin names of another entity of the same script and schema, several for each query.
* ``part`` (persons): one Latin name of the entity in which one part is another person's, from the same place,
  in a name of two parts;
  ``part of many``: the same in a name of three or more parts.
* ``syllable`` (persons, hangul and Han): the query with one syllable of the given name replaced by another person's, which
  reads differently in every romanisation that drops marks (ㄱ/ㅋ, ㅓ/ㅗ and the like count as the same).
* ``distinctive`` (companies): one Latin name of the entity, its distinctive words replaced by those of another entity, its
  generic words kept.
* ``neighbour`` (companies): a Latin name of the entity that shares most generic words, and no distinctive one.
* ``place`` (companies): the place in a Latin name, where the query names it too, replaced by another place of its kind.
* ``number`` (companies): the number in a Latin name, where the query has it too, replaced by another.

The new words are coarsely unlike the old ones (`words.alike`). The same person may be listed by the EU and by the Security
Council under two ids: an entity that shares two words of a name, or all words of a short one, is never taken as "another".
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.screening.engine import Pair
from benchmarks.screening.numbers_in import changed_number, numbers_in
from benchmarks.screening.parties import PERSON
from benchmarks.screening.split import Known
from benchmarks.screening.words import PLACES, SMALL, alike, common_words, drawing, folded, is_distinctive, words_of

_LEAST_RANDOM: Final = 1000
_TRIES: Final = 40
_WORD: Final = re.compile(r"[^\W_]+(?:['’`‘][^\W_]+)*")
_LEADS: Final = ("ㄱㄲㅋ", "ㄴㄹㅇ", "ㄷㄸㅌ", "ㅁ", "ㅂㅃㅍ", "ㅅㅆ", "ㅈㅉㅊ", "ㅎ")
_VOWELS: Final = ("ㅏ", "ㅓㅗ", "ㅕㅛ", "ㅡㅜ", "ㅣㅢ", "ㅐㅔㅒㅖ", "ㅑ", "ㅠ", "ㅘㅝ", "ㅚㅙㅞㅟ")
_LEAD_LETTERS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL_LETTERS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"


@dataclass(frozen=True, slots=True)
class Negative:
    """A pair that is not the same.

    Attributes:
        pair: The query and the names of somebody else.
        kind: By which rule it was made.
        script: Of the query.
    """

    pair: Pair
    kind: str
    script: str


def negatives(pairs: Sequence[Known]) -> list[Negative]:
    """Return the negatives made from these pairs, which must all be of one half.

    Raises:
        ValueError: They are of both.
    """
    if len({one.half for one in pairs}) > 1:
        raise ValueError("negatives are made in each half alone")
    groups: dict[tuple[str, str], list[Known]] = {}
    for one in pairs:
        groups.setdefault((one.script, one.schema), []).append(one)
    return [negative for group in groups.values() for one in group for negative in _of(one, group)]


def _of(one: Known, group: Sequence[Known]) -> Iterator[Negative]:
    for other in _others(one, group, -(-_LEAST_RANDOM // len(group)) if len(group) > 1 else 0):
        yield _negative(one, "random", other.latin)
    if one.schema == PERSON:
        yield from _part(one, group)
        yield from _syllable(one, group)
    else:
        yield from _distinctive(one, group)
        yield from _neighbour(one, group)
        yield from _place(one)
        yield from _number(one)


def _negative(one: Known, kind: str, listed: tuple[str, ...], query: str = "") -> Negative:
    return Negative(Pair(query or one.name, listed, one.schema), kind, one.script)


def _others(one: Known, group: Sequence[Known], count: int) -> list[Known]:
    draw = drawing("random", one.source, one.id, one.name)
    picked = draw.sample(range(len(group)), min(len(group), 3 * count))
    return [group[at] for at in picked if not _same_entity(one, group[at])][:count]


@functools.lru_cache(maxsize=20_000)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(word for word in words_of(name) if word not in SMALL and len(word) > 1)


def _same_entity(one: Known, other: Known) -> bool:
    """Tell whether two entities may be one: the same id, the same name, or names that share too much."""
    if (one.source, one.id) == (other.source, other.id) or one.name == other.name:
        return True
    if one.schema == PERSON:
        return any(_shares(_name_words(a), _name_words(b)) for a in one.latin for b in other.latin)
    if {_in_order(name) for name in one.latin} & {_in_order(name) for name in other.latin}:
        return True
    return any(alike(mine, theirs) for mine in _telling(one) for theirs in _telling(other))


@functools.lru_cache(maxsize=20_000)
def _telling(one: Known) -> frozenset[str]:
    return frozenset(word for name in one.latin for word in words_of(name) if is_distinctive(word))


def _in_order(name: str) -> str:
    return " ".join(sorted(words_of(name)))


def _shares(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    both = len(mine & theirs)
    return both >= 2 or (both > 0 and both == min(len(mine), len(theirs)))


def _part(one: Known, group: Sequence[Known]) -> Iterator[Negative]:
    least = 2 if one.script in ("hangul", "han") else 4
    name = _closest(one)
    parts = name.split()
    places = [at for at, part in enumerate(parts) if len(folded(part)) >= least and folded(part) not in SMALL]
    if len(parts) < 2 or not places:
        return
    draw = drawing("part", one.source, one.id, one.name)
    at = draw.choice(places)
    held = {word for latin in one.latin for word in words_of(latin)}
    for _ in range(_TRIES):
        new = _in_place(draw.choice(group).latin[0].split(), at, len(parts))
        plain = folded(new)
        if len(plain) < least or plain in SMALL or any(alike(plain, word) for word in held):
            continue
        listed = " ".join([*parts[:at], new, *parts[at + 1 :]])
        yield _negative(one, "part" if len(places) == 2 and len(parts) == 2 else "part of many", (listed,))
        return


def _in_place(parts: Sequence[str], at: int, count: int) -> str:
    """Return the part of another name that stands where a part of this one does: first, last, or in the middle."""
    return parts[0] if at == 0 else parts[-1] if at == count - 1 else parts[len(parts) // 2]


def _closest(one: Known) -> str:
    """Return the Latin name with as many parts as the query, or else the first of several parts."""
    count = len(one.name.split()) if one.script not in ("hangul", "han") else 3
    several = [name for name in one.latin if len(name.split()) > 1] or list(one.latin)
    return min(several, key=lambda name: abs(len(name.split()) - count))


def _syllable(one: Known, group: Sequence[Known]) -> Iterator[Negative]:
    if one.script not in ("hangul", "han") or len(one.name) < 3 or " " in one.name:
        return
    draw = drawing("syllable", one.source, one.id, one.name)
    pool = sorted({letter for other in group if len(other.name) <= 4 for letter in other.name[1:] if letter.isalpha()})
    at = draw.randrange(1, len(one.name))
    pool = [letter for letter in pool if _reads(letter) != _reads(one.name[at])]
    if pool:
        query = one.name[:at] + draw.choice(pool) + one.name[at + 1 :]
        yield _negative(one, "syllable", one.latin, query)


def _reads(letter: str) -> tuple[int, int, int] | str:
    """Return how a hangul syllable reads, with what romanisations confuse folded; other letters as they are."""
    number = ord(letter) - 0xAC00
    if not 0 <= number < 11172:
        return letter
    lead, vowel = _LEAD_LETTERS[number // 588], _VOWEL_LETTERS[number % 588 // 28]
    lead_class = next(at for at, one in enumerate(_LEADS) if lead in one)
    return lead_class, next(at for at, one in enumerate(_VOWELS) if vowel in one), number % 28


def _distinctive(one: Known, group: Sequence[Known]) -> Iterator[Negative]:
    name = next((latin for latin in one.latin if _has_both(latin)), None)
    if name is None:
        return
    draw = drawing("distinctive", one.source, one.id, one.name)
    held = {word for latin in one.latin for word in words_of(latin)}
    for _ in range(_TRIES):
        other = draw.choice(group)
        new = [word for word in _WORD.findall(draw.choice(other.latin)) if is_distinctive(folded(word))]
        if new and not any(alike(folded(word), mine) for word in new for mine in held):
            yield _negative(one, "distinctive", (_replaced(name, new),))
            return


def _has_both(name: str) -> bool:
    words = words_of(name)
    return any(map(is_distinctive, words)) and any(word in common_words() for word in words)


def _replaced(name: str, new: Sequence[str]) -> str:
    """Put new words where the distinctive ones stand: each in its turn, the last one dropped where there are fewer."""
    turn = iter(new)
    text = _WORD.sub(lambda found: next(turn, "") if is_distinctive(folded(found.group())) else found.group(), name)
    return " ".join(text.split())


def _neighbour(one: Known, group: Sequence[Known]) -> Iterator[Negative]:
    mine = {word for name in one.latin for word in words_of(name) if word in common_words()}
    if not any(_has_both(name) for name in one.latin):
        return
    best: tuple[int, str] = (0, "")
    for other in group:
        for name in other.latin:
            if (
                _has_both(name)
                and (shared := len(mine.intersection(words_of(name)))) > best[0]
                and not _same_entity(one, other)
            ):
                best = (shared, name)
    if best[1]:
        yield _negative(one, "neighbour", (best[1],))


def _place(one: Known) -> Iterator[Negative]:
    query = unicodedata.normalize("NFKC", one.name).casefold()
    for name in one.latin:
        for found in _WORD.finditer(name):
            kind, forms = PLACES.get(folded(found.group()), ("", ()))
            if not any(form in query for form in forms):
                continue
            draw = drawing("place", one.source, one.id, one.name)
            rest = [word for word, (other, named) in PLACES.items() if other == kind and not set(named) & set(forms)]
            listed = name[: found.start()] + draw.choice(rest).title() + name[found.end() :]
            yield _negative(one, "place", (listed,))
            return


def _number(one: Known) -> Iterator[Negative]:
    for name in one.latin:
        both = numbers_in(one.name) & numbers_in(name)
        if both:
            draw = drawing("number", one.source, one.id, one.name)
            yield _negative(one, "number", (changed_number(name, min(both), draw),))
            return
