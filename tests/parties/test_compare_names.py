"""The plainest door: two names."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import InputError
from sekisho.parties.compare_names import compare_names
from sekisho.parties.matching.score import default_weights


@pytest.mark.parametrize(
    ("query", "listed", "schema"),
    [
        ("Harbin Enginering Univ.", "Harbin Engineering University", "Company"),
        ("哈尔滨工程大学", "Harbin Engineering University", "Company"),
        ("Ali Hasan", "Aly Hassan", "Person"),
        ("Кузнецов Сергей", "Sergei Kuznetsov", "Person"),
        ("ZYQOR MICROSYSTEMS", "Zyqor Microsystems Co., Ltd.", "Company"),
    ],
)
def test_the_same_party(query: str, listed: str, schema: str) -> None:
    found = compare_names(query, listed, schema)
    assert found.match
    assert found.explanation
    assert found.weights == default_weights().version


@pytest.mark.parametrize(
    ("query", "listed", "schema"),
    [
        ("13th Research Institute", "14th Research Institute", "Company"),
        ("Zyqor Trading", "Plumvel Trading", "Company"),
        ("Factory No. 618", "Factory No. 681", "Company"),
        ("Ali Hassan", "Omar Karim", "Person"),
    ],
)
def test_another_party(query: str, listed: str, schema: str) -> None:
    assert not compare_names(query, listed, schema).match


def test_only_what_is_identical_scores_one() -> None:
    assert compare_names("The Zyqor, Ltd", "ZYQOR", "Company").score == 1
    assert compare_names("Zyqor Trading Works", "Zyqor Trading Work", "Company").score < 1


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputError, match="no letter"):
        compare_names("Zyqor", "\U0001f600 !")


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_any_two_texts_are_answered(one: str, other: str) -> None:
    with contextlib.suppress(InputError):
        assert 0 <= compare_names(one, other).score <= 1
