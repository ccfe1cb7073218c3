"""The Commerce Control List out of XML: paragraphs, notes, and files that are refused. The texts are synthetic."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.registry import read_source
from sekisho.sources.us_ccl.reader import LARGEST_FILE, read, read_ccl
from tests.sources.publications import small

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX">\n'
BODY = """<HEAD>Supplement No. 1 to Part 774</HEAD>
<HD1>Category 1\N{EM DASH}Made-up things</HD1>
<HD1>A. \N{LEFT DOUBLE QUOTATION MARK}End Items\N{RIGHT DOUBLE QUOTATION MARK}</HD1>
<FP-2><B>1A001 Made-up machines, as follows (see List of Items Controlled).</B></FP-2>
<FP-1><E T="04">License Requirements</E></FP-1>
<DIV><TABLE><TBODY><TR><TD>NS applies to 1A001.a</TD></TR></TBODY></TABLE></DIV>
<HD1>List Based License Exceptions</HD1>
<NOTE><HED><I>License Requirement Note:</I></HED><P>See \N{SECTION SIGN} 744.17.</P></NOTE>
<FP-1><I>Related Controls:</I> See 1A002.</FP-1>
<FP><I>Items:</I></FP>
<P>a. Machines with all of the following:</P>
<P>a.1. A force of 12 \N{MULTIPLICATION SIGN} 10
<SU>6</SU> N or more; <I>and</I></P>
<P>a.2 Colder than \N{MINUS SIGN}5 \N{DEGREE SIGN}C.</P>
<NOTE><HED>Note:</HED><P>1A001.a does not control toys.</P><P>Even large ones.</P></NOTE>
<P>and of the same maker;</P>
<P>b. Other machines.</P>
<NOTE><HED>Technical Note:</HED><P>In this ECCN, cold is 10<E T="51">\N{MINUS SIGN}3</E> K.</P></NOTE>
<FP-2><B>1A002 Made-up parts. (The list of items controlled is contained in the heading.)</B></FP-2>
<FP-1><I>Items:</I> The list of items controlled is contained in the ECCN heading.</FP-1>
<HD1>B. Test Equipment</HD1>
<FP-2><B>1B001 Made-up testers</B></FP-2>
"""


def document(body: str = BODY) -> bytes:
    return f"{HEAD}{body}</DIV9>".encode()


def test_paragraphs_with_their_notes() -> None:
    found = read_ccl(document(), "ccl.xml")
    assert list(found) == ["1A001", "1A002", "1B001"]
    machines = found["1A001"]
    assert [one.label for one in machines.paragraphs] == ["a", "a.1", "a.2", "b"]
    assert machines.paragraphs[1].text == "A force of 12 \N{MULTIPLICATION SIGN} 10^6 N or more; and"
    assert machines.paragraphs[2].text == "Colder than -5 \N{DEGREE SIGN}C. and of the same maker;"
    assert machines.paragraphs[2].notes == ("Note: 1A001.a does not control toys. Even large ones.",)
    assert machines.paragraphs[3].notes == ("Technical Note: In this ECCN, cold is 10^-3 K.",)
    assert machines.notes == ("License Requirement Note: See \N{SECTION SIGN} 744.17.",)
    assert machines.related == ("Related Controls: See 1A002.",)
    assert machines.line == 6
    assert [one.text for one in found["1A002"].paragraphs] == [
        "The list of items controlled is contained in the ECCN heading."
    ]
    assert found["1B001"].heading == "1B001 Made-up testers"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not well-formed XML"),
        (document()[:400], "not well-formed XML"),
        (document("<HEAD>Nothing</HEAD>"), "no ECCN stands in the file"),
        (document().decode().encode("utf-16"), "not text in UTF-8"),
        (HEAD.encode() + b"\xff</DIV9>", "not text in UTF-8"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "declares a document type"),
        (HEAD.encode() + b"<DIV>" * 70, "nested more than"),
        (b" " * (LARGEST_FILE + 1), "at most"),
        (document(BODY + BODY), "stands in the file twice"),
        (document().replace(b"No. 1 to", b"No. 6 to"), "no ECCN stands in the file"),
        (b'<?xml version="1.0" encoding="latin-1"?><x/>', "only UTF-8"),
        (b'<?xml version="1.0" encoding="no-such"?><x/>', "."),
    ],
)
def test_other_files_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        read_ccl(data, "ccl.xml")
    assert problem.value.file == "ccl.xml"


def test_entries_with_what_stands_above_them() -> None:
    reading = Reading("ccl.xml")
    body = BODY.replace("<HD1>A.", "<NOTE><HED>Note:</HED><P>Toys are things.</P></NOTE><HD1>A.")
    entries = list(
        read(io.BytesIO(document(body + "<EDNOTE><PSPACE>At 91 FR 7, Mar. 2, 2026, ...</PSPACE></EDNOTE>")), reading)
    )
    assert [one.code for one in entries] == ["1A001", "1A002", "1B001"]
    assert entries[0].group[:2] == ("Category 1\N{EM DASH}Made-up things", "Note: Toys are things.")
    assert entries[2].group == (*entries[0].group[:2], "B. Test Equipment")
    assert reading.cited == dt.date(2026, 3, 2)
    assert reading.counted == {"table rows": 1}


def test_a_day_that_is_none_is_not_cited() -> None:
    reading = Reading("ccl.xml")
    list(read(io.BytesIO(document(BODY + "<P>91 FR 7, Feb. 30, 2026; 91 FR 8, Foo. 1, 2026</P>")), reading))
    assert reading.cited is None


def test_a_bold_heading_without_a_code_is_noted() -> None:
    reading = Reading("ccl.xml")
    list(read(io.BytesIO(document(BODY + "<FP-2><B>1BO02 Made-up scales</B></FP-2>")), reading))
    assert (reading.unread_rows, reading.unread[0].message) == (1, "a heading without an ECCN: 1BO02 Made-up scales")


@given(st.integers(0, len(document())), st.binary(max_size=3))
def test_damaged_files_give_errors_or_whole_sections(at: int, flipped: bytes) -> None:
    for data in (document()[:at], document()[:at] + flipped + document()[at + len(flipped) :]):
        try:
            found = read_source(small("us-ccl"), data, "ecfr-15-774-2026-01-02.xml")
        except SourceError:
            continue
        assert found.sections
