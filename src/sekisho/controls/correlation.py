"""Which entry of one list corresponds to which of another, found by comparing the rules.

Decides between *same*, *narrower*, *wider*, *overlaps* and *none* over every item that could exist, and shows an item for
each difference. Nothing is typed by hand: a code that looks alike proves nothing. What the solver does not settle is
reported as not settled.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sekisho.controls.comparable import OF, Comparable, Reader, common_vocabulary
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry
from sekisho.controls.solver import Solver
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import EngineError
from sekisho.logic.evaluator import decide
from sekisho.logic.text import fact_text
from sekisho.logic.tree import And, Between, Compare, In, Node, Not, conjunction, disjunction
from sekisho.logic.tree import names as names_of
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact

Tick = Callable[[str, int, int], None]
"""Told what is done, how much of it, and how much there is."""


class Relation(enum.Enum):
    """How what an entry catches lies to what an entry of the other list catches."""

    SAME = "same"
    NARROWER = "narrower"
    """All that the entry catches the other catches too, and the other catches more."""
    WIDER = "wider"
    OVERLAPS = "overlaps"
    """Each catches something that the other does not."""
    NONE = "none"
    """Nothing meets both."""


@dataclass(frozen=True, slots=True)
class Witness:
    """An item that shows a difference.

    Attributes:
        kind: Its kind.
        facts: What is enough to show it, numbers in the declared unit; whatever else is true of the item changes nothing.
    """

    kind: str
    facts: Mapping[str, Fact]

    def text(self, vocabulary: Vocabulary) -> str:
        """Return the item for the reader; what is "of" a reference belongs to the item that is meant by it."""
        said = [self.kind]
        for name, fact in sorted(self.facts.items()):
            unit = vocabulary.parameters[name].unit
            said.append(f"{name} {fact_text(fact)}" + ("" if unit in ("", "1") else f" {unit}"))
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that some item meets together.

    Attributes:
        entry: Code in the first list.
        other: Code in the second list.
        relation: Of the first to the second.
        only_here: What the first alone catches; None where there is nothing.
        only_there: What the second alone catches.
        partial: Codes that one of them names and that no executable entry decides: they were left out.
    """

    entry: str
    other: str
    relation: Relation
    only_here: Witness | None
    only_there: Witness | None
    partial: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """What an entry catches and no executable entry of the other list does.

    Attributes:
        entry: Its code.
        witness: Such an item.
        related: Entries of the other list that catch another part of it.
        unknown_kind: Whether the other list has no executable entry about the item's kind at all.
    """

    entry: str
    witness: Witness
    related: tuple[str, ...]
    unknown_kind: bool


@dataclass(frozen=True, slots=True)
class Correlation:
    """How two lists correspond on a day.

    Attributes:
        pairs: Entries that correspond, in the order of the first list.
        alone: What the first list catches beyond the second, one item for each entry.
        undecided: Codes (``list:code``) that have no condition on the day.
        unsettled: What the solver did not settle, in words.
    """

    pairs: tuple[Pair, ...]
    alone: tuple[Alone, ...]
    undecided: tuple[str, ...]
    unsettled: tuple[str, ...]
    vocabulary: Vocabulary


def correlate(
    first: ControlList,
    second: ControlList,
    on: dt.date,
    vocabulary: Vocabulary,
    solver: Solver,
    codes: Callable[[str], bool] = lambda _: True,
    tick: Tick = lambda *_: None,
) -> Correlation:
    """Compare every entry of a list with every entry of another that is about the same kind of item.

    Args:
        first: The list whose entries are asked about.
        second: The list that they are held against.
        on: The day whose law is compared.
        vocabulary: Kinds and parameters of both.
        solver: The solver.
        codes: Which entries of the first list to compare.
        tick: Told how far it is.
    """
    work = _Work(Reader(first, on, vocabulary), Reader(second, on, vocabulary), solver)
    wanted = [one for one in work.here.entries() if codes(one.code)]
    for number, entry in enumerate(wanted, start=1):
        tick("comparing entries", number, len(wanted))
        work.compare(entry)
    undecided = tuple(
        f"{side.control_list.id}:{one.code}"
        for side, entries in ((work.here, wanted), (work.there, work.there.entries()))
        for one in entries
        if all(side.read(one, kind) is None for kind in one.kinds)
    )
    return Correlation(tuple(work.pairs), tuple(work.alone), undecided, tuple(work.unsettled), work.vocabulary())


class _Work:
    def __init__(self, here: Reader, there: Reader, solver: Solver) -> None:
        self.here, self.there, self.solver = here, there, solver
        self.pairs: list[Pair] = []
        self.alone: list[Alone] = []
        self.unsettled: list[str] = []

    def vocabulary(self) -> Vocabulary:
        return common_vocabulary((self.here, self.there))

    def compare(self, entry: Entry) -> None:
        """Hold one entry against every entry of the other list, one by one and together."""
        related: list[str] = []
        for other in self.there.entries():
            try:
                pair = self._pair(entry, other)
            except EngineError as problem:
                self.unsettled.append(f"{entry.code} and {other.code}: {problem.message}")
                continue
            if pair is not None:
                self.pairs.append(pair)
                related.append(other.code)
        if any(one.entry == entry.code and one.only_here is None for one in self.pairs):
            return
        try:
            self._beyond(entry, tuple(related))
        except EngineError as problem:
            self.unsettled.append(f"{entry.code} against the whole list: {problem.message}")

    def _pair(self, entry: Entry, other: Entry) -> Pair | None:
        """Return how two entries correspond; None where nothing meets both, or one is undecided."""
        shared = [(kind, *found) for kind in entry.kinds if kind in other.kinds if (found := self._both(entry, other, kind))]
        if not any(self._witness(mine.condition, yours.condition) for _, mine, yours in shared):
            return None
        only_here = self._difference(entry, other, self.here, self.there)
        only_there = self._difference(other, entry, self.there, self.here)
        partial = dict.fromkeys(code for _, mine, yours in shared for code in (*mine.opaque, *yours.opaque))
        return Pair(entry.code, other.code, _relation(only_here, only_there), only_here, only_there, tuple(partial))

    def _both(self, entry: Entry, other: Entry, kind: str) -> tuple[Comparable, Comparable] | None:
        mine, yours = self.here.read(entry, kind), self.there.read(other, kind)
        if mine is None or yours is None or not comparable(mine.condition, yours.condition):
            return None
        return mine, yours

    def _difference(self, entry: Entry, other: Entry, own: Reader, others: Reader) -> Witness | None:
        """Return an item that one entry catches and the other does not."""
        for kind in entry.kinds:
            mine = own.read(entry, kind)
            yours = others.read(other, kind) if kind in other.kinds else None
            if mine is None:
                continue
            facts = self._witness(mine.condition, *(() if yours is None else (Not(yours.condition),)))
            if facts is not None:
                return Witness(kind, enough(facts, mine.condition, () if yours is None else (yours.condition,)))
        return None

    def _beyond(self, entry: Entry, related: tuple[str, ...]) -> None:
        """Note an item that the entry catches and no entry of the other list does."""
        others = self.there.entries()
        for kind in entry.kinds:
            mine = self.here.read(entry, kind)
            if mine is None:
                continue
            about = [one for one in others if kind in one.kinds]
            read = [found.condition for one in about if (found := self.there.read(one, kind)) is not None]
            near = [one for one in read if not apart(mine.condition, one)]
            facts = self._witness(mine.condition, Not(disjunction(near)))
            if facts is not None:
                shown = Witness(kind, enough(facts, mine.condition, near))
                self.alone.append(Alone(entry.code, shown, related, not about))
                return

    def _witness(self, *conditions: Node) -> Mapping[str, Fact] | None:
        return self.solver.witness(conjunction(conditions), self.vocabulary())


def _relation(only_here: Witness | None, only_there: Witness | None) -> Relation:
    if only_here is None:
        return Relation.SAME if only_there is None else Relation.NARROWER
    return Relation.WIDER if only_there is None else Relation.OVERLAPS


def enough(facts: Mapping[str, Fact], met: Node, missed: Iterable[Node]) -> dict[str, Fact]:
    """Return as few of the facts as show that one condition is met and the others are not."""
    held, without = dict(facts), tuple(missed)
    for name in sorted(facts, key=lambda one: (-one.count(OF), one)):
        fewer = {key: fact for key, fact in held.items() if key != name}
        if decide(met, fewer) is Truth.YES and all(decide(one, fewer) is Truth.NO for one in without):
            held = fewer
    return held


def comparable(first: Node, second: Node) -> bool:
    """Tell whether two conditions speak of the same thing and could be met together.

    Two that share no parameter can both be met by one item by chance: they do not correspond.
    """
    return not names_of(first).isdisjoint(names_of(second)) and not apart(first, second)


def apart(first: Node, second: Node) -> bool:
    """Tell whether one look shows that nothing meets both: a text that both ask for, with no value in common.

    False says nothing; True is certain. It spares the solver most of its work.
    """
    mine, yours = dict(_texts(first)), dict(_texts(second))
    return any(mine[name].isdisjoint(yours[name]) for name in mine.keys() & yours.keys()) or _ranges_apart(first, second)


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, And):
        for one in node.operands:
            yield from _conjuncts(one)
    else:
        yield node


def _texts(node: Node) -> Iterator[tuple[str, frozenset[str | bool]]]:
    """Yield each text or flag that a condition asks for outright, with the values that will do."""
    held: dict[str, frozenset[str | bool]] = {}
    for part in _conjuncts(node):
        values: tuple[object, ...] = ()
        if isinstance(part, In):
            values = part.values
        elif isinstance(part, Compare) and part.operator == "=":
            values = (part.value,)
        if isinstance(part, In | Compare) and values and isinstance(values[0], str | bool):
            found = frozenset(one for one in values if isinstance(one, str | bool))
            held[part.name] = held[part.name] & found if part.name in held else found
    yield from held.items()


def _ranges_apart(first: Node, second: Node) -> bool:
    mine, yours = _ranges(first), _ranges(second)
    shared = mine.keys() & yours.keys()
    return any(mine[name][1] < yours[name][0] or yours[name][1] < mine[name][0] for name in shared)


def _ranges(node: Node) -> dict[str, tuple[float, float]]:
    """Return the closed range to which a condition confines each number outright."""
    held: dict[str, tuple[float, float]] = {}
    for part in _conjuncts(node):
        low, high = float("-inf"), float("inf")
        if isinstance(part, Between):
            low, high = part.low, part.high
        elif isinstance(part, Compare) and isinstance(part.value, float) and part.operator not in ("<>",):
            low = part.value if part.operator in (">", ">=", "=") else low
            high = part.value if part.operator in ("<", "<=", "=") else high
        else:
            continue
        was = held.get(part.name, (float("-inf"), float("inf")))
        held[part.name] = max(low, was[0]), min(high, was[1])
    return held
