"""Entries of OFAC's consolidated list to parties, on a synthetic edition."""

from __future__ import annotations

from pathlib import Path

from sekisho.sources.registry import read_source, recognise
from sekisho.sources.us_ofac_consolidated.mapper import map_rows
from sekisho.sources.us_ofac_consolidated.reader import read
from tests.sources.ofac_files import CONSOLIDATED, parties_of
from tests.sources.publications import small


def test_a_bank() -> None:
    party = parties_of(CONSOLIDATED.read_bytes(), read, map_rows)[0][0]
    assert (party.id, party.name, party.schema) == ("us-ofac-consolidated-201", "EXAMPLE BANK PJSC", "Company")
    assert party.citation == "OFAC, Consolidated (non-SDN) list"
    assert party.remarks == "programme: UKRAINE-EO13662"
    assert dict(party.properties) == {
        "createdAt": ("2022-02-24",),
        "notes": (
            "Executive Order 13662 Directive Determination - Subject to Directive 1",
            "Listing Date (EO 14024 Directive 3): 24 Feb 2022",
            "Legal Entity Number EXAMPLE00000000000201",
        ),
        "program": ("UKRAINE-EO13662",),
        "registrationNumber": ("EXAMPLE00000000000201",),
        "swiftBic": ("EXAMRU00",),
    }


def test_a_person() -> None:
    party = parties_of(CONSOLIDATED.read_bytes(), read, map_rows)[0][1]
    assert [name.value for name in party.names] == ["Madeup DEPUTY", "M. DEPUTY"]
    assert (party.countries, party.addresses) == (("PS",), ("Gaza, Palestinian",))


def test_the_whole_way() -> None:
    snapshot = read_source(small("us-ofac-consolidated"), CONSOLIDATED.read_bytes(), CONSOLIDATED.name)
    assert snapshot.state.parties == 2


def test_the_list_of_the_united_nations_is_not_taken_for_it(tmp_path: Path) -> None:
    for name in (
        "un-consolidated-2026-01-02.xml",
        "consolidated-2026-01-02.xml",
        "consolidated.xml",
        "us-ofac-cons-2026-01-02.xml",
    ):
        (tmp_path / name).write_bytes(b"")
    found = sorted(one.path.name for one in recognise(tmp_path) if one.card.id == "us-ofac-consolidated")
    assert found == ["consolidated-2026-01-02.xml", "consolidated.xml", "us-ofac-cons-2026-01-02.xml"]
