"""What an official file of OFAC holds, counted without the readers: by regular expressions, and by ElementTree."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from sekisho.errors import PlaceError
from sekisho.parties.party import ListedParty
from sekisho.sources.ofac import PLACES_OF_ELEMENTS
from sekisho.terms.places import place


@dataclass(frozen=True, slots=True)
class Raw:
    """An official file."""

    data: bytes

    def tags(self, tag: str) -> int:
        """Return how often a tag is opened."""
        return len(re.findall(rf"<{tag}>".encode(), self.data))

    def texts(self, tag: str) -> Counter[str]:
        """Return the texts of all elements with a tag that have no children."""
        return Counter(text.decode() for text in re.findall(rf"<{tag}>([^<]*)</{tag}>".encode(), self.data))

    def entries(self) -> Iterator[ElementTree.Element]:
        """Yield the entries, without namespaces."""
        root = ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", self.data, count=1))
        yield from root.iter("sdnEntry")

    def strange(self) -> set[str]:
        """Return the places of elements that the reader does not know."""
        found: set[str] = set()

        def walk(element: ElementTree.Element, above: str) -> None:
            for child in element:
                found.add(path := f"{above}/{child.tag}".lstrip("/"))
                walk(child, path)

        for entry in self.entries():
            walk(entry, "")
        return found - PLACES_OF_ELEMENTS


def said(party: ListedParty) -> str:
    """Return all that a party says, blanks made one, in lower case."""
    texts = [
        *(name.value for name in party.names),
        *party.addresses,
        *party.countries,
        party.remarks,
        *(value for _, values in party.properties for value in values),
    ]
    return " | ".join(" ".join(text.split()) for text in texts).lower()


def lost(entry: ElementTree.Element, party: ListedParty) -> list[str]:
    """Return texts of an entry that the party does not say; a country may be said by its code, a day in ISO form."""
    own = said(party)
    kept = ("idNumber", "program", "remarks", "title", "lastName", "firstName", "placeOfBirth", "city", "postalCode")
    more = ("address1", "address2", "address3", "stateOrProvince", "callSign", "vesselType", "vesselOwner", "tonnage")
    rows = ("idCountry", "issueDate", "expirationDate")
    texts = [one.text or "" for tag in (*kept, *more, *rows, "grossRegisteredTonnage") for one in entry.iter(tag)]
    missing = [text for text in texts if " ".join(text.split()).lower() not in own]
    missing += [text for tag in ("country", "vesselFlag") for text in _texts(entry, tag) if not _as_place(text, party, own)]
    missing += [text for text in _texts(entry, "dateOfBirth") if not _as_date(text, party, own)]
    return [text for text in missing if not _as_number(text, own) and not _as_name(text, own)]


def _texts(entry: ElementTree.Element, tag: str) -> list[str]:
    return [one.text or "" for one in entry.iter(tag)]


def _as_place(text: str, party: ListedParty, own: str) -> bool:
    codes = {*party.countries, *(code for name in ("nationality", "citizenship", "flag") for code in party.values(name))}
    try:
        return place(text) in codes
    except PlaceError:
        return text.lower() in own


def _as_date(text: str, party: ListedParty, own: str) -> bool:
    if f"dob {text}".lower() in own:
        return True
    for form, written in (("%d %b %Y", "%Y-%m-%d"), ("%b %Y", "%Y-%m"), ("%Y", "%Y")):
        try:
            return dt.datetime.strptime(text, form).strftime(written) in party.values("birthDate")
        except ValueError:
            continue
    return False


def _as_number(text: str, own: str) -> bool:
    return text.startswith("IMO") and text.rsplit(maxsplit=1)[-1] in own


def _as_name(text: str, own: str) -> bool:
    last, comma, first = text.partition(", ")
    return bool(comma) and f"{first} {last}".lower() in own
