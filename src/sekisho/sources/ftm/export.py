"""Listed parties and links as entities of FollowTheMoney in JSON, one a line.

Decides under which property of its schema each thing we know of a party stands. What the schema has no property for
(requirement, policy, footnotes, concerns, citation, a number that only other schemata have, a country without code) goes to
the notes, with its name before it. Values are never cut: an address longer than the library takes for valid stays whole.

Reading an export again gives the same names, countries, addresses and properties; what stood in the notes becomes remarks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sekisho.errors import InputError, PlaceError
from sekisho.parties.party import Link, ListedParty, Properties
from sekisho.sources.ftm.model import NO_COUNTRIES, REGIONS, SCHEMATA, Schema
from sekisho.terms.places import PLACES, place
from sekisho.terms.spelling import did_you_mean

_PROPERTY_OF: Final = {"primary": "name", "alias": "alias", "former": "previousName", "weak": "weakAlias"}
_REST: Final = ("notes", "description")
_PART: Final = re.compile(r"[a-z]{2}-[a-z0-9]{1,8}")


def entity_of(party: ListedParty) -> dict[str, Any]:
    """Return a party as an entity of FollowTheMoney.

    Raises:
        InputError: FollowTheMoney has no such schema.
    """
    schema = _schema(party.schema, party.id)
    made = _Made(schema)
    for name in party.names:
        made.add(_PROPERTY_OF.get(name.quality, "alias"), name.value)
    for code in party.countries:
        made.add("country", code)
    for address in party.addresses:
        made.add("full" if "Address" in schema.kinds else "address", address)
    made.rest("", party.remarks)
    made.rest("licence requirement", party.requirement)
    made.rest("licence review policy", party.policy)
    made.rest("footnotes", ", ".join(map(str, party.footnotes)))
    made.rest("concerns", ", ".join(party.concerns))
    made.rest("citation", party.citation)
    made.add_all(party.properties)
    return _entity(party.id, party.schema, party.name, made, party.source)


def entity_of_link(link: Link) -> dict[str, Any]:
    """Return a link as an entity of FollowTheMoney.

    Raises:
        InputError: FollowTheMoney has no such schema.
    """
    made = _Made(_schema(link.schema, link.id))
    made.add_all(link.ends)
    made.add_all(link.properties)
    return _entity(link.id, link.schema, made.caption(), made, link.source)


def entities(parties: Iterable[ListedParty], links: Iterable[Link] = ()) -> Iterator[str]:
    """Return the lines of a file of entities, one at a time, without their ends.

    Args:
        parties: Come first, in order.
        links: What connects them.

    Raises:
        InputError: FollowTheMoney has no such schema.
    """
    for party in parties:
        yield _line(entity_of(party))
    for link in links:
        yield _line(entity_of_link(link))


class _Made:
    """The properties of an entity while they are gathered."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.values: dict[str, list[str]] = {}

    def add(self, name: str, value: str) -> None:
        """Add a value; what the schema has no place for goes to the notes."""
        kind = self._schema.types.get(name)
        if kind is None:
            self.rest(name, value)
            return
        kept = _code(value) if kind == "country" else value
        if kept is None:
            self.rest(name, value)
        elif kept not in (held := self.values.setdefault(name, [])):
            held.append(kept)

    def add_all(self, properties: Properties) -> None:
        """Add properties."""
        for name, values in properties:
            for value in values:
                self.add(name, value)

    def rest(self, what: str, value: str) -> None:
        """Add to the notes, or to what the schema has instead of them; failing both, under its own name all the same."""
        if value:
            place = next((name for name in _REST if name in self._schema.types), None)
            text = f"{what}: {value}" if what and place else value
            self.values.setdefault(place or what or _REST[0], []).append(text)

    def caption(self) -> str:
        """Return what to show for a link."""
        shown = (self.values[name][0] for name in ("name", "full", "title", "number", "role") if name in self.values)
        return next(shown, self._schema.name)


def _schema(name: str, party: str) -> Schema:
    if name not in SCHEMATA:
        raise InputError(
            f"FollowTheMoney has no schema {name[:80]!r}, so {party[:80]} cannot be exported",
            remedy=did_you_mean(name, SCHEMATA, "see sources/ftm/model.py for its schemata"),
        )
    return SCHEMATA[name]


def _code(value: str) -> str | None:
    """Return the code that FollowTheMoney has for a country; None where the value is none."""
    lower = value.lower()
    if value not in PLACES and (lower in NO_COUNTRIES or _PART.fullmatch(lower)):
        return lower
    try:
        code = place(value)
    except PlaceError:
        return None
    return REGIONS.get(code, code.lower())


def _entity(name: str, schema: str, caption: str, made: _Made, source: str) -> dict[str, Any]:
    properties = {key: made.values[key] for key in sorted(made.values)}
    return {"id": name, "caption": caption, "schema": schema, "properties": properties, "datasets": [source]}


def _line(entity: dict[str, Any]) -> str:
    return json.dumps(entity, ensure_ascii=False, separators=(",", ":"))
