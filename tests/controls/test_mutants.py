"""Small changes of a condition: which are made, and that a case notices them or is told of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.controls.mutants import examine, leaves, moved, mutants, run_cases
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.logic.evaluator import decide
from sekisho.logic.parser import parse, unparse
from sekisho.logic.text import leaf_text
from sekisho.logic.tree import Compare, Constant, In, IsNull, Node, names, walk
from sekisho.logic.truth import Truth
from sekisho.logic.values import Type
from tests.controls.synthetic import entry, made, version, words
from tests.logic.strategies import SCHEMA, conditions

WORDS = Vocabulary({}, {name: Parameter(name, kind, name, integer=name == "qubits") for name, kind in SCHEMA.items()})
NUMBER, WHOLE = WORDS.parameters["error"], WORDS.parameters["qubits"]


def after(condition: str) -> dict[str, list[str]]:
    """Return what each part of a condition becomes; the empty text stands for its loss."""
    found: dict[str, list[str]] = {}
    for one in mutants(parse(condition, words().schema()), words()):
        found.setdefault(one.before, []).append(one.after)
    return found


def test_a_whole_number_moves_by_one_and_its_comparison_becomes_strict() -> None:
    assert after("qubits >= 34") == {
        "qubits >= 34": ["qubits >= 33", "qubits >= 35", "qubits > 34", "qubits < 34"],
    }


def test_another_number_moves_by_one_per_cent_of_the_decimal() -> None:
    assert moved(1e-4, NUMBER) == (9.9e-05, 0.000101)
    assert moved(-273.15, NUMBER) == (-275.8815, -270.4185)


@pytest.mark.parametrize(
    ("value", "parameter", "expected"),
    [
        (0.0, NUMBER, (-0.01, 0.01)),
        (0.0, WHOLE, (-1.0, 1.0)),
        (34.0, WHOLE, (33.0, 35.0)),
        (33.5, WHOLE, (32.5, 34.5)),
        (1e26, WHOLE, (9.9e25, 1.01e26)),
        (1.7976931348623157e308, NUMBER, (1.779716203513692e308,)),
        (5e-324, NUMBER, ()),
    ],
)
def test_steps_at_the_edges(value: float, parameter: Parameter, expected: tuple[float, ...]) -> None:
    assert moved(value, parameter) == pytest.approx(expected, rel=1e-12, abs=0)


def test_clauses_and_listed_values_are_lost_one_by_one() -> None:
    found = after("architecture in ('gate', 'annealing') and (sealed or qubits between 3 and 4)")
    assert found["architecture in ('gate', 'annealing')"] == [
        "",
        "architecture in ('annealing')",
        "architecture in ('gate')",
        "architecture not in ('gate', 'annealing')",
    ]
    assert found["sealed or qubits between 3 and 4"] == [""]
    assert found["sealed"] == ["", "sealed <> true"]
    assert found["qubits between 3 and 4"] == [
        "",
        "qubits between 2 and 4",
        "qubits between 4 and 4",
        "qubits between 3 and 3",
        "qubits between 3 and 5",
        "qubits > 3 and qubits <= 4",
        "qubits >= 3 and qubits < 4",
        "qubits not between 3 and 4",
    ]


def test_the_last_listed_value_leaves_nothing() -> None:
    assert after("architecture in ('gate')")["architecture in ('gate')"] == ["false", "architecture not in ('gate')"]
    assert after("qubits in (3)")["qubits in (3)"] == ["false", "qubits in (2)", "qubits in (4)", "qubits not in (3)"]


def test_below_a_negation_and_of_a_constant() -> None:
    assert after("not sealed")["sealed"] == ["sealed <> true"]
    assert after("true") == {}


@given(conditions)
def test_every_mutant_is_another_condition_over_the_same_parameters(condition: Node) -> None:
    found = list(mutants(condition, WORDS))
    assert condition not in {one.condition for one in found}
    assert len({one.condition for one in found}) == len(found)
    for one in found:
        assert names(one.condition) <= names(condition)
        assert one.before in one.words
        assert parse(unparse(one.condition), SCHEMA) is not None


@given(conditions)
def test_every_comparison_is_turned_round(condition: Node) -> None:
    turned = {one.after for one in mutants(condition, WORDS)}
    asked = [one for one in walk(condition) if isinstance(one, Compare | In | IsNull)]
    said = {leaf_text(one, negated=True) for one in asked}
    assert said <= turned | {""} or isinstance(condition, Constant)


@given(st.sampled_from([">", ">=", "<", "<="]), st.integers(1, 10**6))
def test_two_cases_at_a_whole_threshold_notice_every_mutant(operator: Any, limit: int) -> None:
    node = Compare("qubits", operator, float(limit))
    facts: Sequence[dict[str, float]] = [{"qubits": float(limit + step)} for step in (-1, 0, 1)]
    for one in mutants(node, WORDS):
        assert any(decide(one.condition, fact) is not decide(node, fact) for fact in facts), one.words


YES = {"name": "at it", "item": {"kind": "chip", "qubits": "34"}, "expect": "yes"}
NO = {"name": "one short", "item": {"kind": "chip", "qubits": "33"}, "expect": "no"}
OPEN = {"name": "not said", "item": {"kind": "chip"}, "expect": "unknown"}


def examined(cases: Sequence[object], **more: Any) -> tuple[list[str], list[str]]:
    listing = made(entry("1A001", **{"when": "qubits >= 34", **more}, cases=cases))
    found = examine(listing.entry("1A001"), listing, words())
    assert found.tried >= len(found.survivors)
    survivors = [one.words for _, one in found.survivors]
    return survivors, [f"{leaf_text(one.leaf)} {one.truth.value}" for one in found.untried]


def test_two_cases_bite() -> None:
    assert examined([YES, NO, OPEN]) == ([], [])


def test_a_case_far_off_bites_less() -> None:
    far = {**YES, "item": {"kind": "chip", "qubits": "99"}}
    assert examined([far, NO])[0] == ["`qubits >= 34` becoming `qubits >= 35`", "`qubits >= 34` becoming `qubits > 34`"]


def test_a_poisoned_case_counts_by_its_item_not_by_what_it_expects() -> None:
    assert examined([{**YES, "expect": "no"}, {**NO, "expect": "yes"}]) == ([], [])


@pytest.mark.parametrize(
    "vacuous",
    [
        {**YES, "item": {"kind": "gadget", "qubits": "34"}, "expect": "no"},
        {**YES, "on": "2019-12-31", "expect": "no"},
        {**YES, "item": {"kind": "chip", "unheard_of": "34"}},
        OPEN,
    ],
)
def test_a_case_that_tries_nothing_notices_nothing(vacuous: dict[str, Any]) -> None:
    survivors, untried = examined([vacuous])
    assert "qubits >= 34 yes" in untried
    assert "`qubits >= 34` becoming `qubits >= 35`" in survivors


def test_each_version_is_examined_by_its_own_cases() -> None:
    versions = [
        version("qubits >= 34", until="2024-01-01"),
        version("qubits >= 50", start="2024-01-01"),
        version(start="2025-01-01", undecided="Not at hand.", until="2026-01-01"),
    ]
    versions[1]["until"] = "2025-01-01"
    listing = made(entry("1A001", versions=versions, cases=[{**YES, "on": "2021-01-01"}, {**NO, "on": "2021-01-01"}]))
    found = examine(listing.entry("1A001"), listing, words())
    assert {one.version.when_text for one in found.untried} == {"qubits >= 50"}
    assert found.cases == 2


def test_a_condition_that_asks_for_other_entries_is_run_with_them() -> None:
    cases = [{"name": "it", "item": {"kind": "chip", "qubits": "34"}, "expect": "yes"}]
    listing = made(entry("1A001", "qubits >= 34"), entry("1A002", "meets_entry in ('1A001')", cases=cases))
    (trial,) = run_cases(listing.entry("1A002"), listing, words())
    condition = trial.version.condition
    assert condition is not None
    assert decide(condition, trial.facts) is Truth.YES
    assert [one.name for one in leaves(condition) if not isinstance(one, Constant)] == ["meets_entry"]


def test_the_schema_of_these_tests() -> None:
    assert {one.type for one in WORDS.parameters.values()} == set(Type)
