"""Where the lists differ about one and the same item, and where they must not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from sekisho.controls.classify import classify
from sekisho.controls.read import read_item
from sekisho.logic.truth import Truth
from sekisho.terms.document import read_document
from sekisho.workspace.rulebook import open_rulebook

TODAY = dt.date(2026, 7, 23)
RULEBOOK = open_rulebook()
QUANTUM = {
    "us-ccl": "4A906",
    "eu-annex-i": "4A506",
    "uk-consolidated": "4A506",
    "de-ausfuhrliste": "4A1906",
    "jp-export-order": "8.Art7.6.i",
}
CIRCUITS = {
    "us-ccl": "3A090",
    "eu-annex-i": "3A501.a.16",
    "uk-consolidated": "3A501.a.16",
    "jp-export-order": "7.Art6.1.yo",
}
ACCELERATOR = {
    "kind": "integrated_circuit",
    "designed_or_marketed_for_datacenter": "true",
    "dominant_function": "processing",
    "exporter_role": "other",
}


def verdict(list_id: str, code: str, item: Mapping[str, str], on: dt.date = TODAY) -> Truth:
    """Return what one list says of an item: YES if the entry or a paragraph of it does, else UNKNOWN before NO.

    An entry that is not in force, or not about the item's kind, says NO.
    """
    parameters = {name: value for name, value in item.items() if name != "kind"}
    body = json.dumps({"kind": item["kind"], "parameters": parameters}).encode()
    read = read_item(read_document(body, "item.json"), RULEBOOK.vocabulary, RULEBOOK.lists)
    (found,) = classify(read, [RULEBOOK.control_list(list_id)], on)
    about = [one.verdict for one in found.verdicts if one.code == code or one.code.startswith(f"{code}.")]
    return next((truth for truth in (Truth.YES, Truth.UNKNOWN) if truth in about), Truth.NO)


def machine(qubits: str, error: str, architecture: str) -> dict[str, str]:
    """Return a quantum computer."""
    return {
        "kind": "quantum_computer",
        "physical_qubits": qubits,
        "cnot_error": error,
        "architecture": architecture,
    }


def accelerator(tpp: str, density: str = "0.5") -> dict[str, str]:
    """Return an integrated circuit for data centres."""
    return {**ACCELERATOR, "total_processing_performance": tpp, "performance_density": density}


@pytest.mark.parametrize(
    ("tpp", "density", "listed_by"),
    [
        ("5000", "0.5", {"us-ccl"}),
        ("5999", "20", {"us-ccl"}),
        ("2000", "6", {"us-ccl"}),
        ("1600", "3.2", {"us-ccl"}),
        ("6000", "0.5", set(CIRCUITS)),
        ("1500", "20", set()),
    ],
)
@pytest.mark.parametrize("list_id", sorted(CIRCUITS))
def test_accelerators(tpp: str, density: str, listed_by: set[str], list_id: str) -> None:
    expected = Truth.of(list_id in listed_by)
    assert verdict(list_id, CIRCUITS[list_id], accelerator(tpp, density)) is expected


def test_note_2_is_american() -> None:
    gaming = {**accelerator("4000", "6"), "designed_or_marketed_for_datacenter": "false"}
    assert verdict("us-ccl", "3A090", gaming) is Truth.NO
    assert verdict("us-ccl", "3A090", {**gaming, "designed_or_marketed_for_datacenter": "true"}) is Truth.YES


@pytest.mark.parametrize("list_id", sorted(QUANTUM))
@pytest.mark.parametrize(
    ("qubits", "error", "architecture", "expected"),
    [
        ("34", "1e-4", "gate", Truth.YES),
        ("33", "1e-6", "gate", Truth.NO),
        ("72", "9e-5", "measurement", Truth.YES),
        ("72", "2e-4", "gate", Truth.NO),
        ("2000", "0.5", "gate", Truth.YES),
        ("5000", "1e-6", "annealing", Truth.NO),
    ],
)
def test_the_quantum_ladder_is_the_same_everywhere(
    list_id: str, qubits: str, error: str, architecture: str, expected: Truth
) -> None:
    assert verdict(list_id, QUANTUM[list_id], machine(qubits, error, architecture)) is expected


@pytest.mark.parametrize(
    ("list_id", "first_day"),
    [
        ("us-ccl", dt.date(2024, 9, 6)),
        ("eu-annex-i", dt.date(2025, 11, 15)),
    ],
)
def test_the_quantum_ladder_did_not_begin_everywhere_on_one_day(list_id: str, first_day: dt.date) -> None:
    item = machine("72", "9e-5", "gate")
    assert verdict(list_id, QUANTUM[list_id], item, first_day - dt.timedelta(days=1)) is Truth.NO
    assert verdict(list_id, QUANTUM[list_id], item, first_day) is Truth.YES


def test_analogue_machines_are_outside_for_the_americans_and_open_for_the_japanese() -> None:
    item = machine("5000", "1e-6", "analog")
    assert verdict("us-ccl", QUANTUM["us-ccl"], item) is Truth.NO
    assert verdict("jp-export-order", QUANTUM["jp-export-order"], item) is Truth.UNKNOWN


@pytest.mark.parametrize("list_id", sorted(set(RULEBOOK.lists) - {"us-ccl"}))
@pytest.mark.parametrize("kind", ["model_weights", "memory_device"])
def test_weights_and_high_bandwidth_memory_are_american(list_id: str, kind: str) -> None:
    item = {
        "kind": kind,
        "training_operations": "2e26",
        "weights_published": "false",
        "high_bandwidth_memory": "true",
        "memory_bandwidth_density": "5",
        "dominant_function": "memory",
    }
    parameters = {name: value for name, value in item.items() if name != "kind"}
    body = json.dumps({"kind": kind, "parameters": parameters}).encode()
    read = read_item(read_document(body, "item.json"), RULEBOOK.vocabulary, RULEBOOK.lists)
    (found,) = classify(read, [RULEBOOK.control_list(list_id)], TODAY)
    assert not found.codes(Truth.YES)
