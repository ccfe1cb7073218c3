"""What is proved of the entries of a proposal over every item that could exist.

Decides whether an entry can be met at all and can be missed, whether two entries catch one item, and whether a change that
no case notices would matter. Every refusal comes with the item that shows it. What the solver does not settle is refused as
undecided: nothing is taken for proved that was not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Status, Version
from sekisho.controls.mutants import Mutant
from sekisho.controls.solver import Solver, equivalent, expanded, inside, item_text, overlap, satisfiable, valid
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import EngineError
from sekisho.logic.tree import Node
from sekisho.logic.values import Fact
from sekisho.regime.proposal import Refusal, entry_file
from sekisho.terms.dates import Period

Tick = Callable[[str, int, int], None]
"""Told what is done, how much of it, and how much there is."""


@dataclass(slots=True)
class Prover:
    """The questions to the solver, with what they gave.

    Attributes:
        vocabulary: Kinds and parameters.
        solver: The solver.
        refusals: What was found wrong.
        pairs: Pairs of entries of which it was proved that nothing meets both.
        skipped: Pairs that could not be compared, because one is undecided in a period that both share.
    """

    vocabulary: Vocabulary
    solver: Solver
    refusals: list[Refusal] = field(default_factory=list)
    pairs: int = 0
    skipped: list[str] = field(default_factory=list)

    def sense(self, entry: Entry, control_list: ControlList) -> None:
        """Refuse a version that nothing can meet, or that everything meets."""
        for version in decided(entry):
            for condition in _conditions(entry, version, control_list):
                self._ask(entry.code, partial(self._senseless, entry, condition))

    def _senseless(self, entry: Entry, condition: Node) -> None:
        place, remedy = entry_file(entry.code), "mend the condition"
        if not satisfiable(condition, self.vocabulary, self.solver):
            self.refusals.append(Refusal("impossible", place, f"nothing can meet {entry.code}", remedy))
        elif valid(condition, self.vocabulary, self.solver):
            message = f"everything of its kinds meets {entry.code}"
            self.refusals.append(Refusal("everything", place, message, "say what is outside"))

    def apart(self, entry: Entry, own: ControlList, other: Entry, others: ControlList, whose: str) -> None:
        """Refuse an entry that some item meets together with another; count the pair where there is none.

        Args:
            entry: An entry of the proposal.
            own: The list that it would stand in.
            other: The entry it is held against.
            others: The list of that one.
            whose: What the other is, for the reader: ``on the list``.
        """
        found: list[str] = []
        if self._ask(entry.code, lambda: found.extend(self._shared(entry, own, other, others))):
            if found:
                remedy = f"exclude one from the other with `unless`, or amend {other.code} first"
                message = f"{found[0]} {other.code} ({whose}): {found[1]}"
                self.refusals.append(Refusal("overlap", entry_file(entry.code), message, remedy))
            else:
                self.pairs += 1

    def _shared(self, entry: Entry, own: ControlList, other: Entry, others: ControlList) -> tuple[str, ...]:
        """Return how two entries overlap and the item that meets both; nothing where none does."""
        for first in decided(entry):
            for second in other.versions:
                if second.status is Status.DEFINITION or not first.period.overlaps(second.period):
                    continue
                if second.condition is None:
                    self.skipped.append(f"{entry.code} and {other.code}: the latter is undecided ({second.period})")
                    continue
                on = common_day(first.period, second.period)
                for kind in (one for one in entry.kinds if one in other.kinds):
                    mine = expanded(_condition(first), own, kind, on)
                    theirs = expanded(second.condition, others, kind, on)
                    witness = overlap(mine, theirs, self.vocabulary, self.solver)
                    if witness is not None:
                        return self._words(entry.code, mine, theirs), self._witness(kind, witness)
        return ()

    def _words(self, code: str, mine: Node, theirs: Node) -> str:
        within = inside(mine, theirs, self.vocabulary, self.solver)
        around = inside(theirs, mine, self.vocabulary, self.solver)
        if within and around:
            return f"{code} catches the same as"
        return f"{code} lies wholly inside" if within else f"{code} takes in all of" if around else f"{code} overlaps with"

    def _witness(self, kind: str, facts: Mapping[str, Fact]) -> str:
        return f"both are met by {item_text(kind, facts, self.vocabulary)}"

    def matters(self, entry: Entry, version: Version, mutant: Mutant, control_list: ControlList) -> bool:
        """Tell whether a changed condition says something else of any item; undecided counts as yes."""
        on = first_day(version.period)
        try:
            return not all(
                equivalent(
                    expanded(_condition(version), control_list, kind, on),
                    expanded(mutant.condition, control_list, kind, on),
                    self.vocabulary,
                    self.solver,
                )
                for kind in entry.kinds
            )
        except EngineError:
            return True

    def _ask(self, code: str, question: Callable[[], None]) -> bool:
        try:
            question()
        except EngineError as problem:
            remedy = problem.remedy or "simplify the condition"
            self.refusals.append(Refusal("undecided", entry_file(code), problem.message, remedy))
            return False
        return True


def decided(entry: Entry) -> Iterator[Version]:
    """Yield the versions of an entry that have a condition and control something."""
    return (one for one in entry.versions if one.condition is not None and one.status is not Status.DEFINITION)


def first_day(period: Period) -> dt.date:
    """Return the first day of a period; where it has always held, the last, or any day."""
    if period.start is not None:
        return period.start
    return dt.date.max if period.until is None else period.until - dt.timedelta(days=1)


def common_day(first: Period, second: Period) -> dt.date:
    """Return a day on which two overlapping periods both hold."""
    starts = [one.start for one in (first, second) if one.start is not None]
    ends = [one.until for one in (first, second) if one.until is not None]
    return first_day(Period(max(starts, default=None), min(ends, default=None)))


def _condition(version: Version) -> Node:
    assert version.condition is not None  # only decided versions come here
    return version.condition


def _conditions(entry: Entry, version: Version, control_list: ControlList) -> tuple[Node, ...]:
    on = first_day(version.period)
    return tuple(dict.fromkeys(expanded(_condition(version), control_list, kind, on) for kind in entry.kinds))
