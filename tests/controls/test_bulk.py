"""Conditions for tables never say more than classification does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.controls.bulk import KIND, OPEN, conditions, rules, schema
from sekisho.controls.classify import classify
from sekisho.controls.control_list import ControlList
from sekisho.controls.item import Item
from sekisho.logic import backend
from sekisho.logic.evaluator import decide
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several, Type
from tests.controls.synthetic import DAY, entry, made, words

LISTING = made(
    entry("1A001.a", "qubits >= 34", ["chip", "board"], unless=[{"note": "Note", "when": "sealed"}]),
    entry("1A001.b", "error <= 1e-4", ["chip"]),
    entry("1A002", "contains_item in ('1A001.a', '1B001')", ["board"]),
    entry("1A003", "contains_item <> '1A001'", ["board"]),
    entry("1A004", "qubits < 50", ["chip", "board"], unless=[{"note": "N", "when": "meets_entry in ('1A001', '1B001')"}]),
    entry("1A005", "meets_entry = '1A001.a'", ["chip"]),
    entry("1A006", undecided="text not at hand"),
    entry("1A007", "sealed", until="2025-01-01"),
    entry("1A008", "sealed or contains_item in ('1A001')", ["board"]),
    entry("1A009", "meets_entry in ('1A001.a.5')", ["chip"]),
    entry("1A010", "meets_entry in ('1A007')", ["chip"]),
    entry("1A011", "meets_entry in ('1B001')", ["chip"]),
    entry("1D001", "for_entry in ('1A001.a.5', '1A002')", ["program"]),
    entry("7X001", "sealed", status="definition", status_note="other rules refer to it"),
)
OTHER = made(entry("1A001.c", "sealed"), entry("2A001", "contains_item in ('1A001.c')", ["board"]), list_id="x-second")
ROWS = conditions([LISTING, OTHER], DAY)


def test_every_entry_in_force_has_a_condition() -> None:
    codes = ["1A001.a", "1A001.b", "1A002", "1A003", "1A004", "1A005", "1A006"]
    codes += ["1A008", "1A009", "1A010", "1A011", "1D001"]
    assert list(ROWS) == [*(("x-first", code) for code in codes), ("x-second", "1A001.c"), ("x-second", "2A001")]
    assert ("x-first", "1A007") in conditions([LISTING], dt.date(2024, 12, 31))
    assert {code: kinds for (_, code), (kinds, _) in rules([LISTING], DAY).items()} == {
        code: LISTING.entry(code).kinds for code in codes
    }


def test_recorded_time() -> None:
    listing = made(entry("1A001", "sealed", recorded="2025-06-01"))
    assert list(conditions([listing], DAY, dt.date(2025, 5, 31))) == []
    assert list(conditions([listing], DAY, dt.date(2025, 6, 1))) == [("x-first", "1A001")]


def test_conditions_fit_the_schema() -> None:
    types = schema(words().schema())
    assert (types[KIND], types[OPEN]) == (Type.TEXT, Type.FLAG)
    for node in ROWS.values():
        backend.check(node, types)


def say(code: str, row: Mapping[str, Fact]) -> str:
    return decide(ROWS["x-first", code], row).value


def test_a_row_of_another_kind_is_no_and_one_without_a_kind_is_open() -> None:
    assert say("1A001.b", {KIND: "program"}) == "no"
    assert say("1A001.b", {"error": 1e-5}) == "unknown"
    assert say("1A006", {KIND: "chip"}) == "unknown"
    assert say("1A006", {KIND: "board"}) == "no"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("1A001.a", "yes"),
        ("x-first:1A001.a", "yes"),
        ("1B001", "yes"),
        ("none", "no"),
        ("x-first:1A001.b", "no"),
        ("1A001.b", "unknown"),
        ("1A001", "unknown"),
        ("x-second:1A001.a", "unknown"),
        ("9Z999", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_reference_column(stated: str | None, expected: str) -> None:
    assert say("1A002", {KIND: "board", "contains_item": stated}) == expected


def test_a_row_meets_its_own_entries() -> None:
    caught: dict[str, Fact] = {KIND: "chip", "qubits": 34.0, "sealed": False, "error": 1.0}
    assert say("1A005", caught) == "yes"
    assert say("1A005", {**caught, "qubits": 33.0}) == "no"
    assert say("1A005", {**caught, "qubits": None}) == "unknown"
    assert say("1A004", caught) == "no"
    free = {**caught, "qubits": 33.0}
    assert say("1A004", free) == "unknown", "1B001 is not executable"
    assert say("1A004", {**free, "meets_entry": "none"}) == "yes"
    assert say("1A004", {**free, "meets_entry": "x-first:1B001"}) == "no"
    assert say("1A005", {**free, "meets_entry": "1A001"}) == "unknown"


def test_a_wider_entry_and_one_without_text_on_the_day_leave_it_open() -> None:
    caught: dict[str, Fact] = {KIND: "chip", "qubits": 34.0, "sealed": False}
    assert say("1A009", caught) == "unknown"
    assert say("1A009", {**caught, "qubits": 33.0}) == "no"
    assert say("1A010", caught) == "unknown"
    assert say("1A011", caught) == "unknown"
    assert say("1A011", {**caught, "meets_entry": "1B001"}) == "yes"
    assert say("1A011", {**caught, "meets_entry": "none"}) == "no"


codes = st.none() | st.sampled_from(
    ["none", "1A001", "1A001.a", "1A001.a.5", "1A001.b", "1A001.c", "x-first:1A001.b", "x-second:1A001.c", "1B001", "9Z999"]
)
rows = st.fixed_dictionaries(
    {KIND: st.sampled_from(["chip", "board", "program", "gadget"])},
    optional={
        "qubits": st.sampled_from([0.0, 33.0, 34.0, 50.0]),
        "error": st.sampled_from([1e-5, 1e-4, 1.0]),
        "sealed": st.booleans(),
        "contains_item": codes,
        "for_entry": codes,
        "meets_entry": codes,
    },
)


@given(rows)
def test_a_table_and_classification_agree(row: Mapping[str, Fact]) -> None:
    facts = {
        name: (Several() if fact == "none" else Several(frozenset((fact,)))) if isinstance(fact, str) else fact
        for name, fact in row.items()
        if name != KIND and fact is not None
    }
    answers = classify(Item(str(row[KIND]), facts), [LISTING, OTHER], DAY)
    expected = {(one.list_id, one.code): one.verdict for answer in answers for one in answer.verdicts}
    for key, node in ROWS.items():
        verdict = decide(node, row)
        if key not in expected:
            assert verdict is Truth.NO, key
        elif exact(row, LISTING if key[0] == "x-first" else OTHER):
            assert verdict is expected[key], key
        else:
            assert verdict in (expected[key], Truth.UNKNOWN), key


def exact(row: Mapping[str, Fact], listing: ControlList) -> bool:
    """Tell whether a table can say all that the row does: codes that the list knows, and nothing about meets_entry."""
    stated = [str(row[name]) for name in ("contains_item", "for_entry") if row.get(name) is not None]
    known = {"none", *listing.universe}
    return row.get("meets_entry") is None and all(code.rpartition(":")[2] in known for code in stated)
