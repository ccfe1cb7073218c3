"""Ownership by listed parties: the worked examples of OFAC, circles, what is not stated, and every way to fill it in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.logic.truth import Truth
from sekisho.parties.ownership import Holder, Holding, Holdings
from sekisho.parties.shares import UNSTATED, Share, Span

DAY = dt.date(2026, 7, 23)
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def share(low: float, high: float | None = None) -> Share:
    """Return a share in per cent."""
    return Share(Fraction(str(low)) / 100, Fraction(str(low if high is None else high)) / 100)


def world(*holdings: str, listed: str = "X", doubtful: str = "", closed: str = "", day: dt.date = DAY) -> Holdings:
    """Return holdings such as ``X 50 A`` (X holds 50 % of A) or ``X ? A``.

    Whoever holds and is not held himself is closed too, unless it stands under ``doubtful``.
    """
    rows = [one.split() for one in holdings]
    made = tuple(Holding(a, b, UNSTATED if part == "?" else share(float(part))) for a, part, b in rows)
    names = {name for a, _, b in rows for name in (a, b)}
    held = {b for _, _, b in rows}
    holders = {
        name: Holder(
            name,
            YES if name in listed else UNKNOWN if name in doubtful else NO,
            "us-sdn",
            NO if name in closed or (name not in held and name not in doubtful) else UNKNOWN,
        )
        for name in sorted(names)
    }
    return Holdings(holders, made, day)


def verdict(key: str, *holdings: str, **facts: str) -> Truth:
    return world(*holdings, **facts).of(key).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "holdings", "listed", "truth"),
    [
        # FAQ 399: what several blocked persons own is added up.
        ("A", ["X 25 A", "Y 25 A", "N 50 A"], "XY", YES),
        # FAQ 401, examples 1 to 5.
        ("B", ["X 50 A", "N 50 A", "A 50 B", "N 50 B"], "X", YES),
        ("C", ["X 50 A", "N 50 A", "X 50 B", "N 50 B", "A 25 C", "B 25 C", "N 50 C"], "X", YES),
        ("B", ["X 50 A", "N 50 A", "X 10 B", "A 40 B", "N 50 B"], "X", YES),
        ("C", ["X 50 A", "N 50 A", "X 25 B", "N 75 B", "A 25 C", "B 25 C", "N 50 C"], "X", NO),
        ("C", ["X 25 A", "N 75 A", "X 25 B", "N 75 B", "A 50 C", "B 50 C"], "X", NO),
        # A share is never multiplied, and one per cent is enough to miss the threshold.
        ("B", ["X 25 A", "N 75 A", "A 100 B"], "X", NO),
        ("B", ["X 60 A", "N 40 A", "A 60 B", "N 40 B"], "X", YES),
        ("A", ["X 49.99 A", "N 50.01 A"], "X", NO),
        # Three levels, and somebody of whom no listed party owns anything.
        ("C", ["X 50 A", "N 50 A", "A 50 B", "N 50 B", "B 50 C", "N 50 C"], "X", YES),
        ("A", ["N 100 A"], "X", NO),
    ],
)
def test_the_cascade_of_the_guidance(body: str, holdings: list[str], listed: str, truth: Truth) -> None:
    assert verdict(body, *holdings, listed=listed) is truth


def test_owners_in_a_circle_count_only_if_a_listed_party_stands_in_it() -> None:
    assert verdict("A", "B 100 A", "A 100 B") is NO
    assert verdict("A", "B 100 A", "A 40 B", "X 60 B") is YES
    assert verdict("A", "B 60 A", "N 40 A", "A 60 B", "X 40 B") is NO
    assert verdict("A", "A 60 A", "X 40 A") is NO
    assert verdict("A", "A 50 A", "X 50 A") is YES


def test_what_is_not_stated_is_open_only_where_it_could_decide() -> None:
    assert verdict("A", "X 30 A") is UNKNOWN
    assert verdict("A", "X 30 A", "N 51 A") is NO
    assert verdict("A", "X ? A", "N 50 A") is UNKNOWN
    assert verdict("A", "X ? A", "N 50.1 A") is NO
    assert verdict("A", "X 50 A", "Y ? A", doubtful="Y") is YES
    assert verdict("A", "N 51 A", "M ? A") is NO
    assert verdict("A", "N ? A", "M ? A") is UNKNOWN
    assert Holdings({"A": Holder("A")}, (), DAY).of("A").verdict is UNKNOWN


def test_whoever_may_be_listed_may_count() -> None:
    assert verdict("A", "Y 60 A", "N 40 A", doubtful="Y") is UNKNOWN
    assert verdict("A", "Y 30 A", "X 30 A", "N 40 A", doubtful="Y") is UNKNOWN
    assert verdict("A", "Y 10 A", "X 30 A", "N 60 A", doubtful="Y") is NO
    assert verdict("B", "Y 60 A", "N 40 A", "A 60 B", "N 40 B", doubtful="Y") is UNKNOWN


def test_a_statement_closes_what_is_not_known_and_never_what_is_certain() -> None:
    assert verdict("A", "Y ? A", doubtful="Y", closed="A") is NO
    sure = world("X 60 A", closed="A").of("A")
    assert sure.verdict is YES
    assert "although it is stated" in sure.lines[0]
    holders = {"A": Holder("A", owned=YES), "B": Holder("B")}
    stated = Holdings(holders, (Holding("A", "B", share(50)),), DAY)
    assert (stated.of("A").verdict, stated.of("B").verdict) == (YES, YES)
    assert (stated.of("A").rest, stated.of("B").rest) == (True, True)
    assert "it is stated that listed parties own it" in stated.of("A").lines[0]


def test_the_arithmetic_and_the_path_are_told() -> None:
    found = world("X 30 A", "Y 25 A", "N 45 A", "A 50 B", "N 50 B", listed="XY").of("B")
    assert found.lines == (
        "B: A (counts: owned by listed parties) holds 50 %, N holds 50 %: 50 %, at least 50 %",
        "A: X (on us-sdn) holds 30 %, Y (on us-sdn) holds 25 %, N holds 45 %: together 55 %, at least 50 %",
    )
    assert [(one.owner, one.truth) for one in found.contributions] == [("X", YES), ("Y", YES)]
    path = "X (on us-sdn) holds 30 % of A, A (counts: owned by listed parties) holds 50 % of B"
    assert found.contributions[0].path == path
    assert (found.low, found.high, found.missing, found.rest) == (Fraction(1, 2), Fraction(1, 2), (), False)


def test_a_minority_is_told_and_does_not_count() -> None:
    found = world("X 25 A", "N 75 A", "A 100 B").of("B")
    assert found.lines[0] == "B: A holds 100 %: listed parties hold at most 0 %, less than 50 %"
    assert found.lines[1].endswith("listed parties hold at most 25 %, less than 50 %")
    assert found.contributions == ()


@pytest.mark.parametrize(
    ("holdings", "missing"),
    [
        (["X 30 A", "Y 10 A"], ("who holds the other 60 % of A",)),
        (["X ? A", "N 40 A"], ("the share of X in A",)),
        (["A 50 B", "N 50 B"], ("who owns A",)),
        (["X 30 A", "N 90 A"], ("which of the shares in A are right (they come to 120 %)",)),
        (["X ? A", "N 100 A"], ("which of the shares in A are right (they come to 100 %)",)),
    ],
)
def test_what_is_missing_is_said(holdings: list[str], missing: tuple[str, ...]) -> None:
    made = world(*holdings)
    holders = {name: replace(one, owned=UNKNOWN if name in "AB" else one.owned) for name, one in made.holders.items()}
    found = replace(made, holders=holders).of("B" if "A 50 B" in holdings else "A")
    assert (found.verdict, found.missing, found.rest) == (UNKNOWN, missing, True)


def test_what_a_closed_owner_hides_is_not_asked() -> None:
    found = world("X 30 B", "B 60 A", "N 40 A", closed="B").of("A")
    assert (found.verdict, found.missing) == (NO, ())


def test_a_holding_counts_on_its_days() -> None:
    def on(day: str, span: Span) -> Truth:
        made = world("X 60 A", "N 40 A", day=dt.date.fromisoformat(day))
        first, *rest = made.holdings
        return replace(made, holdings=(replace(first, span=span), *rest)).of("A").verdict

    assert on("2026-07-23", Span("2026-07-23", "2026-07-23")) is YES
    assert on("2026-07-22", Span("2026-07-23")) is UNKNOWN, "who held it before is not stated"
    assert on("2026-07-24", Span("", "2026-07-23")) is UNKNOWN
    assert on("2026-07-23", Span("2026")) is UNKNOWN, "it may have begun later in that year"
    assert on("2027-01-01", Span("2026")) is YES


def test_the_same_holding_stated_twice_counts_once_and_two_that_differ_are_open() -> None:
    made = world("X 30 A", "N 70 A")
    twice = (*made.holdings, replace(made.holdings[0], source="ftm-example"))
    found = replace(made, holdings=twice).of("A")
    assert found.verdict is NO
    assert "X (on us-sdn) holds 30 % (by ftm-example)" in found.lines[0]
    differing = world("X 30 A", "X 25 A")
    assert differing.of("A").missing == ("the share of X in A",)
    assert differing.of("A").verdict is UNKNOWN


def test_a_band_is_anything_in_it() -> None:
    holders = {"X": Holder("X", YES, "us-sdn"), "N": Holder("N", owned=NO), "A": Holder("A")}
    for low, high, truth in ((50, 55, YES), (25, 50, UNKNOWN)):
        rows = (Holding("X", "A", share(low, high)), Holding("N", "A", share(45)))
        assert Holdings(holders, rows, DAY).of("A").verdict is truth
    assert Holdings(holders, (Holding("X", "A", share(25, 50)), Holding("N", "A", share(51))), DAY).of("A").verdict is NO


def test_many_owners_are_counted() -> None:
    found = world(*(f"N{number} 10 A" for number in range(10))).of("A")
    assert "and 2 more" in found.lines[0]


KEYS = "ABCD"
NAMED = st.sampled_from([YES, NO, UNKNOWN])


@st.composite
def graphs(draw: st.DrawFn) -> Holdings:
    """Return owners of four bodies in any pattern, circles too, whose shares never come to more than there is."""
    holders = {key: Holder(key, draw(NAMED), "us-sdn") for key in KEYS}
    rows = []
    for asset in KEYS:
        left = 10
        for owner in KEYS:
            part = draw(st.integers(0, min(left, 7)))
            left -= part
            if part:
                known = draw(st.booleans()) or left == 0
                rows.append(Holding(owner, asset, share(part * 10) if known else UNSTATED))
                left += 0 if known else part - 1
    return Holdings(holders, tuple(rows), DAY)


def decided(graph: Holdings, listed: dict[str, bool], shares: dict[tuple[str, str], int], rest: set[str]) -> bool:
    """Work the cascade out where everything is known: ``rest`` are the bodies whose other owners are listed."""
    counting = {key for key in KEYS if listed[key]}
    owned: set[str] = set()
    while True:
        new = {
            asset
            for asset in KEYS
            if asset not in owned
            and 2
            * (
                sum(part for (owner, of), part in shares.items() if of == asset and owner in counting)
                + (100 - sum(part for (_, of), part in shares.items() if of == asset) if asset in rest else 0)
            )
            >= 100
        }
        if not new:
            return "A" in owned
        owned |= new
        counting |= new


@settings(max_examples=300, deadline=None)
@given(graphs(), st.data())
def test_yes_and_no_hold_however_the_open_questions_are_answered(graph: Holdings, data: st.DataObject) -> None:
    found = graph.of("A")
    for _ in range(4):
        listed = {
            key: one.listed is YES or (one.listed is UNKNOWN and data.draw(st.booleans()))
            for key, one in graph.holders.items()
        }
        shares: dict[tuple[str, str], int] = {}
        for asset in KEYS:
            left = 100 - int(sum(one.share.low * 100 for one in graph.holdings if one.asset == asset))
            for one in (one for one in graph.holdings if one.asset == asset):
                part = int(one.share.low * 100) if one.share.stated else data.draw(st.integers(0, left))
                left -= 0 if one.share.stated else part
                shares[one.owner, asset] = part
        rest = {asset for asset in KEYS if data.draw(st.booleans())}
        truth = decided(graph, listed, shares, rest)
        assert found.verdict is not (NO if truth else YES)


@settings(max_examples=200, deadline=None)
@given(graphs(), st.data())
def test_a_fact_less_never_settles_anything(graph: Holdings, data: st.DataObject) -> None:
    full = graph.of("A").verdict
    ways = [replace(graph, holdings=tuple(o for o in graph.holdings if o is not one)) for one in graph.holdings]
    ways += [
        replace(graph, holdings=tuple(replace(o, share=UNSTATED) if o is one else o for o in graph.holdings))
        for one in graph.holdings
    ]
    ways += [
        replace(graph, holders={**graph.holders, key: replace(one, listed=UNKNOWN)}) for key, one in graph.holders.items()
    ]
    less = data.draw(st.sampled_from(ways)).of("A").verdict
    assert less is full or less is UNKNOWN


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_the_sums_stand_in_order_and_fit_the_verdict(graph: Holdings) -> None:
    for key in KEYS:
        found = graph.of(key)
        assert 0 <= found.low <= found.high <= 1
        assert (found.verdict is YES) == (found.low >= Fraction(1, 2))
        assert (found.verdict is NO) == (found.high < Fraction(1, 2))
        doubtful = any(graph.holders[one.owner].listed is UNKNOWN for one in found.contributions)
        assert found.verdict is not UNKNOWN or found.missing or doubtful, "what would settle it is said"
