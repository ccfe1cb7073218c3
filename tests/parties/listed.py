"""Made-up listed parties for tests; nobody here exists."""

from __future__ import annotations

import datetime as dt

from sekisho.parties.index import Index
from sekisho.parties.party import ListedParty, Match, Name, PartyQuery, Screening, SourceState
from sekisho.parties.screen import screen

STATE = SourceState("us-entity-list", dt.date(2026, 1, 2), "0" * 64, 3)


def listed(name: str, *aliases: str, weak: str = "", country: str = "CN", schema: str = "Company") -> ListedParty:
    names = (Name(name), *(Name(alias, "alias") for alias in aliases), *((Name(weak, "weak"),) if weak else ()))
    return ListedParty(f"id-{name}", "us-entity-list", schema, names, (country,), requirement="For all items")


def address(text: str) -> ListedParty:
    return ListedParty("id-address", "us-entity-list", "Address", (Name("Address 01"),), ("CN",), (text,))


def look(name: str, *parties: ListedParty, country: str | None = None, where: str = "") -> Screening:
    return screen(PartyQuery(name, country, where), Index.build(parties), [STATE])


def only(screening: Screening) -> Match:
    (match,) = screening.matches
    return match
