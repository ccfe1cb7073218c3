"""The United Kingdom list as encoded: Schedule 3 until 15 December 2025 and the 500-series that took its place."""

from __future__ import annotations

import datetime as dt

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

ID = "uk-consolidated"
LIST = the_list(ID)
SCHEDULE_3 = dt.date(2024, 4, 1)
LAST_DAY = dt.date(2025, 12, 15)
ANNEX = dt.date(2025, 12, 16)
DAY = dt.timedelta(days=1)
PL = {
    *(f"PL9014.a.1.a.{step}" for step in range(1, 9)),
    *("PL9014.a.1.b", "PL9014.a.1.c", "PL9014.a.2", "PL9014.c.1", "PL9014.d.1", "PL9014.d.2"),
    *("PL9013.a.1", "PL9013.a.4", "PL9013.a.5", "PL9013.a.6.a", "PL9013.a.6.b", "PL9013.a.8", "PL9013.c.1", "PL9013.d.1"),
    *(f"PL9013.b.{number}.{letter}" for number in (1, 2, 3) for letter in "ab"),
}
SERIES_500 = {
    *(f"4A506.a.{step}" for step in range(1, 9)),
    *("4A506.b", "4A506.c", "4A507", "4D001.b.3", "4E001.b.3"),
    *("3A501.a.15", "3A501.a.16", "3A501.b.13", "3A502.i", "3A504.a", "3A504.b", "3B504"),
    *(f"3C50{number}.{letter}" for number in (7, 8, 9) for letter in "ab"),
}
AMENDED = {"4D001.a", "4E001.a"}
UNDECIDED = {
    *("3D001", "3E001", "4A003.b", "4A003.c", "4A003.g"),
    *("4D001.b.1", "4D001.b.2", "4E001.b.1", "4E001.b.2"),
}


def test_the_entries_of_quantum_and_computing_are_there() -> None:
    assert set(LIST.codes) >= PL | SERIES_500 | AMENDED | UNDECIDED


def test_every_entry_has_cases_of_all_three_verdicts() -> None:
    assert not lacking_verdicts(LIST)


def test_every_version_cites_the_order_or_the_annex() -> None:
    for entry in LIST.entries:
        for version in entry.versions:
            assert str(version.citation).startswith(("Export Control Order 2008", "Assimilated Regulation")), entry.code


@pytest.mark.parametrize("code", sorted(PL))
def test_schedule_3_ended_on_15_december_2025(code: str) -> None:
    assert not in_force(ID, code, SCHEDULE_3 - DAY)
    assert decided(ID, code, SCHEDULE_3)
    assert decided(ID, code, LAST_DAY)
    assert not in_force(ID, code, ANNEX)


@pytest.mark.parametrize("code", sorted(SERIES_500))
def test_the_500_series_began_the_day_after(code: str) -> None:
    assert not in_force(ID, code, LAST_DAY)
    assert decided(ID, code, ANNEX)


@pytest.mark.parametrize("code", sorted(UNDECIDED))
def test_limits_that_are_not_at_hand_are_open(code: str) -> None:
    assert in_force(ID, code, ANNEX)
    assert not decided(ID, code, ANNEX)


def test_a_machine_is_listed_on_both_days_under_different_codes() -> None:
    assert classified(ID, machine(72, 9e-5), LAST_DAY).codes(Truth.YES) == ("PL9014.a.1.a.1",)
    assert classified(ID, machine(72, 9e-5), ANNEX).codes(Truth.YES) == ("4A506.a.1",)


@pytest.mark.parametrize(("step", "rung"), list(enumerate(LADDER, start=1)))
@pytest.mark.parametrize(("on", "head"), [(LAST_DAY, "PL9014.a.1.a"), (ANNEX, "4A506.a")])
def test_each_limb_begins_where_the_one_before_ends(step: int, rung: tuple[int, float], on: dt.date, head: str) -> None:
    qubits, error = rung
    assert codes(ID, machine(qubits, error), on=on) == {f"{head}.{step}"}
    if step > 1:
        assert codes(ID, machine(qubits - 1, LADDER[step - 2][1]), on=on) == {f"{head}.{step - 1}"}
    if step < len(LADDER):
        assert not codes(ID, machine(qubits, error * 1.001), on=on)


@pytest.mark.parametrize("on", [LAST_DAY, ANNEX])
def test_annealers_are_outside(on: dt.date) -> None:
    assert not codes(ID, machine(5000, 1e-6, "annealing"), on=on)


def test_circuits_of_schedule_3_needed_600_gigabytes_per_second() -> None:
    fast = {"aggregate_bidirectional_transfer_rate": "600 GB/s", "tpp_all_operations": "6000"}
    assert "PL9013.a.4" in codes(ID, circuit("6000", **fast), on=LAST_DAY)
    slow = {**fast, "aggregate_bidirectional_transfer_rate": "599 GB/s"}
    assert "PL9013.a.4" not in codes(ID, circuit("6000", **slow), on=LAST_DAY)
    assert "3A501.a.16" in codes(ID, circuit("6000", **slow), on=ANNEX)
    assert "3A501.a.16" not in codes(ID, circuit("5999", **fast), on=ANNEX)


@pytest.mark.parametrize(("frequency", "met"), [("2", True), ("15", True), ("1.9", False), ("15.1", False)])
def test_amplifiers_from_2_to_15_ghz(frequency: str, met: bool) -> None:
    assert ("3A501.b.13" in codes(ID, amplifier(f"{frequency} GHz"), on=ANNEX)) is met


@pytest.mark.parametrize(("temperature", "met"), [("3.99", True), ("4", False)])
@pytest.mark.parametrize(("on", "code"), [(LAST_DAY, "PL9013.a.6.b"), (ANNEX, "3A504.b")])
def test_coolers_hold_less_than_4_k(temperature: str, met: bool, on: dt.date, code: str) -> None:
    assert (code in codes(ID, cooler(maintain_temp=f"{temperature} K"), on=on)) is met


def test_technology_for_quantum_computers_is_written_out_of_4e001_a_unlike_in_the_union() -> None:
    item = {
        "kind": "technology",
        "for_entry": "4A506.b",
        "technology_activity": "use",
        "technology_required": "true",
    }
    assert verdicts(ID, item, ANNEX)["4E001.a"].verdict is Truth.NO
    assert verdicts("eu-annex-i", item, ANNEX)["4E001.a"].verdict is Truth.YES


def test_a_computer_is_open_because_the_limit_is_not_at_hand() -> None:
    server = {"kind": "computer", "contains_item": "none", "user_configurable_logic": "false"}
    found = verdicts(ID, server, ANNEX)
    assert {code for code, one in found.items() if one.verdict is Truth.UNKNOWN} == {"4A003.b"}
    assert found["4A003.b"].undecided


@pytest.mark.parametrize("kind", sorted({kind for entry in LIST.entries for kind in entry.kinds}))
def test_no_kind_is_claimed_to_be_covered(kind: str) -> None:
    found = classified(ID, {"kind": kind})
    assert not found.covered
    assert found.coverage
