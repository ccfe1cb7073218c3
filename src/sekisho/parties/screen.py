"""Look a party up on the lists that are at hand.

Decides which listed parties to show and in which order. Says what was searched; never that a party is "clear".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sekisho.errors import InputError
from sekisho.parties.index import Index
from sekisho.parties.judgement import told_aside
from sekisho.parties.match import ADDRESS, Hit, Matcher, WeighingMatcher
from sekisho.parties.matching.clean import clean
from sekisho.parties.matching.table import IDENTIFIER
from sekisho.parties.names import prepare
from sekisho.parties.party import ListedParty, Match, PartyQuery, Screening, SourceState

LONGEST: Final = 2000
"""Most characters that a name or an address may have."""
MOST_POSSIBLE: Final = 25
"""Most possible matches that are shown of one source; certain ones are always shown."""


def screen(
    query: PartyQuery,
    index: Index,
    states: Sequence[SourceState],
    matcher: Matcher | None = None,
    *,
    every: bool = False,
) -> Screening:
    """Look for a party.

    Args:
        query: Whom to look for.
        index: Where.
        states: What it was made from.
        matcher: How names are compared; with the packaged weights if not given.
        every: Return every possible match, for ``limited`` to be called once judged ones are set aside.

    Returns:
        The matches, certain ones first, and what was searched.

    Raises:
        InputError: The name is empty or longer than any name, or nothing in it can be read.
    """
    _check(query)
    matches = _matches(query, index, matcher or WeighingMatcher())
    matches.sort(key=lambda match: (not match.certain, -match.score, match.listed.source, match.listed.id))
    found = Screening(query=query, matches=tuple(matches), sources=tuple(states))
    return found if every else limited(found)


def summary(screening: Screening) -> str:
    """Return one line: how many matches among how many parties of which lists. It never says "clear"."""
    certain = sum(match.certain for match in screening.matches)
    possible = len(screening.matches) - certain
    found = [f"{certain} certain"] if certain else []
    found += [f"{possible} possible"] if possible else []
    if not screening.sources:
        return "not screened: no list is loaded"
    nothing = "no other match found" if screening.resolved else "no match found"
    head = f"{' and '.join(found)} match{'es' if len(screening.matches) > 1 else ''}" if found else nothing
    aside = f"; {told_aside(screening.resolved)}" if screening.resolved else ""
    return f"{head} among {searched(screening.sources)}{aside}"


def searched(states: Sequence[SourceState]) -> str:
    """Return what was searched, for the reader: how many parties of which lists."""
    total = sum(state.parties for state in states)
    return f"{total} parties of {', '.join(_searched(state) for state in states)}"


def _searched(state: SourceState) -> str:
    notes = [f"{state.snapshot.isoformat()}"]
    notes += [] if state.official else ["not a screening source"]
    notes += [one for one in (state.stale, state.warning) if one]
    return f"{state.id} ({'; '.join(notes)})"


def _check(query: PartyQuery) -> None:
    if not query.name.strip():
        raise InputError("the name of a party is empty", remedy="give the name as it stands in the order or contract")
    if len(query.name) <= LONGEST and not prepare(clean(query.name)).words:
        raise InputError(
            "the name of a party has no letter and no digit that can be read",
            remedy="give the name as it stands in the order or contract",
        )
    for what, text in (("name", query.name), ("address", query.address)):
        if len(text) > LONGEST:
            raise InputError(
                f"the {what} of a party has {len(text):,} characters; at most {LONGEST:,} are looked up",
                remedy=f"give the {what} alone, one party at a time",
            )


def _matches(query: PartyQuery, index: Index, matcher: Matcher) -> list[Match]:
    best: dict[tuple[str, str], Hit] = {}
    for hit in matcher.hits(query, index):
        key = hit.listed.source, hit.listed.id
        known = best.get(key)
        if known is None or (hit.certain, hit.score) > (known.certain, known.score):
            best[key] = hit
    return [_match(query, hit) for hit in best.values()]


def _match(query: PartyQuery, hit: Hit) -> Match:
    listed = hit.listed
    first = f"listed as {hit.matched}"
    if hit.quality == IDENTIFIER:
        first = f"listed as {listed.name}"
    elif hit.quality not in ("primary", ADDRESS):
        first = f"{'weak alias' if hit.quality == 'weak' else 'alias'} of {listed.name}: {hit.matched}"
    lines = (first, *hit.lines, *hit.unfold(), *_country(query, listed))
    return Match(listed=listed, score=hit.score, matched=hit.matched, certain=hit.certain, explanation=lines)


def _country(query: PartyQuery, listed: ListedParty) -> tuple[str, ...]:
    if query.country is None or not listed.countries:
        return ()
    under = ", ".join(listed.countries)
    if query.country in listed.countries:
        return (f"country {query.country} agrees: listed under {under}",)
    return (f"listed under {under}, not {query.country}; that does not exclude it",)


def limited(screening: Screening) -> Screening:
    """Return a screening with the best possible matches of each source only."""
    shown: list[Match] = []
    possible: dict[str, int] = {}
    for match in screening.matches:
        if not match.certain:
            possible[match.listed.source] = possible.get(match.listed.source, 0) + 1
            if possible[match.listed.source] > MOST_POSSIBLE:
                continue
        shown.append(match)
    return replace(screening, matches=tuple(shown))
