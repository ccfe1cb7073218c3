"""Rows of the Consolidated Screening List to parties, on synthetic files."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.reading import Reading
from sekisho.sources.registry import card, read_source
from sekisho.sources.us_csl.mapper import LISTS, list_of, map_rows
from sekisho.sources.us_csl.reader import read
from tests.sources.publications import FOLDER, small

CSV = FOLDER / "csl-2026-01-02.csv"
JSON = FOLDER / "csl-2026-01-02.json"
GOOD = {
    "id": "7",
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "name": "EXAMPLE TRADING CO., LTD.",
}


def parties(data: bytes, reading: Reading) -> list[ListedParty]:
    return list(map_rows(read(BytesIO(data), reading), reading))


def entries(*changes: dict[str, Any], reading: Reading | None = None) -> list[ListedParty]:
    return parties(json.dumps({"results": [GOOD | one for one in changes]}).encode(), reading or Reading("csl.json"))


def one(**changes: Any) -> ListedParty:
    (party,) = entries(changes)
    return party


def test_the_synthetic_files() -> None:
    printed = read_source(small("us-csl"), CSV.read_bytes(), CSV.name)
    structured = read_source(small("us-csl"), JSON.read_bytes(), JSON.name)
    assert printed.parties == structured.parties
    assert printed.state.snapshot == dt.date(2026, 1, 2)
    assert printed.state.covers == ("us-dpl", "us-dtc", "us-isn")
    assert printed.reading.cited == dt.date(2021, 4, 15)
    assert printed.reading.counted["rows"] == 12
    assert printed.reading.counted["repeated entries"] == 1
    assert [(party.id, party.source, party.schema) for party in printed.parties] == [
        ("us-csl-sdn-90001", "us-sdn", "Person"),
        ("us-csl-sdn-90002", "us-sdn", "Vessel"),
        ("us-csl-sdn-90003", "us-sdn", "Airplane"),
        ("us-csl-ssi-90001", "us-ofac-consolidated", "Person"),
        (f"us-csl-dpl-{'0' * 39}a", "us-dpl", "LegalEntity"),
        (f"us-csl-el-{'0' * 39}b", "us-entity-list", "Organization"),
        (f"us-csl-dtc-{'0' * 39}c", "us-dtc", "Company"),
        (f"us-csl-isn-{'0' * 39}d", "us-isn", "Organization"),
        (f"us-csl-uvl-{'0' * 39}e", "us-uvl", "Company"),
        (f"us-csl-meu-{'0' * 39}f", "us-meu", "LegalEntity"),
        ("us-csl-cap-90004", "us-ofac-consolidated", "LegalEntity"),
    ]


def test_a_person() -> None:
    person = read_source(small("us-csl"), CSV.read_bytes(), CSV.name).parties[0]
    assert person.names == (
        Name("Synthia EXEMPLAR"),
        Name("Cynthia EXEMPLAR", "alias"),
        Name("SYNTHIA THE MADE-UP", "alias"),
    )
    assert person.countries == ("IR", "SY")
    assert person.addresses == ("1 Sample Street, Samplestadt, 00001, IR",)
    assert person.values("birthDate") == ("1961-02-03", "1962", "1970", "1971", "1972")
    assert person.values("nationality") == ("IR", "SY")
    assert person.values("citizenship") == ("LB",)
    assert person.values("gender") == ("female",)
    assert person.values("position") == ("Chief of Nothing",)
    assert person.identifiers == {"passportNumber": ("X0000001",)}
    assert {"DOB circa 1962", "DOB 1970 to 1972", "Passport X0000001 (Iran) expires 2014-08-30 issued 2009-08-31"} <= set(
        person.values("notes")
    )
    assert person.values("program") == ("SDGT", "IFSR")
    assert person.remarks.endswith("; programme: SDGT; IFSR")
    assert "(Linked To: EXAMPLE TRADING CO., LTD.)" in person.remarks


def test_a_ship_an_aircraft_and_a_denied_person() -> None:
    _, ship, aircraft, _, denied, *_ = read_source(small("us-csl"), CSV.read_bytes(), CSV.name).parties
    assert ship.identifiers == {"imoNumber": ("1000007",), "mmsi": ("000000001",), "callSign": ("AB0CD",)}
    assert ship.values("flag") == ("KP",)
    assert ship.values("pastFlags") == ("MN",)
    assert ship.values("tonnage") == ("1000",)
    assert ship.values("grossRegisteredTonnage") == ("900",)
    assert "vessel owner: Example Shipping" in ship.remarks
    assert aircraft.values("serialNumber") == ("12345",)
    assert aircraft.values("model") == ("SYN-1",)
    assert denied.countries == ("US",)
    assert denied.citation == "80 F.R. 1 1/2/15"
    assert denied.values("createdAt") == ("2015-01-02",)
    assert "until 2019-01-01; standard order: Y" in denied.remarks


def test_an_entry_of_the_entity_list() -> None:
    party = read_source(small("us-csl"), CSV.read_bytes(), CSV.name).parties[5]
    assert party.requirement == "For all items subject to the EAR. (See §744.11 of the EAR)"
    assert party.policy == "Presumption of denial; case-by-case for EAR99"
    assert party.footnotes == ()
    assert party.citation == "84 FR 1; 85 FR 2"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Entity List (EL) - Bureau of Industry and Security", "EL"),
        ("ENTITY LIST", "EL"),
        ("Debarred parties (DTC)", "DTC"),
        ("CAPTA List - Treasury Department", "CAP"),
        ("Foreign Financial Institutions (CAPTA List)", "CAP"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "NS-MBS"),
        ("Non-SDN Palestinian Legislative Council List (NS-PLC List)", "PLC"),
        ("Military End User (MEU) List - Bureau of Industry and Security", "MEU"),
        ("A List Nobody Knows (XX)", None),
        ("", None),
    ],
)
def test_which_list_an_entry_is_of(title: str, short: str | None) -> None:
    assert list_of(title) == short


def test_every_list_has_a_card_or_is_covered() -> None:
    covered = set(card("us-csl").covers)
    assert {"us-dpl", "us-dtc", "us-isn"} == covered
    assert {source for source, _ in LISTS.values()} - covered == {
        "us-sdn",
        "us-entity-list",
        "us-ofac-consolidated",
        "us-uvl",
        "us-meu",
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, "the entry has no id"),
        ({"name": ""}, "the entry has no name"),
        ({"source": "A List Nobody Knows (XX)"}, "the list 'A List Nobody Knows (XX)' is not known"),
        ({"start_date": "2020-02-30"}, "'2020-02-30' is no date"),
        ({"end_date": "soon"}, "'soon' is no date"),
    ],
)
def test_what_cannot_be_an_entry_is_noted(changes: dict[str, Any], message: str) -> None:
    reading = Reading("csl.json")
    assert entries(changes, reading=reading) == []
    assert [unread.message for unread in reading.unread] == [message]


def test_an_entry_that_differs_under_the_same_id_is_not_merged() -> None:
    reading = Reading("csl.json")
    found = entries({"remarks": "one"}, {"remarks": "two"}, reading=reading)
    assert len(found) == 2
    data = json.dumps({"results": [GOOD | {"remarks": "one"}, GOOD | {"remarks": "two"}]}).encode()
    with pytest.raises(SourceError, match="stands in the publication already"):
        read_source(small("us-csl"), data, "csl-2026-01-02.json")


def test_what_is_not_understood_stays_in_the_notes() -> None:
    reading = Reading("csl.json")
    (party,) = entries(
        {
            "type": "Submarine",
            "entity_number": "8",
            "title": "T",
            "vessel_flag": "None Identified",
            "nationalities": ["Atlantis"],
            "dates_of_birth": ["long ago", "1950-13", "1950-12"],
            "addresses": [{"city": "Sampleton", "country": "QQ"}, {"city": "Georgetown"}],
            "ids": [{"type": "Passport", "number": "X1", "country": "QQ"}],
        },
        reading=reading,
    )
    assert reading.unknown_places == {"Atlantis": 1, "QQ": 2}
    assert party.countries == ()
    assert party.addresses == ("Sampleton, QQ", "Georgetown")
    assert party.values("birthDate") == ("1950-12",)
    assert party.values("notes") == (
        "flag: None Identified",
        "nationality Atlantis",
        "DOB long ago",
        "DOB 1950-13",
        "Passport X1 (QQ)",
    )
    assert party.remarks == f"source: {GOOD['source']}; type: Submarine; entity number: 8; title: T"


def test_names() -> None:
    assert one().name == "EXAMPLE TRADING CO., LTD."
    party = one(type="Individual", name="EXEMPLAR, Synth, Jr.", alt_names=["EXEMPLAR, Synth, Jr.", "SAMPLER", "EXEMPLAR,"])
    assert [name.value for name in party.names] == ["Synth, Jr. EXEMPLAR", "SAMPLER", "EXEMPLAR"]


def told(data: bytes, file: str) -> None:
    """Assert that a file is refused, or that every entry read of it is a party, a repetition or noted as unread."""
    reading = Reading(file)
    try:
        found = parties(data, reading)
    except SourceError:
        return
    repeated = reading.counted.get("repeated entries", 0)
    assert len(found) + repeated + reading.unread_rows >= reading.counted.get("rows", 0)
    assert all(party.id and party.name and party.source for party in found)


@pytest.mark.parametrize("path", [CSV, JSON])
@given(st.data())
def test_bytes_that_were_changed_or_cut_off(path: Any, data: st.DataObject) -> None:
    good = path.read_bytes()
    told(good[: data.draw(st.integers(0, len(good)))], path.name)
    at = data.draw(st.integers(0, len(good) - 1))
    told(good[:at] + data.draw(st.binary(min_size=1, max_size=3)) + good[at + 1 :], path.name)
    if path is JSON:
        with pytest.raises(SourceError):
            parties(good[: data.draw(st.integers(0, len(good) - 3))], Reading(path.name))
