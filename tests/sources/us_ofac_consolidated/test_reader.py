"""Bytes of OFAC's consolidated list to entries, on a synthetic edition."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.us_ofac_consolidated.mapper import map_rows
from sekisho.sources.us_ofac_consolidated.reader import MEMBERS, read
from tests.sources.ofac_files import CONSOLIDATED, archive, parties_of, triple

WHOLE = CONSOLIDATED.read_bytes()
NAMES = {
    "sdn.csv": "cons_prim.csv",
    "add.csv": "cons_add.csv",
    "alt.csv": "cons_alt.csv",
    "sdn_comments.csv": "cons_comments.csv",
}


def test_entries_and_day() -> None:
    reading = Reading("consolidated.xml")
    assert [row.uid for row in read(BytesIO(WHOLE), reading)] == ["201", "202"]
    assert (reading.day, reading.stated) == (dt.date(2026, 1, 2), {"records": 2})


def test_the_csv_files_have_names_of_their_own() -> None:
    assert (MEMBERS.main, MEMBERS.addresses, MEMBERS.aliases, MEMBERS.comments) == tuple(NAMES.values())
    files = {NAMES[name]: data for name, data in triple().items()}
    parties, reading = parties_of(archive(files), read, map_rows)
    assert (parties[0].id, len(parties), reading.unread_rows) == ("us-ofac-consolidated-101", 6, 0)


def test_the_csv_files_of_the_other_list_are_refused() -> None:
    with pytest.raises(SourceError, match="the archive holds"):
        parties_of(archive(triple()), read, map_rows)


@given(st.integers(0, len(WHOLE.rstrip()) - 1))
def test_a_file_cut_short_is_refused(at: int) -> None:
    with pytest.raises(SourceError):
        parties_of(WHOLE[:at], read, map_rows)
