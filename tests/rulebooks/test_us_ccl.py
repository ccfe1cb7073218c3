"""The Commerce Control List as encoded: its cases, its dates, its notes and what it says of itself."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.controls.classification import EntryVerdict, ListClassification
from sekisho.controls.classify import classify
from sekisho.controls.entry import Status
from sekisho.controls.read import read_item
from sekisho.logic.truth import Truth
from sekisho.terms.document import read_document
from sekisho.workspace.rulebook import open_rulebook

TODAY = dt.date(2026, 7, 23)
RULEBOOK = open_rulebook()
LIST = RULEBOOK.control_list("us-ccl")
QUANTUM_RULE = re.compile(r"4A906|3A901|3A904|3B904|3C90[789]|3D90[17]|3E90[15]|4D906|4E906")
LADDER = [(34, 1e-4), (100, 1e-3), (200, 2e-3), (350, 3e-3), (500, 4e-3), (700, 5e-3), (1100, 6e-3), (2000, 1.0)]
SERVER = {
    "kind": "computer",
    "computer_class": "digital",
    "adjusted_peak_performance": "71",
    "essential_for_other_equipment": "false",
    "function_limited_to_other_equipment": "false",
    "for_telecommunications_equipment": "false",
}


def classified(item: Mapping[str, object], on: dt.date = TODAY) -> ListClassification:
    """Return what us-ccl says of an item written as in a file."""
    kind = item["kind"]
    components, subject = item.get("components"), item.get("subject")
    parameters = {k: v for k, v in item.items() if k not in ("kind", "components", "subject")}
    body: dict[str, object] = {"kind": kind, "parameters": parameters}
    if components is not None:
        body["components"] = components
    if subject is not None:
        body["subject"] = subject
    node = read_document(json.dumps(body).encode(), "item.json")
    (found,) = classify(read_item(node, RULEBOOK.vocabulary, RULEBOOK.lists), [LIST], on)
    return found


def verdicts(item: Mapping[str, object], on: dt.date = TODAY) -> dict[str, EntryVerdict]:
    """Return the verdict of every entry in force about the item's kind."""
    return {verdict.code: verdict for verdict in classified(item, on).verdicts}


def machine(qubits: int, error: float | None = None, architecture: str | None = "gate") -> dict[str, object]:
    """Return a quantum computer."""
    item: dict[str, object] = {"kind": "quantum_computer", "physical_qubits": str(qubits)}
    if error is not None:
        item["cnot_error"] = repr(error)
    if architecture is not None:
        item["architecture"] = architecture
    return item


def limbs(item: Mapping[str, object], truth: Truth) -> set[str]:
    """Return the paragraphs of 4A906.a with this verdict."""
    return {code for code, found in verdicts(item).items() if found.verdict is truth and code.startswith("4A906.a.")}


def test_every_entry_has_cases_of_all_three_verdicts() -> None:
    for entry in LIST.entries:
        assert {case.expect for case in entry.cases} == set(Truth), entry.code


def test_every_entry_is_cited() -> None:
    for entry in LIST.entries:
        for version in entry.versions:
            assert str(version.citation).startswith("15 CFR"), entry.code


def test_what_cannot_be_decided_says_why() -> None:
    undecided = [version for entry in LIST.entries for version in entry.versions if version.undecided]
    assert undecided
    for version in undecided:
        assert version.when is None
        assert len(version.undecided or "") > 30
        assert version.period.until is not None, "the version in force today is decided"


@pytest.mark.parametrize("code", sorted(code for code in LIST.codes if QUANTUM_RULE.match(code)))
def test_the_quantum_rule_began_on_6_september_2024(code: str) -> None:
    entry = LIST.entry(code)
    assert entry.version(dt.date(2024, 9, 5)) is None
    version = entry.version(dt.date(2024, 9, 6))
    assert version is not None
    assert version.undecided is None
    assert "89 FR 72926" in version.citation.parts


def test_a_listed_machine_is_outside_on_the_day_before() -> None:
    assert not classified(machine(72, 9e-5), dt.date(2024, 9, 5)).codes(Truth.YES)
    assert classified(machine(72, 9e-5), dt.date(2024, 9, 6)).codes(Truth.YES) == ("4A906.a.1",)


@pytest.mark.parametrize(("step", "rung"), list(enumerate(LADDER, start=1)))
def test_each_limb_begins_where_the_one_before_ends(step: int, rung: tuple[int, float]) -> None:
    qubits, error = rung
    assert limbs(machine(qubits, error), Truth.YES) == {f"4A906.a.{step}"}
    if step > 1:
        assert limbs(machine(qubits - 1, LADDER[step - 2][1]), Truth.YES) == {f"4A906.a.{step - 1}"}
    if step < len(LADDER):
        assert limbs(machine(qubits, error * 1.001), Truth.YES) == set()


@given(qubits=st.integers(0, 5000), error=st.floats(0, 1), architecture=st.sampled_from(["gate", "measurement"]))
def test_no_machine_is_in_two_limbs_and_a_better_one_is_never_freer(qubits: int, error: float, architecture: str) -> None:
    found = limbs(machine(qubits, error, architecture), Truth.YES)
    assert len(found) <= 1
    if found:
        assert limbs(machine(qubits, error / 2, architecture), Truth.YES) == found


@pytest.mark.parametrize("architecture", ["annealing", "analog", "other"])
@pytest.mark.parametrize("qubits", [34, 150, 5000])
def test_annealers_and_analogue_machines_are_outside(architecture: str, qubits: int) -> None:
    assert not classified(machine(qubits, 1e-6, architecture)).codes(Truth.YES)
    assert not limbs(machine(qubits, None, architecture), Truth.UNKNOWN)


def test_a_missing_fact_is_never_a_no() -> None:
    assert limbs(machine(150), Truth.UNKNOWN) == {"4A906.a.2"}
    assert limbs(machine(150, 1e-3, None), Truth.UNKNOWN) == {"4A906.a.2"}
    assert verdicts(machine(150))["4A906.a.2"].need == ("cnot_error",)
    assert len(limbs({"kind": "quantum_computer"}, Truth.UNKNOWN)) == len(LADDER)


def circuit(**parameters: str) -> dict[str, object]:
    """Return an accelerator for data centres."""
    return {
        "kind": "integrated_circuit",
        "dominant_function": "processing",
        "exporter_role": "other",
        "designed_or_marketed_for_datacenter": "true",
        **parameters,
    }


def listed_3a090(item: Mapping[str, object]) -> set[str]:
    """Return the paragraphs of 3A090 that an item meets."""
    return {code for code in classified(item).codes(Truth.YES) if code.startswith("3A090")}


@pytest.mark.parametrize(
    ("tpp", "density", "expected"),
    [
        ("4800", "0.5", {"3A090.a.1"}),
        ("4800", "5.92", {"3A090.a.1", "3A090.a.2"}),
        ("4800", "3.2", {"3A090.a.1", "3A090.b.2"}),
        ("4799", "5.92", {"3A090.a.2"}),
        ("4799", "5.91", {"3A090.b.1", "3A090.b.2"}),
        ("2400", "1.6", {"3A090.b.1"}),
        ("2399", "3.19", set()),
        ("1600", "3.2", {"3A090.b.2"}),
        ("1600", "5.92", {"3A090.a.2"}),
        ("1599", "50", set()),
    ],
)
def test_limits_of_3a090(tpp: str, density: str, expected: set[str]) -> None:
    item = circuit(total_processing_performance=tpp, performance_density=density)
    assert listed_3a090(item) == expected


@pytest.mark.parametrize(("tpp", "density"), [("2000", "6"), ("3000", "3"), ("4799", "5.91")])
def test_note_2_frees_what_is_below_4800_and_not_for_data_centres(tpp: str, density: str) -> None:
    item = circuit(total_processing_performance=tpp, performance_density=density)
    assert listed_3a090(item)
    assert not listed_3a090({**item, "designed_or_marketed_for_datacenter": "false"})
    unanswered = {name: value for name, value in item.items() if name != "designed_or_marketed_for_datacenter"}
    assert not listed_3a090(unanswered)
    assert any(found.verdict is Truth.UNKNOWN for found in verdicts(unanswered).values())


def test_note_2_does_not_reach_4800() -> None:
    item = circuit(total_processing_performance="4800", designed_or_marketed_for_datacenter="false")
    assert listed_3a090(item) == {"3A090.a.1"}


def test_a_server_is_classified_by_its_circuits() -> None:
    parameters = {"total_processing_performance": "15832", "exporter_role": "other", "dominant_function": "processing"}
    chip = {"kind": "integrated_circuit", "parameters": {**parameters}}
    assert set(classified({**SERVER, "components": [chip]}).codes(Truth.YES)) >= {"4A003.b", "4A090.a", "4A003.z.1.a"}


def test_an_unclassified_server_is_not_free() -> None:
    found = verdicts(SERVER)
    assert found["4A090.a"].verdict is Truth.UNKNOWN
    assert found["4A090.b"].verdict is Truth.UNKNOWN
    assert found["4A003.b"].verdict is Truth.YES


def test_model_weights_are_codified_and_not_enforced() -> None:
    item: dict[str, object] = {
        "kind": "model_weights",
        "training_operations": "2e26",
        "weights_published": "false",
        "derived_from_published_model": "false",
        "less_capable_than_published": "false",
    }
    found = verdicts(item)["4E091"]
    assert found.verdict is Truth.YES
    assert found.status is Status.NOT_ENFORCED
    assert "4E091" not in verdicts(item, dt.date(2025, 1, 12))


def test_definitions_control_nothing() -> None:
    item = {"kind": "computer", "fp64_peak": "120", "envelope_volume": "1000"}
    found = verdicts(item)["772.1-supercomputer"]
    assert found.verdict is Truth.YES
    assert found.status is Status.DEFINITION
    assert "772.1-supercomputer" not in classified(item).codes(Truth.YES)


def test_technology_follows_its_subject() -> None:
    prober = {"kind": "cryogenic_wafer_prober", "parameters": {"test_temp": "4 K", "wafer_diameter": "300 mm"}}
    item: dict[str, object] = {
        "kind": "technology",
        "subject": prober,
        "technology_activity": "development",
        "technology_required": "true",
    }
    assert "3E901" in classified(item).codes(Truth.YES)
    assert "3E001" not in classified(item).codes(Truth.YES)


@pytest.mark.parametrize("kind", sorted({kind for entry in LIST.entries for kind in entry.kinds}))
def test_no_kind_is_claimed_to_be_covered(kind: str) -> None:
    found = classified({"kind": kind})
    assert not found.covered
    assert found.coverage
