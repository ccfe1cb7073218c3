"""The examples: each gives the outcome that its comment promises, on a bare machine with only the starter set."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from sekisho.controls.classify import classify
from sekisho.controls.read import read_item
from sekisho.licensing.answer import answer_of, exit_status, provenance_of
from sekisho.licensing.determination import Decision
from sekisho.licensing.determine import decide
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.read import ITEM_KEYS, read_transaction
from sekisho.licensing.transaction import Transaction
from sekisho.parties.index import Index
from sekisho.parties.party import PartyQuery, Screening
from sekisho.parties.screen import screen
from sekisho.sources.registry import starter
from sekisho.terms.document import Node, read_file
from tests.licensing.samples import RULEBOOKS, classified, law, lists, vocabulary

ROOT = RULEBOOKS.parents[2]
EXAMPLES = ROOT / "examples"
OUTCOMES = {
    "quantum-and-gpu": Outcome.LICENCE_REQUIRED,
    "prohibited": Outcome.PROHIBITED,
    "licence-required": Outcome.LICENCE_REQUIRED,
    "refer": Outcome.REFER,
    "owned-by-listed": Outcome.REFER,
    "needs-information": Outcome.NEEDS_INFORMATION,
    "no-requirement-found": Outcome.NO_REQUIREMENT_FOUND,
    "analogue-simulator": Outcome.NO_REQUIREMENT_FOUND,
    "two-jurisdictions": Outcome.LICENCE_REQUIRED,
}


@functools.cache
def searched() -> tuple[Index, Any]:
    snapshot = starter()
    return Index.build(snapshot.parties), snapshot.state


@functools.cache
def document(name: str) -> Node:
    return read_file(EXAMPLES / f"{name}.yaml")


def screenings(transaction: Transaction) -> dict[int, Screening]:
    index, state = searched()
    return {
        number: screen(PartyQuery(one.name, one.country, one.address, one.identifiers), index, [state])
        for number, one in enumerate(transaction.everybody)
    }


@functools.cache
def decided(name: str) -> tuple[Transaction, Decision, dict[str, Any]]:
    transaction = read_transaction(document(name), vocabulary())
    found, seen = classified(transaction), screenings(transaction)
    decision = decide(transaction, found, seen, law())
    provenance = provenance_of("0", "0", lists().values(), [searched()[1]])
    answer = answer_of(
        transaction,
        decision,
        found,
        seen,
        as_of=transaction.date,
        vocabulary=vocabulary(),
        provenance=provenance,
    )
    return transaction, decision, answer


@functools.cache
def validator(name: str) -> Draft202012Validator:
    schemas = [json.loads(one.read_text(encoding="utf-8")) for one in sorted((ROOT / "schemas").glob("*.json"))]
    for one in schemas:
        Draft202012Validator.check_schema(one)
    registry: Any = Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in schemas])
    (schema,) = [one for one in schemas if one["$id"] == f"{name}.schema.json"]
    return Draft202012Validator(schema, registry=registry)


def test_every_example_is_here() -> None:
    assert {one.stem for one in EXAMPLES.glob("*.yaml")} == {*OUTCOMES, "quantum-computer-item", "transposition-jp"}


@pytest.mark.parametrize("name", list(OUTCOMES))
def test_an_example_gives_its_outcome(name: str) -> None:
    _, decision, answer = decided(name)
    assert decision.outcome is OUTCOMES[name]
    assert answer["outcome"] == OUTCOMES[name].value


@pytest.mark.parametrize("name", [*OUTCOMES, "quantum-computer-item"])
def test_an_example_says_what_it_shows(name: str) -> None:
    head = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[:4]
    assert any("Shows:" in line for line in head)


@pytest.mark.parametrize("name", list(OUTCOMES))
def test_files_and_answers_meet_their_schemas(name: str) -> None:
    validator("transaction").validate(document(name).plain())
    validator("decision").validate(decided(name)[2])


def test_the_item_file_meets_its_schema_and_is_read() -> None:
    node = document("quantum-computer-item")
    validator("item").validate(node.plain())
    item = read_item(node, vocabulary(), lists(), extra=ITEM_KEYS)
    found = {one.list_id: one for one in classify(item, lists().values(), decided("refer")[0].date)}
    assert [one.code for one in found["us-ccl"].verdicts if one.verdict.value == "yes"] == ["4A906.a.1"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2026-07-23", "kind": "export", "destination": "CN", "items": [{"kind": "toy"}]},
        {"date": "2026-07-23", "kind": "export", "means": "physical", "destination": "CN", "items": []},
        {"date": "soon", "kind": "export", "means": "physical", "destination": "CN", "items": [{"kind": "toy"}]},
        {
            "date": "2026-07-23",
            "kind": "intangible",
            "means": "physical",
            "destination": "CN",
            "items": [{"kind": "toy"}],
        },
        {
            "date": "2026-07-23",
            "kind": "export",
            "means": "physical",
            "destination": "CN",
            "items": [{"kind": "toy", "value": {"amount": -1, "currency": "USD"}}],
        },
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, Any]) -> None:
    assert not validator("transaction").is_valid(wrong)


def test_the_schema_takes_typed_json() -> None:
    typed = {
        "date": "2026-07-23",
        "kind": "intangible",
        "destination": "CN",
        "items": [{"kind": "software", "us_content_percent": 12.5, "us_direct_product": False, "quantity": 1}],
    }
    validator("transaction").validate(typed)


def test_the_headline_example_has_several_requirements() -> None:
    _, decision, answer = decided("quantum-and-gpu")
    entries = {one["entry"] for one in answer["determinations"][0]["requirements"]}
    assert {"4A906.a.1", "4A090.a"} <= entries
    assert any("Entity List" in one["text"] for one in answer["determinations"][0]["requirements"])
    assert exit_status(decision.outcome) == 20


def test_two_jurisdictions_require_a_licence_each() -> None:
    legs = {leg.jurisdiction: leg for leg in decided("two-jurisdictions")[1].determinations}
    assert legs["US"].outcome is legs["JP"].outcome is Outcome.LICENCE_REQUIRED


def test_no_requirement_found_is_settled_and_says_what_it_rests_on() -> None:
    _, decision, answer = decided("no-requirement-found")
    assert decision.floor is decision.ceiling is Outcome.NO_REQUIREMENT_FOUND
    assert answer["questions"] == []
    assert [one["jurisdiction"] for one in answer["determinations"] if one["claim"]["verdict"] == "yes"] == ["JP"]


def test_one_parameter_decides_where_one_is_missing() -> None:
    questions = decided("needs-information")[2]["questions"]
    assert (questions[0]["field"], questions[0]["unit"]) == ("cnot_error", "1")
    assert "JP" in questions[0]["jurisdictions"]


def test_the_settled_licence_has_nothing_open() -> None:
    decision = decided("licence-required")[1]
    assert decision.floor is decision.ceiling is Outcome.LICENCE_REQUIRED


def test_the_owned_party_is_blocked_by_shares_that_are_added_up() -> None:
    (us,) = [one for one in decided("owned-by-listed")[2]["determinations"] if one["claim"]["verdict"] == "yes"]
    (step,) = [one for one in us["steps"] if one["rule"].startswith("OFAC 50 per cent rule") and one["applies"] == "yes"]
    assert "together 55 %, at least 50 %" in step["finding"]
    assert (us["floor"], us["ceiling"]) == ("refer", "refer")


def test_answers_are_the_same_byte_for_byte() -> None:
    first = json.dumps(decided("quantum-and-gpu")[2])
    decided.cache_clear()
    assert json.dumps(decided("quantum-and-gpu")[2]) == first


def test_answers_of_classify_and_screen_meet_their_schemas() -> None:
    whole = decided("quantum-and-gpu")[2]
    parts = ("classifications", "coverage", "questions", "provenance")
    validator("classification").validate({key: whole[key] for key in parts})
    (screening,) = whole["screenings"]
    query = {"name": screening["name"], "country": "CN"}
    found = {"query": query, "matches": screening["matches"], "searched": screening["searched"]}
    validator("screening").validate(found | {"provenance": whole["provenance"]})


def test_errors_meet_their_schema() -> None:
    from sekisho.errors import InputError

    problem = InputError("wrong", file="a.yaml", line=3, column=1, place="items[0]", remedy="mend it")
    validator("error").validate({"error": problem.as_json()})
    validator("error").validate({"error": InputError("wrong").as_json()})
