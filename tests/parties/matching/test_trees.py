"""A sum of small decision trees: added up, taken apart, refused where it is none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.parties.matching.measures import MEASURES
from sekisho.parties.matching.score import default_weights
from sekisho.parties.matching.trees import Node, Sum, read_trees

ROWS = [
    [[0, 0.5, 1, 2, 0.25], [-1, 0, 0, 0, -1.0], [1, 2.0, 3, 4, 0.5], [-1, 0, 0, 0, 0.25], [-1, 0, 0, 0, 1.5]],
    [[-1, 0, 0, 0, 0.125]],
]
TREES = read_trees(ROWS, 2)
FIGURES = st.floats(-3, 3)


@pytest.mark.parametrize(
    ("measures", "total"), [((0.5, 9), -0.875), ((0.6, 2.0), 0.375), ((0.6, 2.1), 1.625), ((-1.0, 0.0), -0.875)]
)
def test_to_the_left_where_the_measure_is_not_above(measures: tuple[float, float], total: float) -> None:
    assert Sum(TREES).of(measures) == total


@given(st.tuples(FIGURES, FIGURES))
def test_what_each_measure_brought_adds_up(measures: tuple[float, float]) -> None:
    roots = sum(tree[0].value for tree in TREES)
    assert roots + sum(Sum(TREES).apart(measures)) == pytest.approx(Sum(TREES).of(measures))


@settings(max_examples=15)
@given(st.lists(FIGURES, min_size=len(MEASURES), max_size=len(MEASURES)))
def test_the_packaged_trees_add_up_too(measures: list[float]) -> None:
    trees = default_weights().trees
    roots = sum(tree[0].value for tree in trees)
    assert roots + sum(Sum(trees).apart(measures)) == pytest.approx(Sum(trees).of(measures), abs=1e-6)


@settings(max_examples=40)
@given(st.lists(FIGURES, min_size=len(MEASURES), max_size=len(MEASURES)), st.floats(-8, 8))
def test_a_sum_that_is_not_needed_may_end_early(measures: list[float], least: float) -> None:
    total = default_weights().total
    whole, cut = total.of(measures), total.of(measures, least)
    assert cut == whole if whole >= least else cut < least


def test_a_measure_that_is_not_asked_brings_nothing() -> None:
    assert Sum(TREES).apart((0.0, 5.0, 7.0)) == [-1.25, 0.0, 0.0]


def test_no_trees() -> None:
    assert read_trees([], 3) == ()
    assert Sum(()).of((1.0,)) == 0
    assert Sum(()).apart((1.0,)) == [0.0]


def test_there_and_back() -> None:
    assert read_trees(json.loads(json.dumps(TREES)), 2) == TREES
    assert TREES[1] == (Node(-1, 0.0, 0, 0, 0.125),)


@pytest.mark.parametrize(
    "rows",
    [
        [[]],
        [[[0, 0.5, 0, 0, 0.0]]],
        [[[0, 0.5, 1, 2, 0.0], [-1, 0, 0, 0, 1.0]]],
        [[[0, 0.5, -1, 1, 0.0], [-1, 0, 0, 0, 1.0]]],
        [[[2, 0.5, 1, 1, 0.0], [-1, 0, 0, 0, 1.0]]],
        [[[-2, 0.5, 1, 1, 0.0], [-1, 0, 0, 0, 1.0]]],
        [[[-1, 0, 0, 0]]],
        [[[-1, 0, 0, 0, float("nan")]]],
        [[[0, float("inf"), 1, 1, 0.0], [-1, 0, 0, 0, 1.0]]],
        [[["low", 0, 0, 0, 0]]],
    ],
)
def test_what_is_no_tree_is_refused(rows: list[list[list[float]]]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_trees(rows, 2)
