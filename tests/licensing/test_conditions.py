"""Conditions: truth, words and what is left to ask."""

from __future__ import annotations

from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some, yes
from sekisho.licensing.determination import Question
from sekisho.licensing.outcome import Outcome
from sekisho.logic.truth import Truth

Q = Question("transaction", 0, "ship_from", "Where from?")
R = Question("item", 0, "hs_code", "Which number?")


def test_a_conjunction_speaks_of_what_fails_first() -> None:
    found = every((yes("a"), no("b"), no("c"), ask("d", Q)))
    assert found == Condition(Truth.NO, "b")


def test_a_conjunction_that_holds_says_everything_once() -> None:
    assert every((yes("a"), yes(""), yes("b"), yes("a"))) == Condition(Truth.YES, "a; b")


def test_an_open_conjunction_asks_what_is_open() -> None:
    found = every((yes("a"), ask("b", Q), ask("c", R, Q)))
    assert (found.truth, found.text, found.questions, found.refer) == (Truth.UNKNOWN, "b; c", (Q, R), False)


def test_what_nobody_can_answer_is_referred() -> None:
    assert every((ask("b", Q), look("c"))).refer
    assert some((ask("b", Q), look("c", R))).refer
    assert every((ask("b"),)).refer


def test_a_disjunction_speaks_of_what_holds_first() -> None:
    assert some((no("a"), yes("b"), yes("c"), look("d"))) == Condition(Truth.YES, "b")


def test_a_disjunction_that_fails_says_everything() -> None:
    assert some((no("a"), no("b"))) == Condition(Truth.NO, "a; b")
    assert some(()).truth is Truth.NO


def test_the_opposite_keeps_words_and_questions() -> None:
    assert ~yes("a") == no("a")
    assert ~ask("b", Q) == ask("b", Q)


def test_a_finding_tells_what_each_question_decides() -> None:
    found = finding("rule", Outcome.LICENCE_REQUIRED, ask("open", Q), "Art. 1", text="words", entry="16")
    assert (found.text, found.questions[0].decides, found.refer) == ("words: open", ("16",), False)
    assert finding("rule", Outcome.NOTIFY, ask("", Q), "Art. 1").questions[0].decides == ("rule",)
    kept = Question("item", 0, "x", "?", decides=("8",))
    assert finding("rule", Outcome.NOTIFY, look("", kept), "Art. 1").questions == (kept,)
