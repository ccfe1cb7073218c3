"""Transactions under the EAR to put together in tests. All names of parties are made up."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sekisho.controls.classification import EntryVerdict, ListClassification
from sekisho.controls.item import Item
from sekisho.licensing.determination import Determination, Finding
from sekisho.licensing.transaction import (
    USES,
    EndUse,
    Kind,
    Knowledge,
    Means,
    Transaction,
    TransactionItem,
    TransactionParty,
)
from sekisho.licensing.us import UsLaw, determine_us, load_us_law
from sekisho.licensing.us.build import build_us_law
from sekisho.logic.truth import Truth
from sekisho.parties.party import ListedParty, Match, Name, PartyQuery, Screening, SourceState
from tests.licensing.samples import RULEBOOKS

DAY = dt.date(2026, 7, 23)
LISTS = ("us-entity-list", "us-meu", "us-uvl", "us-dpl", "us-sdn")
NOTHING = dict.fromkeys(USES, Knowledge.NONE_AFTER_DILIGENCE)
NOWHERE = {"UA-43": False, "UA-14": False, "UA-09": False}


@functools.cache
def documents() -> dict[str, bytes]:
    """Return the rulebook's files."""
    files = sorted((RULEBOOKS / "us-ear").iterdir())
    return {one.relative_to(RULEBOOKS).as_posix(): one.read_bytes() for one in files}


@functools.cache
def law() -> UsLaw:
    """Return the law, compiled and loaded again."""
    return load_us_law(json.loads(json.dumps(build_us_law(documents()))))


def goods(kind: str = "mechanical_part", **facts: Any) -> TransactionItem:
    """Return an item made in the United States; parameters, answers, declared and subject are those of its nature."""
    own = {name: facts.pop(name) for name in ("parameters", "answers", "declared", "subject") if name in facts}
    return TransactionItem(Item(kind, **own), **({"origin": "US"} | facts))


def buyer(role: str = "end_user", name: str = "Example Buyer", **facts: Any) -> TransactionParty:
    """Return a party whose owners, headquarters and parent are stated."""
    given: dict[str, Any] = {"headquarters": "FR", "ultimate_parent": "FR", "listed_owners": Truth.NO}
    return TransactionParty(role, name, **(given | facts))


def screened(*matches: Match, searched: Iterable[str] = LISTS, official: bool = True) -> Screening:
    """Return a screening of a party in these lists."""
    states = tuple(SourceState(one, DAY, "0" * 64, 100, official) for one in searched)
    return Screening(PartyQuery("Example Buyer"), matches, states)


def match(source: str = "us-entity-list", *, certain: bool = True, **facts: Any) -> Match:
    """Return a match with a made-up listed party."""
    given: dict[str, Any] = {"requirement": "For all items subject to the EAR. (See § 744.11 of the EAR)"}
    party = ListedParty("x-1", source, "Organization", (Name("Example Works"),), **(given | facts))
    return Match(party, 1.0 if certain else 0.8, "Example Works", certain, ("same name",))


def verdict(code: str, truth: Truth, **facts: Any) -> EntryVerdict:
    """Return what an executable entry says."""
    return EntryVerdict("us-ccl", code, truth, **facts)


def says(*verdicts: EntryVerdict, declared: str | None = None, **facts: Any) -> ListClassification:
    """Return a classification; not covered unless said."""
    given: dict[str, Any] = {"covered": False, "coverage": "only some entries are executable"} | facts
    return ListClassification("us-ccl", DAY, verdicts, declared=declared, **given)


@dataclass(frozen=True)
class World:
    """A transaction with everything that a determination needs, complete and harmless: EAR99 from the US to France."""

    transaction: Transaction = field(
        default_factory=lambda: Transaction(
            date=DAY,
            kind=Kind.EXPORT,
            means=Means.PHYSICAL,
            exporter_name="Example Exporter",
            exporter_jurisdiction="US",
            ship_from="US",
            destination="FR",
            items=(goods(),),
            parties=(buyer(),),
            end_use=EndUse(knowledge=NOTHING),
        )
    )
    classifications: Mapping[int, ListClassification] = field(default_factory=lambda: {0: says(declared="EAR99")})
    screenings: Mapping[int, Screening] = field(default_factory=lambda: {0: screened()})

    def but(self, **facts: Any) -> World:
        """Return the world with some facts of the transaction changed."""
        return replace(self, transaction=replace(self.transaction, **facts))

    def declared(self, code: str | None, **facts: Any) -> World:
        """Return the world with the first item declared as a code, and facts of that item changed."""
        own = {name: facts.pop(name) for name in ("kind", "parameters", "answers", "subject") if name in facts}
        first = self.transaction.items[0]
        item = replace(first, item=replace(first.item, **own), **facts)
        known = {0: says(declared=code)}
        return replace(self.but(items=(item, *self.transaction.items[1:])), classifications=known)

    def classified(self, *verdicts: EntryVerdict, **facts: Any) -> World:
        """Return the world with the first item classified by executable entries."""
        return replace(self, classifications={0: says(*verdicts, **facts)})

    def to(self, destination: str, headquarters: str | None = None) -> World:
        """Return the world with another destination, where the buyer has its headquarters unless said otherwise."""
        seat = headquarters or destination
        return self.but(destination=destination, regions=NOWHERE).party(headquarters=seat, ultimate_parent=seat)

    def party(self, **facts: Any) -> World:
        """Return the world with some facts of the first party changed."""
        first, *rest = self.transaction.parties
        return self.but(parties=(replace(first, **facts), *rest))

    def knowing(self, **states: Knowledge) -> World:
        """Return the world with some states of knowledge changed."""
        return self.but(end_use=replace(self.transaction.end_use, knowledge={**NOTHING, **states}))

    def matching(self, *matches: Match, **facts: Any) -> World:
        """Return the world with matches of the first party."""
        return replace(self, screenings={0: screened(*matches, **facts)})

    @property
    def answer(self) -> Determination:
        """Return the determination."""
        return determine_us(self.transaction, self.classifications, self.screenings, law())


def found(answer: Determination, rule: str) -> tuple[Finding, ...]:
    """Return the findings whose rule begins so."""
    return tuple(one for one in answer.findings if one.rule.startswith(rule))


def only(answer: Determination, rule: str) -> Finding:
    """Return the only finding whose rule begins so."""
    ones = found(answer, rule)
    assert len(ones) == 1, [one.rule for one in answer.findings]
    return ones[0]


def applies(answer: Determination, rule: str) -> Truth:
    """Return whether the only finding whose rule begins so applies."""
    return only(answer, rule).applies


def fields(answer: Determination) -> set[str]:
    """Return what is asked."""
    return {one.field for one in answer.questions}


def bitten(answer: Determination) -> set[str]:
    """Return the rules that are settled requirements."""
    return {one.rule for one in answer.requirements}


def to_examine(answer: Determination) -> set[str]:
    """Return the exceptions to examine."""
    return {one.code for one in answer.authorisations if one.status == "to_examine"}


def barred(answer: Determination) -> set[str]:
    """Return the exceptions that are barred."""
    return {one.code for one in answer.authorisations if one.status == "barred"}
