"""Kleene's tables, complete."""

from __future__ import annotations

from itertools import product

import pytest

from sekisho.logic.truth import Truth, all_of, any_of

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (Y, Y, Y, Y),
        (Y, N, N, Y),
        (Y, U, U, Y),
        (N, Y, N, Y),
        (N, N, N, N),
        (N, U, N, U),
        (U, Y, U, Y),
        (U, N, N, U),
        (U, U, U, U),
    ],
)
def test_and_or(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert left & right is both
    assert left | right is either


def test_not() -> None:
    assert [~Y, ~N, ~U] == [N, Y, U]


def test_of_a_nullable_boolean() -> None:
    assert [Truth.of(True), Truth.of(False), Truth.of(None)] == [Y, N, U]


def test_nothing_joined() -> None:
    assert all_of(()) is Y
    assert any_of(()) is N


def test_de_morgan() -> None:
    for values in product(Truth, repeat=3):
        assert ~all_of(values) is any_of(~value for value in values)


def test_a_truth_is_no_condition() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(U)


def test_the_words_of_files_and_json() -> None:
    assert [value.value for value in Truth] == ["yes", "no", "unknown"]
