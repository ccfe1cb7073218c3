"""Screen names against the sources of the workspace, with the starter set where an official source is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sekisho import __version__
from sekisho.errors import InputError
from sekisho.parties.index import Index
from sekisho.parties.party import Match, PartyQuery, Screening, SourceState
from sekisho.parties.screen import screen
from sekisho.terms.places import place
from sekisho.workspace import folder
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.rulebook import Rulebook, open_rulebook


@dataclass(frozen=True)
class Sources:
    """What there is to search on a day.

    Attributes:
        states: Which bytes of which sources.
        indexes: Their names, in the same order.
    """

    states: tuple[SourceState, ...]
    indexes: tuple[Index, ...]

    def screen(self, query: PartyQuery) -> Screening:
        """Look for a party; a match of the starter set is left out where the official list itself was searched."""
        found = screen(query, self.indexes, self.states)
        official = {state.id for state in self.states if state.official}
        kept = (
            one for one in found.matches if not one.listed.id.startswith("starter-") or one.listed.source not in official
        )
        return replace(found, matches=tuple(kept))


def _superseded(match: Match, official: set[str]) -> bool:
    """Tell whether a match comes from the starter set while the official list itself was searched."""
    return match.listed.id.startswith("starter-") and match.listed.source in official


def open_sources(rulebook: Rulebook, workspace: Path | None, on: dt.date, recorded: dt.date) -> Sources:
    """Return the snapshots in force on a day, and the starter set unless every official source is loaded.

    Raises:
        InputError: A stored snapshot is damaged.
    """
    from sekisho.sources.card import state_on

    chosen = folder.in_force(folder.snapshots(folder.find_workspace(workspace)), on, recorded)
    states: list[SourceState] = []
    indexes: list[Index] = []
    for source, one in sorted(chosen.items()):
        if source not in rulebook.cards:
            continue
        states.append(state_on(one.state, rulebook.cards[source], on))
        indexes.append(_read_index(one))
    official = {card.id for card in rulebook.cards.values() if card.official}
    if official - set(chosen):
        state, index = rulebook.starter
        states.append(state)
        indexes.append(index)
    return Sources(tuple(states), tuple(indexes))


def screen_name(
    name: str,
    *,
    country: str | None = None,
    date: str | None = None,
    as_of: str | None = None,
    workspace: Path | None = None,
) -> dict[str, Any]:
    """Return what the lists say of a name.

    Args:
        name: As written; any script.
        country: Where the party is, by code or name.
        date: Lists of this day, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        InputError: An empty or endless name, an unknown country, a wrong date, a damaged snapshot.
    """
    from sekisho.licensing.answer import match_row, provenance_of
    from sekisho.parties.screen import summary

    rulebook = open_rulebook()
    query = PartyQuery(name, None if country is None else place(country))
    sources = open_sources(rulebook, workspace, day(date), recorded_by(as_of))
    found = sources.screen(query)
    return {
        "query": {"name": query.name, "country": query.country},
        "matches": [match_row(one) for one in found.matches],
        "searched": summary(found),
        "provenance": provenance_of(__version__, rulebook.digest, (), found.sources),
    }


def _read_index(one: folder.Stored) -> Index:
    path = one.folder / "index.bin"
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(
            "a stored snapshot has lost its index", file=str(path), remedy="load the publication again"
        ) from problem
    return Index.load(data, str(path))
