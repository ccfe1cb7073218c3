"""Whether an item is subject to the EAR (15 CFR 734.3), and on which ground.

Decides each ground by itself: place, origin, US content, direct product. Refuses to guess which technology a foreign
product was made with: the exporter is asked, and the ground stays open until the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sekisho.licensing.conditions import Condition, ask, every, no, some, yes
from sekisho.licensing.determination import Claim, Question
from sekisho.licensing.transaction import Kind
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.end_users import footnote
from sekisho.licensing.us.items import ItemCase
from sekisho.licensing.us.lines import has_reason
from sekisho.licensing.us.owners import owned_footnote
from sekisho.licensing.us.tables import Ask, ask_of
from sekisho.logic.truth import Truth

SUPPORT = frozenset({Kind.PERSON_SUPPORT, Kind.BROKERING, Kind.TECHNICAL_ASSISTANCE})
"""Kinds of transaction in which what a US person does counts, whatever the item (15 CFR 744.6)."""


@dataclass(frozen=True)
class ItemClaim:
    """The grounds on which one item is or is not subject to the EAR.

    Attributes:
        case: The transaction.
        item: The item.
    """

    case: Case
    item: ItemCase

    @cached_property
    def grounds(self) -> Mapping[str, Condition]:
        """Return each ground by its provision, in the order of 734.3(a)."""
        found = {"15 CFR 734.3(a)(1)": self.case.from_us, "15 CFR 734.3(a)(2)": self._origin()}
        if any(one.truth is Truth.YES for one in found.values()):
            return found
        claims = self.case.law.data["claims"]
        for one in claims["de_minimis"]:
            found[one["citation"]] = self._content(one)
        use = ask_of(claims["direct_product"]["use"])
        for one in claims["direct_product"]["rules"]:
            found[one["citation"]] = self._direct(one, use)
        return found

    @cached_property
    def condition(self) -> Condition:
        """Return whether the item is subject to the EAR."""
        return some(self.grounds.values())

    @cached_property
    def subject(self) -> Condition:
        """Return the same, without words where it holds: a requirement need not repeat the claim."""
        return yes("") if self.condition.truth is Truth.YES else self.condition

    def excluded_equipment(self, rule: Mapping[str, Any]) -> Condition:
        """Return whether only the equipment grounds hold and the exporter is outside the licence requirement.

        Args:
            rule: ``equipment_exclusion`` of the rulebook.
        """
        alone = {f"15 CFR {ground}" for ground in rule["grounds"]}
        others = some(one for basis, one in self.grounds.items() if basis not in alone)
        seat = self.case.ships_from(rule["from"])
        return every((~others, seat, self.case.answer(ask_of(rule["question"]))))

    def _origin(self) -> Condition:
        origin = self.item.item.origin
        label = self.item.label
        if origin is None:
            question = Question("item", self.item.index, "origin", f"In which country was {label} made?")
            return ask(f"the origin of {label} is not stated", question)
        return yes(f"{label} is of US origin") if origin == "US" else no(f"{label} is of foreign origin ({origin})")

    def _content(self, rule: Mapping[str, Any]) -> Condition:
        """Return whether US content above a threshold makes a foreign item subject to the EAR (734.4)."""
        parts = [self._share(float(rule.get("threshold", "0")))]
        if "in" in rule:
            parts.append(self.case.reaches(rule["in"]))
        parts += self._scope(rule)
        parts.append(self._controlled() if "threshold" in rule else self.item.answer(ask_of(rule["question"])))
        return every(parts)

    def _share(self, threshold: float) -> Condition:
        share = self.item.item.us_content_percent
        label = self.item.label
        if share is None:
            words = f"What share of the value of {label} is US content, in per cent (0 if there is none)?"
            question = Question("item", self.item.index, "us_content_percent", words, unit="percent")
            return ask(f"the US content of {label} is not stated", question)
        return Condition(Truth.of(share > threshold), f"{label} has {share:g} per cent US content")

    def _controlled(self) -> Condition:
        truth = self.item.item.us_content_controlled
        label = self.item.label
        if truth is Truth.UNKNOWN:
            words = f"Is the US content of {label} itself controlled to the destination (734 Supp. 2)?"
            question = Question("item", self.item.index, "us_content_controlled", words)
            return ask(f"whether the US content of {label} is controlled to the destination is not stated", question)
        text = f"the US content of {label} is {'' if truth is Truth.YES else 'not '}controlled to the destination"
        return Condition(truth, text)

    def _scope(self, rule: Mapping[str, Any]) -> list[Condition]:
        parts = []
        if "items" in rule:
            items: Sequence[str] = rule["items"] if isinstance(rule["items"], list) else [rule["items"]]
            parts.append(self.item.among(items))
        if "reasons" in rule:
            parts.append(has_reason(self.case, self.item, rule["reasons"]))
        return parts

    def _direct(self, rule: Mapping[str, Any], use: Ask) -> Condition:
        """Return whether a foreign-direct-product rule makes the item subject to the EAR (734.9)."""
        words = f"Is the item a direct product of {rule['technology']}?"
        technology = self.item.answer(Ask(rule["rule"], words))
        own = [] if "own" in rule else [self._direct_product()]
        return every((*self._scope(rule), self._reach(rule, use), *own, technology))

    def _reach(self, rule: Mapping[str, Any], use: Ask) -> Condition:
        ways = []
        if "in" in rule:
            there = [self.case.reaches(rule["in"])]
            if "uses" in rule:
                there.append(self.case.knows(rule["uses"]))
            ways.append(every(there))
        if "footnote" in rule:
            number = int(rule["footnote"])
            ways += (footnote(self.case, number), owned_footnote(self.case, number))
        if "use" in rule:
            ways.append(self.case.answer(use))
        return some(ways)

    def _direct_product(self) -> Condition:
        truth = self.item.item.us_direct_product
        label = self.item.label
        if truth is Truth.UNKNOWN:
            words = f"Is {label} the direct product of US technology or software, or of a plant or major component that is?"
            question = Question("item", self.item.index, "us_direct_product", words)
            return ask(f"whether {label} is a US direct product is not stated", question)
        return Condition(truth, f"{label} is {'a' if truth is Truth.YES else 'no'} US direct product")


def claim_of(case: Case, claims: Sequence[ItemClaim]) -> Claim:
    """Return the claim of the United States: by an item that is subject to the EAR, or by what a US person does."""
    grounds = [ground for one in claims for ground in one.grounds.items()]
    if case.transaction.kind in SUPPORT or not any(ground.truth is Truth.YES for _, ground in grounds):
        grounds.append(("15 CFR 744.6", case.us_person))
    whole = some(ground for _, ground in grounds)
    bases = dict.fromkeys(basis for basis, ground in grounds if ground.truth is whole.truth)
    if whole.truth is Truth.NO:
        return Claim(Truth.NO, "15 CFR 734.3(a)", f"not subject to the EAR, and no US person acts: {whole.text}")
    return Claim(whole.truth, "; ".join(bases), whole.text, whole.questions)


def support_of(case: Case, claims: Sequence[ItemClaim]) -> Condition:
    """Return whether a US person does what is judged apart from the item: support, or trade in items outside the EAR."""
    if case.transaction.kind in SUPPORT:
        return case.us_person
    return every((case.us_person, ~some(one.condition for one in claims)))
