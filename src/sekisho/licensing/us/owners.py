"""Owned by listed parties: OFAC's 50 per cent rule, and that of BIS in the periods in which it is in force.

Decides which of the stated owners count for which rule, what the shares come to, and what a rule brings on the day. An owner
whose name only may be a listed one is for a person; a share or an owner that is not stated is asked for. Refuses to guess
whether a rule is in force on a day for which no text is at hand. That an affiliate is a foreign one is not looked at: too
much is told of a party in the United States, never too little.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some, yes
from sekisho.licensing.determination import Question
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import TransactionParty
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.end_users import (
    ENTITY,
    MEU,
    SDN,
    Bite,
    ItemCondition,
    extent,
    footnoted,
    identified,
    in_role,
    listed,
    standing,
)
from sekisho.logic.truth import Truth
from sekisho.parties.ownership import Contribution, Holder, Holding, Holdings, Ownership

OFAC, AFFILIATES = "ofac", "affiliates"
_IN_FORCE, _STAYED, _NOT_YET = "in_force", "stayed", "not_yet"
_BEFORE: Mapping[str, str] = {"state": _NOT_YET, "note": ""}


@dataclass(frozen=True)
class Owners:
    """The owners that are stated, under one rule.

    Attributes:
        case: The transaction.
        rule: ``ofac`` or ``affiliates``.
    """

    case: Case
    rule: str

    @property
    def law(self) -> Mapping[str, Any]:
        """Return what the rulebook holds of the rule."""
        found: Mapping[str, Any] = self.case.law.data["lists"]["ownership"][self.rule]
        return found

    @cached_property
    def period(self) -> Mapping[str, str]:
        """Return the period of the rule in which the day lies."""
        begun = [one for one in self.law["periods"] if dt.date.fromisoformat(one["from"]) <= self.case.on]
        return begun[-1] if begun else _BEFORE

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        """Return a key for everybody: name and country; a country that is not stated is the first that is."""
        countries: dict[str, str] = {}
        for one in self.case.everybody:
            if one.country is not None:
                countries.setdefault(_folded(one), one.country)
        return tuple(f"{_folded(one)} {one.country or countries.get(_folded(one), '')}" for one in self.case.everybody)

    @cached_property
    def _numbers(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for index, key in enumerate(self._keys):
            found.setdefault(key, []).append(index)
        return {key: tuple(ones) for key, ones in found.items()}

    @cached_property
    def _listings(self) -> Mapping[str, Mapping[str, Condition]]:
        """Return for everybody whether it is on each list that counts under the rule."""
        return {
            key: {source: some(self._on(index, source) for index in numbers) for source in self._sources}
            for key, numbers in self._numbers.items()
        }

    @property
    def _sources(self) -> tuple[str, ...]:
        return (SDN,) if self.rule == OFAC else (ENTITY, MEU, SDN)

    def _on(self, index: int, source: str) -> Condition:
        there = listed(self.case, index, source, addresses=False)
        return every((there, identified(self.case, index))) if source == SDN and self.rule == AFFILIATES else there

    @cached_property
    def holdings(self) -> Holdings:
        """Return who holds what, with whoever counts under the rule."""
        holdings = tuple(
            Holding(self._keys[one.index], self._keys[one.of], one.stake.share, one.stake.span, one.stake.source)
            for one in self.case.owned
        )
        holders = {key: self._holder(key, numbers) for key, numbers in self._numbers.items()}
        return Holdings(holders, holdings, self.case.on, Fraction(self.law["percent"]) / 100)

    def _holder(self, key: str, numbers: tuple[int, ...]) -> Holder:
        ones = [self.case.everybody[index] for index in numbers]
        found = self._listings[key]
        told = " or ".join(source for source, one in found.items() if one.truth is not Truth.NO)
        return Holder(ones[0].name, some(found.values()).truth, told, self._stated(ones))

    def _stated(self, ones: Sequence[TransactionParty]) -> Truth:
        """Return what is stated of somebody: whether listed parties own it. On which list they are is never stated."""
        said = {one.listed_owners for one in ones} | {Truth.NO for one in ones if one.person is Truth.YES}
        if Truth.YES in said:
            return Truth.YES if self.rule == AFFILIATES else Truth.UNKNOWN
        return Truth.NO if Truth.NO in said else Truth.UNKNOWN

    @cached_property
    def _found(self) -> dict[str, Ownership]:
        return {}

    def of(self, index: int) -> Ownership:
        """Return whether those who count own a party; worked out once for each."""
        key = self._keys[index]
        if key not in self._found:
            self._found[key] = self.holdings.of(key)
        return self._found[key]

    def owned(self, index: int) -> Condition:
        """Return whether those who count own a party, with the arithmetic, whatever the period."""
        party, found = self.case.everybody[index], self.of(index)
        if party.person is Truth.YES:
            return no(f"{party.name} is a person, whom nobody owns")
        told = "; ".join((*found.lines, *(f"path: {one.path}" for one in found.contributions if _sure_and_long(one))))
        if found.verdict is not Truth.UNKNOWN:
            return Condition(found.verdict, told)
        if not found.stated and party.listed_owners is Truth.UNKNOWN:
            return ask(f"the owners of {party.name} are not stated", _ask_listed(index, party))
        still = some(self._open(index, party, found))
        return replace(still, text=f"{told}; open: {still.text}")

    def _open(self, index: int, party: TransactionParty, found: Ownership) -> Iterator[Condition]:
        """Yield what leaves it open: names to compare, lists that were not searched, shares that are not stated."""
        for one in found.contributions:
            if self.holdings.holders[one.owner].listed is Truth.UNKNOWN:
                yield from (listing for listing in self._listings[one.owner].values() if listing.truth is Truth.UNKNOWN)
        for text in found.missing:
            yield ask(text, _ask_owners(index, party))
        if party.listed_owners is Truth.YES:
            yield look(f"listed parties are stated to own {party.name}; on which list they are is not")

    def reaches(self, index: int, per_owner: Callable[[int], Condition]) -> Condition:
        """Return whether something holds of one of those who count, or may: of the most restrictive.

        Args:
            index: The party.
            per_owner: What is asked of an owner, by its number among everybody.
        """
        party, found = self.case.everybody[index], self.of(index)
        ways = [
            every((Condition(one.truth, ""), per_owner(number)))
            for one in found.contributions
            for number in self._numbers[one.owner]
        ]
        if found.rest:
            ways.append(ask(f"not every owner of {party.name} is stated", _ask_owners(index, party)))
        return some(ways)

    def now(self, condition: Condition) -> Condition:
        """Return what a condition of the rule comes to in its period."""
        state, note = self.period["state"], self.period["note"]
        if state in (_NOT_YET, _STAYED):
            return no(note)
        if state == _IN_FORCE or condition.truth is not Truth.YES:
            return condition
        return every((condition, look(note)))


def owners_under(case: Case, rule: str) -> Owners:
    """Return the owners that are stated, under a rule; worked out once."""
    found: Owners = case.shelf.setdefault(rule, Owners(case, rule))
    return found


def _folded(party: TransactionParty) -> str:
    return "".join(character for character in party.name.casefold() if character.isalnum()) or party.name


def _sure_and_long(one: Contribution) -> bool:
    return one.truth is Truth.YES and ", " in one.path


def _ask_listed(index: int, party: TransactionParty) -> Question:
    words = f"Do parties on the Entity List, the MEU List or the SDN List own 50 per cent or more of {party.name}?"
    return Question("party", index, "listed_owners", words)


def _ask_owners(index: int, party: TransactionParty) -> Question:
    words = f"Who owns {party.name}, and what share does each hold (owners, each with its share and its own owners)?"
    return Question("party", index, "owners", words)


def owner_bites(case: Case, claims: Sequence[ItemCondition]) -> tuple[Bite, ...]:
    """Return what the rules about ownership bring for every party.

    Args:
        case: The transaction.
        claims: Each item with whether it is subject to the EAR.
    """
    subject = some(one for _, one in claims)
    ofac, affiliates = owners_under(case, OFAC), owners_under(case, AFFILIATES)
    bites: list[Bite] = []
    for index, party in enumerate(case.transaction.parties):
        bites += _blocked(ofac, index, party, subject)
        bites += _affiliated(affiliates, index, party, claims)
    return tuple(bites)


def _blocked(owners: Owners, index: int, party: TransactionParty, subject: Condition) -> Iterator[Bite]:
    """Yield that a party is blocked because blocked persons own it: what a match on the SDN List brings."""
    law = owners.law
    condition = every((subject, owners.now(owners.owned(index))))
    yield Bite(
        finding(
            f"{law['title']}: {party.name}",
            Outcome.REFER,
            condition,
            law["citation"],
            text=law["text"],
            requirement=False,
        )
    )


def _affiliated(owners: Owners, index: int, party: TransactionParty, claims: Sequence[ItemCondition]) -> Iterator[Bite]:
    """Yield that a party needs a licence as its listed owners do."""
    if owners.period["state"] == _NOT_YET:
        return
    law, subject = owners.law, some(one for _, one in claims)
    owned = owners.owned(index)
    reach = owners.reaches(index, lambda number: _required(owners.case, number, claims))
    if party.listed_owners is Truth.YES:
        reach = some((reach, yes("")))
    condition = every((subject, in_role(owners.case, party), owners.now(every((owned, reach)))))
    if owners.period["state"] == _STAYED and party.owners:
        condition = replace(condition, text=f"{condition.text}: {owned.text}")
    name = f"{law['title']}: {party.name}"
    made = finding(name, Outcome.LICENCE_REQUIRED, condition, law["citation"], reason="end user")
    yield Bite(replace(made, policy=law["policy"]), ())


def _required(case: Case, number: int, claims: Sequence[ItemCondition]) -> Condition:
    """Return whether the listing of an owner asks for a licence for an item."""
    found = standing(case, number, ENTITY)
    ways = [every((claim, extent(case, item, one))) for one in found.certain for item, claim in claims]
    if not found.certain:
        ways.append(listed(case, number, ENTITY, addresses=False))
    supplement = some(every((claim, item.among(("supplement-2",)))) for item, claim in claims)
    ways.append(every((listed(case, number, MEU, addresses=False), supplement)))
    ways.append(every((listed(case, number, SDN, addresses=False), identified(case, number))))
    return some(ways)


def owned_footnote(case: Case, number: int) -> Condition:
    """Return whether a party counts as one on the Entity List with a footnote, because of its owners (734.9(e) and (g))."""
    name = f"footnote {number}"
    if name not in case.shelf:
        case.shelf[name] = _owned_footnote(case, number)
    found: Condition = case.shelf[name]
    return found


def _owned_footnote(case: Case, number: int) -> Condition:
    owners = owners_under(case, AFFILIATES)
    if owners.period["state"] in (_NOT_YET, _STAYED):
        return no("")
    ways = [no("")]
    for index, party in case.parties:
        reach = owners.reaches(index, lambda one: footnoted(case, one, number))
        if party.listed_owners is Truth.YES:
            reach = some((reach, look(f"which footnotes the owners of {party.name} have is not stated")))
        ways.append(owners.now(every((owners.owned(index), reach))))
    return some(ways)
