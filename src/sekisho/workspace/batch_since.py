"""What has changed since an earlier run of a batch, so that only that is screened.

Decides when an earlier file of matches may be built upon: the same version, rulebook and weights, the earlier snapshots
still in the workspace, and the same publications repeating each other. Then a row that stood in the earlier file is held
against the new and changed entries of the lists alone, and loses its matches with entries that are gone; all other rows are
screened in full, and so are those about which people decided something, and those with more possible matches than are
shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sekisho.errors import Error, InputError
from sekisho.parties.party import PartyQuery
from sekisho.parties.screen import MOST_POSSIBLE
from sekisho.parties.store import PartyStore
from sekisho.workspace import folder
from sekisho.workspace.batch_rows import NONE, POSSIBLE, Row, found_rows, key_of, query_of_row
from sekisho.workspace.screen import Lists, Sources
from sekisho.workspace.stored_parties import open_parties

_OUTCOME, _SOURCE, _LISTED, _SCORE, _CERTAIN, _QUERY = 4, 5, 6, 9, 10, 14
_HEAD: Final = 4
_MOST_NEW: Final = 0.2
"""Share of entries that may be new; with more, everything is screened."""
_SAME: Final = ("format", "sekisho", "rulebook", "weights")


@dataclass
class Later:
    """What is new on the lists.

    Attributes:
        new: New and changed entries, as a store's bytes.
        gone: Source and id of entries that are gone or have changed.
    """

    new: bytes
    gone: frozenset[tuple[str, str]]
    _lists: Lists | None = field(default=None, repr=False)

    def __getstate__(self) -> tuple[bytes, frozenset[tuple[str, str]]]:
        """Send what another process needs."""
        return self.new, self.gone

    def __setstate__(self, state: tuple[bytes, frozenset[tuple[str, str]]]) -> None:
        """Take it up."""
        self.new, self.gone = state
        self._lists = None

    def carried(
        self, head: tuple[int, str, str, str], query: PartyQuery, before: Sequence[Row], sources: Sources
    ) -> list[Row] | None:
        """Return the rows of a counterparty that was screened before; None where it must be screened in full."""
        if sources.journal is not None and sources.journal.about(query):
            return None
        if self._lists is None:
            self._lists = Lists(None, [PartyStore(self.new)])
        kept = [row for row in before if row[_OUTCOME] != NONE and (row[_SOURCE], row[_LISTED]) not in self.gone]
        found = replace(sources, lists=self._lists, journal=None).found(query)
        rows = [(*head, *row[_HEAD:]) for row in kept]
        rows += [row for row in found_rows(head, found) if row[_OUTCOME] != NONE]
        possible: dict[str, int] = {}
        for row in (*before, *rows):
            if row[_OUTCOME] == POSSIBLE:
                possible[row[_SOURCE]] = possible.get(row[_SOURCE], 0) + 1
        if max(possible.values(), default=0) >= MOST_POSSIBLE:
            return None
        rows.sort(key=lambda row: (not row[_CERTAIN], -row[_SCORE], row[_SOURCE], row[_LISTED]))
        return rows or list(found_rows(head, replace(found, matches=())))


@dataclass(frozen=True)
class Earlier:
    """An earlier run that may be built upon.

    Attributes:
        later: What is new since.
        said: What was taken from it, for the reader.
        rows: What it found, by counterparty.
    """

    later: Later | None
    said: str
    rows: Mapping[str, Sequence[Row]]

    def rows_of(self, piece: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[int, Sequence[Row]] | None:
        """Return what it found of the rows of a piece."""
        if self.later is None:
            return None
        found: dict[int, Sequence[Row]] = {}
        for number, row in piece:
            try:
                known = self.rows.get(key_of(query_of_row(row)))
            except InputError:
                continue
            if known is not None:
                found[number] = known
        return found


def earlier_of(path: Path, notes: Mapping[str, Any], sources: Sources, workspace: Path | None) -> Earlier:
    """Read the file of an earlier run, and find out what has changed since.

    Args:
        path: A Parquet file of matches.
        notes: What the run that is beginning rests on.
        sources: What it searches.
        workspace: The workspace folder.

    Raises:
        InputError: It is no such file.
    """
    from sekisho.engines.party_files import read_matches

    rows, kept = read_matches(path)
    try:
        then = json.loads(kept["sekisho"])
        why = next((f"it was made with another {name}" for name in _SAME if then[name] != notes[name]), "")
        later = None if why else _later(then, notes, sources, workspace)
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        raise InputError(
            "this file of matches does not say what it rests on", file=str(path), remedy="leave --since out"
        ) from problem
    if later is None or isinstance(later, str):
        return Earlier(None, f"everything was screened: {why or later}", {})
    found: dict[str, list[Row]] = {}
    owner: dict[str, int] = {}
    for row in rows:
        if row[_QUERY] and owner.setdefault(row[_QUERY], row[0]) == row[0]:
            found.setdefault(row[_QUERY], []).append(row)
    new = PartyStore(later.new).parties
    said = (
        f"the {len(found):,} parties of {path.name} were held against the {new:,} new or changed entries of the lists alone"
    )
    return Earlier(later, said, found)


def _later(then: Mapping[str, Any], now: Mapping[str, Any], sources: Sources, workspace: Path | None) -> Later | str:
    """Return what is new; or why it cannot be told."""
    if _repeating(then) != _repeating(now):
        return "other publications are loaded, or fresh, than then"
    before = {one["id"]: one for one in then["sources"]}
    home = folder.find_workspace(workspace)
    new, gone, total = [], set(), 0
    for state, store in zip(sources.states, sources.lists.stores, strict=True):
        total += store.parties
        if before[state.id]["sha256"] == state.sha256:
            continue
        old = _kept(home, state.id, before[state.id]["sha256"])
        if old is None:
            return f"the snapshot of {state.id} that it rests on is no longer here"
        records = {json.dumps(key): number for number, key in enumerate(old.ids())}
        for number, key in enumerate(store.ids()):
            place = records.pop(json.dumps(key), None)
            if place is None or old.record(place) != store.record(number):
                party = store.party(number)
                new.append(party)
                gone.add((party.source, party.id))
        gone.update((party.source, party.id) for party in map(old.party, records.values()))
    if len(new) > _MOST_NEW * total:
        return f"{len(new):,} of {total:,} entries of the lists are new"
    return Later(PartyStore.build(new).dump(), frozenset(gone))


def _repeating(notes: Mapping[str, Any]) -> Any:
    """Return what decides which publication shows a party that several hold: see ``Sources.found``."""
    states = sorted(notes["sources"], key=lambda one: str(one["id"]))
    fit = {one["id"]: one["snapshot"] for one in states if one["official"] and not one["stale"]}
    newer = [
        (one["id"], name, one["official"] and one["snapshot"] > fit[name])
        for one in states
        for name in sorted(one["covers"])
        if name in fit
    ]
    return [(one["id"], one["official"], one["id"] in fit) for one in states], newer


def _kept(home: Path | None, source: str, sha256: str) -> PartyStore | None:
    try:
        kept = next((one for one in folder.snapshots(home, source) if one.sha256 == sha256), None)
        return None if kept is None else open_parties(kept)
    except Error:
        return None
