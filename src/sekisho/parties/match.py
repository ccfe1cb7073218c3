"""Which listed parties a name may be.

Decides when a match is certain (identical after normalisation, and telling enough) and when a person must look. Country, day
of birth and type confirm or contradict; they never exclude an identical name. Refuses to know how names are read and weighed
(`sekisho.parties.matching`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf, log
from typing import Final, Protocol

from sekisho.parties.generic_words import is_distinctive
from sekisho.parties.index import Index
from sekisho.parties.matching.clean import clean
from sekisho.parties.matching.evidence import evidence, most_evidence
from sekisho.parties.matching.features import features
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.rules import is_letter_only, is_namesake, is_too_general, telling_words
from sekisho.parties.matching.score import HIGHEST, Pair, Weights, default_weights, share, told
from sekisho.parties.matching.sketch import LEAST, LEAST_LATIN, closest
from sekisho.parties.matching.table import IDENTIFIER, PERSON, Bearer, NameTable, identifier_mark
from sekisho.parties.matching.token import Variant, in_other_script, is_native
from sekisho.parties.names import Prepared, has_han, prepare, without_abbreviation
from sekisho.parties.party import ListedParty, PartyQuery

FOUND: Final = 50
"""How many readings the postings are asked for."""
CLOSEST: Final = 2
"""So many of them are compared however little they look like the name."""
ALWAYS: Final = 4
IN_VAIN: Final = 6
"""After so many comparisons in a row that led to nothing the rest is not compared."""
_ROUNDING: Final = 0.005
"""More than the rounding of a score can move the logarithm of its odds at the threshold."""
_CLOSE: Final = 0.99
"""Score from which other names of the same party are not compared, unless they are read as the name asked about is."""
ADDRESS: Final = "address"
"""Quality of a match by the address of an address-only entry."""
_UNCERTAIN_NAME: Final = 0.95
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
    """A listed party that the query may be.

    Attributes:
        listed: The party.
        matched: Its name that matched, as printed.
        quality: Of that name; ``address`` or ``identifier`` where it is no name.
        score: 1 where it is certain, less otherwise.
        certain: Whether it is the same.
        lines: How they were compared.
        unfold: Tells the rest of it; asked only for the match of a party that is shown.
    """

    listed: ListedParty
    matched: str
    quality: str
    score: float
    certain: bool
    lines: tuple[str, ...]
    unfold: Callable[[], tuple[str, ...]] = tuple


class Matcher(Protocol):
    """Finds listed parties for a query; several hits for one party are allowed."""

    def hits(self, query: PartyQuery, index: Index) -> Iterable[Hit]:
        """Return whom the query is or may be."""
        ...


class WeighingMatcher:
    """Reads a name, finds readings that share marks with it, and judges them.

    Args:
        weights: What measures are worth; the packaged weights if not given.
    """

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights or default_weights()

    def hits(self, query: PartyQuery, index: Index) -> Iterator[Hit]:
        """Return whom the query is or may be; the same party may come twice."""
        yield from self._named(query, index)
        short = without_abbreviation(query.name)
        if short is not None:
            yield from self._named(replace(query, name=short), index)
        for value in query.identifiers.values():
            yield from _numbered(value, index)
        if query.address:
            yield from _addresses(query.address, index)

    def _named(self, query: PartyQuery, index: Index) -> Iterator[Hit]:
        asked = variants(query.name, query.schema)
        name = prepare(clean(query.name))
        native = is_native(asked)
        possible = self.weights.possible_across if native else self.weights.possible
        least = log(possible / (1 - possible)) - most_evidence(query, self.weights.evidence) - _ROUNDING
        best: dict[tuple[int, int], float] = {}
        compared = in_vain = 0
        for number, shares_word in _worth_comparing(asked, native, index):
            if compared >= ALWAYS and in_vain >= IN_VAIN and not shares_word:
                continue
            theirs = (index.table.variant(number),)
            every = index.table.printed_with(number)
            if theirs[0] not in asked and _is_settled(every, index.table, best):
                continue
            compared, in_vain = compared + 1, in_vain + 1
            judged: dict[bool, Pair | None] = {}
            for printed in every:
                kind, text = index.table.printed(printed)
                person = kind == PERSON
                if person not in judged:
                    judged[person] = self._judged(asked, theirs, person, least)
                pair = judged[person]
                if pair is None:
                    continue
                in_vain = 0
                yield from self._borne(query, name, pair, person, printed, text, index, possible, best)

    def _judged(self, asked: Sequence[Variant], theirs: Sequence[Variant], person: bool, least: float) -> Pair | None:
        """Return two names, judged; None where they are no match whatever else there is to say."""
        if theirs[0] in asked:
            return self.weights.judge(asked, theirs, person=person)
        pair = self.weights.judge(asked, theirs, person=person, least=least if person else -inf)
        if pair is None or is_too_general(pair) or (not person and is_letter_only(pair)):
            return None
        return pair if pair.logit >= least or is_namesake(pair) else None

    def _borne(
        self,
        query: PartyQuery,
        name: Prepared,
        pair: Pair,
        person: bool,
        printed: int,
        text: str,
        index: Index,
        possible: float,
        best: dict[tuple[int, int], float],
    ) -> Iterator[Hit]:
        """Judge a printed name for each party that bears it and has none that is closer yet."""
        theirs = prepare(clean(text))
        read = _is_read(pair)
        namesake = not person and query.schema != "Person" and is_namesake(pair)
        for bearer in index.table.bearers(printed):
            party = index.party(bearer)
            quality = _quality(party, bearer)
            if theirs.words == name.words:
                best[bearer[:2]] = HIGHEST
                yield _identical(query, name, theirs, party, text, quality)
                continue
            extra, reasons = evidence(query, party, quality, self.weights.evidence, read=read)
            score = share(pair.logit + extra)
            if namesake and score < possible:
                score, reasons = possible, (*reasons, "shown because its telling word is the same")
            if score >= possible and score > best.get(bearer[:2], 0.0):
                best[bearer[:2]] = score
                yield Hit(party, text, quality, score, False, (), partial(self._weighed, pair, reasons))

    def _weighed(self, pair: Pair, reasons: Iterable[str]) -> tuple[str, ...]:
        return *told(pair), f"weighed: {', '.join((*self.weights.reasons(pair.measures), *reasons))}"


def _worth_comparing(asked: Sequence[Variant], native: bool, index: Index) -> Iterator[tuple[int, bool]]:
    """Return the readings to compare with a name, the closest first, each with whether a telling word stands in both."""
    table = index.table
    telling = telling_words(asked)
    found = index.search(features(asked), FOUND, thorough=native)
    sketches = table.sketches([number for number, _ in found])
    close_enough = LEAST if native else LEAST_LATIN
    for rank, (place, close) in enumerate(closest(asked, [(one, found[at][1]) for at, one in enumerate(sketches)])):
        words = sketches[place].words
        if not words:
            continue  # a number of a party has no sketch
        shares_word = not telling.isdisjoint(words.split())
        if rank < CLOSEST or close >= close_enough or shares_word:
            yield found[place][0], shares_word


def _is_read(pair: Pair) -> bool:
    """Tell whether the listed name is in another script, and the name asked about in Latin letters."""
    return in_other_script(pair.theirs.tokens) and not in_other_script(pair.mine.tokens)


def _is_settled(printed: Sequence[int], table: NameTable, best: Mapping[tuple[int, int], float]) -> bool:
    """Tell whether everybody who bears these names is found already, by a name so close that another adds nothing."""
    return bool(best) and all(best.get(bearer[:2], 0.0) >= _CLOSE for one in printed for bearer in table.bearers(one))


def _quality(party: ListedParty, bearer: Bearer) -> str:
    return party.names[bearer.name].quality if bearer.name < len(party.names) else IDENTIFIER


def _identical(query: PartyQuery, name: Prepared, theirs: Prepared, party: ListedParty, text: str, quality: str) -> Hit:
    lines = [f"identical after normalisation: {name.key}"]
    if name.forms != theirs.forms:
        lines.append(f"legal form differs: {_forms(name.forms)} asked about, {_forms(theirs.forms)} listed")
    doubt = _doubt(query, name, theirs, party, quality)
    if doubt:
        return Hit(party, text, quality, _UNCERTAIN_NAME, False, (*lines, doubt))
    return Hit(party, text, quality, 1.0, True, tuple(lines))


def _doubt(query: PartyQuery, name: Prepared, theirs: Prepared, party: ListedParty, quality: str) -> str:
    """Return why an identical name is not enough; empty if it is."""
    if quality == "weak":
        return "an abbreviation or weak alias: a person must look"
    telling = sum(map(is_distinctive, name.words))
    if has_han(name.key) or telling > 1 or (telling == 1 and len(name.words) > 1):
        return ""
    if not telling and len(name.words) >= _TELLING_TOGETHER:
        return ""
    if telling and quality == "primary" and name.forms == theirs.forms:
        return ""
    if query.country is not None and query.country in party.countries:
        return ""
    what = "a name of one word" if len(name.words) == 1 else "a name of general words"
    return f"{what}, not confirmed by country: a person must look"


def _forms(forms: tuple[str, ...]) -> str:
    return ", ".join(forms) if forms else "none"


def _numbered(value: str, index: Index) -> Iterator[Hit]:
    """Yield who bears a number; that the number is of the same kind and country is for a person."""
    mark = identifier_mark(value)
    for number, _ in index.search([mark], FOUND) if mark else ():
        for printed in index.table.printed_with(number):
            text = index.table.printed(printed).text
            for bearer in index.table.bearers(printed):
                line = f"bears the number {text}: a person must look"
                yield Hit(index.party(bearer), text, IDENTIFIER, HIGHEST, False, (line,))


def _addresses(address: str, index: Index) -> Iterator[Hit]:
    asked = _address_words(prepare(address))
    for number, text in index.addresses():
        listed = prepare(text)
        words = _address_words(listed)
        shared = words & asked
        if words == asked:
            score, certain, line = 1.0, True, "the address is a listed address"
        elif len(shared) >= _SAME_ADDRESS * len(words) and listed.numbers <= asked:
            score, certain = round(min(_UNCERTAIN_NAME, len(shared) / len(words)), 3), False
            line = f"the address is close to a listed address: {text}"
        else:
            continue
        for bearer in index.table.bearers(number):
            yield Hit(index.party(bearer), text, ADDRESS, score, certain, (line,))


def _address_words(address: Prepared) -> frozenset[str]:
    return frozenset(_ADDRESS_WORDS.get(word, word) for word in address.words)
