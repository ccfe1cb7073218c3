"""Judge matches, take judgements back, and keep the good list: what a reviewer does.

Decides whom a judgement is about, and refuses one without a name or a reason. Every act is an entry of the record; an undo
is a later entry that withdraws an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from sekisho.errors import InputError, MissingError
from sekisho.parties.judgement import Entry, Good, Judgement, Seen, Snapshot, Withdrawal, snapshot_of, standing
from sekisho.parties.judgement_record import dump_query, dump_time
from sekisho.parties.matching.score import default_weights
from sekisho.parties.party import Match, PartyQuery
from sekisho.parties.sides import fold, party_digest, query_digest
from sekisho.terms.dates import parse_date
from sekisho.workspace.asking import Asked
from sekisho.workspace.clock import moment, recorded_by, today
from sekisho.workspace.folder import find_workspace, workspace_to_write
from sekisho.workspace.judgements import Line, append, read_record

_SHORTEST_ID: Final = 4


def judge(
    asked: Asked, ids: Sequence[str], verdict: bool, *, by: str, reason: str, workspace: Path | None = None
) -> dict[str, Any]:
    """Record that matches are true or false.

    Args:
        asked: The counterparty.
        ids: Of the listed parties.
        verdict: Whether they are the counterparty.
        by: Who judges.
        reason: Why.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        MissingError: One of them is no match.
        InputError: Nobody, no reason or no match is named, or the record cannot be written.
    """
    _refuse_nameless(by, reason)
    matches = _matches_of(asked, ids)
    home = workspace_to_write(workspace)
    states = asked.found.sources

    def decide(lines: Sequence[Line]) -> list[Entry]:
        return [
            Judgement(
                *("", moment(), by.strip(), reason.strip()),
                query=asked.query,
                verdict=verdict,
                listed=one.listed,
                snapshot=snapshot_of(one.listed, states),
                certain=one.certain,
                score=one.score,
                matched=one.matched,
                weights=default_weights().version,
            )
            for one in matches
        ]

    return _recorded(append(home, decide), home)


def _matches_of(asked: Asked, ids: Sequence[str]) -> list[Match]:
    if not ids:
        raise InputError("no match is named", remedy=f"name one with --id: {_ids_of(asked.found.matches)}")
    there = {one.listed.id for one in asked.found.matches}
    for name in ids:
        if name not in there:
            raise MissingError(
                f"{name!r} is no match of {asked.query.name!r}", remedy=f"its matches are {_ids_of(asked.found.matches)}"
            )
    return [one for one in asked.found.matches if one.listed.id in ids]


def _ids_of(matches: Iterable[Match], most: int = 10) -> str:
    names = [f"{one.listed.id} ({one.listed.name})" for one in matches]
    return (", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")) or "none"


def withdraw(
    query: PartyQuery, ids: Sequence[str], *, by: str, reason: str, workspace: Path | None = None
) -> dict[str, Any]:
    """Take back what was judged of a counterparty and listed parties: the undo of ``judge``.

    Raises:
        MissingError: Nothing was judged of them.
        InputError: Nobody, no reason or no listed party is named, or the record cannot be written.
    """
    _refuse_nameless(by, reason)
    home = _home(workspace)

    def decide(lines: Sequence[Line]) -> list[Entry]:
        digest = query_digest(query)
        found = [one for one in _standing(lines) if isinstance(one, Judgement) and one.pair[0] == digest]
        held = {one.listed.id for one in found}
        if not ids:
            raise InputError("no match is named", remedy=f"name one with --id: {', '.join(held) or 'nothing is judged'}")
        for name in ids:
            if name not in held:
                raise MissingError(
                    f"nothing is judged of {query.name!r} and {name!r}",
                    remedy=f"judged of the same name, country, address and identifiers: {', '.join(held) or 'nothing'}",
                )
        return [_withdrawal(one, by, reason) for one in found if one.listed.id in ids]

    return _recorded(append(home, decide), home)


def undo(
    name: str, kind: type[Judgement] | type[Good], *, by: str, reason: str, workspace: Path | None = None
) -> dict[str, Any]:
    """Take back an entry of the record: the undo of ``judge`` and of ``add_good``.

    Args:
        name: Its id, or the beginning of it; of the good list also the name of the counterparty.
        kind: What it is.
        by: Who takes it back.
        reason: Why.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        MissingError: None, or several.
        InputError: Nobody or no reason is named, or the record cannot be written.
    """
    _refuse_nameless(by, reason)
    home = _home(workspace)

    def decide(lines: Sequence[Line]) -> list[Entry]:
        held = [one for one in _standing(lines) if isinstance(one, kind)]
        found = [one for one in held if len(name) >= _SHORTEST_ID and one.id.startswith(name)]
        found = found or [one for one in held if kind is Good and fold(one.query.name) == fold(name)]
        if len(found) != 1:
            there = ", ".join(f"{one.id} ({one.query.name})" for one in found or held) or "nothing"
            many = "several entries are" if found else "no entry is"
            raise MissingError(f"{many} called {name!r}", remedy=f"there is {there}")
        return [_withdrawal(found[0], by, reason)]

    return _recorded(append(home, decide), home)


def add_good(
    asked: Asked, *, by: str, reason: str, until: str | None = None, workspace: Path | None = None
) -> dict[str, Any]:
    """Put a counterparty on the good list.

    Its possible matches with parties that are on the lists now are no longer raised; certain ones are, and so is whoever is
    added to a list, or changes there, from now on.

    Args:
        asked: The counterparty.
        by: Who knows it.
        reason: Why it is good.
        until: The last day on which this holds; None if it has no end.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        InputError: Nobody or no reason is named; the day has passed; a match was confirmed; the record cannot be written.
    """
    _refuse_nameless(by, reason)
    last = None if until is None else parse_date(until)
    if last is not None and last < today():
        raise InputError(f"{last} has passed", remedy="give --until a day to come, or leave it out")
    confirmed = [one for one in asked.screening.judged if isinstance(one.entry, Judgement) and one.entry.verdict]
    if confirmed:
        one = confirmed[0]
        remedy = f"if that was wrong, take it back first: `sekisho screen judgements --undo {one.entry.id}`"
        raise InputError(f"{asked.query.name!r} is {one.match.listed.name}: {one.text}", remedy=remedy)
    home = workspace_to_write(workspace)
    possible = [one for one in asked.found.matches if not one.certain]
    snapshots = tuple(Snapshot(one.id, one.snapshot, one.sha256) for one in asked.found.sources)
    seen = tuple(Seen(one.listed.id, one.listed.name, party_digest(one.listed)) for one in possible)
    lines = append(home, lambda _: [Good("", moment(), by.strip(), reason.strip(), asked.query, last, seen, snapshots)])
    return _recorded(lines, home) | {
        "covers": [_listed_row(one) for one in possible],
        "certain": [_listed_row(one) for one in asked.found.matches if one.certain],
    }


def judgements_of(
    name: str | None = None,
    *,
    kind: type[Judgement] | type[Good] = Judgement,
    everything: bool = False,
    as_of: str | None = None,
    workspace: Path | None = None,
) -> dict[str, Any]:
    """Return what people have decided.

    Args:
        name: Only about the counterparty of this name.
        kind: Judgements of matches, or entries of the good list.
        everything: Also what was withdrawn or replaced.
        as_of: Only what was recorded by this day; all if None.
        workspace: The workspace folder; by the usual order if None.

    Raises:
        RecordError: The record is damaged.
    """
    home = find_workspace(workspace)
    last = recorded_by(as_of)
    every, unfinished = ((), False) if home is None else read_record(home)
    lines = [one for one in every if one.at.date() <= last]
    entries = [one.entry() for one in lines]
    holds = {one.id for one in standing(entries, last)}
    withdrawn = {one.of: one for one in entries if isinstance(one, Withdrawal)}
    chosen = [
        one
        for one in entries
        if isinstance(one, kind) and (everything or one.id in holds) and (name is None or fold(one.query.name) == fold(name))
    ]
    return {
        "judgements" if kind is Judgement else "good": [_row(one, one.id in holds, withdrawn.get(one.id)) for one in chosen],
        "as_of": last.isoformat(),
        "entries": len(lines),
        "sha256": lines[-1].seal if lines else "",
        "unfinished": unfinished,
        "workspace": None if home is None else str(home),
    }


def _row(entry: Judgement | Good, holds: bool, withdrawn: Withdrawal | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": entry.id,
        "at": dump_time(entry.at),
        "by": entry.by,
        "reason": entry.reason,
        "query": dump_query(entry.query),
        "query_sha256": query_digest(entry.query),
        "holds": holds,
        "withdrawn": None,
    }
    if withdrawn is not None:
        row["withdrawn"] = {"at": dump_time(withdrawn.at), "by": withdrawn.by, "reason": withdrawn.reason}
    if isinstance(entry, Good):
        covers = [{"id": one.id, "name": one.name} for one in entry.seen]
        ended = entry.until is not None and entry.until < today()
        return row | {"until": None if entry.until is None else entry.until.isoformat(), "ended": ended, "covers": covers}
    return row | {
        "verdict": entry.verdict,
        "listed": {"id": entry.listed.id, "name": entry.listed.name, "source": entry.listed.source},
        "listed_sha256": party_digest(entry.listed),
        "snapshot": {"id": entry.snapshot.id, "day": entry.snapshot.day.isoformat(), "sha256": entry.snapshot.sha256},
        "certain": entry.certain,
        "score": round(entry.score, 4),
        "matched": entry.matched,
        "weights": entry.weights,
    }


def _standing(lines: Iterable[Line]) -> tuple[Judgement | Good, ...]:
    return standing((one.entry() for one in lines), today())


def _withdrawal(of: Entry, by: str, reason: str) -> Withdrawal:
    return Withdrawal("", moment(), by.strip(), reason.strip(), of.id)


def _recorded(lines: Iterable[Line], home: Path) -> dict[str, Any]:
    """Return what was appended."""
    entries = [one.entry() for one in lines]
    rows = [_row(one, True, None) for one in entries if isinstance(one, Judgement | Good)]
    taken = [
        {"id": one.id, "of": one.of, "by": one.by, "reason": one.reason} for one in entries if isinstance(one, Withdrawal)
    ]
    return {"recorded": rows, "withdrawn": taken, "workspace": str(home)}


def _listed_row(match: Match) -> dict[str, Any]:
    listed = match.listed
    return {"id": listed.id, "name": listed.name, "source": listed.source, "score": round(match.score, 4)}


def _home(workspace: Path | None) -> Path:
    home = find_workspace(workspace)
    if home is None:
        raise MissingError("there is no workspace, so nothing was judged", remedy="name one with --workspace")
    return home


def _refuse_nameless(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise InputError("who decides it, and why, must be said", remedy='add --by "NAME, OFFICE" --reason "..."')
