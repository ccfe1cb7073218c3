"""Screen names against the sources of the workspace, with the starter set where an official source is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sekisho import __version__
from sekisho.parties.index import Index
from sekisho.parties.judgement_record import dump_query
from sekisho.parties.party import PartyQuery, Screening, SourceState
from sekisho.parties.screen import limited, screen
from sekisho.terms.places import place
from sekisho.workspace import folder
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.judgements import Journal, open_journal
from sekisho.workspace.rulebook import Rulebook, open_rulebook
from sekisho.workspace.stored_index import read_index


@dataclass(frozen=True)
class Sources:
    """What there is to search on a day.

    Attributes:
        states: Which bytes of which sources.
        indexes: Their names, in the same order.
        journal: What people decided of matches; None where nothing was.
    """

    states: tuple[SourceState, ...]
    indexes: tuple[Index, ...]
    journal: Journal | None = None

    def screen(self, query: PartyQuery) -> Screening:
        """Look for a party; what people judged is set aside, or says so."""
        return self.settled(self.found(query))

    def settled(self, found: Screening) -> Screening:
        """Return a screening in which what people judged is set aside, or says so, with the best possible matches only."""
        return limited(found if self.journal is None else self.journal.apply(found))

    def found(self, query: PartyQuery) -> Screening:
        """Look for a party, whatever people judged.

        A match of a publication that repeats a list (the starter set, the Consolidated Screening List) is left out where the
        list itself was searched, is fit for the date, and is not older.
        """
        found = screen(query, self.indexes, self.states, every=True)
        itself = {state.id: state.snapshot for state in self.states if state.official and not state.stale}
        repeating = {state.id: state for state in self.states}
        kept = []
        for one in found.matches:
            source = one.listed.source
            by = _repeated_by(one.listed.id, source, repeating)
            if by is None or source not in itself or (by.official and by.snapshot > itself[source]):
                kept.append(one)
        return replace(found, matches=tuple(kept))


def _repeated_by(party: str, source: str, states: Mapping[str, SourceState]) -> SourceState | None:
    """Return the publication that a listed party comes from where it is another than the list that names it."""
    if party.startswith(f"{source}-") or source.startswith("ftm-"):
        return None
    return next((state for name, state in states.items() if name != source and party.startswith(f"{name}-")), None)


def open_sources(rulebook: Rulebook, workspace: Path | None, on: dt.date, recorded: dt.date) -> Sources:
    """Return the snapshots in force on a day, and the starter set unless every official source is loaded.

    Raises:
        InputError: A stored snapshot, or the record of judgements, is damaged.
    """
    from sekisho.sources.card import card_among, state_on

    home = folder.find_workspace(workspace)
    chosen = folder.in_force(folder.snapshots(home), on, recorded)
    warnings = folder.warnings_on(home, chosen, recorded)
    states: list[SourceState] = []
    indexes: list[Index] = []
    for source, one in sorted(chosen.items()):
        card = card_among(rulebook.cards, source)
        if card is None or card.content != "parties":
            continue
        state = replace(one.state, covers=card.covers, warning=warnings.get(source, ""))
        states.append(state_on(state, card, on, one.checked(min(on, recorded))))
        indexes.append(read_index(one))
    state, index = rulebook.starter
    if set(index.sources).difference(chosen):
        states.append(state)
        indexes.append(index)
    return Sources(tuple(states), tuple(indexes), open_journal(home, on, recorded))


def screen_name(
    name: str,
    *,
    country: str | None = None,
    address: str = "",
    identifiers: Mapping[str, str] | None = None,
    date: str | None = None,
    as_of: str | None = None,
    workspace: Path | None = None,
) -> dict[str, Any]:
    """Return what the lists say of a name.

    Args:
        name: As written; any script.
        country: Where the party is, by code or name.
        address: Its address; may be empty.
        identifiers: Its numbers, by kind.
        date: Lists of this day, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        InputError: An empty or endless name, an unknown country, a wrong date, a damaged snapshot.
    """
    from sekisho.licensing.answer import provenance_of, screening_rows
    from sekisho.parties.screen import summary

    rulebook = open_rulebook()
    query = PartyQuery(name, None if country is None else place(country), address, dict(identifiers or {}))
    sources = open_sources(rulebook, workspace, day(date), recorded_by(as_of))
    found = sources.screen(query)
    return {
        "query": dump_query(query),
        **screening_rows(found),
        "searched": summary(found),
        "provenance": provenance_of(__version__, rulebook.digest, (), found.sources)
        | ({} if sources.journal is None else {"judgements": sources.journal.head.plain()}),
    }
