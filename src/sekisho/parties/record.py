"""Listed parties, and what links them, as lines of text, one JSON array a line.

Decides how one is written to a file of the workspace and read back. Refuses to know where the file is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sekisho.errors import SourceError
from sekisho.parties.party import Link, ListedParty, Match, Name

_REMEDY = "load the source again with `sekisho sources load`"


def dump_party(party: ListedParty) -> str:
    """Return one line, without its end; empty values at the end are left out."""
    row: list[object] = [
        party.id,
        party.source,
        party.schema,
        [name.value if name.quality == "alias" else [name.value, name.quality] for name in party.names],
        party.countries,
        party.addresses,
        party.footnotes,
        party.requirement,
        party.policy,
        party.concerns,
        party.citation,
        party.remarks,
        dict(party.properties),
    ]
    while not row[-1]:
        row.pop()
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def load_party(line: str | bytes) -> ListedParty:
    """Read a line that `dump_party` wrote.

    Raises:
        SourceError: The line is not one of ours.
    """
    try:
        row = json.loads(line)
        row += [(), (), (), "", "", (), "", "", {}][len(row) - 4 :]
        names = tuple(Name(one, "alias") if isinstance(one, str) else Name(*one) for one in row[3])
        return ListedParty(
            id=row[0],
            source=row[1],
            schema=row[2],
            names=(names[0], *names[1:]),
            countries=tuple(row[4]),
            addresses=tuple(row[5]),
            footnotes=tuple(row[6]),
            requirement=row[7],
            policy=row[8],
            concerns=tuple(row[9]),
            citation=row[10],
            remarks=row[11],
            properties=tuple((name, tuple(values)) for name, values in row[12].items()),
        )
    except (ValueError, TypeError, IndexError, KeyError, AttributeError) as problem:
        raise SourceError("a stored party cannot be read", remedy=_REMEDY) from problem


def dump_match(match: Match) -> list[Any]:
    """Return a match as a row of JSON."""
    return [dump_party(match.listed), match.score, match.matched, match.certain, list(match.explanation)]


def load_match(row: Sequence[Any]) -> Match:
    """Read a row that `dump_match` made.

    Raises:
        SourceError: Its party is not one of ours.
    """
    listed, score, matched, certain, explanation = row
    return Match(load_party(listed), score, matched, certain, tuple(explanation))


def dump_link(link: Link) -> str:
    """Return one line, without its end."""
    row = [link.id, link.source, link.schema, dict(link.ends), dict(link.properties)]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def load_link(line: str | bytes) -> Link:
    """Read a line that `dump_link` wrote.

    Raises:
        SourceError: The line is not one of ours.
    """
    try:
        name, source, schema, ends, properties = json.loads(line)
        both = [tuple((key, tuple(values)) for key, values in one.items()) for one in (ends, properties)]
        return Link(name, source, schema, both[0], both[1])
    except (ValueError, TypeError, AttributeError) as problem:
        raise SourceError("a stored link cannot be read", remedy=_REMEDY) from problem


def dump_parties(parties: Iterable[ListedParty]) -> Iterator[str]:
    """Return the lines of many parties, one at a time, without their ends."""
    return map(dump_party, parties)


def load_parties(lines: Iterable[str | bytes]) -> Iterator[ListedParty]:
    """Read many lines, one at a time; empty lines are passed over.

    Raises:
        SourceError: A line is not one of ours; the error names it by number.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield load_party(line)
            except SourceError as problem:
                raise problem.located(line=number) from problem
