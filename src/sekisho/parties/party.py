"""Parties: those of a transaction and those on an official list, and what links them.

Schemata and property names are those of FollowTheMoney, so that the conversion in ``sources`` is plain.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sekisho.parties.judgement import Judged

Properties = tuple[tuple[str, tuple[str, ...]], ...]

IDENTIFIERS: Final = frozenset(
    {
        "registrationNumber",
        "taxNumber",
        "vatCode",
        "idNumber",
        "passportNumber",
        "socialSecurityNumber",
        "imoNumber",
        "mmsi",
        "callSign",
        "swiftBic",
        "leiCode",
        "dunsCode",
        "innCode",
        "ogrnCode",
        "kppCode",
        "okpoCode",
        "uniqueEntityId",
        "uscCode",
        "serialNumber",
        "icaoCode",
        "isin",
        "publicKey",
        "permId",
        "bikCode",
        "cageCode",
        "giiNumber",
        "cryptoAddress",
        "iban",
        "accountNumber",
        "figiCode",
        "cikCode",
        "npiCode",
        "wikidataId",
    }
)
"""FollowTheMoney properties whose values are numbers or codes that tell a party from every other."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed.

    Attributes:
        value: The name.
        quality: ``primary``, ``alias``, ``former`` (no longer borne) or ``weak``: a low-quality alias by the source's own
            word, an abbreviation that the source gives in brackets, or a reading that the print leaves open. A weak name
            alone is never certain.
    """

    value: str
    quality: str = "primary"


@dataclass(frozen=True, slots=True)
class ListedParty:
    """A party on an official list.

    Attributes:
        id: Stable within the source, for example ``us-entity-list-0412``.
        source: Source id, for example ``us-entity-list``.
        schema: FollowTheMoney schema: LegalEntity, Company, Organization, Person, Vessel, Airplane, Address, ...
        names: The primary name first.
        countries: ISO codes under which the source lists it.
        addresses: As printed.
        footnotes: Numbers of the footnotes of the Entity List that apply to it.
        requirement: Licence requirement, as printed.
        policy: Licence review policy, as printed.
        concerns: METI concern codes (B, C, M, N, CW).
        citation: The publications that listed or amended it.
        remarks: Anything else printed.
        properties: Further properties under their FollowTheMoney names (birthDate, imoNumber, passportNumber, flag, program,
            ...), sorted by name; each with its values as printed, dates as YYYY, YYYY-MM or YYYY-MM-DD.
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
    properties: Properties = ()

    @property
    def name(self) -> str:
        """Return the primary name."""
        return self.names[0].value

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a further property; none if it is not known."""
        return _values_of(self.properties, name)

    @property
    def identifiers(self) -> dict[str, tuple[str, ...]]:
        """Return the numbers that tell this party from every other, by kind."""
        return {name: values for name, values in self.properties if name in IDENTIFIERS}


@dataclass(frozen=True, slots=True)
class Link:
    """What connects listed parties: an ownership, a directorship, a family tie, a sanction on one of them.

    Attributes:
        id: Stable within the source.
        source: Source id.
        schema: FollowTheMoney schema: Ownership, Directorship, Sanction, ...
        ends: Ids of what it connects, by property (owner, asset, entity, ...).
        properties: The rest, as of a party.
    """

    id: str
    source: str
    schema: str
    ends: Properties
    properties: Properties = ()

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of a further property; none if it is not known."""
        return _values_of(self.properties, name)


def _values_of(properties: Properties, name: str) -> tuple[str, ...]:
    return next((values for own, values in properties if own == name), ())


def properties_of(values: Mapping[str, Iterable[str]]) -> Properties:
    """Return properties in their fixed form: sorted by name, each value once and in order, empty ones left out."""
    made = ((name, tuple(dict.fromkeys(" ".join(one.split()) for one in values[name]))) for name in sorted(values))
    kept = ((name, tuple(one for one in found if one)) for name, found in made)
    return tuple((name, found) for name, found in kept if found)


@dataclass(frozen=True, slots=True)
class PartyQuery:
    """What is looked for on the lists.

    Attributes:
        name: As the user wrote it.
        country: ISO code, or None.
        address: As written; may be empty.
        identifiers: By kind; may be empty.
        schema: FollowTheMoney schema, for example ``Person`` or ``Company``; empty where it is not known.
        birth_date: Of a person, YYYY, YYYY-MM or YYYY-MM-DD; empty where it is not known.
    """

    name: str
    country: str | None = None
    address: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    schema: str = ""
    birth_date: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A listed party that the query may be.

    Attributes:
        listed: The listed party.
        score: From 0 to 1; 1 only where a normalised name is identical.
        matched: The listed name that matched.
        certain: Whether the names are identical after normalisation, or a person confirmed it; otherwise a person must look.
        explanation: How the two names were compared, a line each.
    """

    listed: ListedParty
    score: float
    matched: str
    certain: bool
    explanation: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Return source and id of the listed party; an id alone may stand in two publications."""
        return self.listed.source, self.listed.id


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
        warning: What else whoever relies on it must know: a newer snapshot in quarantine, a renewal that is due.
        covers: Ids of other lists that the publication repeats whole.
    """

    id: str
    snapshot: dt.date
    sha256: str
    parties: int
    official: bool = True
    stale: str = ""
    warning: str = ""
    covers: tuple[str, ...] = ()

    def holds(self, source: str) -> bool:
        """Tell whether these bytes are, or repeat, the list with this id."""
        return self.official and (source == self.id or source in self.covers)


@dataclass(frozen=True, slots=True)
class Screening:
    """What the lists say of one party.

    Attributes:
        query: Whom we looked for.
        matches: Best first.
        sources: What was searched.
        resolved: Matches that were set aside: a person judged them false, or the good list covers them.
        judged: Of the matches, those about which a person decided something.
    """

    query: PartyQuery
    matches: tuple[Match, ...]
    sources: tuple[SourceState, ...]
    resolved: tuple[Judged, ...] = ()
    judged: tuple[Judged, ...] = ()

    def searched(self, source: str) -> bool:
        """Tell whether the official list with this id was searched, fresh enough for the date asked about."""
        return any(state.holds(source) and not state.stale for state in self.sources)

    def stale(self, source: str) -> str:
        """Return why the official list with this id was searched in vain: all there is of it is too old. Else empty."""
        if self.searched(source):
            return ""
        return next((f"{state.id}: {state.stale}" for state in self.sources if state.holds(source)), "")
