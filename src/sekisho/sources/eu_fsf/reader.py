"""Bytes of the EU's Financial Sanctions Files (schema 1.1) to entries.

Decides what of an entry is kept: every attribute that has a value and every text, white space collapsed. Left out are:

- ``logicalId`` of parts of an entry and ``regulationLanguage`` (always ``en``): they identify rows of the Commission's
  database, not a party;
- ``regulationType`` and ``organisationType``: they classify the act that the number and the address of the regulation name;
- ``regulationSummary``: which act brought in a single name or address; the act in force on the entry is ``regulation``;
- ``classificationCode``: the first letter of ``subjectType``'s ``code``;
- ``globalFileId`` of the file: a counter of publications.

Whatever else a later edition may bring is kept among the remarks and counted as ``not known``. Knows nothing of what the
attributes mean.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

from sekisho.sources.reading import Reading
from sekisho.sources.xml_records import Element, read_records

_LEFT_OUT: Final = frozenset({"logicalId", "regulationLanguage", "regulationType", "organisationType", "classificationCode"})
_ENTRY: Final = frozenset({"logicalId", "euReferenceNumber", "unitedNationId", "designationDetails", "designationDate"})
_COUNTRY: Final = frozenset({"countryIso2Code", "countryDescription", "region"})
_PLACE: Final = _COUNTRY | {"city", "zipCode", "place"}
_KEPT: Final[Mapping[str, frozenset[str]]] = {
    "regulation": frozenset({"numberTitle", "publicationDate", "entryIntoForceDate", "programme"}),
    "subjectType": frozenset({"code"}),
    "nameAlias": frozenset(
        {"wholeName", "firstName", "middleName", "lastName", "function", "gender", "title", "nameLanguage", "strong"}
    ),
    "citizenship": _COUNTRY,
    "birthdate": _PLACE
    | {"birthdate", "dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo", "circa", "calendarType"},
    "address": _PLACE | {"street", "poBox", "asAtListingTime"},
    "identification": _COUNTRY
    | {"identificationTypeCode", "identificationTypeDescription", "number", "latinNumber", "nameOnDocument", "issuedBy"}
    | {"issueDate", "validFrom", "validTo"}
    | {"diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer"},
}
_NOT_KNOWN: Final = "not known"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry: a name, an address, a document, ...

    Attributes:
        tag: What it is.
        values: Its attributes that have a value, by name; the address of a regulation is ``publicationUrl``.
        remarks: Its remarks, and what is not known here.
        contacts: Kinds and values of an address's contact details.
    """

    tag: str
    values: Mapping[str, str]
    remarks: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An entry.

    Attributes:
        line: Where it begins in the file, from 1.
        values: Its own attributes that have a value, by name.
        remarks: Its remarks, and what is not known here.
        parts: In order.
    """

    line: int
    values: Mapping[str, str]
    remarks: tuple[str, ...]
    parts: tuple[Part, ...]

    def of(self, tag: str) -> tuple[Part, ...]:
        """Return the parts with a tag."""
        return tuple(part for part in self.parts if part.tag == tag)


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Return the entries, in order.

    Args:
        stream: The file.
        reading: Gets the day of the file and the number of its names (``aliases``).

    Raises:
        SourceError: Not such a file, or not whole.
    """
    for element in read_records(stream, reading, "export", ("sanctionEntity",)):
        if element.tag == "sanctionEntity":
            yield _row(element, reading)
        else:
            reading.day = _day(element, reading)


def _day(root: Element, reading: Reading) -> dt.date:
    text = root.attributes.get("generationDate", "")
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError as problem:
        raise reading.error(f"generationDate {text[:40]!r} gives no day", line=root.line) from problem


def _row(element: Element, reading: Reading) -> Row:
    values, others = _values(element, _ENTRY, reading)
    remarks, parts = [], []
    for child in element.children:
        if child.tag == "remark":
            remarks.append(_text(child))
        elif child.tag in _KEPT:
            parts.append(_part(child, reading))
        else:
            others += _unknown(child, reading)
    return Row(element.line, values, (*(one for one in remarks if one), *others), tuple(parts))


def _part(element: Element, reading: Reading) -> Part:
    values, others = _values(element, _KEPT[element.tag], reading)
    remarks, contacts = [], []
    for child in element.children:
        if child.tag == "remark":
            remarks.append(_text(child))
        elif child.tag == "publicationUrl" and element.tag == "regulation":
            values["publicationUrl"] = _text(child)
        elif child.tag == "contactInfo" and element.tag == "address":
            held, more = _values(child, frozenset({"key", "value"}), reading)
            contacts.append((held.get("key", ""), held.get("value", "")))
            others += more
        elif child.tag != "regulationSummary":
            others += _unknown(child, reading)
    if element.tag == "nameAlias":
        reading.count("aliases")
    return Part(element.tag, values, (*(one for one in remarks if one), *others), tuple(contacts))


def _values(element: Element, kept: frozenset[str], reading: Reading) -> tuple[dict[str, str], list[str]]:
    """Return the attributes that are kept, and what else there is as remarks."""
    values, others = {}, []
    for name, text in element.attributes.items():
        value = " ".join(text.split())
        if name in kept:
            if value:
                values[name] = value
        elif name not in _LEFT_OUT:
            reading.count(_NOT_KNOWN)
            others.append(f"{name}: {value}")
    return values, others


def _unknown(element: Element, reading: Reading) -> Iterator[str]:
    """Yield what an element holds that is not known here, its own elements included."""
    reading.count(_NOT_KNOWN)
    held = [_text(element), *(f"{name} {' '.join(value.split())}" for name, value in element.attributes.items())]
    yield f"{element.tag}: {', '.join(one for one in held if one)}"
    for child in element.children:
        yield from _unknown(child, reading)


def _text(element: Element) -> str:
    return " ".join(element.text.split())
