"""Parties and links to entities, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import InputError
from sekisho.parties.party import Link, ListedParty, Name, properties_of
from sekisho.sources.ftm.export import entities, entity_of, entity_of_link
from sekisho.sources.ftm.mapper import PLACES_OF, WORDS
from sekisho.sources.ftm.model import SCHEMATA
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source, starter
from sekisho.terms.places import PLACES
from tests.sources.ftm.entities import DATASET, records
from tests.sources.publications import ECFR, METI, small

_NAMES = {"name", "alias", "previousName", "weakAlias", "abbreviation", "firstName", "lastName", "full", "address"}


def again(parties: Iterable[ListedParty], links: Iterable[Link] = ()) -> list[ListedParty | Link]:
    """Export and read again."""
    reading = Reading("entities.ftm.json")
    made = records("".join(f"{one}\n" for one in entities(parties, links)).encode(), reading)
    assert reading.unread_rows == 0
    return made


def names_of(party: ListedParty) -> list[tuple[str, str]]:
    """Return the names by quality; FollowTheMoney keeps the order within a quality only."""
    return sorted(((name.value, name.quality) for name in party.names), key=lambda one: one[1])


def test_an_entity() -> None:
    party = ListedParty(
        id="syn-1",
        source="example-list",
        schema="Company",
        names=(Name("Example A"), Name("Ex. A", "alias"), Name("Old A", "former"), Name("EA", "weak")),
        countries=("CN", "UA-43"),
        addresses=("1 Example Road",),
        footnotes=(1, 4),
        requirement="For all items",
        policy="Presumption of denial",
        concerns=("N", "M"),
        citation="80 FR 1",
        remarks="Synthetic",
        properties=properties_of(
            {
                "program": ["EXAMPLE"],
                "jurisdiction": ["Panama", "suhh", "Atlantis"],
                "imoNumber": ["IMO9999999"],
                "mmsi": ["999999999"],
                "notes": ["A note"],
            }
        ),
    )
    assert entity_of(party) == {
        "id": "syn-1",
        "caption": "Example A",
        "schema": "Company",
        "properties": {
            "name": ["Example A"],
            "alias": ["Ex. A"],
            "previousName": ["Old A"],
            "weakAlias": ["EA"],
            "country": ["cn", "ua-cri"],
            "address": ["1 Example Road"],
            "program": ["EXAMPLE"],
            "jurisdiction": ["pa", "suhh"],
            "imoNumber": ["IMO9999999"],
            "notes": [
                "Synthetic",
                "licence requirement: For all items",
                "licence review policy: Presumption of denial",
                "footnotes: 1, 4",
                "concerns: N, M",
                "citation: 80 FR 1",
                "jurisdiction: Atlantis",
                "mmsi: 999999999",
                "A note",
            ],
        },
        "datasets": ["example-list"],
    }


def test_an_address_and_a_link() -> None:
    party = ListedParty("syn-1", "x", "Address", (Name("Address 1"),), ("HK",), ("2 Example Road",))
    assert entity_of(party)["properties"] == {"name": ["Address 1"], "full": ["2 Example Road"], "country": ["hk"]}
    made = Link("syn-2", "x", "Sanction", (("entity", ("syn-1",)),), (("country", ("US",)), ("shoe", ("9",))))
    assert entity_of_link(made) == {
        "id": "syn-2",
        "caption": "Sanction",
        "schema": "Sanction",
        "properties": {"entity": ["syn-1"], "country": ["us"], "description": ["shoe: 9"]},
        "datasets": ["x"],
    }
    odd = Link("syn-3", "x", "Mention", (), (("name", ("Example",)), ("shoe", ("9",))))
    assert entity_of_link(odd)["properties"] == {"name": ["Example"], "shoe": ["9"]}
    assert entity_of_link(odd)["caption"] == "Example"


def test_a_schema_that_there_is_not() -> None:
    with pytest.raises(InputError, match="no schema 'Compny'") as problem:
        entity_of(ListedParty("syn-1", "x", "Compny", (Name("Example"),)))
    assert "Company" in (problem.value.remedy or "")


def test_lines_are_deterministic_and_whole() -> None:
    parties = starter().parties
    lines = list(entities(parties))
    assert lines == list(entities(parties))
    assert not any("\n" in one for one in lines)
    assert [json.loads(one)["id"] for one in lines] == [party.id for party in parties]


def test_the_publications_come_back() -> None:
    parties = [
        party
        for source, path in (("us-entity-list", ECFR), ("us-uvl", ECFR), ("us-meu", ECFR), ("jp-end-user-list", METI))
        for party in read_source(small(source), path.read_bytes(), path.name).parties
    ]
    for party, back in zip(parties, again(parties), strict=True):
        same(party, back)
        assert isinstance(back, ListedParty)
        for said in (party.remarks, party.requirement, party.policy, party.citation):
            assert " ".join(said.split()) in back.remarks


def test_the_synthetic_dataset_comes_back() -> None:
    first = records(DATASET.read_bytes())
    parties = [one for one in first if isinstance(one, ListedParty)]
    links = [one for one in first if isinstance(one, Link)]
    back = again(parties, links)
    assert [one for one in back if isinstance(one, Link)] == links
    for one, other in zip(parties, (one for one in back if isinstance(one, ListedParty)), strict=True):
        same(one, other)


def same(party: ListedParty, back: ListedParty | Link) -> None:
    """Hold a party against what came back; remarks and words may have more than before."""
    assert isinstance(back, ListedParty)
    assert (back.id, back.schema) == (party.id, party.schema)
    assert names_of(back) == names_of(party)
    assert back.countries == party.countries
    assert back.addresses == party.addresses
    assert back.properties == party.properties


_CODES = sorted(PLACES)
_LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
_TEXT = st.text(_LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
_NAMED = _TEXT.filter(lambda text: any(character.isalnum() for character in text))
_SCHEMA = st.sampled_from(sorted(name for name, schema in SCHEMATA.items() if schema.party))


@st.composite
def listed(draw: st.DrawFn) -> ListedParty:
    schema = draw(_SCHEMA)
    values = draw(st.lists(_NAMED, min_size=1, max_size=4, unique=True))
    further = st.sampled_from(("alias", "former", "weak"))
    names = tuple(Name(value, draw(further) if number else "primary") for number, value in enumerate(values))
    countries = tuple(draw(st.lists(st.sampled_from(_CODES), max_size=3, unique=True)))
    types = SCHEMATA[schema].types
    free = [name for name in types if name not in (*WORDS, *_NAMES)]
    properties: dict[str, list[str]] = {}
    for name in draw(st.lists(st.sampled_from(sorted(free)), max_size=4, unique=True)):
        if types[name] != "country":
            properties[name] = draw(st.lists(_TEXT, min_size=1, max_size=3))
        elif name == "country":
            properties[name] = ["suhh"]
        elif name in PLACES_OF:
            properties[name] = ["zz", *countries[:1]]
        else:
            properties[name] = [draw(st.sampled_from(_CODES))]
    return ListedParty(
        id=draw(st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)),
        source="example-list",
        schema=schema,
        names=names,
        countries=countries,
        addresses=tuple(draw(st.lists(_TEXT, max_size=2, unique=True))),
        requirement=draw(st.just("") | _TEXT),
        citation=draw(st.just("") | _TEXT),
        remarks=draw(st.just("") | _TEXT),
        properties=properties_of(properties),
    )


@given(listed())
def test_every_party_comes_back(party: ListedParty) -> None:
    (back,) = again([party])
    same(party, back)
    assert isinstance(back, ListedParty)
    for said in (party.requirement, party.citation, party.remarks):
        assert said in back.remarks


@given(st.sampled_from(sorted(name for name, schema in SCHEMATA.items() if not schema.party)), st.data())
def test_every_link_comes_back(name: str, data: st.DataObject) -> None:
    types = SCHEMATA[name].types
    values = {
        key: [data.draw(st.sampled_from(_CODES) if types[key] == "country" else _TEXT)]
        for key in data.draw(st.lists(st.sampled_from(sorted(types)), max_size=5, unique=True))
    }
    ends = {key for key in values if types[key] == "entity"}
    link = Link(
        "syn-1",
        "ftm",
        name,
        properties_of({key: values[key] for key in ends}),
        properties_of({key: found for key, found in values.items() if key not in ends}),
    )
    assert again([], [link]) == [link]
