"""Places that a chart read by eye gets wrong. No mark is never a clearance."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from sekisho.licensing.determination import Determination
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind
from sekisho.logic.truth import Truth
from tests.licensing.us.world import DAY, World, applies, bitten, fields, found, law, only, to_examine

QUANTUM, CHIP, DEPOSITION, IMPLANT, DEVICE = "4A906.a.1", "3A090.b.1", "3B001.d", "3B001.b", "3A991"


def _answer(code: str, destination: str, headquarters: str = "FR") -> Determination:
    return World().declared(code).to(destination, headquarters).answer


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        ("CU", "EAR embargo 746.2(a)"),
        ("IR", "EAR embargo 746.7(a)(1)(i)"),
        ("KP", "EAR embargo 746.4(a)"),
        ("SY", "EAR embargo 746.9(a)"),
        ("UA-43", "EAR embargo 746.6(a)(1)"),
        ("UA-14", "EAR embargo 746.6(a)(2) DNR"),
        ("UA-09", "EAR embargo 746.6(a)(2) LNR"),
    ],
)
def test_an_embargoed_row_without_marks_is_no_clearance(place: str, rule: str) -> None:
    answer = _answer(DEVICE, place)
    assert not law().place(place).marks
    assert rule in bitten(answer)
    assert answer.outcome is Outcome.LICENCE_REQUIRED
    assert only(answer, rule).policy


@pytest.mark.parametrize(
    ("place", "section"), [("IR", "15 CFR 742.8(a)(1)"), ("SY", "15 CFR 742.9"), ("KP", "15 CFR 742.19(a)")]
)
def test_at_has_no_mark_and_bites(place: str, section: str) -> None:
    assert not any({"AT 1", "AT 2"} & law().place(code).marks for code in law().data["chart"])
    line = only(_answer(DEVICE, place), "EAR list 3A991/1")
    assert line.applies is Truth.YES
    assert line.reason == "AT"
    assert section in line.citation


def test_at_does_not_bite_elsewhere_and_says_why() -> None:
    answer = _answer(DEVICE, "BR")
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert "AT 1 has no marks in the chart and names IR, SY, KP only" in only(answer, "EAR list").text
    assert "no clearance by itself" in only(answer, "EAR list").text


def test_ear99_to_iran_is_left_to_a_person_for_ofac() -> None:
    answer = _answer("EAR99", "IR")
    assert applies(answer, "EAR embargo 31 CFR 560") is Truth.YES
    assert "answers.746 Supp. 7" in fields(answer)
    assert (answer.outcome, answer.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)


def test_macau_is_in_no_d5_row_and_named_by_the_rules() -> None:
    assert "D:5" not in law().place("MO").groups
    assert {"EAR list 3B001/4", "EAR list 3B001/5"} <= bitten(_answer(DEPOSITION, "MO", "MO"))
    assert "EAR list 3A090/3" in bitten(_answer("3A090.c", "MO", "MO"))
    assert "EAR list 3A090/2" in bitten(_answer(CHIP, "MO", "MO"))


def test_hong_kong_has_no_row_and_follows_china() -> None:
    place = law().place("HK")
    assert (place.kind, place.marks) == ("inherits", law().place("CN").marks)
    line = only(_answer(IMPLANT, "HK"), "EAR list 3B001/3")
    assert line.applies is Truth.YES
    assert "the entry for China governs" in line.text
    assert "85 FR 83788" in line.citation
    assert "EAR list 3B001/4" in bitten(_answer(DEPOSITION, "HK"))
    assert any("740.2(a)(19)" in " ".join(one.conditions) for one in _answer(DEPOSITION, "HK").authorisations)


@pytest.mark.parametrize("place", ["RU", "BY"])
def test_russia_and_belarus_need_a_licence_for_any_eccn(place: str) -> None:
    answer = _answer(DEVICE, place)
    assert "EAR embargo 746.8(a)(1)" in bitten(answer)
    assert "policy of denial" in only(answer, "EAR embargo 746.8(a)(1)").policy


def test_ear99_to_russia_asks_for_the_supplements() -> None:
    answer = _answer("EAR99", "RU")
    assert answer.outcome is Outcome.NEEDS_INFORMATION
    assert {"answers.746 Supp. 4 to 6", "answers.746.8(a)(4)"} <= fields(answer)


def test_ukraine_asks_whether_the_goods_go_to_an_occupied_region() -> None:
    world = World().declared("2B352.b").to("UA").but(regions={})
    assert world.answer.outcome is Outcome.NEEDS_INFORMATION
    assert {"regions.UA-43", "regions.UA-14", "regions.UA-09"} <= fields(world.answer)
    assert world.but(regions=dict.fromkeys(("UA-43", "UA-14", "UA-09"), False)).answer.outcome is (
        Outcome.NO_REQUIREMENT_FOUND
    )
    crimea = world.but(regions={"UA-43": True, "UA-14": False, "UA-09": False}).answer
    assert bitten(crimea) == {"EAR embargo 746.6(a)(1)"}


def test_food_to_crimea_is_excluded_when_said() -> None:
    world = World().declared("EAR99", answers={"food_or_medicine": True, "746.6(a)(5)": False}).to("UA-43")
    assert world.answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert World().declared("EAR99").to("UA-43").answer.outcome is Outcome.NEEDS_INFORMATION


def test_india_has_no_rs_2_mark_but_footnote_7_keeps_it_for_some_items() -> None:
    assert "RS 2" not in law().place("IN").marks
    assert _answer("2B352.b", "IN").outcome is Outcome.NO_REQUIREMENT_FOUND
    assert "EAR list 9A515/chart7" in bitten(_answer("9A515.e", "IN"))
    assert "EAR list 9A515/chart7" not in bitten(_answer("9A515.e", "JP"))
    assert bitten(World().declared("6A003.b.4.b", answers={"6A003/chart7": True}).to("IN").answer) >= {
        "EAR list 6A003/chart7"
    }


def test_south_korea_is_in_a5_and_not_in_744_supp_3() -> None:
    assert "A:5" in law().place("KR").groups
    assert _answer(DEPOSITION, "KR").outcome is Outcome.NO_REQUIREMENT_FOUND
    assert "STA" in to_examine(_answer("9B005", "KR"))
    assert "KR" not in next(one for one in law().rules if one.rule == "744.2(a)").not_in


def test_malta_is_marked_for_ns_2_and_in_a6_only() -> None:
    assert law().place("MT").groups >= {"A:6", "B"}
    assert "A:5" not in law().place("MT").groups
    answer = _answer(IMPLANT, "MT")
    assert bitten(answer) == {"EAR list 3B001/3"}
    assert {"GBS", "STA"} <= to_examine(answer)


def test_the_emirates_are_named_beside_the_groups_although_in_a5() -> None:
    assert "A:5" in law().place("AE").groups
    world = World().declared(CHIP).to("AE")
    assert applies(world.answer, "EAR list 3A090/2") is Truth.UNKNOWN
    assert "answers.740 Supp. 8" in fields(world.answer)
    assert "EAR list 3A090/2" in bitten(world.but(answers={"740 Supp. 8": False}).answer)
    assert world.but(answers={"740 Supp. 8": True}).answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_sta_to_the_emirates_is_only_for_approved_entities() -> None:
    answer = _answer("9B005", "AE")
    sta = next(one for one in answer.authorisations if one.code == "STA")
    assert any("740.2(a)(26)" in one for one in sta.conditions)


def test_the_emirates_before_the_amendment_are_undecided() -> None:
    answer = World().declared(CHIP).to("AE").but(date=dt.date(2026, 7, 22)).answer
    line = only(answer, "EAR list 3A090/2")
    assert (line.applies, line.refer) == (Truth.UNKNOWN, True)
    assert answer.outcome is Outcome.REFER


def test_a_place_without_a_row_is_open_and_never_free() -> None:
    answer = _answer(IMPLANT, "GL")
    line = only(answer, "EAR list 3B001/3")
    assert line.applies is Truth.UNKNOWN
    assert "738.3(b)" in line.text
    assert "destination" in fields(answer)
    assert (answer.outcome, answer.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.LICENCE_REQUIRED)


def test_a_place_without_a_row_is_under_worldwide_lines() -> None:
    assert {"EAR list 4A906/1", "EAR list 4A906/2"} <= bitten(_answer(QUANTUM, "GL"))


def test_the_united_states_are_no_destination() -> None:
    answer = World().declared(QUANTUM).to("US").answer
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_worldwide_means_canada_too() -> None:
    assert bitten(_answer(QUANTUM, "CA")) == {"EAR list 4A906/1", "EAR list 4A906/2"}


def test_a_worldwide_line_can_leave_out_a_country() -> None:
    assert "EAR list 5A002/5" in bitten(_answer("5A002.a", "FR"))
    assert "EAR list 5A002/5" not in bitten(_answer("5A002.a", "CA"))


def test_iraq_needs_a_licence_where_a_reason_applies_without_a_mark() -> None:
    answer = _answer("3A001.b.1", "IQ")
    assert "EAR embargo 746.3(a)(1)" in bitten(answer)
    assert "EAR embargo 746.3(a)(1)" not in bitten(_answer(DEVICE, "IQ"))


def test_un_arms_embargo_lines_reach_their_countries() -> None:
    assert "EAR list 0A604/4" in bitten(_answer("0A604.a", "SO"))
    assert "EAR list 0A604/4" not in bitten(_answer("0A604.a", "KE"))


def test_firearms_to_australia_are_not_settled_by_a_blank() -> None:
    line = only(_answer("0A501.a", "AU"), "EAR list 0A501/3")
    assert (line.applies, line.refer) == (Truth.UNKNOWN, True)


def test_cc_2_is_not_settled_where_two_publications_of_the_chart_disagree() -> None:
    world = World().declared("0A502", answers={"0A502/5": True})
    line = only(world.to("BR").answer, "EAR list 0A502/5")
    assert (line.applies, line.refer) == (Truth.UNKNOWN, True)
    assert "BIS exported" in line.text
    assert "EAR list 0A502/5" in bitten(world.to("VN").answer)
    assert not found(world.to("CA").answer, "EAR list 0A502/5")


def test_the_embargo_of_russia_does_not_follow_its_nationals() -> None:
    world = World().declared("3E991", kind="technology").but(kind=Kind.DEEMED_EXPORT, destination="US")
    answer = world.party(nationality="RU").answer
    assert not [one for one in found(answer, "EAR embargo 746.8") if one.applies is not Truth.NO]
    assert "does not apply to releases" in only(answer, "EAR end use and embargo").text


def test_every_place_of_the_chart_gives_an_answer() -> None:
    for code in law().data["chart"]:
        answer = World().declared(IMPLANT).to(code).answer
        assert answer.outcome.rank <= Outcome.LICENCE_REQUIRED.rank
        lines = [one for one in answer.findings if one.rule == "EAR list 3B001/3"]
        assert bool(lines) is ("NS 2" in law().place(code).marks), code


def test_the_chart_and_groups_are_complete() -> None:
    kinds = [one[0] for one in law().data["chart"].values()]
    assert (len(kinds), kinds.count("row"), kinds.count("embargo")) == (205, 196, 7)
    counts = {group: sum(group in one for one in law().data["groups"].values()) for group in ("A:5", "B", "D:5", "E:1")}
    assert counts == {"A:5": 38, "B": 173, "D:5": 23, "E:1": 3}


def test_dates_are_those_of_the_texts() -> None:
    known = {name: str(one.known_from) for name, one in law().texts.items()}
    assert known["chart"] == "2025-11-12"
    assert known["groups"] == "2026-07-23"
    assert known["ccl"] == "2026-06-24"
    assert dataclasses.replace(law().place("AE")).known_from == DAY
