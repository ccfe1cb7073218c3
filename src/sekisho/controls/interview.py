"""Which question to ask next about an item, so that few are asked.

Asks only for a parameter that some verdict still hangs on. Of these it chooses the one after whose answer the fewest
parameters are expected to stay open, every distinguishable answer being as likely as any other: nothing is assumed about
what exporters make. Decides no verdict of its own; the desk of ``controls.classify`` does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sekisho.controls.classification import EntryVerdict
from sekisho.controls.classify import Desk
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Status
from sekisho.controls.item import Item
from sekisho.controls.references import MEETS, shared_heads
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.logic.evaluator import evaluate
from sekisho.logic.tree import Between, Compare, In, Node, names, walk
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several, Type


@dataclass(frozen=True, slots=True)
class Ask:
    """A question whose answer may decide.

    Attributes:
        parameter: What is asked.
        decides: Entries (``list:code``) whose verdict hangs on it.
        open: Parameters that still matter, this one first.
        expected: How many of them are expected to matter after the answer.
    """

    parameter: Parameter
    decides: tuple[str, ...]
    open: tuple[str, ...]
    expected: float


@dataclass(frozen=True, slots=True)
class _Open:
    """An entry without a verdict yet: its condition, and what is known of the item in its list."""

    code: str
    condition: Node
    facts: Mapping[str, Fact]
    need: tuple[str, ...]


class Interview:
    """The questions about one item under some lists.

    Args:
        lists: The lists.
        on: The day whose law applies.
        vocabulary: Kinds and parameters.
        recorded_by: Use only what was recorded by this day; everything if None.
    """

    def __init__(
        self, lists: Sequence[ControlList], on: dt.date, vocabulary: Vocabulary, recorded_by: dt.date | None = None
    ) -> None:
        self.lists, self.on, self.recorded_by = tuple(lists), on, recorded_by
        self.vocabulary = vocabulary
        self._shared = shared_heads(self.lists)

    def next(self, item: Item, skipped: Collection[str] = ()) -> Ask | None:
        """Return the question to ask, or None where nothing that can be asked decides anything any more.

        Args:
            item: What is known.
            skipped: Parameters that the user could not answer: they are not asked again.
        """
        held = tuple(self._open(item))
        needed = self._needed(held)
        candidates = [name for name in needed if name not in skipped]
        if not candidates:
            return None
        scored = [(self._expected(name, held, skipped), place, name) for place, name in enumerate(candidates)]
        expected, _, name = min(scored)
        rest = [one for one in candidates if one != name]
        return Ask(self.vocabulary.parameters[name], needed[name], (name, *rest), expected)

    def open(self, item: Item) -> tuple[str, ...]:
        """Return the parameters on which some verdict hangs."""
        return tuple(self._needed(tuple(self._open(item))))

    def all_parameters(self, kind: str) -> tuple[str, ...]:
        """Return every parameter that an entry in force about a kind names: what a form would ask."""
        found: dict[str, None] = {}
        for one in self.lists:
            for _, version in one.in_force(self.on, self.recorded_by, kind):
                if version.condition is not None and version.status is not Status.DEFINITION:
                    found.update(dict.fromkeys(sorted(names(version.condition) - {MEETS})))
        return tuple(found)

    def _open(self, item: Item) -> Iterator[_Open]:
        for one in self.lists:
            desk = Desk(one, self.on, self.recorded_by, self._shared)
            facts = desk.facts(item)
            for verdict in desk.verdicts(item):
                version = one.entry(verdict.code).version(self.on, self.recorded_by)
                if not _asks(verdict) or version is None or version.condition is None:
                    continue
                known = {**facts, MEETS: desk.own(item, verdict.code)} if MEETS in names(version.condition) else facts
                yield _Open(f"{one.id}:{verdict.code}", version.condition, known, verdict.need)

    def _needed(self, held: Sequence[_Open]) -> dict[str, tuple[str, ...]]:
        """Return each parameter that decides something, with the codes that hang on it."""
        found: dict[str, dict[str, None]] = {}
        for one in held:
            for name in one.need:
                if name != MEETS:
                    found.setdefault(name, {})[one.code] = None
        return {name: tuple(codes) for name, codes in found.items()}

    def _expected(self, name: str, held: Sequence[_Open], skipped: Collection[str]) -> float:
        """Return how many parameters are expected to matter after an answer, all distinguishable answers alike."""
        answers = tuple(distinguishable(self.vocabulary.parameters[name], [one.condition for one in held]))
        total = 0
        for answer in answers:
            left: set[str] = set()
            for one in held:
                if name not in one.need:
                    left.update(one.need)
                    continue
                found = evaluate(one.condition, {**one.facts, name: answer})
                left.update(found.need if found.truth is Truth.UNKNOWN else ())
            total += len(left.difference(skipped, (MEETS,)))
        return total / len(answers)


def _asks(verdict: EntryVerdict) -> bool:
    return verdict.verdict is Truth.UNKNOWN and verdict.status is not Status.DEFINITION


def distinguishable(parameter: Parameter, conditions: Sequence[Node]) -> Iterator[Fact]:
    """Yield one answer for every way in which conditions could take it: between thresholds, each named text, any other.

    Args:
        parameter: The parameter that is asked.
        conditions: The conditions that its answer may decide.
    """
    named = dict.fromkeys(value for one in conditions for value in _compared(one, parameter.name))
    if parameter.type is Type.FLAG:
        yield from (True, False)
    elif parameter.reference:
        yield from (Several(frozenset({str(code)})) for code in named)
        yield Several()
    elif parameter.type is Type.TEXT:
        texts = [str(one) for one in named]
        yield from texts
        others = [one for one in parameter.values if one not in named]
        if others or not parameter.values:
            yield others[0] if others else "".join(["other", *texts])
    else:
        yield from _between(sorted(float(one) for one in named), parameter)


def _between(thresholds: Sequence[float], parameter: Parameter) -> Iterator[float]:
    """Yield a number below, between and above the thresholds; those that the parameter cannot have are left out."""
    if not thresholds:
        yield parameter.minimum or 0.0
        return
    low, high = thresholds[0], thresholds[-1]
    middles = [(one + other) / 2 for one, other in pairwise(thresholds)]
    outer = (low - max(1.0, abs(low) / 2), high + max(1.0, abs(high) / 2))
    least = -float("inf") if parameter.minimum is None else parameter.minimum
    most = float("inf") if parameter.maximum is None else parameter.maximum
    below = max(outer[0], least)
    if below < low:
        yield below
    yield from middles
    above = min(outer[1], most)
    yield above if above > high else high


def _compared(condition: Node, name: str) -> Iterator[float | str | bool]:
    for part in walk(condition):
        if isinstance(part, Compare) and part.name == name:
            yield part.value
        elif isinstance(part, Between) and part.name == name:
            yield from (part.low, part.high)
        elif isinstance(part, In) and part.name == name:
            yield from part.values


def answered(item: Item, name: str, fact: Fact) -> Item:
    """Return the item with one more fact."""
    return replace(item, parameters={**item.parameters, name: fact})
