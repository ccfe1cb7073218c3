"""The schemas of charter, statement and tally hold for what the program writes, and refuse what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sekisho.assurance.recount import recount
from sekisho.regime.charters import SHIPPED, shipped_charter
from sekisho.regime.statements import COMMON, KINDS, check_statement
from sekisho.terms.document import read_document
from tests.assurance.world import FIVE, adopted, opened, replayed

ROOT = Path(__file__).resolve().parents[2]


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_charter_fits(name: str) -> None:
    document = read_document(shipped_charter(name), name).plain()
    validator("charter").validate(document)
    assert not validator("charter").is_valid({**document, "faults": 1})
    assert not validator("charter").is_valid({**document, "colour": "blue"})


def test_every_kind_has_its_fields_in_the_schema() -> None:
    schema: Any = validator("statement").schema
    tabled = {row["title"]: set(row["properties"]) for row in schema["oneOf"]}
    assert tabled == {kind: {*COMMON, *fields} for kind, (_, fields) in KINDS.items()}


def test_statements_and_tally_of_a_record_fit() -> None:
    one, subject = adopted("schemas")
    one.certify(subject, FIVE)
    verified = replayed(one)
    statements, seen = validator("statement"), set()
    for envelope in verified.opened.envelopes.values():
        if envelope.kind != "charter":
            check_statement(envelope.body)
            statements.validate(envelope.body)
            assert not statements.is_valid({**envelope.body, "further": "x"})
            seen.add(envelope.kind)
    assert {"proposal", "step", "round", "ballot", "close", "checkpoint", "settlement", "certificate"} <= seen
    answer = recount(verified, verified.docket.matters[subject])
    answer["proved"]["root_was_given"] = True
    validator("tally").validate(json.loads(json.dumps(answer)))


def test_the_tally_of_an_open_round_fits() -> None:
    one, subject = opened("schemas")
    one.vote(subject, {"JP": "yes"})
    one.must_checkpoint()
    verified = replayed(one)
    answer = recount(verified, verified.docket.matters[subject])
    answer["proved"]["root_was_given"] = False
    validator("tally").validate(json.loads(json.dumps(answer)))
