"""What a record of an official publication must be, whatever the publication was."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator

from sekisho.parties.party import Link, ListedParty, Properties
from sekisho.sources.records import Record, TableRow, key_of
from sekisho.sources.snapshot import SourceSnapshot
from sekisho.terms.places import PLACES

DATES = ("birthDate", "deathDate", "createdAt", "modifiedAt", "incorporationDate", "dissolutionDate", "buildDate")
"""Properties whose values are dates."""
CODES = ("nationality", "citizenship", "flag", "pastFlags", "jurisdiction", "birthCountry")
"""Properties whose values are codes of countries."""
_QUALITIES = {"primary", "alias", "former", "weak"}
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def wrong_with(found: SourceSnapshot) -> list[str]:
    """Return what is wrong with the records of a publication; empty if nothing is."""
    wrong = [f"{one.id[:60]}: {why}" for one in found.parties for why in _party(one)]
    wrong += [f"{one.id[:60]}: {why}" for one in found.links for why in _link(one)]
    wrong += [f"{one.key[:60]}: {why}" for one in found.rows for why in _row(one)]
    wrong += [f"{one.code}: no heading" for one in found.sections if not (one.code and one.heading)]
    every: list[Record] = [*found.parties, *found.links, *found.sections, *found.rows]
    keys = [(type(one), key_of(one)) for one in every]
    if len(set(keys)) < len(keys):
        wrong.append("two records have the same key")
    return wrong


def is_date(text: str) -> bool:
    """Tell whether a text is YYYY, YYYY-MM or YYYY-MM-DD, and such a day is in the calendar."""
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def is_line(text: str) -> bool:
    """Tell whether a text is one line that can be written; control characters of other kinds are for the output to show."""
    return len(text.splitlines()) == 1 and not any(unicodedata.category(one) == "Cs" for one in text)


def _party(one: ListedParty) -> Iterator[str]:
    if not one.id.isprintable() or not one.id or " " in one.id:
        yield f"no id: {one.id[:60]!r}"
    if not one.names or (one.names[0].quality != "primary" and not one.source.startswith("ftm")):
        yield "no primary name"
    elif not any(character.isalnum() for character in one.name):
        yield f"a name without a letter: {one.name[:60]!r}"
    if len({name.value for name in one.names}) < len(one.names):
        yield "a name stands twice"
    for name in one.names:
        if not name.value.strip() or name.value != name.value.strip() or not is_line(name.value):
            yield f"no name: {name.value[:60]!r}"
        if name.quality not in _QUALITIES:
            yield f"no quality: {name.quality!r}"
    for code in one.countries:
        if code not in PLACES:
            yield f"no country: {code[:60]!r}"
    if not one.schema.isalpha():
        yield f"no schema: {one.schema[:60]!r}"
    yield from _lines("address", one.addresses)
    yield from _properties(one.properties, one.source.startswith("ftm"))


def _link(one: Link) -> Iterator[str]:
    if not one.id or not is_line(one.id):
        yield f"no id: {one.id[:60]!r}"
    yield from _properties(one.ends, True)
    yield from _properties(one.properties, True)


def _row(one: TableRow) -> Iterator[str]:
    if not one.key or not is_line(one.key):
        yield f"no key: {one.key[:60]!r}"
    yield from _properties(one.values, True)


def _lines(what: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if not text.strip() or "\n" in text or "\r" in text:
            yield f"{what} is empty or not one line: {text[:60]!r}"


def _properties(properties: Properties, as_written: bool) -> Iterator[str]:
    names = [name for name, _ in properties]
    if names != sorted(set(names)):
        yield f"properties are not sorted: {names}"
    for name, values in properties:
        if not values:
            yield f"{name} has no value"
        yield from _lines(name, values)
        for value in values:
            if name in DATES and not as_written and not is_date(value):
                yield f"{name} is no date: {value[:60]!r}"
            if name in CODES and not as_written and value not in PLACES:
                yield f"{name} is no country: {value[:60]!r}"
