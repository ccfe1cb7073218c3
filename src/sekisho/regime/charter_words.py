"""A charter in words, for the screen of whoever is about to sign it.

Decides what of a charter is shown and in what order. Shows what the charter says, never what it was meant to say; whether
it is sound is for ``charter_checks``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sekisho.regime.charter import (
    ARTICLES,
    CLOCKS,
    OF_LIST,
    OF_WHOLE,
    Charter,
    DenialRule,
    Eligibility,
    Field,
    Member,
    Provision,
    Rule,
)
from sekisho.regime.charter_checks import liveness
from sekisho.regime.charter_rules import majority_words

ARTICLE_TITLES = {
    "status": "Status",
    "national_decisions": "National decisions",
    "essential_security": "Essential security",
    "other_regimes": "Other regimes",
    "items": "Items and destinations",
    "official_text": "Official text",
}
_MARKS = {"reported": "reported", "regime": "known of a regime", "ours": "our own choice"}
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def describe(charter: Charter, language: str = "en") -> list[tuple[str, list[str]]]:
    """Return a charter in words.

    Args:
        charter: As read.
        language: Of the title and the articles; another authentic language is taken where it has no text.

    Returns:
        Sections in order, each a heading and its lines.
    """
    return [
        (_in(charter.title, language), _identity(charter)),
        ("Members", [_member_line(charter, one) for one in charter.members] + _observers(charter)),
        ("Fields", [line for field in charter.fields for line in _field_lines(field)]),
        ("Decisions", rule_lines(charter)),
        (
            "Clocks",
            [
                f"{name}: {duration_words(charter.clocks[name])}; {CLOCKS[name]}."
                for name in CLOCKS
                if name in charter.clocks
            ],
        ),
        ("Thresholds", liveness(charter)),
        *([("Denials", [_denial_line(one) for one in charter.denials])] if charter.denials else []),
        ("Circles", [_circle_line(charter, number) for number in range(len(charter.circles))]),
        (
            "Legal form",
            [f"{ARTICLE_TITLES[name]}. {_in(charter.form[name], language)}" for name in ARTICLES if name in charter.form],
        ),
        ("Reported and chosen", [_provision_line(one) for one in charter.provisions]),
    ]


def _in(texts: Mapping[str, str], language: str) -> str:
    return " ".join((texts.get(language) or next(iter(texts.values()), "")).split())


def _identity(charter: Charter) -> list[str]:
    before = f", follows {charter.previous}" if charter.previous else ""
    return [
        f"Framework {charter.framework}, version {charter.version}{before}.",
        f"Digest {charter.digest}.",
        f"Authentic languages: {', '.join(charter.languages)}. Signatures: {', '.join(charter.algorithms)}.",
        f"Log {charter.origin}, kept by {charter.secretariat}; clocks may differ by {charter.delta_seconds} s.",
    ]


def _member_line(charter: Charter, member: Member) -> str:
    fields = [field.id for field in charter.fields if member.id in field.members]
    roles = [key.role for key in member.keys]
    parts = [
        f"{member.id} {member.name}: decides in {', '.join(fields) or 'no field'}",
        f"adheres to {', '.join(member.adherence) or 'no regime'}",
        f"law: {member.law or 'none named'}",
        f"keys: {', '.join(roles) or 'none yet'}",
    ]
    if member.weight != 1:
        parts.insert(1, f"weight {member.weight}")
    return "; ".join(parts) + "."


def _observers(charter: Charter) -> list[str]:
    return [f"{name} observes: {_in({'': reason}, '')}" for name, reason in charter.observers.items()]


def _field_lines(field: Field) -> list[str]:
    adherence = f" Requires {' or '.join(field.requires_adherence)}." if field.requires_adherence else ""
    years = "every year" if field.review_years == 1 else f"every {field.review_years} years"
    head = f"{field.id}: {', '.join(field.members)} decide. {_in({'': field.criterion}, '')}{adherence} Reviewed {years}."
    return [head, *(f"  {_eligible_line(one)}" for one in field.eligible)]


def _eligible_line(one: Eligibility) -> str:
    heard = f"heard {one.heard}" if one.heard else "not heard yet"
    evidence = "; ".join(
        f"{proof.kind.replace('_', ' ')}: {_in({'': proof.text}, '')} [{proof.source}]" for proof in one.evidence
    )
    return f"{one.member} ({heard}): {evidence}"


def rule_lines(charter: Charter) -> list[str]:
    """Return for each decision and field how it is taken, fields with the same rule together."""
    lines = []
    for decision in OF_LIST:
        by_rule: dict[Rule | None, list[str]] = {}
        for field in charter.fields:
            by_rule.setdefault(charter.rule(decision, field.id), []).append(field.id)
        lines += [f"{decision} in {', '.join(fields)}: {rule_words(rule)}." for rule, fields in by_rule.items()]
    return lines + [f"{decision}: {rule_words(charter.rule(decision, '*'))}." for decision in OF_WHOLE]


def rule_words(rule: Rule | None) -> str:
    """Return a rule in words: ``at least 2/3 of the members that decide; quorum 4; silence consents``."""
    if rule is None:
        return "no rule"
    parts = [majority_words(test) for test in rule.tests]
    text = " and ".join(parts) or "no test"
    if rule.consensus:
        text = f"consensus (one no rejects), with {text}"
    if rule.quorum:
        text += f"; quorum {rule.quorum}"
    if rule.veto:
        text += f"; veto by {', '.join(rule.veto)}"
    return f"{text}; silence consents" if rule.silence else text


def duration_words(value: dt.timedelta) -> str:
    """Return a duration in words: ``1 day 12 hours``. Whole seconds."""
    return " ".join(_units(int(value.total_seconds()))) or "0 seconds"


def _units(seconds: int) -> Iterator[str]:
    for name, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            yield f"{count} {name}" if count == 1 else f"{count} {name}s"


def _denial_line(rule: DenialRule) -> str:
    fields = "every field" if "*" in rule.fields else ", ".join(rule.fields)
    told = f"a grant is notified within {rule.notify_days} days{', with reasons' if rule.reasons else ''}"
    ask = (
        f"the denying member is asked first and replies within {rule.reply_days} working days, at most {rule.reply_limit}; "
        if rule.duty == "consult"
        else "nobody need be asked first; "
    )
    valid = f"a denial is valid for {duration_words(rule.validity)}"
    return f"{fields}: {ask}{told}; {valid}. The decision stays national. {_MARKS[rule.status].capitalize()} [{rule.source}]"


def _circle_line(charter: Charter, number: int) -> str:
    circle = charter.circles[number]
    everybody = len(circle.members) > 1 and set(circle.members) == {one.id for one in charter.members}
    readers = "everybody" if "*" in circle.members else "all members" if everybody else ", ".join(circle.members)
    kinds = "everything else" if "*" in circle.kinds else ", ".join(circle.kinds) or "nothing by itself"
    verb = "reads" if readers == "everybody" or len(circle.members) == 1 else "read"
    return f"{circle.id}: {readers} {verb} {kinds}."


def _provision_line(one: Provision) -> str:
    source = f" [{one.source}]" if one.source else ""
    return f"{one.about}: {_MARKS[one.status]}. {_in({'': one.note}, '')}{source}"
