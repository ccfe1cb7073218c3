"""Words are defined once, with a type, a unit and limits that make sense."""

from __future__ import annotations

import pytest

from sekisho.controls.vocabulary import Parameter, read_vocabulary
from sekisho.errors import DocumentError, RulebookError, VocabularyError
from sekisho.logic.values import Type
from sekisho.terms.document import read_document
from tests.controls.synthetic import words


def test_parameters_have_type_unit_and_limits() -> None:
    found = words().parameters["qubits"]
    assert found == Parameter(
        "qubits",
        Type.NUMBER,
        "Many",
        unit="count",
        aliases=("qubit_count",),
        minimum=0.0,
        maximum=1e6,
        integer=True,
    )
    assert words().parameters["error"].unit == "1"
    assert words().parameters["sealed"].unit == ""
    assert words().parameters["serves"].several
    assert not words().parameters["architecture"].several
    assert words().parameters["architecture"].values == ("gate", "annealing")


def test_schema_and_references() -> None:
    assert words().schema()["sealed"] is Type.FLAG
    assert set(words().references()) == {"contains_item", "for_entry", "specially_designed_for", "meets_entry"}


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("qubits", "qubits"),
        ("qubit_count", "qubits"),
        ("cooling_power_at_4.2K", "cooling_power_at_4k2"),
        ("noise_figure_at_1K", "noise_figure_at_1k"),
    ],
)
def test_aliases_lead_to_the_canonical_name(written: str, canonical: str) -> None:
    assert words().canonical(written) == canonical


@pytest.mark.parametrize(
    ("written", "remedy"),
    [("Qubits", "did you mean 'qubits'"), ("qbits", "did you mean 'qubits'"), ("xyz", "`sekisho vocabulary` lists")],
)
def test_an_unknown_name_gets_a_suggestion(written: str, remedy: str) -> None:
    with pytest.raises(VocabularyError, match=f"unknown parameter '{written}'") as caught:
        words().canonical(written)
    assert caught.value.remedy is not None
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("kinds: {a: x}\nparameters:\n  b: {type: number, text: t}\n  c: {type: number, text: t, aliases: [b]}", "twice", 4),
        ("parameters:\n  b: {type: number, text: t, aliases: [b]}", "twice", 2),
        ("parameters:\n  b: {type: number, text: t, aliases: [z]}\n  z: {type: flag, text: t}", "twice", 3),
        ("parameters:\n  B: {type: number, text: t}", "'B' cannot be a name", 2),
        ("kinds:\n  a-b: x", "'a-b' cannot be a name", 2),
        ("parameters:\n  kind: {type: text, text: t}", "meaning of its own", 2),
        ("parameters:\n  undecided: {type: flag, text: t}", "meaning of its own", 2),
        ("parameters:\n  b: {type: integer, text: t}", "'integer' is no type", 2),
        ("parameters:\n  b: {type: number, text: t, unit: parsecs}", "unknown unit", 2),
        ("parameters:\n  b: {type: flag, text: t, unit: K}", "'unit' is for a number", 2),
        ("parameters:\n  b: {type: number, text: t, values: [x]}", "'values' is for a text", 2),
        ('parameters:\n  b: {type: number, text: t, minimum: "2", maximum: "1"}', "minimum above", 2),
        ("parameters:\n  b: {type: text, text: t, values: [x, x]}", "a value twice", 2),
        ('parameters:\n  b: {type: text, text: t, reference: "true"}', "references are", 2),
        ("parameters:\n  for_entry: {type: text, text: t}", "references are", 2),
        ('parameters:\n  b: {type: number, text: t, several: "true"}', "'several' is for a text", 2),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(RulebookError, match=message) as caught:
        read_vocabulary([read_document(text.encode(), "words.yaml")])
    assert caught.value.file == "words.yaml"
    assert caught.value.line == line


def test_a_kind_in_two_files_is_refused() -> None:
    one, other = (read_document(b"kinds: {a: x}", name) for name in ("one.yaml", "other.yaml"))
    with pytest.raises(RulebookError, match="the kind 'a' is defined twice") as caught:
        read_vocabulary([one, other])
    assert caught.value.file == "other.yaml"


@pytest.mark.parametrize(
    "text", ["kind: {a: x}", "kinds: [a]", "parameters: {b: {type: number}}", "parameters: {b: {type: flag, text: t, x: y}}"]
)
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        read_vocabulary([read_document(text.encode(), "words.yaml")])
