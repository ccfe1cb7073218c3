"""Reads the parties of a transaction file, and who owns them.

Decides what may be said of a party and of its owners. Refuses owners of a person, an owner named twice, and shares that
come to more than there is: each would be a guess about what was meant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from fractions import Fraction

from sekisho.errors import PlaceError
from sekisho.licensing.transaction import Stake, TransactionParty
from sekisho.logic.truth import Truth
from sekisho.parties.shares import UNSTATED, Share, Span, percent, read_share
from sekisho.terms.document import Node
from sekisho.terms.places import place

OWNER = "owner"
"""Role of whoever is named as an owner."""
PERSONS = ("employee",)
"""Roles that only a natural person has."""
COMMON_KEYS = (
    "name",
    "country",
    "address",
    "identifiers",
    "nationality",
    "listings",
    "listed_owners",
    "person",
    "owners",
)
PARTY_KEYS = ("role", *COMMON_KEYS, "headquarters", "ultimate_parent")
OWNER_KEYS = (*COMMON_KEYS, "share", "since", "until")
LISTINGS = (
    "us-entity-list",
    "us-meu",
    "us-uvl",
    "us-dpl",
    "us-sdn",
    "jp-end-user-list",
    "us-ofac-consolidated",
    "us-dtc",
    "us-isn",
    "eu-fsf",
    "un-sc",
    "gb-sanctions",
)
"""Lists of parties on which the exporter may have found a party himself."""
MOST_PARTIES = 1_000
MOST_OWNERS = 1_000

_WORD = re.compile(r"[a-z][a-z0-9_]*")


def read_parties(node: Node | None, on: dt.date) -> tuple[TransactionParty, ...]:
    """Read the parties of a transaction.

    Args:
        node: The sequence; None where there is none.
        on: The transaction's day: the owners of that day are held against each other.

    Raises:
        DocumentError: Something in it is wrong; the error names the place.
    """
    if node is None:
        return ()
    if len(node.sequence()) > MOST_PARTIES:
        raise node.error(f"more than {MOST_PARTIES:,} parties are not read", "split the transaction")
    found = tuple(_party(one, on) for one in node.sequence())
    if _owners_in(found) > MOST_OWNERS:
        raise node.error(f"more than {MOST_OWNERS:,} owners are not read", "name those who hold most")
    return found


def _owners_in(parties: Iterable[TransactionParty]) -> int:
    return sum(len(one.owners) + _owners_in(stake.holder for stake in one.owners) for one in parties)


def _party(node: Node, on: dt.date) -> TransactionParty:
    node.only(PARTY_KEYS)
    role = node.require("role")
    word = re.sub(r"[\s-]+", "_", role.text().strip().lower())
    if not _WORD.fullmatch(word):
        raise role.error(f"{role.text()!r} is no role", "use words such as end_user, consignee, purchaser, bank")
    return _who(node, word, on)


def _who(node: Node, role: str, on: dt.date) -> TransactionParty:
    owners, listed_owners = node.get("owners"), read_truth(node, "listed_owners")
    person = Truth.YES if role in PERSONS else read_truth(node, "person")
    stakes = _owners(owners, on)
    if person is Truth.YES and (stakes or listed_owners is Truth.YES):
        place_of = node.require("owners" if stakes else "listed_owners")
        raise place_of.error("a person has no owners", "leave the owners out, or say who the body is")
    return TransactionParty(
        role=role,
        name=" ".join(node.require("name").text().split()),
        country=read_place(node, "country"),
        address=read_text(node, "address"),
        identifiers=read_texts(node.get("identifiers")),
        nationality=read_place(node, "nationality"),
        headquarters=read_place(node, "headquarters"),
        ultimate_parent=read_place(node, "ultimate_parent"),
        listings=read_texts(node.get("listings"), LISTINGS),
        listed_owners=listed_owners,
        person=person,
        owners=stakes,
    )


def _owners(node: Node | None, on: dt.date) -> tuple[Stake, ...]:
    if node is None:
        return ()
    stakes = tuple(_stake(one, on) for one in node.sequence())
    now = [one for one in stakes if one.span.holds(on) is Truth.YES]
    names = [one.holder.name.casefold() for one in now]
    twice = next((one.holder.name for one in now if names.count(one.holder.name.casefold()) > 1), None)
    if twice is not None:
        raise node.error(f"{twice} is named twice", "name each owner once, with all that it holds on the day")
    total = sum((one.share.low for one in now), Fraction(0))
    if total > 1 or (total == 1 and not all(one.share.low for one in now)):
        raise node.error(
            f"the shares come to {percent(total)}, with {len(now)} owners on {on}",
            "give what each holds on the transaction's day; round down, not up",
        )
    return stakes


def _stake(node: Node, on: dt.date) -> Stake:
    node.only(OWNER_KEYS)
    since, until = (None if one is None else one.date() for one in (node.get("since"), node.get("until")))
    if since is not None and until is not None and until < since:
        raise node.require("until").error("it ends before it begins", "check since and until")
    span = Span(*("" if day is None else day.isoformat() for day in (since, until)))
    return Stake(_who(node, OWNER, on), _share(node.get("share")), span)


def _share(node: Node | None) -> Share:
    text = None if node is None else node.optional_text()
    if node is None or text is None:
        return UNSTATED
    found = read_share(text)
    if found is None:
        raise node.error(
            f"{text!r} is no share",
            'give per cent above 0 and up to 100, such as 30 or "30 %", or a band, such as "25-50 %"',
        )
    return found


def read_text(node: Node, key: str) -> str:
    """Return a text; empty where it is missing, null or blank."""
    found = node.get(key)
    return "" if found is None else found.optional_text() or ""


def read_texts(node: Node | None, known: Iterable[str] | None = None) -> dict[str, str]:
    """Return texts by key, without those that are null.

    Raises:
        DocumentError: A key is not among those that are known.
    """
    if node is None:
        return {}
    if known is not None:
        node.only(known)
    return {key: one.text() for key, one in node.mapping().items() if one.value is not None}


def read_truth(node: Node, key: str) -> Truth:
    """Return true or false as a truth; UNKNOWN where it is missing or null."""
    found = node.get(key)
    return Truth.of(None if found is None else found.flag())


def read_place(node: Node, key: str) -> str | None:
    """Return the code of a place; None where it is missing or null."""
    found = node.get(key)
    return None if found is None else the_place(found)


def the_place(node: Node) -> str:
    """Return the code of a place.

    Raises:
        PlaceError: No such place; the error names where it is written.
    """
    try:
        return place(node.text())
    except PlaceError as problem:
        raise problem.located(file=node.file, line=node.line, column=node.column, place=node.path) from problem
