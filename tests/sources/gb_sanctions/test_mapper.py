"""Designations of the UK Sanctions List to parties, on synthetic files written from the published format."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.gb_sanctions.mapper import date_of, map_rows
from sekisho.sources.gb_sanctions.reader import read
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source
from tests.sources.publications import FOLDER, small

XML = FOLDER / "uk-sanctions-list-2026-01-02.xml"
CSV = FOLDER / "uk-sanctions-list-2026-01-02.csv"


def parties(data: bytes, reading: Reading | None = None) -> list[ListedParty]:
    reading = reading or Reading("uk-sanctions-list.xml")
    return list(map_rows(read(BytesIO(data), reading), reading))


def one(inside: str, reading: Reading | None = None) -> ListedParty:
    text = f"<Designations><Designation><UniqueID>A</UniqueID>{inside}</Designation></Designations>"
    (party,) = parties(text.encode(), reading)
    return party


def named(name: str, kind: str = "Primary Name", strength: str = "") -> str:
    return f"<Name><Name6>{name}</Name6><NameType>{kind}</NameType><AliasStrength>{strength}</AliasStrength></Name>"


def test_both_forms_give_the_same_parties() -> None:
    structured = read_source(small("gb-sanctions"), XML.read_bytes(), XML.name)
    flat = read_source(small("gb-sanctions"), CSV.read_bytes(), CSV.name)
    assert structured.parties == flat.parties
    assert structured.state.snapshot == flat.state.snapshot == dt.date(2026, 1, 2)
    assert [(party.id, party.schema) for party in flat.parties] == [
        ("gb-sanctions-SYN0001", "Person"),
        ("gb-sanctions-SYN0002", "Company"),
        ("gb-sanctions-SYN0003", "Vessel"),
    ]
    for counted in ("designations", "names", "addresses"):
        assert structured.reading.counted[counted] == flat.reading.counted[counted]


def test_a_person() -> None:
    person, *_ = parties(XML.read_bytes())
    assert person.source == "gb-sanctions"
    assert person.names == (
        Name("Synth Ivan EXEMPLAR"),
        Name("Synth EXEMPLAROV", "alias"),
        Name("The Example", "weak"),
        Name("Synth SAMPLER", "alias"),
        Name("Синт Образцов", "alias"),
    )
    assert person.countries == ("IR", "SY")
    assert person.addresses == ("1 Sample Street, Samplestadt, 00001, Iran",)
    assert dict(person.properties) == {
        "birthDate": ("1965", "1966-04-03", "1967-05", "1968"),
        "birthPlace": ("Samplestadt, Iran",),
        "createdAt": ("2020-02-01",),
        "firstName": ("Synth Ivan",),
        "gender": ("male",),
        "idNumber": ("ID-1",),
        "lastName": ("EXEMPLAR",),
        "modifiedAt": ("2025-06-05",),
        "nationality": ("IR", "SY"),
        "notes": (
            "DOB: circa 1968",
            "DOB: between 1950 and 1960",
            "national identifier ID-1: Iran",
            "passport X0000001: issued 2010",
            "other information: (UK Sanctions List Ref): SYN0001, made up",
            "UK statement of reasons: Invented for a test. Second line.",
        ),
        "passportNumber": ("X0000001",),
        "position": ("Minister of Examples",),
        "program": ("The Synthetic (Sanctions) Regulations 2020",),
        "title": ("Dr",),
    }
    assert person.citation == "Sanctions and Anti-Money Laundering Act 2018; The Synthetic (Sanctions) Regulations 2020"
    for said in (
        "sanctions imposed: Asset freeze, Travel Ban",
        "UN reference number: SYi.001",
        "Синт Образцов: Cyrillic, Russian",
    ):
        assert said in person.remarks


def test_an_entity_and_a_ship() -> None:
    _, entity, ship = parties(CSV.read_bytes())
    assert [name.value for name in entity.names] == ["EXAMPLE TRADING CO., LTD.", "ETC"]
    assert entity.identifiers == {"registrationNumber": ("REG-1",)}
    assert entity.values("notes") == ("parent company: Example Parent Ltd", "subsidiary: Example Subsidiary Ltd")
    assert (entity.values("phone"), entity.values("email")) == (("+00 000",), ("nobody@example.org",))
    assert ship.identifiers == {"imoNumber": ("1000007",)}
    assert (ship.values("flag"), ship.values("pastFlags")) == (("PA",), ("LR",))
    assert (ship.values("type"), ship.values("tonnage"), ship.values("buildDate")) == (
        ("Crude oil tanker",),
        ("1000",),
        ("2001",),
    )
    assert "previous owner or operator: Sample Shipping" in ship.values("notes")


def test_the_quality_of_names() -> None:
    inside = "".join(
        (
            named("Weakest", "Alias", "Low Quality"),
            named("Zyqor", "PRIMARY NAME"),
            named("Second", "Primary Name"),
            named("Zyqor", "Alias"),
            named("Weakest", "alias", "Good quality"),
            named("Old", "Formerly known as"),
        )
    )
    party = one(inside)
    assert party.names == (Name("Zyqor"), Name("Weakest", "alias"), Name("Second", "alias"), Name("Old", "former"))
    assert "Old: Formerly known as" in party.remarks
    assert one(named("Only", "Alias", "Low quality")).names == (Name("Only"),)
    assert one("<NameNonLatinScript>Зикор</NameNonLatinScript>").names == (Name("Зикор"),)


def test_what_is_not_understood_is_kept() -> None:
    reading = Reading("uk-sanctions-list.xml")
    party = one(
        f"{named('Zyqor')}<IndividualEntityShip>Spacecraft</IndividualEntityShip><Title>Sir</Title><Nationality>Atlantis</Nationality>"
        "<Gender>Unknown</Gender><IMONumber>none</IMONumber><DateDesignated>soon</DateDesignated><Mood>good</Mood>"
        "<Address><AddressCountry>Atlantis</AddressCountry></Address>",
        reading,
    )
    assert reading.unknown_places == {"Atlantis": 2}
    assert reading.counted["dates that are not understood"] == 1
    assert party.schema == "LegalEntity"
    assert party.addresses == ("Atlantis",)
    assert party.remarks == "designation type: Spacecraft; title: Sir; Mood: good"
    assert party.values("notes") == ("date designated: soon", "nationality: Atlantis", "gender: Unknown", "IMO number: none")


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("01/02/1960", "1960-02-01"),
        ("1/2/1960", "1960-02-01"),
        ("dd/mm/1965", "1965"),
        ("DD/MM/1965", "1965"),
        ("00/00/1975", "1975"),
        ("dd/03/1970", "1970-03"),
        ("1970", "1970"),
        ("circa 1970", "1970"),
        ("c. 1970", "1970"),
        ("31/02/1970", ""),
        ("01/00/1970", ""),
        ("01/13/1970", ""),
        ("00/00/0000", ""),
        ("between 1950 and 1960", ""),
        ("", ""),
    ],
)
def test_dates(printed: str, date: str) -> None:
    assert date_of(printed) == date


@pytest.mark.parametrize(
    ("designation", "message"),
    [
        (named("Zyqor"), "the designation has no unique id, or several"),
        (f"<UniqueID>A</UniqueID><UniqueID>B</UniqueID>{named('Zyqor')}", "the designation has no unique id, or several"),
        ("<UniqueID>A</UniqueID>", "the designation A has no name"),
        ("<UniqueID>A</UniqueID><Name><NameType>Alias</NameType></Name>", "the designation A has no name"),
    ],
)
def test_what_cannot_be_a_designation_is_noted(designation: str, message: str) -> None:
    reading = Reading("uk-sanctions-list.xml")
    data = f"<Designations><Designation>{designation}</Designation></Designations>".encode()
    assert parties(data, reading) == []
    assert [unread.message for unread in reading.unread] == [message]


def test_an_id_that_comes_again_later_is_not_merged() -> None:
    lines = CSV.read_bytes().split(b"\n")
    data = b"\n".join((*lines[:-1], lines[-4], b""))
    with pytest.raises(SourceError, match="gb-sanctions-SYN0002 stands in the publication already"):
        read_source(small("gb-sanctions"), data, CSV.name)


def test_a_day_that_contradicts_the_name_is_refused() -> None:
    with pytest.raises(SourceError, match="says 2026-01-02"):
        read_source(small("gb-sanctions"), XML.read_bytes(), "uk-sanctions-list-2026-01-03.xml")


def told(data: bytes, file: str) -> None:
    """Assert that a file is refused, or that every designation read of it is a party or noted as unread."""
    reading = Reading(file)
    try:
        found = parties(data, reading)
    except SourceError:
        return
    assert len(found) + reading.unread_rows >= reading.counted.get("designations", 0)
    assert all(party.name for party in found)


@pytest.mark.parametrize("path", [XML, CSV])
@given(st.data())
def test_bytes_that_were_changed_or_cut_off(path: Any, data: st.DataObject) -> None:
    good = path.read_bytes()
    told(good[: data.draw(st.integers(0, len(good)))], path.name)
    at = data.draw(st.integers(0, len(good) - 1))
    told(good[:at] + data.draw(st.binary(min_size=1, max_size=3)) + good[at + 1 :], path.name)
    if path is XML:
        with pytest.raises(SourceError):
            parties(good[: data.draw(st.integers(0, len(good) - 3))])
