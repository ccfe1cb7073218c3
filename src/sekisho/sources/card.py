"""What is known of an official publication before it is read: its card.

Decides how a card is written, how many records a plausible publication holds, how much of it may plausibly change, and when
a snapshot is too old to be relied on. Reads no publication.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from sekisho.errors import SourceError
from sekisho.parties.party import SourceState
from sekisho.terms.document import Node, read_file

_TEXTS = ("id", "title", "publisher", "address", "format", "schedule", "terms", "citation")
_NUMBERS = ("least", "greatest", "soft_limit_days", "hard_limit_days")
_BOUNDS = {"most_bytes": 200_000_000, "most_unread": 0, "most_removed_percent": 10, "most_added_percent": 25}
_LISTS = ("files", "parts", "optional_parts", "download", "covers", "not_in_it")
_CONTENTS = ("parties", "text", "table")
PERIOD_DAYS = 30
"""For which time between two snapshots the bounds on what changes hold; for a longer time they grow with it."""
FTM: Final = "ftm"
"""The card of every dataset in FollowTheMoney's format; each is a source, ``ftm-`` and the name of the dataset."""
_FTM_ID: Final = re.compile(r"ftm-[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class Card:
    """An official publication.

    Attributes:
        id: Source id, for example ``us-entity-list``.
        title: As published.
        publisher: Who publishes it.
        address: Where it is published, for people.
        format: Of the file that is read.
        schedule: How often it changes.
        terms: Under which terms the bytes may be used.
        citation: The legal basis.
        least: Fewer records (parties, sections or rows) than this are implausible.
        greatest: More records than this are implausible.
        soft_limit_days: Age from which on a new snapshot should be fetched.
        hard_limit_days: Age beyond which a snapshot does not count as searched.
        content: ``parties``, ``text`` (of a control list) or ``table``.
        files: File names that hold it, as patterns; for a publication of several files, of the first.
        parts: Names of the other files of a publication of several files; each must lie beside the first.
        optional_parts: Names of files that belong to it where they lie beside the first.
        download: Addresses from which `sekisho sources update` fetches it, one for each file; empty if it must be fetched by
            hand. ``{date}`` stands for a day.
        covers: Ids of other lists that it repeats whole.
        not_in_it: What a reader might look for here in vain.
        most_bytes: More than this is implausible.
        most_unread: More rows than this that cannot be read are not tolerable.
        most_removed_percent: More than this share of its records does not go within PERIOD_DAYS.
        most_added_percent: More than this share does not come within PERIOD_DAYS.
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
    content: str = "parties"
    files: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    optional_parts: tuple[str, ...] = ()
    download: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    not_in_it: tuple[str, ...] = ()
    most_bytes: int = _BOUNDS["most_bytes"]
    most_unread: int = _BOUNDS["most_unread"]
    most_removed_percent: int = _BOUNDS["most_removed_percent"]
    most_added_percent: int = _BOUNDS["most_added_percent"]
    official: bool = True

    @property
    def records(self) -> str:
        """Return what its records are called."""
        return {"parties": "parties", "text": "headings", "table": "rows"}[self.content]

    def check_count(self, count: int, file: str) -> None:
        """Refuse an implausible number of records.

        Raises:
            SourceError: Outside the bounds of the card.
        """
        if not self.least <= count <= self.greatest:
            raise SourceError(
                f"{count:,} {self.records} of {self.id}; between {self.least:,} and {self.greatest:,} are plausible",
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
    node.only((*_TEXTS, *_NUMBERS, *_BOUNDS, *_LISTS, "content", "official"))
    values: dict[str, Any] = {name: " ".join(node.require(name).text().split()) for name in _TEXTS}
    values |= {name: _whole(node.require(name)) for name in _NUMBERS}
    values |= {name: _texts(node.get(name)) for name in _LISTS}
    values |= {name: default if (held := node.get(name)) is None else _whole(held) for name, default in _BOUNDS.items()}
    official, content = node.get("official"), node.get("content")
    kind = _CONTENTS[0] if content is None else content.text()
    if content is not None and kind not in _CONTENTS:
        raise content.error(f"the content is one of {', '.join(_CONTENTS)}")
    card = Card(**values, content=kind, official=official is None or official.flag())
    if len(card.download) not in (0, 1, 1 + len(card.parts)):
        raise SourceError("a card gives one address, or one for each of its files, or none", file=str(path))
    if any(not one.startswith("https://") for one in card.download):
        raise SourceError("a card gives an address that is not https", file=str(path))
    if card.least > card.greatest or card.soft_limit_days > card.hard_limit_days:
        raise SourceError("a card's lower limit is above its upper one", file=str(path))
    return card


def card_among(known: Mapping[str, Card], source: str) -> Card | None:
    """Return the card of a source; that of a dataset in FollowTheMoney's format is made from the common one."""
    if source in known:
        return known[source]
    if FTM in known and _FTM_ID.fullmatch(source):
        return dataclasses.replace(known[FTM], id=source, title=f"{known[FTM].title}: {source.removeprefix('ftm-')}")
    return None


def state_on(state: SourceState, card: Card, on: dt.date, checked: dt.date | None = None) -> SourceState:
    """Return the state with ``stale`` and ``warning`` filled in for a date.

    A snapshot is too old when more than the card's hard limit has passed since its day, or since the last day on which it
    was found to be the current publication still. It does not fit either when it is that much younger than the date: parties
    taken off the list in between are not in it.

    Args:
        state: Which bytes.
        card: Of the source.
        on: The date asked about.
        checked: The last day, not after that date, on which the publisher still had these bytes.
    """
    since = state.snapshot if checked is None else max(state.snapshot, checked)
    age = (on - since).days
    reason, warning = "", state.warning
    of = f"snapshot of {state.snapshot}" + ("" if since == state.snapshot else f", last confirmed on {since},")
    if age > card.hard_limit_days:
        reason = f"{of} is {age} days older than {on}; beyond {card.hard_limit_days} days it does not count"
    elif -age > card.hard_limit_days:
        reason = f"{of} is {-age} days younger than {on}; beyond {card.hard_limit_days} days it does not count"
    elif age > card.soft_limit_days:
        due = f"{of} is {age} days old; {card.schedule}: load a new one"
        warning = "; ".join(one for one in (warning, due) if one)
    return dataclasses.replace(state, stale=reason, warning=warning)


def _texts(node: Node | None) -> tuple[str, ...]:
    return () if node is None else node.texts()


def _whole(node: Node) -> int:
    number = node.number()
    if number < 0 or number != int(number):
        raise node.error("a whole number is expected here")
    return int(number)
