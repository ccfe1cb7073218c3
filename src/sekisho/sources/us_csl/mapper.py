"""Entries of the Consolidated Screening List to listed parties.

Each party keeps the id of the official list that names it as its source, because that list gives the listing its meaning;
its own id says that it came from the compilation, and by which list, since one person stands under the same number on
several lists. Decides which list an entry is of, by the abbreviation or the first words of the list's title. A denial order
whose end date has passed is kept with that date: whether it is still in force is not for the mapper to say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from sekisho.errors import PlaceError
from sekisho.parties.party import ListedParty, Name, Properties, properties_of
from sekisho.sources.country_table import schema_of
from sekisho.sources.ofac import parted
from sekisho.sources.ofac_ids import (
    COUNTRY_PROPERTIES,
    Identifier,
    dates_of,
    is_country,
    is_exact,
    says_all,
    values_of,
)
from sekisho.sources.reading import Reading
from sekisho.sources.us_csl.reader import Address, Row
from sekisho.terms.places import PLACES, place, place_name

_CONSOLIDATED: Final = "us-ofac-consolidated"
LISTS: Final = {
    "SDN": ("us-sdn", "specially designated nationals"),
    "EL": ("us-entity-list", "entity list"),
    "DTC": ("us-dtc", "itar debarred"),
    "DPL": ("us-dpl", "denied persons"),
    "SSI": (_CONSOLIDATED, "sectoral sanctions identifications"),
    "PLC": (_CONSOLIDATED, "palestinian legislative council"),
    "CAP": (_CONSOLIDATED, "capta"),
    "NS-MBS": (_CONSOLIDATED, "non-sdn menu-based sanctions"),
    "FSE": (_CONSOLIDATED, "foreign sanctions evaders"),
    "CMIC": (_CONSOLIDATED, "non-sdn chinese military-industrial complex"),
    "UVL": ("us-uvl", "unverified list"),
    "ISN": ("us-isn", "nonproliferation sanctions"),
    "MEU": ("us-meu", "military end user"),
}
"""Source id and first words of the title of every list that the compilation repeats, by the list's abbreviation."""
_SPELLINGS: Final = {"CAPTA": "CAP", "NS-PLC": "PLC", "NS-CMIC": "CMIC", "MBS": "NS-MBS"}
_BRACKETS: Final = re.compile(r"\(([A-Za-z-]+)(?: List)?\)")
_SCHEMATA: Final = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
_VESSEL: Final = {
    "call_sign": "callSign",
    "vessel_type": "type",
    "gross_tonnage": "tonnage",
    "gross_registered_tonnage": "grossRegisteredTonnage",
}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR: Final = re.compile(r"\d{4}(?:-\d{2})?")


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Yield the party of every entry, in order; an entry that is printed twice, one behind the other, becomes one.

    What cannot be one entry (no id, no name, a list that is not known, a date that is none) is noted as unread.
    """
    held: ListedParty | None = None
    for row in rows:
        party = _party(row, reading)
        if party is None:
            continue
        if held is not None and _without_urls(held) == _without_urls(party):
            urls = (*held.values("sourceUrl"), *party.values("sourceUrl"))
            party = replace(held, properties=_with_urls(held.properties, urls))
            reading.count("repeated entries")
        elif held is not None:
            yield held
        held = party
    if held is not None:
        yield held


def _without_urls(party: ListedParty) -> ListedParty:
    return replace(party, properties=_with_urls(party.properties, ()))


def _with_urls(properties: Properties, urls: tuple[str, ...]) -> Properties:
    return properties_of(dict(properties) | {"sourceUrl": urls})


def list_of(title: str) -> str | None:
    """Return the abbreviation under which LISTS has a list, by its title; None for a list that is not known."""
    for found in _BRACKETS.finditer(title):
        short = found.group(1).upper()
        short = _SPELLINGS.get(short, short)
        if short in LISTS:
            return short
    words = title.casefold()
    return next((short for short, (_, start) in LISTS.items() if words.startswith(start)), None)


def _party(row: Row, reading: Reading) -> ListedParty | None:
    texts = row.texts
    short = list_of(texts["source"])
    start, end = texts["start_date"], texts["end_date"]
    wrong = [text for text in (start, end) if text and not _is_day(text)]
    if not row.id or not texts["name"]:
        reading.skip(row.line, "the entry has no id" if not row.id else "the entry has no name")
    elif short is None:
        reading.skip(row.line, f"the list {texts['source'][:80]!r} is not known")
    elif wrong:
        reading.skip(row.line, f"{wrong[0][:40]!r} is no date")
    else:
        return _made(row, short, reading)
    return None


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _made(row: Row, short: str, reading: Reading) -> ListedParty:
    texts, source = row.texts, LISTS[short][0]
    kind = texts["type"].lower()
    person = kind == "individual"
    names = _names(row, person)
    countries, addresses = _addresses(row.addresses, reading)
    values, named = _properties(row, person, reading)
    if texts["start_date"]:
        day = dt.date.fromisoformat(texts["start_date"])
        reading.cited = day if reading.cited is None else max(reading.cited, day)
    reading.count(f"entries of {short}")
    reading.count("aliases", len(row.lists["alt_names"]))
    reading.count("identifiers", len(row.ids))
    return ListedParty(
        id=f"us-csl-{short.lower()}-{row.id}",
        source=source,
        schema=_SCHEMATA.get(kind) or schema_of(names),
        names=names,
        countries=tuple(dict.fromkeys((*countries, *named))),
        addresses=addresses,
        requirement=texts["license_requirement"],
        policy=texts["license_policy"],
        citation=texts["federal_register_notice"] or texts["source"],
        remarks="; ".join(_remarks(row, kind)),
        properties=values,
    )


def _names(row: Row, person: bool) -> tuple[Name, ...]:
    """Return the names; those of individuals, which the Treasury prints as "LAST, First", with the family name last."""
    printed = (row.texts["name"], *row.lists["alt_names"])
    shown = (" ".join(part for part in parted("", one, person) if part) for one in printed)
    first, *more = dict.fromkeys(name or one for name, one in zip(shown, printed, strict=True))
    return Name(first), *(Name(one, "alias") for one in more)


def _remarks(row: Row, kind: str) -> Iterator[str]:
    texts = row.texts
    yield f"source: {texts['source']}"
    if kind not in (*_SCHEMATA, "entity", ""):
        yield f"type: {texts['type']}"
    if texts["entity_number"] not in ("", row.id):
        yield f"entity number: {texts['entity_number']}"
    if texts["end_date"]:
        yield f"until {texts['end_date']}"
    for name in ("standard_order", "vessel_owner"):
        if texts[name]:
            yield f"{name.replace('_', ' ')}: {texts[name]}"
    if texts["title"] and kind != "individual":
        yield f"title: {texts['title']}"
    if texts["remarks"]:
        yield texts["remarks"]
    yield from (f"{name}: {text}" for name, text in row.other.items())
    if row.lists["programs"]:
        yield f"programme: {'; '.join(row.lists['programs'])}"


def _addresses(printed: Iterable[Address], reading: Reading) -> tuple[list[str], tuple[str, ...]]:
    """Return the codes of the countries, and the addresses; one that is no more than a country is none."""
    countries, addresses = [], []
    for one in printed:
        reading.count("addresses")
        code = reading.place(one.country) if one.country else _named(one.text)
        if code:
            countries.append(code)
        if not code or one.text != one.country:
            addresses.append(one.text)
    return countries, tuple(dict.fromkeys(filter(None, addresses)))


def _named(text: str) -> str | None:
    """Return the country that the last part of an address without a code names; most name a city or a US state there."""
    try:
        return place(text.rpartition(", ")[2])
    except PlaceError:
        return None


def _properties(row: Row, person: bool, reading: Reading) -> tuple[Properties, list[str]]:
    """Return the properties, and the countries in which the party is registered."""
    texts, lists = row.texts, row.lists
    values: dict[str, list[str]] = {
        "program": list(lists["programs"]),
        "sourceUrl": [texts["source_list_url"], texts["source_information_url"]],
        "createdAt": [texts["start_date"]],
        "birthPlace": list(lists["places_of_birth"]),
        "notes": [],
    }
    if person:
        first, last = parted("", texts["name"], person)
        values |= {"firstName": [first], "lastName": [last] if first else [], "position": [texts["title"]]}
    values |= {name: [texts[column]] for column, name in _VESSEL.items()}
    flag = texts["vessel_flag"]
    code = reading.place(flag) if is_country(flag) else None
    values["flag"] = [code or ""]
    if flag and code is None:
        values["notes"].append(f"flag: {flag}")
    for name, column in (("nationality", "nationalities"), ("citizenship", "citizenships")):
        for text in lists[column]:
            code = reading.place(text)
            values.setdefault(name, []).append(code or "")
            if code is None:
                values["notes"].append(f"{name} {text}")
    _born(lists["dates_of_birth"], values, reading)
    _identify(row, values, reading)
    return properties_of(values), values.get("jurisdiction", [])


def _born(printed: Iterable[str], values: dict[str, list[str]], reading: Reading) -> None:
    for text in printed:
        dates = (text,) if _is_day(text) else dates_of(text)
        if not dates and _YEAR.fullmatch(text) and _is_day(f"{text}-01"):
            dates = (text,)
        values.setdefault("birthDate", []).extend(dates)
        if not (dates == (text,) or is_exact(text)):
            values["notes"].append(f"DOB {text}")
        if not dates:
            reading.count("dates that are not understood")


def _identify(row: Row, values: dict[str, list[str]], reading: Reading) -> None:
    for printed in row.ids:
        country = place_name(printed.country) if printed.country in PLACES else printed.country
        if country and country == printed.country:
            reading.place(country)
        one = Identifier(printed.kind, printed.number, country)
        name, found = values_of(one)
        if name in COUNTRY_PROPERTIES:
            found = tuple(filter(None, (reading.place(text) for text in found if is_country(text))))
        values.setdefault(name, []).extend(found)
        if printed.dates or not found or not says_all(one, name):
            values["notes"].append(" ".join((one.printed, *printed.dates)))
