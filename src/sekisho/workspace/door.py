"""The door for programs: look parties up, one after another, on lists that stay open.

    lists = sekisho.open_index()
    for party in parties:
        found = sekisho.screen(party, lists, as_of="2026-07-01")

Decides that the snapshots of a day are opened once and kept open. What is loaded afterwards is seen by an index that is
opened afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sekisho.errors import InputError
from sekisho.parties.index import Index
from sekisho.parties.party import PartyQuery, Screening
from sekisho.parties.screen import screen as screen_in
from sekisho.workspace.clock import day, recorded_by
from sekisho.workspace.prepared_names import Progress
from sekisho.workspace.rulebook import Rulebook, open_rulebook
from sekisho.workspace.screen import Sources, open_sources, party_query

_PARTICULARS = ("name", "country", "address", "identifiers", "schema", "birth_date")


class OpenLists:
    """The lists of a workspace, opened for looking parties up; made by `open_index`."""

    def __init__(self, rulebook: Rulebook, workspace: Path | None, progress: Progress | None) -> None:
        self._rulebook, self._workspace, self._progress = rulebook, workspace, progress
        self._open: dict[tuple[dt.date, dt.date], Sources] = {}

    def sources(self, date: str | None = None, as_of: str | None = None) -> Sources:
        """Return what there is to search on a day; see `screen`."""
        key = day(date), recorded_by(as_of)
        if key not in self._open:
            self._open[key] = open_sources(self._rulebook, self._workspace, *key, self._progress)
        return self._open[key]


def open_index(workspace: Path | str | None = None, progress: Progress | None = None) -> OpenLists:
    """Open the lists of a workspace for `screen`.

    Args:
        workspace: The workspace folder; by the usual order if None.
        progress: Called with a sentence before a slow step.

    Raises:
        RulebookError: The rulebook does not hold together.
    """
    return OpenLists(open_rulebook(progress), None if workspace is None else Path(workspace), progress)


def screen(
    party: PartyQuery | Mapping[str, Any] | str,
    index: OpenLists | Index,
    *,
    date: str | None = None,
    as_of: str | None = None,
) -> Screening:
    """Look a party up, and explain every match.

    Args:
        party: A name; or its particulars by name: ``name``, and where known ``country`` (code or name), ``address``,
            ``identifiers`` (by kind), ``schema`` and ``birth_date``.
        index: The lists of a workspace, of `open_index`; or an `Index` of parties of your own.
        date: Lists of this day, YYYY-MM-DD; today if None.
        as_of: Use only what was recorded by this day; now if None.

    Returns:
        The matches, certain ones first, with what was searched. No match never means that a party is clear.

    Raises:
        InputError: The name is empty, endless or has nothing to read, a particular is not one, or a snapshot is damaged.
    """
    query = _query(party)
    if isinstance(index, Index):
        if date is not None or as_of is not None:
            raise InputError("an index of your own parties has no days", remedy="leave date and as_of out")
        return screen_in(query, index, ())
    return index.sources(date, as_of).screen(query)


def _query(party: PartyQuery | Mapping[str, Any] | str) -> PartyQuery:
    if isinstance(party, PartyQuery):
        return party
    if isinstance(party, str):
        return party_query(party)
    unknown = sorted(set(map(str, party)) - set(_PARTICULARS))
    if unknown or not isinstance(party.get("name"), str):
        what = f"{unknown[0]!r} is no particular of a party" if unknown else "the party has no name"
        raise InputError(what, remedy=f"particulars are {', '.join(_PARTICULARS)}")
    rest = {name: value for name, value in party.items() if name != "name" and value is not None}
    return party_query(party["name"], **rest)
