"""Parts 744 and 746: end uses, end users by description, embargoes.

Decides each rule of the rulebook by joining its conditions in Kleene's logic; a condition that is not known leaves the
rule open with its question, and only where the rule could bite for the destination.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some
from sekisho.licensing.determination import Finding, Question
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_use
from sekisho.licensing.transaction import Knowledge
from sekisho.licensing.us.case import Case, join
from sekisho.licensing.us.end_users import Bite, ItemCondition
from sekisho.licensing.us.items import ItemCase
from sekisho.licensing.us.lines import has_reason
from sekisho.licensing.us.tables import Rule
from sekisho.logic.truth import Truth

_NAMES = {"end_use": "EAR end use", "embargoes": "EAR embargo"}
_REASONS = {"end_use": "end use", "embargoes": "embargo"}


def rule_bites(case: Case, claims: Sequence[ItemCondition], support: Condition) -> tuple[Bite, ...]:
    """Return what every rule brings that could bite for the destination; those that do not are one finding at the end.

    Args:
        case: The transaction.
        claims: Each item with whether it is subject to the EAR.
        support: Whether a US person supports, or trades in items that are not subject to the EAR.
    """
    bites: list[Bite] = []
    quiet: list[str] = []
    for rule in case.law.rules:
        for condition, item in _conditions(case, rule, claims, support):
            if condition.truth is Truth.NO:
                quiet.append(f"{rule.rule} ({condition.text})")
            else:
                bites.append(_bite(rule, condition, item))
    bites.append(_informed(case, some(one for _, one in claims)))
    if quiet:
        text = f"read and not met: {'; '.join(dict.fromkeys(quiet))}"
        citation = "15 CFR 744; 15 CFR 746"
        bites.append(Bite(Finding("EAR end use and embargo", Outcome.LICENCE_REQUIRED, Truth.NO, text, citation)))
    return tuple(bites)


def _conditions(
    case: Case, rule: Rule, claims: Sequence[ItemCondition], support: Condition
) -> Iterator[tuple[Condition, ItemCase | None]]:
    """Yield the whole condition of a rule, for each item if it is about items; nothing if it cannot reach here."""
    if rule.transactions and case.transaction.kind.value not in rule.transactions:
        return
    if rule.roles and not any(one.role in rule.roles for one in case.transaction.parties):
        return
    there = _there(case, rule)
    if there.truth is Truth.NO:
        return
    base = join(_circumstances(case, rule))
    if base.truth is Truth.NO:
        yield base, None
    elif rule.by_item:
        for item, claim in claims:
            subject = every((support, ~claim)) if rule.us_person else claim
            yield join((there, base, subject, *_about(case, rule, item))), item
    else:
        subject = support if rule.us_person else some(one for _, one in claims)
        asked = [] if rule.question is None else [case.answer(rule.question)]
        yield every((there, base, subject, *asked)), None


def _bite(rule: Rule, condition: Condition, item: ItemCase | None) -> Bite:
    made = finding(
        f"{_NAMES[rule.part]} {rule.rule}",
        Outcome(rule.effect),
        condition,
        rule.citation,
        text="; ".join(part for part in (rule.title, rule.text) if part),
        reason=_REASONS[rule.part],
        item=None if item is None else item.index,
        requirement=rule.effect == Outcome.LICENCE_REQUIRED.value,
    )
    leaves = None if rule.effect == Outcome.REFER.value else rule.exceptions
    return Bite(replace(made, policy=rule.policy), leaves, rule.exceptions_note or rule.none_possible)


def _there(case: Case, rule: Rule) -> Condition:
    """Return whether a rule could bite for the destination."""
    reached = case.reaches(rule.places, rule.not_in, rule.but_in)
    if rule.region and case.transaction.destination == "UA" and not case.deemed:
        given = case.transaction.regions.get(rule.region)
        words = f"Do the items go to the {rule.title}?"
        question = Question("transaction", 0, f"regions.{rule.region}", words)
        if given is None:
            return ask(f"whether the items go to the {rule.title} is not stated", question)
        return Condition(Truth.of(given), f"the items {'' if given else 'do not '}go to the {rule.title}")
    return reached


def _circumstances(case: Case, rule: Rule) -> Iterator[Condition]:
    text = case.law.texts[rule.part]
    if case.on < text.known_from:
        yield look(f"{text.name} is known from {text.known_from} on, not for {case.on}")
    if case.deemed and rule.deemed == "no":
        yield no("does not apply to releases of technology to its nationals")
    if rule.uses:
        yield case.knows(rule.uses, rule.standard)
    if rule.headquarters:
        yield case.headquartered(rule.headquarters)
    if rule.ship_from:
        yield case.ships_from(rule.ship_from, rule.ship_from_not)


def _about(case: Case, rule: Rule, item: ItemCase) -> Iterator[Condition]:
    if rule.items:
        yield item.among(rule.items)
    if case.deemed and rule.deemed == "ccl":
        yield item.listed
    if rule.kinds:
        yield item.is_kind(rule.kinds)
    if rule.reasons:
        yield has_reason(case, item, rule.reasons)
    if rule.question is not None:
        yield case.answer(rule.question) if rule.us_person else item.answer(rule.question)
    for asked in rule.unless:
        yield ~every((item.among(asked.items), item.answer(asked)))


def _informed(case: Case, subject: Condition) -> Bite:
    """Return what a notice of an authority brings; which authority gave it is for the exporter to know."""
    rule = case.law.data["informed"]
    found = []
    for use in rule["uses"]:
        state = case.transaction.end_use.of(use)
        words = f"{use.replace('_', ' ')}: {state.value.replace('_', ' ')}"
        if state is Knowledge.NOT_ASKED:
            found.append(ask(words, ask_use(case.transaction, use)))
        else:
            said = case.transaction.end_use.said.get(use, "")
            told = f"{words} {said}".rstrip() if state is Knowledge.INFORMED else "no notice of BIS"
            found.append(Condition(state.reaches(Knowledge.INFORMED), told))
    condition = every((subject, some(found)))
    text = "" if condition.truth is Truth.NO else "where BIS has given notice, a licence is required as the notice says"
    made = finding("EAR notice", Outcome.LICENCE_REQUIRED, condition, rule["citation"], text=text, reason="end use")
    return Bite(replace(made, policy=rule["policy"]), (), "as the rule behind the notice says")
