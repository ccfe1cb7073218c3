"""Identifiers and dates as the Office of Foreign Assets Control prints them, to FollowTheMoney properties.

Decides which property each kind of identifier of the OFAC lists is, and what a printed date means. A kind that stands in no
line here is still kept: as an idNumber where it looks like a number, and in the notes in any case. Knows no file format.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_TABLE: Final = """
passportNumber: Passport | Diplomatic Passport | Stateless Person Passport | British National Overseas Passport
socialSecurityNumber: SSN
gender: Gender
email: Email Address
website: Website
phone: Phone Number
taxNumber: Tax ID No. | NIT # | R.F.C. | RFC | RUC # | RIF # | US FEIN | Italian Fiscal Code | C.U.I.T. | RTN
taxNumber: Paraguayan tax identification number | Numero Unico de Identificacao Tributaria (NUIT) | Fiscal Code
taxNumber: Romanian Tax Registration | C.I.F. | N.I.F.
vatCode: V.A.T. Number
registrationNumber: Registration Number | Registration ID | Business Registration Number | Company Number
registrationNumber: UK Company Number | Commercial Registry Number | C.R. No. | Folio Mercantil No. | Matricula Mercantil No
registrationNumber: Trade License No. | Chamber of Commerce Number | Istanbul Chamber of Comm. No.
registrationNumber: Dubai Chamber of Commerce Membership No. | Business Registration Document #
registrationNumber: Central Registration System Number | Enterprise Number | Public Registration Number
registrationNumber: Registered Charity No. | Certificate of Incorporation Number | Economic Register Number (CBLS)
registrationNumber: Branch Unit Number | Romanian C.R. | C.I.N. | Organization Code | Business Number
registrationNumber: Registration Certificate Number (Dubai) | MSB Registration Number | File Number | Aircraft Tail Number
registrationNumber: Russian State Individual Business Registration Number Pattern (OGRNIP)
uscCode: Unified Social Credit Code (USCC) | United Social Credit Code Certificate (USCCC)
leiCode: Legal Entity Number
okpoCode: Government Gazette Number
bikCode: BIK (RU)
dunsCode: D-U-N-S Number
swiftBic: SWIFT/BIC
isin: ISIN
mmsi: MMSI
imoNumber: Vessel Registration Identification
callSign: Other Vessel Call Sign
type: Other Vessel Type
flag: Other Vessel Flag
pastFlags: Former Vessel Flag
buildDate: Vessel Year of Build | Aircraft Manufacture Date
serialNumber: Aircraft Manufacturer's Serial Number (MSN) | Aircraft Construction Number (also called L/N or S/N or F/N)
serialNumber: Aircraft Serial Identification
icaoCode: Aircraft Mode S Transponder Code
model: Aircraft Model
jurisdiction: Nationality of Registration | Registration Country
incorporationDate: Organization Established Date
createdAt: Listing Date (CMIC) | Listing Date (EO 14024 Directive 1a): | Listing Date (EO 14024 Directive 2):
createdAt: Listing Date (EO 14024 Directive 3): | Listing Date (EO 14014 Directive 1):
idNumber: National ID No. | C.U.R.P. | Cedula No. | Identification Number | License | D.N.I. | Birth Certificate Number
idNumber: Driver's License No. | Electoral Registry No. | National Foreign ID Number | Personal ID Card | C.U.I.
idNumber: Cartilla de Servicio Militar Nacional | Residency Number | I.F.E. | Permit Number | LE Number
idNumber: Credencial electoral | Turkish Identification Number | Numero de Identidad | Citizen's Card Number | Kenyan ID No.
idNumber: VisaNumberID | C.U.I.P. | SRE Permit No. | Refugee ID Card | Tazkira National ID Card | Immigration No.
idNumber: Travel Document Number | Afghan Money Service Provider License Number | Pilot License Number | UAE Identification
idNumber: Trademark number | Military Registration Number | Serial No. | Public Security and Immigration No.
idNumber: Moroccan Personal ID No. | Bosnian Personal ID No. | N.I.E. | Stateless Person ID Card
idNumber: CNP (Personal Numerical Code) | Romanian Permanent Resident | Seafarer's Identification Document
idNumber: Tourism License No.
notes: Secondary sanctions risk: | Additional Sanctions Information - | Organization Type: | Target Type | Issuer Name
notes: Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions: | Aircraft Operator
notes: Executive Order 13846 information: | Executive Order 13662 Directive Determination -
notes: CAATSA Section 235 Information: | Executive Order 14024 Directive Information -
notes: Executive Order 14024 Directive Information | PEESA Information: | Executive Order 14014 Directive Information:
notes: IFCA Determination - | UN/LOCODE | Chinese Commercial Code | Effective Date (EO 14024 Directive 1a):
notes: Effective Date (EO 14024 Directive 2): | Effective Date (CMIC) | Effective Date (EO 14024 Directive 3):
notes: Effective Date (EO 14014 Directive 1): | Equity Ticker | MICEX Code | Purchase/Sales For Divestment Date (CMIC)
notes: Previous Aircraft Tail Number
"""
_CURRENCY: Final = "Digital Currency Address - "
_DATES: Final = frozenset(("buildDate", "incorporationDate", "createdAt"))
COUNTRY_PROPERTIES: Final = frozenset(("flag", "pastFlags", "jurisdiction"))
"""Properties whose values are codes of countries."""
_PLAIN: Final = frozenset(
    ["Gender", "Email Address", "Website", "Phone Number", "SWIFT/BIC", "ISIN", "MMSI", "BIK (RU)", "D-U-N-S Number"]
)
_IMO: Final = re.compile(r"IMO\s+(\d{7})")
_FORMS: Final = {
    None: re.compile(r"(?=.*\d)(?=.{1,40}$)\S+(?: \S+){0,2}"),
    "gender": re.compile("male|female"),
    "leiCode": re.compile(r"[0-9A-Z]{18}[0-9]{2}"),
}
_OTHERWISE: Final = {"leiCode": "registrationNumber", "imoNumber": "registrationNumber", "okpoCode": "idNumber"}
"""Where a value goes that does not have the form of its property."""
_NO_COUNTRY: Final = frozenset(("", "undetermined", "none identified", "unknown"))
_MONTHS: Final = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_DAY: Final = re.compile(r"(?:(?:([0-9]{1,2}) )?([A-Za-z]{3}) )?([0-9]{4})")
_LONGEST_RANGE: Final = 15
"""Years: a longer range of dates tells nothing that could be compared."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier as printed.

    Attributes:
        kind: What OFAC calls it.
        number: Its value.
        country: That issued it; may be empty.
        issued: Day of issue as printed; may be empty.
        expires: Last day as printed; may be empty.
    """

    kind: str
    number: str
    country: str = ""
    issued: str = ""
    expires: str = ""

    @property
    def printed(self) -> str:
        """Return it in one line, in the words of the human-readable list."""
        parts = (
            f"{self.kind} {self.number}",
            f"({self.country})" if self.country else "",
            f"issued {self.issued}" if self.issued else "",
            f"expires {self.expires}" if self.expires else "",
        )
        return " ".join(part for part in parts if part)


def _read() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        name, _, kinds = line.partition(": ")
        table |= dict.fromkeys(kinds.split(" | "), name)
    return table


KINDS: Final = MappingProxyType(_read())
"""The property of every kind of identifier that OFAC used up to 2024; ``notes`` where no property holds it."""


def property_of(kind: str) -> str | None:
    """Return the property of a kind of identifier; None for a kind that is not known."""
    return "publicKey" if kind.startswith(_CURRENCY) else KINDS.get(kind)


def values_of(one: Identifier) -> tuple[str, tuple[str, ...]]:
    """Return the property of an identifier and its values there; ``notes`` without values where no property holds it.

    Flags and jurisdictions come back as printed, since only the caller can note a country that is not understood.
    """
    name, number = property_of(one.kind), " ".join(one.number.split())
    if ship := _IMO.fullmatch(number):
        return "imoNumber", (ship.group(1),)
    if name in _DATES:
        return name, dates_of(number)
    if name == "gender":
        number = number.lower()
    if not _fits(name, number, one.country):
        name = _OTHERWISE.get(name or "", "notes")
    name = name or "idNumber"
    return name, (() if name == "notes" else (number,))


def _fits(name: str | None, number: str, country: str) -> bool:
    """Tell whether a value is one of its property's; of a kind that is not known, whether it looks like a number."""
    if name == "okpoCode":
        return country == "Russia" and number.isdecimal() and len(number) in (8, 10)
    if name == "imoNumber":
        return is_imo(number)
    pattern = _FORMS.get(name)
    return pattern is None or pattern.fullmatch(number) is not None


def says_all(one: Identifier, name: str) -> bool:
    """Tell whether the property alone says all that is printed, so that the notes need not repeat it."""
    plain = one.kind in _PLAIN or (name == "imoNumber" and one.kind == "Vessel Registration Identification")
    return plain and name != "notes" and not (one.country or one.issued or one.expires)


def is_country(text: str) -> bool:
    """Tell whether a text of a country column names one; OFAC also writes that there is none."""
    return text.strip().lower() not in _NO_COUNTRY


def is_imo(number: str) -> bool:
    """Tell whether a text is seven digits of which the last checks the others, as in the IMO number of a ship."""
    if not re.fullmatch(r"[0-9]{7}", number):
        return False
    digits = [int(digit) for digit in number]
    return sum(digit * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False)) % 10 == digits[6]


def dates_of(text: str) -> tuple[str, ...]:
    """Return the dates that a printed one may be, as YYYY, YYYY-MM or YYYY-MM-DD; none if it is not understood.

    ``circa 1961`` is 1961, ``1958 to 1960`` is each of the three years: the printed words belong into the notes.
    """
    return tuple(dict.fromkeys(_dates(" ".join(text.split()))))


def is_exact(text: str) -> bool:
    """Tell whether a printed date is one date, neither about one nor a range."""
    return bool(_DAY.fullmatch(" ".join(text.split()))) and len(dates_of(text)) == 1


def _dates(text: str) -> Iterator[str]:
    about = text.lower().startswith("circa ")
    ends = text[6:].split(" to ") if about else text.split(" to ")
    found = [_date(end) for end in ends]
    if len(found) == 1 and found[0]:
        yield found[0][:4] if about else found[0]
    elif len(found) == 2 and all(found):
        first, last = (int(one[:4]) for one in found)
        if found[0][:7] == found[1][:7] and len(found[0]) == 10:
            yield found[0][:7]
        elif 0 <= last - first <= _LONGEST_RANGE:
            yield from (f"{year:04}" for year in range(first, last + 1))


def _date(text: str) -> str:
    """Return a date; empty if it is none of the calendar."""
    found = _DAY.fullmatch(text)
    if not found:
        return ""
    day, month, year = found.groups()
    if month is None:
        return year if int(year) else ""
    number = _MONTHS.get(month.lower(), 0)
    try:
        return dt.date(int(year), number, int(day or 1)).isoformat()[: 10 if day else 7]
    except ValueError:
        return ""


def is_name(*parts: str) -> bool:
    """Tell whether the parts of a name hold anything but signs."""
    return any(character.isalnum() for part in parts for character in part)
