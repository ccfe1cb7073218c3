"""Whether a new snapshot may take the place of the last: what speaks against it.

Decides that from the card: too few or too many records, rows that could not be read, more that went or came than is
plausible for the time between the two, and a publication that is older than the one in use. Knows no single publication.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from sekisho.sources.card import PERIOD_DAYS, Card
from sekisho.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class Previous:
    """The accepted snapshot that a new one is held against.

    Attributes:
        day: Of its content.
        count: How many records it has.
        removed: How many of these the new one has not.
        added: How many the new one has beside.
    """

    day: dt.date
    count: int
    removed: int
    added: int


def objections(
    card: Card, reading: Reading, count: int, day: dt.date, previous: Previous | None, newest: dt.date | None = None
) -> tuple[str, ...]:
    """Return what speaks against accepting a snapshot, a sentence each; empty if nothing does.

    Args:
        card: Of its source.
        reading: What was noted while it was read.
        count: How many records it has.
        day: Of its content.
        previous: The accepted snapshot nearest before it, if there is one.
        newest: Where it was fetched as the current publication: the day of the newest accepted snapshot.
    """
    found = []
    if not card.least <= count <= card.greatest:
        found.append(f"it has {count:,} {card.records}; between {card.least:,} and {card.greatest:,} are plausible")
    if reading.unread_rows > card.most_unread:
        first = reading.unread[0]
        where = f"line {first.line}: " if first.line else ""
        found.append(
            f"{reading.unread_rows:,} rows cannot be read, at most {card.most_unread:,} may; "
            f"the first: {where}{first.message}"
        )
    if newest is not None and day < newest:
        found.append(f"its content is of {day}, older than that of {newest}, which is in use")
    if previous is not None and previous.count:
        found += _changes(card, day, previous)
    return tuple(found)


def _changes(card: Card, day: dt.date, previous: Previous) -> list[str]:
    periods = max(1, math.ceil(abs((day - previous.day).days) / PERIOD_DAYS))
    found = []
    for what, number, percent in (
        ("are gone", previous.removed, card.most_removed_percent),
        ("are new", previous.added, card.most_added_percent),
    ):
        most = math.ceil(previous.count * percent * periods / 100)
        if number > most:
            found.append(
                f"{number:,} of {previous.count:,} {card.records} {what} since {previous.day}; at most {most:,} "
                f"({percent} percent in {PERIOD_DAYS} days) are plausible"
            )
    return found
