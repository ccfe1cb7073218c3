"""Parties as lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty, Name
from sekisho.parties.record import dump_parties, dump_party, load_parties, load_party

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.lists(st.builds(Name, TEXT, st.sampled_from(["alias", "weak", "primary"])), min_size=1, max_size=4)
PARTIES = st.builds(
    ListedParty,
    id=TEXT,
    source=TEXT,
    schema=TEXT,
    names=NAMES.map(tuple),
    countries=st.lists(TEXT, max_size=2).map(tuple),
    addresses=st.lists(TEXT, max_size=2).map(tuple),
    footnotes=st.lists(st.integers(1, 9), max_size=2).map(tuple),
    requirement=TEXT,
    policy=TEXT,
    concerns=st.lists(TEXT, max_size=2).map(tuple),
    citation=TEXT,
    remarks=TEXT,
)


@given(PARTIES)
def test_round_trip(party: ListedParty) -> None:
    line = dump_party(party)
    assert "\n" not in line
    assert load_party(line) == party
    assert load_party(line.encode()) == party


def test_streams_and_passes_over_empty_lines() -> None:
    one = ListedParty("a", "s", "Company", (Name("Example"),))
    assert list(load_parties([*dump_parties([one, one]), "", "  "])) == [one, one]


@pytest.mark.parametrize("line", ["", "{", "[]", '["a"]', '["a","s","c",[]]', '["a","s","c",[1]]', "7", '{"a": 1}', "[[]]"])
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(SourceError) as problem:
        load_party(line)
    assert problem.value.remedy


def test_the_error_names_the_line() -> None:
    with pytest.raises(SourceError) as problem:
        list(load_parties([dump_party(ListedParty("a", "s", "Company", (Name("Example"),))), "{"]))
    assert problem.value.line == 2
