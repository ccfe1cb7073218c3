"""Screen names against the sources of the workspace, with the starter set where an official source is missing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho import __version__
from sekisho.errors import InputError
from sekisho.parties.judgement_record import dump_query
from sekisho.parties.matching.score import default_weights
from sekisho.parties.party import PartyQuery, Screening, SourceState
from sekisho.parties.screen import limited, screen
from sekisho.parties.store import PartyStore
from sekisho.terms.places import place
from sekisho.workspace import folder
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.judgements import Journal, open_journal
from sekisho.workspace.prepared_names import Progress, open_index
from sekisho.workspace.rulebook import Rulebook, open_rulebook
from sekisho.workspace.stored_parties import open_parties

if TYPE_CHECKING:
    from sekisho.parties.index import Index


SCHEMATA: Final = ("Person", "LegalEntity", "Company", "Organization", "PublicBody", "Vessel", "Airplane", "Vehicle")
"""FollowTheMoney schemata that a party may be looked up as."""
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Lists:
    """Stored parties, and the index of their names, which is opened when the first name is looked up.

    Args:
        home: The workspace; None where there is none.
        stores: The parties.
        progress: Called with a sentence before names are prepared.
    """

    def __init__(self, home: Path | None, stores: Sequence[PartyStore], progress: Progress | None = None) -> None:
        self.stores, self._home, self._progress = tuple(stores), home, progress

    @cached_property
    def index(self) -> Index:
        """Return the index."""
        return open_index(self._home, self.stores, self._progress)


@dataclass(frozen=True, slots=True)
class Sources:
    """What there is to search on a day.

    Attributes:
        states: Which bytes of which sources.
        lists: Their parties.
        journal: What people decided of matches; None where nothing was.
    """

    states: tuple[SourceState, ...]
    lists: Lists
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
        found = screen(query, self.lists.index, self.states, every=True)
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


def open_sources(
    rulebook: Rulebook, workspace: Path | None, on: dt.date, recorded: dt.date, progress: Progress | None = None
) -> Sources:
    """Return the snapshots in force on a day, and the starter set unless every official source is loaded.

    Args:
        rulebook: For the cards of the sources, and the starter set.
        workspace: The workspace folder; by the usual order if None.
        on: Lists of this day.
        recorded: Among those recorded by this day.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: A stored snapshot, or the record of judgements, is damaged.
    """
    from sekisho.sources.card import card_among, state_on

    home = folder.find_workspace(workspace)
    chosen = folder.in_force(folder.snapshots(home), on, recorded)
    warnings = folder.warnings_on(home, chosen, recorded)
    states: list[SourceState] = []
    stores: list[PartyStore] = []
    for source, one in sorted(chosen.items()):
        card = card_among(rulebook.cards, source)
        if card is None or card.content != "parties":
            continue
        state = replace(one.state, covers=card.covers, warning=warnings.get(source, ""))
        states.append(state_on(state, card, on, one.checked(min(on, recorded))))
        stores.append(open_parties(one))
    state, starter = rulebook.starter
    if set(starter.sources).difference(chosen):
        states.append(state)
        stores.append(starter)
    return Sources(tuple(states), Lists(home, stores, progress), open_journal(home, on, recorded))


def party_query(
    name: str,
    *,
    country: str | None = None,
    address: str = "",
    identifiers: Mapping[str, str] | None = None,
    schema: str = "",
    birth_date: str = "",
) -> PartyQuery:
    """Return whom to look for, of particulars as a user writes them; see ``screen_name``.

    Raises:
        InputError: The country, the type or the day of birth is not one.
    """
    if schema and schema not in SCHEMATA:
        raise InputError(f"{schema!r} is no type of a party", remedy=f"types are {', '.join(SCHEMATA)}")
    if birth_date and not _DAY.fullmatch(birth_date):
        raise InputError(f"{birth_date!r} is no day of birth", remedy="write YYYY, YYYY-MM or YYYY-MM-DD")
    where = None if country is None else place(country)
    return PartyQuery(name, where, address, dict(identifiers or {}), schema, birth_date)


def screen_name(
    name: str,
    *,
    country: str | None = None,
    address: str = "",
    identifiers: Mapping[str, str] | None = None,
    schema: str = "",
    birth_date: str = "",
    date: str | None = None,
    as_of: str | None = None,
    workspace: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return what the lists say of a name.

    Args:
        name: As written; any script.
        country: Where the party is, by code or name.
        address: Its address; may be empty.
        identifiers: Its numbers, by kind.
        schema: What it is, as a FollowTheMoney schema; empty where it is not known.
        birth_date: Of a person, YYYY, YYYY-MM or YYYY-MM-DD; empty where it is not known.
        date: Lists of this day, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.
        workspace: The workspace folder; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        InputError: An empty or endless name, an unknown country, a wrong date, a damaged snapshot.
    """
    from sekisho.licensing.answer import provenance_of, screening_rows
    from sekisho.parties.screen import summary

    rulebook = open_rulebook(progress)
    query = party_query(
        name, country=country, address=address, identifiers=identifiers, schema=schema, birth_date=birth_date
    )
    sources = open_sources(rulebook, workspace, day(date), recorded_by(as_of), progress)
    found = sources.screen(query)
    return {
        "query": dump_query(query),
        **screening_rows(found),
        "searched": summary(found),
        "provenance": provenance_of(__version__, rulebook.digest, (), found.sources)
        | {"weights": default_weights().version}
        | ({} if sources.journal is None else {"judgements": sources.journal.head.plain()}),
    }
