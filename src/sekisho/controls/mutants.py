"""Do the cases of an entry bite? Small changes of its condition that some case must notice.

Decides which changes are tried: each threshold moved by one step both ways, each comparison made strict or not, each leaf
turned round, each listed value and each clause lost. Asks beside that that every comparison is met by one case and not met
by another. Knows no proposal; whether a change that nobody notices matters at all is for whoever has a solver.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from sekisho.controls.cases import case_day, case_item
from sekisho.controls.classify import Desk, asks
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Case, Entry, Version
from sekisho.controls.references import MEETS
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.errors import Error
from sekisho.logic.evaluator import decide
from sekisho.logic.text import leaf_text, unparse
from sekisho.logic.tree import (
    And,
    Between,
    Compare,
    Constant,
    In,
    IsNull,
    Leaf,
    Node,
    Not,
    Operator,
    Or,
    conjunction,
    disjunction,
    walk,
)
from sekisho.logic.truth import Truth
from sekisho.logic.values import Facts

SHARE = Decimal("0.01")
"""The step of a threshold that is no whole number, as a share of it."""
FROM_ZERO = Decimal("0.01")
"""The step of a threshold of zero, in the parameter's declared unit."""
_TWINS: dict[Operator, Operator] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A condition with one small change.

    Attributes:
        condition: The whole condition with the change.
        before: The part that was changed, as written in a rule.
        after: What it became; empty where it was lost.
    """

    condition: Node
    before: str
    after: str

    @property
    def words(self) -> str:
        """Return the change as the end of a sentence: ``the loss of …`` or ``… becoming …``."""
        return f"`{self.before}` becoming `{self.after}`" if self.after else f"the loss of `{self.before}`"


@dataclass(frozen=True, slots=True)
class Trial:
    """A case as it was run: the version that it tried and the facts that it gave."""

    name: str
    version: Version
    facts: Facts


@dataclass(frozen=True, slots=True)
class Untried:
    """A comparison that no case of the version answers with ``truth``."""

    version: Version
    leaf: Leaf
    truth: Truth


@dataclass(frozen=True, slots=True)
class Examination:
    """What the cases of an entry notice.

    Attributes:
        cases: Cases that try a decided version.
        tried: Mutants made.
        survivors: Mutants for which every case gives the same verdict, with their version.
        untried: Comparisons that are never met, or always.
    """

    cases: int
    tried: int
    survivors: tuple[tuple[Version, Mutant], ...]
    untried: tuple[Untried, ...]


def examine(entry: Entry, control_list: ControlList, vocabulary: Vocabulary) -> Examination:
    """Return what the cases of an entry notice, over all its decided versions.

    A case about another kind, or on a day without a decided version, notices nothing. What counts is the verdict that the
    condition gives, not the one that the case expects: a case that fails notices no more than its item does.

    Args:
        entry: The entry.
        control_list: The list it stands in.
        vocabulary: Kinds and parameters.
    """
    trials = tuple(run_cases(entry, control_list, vocabulary))
    tried = 0
    survivors: list[tuple[Version, Mutant]] = []
    untried: list[Untried] = []
    for version in entry.versions:
        if version.condition is None:
            continue
        facts = [one.facts for one in trials if one.version is version]
        given = [decide(version.condition, one) for one in facts]
        untried.extend(_untried(version, version.condition, facts))
        for mutant in mutants(version.condition, vocabulary):
            tried += 1
            if all(decide(mutant.condition, one) is truth for one, truth in zip(facts, given, strict=True)):
                survivors.append((version, mutant))
    return Examination(len(trials), tried, tuple(survivors), tuple(untried))


def run_cases(entry: Entry, control_list: ControlList, vocabulary: Vocabulary) -> Iterator[Trial]:
    """Yield the cases that try a decided version; one that cannot be read is left to ``cases.faults``."""
    for case in entry.cases:
        version = entry.version(case_day(case, entry))
        if version is None or version.condition is None or case.item["kind"] not in entry.kinds:
            continue
        try:
            yield Trial(case.name, version, _facts(entry, version, case_day(case, entry), case, control_list, vocabulary))
        except Error:
            continue


def _facts(
    entry: Entry, version: Version, day: dt.date, case: Case, control_list: ControlList, vocabulary: Vocabulary
) -> Facts:
    item = case_item(case, entry.list_id, vocabulary)
    desk = Desk(control_list, day)
    facts = desk.facts(item)
    if asks(version, MEETS):
        facts[MEETS] = desk.own(item, without=entry.code)
    return facts


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield every comparison of a condition, each once."""
    found = (one for one in walk(node) if isinstance(one, Compare | Between | In | IsNull))
    return iter(dict.fromkeys(found))


def _untried(version: Version, condition: Node, facts: Sequence[Facts]) -> Iterator[Untried]:
    for leaf in leaves(condition):
        given = {decide(leaf, one) for one in facts}
        yield from (Untried(version, leaf, truth) for truth in (Truth.YES, Truth.NO) if truth not in given)


def mutants(condition: Node, vocabulary: Vocabulary) -> Iterator[Mutant]:
    """Yield every small change of a condition, each resulting condition once and never the condition itself.

    Args:
        condition: The condition.
        vocabulary: Tells which parameters are whole numbers.
    """
    seen = {condition}
    for changed, before, after in _changes(condition, vocabulary):
        if changed not in seen:
            seen.add(changed)
            yield Mutant(changed, before, after)


_Change = tuple[Node, str, str]


def _changes(node: Node, vocabulary: Vocabulary) -> Iterator[_Change]:
    """Yield what a node can become, with the part that changed and what that became."""
    if isinstance(node, Not):
        yield from ((Not(changed), before, after) for changed, before, after in _changes(node.operand, vocabulary))
    elif isinstance(node, And | Or):
        join = conjunction if isinstance(node, And) else disjunction
        for place, part in enumerate(node.operands):
            before, behind = node.operands[:place], node.operands[place + 1 :]
            yield join((*before, *behind)), unparse(part), ""
            for changed, was, becomes in _changes(part, vocabulary):
                yield join((*before, changed, *behind)), was, becomes
    elif not isinstance(node, Constant):
        yield from ((changed, unparse(node), unparse(changed)) for changed in _leaf_changes(node, vocabulary))
        yield Not(node), unparse(node), leaf_text(node, negated=True)


def _leaf_changes(leaf: Compare | Between | In | IsNull, vocabulary: Vocabulary) -> Iterator[Node]:
    if isinstance(leaf, Compare):
        yield from _compare_changes(leaf, vocabulary)
    elif isinstance(leaf, Between):
        yield from _between_changes(leaf, vocabulary.parameters[leaf.name])
    elif isinstance(leaf, In):
        yield from _in_changes(leaf, vocabulary.parameters[leaf.name])


def _compare_changes(leaf: Compare, vocabulary: Vocabulary) -> Iterator[Node]:
    if not isinstance(leaf.value, float):
        return
    for value in moved(leaf.value, vocabulary.parameters[leaf.name]):
        yield Compare(leaf.name, leaf.operator, value)
    if leaf.operator in _TWINS:
        yield Compare(leaf.name, _TWINS[leaf.operator], leaf.value)


def _between_changes(leaf: Between, parameter: Parameter) -> Iterator[Node]:
    ends = [(low, leaf.high) for low in moved(leaf.low, parameter)] + [
        (leaf.low, top) for top in moved(leaf.high, parameter)
    ]
    yield from (Between(leaf.name, low, high) for low, high in ends if low <= high)
    yield And((Compare(leaf.name, ">", leaf.low), Compare(leaf.name, "<=", leaf.high)))
    yield And((Compare(leaf.name, ">=", leaf.low), Compare(leaf.name, "<", leaf.high)))


def _in_changes(leaf: In, parameter: Parameter) -> Iterator[Node]:
    for place, value in enumerate(leaf.values):
        before, behind = leaf.values[:place], leaf.values[place + 1 :]
        yield _listed(leaf.name, (*before, *behind))
        if isinstance(value, float):
            yield from (_listed(leaf.name, (*before, other, *behind)) for other in moved(value, parameter))


def _listed(name: str, values: tuple[float | str, ...]) -> Node:
    """Return the list of some values of one type; nothing is in an empty one."""
    return In(name, cast("tuple[str, ...]", values)) if values else Constant(False)


def moved(value: float, parameter: Parameter) -> tuple[float, ...]:
    """Return a threshold moved by one step down and up: by 1 for a whole number, else by one per cent.

    A step is taken on the decimal as written, so that 1e-4 moves to 0.000101 and not beside it. What cannot move, or would
    leave the 64-bit numbers, is left out.
    """
    written = Decimal(repr(value))
    step = abs(written) * SHARE if written else FROM_ZERO
    if parameter.integer:
        step = max(Decimal(1), step) if value + 1 == value else Decimal(1)
    return tuple(one for one in (float(written - step), float(written + step)) if one != value and math.isfinite(one))
