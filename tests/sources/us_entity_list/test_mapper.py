"""Rows of the Entity List to parties, on a synthetic edition."""

from __future__ import annotations

from io import BytesIO

import pytest

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty
from sekisho.sources.ecfr import Cell
from sekisho.sources.reading import Reading
from sekisho.sources.us_entity_list.mapper import footnotes_of, map_rows
from sekisho.sources.us_entity_list.reader import read
from tests.sources.publications import ECFR, ecfr, row


def parties(data: bytes) -> list[ListedParty]:
    return list(map_rows(read(BytesIO(data), Reading("file.xml")), Reading("file.xml")))


@pytest.fixture(scope="module")
def edition() -> dict[str, ListedParty]:
    return {party.name: party for party in parties(ECFR.read_bytes())}


def test_everybody_is_there(edition: dict[str, ListedParty]) -> None:
    assert list(edition) == [
        "Zyqor Microsystems Co., Ltd.",
        "Address 01",
        "Vantro Group Co., Ltd.",
        "Vantro Cloud (Suzhou) Co., Ltd.",
        "Vantro Marine Ltd.",
        "Example Radar Research Institute 13 (ERRI 13)",
        "Lumdar Antenna Works",
        "Example Radar Research Institute 14",
        "Zzyx Optics",
        "Novrak, OAO",
        "Taurvol Shipyard",
    ]


def test_a_whole_row(edition: dict[str, ListedParty]) -> None:
    party = edition["Zyqor Microsystems Co., Ltd."]
    assert [name.value for name in party.names[1:]] == ["Zyqor", "Zyqor Weixitong", "Qorzy Devices"]
    assert party.countries == ("CN", "VN", "RU")
    assert party.addresses == ("1 Example Road, Shenzhen, China", "Room 2, Example Building, Hong Kong")
    assert party.footnotes == (4,)
    assert party.requirement == "For all items subject to the EAR. (See §§ 734.9(e)(2) and 744.11 of the EAR) ⁴"
    assert party.policy == "Presumption of denial"
    assert party.citation == "86 FR 1, 4/9/21. 87 FR 2, 10/13/22."
    assert party.remarks == "addresses also under Vietnam, Russia"
    assert party.schema == "Company"


def test_blank_countries_go_on_across_bands_and_tables(edition: dict[str, ListedParty]) -> None:
    assert [party.countries[0] for party in edition.values()] == ["CN"] * 9 + ["RU", "UA-43"]


def test_address_entries(edition: dict[str, ListedParty]) -> None:
    party = edition["Address 01"]
    assert party.schema == "Address"
    assert party.addresses == ("Unit 9, 3/F, Example Centre, 7 Example Street, Wan Chai, Hong Kong",)


def test_footnotes(edition: dict[str, ListedParty]) -> None:
    assert edition["Vantro Group Co., Ltd."].footnotes == (1, 2)
    assert edition["Novrak, OAO"].footnotes == (3,)
    assert edition["Taurvol Shipyard"].footnotes == (5,)
    assert edition["Zzyx Optics"].footnotes == ()
    assert edition["Example Radar Research Institute 14"].footnotes == (4,)


def test_affiliates_have_the_requirement_of_the_row_above(edition: dict[str, ListedParty]) -> None:
    head = edition["Vantro Group Co., Ltd."]
    for name in ("Vantro Cloud (Suzhou) Co., Ltd.", "Vantro Marine Ltd."):
        party = edition[name]
        assert (party.requirement, party.policy, party.citation, party.footnotes) == (
            head.requirement,
            head.policy,
            head.citation,
            head.footnotes,
        )
        assert party.remarks == "listed with Vantro Group Co., Ltd."
    assert [name.value for name in edition["Vantro Marine Ltd."].names[1:]] == ["Vantro Seas", "VM Tech."]


def test_subordinates_share_the_row(edition: dict[str, ListedParty]) -> None:
    party = edition["Lumdar Antenna Works"]
    assert party.footnotes == (4,)
    assert party.addresses == ("13 Example Lane, Nanjing, China",)
    assert party.remarks == "listed with Example Radar Research Institute 13 (ERRI 13)"


def test_swapped_columns_are_put_right_and_noted(edition: dict[str, ListedParty]) -> None:
    party = edition["Zzyx Optics"]
    assert party.requirement.startswith("For all items")
    assert party.policy == "Presumption of denial"
    assert "in each other's columns" in party.remarks


def test_fractions_in_addresses_are_no_footnotes() -> None:
    assert footnotes_of(Cell("Example, 1¹⁄₂ Mile"), "", "") == ()
    assert footnotes_of(Cell("Example ³, 1¹⁄₂ Mile"), "x¹ and y²", "See Footnotes 4 and 5") == (1, 2, 3, 4, 5)
    assert footnotes_of(Cell("Example"), "see footnote 4", "") == (4,)


def test_a_continuation_needs_a_row_above() -> None:
    with pytest.raises(SourceError, match="follows no other") as problem:
        parties(ecfr("<TR><TD>IRAN</TD><TD>Example</TD><TD/><TD/><TD/></TR>"))
    assert problem.value.line == 1


def test_a_row_must_name_somebody() -> None:
    with pytest.raises(SourceError, match="names nobody"):
        parties(ecfr(row("—", "IRAN")))


def test_addresses_alone_may_go_on() -> None:
    more = "<TR><TD/><TD>{}</TD><TD/><TD/><TD/></TR>"
    said = "The following addresses apply to the entity and to the two others:<br/><br/>5 Road; <E>and</E> 6 Road"
    affiliate = more.format("Subordinate institution<br/>Odvan Works, 7 Road")
    first, second = parties(ecfr(row("Zyqor, 4 Road", "IRAN") + affiliate + more.format(said)))
    assert (first.name, first.addresses) == ("Zyqor", ("4 Road", "5 Road", "6 Road"))
    assert (second.name, second.addresses) == ("Odvan Works", ("7 Road", "5 Road", "6 Road"))
