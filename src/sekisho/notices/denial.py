"""What members tell each other of refused licences: denials, their renewal and withdrawal, and the consultation on them.

Decides what each kind of statement says, and refuses one that contradicts itself or its charter's clocks, which are
arguments. Knows no signature, no key in force and no ciphertext: whoever calls has opened and verified.
The fields are those of ``docs/reference/notices.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sekisho.errors import RecordError
from sekisho.notices import fields as of
from sekisho.notices.fields import Check
from sekisho.parties.screen import LONGEST
from sekisho.terms.dates import parse_date

DENIAL, RENEWAL, WITHDRAWAL = "denial", "renewal", "withdrawal"
INQUIRY, ANSWER, GRANT = "inquiry", "answer", "grant"
ABOUT = (
    "refusal",
    "annulment",
    "suspension",
    "modification",
    "revocation_of_licence",
    "transit_prohibition",
    "catch_all",
)
"""What a member decided, after Article 16 of Regulation (EU) 2021/821 as reported, not verified; ``catch_all`` is ours."""
ANSWERS = ("yes", "no", "more_information")
COMMON = ("type", "framework", "charter", "by", "key", "made", "to")


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party of a denied transaction.

    Attributes:
        name: As written.
        country: ISO code, or empty.
        address: As written, or empty.
        aliases: Other names and spellings.
        identifiers: By kind.
    """

    name: str
    country: str = ""
    address: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DeniedItem:
    """The item of a denied transaction.

    Attributes:
        text: In words.
        kind: Of the vocabulary, or empty.
        parameters: By name, as texts with a unit or in the parameter's own.
    """

    text: str
    kind: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial notice, read.

    Attributes:
        digest: Of the statement.
        by: The member that denied.
        id: Its own reference.
        about: One of ABOUT.
        field: Field of the charter, or ``*`` where it is of none.
        entries: (list id, code); may be empty for ``catch_all``.
        item: What was not to go.
        destination: ISO code.
        consignee: Or None.
        end_user: Or None; one of the two is there.
        end_use: In words, or empty.
        reasons: May be empty.
        decided: Day of the decision.
        valid_until: First day on which it is no longer valid, unless it is renewed.
        citation: The law on which the decision rests.
        quantity: In words, or empty.
        value: In words, or empty.
    """

    digest: str
    by: str
    id: str
    about: str
    field: str
    entries: tuple[tuple[str, str], ...]
    item: DeniedItem
    destination: str
    consignee: NamedParty | None
    end_user: NamedParty | None
    end_use: str
    reasons: str
    decided: dt.date
    valid_until: dt.date
    citation: str
    quantity: str = ""
    value: str = ""

    @property
    def parties(self) -> tuple[tuple[str, NamedParty], ...]:
        """Return the parties that are named, each with its role."""
        named = (("end_user", self.end_user), ("consignee", self.consignee))
        return tuple((role, one) for role, one in named if one is not None)


def _name(value: Any) -> bool:
    return of.filled(value) and len(value) <= LONGEST


def _texts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(of.text, value.values()))


_ENTRY: Mapping[str, Check] = {"list": of.word, "code": lambda value: of.code(value) and bool(value.strip())}
_PARTY: Mapping[str, Check] = {
    "name": _name,
    "country": of.or_empty(of.place),
    "address": lambda value: of.text(value) and len(value) <= LONGEST,
    "aliases": of.listed(_name),
    "identifiers": _texts,
}
_ITEM: Mapping[str, Check] = {"text": of.filled, "kind": of.or_empty(of.word), "parameters": _texts}
_RECIPIENT: Mapping[str, Check] = {"member": of.word, "key": of.digest}

KINDS: Mapping[str, Mapping[str, Check]] = {
    DENIAL: {
        "id": of.word,
        "about": of.one_of(*ABOUT),
        "field": lambda value: value == "*" or of.word(value),
        "entries": of.rows(_ENTRY),
        "item": of.row(_ITEM),
        "quantity": of.text,
        "value": of.text,
        "destination": of.place,
        "consignee": of.or_empty(of.row(_PARTY)),
        "end_user": of.or_empty(of.row(_PARTY)),
        "end_use": of.text,
        "reasons": of.text,
        "decided": of.date,
        "valid_until": of.date,
        "citation": of.filled,
    },
    RENEWAL: {"denial": of.digest, "reviewed": of.date, "valid_until": of.date, "reasons": of.text},
    WITHDRAWAL: {"denial": of.digest, "from": of.date, "reasons": of.text},
    INQUIRY: {
        "denial": of.digest,
        "summary": of.filled,
        "asked": of.date,
        "reply_by": of.date,
        "limit": of.date,
        "holidays": of.ordered(of.date),
    },
    ANSWER: {
        "inquiry": of.digest,
        "answer": of.one_of(*ANSWERS),
        "on": of.date,
        "extended_to": of.or_empty(of.date),
        "text": of.text,
    },
    GRANT: {
        "denial": of.digest,
        "inquiry": of.or_empty(of.digest),
        "reference": of.filled,
        "decided": of.date,
        "reasons": of.text,
    },
}
"""Kind to its fields, beside COMMON, with what each may hold."""


def check_notice(body: Mapping[str, Any]) -> str:
    """Return the kind of a statement whose fields are all there, of the right shape, and no others.

    Raises:
        RecordError: They are not; ``place`` names the field.
    """
    kind = body.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise RecordError(f"there is no kind of notice {str(kind)[:40]!r}", remedy=f"kinds: {', '.join(KINDS)}")
    checks: dict[str, Check] = {
        "framework": of.word,
        "charter": of.digest,
        "by": of.word,
        "key": of.digest,
        "made": of.filled,
        "to": of.some(of.rows(_RECIPIENT)),
        **KINDS[kind],
    }
    for name in sorted(body.keys() - checks.keys() - {"type"}):
        raise RecordError(f"a notice of the kind {kind} has no field {name[:40]!r}", place=name[:40])
    for name, check in checks.items():
        if name not in body:
            raise RecordError(f"a notice of the kind {kind} needs the field {name!r}", place=name)
        if not check(body[name]):
            raise RecordError(f"the field {name!r} of a notice of the kind {kind} is malformed", place=name)
    members = [one["member"] for one in body["to"]]
    if members != sorted(set(members)) or body["by"] in members:
        raise RecordError("recipients stand once, in the order of the alphabet, and the maker is none of them", place="to")
    return kind


def read_denial(body: Mapping[str, Any], digest: str) -> Denial:
    """Return what a denial says.

    Args:
        body: The statement; ``check_notice`` has passed it.
        digest: Of the statement.

    Raises:
        RecordError: It names neither end user nor consignee, no entry though it is no catch-all, or ends before it begins.
    """
    found = Denial(
        digest,
        body["by"],
        body["id"],
        body["about"],
        body["field"],
        tuple((one["list"], one["code"]) for one in body["entries"]),
        DeniedItem(**body["item"]),
        body["destination"],
        _party(body["consignee"]),
        _party(body["end_user"]),
        body["end_use"],
        body["reasons"],
        parse_date(body["decided"]),
        parse_date(body["valid_until"]),
        body["citation"],
        body["quantity"],
        body["value"],
    )
    if not found.parties:
        raise RecordError("a denial names the end user, the consignee or both", place="end_user")
    if not found.entries and found.about != "catch_all":
        raise RecordError("a denial names the entry of a list, unless it is under a catch-all", place="entries")
    if found.valid_until <= found.decided:
        raise RecordError(
            f"it cannot end on {found.valid_until} when it was decided on {found.decided}", place="valid_until"
        )
    return found


def _party(row: Any) -> NamedParty | None:
    return None if row == "" else NamedParty(**{**row, "aliases": tuple(row["aliases"])})


def refuse_longer(start: dt.date, until: dt.date, validity: dt.timedelta) -> None:
    """Refuse a validity beyond the charter's, counted from the decision or the review.

    Raises:
        RecordError: It is longer.
    """
    if until > start + validity:
        message = f"it would be valid until {until}, and the charter ends it on {start + validity} ({validity.days} days)"
        raise RecordError(message, place="valid_until", remedy="shorten it; review and renew the denial before it lapses")
