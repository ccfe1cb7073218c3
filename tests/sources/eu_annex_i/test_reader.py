"""Annex I out of a text with layout: columns, notes, decimal commas, and files that are refused. The texts are synthetic."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.eu_annex_i.reader import LARGEST_FILE, read_annex
from sekisho.sources.registry import read_source, recognise
from tests.sources.publications import FOLDER, small

TEXT = """
1A      Systems, Equipment and Components
1A001   Made-up machines, as follows and
        parts therefor:
        N.B.   SEE ALSO 1A101.
        a.     Machines having all of the following:
               1.     A force of 12,5 x 106 N or more,
                      and a mass of 1 000 kg; and
               2.     Having any of the following:
                      a.     Cold; or
                      b.     Hot;
               Note 1: 1A001.a. does not control:
                          a.     Toys;
                          b.     Models.
                                                                     95
                            CATEGORY 1 - SPECIAL MATERIALS
1A001 continued
         b.    Other machines.
              Technical Note:
              'Other' means 0,5 or less.
1A002   Made-up parts.
"""


def test_paragraphs_by_their_columns() -> None:
    found = read_annex(TEXT.encode(), "annex.txt")
    assert list(found) == ["1A001", "1A002"]
    machines = found["1A001"]
    assert machines.heading == "1A001 Made-up machines, as follows and parts therefor:"
    assert machines.notes == ("N.B. SEE ALSO 1A101.",)
    assert [one.label for one in machines.paragraphs] == ["a", "a.1", "a.2", "a.2.a", "a.2.b", "b"]
    assert machines.paragraphs[1].text == (
        "A force of 12.5 \N{MULTIPLICATION SIGN} 10^6 N or more, and a mass of 1000 kg; and"
    )
    assert machines.paragraphs[4].notes == ("Note 1: 1A001.a. does not control: a. Toys; b. Models.",)
    assert machines.paragraphs[5].notes == ("Technical Note: 'Other' means 0.5 or less.",)
    assert found["1A002"].paragraphs == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no entry stands"),
        (b"nothing of the kind", "no entry stands"),
        (TEXT.encode("utf-16"), "not text in UTF-8"),
        (b" " * (LARGEST_FILE + 1), "at most"),
    ],
)
def test_other_files_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        read_annex(data, "annex.txt")
    assert problem.value.file == "annex.txt"


@pytest.mark.parametrize("blanks", [" ", "   ", "         "])
def test_what_a_code_heads_once_more_goes_on(blanks: str) -> None:
    page = f"{96:>70}\n     CATEGORY 1 - SPECIAL MATERIALS\n\n{{code}}{blanks}continued\n\n"
    text = TEXT.replace("               Note 1:", page.format(code="1A001") + "               Note 1:")
    text = text.replace("a mass of 1 000 kg;", "a mass of\n" + page.format(code="1A001") + "              1 000 kg;")
    text = text.replace("'Other' means", page.format(code="1A001") + "              'Other' means")
    assert _words(text) == _words(TEXT)
    parts = read_annex(f"{text}{page.format(code='1A002')}        a.     Wheels.\n".encode(), "annex.txt")["1A002"]
    assert [(one.label, one.text) for one in parts.paragraphs] == [("a", "Wheels.")]
    assert parts.passage("1A002.a").words == ("1A002 Made-up parts.", "a Wheels.")
    assert parts.whole == "1A002 Made-up parts. a Wheels."


def _words(text: str) -> list[tuple[object, ...]]:
    """Return what an annex says, without the lines on which it says so."""
    found = read_annex(text.encode(), "annex.txt").values()
    return [
        (one.heading, one.notes, [(part.label, part.text, part.notes) for part in one.paragraphs], one.group)
        for one in found
    ]


@pytest.mark.parametrize("line", ["1A001   Machines again", "1A001   continued", "1A001 continued"])
def test_an_entry_that_stands_in_the_file_twice_is_refused(line: str) -> None:
    text = f"{TEXT}{line}\n        a.     Wheels.\n"
    with pytest.raises(SourceError, match="1A001 stands in the file twice") as problem:
        read_annex(text.encode(), "annex.txt")
    assert problem.value.line == TEXT.count("\n") + 1
    with pytest.raises(SourceError, match="1A001 stands in the publication already"):
        read_source(small("eu-annex-i"), text.encode(), "annex-i-2026-01-02.txt")


def test_files_are_known_by_their_names(tmp_path: Path) -> None:
    mine = {"annex-i-2021-en.txt", "EU-Annex-I.txt", "annex-i_2026.txt", "annex-i-plain-2026-01-02.txt.gz"}
    others = {
        "annex-ii-2021-en.txt",
        "annex-iv.txt",
        "annex-ii.txt",
        "annex-iv-2026-01-02.txt",
        "annex-ix_2026.txt",
        "annex-i.pdf",
    }
    for name in mine | others:
        (tmp_path / name).write_bytes(b"")
    assert {one.path.name for one in recognise(tmp_path) if one.card.id == "eu-annex-i"} == mine


def test_a_raised_figure_is_kept_beside_the_words() -> None:
    text = TEXT.replace("a mass of 1 000 kg; and", "a mass of 5 x 10\n                 3\n                      kg; and")
    machines = read_annex(text.encode(), "annex.txt")["1A001"]
    assert machines.remarks == ("a figure alone on line 9: 3",)
    assert machines.paragraphs[1].text.endswith("5 x 10 kg; and")


@given(st.integers(0, len(TEXT.encode())), st.binary(max_size=3))
def test_damaged_files_give_errors_or_whole_sections(at: int, flipped: bytes) -> None:
    for whole in (TEXT.encode(), (FOLDER / "annex-i-plain-2026-01-02.txt").read_bytes()):
        for data in (whole[:at], whole[:at] + flipped + whole[at + len(flipped) :]):
            try:
                found = read_source(small("eu-annex-i"), data, "annex-i-2026-01-02.txt")
            except SourceError:
                continue
            assert found.sections
