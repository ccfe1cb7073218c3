"""What counts as a number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import QuantityError
from sekisho.terms.numerals import MAX_LENGTH, parse_number, shorten

NUMBERS = {
    "72": 72.0,
    "8471.50": 8471.5,
    "9e-5": 9e-5,
    "-268.65": -268.65,
    "+1": 1.0,
    "1E3": 1000.0,
    ".5": 0.5,
    "5.": 5.0,
    "007": 7.0,
    "-0": 0.0,
    "0e999999999": 0.0,
    "1e308": 1e308,
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers(text: str, value: float) -> None:
    assert parse_number(text) == value


NO_NUMBERS = """| |NaN|nan|inf|-inf|Infinity|1_000|1 000|1,000|4,5|0x10|0b1|0o7|12:30:45|４.５|٤|1e|e5|.|-|--1|1.2.3
|2024-09-06|1/2|½|1²| 1|1 |1
|1j|1e5.0"""


@pytest.mark.parametrize("text", NO_NUMBERS.split("|"))
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(QuantityError, match="is not a number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1e400", "too large"),
        ("-1e400", "too large"),
        ("1e-400", "too small"),
        ("0." + "0" * 90 + "1e-300", "too small"),
        ("1" * (MAX_LENGTH + 1), "more than 100 characters"),
        ("0" * 5_000, "more than 100 characters"),
    ],
)
def test_numbers_that_cannot_be_computed_with(text: str, message: str) -> None:
    with pytest.raises(QuantityError, match=message) as caught:
        parse_number(text)
    assert len(str(caught.value)) < 250


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back(value: float) -> None:
    assert parse_number(repr(value)) == value


@given(st.text(max_size=20))
def test_a_number_is_finite_or_refused(text: str) -> None:
    try:
        value = parse_number(text)
    except QuantityError:
        return
    assert math.isfinite(value)
    assert value == float(text)


def test_messages_stay_short() -> None:
    assert shorten("x") == "'x'"
    assert len(shorten("x" * 1_000)) == 62
