"""The next question: what still decides, the most decisive first, and nothing that cannot matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.controls.classify import classify
from sekisho.controls.control_list import ControlList
from sekisho.controls.interview import Interview, answered, distinguishable
from sekisho.controls.item import Item
from sekisho.logic.evaluator import decide
from sekisho.logic.parser import parse
from sekisho.logic.tree import Node
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several
from tests.controls.synthetic import DAY, entry, made, words
from tests.controls.test_correlation import made_vocabulary
from tests.logic.strategies import SCHEMA, facts, open_conditions


def interview(*lists: ControlList) -> Interview:
    return Interview(lists, DAY, words())


def chips() -> ControlList:
    return made(
        entry("1A001.a", "qubits >= 34 and qubits < 100 and error <= 0.1 and architecture = 'gate'"),
        entry("1A001.b", "qubits >= 100 and error <= 0.2 and architecture = 'gate'"),
        entry("1A002", "temperature < 4"),
    )


def test_the_question_that_can_settle_most_comes_first() -> None:
    ask = interview(chips()).next(Item("chip"))
    assert ask is not None
    assert ask.parameter.name == "architecture"
    assert ask.decides == ("x-first:1A001.a", "x-first:1A001.b")
    assert set(ask.open) == {"architecture", "qubits", "error", "temperature"}
    assert ask.expected == 2.0


def test_what_cannot_matter_any_more_is_not_asked() -> None:
    talk = interview(chips())
    item = answered(Item("chip"), "architecture", "annealing")
    assert talk.open(item) == ("temperature",)
    ask = talk.next(item)
    assert ask is not None
    assert ask.open == ("temperature",)
    assert talk.next(answered(item, "temperature", 300.0)) is None


def test_what_is_not_known_is_not_asked_again() -> None:
    talk = interview(chips())
    ask = talk.next(Item("chip"), {"architecture", "temperature"})
    assert ask is not None
    assert ask.parameter.name in ("qubits", "error")
    assert talk.next(Item("chip"), {"architecture", "temperature", "qubits", "error"}) is None


def test_several_lists_share_a_question() -> None:
    second = made(entry("2A001", "qubits >= 50"), list_id="x-second")
    ask = interview(made(entry("1A001", "qubits >= 34")), second).next(Item("chip"))
    assert ask is not None
    assert ask.decides == ("x-first:1A001", "x-second:2A001")


def test_definitions_and_undecided_entries_ask_nothing() -> None:
    listing = made(
        entry("1A001", "sealed", status="definition", status_note="a definition"), entry("1A002", undecided="unknown")
    )
    assert interview(listing).next(Item("chip")) is None
    assert interview(listing).all_parameters("chip") == ()


def test_other_entries_of_the_list_are_resolved_and_never_asked() -> None:
    listing = made(entry("1A001", "qubits >= 34"), entry("1A002", "sealed and meets_entry <> '1A001'"))
    talk = interview(listing)
    assert talk.all_parameters("chip") == ("qubits", "sealed")
    ask = talk.next(answered(Item("chip"), "sealed", True))
    assert ask is not None
    assert ask.parameter.name == "qubits"


def test_a_form_asks_every_parameter_of_the_kind() -> None:
    assert set(interview(chips()).all_parameters("chip")) == {"qubits", "error", "architecture", "temperature"}
    assert interview(chips()).all_parameters("board") == ()


@pytest.mark.parametrize(
    ("name", "condition", "expected"),
    [
        ("qubits", "qubits >= 34 and qubits < 100", [17.0, 67.0, 150.0]),
        ("qubits", "qubits >= 0", [1.0]),
        ("error", "error between 1 and 2", [0.0, 1.5, 3.0]),
        ("sealed", "sealed", [True, False]),
        ("architecture", "architecture = 'gate'", ["gate", "annealing"]),
        ("architecture", "architecture in ('gate', 'annealing')", ["gate", "annealing"]),
        ("colour", "colour = 'red'", ["red", "otherred"]),
        ("contains_item", "contains_item = '1A001'", [Several(frozenset({"1A001"})), Several()]),
    ],
)
def test_answers_that_make_a_difference(name: str, condition: str, expected: list[object]) -> None:
    read = parse(condition, words().schema())
    assert list(distinguishable(words().parameters[name], [read])) == expected


def test_a_number_without_thresholds_has_one_answer() -> None:
    assert list(distinguishable(words().parameters["temperature"], [parse("sealed", words().schema())])) == [0.0]


@given(open_conditions, facts)
def test_every_answer_is_like_one_of_those_tried(condition: Node, given_facts: dict[str, object]) -> None:
    """Whatever the user answers to a flag or a text, a tried answer has the same effect."""
    vocabulary = made_vocabulary()
    for name, type_ in SCHEMA.items():
        fact = given_facts.get(name)
        if type_.value == "number" or fact is None or isinstance(fact, Several):
            continue
        tried = list(distinguishable(vocabulary.parameters[name], [condition]))
        said = decide(condition, {**given_facts, name: fact})  # type: ignore[dict-item]
        assert said in {decide(condition, {**given_facts, name: one}) for one in tried}  # type: ignore[dict-item]


@given(st.integers(0, 200), st.floats(0, 1), st.sampled_from(["gate", "annealing"]), st.floats(0, 300))
def test_an_interview_ends_with_every_verdict(qubits: int, error: float, architecture: str, temperature: float) -> None:
    known: dict[str, Fact] = {
        "qubits": float(qubits),
        "error": error,
        "architecture": architecture,
        "temperature": temperature,
    }
    listing, item, count = chips(), Item("chip"), 0
    talk = interview(listing)
    while (ask := talk.next(item)) is not None:
        item = answered(item, ask.parameter.name, known[ask.parameter.name])
        count += 1
    (partly,) = classify(item, [listing], DAY)
    (wholly,) = classify(Item("chip", known), [listing], DAY)
    assert [one.verdict for one in partly.verdicts] == [one.verdict for one in wholly.verdicts]
    assert Truth.UNKNOWN not in {one.verdict for one in partly.verdicts}
    assert count <= len(known)
