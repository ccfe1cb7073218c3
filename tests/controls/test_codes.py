"""Order, ancestors and spelling of codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.controls.codes import ancestors, below, head, is_code, natural, related, spelled


def test_ten_follows_nine() -> None:
    codes = ["4A906.a.10", "4A906.a.9", "4A906", "4A906.a", "4A906.b", "3A090.a.1", "PL9013.a", "8.Art7.6.i.2"]
    assert sorted(codes, key=natural) == [
        "3A090.a.1",
        "4A906",
        "4A906.a",
        "4A906.a.9",
        "4A906.a.10",
        "4A906.b",
        "8.Art7.6.i.2",
        "PL9013.a",
    ]


def test_ancestors_begin_with_the_code_itself() -> None:
    assert ancestors("4A906.a.1") == ("4A906.a.1", "4A906.a", "4A906")
    assert ancestors("4E091") == ("4E091",)
    assert head("4A906.a.1") == "4A906"


@pytest.mark.parametrize(
    ("code", "other", "expected"),
    [
        ("4A906.a", "4A906", True),
        ("4A906", "4A906", True),
        ("4A9061", "4A906", False),
        ("4A906.ab", "4A906.a", False),
        ("4A906", "4A906.a", False),
    ],
)
def test_below_goes_by_whole_paragraphs(code: str, other: str, expected: bool) -> None:
    assert below(code, other) is expected


def test_related_looks_both_ways() -> None:
    assert related("4A906", "4A906.a")
    assert related("4A906.a", "4A906")
    assert not related("4A906.a", "4A906.b")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("4a906.A.1", "4A906.a.1"),
        ("3A090.a", "3A090.a"),
        ("4a1906.a.1", "4A1906.a.1"),
        ("8.Art7.6.i.2", "8.Art7.6.i.2"),
        ("PL9013.a", "PL9013.a"),
        ("772.1-supercomputer", "772.1-supercomputer"),
    ],
)
def test_category_codes_are_spelled_as_the_lists_do(written: str, expected: str) -> None:
    assert spelled(written) == expected
    assert is_code(expected)


@pytest.mark.parametrize("text", ["", "a", "4A906 a", "-4A906", "none", "us-ccl:4A906", "４Ａ906", "4A906;"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


@given(st.text(max_size=12))
def test_order_is_total_on_any_text(text: str) -> None:
    assert natural(text) <= natural(text + "1")
