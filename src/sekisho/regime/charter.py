"""The charter as data: who decides what, by which rule, within which time, and how many dishonest members it survives.

Decides what a charter can say. Whether one is sound is for ``charter_checks``; whether its keys are held is for assurance.
The fields are those of ``docs/reference/charter.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

DECISIONS = ("add", "amend", "remove", "renew", "emergency", "withdrawal", "charter", "accession", "suspension")
"""Kinds of decision. ``remove`` is decontrol; ``withdrawal`` removes an entry because an existing regime adopted it."""
OF_LIST = ("add", "amend", "remove", "renew", "emergency", "withdrawal")
MEMBER_ROLES = ("ballot", "cosign", "publication", "notices")
SECRETARIAT_ROLES = ("log", "statement", "timestamp")
SECRETARIAT = "secretariat"
OF_WHOLE = ("charter", "accession", "suspension")
"""Decisions on the framework itself: taken by all members, in the field ``*``."""
REGIMES = ("WA", "NSG", "AG", "MTCR")
EVIDENCE_KINDS = ("production", "research", "key_supplier")
MEASURES = ("members", "weight", "population")
BASES = ("all", "cast")
DUTIES = ("consult", "notify")
PROVISION_STATES = ("reported", "regime", "ours")
ARTICLES = ("status", "national_decisions", "essential_security", "other_regimes", "items", "official_text")
"""Articles of the legal form that no charter may lack; ``docs/reference/charter.md`` says what each settles."""
CLOCKS: Mapping[str, str] = {
    "concern": "a concern lapses that no proposal has taken up by then",
    "draft": "a draft lapses that was not tested by then",
    "tested": "a tested proposal lapses whose deliberation was not opened by then",
    "deliberation": "the least time of deliberation; an amendment starts it anew; an emergency measure has none",
    "deliberation_max": "a proposal lapses that was not put to last call by then",
    "last_call": "the least time of the last call; an emergency measure has none",
    "last_call_max": "a proposal lapses for which no round was opened by then",
    "ballot": "a round is open so long",
    "emergency_ballot": "a round on an emergency measure is open so long",
    "late_quorum": "a quorum reached within this time before the close is late",
    "extension": "a late quorum moves the close by so much, once",
    "challenge": "after the close, a ballot that was held back can be shown so long, and nothing is settled",
    "settlement": "after the challenge window, a result lapses that was not settled by then",
    "contested": "a contested proposal lapses for which no new round was opened by then",
    "certification": "an adopted result that too few members have certified by then counts as certified, and its round is "
    "opened to a recount by anybody",
    "publication": "a certified result that was not published by then counts as published; a decision on the framework "
    "lapses",
    "effective": "a published entry takes effect between members after this time; an emergency measure at once",
    "review": "an entry in effect comes up for review after this time",
    "sunset": "an entry expires after this time in effect unless it is renewed",
    "emergency": "an emergency measure lapses after this time in effect, whatever happens",
    "slack": "the opening of a round may differ from the log's time by so much, beyond the clock error",
}
"""Clocks by name, and what their end does. Times run from the step before unless the text says otherwise."""
OPTIONAL_CLOCKS = ("late_quorum", "extension")
"""Both or neither."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key as the charter names it.

    Attributes:
        role: One of MEMBER_ROLES or SECRETARIAT_ROLES.
        algorithm: ``ed25519``, ``ml-dsa-65``, ``ed25519+ml-dsa-65`` or ``x25519`` (role ``notices`` only).
        public: Raw public key, lower-case hexadecimal.
        fingerprint: SHA-256 of the canonical ``{"algorithm", "public"}``.
        custody: ``declared``, or what attests that hardware keeps the private key.
    """

    role: str
    algorithm: str
    public: str
    fingerprint: str
    custody: str = "declared"


@dataclass(frozen=True, slots=True)
class Member:
    """A state that decides.

    Attributes:
        id: ISO 3166 alpha-2.
        name: In English.
        weight: Votes where a test measures weight.
        population: Inhabitants where a test measures population; 0 where the charter does not use it.
        adherence: Regimes adhered to: ``WA``, ``NSG``, ``AG``, ``MTCR``.
        law: The export-control law in force.
        keys: Keys of every role.
    """

    id: str
    name: str
    weight: int
    population: int
    adherence: tuple[str, ...]
    law: str
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a member holds a technology.

    Attributes:
        kind: ``production``, ``research`` or ``key_supplier``.
        text: What is produced, researched or supplied.
        source: Where that can be read.
    """

    kind: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """That a member decides in a field.

    Attributes:
        member: Its id.
        evidence: At least one.
        heard: Day on which the applicant was heard; None for what only a template knows.
        reasons: Why the criterion is met.
    """

    member: str
    evidence: tuple[Evidence, ...]
    heard: dt.date | None
    reasons: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of technology.

    Attributes:
        id: One of the fields of entries (``controls.read_entry.FIELDS``).
        criterion: What a member must hold, fixed before any candidate.
        requires_adherence: Regimes of which at least one must be adhered to; empty: none.
        review_years: After how many years eligibility is reviewed.
        eligible: Who decides, and why.
    """

    id: str
    criterion: str
    requires_adherence: tuple[str, ...]
    review_years: int
    eligible: tuple[Eligibility, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """Return the ids of the members who decide, sorted."""
        return tuple(sorted(one.member for one in self.eligible))


@dataclass(frozen=True, slots=True)
class Test:
    """One majority that must be reached; ``docs/reference/record.md``, tally, step 7.

    Attributes:
        measure: ``members``, ``weight`` or ``population``.
        share: What part of the base must say yes.
        strict: Whether more than the share is needed rather than as much.
        of: ``all`` of the electorate, or of the yes and no votes ``cast``.
    """

    measure: str
    share: Fraction
    strict: bool
    of: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of decision is taken in some fields.

    Attributes:
        decisions: Of DECISIONS, or ``*``.
        fields: Ids of fields, or ``*``.
        quorum: Least number of members that take part; 0: none is asked.
        silence: Whether silence consents.
        consensus: Whether one no rejects.
        veto: Members whose no rejects.
        tests: All must hold.
    """

    decisions: tuple[str, ...]
    fields: tuple[str, ...]
    quorum: int
    silence: bool
    consensus: bool
    veto: tuple[str, ...]
    tests: tuple[Test, ...]

    def covers(self, decision: str, field: str) -> bool:
        """Tell whether the rule is for this kind of decision in this field."""
        return bool({decision, "*"} & set(self.decisions)) and bool({field, "*"} & set(self.fields))


@dataclass(frozen=True, slots=True)
class DenialRule:
    """What a member owes the others before and after it grants what one of them has denied.

    Attributes:
        fields: Ids of fields, or ``*``.
        duty: ``consult`` (ask the denying member first) or ``notify`` (tell it afterwards). Neither is a veto.
        validity: How long a denial is valid from the day of its decision; whole days.
        reply_days: Working days within which a consulted member replies; 0 where the duty is to notify.
        reply_limit: Working days from the question by which an extended reply is due at the latest; 0 likewise.
        notify_days: Days from a grant within which it is notified.
        reasons: Whether the notice of a grant states reasons.
        source: Where the rule is found, or what it is modelled on.
        status: One of PROVISION_STATES.
    """

    fields: tuple[str, ...]
    duty: str
    validity: dt.timedelta
    reply_days: int
    reply_limit: int
    notify_days: int
    reasons: bool
    source: str
    status: str

    def covers(self, field: str) -> bool:
        """Tell whether the rule is for denials in a field."""
        return bool({field, "*"} & set(self.fields))


@dataclass(frozen=True, slots=True)
class Circle:
    """Who may read which bodies.

    Attributes:
        id: For example ``members``, ``public``, ``quantum``.
        members: Ids of members and observers; ``*``: everybody.
        kinds: Kinds of statement whose bodies are kept to this circle.
    """

    id: str
    members: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """Whether a feature of the charter was reported of the real framework or regime, or is our own choice.

    Attributes:
        about: Which part of the charter.
        status: ``reported``, ``regime`` (known of an existing regime) or ``ours``.
        source: Where it was reported; empty if ours.
        note: What was reported, or why we chose so.
    """

    about: str
    status: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Charter:
    """One version of a charter.

    Attributes:
        framework: Id of the framework, the same in every version.
        version: From 1.
        previous: Digest of the version before; empty for the first.
        title: By language.
        languages: Authentic languages.
        form: The legal form, by article, by language.
        provisions: What was reported and what is ours.
        origin: Of the log.
        algorithms: Signature algorithms permitted.
        secretariat: Its name.
        secretariat_keys: Roles ``log``, ``statement`` and ``timestamp``.
        members: In order of id.
        observers: Id to why it observes.
        fields: In order of id.
        faults: f, how many dishonest members the thresholds survive.
        cosign_threshold: Members whose cosignatures make a checkpoint count.
        publication_threshold: Members whose certificates certify a result.
        delta_seconds: How far an honest clock may be off.
        clocks: Durations by name (``docs/reference/charter.md``).
        rules: The first that covers a decision holds.
        circles: The first that names a kind of statement keeps it.
        digest: SHA-256 of the canonical bytes.
        data: The canonical bytes.
        denials: The first that covers a field holds; empty where the charter knows no duty.
    """

    framework: str
    version: int
    previous: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    form: Mapping[str, Mapping[str, str]]
    provisions: tuple[Provision, ...]
    origin: str
    algorithms: tuple[str, ...]
    secretariat: str
    secretariat_keys: tuple[Key, ...]
    members: tuple[Member, ...]
    observers: Mapping[str, str]
    fields: tuple[Field, ...]
    faults: int
    cosign_threshold: int
    publication_threshold: int
    delta_seconds: int
    clocks: Mapping[str, dt.timedelta]
    rules: tuple[Rule, ...]
    circles: tuple[Circle, ...]
    digest: str
    data: bytes
    denials: tuple[DenialRule, ...] = ()

    def member(self, member_id: str) -> Member | None:
        """Return a member, or None."""
        return next((one for one in self.members if one.id == member_id), None)

    def field(self, field_id: str) -> Field | None:
        """Return a field, or None."""
        return next((one for one in self.fields if one.id == field_id), None)

    def rule(self, decision: str, field: str) -> Rule | None:
        """Return the rule for a kind of decision in a field, or None where the charter gives none."""
        return next((one for one in self.rules if one.covers(decision, field)), None)

    def electorate(self, field: str) -> tuple[str, ...]:
        """Return who decides in a field, sorted; all members where the field is ``*``."""
        if field == "*":
            return tuple(sorted(one.id for one in self.members))
        found = self.field(field)
        return () if found is None else found.members

    def denial_rule(self, field: str) -> DenialRule | None:
        """Return the duty that denials in a field bring, or None where the charter knows none."""
        return next((one for one in self.denials if one.covers(field)), None)

    def circle_of(self, kind: str) -> str:
        """Return the circle to which the bodies of a kind of statement are kept."""
        return next((one.id for one in self.circles if kind in one.kinds or "*" in one.kinds), "members")
