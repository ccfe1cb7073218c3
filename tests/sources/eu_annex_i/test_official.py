"""The official text of 2021 against itself, counted in another way: by the words of its lines."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.sources.official_text import leaves
from sekisho.sources.registry import card, read_source
from sekisho.sources.snapshot import SourceSnapshot

FILE = "eu/annex-i-2021-en.txt"
TITLE = re.compile(r"\s+CATEGORY \d.*|[0-9][A-E]\s{3,}[A-Z].*")
"""Running titles and titles of product groups; those of categories at the margin have always been read as words."""
AGAIN = re.compile(r"([0-9][A-E][0-9]{3})\s+continued\s*")
WIDE = re.compile(r"([0-9][A-E][0-9]{3})\s{2,}continued\s*")
HEADING = re.compile(r"([0-9][A-E][0-9]{3})\s{2,}\S.*")
PAGE = re.compile(r"\s+(\d{1,3})\s*")
CONTINUED = {
    "1A004": "",
    "1B001": "",
    "1C002": "b.2 b.2.a b.2.b b.3 b.3.a b.3.b b.4 b.4.a b.4.b b.5 b.5.a b.5.b c c.1 c.1.a c.1.b c.1.c c.1.d c.1.e c.2 c.2.a "
    "c.2.b c.2.c c.2.d c.2.e c.2.f c.2.g c.2.h c.3 d d.1 d.2 d.3 d.3.a d.3.b d.3.c",
    "1C003": "c.2 c.3 c.3.a c.3.b",
    "1C006": "d.1.b d.1.c d.1.d d.2 d.3 d.4",
    "1C011": "d",
    "1C107": "e f",
    "1C116": "",
    "1E002": "g",
    "5E001": "b.4 c c.1 c.2 c.2.a c.2.b c.2.c c.2.d c.2.e c.3 c.4 c.4.a c.4.b c.4.c c.5 c.6 c.6.a c.6.b d d.1 d.1.a d.1.b "
    "d.1.c d.1.d d.2 d.2.a d.2.b d.3 d.4 d.5 d.6 d.7 d.8 e e.1 e.2",
    "9E003": "c.1.a c.1.b c.1.c c.2 c.2.a c.2.b c.2.c d e e.1 e.2 e.3 f f.1 f.1.a f.1.b f.1.c f.1.d f.2 f.2.a f.2.b f.2.c "
    "f.3 f.3.a f.3.b g h h.1 h.2 h.3 i i.1 i.2 i.3 j",
}
"""Labels, written down from the pages, that stand below a code which heads a page once more. They used to be lost, with the
notes after them: a code and two blanks were taken for the heading of another entry."""


@pytest.fixture(scope="module")
def path(official: Callable[[str], Path]) -> Path:
    return official(FILE)


@pytest.fixture(scope="module")
def snapshot(path: Path) -> SourceSnapshot:
    return read_source(card("eu-annex-i"), path.read_bytes(), path.name)


def words(texts: list[str]) -> Counter[str]:
    """Return the words of texts; ``x``, which becomes a sign, and figures left out."""
    found = (text.replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}") for text in texts)
    return Counter(word for text in found for word in re.findall(r"[^\W\d_]+", text) if word != "x")


def test_no_word_is_lost(path: Path, snapshot: SourceSnapshot) -> None:
    lines = path.read_text(encoding="utf-8").replace("\f", "\n").split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("0A001"))
    went_in = [line for line in lines[first:] if not TITLE.fullmatch(line) and not AGAIN.fullmatch(line)]
    came_out = [
        text
        for section in snapshot.sections
        for text in (
            section.heading,
            *section.notes,
            *(part for one in section.paragraphs for part in (one.text, *one.notes)),
        )
    ]
    labels = Counter(re.findall(r"^\s+([a-z])\.\s{2,}", "\n".join(went_in), flags=re.MULTILINE))
    in_notes = Counter(word for text in came_out for word in re.findall(r"(?<![\w.])([a-z])\.(?= )", text))
    lost, more = words(went_in) - words(came_out), words(came_out) - words(went_in)
    assert not more
    # A label stands apart from its words: single letters are all that may differ, as many as there are labels.
    assert all(len(word) == 1 for word in lost), lost
    assert sum(lost.values()) <= sum(labels.values())
    assert sum(in_notes.values()) > 0


def test_figures_alone_on_a_line_are_numbers_of_pages_or_kept(path: Path, snapshot: SourceSnapshot) -> None:
    lines = path.read_text(encoding="utf-8").replace("\f", "\n").split("\n")
    alone = {number: int(found[1]) for number, line in enumerate(lines, 1) if (found := PAGE.fullmatch(line)) is not None}
    kept = {int(line) for one in snapshot.sections for text in one.remarks for line in re.findall(r"line (\d+)", text)}
    pages = [figure for number, figure in alone.items() if number not in kept]
    assert kept <= set(alone)
    assert pages == sorted(set(pages)), "the numbers of pages go up"
    assert len(alone) == len(pages) + len(kept) == 141
    assert all(alone[number] < pages[0] for number in kept)


def test_entries_and_days(path: Path, snapshot: SourceSnapshot) -> None:
    printed = re.findall(r"^([0-9][A-E][0-9]{3})\s{2,}(?!continued)\S", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(printed) == len(set(printed)) == len(snapshot.sections) == 366
    assert [one.code for one in snapshot.sections] == printed
    assert (snapshot.reading.day, snapshot.state.snapshot) == (None, dt.date(2021, 1, 1))
    assert snapshot.reading.unread_rows == 0


def below(path: Path) -> dict[str, list[tuple[int, str]]]:
    """Return the lines below the codes that head a page once more, by the code: cut out of the text, not read."""
    found: dict[str, list[tuple[int, str]]] = {}
    code = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").replace("\f", "\n").split("\n"), 1):
        if (again := WIDE.fullmatch(line)) is not None:
            code = again[1]
        elif HEADING.fullmatch(line):
            code = ""
        elif code and not TITLE.fullmatch(line) and not PAGE.fullmatch(line):
            found.setdefault(code, []).append((number, line))
    return found


def test_every_line_below_a_code_that_heads_a_page_once_more_is_in_the_passages(
    path: Path, snapshot: SourceSnapshot
) -> None:
    sections = {one.code: one for one in snapshot.sections}
    lines = below(path)
    assert lines.keys() == CONTINUED.keys()
    for code, more in lines.items():
        passage, whole = sections[code].passage(code), plain(sections[code].whole)
        said = plain(" ".join(passage.words))
        for line in (plain(re.sub(r"^\s+(?:[a-z]|\d{1,2})\.\s{2,}", "", one)) for _, one in more if one.strip()):
            assert line in said, f"{code}: {line}"
            assert line in whole, f"{code}: {line}"
        assert passage.section == sections[code].whole


def plain(text: str) -> str:
    """Return a text without marks, blanks and labels' full stops, so that the ends of lines do not matter."""
    return re.sub(r"[\W_]|(?<=\s)x(?=\s)", "", text.replace("\N{GREEK SMALL LETTER MU}", "\N{MICRO SIGN}"))


def test_labels_below_a_code_that_heads_a_page_once_more(path: Path, snapshot: SourceSnapshot) -> None:
    sections = {one.code: one for one in snapshot.sections}
    for code, lines in below(path).items():
        golden = CONTINUED[code].split()
        assert [one.label for one in sections[code].paragraphs if one.line >= lines[0][0]] == golden
        # The last letter or figure of a label stands before its words; lists in notes stand further in than 25 columns.
        shown = [found[2] for _, line in lines if (found := re.match(r"(\s{,25})([a-z]|\d{1,2})\.\s{2,}", line))]
        assert shown == [one.rpartition(".")[2] for one in golden], code
        for label in golden:
            passage = sections[code].passage(f"{code}.{label}")
            assert passage.label == label
            assert passage.text[0].startswith(f"{label} ")
    labels = [one.label for one in leaves(sections["1C002"])]
    assert len(labels) == len(set(labels)) == 43


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "1C107.e",
            ["e Reinforced silicon-carbide ceramic composites, usable for nose tips, reentry vehicles and nozzle flaps"],
        ),
        (
            "1C107.f",
            ["f Bulk machinable ceramic composite materials consisting of an 'Ultra High Temperature Ceramic (UHTC)'"],
        ),
        ("1E002.g", ['g "Libraries" specially designed or modified to enable equipment to perform the functions']),
        (
            "5E001.d.1.b",
            ["d.1.b A peak saturated power output greater than 55 W (47.4 dBm) at any frequency exceeding 2.9 GHz"],
        ),
        (
            "9E003.c.1",
            [
                "c.1 Having all of the following:",
                "c.1.a Minimum 'cross-sectional area' less than 0.45 mm2;",
                "c.1.b 'Hole shape ratio' greater than 4.52; and",
                "c.1.c 'Incidence angle' equal to or less than 25\N{DEGREE SIGN}; or",
            ],
        ),
        (
            "9E003.e",
            ["e ", "e.1 'Box volume' of 1.2 m3 or less;", "e.2 An overall power output of more than 750 kW", "e.3 "],
        ),
    ],
)
def test_words_that_were_lost(code: str, text: list[str], snapshot: SourceSnapshot) -> None:
    section = next(one for one in snapshot.sections if one.code == code[:5])
    found = section.passage(code).text
    assert len(found) == len(text)
    assert all(one.startswith(start) for one, start in zip(found, text, strict=True)), found


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("1A004.a", "Note: 1A004 does not control: a. Personal radiation monitoring dosimeters;"),
        ("1B001.a", "Technical Notes: 1. For the purpose of 1B001, 'primary servo positioning' axes control,"),
        ("1C003.c", "Technical Note: 'Nanocrystalline' materials in 1C003.c."),
        ("1C006.d", "Note: 1C006.d. does not control materials specified and packaged as medical products."),
        ("1C107.f", "Note: 1C107.f. does not control 'Ultra High Temperature Ceramic (UHTC) ' materials in non- composite"),
        ("1C116", "Technical Note 2: In 1C116 'missile' means complete rocket systems and unmanned aerial vehicle systems"),
        ("1E002.f", 'Note: 1E002.f. does not control "technology" for the repair of "civil aircraft" structures'),
        ("9E003.c.2", 'Note: 9E003.c. does not control "technology" for manufacturing constant radius cylindrical holes'),
        ("9E003.h.1", 'Note: 9E003.h. does not control technical data related to engine-"aircraft" integration'),
    ],
)
def test_notes_that_were_lost(code: str, note: str, snapshot: SourceSnapshot) -> None:
    section = next(one for one in snapshot.sections if one.code == code[:5])
    assert any(one.startswith(note) for one in section.passage(code).notes)
    assert note in section.whole
