"""A row of a file of parties as a counterparty, and what was found of it as rows of a file of matches.

Decides which columns say what: ``name`` and, where there are any, ``id``, ``country``, ``address``, ``schema`` (or
``type``), ``birth_date`` and the numbers of a party under their FollowTheMoney names (in JSON also within
``identifiers``). Other columns are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sekisho.errors import InputError
from sekisho.parties.judgement_record import dump_query
from sekisho.parties.party import IDENTIFIERS, Match, PartyQuery, Screening
from sekisho.workspace.screen import party_query

NONE, POSSIBLE, CERTAIN, UNREAD = "no match found", "possible", "certain", "not screened"
"""What came of a row."""
Row = tuple[Any, ...]


def query_of_row(row: Mapping[str, Any]) -> PartyQuery:
    """Return the counterparty of a row.

    Raises:
        InputError: It has no name, or a particular is not one.
    """
    inner = row.get("identifiers")
    given = {**row, **inner} if isinstance(inner, Mapping) else row
    identifiers = {name: _text(given, name) for name in given if name in IDENTIFIERS and _text(given, name)}
    return party_query(
        _text(row, "name"),
        country=_text(row, "country") or None,
        address=_text(row, "address"),
        identifiers=identifiers,
        schema=_text(row, "schema") or _text(row, "type"),
        birth_date=_text(row, "birth_date"),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def head_of(number: int, row: Mapping[str, Any]) -> tuple[int, str, str, str]:
    """Return the cells by which a row is known again: its number, id, name and country, as they stand in the file."""
    return number, _text(row, "id") or str(number), _text(row, "name"), _text(row, "country")


def key_of(query: PartyQuery) -> str:
    """Return a counterparty as text: equal texts are looked up alike."""
    return json.dumps(dump_query(query), ensure_ascii=False, separators=(",", ":"))


def found_rows(head: tuple[int, str, str, str], found: Screening) -> Iterator[Row]:
    """Return the rows of what was found: one for each match, or one that says that there was none."""
    key = key_of(found.query)
    states = {one.match.key: one.state for one in found.judged}
    for one in found.matches:
        yield (
            *head,
            CERTAIN if one.certain else POSSIBLE,
            *_match(one),
            states.get(one.key),
            list(one.explanation),
            None,
            key,
        )
    if not found.matches:
        yield (*head, NONE, None, None, None, None, None, None, None, None, None, key)


def _match(one: Match) -> tuple[Any, ...]:
    return one.listed.source, one.listed.id, one.listed.name, one.matched, round(one.score, 4), one.certain


def unread_row(head: tuple[int, str, str, str], problem: InputError) -> Row:
    """Return the row of a counterparty that could not be looked up."""
    return (*head, UNREAD, None, None, None, None, None, None, None, None, str(problem), None)


def counts_of(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many counterparties came to what, and how many matches there are."""
    outcomes: dict[int, str] = {}
    counts = dict.fromkeys(("parties", CERTAIN, POSSIBLE, NONE, UNREAD, "matches"), 0)
    for row in rows:
        if row[4] in (CERTAIN, POSSIBLE):
            counts["matches"] += 1
        if outcomes.get(row[0]) != CERTAIN:
            outcomes[row[0]] = row[4]
    for outcome in outcomes.values():
        counts[outcome] += 1
    counts["parties"] = len(outcomes)
    return counts
