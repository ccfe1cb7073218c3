"""The typed tree of a rule: what a condition is made of, and nothing about how it is read or evaluated.

Every node is frozen and compares by value. Numbers are floats on every backend, so that a boundary is the same number
everywhere. A tree never contains null: a missing value is UNKNOWN by the evaluator's rules, not by the tree's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sekisho.logic.values import Type

Operator = Literal["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Constant:
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A parameter against a constant: ``physical_qubits >= 34``; order comparisons are for numbers only."""

    name: str
    operator: Operator
    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Between:
    """``low <= name and name <= high``, both ends included."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class In:
    """A parameter equals one of several constants of one type; never empty, never null."""

    name: str
    values: tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    """A parameter is missing. Two-valued: YES or NO."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    operand: Node


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction of two or more."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction of two or more."""

    operands: tuple[Node, ...]


Leaf = Constant | Compare | Between | In | IsNull
Node = Leaf | Not | And | Or


def conjunction(nodes: Iterable[Node]) -> Node:
    """Return the AND of any number of conditions: one stands for itself, none is ``true``."""
    parts = tuple(nodes)
    if len(parts) == 1:
        return parts[0]
    return And(parts) if parts else Constant(True)


def disjunction(nodes: Iterable[Node]) -> Node:
    """Return the OR of any number of conditions: one stands for itself, none is ``false``."""
    parts = tuple(nodes)
    if len(parts) == 1:
        return parts[0]
    return Or(parts) if parts else Constant(False)


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, the node first."""
    stack: list[Node] = [node]
    while stack:
        current = stack.pop()
        yield current
        if isinstance(current, Not):
            stack.append(current.operand)
        elif isinstance(current, And | Or):
            stack.extend(reversed(current.operands))


def names(node: Node) -> frozenset[str]:
    """Return the parameters that the tree mentions."""
    return frozenset(part.name for part in walk(node) if isinstance(part, Compare | Between | In | IsNull))


def value_type(value: float | str | bool) -> Type:
    """Return the type of a constant; bool before number, because a Python bool is an int."""
    if isinstance(value, bool):
        return Type.FLAG
    return Type.TEXT if isinstance(value, str) else Type.NUMBER


def types(node: Node) -> dict[str, Type]:
    """Return the parameters whose type the tree itself shows, with that type; ``is null`` alone shows none."""
    found: dict[str, Type] = {}
    for part in walk(node):
        if isinstance(part, Compare):
            found[part.name] = value_type(part.value)
        elif isinstance(part, In):
            found[part.name] = value_type(part.values[0])
        elif isinstance(part, Between):
            found[part.name] = Type.NUMBER
    return found
