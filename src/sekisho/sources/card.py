"""What is known of an official publication before it is read: its card.

Decides how a card is written, how many parties a plausible publication holds, and when a snapshot is too old to be
relied on. Reads no publication.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sekisho.errors import SourceError
from sekisho.parties.party import SourceState
from sekisho.terms.document import Node, read_file

_TEXTS = ("id", "title", "publisher", "address", "format", "schedule", "terms", "citation")
_NUMBERS = ("least", "greatest", "soft_limit_days", "hard_limit_days")
_LISTS = ("files", "not_in_it")


@dataclass(frozen=True, slots=True)
class Card:
    """An official publication.

    Attributes:
        id: Source id, for example ``us-entity-list``.
        title: As published.
        publisher: Who publishes it.
        address: Where it is published.
        format: Of the file that is read.
        schedule: How often it changes.
        terms: Under which terms the bytes may be used.
        citation: The legal basis.
        least: Fewer parties than this are implausible.
        greatest: More parties than this are implausible.
        soft_limit_days: Age from which on a new snapshot should be fetched.
        hard_limit_days: Age beyond which a snapshot does not count as searched.
        files: File names that hold it, as patterns.
        not_in_it: What a reader might look for here in vain.
        official: False for the starter set.
    """

    id: str
    title: str
    publisher: str
    address: str
    format: str
    schedule: str
    terms: str
    citation: str
    least: int
    greatest: int
    soft_limit_days: int
    hard_limit_days: int
    files: tuple[str, ...] = ()
    not_in_it: tuple[str, ...] = ()
    official: bool = True

    def check_count(self, count: int, file: str) -> None:
        """Refuse an implausible number of parties.

        Raises:
            SourceError: Outside the bounds of the card.
        """
        if not self.least <= count <= self.greatest:
            raise SourceError(
                f"{count:,} parties of {self.id}; between {self.least:,} and {self.greatest:,} are plausible",
                file=file,
                remedy="download the file again; if the publication really changed so much, correct its card",
            )

    def plain(self) -> dict[str, Any]:
        """Return the card as JSON-able values, for a cache."""
        return dataclasses.asdict(self)

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Self:
        """Take up what `plain` returned, also after a round trip through JSON."""
        lists: dict[str, Any] = {name: tuple(values[name]) for name in _LISTS}
        return cls(**(values | lists))


def read_card(path: Path) -> Card:
    """Read a card.

    Raises:
        SourceError: The card contradicts itself.
        DocumentError: Not readable, or a key is missing or unknown.
    """
    node = read_file(path)
    node.only((*_TEXTS, *_NUMBERS, *_LISTS, "official"))
    values: dict[str, Any] = {name: " ".join(node.require(name).text().split()) for name in _TEXTS}
    values |= {name: _whole(node.require(name)) for name in _NUMBERS}
    values |= {name: _texts(node.get(name)) for name in _LISTS}
    official = node.get("official")
    card = Card(**values, official=official is None or official.flag())
    if card.least > card.greatest or card.soft_limit_days > card.hard_limit_days:
        raise SourceError("a card's lower limit is above its upper one", file=str(path))
    return card


def state_on(state: SourceState, card: Card, on: dt.date) -> SourceState:
    """Return the state with ``stale`` filled in for a date.

    A snapshot is too old when more than the card's hard limit has passed since its day. It does not fit either when it
    is that much younger than the date: parties taken off the list in between are not in it.
    """
    age = (on - state.snapshot).days
    reason = ""
    if age > card.hard_limit_days:
        reason = f"snapshot is {age} days older than {on}; beyond {card.hard_limit_days} days it does not count"
    elif -age > card.hard_limit_days:
        reason = f"snapshot is {-age} days younger than {on}; beyond {card.hard_limit_days} days it does not count"
    return dataclasses.replace(state, stale=reason)


def age_note(state: SourceState, card: Card, on: dt.date) -> str:
    """Return a hint that a snapshot should be renewed, from the card's soft limit on; empty before."""
    age = (on - state.snapshot).days
    if age <= card.soft_limit_days:
        return ""
    return f"snapshot of {state.id} is {age} days old; {card.schedule}: load a new one"


def _texts(node: Node | None) -> tuple[str, ...]:
    return () if node is None else node.texts()


def _whole(node: Node) -> int:
    number = node.number()
    if number < 0 or number != int(number):
        raise node.error("a whole number is expected here")
    return int(number)
