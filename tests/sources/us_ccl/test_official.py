"""The official Commerce Control List against itself, counted in another way: with ElementTree and plain expressions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from sekisho.sources.official_text import Section, leaves, tree
from sekisho.sources.registry import card, read_source
from sekisho.sources.snapshot import SourceSnapshot

FILE = "us/ecfr-15-774-supp1.xml"
CODE = re.compile(r"[0-9][A-E][0-9]{3}\b")
GROUP = re.compile(r"(?:Category \d|[A-E]\. )")
CONNECTING = re.compile(
    r"License Requirements?:?|(?:List Based )?License Exceptions?(?: \(.*\))?|\(See Part 740 [^)]*\)\.?"
    r"|Special Conditions for (?:STA|Strategic Trade Authorization \(STA\)):?|Reporting Requirements:?"
    r"|List of Items Controlled:?|Controls?(?:\(s\))?:?|Items:?",
    re.IGNORECASE,
)
"""Titles of the parts of an ECCN: the attributes of the section say them."""
BEGINNING = re.compile(
    r"Related [Cc]ontrols?:?\s*|Related [Dd]efinitions?:?\s*|Items:\s*|(?:Items|List of Items Controlled)\s+(?=a\. )"
)
"""Titles before their words in one block."""
OF_THE_SUPPLEMENT = ("HEAD", "CITA", "EDNOTE")
"""Elements of the supplement itself: its title, citation and editorial notes."""
HEADED_BY_EDITORS = "Editorial Notes:"
"""Printed twice in the end; it has always been read as words of the last ECCN, and digests hang on that."""
SAYS_NO_REASON = {
    # Reserved or emptied headings, which say where the items went.
    *("1C018", "2B018", "2D018", "8A018", "9A018", "9D018", "9E018"),
    # "subject to the ITAR", or controlled by the Nuclear Regulatory Commission, in the heading itself.
    *("0A002", "1A102", "1C102", "4A102", "6A103", "7A106", "7A115", "7A117", "7B103", "7D103", "7E104"),
    *("9A005", "9A006", "9A007", "9A008", "9A009", "9A010", "9A011", "9A103", "9A104", "9A105", "9A107", "9A108", "9A109"),
    *("9A111", "9A116", "9A117", "9A118", "9A119", "9D005", "9D103", "9D105"),
    # Headings that name the ECCN or the category of the USML that controls the items.
    *("4A611", "5A611", "6A611"),
    # "RS1 controls" in prose; the items are published in Supplement No. 5.
    *("0A521", "0B521", "0C521", "0D521", "0E521"),
}


@pytest.fixture(scope="module")
def path(official: Callable[[str], Path]) -> Path:
    return official(FILE)


@pytest.fixture(scope="module")
def snapshot(path: Path) -> SourceSnapshot:
    return read_source(card("us-ccl"), path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def sections(snapshot: SourceSnapshot) -> dict[str, Section]:
    return {one.code: one for one in snapshot.sections}


@pytest.fixture(scope="module")
def root(path: Path) -> Element:
    return fromstring(path.read_bytes())


def text_of(element: Element) -> str:
    """Return the words of an element; a break ends a word, and a line of a cell."""
    pieces = [element.text or ""]
    for child in element:
        pieces += ["\v" if child.tag == "br" else "", text_of(child), child.tail or ""]
    return "".join(pieces)


def spaced(element: Element) -> str:
    """Return the words of an element with one blank between them."""
    return " ".join(text_of(element).split())


def squeezed(text: str) -> str:
    """Return the letters and figures of a text."""
    return "".join(filter(str.isalnum, text.replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}")))


def is_heading(element: Element) -> bool:
    return element.find("B") is not None and CODE.match(spaced(element)) is not None


def blocks(elements: list[Element]) -> Iterator[str]:
    """Yield the texts of elements: of a cell each line, of a note each paragraph."""
    for element in elements:
        if element.tag == "DIV":
            heads = [spaced(one) for one in element.iter("TH")]
            wanted = ("TD",) if CONNECTING.fullmatch(heads[0]) else ("CAPTION", "TH", "TD")
            cells = (one for tag in wanted for one in element.iter(tag))
            yield from (" ".join(line.split()) for cell in cells for line in text_of(cell).split("\v"))
        elif element.tag == "NOTE":
            yield from map(spaced, element)
        else:
            yield spaced(element)


def regions(root: Element) -> Iterator[tuple[str, list[Element], list[Element]]]:
    """Yield each heading with the elements below it, and with those that stand between it and the next one."""
    code, inside, between, open_ = "", list[Element](), list[Element](), False
    for element in root:
        if element.tag in OF_THE_SUPPLEMENT:
            continue
        if is_heading(element):
            if code or between:
                yield code, inside, between
            code, inside, between, open_ = spaced(element)[:5], [element], [], True
        elif element.tag in ("HD1", "HD2") and GROUP.match(spaced(element)):
            between, open_ = [*between, element], False
        else:
            (inside if open_ else between).append(element)
    yield code, inside, between


def printed(section: Section) -> list[str]:
    """Return every text of a section."""
    paragraphs = [text for one in section.paragraphs for text in (f"{one.label} {one.text}", *one.notes)]
    return [
        section.heading,
        section.reason_line,
        *dict.fromkeys(one.text for one in section.reasons),
        *(f"{one.code} {one.text}" for one in section.exceptions),
        *section.special_conditions,
        *section.reporting,
        section.related_controls,
        section.related_definitions,
        *section.remarks,
        *section.notes,
        *(" ".join(row) for row in section.tables),
        *paragraphs,
    ]


def test_every_heading_is_there(path: Path, sections: dict[str, Section]) -> None:
    raw = path.read_text(encoding="utf-8")
    printed_codes = re.findall(r"<FP-[12]>\s*<B>([0-9][A-E][0-9]{3})\b", raw)
    assert len(printed_codes) == len(set(printed_codes)) == len(sections) == 638
    assert list(sections) == printed_codes
    assert {"2B352", "3D006", "3E002", "0D614"} <= set(sections)


def test_every_word_of_a_heading_is_in_its_section(root: Element, sections: dict[str, Section]) -> None:
    """As many letters and figures come out as go in, and every block stands in its section as it is printed."""
    for code, elements, _ in regions(root):
        if not code:
            continue
        out = [squeezed(one) for one in printed(sections[code])]
        whole, went_in = "|".join(out), 0
        for block in blocks(elements):
            if CONNECTING.fullmatch(block):
                continue
            words = squeezed(BEGINNING.sub("", block, count=1) if BEGINNING.match(block) else block)
            went_in += len(words)
            assert words in whole, f"{code}: {block[:200]}"
        if code == list(sections)[-1]:
            went_in += 2 * len(squeezed(HEADED_BY_EDITORS))
        assert sum(map(len, out)) == went_in, f"{code}: {went_in} went in, {sum(map(len, out))} came out"


def test_what_stands_between_headings_is_in_the_group_of_the_next(root: Element, sections: dict[str, Section]) -> None:
    codes = iter([*sections, None])
    lost = []
    for code, elements, between in regions(root):
        following = next(codes)
        assert code or elements == []
        group = "" if following is None else "|".join(map(squeezed, sections[following].group))
        lost += [one for one in blocks(between) if squeezed(one) not in group]
    assert {one.rpartition(" ")[2] for one in lost} == {"[Reserved]"}, "a group without an ECCN is no section's"
    assert (
        "Part 2\N{EM DASH}\N{LEFT DOUBLE QUOTATION MARK}Information Security\N{RIGHT DOUBLE QUOTATION MARK}"
        in sections["5A002"].group
    )
    assert any(one.startswith("Note 3: Cryptography Note") for one in sections["5E002"].group)
    assert not any("Cryptography Note" in one for one in sections["6A001"].group)


def test_every_row_of_a_table_is_in_a_section(path: Path, root: Element, snapshot: SourceSnapshot) -> None:
    rows = list(root.iter("TR"))
    heads = [row for row in rows if row.find("TH") is not None]
    other = sum(1 for table in root.iter("TABLE") if len(list(table.iter("TH"))) == 3 for _ in table.iter("TR"))
    assert (len(rows), len(heads)) == (2183, 570)
    requirements = len(rows) - (len(heads) - 1) - other
    split, joined = 1, 1  # 1A231 prints two rows in one; 5D001 prints one row in two
    lines = path.read_text(encoding="utf-8").split("\n")
    reasons = [one for section in snapshot.sections for one in section.reasons]
    in_tables = [one for one in reasons if "<TR>" in lines[one.line - 1]]
    assert len(in_tables) == requirements + split - joined == 1552
    in_prose = {section.code for section in snapshot.sections for one in section.reasons if one not in in_tables}
    assert in_prose == IN_PROSE
    assert sum(len(one.tables) for one in snapshot.sections) == other + 1, "and the caption of the table"
    columns = sum(len(re.findall(r"Column \d", spaced(cell))) for table in root.iter("TABLE") for cell in table.iter("TD"))
    assert sum(len(one.chart) for one in reasons) == columns


IN_PROSE = {
    *("0A980", "0A981", "0A982", "0A983", "0A999", "1A999", "1C350", "1C351", "1C355", "1C395", "1C980", "1C982", "1C983"),
    *("1C984", "1C988", "1D999", "2A994", "2A999", "2D994", "2E994", "5A980", "5D980", "5E980", "6A992"),
}
"""ECCNs that state a reason in prose, because no column of the chart stands for it."""


def test_reasons_lines_and_exceptions(path: Path, snapshot: SourceSnapshot, sections: dict[str, Section]) -> None:
    raw = " ".join(path.read_text(encoding="utf-8").split())
    assert sum(1 for one in snapshot.sections if one.reason_line) == len(re.findall(r"Reasons? for Control:", raw)) == 590
    silent = {one.code for one in snapshot.sections if not (one.reasons or one.reason_line or one.exceptions)}
    assert silent == SAYS_NO_REASON
    for code in sorted(silent):
        said = " ".join((sections[code].heading, *sections[code].remarks))
        assert re.search(r"ITAR|USML|22 CFR|\bSee |controlled (?:by|under|in) |RS1", said, re.IGNORECASE), said
    for code in ("LVS", "GBS", "TSR", "IEC", "NAC/ACA", "HBM", "AIA", "ACM", "LPP", "ACE", "APP", "ENC"):
        stated = sum(1 for one in snapshot.sections for held in one.exceptions if held.code == code)
        assert stated == len(re.findall(rf"<(?:FP-1|FP|P)>(?:<I>)?{code}:", raw)), code
    chips = sections["3A090"]
    assert chips.reason_line == "Reason for Control: RS, AT"
    assert [(one.code, one.scope, one.chart) for one in chips.reasons] == [
        ("RS", "3A090.a", ()),
        ("RS", "3A090.b", ()),
        ("RS", "3A090.c", ()),
        ("AT", "entire entry", ("AT Column 1",)),
    ]
    assert (
        chips.reasons[0].words
        == "To or within any destination worldwide, see \N{SECTION SIGN} 742.6(a)(6)(iii)(A) of the EAR."
    )
    assert [one.code for one in chips.exceptions] == ["LVS", "GBS", "NAC/ACA", "HBM", "AIA", "ACM", "LPP"]
    assert chips.exceptions[3].text == "Yes, for 3A090.c. See \N{SECTION SIGN} 740.25 of the EAR."
    assert chips.related_controls.startswith("(1) See ECCNs 3D001")
    assert chips.related_definitions == "N/A"
    assert [(one.code, one.scope) for one in sections["5A980"].reasons] == [("SL", "entire entry"), ("AT", "entire entry")]
    assert sections["1C351"].reasons[-1].chart == ("AT Column 1",)


def test_item_paragraphs(path: Path, sections: dict[str, Section]) -> None:
    chips = tree(sections["3A090"])
    assert [(one.label, [below.label for below in one.branches]) for one in chips] == [
        ("a", ["a.1", "a.2"]),
        ("b", ["b.1", "b.2"]),
        ("c", []),
    ]
    assert [one[:20] for one in chips[0].branches[1].notes] == ["Note 1 to 3A090.a: W", "Technical Note 1 to "]
    raw = path.read_text(encoding="utf-8")
    region = raw[raw.index("<B>2B352 ") : raw.index("<B>", raw.index("<B>2B352 ") + 1)]
    items = re.sub(r"<NOTE>.*?</NOTE>", "", region[region.index("<I>Items:") :], flags=re.DOTALL)
    labels = re.findall(r"<P>([a-z](?:\.[0-9a-z])*)\.? ", items)
    assert [one.label for one in leaves(sections["2B352"])] == labels
    assert labels[0] == "a"
    assert labels[-1] == "k.2"
    assert len(labels) == 50


def test_labels_that_digests_do_not_know(sections: dict[str, Section]) -> None:
    labels = {code: [one.label for one in leaves(sections[code])] for code in ("3B993", "6A001", "5A001", "0A501", "9C610")}
    assert "q.2.b.1" in labels["3B993"]
    assert "q.2.b.1" not in [one.label for one in sections["3B993"].paragraphs]
    assert "a.1.a.1.c" in labels["6A001"]
    assert labels["5A001"][0] == "a"
    assert labels["5A001"][-1] == "j.2.b"
    assert "b.2.a" in labels["5A001"]
    assert labels["0A501"][-4:] == ["y.1", "y.2", "y.6", "y.7"]
    assert labels["9C610"] == ["a", "b"]
    assert not any(
        one.text.startswith("EAR99") or "EAR99 Items" in one.text for code in sections for one in leaves(sections[code])
    )


def test_the_newest_day_that_the_text_cites(snapshot: SourceSnapshot, path: Path) -> None:
    assert snapshot.reading.day is None
    assert snapshot.reading.cited == dt.date(2023, 10, 18)
    assert "88 FR 71936, Oct. 18, 2023" in path.read_text(encoding="utf-8")
