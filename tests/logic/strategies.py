"""Random well-typed conditions and random facts, and the plainest possible reading of a condition to compare with."""

from __future__ import annotations

import math
from collections.abc import Callable

from hypothesis import strategies as st

from sekisho.logic.tokens import text_fault
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Leaf, Node, Not, Or
from sekisho.logic.truth import Truth, all_of, any_of
from sekisho.logic.values import Fact, Facts, Several, Type

SCHEMA = {
    "qubits": Type.NUMBER,
    "error": Type.NUMBER,
    "power": Type.NUMBER,
    "architecture": Type.TEXT,
    "date": Type.TEXT,
    "single_use": Type.FLAG,
    "case_sealed": Type.FLAG,
}
NUMBERS = [name for name, kind in SCHEMA.items() if kind is Type.NUMBER]
TEXTS = [name for name, kind in SCHEMA.items() if kind is Type.TEXT]
FLAGS = [name for name, kind in SCHEMA.items() if kind is Type.FLAG]

SOME_NUMBERS = (0.0, 1.0, -1.0, 34.0, 1e-4, 0.3, 0.1 + 0.2, 2.5e25, 5e-324, 1.7976931348623157e308, -273.15)
SOME_TEXTS = ("", "gate", "Gate", "gate ", "it's", "''", "a\\b", '"', "%", "関所", "é", "null", "true", "34", "α")

numbers = st.sampled_from(SOME_NUMBERS) | st.floats(allow_nan=False, allow_infinity=False).map(lambda value: value + 0.0)
texts = st.sampled_from(SOME_TEXTS) | st.text(max_size=5).filter(lambda value: text_fault(value) is None)


def _range(ends: tuple[str, float, float]) -> Node:
    name, one, other = ends
    return Between(name, min(one, other), max(one, other))


_number_leaf = (
    st.builds(Compare, st.sampled_from(NUMBERS), st.sampled_from(("=", "<>", "<", "<=", ">", ">=")), numbers)
    | st.tuples(st.sampled_from(NUMBERS), numbers, numbers).map(_range)
    | st.builds(In, st.sampled_from(NUMBERS), st.lists(numbers, min_size=1, max_size=10).map(tuple))
)
_text_leaf = st.builds(Compare, st.sampled_from(TEXTS), st.sampled_from(("=", "<>")), texts) | st.builds(
    In, st.sampled_from(TEXTS), st.lists(texts, min_size=1, max_size=10).map(tuple)
)
_flag_leaf = st.builds(Compare, st.sampled_from(FLAGS), st.sampled_from(("=", "<>")), st.booleans())
_asking_leaf = _number_leaf | _text_leaf | _flag_leaf | st.builds(Constant, st.booleans())
_leaf = _asking_leaf | st.builds(IsNull, st.sampled_from(list(SCHEMA)))


def _grown(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=4).map(tuple)
    return st.builds(Not, children) | st.builds(And, several) | st.builds(Or, several)


conditions: st.SearchStrategy[Node] = st.recursive(_leaf, _grown, max_leaves=12)
"""Any condition."""

open_conditions: st.SearchStrategy[Node] = st.recursive(_asking_leaf, _grown, max_leaves=12)
"""Conditions without ``is null``, the one question whose answer a new fact may turn."""

_number_facts = numbers | st.sampled_from((math.inf, -math.inf, -0.0)) | st.integers(-40, 40).map(float)
_several = st.builds(
    Several,
    st.frozensets(st.sampled_from(SOME_TEXTS), max_size=2),
    st.frozensets(st.sampled_from(SOME_TEXTS), max_size=2),
    st.booleans(),
)
_VALUES: dict[Type, st.SearchStrategy[Fact]] = {
    Type.NUMBER: _number_facts,
    Type.TEXT: texts,
    Type.FLAG: st.booleans(),
}


def values(name: str) -> st.SearchStrategy[Fact]:
    """Return values that a parameter can have, none of them missing."""
    return _VALUES[SCHEMA[name]]


def _maybe(name: str) -> st.SearchStrategy[Fact]:
    missing: st.SearchStrategy[Fact] = st.sampled_from((None, math.nan)) if name in NUMBERS else st.none()
    return values(name) | missing


facts: st.SearchStrategy[dict[str, Fact]] = st.fixed_dictionaries({}, optional={name: _maybe(name) for name in SCHEMA})
"""Facts with gaps: absent, None and NaN."""

facts_with_several: st.SearchStrategy[dict[str, Fact]] = st.fixed_dictionaries(
    {}, optional={name: _maybe(name) | _several if name in TEXTS else _maybe(name) for name in SCHEMA}
)
"""The same, texts with several values at once included."""


def reference(node: Node, given: Facts) -> Truth:
    """Return the verdict by the letter of the definition: one line a node, no negation carried down, no short cut."""
    match node:
        case Not():
            return ~reference(node.operand, given)
        case And():
            return all_of([reference(part, given) for part in node.operands])
        case Or():
            return any_of([reference(part, given) for part in node.operands])
        case _:
            return _reference_leaf(node, given)


def _reference_leaf(node: Leaf, given: Facts) -> Truth:
    match node:
        case Constant():
            return Truth.of(node.value)
        case IsNull():
            return Truth.of(_value(given, node.name) in (None, Several(complete=False)))
        case In():
            return any_of([reference(Compare(node.name, "=", value), given) for value in node.values])
        case Between():
            low, high = Compare(node.name, ">=", node.low), Compare(node.name, "<=", node.high)
            return reference(low, given) & reference(high, given)
        case Compare():
            return _compared(node, _value(given, node.name))


def _value(given: Facts, name: str) -> Fact:
    fact = given.get(name)
    return None if isinstance(fact, float) and math.isnan(fact) else fact


def _compared(node: Compare, fact: Fact) -> Truth:
    if isinstance(fact, Several):
        if node.value in fact.known:
            equal = Truth.YES
        else:
            equal = Truth.UNKNOWN if node.value in fact.possible or not fact.complete else Truth.NO
        return equal if node.operator == "=" else ~equal
    if fact is None:
        return Truth.UNKNOWN
    compare: dict[str, Callable[[], bool]] = {
        "=": lambda: fact == node.value,
        "<>": lambda: fact != node.value,
        "<": lambda: fact < node.value,  # type: ignore[operator]
        "<=": lambda: fact <= node.value,  # type: ignore[operator]
        ">": lambda: fact > node.value,  # type: ignore[operator]
        ">=": lambda: fact >= node.value,  # type: ignore[operator]
    }
    return Truth.of(compare[node.operator]())
