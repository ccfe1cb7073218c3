"""Two names set side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.compare import compare, near
from sekisho.parties.names import prepare


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("Zyqor Electronics", "Zyqor Technology Group"),
        ("Zyqor", "Shenzhen Zyqor Semiconductor"),
        ("Zyqor Trading of Shenzhen Plumvel", "Zyqor Trading"),
        ("Zyqor Plumvel Kortas Branch", "Zyqor Plumvel"),
        ("Zyqor Plumvel", "Zyqor Plumvel Kortas"),
        ("Zyqorian Electronics", "Zyqorina Electronics"),
        ("Zyqor Plum Vel Institute", "Zyqor Plumvel Institute"),
        ("Plumveltas Kortas Zyqor Abelian", "Plumveltas Kortas Zyqor Abelain"),
        ("Zyqor Kortas Plumvel Tamrin Odd", "Zyqor Kortas Plumvel Tamrin Even"),
    ],
)
def test_a_person_must_look(query: str, listed: str) -> None:
    likeness = compare(prepare(query), prepare(listed), alone=True)
    assert likeness is not None
    assert 0 < likeness.score < 1
    assert likeness.lines()


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("Beijing Electronics Trading", "Beijing Electronics Import"),
        ("Example Research Institute 13 Zyqor", "Example Research Institute 14 Zyqor"),
        ("Zyqor VII", "Zyqor VIII"),
        ("Zyqor Plumvel", "Zyqor Kortas"),
        ("Zyqo", "Zyqa"),
        ("Zyqora Trading", "Zyqorb Trading"),
        ("Zyqor Institute", "Kortas Institute"),
        ("Zyqor 13", "Kortas 13"),
    ],
)
def test_nobody_need_look(query: str, listed: str) -> None:
    assert compare(prepare(query), prepare(listed), alone=True) is None


def test_one_word_leads_only_where_it_may_stand_alone() -> None:
    query, listed = prepare("Zyqor Plumvel Kenya"), prepare("Zyqor")
    assert compare(query, listed, alone=True) is not None
    assert compare(query, listed, alone=False) is None
    assert compare(prepare("Plumvel Zyqor"), listed, alone=True) is None
    assert compare(prepare("Zyqor Plumvel"), prepare("Zyqor Technology"), alone=True) is not None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("hikvison", "hikvision", True),
        ("hikvsiion", "hikvision", True),
        ("plumveltas", "plumvletaz", True),
        ("plumveltas", "plumvxxxas", False),
        ("zyqor", "zyqox", True),
        ("zyqor", "zzqox", False),
        ("zyqo", "zyqa", False),
        ("zyqor", "kyqor", False),
        ("12345", "12346", False),
        ("zyqor", "zyqorian", False),
    ],
)
def test_near(first: str, second: str, expected: bool) -> None:
    assert near(first, second) is expected
    assert near(second, first) is expected


@given(st.text("abc", min_size=5, max_size=12), st.text("abc", min_size=5, max_size=12))
def test_near_is_symmetric_and_reflexive(first: str, second: str) -> None:
    assert near(first, first)
    assert near(first, second) == near(second, first)


@given(st.lists(st.sampled_from(["zyqor", "plumvel", "kortas", "trading", "13", "14", "beijing"]), min_size=1, max_size=6))
def test_a_score_is_never_that_of_identity(words: list[str]) -> None:
    name = prepare(" ".join(words))
    likeness = compare(name, prepare(" ".join([*words, "zyqor"])))
    assert likeness is None or 0 < likeness.score <= 0.95
