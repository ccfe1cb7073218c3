"""Shares and spans as they are written."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.logic.truth import Truth
from sekisho.parties.shares import UNSTATED, Share, Span, percent, read_share


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("30", "30 %"),
        ("30 %", "30 %"),
        ("33.3%", "33.3 %"),
        ("100", "100 %"),
        ("25-50 %", "25 % to 50 %"),
        ("25 % to 50 %", "25 % to 50 %"),
        ("75 – 100", "75 % to 100 %"),
        ("0-25 %", "0 % to 25 %"),
        ("0.0001", "0.0001 %"),
    ],
)
def test_a_share_is_read_and_told(text: str, told: str) -> None:
    found = read_share(text)
    assert found is not None
    assert str(found) == told


@pytest.mark.parametrize(
    "text", ["", "0", "0 %", "100.1", "50-25 %", "-5", "half", "30,5 %", "1e2", "٣٠ %", "30 % %", "999-1000"]
)
def test_what_is_no_share_is_not_read(text: str) -> None:
    assert read_share(text) is None


def test_a_share_is_exact() -> None:
    assert read_share("33.3") == Share(Fraction(333, 1000), Fraction(333, 1000))
    assert percent(Fraction(1, 3)) == "33.3333 %"
    assert str(UNSTATED) == "a share that is not stated"


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    found = read_share(text)
    assert found is None or 0 <= found.low <= found.high <= 1


@pytest.mark.parametrize(
    ("span", "day", "truth"),
    [
        (Span(), "2026-07-23", Truth.YES),
        (Span("2026-07-23", "2026-07-23"), "2026-07-23", Truth.YES),
        (Span("2026-07-24"), "2026-07-23", Truth.NO),
        (Span("", "2026-07-22"), "2026-07-23", Truth.NO),
        (Span("2026-07"), "2026-07-23", Truth.UNKNOWN),
        (Span("2026-07"), "2026-07-31", Truth.YES),
        (Span("", "2026-02"), "2026-02-28", Truth.UNKNOWN),
        (Span("", "2026-02"), "2026-03-01", Truth.NO),
        (Span("", "2026"), "2025-12-31", Truth.YES),
        (Span("2020", "2026"), "2026-01-01", Truth.YES),
        (Span("2026-12"), "2026-12-31", Truth.YES),
        (Span("some day", "2026-13-01"), "2026-07-23", Truth.YES),
    ],
)
def test_a_span_holds_on_its_days(span: Span, day: str, truth: Truth) -> None:
    assert span.holds(dt.date.fromisoformat(day)) is truth


def test_a_span_is_told() -> None:
    assert str(Span("2020", "2026-07")) == "since 2020 until 2026-07"
    assert str(Span()) == ""
