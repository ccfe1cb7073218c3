"""What people decided of matches, as rows of JSON.

Decides how an entry is written to a record and read back. Refuses to know where the record is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

from sekisho.errors import RecordError
from sekisho.parties.judgement import Entry, Good, Judged, Judgement, Seen, Snapshot, Withdrawal
from sekisho.parties.party import PartyQuery
from sekisho.parties.record import dump_match, dump_party, load_match, load_party
from sekisho.parties.sides import party_digest, query_digest

MATCH: Final = "match"
GOOD: Final = "good"
WITHDRAWAL: Final = "withdrawal"
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


def dump_entry(entry: Entry) -> dict[str, Any]:
    """Return an entry as a row; its id is left out, because the record gives it."""
    row: dict[str, Any] = {"kind": "", "at": dump_time(entry.at), "by": entry.by}
    row["reason"] = entry.reason
    if isinstance(entry, Judgement):
        return row | {"kind": MATCH, **_dump_judgement(entry)}
    if isinstance(entry, Good):
        return row | {"kind": GOOD, **_dump_good(entry)}
    if isinstance(entry, Withdrawal):
        return row | {"kind": WITHDRAWAL, "of": entry.of}
    raise TypeError(f"not an entry: {type(entry).__name__}")


def load_entry(name: str, row: Mapping[str, Any]) -> Entry:
    """Read a row that ``dump_entry`` made.

    Args:
        name: The id of the entry.
        row: The row.

    Raises:
        RecordError: It is not one of ours.
    """
    try:
        said = (name, load_time(row["at"]), str(row["by"]), str(row["reason"]))
        if row["kind"] == MATCH:
            return Judgement(*said, **_load_judgement(row))
        if row["kind"] == GOOD:
            return Good(*said, **_load_good(row))
        if row["kind"] == WITHDRAWAL:
            return Withdrawal(*said, of=str(row["of"]))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise RecordError("a judgement cannot be read") from problem
    raise RecordError(f"no kind of judgement is called {row['kind']!r}", remedy="a newer version of Sekisho may know it")


def dump_time(at: dt.datetime) -> str:
    """Return a moment as rows name it: UTC, to the second."""
    return at.astimezone(dt.UTC).strftime(_TIME)


def load_time(text: str) -> dt.datetime:
    """Return the moment that a row names.

    Raises:
        ValueError: It names none.
    """
    return dt.datetime.strptime(text, _TIME).replace(tzinfo=dt.UTC)


def dump_query(query: PartyQuery) -> dict[str, Any]:
    """Return a counterparty's particulars as a row."""
    return {one.name: getattr(query, one.name) for one in dataclasses.fields(query)} | {
        "identifiers": dict(sorted(query.identifiers.items()))
    }


def load_query(row: Mapping[str, Any]) -> PartyQuery:
    """Read what ``dump_query`` made."""
    known = {one.name for one in dataclasses.fields(PartyQuery)}
    return PartyQuery(**{name: value for name, value in row.items() if name in known})


def dump_judged(one: Judged) -> list[Any]:
    """Return a match about which something was decided, to be kept with a recorded decision."""
    return [dump_match(one.match), one.entry.id, dump_entry(one.entry), one.state, list(one.changed)]


def load_judged(row: list[Any]) -> Judged:
    """Read what ``dump_judged`` made.

    Raises:
        RecordError: It is not one of ours.
    """
    match, name, entry, state, changed = row
    read = load_entry(name, entry)
    if not isinstance(read, Judgement | Good):
        raise RecordError("a judgement cannot be read")
    return Judged(load_match(match), read, state, tuple(changed))


def _dump_judgement(entry: Judgement) -> dict[str, Any]:
    return {
        "verdict": entry.verdict,
        "query": dump_query(entry.query),
        "query_sha256": query_digest(entry.query),
        "listed": json.loads(dump_party(entry.listed)),
        "listed_sha256": party_digest(entry.listed),
        "source": entry.listed.source,
        "snapshot": _dump_snapshot(entry.snapshot),
        "certain": entry.certain,
        "score": entry.score,
        "matched": entry.matched,
        "weights": entry.weights,
    }


def _load_judgement(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "query": load_query(row["query"]),
        "verdict": bool(row["verdict"]),
        "listed": load_party(json.dumps(row["listed"])),
        "snapshot": _load_snapshot(row["snapshot"]),
        "certain": bool(row["certain"]),
        "score": float(row["score"]),
        "matched": str(row["matched"]),
        "weights": str(row["weights"]),
    }


def _dump_good(entry: Good) -> dict[str, Any]:
    return {
        "query": dump_query(entry.query),
        "query_sha256": query_digest(entry.query),
        "until": None if entry.until is None else entry.until.isoformat(),
        "seen": [{"id": one.id, "name": one.name, "sha256": one.sha256} for one in entry.seen],
        "snapshots": [_dump_snapshot(one) for one in entry.snapshots],
    }


def _load_good(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "query": load_query(row["query"]),
        "until": None if row["until"] is None else dt.date.fromisoformat(row["until"]),
        "seen": tuple(Seen(one["id"], one["name"], one["sha256"]) for one in row["seen"]),
        "snapshots": tuple(_load_snapshot(one) for one in row["snapshots"]),
    }


def _dump_snapshot(one: Snapshot) -> dict[str, str]:
    return {"id": one.id, "day": one.day.isoformat(), "sha256": one.sha256}


def _load_snapshot(row: Mapping[str, str]) -> Snapshot:
    return Snapshot(row["id"], dt.date.fromisoformat(row["day"]), row["sha256"])
