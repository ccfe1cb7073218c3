"""A citation names at least one place in an official text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RulebookError
from sekisho.terms.citation import Citation


def test_parts_in_order() -> None:
    assert Citation.parse(" 89 FR 72926;15 CFR 774 Supp. 1 ;") == Citation(("89 FR 72926", "15 CFR 774 Supp. 1"))
    assert str(Citation.parse("89 FR 72926;15 CFR 774 Supp. 1")) == "89 FR 72926; 15 CFR 774 Supp. 1"


@pytest.mark.parametrize("text", ["", "  ", ";", " ; ; "])
def test_an_empty_citation_is_refused(text: str) -> None:
    with pytest.raises(RulebookError, match="a citation is empty") as caught:
        Citation.parse(text)
    assert caught.value.remedy


@given(st.lists(st.text(min_size=1).map(str.strip).filter(lambda part: part and ";" not in part), min_size=1))
def test_what_is_written_is_read_back(parts: list[str]) -> None:
    citation = Citation(tuple(parts))
    assert Citation.parse(str(citation)) == citation
