"""Verdict, need-list and trace."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import VocabularyError
from sekisho.logic.evaluator import decide, evaluate
from sekisho.logic.parser import parse
from sekisho.logic.tree import Node, names
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several, Type
from tests.logic.strategies import SCHEMA, conditions, facts, facts_with_several, open_conditions, reference, values

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
NAMES = {
    "physical_qubits": Type.NUMBER,
    "cnot_error": Type.NUMBER,
    "architecture": Type.TEXT,
    "contains_item": Type.TEXT,
    "single_use": Type.FLAG,
}
RULE = parse(
    "physical_qubits >= 34 and physical_qubits < 100 and cnot_error <= 1e-4 and architecture in ('gate', 'measurement')",
    NAMES,
)


@given(conditions, facts_with_several)
def test_the_verdict_is_that_of_the_definition(node: Node, given_facts: dict[str, Fact]) -> None:
    verdict = decide(node, given_facts)
    assert verdict is reference(node, given_facts)
    assert evaluate(node, given_facts).truth is verdict


@given(open_conditions, facts, st.data())
def test_a_new_fact_never_turns_yes_into_no(node: Node, given_facts: dict[str, Fact], data: st.DataObject) -> None:
    """Kleene's logic is monotone: what is settled stays settled, whatever else becomes known."""
    before = decide(node, given_facts)
    fuller = {name: _known(given_facts.get(name)) for name in SCHEMA}
    for name in data.draw(st.lists(st.sampled_from(sorted(SCHEMA)), unique=True)):
        if fuller[name] is None:
            fuller[name] = data.draw(values(name))
    if before is not UNKNOWN:
        assert decide(node, fuller) is before


@given(conditions, facts_with_several)
def test_an_empty_need_list_means_a_verdict(node: Node, given_facts: dict[str, Fact]) -> None:
    found = evaluate(node, given_facts)
    assert bool(found.need) is (found.truth is UNKNOWN)


@given(open_conditions, facts, st.data())
def test_a_fact_that_is_not_needed_changes_nothing(node: Node, given_facts: dict[str, Fact], data: st.DataObject) -> None:
    found = evaluate(node, given_facts)
    fuller = dict(given_facts)
    for name in sorted(names(node) - set(found.need)):
        if _known(given_facts.get(name)) is None:
            fuller[name] = data.draw(values(name))
    assert evaluate(node, fuller).need == found.need
    assert decide(node, fuller) is found.truth


@given(open_conditions, facts, st.data())
def test_all_needed_facts_decide(node: Node, given_facts: dict[str, Fact], data: st.DataObject) -> None:
    found = evaluate(node, given_facts)
    assert len(set(found.need)) == len(found.need)
    assert all(_known(given_facts.get(name)) is None for name in found.need)
    fuller = dict(given_facts) | {name: data.draw(values(name)) for name in found.need}
    assert decide(node, fuller) is not UNKNOWN


@given(conditions, facts_with_several)
def test_every_line_of_a_trace_belongs_to_the_verdict(node: Node, given_facts: dict[str, Fact]) -> None:
    found = evaluate(node, given_facts)
    results = [result for *_, result in found.findings]
    assert results, "a verdict has a reason"
    assert len(found.trace) == len(results)
    assert (None in results) is (found.truth is UNKNOWN)


def _known(fact: Fact) -> Fact:
    return None if isinstance(fact, float) and math.isnan(fact) else fact


def test_yes_with_its_reasons() -> None:
    found = evaluate(RULE, {"physical_qubits": 72.0, "cnot_error": 9e-5, "architecture": "gate"})
    assert found.truth is YES
    assert found.need == ()
    assert found.trace == (
        "physical_qubits = 72 >= 34: yes",
        "physical_qubits = 72 < 100: yes",
        "cnot_error = 9e-5 <= 0.0001: yes",
        "architecture = 'gate' in ('gate', 'measurement'): yes",
    )


def test_unknown_asks_for_what_is_missing_only() -> None:
    found = evaluate(RULE, {"physical_qubits": 72.0, "architecture": "gate"})
    assert found.truth is UNKNOWN
    assert found.need == ("cnot_error",)
    assert "cnot_error is not given: cnot_error <= 0.0001 is unknown" in found.trace


def test_need_is_in_order_of_appearance_without_duplicates() -> None:
    assert evaluate(RULE, {}).need == ("physical_qubits", "cnot_error", "architecture")


def test_a_limb_already_false_never_asks() -> None:
    found = evaluate(RULE, {"physical_qubits": 20.0})
    assert found.truth is NO
    assert found.need == ()
    assert found.trace == ("physical_qubits = 20 >= 34: no",)
    node = parse("(physical_qubits >= 34 and cnot_error <= 1e-4) or single_use", NAMES)
    assert evaluate(node, {"physical_qubits": 3.0}).need == ("single_use",)


def test_a_limb_already_true_never_asks() -> None:
    node = parse("single_use and (physical_qubits >= 34 or cnot_error <= 1e-4)", NAMES)
    assert evaluate(node, {"physical_qubits": 40.0}).need == ("single_use",)


def test_every_failing_part_is_named() -> None:
    found = evaluate(RULE, {"physical_qubits": 20.0, "cnot_error": 1.0, "architecture": "annealing"})
    assert found.trace == (
        "physical_qubits = 20 >= 34: no",
        "cnot_error = 1 <= 0.0001: no",
        "architecture = 'annealing' in ('gate', 'measurement'): no",
    )


def test_a_negation_is_traced_as_it_was_asked() -> None:
    node = parse("not (architecture = 'annealing' or physical_qubits < 34)", NAMES)
    assert evaluate(node, {"architecture": "gate", "physical_qubits": 72.0}).trace == (
        "architecture <> 'annealing': yes (it is 'gate')",
        "physical_qubits = 72 >= 34: yes",
    )
    assert evaluate(node, {"architecture": "annealing"}).trace == ("architecture <> 'annealing': no",)


def test_nan_is_missing() -> None:
    node = parse("physical_qubits >= 34", NAMES)
    found = evaluate(node, {"physical_qubits": math.nan})
    assert found.truth is UNKNOWN
    assert found.trace == ("physical_qubits is not given: physical_qubits >= 34 is unknown",)
    assert decide(parse("physical_qubits is null", NAMES), {"physical_qubits": math.nan}) is YES
    assert decide(parse("physical_qubits between 1 and 2", NAMES), {"physical_qubits": math.nan}) is UNKNOWN
    assert decide(parse("physical_qubits in (1, 2)", NAMES), {"physical_qubits": math.nan}) is UNKNOWN


def test_the_limit_of_kleene() -> None:
    """``q < 100 or q >= 100`` stays unknown without q: SQL says the same, and so do we."""
    assert decide(parse("physical_qubits < 100 or physical_qubits >= 100", NAMES), {}) is UNKNOWN


def test_an_integer_counts_as_the_float_that_engines_see() -> None:
    node = parse("physical_qubits = 9007199254740992", NAMES)
    assert decide(node, {"physical_qubits": 2**53 + 1}) is YES
    assert decide(parse("physical_qubits between 34 and 34", NAMES), {"physical_qubits": 34}) is YES
    assert decide(parse("physical_qubits in (34)", NAMES), {"physical_qubits": 34}) is YES


@pytest.mark.parametrize(
    ("text", "name", "fact"),
    [
        ("physical_qubits >= 34", "physical_qubits", "72"),
        ("physical_qubits >= 34", "physical_qubits", True),
        ("physical_qubits in (34)", "physical_qubits", "34"),
        ("physical_qubits between 1 and 2", "physical_qubits", "1"),
        ("physical_qubits = 1", "physical_qubits", Several()),
        ("physical_qubits = 1", "physical_qubits", 10**400),
        ("architecture = 'gate'", "architecture", 1.0),
        ("architecture in ('gate')", "architecture", False),
        ("single_use", "single_use", "true"),
        ("single_use", "single_use", 1.0),
        ("single_use", "single_use", Several()),
    ],
)
def test_a_fact_of_another_type_is_an_error_never_a_no(text: str, name: str, fact: Fact) -> None:
    with pytest.raises(VocabularyError, match=name) as caught:
        evaluate(parse(text, NAMES), {name: fact})
    assert caught.value.remedy


KNOWN = Several(frozenset({"3A090.a", "3A090.a.1"}))
POSSIBLE = Several(frozenset({"4A994"}), frozenset({"3A090.a"}))
PARTIAL = Several(frozenset({"4A994"}), complete=False)


@pytest.mark.parametrize(
    ("fact", "listed"),
    [
        (KNOWN, YES),
        (POSSIBLE, UNKNOWN),
        (PARTIAL, UNKNOWN),
        (Several(frozenset({"4A994"})), NO),
        (Several(), NO),
        (Several(complete=False), UNKNOWN),
        (Several(frozenset({"3A090.a"}), complete=False), YES),
    ],
)
def test_a_fact_with_several_values(fact: Several, listed: Truth) -> None:
    given_facts = {"contains_item": fact}
    for text in ("contains_item in ('3A090.a')", "contains_item = '3A090.a'", "not contains_item <> '3A090.a'"):
        found = evaluate(parse(text, NAMES), given_facts)
        assert found.truth is listed
        assert found.need == (("contains_item",) if listed is UNKNOWN else ())
    for text in ("contains_item not in ('3A090.a')", "contains_item <> '3A090.a'", "not contains_item = '3A090.a'"):
        assert decide(parse(text, NAMES), given_facts) is ~listed


def test_several_values_of_which_nothing_is_known_are_missing() -> None:
    node = parse("contains_item is null", NAMES)
    assert decide(node, {"contains_item": Several(complete=False)}) is YES
    for fact in (Several(), PARTIAL, POSSIBLE):
        assert decide(node, {"contains_item": fact}) is NO
