"""Suggestions for misspelt words."""

from __future__ import annotations

from sekisho.terms.spelling import closest, did_you_mean

WORDS = ["physical_qubits", "cnot_error", "architecture", "Architect"]


def test_the_closest_word_first() -> None:
    assert closest("physical_qubit", WORDS) == ("physical_qubits",)
    assert closest("ARCHITECT", WORDS) == ("Architect", "architecture")
    assert closest("architect", WORDS, limit=1) == ("Architect",)
    assert closest("", WORDS) == ()
    assert closest("zzz", WORDS) == ()
    assert closest("x" * 1_000_000, WORDS) == ()


def test_the_sentence() -> None:
    assert did_you_mean("cnot_eror", WORDS) == "did you mean 'cnot_error'?"
    assert did_you_mean("architect", WORDS) == "did you mean 'Architect' or 'architecture'?"
    assert did_you_mean("zzz", WORDS) is None
    assert did_you_mean("zzz", iter(WORDS), "see the vocabulary") == "see the vocabulary"
