"""Entries of the SDN List to parties, on a synthetic edition."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.parties.party import ListedParty
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source, recognise
from sekisho.sources.us_sdn.mapper import map_rows
from sekisho.sources.us_sdn.reader import read
from tests.sources.ofac_files import CSV, SDN, parties_of
from tests.sources.publications import small


@pytest.fixture(scope="module")
def edition() -> tuple[dict[str, ListedParty], Reading]:
    parties, reading = parties_of(SDN.read_bytes(), read, map_rows)
    return {party.id: party for party in parties}, reading


@pytest.fixture(scope="module")
def parties(edition: tuple[dict[str, ListedParty], Reading]) -> dict[str, ListedParty]:
    return edition[0]


def test_everybody_is_there(parties: dict[str, ListedParty]) -> None:
    assert {party.id: (party.name, party.schema) for party in parties.values()} == {
        "us-sdn-101": ("EXAMPLE TRADING CO., LTD.", "Company"),
        "us-sdn-102": ("Madeup Middle PERSON", "Person"),
        "us-sdn-103": ("EXAMPLE STAR", "Vessel"),
        "us-sdn-104": ("ZZ-EXA", "Airplane"),
        "us-sdn-105": ("Nobody INVENTED JR.", "Person"),
        "us-sdn-106": ("MINISTRY OF EXAMPLES", "Organization"),
    }


def test_a_company(parties: dict[str, ListedParty]) -> None:
    party = parties["us-sdn-101"]
    assert [(name.value, name.quality) for name in party.names] == [
        ("EXAMPLE TRADING CO., LTD.", "primary"),
        ("XAMPLETRADE", "alias"),
        ("EXAMPLE COMMERCE CO.", "former"),
        ("EXAMPLE NOUVELLE CO.", "alias"),
        ("XTC", "weak"),
    ]
    assert party.countries == ("RU", "CU")
    assert party.addresses == (
        "1 Example Street, Room 2, Moscow, Example Region 000101, Russia",
        "Nowhere, undetermined",
        "Elsewhere, Region: Exampleland",
    )
    assert party.citation == "31 CFR chapter V; OFAC, SDN List"
    assert party.remarks == (
        "programme: SDGT, CAATSA - RUSSIA; n.k.a. EXAMPLE NOUVELLE CO.; all offices worldwide; (Linked To: EXAMPLE HOLDING)"
    )
    assert dict(party.properties) == {
        "idNumber": ("LRC 77",),
        "incorporationDate": ("1991-11-19",),
        "notes": (
            "Tax ID No. 0000000101 (Russia)",
            "Government Gazette Number 00000101 (Russia)",
            "Organization Established Date 19 Nov 1991",
            "Secondary sanctions risk: See Section 0 of an order that does not exist",
            "Digital Currency Address - XBT 1ExampLeAddressThatNobodyHas",
            "Lunar Registration Certificate LRC 77",
        ),
        "okpoCode": ("00000101",),
        "program": ("SDGT", "CAATSA - RUSSIA"),
        "publicKey": ("1ExampLeAddressThatNobodyHas",),
        "taxNumber": ("0000000101",),
        "website": ("www.example.com",),
    }


def test_a_person(parties: dict[str, ListedParty]) -> None:
    party = parties["us-sdn-102"]
    assert [(name.value, name.quality) for name in party.names[1:]] == [("Madeup PERSONN", "alias"), ("Abu PERZON", "weak")]
    assert dict(party.properties) == {
        "birthDate": ("1963-10-03", "1961"),
        "birthPlace": ("Exampleville, Iran",),
        "citizenship": ("IR",),
        "firstName": ("Madeup Middle",),
        "gender": ("male",),
        "lastName": ("PERSON",),
        "nationality": ("KP", "IR"),
        "notes": ("Passport X0000102 (Korea, North) issued 01 Jan 2015 expires 31 Dec 2024", "DOB circa 1961"),
        "passportNumber": ("X0000102",),
        "position": ("Director of EXAMPLE TRADING CO., LTD.",),
        "program": ("NPWMD",),
    }


def test_a_vessel(parties: dict[str, ListedParty]) -> None:
    assert dict(parties["us-sdn-103"].properties) == {
        "callSign": ("ZZ103",),
        "flag": ("PA",),
        "grossRegisteredTonnage": ("56068",),
        "imoNumber": ("0000103",),
        "mmsi": ("000000103",),
        "notes": ("Former Vessel Flag Malta", "Former Vessel Flag None Identified", "vesselOwner: Example Shipping S.A."),
        "pastFlags": ("MT",),
        "program": ("IRAN",),
        "tonnage": ("99144",),
        "type": ("Crude Oil Tanker",),
    }


def test_an_aircraft(parties: dict[str, ListedParty]) -> None:
    party = parties["us-sdn-104"]
    assert (party.values("registrationNumber"), party.values("model"), party.values("serialNumber")) == (
        ("ZZ-EXA",),
        ("EX-76",),
        ("0104",),
    )


def test_a_range_of_dates_is_each_of_its_years(parties: dict[str, ListedParty]) -> None:
    party = parties["us-sdn-105"]
    assert (party.values("birthDate"), party.values("notes")) == (("1958", "1959", "1960"), ("DOB 1958 to 1960",))
    assert party.remarks == "programme: TCO; newList@kind: future; newList/newItem: an element of a later edition"


def test_what_is_counted(edition: tuple[dict[str, ListedParty], Reading]) -> None:
    assert edition[1].counted == {
        "programmes": 7,
        "aliases": 7,
        "addresses": 4,
        "identifiers": 16,
        "identifiers of an unknown kind": 1,
    }
    assert edition[1].unknown_places == {"Region: Exampleland": 1}
    assert edition[1].unread_rows == 0


def test_the_whole_way() -> None:
    snapshot = read_source(small("us-sdn"), SDN.read_bytes(), SDN.name)
    assert (snapshot.state.snapshot, snapshot.state.parties) == (dt.date(2026, 1, 2), 6)


def test_both_forms_are_recognised_by_their_names() -> None:
    assert [one.card.id for one in recognise(SDN)] == ["us-sdn"]
    (found,) = (one for one in recognise(CSV) if one.card.id == "us-sdn")
    assert [path.name for path in found.files][:3] == ["sdn.csv", "add.csv", "alt.csv"]
