"""Where names are found by their marks: the small one in memory, and that it answers as the one on disk does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.engines.name_postings import NamePostings
from sekisho.parties.matching.features import features
from sekisho.parties.matching.postings import MemoryPostings, Postings
from sekisho.parties.matching.read import variants
from tests.parties.matching.made_up import ANY_TEXT, NAMES

MARKED = [(number, features(variants(name))) for number, name in enumerate(NAMES)]
WRONGLY = [
    ("Zyqr Microsistems", 0),
    ("Trading Plumvle", 1),
    ("Institute of Research 13, Kortaz", 2),
    ("Tamryn Plant 618", 3),
    ("Abelain Heavy Industry Group", 5),
    ("架空貿易", 6),
    ("Vymyshlennyy Zavod", 7),
    ("가공무역", 9),
]


@pytest.fixture(scope="module", params=["memory", "disk"])
def postings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Postings:
    if request.param == "memory":
        return MemoryPostings(MARKED)
    folder: Path = tmp_path_factory.mktemp("postings")
    NamePostings.build(folder, MARKED)
    return NamePostings(folder)


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_the_same_name_comes_first(postings: Postings, number: int) -> None:
    found = postings.search(MARKED[number][1], 5)
    assert found[0][0] == number
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize(("wrong", "number"), WRONGLY)
def test_a_wrong_spelling_finds_the_name(postings: Postings, wrong: str, number: int) -> None:
    assert postings.search(features(variants(wrong)), 5)[0][0] == number


@pytest.mark.parametrize("marks", [[], ["tqqq"], ["#NOBODY1"], ["d99999"], [""], ["no such mark"]])
def test_nothing_is_found_by_marks_that_nobody_bears(postings: Postings, marks: list[str]) -> None:
    assert postings.search(marks, 5) == []


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_so_many_at_most(postings: Postings, limit: int) -> None:
    every = [mark for _, marks in MARKED for mark in marks]
    assert len(postings.search(list(dict.fromkeys(every)), limit)) == limit


@given(text=ANY_TEXT, limit=st.integers(1, 20))
def test_any_name_can_be_looked_for(postings: Postings, text: str, limit: int) -> None:
    found = postings.search(features(variants(text)), limit)
    assert len(found) <= limit
    assert len({number for number, _ in found}) == len(found)
    assert all(number in range(len(NAMES)) and score > 0 for number, score in found)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_marks_are_no_language_of_queries(postings: Postings, marks: list[str]) -> None:
    assert len(postings.search(marks, 5)) <= 5


def test_nothing_is_found_among_no_names() -> None:
    assert MemoryPostings([]).search(["tzyq"], 5) == []


def test_a_rare_mark_counts_more() -> None:
    few = MemoryPostings([(0, ["common"]), (1, ["common"]), (2, ["common"]), (3, ["rare"])])
    assert few.search(["common", "rare"], 4)[0][0] == 3
