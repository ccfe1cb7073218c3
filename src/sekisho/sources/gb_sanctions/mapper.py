"""Designations of the UK Sanctions List to listed parties.

Decides how a name is put together (Name 1 to Name 5, then Name 6, which is the family name or the whole name of an entity),
which name is primary, and what a printed date of birth leaves known. What the measures mean is not for the mapper to say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.parties.party import ListedParty, Name, Properties, properties_of
from sekisho.sources.country_table import schema_of
from sekisho.sources.gb_sanctions.reader import Row
from sekisho.sources.reading import Reading

SOURCE: Final = "gb-sanctions"
CITATION: Final = "Sanctions and Anti-Money Laundering Act 2018"
_SCHEMATA: Final = {"individual": "Person", "ship": "Vessel"}
_ORDER: Final = ("primary", "alias", "former", "weak")
_DATE: Final = re.compile(r"(\d{1,2}|dd)/(\d{1,2}|mm)/(\d{4})", re.IGNORECASE)
_ABOUT: Final = re.compile(r"(?:circa|approximately|about|c\.?)\s*(\d{4})", re.IGNORECASE)
_YEAR: Final = re.compile(r"\d{4}")
_IMO: Final = re.compile(r"(?:IMO)?\s*(\d{7})", re.IGNORECASE)
_PLAIN: Final = {
    "regimename": "program",
    "phonenumber": "phone",
    "emailaddress": "email",
    "website": "website",
    "businessregistrationnumber": "registrationNumber",
    "typeofentity": "legalForm",
    "typeofship": "type",
    "tonnageofship": "tonnage",
}
_PERSONAL: Final = {"title": "title", "position": "position"}
_COUNTRIES: Final = {"nationality": "nationality", "currentbelievedflagofship": "flag", "previousflag": "pastFlags"}
_DATES: Final = {
    "datedesignated": ("createdAt", "date designated"),
    "lastupdated": ("modifiedAt", "last updated"),
    "dob": ("birthDate", "DOB"),
    "yearbuilt": ("buildDate", "year built"),
}
_NUMBERS: Final = (("national", "idNumber", "national identifier"), ("passport", "passportNumber", "passport"))
_REMARKED: Final = {
    "sanctionsimposed": "sanctions imposed",
    "designationsource": "designation source",
    "unreferencenumber": "UN reference number",
    "ofsigroupid": "OFSI group id",
}
_NOTED: Final = {
    "lengthofship": "length of ship",
    "hullidentificationnumber": "hull identification number",
    "currentowneroperator": "current owner or operator",
    "previousowneroperator": "previous owner or operator",
    "parentcompany": "parent company",
    "subsidiary": "subsidiary",
    "otherinformation": "other information",
    "ukstatementofreasons": "UK statement of reasons",
}


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty]:
    """Yield the party of every designation, in order; one without unique id or name is noted as unread."""
    for row in rows:
        names = _names(row)
        if not row.id or len(row.all("uniqueid")) > 1:
            reading.skip(row.line, "the designation has no unique id, or several")
        elif not names:
            reading.skip(row.line, f"the designation {row.id[:40]} has no name")
        else:
            yield _party(row, names, reading)


def _party(row: Row, names: tuple[Name, ...], reading: Reading) -> ListedParty:
    kind = row.first("designationtype").lower()
    reading.count("names", len(row.parts("name")))
    reading.count("names in other scripts", len(row.parts("script")))
    countries, addresses = _addresses(row, reading)
    return ListedParty(
        id=f"{SOURCE}-{row.id}",
        source=SOURCE,
        schema=_SCHEMATA.get(kind) or schema_of(names),
        names=names,
        countries=countries,
        addresses=addresses,
        citation="; ".join((CITATION, *row.all("regimename"))),
        remarks="; ".join(_remarks(row, kind)),
        properties=_properties(row, kind, reading),
    )


def _names(row: Row) -> tuple[Name, ...]:
    """Return the names, the primary first, each with the best quality that it has."""
    found: list[tuple[str, str]] = []
    for *parts, kind, strength in row.parts("name"):
        quality = _quality(kind.lower(), strength.lower())
        if any(parts):
            found.append((" ".join(part for part in parts if part), quality))
    found += [(script, "alias") for script, *_ in row.parts("script") if script]
    first = next((value for value, quality in found if quality == "primary"), found[0][0] if found else "")
    best: dict[str, str] = {first: "primary"} if first else {}
    for value, own in found:
        quality = "alias" if own == "primary" else own
        if value not in best or _ORDER.index(quality) < _ORDER.index(best[value]):
            best[value] = quality
    return tuple(Name(value, quality) for value, quality in best.items())


def _quality(kind: str, strength: str) -> str:
    if kind == "primary name":
        return "primary"
    if "low" in strength:
        return "weak"
    return "former" if "former" in kind else "alias"


def _addresses(row: Row, reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    countries, addresses = [], []
    for *lines, country in row.parts("address"):
        reading.count("addresses")
        code = reading.place(country) if country else None
        if code:
            countries.append(code)
        if any(lines) or (country and not code):
            addresses.append(", ".join(part for part in (*lines, country) if part))
    return tuple(dict.fromkeys(countries)), tuple(dict.fromkeys(addresses))


def _remarks(row: Row, kind: str) -> Iterator[str]:
    if kind not in (*_SCHEMATA, "entity"):
        yield f"designation type: {row.first('designationtype') or 'none'}"
    for text in row.all("designationtype")[1:]:
        yield f"designation type also: {text}"
    for name, words in _REMARKED.items():
        for text in row.all(name):
            yield f"{words}: {', '.join(part.strip() for part in text.split('|'))}"
    if kind != "individual":
        yield from (f"{name}: {text}" for name in _PERSONAL for text in row.all(name))
    for *parts, printed, strength in row.parts("name"):
        known = printed.lower() in ("primary name", "primary name variation", "alias", "")
        said = ", ".join(part for part in ("" if known else printed, strength) if part)
        if said and any(parts):
            yield f"{' '.join(part for part in parts if part)}: {said}"
    for script, *more in row.parts("script"):
        if any(more):
            yield f"{script or 'name in another script'}: {', '.join(part for part in more if part)}"
    yield from (f"{name}: {text}" for name, text in row.other)


def _properties(row: Row, kind: str, reading: Reading) -> Properties:
    person = kind == "individual"
    values: dict[str, list[str]] = {"notes": []}
    values |= {own: list(row.all(name)) for name, own in (_PLAIN | (_PERSONAL if person else {})).items()}
    for name, (own, words) in _DATES.items():
        for text in row.all(name):
            _date(text, words, values.setdefault(own, []), values["notes"], reading)
    for name, own in _COUNTRIES.items():
        for text in row.all(name):
            code = reading.place(text)
            values.setdefault(own, []).append(code or "")
            values["notes"] += [] if code else [f"{own}: {text}"]
    _identify(row, values)
    values["birthPlace"] = [", ".join(part for part in parts if part) for parts in row.parts("birth")]
    values |= _parted(row) if person else {}
    values["notes"] += [f"{words}: {text}" for name, words in _NOTED.items() for text in row.all(name)]
    return properties_of(values)


def _identify(row: Row, values: dict[str, list[str]]) -> None:
    for text in row.all("gender"):
        known = text.lower() in ("male", "female")
        values.setdefault("gender" if known else "notes", []).append(text.lower() if known else f"gender: {text}")
    for text in row.all("imonumber"):
        ship = _IMO.fullmatch(text)
        values.setdefault("imoNumber" if ship else "notes", []).append(ship[1] if ship else f"IMO number: {text}")
    for group, own, words in _NUMBERS:
        for number, more in row.parts(group):
            values.setdefault(own, []).append(number)
            if more:
                values["notes"].append(" ".join(f"{words} {number}: {more}".split()))


def _parted(row: Row) -> dict[str, list[str]]:
    """Return given and family name of a person's primary name."""
    for *given, family, kind, _ in row.parts("name"):
        if kind.lower() == "primary name" and family and any(given):
            return {"firstName": [" ".join(part for part in given if part)], "lastName": [family]}
    return {}


def _date(text: str, words: str, values: list[str], notes: list[str], reading: Reading) -> None:
    """Take up a date; its printed words go to the notes where they say more, or something else, than a date."""
    date = date_of(text)
    if date:
        values.append(date)
    else:
        reading.count("dates that are not understood")
    if not date or _ABOUT.fullmatch(text):
        notes.append(f"{words}: {text}")


def date_of(text: str) -> str:
    """Return a printed date as YYYY, YYYY-MM or YYYY-MM-DD; empty if it is not understood or none of the calendar.

    A day or month that is not known is printed as ``dd``, ``mm`` or ``00``.
    """
    if about := _ABOUT.fullmatch(text):
        return about[1]
    if _YEAR.fullmatch(text):
        return text
    found = _DATE.fullmatch(text)
    if not found:
        return ""
    day, month = (int(part) if part.isdecimal() else 0 for part in found.groups()[:2])
    if day and not month:
        return ""
    try:
        whole = dt.date(int(found[3]), month or 1, day or 1).isoformat()
    except ValueError:
        return ""
    return whole[: 10 if day else 7 if month else 4]
