"""Releases of technology to foreign persons."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind
from sekisho.logic.truth import Truth
from tests.licensing.us.world import World, applies, bitten, buyer, fields, found, screened

GRANDFATHER = "742.4(a)(5)(ii)(A)"


def _release(code: str, nationality: str | None, answers: dict[str, bool] | None = None, **facts: Any) -> World:
    world = World().declared(code, kind="technology", **facts).but(kind=Kind.DEEMED_EXPORT, destination="US")
    return world.but(answers=answers or {}).party(nationality=nationality)


def test_the_nationality_is_the_destination() -> None:
    assert _release("3E003", "CN").answer.outcome is Outcome.LICENCE_REQUIRED
    assert _release("3E003", "CA").answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_the_nationality_is_asked_for() -> None:
    answer = _release("3E003", None).answer
    assert answer.outcome is Outcome.NEEDS_INFORMATION
    assert "nationality" in fields(answer)


def test_without_a_recipient_the_end_user_is_asked_for() -> None:
    world = _release("3E003", "CN")
    answer = world.but(parties=()).answer
    assert answer.outcome is Outcome.NEEDS_INFORMATION
    assert "parties" in fields(answer)


def test_each_recipient_counts() -> None:
    world = _release("3E003", "CA")
    two = world.but(parties=(*world.transaction.parties, buyer("recipient", "Second", nationality="CN")))
    assert "EAR list 3E003/1" in bitten(World(two.transaction, two.classifications, {0: screened(), 1: screened()}).answer)


@pytest.mark.parametrize(("code", "lines"), [("3E992", {"1", "2"}), ("3D992", {"1", "2"})])
def test_equipment_lines_do_not_follow_releases(code: str, lines: set[str]) -> None:
    release = _release(code, "CN", parameters={"for_entry": "3B001.d"}).answer
    export = World().declared(code, kind="technology", parameters={"for_entry": "3B001.d"}).to("CN").answer
    assert {f"EAR list {code}/{line}" for line in lines} <= bitten(export)
    assert not bitten(release)


def test_the_advanced_computing_line_does_not_follow_a_release_but_ns_1_remains() -> None:
    answer = _release("3E001", "CN", parameters={"for_entry": "3A001.z.1.b, 3A001.b"}).answer
    assert "EAR list 3E001/1" in bitten(answer)
    assert "EAR list 3E001/5" not in bitten(answer)


def test_the_limited_exclusion_is_for_nationals_outside_d1_and_d5() -> None:
    assert _release("4E906", "IN").answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert _release("4E906", "MO").answer.outcome is Outcome.NEEDS_INFORMATION
    assert f"answers.{GRANDFATHER}" in fields(_release("4E906", "MO").answer)


def test_employees_of_before_the_rule_are_grandfathered() -> None:
    assert _release("3E901", "CN", {GRANDFATHER: True}).answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert {"EAR list 3E901/1", "EAR list 3E901/2"} <= bitten(_release("3E901", "CN", {GRANDFATHER: False}).answer)


def test_3e905_is_not_grandfathered_for_nationals_of_d1_or_d5() -> None:
    assert "EAR list 3E905/1" in bitten(_release("3E905", "CN", {GRANDFATHER: True}).answer)
    assert _release("3E905", "JP").answer.outcome is Outcome.NO_REQUIREMENT_FOUND


@pytest.mark.parametrize(("for_entry", "truth"), [("3B001.c.1.a", Truth.NO), (None, Truth.UNKNOWN)])
def test_dry_etch_software_is_excluded_for_rs(for_entry: str | None, truth: Truth) -> None:
    facts = {} if for_entry is None else {"for_entry": for_entry}
    answer = _release("3D002", "CN", {GRANDFATHER: False}, parameters=facts).answer
    lines = found(answer, "EAR list 3D002/3")
    assert (lines[0].applies if lines else Truth.NO) is truth
    assert for_entry is None or "EAR list 3D002/2" in bitten(answer)


def test_software_for_something_else_is_not_excluded_by_the_dry_etch_rule() -> None:
    answer = _release("3D001", "CN", {GRANDFATHER: False}, parameters={"for_entry": "3B001.q"}).answer
    assert {"EAR list 3D001/1", "EAR list 3D001/2"} <= bitten(answer)


def test_model_weights_to_an_employee_of_an_allied_entity() -> None:
    assert "EAR list 4E091/1" in bitten(_release("4E091", "IN", {"742.6(a)(13)": False}).answer)
    assert _release("4E091", "IN", {"742.6(a)(13)": True}).answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_a_release_abroad_can_be_no_deemed_reexport() -> None:
    world = _release("3E003", "CN", {"734.20": True})
    assert "EAR list 3E003/1" in bitten(world.answer)
    abroad = world.but(ship_from="DE")
    assert not bitten(abroad.answer)
    assert applies(abroad.but(answers={}).answer, "EAR list 3E003/1") is Truth.UNKNOWN
    assert applies(world.but(ship_from=None, answers={}).answer, "EAR list 3E003/1") is Truth.UNKNOWN


@pytest.mark.parametrize(("nationality", "rule"), [("CU", "EAR embargo 746.2(a)"), ("SY", "EAR embargo 746.9(a)")])
def test_cuban_and_syrian_nationals_need_a_licence_for_listed_technology_only(nationality: str, rule: str) -> None:
    assert rule in bitten(_release("3E991", nationality).answer)
    assert rule not in bitten(_release("EAR99", nationality).answer)


def test_a_us_national_is_no_foreign_person() -> None:
    assert _release("3E003", "US").answer.outcome is Outcome.NO_REQUIREMENT_FOUND
