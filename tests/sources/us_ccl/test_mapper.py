"""ECCNs to sections: reasons, exceptions, related controls, items. The texts are synthetic."""

from __future__ import annotations

from sekisho.sources.official_text import ListException, Section, leaves
from sekisho.sources.registry import read_source
from sekisho.sources.us_ccl.reader import read_ccl
from tests.sources.publications import FOLDER, small

HEAD = '<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX"><FP-2><B>1A001 Made-up machines.</B></FP-2>'
REQUIREMENTS = """
<FP-1><E T="04">License Requirements</E></FP-1>
<FP-1><I>Reason for Control:</I> NS, NP, CC, SL, AT</FP-1>
<DIV><TABLE><THEAD><TR><TH>Control(s)</TH><TH>Country chart<br/>(see Supp. No. 1)</TH></TR></THEAD><TBODY>
<TR><TD>NS applies to entire entry, except<br/> 1A001.y</TD><TD>NS Column 2.</TD></TR>
<TR><TD>NP applies to entire entry<br/>AT applies to entire entry</TD><TD>NP Column 1<br/>Column 1</TD></TR>
<TR><TD>RS applies to 1A001.z</TD><TD>Worldwide control.<br/>See nowhere.</TD></TR>
<TR><TD colspan="2">CB applies to 1A001.a CB Column 3.</TD></TR>
<TR><TD></TD><TD>Even there.</TD></TR>
<TR><TD>Made-up sanctions apply to entire entry</TD><TD>See nowhere.</TD></TR>
</TBODY></TABLE></DIV>
<FP-1>Control(s): CC applies to 1A001.b. A license is required for ALL destinations.</FP-1>
<P>SL and AT apply to entire entry. A license is required.</P>
<P><I>License Requirement Note:</I> Not for toys.</P>
<NOTE><HED>Note:</HED><P>Nor for models.</P></NOTE>
<FP-1><E T="04">Reporting Requirements</E></FP-1><P>See elsewhere.</P>
<FP-1><E T="05">List Based License Exceptions (See Part 740 for a description of all license exceptions)</E></FP-1>
<FP-1><I>LVS:</I> $500 for .a;</FP-1><FP-1>$300 for .b</FP-1>
<FP-1><I>NAC/ACA:</I> Yes</FP-1>
<FP-1><E T="04">Special Conditions for STA</E></FP-1><FP-1><I>STA:</I> Not at all.</FP-1><P>Never.</P>
<FP-1><E T="04">List of Items Controlled</E></FP-1>
<FP-1><I>Unit:</I> $ value.</FP-1>
<FP-1><I>Related Controls:</I> (1) See 1A002.</FP-1><P>a. (2) See 1A003.</P>
<FP-1><I>Related Definitions:</I> N/A</FP-1>
"""
ITEMS = """<FP><I>Items:</I></FP>
<P>a. Cold machines;</P>
<P>a.1 designed for ice;</P>
<NOTE><HED>Note:</HED><P>Ice is cold.</P></NOTE>
<P>a.2. Others.</P>
<HD2>Warm things</HD2>
<P>b. Warm machines.</P>
<P>Note: Warm is not cold.</P>
<P>c.-e. [Reserved]</P>
<FP-2><B>EAR99 Items of no kind.</B></FP-2>
<HD1>Annex to Category 1</HD1>
<P>a. Not of this entry.</P>
"""


def section(text: str) -> Section:
    """Return the only section of a synthetic list."""
    return read_ccl(f"{HEAD}{text}</DIV9>".encode(), "ccl.xml")["1A001"]


def test_reasons() -> None:
    found = section(REQUIREMENTS + ITEMS)
    assert found.reason_line == "Reason for Control: NS, NP, CC, SL, AT"
    assert [(one.code, one.scope, one.chart, one.words) for one in found.reasons] == [
        ("NS", "entire entry, except 1A001.y", ("NS Column 2",), "NS Column 2."),
        ("NP", "entire entry", ("NP Column 1",), "NP Column 1"),
        ("AT", "entire entry", ("AT Column 1",), "Column 1"),
        ("RS", "1A001.z", (), "Worldwide control. See nowhere."),
        ("CB", "1A001.a", ("CB Column 3",), "CB Column 3. Even there."),
        ("Made-up sanctions", "entire entry", (), "See nowhere."),
        ("CC", "1A001.b", (), "A license is required for ALL destinations."),
        ("SL", "entire entry", (), "A license is required."),
        ("AT", "entire entry", (), "A license is required."),
    ]
    assert found.reasons[0].text == "NS applies to entire entry, except 1A001.y NS Column 2."


def test_the_rest_of_the_heading() -> None:
    found = section(REQUIREMENTS + ITEMS)
    assert [(one.code, one.text) for one in found.exceptions] == [("LVS", "$500 for .a; $300 for .b"), ("NAC/ACA", "Yes")]
    assert isinstance(found.exceptions[0], ListException)
    assert found.special_conditions == ("STA: Not at all.", "Never.")
    assert found.reporting == ("See elsewhere.",)
    assert found.related_controls == "(1) See 1A002. a. (2) See 1A003."
    assert found.related_definitions == "N/A"
    assert found.remarks == ("License Requirement Note: Not for toys.", "Unit: $ value.")
    assert found.notes == ("Note: Nor for models.",)


def test_blocks_that_digests_join_are_paragraphs_of_their_own() -> None:
    found = section(ITEMS)
    assert [one.label for one in found.paragraphs] == ["a", "a.2", "b", "a"]
    assert found.paragraphs[0].text == "Cold machines; a.1 designed for ice;"
    assert [(one.label, one.text, one.notes) for one in leaves(found)] == [
        ("a", "Cold machines;", ()),
        ("a.1", "designed for ice;", ("Note: Ice is cold.",)),
        ("a.2", "Others.", ()),
        ("", "Warm things", ()),
        ("b", "Warm machines.", ("Note: Warm is not cold.",)),
        ("c", "-e. [Reserved]", ()),
    ]
    assert found.paragraphs[-1].outside


def test_items_without_their_title() -> None:
    listed = "<FP-1><E T='04'>List of Items Controlled</E></FP-1>"
    untitled = section(f"{listed}<FP-1>Related Controls: None.</FP-1><P>a. Cold.</P><P>b. Warm.</P>")
    assert [(one.label, one.text) for one in untitled.paragraphs] == [("a", "Cold."), ("b", "Warm.")]
    assert untitled.related_controls == "None."
    in_one = section("<FP-1><E T='04'>List of Items Controlled</E> a. Cold.</FP-1><P>b. Warm.</P>")
    assert [(one.label, one.text) for one in in_one.paragraphs] == [("a", "Cold."), ("b", "Warm.")]


def test_tables_among_the_items_are_kept() -> None:
    head = "<CAPTION>Coats</CAPTION><THEAD><TR><TH>Coat</TH><TH>Cloth</TH></TR></THEAD>"
    table = f"<TABLE>{head}<TR><TD>Red</TD><TD>Wool</TD></TR></TABLE>"
    assert section(f"<P>Items: a. Coats</P>{table}").tables == (("Coats",), ("Coat", "Cloth"), ("Red", "Wool"))


def test_the_small_file() -> None:
    path = FOLDER / "ecfr-15-774-2026-01-02.xml"
    found = read_source(small("us-ccl"), path.read_bytes(), path.name)
    assert [one.code for one in found.sections] == ["1A001", "1A002"]
    assert found.sections[0].reasons[0].code == "NS"
    assert found.reading.cited == found.state.snapshot
