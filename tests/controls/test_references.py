"""What a code says, and to which list; open things stay open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.controls.control_list import ControlList
from sekisho.controls.item import NOT_LISTED, Item
from sekisho.controls.references import Met, contradicted, met, resolved, stated
from sekisho.logic.truth import Truth
from sekisho.logic.values import Several
from tests.controls.synthetic import entry, made

NOTHING = Several(complete=False)


def listing() -> ControlList:
    """1A001 has two executable limbs and others that are not; 1A002 is complete; 1B001 is only referred to."""
    return made(
        entry("1A001.a", "sealed"),
        entry("1A001.b", "qubits >= 2"),
        entry("1A002.a", "qubits >= 3"),
        entry("1A002.b", "qubits >= 4"),
        entry("1D001", "for_entry in ('1A001', '1A001.a', '1A002', '1B001.c', '1A002.a.1')", ["program"]),
        complete=["1A002"],
    )


def several(*codes: str) -> Several:
    return Several(frozenset(codes))


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (None, None),
        (1.0, None),
        (several(), several()),
        ("none", several()),
        ("1A001.a", several("1A001.a", "1A001")),
        (several("x-first:1A001.a"), several("1A001.a", "1A001")),
        (several("x-first:1A009"), several("1A009")),
        (several("x-second:1A001.a"), NOTHING),
        (several("1Z999"), NOTHING),
        (several("1B001.c"), several("1B001.c", "1B001")),
        (several("1A001.a.7"), several("1A001.a.7", "1A001.a", "1A001")),
        (several("1A001"), Several(frozenset({"1A001"}), frozenset({"1A001.a", "1A001.b"}))),
        (several("1A001.a", "1Z999"), Several(frozenset({"1A001.a", "1A001"}), complete=False)),
        (several("1A001.a", "x-second:1Z999"), several("1A001.a", "1A001")),
        (NOTHING, NOTHING),
        (Several(frozenset(), frozenset({"1A001.a"})), Several(frozenset(), frozenset({"1A001", "1A001.a"}))),
    ],
)
def test_what_a_statement_says_of_a_list(fact: Several | str | float | None, expected: Several | None) -> None:
    assert stated(fact, listing()) == expected


def test_a_code_that_several_lists_know_does_not_say_which_list_is_meant() -> None:
    shared = frozenset({"1A001"})
    assert stated(several("1A001.a"), listing(), shared) == Several(frozenset({"1A001.a", "1A001"}), complete=False)
    assert stated(several("x-first:1A001.a"), listing(), shared) == several("1A001.a", "1A001")


def test_what_executable_entries_answer() -> None:
    found = listing()
    assert [code for code in ("1A001", "1A001.a", "1A001.a.7", "1A002", "1A002.c", "1B001.c") if found.answers(code)] == [
        "1A001.a",
        "1A001.a.7",
        "1A002",
        "1A002.c",
    ]
    assert found.open_references == {"for_entry": {"1A001", "1B001.c"}}


def test_met_is_known_possible_and_what_lies_below() -> None:
    verdicts = {"1A001.a": Truth.YES, "1A001.b": Truth.NO, "1A002.a": Truth.UNKNOWN, "1A002.b": Truth.NO}
    assert met(Item("chip"), verdicts, listing(), complete=True) == Met(
        frozenset({"1A001.a"}), frozenset({"1A002.a", "1A002.a.1"}), complete=True, declared=False
    )


@pytest.mark.parametrize(
    ("declared", "known", "denied"),
    [
        ("EAR99", set(), set()),
        (NOT_LISTED, set(), set()),
        ("1B001.c", {"1B001.c"}, set()),
        ("1A001", {"1A001"}, set()),
        ("1A001.z", {"1A001.z"}, set()),
        ("1A002", set(), {"1A002", "1A002.a", "1A002.b", "1A002.a.1"}),
        ("1A002.a", set(), {"1A002.a", "1A002.a.1"}),
    ],
)
def test_a_declared_code_counts_as_stated_unless_the_entries_contradict_it(
    declared: str, known: set[str], denied: set[str]
) -> None:
    verdicts = dict.fromkeys(("1A001.a", "1A001.b", "1A002.a", "1A002.b"), Truth.NO)
    found = met(Item("chip", declared={"x-first": declared}), verdicts, listing(), complete=False)
    assert found == Met(frozenset(known), complete=True, declared=True, denied=frozenset(denied))


def test_an_entry_about_other_kinds_denies_a_declared_code_too() -> None:
    def program(declared: str, complete: bool) -> Met:
        return met(Item("program", declared={"x-first": declared}), {}, listing(), complete)

    assert program("1A002.b", complete=True).denied == {"1A002.b"}
    assert program("1A002.b", complete=False).known == {"1A002.b"}, "no entry knows the kind"
    assert program("1A001", complete=True) == Met(frozenset({"1A001"}), complete=True, declared=True)
    assert program("1A001", complete=False).possible == {"1A001.a", "1A001.b"}


def test_what_is_denied_stays_open_whatever_is_said() -> None:
    denied = [Met(complete=True, declared=True, denied=frozenset({"1A002.a"}))]
    for said in (None, several(), several("1A002.a", "1A002")):
        found = resolved("for_entry", said, denied, True, listing())
        assert found == Several(possible=frozenset({"1A002.a", "1A002"}))
    other = Met(frozenset({"1A002.a"}), complete=True, declared=True)
    assert resolved("for_entry", None, [*denied, other], True, listing()) == several("1A002.a", "1A002")


def test_only_entries_that_answer_can_contradict() -> None:
    no = dict.fromkeys(("1A001.a", "1A001.b", "1A002.a", "1A002.b"), Truth.NO)
    assert contradicted("1A002", no, listing())
    assert contradicted("1A001.a", no, listing())
    assert not contradicted("1A001", no, listing()), "other limbs of 1A001 are not executable"
    assert not contradicted("1A002", {**no, "1A002.a": Truth.UNKNOWN}, listing())
    assert not contradicted("1A002", {}, listing())


def test_parts_answer_what_is_executable_and_leave_the_rest_open() -> None:
    known = Met(frozenset({"1A002.a"}), complete=True)
    expected = Several(frozenset({"1A002.a", "1A002"}), frozenset({"1A001", "1B001.c"}))
    assert resolved("for_entry", None, [known], True, listing()) == expected
    assert resolved("contains_item", None, [known], True, listing()) == several("1A002.a", "1A002")


def test_a_declaration_settles_what_is_not_executable() -> None:
    assert resolved("for_entry", None, [Met(complete=True, declared=True)], True, listing()) == several()


@pytest.mark.parametrize(("first", "second"), [(False, True), (True, False)])
def test_one_open_part_leaves_the_whole_open(first: bool, second: bool) -> None:
    part = Met(frozenset({"1A002.a"}), complete=first, declared=True)
    found = resolved("for_entry", None, [part, Met(complete=True, declared=True)], second, listing())
    assert found == Several(frozenset({"1A002.a", "1A002"}), complete=False)


def test_a_statement_answers_what_is_open_and_the_other_way_round() -> None:
    parts = [Met(frozenset({"1A002.a"}), frozenset({"1A001.a"}))]
    found = resolved("for_entry", several("1A002.a", "1A002"), parts, False, listing())
    assert found == several("1A002.a", "1A002")
    found = resolved("for_entry", NOTHING, parts, False, listing())
    assert found == Several(frozenset({"1A002.a", "1A002"}), frozenset({"1A001", "1A001.a", "1B001.c"}), complete=False)


def test_where_statement_and_classification_contradict_each_other_the_code_stays_open() -> None:
    met_one = [Met(frozenset({"1A002.a"}), complete=True, declared=True)]
    assert resolved("for_entry", several(), met_one, True, listing()) == Several(possible=frozenset({"1A002.a", "1A002"}))
    none = [Met(complete=True, declared=True)]
    assert resolved("for_entry", several("1A001"), none, True, listing()) == Several(possible=frozenset({"1A001"}))
    open_one = [Met(complete=True)]
    assert resolved("for_entry", several("1A001"), open_one, True, listing()) == several("1A001"), "1A001 is not executable"


codes = st.frozensets(st.sampled_from(["1A001", "1A001.a", "1A001.b", "1A002", "1A002.a", "1B001.c", "1Z999"]), max_size=4)
facts = st.builds(Several, codes, codes, st.booleans())


def says(fact: object, code: str) -> Truth:
    """Return whether a resolved reference names a code."""
    if not isinstance(fact, Several):
        return Truth.UNKNOWN
    if code in fact.known:
        return Truth.YES
    return Truth.UNKNOWN if code in fact.possible or not fact.complete else Truth.NO


@given(codes, codes, st.sampled_from(["1A001", "1A001.a", "1A002", "1B001.c"]))
def test_a_prefix_only_settles_more(first: frozenset[str], second: frozenset[str], code: str) -> None:
    plain = stated(Several(first), listing(), frozenset({"1A001", "1A002"}))
    exact = stated(Several(frozenset(f"x-first:{one}" for one in first)), listing(), frozenset({"1A001", "1A002"}))
    if says(plain, code) is not Truth.UNKNOWN and first:
        assert says(exact, code) is says(plain, code)


@given(facts, st.sampled_from(["1A001", "1A001.a", "1A002", "1B001.c"]))
def test_nothing_is_no_that_may_be(fact: Several, code: str) -> None:
    found = stated(fact, listing())
    if says(found, code) is Truth.NO:
        assert code not in fact.known | fact.possible
        assert fact.complete
