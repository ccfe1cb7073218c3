"""Annex I out of a text with layout: columns, notes, decimal commas, and files that are refused. The texts are synthetic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.errors import SourceError
from sekisho.sources.eu_annex_i.reader import LARGEST_FILE, read_annex

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
1A001   A reference to the entry
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


def test_the_official_file(official: Callable[[str], Path]) -> None:
    path = official("eu/annex-i-2021-en.txt")
    found = read_annex(path.read_bytes(), path.name)
    assert len(found) == 366
    assert [one.label for one in found["9B005"].paragraphs] == ["a", "b", "c"]
    assert found["1C010"].passage("1C010.b").text[1].endswith("exceeding 14.65 \N{MULTIPLICATION SIGN} 10^6 m; and")
