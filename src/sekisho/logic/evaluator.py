"""What a condition gives for some facts: a verdict, the reasons, and the facts that would decide.

Decides truth in Kleene's three values by one walk over the tree. A fact that is absent, None or NaN is missing and
makes a comparison UNKNOWN, never NO. Negation is carried down to the leaves, so each reason reads as what was asked.
Knows no list and no entry. The depth of a walk is that of the tree, which the parser and ``serial`` bound.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sekisho.errors import VocabularyError
from sekisho.logic.text import finding_text
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Leaf, Node, Not, Or, value_type
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Facts, Several, Type

Finding = tuple[Leaf, bool, Fact, bool | None]
"""A leaf, whether its negation was asked, the fact that was given, and the result (None is unknown)."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a condition gave.

    Attributes:
        truth: The verdict.
        findings: The leaves that mattered, in order; they become text only when ``trace`` is read.
    """

    truth: Truth
    findings: tuple[Finding, ...]

    @property
    def need(self) -> tuple[str, ...]:
        """Return the parameters whose value would decide, in order of appearance; empty unless UNKNOWN."""
        open_leaves = (leaf for leaf, _, _, result in self.findings if result is None)
        return tuple(dict.fromkeys(leaf.name for leaf in open_leaves if not isinstance(leaf, Constant)))

    @property
    def trace(self) -> tuple[str, ...]:
        """Return the reasons, one line for each leaf that mattered."""
        return tuple(finding_text(*finding) for finding in self.findings)


def decide(node: Node, facts: Facts) -> Truth:
    """Return the verdict alone."""
    return Truth.of(_VISITS[node.__class__](node, facts, False, []))


def evaluate(node: Node, facts: Facts) -> Evaluation:
    """Return the verdict with its reasons.

    A limb that does not matter leaves no trace and asks for nothing: of a conjunction that is NO only the parts that
    are NO remain, of a disjunction that is YES only those that are YES.

    Args:
        node: The condition.
        facts: By parameter name, numbers in the declared unit; missing is absent, None or NaN.

    Raises:
        VocabularyError: A fact has another type than the condition compares it with.
    """
    findings: list[Finding] = []
    result = _VISITS[node.__class__](node, facts, False, findings)
    return Evaluation(_TRUTHS[result], tuple(findings))


_TRUTHS = {True: Truth.YES, False: Truth.NO, None: Truth.UNKNOWN}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _constant(node: Constant, facts: Facts, negated: bool, findings: list[Finding]) -> bool:
    result = node.value is not negated
    findings.append((node, negated, None, result))
    return result


def _compare(node: Compare, facts: Facts, negated: bool, findings: list[Finding]) -> bool | None:
    fact, value = facts.get(node.name), node.value
    result: bool | None
    if fact.__class__ is not value.__class__ or fact != fact:  # noqa: PLR0124 (NaN)
        fact = _fact(node.name, fact, value_type(value))
    if fact is None:
        result = None
    elif isinstance(fact, Several):
        result = _holds(fact, (value,), negated is (node.operator == "="))
    else:
        result = _COMPARISONS[node.operator](fact, value) is not negated
    findings.append((node, negated, fact, result))
    return result


def _between(node: Between, facts: Facts, negated: bool, findings: list[Finding]) -> bool | None:
    fact: Any = facts.get(node.name)
    if fact.__class__ is not float or fact != fact:  # noqa: PLR0124 (NaN)
        fact = _fact(node.name, fact, Type.NUMBER)
    result = None if fact is None else (node.low <= fact <= node.high) is not negated
    findings.append((node, negated, fact, result))
    return result


def _in(node: In, facts: Facts, negated: bool, findings: list[Finding]) -> bool | None:
    fact, values = facts.get(node.name), node.values
    result: bool | None
    if fact.__class__ is not values[0].__class__ or fact != fact:  # noqa: PLR0124 (NaN)
        fact = _fact(node.name, fact, value_type(values[0]))
    if fact is None:
        result = None
    elif isinstance(fact, Several):
        result = _holds(fact, values, negated)
    else:
        result = (fact in values) is not negated
    findings.append((node, negated, fact, result))
    return result


def _is_null(node: IsNull, facts: Facts, negated: bool, findings: list[Finding]) -> bool:
    fact = facts.get(node.name)
    if fact != fact or fact == _NOTHING:  # noqa: PLR0124 (NaN)
        fact = None
    result = (fact is None) is not negated
    findings.append((node, negated, fact, result))
    return result


def _not(node: Not, facts: Facts, negated: bool, findings: list[Finding]) -> bool | None:
    operand = node.operand
    return _VISITS[operand.__class__](operand, facts, not negated, findings)


def _and(node: And, facts: Facts, negated: bool, findings: list[Finding]) -> bool | None:
    return _junction(node.operands, facts, negated, findings, negated)


def _or(node: Or, facts: Facts, negated: bool, findings: list[Finding]) -> bool | None:
    return _junction(node.operands, facts, negated, findings, not negated)


def _junction(
    operands: tuple[Node, ...], facts: Facts, negated: bool, findings: list[Finding], decisive: bool
) -> bool | None:
    """Join the operands: one that is ``decisive`` (False for a conjunction) decides, and only such ones stay traced."""
    start = len(findings)
    result: bool | None = not decisive
    for operand in operands:
        mark = len(findings)
        found = _VISITS[operand.__class__](operand, facts, negated, findings)
        if found is decisive:
            if result is not decisive:
                del findings[start:mark]
                result = decisive
        elif result is decisive:
            del findings[mark:]
        elif found is None:
            result = None
    return result


_VISITS: dict[type, Callable[[Any, Facts, bool, list[Finding]], bool | None]] = {
    Constant: _constant,
    Compare: _compare,
    Between: _between,
    In: _in,
    IsNull: _is_null,
    Not: _not,
    And: _and,
    Or: _or,
}
_NOTHING = Several(complete=False)


def _holds(fact: Several, values: tuple[float | str | bool, ...], negated: bool) -> bool | None:
    """Ask whether one of several values is listed: a known one answers, a possible or unstated one leaves it open."""
    if not fact.known.isdisjoint(values):
        return not negated
    if fact.complete and fact.possible.isdisjoint(values):
        return negated
    return None


def _fact(name: str, fact: Fact, wanted: Type) -> Fact:
    """Return the fact as the backends see it: a missing one as None, every number as a float.

    Raises:
        VocabularyError: It has another type than wanted.
    """
    if fact is None or fact != fact:  # noqa: PLR0124 (NaN)
        return None
    if wanted is Type.NUMBER and isinstance(fact, int | float) and not isinstance(fact, bool):
        return _number(name, fact)
    if isinstance(fact, bool if wanted is Type.FLAG else (str, Several)) and wanted is not Type.NUMBER:
        return fact
    raise VocabularyError(
        f"{name} is given as {fact!r}, the rule compares it with a {wanted.value}",
        remedy=f"give {name} as a {wanted.value}, or leave it out if it is not known",
    )


def _number(name: str, fact: float) -> float:
    try:
        return float(fact)
    except OverflowError as error:
        raise VocabularyError(f"{name} is too large for a number", remedy="the largest is about 1.8e308") from error
