"""Section B of the German list as encoded: its codes, its dates, what it keeps apart from the Union and its coverage."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.logic.truth import Truth
from tests.rulebooks.national import (
    LADDER,
    amplifier,
    classified,
    codes,
    cooler,
    decided,
    in_force,
    lacking_verdicts,
    machine,
    the_list,
    verdicts,
)

ID = "de-ausfuhrliste"
LIST = the_list(ID)
COPY = dt.date(2026, 4, 4)
FIRST = dt.date(2024, 7, 23)
DAY = dt.timedelta(days=1)
CODES = {
    *(f"4A1906.a.{step}" for step in range(1, 9)),
    *("4A1906.b", "4A1906.c", "4D1901.b.3", "4E1901.b.3"),
    *("3A1901.a.15", "3A1901.b.13", "3A1904.a", "3A1904.b", "3B1904", "3E1901", "3E1902"),
}
COVERED = {
    *("quantum_computer", "qubit_device", "quantum_control_device", "parametric_amplifier"),
    *("cryogenic_cooling_system", "cryogenic_wafer_prober"),
    *("epitaxial_wafer", "semiconductor_compound", "semiconductor_material"),
}


def test_the_quantum_entries_are_complete() -> None:
    assert {one.code for one in LIST.entries if one.field == "quantum"} == CODES


def test_every_entry_has_cases_of_all_three_verdicts() -> None:
    assert not lacking_verdicts(LIST)


def test_every_version_cites_the_regulation() -> None:
    for entry in LIST.entries:
        for version in entry.versions:
            assert str(version.citation).startswith("Außenwirtschaftsverordnung"), entry.code


@pytest.mark.parametrize("code", sorted(CODES))
def test_dates(code: str) -> None:
    assert not in_force(ID, code, FIRST - DAY)
    assert in_force(ID, code, FIRST)
    assert not decided(ID, code, COPY - DAY)
    assert decided(ID, code, COPY)


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_scope_of_destinations_is_noted(code: str) -> None:
    assert "EU001" in LIST.entry(code).note


@pytest.mark.parametrize(("step", "rung"), list(enumerate(LADDER, start=1)))
def test_each_limb_begins_where_the_one_before_ends(step: int, rung: tuple[int, float]) -> None:
    qubits, error = rung
    assert codes(ID, machine(qubits, error)) == {f"4A1906.a.{step}"}
    if step > 1:
        assert codes(ID, machine(qubits - 1, LADDER[step - 2][1])) == {f"4A1906.a.{step - 1}"}
    if step < len(LADDER):
        assert not codes(ID, machine(qubits, error * 1.001))


def test_before_the_copy_a_machine_is_open() -> None:
    found = verdicts(ID, machine(72, 9e-5), COPY - DAY)
    assert {one.verdict for one in found.values()} == {Truth.UNKNOWN}
    assert all(one.undecided for one in found.values())


@pytest.mark.parametrize(("temperature", "met"), [("4", True), ("4.01", False)])
def test_coolers_hold_4_k_or_less_unlike_the_union(temperature: str, met: bool) -> None:
    item = cooler(maintain_temp=f"{temperature} K")
    assert ("3A1904.b" in codes(ID, item)) is met
    assert "3A504.b" not in codes("eu-annex-i", item)


@pytest.mark.parametrize(("frequency", "met"), [("2", False), ("2.01", True), ("15", True), ("15.1", False)])
def test_amplifiers_above_2_ghz(frequency: str, met: bool) -> None:
    assert ("3A1901.b.13" in codes(ID, amplifier(f"{frequency} GHz"))) is met


@pytest.mark.parametrize(
    ("kind", "code", "subject"),
    [
        ("technology", "4E1901.b.3", "4A1906.b"),
        ("software", "4D1901.b.3", "4A1906.c"),
        ("technology", "3E1902", "3A1901.a.15"),
    ],
)
def test_what_the_union_covers_is_not_here(kind: str, code: str, subject: str) -> None:
    item = {
        "kind": kind,
        "for_entry": subject,
        "technology_activity": "development",
        "technology_required": "true",
        "specially_designed": "true",
        "process_design_kit": "false",
    }
    assert verdicts(ID, {**item, "covered_by_union_entry": "false"})[code].verdict is Truth.YES
    assert verdicts(ID, {**item, "covered_by_union_entry": "true"})[code].verdict is Truth.NO
    assert verdicts(ID, item)[code].need == ("covered_by_union_entry",)


@pytest.mark.parametrize("kind", sorted(COVERED))
def test_section_b_is_covered_for_quantum_kinds_since_the_copy(kind: str) -> None:
    assert classified(ID, {"kind": kind}).covered
    assert not classified(ID, {"kind": kind}, COPY - DAY).covered
    statement = LIST.coverage_of(kind, COPY)
    assert statement is not None
    assert "Section A" in statement.note


def test_other_kinds_are_not_covered() -> None:
    stated = {one.kind for one in LIST.coverage}
    covered = {one.kind for one in LIST.coverage if one.covered}
    assert covered >= COVERED
    assert {"software", "technology", "integrated_circuit", "computer"} <= stated - covered


def test_a_machine_below_the_ladder_is_not_listed() -> None:
    found = classified(ID, machine(33, 1e-6))
    assert found.covered
    assert not found.codes(Truth.YES)
    assert not found.codes(Truth.UNKNOWN)
