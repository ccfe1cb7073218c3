"""Floor, ceiling and gate of a leg and of a decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho.licensing.determination import Claim, Decision, Determination, Finding, Question, merge_questions
from sekisho.licensing.outcome import Outcome, strictest
from sekisho.licensing.transaction import Knowledge
from sekisho.logic.truth import Truth

Q = Question("transaction", 0, "ship_from", "Where from?", decides=("a",))
YES = Claim(Truth.YES, "Art. 1", "here")
OPEN = Claim(Truth.UNKNOWN, "Art. 1", "perhaps", (Q,))
LICENCE = Finding("r", Outcome.LICENCE_REQUIRED, Truth.YES, "t", hold=True, requirement=True)
ASKING = replace(LICENCE, applies=Truth.UNKNOWN, questions=(Q,))
NOTHING = Outcome.NO_REQUIREMENT_FOUND


def leg(claim: Claim, *findings: Finding) -> Determination:
    return Determination("JP", "METI", claim, findings)


@pytest.mark.parametrize(
    ("claim", "finding", "outcome", "floor", "ceiling"),
    [
        (YES, LICENCE, Outcome.LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED, Outcome.LICENCE_REQUIRED),
        (YES, ASKING, Outcome.NEEDS_INFORMATION, NOTHING, Outcome.LICENCE_REQUIRED),
        (YES, replace(ASKING, refer=True), Outcome.REFER, NOTHING, Outcome.LICENCE_REQUIRED),
        (YES, replace(ASKING, questions=()), Outcome.REFER, NOTHING, Outcome.LICENCE_REQUIRED),
        (YES, replace(LICENCE, applies=Truth.NO), NOTHING, NOTHING, NOTHING),
        (YES, replace(ASKING, effect=NOTHING), NOTHING, NOTHING, NOTHING),
        (OPEN, LICENCE, Outcome.NEEDS_INFORMATION, NOTHING, Outcome.LICENCE_REQUIRED),
        (replace(OPEN, questions=()), LICENCE, Outcome.REFER, NOTHING, Outcome.LICENCE_REQUIRED),
        (Claim(Truth.NO, "", ""), LICENCE, NOTHING, NOTHING, NOTHING),
    ],
)
def test_what_a_finding_does(claim: Claim, finding: Finding, outcome: Outcome, floor: Outcome, ceiling: Outcome) -> None:
    found = leg(claim, finding)
    assert (found.outcome, found.floor, found.ceiling) == (outcome, floor, ceiling)


def test_requirements_and_hold_need_a_settled_claim() -> None:
    assert (leg(YES, LICENCE).requirements, leg(YES, LICENCE).hold) == ((LICENCE,), True)
    assert (leg(OPEN, LICENCE).requirements, leg(OPEN, LICENCE).hold) == ((), False)


def test_questions_are_asked_only_where_they_matter() -> None:
    assert leg(YES, ASKING).questions == (Q,)
    assert leg(OPEN, LICENCE).questions == (Q,)
    assert leg(OPEN, replace(LICENCE, applies=Truth.NO)).questions == ()
    assert leg(Claim(Truth.NO, "", ""), ASKING).questions == ()


def test_merged_questions_join_what_they_decide() -> None:
    assert merge_questions((Q, replace(Q, decides=("b", "a"), text="?"))) == (replace(Q, decides=("a", "b")),)


def test_steps_begin_with_the_claim() -> None:
    assert [step.rule for step in leg(YES, LICENCE).steps()] == ["claim", "r"]


def test_a_decision_is_as_strict_as_its_strictest_leg() -> None:
    found = Decision((leg(YES, LICENCE), leg(YES)))
    assert (found.outcome, found.floor, found.ceiling, found.hold) == (*(Outcome.LICENCE_REQUIRED,) * 3, True)
    assert not Decision((leg(YES),)).hold


def test_outcomes_have_an_order() -> None:
    assert [one.rank for one in Outcome] == list(range(7))
    assert strictest(()) is NOTHING


def test_knowledge_meets_standards() -> None:
    assert Knowledge.NOT_ASKED.reaches(Knowledge.SUSPECT) is Truth.UNKNOWN
    assert Knowledge.AWARE.reaches(Knowledge.SUSPECT) is Truth.YES
    assert Knowledge.AWARE.reaches(Knowledge.INFORMED) is Truth.NO
