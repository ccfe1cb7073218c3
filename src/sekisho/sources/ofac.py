"""Entries of the lists of the Office of Foreign Assets Control: SDN.XML and CONSOLIDATED.XML, and what every entry becomes.

Decides what an entry holds, in which order a name is shown, and where each part goes. An element that has no place here goes
to the remarks under its own name. Knows nothing of the law behind a programme.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from sekisho.parties.party import ListedParty, Name, properties_of
from sekisho.sources.country_table import schema_of
from sekisho.sources.ofac_ids import (
    COUNTRY_PROPERTIES,
    Identifier,
    dates_of,
    is_country,
    is_exact,
    is_name,
    property_of,
    says_all,
    values_of,
)
from sekisho.sources.reading import Reading
from sekisho.sources.xml_records import Element, read_records

_HEAD: Final = "publshInformation"
"""As the publication spells it."""
_DAY: Final = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_SUFFIX: Final = re.compile(r"(?:JR|SR|II|III|IV)\.?", re.IGNORECASE)
_SCHEMATA: Final = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
_QUALITIES: Final = ("primary", "alias", "former", "weak")
_SAID_BY: Final = {"alias": "a.k.a.", "former": "f.k.a.", "weak": "a.k.a."}
"""The kind of alias that a quality says already; any other kind goes to the remarks."""
_VESSEL: Final = {
    "callSign": "callSign",
    "vesselType": "type",
    "vesselFlag": "flag",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "grossRegisteredTonnage",
    "vesselOwner": "",
}
_KNOWN: Final = {
    "": "uid firstName lastName title sdnType remarks programList akaList addressList idList nationalityList "
    "citizenshipList dateOfBirthList placeOfBirthList vesselInfo",
    "programList": "program",
    "akaList": "aka",
    "akaList/aka": "uid type category firstName lastName",
    "addressList": "address",
    "addressList/address": "uid address1 address2 address3 city stateOrProvince postalCode country",
    "idList": "id",
    "idList/id": "uid idType idNumber idCountry issueDate expirationDate",
    "nationalityList": "nationality",
    "nationalityList/nationality": "uid country mainEntry",
    "citizenshipList": "citizenship",
    "citizenshipList/citizenship": "uid country mainEntry",
    "dateOfBirthList": "dateOfBirthItem",
    "dateOfBirthList/dateOfBirthItem": "uid dateOfBirth mainEntry",
    "placeOfBirthList": "placeOfBirthItem",
    "placeOfBirthList/placeOfBirthItem": "uid placeOfBirth mainEntry",
    "vesselInfo": " ".join(_VESSEL),
}
PLACES_OF_ELEMENTS: Final = frozenset(f"{above}/{tag}".lstrip("/") for above, tags in _KNOWN.items() for tag in tags.split())
"""Every place inside an entry that is read, as a path of tags."""
_MANY: Final = frozenset(
    [
        "program",
        "aka",
        "address",
        "id",
        "nationality",
        "citizenship",
        "dateOfBirthItem",
        "placeOfBirthItem",
        "vesselInfo",
        "programList",
        "akaList",
        "addressList",
        "idList",
        "nationalityList",
        "citizenshipList",
        "dateOfBirthList",
        "placeOfBirthList",
    ]
)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name.

    Attributes:
        first: Given names; empty where the publication does not part the name.
        last: Family name, or the whole.
        kind: ``a.k.a.``, ``f.k.a.`` or ``n.k.a.``.
        weak: Whether OFAC calls it a weak alias.
        remarks: On this alias.
    """

    first: str
    last: str
    kind: str
    weak: bool = False
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address.

    Attributes:
        text: All but the country, as printed.
        country: As printed.
        remarks: On this address.
    """

    text: str
    country: str
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry.

    Attributes:
        line: Where it begins in the file, from 1.
        uid: OFAC's own number of it.
        kind: ``Individual``, ``Entity``, ``Vessel`` or ``Aircraft``.
        first: Given names of an individual.
        last: Family name of an individual, or the name.
        title: Of an individual.
        remarks: As printed.
        programs: Tags of the sanctions programmes.
        aliases: Other names.
        addresses: In order.
        identifiers: In order.
        nationalities: As printed, the main one first.
        citizenships: As printed, the main one first.
        births: Dates of birth as printed, the main one first.
        birthplaces: As printed, the main one first.
        vessel: What is said of a vessel, by the tags of SDN.XML.
        other: What has no place above, with the name that the publication gives it.
        told: Whether the remarks repeat what was read from them.
    """

    line: int
    uid: str
    kind: str
    first: str
    last: str
    title: str = ""
    remarks: str = ""
    programs: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    nationalities: tuple[str, ...] = ()
    citizenships: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    birthplaces: tuple[str, ...] = ()
    vessel: tuple[tuple[str, str], ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    told: bool = False


def read_xml(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Yield the entries of SDN.XML or CONSOLIDATED.XML; one at a time is in memory.

    Args:
        stream: The file, read in pieces.
        reading: Where its day, its own count and entries that cannot be read are noted.

    Raises:
        SourceError: Not such a file, without a day or count of its own, or with another number of entries than it states.
    """
    read = 0
    for element in read_records(stream, reading, "sdnList", ("sdnEntry",), (_HEAD,)):
        if element.tag == _HEAD:
            _head(element, reading)
        elif element.tag == "sdnEntry":
            read += 1
            row = _row(element)
            if not re.fullmatch(r"[0-9]{1,12}", row.uid):
                reading.skip(element.line, f"the entry has no number: {row.uid[:40]!r}")
            elif not is_name(row.first, row.last):
                reading.skip(element.line, f"the entry {row.uid[:40]} has no name")
            else:
                yield row
    if "records" not in reading.stated:
        raise reading.error(f"the file has no <{_HEAD}> that states its day and the number of its entries")
    if read != reading.stated["records"]:
        raise reading.error(f"the file states {reading.stated['records']:,} entries and holds {read:,}")


def _head(element: Element, reading: Reading) -> None:
    day, count = element.first("Publish_Date"), element.first("Record_Count")
    found = _DAY.fullmatch(day)
    if not found or not re.fullmatch(r"[0-9]{1,9}", count):
        raise reading.error(f"the head gives no day (MM/DD/YYYY) and count: {day[:40]!r}, {count[:40]!r}", line=element.line)
    if "records" in reading.stated:
        raise reading.error(f"the file has two <{_HEAD}>", line=element.line)
    month, number, year = (int(part) for part in found.groups())
    try:
        reading.day = dt.date(year, month, number)
    except ValueError as problem:
        raise reading.error(f"Publish_Date {day} is no day of the calendar", line=element.line) from problem
    reading.stated["records"] = int(count)


def _row(entry: Element) -> Row:
    return Row(
        line=entry.line,
        uid=entry.first("uid"),
        kind=entry.first("sdnType"),
        first=entry.first("firstName"),
        last=entry.first("lastName"),
        title=entry.first("title"),
        remarks=entry.first("remarks"),
        programs=tuple(one.text for one in entry.all("programList", "program") if one.text),
        aliases=tuple(
            Alias(one.first("firstName"), one.first("lastName"), one.first("type"), one.first("category") == "weak")
            for one in entry.all("akaList", "aka")
        ),
        addresses=tuple(Address(_address(one), one.first("country")) for one in entry.all("addressList", "address")),
        identifiers=tuple(
            Identifier(*(one.first(tag) for tag in ("idType", "idNumber", "idCountry", "issueDate", "expirationDate")))
            for one in entry.all("idList", "id")
        ),
        nationalities=_main_first(entry, "nationality", "country", "nationalityList"),
        citizenships=_main_first(entry, "citizenship", "country", "citizenshipList"),
        births=_main_first(entry, "dateOfBirthItem", "dateOfBirth", "dateOfBirthList"),
        birthplaces=_main_first(entry, "placeOfBirthItem", "placeOfBirth", "placeOfBirthList"),
        vessel=tuple((one.tag, one.text) for part in entry.all("vesselInfo") for one in part.children if one.tag in _VESSEL),
        other=tuple(_unplaced(entry, "")),
    )


def _main_first(entry: Element, item: str, tag: str, above: str) -> tuple[str, ...]:
    items = sorted(entry.all(above, item), key=lambda one: one.first("mainEntry") != "true")
    return tuple(text for one in items if (text := one.first(tag)))


def _address(one: Element) -> str:
    place = " ".join(part for part in (one.first("stateOrProvince"), one.first("postalCode")) if part)
    parts = (*(one.first(f"address{number}") for number in (1, 2, 3)), one.first("city"), place)
    return ", ".join(part for part in parts if part)


def _unplaced(element: Element, above: str) -> Iterator[tuple[str, str]]:
    """Yield what an entry holds where no element is known, or a second time where one is."""
    seen: set[str] = set()
    for name, value in element.attributes.items():
        yield f"{above}@{name}", value
    for child in element.children:
        path = f"{above}/{child.tag}".lstrip("/")
        known = path in PLACES_OF_ELEMENTS and (child.tag in _MANY or above == "vesselInfo" or child.tag not in seen)
        if child.text and (not known or child.tag in _MANY - {"program"}):
            yield path, child.text
        seen.add(child.tag)
        yield from _unplaced(child, path)


def map_list(rows: Iterable[Row], reading: Reading, source: str, citation: str) -> Iterator[ListedParty]:
    """Yield the party of every entry, in order.

    Args:
        rows: Of the publication.
        reading: Where aliases, addresses and identifiers are counted, and unknown places noted.
        source: Source id; the ids of the parties begin with it.
        citation: The list, for a reader.
    """
    for row in rows:
        yield _party(row, reading, source, citation)


def _party(row: Row, reading: Reading, source: str, citation: str) -> ListedParty:
    person = row.kind.lower() == "individual"
    names, remarks = _names(row, person)
    schema = _SCHEMATA.get(row.kind.lower()) or schema_of(names)
    if row.kind.lower() not in (*_SCHEMATA, "entity"):
        remarks.append(f"type: {row.kind or 'none'}")
    values: dict[str, list[str]] = {"program": list(row.programs), "notes": []}
    if person:
        first, last = parted(row.first, row.last, person)
        values |= {"firstName": [first], "lastName": [last], "position": [row.title]}
    elif row.title:
        remarks.append(f"title: {row.title}")
    for one in row.identifiers:
        _identify(one, values, reading, told=row.told)
    _born(row, values, reading)
    _sail(row, values, reading)
    countries, addresses = _addresses(row.addresses, reading)
    for what, count in (
        ("programmes", len(row.programs)),
        ("aliases", len(row.aliases)),
        ("identifiers", len(row.identifiers)),
    ):
        reading.count(what, count)
    programmes = [f"programme: {', '.join(row.programs)}"] if row.programs else []
    return ListedParty(
        id=f"{source}-{row.uid}",
        source=source,
        schema=schema,
        names=names,
        countries=countries,
        addresses=addresses,
        citation=citation,
        remarks="; ".join(
            (*programmes, *remarks, *(f"{tag}: {text}" for tag, text in row.other), *filter(None, (row.remarks,)))
        ),
        properties=properties_of(values),
    )


def parted(first: str, last: str, person: bool) -> tuple[str, str]:
    """Return given and family names; a person's whole name is parted where the publication writes "LAST, First"."""
    if not person or first or "," not in last:
        return first, last
    head, _, rest = last.partition(",")
    suffix, comma, given = rest.strip().partition(",")
    if comma and _SUFFIX.fullmatch(suffix.strip()):
        head, rest = f"{head}, {suffix.strip()}", given
    elif _SUFFIX.fullmatch(rest.strip()):
        return "", last
    return rest.strip(), head.strip()


def _shown(first: str, last: str, person: bool) -> str:
    return " ".join(" ".join(part for part in parted(first, last, person) if part).split())


def _names(row: Row, person: bool) -> tuple[tuple[Name, ...], list[str]]:
    """Return the names, each with the best quality that it has, and what else is to be said of them."""
    found = {_shown(row.first, row.last, person): "primary"}
    remarks = []
    for one in row.aliases:
        name = _shown(one.first, one.last, person)
        quality = "weak" if one.weak else "former" if one.kind.startswith("f") else "alias"
        if (name and _QUALITIES.index(quality) < _QUALITIES.index(found.get(name, "weak"))) or (name and name not in found):
            found[name] = quality
        if one.remarks or one.kind != _SAID_BY[quality]:
            remarks.append(": ".join(part for part in (f"{one.kind} {name}", one.remarks) if part))
    return tuple(Name(value, quality) for value, quality in found.items()), remarks


def _addresses(printed: Iterable[Address], reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the countries, and the addresses that say more than a country."""
    countries, addresses = [], []
    for one in printed:
        reading.count("addresses")
        code = reading.place(one.country) if is_country(one.country) else None
        if code:
            countries.append(code)
        if one.text or one.remarks or (one.country and not code):
            text = ", ".join(part for part in (one.text, one.country) if part)
            addresses.append(" ".join(f"{text} ({one.remarks})".split() if one.remarks else text.split()))
    return tuple(dict.fromkeys(countries)), tuple(dict.fromkeys(addresses))


def _identify(one: Identifier, values: dict[str, list[str]], reading: Reading, *, told: bool) -> None:
    if property_of(one.kind) is None:
        reading.count("identifiers of an unknown kind")
    name, found = values_of(one)
    if name in COUNTRY_PROPERTIES:
        found = tuple(filter(None, (reading.place(text) for text in found if is_country(text))))
    values.setdefault(name, []).extend(found)
    if not told and not says_all(one, name):
        values["notes"].append(one.printed)


def _born(row: Row, values: dict[str, list[str]], reading: Reading) -> None:
    for text in row.births:
        dates = dates_of(text)
        values.setdefault("birthDate", []).extend(dates)
        if not is_exact(text):
            values["notes"].append(f"DOB {text}")
        if not dates:
            reading.count("dates that are not understood")
    values["birthPlace"] = list(row.birthplaces)
    for name, printed in (("nationality", row.nationalities), ("citizenship", row.citizenships)):
        for text in printed:
            code = reading.place(text) if is_country(text) else None
            values.setdefault(name, []).append(code or "")
            values["notes"] += [] if code else [f"{name} {text}"]


def _sail(row: Row, values: dict[str, list[str]], reading: Reading) -> None:
    for tag, text in row.vessel:
        name, value = _VESSEL[tag], text
        if name == "flag":
            value = (reading.place(text) if is_country(text) else None) or ""
        if name and value:
            values.setdefault(name, []).append(value)
        elif text:
            values["notes"].append(f"{tag}: {text}")
