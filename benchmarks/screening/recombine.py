"""Large sets of parties, made from the real ones: 20,000, 119,000 and a million.

How: the **real parties come first**, those of the SDN list before the others, both in the order of SHA-256 of source and id
(so the parties that queries are made from are in every set of 15,000 or more). Where more are wanted, made-up ones follow,
each from a template: a real party drawn at random, of whose first Latin name the shape is kept.

* Person: each part of the name is replaced by the part of another real person that stands in the same place (first, last, or
  one between). 35 % of the parts are changed by one letter: one vowel for another, a letter doubled, dropped, or swapped
  with the next.
* Company, organisation, legal entity: words that stand in the names of 40 or more real parties that are no persons (trades,
  legal forms, countries) are kept; every other word is replaced by such a word of another real party, 35 % changed by one
  letter; a number is replaced by another number of as many digits.
* Vessel, aircraft and other things: as companies, with every word replaced.

One made-up party in five has a second name, its first with one part changed by one letter: 1.2 names a party, as the public
sets have. It keeps the schema and the countries of its template. A name that equals, case and punctuation aside, a name of a
real party or of a party made before is thrown away and made again. Everything hangs on one seed, and a smaller set is the
beginning of a larger one.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.screening.parties import PERSON, SDN, is_latin, real_parties

from sekisho.parties.party import ListedParty, Name

SIZES: Final = (20_000, 119_000, 1_000_000)
_SEED: Final = 119_000
_COMMON: Final = 40
_CHANGED: Final = 0.35
_SECOND_NAME: Final = 0.2
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_VOWELS: Final = "aeiou"
_THINGS: Final = frozenset({"Vessel", "Airplane", "CryptoWallet", "Address", "Security"})


def synthesise(count: int, parties: Iterable[ListedParty] | None = None) -> Iterator[ListedParty]:
    """Yield so many parties: the real ones first, then made-up ones; see the module.

    Args:
        count: How many.
        parties: The real ones; all of the official files if not given.
    """
    real = ordered(real_parties() if parties is None else parties)
    yield from itertools.islice(itertools.chain(real, _made(real)), count)


def ordered(parties: Iterable[ListedParty]) -> list[ListedParty]:
    """Return real parties in the order in which sets of any size begin."""
    return sorted(parties, key=lambda one: (one.source != SDN, _digest(one)))


def _digest(party: ListedParty) -> bytes:
    return hashlib.sha256(f"{party.source}:{party.id}".encode()).digest()


@dataclass(frozen=True, slots=True)
class _Pools:
    """What made-up names are made of."""

    templates: tuple[tuple[ListedParty, str], ...]
    first: tuple[str, ...]
    middle: tuple[str, ...]
    last: tuple[str, ...]
    words: tuple[str, ...]
    common: frozenset[str]


def _made(real: list[ListedParty]) -> Iterator[ListedParty]:
    pools = _pools(real)
    draw = random.Random(_SEED)
    known = {_folded(name.value) for party in real for name in party.names}
    number = 0
    while True:
        template, shape = draw.choice(pools.templates)
        name = _person(shape, pools, draw) if template.schema == PERSON else _thing(template, shape, pools, draw)
        if _folded(name) in known:
            continue
        known.add(_folded(name))
        names = [Name(name)]
        if draw.random() < _SECOND_NAME:
            names.append(Name(_one_changed(name, draw), "alias"))
        number += 1
        yield ListedParty(f"made-{number:07}", "made", template.schema, tuple(names), template.countries)


def _folded(name: str) -> int:
    return hash(" ".join(_WORD.findall(name.casefold())))


def _pools(real: list[ListedParty]) -> _Pools:
    templates = [
        (party, name)
        for party in real
        if (name := next((one.value for one in party.names if is_latin(one.value)), "")) and party.schema != "Address"
    ]
    parts = [shape.split() for party, shape in templates if party.schema == PERSON]
    words = [set(_WORD.findall(shape)) for party, shape in templates if party.schema != PERSON]
    counts = Counter(word.casefold() for one in words for word in one)
    common = frozenset(word for word, count in counts.items() if count >= _COMMON)
    return _Pools(
        tuple(templates),
        tuple(one[0] for one in parts),
        tuple(part for one in parts for part in one[1:-1]),
        tuple(one[-1] for one in parts),
        tuple(sorted(w for one in words for w in one if w.casefold() not in common and not w.isdigit() and len(w) > 2)),
        common,
    )


def _person(shape: str, pools: _Pools, draw: random.Random) -> str:
    parts = shape.split()
    places = [pools.first, *[pools.middle] * (len(parts) - 2), pools.last][: len(parts)]
    return " ".join(_perhaps_changed(draw.choice(pool), draw) for pool in places)


def _thing(template: ListedParty, shape: str, pools: _Pools, draw: random.Random) -> str:
    common = frozenset[str]() if template.schema in _THINGS else pools.common

    def another(found: re.Match[str]) -> str:
        word = found.group()
        if word.isdigit():
            return str(draw.randrange(10 ** (len(word) - 1), 10 ** len(word))) if len(word) < 19 else word
        if word.casefold() in common or len(word) < 3:
            return word
        return _cased(_perhaps_changed(draw.choice(pools.words), draw), word)

    name = _WORD.sub(another, shape)
    return name if name != shape else f"{_cased(draw.choice(pools.words), 'Xx')} {shape}"


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.title() if like.istitle() else word.lower()


def _perhaps_changed(word: str, draw: random.Random) -> str:
    return changed(word, draw) if draw.random() < _CHANGED else word


def _one_changed(name: str, draw: random.Random) -> str:
    words = name.split()
    place = draw.randrange(len(words))
    return " ".join(changed(word, draw) if at == place else word for at, word in enumerate(words))


def changed(word: str, draw: random.Random) -> str:
    """Return a word with one letter changed: another vowel, or one doubled, dropped or swapped; short ones as they are."""
    if len(word) < 4:
        return word
    at = draw.randrange(1, len(word) - 1)
    kind = draw.randrange(4)
    vowels = [place for place in range(1, len(word)) if word[place].lower() in _VOWELS]
    if kind == 0 and vowels:
        at = draw.choice(vowels)
        other = draw.choice([one for one in _VOWELS if one != word[at].lower()])
        return word[:at] + (other.upper() if word[at].isupper() else other) + word[at + 1 :]
    if kind == 1:
        return word[: at + 1] + word[at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@functools.cache
def set_of(count: int) -> tuple[ListedParty, ...]:
    """Return a set of parties, kept for the next who asks."""
    return tuple(synthesise(count))
