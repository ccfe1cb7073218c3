"""A transaction as the law sees it: who sends what to whom, by which means, for what use."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sekisho.controls.item import Item
from sekisho.logic.truth import Truth
from sekisho.parties.shares import ALWAYS, UNSTATED, Share, Span


class Kind(enum.Enum):
    """What is done."""

    EXPORT = "export"
    REEXPORT = "reexport"
    TRANSFER = "transfer"
    DEEMED_EXPORT = "deemed_export"
    BROKERING = "brokering"
    TRANSIT = "transit"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    PERSON_SUPPORT = "person_support"


class Means(enum.Enum):
    """How it leaves."""

    PHYSICAL = "physical"
    ELECTRONIC = "electronic"
    ORAL_OR_VISUAL = "oral_or_visual"
    REMOTE_ACCESS = "remote_access"


class Knowledge(enum.Enum):
    """What the exporter knows of one end use."""

    NOT_ASKED = "not_asked"
    NONE_AFTER_DILIGENCE = "none_after_diligence"
    SUSPECT = "suspect"
    AWARE = "aware"
    INFORMED = "informed"

    def reaches(self, standard: Knowledge) -> Truth:
        """Tell whether this state of knowledge meets a standard (SUSPECT, AWARE or INFORMED).

        INFORMED is a notice by an authority: only INFORMED meets it, and it meets every lower standard. NOT_ASKED is
        UNKNOWN for every standard.
        """
        if self is Knowledge.NOT_ASKED:
            return Truth.UNKNOWN
        return Truth.of(_STRENGTH[self] >= _STRENGTH[standard])


_STRENGTH = {
    Knowledge.NOT_ASKED: 0,
    Knowledge.NONE_AFTER_DILIGENCE: 1,
    Knowledge.SUSPECT: 2,
    Knowledge.AWARE: 3,
    Knowledge.INFORMED: 4,
}


USES = (
    "military",
    "military_end_user",
    "military_intelligence",
    "nuclear",
    "chemical",
    "biological",
    "missile",
    "surveillance",
    "supercomputer",
    "advanced_node",
    "semiconductor_equipment",
)
"""End uses that some catch-all asks about."""


@dataclass(frozen=True, slots=True)
class EndUse:
    """What the item is for.

    Attributes:
        text: As stated by the end user.
        knowledge: State of knowledge for each of USES that was asked about; absent is NOT_ASKED.
        said: By whom and when, as text, for the uses where it was stated; for the record.
    """

    text: str = ""
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def of(self, use: str) -> Knowledge:
        """Return the state of knowledge of one use."""
        return self.knowledge.get(use, Knowledge.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class TransactionParty:
    """A party to the transaction.

    Attributes:
        role: ``end_user``, ``consignee``, ``purchaser``, ``intermediary``, ``bank``, ``carrier`` …
        name: As written.
        country: Where it is, ISO code; None if not stated.
        address: As written.
        identifiers: By kind.
        nationality: Most recent citizenship or permanent residency, of a person; None if not stated.
        headquarters: Where it is headquartered, ISO code; None if not stated.
        ultimate_parent: Where its ultimate parent is headquartered, ISO code; None if not stated.
        listings: Source ids of lists on which the exporter itself found the party, with the reference as text.
        listed_owners: Whether listed parties own 50 per cent or more of it, singly or together.
        person: Whether it is a natural person, whom nobody owns.
        owners: Who owns it, and how much of it; not stated is not known.
    """

    role: str
    name: str
    country: str | None = None
    address: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    nationality: str | None = None
    headquarters: str | None = None
    ultimate_parent: str | None = None
    listings: Mapping[str, str] = field(default_factory=dict)
    listed_owners: Truth = Truth.UNKNOWN
    person: Truth = Truth.UNKNOWN
    owners: tuple[Stake, ...] = ()


@dataclass(frozen=True, slots=True)
class Stake:
    """What an owner holds of a party. Its days belong to the statement: without them it holds on the transaction's day.

    Attributes:
        holder: The owner, a party with the role ``owner``; it may have owners of its own.
        share: How much.
        span: When.
        source: Who says so; empty where the transaction does.
    """

    holder: TransactionParty
    share: Share = UNSTATED
    span: Span = ALWAYS
    source: str = ""


@dataclass(frozen=True, slots=True)
class Owned:
    """An owner, and where it stands in a transaction.

    Attributes:
        index: Its number among everybody, see ``Transaction.everybody``.
        of: The number of the party or owner that it owns.
        party: The number of the party of the transaction at whose head it stands.
        stake: What it holds.
    """

    index: int
    of: int
    party: int
    stake: Stake


@dataclass(frozen=True, slots=True)
class TransactionItem:
    """An item with its commercial facts.

    Attributes:
        item: What classification sees.
        quantity: Number of pieces; None if not stated.
        value_amount: Value of the line, in ``value_currency``; None if not stated.
        value_currency: ISO 4217 code; empty if not stated.
        origin: Where it was made, ISO code; None if not stated.
        us_content_percent: Controlled or not, US-origin content by value, 0 to 100; None if not stated.
        us_content_controlled: Whether that content is itself controlled to the destination.
        us_direct_product: Whether it is the direct product of US-origin technology or software, or of a plant or
            major component that is one.
        hs_code: Harmonised System code; empty if not stated.
    """

    item: Item
    quantity: float | None = None
    value_amount: float | None = None
    value_currency: str = ""
    origin: str | None = None
    us_content_percent: float | None = None
    us_content_controlled: Truth = Truth.UNKNOWN
    us_direct_product: Truth = Truth.UNKNOWN
    hs_code: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything a determination is made from, apart from classification and screening.

    Attributes:
        date: The day whose law applies.
        kind: See Kind.
        means: See Means.
        exporter_name: As written.
        exporter_jurisdiction: Seat, ISO code; None if not stated.
        ship_from: Where it leaves from, ISO code; None if not stated.
        destination: Where it goes, ISO code or UA-43, UA-14, UA-09.
        items: At least one.
        parties: May be empty; then the end user is unknown.
        end_use: See EndUse.
        licences: Licences held: jurisdiction and reference, for the record.
        regions: Answers about sub-national regions: ``UA-43``, ``UA-14``, ``UA-09`` to whether the goods go there.
        answers: The exporter's answers to questions in words about the whole transaction, by key of
            ``licensing.questions.ANSWERS``; absent is not asked.
    """

    date: dt.date
    kind: Kind
    means: Means
    exporter_name: str
    exporter_jurisdiction: str | None
    ship_from: str | None
    destination: str
    items: tuple[TransactionItem, ...]
    parties: tuple[TransactionParty, ...] = ()
    end_use: EndUse = EndUse()
    licences: tuple[Mapping[str, str], ...] = ()
    regions: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)

    @property
    def owned(self) -> tuple[Owned, ...]:
        """Return every owner that is stated, numbered after the parties: each before its own owners, party by party."""
        found: list[Owned] = []
        for number, party in enumerate(self.parties):
            found += _owned(party, number, number, len(self.parties) + len(found))
        return tuple(found)

    @property
    def everybody(self) -> tuple[TransactionParty, ...]:
        """Return the parties, and after them every owner that is stated: whoever is looked up on the lists."""
        return (*self.parties, *(one.stake.holder for one in self.owned))

    def with_owners(self, found: Mapping[int, tuple[Stake, ...]]) -> Transaction:
        """Return the transaction with further owners, by the number of whom they own among everybody."""
        return replace(self, parties=_completed(self.parties, range(len(self.parties)), found, self.owned))


def _owned(party: TransactionParty, of: int, root: int, first: int) -> Iterator[Owned]:
    for stake in party.owners:
        yield Owned(first, of, root, stake)
        below = tuple(_owned(stake.holder, first, root, first + 1))
        yield from below
        first += 1 + len(below)


def _completed(
    parties: Iterable[TransactionParty],
    numbers: Iterable[int],
    found: Mapping[int, tuple[Stake, ...]],
    owned: tuple[Owned, ...],
) -> tuple[TransactionParty, ...]:
    made = []
    for party, number in zip(parties, numbers, strict=True):
        own = [one.index for one in owned if one.of == number]
        holders = _completed((one.holder for one in party.owners), own, found, owned)
        stakes = (replace(one, holder=holder) for one, holder in zip(party.owners, holders, strict=True))
        made.append(replace(party, owners=(*stakes, *found.get(number, ()))))
    return tuple(made)
