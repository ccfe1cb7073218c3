"""Whether an item is subject to the EAR."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Knowledge
from sekisho.logic.truth import Truth
from tests.licensing.us.world import World, applies, bitten, fields, found, goods, match, only, screened

USE = {"734.9/use": False}


def _foreign(code: str = "EAR99", place: str = "FR", **facts: Any) -> World:
    """Return an item made and shipped in Japan by a Japanese exporter, without US content."""
    given: dict[str, Any] = {"origin": "JP", "us_content_percent": 0.0, "us_direct_product": Truth.NO}
    world = World().declared(code, **(given | facts)).to(place)
    return world.but(ship_from="JP", exporter_jurisdiction="JP", answers=USE)


def test_what_leaves_the_united_states_is_subject_to_the_ear() -> None:
    claim = World().declared("EAR99", origin="JP").answer.claim
    assert (claim.verdict, claim.basis) == (Truth.YES, "15 CFR 734.3(a)(1)")


def test_what_is_of_us_origin_is_subject_to_the_ear_anywhere() -> None:
    claim = _foreign(origin="US").answer.claim
    assert (claim.verdict, claim.basis) == (Truth.YES, "15 CFR 734.3(a)(2)")


def test_a_foreign_item_without_us_content_or_technology_is_not() -> None:
    answer = _foreign("4A906.a.1", "CN").answer
    assert answer.claim.verdict is Truth.NO
    assert answer.findings == ()
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert answer.law_as_known == "2026-09-01"


@pytest.mark.parametrize(
    ("place", "share", "truth"),
    [
        ("CN", 25.0, Truth.NO),
        ("CN", 25.5, Truth.YES),
        ("IR", 10.0, Truth.NO),
        ("IR", 10.5, Truth.YES),
        ("CU", 11.0, Truth.YES),
    ],
)
def test_de_minimis_is_25_per_cent_and_10_for_e1_and_e2(place: str, share: float, truth: Truth) -> None:
    facts = {"us_content_percent": share, "us_content_controlled": Truth.YES, "answers": {"734.4(a)(6)": False}}
    assert _foreign("2B352.b", place, **facts).answer.claim.verdict is truth


def test_content_that_is_not_controlled_does_not_count() -> None:
    facts = {"us_content_percent": 60.0, "us_content_controlled": Truth.NO}
    assert _foreign("2B352.b", "TW", **facts).answer.claim.verdict is Truth.NO


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"origin": None}, "origin"),
        ({"us_content_percent": None}, "us_content_percent"),
        ({"us_content_percent": 40.0}, "us_content_controlled"),
        ({"us_direct_product": Truth.UNKNOWN}, "us_direct_product"),
    ],
)
def test_what_is_not_stated_is_asked(facts: dict[str, Any], field: str) -> None:
    answer = _foreign("4A906.a.1", "CN", **facts).answer
    assert answer.claim.verdict is Truth.UNKNOWN
    assert field in fields(answer)
    assert answer.outcome is Outcome.NEEDS_INFORMATION


def test_the_place_and_the_exporter_are_asked() -> None:
    world = _foreign()
    assert world.but(ship_from=None).answer.claim.verdict is Truth.UNKNOWN
    assert "ship_from" in fields(World().declared("3B001.b", origin="JP").to("CN").but(ship_from=None).answer)
    answer = _foreign("3B001.b", "CN").but(exporter_jurisdiction=None).knowing(missile=Knowledge.AWARE).answer
    assert answer.claim.verdict is Truth.UNKNOWN
    assert "exporter.jurisdiction" in fields(answer)


@pytest.mark.parametrize(
    ("rule", "code", "place", "share"),
    [
        ("734.4(a)(1)", "4A003.b", "RU", 5.0),
        ("734.4(a)(2)", "5E002", "FR", 1.0),
        ("734.4(a)(3)", "3B993.f.1", "TW", 1.0),
        ("734.4(a)(4)", "9E003.a.1", "FR", 1.0),
        ("734.4(a)(5)", "0A919", "CN", 1.0),
        ("734.4(a)(6)", "EAR99", "CN", 1.0),
        ("734.4(a)(8)", "3B001.d", "CN", 1.0),
        ("734.4(a)(9)", "3B991", "CN", 1.0),
    ],
)
def test_a_threshold_of_zero_asks_what_the_content_is(rule: str, code: str, place: str, share: float) -> None:
    others = {"734.4(a)(6)": False, "734.4(a)(8)": False, "734.4(a)(9)": False, "734.9(k)": False, "734.9(e)(3)": False}
    facts = {"us_content_percent": share, "us_content_controlled": Truth.NO}
    asked = _foreign(code, place, answers={key: said for key, said in others.items() if key != rule}, **facts).answer
    assert asked.claim.verdict is Truth.UNKNOWN
    assert f"answers.{rule}" in {one.field for one in asked.claim.questions}
    claim = _foreign(code, place, answers={**others, rule: True}, **facts).answer.claim
    assert (claim.verdict, rule in claim.basis) == (Truth.YES, True)


@pytest.mark.parametrize(
    ("rule", "code", "place"),
    [
        ("734.9(b)", "3B001.b", "CN"),
        ("734.9(c)", "9A515.a", "CN"),
        ("734.9(d)", "9A610.a", "TW"),
        ("734.9(f)", "3A991", "RU"),
        ("734.9(h)", "3A090.a", "FR"),
        ("734.9(j)", "EAR99", "IR"),
    ],
)
def test_a_direct_product_rule_needs_product_reach_and_technology(rule: str, code: str, place: str) -> None:
    facts = {"us_direct_product": Truth.YES, "answers": {rule: True}}
    claim = _foreign(code, place, **facts).answer.claim
    assert (claim.verdict, rule in claim.basis) == (Truth.YES, True)
    assert _foreign(code, place, answers={rule: True}).answer.claim.verdict is Truth.NO
    asked = _foreign(code, place, us_direct_product=Truth.YES).answer.claim
    assert (asked.verdict, f"answers.{rule}" in {one.field for one in asked.questions}) == (Truth.UNKNOWN, True)
    assert _foreign(code, "US", **facts).answer.claim.verdict is Truth.NO


@pytest.mark.parametrize(("rule", "code"), [("734.9(k)", "3B001.d"), ("734.9(l)", "4E091")])
def test_rules_about_what_is_inside_do_not_ask_for_the_item_itself(rule: str, code: str) -> None:
    assert rule in _foreign(code, "CN", answers={rule: True, "734.9(e)(3)": False}).answer.claim.basis


@pytest.mark.parametrize(("rule", "number"), [("734.9(e)(1)", 1), ("734.9(e)(2)", 4), ("734.9(g)", 3)])
def test_footnotes_of_the_entity_list_reach_foreign_items(rule: str, number: int) -> None:
    world = _foreign(us_direct_product=Truth.YES, answers={rule: True})
    assert world.answer.claim.verdict is Truth.NO
    listed = world.matching(match(footnotes=(number,))).answer
    assert rule in listed.claim.basis
    assert "Entity List: Example Buyer" in bitten(listed)
    possible = world.matching(match(footnotes=(number,), certain=False)).answer
    assert possible.claim.verdict is Truth.UNKNOWN
    own = world.party(listings={"us-entity-list": "found"}).answer
    assert own.claim.verdict is Truth.UNKNOWN
    unscreened = World(world.transaction, world.classifications, {}).answer
    assert unscreened.claim.verdict is Truth.UNKNOWN


def test_footnote_5_reaches_equipment_only() -> None:
    given = {"734.9(e)(3)": True}
    assert "734.9(e)(3)" in _foreign("3B991", answers=given).matching(match(footnotes=(5,))).answer.claim.basis
    assert _foreign("3A991", answers=given).matching(match(footnotes=(5,))).answer.claim.verdict is Truth.NO


def test_knowledge_of_the_later_use_reaches_foreign_items_too() -> None:
    world = _foreign(us_direct_product=Truth.YES, answers={"734.9(e)(1)": True})
    assert "734.9(e)(1)" in world.but(answers={"734.9/use": True}).answer.claim.basis
    assert world.but(answers={}).answer.claim.verdict is Truth.UNKNOWN


def test_a_supercomputer_in_china_reaches_foreign_items() -> None:
    world = _foreign("EAR99", "CN", us_direct_product=Truth.YES, answers={"734.9(i)": True})
    assert "734.9(i)" in world.knowing(supercomputer=Knowledge.AWARE).answer.claim.basis
    assert world.answer.claim.verdict is Truth.NO


def test_equipment_from_a_country_of_supplement_4_needs_no_licence_on_the_equipment_grounds() -> None:
    world = _foreign("3B001.d", "CN", answers={"734.9(k)": True, "734.9(e)(3)": False})
    assert {"EAR list 3B001/4", "EAR list 3B001/5"} <= {one.rule for one in world.answer.findings}
    stated = world.but(answers={**USE, "742 Supp. 4": True}).answer
    assert stated.claim.verdict is Truth.YES
    assert not bitten(stated)
    other = world.but(answers={**USE, "742 Supp. 4": False}).answer
    assert {"EAR list 3B001/4", "EAR list 3B001/5"} <= bitten(other)
    korean = world.but(ship_from="KR", answers={**USE, "742 Supp. 4": True}).answer
    assert {"EAR list 3B001/4", "EAR list 3B001/5"} <= bitten(korean)
    american = World().declared("3B001.d").to("CN").but(answers={"742 Supp. 4": True}).answer
    assert {"EAR list 3B001/4", "EAR list 3B001/5"} <= bitten(american)


def test_each_item_has_its_own_claim() -> None:
    foreign = goods(origin="JP", us_content_percent=0.0, us_direct_product=Truth.NO)
    open_item = goods(origin=None, us_content_percent=0.0, us_direct_product=Truth.NO)
    world = _foreign("3B001.b", "CN", origin="US")
    three = world.but(items=(*world.transaction.items, foreign, open_item))
    known = {0: world.classifications[0], 1: world.classifications[0], 2: world.classifications[0]}
    answer = World(three.transaction, known, {0: screened()}).answer
    lines = {one.item: one.applies for one in found(answer, "EAR list 3B001/3")}
    assert lines == {0: Truth.YES, 2: Truth.UNKNOWN}
    assert [one.applies for one in found(answer, "EAR claim by item")] == [Truth.NO, Truth.UNKNOWN]
    assert "is of foreign origin" in found(answer, "EAR claim by item")[0].text


def test_brokering_of_foreign_goods_by_a_us_person_has_a_claim() -> None:
    world = _foreign("EAR99", "PK").but(exporter_jurisdiction="US", kind=Kind.BROKERING)
    answer = world.knowing(missile=Knowledge.AWARE).answer
    assert applies(answer, "EAR end use 744.6(b)(2)") is Truth.YES
    assert only(answer, "EAR end use 744.6(b)(2)").citation == "15 CFR 744.6(b)(2)"
