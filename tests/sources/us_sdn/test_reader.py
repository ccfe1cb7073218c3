"""Bytes of the SDN List to entries, on a synthetic edition."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.ofac import Row
from sekisho.sources.ofac_ids import Identifier
from sekisho.sources.reading import Reading
from sekisho.sources.us_sdn.mapper import map_rows
from sekisho.sources.us_sdn.reader import MEMBERS, read
from tests.sources.ofac_files import SDN, Pipe, parties_of

WHOLE = SDN.read_bytes()


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.uid: row for row in read(BytesIO(WHOLE), Reading("sdn.xml"))}


def test_every_entry_is_there(rows: dict[str, Row]) -> None:
    assert [(row.uid, row.kind) for row in rows.values()] == [
        ("101", "Entity"),
        ("102", "Individual"),
        ("103", "Vessel"),
        ("104", "Aircraft"),
        ("105", "Individual"),
        ("106", "Entity"),
    ]


def test_the_day_and_the_count_come_from_the_file() -> None:
    reading = Reading("sdn.xml")
    list(read(BytesIO(WHOLE), reading))
    assert reading.day == dt.date(2026, 1, 2)
    assert reading.stated == {"records": 6}


def test_a_line_is_where_the_entry_begins(rows: dict[str, Row]) -> None:
    assert WHOLE.decode().splitlines()[rows["103"].line - 1].strip() == "<sdnEntry>"


def test_an_identifier(rows: dict[str, Row]) -> None:
    assert rows["102"].identifiers[0] == Identifier("Passport", "X0000102", "Korea, North", "01 Jan 2015", "31 Dec 2024")


def test_main_entries_come_first(rows: dict[str, Row]) -> None:
    assert rows["102"].nationalities == ("Korea, North", "Iran")
    assert rows["102"].births == ("03 Oct 1963", "circa 1961")


def test_an_address_as_printed(rows: dict[str, Row]) -> None:
    assert rows["101"].addresses[0].text == "1 Example Street, Room 2, Moscow, Example Region 000101"


def test_what_a_later_edition_may_add_is_kept(rows: dict[str, Row]) -> None:
    assert rows["105"].other == (("newList@kind", "future"), ("newList/newItem", "an element of a later edition"))


def test_a_stream_that_only_reads_in_small_pieces() -> None:
    assert len(list(read(cast(IO[bytes], Pipe(WHOLE)), Reading("sdn.xml")))) == 6


def test_the_csv_files() -> None:
    assert (MEMBERS.main, MEMBERS.addresses, MEMBERS.aliases, MEMBERS.comments) == (
        "sdn.csv",
        "add.csv",
        "alt.csv",
        "sdn_comments.csv",
    )


@given(st.integers(0, len(WHOLE.rstrip()) - 1))
def test_a_file_cut_short_is_refused(at: int) -> None:
    with pytest.raises(SourceError):
        parties_of(WHOLE[:at], read, map_rows)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_flipped_bytes_lose_no_entry_in_silence(flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in flips:
        data[at] = value
    try:
        found, reading = parties_of(bytes(data), read, map_rows)
    except SourceError:
        return
    assert len(found) + reading.unread_rows >= reading.stated["records"]
