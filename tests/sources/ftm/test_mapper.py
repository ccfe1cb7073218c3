"""Entities to parties and links."""

from __future__ import annotations

import pytest

from sekisho.parties.party import IDENTIFIERS, Link, ListedParty
from sekisho.sources.ftm.model import SCHEMATA
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source, recognise
from tests.sources.ftm.entities import DATASET, line, link, party, records


def test_the_synthetic_dataset() -> None:
    (found,) = recognise(DATASET)
    assert found.card.id == "ftm-example-dataset"
    snapshot = read_source(found.card, DATASET.read_bytes(), DATASET.name)
    assert [one.id for one in snapshot.parties] == [
        "syn-company-1",
        "syn-person-1",
        "syn-vessel-1",
        "syn-wallet-1",
        "syn-address-2",
        "syn-company-2",
    ]
    everything: list[ListedParty | Link] = [*snapshot.parties, *snapshot.links]
    assert {one.source for one in everything} == {"ftm-example-dataset"}
    assert len(snapshot.parties) + len(snapshot.links) == DATASET.read_bytes().count(b'"schema"')
    assert str(snapshot.state.snapshot) == "2026-01-02"
    for schema in {one.schema for one in everything}:
        assert snapshot.reading.counted[schema] == DATASET.read_text("utf-8").count(f'"schema": "{schema}"')
    assert not snapshot.reading.unknown_places

    company = snapshot.parties[0]
    assert [(name.value, name.quality) for name in company.names] == [
        ("Example Trading Co., Ltd.", "primary"),
        ("Example Trading Company Limited", "alias"),
        ("Пример Трейдинг", "alias"),
        ("Sample Export House", "former"),
        ("ETC", "weak"),
    ]
    assert company.countries == ("CN", "RU")
    assert company.addresses == ("1 Example Road, Exampleville",)
    assert company.values("country") == ("suhh",)
    assert company.values("jurisdiction") == ("RU",)
    assert company.values("topics") == ("sanction", "export.control")
    assert company.values("program") == ("EXAMPLE-PROGRAMME",)
    assert company.identifiers["innCode"] == ("7707083893",)
    assert company.citation == (
        "OpenSanctions/FollowTheMoney dataset: example_synthetic, example_other; https://example.org/synthetic/1"
    )
    assert company.remarks == (
        "This entity is synthetic.; datasets: example_synthetic, example_other; referents: other-17; "
        "first seen: 2025-01-01; last change: 2025-11-03"
    )
    assert not {"name", "alias", "previousName", "weakAlias", "notes", "address"} & dict(company.properties).keys()


def test_the_caption_is_the_first_name_only_where_it_is_a_name() -> None:
    assert party("Company", {"caption": "Example B"}, name=["Example A", "Example B"]).name == "Example B"
    other = party("Company", {"caption": "Example C"}, name=["Example A", "Example B"])
    assert other.name == "Example A"
    assert other.remarks == "caption: Example C"
    assert party("Company", {"caption": "Example A"}, alias=["Example A"]).remarks == ""


def test_a_name_is_there_once_with_its_best_quality() -> None:
    made = party(
        "Company", name=["Example  A"], alias=["Example A", "B 1"], weakAlias=["B 1", "C 1"], abbreviation=["C 1", "D"]
    )
    assert [(one.value, one.quality) for one in made.names] == [
        ("Example A", "primary"),
        ("B 1", "alias"),
        ("C 1", "weak"),
        ("D", "weak"),
    ]
    assert made.values("abbreviation") == ("C 1", "D")


def test_a_person_is_named_by_the_parts_of_the_name() -> None:
    parts = {"firstName": ["Testa"], "middleName": ["Em"], "lastName": ["Madeup"]}
    assert party("Person", **parts).name == "Testa Em Madeup"
    several = party("Person", firstName=["Testa", "Testb"], lastName=["Madeup"])
    assert [(one.value, one.quality) for one in several.names] == [("Testa Madeup", "primary"), ("Testb Madeup", "weak")]
    assert [one.value for one in party("Person", name=["Known Name"], **parts).names] == ["Known Name"]
    assert [one.value for one in party("Person", alias=["Ay Kay"], **parts).names] == ["Testa Em Madeup", "Ay Kay"]
    many = {"firstName": [f"A{number}" for number in range(9)], "lastName": [f"B{number}" for number in range(9)]}
    assert len(party("Person", **many).names) == 16
    assert link("Person", middleName=["Em"]).properties == (("middleName", ("Em",)),)


@pytest.mark.parametrize(
    ("schema", "properties", "name"),
    [
        ("Vessel", {"imoNumber": ["IMO9999999"], "mmsi": ["999999999"]}, "IMO9999999"),
        ("Vessel", {"mmsi": ["999999999"]}, "999999999"),
        ("Security", {"isin": ["XX0000000000"], "ticker": ["EXA"]}, "XX0000000000"),
        ("CryptoWallet", {"publicKey": ["synthetic0000"]}, "synthetic0000"),
        ("CryptoWallet", {"cryptoAddress": ["synthetic0001"]}, "synthetic0001"),
        ("BankAccount", {"iban": ["XX00SYN"], "bic": ["EXAMPLEX"]}, "XX00SYN"),
        ("Company", {"taxNumber": ["0001"]}, "0001"),
        ("Person", {"passportNumber": ["SYN0001"]}, "SYN0001"),
    ],
)
def test_a_number_is_a_weak_name(schema: str, properties: dict[str, list[str]], name: str) -> None:
    made = party(schema, **properties)
    assert [(one.value, one.quality) for one in made.names] == [(name, "weak")]
    assert {key: list(values) for key, values in made.properties} == properties


def test_a_name_of_signs_is_none() -> None:
    made = party("Vessel", name=["---"], callSign=["SYN1"])
    assert [one.value for one in made.names] == ["SYN1"]
    assert made.remarks == "name: ---"
    assert link("Company", name=["..."]).properties == (("name", ("...",)),)


@pytest.mark.parametrize(
    ("schema", "properties"),
    [
        ("Address", {"full": ["1 Example Road"], "country": ["cn"]}),
        ("Security", {"type": ["share"], "issuer": ["syn-2"]}),
        ("BankAccount", {"bic": ["EXAMPLEX"]}),
        ("Company", {"program": ["EXAMPLE"], "programId": ["EX"]}),
        ("Position", {"name": ["Member of the Example Council"]}),
        ("Document", {"fileName": ["example.pdf"], "title": ["Example Trading Co., Ltd."]}),
        ("Contract", {"name": ["Example contract"]}),
        ("Mention", {"name": ["Example"]}),
    ],
)
def test_what_is_no_party_is_kept_as_a_link(schema: str, properties: dict[str, list[str]]) -> None:
    made = link(schema, **properties)
    assert made.schema == schema
    kept = {key: list(values) for key, values in (*made.ends, *made.properties)}
    assert kept == {key: ["CN"] if key == "country" else values for key, values in properties.items()}
    assert {key for key, _ in made.ends} == {"issuer"} & properties.keys()


def test_an_address_that_is_itself_flagged_is_a_party() -> None:
    made = party("Address", full=["2 Example Road"], topics=["export.control"])
    assert made.addresses == ("2 Example Road",)
    assert [(one.value, one.quality) for one in made.names] == [("2 Example Road", "weak")]
    named = party("Address", name=["Address 1"], full=["3 Example Road"], address=["4 Example Road"])
    assert named.name == "Address 1"
    assert named.addresses == ("4 Example Road", "3 Example Road")


def test_links() -> None:
    made = link("Ownership", owner=["syn-2"], asset=["syn-3", "syn-4"], percentage=["51"], summary=["Synthetic"])
    assert made.ends == (("asset", ("syn-3", "syn-4")), ("owner", ("syn-2",)))
    assert made.properties == (("percentage", ("51",)), ("summary", ("Synthetic",)))
    assert link("Sanction", entity=["syn-2"], country=["us", "eu"]).properties == (("country", ("US", "eu")),)


@pytest.mark.parametrize(
    ("code", "country", "kept"),
    [
        ("cn", "CN", ()),
        ("CN", "CN", ()),
        ("chn", "CN", ()),
        ("China", "CN", ()),
        ("xk", "XK", ()),
        ("ua-cri", "UA-43", ()),
        ("ua-dpr", "UA-14", ()),
        ("ua-lpr", "UA-09", ()),
        ("ge-ab", "GE", ("ge-ab",)),
        ("us-ca", "US", ("us-ca",)),
        ("suhh", None, ("suhh",)),
        ("yucs", None, ("yucs",)),
        ("csxx", None, ("csxx",)),
        ("ddde", None, ("ddde",)),
        ("zz", None, ("zz",)),
        ("eu", None, ("eu",)),
        ("x-so", None, ("x-so",)),
    ],
)
def test_codes_of_countries(code: str, country: str | None, kept: tuple[str, ...]) -> None:
    reading = Reading("x")
    (made,) = records(line(name=["Example"], country=[code]), reading)
    assert isinstance(made, ListedParty)
    assert made.countries == (() if country is None else (country,))
    assert made.values("country") == kept
    assert not reading.unknown_places


def test_an_unknown_country_is_noted_and_kept() -> None:
    reading = Reading("x")
    (made,) = records(line(name=["Example"], mainCountry=["Atlantis"]), reading)
    assert isinstance(made, ListedParty)
    assert made.countries == ()
    assert made.values("mainCountry") == ("Atlantis",)
    assert reading.unknown_places == {"Atlantis": 1}


@pytest.mark.parametrize("name", ["country", "jurisdiction", "mainCountry", "nationality", "citizenship"])
def test_properties_that_say_a_country(name: str) -> None:
    made = party("Person", name=["Testa Madeup"], birthCountry=["fr"], **{name: ["de", "zz"]})
    assert made.countries == ("DE",)
    assert made.values(name) == (("zz",) if name == "country" else ("DE", "zz"))
    assert made.values("birthCountry") == ("FR",)


def test_a_schema_that_is_not_known_is_noted() -> None:
    reading = Reading("x")
    assert records(line("Spaceship", name=["Example"]) + line(name=["Example"]), reading)[0].schema == "Company"
    assert reading.unread_rows == 1
    assert "Spaceship" in reading.unread[0].message
    assert reading.counted == {"Company": 1}


def test_properties_that_are_not_known_are_kept() -> None:
    assert party("Company", name=["Example"], newThing=["x"]).values("newThing") == ("x",)


def test_every_schema_is_kept_with_all_that_it_has() -> None:
    """Nothing that an entity of any schema says is dropped."""
    for name, schema in SCHEMATA.items():
        properties = {key: [f"value of {key}"] for key, kind in schema.types.items() if kind != "country"}
        properties |= {key: ["suhh"] for key in schema.of_type("country")}
        (made,) = records(line(name, **properties))
        assert isinstance(made, ListedParty) == schema.party
        if isinstance(made, Link):
            assert {key: list(values) for key, values in (*made.ends, *made.properties)} == properties
            continue
        said = {one.value for one in made.names} | set(made.addresses) | set(made.remarks.split("; "))
        said |= {value for _, values in made.properties for value in values}
        assert {value for values in properties.values() for value in values} <= said


def test_identifiers_are_properties_of_the_model() -> None:
    known = {name for schema in SCHEMATA.values() for name in schema.types}
    assert known >= IDENTIFIERS
