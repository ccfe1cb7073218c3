"""Rows of the Unverified List to parties, on a synthetic edition."""

from __future__ import annotations

from io import BytesIO

import pytest

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.us_unverified_list.mapper import map_rows
from sekisho.sources.us_unverified_list.reader import read
from tests.sources.publications import ECFR, ecfr


def test_the_synthetic_edition() -> None:
    first, second = map_rows(read(BytesIO(ECFR.read_bytes()), Reading("file.xml")), Reading("file.xml"))
    assert [name.value for name in first.names] == ["Pirkas Trading", "Pirkas Bookshop Ltd"]
    assert first.countries == second.countries == ("AM",)
    assert [name.value for name in second.names] == ["Quovex Supply", "Quovex General Trading", "Quovex Hardware"]
    assert second.addresses == ("Office 4, Example Tower, Yerevan, Armenia",)
    assert second.citation == "85 FR 9, October 9, 2020."
    assert (second.requirement, second.policy, second.footnotes) == ("", "", ())


def test_a_row_must_name_somebody() -> None:
    with pytest.raises(SourceError, match="names nobody"):
        list(
            map_rows(
                read(BytesIO(ecfr("<TR><TD>IRAN</TD><TD>—</TD><TD/></TR>", 6)), Reading("file.xml")), Reading("file.xml")
            )
        )
