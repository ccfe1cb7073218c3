"""Items against lists: verdicts, references, coverage, declared codes, questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.controls.classify import MEETS, Desk, classify, questions
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Status
from sekisho.controls.item import Item
from sekisho.logic.evaluator import decide
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several
from tests.controls.synthetic import DAY, entry, found, item, made, part, verdicts, version, words

COVERED = {"kind": "chip", "covered": "true", "codes_examined": ["1A001"], "note": "All of it.", "citation": "s. 1"}


def chips() -> ControlList:
    return made(
        entry("1A001.a", "qubits >= 34", unless=[{"note": "Note", "when": "sealed"}]),
        entry("1A001.b", "error <= 1e-4", ["chip", "machine"]),
        entry("1A002", "contains_item in ('1A001.a')", ["board"]),
        entry("1A003", "contains_item in ('1A001')", ["board"]),
        entry("1D001", "for_entry in ('1A001.a', '1A002')", ["program"]),
        entry("1D002", "for_entry in ('1B001')", ["program"]),
    )


def test_every_entry_about_the_kind_in_natural_order() -> None:
    listing = made(*(entry(f"1A00{number}.a.{limb}", "sealed") for number in (2, 1) for limb in (10, 9)))
    assert list(verdicts(item(), listing)) == ["1A001.a.9", "1A001.a.10", "1A002.a.9", "1A002.a.10"]
    assert verdicts(item("gadget"), listing) == {}


def test_a_verdict_brings_its_reasons() -> None:
    listing = made(entry("1A001", "qubits >= 34", reasons=["NS"], status="codified_not_enforced", status_note="said so"))
    one = found(item(qubits=72), listing)["1A001"]
    assert (one.verdict, one.need, one.trace) == (Truth.YES, (), ("qubits = 72 >= 34: yes",))
    assert (one.citation, one.reasons, one.status) == ("Made-up Act, s. 1", ("NS",), Status.NOT_ENFORCED)
    assert (one.list_id, one.text, one.undecided) == ("x-first", "What 1A001 covers", None)


@pytest.mark.parametrize(
    ("parameters", "expected", "need"),
    [
        ({"qubits": 34, "sealed": False}, "yes", ()),
        ({"qubits": 33}, "no", ()),
        ({"qubits": 34, "sealed": True}, "no", ()),
        ({"sealed": True}, "no", ()),
        ({"qubits": 34}, "unknown", ("sealed",)),
        ({"sealed": False}, "unknown", ("qubits",)),
        ({}, "unknown", ("qubits", "sealed")),
    ],
)
def test_a_missing_fact_is_unknown_with_what_would_decide(
    parameters: dict[str, Any], expected: str, need: tuple[str, ...]
) -> None:
    one = found(item(**parameters), chips())["1A001.a"]
    assert (one.verdict.value, one.need) == (expected, need)


def test_dates_decide_which_version_speaks() -> None:
    listing = made(
        entry(
            "1A001",
            versions=[
                version("qubits >= 50", until="2022-01-01"),
                version("qubits >= 34", start="2022-01-01", until="2025-12-16"),
            ],
        )
    )
    days = ("2019-12-31", "2021-12-31", "2022-01-01", "2025-12-15", "2025-12-16")
    assert [verdicts(item(qubits=40), listing, dt.date.fromisoformat(day)) for day in days] == [
        {},
        {"1A001": "no"},
        {"1A001": "yes"},
        {"1A001": "yes"},
        {},
    ]


def test_recorded_time_is_not_valid_time() -> None:
    listing = made(entry("1A001", versions=[version("qubits >= 34"), version("qubits >= 43", recorded="2025-06-01")]))
    before, after = (classify(item(qubits=40), [listing], DAY, dt.date(2025, month, 1))[0] for month in (5, 6))
    assert (before.codes(Truth.YES), after.codes(Truth.YES)) == (("1A001",), ())


def test_an_undecided_version_is_unknown_and_asks_nothing() -> None:
    one = found(item(qubits=1), made(entry("1A001", undecided="text not at hand")))["1A001"]
    assert (one.verdict, one.need, one.undecided) == (Truth.UNKNOWN, (), "text not at hand")
    assert one.trace == ("nobody can decide it from the texts at hand: text not at hand",)


def test_definitions_have_a_verdict_and_control_nothing() -> None:
    listing = made(entry("7X001", "qubits >= 1", status="definition", status_note="other rules refer to it"))
    (answer,) = classify(item(qubits=1), [listing], DAY)
    assert answer.verdicts[0].verdict is Truth.YES
    assert answer.codes(Truth.YES) == ()


def test_components_answer_contains_item() -> None:
    listed, free, vague = part(qubits=72, sealed=False), part(qubits=1, error=1), part(sealed=False, error=1)

    def board(*parts: Any, **more: Any) -> dict[str, str]:
        return verdicts(item("board", components=list(parts), **more), chips())

    assert board(listed) == {"1A002": "yes", "1A003": "yes"}
    assert board(free, components_complete=True)["1A002"] == "no"
    assert board(free)["1A002"] == "unknown", "another component may matter"
    assert board(vague, components_complete=True)["1A002"] == "unknown"
    assert board(part("gadget"), components_complete=True)["1A002"] == "unknown", "no entry knows the kind"
    declared = part("gadget", declared={"x-first": "not listed"})
    assert board(declared, components_complete=True) == {"1A002": "no", "1A003": "no"}
    assert board(part("gadget", declared={"x-first": "1A001.a"}))["1A002"] == "yes"
    assert board(part("gadget", declared={"x-second": "1A001.a"}), components_complete=True)["1A002"] == "unknown"
    assert board() == {"1A002": "unknown", "1A003": "unknown"}


def test_a_paragraph_with_limbs_that_are_not_executable_is_never_answered_with_no() -> None:
    thing = item("board", components=[part(qubits=1, error=1)], components_complete=True)
    assert verdicts(thing, chips())["1A003"] == "unknown"
    whole = made(entry("1A001.a", "sealed"), entry("1A003", "contains_item in ('1A001')", ["board"]), complete=["1A001"])
    thing = item("board", components=[part(sealed=False)], components_complete=True)
    assert verdicts(thing, whole)["1A003"] == "no"


def test_parts_of_parts_count() -> None:
    inner = part("board", components=[part(qubits=72, sealed=False)])
    assert verdicts(item("board", components=[inner]), chips())["1A002"] == "yes"
    inner = part("board", components=[part(qubits=1, error=1)])
    assert verdicts(item("board", components=[inner], components_complete=True), chips())["1A002"] == "unknown"


def test_what_is_nested_too_deep_is_open() -> None:
    def nested(depth: int) -> Item:
        thing = item(qubits=72, sealed=False)
        for _ in range(depth):
            thing = Item("board", components=(thing,), components_complete=True)
        return thing

    assert verdicts(nested(5), chips())["1A002"] == "yes"
    assert verdicts(nested(6), chips())["1A002"] == "unknown"


def test_the_subject_answers_for_entry() -> None:
    def program(subject: dict[str, Any]) -> dict[str, str]:
        return verdicts(item("program", subject=subject), chips())

    assert program(part(qubits=72, sealed=False)) == {"1D001": "yes", "1D002": "unknown"}
    assert program(part(qubits=1)) == {"1D001": "no", "1D002": "unknown"}
    assert program(part(qubits=1, declared={"x-first": "not listed"}))["1D002"] == "no"
    assert program(part(declared={"x-first": "1B001.z"}))["1D002"] == "yes"
    assert program(part())["1D001"] == "unknown"
    board = part("board", components=[part(qubits=72, sealed=False)])
    assert program(board)["1D001"] == "yes"


def test_reference_needs_name_the_reference() -> None:
    assert found(item("board"), chips())["1A002"].need == ("contains_item",)
    assert found(item("program", subject=part()), chips())["1D001"].need == ("for_entry",)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("1A001.a", "yes"),
        ("1A001.a.3", "yes"),
        ("x-first:1A001.a", "yes"),
        ("1A001.b", "no"),
        ("none", "no"),
        ("1A001", "unknown"),
        ("x-second:1A001.a", "unknown"),
        ("9Z999", "unknown"),
        (["9Z999", "1A001.a"], "yes"),
        (["9Z999", "1A001.b"], "unknown"),
        (None, "unknown"),
    ],
)
def test_stated_codes(stated: Any, expected: str) -> None:
    assert verdicts(item("board", contains_item=stated), chips())["1A002"] == expected


def test_a_code_that_two_lists_know_is_settled_by_a_prefix() -> None:
    first = chips()
    second = made(entry("1A001.a", "sealed"), entry("1A002", "contains_item in ('1A001.c')", ["board"]), list_id="x-second")

    def both(stated: str) -> list[str]:
        answers = classify(item("board", contains_item=stated), [first, second], DAY)
        return [one.verdict.value for answer in answers for one in answer.verdicts if one.code == "1A002"]

    assert both("1A001.b") == ["unknown", "unknown"]
    assert both("x-first:1A001.b") == ["no", "unknown"]
    assert both("x-second:1A001.c") == ["unknown", "yes"]
    assert both("none") == ["no", "no"]


def test_what_is_for_an_item_is_not_yet_specially_designed_for_it() -> None:
    listing = made(
        entry("1A001", "qubits >= 34", ["machine"]),
        entry("1A002", "specially_designed_for in ('1A001')"),
        entry("1A003", "for_entry in ('1A001')"),
    )
    thing = item(subject=part("machine", qubits=34))
    assert verdicts(thing, listing) == {"1A002": "unknown", "1A003": "yes"}
    assert verdicts(item(subject=part("machine", qubits=33)), listing) == {"1A002": "no", "1A003": "no"}
    thing = item(subject=part("machine", qubits=34), specially_designed_for="1A001")
    assert verdicts(thing, listing)["1A002"] == "yes"


def test_what_may_be_built_into_a_part_leaves_the_whole_open() -> None:
    listing = made(
        entry("1A001", "qubits >= 34"),
        entry("1A002", "sealed", ["machine"]),
        entry("1A003", "contains_item in ('1A001')", ["board"]),
    )

    def board(one: dict[str, Any]) -> str:
        return verdicts(item("board", components=[one], components_complete=True), listing)["1A003"]

    assert board(part(qubits=1)) == "no", "nobody asks what is built into a chip"
    assert board(part("machine", sealed=False)) == "unknown", "a machine may hold chips"
    assert board(part("machine", sealed=False, components_complete=True)) == "no"
    assert board(part("machine", sealed=False, declared={"x-first": "not listed"})) == "no"


def test_an_item_with_nothing_built_in() -> None:
    assert verdicts(item("board", components_complete=True), chips())["1A002"] == "no"


def test_an_entry_without_text_on_the_day_leaves_references_to_it_open() -> None:
    listing = made(entry("1A001", "sealed", until="2025-01-01"), entry("1A002", "meets_entry in ('1A001')"))
    assert verdicts(item(sealed=False), listing) == {"1A002": "unknown"}


def test_a_statement_that_the_entries_contradict_is_open() -> None:
    listing = made(entry("1A001", "sealed"), entry("1A002", "meets_entry in ('1A001')"))
    assert verdicts(item(sealed=False, meets_entry="1A001"), listing)["1A002"] == "unknown"
    assert verdicts(item(sealed=True, meets_entry="none"), listing)["1A002"] == "yes", "none: no other"
    assert verdicts(item(meets_entry="1A001"), listing)["1A002"] == "yes"
    one = found(item(meets_entry="none"), listing)["1A002"]
    assert (one.verdict, one.need) == (Truth.UNKNOWN, ("sealed",)), "none is no answer for an executable entry"
    assert found(item(), listing)["1A002"].need == ("meets_entry",)


def test_stated_codes_are_found_whatever_their_case() -> None:
    listing = made(entry("8.Art7.6.i", "sealed"), entry("9.Art7.1", "contains_item in ('8.Art7.6.i')", ["board"]))
    assert verdicts(item("board", contains_item="8.art7.6.I"), listing)["9.Art7.1"] == "yes"


def own() -> ControlList:
    return made(
        entry("1A001", "qubits >= 34"),
        entry("1A002", "meets_entry in ('1A001')"),
        entry("1A003", "sealed", unless=[{"note": "Heading", "when": "meets_entry in ('1A001', '1A002')"}]),
        entry("1A004", "meets_entry in ('1B001')"),
        entry("1A005", "sealed", ["chip"], undecided=None),
    )


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"qubits": 34, "sealed": True}, "yes yes no unknown yes"),
        ({"qubits": 33, "sealed": True}, "no no yes unknown yes"),
        ({"sealed": True}, "unknown unknown unknown unknown yes"),
        ({"qubits": 33, "sealed": True, "meets_entry": "none"}, "no no yes no yes"),
        ({"qubits": 33, "sealed": True, "meets_entry": "1B001"}, "no no yes yes yes"),
        ({"qubits": 34, "sealed": True, "meets_entry": "none"}, "yes yes no no yes"),
        ({"qubits": 33, "sealed": True, "declared": {"x-first": "1B001"}}, "no no yes yes yes"),
        ({"qubits": 33, "sealed": True, "declared": {"x-first": "not listed"}}, "no no yes no yes"),
    ],
)
def test_an_items_own_entries_answer_meets_entry(parameters: dict[str, Any], expected: str) -> None:
    assert " ".join(verdicts(item(**parameters), own()).values()) == expected


def test_entries_wait_for_those_they_name_whatever_their_order() -> None:
    listing = made(
        entry("1A001", "meets_entry in ('1A002')"),
        entry("1A002", "meets_entry in ('1A003')"),
        entry("1A003", "meets_entry in ('1A004.a')"),
        entry("1A004.a", "sealed"),
    )
    assert set(verdicts(item(sealed=True), listing).values()) == {"yes"}
    assert set(verdicts(item(sealed=False), listing).values()) == {"no"}
    assert set(verdicts(item(), listing).values()) == {"unknown"}


def test_a_circle_that_no_file_could_bring_is_unknown() -> None:
    listing = own()
    circle = made(entry("1A001", "meets_entry in ('1A002')"))
    one = replace(circle.entry("1A001"), code="1A002", versions=own().entry("1A002").versions)
    looped = replace(
        listing, index={"1A001": ("chip",), "1A002": ("chip",)}, _held={"1A001": circle.entry("1A001"), "1A002": one}
    )
    assert set(verdicts(item(), looped).values()) == {"unknown"}


def facts_for(thing: Item, control_list: ControlList, on: dt.date) -> dict[str, Fact]:
    """Return the facts of an item with every reference resolved for one list."""
    desk = Desk(control_list, on)
    return {**desk.facts(thing), MEETS: desk.own(thing)}


def test_facts_for_conditions_outside_the_entries() -> None:
    facts = facts_for(item(qubits=34, sealed=True, contains_item="1A001"), own(), DAY)
    assert facts["qubits"] == 34.0
    assert facts["contains_item"] == Several(frozenset({"1A001"}))
    meets = facts["meets_entry"]
    assert isinstance(meets, Several)
    assert meets.known == {"1A001", "1A002", "1A005"}
    assert facts["for_entry"] is None


def test_own_leaves_one_entry_out() -> None:
    desk = Desk(own(), DAY)
    fact = desk.own(item(qubits=34, sealed=True), without="1A001")
    assert isinstance(fact, Several)
    assert "1A001" not in fact.known


NOBODY = "nobody has examined yet which entries of the list could be about {}: no verdict on the whole list"


@pytest.mark.parametrize(
    ("kind", "on", "covered", "sentence"),
    [
        ("chip", DAY, True, "for chip the executable entries speak for the whole list. All of it."),
        ("board", DAY, False, "for board the executable entries do not speak for the whole list. Some of it."),
        ("machine", DAY, False, NOBODY.format("machine")),
        ("chip", dt.date(2020, 12, 31), False, NOBODY.format("chip")),
        ("chip", dt.date(2021, 6, 1), False, "for chip the list cannot be decided on this day: 1A009. All of it."),
    ],
)
def test_coverage_is_a_statement_about_a_kind_and_a_day(kind: str, on: dt.date, covered: bool, sentence: str) -> None:
    listing = made(
        entry("1A001", "sealed"),
        entry("1A009", undecided="text not at hand", until="2022-01-01"),
        coverage=[
            {**COVERED, "from": "2021-01-01"},
            {**COVERED, "kind": "board", "covered": "false", "note": "Some of it."},
        ],
    )
    (answer,) = classify(item(kind), [listing], on)
    assert (answer.covered, answer.coverage) == (covered, sentence)


@pytest.mark.parametrize(
    ("declared", "parameters", "conflict", "check"),
    [
        ("1A001.a", {"qubits": 72, "sealed": False}, "", "confirmed by 1A001.a"),
        ("1A001", {"qubits": 72, "sealed": False}, "", "confirmed by 1A001.a"),
        ("1A001.a.7", {"qubits": 72, "sealed": False}, "", "confirmed by 1A001.a"),
        ("1A001.a", {"qubits": 72}, "", "open, as is 1A001.a"),
        ("1A001.a", {"qubits": 1}, "declared 1A001.a, but the item does not meet it", ""),
        ("1A001.a.7", {"qubits": 1}, "declared 1A001.a.7, but the item does not meet it", ""),
        ("1A001", {"qubits": 1, "error": 1}, "", "not checked: no executable entry decides 1A001 for this kind"),
        ("1A002", {}, "", "not checked: no executable entry decides 1A002 for this kind"),
        ("5A992", {"qubits": 1}, "", "not checked: 5A992 is not executable yet"),
        ("5A992", {"qubits": 72, "sealed": False}, "declared 5A992, but the item meets 1A001.a", ""),
        ("1A001.b", {"qubits": 72, "sealed": False}, "declared 1A001.b, but the item meets 1A001.a", ""),
        ("not listed", {"qubits": 72, "sealed": False}, "declared not listed, but the item meets 1A001.a", ""),
        ("not listed", {"qubits": 1}, "", "no executable entry is met"),
        ("1A009", {}, "declared 1A009, which is not in force on 2026-01-01", ""),
    ],
)
def test_declared_codes_are_checked(declared: str, parameters: dict[str, Any], conflict: str, check: str) -> None:
    listing = made(
        *(one for one in (
            entry("1A001.a", "qubits >= 34", unless=[{"note": "Note", "when": "sealed"}]),
            entry("1A001.b", "error <= 1e-4"),
            entry("1A002", "sealed", ["board"]),
            entry("1A009", "sealed", until="2025-01-01"),
            entry("7X001", "true", status="definition", status_note="other rules refer to it"),
        ))
    )  # fmt: skip
    (answer,) = classify(item(declared={"x-first": declared}, **parameters), [listing], DAY)
    assert (answer.declared, answer.conflict, answer.check) == (declared, conflict, check)


def test_a_declaration_for_a_kind_that_no_entry_knows() -> None:
    (answer,) = classify(item("gadget", declared={"x-first": "not listed"}), [chips()], DAY)
    assert answer.check == "no executable entry is met: none is about this kind"
    (answer,) = classify(item("gadget"), [chips()], DAY)
    assert (answer.declared, answer.conflict, answer.check) == (None, "", "")


def test_questions_name_each_parameter_once_with_all_it_decides() -> None:
    second = made(entry("2A001", "qubits >= 50 and architecture in ('gate')"), list_id="x-second", coverage=[COVERED])
    asked = questions(classify(item(error=1), [chips(), second], DAY), words())
    assert [(one.field, one.unit, one.decides) for one in asked] == [
        ("qubits", "count", ("x-first:1A001.a", "x-second:2A001")),
        ("sealed", "", ("x-first:1A001.a",)),
        ("architecture", "", ("x-second:2A001",)),
        ("declared.x-first", "", ("x-first",)),
    ]
    assert asked[2].text == "What it does. One of: gate, annealing."
    assert asked[3].text == "How do you classify the item in x-first? A code, or 'not listed'."


def test_nothing_is_asked_that_decides_nothing() -> None:
    assert questions(classify(item(qubits=1, error=1, declared={"x-first": "5A992"}), [chips()], DAY), words()) == ()


codes = ["1A001", "1A001.a", "1A001.a.5", "1A001.b", "1B001", "1B001.c", "1A002", "1A006", "1A007", "1Z999"]
prefixed = ["x-first:1A001.b", "x-first:1A002", "x-second:1A001"]
references = st.just(Several()) | st.frozensets(st.sampled_from(codes + prefixed), min_size=1, max_size=2).map(Several)
values: dict[str, st.SearchStrategy[Fact]] = {
    "qubits": st.sampled_from([0.0, 33.0, 34.0, 50.0]),
    "error": st.sampled_from([1e-5, 1e-4, 1.0]),
    "sealed": st.booleans(),
    "architecture": st.sampled_from(["gate", "annealing"]),
    "contains_item": references,
    "meets_entry": references,
    "for_entry": references,
    "specially_designed_for": references,
}
parameters = st.fixed_dictionaries({}, optional=values)
kinds = st.sampled_from(["chip", "board", "machine", "program", "gadget"])
declared = st.fixed_dictionaries(
    {}, optional={"x-first": st.sampled_from(["not listed", "EAR99", "1A001.a", "1A001", "1B001", "1A002", "5X001"])}
)


def _holding(parts: st.SearchStrategy[Item], own_facts: st.SearchStrategy[dict[str, Fact]]) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        kinds,
        own_facts,
        components=st.lists(parts, max_size=2).map(tuple),
        components_complete=st.booleans(),
        subject=st.none() | parts,
        declared=declared,
    )


plain = st.fixed_dictionaries({}, optional={name: values[name] for name in ("qubits", "error", "sealed", "architecture")})
parts = st.recursive(
    st.builds(Item, kinds, plain, components_complete=st.booleans(), declared=declared),
    lambda inner: _holding(inner, plain),
    max_leaves=3,
)
items = _holding(parts, parameters)
"""Items with any statements, also such as contradict what is described; their parts state no codes of their own."""
MIXED = made(
    entry("1A001.a", "qubits >= 34 and error <= 1e-4", ["chip", "board"], unless=[{"note": "Note", "when": "sealed"}]),
    entry("1A001.b", "architecture in ('gate') or not sealed", ["chip"]),
    entry("1A002", "contains_item in ('1A001.a', '1B001')", ["board", "machine"]),
    entry("1A003", "qubits < 50", ["chip", "board"], unless=[{"note": "N", "when": "meets_entry in ('1A001', '1B001')"}]),
    entry("1A004", "meets_entry in ('1A001.a.5', '1A003', '1A006')", ["chip", "board"]),
    entry("1A005", "not meets_entry in ('1A007', '1A004') and not contains_item in ('1A006')", ["chip", "machine"]),
    entry("1A006", undecided="text not at hand"),
    entry("1A007", "sealed", until="2025-01-01"),
    entry("1A008", "contains_item <> '1A002'", ["machine"]),
    entry("1A009", "not specially_designed_for in ('1A001.a') or for_entry in ('1A007')"),
    entry("1A010", "meets_entry in ('7X001')"),
    entry("1D001", "for_entry in ('1A001.a', '1A002', '1A006')", ["program"]),
    entry("1D002", "not for_entry in ('1A001', '1B001.c')", ["program"]),
    entry("7X001", "sealed", status="definition", status_note="other rules refer to it"),
    complete=["1A001"],
)
NAMESAKE = made(entry("1A001.a", "sealed"), entry("1A002", "contains_item in ('1A001.c')", ["board"]), list_id="x-second")


def _less(thing: Item, drop: Callable[[], bool]) -> Item:
    """Return an item of which less is said; who leaves out a part no longer says that the parts are complete."""
    parts = tuple(_less(part, drop) for part in thing.components if not drop())
    return replace(
        thing,
        parameters={name: fact for name, fact in thing.parameters.items() if not drop()},
        components=parts,
        components_complete=thing.components_complete and len(parts) == len(thing.components) and not drop(),
        subject=None if thing.subject is None or drop() else _less(thing.subject, drop),
        declared={} if drop() else thing.declared,
    )


@given(items, st.data())
def test_saying_less_never_turns_yes_into_no_or_no_into_yes(thing: Item, data: st.DataObject) -> None:
    less = _less(thing, lambda: data.draw(st.booleans()))
    for before, after in zip(classify(thing, [MIXED, NAMESAKE], DAY), classify(less, [MIXED, NAMESAKE], DAY), strict=True):
        for one, other in zip(before.verdicts, after.verdicts, strict=True):
            assert {one.verdict, other.verdict} != {Truth.YES, Truth.NO}, one.code


@given(items)
def test_a_verdict_is_that_of_the_whole_condition(thing: Item) -> None:
    facts = facts_for(thing, MIXED, DAY)
    verdicts_ = found(thing, MIXED)
    for entry_, version_ in MIXED.in_force(DAY, kind=thing.kind):
        one = verdicts_[entry_.code]
        assert one.verdict is (Truth.UNKNOWN if version_.condition is None else decide(version_.condition, facts)), (
            entry_.code
        )
        assert one.verdict is Truth.UNKNOWN or not one.need
        assert (one.undecided is None) is (version_.condition is not None)


@given(items)
def test_what_is_open_asks_unless_no_answer_could_decide(thing: Item) -> None:
    if "meets_entry" not in thing.parameters:
        for one in found(thing, MIXED).values():
            assert bool(one.need) is (one.verdict is Truth.UNKNOWN and one.undecided is None), one.code


def test_something_built_in_outweighs_a_declared_not_listed() -> None:
    """A stapler with a listed chip in it: no entry asks what a stapler contains, so the declaration cannot stand."""
    thing = Item("stapler", components=(item(qubits=34, sealed=True),), declared={own().id: "not listed"})
    assert "something built in meets or may meet" in classify(thing, [own()], DAY)[0].conflict
    nested = Item("stapler", components=(Item("box", components=thing.components),), declared={own().id: "not listed"})
    assert "something built in" in classify(nested, [own()], DAY)[0].conflict
    empty = Item("stapler", components=(Item("box"),), declared={own().id: "not listed"})
    assert classify(empty, [own()], DAY)[0].conflict == ""


@pytest.mark.parametrize(
    ("serves", "verdict"),
    [
        ("making", Truth.YES),
        ("using", Truth.NO),
        (Several(frozenset({"using", "making"})), Truth.YES),
        (Several(frozenset({"using", "mending"})), Truth.NO),
        (None, Truth.UNKNOWN),
    ],
)
def test_one_of_several_values_is_enough(serves: str | Several | None, verdict: Truth) -> None:
    chosen = made(entry("1E001", "serves in ('making')", ["program"]))
    (found,) = classify(Item("program", {"serves": serves}), [chosen], DAY)
    assert [one.verdict for one in found.verdicts] == [verdict]
