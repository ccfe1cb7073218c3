"""The Japanese tables as encoded: codes, versions of the Ordinance, METI's interpretation and what differs elsewhere."""

from __future__ import annotations

import datetime as dt
import re

import pytest

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

ID = "jp-export-order"
LIST = the_list(ID)
FIRST = dt.date(2024, 9, 8)
SECOND = dt.date(2025, 5, 28)
THIRD = dt.date(2026, 2, 14)
DAY = dt.timedelta(days=1)
CODES = {
    *(f"7.Art6.1.{letter}" for letter in ("ro", "ka", "yo", "chi")),
    *("7.Art6.2.yo", "7.Art6.10_2", "7.Art6.16_3.i", "7.Art6.16_3.ro", "7.Art6.17_2.ro"),
    *(f"7.Art6.{item}.{letter}" for item in ("18_2", "25", "26") for letter in ("i", "ro")),
    *(f"8.Art7.6.i.{step}" for step in range(1, 9)),
    *("8.Art7.6.ro", "8.Art7.6.ha"),
    *("8.Art7.3.ro", "8.Art7.3.ha", "8.Art7.3.to", "8.Art7.4", "8.Art7.4.parts", "8.Art7.7", "8.Art7.7.parts"),
    *("7T.Art19.1.2", "7T.Art19.1.5", "7T.Art19.3.3"),
    *("8T.Art20.1.1", "8T.Art20.1.2.p", "8T.Art20.1.2.t", "8T.Art20.1.3", "8T.Art20.1.4.p", "8T.Art20.1.4.t"),
    *("8T.Art20.2.1", "8T.Art20.2.2", "8T.Art20.2.3.p", "8T.Art20.2.5.p"),
}
NEW_IN_2024 = {
    *(f"8.Art7.6.i.{step}" for step in range(1, 9)),
    *("8.Art7.6.ro", "8.Art7.6.ha", "7.Art6.1.ka"),
}
NEW_IN_2025 = {
    *("7.Art6.1.yo", "7.Art6.2.yo", "7.Art6.16_3.i", "7.Art6.16_3.ro", "7.Art6.17_2.ro", "8.Art7.7", "8.Art7.7.parts"),
    *(f"7.Art6.{item}.{letter}" for item in ("18_2", "25", "26") for letter in ("i", "ro")),
}
CIVIL: dict[str, str] = {}


def test_the_entries_of_quantum_and_computing_are_there() -> None:
    assert set(LIST.codes) >= CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_codes_follow_the_scheme_and_can_be_file_names(code: str) -> None:
    assert re.fullmatch(r"[78]T?\.Art\d+(\.[0-9_]+)+(\.(i|ro|ha|to|chi|ka|yo|p|t|parts))?(\.\d)?", code)


def test_every_entry_has_cases_of_all_three_verdicts() -> None:
    assert not lacking_verdicts(LIST)


def test_every_version_cites_the_ordinance() -> None:
    for entry in LIST.entries:
        for version in entry.versions:
            assert str(version.citation).startswith("METI Ordinance No. 49 of 1991"), entry.code


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_version_in_force_is_decided(code: str) -> None:
    assert decided(ID, code, THIRD)


@pytest.mark.parametrize("code", sorted(NEW_IN_2024))
def test_quantum_computers_came_with_the_ordinance_of_september_2024(code: str) -> None:
    assert not in_force(ID, code, FIRST - DAY)
    assert decided(ID, code, FIRST)


@pytest.mark.parametrize("code", sorted(NEW_IN_2025))
def test_what_came_with_the_ordinance_of_may_2025(code: str) -> None:
    assert not in_force(ID, code, SECOND - DAY)
    assert decided(ID, code, SECOND)


@pytest.mark.parametrize("code", sorted(code for code in CODES if re.match(r"[78]T", code)))
def test_technology_before_february_2026_is_undecided(code: str) -> None:
    assert in_force(ID, code, THIRD - DAY)
    assert not decided(ID, code, THIRD - DAY)


@pytest.mark.parametrize(("step", "rung"), list(enumerate(LADDER, start=1)))
def test_each_limb_begins_where_the_one_before_ends(step: int, rung: tuple[int, float]) -> None:
    qubits, error = rung
    assert codes(ID, machine(qubits, error, **CIVIL)) == {f"8.Art7.6.i.{step}"}
    if step > 1:
        assert codes(ID, machine(qubits - 1, LADDER[step - 2][1], **CIVIL)) == {f"8.Art7.6.i.{step - 1}"}
    if step < len(LADDER):
        assert not codes(ID, machine(qubits, error * 1.001, **CIVIL))


def test_annealers_are_outside_since_the_interpretation_that_was_read() -> None:
    annealer = machine(5000, 1e-6, "annealing", **CIVIL)
    assert not codes(ID, annealer)
    assert not codes(ID, annealer, Truth.UNKNOWN)
    before = verdicts(ID, annealer, THIRD - DAY)["8.Art7.6.i.8"]
    assert before.verdict is Truth.UNKNOWN
    assert before.need == ("counts_as_quantum_computer",)


def test_medical_equipment_is_a_kind_of_its_own() -> None:
    """METI's interpretation takes it out of items 7 and 8; no entry is about that kind, so the exporter's code is asked."""
    assert not verdicts(ID, {**machine(72, 9e-5), "kind": "medical_equipment"})
    assert verdicts(ID, machine(72, 9e-5))["8.Art7.6.i.1"].verdict is Truth.YES


def test_the_first_wording_asked_for_the_transfer_rate() -> None:
    item = circuit("9000", tpp_all_operations="9000", aggregate_bidirectional_transfer_rate="599 GB/s", **CIVIL)
    assert "7.Art6.1.yo" not in codes(ID, item, on=THIRD - DAY)
    assert "7.Art6.1.yo" in codes(ID, item, on=THIRD)
    fast = {**item, "aggregate_bidirectional_transfer_rate": "600 GB/s"}
    assert "7.Art6.1.yo" in codes(ID, fast, on=THIRD - DAY)


@pytest.mark.parametrize(("frequency", "met"), [("2", False), ("2.01", True), ("15", True), ("15.1", False)])
def test_amplifiers_above_2_ghz(frequency: str, met: bool) -> None:
    assert ("7.Art6.2.yo" in codes(ID, amplifier(f"{frequency} GHz", **CIVIL))) is met


@pytest.mark.parametrize(
    ("temperature", "met"), [("3.99 K", True), ("4 K", False), ("-269.16 degC", True), ("-269.15 degC", False)]
)
def test_coolers_hold_less_than_4_k(temperature: str, met: bool) -> None:
    assert ("7.Art6.16_3.ro" in codes(ID, cooler(maintain_temp=temperature, **CIVIL))) is met


@pytest.mark.parametrize(("temperature", "met"), [("4.5 K", True), ("-268.65 degC", True), ("-268.64 degC", False)])
def test_degrees_of_the_ordinance_are_the_kelvins_of_the_entry(temperature: str, met: bool) -> None:
    prober = {"kind": "cryogenic_wafer_prober", "test_temp": temperature, "wafer_diameter": "100 mm", **CIVIL}
    assert ("7.Art6.17_2.ro" in codes(ID, prober)) is met


@pytest.mark.parametrize(("performance", "met"), [("70", False), ("70.1", True)])
def test_computers_above_70_wt(performance: str, met: bool) -> None:
    server = {
        "kind": "computer",
        "computer_class": "digital",
        "adjusted_peak_performance": performance,
        "essential_for_other_equipment": "false",
        **CIVIL,
    }
    assert ("8.Art7.3.ro" in codes(ID, server)) is met


def test_a_component_that_serves_other_purposes_is_outside() -> None:
    part = {"kind": "computer_component", "contains_item": "7.Art6.1.yo", **CIVIL}
    assert "8.Art7.7.parts" in codes(ID, {**part, "usable_for_other_purposes": "false"})
    assert "8.Art7.7.parts" not in codes(ID, {**part, "usable_for_other_purposes": "true"})
    assert "8.Art7.7.parts" in codes(ID, part, Truth.UNKNOWN)


def test_technology_for_complete_quantum_computers_is_not_named() -> None:
    item = {"kind": "technology", "technology_activity": "development", "technology_required": "true"}
    assert "8T.Art20.1.3" in codes(ID, {**item, "for_entry": "8.Art7.6.ro"})
    assert "8T.Art20.1.3" not in codes(ID, {**item, "for_entry": "8.Art7.6.i.1"})


@pytest.mark.parametrize("kind", sorted({kind for entry in LIST.entries for kind in entry.kinds}))
def test_no_kind_is_claimed_to_be_covered(kind: str) -> None:
    found = classified(ID, {"kind": kind})
    assert not found.covered
    assert found.coverage
