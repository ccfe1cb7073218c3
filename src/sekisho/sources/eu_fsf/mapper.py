"""Entries of the EU's consolidated financial sanctions list to listed parties.

Decides the id (the entry's ``logicalId``), the schema, the countries, the dates of birth and the addresses of a party. Where
the list gives one ``logicalId`` to several entries, under several programmes, the later ones have the programme in their id
and all of them are kept. A country of birth is no country of the party. States that no longer exist (Yugoslavia, Serbia and
Montenegro) are not made into one of today: they stay in the remarks. Everything else that is printed stands in the remarks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from sekisho.parties.party import ListedParty, properties_of
from sekisho.sources.eu_fsf.documents import numbers_of
from sekisho.sources.eu_fsf.names import names_of, remarks_of
from sekisho.sources.eu_fsf.reader import Part, Row
from sekisho.sources.reading import Reading
from sekisho.terms.places import PLACES

SOURCE: Final = "eu-fsf"
_SCHEMATA: Final = {"person": "Person", "enterprise": "Organization"}
_GENDERS: Final = {"M": "male", "F": "female"}
_CONTACTS: Final = {"PHONE": "phone", "EMAIL": "email", "WEB": "website"}
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR: Final = re.compile(r"(?:1[89]|20)[0-9]{2}")
_NUMBER_FIRST: Final = re.compile(r"\d")


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the list, in order.

    Args:
        rows: The entries.
        reading: Gets the entries that cannot be read: those without an id or without a name.
    """
    seen: set[str] = set()
    for row in rows:
        number = row.values.get("logicalId", "")
        if not number:
            reading.skip(row.line, "an entry has no logicalId")
            continue
        party = _party(row, number, reading)
        if party is None:
            reading.skip(row.line, f"the entry {number[:40]} has no name")
            continue
        if number in seen:
            party = _told_apart(party)
        seen.add(number)
        yield party


def _told_apart(party: ListedParty) -> ListedParty:
    """Return a party whose id the list has used before with an id that holds its programme."""
    programme = "-".join(party.values("program")).lower()
    remarks = "; ".join(one for one in (party.remarks, "the list gives this logicalId to an earlier entry too") if one)
    return replace(party, id=f"{party.id}-{programme}" if programme else party.id, remarks=remarks)


def _party(row: Row, number: str, reading: Reading) -> ListedParty | None:
    aliases = row.of("nameAlias")
    names = names_of(aliases)
    if not names:
        return None
    subject = next((part.values.get("code", "") for part in row.of("subjectType")), "")
    schema = _SCHEMATA.get(subject.lower(), "LegalEntity")
    made = _Made(reading)
    made.remarks += _head(row)
    if schema == "LegalEntity":
        made.remarks.append(f"subject type: {subject or 'none'}")
    for part in row.parts:
        if part.tag == "citizenship":
            made.citizenship(part, person=schema == "Person")
        elif part.tag == "birthdate":
            made.birth(part, person=schema == "Person")
        elif part.tag == "address":
            made.address(part)
        elif part.tag == "identification":
            found, remark = numbers_of(part, person=schema == "Person")
            for name in found:
                made.add(name, found[name])
            made.remarks += [remark] if remark else []
        elif part.tag == "nameAlias":
            made.bearer(part, person=schema == "Person")
        else:
            made.remarks += part.remarks
    made.remarks += remarks_of(aliases)
    regulations = row.of("regulation")
    made.add("program", *(part.values.get("programme", "") for part in regulations))
    made.add("sourceUrl", *(part.values.get("publicationUrl", "") for part in regulations))
    made.add("createdAt", *_dates([row], "designationDate"))
    made.add("modifiedAt", *_dates(regulations, "publicationDate"))
    return ListedParty(
        id=f"{SOURCE}-{number}",
        source=SOURCE,
        schema=schema,
        names=names,
        countries=tuple(dict.fromkeys(made.countries)),
        addresses=tuple(dict.fromkeys(made.addresses)),
        citation="; ".join(dict.fromkeys(_joined(part.values, "numberTitle", "publicationDate") for part in regulations)),
        remarks="; ".join(dict.fromkeys(one for one in made.remarks if one)),
        properties=properties_of(made.properties),
    )


def _head(row: Row) -> Iterator[str]:
    """Yield what an entry says of itself."""
    yield from row.remarks
    labels = {"designationDetails": "designation", "euReferenceNumber": "EU reference", "unitedNationId": "UN reference"}
    for name, label in labels.items():
        if name in row.values:
            yield f"{label}: {row.values[name]}"
    for part in row.of("regulation"):
        if "entryIntoForceDate" in part.values:
            yield f"in force from {part.values['entryIntoForceDate']}"


def _dates(held: Iterable[Row | Part], name: str) -> Iterator[str]:
    for one in held:
        if is_date(one.values.get(name, "")):
            yield one.values[name]


def is_date(text: str) -> bool:
    """Tell whether a text is a day of the calendar, as YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def birth_dates(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the dates of birth that an element gives as YYYY, YYYY-MM or YYYY-MM-DD; both ends of a range of years.

    The Islamic calendar is not reckoned into ours: of such a date only what the list itself gives in ours is returned.
    """
    if is_date(values.get("birthdate", "")):
        return (values["birthdate"],)
    if values.get("calendarType", "GREGORIAN").upper() != "GREGORIAN":
        return ()
    year, month, day = (values.get(name, "") for name in ("year", "monthOfYear", "dayOfMonth"))
    if not year:
        ends = (values.get("yearRangeFrom", ""), values.get("yearRangeTo", ""))
        return tuple(dict.fromkeys(one for one in ends if _YEAR.fullmatch(one)))
    if not _YEAR.fullmatch(year):
        return ()
    whole = f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    if is_date(whole):
        return (whole,)
    return (whole[:7],) if is_date(f"{whole[:7]}-01") else (year,)


class _Made:
    """What is gathered for one party."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.countries: list[str] = []
        self.addresses: list[str] = []
        self.remarks: list[str] = []
        self.properties: dict[str, list[str]] = {}

    def add(self, name: str, *values: str) -> None:
        """Add values of a property."""
        self.properties.setdefault(name, []).extend(values)

    def bearer(self, part: Part, *, person: bool) -> None:
        """Take up what a name says of who bears it."""
        values = part.values
        if not person:
            self.remarks += [values[name] for name in ("title", "function", "gender") if name in values]
            return
        for name, own in (
            ("firstName",) * 2,
            ("middleName",) * 2,
            ("lastName",) * 2,
            ("title",) * 2,
            ("function", "position"),
        ):
            self.add(own, values.get(name, ""))
        gender = values.get("gender", "")
        self.add("gender", _GENDERS.get(gender, ""))
        if gender and gender not in _GENDERS:
            self.remarks.append(f"gender: {gender}")

    def citizenship(self, part: Part, *, person: bool) -> None:
        """Take up a citizenship."""
        code = self._country(part.values)
        more = [part.values.get("region", ""), *part.remarks]
        if code is not None:
            self.countries.append(code)
            if person:
                self.add("citizenship", code)
        if code is None or any(more):
            self.remarks.append(f"citizenship: {_comma(_country_text(part.values), *more)}")

    def birth(self, part: Part, *, person: bool) -> None:
        """Take up a date and a place of birth."""
        values = part.values
        dates = birth_dates(values)
        place = _comma(*(values.get(name, "") for name in ("place", "city", "zipCode", "region")), _country_text(values))
        code = self._country(values)
        printed = _birth_text(values)
        if person:
            self.add("birthDate", *dates)
            self.add("birthPlace", place)
            self.add("birthCountry", code or "")
        plain = dates == (printed,) or not printed
        if part.remarks or not person or not plain:
            self.remarks.append(f"born: {_comma(printed, '' if person and not part.remarks else place, *part.remarks)}")

    def address(self, part: Part) -> None:
        """Take up an address and its contact details."""
        values = part.values
        code = self._country(values)
        if code is not None:
            self.countries.append(code)
        box = values.get("poBox", "")
        text = _comma(
            values.get("street", ""),
            f"P.O. Box {box}" if _NUMBER_FIRST.match(box) else box,
            _joined(values, "zipCode", "city", by=" "),
            values.get("place", ""),
            values.get("region", ""),
            _country_text(values),
        )
        if text and text != _country_text(values):
            self.addresses.append(text)
        said = [*part.remarks]
        if values.get("asAtListingTime", "false").lower() == "true":
            said.append("as at the time of listing")
        if said or (text and code is None and text == _country_text(values)):
            self.remarks.append(f"address: {_comma(text, *said)}")
        for kind, value in part.contacts:
            if kind.upper() in _CONTACTS:
                self.add(_CONTACTS[kind.upper()], value)
            elif value:
                self.remarks.append(f"{kind.lower() or 'contact'}: {value}")

    def _country(self, values: Mapping[str, str]) -> str | None:
        code, text = values.get("countryIso2Code", ""), _country_text(values)
        if code in PLACES:
            return code
        text = text or ("" if code == "00" else code)
        return self._reading.place(text) if text else None


def _country_text(values: Mapping[str, str]) -> str:
    text = values.get("countryDescription", "")
    return "" if text.upper() == "UNKNOWN" else text


def _birth_text(values: Mapping[str, str]) -> str:
    """Return a date of birth with the words that make it less than certain; empty where there is none."""
    calendar = values.get("calendarType", "GREGORIAN")
    date = values.get("birthdate", "")
    if calendar.upper() != "GREGORIAN" or not date:
        parts = (values.get(name, "") for name in ("year", "monthOfYear", "dayOfMonth"))
        own = "-".join(one.zfill(2) for one in parts if one)
        date = f"{own} ({calendar.lower()} calendar)" if own and calendar.upper() != "GREGORIAN" else own or date
    ends = (values.get("yearRangeFrom", ""), values.get("yearRangeTo", ""))
    if any(ends):
        date = _comma(date, f"between {ends[0] or '?'} and {ends[1] or '?'}")
    return f"circa {date}" if date and values.get("circa", "false").lower() == "true" else date


def _joined(values: Mapping[str, str], *names: str, by: str = ", ") -> str:
    return by.join(values[name] for name in names if name in values)


def _comma(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
