"""From a transaction to a decision: the answer of every jurisdiction with a possible claim.

Decides which jurisdictions are asked and how their answers stand beside each other. A jurisdiction whose law is not
encoded is never silent: it is referred to a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import Condition, ask, finding, look, some
from sekisho.licensing.determination import Claim, Decision, Determination, Finding
from sekisho.licensing.framework import Consulted
from sekisho.licensing.framework_law import with_acts
from sekisho.licensing.germany import determine_de
from sekisho.licensing.japan import determine_jp
from sekisho.licensing.law import Law
from sekisho.licensing.legs import name_of
from sekisho.licensing.national import NationalLaw
from sekisho.licensing.netherlands import determine_nl
from sekisho.licensing.other_lists import with_other_lists
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_exporter, ask_ship_from
from sekisho.licensing.route import with_route
from sekisho.licensing.transaction import Transaction
from sekisho.licensing.union import determine_eu
from sekisho.licensing.united_kingdom import determine_gb
from sekisho.licensing.us import determine_us
from sekisho.logic.truth import Truth
from sekisho.parties.party import Screening
from sekisho.terms.places import country_of, eu_members

Classifications = Mapping[tuple[int, str], ListClassification]
Editions = Mapping[str, tuple[dt.date, int]]

US_LIST = "us-ccl"
OTHER = "other"
"""Jurisdiction code of the leg that stands for places that are not stated."""

_BASIS = "seat of the exporter, place of departure"

_LEGS: Mapping[
    str,
    Callable[[Transaction, Mapping[int, ListClassification], Mapping[int, Screening], NationalLaw], Determination],
] = {"JP": determine_jp, "EU": determine_eu, "DE": determine_de, "NL": determine_nl, "GB": determine_gb}


def decide(
    transaction: Transaction,
    classifications: Classifications,
    screenings: Mapping[int, Screening],
    law: Law,
    editions: Editions | None = None,
    frameworks: Iterable[Consulted] = (),
) -> Decision:
    """Return the decision on a transaction.

    Args:
        transaction: What is done.
        classifications: What each list says, by index of the item and id of the list.
        screenings: What the lists of parties say, by index of the party.
        law: The licensing law.
        editions: For each control list: the day up to which it is known, and for how many days it may be used after.
        frameworks: The lists of frameworks, held against the items; they are law only where a member's act says so.
    """
    known, consulted = editions or {}, tuple(frameworks)
    us = determine_us(transaction, _of_list(classifications, US_LIST), screenings, law.us)
    legs = [_aged(_reviewed(us, US_LIST, classifications), US_LIST, transaction, known)]
    for code, determine in _LEGS.items():
        one = law.national[code]
        leg = determine(transaction, _of_list(classifications, one.list_id), screenings, one)
        legs.append(_aged(_reviewed(leg, one.list_id, classifications), one.list_id, transaction, known))
    legs = [*(with_acts(leg, transaction, consulted) for leg in legs), *_not_encoded(transaction)]
    routed = tuple(with_other_lists(with_route(leg, transaction), transaction, screenings) for leg in legs)
    return Decision(routed, conflicts_between(routed))


def _of_list(classifications: Classifications, list_id: str) -> dict[int, ListClassification]:
    return {index: one for (index, name), one in classifications.items() if name == list_id}


def _reviewed(leg: Determination, list_id: str, classifications: Classifications) -> Determination:
    """Return a leg with a finding for each item whose entries were encoded from another text than is loaded."""
    if leg.claim.verdict is Truth.NO:
        return leg
    steps = tuple(
        finding("text changed", Outcome.LICENCE_REQUIRED, look(one.changed), "", item=index, requirement=False)
        for (index, name), one in classifications.items()
        if name == list_id and one.changed
    )
    return replace(leg, findings=(*steps, *leg.findings)) if steps else leg


def _aged(leg: Determination, list_id: str, transaction: Transaction, editions: Editions) -> Determination:
    """Return a leg with what follows from the age of the control list that it rests on."""
    if list_id not in editions or leg.claim.verdict is Truth.NO:
        return leg
    known, limit = editions[list_id]
    if transaction.date <= known:
        return leg
    text = f"{list_id} as known on {known}"
    if transaction.date <= known + dt.timedelta(days=limit):
        if known.isoformat() == leg.law_as_known:
            return leg
        step = Finding("list as known", Outcome.NO_REQUIREMENT_FOUND, Truth.YES, f"{text}; later changes are not in it")
    else:
        condition = look(f"{text}, more than {limit} days before {transaction.date}: it may have changed")
        step = finding("list as known", Outcome.LICENCE_REQUIRED, condition, "", requirement=False)
    return replace(leg, findings=(step, *leg.findings))


def _not_encoded(transaction: Transaction) -> list[Determination]:
    """Return a leg for each place with a say whose law is not encoded, and one for places that are not stated."""
    encoded = {"US", *_LEGS} | eu_members(transaction.date)
    found: dict[str, list[str]] = {}
    missing = []
    for said, place, question in (
        ("the exporter is established in", transaction.exporter_jurisdiction, ask_exporter()),
        ("the items leave from", transaction.ship_from, ask_ship_from()),
    ):
        if place is None:
            missing.append(ask(f"not stated: {question.field}", question))
        elif country_of(place) not in encoded:
            found.setdefault(country_of(place), []).append(f"{said} {name_of(place)}")
    legs = [_refer(code, "; ".join(said)) for code, said in sorted(found.items())]
    return [*legs, _ask_first(some(missing))] if missing else legs


def _refer(code: str, said: str) -> Determination:
    """Return the leg of a place whose law is not encoded: a person must look, because it could bring anything."""
    text = f"the law of {name_of(code)} is not encoded"
    step = finding("not encoded", Outcome.PROHIBITED, look("a person must look"), "", text=text, requirement=False)
    return Determination(code, f"authority of {name_of(code)}", Claim(Truth.YES, _BASIS, said), (step,))


def _ask_first(open_place: Condition) -> Determination:
    """Return the leg of a place that is not stated: its law may apply, and may not be encoded."""
    text = "the law of a country that is not stated may apply, and may not be encoded"
    step = finding("not stated", Outcome.PROHIBITED, open_place, "", text=text, requirement=False)
    claim = Claim(Truth.UNKNOWN, _BASIS, open_place.text, open_place.questions)
    return Determination(OTHER, "not known", claim, (step,))


def conflicts_between(legs: Iterable[Determination]) -> tuple[str, ...]:
    """Return the conflicts inside the legs, and policies of two authorities on one item that differ."""
    told = [f"{leg.jurisdiction}: {text}" for leg in legs for text in leg.conflicts]
    policies: dict[int, dict[str, str]] = {}
    for leg in legs:
        for one in leg.requirements:
            if one.policy and one.item is not None:
                policies.setdefault(one.item, {}).setdefault(leg.jurisdiction, one.policy)
    for item, by_place in policies.items():
        if len(set(by_place.values())) > 1:
            said = "; ".join(f"{place}: {policy}" for place, policy in by_place.items())
            told.append(f"items[{item}]: licensing policies differ: {said}")
    return tuple(dict.fromkeys(told))
