"""What the tests of the lists outside the United States share: items as in a file, and the verdicts of one list."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from sekisho.controls.classification import EntryVerdict, ListClassification
from sekisho.controls.classify import classify
from sekisho.controls.control_list import ControlList
from sekisho.controls.read import read_item
from sekisho.logic.tree import Constant
from sekisho.logic.truth import Truth
from sekisho.terms.document import read_document
from sekisho.workspace.rulebook import open_rulebook

TODAY = dt.date(2026, 7, 23)
RULEBOOK = open_rulebook()
LADDER = ((34, 1e-4), (100, 1e-3), (200, 2e-3), (350, 3e-3), (500, 4e-3), (700, 5e-3), (1100, 6e-3), (2000, 1.0))
"""Where each of the eight limbs of the quantum computer entry begins, and the largest error that it takes in."""

_SHAPE = ("kind", "components", "subject")


def the_list(list_id: str) -> ControlList:
    """Return one list of the packaged rulebook."""
    return RULEBOOK.control_list(list_id)


def classified(list_id: str, item: Mapping[str, object], on: dt.date = TODAY) -> ListClassification:
    """Return what a list says of an item whose parameters stand beside kind, components and subject."""
    body: dict[str, object] = {name: item[name] for name in _SHAPE if name in item}
    body["parameters"] = {name: value for name, value in item.items() if name not in _SHAPE}
    node = read_document(json.dumps(body).encode(), "item.json")
    (found,) = classify(read_item(node, RULEBOOK.vocabulary, RULEBOOK.lists), [the_list(list_id)], on)
    return found


def verdicts(list_id: str, item: Mapping[str, object], on: dt.date = TODAY) -> dict[str, EntryVerdict]:
    """Return the verdict of every entry in force about the item's kind."""
    return {found.code: found for found in classified(list_id, item, on).verdicts}


def codes(list_id: str, item: Mapping[str, object], truth: Truth = Truth.YES, on: dt.date = TODAY) -> set[str]:
    """Return the codes whose entries give this verdict."""
    return {code for code, found in verdicts(list_id, item, on).items() if found.verdict is truth}


def machine(qubits: int, error: float, architecture: str = "gate", **more: str) -> dict[str, object]:
    """Return a quantum computer."""
    return {
        "kind": "quantum_computer",
        "physical_qubits": str(qubits),
        "cnot_error": repr(error),
        "architecture": architecture,
        **more,
    }


def circuit(tpp: str, **more: str) -> dict[str, object]:
    """Return an integrated circuit with digital processing units."""
    return {
        "kind": "integrated_circuit",
        "total_processing_performance": tpp,
        **more,
    }


def cooler(**more: str) -> dict[str, object]:
    """Return a two-stage pulse tube cryocooler of 1.5 W at 4.2 K."""
    return {
        "kind": "cryogenic_cooling_system",
        "cooler_type": "pulse_tube",
        "cooler_stages": "2",
        "cooling_power_at_4k2": "1.5 W",
        **more,
    }


def amplifier(frequency: str, **more: str) -> dict[str, object]:
    """Return a parametric amplifier for 20 mK with a noise figure of 0.01 dB."""
    return {
        "kind": "parametric_amplifier",
        "design_ambient_temp": "20 mK",
        "noise_figure_at_1k": "0.01 dB",
        "frequency": frequency,
        **more,
    }


def in_force(list_id: str, code: str, on: dt.date) -> bool:
    """Tell whether an entry is in force on a day, decided or not."""
    return the_list(list_id).entry(code).version(on) is not None


def decided(list_id: str, code: str, on: dt.date) -> bool:
    """Tell whether an entry is in force on a day with a condition."""
    version = the_list(list_id).entry(code).version(on)
    return version is not None and version.condition is not None


def lacking_verdicts(control_list: ControlList) -> dict[str, set[Truth]]:
    """Return, by code, the verdicts that no case of an executable entry expects."""
    missing = {
        entry.code: set(Truth) - {case.expect for case in entry.cases}
        for entry in control_list.entries
        if any(version.condition not in (None, Constant(True)) for version in entry.versions)
    }
    return {code: truths for code, truths in missing.items() if truths}
