"""Exports held against the followthemoney library; by hand without it."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sekisho.errors import EngineError
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.ftm.export import entities
from sekisho.sources.ftm.model import REGIONS, SCHEMATA
from sekisho.sources.ftm.validate import Problem, problems_with
from sekisho.sources.registry import starter
from sekisho.terms.places import PLACES
from tests.sources.ftm.entities import DATASET

BAD = [
    {"id": "a", "schema": "Spaceship", "properties": {}},
    {"id": "b", "schema": "Thing", "properties": {"name": ["x"]}},
    {"id": "c", "schema": "Company", "properties": {"name": ["x"], "shoe": ["9"]}},
    {"id": "d", "schema": "Company", "properties": {"name": ["x"], "country": ["atlantis"]}},
    {"id": "e", "schema": "Company", "properties": {}},
    {"id": "f", "schema": "Company", "properties": {"name": ["x"]}},
]


@pytest.fixture
def library() -> Any:
    try:
        return importlib.import_module("followthemoney")
    except ImportError as problem:
        pytest.skip(f"followthemoney is not installed: {problem}")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    with pytest.raises(EngineError, match="followthemoney is not installed") as problem:
        problems_with([])
    assert problem.value.remedy == "install sekisho[ftm]"


class _Invalid(Exception):
    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__("invalid")
        self.errors = errors


class _Schema:
    """What we use of a schema of the library."""

    name, abstract, required = "Company", False, ("name",)

    def get(self, name: str) -> object | None:
        return None if name == "shoe" else self

    def validate(self, entity: dict[str, Any]) -> None:
        if "country" in entity["properties"]:
            raise _Invalid({"properties": {"country": "Invalid value"}})


def test_with_a_stand_in_for_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    schemata = {"Company": _Schema(), "Thing": SimpleNamespace(abstract=True)}
    monkeypatch.setitem(sys.modules, "followthemoney", SimpleNamespace(model=schemata))
    monkeypatch.setitem(sys.modules, "followthemoney.exc", SimpleNamespace(InvalidData=_Invalid))
    found = problems_with(["", "{}", "[]", "x", *map(json.dumps, BAD)])
    assert [(one.line, one.id, one.message) for one in found] == [
        (2, "", "not an entity: KeyError"),
        (3, "", "not an entity: TypeError"),
        (4, "", "not an entity: JSONDecodeError"),
        (5, "a", "no schema of entities: Spaceship"),
        (6, "b", "no schema of entities: Thing"),
        (7, "c", "Company has no property shoe"),
        (8, "d", "country: Invalid value"),
        (9, "e", "Company needs name"),
    ]


def test_with_the_library(library: Any) -> None:
    found = list(problems_with(map(json.dumps, BAD)))
    assert [one.id for one in found] == ["a", "b", "c", "d", "e"]
    assert "atlantis" in found[3].message


def test_exports_are_valid(library: Any) -> None:
    assert list(problems_with(entities(starter().parties))) == []
    everywhere = ListedParty("syn-1", "x", "Company", (Name("Example"),), tuple(PLACES))
    assert list(problems_with(entities([everywhere]))) == []


def test_the_synthetic_dataset_is_what_it_seems(library: Any) -> None:
    found = list(problems_with(DATASET.read_text("utf-8").splitlines()))
    assert {one.id for one in found} <= {"syn-vessel-1", "syn-person-1", "syn-person-2"}
    assert all(one.message.endswith("needs name") or "imoNumber" in one.message for one in found)


def test_the_table_is_the_model_of_the_library(library: Any) -> None:
    schemata = library.model.schemata
    assert set(SCHEMATA) == set(schemata)
    for name, schema in schemata.items():
        assert SCHEMATA[name].kinds == set(schema.names), name
        types = {key: one.type.name for key, one in schema.properties.items() if not one.stub}
        assert dict(SCHEMATA[name].types) == types, name


def test_the_codes_of_countries_are_those_of_the_library(library: Any) -> None:
    countries = importlib.import_module("followthemoney.types").registry.country
    unknown = {code for code in PLACES if not countries.validate(REGIONS.get(code, code.lower()))}
    assert unknown == set()


def test_official_exports_are_valid(library: Any) -> None:
    """All but addresses that are longer than the library takes: they are not cut."""
    folder = os.environ.get("SEKISHO_DATA")
    if not folder:
        pytest.skip("SEKISHO_DATA is not set: no export of an official publication was held against followthemoney")
    from sekisho.sources.registry import read_source, recognise

    found: list[Problem] = []
    for one in recognise(Path(folder)):
        if one.card.id in ("us-entity-list", "us-uvl", "us-meu", "jp-end-user-list"):
            snapshot = read_source(one.card, one.path.read_bytes(), one.path.name, one.snapshot)
            found += problems_with(entities(snapshot.parties, snapshot.links))
    assert {one.message.split(":")[0] for one in found} <= {"address", "full"}


def test_a_dataset_is_validated_where_the_library_is_there() -> None:
    from io import BytesIO

    from sekisho.sources.ftm.validate import NOTED, note_problems
    from sekisho.sources.reading import Reading

    reading = Reading("entities.ftm.json")
    note_problems(BytesIO(b'{"id":"x","schema":"Company","properties":{"name":["Example"],"wing":["left"]}}\n'), reading)
    there = importlib.util.find_spec("followthemoney") is not None
    assert reading.counted == ({NOTED: 1} if there else {})
