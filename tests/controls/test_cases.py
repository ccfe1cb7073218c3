"""An entry does not load while a case fails, or while the cases would not notice the loss of a part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sekisho.controls.cases import Fault, case_day, case_item, faults, parts
from sekisho.controls.entry import Case
from sekisho.logic.text import unparse
from sekisho.logic.truth import Truth
from sekisho.logic.values import Several
from tests.controls.synthetic import draft, entry, made, version, words

YES = {"name": "caught", "item": {"kind": "chip", "qubits": "34", "sealed": "false"}, "expect": "yes"}
NO = {"name": "one short", "item": {"kind": "chip", "qubits": "33", "sealed": "false"}, "expect": "no"}
NOTE = {"name": "sealed", "item": {"kind": "chip", "qubits": "34", "sealed": "true"}, "expect": "no"}
OPEN = {"name": "not said", "item": {"kind": "chip", "sealed": "false"}, "expect": "unknown", "need": ["qubits"]}
UNLESS = [{"note": "Note 1", "when": "sealed"}]
ALL = (YES, NO, NOTE, OPEN)


def messages(*entries: Mapping[str, Any]) -> list[str]:
    found = draft("x-first", entries)
    listing = found.control_list
    return [fault.message for one in listing.entries for fault in faults(one, listing, words())]


def limb(cases: Sequence[object], **more: Any) -> dict[str, Any]:
    return entry("1A001", "qubits >= 34", cases=cases, **{"unless": UNLESS, **more})


def test_enough_cases_that_hold() -> None:
    assert messages(limb(ALL)) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({**YES, "item": NO["item"]}, "expected yes, got no on 2020-01-01 (qubits = 33 >= 34: no)"),
        ({**YES, "item": {"kind": "chip", "qubits": "34"}}, "expected yes, got unknown"),
        ({**YES, "on": "2019-12-31"}, "the entry is not in force on 2019-12-31"),
        ({**YES, "item": {"kind": "board", "qubits": "34"}}, "the entry is not about board"),
        ({**YES, "item": {"kind": "chip", "qbits": "34"}}, "unknown parameter 'qbits'"),
        ({**YES, "item": {"kind": "chip", "qubits": "-34"}}, "'-34' cannot be"),
        ({**YES, "item": {"kind": "chip", "qubits": "34;35"}}, "a text is expected here, not a list"),
    ],
)  # fmt: skip
def test_a_case_that_fails(changed: Mapping[str, Any], message: str) -> None:
    found = messages(limb((changed, *ALL[1:])))
    assert found[0].startswith(f"case 'caught': {message}")


def test_the_need_list_is_checked_exactly() -> None:
    wrong = {**OPEN, "item": {"kind": "chip"}}
    assert messages(limb((YES, NO, NOTE, wrong)))[0] == ("case 'not said': expected to need qubits, needs qubits, sealed")
    unchecked = {key: value for key, value in wrong.items() if key != "need"}
    assert messages(limb((YES, NO, NOTE, unchecked))) == []
    asks_for_an_answer = {**OPEN, "item": {"kind": "chip", "sealed": "false"}, "on": "2019-01-01"}
    assert messages(
        entry(
            "1A001",
            cases=[YES, NO, NOTE, OPEN, {**asks_for_an_answer, "name": "early"}],
            versions=[version("qubits >= 34", unless=UNLESS), version(start=None, until="2020-01-01", undecided="lost")],
        )
    ) == ["case 'early': expected to need qubits, needs nothing"]


def test_case_names_are_told_apart() -> None:
    assert messages(limb((*ALL, {**NO, "name": "caught"}))) == ["two cases are called 'caught'"]


@pytest.mark.parametrize(("missing", "word"), [(YES, "yes"), (OPEN, "unknown")])
def test_each_verdict_needs_a_case(missing: Mapping[str, Any], word: str) -> None:
    found = messages(limb([case for case in ALL if case is not missing]))
    assert f"no case expects {word}" in found


def test_a_no_because_of_kind_or_date_tries_nothing() -> None:
    idle = [{**NO, "item": {"kind": "board"}}, {**NO, "name": "early", "on": "2019-12-31"}]
    assert messages(entry("1A001", "qubits >= 34", cases=[YES, OPEN, *idle])) == ["no case expects no"]


def test_a_case_of_an_undecided_version_tries_nothing() -> None:
    early = {**OPEN, "item": {"kind": "chip", "sealed": "false"}, "on": "2019-01-01"}
    del early["need"]
    versions = [version("qubits >= 34"), version(start=None, until="2020-01-01", undecided="text not at hand")]
    assert messages(entry("1A001", cases=[YES, NO, early], versions=versions)) == ["no case expects unknown"]


def test_an_entry_that_is_always_met_needs_only_a_yes() -> None:
    assert messages(entry("1A001", "true", cases=[YES])) == []
    assert messages(entry("1A001", "true")) == ["no case expects yes"]


def test_an_undecided_entry_needs_no_case() -> None:
    assert messages(entry("1A001", undecided="text not at hand")) == []


def test_the_loss_of_a_note_must_be_noticed() -> None:
    assert messages(limb((YES, NO, OPEN))) == ["no case would notice the loss of exclusion 'Note 1'"]
    idle = {**NOTE, "item": {"kind": "chip", "qubits": "33", "sealed": "true"}}
    assert messages(limb((YES, NO, idle, OPEN))) == ["no case would notice the loss of exclusion 'Note 1'"]


def test_the_loss_of_only_if_must_be_noticed() -> None:
    narrower = {"only_if": "architecture in ('gate')", "unless": []}
    gate = [{**case, "item": {**case["item"], "architecture": "gate"}} for case in (YES, NO, OPEN)]  # type: ignore[dict-item]
    assert messages(limb(gate, **narrower)) == ["no case would notice the loss of only_if"]
    other = {**YES, "name": "annealer", "expect": "no", "item": {**gate[0]["item"], "architecture": "annealing"}}  # type: ignore[dict-item]
    assert messages(limb([*gate, other], **narrower)) == []


def test_two_notes_of_one_name_are_two_notes() -> None:
    unless = [{"note": "Note", "when": "sealed"}, {"note": "Note", "when": "error > 1"}]
    cases = [{**case, "item": {**case["item"], "error": "0"}} for case in ALL]  # type: ignore[dict-item]
    assert messages(limb(cases, unless=unless)) == ["no case would notice the loss of exclusion 'Note (error > 1)'"]


def test_a_note_is_tried_in_one_of_its_versions() -> None:
    versions = [
        version("qubits >= 34", unless=UNLESS, until="2022-01-01"),
        version("qubits >= 34", start="2022-01-01", unless=UNLESS),
    ]
    assert messages(entry("1A001", cases=ALL, versions=versions)) == []


def test_what_could_be_lost_and_what_would_remain() -> None:
    one = made(entry("1A001", "qubits >= 34", only_if="sealed", unless=[*UNLESS, {"note": "2", "when": "error > 1"}]))
    assert {name: unparse(rest) for name, rest in parts(one.entry("1A001").versions[0])} == {
        "exclusion 'Note 1'": "qubits >= 34 and sealed and not error > 1",
        "exclusion '2'": "qubits >= 34 and sealed and not sealed",
        "only_if": "qubits >= 34 and not sealed and not error > 1",
    }
    undecided = made(entry("1A001", undecided="why")).entry("1A001").versions[0]
    assert list(parts(undecided)) == []


def test_codes_in_cases_are_codes_of_the_own_list() -> None:
    case = Case("n", {"kind": "board", "contains_item": "1A001.a;x-second:1A002", "qubits": "1"}, Truth.YES)
    found = case_item(case, "x-first", words())
    assert found.parameters == {
        "contains_item": Several(frozenset({"x-first:1A001.a", "x-second:1A002"})),
        "qubits": 1.0,
    }
    none = Case("n", {"kind": "board", "contains_item": "none"}, Truth.YES)
    assert case_item(none, "x-first", words()).parameters == {"contains_item": Several()}


def test_meets_entry_is_resolved_in_cases() -> None:
    first = entry("1A001", "qubits >= 34", cases=[YES, NO, OPEN])
    second = entry("1A002", "meets_entry in ('1A001')", cases=[YES, NO, {**OPEN, "need": ["meets_entry"]}])
    assert messages(first, second) == []


@pytest.mark.parametrize(
    ("on", "start", "until", "expected"),
    [
        ("2021-05-05", "2020-01-01", None, "2021-05-05"),
        (None, "2020-01-01", "2021-01-01", "2020-01-01"),
        (None, None, "2021-01-01", "2020-12-31"),
        (None, None, None, "9999-12-31"),
    ],
)
def test_the_day_of_a_case(on: str | None, start: str | None, until: str | None, expected: str) -> None:
    period = {} if until is None else {"until": until}
    found = made(entry("1A001", versions=[version("sealed", start=start, **period)])).entry("1A001")
    case = Case("n", {"kind": "chip"}, Truth.NO, on=None if on is None else dt.date.fromisoformat(on))
    assert case_day(case, found).isoformat() == expected


def test_a_fault_knows_its_case() -> None:
    listing = made(limb((YES, {**NOTE, "expect": "yes", "name": "x"}, {**NOTE, "expect": "yes"}, OPEN)))
    first, _, untried, _ = faults(listing.entry("1A001"), listing, words())
    assert (first.case, first.remedy) == (1, "mend the entry or the case")
    assert first.message.startswith("case 'x': expected yes, got no on 2020-01-01")
    remedy = "add one about a kind of the entry, on a day on which it is in force and decided"
    assert untried == Fault("no case expects no", None, remedy)
