"""Bytes of the EU's list to entries: what is kept, and what is refused."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.eu_fsf.reader import Row, read
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source
from tests.sources.publications import FOLDER, small

FILE = FOLDER / "fsf-full-1.1-2026-01-02.xml"
DATA = FILE.read_bytes()
ROOT = '<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-02T01:02:03.004+02:00">{}</export>'


def rows(data: bytes | str, reading: Reading | None = None) -> list[Row]:
    text = data.encode() if isinstance(data, str) else data
    return list(read(BytesIO(text), Reading("file.xml") if reading is None else reading))


def test_the_synthetic_file() -> None:
    reading = Reading(FILE.name)
    first, second, third = rows(DATA, reading)
    assert reading.day == dt.date(2026, 1, 2)
    assert reading.counted == {"aliases": 13}
    assert first.line == 4
    assert first.values["logicalId"] == "101"
    assert first.remarks == ("Example remark of two lines",)
    assert len(first.of("nameAlias")) == 8
    assert len(first.of("address")) == 2
    assert first.of("address")[0].contacts == (("PHONE", "+00 1"), ("EMAIL", "nobody@example.org"), ("FAX", "+00 2"))
    assert first.of("regulation")[0].values["publicationUrl"] == "https://example.org/synthetic?a=1&b=2"
    assert second.of("nameAlias")[0].remarks == ("formerly known as",)
    assert third.values["logicalId"] == "102"


def test_the_day_is_the_printed_one_whatever_the_zone() -> None:
    reading = Reading("file.xml")
    assert rows(ROOT.format(""), reading) == []
    assert reading.day == dt.date(2026, 1, 2)


def test_white_space_is_collapsed_and_empty_attributes_are_left_out() -> None:
    (row,) = rows(
        ROOT.format('<sanctionEntity logicalId=" 1 "><nameAlias wholeName="A&#10; B " title=""/></sanctionEntity>')
    )
    assert row.values == {"logicalId": "1"}
    assert row.parts[0].values == {"wholeName": "A B"}


def test_what_is_not_known_is_kept_and_counted() -> None:
    reading = Reading("file.xml")
    inside = '<nameAlias wholeName="A" spelling="B"><note>C</note></nameAlias><vessel flag="D">E<hull>F</hull></vessel>'
    (row,) = rows(ROOT.format(f'<sanctionEntity logicalId="1" rank="G">{inside}</sanctionEntity>'), reading)
    assert row.remarks == ("rank: G", "vessel: E, flag D", "hull: F")
    assert row.parts[0].remarks == ("spelling: B", "note: C")
    assert reading.counted["not known"] == 5


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"<html/>", "begins with <html>"),
        (b'<export generationDate="soon"/>', "gives no day"),
        (b"<export/>", "gives no day"),
        (b'<!DOCTYPE export [<!ENTITY a "b">]><export/>', "document type"),
        (b'<?xml version="1.0" encoding="UTF-16"?><export/>', "UTF-16|well-formed|UTF-8"),
        (DATA[: len(DATA) // 2], "well-formed"),
        (DATA + b"<more/>", "well-formed"),
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
        read_source(small("eu-fsf"), DATA[:length], FILE.name)


@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_flipped_bytes_give_an_error_or_an_honest_count(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for place, value in changes:
        data[place] = value
    try:
        found = read_source(small("eu-fsf"), bytes(data), FILE.name)
    except SourceError:
        return
    assert len(found.parties) + found.reading.unread_rows == bytes(data).count(b"<sanctionEntity ")
