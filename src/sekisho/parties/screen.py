"""Look a party up on the lists that are at hand.

Decides which listed parties to show and in which order. Says what was searched; never that a party is "clear".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sekisho.errors import InputError
from sekisho.parties.index import ADDRESS, Index
from sekisho.parties.judgement import told_aside
from sekisho.parties.match import Hit, Matcher, PlainMatcher
from sekisho.parties.party import ListedParty, Match, PartyQuery, Screening, SourceState

LONGEST: Final = 2000
"""Most characters that a name or an address may have."""
MOST_POSSIBLE: Final = 25
"""Most possible matches that are shown of one source; certain ones are always shown."""


def screen(
    query: PartyQuery,
    index: Index | Sequence[Index],
    states: Sequence[SourceState],
    matcher: Matcher | None = None,
    *,
    every: bool = False,
) -> Screening:
    """Look for a party.

    Args:
        query: Whom to look for.
        index: Where; one block or several, for example one for each source.
        states: What these blocks were made from.
        matcher: How names are compared; the plain way if not given.
        every: Return every possible match, for ``limited`` to be called once judged ones are set aside.

    Returns:
        The matches, certain ones first, and what was searched.

    Raises:
        InputError: The name is empty or longer than any name.
    """
    _check(query)
    chosen = matcher or PlainMatcher()
    blocks = [index] if isinstance(index, Index) else index
    matches = [match for block in blocks for match in _matches(query, block, chosen)]
    matches.sort(key=lambda match: (not match.certain, -match.score, match.listed.source, match.listed.id))
    found = Screening(query=query, matches=tuple(matches), sources=tuple(states))
    return found if every else limited(found)


def summary(screening: Screening) -> str:
    """Return one line: how many matches among how many parties of which lists. It never says "clear"."""
    certain = sum(match.certain for match in screening.matches)
    possible = len(screening.matches) - certain
    found = [f"{certain} certain"] if certain else []
    found += [f"{possible} possible"] if possible else []
    searched = ", ".join(_searched(state) for state in screening.sources)
    if not searched:
        return "not screened: no list is loaded"
    total = sum(state.parties for state in screening.sources)
    nothing = "no other match found" if screening.resolved else "no match found"
    head = f"{' and '.join(found)} match{'es' if len(screening.matches) > 1 else ''}" if found else nothing
    aside = f"; {told_aside(screening.resolved)}" if screening.resolved else ""
    return f"{head} among {total} parties of {searched}{aside}"


def _searched(state: SourceState) -> str:
    notes = [f"{state.snapshot.isoformat()}"]
    notes += [] if state.official else ["not a screening source"]
    notes += [one for one in (state.stale, state.warning) if one]
    return f"{state.id} ({'; '.join(notes)})"


def _check(query: PartyQuery) -> None:
    if not query.name.strip():
        raise InputError("the name of a party is empty", remedy="give the name as it stands in the order or contract")
    for what, text in (("name", query.name), ("address", query.address)):
        if len(text) > LONGEST:
            raise InputError(
                f"the {what} of a party has {len(text):,} characters; at most {LONGEST:,} are looked up",
                remedy=f"give the {what} alone, one party at a time",
            )


def _matches(query: PartyQuery, index: Index, matcher: Matcher) -> list[Match]:
    best: dict[int, Hit] = {}
    for hit in matcher.hits(query, index):
        known = best.get(hit.name.party)
        if known is None or (hit.certain, hit.score) > (known.certain, known.score):
            best[hit.name.party] = hit
    return [_match(query, index.party(number), hit) for number, hit in best.items()]


def _match(query: PartyQuery, listed: ListedParty, hit: Hit) -> Match:
    name = hit.name
    first = f"listed as {name.printed}"
    if name.quality not in ("primary", ADDRESS):
        first = f"{'weak alias' if name.quality == 'weak' else 'alias'} of {listed.name}: {name.printed}"
    lines = (first, *hit.lines, *_country(query, listed))
    return Match(listed=listed, score=hit.score, matched=name.printed, certain=hit.certain, explanation=lines)


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
