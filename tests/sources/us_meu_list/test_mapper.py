"""Rows of the Military End-User List to parties, on a synthetic edition."""

from __future__ import annotations

from io import BytesIO

import pytest

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.us_meu_list.mapper import map_rows
from sekisho.sources.us_meu_list.reader import read
from tests.sources.publications import ECFR, ecfr


def test_the_synthetic_edition() -> None:
    parties = list(map_rows(read(BytesIO(ECFR.read_bytes()), Reading("file.xml")), Reading("file.xml")))
    assert [party.name for party in parties] == [
        "Solvane Propulsion Academy (SPAX)",
        "Example Turbine One Co. Ltd.",
        "Example Turbine Two Co. Ltd.",
        "Zaltron Motor Works",
    ]
    assert {party.countries for party in parties} == {("CN",)}
    assert [party.citation[:8] for party in parties] == ["85 FR 10", "85 FR 11", "85 FR 11", "85 FR 12"]
    assert [party.remarks for party in parties] == [
        "",
        "subordinate institution of Example Engine Corporation",
        "subordinate institution of Example Engine Corporation",
        "",
    ]


def test_a_row_that_is_nowhere_cited_cites_the_supplement() -> None:
    rows = "<TR><TD>IRAN</TD><TD>Zyqor Works, 1 Road, Tehran</TD><TD/></TR>"
    (party,) = map_rows(read(BytesIO(ecfr(rows, 7)), Reading("file.xml")), Reading("file.xml"))
    assert party.citation == "15 CFR part 744, Supplement No. 7"


def test_a_row_must_name_somebody() -> None:
    with pytest.raises(SourceError, match="names nobody"):
        list(
            map_rows(
                read(BytesIO(ecfr("<TR><TD>IRAN</TD><TD>—</TD><TD/></TR>", 7)), Reading("file.xml")), Reading("file.xml")
            )
        )
