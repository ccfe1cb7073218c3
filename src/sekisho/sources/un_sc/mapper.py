"""Entries of the Security Council's consolidated list to listed parties.

Decides the id (``DATAID``), the countries (nationalities and addresses; a country of birth is none), the dates of birth and
what numbers a document gives. A range of years gives both its ends. Dates and places of birth of an alias are the party's
too: the list gives them for the identity that it used. IMO company numbers and SWIFT codes, which the list prints in its
comments only, are taken from there. Everything else that is printed stands in the remarks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from sekisho.parties.party import ListedParty, properties_of
from sekisho.sources.reading import Reading
from sekisho.sources.un_sc.documents import document_text, numbers_of
from sekisho.sources.un_sc.names import names_of
from sekisho.sources.un_sc.reader import INDIVIDUAL, Part, Row

SOURCE: Final = "un-sc"
_DATE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T-].*|Z)?")
_YEAR: Final = re.compile(r"(?:1[89]|20)[0-9]{2}")
_RANGE: Final = re.compile(r"((?:1[89]|20)[0-9]{2})\s*-\s*((?:1[89]|20)[0-9]{2})")
_GENDERS: Final = {"male": "male", "female": "female"}
_ADDRESS: Final = ("STREET", "CITY", "ZIP_CODE", "STATE_PROVINCE", "COUNTRY")
_BIRTH_PLACE: Final = ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")
_IMO: Final = re.compile(r"\bIMO\)?(?: company)?(?: number)?:?\s*(\d{7})\b", re.IGNORECASE)
_SWIFT: Final = re.compile(r"\bSWIFT(?:/BIC)?(?: code)?:?\s*([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
_USED: Final = {
    "ALIAS": frozenset({"QUALITY", "ALIAS_NAME"}),
    "ADDRESS": frozenset(_ADDRESS),
    "PLACE_OF_BIRTH": frozenset(_BIRTH_PLACE),
}
_LABELS: Final = {"ALIAS": "alias", "ADDRESS": "address", "PLACE_OF_BIRTH": "place of birth"}


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the list, in order.

    Args:
        rows: The entries.
        reading: Gets the entries that cannot be read: those without an id or without a name.
    """
    for row in rows:
        number = row.first("DATAID")
        names = names_of(row)
        if not number:
            reading.skip(row.line, "an entry has no DATAID")
        elif not names:
            reading.skip(row.line, f"the entry {number[:40]} has no name")
        else:
            person = row.kind == INDIVIDUAL
            made = _Made(row, reading, person=person)
            yield ListedParty(
                id=f"{SOURCE}-{number}",
                source=SOURCE,
                schema="Person" if person else "Organization",
                names=names,
                countries=tuple(dict.fromkeys(made.countries)),
                addresses=tuple(dict.fromkeys(made.addresses)),
                citation=_citation(row),
                remarks="; ".join(dict.fromkeys(one for one in made.remarks if one)),
                properties=properties_of(made.properties),
            )


def _citation(row: Row) -> str:
    own = (row.first("UN_LIST_TYPE"), row.first("REFERENCE_NUMBER"))
    return ", ".join(("UN Security Council", *(one for one in own if one)))


def day_of(text: str) -> str:
    """Return a day of the calendar as YYYY-MM-DD, without a time zone behind it; empty if the text is none."""
    found = _DATE.fullmatch(text)
    if not found:
        return ""
    try:
        dt.date.fromisoformat(found.group(1))
    except ValueError:
        return ""
    return found.group(1)


def birth_dates(text: str) -> tuple[str, ...]:
    """Return the dates of birth in a text: a day, a year, or both ends of a range of years; none if it is neither."""
    if day_of(text):
        return (day_of(text),)
    if _YEAR.fullmatch(text):
        return (text,)
    ends = _RANGE.fullmatch(text)
    return tuple(dict.fromkeys(ends.groups())) if ends else ()


class _Made:
    """What is gathered for one party."""

    def __init__(self, row: Row, reading: Reading, *, person: bool) -> None:
        self._reading, self._person = reading, person
        self.countries: list[str] = []
        self.addresses: list[str] = []
        self.remarks: list[str] = [*row.values.get("COMMENTS1", ())]
        self.properties: dict[str, list[str]] = {}
        self._head(row)
        take = {
            "ALIAS": self._alias,
            "ADDRESS": self._address,
            "DATE_OF_BIRTH": self._birth,
            "PLACE_OF_BIRTH": self._birth_place,
            "DOCUMENT": self._document,
        }
        for part in row.parts:
            take[part.tag](part)
        self.remarks += row.others

    def _add(self, name: str, *values: str) -> None:
        self.properties.setdefault(name, []).extend(values)

    def _head(self, row: Row) -> None:
        self._add("program", *row.values.get("UN_LIST_TYPE", ()))
        self._add("createdAt", *(day_of(text) for text in row.values.get("LISTED_ON", ())))
        self._add("modifiedAt", *(day_of(text) for text in row.values.get("LAST_DAY_UPDATED", ())))
        for tag in ("LISTED_ON", "LAST_DAY_UPDATED"):
            self.remarks += (f"{_words(tag)}: {text}" for text in row.values.get(tag, ()) if not day_of(text))
        for tag in ("SUBMITTED_BY", "DELISTED_ON"):
            self.remarks += (f"{_words(tag)}: {text}" for text in row.values.get(tag, ()))
        for text in row.values.get("GENDER", ()):
            self._person_only("gender", _GENDERS.get(text.lower(), ""), "gender", text)
        for tag, own in (("TITLE", "title"), ("DESIGNATION", "position")):
            for text in row.values.get(tag, ()):
                self._person_only(own, text, _words(tag), text)
        for text in row.values.get("NATIONALITY", ()):
            code = self._reading.place(text)
            self.countries += [code] if code is not None else []
            self._person_only("nationality", code or "", "nationality", text)
        if not self._person:
            for text in row.values.get("COMMENTS1", ()):
                self._add("imoNumber", *_IMO.findall(text))
                self._add("swiftBic", *_SWIFT.findall(text))

    def _person_only(self, name: str, value: str, label: str, printed: str) -> None:
        """Add a property that only persons have; what is printed goes to the remarks where it cannot be added."""
        if self._person and value:
            self._add(name, value)
        else:
            self.remarks.append(f"{label}: {printed}")

    def _alias(self, part: Part) -> None:
        dates, place = birth_dates(part.get("DATE_OF_BIRTH")), part.get("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")
        if self._person:
            self._add("birthDate", *dates)
            self._add("birthPlace", place)
            self._birth_country(part.get("COUNTRY_OF_BIRTH"))
        born = {"CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"} | ({"DATE_OF_BIRTH"} if dates else set())
        self._more(part, but=born if self._person and "ALIAS_NAME" not in part.values else set())

    def _address(self, part: Part) -> None:
        country, text = part.get("COUNTRY"), part.get(*_ADDRESS)
        code = self._reading.place(country) if country else None
        if code is not None:
            self.countries.append(code)
        if text != country:
            self.addresses.append(text)
        elif country and code is None:
            self.remarks.append(f"address: {country}")
        self._more(part, text)

    def _birth(self, part: Part) -> None:
        dates = [one for tag in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR") for one in birth_dates(part.get(tag))]
        if self._person:
            self._add("birthDate", *dates)
        exact = part.get("TYPE_OF_DATE") in ("EXACT", "") and not set(part.values) - {"TYPE_OF_DATE", "DATE", "YEAR"}
        if not self._person or not exact or not dates:
            ends = " and ".join(part.values[tag] for tag in ("FROM_YEAR", "TO_YEAR") if tag in part.values)
            known = {"TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR"}
            more = (text for tag, text in part.values.items() if tag not in known)
            said = (part.get("TYPE_OF_DATE").lower(), part.get("DATE", "YEAR"), ends)
            self.remarks.append(f"date of birth: {', '.join((' '.join(one for one in said if one), *more))}")

    def _birth_place(self, part: Part) -> None:
        text = part.get(*_BIRTH_PLACE)
        if self._person:
            self._add("birthPlace", text)
            self._birth_country(part.get("COUNTRY"))
            self._more(part, text)
        else:
            self.remarks.append(f"place of birth: {', '.join(part.values.values())}")

    def _birth_country(self, text: str) -> None:
        code = self._reading.place(text) if text else None
        if code is not None:
            self._add("birthCountry", code)

    def _document(self, part: Part) -> None:
        for name, number in numbers_of(part).items():
            self._add(name if self._person else "registrationNumber", number)
        self.remarks.append(document_text(part))

    def _more(self, part: Part, head: str = "", but: Collection[str] = ()) -> None:
        """Put what a part holds besides what is used of it among the remarks."""
        more = [text for tag, text in part.values.items() if tag not in _USED[part.tag] and tag not in but]
        if more:
            head = head or part.get("ALIAS_NAME")
            self.remarks.append(f"{_LABELS[part.tag]}: {', '.join(one for one in (head, *more) if one)}")


def _words(tag: str) -> str:
    return tag.lower().replace("_", " ")
