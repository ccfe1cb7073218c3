"""Parties, and their owners, on lists whose law is not encoded: sanctions lists, debarred parties, datasets of the user.

Decides that nobody on any list that was searched passes in silence, and that no such list that is too old is relied on: a
person must look, in every jurisdiction with a claim, because such a list can forbid any dealing with a party. Knows no list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from sekisho.licensing.conditions import finding, look, no
from sekisho.licensing.determination import Determination, Finding
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Transaction
from sekisho.logic.truth import Truth
from sekisho.parties.judgement import told_aside_of
from sekisho.parties.party import Match, Screening

ENCODED: Final = frozenset({"us-entity-list", "us-meu", "us-uvl", "us-dpl", "us-sdn", "jp-end-user-list"})
"""Lists whose effect a leg works out itself."""
_OF_OWNERS_OPEN: Final[Mapping[str, frozenset[str]]] = {
    "US": frozenset({"us-dpl", "us-uvl"}),
    "JP": frozenset({"jp-end-user-list"}),
}
"""Of these lists, those of which the leg does not work out what they bring for a party that a listed one owns."""
_RULED_OUT: Final = frozenset({"none", "not listed", "no"})
_SHOWN: Final = 3


def with_other_lists(leg: Determination, transaction: Transaction, screenings: Mapping[int, Screening]) -> Determination:
    """Return a leg with what matches on other lists leave open; a leg without a claim stays as it is.

    A possible match that the exporter has ruled out (``listings: {eu-fsf: none}``) is left out; a certain one never is.
    """
    if leg.claim.verdict is Truth.NO:
        return leg
    found = (*_findings(leg, transaction, screenings), *_too_old(screenings))
    return replace(leg, findings=(*leg.findings, *found)) if found else leg


def _too_old(screenings: Mapping[int, Screening]) -> Iterator[Finding]:
    """Yield a finding for each of these lists that was searched in vain: what was found there may be out of date."""
    states = {state.id: state for one in screenings.values() for state in one.sources}
    for source, state in sorted(states.items()):
        if state.official and state.stale and source not in ENCODED:
            text = f"the parties were looked up on {source}, but its {state.stale}: fetch or load a new one, or take it out"
            yield finding(f"{source}: too old", Outcome.PROHIBITED, look(text), "", requirement=False)


def _left_to(leg: Determination, owner: bool) -> frozenset[str]:
    """Return the lists that a leg works out itself: of an owner, only those by whose law ownership counts."""
    return ENCODED - (_OF_OWNERS_OPEN.get(leg.jurisdiction, frozenset()) if owner else frozenset())


def _called(transaction: Transaction) -> Iterator[str]:
    """Yield what everybody is called: of an owner, also what it holds."""
    everybody = transaction.everybody
    yield from (party.name for party in transaction.parties)
    for one in transaction.owned:
        yield f"{one.stake.holder.name}, who holds {one.stake.share} of {everybody[one.of].name},"


def _findings(leg: Determination, transaction: Transaction, screenings: Mapping[int, Screening]) -> Iterator[Finding]:
    for index, (party, called) in enumerate(zip(transaction.everybody, _called(transaction), strict=True)):
        screening, left = screenings.get(index), _left_to(leg, index >= len(transaction.parties))
        by_list: dict[str, list[Match]] = {}
        for one in () if screening is None else screening.matches:
            source = one.listed.source
            ruled_out = party.listings.get(source, "").strip().lower() in _RULED_OUT
            if source not in left and (one.certain or not ruled_out):
                by_list.setdefault(source, []).append(one)
        for source, matches in sorted(by_list.items()):
            certain = [one for one in matches if one.certain]
            shown = certain or matches
            names = ", ".join(one.listed.name for one in shown[:_SHOWN])
            more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
            said = "is" if certain else "may be"
            text = f"{called} {said} {names}{more}: what follows from this list is not encoded, a person must look"
            cited = "; ".join(dict.fromkeys(one.listed.citation for one in shown[:_SHOWN] if one.listed.citation))
            yield finding(f"{source}: {party.name}", Outcome.PROHIBITED, look(text), cited, requirement=False)
        aside = {one.match.listed.source for one in (() if screening is None else screening.resolved)}
        for source in sorted(aside - left - by_list.keys()):
            text = f"{called} was not found on {source}{told_aside_of(screening, (source,))}"
            yield finding(f"{source}: {party.name}", Outcome.PROHIBITED, no(text), "", requirement=False)
        for source, said in sorted(party.listings.items()):
            if source not in left and said.strip().lower() not in _RULED_OUT and said.strip():
                text = f"the exporter found {called} there ({said}): what follows is not encoded, a person must look"
                yield finding(f"{source}: {party.name}", Outcome.PROHIBITED, look(text), "", requirement=False)
