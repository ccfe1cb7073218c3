"""Findings become an answer: outcome, floor, ceiling, questions, steps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.licensing.determination import Claim, Decision, Determination, Finding, Question, merge_questions
from sekisho.licensing.outcome import Outcome, strictest
from sekisho.logic.truth import Truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
LICENCE, REFER, NOTHING = Outcome.LICENCE_REQUIRED, Outcome.REFER, Outcome.NO_REQUIREMENT_FOUND
ASKED = Question("item", 0, "cnot_error", "What is cnot_error?", decides=("4A906.a.1",))
CLAIM_ASKED = Question("transaction", 0, "ship_from", "From where?")


def _leg(*findings: Finding, claim: Truth = YES, asks: tuple[Question, ...] = (CLAIM_ASKED,)) -> Determination:
    return Determination("US", "BIS", Claim(claim, "basis", "text", asks if claim is UNKNOWN else ()), findings)


def _finding(effect: Outcome, applies: Truth, **facts: Any) -> Finding:
    return Finding("rule", effect, applies, "text", **facts)


@pytest.mark.parametrize(
    ("applies", "questions", "refer", "outcome", "floor", "ceiling"),
    [
        (YES, (), False, LICENCE, LICENCE, LICENCE),
        (NO, (), False, NOTHING, NOTHING, NOTHING),
        (UNKNOWN, (ASKED,), False, Outcome.NEEDS_INFORMATION, NOTHING, LICENCE),
        (UNKNOWN, (), False, REFER, NOTHING, LICENCE),
        (UNKNOWN, (ASKED,), True, REFER, NOTHING, LICENCE),
    ],
)
def test_a_finding_counts_by_its_truth(
    applies: Truth, questions: tuple[Question, ...], refer: bool, outcome: Outcome, floor: Outcome, ceiling: Outcome
) -> None:
    leg = _leg(_finding(LICENCE, applies, questions=questions, refer=refer))
    assert (leg.outcome, leg.floor, leg.ceiling) == (outcome, floor, ceiling)


def test_an_open_claim_leaves_everything_open() -> None:
    leg = _leg(_finding(LICENCE, YES), claim=UNKNOWN)
    assert (leg.outcome, leg.floor, leg.ceiling) == (Outcome.NEEDS_INFORMATION, NOTHING, LICENCE)
    assert leg.questions == (CLAIM_ASKED,)
    assert leg.requirements == ()
    assert _leg(_finding(LICENCE, YES), claim=UNKNOWN, asks=()).outcome is REFER


def test_without_a_claim_nothing_is_found() -> None:
    leg = _leg(_finding(LICENCE, YES, requirement=True, hold=True), claim=NO)
    assert (leg.outcome, leg.floor, leg.ceiling, leg.hold) == (NOTHING, NOTHING, NOTHING, False)
    assert leg.questions == ()
    assert leg.requirements == ()


def test_a_finding_without_effect_changes_nothing() -> None:
    leg = _leg(_finding(NOTHING, UNKNOWN, questions=(ASKED,)))
    assert (leg.outcome, leg.ceiling, leg.questions) == (NOTHING, NOTHING, ())


def test_only_a_settled_duty_holds() -> None:
    assert _leg(_finding(REFER, YES, hold=True)).hold
    assert not _leg(_finding(REFER, UNKNOWN, hold=True)).hold


def test_requirements_are_the_settled_ones_in_order() -> None:
    first, second = (
        _finding(LICENCE, YES, requirement=True, reason="NS"),
        _finding(LICENCE, YES, requirement=True, reason="RS"),
    )
    others = (_finding(LICENCE, UNKNOWN, requirement=True), _finding(REFER, YES))
    assert _leg(first, *others, second).requirements == (first, second)


def test_each_question_is_asked_once_with_all_it_decides() -> None:
    again = Question("item", 0, "cnot_error", "other words", decides=("4A906.a.2", "4A906.a.1"))
    merged = merge_questions((ASKED, CLAIM_ASKED, again))
    assert [one.field for one in merged] == ["cnot_error", "ship_from"]
    assert merged[0].text == ASKED.text
    assert merged[0].decides == ("4A906.a.1", "4A906.a.2")


def test_settled_findings_ask_nothing() -> None:
    leg = _leg(_finding(LICENCE, YES, questions=(ASKED,)), _finding(LICENCE, UNKNOWN, questions=(CLAIM_ASKED,)))
    assert leg.questions == (CLAIM_ASKED,)


def test_steps_are_the_claim_and_every_finding() -> None:
    steps = _leg(_finding(LICENCE, NO), _finding(LICENCE, YES)).steps()
    assert [one.rule for one in steps] == ["claim", "rule", "rule"]
    assert steps[0].citation == "basis"


def test_a_decision_is_as_strict_as_its_strictest_leg() -> None:
    lax, open_leg = _leg(_finding(Outcome.NOTIFY, YES, hold=True)), _leg(_finding(Outcome.PROHIBITED, UNKNOWN))
    decision = Decision((lax, open_leg))
    assert (decision.outcome, decision.floor, decision.ceiling) == (REFER, Outcome.NOTIFY, Outcome.PROHIBITED)
    assert decision.hold
    assert not Decision((open_leg,)).hold
    assert Decision(()).outcome is NOTHING


findings = st.lists(
    st.builds(
        _finding,
        st.sampled_from(Outcome),
        st.sampled_from(Truth),
        questions=st.sampled_from(((), (ASKED,))),
        refer=st.booleans(),
    ),
    max_size=6,
)


@given(findings, st.sampled_from(Truth))
def test_the_outcome_lies_between_floor_and_ceiling_or_asks(ones: list[Finding], claim: Truth) -> None:
    leg = _leg(*ones, claim=claim)
    assert leg.floor.rank <= leg.outcome.rank
    assert leg.outcome.rank <= strictest((leg.ceiling, REFER)).rank
    assert leg.floor.rank <= leg.ceiling.rank
    assert (leg.outcome is NOTHING) is (leg.ceiling is NOTHING)


@given(findings, st.integers(0, 5))
def test_opening_a_finding_never_raises_the_floor_nor_lowers_the_ceiling(ones: list[Finding], number: int) -> None:
    full = _leg(*ones)
    less = [
        _finding(one.effect, UNKNOWN, questions=one.questions, refer=one.refer) if index == number else one
        for index, one in enumerate(ones)
    ]
    assert _leg(*less).floor.rank <= full.floor.rank
    assert _leg(*less).ceiling.rank >= full.ceiling.rank
