"""Parts 744 and 746, rule by rule."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import EndUse, Kind, Knowledge
from sekisho.logic.truth import Truth
from tests.licensing.us.world import World, applies, bitten, buyer, fields, found, goods, law, only

AWARE, SUSPECT, INFORMED = Knowledge.AWARE, Knowledge.SUSPECT, Knowledge.INFORMED


@pytest.mark.parametrize(
    ("rule", "use", "code", "inside", "outside"),
    [
        ("744.2(a)", "nuclear", "EAR99", "KR", "JP"),
        ("744.3(a)(1),(3)", "missile", "EAR99", "PK", "FR"),
        ("744.4(a)", "chemical", "EAR99", "FR", "US"),
        ("744.4(a)", "biological", "EAR99", "JP", "US"),
        ("744.21(a)(1)", "military", "3A991", "CN", "FR"),
        ("744.21(a)(1)", "military_end_user", "3A991", "VE", "RU"),
        ("744.21(a)(2)", "military", "EAR99", "BY", "CN"),
        ("744.22(a)", "military_intelligence", "EAR99", "MM", "NI"),
        ("744.23(a)(1)", "supercomputer", "4A994", "MO", "SG"),
        ("744.23(a)(2)(i)", "advanced_node", "EAR99", "CN", "TW"),
        ("744.23(a)(4)(i)", "semiconductor_equipment", "3A991", "CN", "JP"),
        ("744.9(a)(1)(i)", "military_end_user", "6A003.a.3", "DE", "GB"),
        ("744.9(a)(1)(ii)", "military", "6A993.a", "SG", "DE"),
    ],
)
def test_a_known_end_use_needs_a_licence_where_the_rule_reaches(
    rule: str, use: str, code: str, inside: str, outside: str
) -> None:
    world = World().declared(code).knowing(**{use: AWARE})
    name = f"EAR end use {rule}"
    assert name in bitten(world.to(inside).answer)
    assert name not in bitten(world.to(outside).answer)
    known = only(world.to(inside).answer, name)
    assert known.citation.startswith("15 CFR 744")
    assert known.policy
    assert name not in bitten(World().declared(code).to(inside).answer)


@pytest.mark.parametrize(
    ("rule", "use", "code", "place", "key"),
    [
        ("744.3(a)(2)", "missile", "EAR99", "FR", "744.3(a)(2)"),
        ("744.4(a) plant", "chemical", "EAR99", "KE", "744.4(a)/plant"),
        ("744.9(a)(1)(iii)", "military", "6A002.a", "DE", "744.9(a)(1)(iii)"),
        ("744.17(a)", "military", "3A991.a.1", "CN", "744.17"),
        ("746.3(a)(4)", "military", "EAR99", "IQ", "746.3(a)(4)"),
    ],
)
def test_a_rule_with_a_condition_in_words_asks_it(rule: str, use: str, code: str, place: str, key: str) -> None:
    world = World().declared(code).to(place).knowing(**{use: AWARE})
    part = "embargo" if rule.startswith("746") else "end use"
    name = f"EAR {part} {rule}"
    assert applies(world.answer, name) is Truth.UNKNOWN
    assert f"answers.{key}" in fields(world.answer)
    for given, said in ((True, Truth.YES), (False, Truth.NO)):
        own = World().declared(code, answers={key: given}).to(place).knowing(**{use: AWARE}).but(answers={key: given})
        assert any(one.applies is said for one in found(own.answer, name)) is (said is Truth.YES)


def test_technology_of_maritime_nuclear_propulsion_is_about_technology() -> None:
    world = World().to("FR").knowing(nuclear=AWARE)
    assert not found(world.answer, "EAR end use 744.5")
    technology = World().declared("EAR99", kind="technology", answers={"744.5": True}).to("FR").knowing(nuclear=AWARE)
    assert "EAR end use 744.5" in bitten(technology.answer)


def test_design_of_advanced_nodes_is_about_software_anywhere() -> None:
    given = {"744.23(a)(2)(iii)": True}
    world = World().declared("3D991", kind="software", answers=given).to("TW").knowing(advanced_node=AWARE)
    assert "EAR end use 744.23(a)(2)(iii)" in bitten(world.answer)


def test_an_unknown_node_is_enough_for_category_3_equipment() -> None:
    world = World().declared("3B991").to("CN").knowing(advanced_node=SUSPECT)
    assert "EAR end use 744.23(a)(2)(ii)" in bitten(world.answer)
    assert applies(world.answer, "EAR end use 744.23(a)(2)(i)") is Truth.UNKNOWN
    other = World().declared("3A991").to("CN").knowing(advanced_node=SUSPECT)
    assert "EAR end use 744.23(a)(2)(ii)" not in bitten(other.answer)


def test_a_suspicion_is_a_red_flag_for_a_person() -> None:
    answer = World().to("PK").knowing(missile=SUSPECT).answer
    rule = only(answer, "EAR end use 744.3(a)(1)")
    assert (rule.applies, rule.refer) == (Truth.UNKNOWN, True)
    assert "red flag" in rule.text
    assert answer.outcome is Outcome.REFER


def test_flags_that_were_not_asked_are_questions_only_where_the_rule_could_bite() -> None:
    world = World().declared("3A991").to("CN").but(end_use=EndUse())
    assert world.answer.outcome is Outcome.NEEDS_INFORMATION
    assert "end_use.flags" in fields(world.answer)
    assert applies(world.answer, "EAR end use 744.21(a)(1)") is Truth.UNKNOWN
    france = World().declared("3A991").but(end_use=EndUse()).answer
    assert not found(france, "EAR end use 744.21(a)(1)")
    assert france.ceiling is Outcome.LICENCE_REQUIRED


def test_a_notice_needs_a_licence_anywhere() -> None:
    told = EndUse(knowledge={"military": INFORMED}, said={"military": "by BIS on 2026-05-01"})
    answer = World().but(end_use=told).answer
    assert applies(answer, "EAR notice") is Truth.YES
    assert "by BIS on 2026-05-01" in only(answer, "EAR notice").text


def test_asked_without_knowledge_is_kept_as_a_reason() -> None:
    text = only(World().declared("3A991").to("CN").answer, "EAR end use and embargo").text
    assert "744.21(a)(1) (military: none after diligence" in text


@pytest.mark.parametrize("field", ["headquarters", "ultimate_parent"])
def test_headquarters_in_macau_or_d5_follow_the_entity(field: str) -> None:
    world = World().declared("3A090.b").to("TW")
    name = "EAR end use 744.23(a)(3)(i)(A)"
    assert name not in bitten(world.answer)
    assert name in bitten(world.party(**{field: "MO"}).answer)
    assert applies(world.party(**{field: None}).answer, name) is Truth.UNKNOWN
    assert field in fields(world.party(**{field: None}).answer)


def test_headquarters_do_not_matter_where_the_chart_rule_reaches() -> None:
    assert "EAR end use 744.23(a)(3)(i)(A)" not in bitten(World().declared("3A090.b").to("CN").answer)
    memory = World().declared("3A090.c").to("VN", "CN")
    assert "EAR end use 744.23(a)(3)(i)(B)" in bitten(memory.answer)


def test_headquarters_are_asked_for_where_nobody_is_named() -> None:
    answer = World().declared("3A090.b").to("TW").but(parties=()).answer
    assert applies(answer, "EAR end use 744.23(a)(3)(i)(A)") is Truth.UNKNOWN
    assert "parties" in fields(answer)


def test_equipment_makers_abroad_are_reached_by_their_headquarters() -> None:
    world = World().declared("3A991").to("MY", "CN").knowing(semiconductor_equipment=AWARE)
    assert "EAR end use 744.23(a)(4)(ii)" in bitten(world.answer)
    assert "EAR end use 744.23(a)(4)(ii)" not in bitten(world.to("MY").answer)


def test_technology_that_a_d5_entity_developed() -> None:
    given = {"744.23(a)(3)(ii)": True}
    world = World().declared("3E001", kind="technology", answers=given, parameters={"for_entry": "none"}).to("TW")
    name = "EAR end use 744.23(a)(3)(ii)"
    assert name not in bitten(world.answer)
    reexport = world.but(kind=Kind.REEXPORT, ship_from="CN")
    assert name in bitten(reexport.answer)
    assert name not in bitten(reexport.but(ship_from="KR").answer)
    assert applies(reexport.but(ship_from=None).answer, name) is Truth.UNKNOWN


def test_a_vessel_asks_for_its_countries() -> None:
    world = World().but(parties=(buyer(), buyer("vessel", "Example Vessel")))
    assert "answers.744.7" in fields(world.answer)
    assert "EAR end use 744.7" in bitten(world.but(answers={"744.7": True}).answer)


def test_the_food_exclusion_asks_only_for_ear99() -> None:
    assert "EAR embargo 746.4(a)" in bitten(World().declared("3A991").to("KP").answer)
    open_answer = World().declared("EAR99").to("KP").answer
    assert "answers.food_or_medicine" in fields(open_answer)
    assert "EAR embargo 746.4(a)" in bitten(World().declared("EAR99", answers={"food_or_medicine": False}).to("KP").answer)


def test_civil_end_users_in_russia_for_listed_telecommunications() -> None:
    world = World().declared("5A992.c", answers={"746.8(a)(12)": True}).to("RU")
    assert "EAR embargo 746.8(a)(1)" not in bitten(world.answer)
    assert "EAR embargo 746.8(a)(1)" in bitten(World().declared("5A002.a").to("RU").answer)


def test_enterprise_software_to_russia() -> None:
    given = {"746.8(a)(8)": True, "746 Supp. 4 to 6": False, "746.8(a)(4)": False}
    assert bitten(World().declared("EAR99", kind="software", answers=given).to("RU").answer) == {"EAR embargo 746.8(a)(8)"}
    assert World().declared("EAR99", answers=given).to("RU").answer.outcome is Outcome.NO_REQUIREMENT_FOUND


@pytest.mark.parametrize(
    ("rule", "use", "place"),
    [
        ("744.6(b)(1)", "nuclear", "KR"),
        ("744.6(b)(2)", "missile", "PK"),
        ("744.6(b)(3)", "biological", "FR"),
        ("744.6(b)(5)", "military_intelligence", "CN"),
    ],
)
def test_support_by_a_us_person_counts_whatever_the_item(rule: str, use: str, place: str) -> None:
    foreign = goods(origin="JP", us_content_percent=0.0, us_direct_product=Truth.NO)
    answers = {"734.9/use": False}
    world = World().to(place).but(items=(foreign,), ship_from="JP", kind=Kind.PERSON_SUPPORT, answers=answers)
    name = f"EAR end use {rule}"
    assert name in bitten(world.knowing(**{use: AWARE}).answer)
    assert name not in bitten(world.knowing(**{use: AWARE}).but(exporter_jurisdiction="JP").answer)


def test_a_us_seller_of_foreign_goods_is_a_us_person() -> None:
    foreign = goods(origin="JP", us_content_percent=0.0, us_direct_product=Truth.NO)
    world = World().to("PK").but(items=(foreign,), ship_from="JP", answers={"734.9/use": False})
    answer = world.knowing(missile=AWARE).answer
    assert "15 CFR 744.6" in answer.claim.basis
    assert bitten(answer) == {"EAR end use 744.6(b)(2)"}
    assert "EAR end use 744.6(b)(2)" not in bitten(World().to("PK").knowing(missile=AWARE).answer)


def test_a_named_supporter_is_asked_for_his_nationality() -> None:
    person = buyer("supporter", "Example Engineer")
    foreign = goods(origin="JP", us_content_percent=0.0, us_direct_product=Truth.NO)
    world = (
        World()
        .to("PK")
        .but(
            items=(foreign,),
            ship_from="JP",
            exporter_jurisdiction="JP",
            kind=Kind.PERSON_SUPPORT,
            parties=(buyer(), person),
            answers={"734.9/use": False},
        )
    )
    assert applies(world.knowing(missile=AWARE).answer, "EAR end use 744.6(b)(2)") is Truth.UNKNOWN
    assert "nationality" in fields(world.knowing(missile=AWARE).answer)
    american = world.but(parties=(buyer(), buyer("supporter", "Example Engineer", nationality="US")))
    assert "EAR end use 744.6(b)(2)" in bitten(american.knowing(missile=AWARE).answer)


@pytest.mark.parametrize(
    ("rule", "code", "state"),
    [
        ("744.6(c)(2)(i)", "EAR99", AWARE),
        ("744.6(c)(2)(ii)", "3B991", SUSPECT),
        ("744.6(c)(2)(iii)", "3B001.d", Knowledge.NONE_AFTER_DILIGENCE),
    ],
)
def test_us_persons_and_semiconductors_outside_the_ear(rule: str, code: str, state: Knowledge) -> None:
    world = World().declared(
        code,
        origin="JP",
        us_content_percent=0.0,
        us_direct_product=Truth.NO,
        answers={"734.9(k)": False, "734.9(e)(3)": False},
    )
    given = {"744.6(d)(4)": True, "734.9/use": False}
    world = world.to("CN").but(ship_from="JP", answers=given).knowing(advanced_node=state)
    assert f"EAR end use {rule}" in bitten(world.answer)
    excluded = world.but(answers={"744.6(d)(4)": False, "734.9/use": False})
    assert f"EAR end use {rule}" not in bitten(excluded.answer)


def test_a_day_before_the_text_of_part_744_leaves_its_rules_open() -> None:
    answer = World().to("PK").knowing(missile=AWARE).but(date=dt.date(2026, 3, 24)).answer
    rule = only(answer, "EAR end use 744.3(a)(1)")
    assert (rule.applies, rule.refer) == (Truth.UNKNOWN, True)


def test_every_rule_is_cited_and_has_a_title() -> None:
    assert len({one.rule for one in law().rules}) == len(law().rules) == 46
    for one in law().rules:
        assert one.citation.startswith(("15 CFR 74", "31 CFR"))
        assert one.title
        assert one.policy or one.rule in ("744.7", "31 CFR 560")
