"""The official SDN List of 2024-05-07, held against counts taken from the raw file in other ways."""

from __future__ import annotations

import datetime as dt
import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.sources.ofac_ids import property_of
from sekisho.sources.registry import card, read_source
from sekisho.sources.snapshot import SourceSnapshot
from tests.sources.ofac_official import Raw, lost

FILE = "us/ofac-sdn-2024-05-07.xml.gz"


@pytest.fixture(scope="module")
def raw(official: Callable[[str], Path]) -> Raw:
    return Raw(gzip.decompress(official(FILE).read_bytes()))


@pytest.fixture(scope="module")
def edition(raw: Raw) -> SourceSnapshot:
    return read_source(card("us-sdn"), raw.data, "ofac-sdn-2024-05-07.xml")


def test_counts(raw: Raw, edition: SourceSnapshot) -> None:
    assert len(edition.parties) == raw.tags("sdnEntry") == edition.reading.stated["records"] == 14_966
    assert edition.reading.counted == {
        "aliases": raw.tags("aka"),
        "addresses": raw.tags("address"),
        "identifiers": raw.tags("id"),
        "programmes": raw.tags("program"),
    }
    assert raw.tags("aka") == 21_754
    assert edition.reading.unread_rows == 0
    assert edition.state.snapshot == dt.date(2024, 5, 7)


def test_types(raw: Raw, edition: SourceSnapshot) -> None:
    found = Counter(party.schema for party in edition.parties)
    entities = sum(found[schema] for schema in ("Company", "Organization", "LegalEntity"))
    assert raw.texts("sdnType") == {"Entity": 6_884, "Individual": 6_855, "Vessel": 851, "Aircraft": 376}
    assert (entities, found["Person"], found["Vessel"], found["Airplane"]) == (6_884, 6_855, 851, 376)


def test_every_element_has_a_place(raw: Raw) -> None:
    assert raw.strange() == set()


def test_every_kind_of_identifier_is_in_the_table(raw: Raw) -> None:
    kinds = {kind.replace("&amp;", "&") for kind in raw.texts("idType")}
    assert len(kinds) == 163
    assert [kind for kind in kinds if property_of(kind) is None] == []


def test_countries_that_are_no_place(edition: SourceSnapshot) -> None:
    assert edition.reading.unknown_places == {
        "Netherlands Antilles": 2,
        "Region: Kafia Kingi": 6,
        "Region: Northern Mali": 1,
        "Region: Commonwealth of Independent States": 1,
    }


def test_no_text_of_an_entry_is_lost(raw: Raw, edition: SourceSnapshot) -> None:
    missing = {
        party.id: texts for entry, party in zip(raw.entries(), edition.parties, strict=True) if (texts := lost(entry, party))
    }
    assert missing == {}


def test_programmes(raw: Raw, edition: SourceSnapshot) -> None:
    found = Counter(tag for party in edition.parties for tag in party.values("program"))
    assert found == raw.texts("program")
    assert sum("programme: " in party.remarks for party in edition.parties) == 14_966


def test_dates_of_birth(raw: Raw, edition: SourceSnapshot) -> None:
    people = [entry for entry in raw.entries() if entry.find("dateOfBirthList") is not None]
    assert sum(bool(party.values("birthDate")) for party in edition.parties) == len(people) == 6_736


def test_ships(raw: Raw, edition: SourceSnapshot) -> None:
    printed = {
        text.rsplit(maxsplit=1)[-1]
        for text in raw.texts("idNumber")
        if text.startswith("IMO ") and len(text.rsplit(maxsplit=1)[-1]) == 7
    }
    assert len(printed) == 981
    assert printed <= {number for party in edition.parties for number in party.values("imoNumber")}


def test_qualities(raw: Raw, edition: SourceSnapshot) -> None:
    """Three strong aliases of the 17,494 that are not former names stand twice in their entries."""
    found = Counter(name.quality for party in edition.parties for name in party.names)
    printed = Counter(
        (one.findtext("type"), one.findtext("category")) for entry in raw.entries() for one in entry.iter("aka")
    )
    assert printed == {
        ("a.k.a.", "strong"): 17_477,
        ("a.k.a.", "weak"): 3_606,
        ("f.k.a.", "strong"): 566,
        ("f.k.a.", "weak"): 87,
        ("n.k.a.", "strong"): 17,
        ("n.k.a.", "weak"): 1,
    }
    assert found == {"primary": 14_966, "alias": 17_477 + 17 - 3, "weak": 3_606 + 87 + 1, "former": 566}


def test_weak_former_names_are_still_called_former(raw: Raw, edition: SourceSnapshot) -> None:
    weak = [
        party.remarks.count("f.k.a. ") >= count
        for entry, party in zip(raw.entries(), edition.parties, strict=True)
        if (count := sum((a.findtext("type"), a.findtext("category")) == ("f.k.a.", "weak") for a in entry.iter("aka")))
    ]
    assert weak
    assert all(weak)


@pytest.mark.parametrize(
    ("number", "name", "values"),
    [
        ("36", "program", ("CUBA",)),
        ("29667", "passportNumber", ("095146311",)),
        ("34977", "imoNumber", ("9109550",)),
        ("24481", "serialNumber", ("26467",)),
    ],
)
def test_entries_read_by_eye(edition: SourceSnapshot, number: str, name: str, values: tuple[str, ...]) -> None:
    party = next(party for party in edition.parties if party.id == f"us-sdn-{number}")
    assert party.values(name) == values
