"""Items as users write them."""

from __future__ import annotations

import pytest

from sekisho.controls.item import NOT_LISTED, Item
from sekisho.controls.read import read_facts, read_item
from sekisho.errors import DocumentError, Error, QuantityError, VocabularyError
from sekisho.logic.values import Several
from sekisho.terms.document import read_document
from tests.controls.synthetic import words

LISTS = ("us-ccl", "x-first")


def read(text: str, extra: tuple[str, ...] = ()) -> Item:
    return read_item(read_document(text.encode(), "item.yaml"), words(), LISTS, extra)


def refused(text: str) -> Error:
    with pytest.raises(Error) as caught:
        read(text)
    assert caught.value.exit_status == 2
    assert caught.value.file == "item.yaml"
    assert caught.value.line is not None
    return caught.value


def test_a_whole_item() -> None:
    found = read(
        """
        description: a   made-up
          chip
        kind: board
        parameters: {qubit_count: 72, temperature: "-268.65 degC", architecture: gate, sealed: true, error: ~}
        components:
          - {kind: chip, parameters: {error: 9e-5}, components: [{kind: gadget}]}
        components_complete: true
        subject: {kind: machine}
        declared: {us-ccl: 4a906.A.1, x-first: not listed}
        answers: {745 Supp. 2: false, other: ~}
        """
    )
    assert found == Item(
        kind="board",
        parameters={"qubits": 72.0, "temperature": 4.5, "architecture": "gate", "sealed": True},
        description="a made-up chip",
        components=(Item("chip", {"error": 9e-5}, components=(Item("gadget"),)),),
        components_complete=True,
        subject=Item("machine"),
        declared={"us-ccl": "4A906.a.1", "x-first": NOT_LISTED},
        answers={"745 Supp. 2": False},
    )


def test_the_least_item_is_a_kind_that_nobody_needs_to_know() -> None:
    assert read("kind: toy") == Item("toy")


def test_json_goes_through_the_same_reader() -> None:
    node = read_document(b'{"kind": "chip", "parameters": {"qubits": 34, "sealed": false, "error": null}}', "item.json")
    assert read_item(node, words(), LISTS) == Item("chip", {"qubits": 34.0, "sealed": False})


def test_further_keys_are_the_callers() -> None:
    text = "{kind: chip, quantity: 1, components: [{kind: chip, quantity: 2}]}"
    assert read(text, extra=("quantity",)).components == (Item("chip"),)
    assert "unknown key 'quantity'" in refused(text).message


@pytest.mark.parametrize(
    ("parameters", "message", "remedy"),
    [
        ("qbits: 72", "unknown parameter 'qbits'", "did you mean 'qubits'"),
        ("qubits: -1", "cannot be", ""),
        ("error: -1", "cannot be less than 0", "check the value"),
        ("qubits: 2000000", "cannot be more than 1e+06 count", "check value and unit"),
        ("qubits: 1.5", "is a whole number, not 1.5", "check the value"),
        ("qubits: 3 K", "states temperature", "units of count"),
        ("temperature: 4.5 W", "declared unit is K", "units of temperature"),
        ("temperature: -1", "never below 0 K", "check the sign"),
        ("temperature: warm", "is not a number in K", "4.5 K"),
        ("temperature: nan", "is not a number in K", "4.5 K"),
        ("temperature: .inf", "is not a number in K", "4.5 K"),
        ("temperature: 1e999", "1e999", ""),
        ("temperature: 1_000", "is not a number in K", "without separators"),
        ("temperature: [4]", "a text is expected", ""),
        ("architecture: gates", "architecture cannot be 'gates'", "did you mean 'gate'"),
        ("architecture: [gate, annealing]", "a text is expected", ""),
        ("serves: []", "an empty list says nothing", "leave the parameter out"),
        ("serves: [making, usin]", "serves cannot be 'usin'", "did you mean 'using'"),
        ("architecture: '???'", "architecture cannot be '???'", "use one of gate, annealing"),
        ("sealed: 'yes'", "true or false", ""),
        ("contains_item: nothing", "'nothing' is not the code of an entry", "or none"),
        ("contains_item: '3A090.a, 4A003'", "is not the code of an entry", "written as a list"),
        ("contains_item: [none, 3A090]", "'none' stands alone", ""),
        ("contains_item: us-ccl:none", "'none' stands alone", ""),
        ("contains_item: []", "neither which entries nor that there are none", "write none"),
        ("contains_item: us-cl:3A090", "there is no list 'us-cl'", "did you mean 'us-ccl'"),
        ("{qubits: 1, qubit_count: ~}", "'qubit_count' and 'qubits' are the same parameter", "keep one"),
    ],
)
def test_wrong_parameters_are_refused_with_line_and_place(parameters: str, message: str, remedy: str) -> None:
    body = parameters if parameters.startswith("{") else f"{{{parameters}}}"
    problem = refused(f"kind: chip\nparameters:\n  {body}\n")
    assert message in problem.message
    assert remedy in (problem.remedy or "")
    assert problem.line == 3
    assert problem.place is not None
    assert problem.place.startswith("parameters.")


def test_the_kind_of_error_is_kept() -> None:
    assert isinstance(refused("{kind: chip, parameters: {qbits: 1}}"), VocabularyError)
    assert isinstance(refused("{kind: chip, parameters: {temperature: 1 W}}"), QuantityError)
    assert isinstance(refused("{kind: chip, parameters: {sealed: maybe}}"), DocumentError)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("none", Several()),
        ("None", Several()),
        ("[none]", Several()),
        ("3a090.A", Several(frozenset({"3A090.a"}))),
        ("us-ccl:3a090", Several(frozenset({"us-ccl:3A090"}))),
        ("[3A090.a, 'x-first:8.Art7.6.i']", Several(frozenset({"3A090.a", "x-first:8.Art7.6.i"}))),
    ],
)
def test_references_are_codes(written: str, expected: Several) -> None:
    assert read(f"{{kind: chip, parameters: {{contains_item: {written}}}}}").parameters == {"contains_item": expected}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("making", "making"),
        ("[making]", Several(frozenset({"making"}))),
        ("[using, making]", Several(frozenset({"making", "using"}))),
    ],
)
def test_several_values_are_a_list_where_several_can_hold(written: str, expected: object) -> None:
    assert read(f"{{kind: chip, parameters: {{serves: {written}}}}}").parameters == {"serves": expected}


def test_any_text_is_a_text_where_no_values_are_given() -> None:
    assert read("{kind: chip, parameters: {colour: NO}}").parameters == {"colour": "NO"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("us-ccl: EAR99", {"us-ccl": "EAR99"}),
        ("us-ccl: ear 99", {"us-ccl": "EAR99"}),
        ("us-ccl: Not  Listed", {"us-ccl": NOT_LISTED}),
        ("x-first: not_listed", {"x-first": NOT_LISTED}),
        ("us-ccl: ~", {}),
        ("us-ccl: 3E002", {"us-ccl": "3E002"}),
    ],
)
def test_declared_codes_are_brought_to_one_spelling(written: str, expected: dict[str, str]) -> None:
    assert read(f"{{kind: chip, declared: {{{written}}}}}").declared == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("declared: {us-cl: 3A090}", "there is no list 'us-cl'"),
        ("declared: {x-first: EAR99}", "EAR99 is a classification of us-ccl only"),
        ("declared: {us-ccl: none}", "'none' is not the code of an entry"),
        ("declared: [3A090]", "a mapping"),
        ("components: {kind: chip}", "a list is expected"),
        ("components_complete: 1", "true or false"),
        ("subject: chip", "a mapping"),
        ("answers: {a: perhaps}", "true or false"),
        ("parameters: []", "a mapping"),
        ("colour: red", "unknown key 'colour'"),
    ],
)
def test_other_wrong_keys(text: str, message: str) -> None:
    assert message in refused(f"kind: chip\n{text}").message


@pytest.mark.parametrize("kind", ["Chip", "a chip", "4chips", "chip-set", '""', "[chip]"])
def test_a_kind_is_a_lower_case_noun(kind: str) -> None:
    refused(f"kind: {kind}")


def test_items_are_not_nested_without_end() -> None:
    deep = "{kind: chip}"
    for _ in range(5):
        deep = f"{{kind: chip, components: [{deep}]}}"
    read(deep)
    assert "nested deeper than 5" in refused(f"{{kind: chip, subject: {deep}}}").message


def test_facts_alone_do_not_know_the_lists() -> None:
    node = read_document(b"{contains_item: any-list:3A090}", "facts.yaml")
    assert read_facts(node, words()) == {"contains_item": Several(frozenset({"any-list:3A090"}))}
    assert read_facts(None, words()) == {}
