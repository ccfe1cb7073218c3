"""The Consolidated Screening List to rows: its CSV, in which several values of a cell stand behind each other, or its JSON.

Decides which of the two a file is, by its first character, and how a cell of the CSV falls into the values that the JSON
has apart. An identifier of the CSV is ``country, expiry, issue, number, type`` without what is not known, so a number with
commas stays whole and a single date may be either. An address ends with the code of its country, if it has one. Knows no
list.

The CSV was tested on the official file of April 2022, the JSON on a synthetic one written from the published format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final

from sekisho.sources.csv_records import read_csv
from sekisho.sources.json_records import JsonRecord, Value, first_byte, read_json
from sekisho.sources.reading import Reading

TEXTS: Final = (
    "source",
    "entity_number",
    "type",
    "name",
    "title",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "source_information_url",
)
LISTS: Final = ("programs", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth")
_OWN: Final = frozenset((*TEXTS, *LISTS, "_id", "id", "addresses", "ids"))
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE: Final = re.compile(r"[A-Z]{2}")
_PARTS: Final = ("address", "city", "state", "postal_code", "country")
_LEAST_IDENTIFIER: Final = 2


@dataclass(frozen=True, slots=True)
class Address:
    """An address.

    Attributes:
        text: As printed, its parts joined by commas.
        country: The code of its country, as printed; empty where the publication gives none.
    """

    text: str
    country: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or a remark that the publication gives as an identifier.

    Attributes:
        kind: What it is, as printed.
        number: The number or words.
        country: Code of the country that issued it; may be empty.
        dates: Printed words on its dates.
    """

    kind: str
    number: str
    country: str = ""
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An entry.

    Attributes:
        line: Where it begins in the file, from 1.
        id: The publication's own.
        texts: The cells with one value, by the names in TEXTS.
        lists: The cells with several, by the names in LISTS.
        addresses: In order.
        ids: In order.
        other: Whatever else the file has, by its column or key.
    """

    line: int
    id: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    addresses: tuple[Address, ...] = ()
    ids: tuple[Identifier, ...] = ()
    other: Mapping[str, str] = field(default_factory=dict)


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Yield the entries.

    Raises:
        SourceError: Neither of the two, truncated, or with another number of entries than it says.
    """
    begins, stream = first_byte(stream)
    return _json(stream, reading) if begins in (b"{", b"[") else _csv(stream, reading)


def _csv(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    for record in read_csv(stream, reading, ("_id", *TEXTS, *LISTS, "addresses", "ids")):
        reading.count("rows")
        cells = record.cells
        yield Row(
            line=record.line,
            id=cells["_id"],
            texts={name: _line(cells[name]) for name in TEXTS},
            lists={name: _several(cells[name]) for name in LISTS},
            addresses=tuple(_address(one) for one in _several(cells["addresses"])),
            ids=tuple(_identifier(one) for one in _several(cells["ids"])),
            other={name: text for name, text in cells.items() if name not in _OWN and text},
        )


def _line(text: str) -> str:
    return " ".join(text.split())


def _several(cell: str) -> tuple[str, ...]:
    return tuple(one for part in f"{cell} ".split("; ") if (one := _line(part)))


def _address(text: str) -> Address:
    *_, last = text.split(", ")
    return Address(text, last if _CODE.fullmatch(last) else "")


def _identifier(text: str) -> Identifier:
    *parts, kind = text.split(", ")
    country = ""
    if len(parts) >= _LEAST_IDENTIFIER and _CODE.fullmatch(parts[0]):
        country, *parts = parts
    dates: list[str] = []
    while len(parts) >= _LEAST_IDENTIFIER and _DATE.fullmatch(parts[0]) and len(dates) < _LEAST_IDENTIFIER:
        dates.append(parts.pop(0))
    words = ("expires", "issued") if len(dates) == _LEAST_IDENTIFIER else ("dated",)
    said = tuple(f"{word} {date}" for word, date in zip(words, dates, strict=False))
    return Identifier(kind, ", ".join(parts), country, said)


def _json(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    beside: dict[str, Value] = {}
    count = 0
    for record in read_json(stream, reading, "results", beside):
        count += 1
        reading.count("rows")
        try:
            yield _row(record)
        except _Shape as problem:
            reading.skip(record.line, str(problem))
    total = beside.get("total")
    if isinstance(total, str) and total.isdecimal():
        reading.stated["records"] = int(total)
        if int(total) != count:
            raise reading.error(
                f"the file says that it has {int(total):,} entries, but has {count:,}: it is not the whole list"
            )


class _Shape(ValueError):
    """A value is not of the kind that stands at its place."""


def _row(record: JsonRecord) -> Row:
    values = record.values
    missing = [name for name in ("source", "name") if name not in values]
    if missing:
        raise _Shape(f"the entry lacks {' and '.join(missing)}")
    return Row(
        line=record.line,
        id=_text(values, "_id") or _text(values, "id"),
        texts={name: _text(values, name) for name in TEXTS},
        lists={name: tuple(_each(values, name)) for name in LISTS},
        addresses=tuple(_address_of(one) for one in _objects(values, "addresses")),
        ids=tuple(_identifier_of(one) for one in _objects(values, "ids")),
        other={name: text for name in values if name not in _OWN and (text := _words(values[name]))},
    )


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if not isinstance(value, str):
        raise _Shape(f"{name} is not a text")
    return _line(value)


def _each(values: Mapping[str, Value], name: str) -> Iterator[str]:
    value = values.get(name)
    if isinstance(value, list):
        for one in value:
            if not isinstance(one, str):
                raise _Shape(f"{name} holds something that is no text")
            if _line(one):
                yield _line(one)
    elif text := _text(values, name):
        yield text


def _objects(values: Mapping[str, Value], name: str) -> Iterator[dict[str, Value]]:
    value = values.get(name)
    if value is None:
        return
    if not isinstance(value, list):
        raise _Shape(f"{name} is not a list")
    for one in value:
        if not isinstance(one, dict):
            raise _Shape(f"{name} holds something that is no object")
        yield one


def _address_of(values: Mapping[str, Value]) -> Address:
    parts = [_text(values, name) for name in _PARTS]
    parts += [f"{name}: {text}" for name in values if name not in _PARTS and (text := _words(values[name]))]
    return Address(", ".join(part for part in parts if part), _text(values, "country"))


def _identifier_of(values: Mapping[str, Value]) -> Identifier:
    known = ("type", "number", "country", "issue_date", "expiration_date")
    dates = [
        f"{word} {date}"
        for word, name in (("expires", "expiration_date"), ("issued", "issue_date"))
        if (date := _text(values, name))
    ]
    dates += [f"{name}: {text}" for name in values if name not in known and (text := _words(values[name]))]
    return Identifier(_text(values, "type"), _text(values, "number"), _text(values, "country"), tuple(dates))


def _words(value: Value) -> str:
    """Return what a value says that stands at a place that the format does not know."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {text}" for key, one in value.items() if (text := _words(one)))
    if isinstance(value, list):
        return ", ".join(text for one in value if (text := _words(one)))
    return "" if value is None else _line(str(value))
