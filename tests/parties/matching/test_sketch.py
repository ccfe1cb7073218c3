"""Sketches: which of the names that were found are compared first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.matching.read import variants
from sekisho.parties.matching.sketch import LEAST, closest, pack_sketch, sketch, unpack_sketch


def order(asked: str, *found: str) -> list[str]:
    sketches = [(sketch(variants(name, "Company")[0]), 0.0) for name in found]
    return [found[place] for place, _ in closest(variants(asked, "Company"), sketches)]


def test_the_name_that_is_meant_comes_first() -> None:
    others = ("Plumvel Kortas Works", "Zyqor Tamrin Steel", "Zyqor Microsystems Holding")
    assert order("Zyqr Mikrosystems Holding", *others)[0] == "Zyqor Microsystems Holding"
    assert order("Holding Microsystems Zyqor", *others)[0] == "Zyqor Microsystems Holding"
    assert order("哈尔滨工程大学", "Harbin Medical Institute", "Harbin Engineering University")[0].endswith("University")


def test_what_shares_more_marks_is_closer() -> None:
    one = sketch(variants("Zyqor")[0])
    assert [place for place, _ in closest(variants("Zyqor"), [(one, 0.1), (one, 0.9)])] == [1, 0]


def test_a_name_is_as_close_to_itself_as_can_be() -> None:
    ((_, close),) = closest(variants("Zyqor Works"), [(sketch(variants("Zyqor Works")[0]), 0.0)])
    assert close == 100
    assert close > LEAST


def test_nothing_found_and_nothing_asked() -> None:
    assert list(closest(variants("Zyqor"), [])) == []
    assert [place for place, _ in closest((), [(sketch(variants("Zyqor")[0]), 0.5)])] == [0]


@given(st.text(min_size=1, max_size=40))
def test_a_sketch_is_packed_and_unpacked(name: str) -> None:
    for one in variants(name):
        assert unpack_sketch(pack_sketch(sketch(one))) == sketch(one)
