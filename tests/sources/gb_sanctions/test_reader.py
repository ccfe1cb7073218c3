"""The two forms of the UK Sanctions List to rows, on synthetic files written from the published format."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from itertools import pairwise

import pytest

from sekisho.errors import SourceError
from sekisho.sources.gb_sanctions import reader
from sekisho.sources.gb_sanctions.reader import GROUPS, SINGLE, Row, known_name, read
from sekisho.sources.reading import Reading
from tests.sources.publications import FOLDER

XML = FOLDER / "uk-sanctions-list-2026-01-02.xml"
CSV = FOLDER / "uk-sanctions-list-2026-01-02.csv"
REPORTED, HEAD, *LINES = CSV.read_text(encoding="utf-8-sig").split("\n")


def rows(data: bytes, reading: Reading | None = None) -> list[Row]:
    return list(read(BytesIO(data), reading or Reading("uk-sanctions-list.file")))


def xml(inside: str, day: str = "02/01/2026") -> bytes:
    return f"<Designations><DateGenerated>{day}</DateGenerated><Designation>{inside}</Designation></Designations>".encode()


def line(**cells: str) -> str:
    """Return a line of the CSV; the columns are given by their names without spaces and marks."""
    return ",".join(cells.get(known_name(column), "") for column in HEAD.split(","))


def table(*lines: str, first: str = REPORTED) -> bytes:
    return "\n".join((first, HEAD, *lines, "")).encode()


def test_both_forms_say_the_same() -> None:
    one, other = Reading(XML.name), Reading(CSV.name)
    structured, flat = rows(XML.read_bytes(), one), rows(CSV.read_bytes(), other)
    assert one.day == other.day == dt.date(2026, 1, 2)
    assert one.counted == {"designations": 3}
    assert other.counted == {"designations": 3, "lines": 8}
    assert [row.id for row in structured] == [row.id for row in flat] == ["SYN0001", "SYN0002", "SYN0003"]
    for left, right in zip(structured, flat, strict=True):
        assert left.values == right.values
        assert left.groups == right.groups
        assert not left.other
        assert not right.other


def test_the_columns_of_the_csv_are_all_known() -> None:
    columns = HEAD.split(",")
    assert len(columns) == 58
    assert {known_name(column) for column in columns} == SINGLE | {name for names in GROUPS.values() for name in names}


def test_lines_keep_their_numbers() -> None:
    assert [row.line for row in rows(CSV.read_bytes())] == [3, 13, 15]
    assert [row.line for row in rows(table(line(uniqueid="A"), line(uniqueid="B")))] == [3, 4]


def test_lines_of_a_designation_become_one_row_without_repeating_values() -> None:
    (row,) = rows(
        table(
            line(uniqueid="A", name6="X", addresscountry="Iran", dob="01/01/1960"),
            line(uniqueid="A", name6="X", addresscountry="Iran", dob="02/01/1960"),
            line(uniqueid="A", name6="Y", addresscountry="Iran", dob="01/01/1960"),
        )
    )
    assert [parts[5] for parts in row.parts("name")] == ["X", "Y"]
    assert len(row.parts("address")) == 1
    assert row.all("dob") == ("01/01/1960", "02/01/1960")


def test_leaves_are_read_wherever_they_stand() -> None:
    (row,) = rows(
        xml(
            "<UniqueID>A</UniqueID><Names><Name6>X</Name6><NameType>Primary Name</NameType><Name6>Y</Name6>"
            "<NameType>Alias</NameType></Names><A><B><C><IMONumber>1000007</IMONumber></C></B></A><DOB>1960</DOB><DOBs><DOB>1961"
            "</DOB></DOBs>"
        )
    )
    assert [(parts[5], parts[6]) for parts in row.parts("name")] == [("X", "Primary Name"), ("Y", "Alias")]
    assert row.all("imonumber") == ("1000007",)
    assert row.all("dob") == ("1960", "1961")


def test_leaves_and_columns_that_are_not_known_are_kept() -> None:
    (row,) = rows(xml('<UniqueID>A</UniqueID><Mood sure="no">good</Mood><Box>loose<Lid>shut</Lid></Box>'))
    assert set(row.other) == {("Mood", "good"), ("Mood@sure", "no"), ("Box", "loose"), ("Lid", "shut")}
    (row,) = rows(f"{REPORTED}\n{HEAD},Mood\n{line(uniqueid='A')},good\n".encode())
    assert set(row.other) == {("mood", "good")}


def test_indicators_are_kept_where_the_words_do_not_say_the_same() -> None:
    (row,) = rows(
        xml(
            "<SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed><SanctionsImposedIndicators><AssetFreeze>true"
            "</AssetFreeze><TravelBan>True</TravelBan><ArmsEmbargo>false</ArmsEmbargo><Other>true</Other></SanctionsImposedIndicators>"
        )
    )
    assert set(row.other) == {("Other", "true")}


@pytest.mark.parametrize(
    ("first", "day"),
    [
        ("Report Date: 24-Jun-2026", dt.date(2026, 6, 24)),
        ('"Report Date: 4-Sept-2026",,,', dt.date(2026, 9, 4)),
        ("\ufeffReport Date: 24-JUN-2026\r", dt.date(2026, 6, 24)),
    ],
)
def test_the_report_date(first: str, day: dt.date) -> None:
    reading = Reading("uk-sanctions-list.csv")
    assert len(rows(table(line(uniqueid="A"), first=first), reading)) == 1
    assert reading.day == day


def test_a_csv_without_report_date_and_an_xml_without_day() -> None:
    for data in (f"{HEAD}\n{line(uniqueid='A')}\n".encode(), b"<Designations><Designation/></Designations>"):
        reading = Reading("uk-sanctions-list.file")
        assert len(rows(data, reading)) == 1
        assert reading.day is None


@pytest.mark.parametrize("day", ["2/1/2026", "02/01/2026 10:00", "02/01/2026T10:00:00"])
def test_the_day_of_the_xml(day: str) -> None:
    reading = Reading("uk-sanctions-list.xml")
    rows(xml("", day), reading)
    assert reading.day == dt.date(2026, 1, 2)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"<Designations/><x/>", "not well-formed"),
        (b"<Designations>", "not well-formed"),
        (b"<ConsolidatedList/>", "expected <Designations>"),
        (b'<!DOCTYPE x [<!ENTITY y "z">]><Designations/>', "document type"),
        (xml("", "soon"), "DateGenerated is no day"),
        (xml("", "31/02/2026"), "none of the calendar"),
        (table(first="Report Date: soon"), "no report date"),
        (table(first="Report Date: 24-Xyz-2026"), "no report date"),
        (table(first="Report Date: 31-Feb-2026"), "none of the calendar"),
        (b"Report Date: 24-Jun-2026", "holds no designation"),
        (b"Report Date: 24-Jun-2026\nUnique ID,Name 6\n", "lacks the columns name 1"),
        (b"Last Updated,24/06/2026\nName 6,Name 1,Group ID\n", "lacks the columns unique id"),
        (table(f'"{line()}'), "never closed"),
        (b"Report Date: 24-Jun-2026\n\xff\n", "not text in UTF-8"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        rows(data)


@pytest.mark.parametrize("name", ["ConList.csv", "conlist.xml", "folder/ConList-2026-01-02.csv"])
def test_the_closed_consolidated_list_is_refused(name: str) -> None:
    with pytest.raises(SourceError, match="was closed on 2026-01-28") as caught:
        rows(CSV.read_bytes(), Reading(name))
    assert caught.value.remedy == "load the UK Sanctions List instead"


def test_a_designation_with_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_LINES", 2)
    assert len(rows(table(*[line(uniqueid="A")] * 2, line(uniqueid="B")))) == 2
    with pytest.raises(SourceError, match="too many lines or values") as caught:
        rows(table(*[line(uniqueid="A")] * 3))
    assert caught.value.line == 5


def test_lines_without_an_id_are_not_put_together() -> None:
    found = rows(table(line(name6="X"), line(name6="X"), line(uniqueid="A")))
    assert [row.id for row in found] == ["", "", "A"]
    assert all(first.line < second.line for first, second in pairwise(found))
