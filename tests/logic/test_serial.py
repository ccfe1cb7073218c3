"""The stored form: exact, compact, and suspicious of anything else."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given

from sekisho.errors import ExpressionError
from sekisho.logic.serial import MAX_DEPTH, dump, load
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Node, Not, Or
from tests.logic.strategies import conditions


@given(conditions)
def test_a_tree_comes_back_exactly(node: Node) -> None:
    again = load(json.loads(json.dumps(dump(node))))
    assert again == node
    assert repr(again) == repr(node), "the type of every constant is kept"


def test_the_stored_form() -> None:
    node = And((Compare("a", ">=", 34.0), Not(Or((In("s", ("x",)), IsNull("s")))), Between("a", 0.1, 1.0), Constant(True)))
    assert dump(node) == [
        "and",
        [">=", "a", 34.0],
        ["not", ["or", ["in", "s", ["x"]], ["null", "s"]]],
        ["between", "a", 0.1, 1.0],
        [True],
    ]


def test_integers_of_other_json_writers_become_floats() -> None:
    node = load([">=", "a", 34])
    assert isinstance(node, Compare)
    assert isinstance(node.value, float)


def test_a_flag_is_no_number() -> None:
    node = load(["=", "a", True])
    assert isinstance(node, Compare)
    assert node.value is True


@pytest.mark.parametrize(
    "data",
    [
        None,
        "and",
        {},
        [],
        [1],
        [None],
        [True, True],
        ["xor", [True]],
        ["and"],
        ["or"],
        ["and", True],
        ["not"],
        ["not", [True], [True]],
        ["=", "a"],
        ["=", "a", 1.0, 2.0],
        ["=", 1.0, "a"],
        ["=", "a", None],
        ["=", "a", [1.0]],
        ["=", "a", math.nan],
        ["=", "a", math.inf],
        ["=", "a", -math.inf],
        ["=", "a", 2**53 + 1],
        ["=", "a", 10**400],
        ["<", "a", "text"],
        ["<", "a", True],
        ["between", "a", 1.0],
        ["between", "a", 1.0, "b"],
        ["between", "a", "b", 1.0],
        ["in", "a", []],
        ["in", "a", "abc"],
        ["in", "a", [None]],
        ["in", "a", [True]],
        ["in", "a", [1.0, "b"]],
        ["in", "a"],
        ["null"],
        ["null", 1],
        [["and"], [True]],
    ],
)
def test_anything_else_is_refused(data: Any) -> None:
    with pytest.raises(ExpressionError, match="not a stored condition") as caught:
        load(data)
    assert caught.value.remedy


def test_depth_is_bounded() -> None:
    data: list[Any] = [True]
    for _ in range(MAX_DEPTH - 1):
        data = ["not", data]
    load(data)
    with pytest.raises(ExpressionError):
        load(["not", data])
