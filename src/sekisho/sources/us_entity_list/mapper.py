"""Rows of the Entity List to listed parties.

Decides which footnotes a row carries and which rows go on from the row above. Requirement, review policy and Federal
Register citations are kept as printed; what they mean is for licensing to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.country_table import Ids, Standing, listed, standing
from sekisho.sources.ecfr import Cell, Row
from sekisho.sources.entity_cell import Entity, families_of, read_entities, shared_addresses
from sekisho.sources.reading import Reading

SOURCE: Final = "us-entity-list"
_DIGITS: Final = {digit: number for number, digit in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_SUPERSCRIPT: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?!⁄)")
_NOTE: Final = re.compile(r"\bfootnotes?\s+(\d)(?:,?\s*(?:and\s+)?(\d))?", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(Address\s+\d+)\s*[,.:]\s*(.+)", re.DOTALL)
_REQUIREMENT: Final = re.compile(r"(?:for )?(?:all )?items? ", re.IGNORECASE)
_POLICY: Final = re.compile(r"(?:presumption|policy|case)\b", re.IGNORECASE)
_SWAPPED: Final = "the print has the licence requirement and the review policy in each other's columns"


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the Entity List, in order.

    Raises:
        SourceError: A row cannot be read; the error names its line.
    """
    lines = list(standing(rows, reading.file))
    families = families_of(line.entity for line in lines)
    ids = Ids(SOURCE)
    group: list[ListedParty] = []
    for line in lines:
        entities = _entities(line, families)
        if any(line.text(column) for column in (2, 3, 4)):
            if not entities:
                raise SourceError("a row names nobody", file=reading.file, line=line.row.line)
            yield from group
            group = [_party(line, entity, ids) for entity in entities]
        elif group:
            group += [_affiliate(group[0], entity, line, ids) for entity in entities]
            if not entities:
                more = shared_addresses(line.entity)
                group = [replace(party, addresses=(*party.addresses, *more)) for party in group]
        else:
            raise SourceError("a row without requirement follows no other", file=reading.file, line=line.row.line)
    yield from group


def _entities(line: Standing, families: frozenset[str]) -> tuple[Entity, ...]:
    found = _ADDRESS.fullmatch(line.entity.text)
    if found:
        return (Entity((Name(found.group(1)),), (" ".join(found.group(2).split()).rstrip("."),)),)
    return read_entities(line.entity, families)


def _party(line: Standing, entity: Entity, ids: Ids) -> ListedParty:
    requirement, policy, remarks = line.text(2), line.text(3), []
    if _POLICY.match(requirement) and _REQUIREMENT.match(policy):
        requirement, policy = policy, requirement
        remarks.append(_SWAPPED)
    party = listed(
        SOURCE,
        ids,
        entity,
        line.country,
        footnotes=footnotes_of(line.entity, requirement, policy),
        requirement=requirement,
        policy=policy,
        citation=line.text(4),
        remarks=remarks,
    )
    return replace(party, schema="Address") if _ADDRESS.fullmatch(line.entity.text) else party


def _affiliate(head: ListedParty, entity: Entity, line: Standing, ids: Ids) -> ListedParty:
    """Return a party of a row that goes on from the one above: it has that row's requirement."""
    own = f"listed with {head.name}"
    return listed(
        SOURCE,
        ids,
        replace(entity, remarks=tuple(dict.fromkeys((own, *entity.remarks)))),
        line.country,
        footnotes=head.footnotes,
        requirement=head.requirement,
        policy=head.policy,
        citation=head.citation,
    )


def footnotes_of(entity: Cell, requirement: str, policy: str) -> tuple[int, ...]:
    """Return the footnotes that a row carries as superscripts or in words; fractions in addresses are none."""
    found: set[int] = set()
    for text in (requirement, policy, entity.text):
        for marks in _SUPERSCRIPT.finditer(text):
            found.update(_DIGITS[digit] for digit in marks.group())
        for words in _NOTE.finditer(text):
            found.update(int(digit) for digit in words.groups() if digit)
    return tuple(sorted(found))
