"""What two snapshots of a publication differ in: added, removed and changed records, field by field.

Decides which records of the two are the same one: those with the same id; and, among the rest, a party that went and one
that came under the same country with a name or an address in common (a publication without ids of its own, such as the
Entity List, gives another id to an entry whose name was corrected). Knows no single publication.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.parties.names import prepare
from sekisho.parties.party import Link, ListedParty
from sekisho.sources.official_text import Section
from sekisho.sources.records import Record, TableRow, key_of

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs.

    Attributes:
        name: Of the field.
        removed: Values of the older snapshot that the newer has not.
        added: Values of the newer snapshot that the older had not.
    """

    name: str
    removed: Values
    added: Values


@dataclass(frozen=True, slots=True)
class Change:
    """A record that both snapshots have and that differs.

    Attributes:
        old: As it was.
        new: As it is.
        fields: What differs.
    """

    old: Record
    new: Record
    fields: tuple[FieldChange, ...]

    @property
    def print_only(self) -> bool:
        """Tell whether no letter or digit differs: only punctuation, spaces, case or the order of values."""
        return all(_letters(one.removed) == _letters(one.added) for one in self.fields)

    @property
    def renamed(self) -> bool:
        """Tell whether it goes by another id now."""
        return key_of(self.old) != key_of(self.new)


@dataclass(frozen=True, slots=True)
class Difference:
    """What two snapshots differ in.

    Attributes:
        added: Records that only the newer one has, in its order.
        removed: Records that only the older one has, in its order.
        changed: Records that differ, in the order of the newer one.
        same: How many records are the same.
    """

    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def old(self) -> int:
        """Return how many records the older snapshot has."""
        return self.same + len(self.changed) + len(self.removed)

    @property
    def none(self) -> bool:
        """Tell whether there is no difference."""
        return not (self.added or self.removed or self.changed)


def difference_of(older: Iterable[Record], newer: Iterable[Record]) -> Difference:
    """Return what two snapshots differ in.

    A record whose id stands more than once in a snapshot is told apart by its place among them.
    """
    before = _by_key(older)
    after = _by_key(newer)
    changed, same = [], 0
    for key, new in after.items():
        old = before.get(key)
        if old is None:
            continue
        if old == new or not (fields := changes_between(old, new)):
            same += 1
        else:
            changed.append(Change(old, new, fields))
    removed = [one for key, one in before.items() if key not in after]
    added = [one for key, one in after.items() if key not in before]
    pairs = list(_pairs(removed, added))
    moved = {id(one) for pair in pairs for one in pair}
    changed += [Change(old, new, changes_between(old, new)) for old, new in pairs]
    return Difference(
        tuple(one for one in added if id(one) not in moved),
        tuple(one for one in removed if id(one) not in moved),
        tuple(changed),
        same,
    )


def changes_between(old: Record, new: Record) -> tuple[FieldChange, ...]:
    """Return the fields in which two records differ."""
    before, after = fields_of(old), fields_of(new)
    found = []
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name, ()), after.get(name, ())
        if was != now:
            gone = tuple(one for one in was if one not in now)
            come = tuple(one for one in now if one not in was)
            # The same values in another order: shown whole, because an order may say something.
            found.append(FieldChange(name, gone, come) if gone or come else FieldChange(name, was, now))
    return tuple(found)


def fields_of(record: Record) -> Mapping[str, Values]:
    """Return a record as named lists of values; its id is left out."""
    if isinstance(record, TableRow):
        return dict(record.values)
    if isinstance(record, Section):
        return dict(_section(record))
    if isinstance(record, Link):
        return {"schema": (record.schema,), **dict(record.ends), **dict(record.properties)}
    return dict(_party(record))


def _party(party: ListedParty) -> Iterator[tuple[str, Values]]:
    yield "schema", (party.schema,)
    for quality in ("primary", "alias", "former", "weak"):
        if found := tuple(one.value for one in party.names if one.quality == quality):
            yield {"primary": "name", "weak": "weak alias"}.get(quality, quality), found
    for field in dataclasses.fields(party):
        if field.name in ("id", "source", "schema", "names", "properties"):
            continue
        value: Any = getattr(party, field.name)
        values = (value,) if isinstance(value, str) else tuple(map(str, value))
        if any(values):
            yield field.name, values
    yield from party.properties


def _section(section: Section) -> Iterator[tuple[str, Values]]:
    yield "heading", (section.heading,)
    for field in dataclasses.fields(section):
        if field.name not in ("code", "heading", "paragraphs", "line"):
            value: Any = getattr(section, field.name)
            yield field.name, (value,) if isinstance(value, str) else tuple(map(_words, value))
    seen: dict[str, int] = {}
    for one in section.paragraphs:
        seen[one.label] = seen.get(one.label, 0) + 1
        name = f"{section.code}.{one.label}" if one.label else f"{section.code} text"
        yield name if seen[one.label] == 1 else f"{name} ({seen[one.label]})", (one.text, *one.notes)


def _letters(values: Values) -> list[str]:
    return sorted("".join(letter for letter in one.lower() if letter.isalnum()) for one in values)


def _words(value: object) -> str:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = (getattr(value, field.name) for field in dataclasses.fields(value) if field.name != "line")
        return " | ".join(str(one) for one in parts if one)
    return str(value)


def _by_key(records: Iterable[Record]) -> dict[tuple[str, int], Record]:
    found: dict[tuple[str, int], Record] = {}
    times: dict[str, int] = {}
    for one in records:
        key = key_of(one)
        times[key] = times.get(key, 0) + 1
        found[key, times[key]] = one
    return found


def _pairs(removed: Iterable[Record], added: Iterable[Record]) -> Iterator[tuple[ListedParty, ListedParty]]:
    """Yield parties that went and came back under another id; each is in one pair only."""
    free: dict[tuple[str, str], list[ListedParty]] = {}
    for one in added:
        if isinstance(one, ListedParty):
            for mark in _marks(one):
                free.setdefault(mark, []).append(one)
    taken: set[int] = set()
    for one in removed:
        if not isinstance(one, ListedParty):
            continue
        candidates = (other for mark in _marks(one) for other in free.get(mark, ()) if id(other) not in taken)
        other = next(candidates, None)
        if other is not None:
            taken.add(id(other))
            yield one, other


def _marks(party: ListedParty) -> Iterator[tuple[str, str]]:
    """Yield what a party may share with its own later entry: names first, then addresses, each with the country."""
    country = party.countries[0] if party.countries else ""
    for name in party.names:
        if name.quality != "weak" and (key := prepare(name.value).key):
            yield country, key
    for address in party.addresses:
        if len(address) > 12:
            yield country, " ".join(address.lower().split())
