"""Walking a tree, and what it says of its own parameters."""

from __future__ import annotations

import dataclasses

import pytest

from sekisho.logic.tree import (
    And,
    Between,
    Compare,
    Constant,
    In,
    IsNull,
    Not,
    Or,
    conjunction,
    disjunction,
    names,
    types,
    value_type,
    walk,
)
from sekisho.logic.values import Type

TREE = And(
    (
        Compare("qubits", ">=", 34.0),
        Not(Or((In("architecture", ("gate",)), Compare("single_use", "=", True)))),
        Between("error", 0.0, 1.0),
        IsNull("note"),
        Constant(True),
    )
)


def test_walk_goes_from_left_to_right_the_node_first() -> None:
    kinds = [type(part).__name__ for part in walk(TREE)]
    assert kinds == ["And", "Compare", "Not", "Or", "In", "Compare", "Between", "IsNull", "Constant"]


def test_names() -> None:
    assert names(TREE) == {"qubits", "architecture", "single_use", "error", "note"}


def test_types_are_those_the_tree_shows() -> None:
    assert types(TREE) == {
        "qubits": Type.NUMBER,
        "architecture": Type.TEXT,
        "single_use": Type.FLAG,
        "error": Type.NUMBER,
    }


def test_value_type_knows_that_a_bool_is_no_number() -> None:
    assert [value_type(value) for value in (True, 1.0, "a")] == [Type.FLAG, Type.NUMBER, Type.TEXT]


def test_joining_none_one_and_two() -> None:
    one, two = IsNull("a"), IsNull("b")
    assert conjunction(()) == Constant(True)
    assert disjunction(()) == Constant(False)
    assert conjunction([one]) is one
    assert disjunction([one]) is one
    assert conjunction([one, two]) == And((one, two))
    assert disjunction([one, two]) == Or((one, two))


def test_a_node_is_frozen_and_compares_by_value() -> None:
    assert Compare("a", "=", 1.0) == Compare("a", "=", 1.0)
    assert len({IsNull("a"), IsNull("a")}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        TREE.operands = ()  # type: ignore[misc]
