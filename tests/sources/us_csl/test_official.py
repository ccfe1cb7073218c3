"""The official Consolidated Screening List of April 2022, counted a second time with the csv module alone."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.sources.registry import card, read_source
from sekisho.sources.snapshot import SourceSnapshot

FILE = "us/csl-2022-04.csv.gz"
PER_SOURCE = {
    "Specially Designated Nationals (SDN) - Treasury Department": 10_026,
    "Entity List (EL) - Bureau of Industry and Security": 2_001,
    "ITAR Debarred (DTC) - State Department": 727,
    "Denied Persons List (DPL) - Bureau of Industry and Security": 462,
    "Sectoral Sanctions Identifications List (SSI) - Treasury Department": 290,
    "Unverified List (UVL) - Bureau of Industry and Security": 201,
    "Nonproliferation Sanctions (ISN) - State Department": 163,
    "Palestinian Legislative Council List (PLC) - Treasury Department": 78,
    "Military End User (MEU) List - Bureau of Industry and Security": 71,
    "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department": 68,
    "Capta List (CAP) - Treasury Department": 53,
    "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department": 17,
    "Foreign Sanctions Evaders (FSE) - Treasury Department": 3,
}


@pytest.fixture(scope="module")
def rows(official: Callable[[str], Path]) -> list[dict[str, str]]:
    """Return the rows as the csv module gives them."""
    with gzip.open(official(FILE), "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def snapshot(official: Callable[[str], Path]) -> SourceSnapshot:
    """Return the list as it is read here."""
    return read_source(card("us-csl"), gzip.decompress(official(FILE).read_bytes()), "csl-2022-04.csv")


def test_every_row_is_read(rows: list[dict[str, str]], snapshot: SourceSnapshot) -> None:
    assert len(rows) == snapshot.reading.counted["rows"] == 14_160
    assert snapshot.reading.unread_rows == 0
    assert snapshot.reading.counted["repeated entries"] == 1
    assert len(snapshot.parties) == 14_159
    assert snapshot.state.snapshot == dt.date(2022, 4, 1)
    assert len({(row["_id"], row["source"]) for row in rows}) == len(snapshot.parties)


def test_entries_of_each_list(rows: list[dict[str, str]], snapshot: SourceSnapshot) -> None:
    assert Counter(row["source"] for row in rows) == PER_SOURCE
    said = Counter(party.remarks.split("; ")[0].removeprefix("source: ") for party in snapshot.parties)
    assert said == PER_SOURCE | {"Capta List (CAP) - Treasury Department": 52}
    assert Counter(party.source for party in snapshot.parties) == {
        "us-sdn": 10_026,
        "us-entity-list": 2_001,
        "us-dtc": 727,
        "us-dpl": 462,
        "us-ofac-consolidated": 290 + 78 + 68 + 52 + 17 + 3,
        "us-uvl": 201,
        "us-isn": 163,
        "us-meu": 71,
    }


def test_what_kind_they_are(rows: list[dict[str, str]], snapshot: SourceSnapshot) -> None:
    kinds = Counter(row["type"] for row in rows)
    schemata = Counter(party.schema for party in snapshot.parties)
    assert (kinds["Individual"], kinds["Vessel"], kinds["Aircraft"]) == (5_286, 433, 283)
    assert (schemata["Person"], schemata["Vessel"], schemata["Airplane"]) == (5_286, 433, 283)


def test_aliases_addresses_and_identifiers(rows: list[dict[str, str]], snapshot: SourceSnapshot) -> None:
    for column, counted, number in (
        ("alt_names", "aliases", 20_009),
        ("addresses", "addresses", 17_454),
        ("ids", "identifiers", 20_090),
    ):
        assert sum(row[column].count("; ") + 1 for row in rows if row[column]) == number
        assert snapshot.reading.counted[counted] == number


def test_countries_are_understood(rows: list[dict[str, str]], snapshot: SourceSnapshot) -> None:
    # NM is a slip of the publication: an address in New Mexico, with the state in the place of the country.
    assert snapshot.reading.unknown_places == {"NM": 1}
    codes = Counter(
        found[1] for row in rows for one in row["addresses"].split("; ") if (found := re.search(r"(?:^|, )([A-Z]{2})$", one))
    )
    assert codes["RU"] == 2_753
    with_code = {row["_id"] for row in rows if re.search(r"(?:^|[,;] )RU(?:$|; )", row["addresses"])}
    here = {party.id.rpartition("-")[2] for party in snapshot.parties if "RU" in party.countries}
    assert with_code <= here


def test_denied_persons(rows: list[dict[str, str]], snapshot: SourceSnapshot) -> None:
    denied = [party for party in snapshot.parties if party.source == "us-dpl"]
    assert len(denied) == 462
    assert sum("; until " in party.remarks for party in denied) == sum(bool(row["end_date"]) for row in rows) == 417
    orders = Counter(row["standard_order"] for row in rows if row["source"].startswith("Denied"))
    assert orders == {"Y": 386, "y": 1, "N": 7, "": 68}
    assert Counter(
        re.findall(r"; standard order: (\w)", party.remarks)[0] for party in denied if "order: " in party.remarks
    ) == {
        "Y": 386,
        "y": 1,
        "N": 7,
    }
    assert all(party.citation and party.addresses and party.values("createdAt") for party in denied)


def test_no_identifier_and_no_alias_is_lost(rows: list[dict[str, str]], snapshot: SourceSnapshot) -> None:
    texts: dict[str, str] = {}
    for party in snapshot.parties:
        values = [value for _, found in party.properties for value in found]
        said = " ".join((*(name.value for name in party.names), *party.addresses, *values, party.remarks, party.citation))
        key = party.id.rpartition("-")[2]
        texts[key] = f"{texts.get(key, '')} {said}".lower()
    for row in rows:
        here = set(re.findall(r"\w+", texts[row["_id"]]))
        for column in ("name", "title", "remarks", "vessel_owner", "alt_names", "addresses", "places_of_birth", "programs"):
            missing = set(re.findall(r"\w+", row[column].lower())) - here
            if column == "addresses":
                missing = {word for word in missing if not re.fullmatch("[a-z]{2}", word)}
            assert not missing, (row["_id"], column, missing)
        for one in row["ids"].split("; "):
            *_, number, _ = ("", *one.split(", "))[-3:] if one else ("", "", "")
            words = set(re.findall(r"\w+", number.lower())) - here
            assert not words or re.search(r"Date|Flag|Nationality|Country|IMO", one), (row["_id"], one)
