"""Pairs of names to learn from, with a label, a group and a weight: all of the development half, none that is measured.

Decides what is learnt from, and how much each kind counts:

* changed names of OFAC's list and names that mean nobody (`perturbations.py`), of the second to fifth 400 names of the
  development half: the first 400 are the measured ones;
* ordinary names (`ordinary.py`) from number 10,000 on, the measured ones being the first 10,000, each with the listed
  names that a search finds for it; so too those in other scripts, from number 4,000 on;
* names of listed parties, each with the names of other listed parties that a search finds for it;
* names in two scripts (`split.py`), and the pairs made by rule that are not the same (`hard_negatives.py`);
* of those, the companies whose name reads otherwise without some words of the tables (`unknown_words.py`), read so;
* the labelled pairs; where nothing but a number differs, the label is "no match".

A party is asked for with all of its names, and only the closest one counts: an example is a bag of readings. Rows of one
entity have one group, so that a fold never learns from an entity that it is measured on. The listed parties that are
searched are those of the development half alone.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.screening.engine import Pair
from benchmarks.screening.hard_negatives import negatives
from benchmarks.screening.measure_names import labelled_pairs, some
from benchmarks.screening.metrics import components
from benchmarks.screening.ordinary import ordinary
from benchmarks.screening.parties import PERSON, is_latin, real_parties, same_side
from benchmarks.screening.perturbations import CROSS_PAIR, crossed, perturbed
from benchmarks.screening.split import known_pairs, side
from benchmarks.screening.unknown_words import DRAWS, leaving_out
from benchmarks.screening.words import drawing, is_distinctive, words_of

from sekisho.engines.name_postings import NamePostings
from sekisho.parties.lexicon import NAME
from sekisho.parties.matching.features import features
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.token import Variant, pack, unpack
from sekisho.parties.names import prepare
from sekisho.parties.party import ListedParty

_PARTS: Final = (1, 2, 3, 4)
ORDINARY_MEASURED: Final = 10_000
_ORDINARY: Final = 14_000
ORDINARY_USED: Final = ORDINARY_MEASURED + _ORDINARY
"""So many ordinary names are measured or examples; those after them are neither."""
_MEASURED_NATIVE: Final = 4_000
_NATIVE: Final = 6_000
_LISTED: Final = 1_500
_NEAREST: Final = 5
_SEARCHED: Final = 60
_POSTINGS: Final = 8_000
"""Most postings that a search for examples reads: its own, so that what is learnt from does not change with the engine."""
_MOST_CHANGED: Final = 20_000

TOTALS: Final = {
    "changed": 3500.0,
    CROSS_PAIR: 2200.0,
    "token_swap": 500.0,
    "edit_beyond": 150.0,
    "ordinary": 8000.0,
    "ordinary, native": 3000.0,
    "listed": 1500.0,
    "labelled": 3600.0,
    "scripts": 4000.0,
    "scripts, random": 800.0,
    "scripts, hard": 2500.0,
    "unknown words": 1000.0,
    "unknown words, other": 3000.0,
}
"""How much each kind counts in all; the shares that match, and so the scores, refer to this balance."""


@dataclass(frozen=True, slots=True)
class Example:
    """A query and the names of one party.

    Attributes:
        kind: One of `TOTALS`.
        detail: The class of change, or the script and the rule.
        pair: The query and the names.
        match: Whether they are the same party.
        group: Of the entity that it is made from.
        draw: Of the words that are left out where the query is read; empty where none are.
    """

    kind: str
    detail: str
    pair: Pair
    match: bool
    group: str
    draw: str = ""


def examples() -> list[Example]:
    """Return all examples, always the same ones in the same order."""
    return [*_changed(), *_crossed(), *_labelled(), *_scripts(), *_unknown_words(), *_found()]


def weights(every: Sequence[Example]) -> list[float]:
    """Return what each example counts: the total of its kind shared out, for scripts first among script and schema."""
    keys = [(one.kind, _share(one)) for one in every]
    counts = Counter(keys)
    shares = Counter(kind for kind, _ in counts)
    return [TOTALS[kind] / shares[kind] / counts[kind, share] for kind, share in keys]


def _share(one: Example) -> str:
    """Return which share of its kind an example is in: Cyrillic persons are many, and count no more than METI's names."""
    if not one.kind.startswith(("scripts", "unknown words")):
        return ""
    script = one.detail.split(",")[0]
    return f"{script} {one.pair.schema}" if script in ("cyrillic", "arabic", "han") else f"other {one.pair.schema}"


def _changed() -> Iterator[Example]:
    every = [case for part in _PARTS for case in perturbed("dev", part)]
    for case in some(every, _MOST_CHANGED):
        yield Example("changed", case.kind, case.pair, True, case.party.id)


def _crossed() -> Iterator[Example]:
    for part in _PARTS:
        for case in crossed("dev", part):
            last = (words_of(case.query) or ("",))[-1]
            if case.parties[0].schema != PERSON and not is_distinctive(last):
                continue  # only a legal form is another
            for pair, party in zip(case.pairs, case.parties, strict=True):
                if not (case.kind == "token_swap" and party is not case.parties[0]):
                    yield Example(case.kind, case.kind, pair, False, party.id)


def _labelled() -> Iterator[Example]:
    rows = labelled_pairs()
    groups = components([(row.pair.query, row.pair.listed[0]) for row in rows])
    for row, group in zip(rows, groups, strict=True):
        yield Example("labelled", row.group, row.pair, row.match and not row.differs_in_number_only, f"labelled {group}")


def _scripts() -> Iterator[Example]:
    known = known_pairs("dev")
    ids = {one.name: f"{one.source} {one.id}" for one in known}
    for one in known:
        yield Example("scripts", one.script, Pair(one.name, one.latin, one.schema), True, f"{one.source} {one.id}")
    for wrong in negatives(known):
        kind = "scripts, random" if wrong.kind == "random" else "scripts, hard"
        group = ids.get(wrong.pair.query, wrong.pair.query)
        yield Example(kind, f"{wrong.script}, {wrong.kind}", wrong.pair, False, group)


def _unknown_words() -> Iterator[Example]:
    companies = [one for one in _scripts() if one.pair.schema != PERSON]
    plain = {one.pair.query: variants(one.pair.query, one.pair.schema) for one in companies}
    for draw in DRAWS:
        with leaving_out(draw):
            other = {query for query, read in plain.items() if variants(query, companies[0].pair.schema) != read}
        for one in companies:
            if one.pair.query in other:
                kind = "unknown words" if one.match else "unknown words, other"
                yield replace(one, kind=kind, draw=draw)


def _found() -> Iterator[Example]:
    """Yield names with what a search finds for them, and what they are not."""
    with tempfile.TemporaryDirectory(prefix="sekisho-examples-") as folder:
        search = _Search(_parties(), Path(folder))
        for name in ordinary(ORDINARY_USED)[ORDINARY_MEASURED:]:
            for party in search.nearest(name.name, name.schema):
                yield Example("ordinary", name.schema, _beside(name.name, party), False, name.name)
        for name in ordinary(_MEASURED_NATIVE + _NATIVE, native=True)[_MEASURED_NATIVE:]:
            for party in search.nearest(name.name, name.schema):
                if not _have_one_brand(name.name, party):
                    yield Example("ordinary, native", name.schema, _beside(name.name, party), False, name.name)
        for party in search.some(_LISTED):
            for other in search.nearest(party.name, party.schema):
                if not _may_be_same(party, other):
                    yield Example("listed", party.schema, _beside(party.name, other), False, party.id)


def _parties() -> list[ListedParty]:
    """Return the listed parties of the development half; names in two scripts are split by an id of their own."""
    test = {(one.source, one.party) for one in known_pairs("test")}
    dev = {(one.source, one.party) for one in known_pairs("dev")}
    return [
        one
        for one in real_parties()
        if (key := (one.source, one.id)) not in test and (key in dev or side(one.source, one.id) == "dev")
    ]


def _names(party: ListedParty) -> tuple[str, ...]:
    return tuple(one.value for one in party.names)


def _beside(query: str, party: ListedParty) -> Pair:
    """Return a query with a party; one in Latin letters with its names in Latin letters, if any (see ``own_reading``)."""
    latin = tuple(name for name in _names(party) if is_latin(name))
    return Pair(query, latin if latin and is_latin(query) else _names(party), party.schema)


def _may_be_same(first: ListedParty, second: ListedParty) -> bool:
    """Tell whether two records may be of one party: the same name, or records of two lists."""
    keys = {prepare(name).key for name in _names(first)}
    return first.source != second.source or not keys.isdisjoint(prepare(name).key for name in _names(second))


def _have_one_brand(name: str, party: ListedParty) -> bool:
    """Tell whether all telling words of a name are those of the party: "ООО «Старт»" beside "JSC START" is worth a look."""
    asked = [_telling(one) for one in variants(name, party.schema)]
    listed = [_telling(one) for own in _names(party) for one in variants(own, party.schema)]
    return any(
        mine and len(mine) == len(theirs) and all(any(not word.isdisjoint(other) for other in theirs) for word in mine)
        for mine in asked
        for theirs in listed
    )


def _telling(variant: Variant) -> list[frozenset[str]]:
    return [frozenset(token.spellings) for token in variant.tokens if token.kind == NAME]


class _Search:
    """Finds the parties whose names are nearest to a name, and not equal to it."""

    def __init__(self, parties: Sequence[ListedParty], folder: Path) -> None:
        self._parties = parties
        bearers: dict[str, list[int]] = {}
        for number, party in enumerate(parties):
            for name in party.names:
                for variant in variants(name.value, party.schema):
                    bearers.setdefault(pack(variant), []).append(number)
        self._bearers = list(bearers.values())
        NamePostings.build(folder, ((at, features((unpack(line),))) for at, line in enumerate(bearers)))
        self._postings = NamePostings(folder, _POSTINGS)

    def nearest(self, name: str, schema: str) -> list[ListedParty]:
        key = prepare(name).key
        found: dict[int, None] = {}
        for reading, _ in self._postings.search(features(variants(name)), _SEARCHED):
            found.update(dict.fromkeys(self._bearers[reading]))
        near = (self._parties[number] for number in found)
        fit = (one for one in near if same_side(schema, one.schema) and key not in _keys(one))
        return [one for one, _ in zip(fit, range(_NEAREST), strict=False)]

    def some(self, count: int) -> list[ListedParty]:
        own = [one for one in self._parties if one.source == "us-sdn"]
        return drawing("listed").sample(own, min(count, len(own)))


def _keys(party: ListedParty) -> Iterable[str]:
    return (prepare(name).key for name in _names(party))
