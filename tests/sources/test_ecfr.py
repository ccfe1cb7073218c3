"""Tables of eCFR files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.ecfr import LARGEST_CELL, LARGEST_FILE, Row, read_rows
from tests.sources.publications import ECFR, HEADS, ecfr, row

FOUR = ("country", "entity", "license requirement", "license review", "federal register")


def read(data: bytes, supplement: int = 4) -> list[Row]:
    return list(read_rows(data, "file.xml", supplement, FOUR))


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as problem:
        read(data)
    assert problem.value.file == "file.xml"
    return problem.value


def texts(rows: list[Row]) -> list[list[str]]:
    return [[cell.text for cell in one.cells] for one in rows]


def test_the_synthetic_file() -> None:
    rows = read(ECFR.read_bytes())
    assert len(rows) == 10
    assert all(len(one.cells) == 5 for one in rows)
    assert rows[0].line == 25
    assert rows[0].cells[1].text.startswith("Zyqor Microsystems Co., Ltd., a.k.a., the following three aliases:\n—Zyqor;")
    assert rows[0].cells[1].italics == ("and", "and")
    assert rows[0].cells[2].text.endswith("of the EAR) ⁴")
    assert rows[4].cells[0].text == "CHINA, PEOPLE'S REPUBLIC OF—Continued"


def test_rowspans_are_repeated() -> None:
    rows = read(ECFR.read_bytes())
    assert rows[5].cells[2:] == rows[6].cells[2:]
    assert rows[6].cells[1].text.startswith("Example Radar Research Institute 14")


def test_colspan_inside_a_row_leaves_empty_cells() -> None:
    data = ecfr('<TR><TD>A</TD><TD colspan="3">B</TD><TD>C</TD></TR>')
    assert texts(read(data)) == [["A", "B", "", "", "C"]]


def test_a_rowspan_may_stand_at_the_left() -> None:
    rows = '<TR><TD rowspan="3">A</TD><TD>B</TD><TD>C</TD><TD>D</TD><TD>E</TD></TR>' + 2 * (
        "<TR><TD>b</TD><TD>c</TD><TD>d</TD><TD>e</TD></TR>"
    )
    assert texts(read(ecfr(rows))) == [list("ABCDE"), list("Abcde"), list("Abcde")]


def test_superscripts_and_fractions() -> None:
    data = ecfr(
        "<TR><TD>A</TD><TD>3<sup>rd</sup> 1<sup>1</sup>&#x2044;<sub>2</sub></TD><TD>x<sup>,3</sup></TD><TD/><TD/></TR>"
    )
    assert texts(read(data)) == [["A", "3rd 1¹⁄₂", "x,³", "", ""]]


def test_raw_line_ends_are_blanks_and_br_is_a_line() -> None:
    data = ecfr("<TR><TD>A\n  b</TD><TD>c<br/>\n &#xA0;d\t<strong>e</strong></TD><TD/><TD/><TD/></TR>")
    assert texts(read(data))[0][:2] == ["A b", "c\nd e"]


def test_footers_and_other_supplements_are_passed_over() -> None:
    assert [one.cells[1].text for one in read(ecfr(row("Example") + "<TR></TR>"))] == ["Example"]
    assert "no table of Supplement No. 4" in refused(ecfr("", supplement=6)).message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x00\x01\x02\xff", "not text in UTF-8"),
        (b"\x00\x01\x02", "not well-formed"),
        (b"PK\x03\x04" + bytes(100), "not well-formed"),
        (b"<html><body><p>Error 404<br></body></html>", "not well-formed"),
        (b"<!DOCTYPE html><html></html>", "document type"),
        (b"<html><body/></html>", "no table"),
        (b'{"json": true}', "not well-formed"),
        (ecfr(row("Example"))[:-20], "not well-formed"),
        (ECFR.read_bytes()[:4000], "not well-formed"),
        (ecfr("&nbsp;"), "not well-formed"),
        (ecfr(row("Example")).replace(b"Example", b"\xff"), "not text in UTF-8"),
        (ecfr(row("Example")).decode().encode("utf-16"), "not text in UTF-8"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "only UTF-8"),
        (b'<?xml version="1.0" encoding="windows-1252"?><a/>', "only UTF-8"),
        (ecfr("", head=HEADS[4].replace("<TH>License review policy</TH>", "")), "has the columns"),
        (ecfr("", head=HEADS[4].replace("Entity", "Person")), "has the columns"),
        (ecfr("<TR><TD>A</TD><TD>B</TD></TR>"), "has not the 5 columns"),
        (ecfr(f"<TR>{'<TD>A</TD>' * 6}</TR>"), "has not the 5 columns"),
        (ecfr('<TR><TD colspan="2">A</TD>' + "<TD>B</TD>" * 4 + "</TR>"), "has not the 5 columns"),
        (ecfr('<TR><TD rowspan="-1">A</TD></TR>'), "spans '-1'"),
        (ecfr('<TR><TD colspan="9999">A</TD></TR>'), "spans '9999'"),
        (ecfr('<TR><TD colspan="two">A</TD></TR>'), "spans 'two'"),
        (ecfr("<TR><TD><TABLE><TR><TD>A</TD></TR></TABLE></TD></TR>"), "inside a cell"),
        (ecfr(row("x" * (LARGEST_CELL + 1))), "more than 20,000 characters"),
        (b"<a>" * 100 + b"</a>" * 100, "nested more than"),
    ],
)
def test_what_is_refused(data: bytes, message: str) -> None:
    assert message in refused(data).message


def test_a_file_of_another_size_is_refused_before_it_is_read() -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return LARGEST_FILE + 1

    assert "64,000,001 bytes" in refused(Huge(b"<a/>")).message


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]><DIV5>&lol2;</DIV5>"""
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><DIV5>&b;</DIV5>'
PARAMETER = b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/x.dtd"> %b;]><DIV5/>'


@pytest.mark.parametrize("data", [BILLION_LAUGHS, EXTERNAL, PARAMETER, b'<!DOCTYPE a SYSTEM "x.dtd"><a/>'])
def test_entities_and_document_types_are_refused_where_they_stand(data: bytes) -> None:
    problem = refused(data)
    assert "document type or entities" in problem.message
    assert problem.line in (1, 2)


def test_the_error_names_the_line() -> None:
    assert refused(ecfr("\n\n<TR><TD>A</TD></TR>")).line == 3


@given(st.integers(0, len(ECFR.read_bytes()) - 1), st.binary(min_size=1, max_size=4))
def test_damage_is_an_error_or_another_table(at: int, damage: bytes) -> None:
    data = ECFR.read_bytes()
    try:
        rows = read(data[:at] + damage + data[at + len(damage) :])
    except SourceError:
        return
    assert all(len(one.cells) == 5 for one in rows)


@given(st.integers(0, len(ECFR.read_bytes().rstrip()) - 1))
def test_a_truncated_file_is_always_refused(at: int) -> None:
    refused(ECFR.read_bytes()[:at])
