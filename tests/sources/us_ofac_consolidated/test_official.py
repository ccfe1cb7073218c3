"""OFAC's official consolidated list of 2024-05-06, held against counts taken from the raw file in other ways."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.sources.ofac_ids import property_of
from sekisho.sources.registry import card, read_source, recognise
from sekisho.sources.snapshot import SourceSnapshot
from tests.sources.ofac_official import Raw, lost

FILE = "us/ofac-cons-2024-05-06.xml"


@pytest.fixture(scope="module")
def raw(official: Callable[[str], Path]) -> Raw:
    return Raw(official(FILE).read_bytes())


@pytest.fixture(scope="module")
def edition(raw: Raw) -> SourceSnapshot:
    return read_source(card("us-ofac-consolidated"), raw.data, "ofac-cons-2024-05-06.xml")


def test_counts(raw: Raw, edition: SourceSnapshot) -> None:
    assert len(edition.parties) == raw.tags("sdnEntry") == edition.reading.stated["records"] == 443
    assert edition.reading.counted == {
        "aliases": raw.tags("aka"),
        "addresses": raw.tags("address"),
        "identifiers": raw.tags("id"),
        "programmes": raw.tags("program"),
    }
    assert raw.tags("aka") == 1_126
    assert edition.state.snapshot == dt.date(2024, 5, 6)
    assert edition.reading.unread_rows == 0


def test_types(raw: Raw, edition: SourceSnapshot) -> None:
    assert raw.texts("sdnType") == {"Entity": 364, "Individual": 79}
    assert Counter(party.schema == "Person" for party in edition.parties) == {False: 364, True: 79}


def test_everything_has_a_place(raw: Raw, edition: SourceSnapshot) -> None:
    assert raw.strange() == set()
    assert [kind for kind in raw.texts("idType") if property_of(kind) is None] == []
    assert edition.reading.unknown_places == {}


def test_no_text_of_an_entry_is_lost(raw: Raw, edition: SourceSnapshot) -> None:
    assert [
        texts for entry, party in zip(raw.entries(), edition.parties, strict=True) if (texts := lost(entry, party))
    ] == []


def test_it_is_recognised_beside_the_list_of_the_united_nations(official: Callable[[str], Path]) -> None:
    assert [one.card.id for one in recognise(official(FILE))] == ["us-ofac-consolidated"]
    found = recognise(official("un/un-consolidated-2024-05-15.xml"))
    assert "us-ofac-consolidated" not in {one.card.id for one in found}
