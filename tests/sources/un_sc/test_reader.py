"""Bytes of the Security Council's list to entries: what is kept, and what is refused."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source
from sekisho.sources.un_sc.reader import Row, read
from tests.sources.publications import FOLDER, small

FILE = FOLDER / "un-consolidated-2026-01-02.xml"
DATA = FILE.read_bytes()
ROOT = '<CONSOLIDATED_LIST dateGenerated="2026-01-02T00:00:03.012Z">{}</CONSOLIDATED_LIST>'
OTHERS = "<INDIVIDUAL><DATAID>8</DATAID><FIRST_NAME>Nemo</FIRST_NAME></INDIVIDUAL>"


def rows(data: bytes | str, reading: Reading | None = None) -> list[Row]:
    text = data.encode() if isinstance(data, str) else data
    return list(read(BytesIO(text), Reading("file.xml") if reading is None else reading))


def test_the_synthetic_file() -> None:
    reading = Reading(FILE.name)
    person, entity = rows(DATA, reading)
    assert reading.day == dt.date(2026, 1, 2)
    assert reading.counted == {"aliases": 5, "empty aliases": 2}
    assert (person.kind, person.line, entity.kind) == ("INDIVIDUAL", 5, "ENTITY")
    assert person.first("COMMENTS1") == "Made up for tests. IMO number: 5999999."
    assert person.values["DESIGNATION"] == ("Example Minister", "Example Head")
    assert person.values["LAST_DAY_UPDATED"] == ("2020-01-01", "2021-02-02")
    assert person.values.get("FOURTH_NAME", ()) == ()
    assert [len(person.of(tag)) for tag in ("ALIAS", "ADDRESS", "DATE_OF_BIRTH", "DOCUMENT")] == [4, 2, 3, 2]
    assert entity.of("ALIAS")[1].get("QUALITY", "ALIAS_NAME") == "f.k.a., Old Example Works"
    assert not {"SORT_KEY", "VERSIONNUM", "LIST_TYPE"} & set(person.values)


def test_what_is_not_known_is_kept_and_counted() -> None:
    reading = Reading("file.xml")
    entity = "<ENTITY><FLAG>A<VALUE>B</VALUE></FLAG><ENTITY_ALIAS><NEW>C</NEW><NEW>D</NEW></ENTITY_ALIAS></ENTITY>"
    _, row = rows(ROOT.format(OTHERS + entity), reading)
    assert row.others == ("FLAG: A, B",)
    assert row.parts[0].values == {"NEW": "C; D"}
    assert reading.counted == {"not known": 1, "empty aliases": 1}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"<html/>", "begins with <html>"),
        (b'<CONSOLIDATED_LIST dateGenerated="today"/>', "gives no day"),
        (b"<CONSOLIDATED_LIST/>", "gives no day"),
        (b'<!DOCTYPE a [<!ENTITY a "b">]><CONSOLIDATED_LIST/>', "document type"),
        (ROOT.format("").encode(), "no individuals and no entities"),
        (ROOT.format(OTHERS).encode(), "no entities"),
        (ROOT.format(OTHERS.replace("INDIVIDUAL", "ENTITY")).encode(), "no individuals"),
        (DATA[: len(DATA) // 2], "well-formed"),
        (DATA + b"<more/>", "well-formed"),
        (DATA.replace("شخص".encode(), b"\xff\xfe"), "well-formed"),
    ],
)
def test_other_files(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        rows(data)
    assert problem.value.file == "file.xml"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert rows(b"\xef\xbb\xbf" + DATA) == rows(DATA)


@given(st.integers(0, len(DATA.rstrip()) - 1))
def test_truncation_is_noticed(length: int) -> None:
    with pytest.raises(SourceError):
        read_source(small("un-sc"), DATA[:length], FILE.name)


@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_flipped_bytes_give_an_error_or_an_honest_count(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for place, value in changes:
        data[place] = value
    try:
        found = read_source(small("un-sc"), bytes(data), FILE.name)
    except SourceError:
        return
    own = bytes(data).count(b"<INDIVIDUAL>") + bytes(data).count(b"<ENTITY>")
    assert len(found.parties) + found.reading.unread_rows == own
