"""Which listed names a name may be.

Decides when a match is certain (identical after normalisation, and telling enough) and when a person must look.
Country never excludes a match: it only explains one, and confirms names of a single word. `Matcher` is the port for
faster and cross-script matching.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from sekisho.parties.compare import Likeness, compare, near
from sekisho.parties.generic_words import is_distinctive
from sekisho.parties.index import ADDRESS, Index, IndexName
from sekisho.parties.names import Prepared, has_han, prepare, without_abbreviation
from sekisho.parties.party import PartyQuery

_SAME_LETTERS: Final = 0.97
_SAME_WORDS: Final = 0.96
_UNCERTAIN_NAME: Final = 0.95
_PIECE: Final = 0.7
_LEAST_PIECE: Final = 3
_LONGEST_PIECE: Final = 24
_MOST_COMPARED: Final = 1500
_MOST_EXPANDED: Final = 8
_TELLING_TOGETHER: Final = 4
_SAME_ADDRESS: Final = 0.7
_ADDRESS_WORDS: Final = {
    "rm": "room",
    "rd": "road",
    "st": "street",
    "bldg": "building",
    "floor": "f",
    "flr": "f",
    "center": "centre",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name that the query may be.

    Attributes:
        name: The listed name.
        score: 1 where it is certain, less otherwise.
        certain: Whether the names are the same.
        lines: How they were compared.
    """

    name: IndexName
    score: float
    certain: bool
    lines: tuple[str, ...]


class Matcher(Protocol):
    """Finds listed names for a query; several hits for one party are allowed."""

    def hits(self, query: PartyQuery, index: Index) -> Iterable[Hit]:
        """Return the names that the query is or may be."""
        ...


class PlainMatcher:
    """Normalised names, the same words in another order, contained words, and words a letter or two apart."""

    def hits(self, query: PartyQuery, index: Index) -> Iterator[Hit]:
        """Return the names that the query is or may be; the same name may come twice."""
        name = prepare(query.name)
        if name.words:
            yield from _same(name, query, index)
            short = without_abbreviation(query.name)
            if short is not None:
                yield from _same(prepare(short), query, index)
            yield from _alike(name, index)
            yield from _pieces(name, index)
        if query.address:
            yield from _addresses(query.address, index)


def _same(name: Prepared, query: PartyQuery, index: Index) -> Iterator[Hit]:
    for listed in index.with_key(name.key):
        if listed.quality != ADDRESS:
            yield _identical(name, listed, query, index)
    for listed in index.with_letters(name.words):
        if _another(listed, name) and Prepared(listed.words).numbers == name.numbers:
            yield Hit(listed, _SAME_LETTERS, False, ("the names differ only in where words are parted",))
    for listed in index.with_same_words(name.words):
        if _another(listed, name):
            yield Hit(listed, _SAME_WORDS, False, ("the same words in another order",))


def _alike(name: Prepared, index: Index) -> Iterator[Hit]:
    for number in _candidates(name, index):
        listed = index.name(number)
        if _another(listed, name):
            likeness = compare(name, Prepared(listed.words, listed.forms), alone=listed.quality != "weak")
            if likeness is not None:
                yield Hit(listed, _scaled(likeness, listed), False, likeness.lines())


def _pieces(name: Prepared, index: Index) -> Iterator[Hit]:
    """Look for Han, kana and Hangul names that hold the query or that the query holds."""
    for word in (one for one in name.words if has_han(one) and len(one) >= _LEAST_PIECE):
        seen = {number for piece in _pieces_of(word) for number in index.numbers_with_word(piece)}
        found = [index.name(number) for number in sorted(seen)]
        if is_distinctive(word):
            found += index.keys_containing(word)
        for listed in found:
            if _another(listed, name):
                yield Hit(listed, _PIECE, False, (f"one of the names stands in the other: {listed.printed}",))


def _another(listed: IndexName, name: Prepared) -> bool:
    """Tell whether a listed name is a name, and not the one asked about."""
    return listed.quality != ADDRESS and listed.words != name.words


def _identical(name: Prepared, listed: IndexName, query: PartyQuery, index: Index) -> Hit:
    lines = [f"identical after normalisation: {name.key}"]
    if name.forms != listed.forms:
        lines.append(f"legal form differs: {_forms(name.forms)} asked about, {_forms(listed.forms)} listed")
    doubt = _doubt(name, listed, query, index)
    if doubt:
        return Hit(listed, _UNCERTAIN_NAME, False, (*lines, doubt))
    return Hit(listed, 1.0, True, tuple(lines))


def _doubt(name: Prepared, listed: IndexName, query: PartyQuery, index: Index) -> str:
    """Return why an identical name is not enough; empty if it is."""
    if listed.quality == "weak":
        return "an abbreviation or weak alias: a person must look"
    telling = sum(map(is_distinctive, name.words))
    if has_han(name.key) or telling > 1 or (telling == 1 and len(name.words) > 1):
        return ""
    if not telling and len(name.words) >= _TELLING_TOGETHER:
        return ""
    if telling and listed.quality == "primary" and name.forms == listed.forms:
        return ""
    if query.country is not None and query.country in index.party(listed.party).countries:
        return ""
    what = "a name of one word" if len(name.words) == 1 else "a name of general words"
    return f"{what}, not confirmed by country: a person must look"


def _forms(forms: tuple[str, ...]) -> str:
    return ", ".join(forms) if forms else "none"


def _scaled(likeness: Likeness, listed: IndexName) -> float:
    return round(likeness.score * (0.9 if listed.quality == "weak" else 1.0), 3)


def _candidates(name: Prepared, index: Index) -> list[int]:
    """Return the numbers of names worth comparing: those that share a telling word, or nearly all words."""
    telling: list[list[int]] = []
    every: list[list[int]] = []
    expanded = 0
    for word in dict.fromkeys(name.words):
        numbers = index.numbers_with_word(word)
        generic = not is_distinctive(word)
        if not numbers and not generic and expanded < _MOST_EXPANDED:
            expanded += 1
            close = [one for one in index.words_beginning(word[0]) if near(word, one)]
            generic = bool(close) and not any(map(is_distinctive, close))
            numbers = [number for one in close for number in index.numbers_with_word(one)]
        every.append(numbers)
        if not generic:
            telling.append(numbers)
    chosen: dict[int, None] = {}
    for numbers in sorted(telling, key=len):
        if chosen and len(chosen) + len(numbers) > _MOST_COMPARED:
            break
        chosen.update(dict.fromkeys(numbers[:_MOST_COMPARED]))
    if not any(telling) and len(every) > 1:
        counts = Counter(number for numbers in every for number in set(numbers))
        chosen.update((number, None) for number, count in counts.items() if count >= max(2, len(every) - 1))
    return list(chosen)[: 2 * _MOST_COMPARED]


def _pieces_of(word: str) -> Iterator[str]:
    """Return the shorter pieces of a word that may be a listed name, longest first."""
    word = word[: 4 * _LONGEST_PIECE]
    for length in range(min(len(word) - 1, _LONGEST_PIECE), _LEAST_PIECE - 1, -1):
        for start in range(len(word) - length + 1):
            piece = word[start : start + length]
            if is_distinctive(piece):
                yield piece


def _addresses(address: str, index: Index) -> Iterator[Hit]:
    asked = _address_words(prepare(address))
    for listed in index.addresses():
        words = _address_words(Prepared(listed.words))
        shared = words & asked
        if words == asked:
            yield Hit(listed, 1.0, True, ("the address is a listed address",))
        elif len(shared) >= _SAME_ADDRESS * len(words) and Prepared(listed.words).numbers <= asked:
            score = round(min(_UNCERTAIN_NAME, len(shared) / len(words)), 3)
            yield Hit(listed, score, False, (f"the address is close to a listed address: {listed.printed}",))


def _address_words(address: Prepared) -> frozenset[str]:
    return frozenset(_ADDRESS_WORDS.get(word, word) for word in address.words)
