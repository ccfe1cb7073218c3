"""The determination as a whole: order, age of the law, speed."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.licensing.outcome import Outcome
from sekisho.licensing.us.items import references
from sekisho.licensing.us.tables import covers
from sekisho.logic.truth import Truth
from sekisho.logic.values import Several
from tests.licensing.us.world import DAY, World, applies, found, only


def test_a_harmless_transaction_ends_with_no_requirement_found() -> None:
    answer = World().answer
    assert (answer.jurisdiction, answer.authority, answer.law_as_known) == ("US", "BIS", "2026-09-01")
    assert answer.outcome is answer.floor is answer.ceiling is Outcome.NO_REQUIREMENT_FOUND
    assert answer.questions == ()


def test_steps_begin_with_the_claim_and_name_their_law() -> None:
    steps = World().declared("4A906.a.1").to("CN").answer.steps()
    assert steps[0].citation == "15 CFR 734.3(a)(1); 15 CFR 734.3(a)(2)"
    assert all(one.finding and one.rule for one in steps)
    assert all(one.citation for one in steps)


@pytest.mark.parametrize(
    ("day", "applies_", "effect"),
    [
        ("2026-09-01", None, None),
        ("2026-09-02", Truth.YES, Outcome.NO_REQUIREMENT_FOUND),
        ("2027-02-28", Truth.YES, Outcome.NO_REQUIREMENT_FOUND),
        ("2027-03-01", Truth.UNKNOWN, Outcome.LICENCE_REQUIRED),
    ],
)
def test_the_law_grows_old(day: str, applies_: Truth | None, effect: Outcome | None) -> None:
    known = found(World().but(date=dt.date.fromisoformat(day)).answer, "EAR as known")
    assert (known[0].applies if known else None) is applies_
    assert (known[0].effect if known else None) is effect


def test_an_old_law_is_referred() -> None:
    answer = World().but(date=dt.date(2028, 1, 1)).answer
    assert answer.outcome is Outcome.REFER


@pytest.mark.parametrize(
    ("token", "code", "expected"),
    [
        ("3A090.a", "3A090.a.1", True),
        ("3A090.a", "3A090.a", True),
        ("3A090.a.1", "3A090.a", None),
        ("3A090.a", "3A090.b", False),
        ("3A090.a", "3A090.aa", False),
        ("3B", "3B001.d", True),
        ("3B", "3A001", False),
        ("600 series", "9A610.x", True),
        ("3B001", "3B001.parts", True),
        ("3B001.d", "3B001.parts", None),
        ("3B001.k", "3B001.parts.2", None),
        ("3B001.parts.2", "3B001.parts.2", True),
        ("3B001.c.1.a", "3B001.c.1.parts", None),
        ("3B002.c", "3B001.parts.2", False),
        ("3B", "3B001.parts", True),
        ("3B002", "3B001.parts", False),
        ("600 series", "9A001", False),
    ],
)
def test_a_code_covers_what_is_below_it(token: str, code: str, expected: bool | None) -> None:
    assert covers(token, code) is expected


@pytest.mark.parametrize(
    ("stated", "declared", "expected"),
    [
        (None, None, Several(complete=False)),
        ("none", None, Several()),
        ("3A090.a", None, Several(frozenset({"3A090", "3A090.a"}), frozenset({"3A090.a.1"}))),
        ("us-ccl:3a090.A", None, Several(frozenset({"3A090", "3A090.a"}), frozenset({"3A090.a.1"}))),
        ("eu-annex-i:4A506", None, Several(complete=False)),
        ("a GPU", None, Several(complete=False)),
        (None, "3A090.b", Several(frozenset({"3A090", "3A090.b"}), complete=False)),
        (None, "EAR99", Several(complete=False)),
        (
            Several(frozenset({"3A090.b"}), frozenset({"3A090.a.1"}), False),
            None,
            Several(frozenset({"3A090", "3A090.b"}), frozenset({"3A090.a", "3A090.a.1"}), False),
        ),
    ],
)
def test_references_answer_for_wider_codes_and_leave_narrower_ones_possible(
    stated: object, declared: str | None, expected: Several
) -> None:
    assert references(stated, declared, ("3A090.a", "3A090.a.1", "3A090.b")) == expected


def test_an_unnamed_end_user_is_asked_before_anything_is_settled() -> None:
    answer = World().but(parties=()).answer
    assert applies(answer, "EAR end user") is Truth.UNKNOWN
    assert only(answer, "EAR end user").effect is Outcome.PROHIBITED


def test_the_day_of_the_worked_examples_is_wholly_at_hand() -> None:
    assert not found(World().but(date=DAY).answer, "EAR as known")
