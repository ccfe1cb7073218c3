"""The canonical text of trees, and the lines of a trace."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.logic.parser import parse, unparse
from sekisho.logic.text import constant_text, fact_text, finding_text, leaf_text, number_text
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Leaf, Node, Not, Or
from sekisho.logic.values import Fact, Several
from tests.logic.strategies import SCHEMA, conditions


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (34.0, "34"),
        (1e-4, "0.0001"),
        (9e-5, "9e-5"),
        (2.5e25, "2.5e25"),
        (1e16, "1e16"),
        (-273.15, "-273.15"),
        (0.1 + 0.2, "0.30000000000000004"),
        (100_000_000.0, "100000000"),
        (math.inf, "inf"),
    ],
)
def test_number_text(value: float, text: str) -> None:
    assert number_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_exactly(value: float) -> None:
    assert float(number_text(value)) == value


def test_constant_text() -> None:
    assert [constant_text(value) for value in (True, False, "it's", 1.5)] == ["true", "false", "'it''s'", "1.5"]


@given(conditions)
def test_a_tree_reads_back_from_its_text(node: Node) -> None:
    assert parse(unparse(node), SCHEMA) == node


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Compare("single_use", "=", True), "single_use"),
        (Not(Compare("single_use", "=", True)), "not single_use"),
        (Compare("single_use", "<>", True), "single_use <> true"),
        (Not(In("date", ("a", "b"))), "date not in ('a', 'b')"),
        (Not(Between("error", 0.0, 1.0)), "error not between 0 and 1"),
        (Not(IsNull("date")), "date is not null"),
        (Not(And((IsNull("date"), Constant(False)))), "not (date is null and false)"),
        (
            Or((And((IsNull("date"), IsNull("error"))), IsNull("power"))),
            "date is null and error is null or power is null",
        ),
        (
            And((Or((IsNull("date"), IsNull("error"))), IsNull("power"))),
            "(date is null or error is null) and power is null",
        ),
        (
            Or((Or((IsNull("date"), IsNull("error"))), IsNull("power"))),
            "(date is null or error is null) or power is null",
        ),
    ],
)
def test_unparse_writes_no_needless_brackets(node: Node, text: str) -> None:
    assert unparse(node) == text


@pytest.mark.parametrize("operator", ["=", "<>", "<", "<=", ">", ">="])
def test_the_negation_of_a_comparison_is_its_opposite(operator: str) -> None:
    opposite = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}[operator]
    assert leaf_text(Compare("error", operator, 1.0), negated=True) == f"error {opposite} 1"  # type: ignore[arg-type]


QUBITS = Compare("physical_qubits", ">=", 34.0)
GATE = Compare("architecture", "=", "gate")
CODES = In("contains_item", ("3A090.a",))


@pytest.mark.parametrize(
    ("leaf", "negated", "fact", "result", "line"),
    [
        (QUBITS, False, 72.0, True, "physical_qubits = 72 >= 34: yes"),
        (QUBITS, True, 72.0, False, "physical_qubits = 72 < 34: no"),
        (QUBITS, False, math.inf, True, "physical_qubits = inf >= 34: yes"),
        (
            Compare("cnot_error", "<=", 1e-4),
            False,
            None,
            None,
            "cnot_error is not given: cnot_error <= 0.0001 is unknown",
        ),
        (GATE, False, "gate", True, "architecture = 'gate': yes"),
        (GATE, False, "analog", False, "architecture = 'gate': no (it is 'analog')"),
        (GATE, True, "gate", False, "architecture <> 'gate': no"),
        (GATE, True, "analog", True, "architecture <> 'gate': yes (it is 'analog')"),
        (Compare("single_use", "=", True), False, True, True, "single_use = true: yes"),
        (Compare("single_use", "=", True), False, False, False, "single_use = true: no (it is false)"),
        (
            In("architecture", ("gate", "analog")),
            False,
            "gate",
            True,
            "architecture = 'gate' in ('gate', 'analog'): yes",
        ),
        (In("architecture", ("gate",)), True, "gate", False, "architecture = 'gate' not in ('gate'): no"),
        (Between("mass", 10.0, 20.0), False, 15.0, True, "mass = 15 between 10 and 20: yes"),
        (IsNull("mass"), False, None, True, "mass is null: yes"),
        (IsNull("mass"), True, 15.0, True, "mass is not null: yes (it is 15)"),
        (Constant(True), False, None, True, "true: yes"),
        (Constant(True), True, None, False, "false: no"),
        (
            CODES,
            False,
            Several(frozenset({"3A090.a.1", "3A090.a"})),
            True,
            "contains_item in ('3A090.a'): yes (given: '3A090.a')",
        ),
        (CODES, False, Several(), False, "contains_item in ('3A090.a'): no (given: none)"),
        (
            CODES,
            False,
            Several(possible=frozenset({"3A090.a"}), complete=False),
            None,
            "contains_item is known only in part (perhaps '3A090.a', perhaps others): "
            "contains_item in ('3A090.a') is unknown",
        ),
    ],
)
def test_finding_text(leaf: Leaf, negated: bool, fact: Fact, result: bool | None, line: str) -> None:
    assert finding_text(leaf, negated, fact, result) == line


def test_a_fact_for_the_reader() -> None:
    assert fact_text(None) == "nothing"
    assert fact_text("gate") == "'gate'"
