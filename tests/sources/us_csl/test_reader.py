"""The two forms of the Consolidated Screening List to rows, on synthetic files."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.us_csl.reader import Address, Identifier, Row, read
from tests.sources.publications import FOLDER

CSV = FOLDER / "csl-2026-01-02.csv"
JSON = FOLDER / "csl-2026-01-02.json"
HEAD = CSV.read_text(encoding="utf-8").splitlines()[0]


def rows(data: bytes, reading: Reading | None = None) -> list[Row]:
    return list(read(BytesIO(data), reading or Reading("csl.file")))


def line(**cells: str) -> bytes:
    """Return a CSV file with one row of these cells."""
    return f"{HEAD}\n{','.join(cells.get(name, '') for name in HEAD.split(','))}\n".encode()


def entry(**values: Any) -> bytes:
    """Return a JSON file with one entry."""
    return json.dumps({"results": [{"id": "1", "source": "x", "name": "y"} | values]}).encode()


def test_both_forms_say_the_same() -> None:
    printed, structured = rows(CSV.read_bytes()), rows(JSON.read_bytes())
    assert len(printed) == 12
    for one, other in zip(printed, structured, strict=True):
        assert (one.id, one.texts, one.lists, one.ids) == (other.id, other.texts, other.lists, other.ids)
        assert [address.text for address in one.addresses] == [address.text for address in other.addresses]


def test_a_byte_order_mark_and_line_ends_of_windows_make_no_difference() -> None:
    for path in (CSV, JSON):
        data = path.read_bytes()
        other = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
        assert [(row.id, row.texts, row.ids) for row in rows(other)] == [(row.id, row.texts, row.ids) for row in rows(data)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Male, Gender", Identifier("Gender", "Male")),
        ("IR, X1, Passport", Identifier("Passport", "X1", "IR")),
        (
            "IR, 2014-08-30, 2009-08-31, X1, Passport",
            Identifier("Passport", "X1", "IR", ("expires 2014-08-30", "issued 2009-08-31")),
        ),
        ("2014-08-30, X1, Passport", Identifier("Passport", "X1", "", ("dated 2014-08-30",))),
        ("Korea, North, Nationality of Registration", Identifier("Nationality of Registration", "Korea, North")),
        ("Example Co., Ltd., Issuer Name", Identifier("Issuer Name", "Example Co., Ltd.")),
        ("IR, Registration Country", Identifier("Registration Country", "IR")),
        ("2014-08-30, Listing Date (CMIC)", Identifier("Listing Date (CMIC)", "2014-08-30")),
        ("something", Identifier("something", "")),
    ],
)
def test_the_parts_of_an_identifier_in_the_csv(printed: str, expected: Identifier) -> None:
    (row,) = rows(line(_id="1", ids=f'"{printed}"'))
    assert row.ids == (expected,)


def test_the_parts_of_an_address_in_the_csv() -> None:
    (row,) = rows(line(_id="1", addresses='"1 Sample Street, Samplestadt, IR; CN; Sampleton, China; "'))
    assert row.addresses == (
        Address("1 Sample Street, Samplestadt, IR", "IR"),
        Address("CN", "CN"),
        Address("Sampleton, China", ""),
    )


def test_columns_and_keys_that_are_not_known_are_kept() -> None:
    head, _, body = line(_id="1").decode().partition("\n")
    (row,) = rows(f"{head},affiliates\n{body.strip()},Example Affiliate\n".encode())
    assert row.other == {"affiliates": "Example Affiliate"}
    (row,) = rows(entry(score=1.5, affiliates=["a", {"of": "b"}], nothing=None, empty=[]))
    assert row.other == {"score": "1.5", "affiliates": "a, of: b"}
    (row,) = rows(entry(addresses=[{"city": "C", "floor": "2"}], ids=[{"type": "T", "number": "1", "note": "n"}]))
    assert row.addresses == (Address("C, floor: 2", ""),)
    assert row.ids == (Identifier("T", "1", "", ("note: n",)),)


def test_a_json_text_where_a_list_may_stand_and_a_truth_value() -> None:
    (row,) = rows(entry(programs="SYN", standard_order=True, alt_names=["  A   B ", ""]))
    assert row.lists["programs"] == ("SYN",)
    assert row.lists["alt_names"] == ("A B",)
    assert row.texts["standard_order"] == "Y"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"addresses": "x"}, "addresses is not a list"),
        ({"ids": ["x"]}, "ids holds something that is no object"),
        ({"alt_names": [1, ["x"]]}, "alt_names holds something that is no text"),
        ({"title": ["x"]}, "title is not a text"),
    ],
)
def test_an_entry_of_another_shape_is_noted(values: dict[str, Any], message: str) -> None:
    reading = Reading("csl.json")
    assert rows(entry(**values), reading) == []
    assert reading.unread[0].message == message


def test_an_entry_without_name_or_list_is_noted() -> None:
    reading = Reading("csl.json")
    assert rows(b'{"results": [{"id": "1"}]}', reading) == []
    assert reading.unread[0].message == "the entry lacks source and name"


def test_the_number_of_entries_that_the_file_states() -> None:
    reading = Reading("csl.json")
    rows(JSON.read_bytes(), reading)
    assert reading.stated == {"records": 12}
    with pytest.raises(SourceError, match="has 13 entries, but has 12"):
        rows(JSON.read_bytes().replace(b'"total": 12', b'"total": 13'))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"[]", "an object is expected"),
        (b'{"results": 1}', "an array"),
        (b"_id,source\n", "the head lacks the columns"),
        (HEAD.replace("ids", "_id").encode(), "the head lacks the columns ids"),
        (f'{HEAD}\n"1'.encode(), "quote"),
        (b"<xml/>", "the head lacks"),
        ("é".encode("latin-1"), "not text in UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        rows(data)


def test_a_row_with_too_few_cells_is_noted() -> None:
    reading = Reading("csl.csv")
    lines = CSV.read_bytes().splitlines(keepends=True)
    lines[3] = b",".join(lines[3].split(b",")[:20]) + b"\n"
    assert len(rows(b"".join(lines), reading)) == 11
    assert reading.unread_rows == 1
