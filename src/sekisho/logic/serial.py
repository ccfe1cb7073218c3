"""A tree as compact lists that JSON can hold, and back, exactly.

Decides the stored form of a condition and refuses whatever is not one; knows no schema. Numbers are written as floats,
which Python's JSON writes by their shortest exact text. The form, leaves first:

    [true]  ["=", name, value]  ["between", name, low, high]  ["in", name, [value, ...]]  ["null", name]
    ["not", x]  ["and", x, y, ...]  ["or", x, y, ...]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from sekisho.errors import ExpressionError
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Leaf, Node, Not, Or, value_type
from sekisho.logic.values import Type

MAX_DEPTH = 100
"""Deeper than any tree the parser can give, and than a few conditions joined into one."""

_OPERATORS = frozenset({"=", "<>", "<", "<=", ">", ">="})


def dump(node: Node) -> list[Any]:
    """Return the tree as nested lists of texts, numbers and booleans."""
    match node:
        case Not():
            return ["not", dump(node.operand)]
        case And():
            return ["and", *map(dump, node.operands)]
        case Or():
            return ["or", *map(dump, node.operands)]
        case _:
            return _dump_leaf(node)


def _dump_leaf(leaf: Leaf) -> list[Any]:
    match leaf:
        case Constant():
            return [leaf.value]
        case Compare():
            return [leaf.operator, leaf.name, leaf.value]
        case Between():
            return ["between", leaf.name, leaf.low, leaf.high]
        case In():
            return ["in", leaf.name, list(leaf.values)]
        case _:
            return ["null", leaf.name]


def load(data: object) -> Node:
    """Return the tree of what ``dump`` gave, after a trip through JSON too.

    Raises:
        ExpressionError: This is not a stored condition.
    """
    return _load(data, MAX_DEPTH)


def _load(data: object, depth: int) -> Node:
    if not isinstance(data, list) or not data:
        _refuse(data)
    head, *rest = data
    if depth == 0:
        _refuse(head)
    if isinstance(head, bool) and not rest:
        return Constant(head)
    read = _READERS.get(head) if isinstance(head, str) else None
    if read is None:
        _refuse(data)
    return read(head, rest, depth - 1)


def _junction(head: str, rest: list[object], depth: int) -> Node:
    if not rest:
        _refuse(head)
    operands = tuple(_load(part, depth) for part in rest)
    return And(operands) if head == "and" else Or(operands)


def _negation(head: str, rest: list[object], depth: int) -> Node:
    (operand,) = _exactly(1, rest)
    return Not(_load(operand, depth))


def _compare(head: str, rest: list[object], depth: int) -> Node:
    name, value = _exactly(2, rest)
    constant = _constant(value)
    if head not in ("=", "<>") and not isinstance(constant, float):
        _refuse(rest)
    return Compare(_name(name), head, constant)  # type: ignore[arg-type]


def _between(head: str, rest: list[object], depth: int) -> Node:
    name, low, high = _exactly(3, rest)
    start, end = _constant(low), _constant(high)
    if not (isinstance(start, float) and isinstance(end, float)):
        _refuse(rest)
    return Between(_name(name), start, end)


def _in(head: str, rest: list[object], depth: int) -> Node:
    name, values = _exactly(2, rest)
    if not isinstance(values, list) or not values:
        _refuse(rest)
    constants: tuple[Any, ...] = tuple(map(_constant, values))
    if {value_type(value) for value in constants} not in ({Type.NUMBER}, {Type.TEXT}):
        _refuse(rest)
    return In(_name(name), constants)


def _is_null(head: str, rest: list[object], depth: int) -> Node:
    (name,) = _exactly(1, rest)
    return IsNull(_name(name))


_READERS: dict[str, Callable[[str, list[object], int], Node]] = {
    "and": _junction,
    "or": _junction,
    "not": _negation,
    "between": _between,
    "in": _in,
    "null": _is_null,
    **dict.fromkeys(_OPERATORS, _compare),
}


def _constant(value: object) -> float | str | bool:
    if isinstance(value, bool | str):
        return value
    if not isinstance(value, int | float) or abs(value) > sys.float_info.max or float(value) != value:
        _refuse(value)
    return float(value)


def _name(name: object) -> str:
    if not isinstance(name, str):
        _refuse(name)
    return name


def _exactly(count: int, parts: Sequence[object]) -> Sequence[object]:
    if len(parts) != count:
        _refuse(parts)
    return parts


def _refuse(part: object) -> NoReturn:
    text = repr(part)
    raise ExpressionError(f"not a stored condition: {text[:80]}", remedy="build the rulebook again")
