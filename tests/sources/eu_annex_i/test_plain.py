"""Annex I as plain text, as EUR-Lex gives the consolidated Regulation. The text is synthetic."""

from __future__ import annotations

import datetime as dt

import pytest

from sekisho.errors import SourceError
from sekisho.sources.eu_annex_i.reader import read_annex
from sekisho.sources.official_text import tree
from sekisho.sources.registry import read_source
from tests.sources.publications import FOLDER, small

FILE = FOLDER / "annex-i-plain-2026-01-02.txt"
NBSP = "\N{NO-BREAK SPACE}"


def test_a_plain_text_is_read() -> None:
    found = read_source(small("eu-annex-i"), FILE.read_bytes(), FILE.name)
    sections = {one.code: one for one in found.sections}
    assert list(sections) == ["3A001", "3A002", "3B501", "4A506"]
    assert found.reading.day == found.state.snapshot == dt.date(2026, 1, 2)
    toys = sections["3A001"]
    assert toys.heading == "3A001 Electronic toys as follows:"
    assert toys.group == ("CATEGORY 3 \N{EN DASH} ELECTRONICS", "3A Systems, Equipment and Components")
    assert toys.notes == ("N.B.: SEE ALSO 3A501.",)
    assert [one.label for one in toys.paragraphs] == ["a", "a.1", "a.2", "a.2.a", "a.2.b", "a.2.c", "a.3", "b", "c"]
    assert toys.paragraphs[0].notes[0].endswith("as follows: a. Toys without a battery; b. Toys with a battery.")
    assert toys.paragraphs[1].text.endswith("12.5 \N{MULTIPLICATION SIGN} 10^6 N or more;")
    assert toys.paragraphs[5].text.endswith("specified in 3A001 and 3A501;")
    assert toys.paragraphs[5].notes == ("Technical Notes: 1. 'Rated' means printed on the toy. 2. Paint is no print.",)
    assert toys.paragraphs[7].text == "Other toys, not controlled by 3A001.a.;"
    assert sections["3A002"].heading == "3A002 Electronic puppets."
    assert sections["3B501"].group[-1] == "3B Test, Inspection and Production Equipment"
    assert [one.label for one in sections["3B501"].paragraphs] == ["a", "a.1", "a.2", "b"]
    assert sections["3B501"].paragraphs[2].notes == ("Note: 3B501.a. does not control chairs.",)
    assert [(one.label, len(one.branches)) for one in tree(sections["4A506"])] == [("a", 1), ("b", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "3A001 Toys as follows:\na. Red;\nb. Blue.\n3A002 Puppets.\n",
        f"3A001{NBSP}Toys as follows:\n(a){NBSP}Red;\n(b){NBSP}Blue.\n3A002{NBSP}Puppets.\n",
        "3A001\tToys as follows:\na.\tRed;\nb.\tBlue.\n3A002\tPuppets.\n",
        "3A001\n\nToys as follows:\n\na.\n\nRed;\n\nb.\n\nBlue.\n\n3A002\n\nPuppets.\n",
        "\N{ZERO WIDTH NO-BREAK SPACE}3A001 Toys as follows:\r\n a. Red;\r\n   12\r\n b. Blue.\r\n3A002 Puppets.\r\n",
    ],
)
def test_shapes_of_a_plain_text(text: str) -> None:
    found = read_annex(text.encode(), "annex.txt")
    assert {code: one.heading for code, one in found.items()} == {
        "3A001": "3A001 Toys as follows:",
        "3A002": "3A002 Puppets.",
    }
    assert [(one.label, one.text) for one in found["3A001"].paragraphs] == [("a", "Red;"), ("b", "Blue.")]


def test_two_days_of_the_consolidated_text_are_refused() -> None:
    data = FILE.read_bytes().replace(b"02.01.2026", b"03.01.2026", 1)
    with pytest.raises(SourceError, match="several days"):
        read_source(small("eu-annex-i"), data, "annex-i.txt")
