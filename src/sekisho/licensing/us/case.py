"""One transaction under the EAR: what is fixed before any rule is asked.

Decides which destination the law looks at (for a release of technology the recipient's nationality), who is a party in
the sense of 15 CFR 748.5(c) to (f), and what the exporter knows. Knows no rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import Condition, ask, every, look, no, some, yes
from sekisho.licensing.determination import Question
from sekisho.licensing.questions import ask_end_user, ask_exporter, ask_ship_from, ask_use
from sekisho.licensing.transaction import Kind, Knowledge, Owned, Transaction, TransactionParty
from sekisho.licensing.us.items import ItemCase
from sekisho.licensing.us.places import name_of, named, unstated, within
from sekisho.licensing.us.tables import Ask, PlaceLaw, UsLaw
from sekisho.logic.truth import Truth
from sekisho.parties.party import Screening

_DESTINATION = Question(
    "transaction",
    0,
    "destination",
    "Which state's entry governs the destination (the state to which the territory belongs)?",
)


def join(conditions: Iterable[Condition]) -> Condition:
    """Return the conjunction as ``every`` does, without asking for more once a condition fails."""
    found = []
    for one in conditions:
        if one.truth is Truth.NO:
            return one
        found.append(one)
    return every(found)


@dataclass(frozen=True)
class Case:
    """A transaction, with the law that holds on its day.

    Attributes:
        transaction: The transaction.
        classifications: What ``us-ccl`` says, by index of the item.
        screenings: What the lists say, by index of the party; a missing index was not screened.
        law: The law.
    """

    transaction: Transaction
    classifications: Mapping[int, ListClassification]
    screenings: Mapping[int, Screening]
    law: UsLaw

    @property
    def on(self) -> dt.date:
        """Return the day whose law applies."""
        return self.transaction.date

    @cached_property
    def everybody(self) -> tuple[TransactionParty, ...]:
        """Return the parties, and after them every owner that is stated."""
        return self.transaction.everybody

    @cached_property
    def owned(self) -> tuple[Owned, ...]:
        """Return every owner that is stated, with where it stands."""
        return self.transaction.owned

    @cached_property
    def shelf(self) -> dict[str, Any]:
        """Return what other modules have worked out of this case and need again, by a name of theirs."""
        return {}

    @property
    def deemed(self) -> bool:
        """Tell whether technology is released to a foreign person."""
        return self.transaction.kind is Kind.DEEMED_EXPORT

    @cached_property
    def items(self) -> tuple[ItemCase, ...]:
        """Return the items."""
        return tuple(
            ItemCase(index, item, self.classifications.get(index), self.law)
            for index, item in enumerate(self.transaction.items)
        )

    @cached_property
    def places(self) -> tuple[PlaceLaw, ...]:
        """Return where the items go: for a release, every recipient's nationality."""
        if not self.deemed:
            return (self.law.place(self.transaction.destination),)
        people = [(index, one) for index, one in self.parties if self.is_end_user(one)]
        if not people:
            return (unstated(ask_end_user()),)
        return tuple(
            unstated(_nationality(index, one)) if one.nationality is None else self.law.place(one.nationality)
            for index, one in people
        )

    def _question(self, place: PlaceLaw) -> Question:
        if place.code:
            return _DESTINATION
        missing = [(index, one) for index, one in self.parties if self.is_end_user(one) and one.nationality is None]
        return _nationality(*missing[0]) if missing else ask_end_user()

    def reaches(
        self, tokens: Iterable[str], not_in: Iterable[str] = (), but_in: Iterable[str] = (), minus: Iterable[str] = ()
    ) -> Condition:
        """Return whether a rule reaches a destination.

        Args:
            tokens: Where it holds.
            not_in: Where it does not.
            but_in: Places of ``not_in`` where it does hold.
            minus: Groups that are taken off, but for places that ``tokens`` names itself.
        """
        asked = (tuple(tokens), tuple(not_in), tuple(but_in), tuple(minus))
        found = self._reached.get(asked)
        if found is None:
            found = self._reached[asked] = some(self._reaches(place, *asked) for place in self.places)
        return found

    @cached_property
    def _reached(self) -> dict[tuple[tuple[str, ...], ...], Condition]:
        return {}

    def _reaches(
        self,
        place: PlaceLaw,
        tokens: tuple[str, ...],
        not_in: tuple[str, ...],
        but_in: tuple[str, ...],
        minus: tuple[str, ...],
    ) -> Condition:
        question = self._question(place)
        reached = within(self.law, place, tokens, self.on, question, minus)
        if not not_in:
            return reached
        off = within(self.law, place, not_in, self.on, question)
        if but_in:
            off = every((off, ~within(self.law, place, but_in, self.on, question)))
        return every((reached, ~off))

    def per_place(self, rule: Callable[[PlaceLaw, Question], Condition]) -> Condition:
        """Return whether a rule holds for some destination."""
        return some(rule(place, self._question(place)) for place in self.places)

    def ships_from(self, tokens: Iterable[str], minus: Iterable[str] = ()) -> Condition:
        """Return whether the items leave from one of several places."""
        code = self.transaction.ship_from
        if code is None:
            return ask("where the items leave from is not stated", ask_ship_from())
        return within(self.law, self.law.place(code), tokens, self.on, ask_ship_from(), minus)

    @cached_property
    def from_us(self) -> Condition:
        """Return whether the items leave from the United States."""
        code = self.transaction.ship_from
        if code is None:
            return ask("where the items leave from is not stated", ask_ship_from())
        return yes("the items leave from the United States") if code == "US" else no(f"the items leave from {code}")

    @cached_property
    def us_person(self) -> Condition:
        """Return whether the exporter, or a named supporter, is a US person."""
        code = self.transaction.exporter_jurisdiction
        seat = Condition(Truth.of(code == "US"), f"the exporter is established in {code}")
        if code is None:
            seat = ask("where the exporter is established is not stated", ask_exporter())
        people = [
            (index, one) for index, one in enumerate(self.transaction.parties) if one.role in ("supporter", "us_person")
        ]
        found = [
            ask(f"the nationality of {one.name} is not stated", _nationality(index, one))
            if one.nationality is None
            else Condition(Truth.of(one.nationality == "US"), f"{one.name} is a national of {one.nationality}")
            for index, one in people
        ]
        return some((seat, *found))

    @cached_property
    def parties(self) -> tuple[tuple[int, TransactionParty], ...]:
        """Return the parties in the sense of 748.5(c) to (f), with their index."""
        roles = self.law.data["lists"]["roles"]["parties"]
        return tuple((index, one) for index, one in enumerate(self.transaction.parties) if one.role in roles)

    def is_end_user(self, party: TransactionParty) -> bool:
        """Tell whether a party is the one that uses the items."""
        return party.role in self.law.data["lists"]["roles"]["end_users"]

    @cached_property
    def end_user_named(self) -> Condition:
        """Return whether an end user is named at all."""
        if any(self.is_end_user(one) for _, one in self.parties):
            return yes("an end user is named")
        return ask("no end user is named", ask_end_user())

    def headquartered(self, tokens: tuple[str, ...]) -> Condition:
        """Return whether a party is headquartered, or has its ultimate parent, in one of several places."""
        fields = ("headquarters", "ultimate_parent")
        found = [self._seat(index, one, field, tokens) for index, one in self.parties for field in fields]
        named_one = no("no party is headquartered there") if self.end_user_named.truth is Truth.YES else self.end_user_named
        return some((named_one, *found))

    def _seat(self, index: int, party: TransactionParty, field: str, tokens: tuple[str, ...]) -> Condition:
        code = party.headquarters if field == "headquarters" else party.ultimate_parent
        words = "headquarters" if field == "headquarters" else "headquarters of the ultimate parent"
        question = Question("party", index, field, f"Where are the {words} of {party.name}?")
        if code is None:
            return ask(f"the {words} of {party.name} are not stated", question)
        found = named(self.law, self.law.place(code), tokens, self.on, question)
        return replace(found, text=f"the {words} of {party.name} are in {name_of(code)}")

    def knows(self, uses: Iterable[str], standard: str = "aware") -> Condition:
        """Return whether the exporter knows the items to be for one of several uses.

        Args:
            uses: End uses; one is enough.
            standard: ``aware``, or ``suspect`` for rules that a mere suspicion meets and knowledge does not.
        """
        return some(self._knows(use, standard) for use in uses)

    def _knows(self, use: str, standard: str) -> Condition:
        state = self.transaction.end_use.of(use)
        words = f"{use.replace('_', ' ')}: {state.value.replace('_', ' ')}"
        if state is Knowledge.NOT_ASKED:
            return ask(words, ask_use(self.transaction, use))
        if standard == "suspect":
            return Condition(Truth.of(state is Knowledge.SUSPECT), words)
        if state is Knowledge.SUSPECT:
            return look(f"{words}: a suspicion is a red flag that must be resolved first", ask_use(self.transaction, use))
        return Condition(state.reaches(Knowledge.AWARE), words)

    def answer(self, asked: Ask) -> Condition:
        """Return the exporter's answer about the whole transaction to a condition in words."""
        given = self.transaction.answers.get(asked.key)
        if given is None:
            return ask(f"not answered: {asked.words}", Question("transaction", 0, f"answers.{asked.key}", asked.words))
        return Condition(Truth.of(given), f"{asked.key} answered {'yes' if given else 'no'}")


def _nationality(index: int, party: TransactionParty) -> Question:
    text = f"Which is the most recent citizenship or permanent residency of {party.name}?"
    return Question("party", index, "nationality", text)
