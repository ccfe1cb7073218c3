"""Misspelt, shortened and disguised names of OFAC's list, by the public package ``sanctions-screening-benchmark`` (``ssb``).

Decides which names: 400 of each half of the SDN list (`split.side`), of every schema, drawn by SHA-256 of their ids; all
classes of perturbation, three variants of each at most (the package's own default), seed 0, all made by the package
(``ssb.benchmark.build``, ``ssb.negatives.generate``). The primary name is the one that is changed; the party is asked for
with all of its names.

The negatives are the package's own, made among persons and among the others apart: ``cross_pair`` (the first word of one
name with the last of another), ``token_swap`` (the last word replaced) and ``edit_beyond`` (the longest word gutted), five
of each for a name. Each is compared with *both* parties that it was made from: a pair at or above the threshold is a false
alarm, and beside it stands the share of queries of which either pair is one.
For names of companies and ships, a cross pair whose first or last word is a legal form or another common word is left out:
"BELLOSOM LTD." and "LIMITED BELLOSOM" are no other company, but BELLOSOM ENTERPRISE, INC. cut short (the package means
given and family names).
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.screening.engine import Pair
from benchmarks.screening.parties import PERSON, SDN, is_latin, of_source
from benchmarks.screening.split import side
from benchmarks.screening.words import common_words, is_distinctive, words_of

from sekisho.parties.legal_forms import FORM_WORDS, PHRASE_WORDS
from sekisho.parties.party import ListedParty

NAMES: Final = 400
CROSS_PAIR: Final = "cross_pair"
_SEED: Final = 0
_VARIANTS: Final = 3
_NEGATIVES: Final = 5
_VERY_COMMON: Final = 100


@dataclass(frozen=True, slots=True)
class Perturbed:
    """A query made from the primary name of a listed party.

    Attributes:
        query: The changed name.
        party: Whom it means.
        kind: The class of perturbation.
        family: ``benign``, ``adversarial`` or ``degraded``.
    """

    query: str
    party: ListedParty
    kind: str
    family: str

    @property
    def pair(self) -> Pair:
        """Return the query with the names of its party."""
        return Pair(self.query, names_of(self.party), self.party.schema)


@dataclass(frozen=True, slots=True)
class Crossed:
    """A query that means nobody, made from the names of listed parties."""

    query: str
    parties: tuple[ListedParty, ...]
    kind: str

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Return the query with the names of each party that it was made from."""
        return tuple(Pair(self.query, names_of(one), one.schema) for one in self.parties)


def says_something(query: str, schema: str) -> bool:
    """Tell whether a changed name of a company still has a word that is no letter, number, legal form or very common word.

    "JOINT STOCK COMPANY", cut short, "T. OOO" and "A. TRADING LTD." mean nobody: to find their party is to find hundreds.
    """
    return schema == PERSON or any(
        len(word) > 1 and not word.isdigit() and word not in _words_of_nobody() for word in words_of(query)
    )


@functools.cache
def _words_of_nobody() -> frozenset[str]:
    return FORM_WORDS | PHRASE_WORDS | common_words(_VERY_COMMON)


def names_of(party: ListedParty) -> tuple[str, ...]:
    """Return all names of a party."""
    return tuple(one.value for one in party.names)


def available() -> bool:
    """Tell whether the package is installed."""
    return importlib.util.find_spec("ssb") is not None


@functools.cache
def perturbed(half: str, part: int = 0) -> tuple[Perturbed, ...]:
    """Return the changed names of one half: of its first 400 names, which are measured, or of later ones."""
    chosen = _part(half, part)
    made: Any = _ssb("benchmark").build(
        _snapshot(chosen),
        limit=NAMES,
        seed=_SEED,
        max_per_class=_VARIANTS,
        individuals_only=False,
        negatives_per_class=1,
    )
    return tuple(
        Perturbed(one.query, chosen[one.expected_entity_id], one.perturbation, one.family)
        for one in made.cases
        if one.expected_entity_id is not None
    )


@functools.cache
def crossed(half: str, part: int = 0) -> tuple[Crossed, ...]:
    """Return the names that mean nobody, made from the same names."""
    chosen = _part(half, part)
    pool = _pool(chosen)
    bearers: dict[str, ListedParty] = {}
    for one in pool:
        bearers.setdefault(one.name, one)
    listed = {name.value.casefold() for party in of_source(SDN) for name in party.names}
    made: list[Any] = []
    for person in (True, False):
        names = [one.name for one in pool if (one.schema == PERSON) == person]
        found = _ssb("negatives").generate(names, seed=_SEED, per_class=_NEGATIVES, listed_index=listed)
        made += [one for one in found if person or one.negative_class != CROSS_PAIR or _is_another(one.text)]
    unique = {(one.text, one.negative_class): one for one in made}.values()
    return tuple(Crossed(one.text, tuple(bearers[name] for name in one.derived_from), one.negative_class) for one in unique)


def _is_another(text: str) -> bool:
    """Tell whether a cross pair is another name, and not one of its two parties' cut short."""
    words = words_of(text)
    return bool(words) and is_distinctive(words[0]) and is_distinctive(words[-1])


@functools.cache
def _chosen(half: str) -> dict[str, ListedParty]:
    """Return the parties of a half by a key whose order is chance: the package takes the first ones in that order."""
    parties = (one for one in of_source(SDN) if side(one.source, one.id) == half and is_latin(one.name))
    return {hashlib.sha256(f"{_SEED}:{one.id}".encode()).hexdigest()[:16]: one for one in parties}


def _part(half: str, part: int) -> dict[str, ListedParty]:
    """Return the parties of a half; for a later part, without those of the parts before it."""
    chosen = _chosen(half)
    several = [key for key in sorted(chosen) if len(chosen[key].name.split()) > 1]
    before = frozenset(several[: part * NAMES])
    return {key: one for key, one in chosen.items() if key not in before}


def _pool(chosen: dict[str, ListedParty]) -> list[ListedParty]:
    """Return the parties that the package draws: the first with two words or more."""
    several = [chosen[key] for key in sorted(chosen) if len(chosen[key].name.split()) > 1]
    return several[:NAMES]


def _snapshot(chosen: dict[str, ListedParty]) -> Any:
    sources = _ssb("sources")
    entities = [
        sources.Entity(
            entity_id=key,
            primary_name=one.name,
            entity_type="individual" if one.schema == PERSON else "entity",
            aliases=[name.value for name in one.names[1:]],
        )
        for key, one in chosen.items()
    ]
    return sources.ListSnapshot(source="ofac_sdn", retrieved_at="", entities=entities)


def _ssb(module: str) -> Any:
    return importlib.import_module(f"ssb.{module}")
