"""The Commerce Control List out of XML: paragraphs, notes, and files that are refused. The texts are synthetic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.errors import SourceError
from sekisho.sources.us_ccl.reader import LARGEST_FILE, read_ccl

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
    ],
)
def test_other_files_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        read_ccl(data, "ccl.xml")
    assert problem.value.file == "ccl.xml"


def test_the_official_file(official: Callable[[str], Path]) -> None:
    path = official("us/ecfr-15-774-supp1.xml")
    found = read_ccl(path.read_bytes(), path.name)
    assert len(found) == 638
    assert [one.label for one in found["3A090"].paragraphs] == ["a", "a.1", "a.2", "b", "b.1", "b.2", "c"]
    assert len(found["2B352"].passage("2B352.d.1").text) == 5
