"""A step of a reasoning is a value."""

from __future__ import annotations

import dataclasses

import pytest

from sekisho.terms.trace import Step


def test_a_step() -> None:
    step = Step("4A906.a.1", "72 qubits, error 9e-5: met", "15 CFR 774 Supp. 1")
    assert step == Step("4A906.a.1", "72 qubits, error 9e-5: met", "15 CFR 774 Supp. 1")
    assert Step("question", "not answered").citation == ""
    with pytest.raises(dataclasses.FrozenInstanceError):
        step.finding = "other"  # type: ignore[misc]
