"""Requirement lines: which apply to a code, where they reach, and what stays open."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.controls.entry import Status
from sekisho.controls.item import Item
from sekisho.licensing.determination import Question
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Means
from sekisho.licensing.us.items import ItemCase
from sekisho.licensing.us.places import column
from sekisho.logic.truth import Truth
from tests.licensing.us.world import World, applies, bitten, fields, found, goods, law, match, only, says, verdict


def test_every_requirement_is_listed_separately_with_reason_citation_and_policy() -> None:
    answer = World().declared("4A906.a.1").to("CN").answer
    assert [(one.reason, one.entry) for one in answer.requirements] == [("NS", "4A906.a.1"), ("RS", "4A906.a.1")]
    ns = only(answer, "EAR list 4A906/1")
    assert "15 CFR 742.4(a)(5)" in ns.citation
    assert ns.policy == "presumption of denial (742.4(b)(10))"


def test_a_paragraph_covers_its_subparagraphs() -> None:
    assert "EAR list 3A090/1" in bitten(World().declared("3A090.a.1").to("JP").answer)
    assert "EAR list 3A090/2" not in bitten(World().declared("3A090.a.1").to("CN").answer)


def test_a_code_without_its_paragraph_leaves_the_lines_of_paragraphs_open() -> None:
    answer = World().declared("3A090").to("CN").answer
    assert applies(answer, "EAR list 3A090/1") is Truth.UNKNOWN
    assert "declared.us-ccl" in fields(answer)
    assert answer.outcome is Outcome.NEEDS_INFORMATION


def test_an_executable_yes_makes_the_lines_of_its_paragraph_apply() -> None:
    world = World().to("CN").classified(verdict("3A090.b.2", Truth.YES), covered=True)
    assert "EAR list 3A090/2" in bitten(world.answer)
    assert only(world.answer, "EAR list 3A090/2").entry == "3A090.b.2"


def test_an_open_entry_leaves_its_lines_open_with_its_questions() -> None:
    entry = verdict("4A906.a.1", Truth.UNKNOWN, need=("cnot_error", "architecture"))
    answer = World().classified(entry, declared="EAR99").answer
    assert applies(answer, "EAR list 4A906/1") is Truth.UNKNOWN
    assert {"cnot_error", "architecture"} <= fields(answer)
    assert (answer.outcome, answer.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.LICENCE_REQUIRED)


def test_an_entry_that_cannot_be_decided_is_referred() -> None:
    entry = verdict("3B905", Truth.UNKNOWN, undecided="number from memory")
    answer = World().classified(verdict("4A906.b", Truth.UNKNOWN), entry, declared="EAR99").answer
    assert answer.outcome is Outcome.REFER
    assert only(answer, "EAR list 4A906/1").refer
    assert "number from memory" in " ".join(one.text for one in answer.findings)


def test_definitions_control_nothing() -> None:
    definition = verdict("772.1.advanced-node", Truth.YES, status=Status.DEFINITION)
    assert World().classified(definition, declared="EAR99").answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_not_covered_and_not_declared_is_open() -> None:
    answer = World().classified().answer
    assert (answer.outcome, answer.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.LICENCE_REQUIRED)
    assert "declared.us-ccl" in fields(answer)
    assert "only some entries are executable" in only(answer, "EAR classification").text


def test_an_item_that_was_not_classified_at_all_is_open() -> None:
    world = World()
    answer = World(world.transaction, {}, world.screenings).answer
    assert answer.outcome is Outcome.NEEDS_INFORMATION


def test_the_items_own_declaration_counts_where_it_was_not_classified() -> None:
    world = World().but(items=(goods(declared={"us-ccl": "ear99"}),))
    answer = World(world.transaction, {}, world.screenings).answer
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_a_covered_kind_without_yes_is_settled() -> None:
    answer = World().classified(verdict("4A906.a.1", Truth.NO), covered=True, coverage="covered").answer
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND


@pytest.mark.parametrize("code", ["EAR99", "ear99", " EAR99 ", "not listed", "none"])
def test_ear99_is_settled_however_it_is_written(code: str) -> None:
    answer = World().declared(code).answer
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert "EAR99" in only(answer, "EAR classification").text


def test_the_check_of_a_declared_code_is_told() -> None:
    answer = World().classified(declared="EAR99", check="all 3 executable entries say no").answer
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    case = ItemCase(0, World().transaction.items[0], says(declared="EAR99", check="all say no"), law())
    assert case.settled.text == "item 1 is declared as EAR99 (all say no)"


def test_a_declared_code_that_contradicts_the_entries_is_referred() -> None:
    entry = verdict("4A906.a.1", Truth.NO)
    answer = World().classified(entry, declared="4A906.a.1", conflict="4A906.a.1 says no").answer
    assert answer.outcome is Outcome.REFER
    assert answer.conflicts == ("item 1, us-ccl: 4A906.a.1 says no",)
    assert applies(answer, "EAR list 4A906/1") is Truth.UNKNOWN


def test_a_conflict_does_not_hide_what_the_entries_say() -> None:
    answer = World().classified(verdict("4A906.a.1", Truth.YES), declared="EAR99", conflict="4A906.a.1 says yes").answer
    assert answer.outcome is Outcome.LICENCE_REQUIRED
    assert answer.conflicts


def test_a_code_that_the_list_at_hand_does_not_know_is_referred() -> None:
    answer = World().declared("3A999x.b").answer
    assert (answer.outcome, answer.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    assert "no entry of the list at hand" in only(answer, "EAR classification").text
    assert World().declared("9A999").to("IQ").answer.outcome is Outcome.REFER


def test_a_code_is_read_in_any_case() -> None:
    assert "EAR list 4A906/1" in bitten(World().declared(" 4a906.A.1 ").answer)


def test_items_under_another_agency_are_referred_to_it() -> None:
    line = only(World().declared("9A011").to("JP").answer, "EAR list 9A011/0")
    assert (line.effect, line.applies, line.requirement) == (Outcome.REFER, Truth.YES, False)
    assert "Department of State" in line.text
    assert "Nuclear Regulatory Commission" in only(World().declared("0E001").answer, "EAR list 0E001/0").text


@pytest.mark.parametrize("code", ["4A611", "1C018"])
def test_an_entry_that_only_points_elsewhere_asks_for_the_other_code(code: str) -> None:
    answer = World().declared(code).answer
    assert answer.outcome is Outcome.NEEDS_INFORMATION
    assert "declared.us-ccl" in fields(answer)


@pytest.mark.parametrize("code", ["0A980", "0A521", "1D018", "4A001"])
def test_what_the_text_does_not_say_is_referred(code: str) -> None:
    answer = World().declared(code).to("KE").answer
    assert answer.outcome.rank >= Outcome.REFER.rank
    assert any(one.refer and one.applies is Truth.UNKNOWN for one in found(answer, "EAR list"))


def test_chemical_weapons_lines_ask_whether_the_state_is_a_party() -> None:
    world = World().declared("1C355").to("KE")
    assert "answers.745 Supp. 2" in fields(world.answer)
    assert applies(world.but(answers={"745 Supp. 2": True}).answer, "EAR list 1C355/1") is Truth.YES
    assert world.but(answers={"745 Supp. 2": False}).answer.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert not found(World().declared("1E355").to("IL").answer, "EAR list 1E355/1")


def test_a_footnote_line_follows_the_party() -> None:
    world = World().declared("3B993.f.1").to("JP")
    assert "EAR list 3B993/1" not in bitten(world.answer)
    listed = world.matching(match(footnotes=(5,))).answer
    assert "EAR list 3B993/1" in bitten(listed)
    possible = world.matching(match(footnotes=(5,), certain=False)).answer
    assert applies(possible, "EAR list 3B993/1") is Truth.UNKNOWN


def test_oil_and_gas_lines_ask_for_the_project() -> None:
    world = World().declared("3A229").to("RU")
    assert applies(world.answer, "EAR list 3A229/3") is Truth.UNKNOWN
    stated = World().declared("3A229", answers={"746.8(a)(4)": True}).to("RU").answer
    assert "EAR list 3A229/3" in bitten(stated)


def test_a_conditional_line_is_open_until_it_is_answered() -> None:
    world = World().declared("9A012.a.2").to("IN")
    line = only(world.answer, "EAR list 9A012/3")
    assert line.applies is Truth.UNKNOWN
    assert any("capable of a maximum range of at least 300" in one.text for one in line.questions)
    assert "answers.9A012/3" in fields(world.answer)
    said = World().declared("9A012.a.2", answers={"9A012/3": False}).to("IN").answer
    assert not found(said, "EAR list 9A012/3")


@pytest.mark.parametrize(
    ("code", "for_entry", "place", "expected"),
    [
        ("3D001", "3B001.q", "JP", {"1", "2", "3"}),
        ("3D001", "3A090.a.1", "JP", {"4"}),
        ("3D001", "3A090.b", "CN", {"5"}),
        ("3D001", "3A090.c", "MO", {"6"}),
        ("3D002", "3B001.c.1.a", "JP", {"2", "3"}),
        ("3D992", "3B001.d", "CN", {"1", "2"}),
        ("3E992", "3B001.c.1.c", "JP", {"3", "4"}),
        ("3E001", "3A090.a.1", "CN", {"5"}),
        ("3E001", "3A090.c", "MO", {"6"}),
        ("3E001", "3C007", "CN", {"7"}),
        ("3E001", "3B001.b", "CN", {"1"}),
        ("4D090", "4A090.a", "JP", {"1"}),
        ("4D090", "4A090.b", "CN", {"2"}),
        ("4D001", "4A003.z.1.a", "JP", {"2"}),
        ("4D001", "4A004.z.2", "CN", {"1", "3"}),
        ("4E001.a", "4A090.a", "JP", {"3"}),
        ("4E001.a", "4A090.b", "CN", {"4"}),
        ("4E001.a", "4A003.b", "CN", {"1"}),
        ("0E982", "0A503", "FR", {"1"}),
    ],
)
def test_software_and_technology_lines_follow_what_they_are_for(
    code: str, for_entry: str, place: str, expected: set[str]
) -> None:
    world = World().declared(code, kind="technology", parameters={"for_entry": for_entry}).to(place)
    lines = {one.removeprefix(f"EAR list {code[:5]}/") for one in bitten(world.answer) if one.startswith("EAR list")}
    assert expected <= lines
    ruled = {"0E982", "3D001", "3D002", "3D992", "3E992", "4D090"}
    assert code not in ruled or lines - {"1", "2"} <= expected


def test_what_technology_is_for_is_asked() -> None:
    answer = World().declared("4D090", kind="software").to("JP").answer
    assert "for_entry" in fields(answer)
    wide = World().declared("4D090", kind="software", parameters={"for_entry": "4A090"}).to("JP").answer
    assert applies(wide, "EAR list 4D090/1") is Truth.UNKNOWN


def test_the_code_of_the_subject_answers_what_technology_is_for() -> None:
    subject = Item("integrated_circuit", declared={"us-ccl": "3A090.c"})
    answer = World().declared("3D001", kind="software", subject=subject).to("MO").answer
    assert "EAR list 3D001/6" in bitten(answer)


def test_technology_from_macau_or_d5_for_3a090_is_worldwide() -> None:
    world = World().declared("3E001", kind="technology", parameters={"for_entry": "3A090.a"}).to("JP")
    assert "EAR list 3E001/4" not in bitten(world.answer)
    assert "EAR list 3E001/4" in bitten(world.but(ship_from="CN").answer)
    assert applies(world.but(ship_from=None).answer, "EAR list 3E001/4") is Truth.UNKNOWN
    assert "ship_from" in fields(world.but(ship_from=None).answer)


def test_a_condition_over_the_items_own_paragraph_asks_for_it() -> None:
    assert "EAR list 5D002/2" in bitten(World().declared("5D002.z.1.a").to("JP").answer)
    answer = World().declared("5D002").to("JP").answer
    assert applies(answer, "EAR list 5D002/2") is Truth.UNKNOWN
    assert "EAR list 3A001/6" in bitten(World().declared("3A001.z.2.b").to("CN").answer)


def test_two_codes_of_one_entry_share_its_lines() -> None:
    open_code = verdict("4A906.b", Truth.UNKNOWN, need=("physical_qubits",))
    answer = World().classified(open_code, verdict("4A906.a.1", Truth.YES), declared="4A906.a.1").answer
    assert only(answer, "EAR list 4A906/1").entry == "4A906.a.1"


def test_the_worldwide_line_of_9a515_is_in_no_column() -> None:
    answer = World().declared("9A515.a.1").to("DE").answer
    assert bitten(answer) == {"EAR list 9A515/note1"}
    assert World().declared("9A515.a.1").to("AU").answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_codified_but_not_enforced_stands_with_a_note() -> None:
    line = only(World().declared("3A090.a.1").to("JP").answer, "EAR list 3A090/1")
    assert line.applies is Truth.YES
    assert "does not enforce" in line.text
    assert "does not enforce" in line.policy
    entry = verdict("4A090.b", Truth.YES, status=Status.NOT_ENFORCED)
    executable = only(World().to("CN").classified(entry, covered=True).answer, "EAR list 4A090/2")
    assert executable.applies is Truth.YES
    assert "does not enforce" in executable.text


def test_a_transfer_within_a_country_is_settled_only_where_the_text_says_so() -> None:
    worldwide = World().declared("4A906.a.1").to("CN").but(kind=Kind.TRANSFER).answer
    assert "EAR list 4A906/1" in bitten(worldwide)
    column = only(World().declared("3B001.b").to("CN").but(kind=Kind.TRANSFER).answer, "EAR list 3B001/3")
    assert (column.applies, column.refer) == (Truth.UNKNOWN, True)


def test_access_from_afar_is_referred() -> None:
    answer = World().declared("3A090.a.1").to("CN").but(means=Means.REMOTE_ACCESS).answer
    assert (answer.outcome, answer.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)


@pytest.mark.parametrize(
    ("day", "place", "truth"),
    [
        ("2024-09-05", "CN", Truth.NO),
        ("2024-09-06", "CN", Truth.YES),
        ("2024-11-04", "CA", Truth.UNKNOWN),
        ("2024-11-05", "CA", Truth.YES),
        ("2026-07-23", "CA", Truth.YES),
    ],
)
def test_the_quantum_lines_begin_on_their_day(day: str, place: str, truth: Truth) -> None:
    answer = World().declared("4A906.a.1").to(place).but(date=dt.date.fromisoformat(day)).answer
    lines = found(answer, "EAR list 4A906/1")
    assert (lines[0].applies if lines else Truth.NO) is truth


def test_a_day_before_the_texts_at_hand_is_referred() -> None:
    world = World().but(date=dt.date(2024, 9, 5))
    early = only(world.answer, "EAR as known")
    assert (early.applies, early.refer) == (Truth.UNKNOWN, True)
    assert "Commerce Country Chart" in early.text
    assert world.answer.outcome is Outcome.REFER
    line = only(World().declared("3B001.b").to("CN").but(date=dt.date(2026, 6, 1)).answer, "EAR list 3B001/3")
    assert (line.applies, line.refer) == (Truth.UNKNOWN, True)


def test_the_chart_of_an_earlier_day_is_not_at_hand() -> None:
    answer = World().declared("4A906.a.1").to("CN").but(date=dt.date(2025, 1, 1)).answer
    assert {"EAR list 4A906/1", "EAR list 4A906/2"} <= bitten(answer)
    asked = Question("transaction", 0, "destination", "")
    condition, _ = column(law(), law().place("CN"), "NS 2", dt.date(2025, 1, 1), asked)
    assert (condition.truth, condition.refer) == (Truth.UNKNOWN, True)


def test_all_lines_of_the_list_are_there() -> None:
    lines = [line for eccn in law().data["lines"] for line in law().lines(eccn) or ()]
    assert len(law().data["lines"]) == 638
    assert sum(line.line.isdigit() for line in lines) == 1633
    assert sum(line.kind == "conditional" for line in lines) == 232
    assert all(line.citation.startswith("15 CFR 774 Supp. 1, ECCN ") for line in lines)


def test_every_entry_gives_an_answer_for_some_hard_places() -> None:
    for eccn in law().data["lines"]:
        for place in ("CN", "AE", "IR"):
            answer = World().declared(eccn).to(place).answer
            assert answer.floor.rank <= answer.ceiling.rank
            assert place != "IR" or answer.outcome.rank >= Outcome.REFER.rank, eccn
