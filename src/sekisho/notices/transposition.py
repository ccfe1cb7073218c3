"""How a member, or several by one act, give effect to entries of the framework's list.

Decides what a ``transposition`` statement says, and refuses one that contradicts itself. What is adopted is not law; this
says by what act it is. Knows nothing of signatures, of who is a member and of what the list holds.
The fields are those of ``docs/reference/publication.md``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.errors import RecordError
from sekisho.notices import fields as of
from sekisho.notices.fields import Check
from sekisho.terms.dates import parse_date

KIND = "transposition"
STEPS = ("consultation", "adoption", "publication", "in_force", "application")
SCOPES = ("all", "only", "except")
EFFECTS = ("narrower", "wider", "different")


@dataclass(frozen=True, slots=True)
class Given:
    """An entry to which the act gives effect.

    Attributes:
        code: The framework's.
        sha256: Of the bytes of the entry file as adopted, to which the act gives effect.
        national: Code under which the member lists it; empty where it has none of its own.
    """

    code: str
    sha256: str
    national: str


@dataclass(frozen=True, slots=True)
class Act:
    """The national act, or the act of a union of states.

    Attributes:
        title: As published.
        citation: Where it stands.
        url: Its web address, or empty.
    """

    title: str
    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class ActStep:
    """A step on the way of the act.

    Attributes:
        step: One of STEPS.
        date: Its day.
        note: What else there is to say, or empty.
    """

    step: str
    date: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where an export needs the licence.

    Attributes:
        scope: One of SCOPES.
        places: ISO codes; none where the scope is ``all``.
    """

    scope: str
    places: tuple[str, ...]

    def reaches(self, place: str) -> bool:
        """Tell whether an export to a place needs the licence.

        Args:
            place: ISO code; a region stands for itself and is also reached where its country is named.
        """
        named = place in self.places or place.split("-", 1)[0] in self.places
        return self.scope == "all" or named is (self.scope == "only")


@dataclass(frozen=True, slots=True)
class Deviation:
    """A difference that the member declares between the act and the entry.

    Attributes:
        code: The framework's.
        effect: One of EFFECTS: what the act controls, compared with the entry.
        text: Which difference.
    """

    code: str
    effect: str
    text: str


@dataclass(frozen=True, slots=True)
class Transposition:
    """One statement, read.

    Attributes:
        digest: Of the statement.
        by: Member that speaks.
        members: Members for which the act gives effect, sorted; each has to sign.
        only: Parts of their territory to which alone it extends (ISO 3166-2); empty: not so limited.
        excluded: Parts to which it does not extend (the field ``except``).
        entries: What it gives effect to.
        basis: The law that empowers.
        act: The act.
        steps: Its steps by date.
        applies_from: First day on which it applies.
        applies_until: First day on which it does not apply any more, or None.
        savings: The savings clause, or empty.
        destinations: Where an export needs the licence.
        deviations: Declared deviations.
        replaces: Digest of the transposition that it replaces, or empty.
    """

    digest: str
    by: str
    members: tuple[str, ...]
    only: tuple[str, ...]
    excluded: tuple[str, ...]
    entries: tuple[Given, ...]
    basis: str
    act: Act
    steps: tuple[ActStep, ...]
    applies_from: dt.date
    applies_until: dt.date | None
    savings: str
    destinations: Destinations
    deviations: tuple[Deviation, ...]
    replaces: str

    def applies(self, on: dt.date) -> bool:
        """Tell whether a day lies in its interval; whether another replaces it is for ``Acts``."""
        return self.applies_from <= on and (self.applies_until is None or on < self.applies_until)

    def given(self, code: str) -> Given | None:
        """Return what it says of an entry, or None."""
        return next((one for one in self.entries if one.code == code), None)

    def deviations_of(self, code: str) -> tuple[Deviation, ...]:
        """Return the declared deviations of an entry."""
        return tuple(one for one in self.deviations if one.code == code)


FIELDS: Mapping[str, Check] = {
    "members": of.some(of.ordered(of.word)),
    "only": of.ordered(of.part),
    "except": of.ordered(of.part),
    "entries": of.some(of.rows({"code": of.word, "sha256": of.digest, "national": of.code})),
    "basis": of.filled,
    "act": of.row({"title": of.filled, "citation": of.filled, "url": of.url}),
    "steps": of.rows({"step": of.one_of(*STEPS), "date": of.date, "note": of.text}),
    "applies_from": of.date,
    "applies_until": of.or_empty(of.date),
    "savings": of.text,
    "destinations": of.row({"scope": of.one_of(*SCOPES), "places": of.ordered(of.place)}),
    "deviations": of.rows({"code": of.word, "effect": of.one_of(*EFFECTS), "text": of.filled}),
    "replaces": of.or_empty(of.digest),
}
"""Field to what it may hold; how the fields go together is for ``read_transposition``."""


def read_transposition(body: Mapping[str, Any], digest: str) -> Transposition:
    """Return what a statement says.

    Args:
        body: Its payload; every field of FIELDS and ``by`` are there.
        digest: Of the statement.

    Raises:
        RecordError: A field is missing or malformed, or two contradict each other; ``place`` says which.
    """
    check_fields(KIND, FIELDS, body)
    destinations = body["destinations"]
    found = Transposition(
        digest,
        body["by"],
        tuple(body["members"]),
        tuple(body["only"]),
        tuple(body["except"]),
        tuple(Given(**one) for one in body["entries"]),
        body["basis"],
        Act(**body["act"]),
        tuple(ActStep(one["step"], parse_date(one["date"]), one["note"]) for one in body["steps"]),
        parse_date(body["applies_from"]),
        of.day_or_none(body["applies_until"]),
        body["savings"],
        Destinations(destinations["scope"], tuple(destinations["places"])),
        tuple(Deviation(**one) for one in body["deviations"]),
        body["replaces"],
    )
    _refuse_contradiction(found)
    return found


def check_fields(kind: str, fields: Mapping[str, Check], body: Mapping[str, Any]) -> None:
    """Refuse a body whose fields are not all there or not of the right shape; further fields are not looked at.

    Raises:
        RecordError: So it is; ``place`` names the field.
    """
    for name, check in {"by": of.word, **fields}.items():
        if name not in body:
            raise RecordError(f"{_article(kind)} needs the field {name!r}", place=name)
        if not check(body[name]):
            raise RecordError(f"the field {name!r} of {_article(kind)} is malformed", place=name)


def check_interval(applies_from: dt.date, applies_until: dt.date | None) -> None:
    """Refuse an interval without a day.

    Raises:
        RecordError: It ends before it begins, or on the day on which it begins.
    """
    if applies_until is not None and applies_until <= applies_from:
        raise RecordError(
            f"it cannot cease to apply on {applies_until} when it applies from {applies_from}", place="applies_until"
        )


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeio" else f"a {kind}"


def _refuse_contradiction(one: Transposition) -> None:
    if one.by not in one.members:
        raise RecordError(f"{one.by} speaks for an act that gives effect for {', '.join(one.members)}", place="members")
    check_interval(one.applies_from, one.applies_until)
    _refuse_parts(one)
    codes = Counter(given.code for given in one.entries)
    twice = next((code for code, times in codes.items() if times > 1), None)
    if twice is not None:
        raise RecordError(f"{twice} stands twice", place="entries", remedy="one row for each entry")
    strange = next((each.code for each in one.deviations if each.code not in codes), None)
    if strange is not None:
        raise RecordError(f"it declares a deviation from {strange}, to which it gives no effect", place="deviations")
    days = [step.date for step in one.steps]
    if days != sorted(days):
        raise RecordError("the steps are not ordered by date", place="steps")
    if (one.destinations.scope == "all") is bool(one.destinations.places):
        wrong = "names places although its scope is all" if one.destinations.places else "names no place"
        raise RecordError(f"it {wrong}", place="destinations", remedy="all has no places, only and except have some")


def _refuse_parts(one: Transposition) -> None:
    for name, parts in (("only", one.only), ("except", one.excluded)):
        strange = next((part for part in parts if part.split("-", 1)[0] not in one.members), None)
        if strange is not None:
            raise RecordError(f"{strange} is no part of {' or '.join(one.members)}", place=name)
    if one.only and one.excluded:
        raise RecordError("it says both where alone and where not it extends", place="only", remedy="say one of them")
