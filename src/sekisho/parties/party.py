"""Parties: those of a transaction and those on an official list.

Property names follow FollowTheMoney (name, alias, country, address), so that the conversion in ``sources`` is plain.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed.

    Attributes:
        value: The name.
        quality: ``primary``, ``alias`` or ``weak``: a low-quality alias by the source's own word, an abbreviation that
            the source gives in brackets, or a reading that the print leaves open. A weak name alone is never certain.
    """

    value: str
    quality: str = "primary"


@dataclass(frozen=True, slots=True)
class ListedParty:
    """A party on an official list.

    Attributes:
        id: Stable within the source, for example ``us-entity-list-0412``.
        source: Source id, for example ``us-entity-list``.
        schema: FollowTheMoney schema: LegalEntity, Company, Organization, Person, Address.
        names: The primary name first.
        countries: ISO codes under which the source lists it.
        addresses: As printed.
        footnotes: Numbers of the footnotes of the Entity List that apply to it.
        requirement: Licence requirement, as printed.
        policy: Licence review policy, as printed.
        concerns: METI concern codes (B, C, M, N, CW).
        citation: The publications that listed or amended it.
        remarks: Anything else printed.
    """

    id: str
    source: str
    schema: str
    names: tuple[Name, ...]
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    footnotes: tuple[int, ...] = ()
    requirement: str = ""
    policy: str = ""
    concerns: tuple[str, ...] = ()
    citation: str = ""
    remarks: str = ""

    @property
    def name(self) -> str:
        """Return the primary name."""
        return self.names[0].value


@dataclass(frozen=True, slots=True)
class PartyQuery:
    """What is looked for on the lists.

    Attributes:
        name: As the user wrote it.
        country: ISO code, or None.
        address: As written; may be empty.
        identifiers: By kind; may be empty.
    """

    name: str
    country: str | None = None
    address: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A listed party that the query may be.

    Attributes:
        listed: The listed party.
        score: From 0 to 1; 1 only where a normalised name is identical.
        matched: The listed name that matched.
        certain: Whether the names are identical after normalisation; otherwise a person must look.
        explanation: How the two names were compared, a line each.
    """

    listed: ListedParty
    score: float
    matched: str
    certain: bool
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceState:
    """Which bytes of an official list were searched.

    Attributes:
        id: Source id.
        snapshot: Day of the publication's content.
        sha256: Of the bytes that were read.
        parties: How many parties it held.
        official: False for the starter set, which is not a screening source.
        stale: Why the snapshot is too old for the date asked about; empty if it is not.
    """

    id: str
    snapshot: dt.date
    sha256: str
    parties: int
    official: bool = True
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """What the lists say of one party.

    Attributes:
        query: Whom we looked for.
        matches: Best first.
        sources: What was searched.
    """

    query: PartyQuery
    matches: tuple[Match, ...]
    sources: tuple[SourceState, ...]

    def searched(self, source: str) -> bool:
        """Tell whether the official list with this id was searched, fresh enough for the date asked about."""
        return any(state.id == source and state.official and not state.stale for state in self.sources)
