"""Annex I of the Union as encoded: its codes, its editions, its limits and its notes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.logic.truth import Truth
from tests.rulebooks.national import (
    LADDER,
    amplifier,
    circuit,
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

ID = "eu-annex-i"
LIST = the_list(ID)
SERIES_500 = dt.date(2025, 11, 15)
EVE = dt.date(2025, 11, 14)
CODES = {
    *(f"4A506.a.{step}" for step in range(1, 9)),
    *("4A506.b", "4A506.c", "4A507"),
    *("3A001.a.2", "3A001.a.9", "3A501.a.15", "3A501.a.16", "3A501.b.13", "3A502.i", "3A504.a", "3A504.b", "3B504"),
    *(f"3C50{number}.{letter}" for number in (7, 8, 9) for letter in "ab"),
    *("3D001", "3E001"),
    *("4A003.b", "4A003.c", "4A003.g", "4A004"),
    *("4D001.a", "4D001.b.1", "4D001.b.2", "4D001.b.3"),
    *("4E001.a", "4E001.b.1", "4E001.b.2", "4E001.b.3"),
}
SERVER = {
    "kind": "computer",
    "computer_class": "digital",
    "essential_for_other_equipment": "false",
    "function_limited_to_other_equipment": "false",
    "for_telecommunications_equipment": "false",
}


def limbs(qubits: int, error: float, architecture: str = "gate") -> set[str]:
    """Return the limbs of 4A506.a that a machine meets."""
    return {code for code in codes(ID, machine(qubits, error, architecture)) if code.startswith("4A506.a.")}


def test_the_entries_of_quantum_and_computing_are_there() -> None:
    assert set(LIST.codes) >= CODES


def test_every_entry_has_cases_of_all_three_verdicts() -> None:
    assert not lacking_verdicts(LIST)


def test_every_version_cites_the_regulation() -> None:
    for entry in LIST.entries:
        for version in entry.versions:
            assert re.search(r"Regulation \(E[UC]\)", str(version.citation)), entry.code


def test_what_is_in_force_today_is_decided() -> None:
    undecided = {entry.code for entry, version in LIST.in_force(SERIES_500) if version.condition is None}
    assert not undecided & CODES
    assert all(LIST.entry(code).version(SERIES_500).undecided for code in undecided)  # type: ignore[union-attr]


@pytest.mark.parametrize("code", sorted(code for code in CODES if code[2] == "5" or code.endswith("b.3")))
def test_the_500_series_began_on_15_november_2025(code: str) -> None:
    assert not in_force(ID, code, EVE)
    assert decided(ID, code, SERIES_500)


def test_a_machine_was_outside_on_the_day_before() -> None:
    assert not classified(ID, machine(72, 9e-5), EVE).codes(Truth.YES)
    assert classified(ID, machine(72, 9e-5), SERIES_500).codes(Truth.YES) == ("4A506.a.1",)


@pytest.mark.parametrize(("step", "rung"), list(enumerate(LADDER, start=1)))
def test_each_limb_begins_where_the_one_before_ends(step: int, rung: tuple[int, float]) -> None:
    qubits, error = rung
    assert limbs(qubits, error) == {f"4A506.a.{step}"}
    if step > 1:
        assert limbs(qubits - 1, LADDER[step - 2][1]) == {f"4A506.a.{step - 1}"}
    if step < len(LADDER):
        assert not limbs(qubits, error * 1.001)


@given(qubits=st.integers(0, 5000), error=st.floats(0, 1), architecture=st.sampled_from(["gate", "measurement"]))
def test_no_machine_is_in_two_limbs(qubits: int, error: float, architecture: str) -> None:
    assert len(limbs(qubits, error, architecture)) <= 1


@pytest.mark.parametrize("architecture", ["annealing", "analog", "other"])
def test_annealers_are_outside(architecture: str) -> None:
    assert not limbs(5000, 1e-6, architecture)


@pytest.mark.parametrize(
    ("tpp", "density", "met"), [("6000", "0.5", True), ("5999", "20", False), ("2000", "6", False), ("4800", "6", False)]
)
def test_circuits_are_listed_from_6000_and_without_density(tpp: str, density: str, met: bool) -> None:
    found = codes(ID, circuit(tpp, performance_density=density))
    assert ("3A501.a.16" in found) is met


def test_a_computer_is_listed_for_the_circuit_inside() -> None:
    chip = {"kind": "integrated_circuit", "parameters": {}}
    chip["parameters"]["total_processing_performance"] = "8000"  # type: ignore[index]
    server = {**SERVER, "adjusted_peak_performance": "1", "computer_principle": "conventional", "components": [chip]}
    assert codes(ID, server) == {"4A507"}


@pytest.mark.parametrize(
    ("performance", "on", "expected"),
    [
        ("30", dt.date(2021, 9, 8), Truth.UNKNOWN),
        ("30", dt.date(2021, 9, 9), Truth.YES),
        ("29", dt.date(2021, 9, 9), Truth.NO),
        ("70", dt.date(2023, 1, 11), Truth.YES),
        ("70", dt.date(2023, 1, 12), Truth.NO),
        ("70.1", dt.date(2023, 1, 12), Truth.YES),
        ("70.1", SERIES_500, Truth.YES),
    ],
)
def test_the_limit_of_4a003_rose_on_12_january_2023(performance: str, on: dt.date, expected: Truth) -> None:
    assert verdicts(ID, {**SERVER, "adjusted_peak_performance": performance}, on)["4A003.b"].verdict is expected


@pytest.mark.parametrize(
    ("performance", "on", "expected"),
    [
        ("16", dt.date(2024, 11, 7), Truth.YES),
        ("15", dt.date(2024, 11, 7), Truth.NO),
        ("24", dt.date(2024, 11, 8), Truth.NO),
        ("24.1", dt.date(2024, 11, 8), Truth.YES),
    ],
)
@pytest.mark.parametrize(("kind", "code"), [("software", "4D001.b.1"), ("technology", "4E001.b.1")])
def test_the_limit_of_4d001_and_4e001_rose_on_8_november_2024(
    performance: str, on: dt.date, expected: Truth, kind: str, code: str
) -> None:
    item = {
        "kind": kind,
        "for_equipment": "digital_computer",
        "adjusted_peak_performance": performance,
        "technology_activity": "development",
        "technology_required": "true",
        "specially_designed": "true",
        "for_entry": "none",
        "meets_entry": "none",
        "for_category_4d_software": "false",
    }
    assert verdicts(ID, item, on)[code].verdict is expected


@pytest.mark.parametrize(("frequency", "met"), [("2", True), ("15", True), ("1.9", False), ("15.1", False)])
def test_amplifiers_from_2_to_15_ghz(frequency: str, met: bool) -> None:
    assert ("3A501.b.13" in codes(ID, amplifier(f"{frequency} GHz"))) is met


@pytest.mark.parametrize(("temperature", "met"), [("3.99", True), ("4", False)])
def test_coolers_hold_less_than_4_k(temperature: str, met: bool) -> None:
    assert ("3A504.b" in codes(ID, cooler(maintain_temp=f"{temperature} K"))) is met


def test_technology_for_a_listed_machine_is_named_as_a_whole() -> None:
    item = {
        "kind": "technology",
        "subject": {
            "kind": "quantum_computer",
            "parameters": {"architecture": "gate", "physical_qubits": "100", "cnot_error": "1e-4"},
        },
        "technology_activity": "use",
        "technology_required": "true",
        "vulnerability_disclosure": "false",
    }
    assert "4E001.a" in codes(ID, item)
    assert "4E001.a" in codes(ID, {**item, "technology_activity": "development"})
    assert "4E001.a" not in codes(ID, item, on=EVE)


@pytest.mark.parametrize("kind", sorted({kind for entry in LIST.entries for kind in entry.kinds}))
def test_no_kind_is_claimed_to_be_covered(kind: str) -> None:
    found = classified(ID, {"kind": kind})
    assert not found.covered
    assert found.coverage
