"""What an act makes law: each guard with a test that fails without it, and the order of floors and ceilings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.licensing.conditions import yes as holds
from sekisho.licensing.determination import Claim, Determination, Finding
from sekisho.licensing.determine import decide
from sekisho.licensing.framework import FrameworkList
from sekisho.licensing.framework_law import act_findings, with_acts
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Transaction
from sekisho.logic.truth import Truth
from sekisho.notices.transposition import Transposition
from sekisho.regime.proposal import build
from tests.licensing.frameworks import ANALOGUE, FACTS, act, adopted, framework, held, shipment, simulator
from tests.licensing.samples import DAY, classified, law, part, screened, vocabulary
from tests.licensing.test_monotone import removals, transactions
from tests.workspace import kept

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def findings(found: FrameworkList, member: str = "JP", **facts: Any) -> tuple[Finding, ...]:
    sale = shipment(**facts)
    return tuple(act_findings(held(found, sale), member, sale))


def only(found: FrameworkList, member: str = "JP", **facts: Any) -> Finding:
    (one,) = findings(found, member, **facts)
    return one


def refers(one: Finding) -> bool:
    return one.applies is UNKNOWN and (one.refer or not one.questions)


def test_a_transposed_entry_is_law_there_and_nowhere_else() -> None:
    one = only(framework(act(savings="contracts of before May")))
    assert (one.applies, one.effect, one.entry, one.item) == (YES, Outcome.LICENCE_REQUIRED, f"N-{ANALOGUE}", 0)
    assert one.citation == "Made-up Gazette 1"
    assert "savings clause: contracts of before May" in one.text
    assert one.requirement
    assert findings(framework(act()), "US") == ()


def test_the_framework_s_code_where_the_member_has_none() -> None:
    given = [{"code": ANALOGUE, "sha256": kept.sha(kept.ENTRIES[ANALOGUE]), "national": ""}]
    assert only(framework(act(entries=given))).entry == ANALOGUE


def test_one_act_for_several() -> None:
    both = framework(act(members=("DE", "NL")))
    for member in ("DE", "NL"):
        assert only(both, member, ship_from=member, exporter_jurisdiction=member).applies is YES


def test_a_missing_parameter_is_a_question() -> None:
    one = only(framework(act()), items=(simulator(physical_qubits=None),))
    assert (one.applies, [each.field for each in one.questions], one.refer) == (UNKNOWN, ["physical_qubits"], False)


def test_what_is_not_met_leaves_one_reason() -> None:
    one = only(framework(act()), items=(simulator(physical_qubits=10.0), part()))
    assert one.applies is NO
    assert "no item meets" in one.text


def test_a_code_that_was_never_adopted_is_named() -> None:
    given = [{"code": "9X999", "sha256": "0" * 64, "national": ""}]
    one = only(framework(act(entries=given)))
    assert one.applies is NO
    assert "never adopted, so that it gives effect to nothing: 9X999" in one.text


@pytest.mark.parametrize(
    ("effect", "listed", "expected"),
    [
        ("narrower", True, UNKNOWN),
        ("narrower", False, NO),
        ("wider", True, YES),
        ("wider", False, UNKNOWN),
        ("different", True, UNKNOWN),
        ("different", False, UNKNOWN),
    ],
)
def test_a_declared_deviation_is_for_a_person(effect: str, listed: bool, expected: Truth) -> None:
    declared = [{"code": ANALOGUE, "effect": effect, "text": "made-up difference"}]
    one = only(framework(act(deviations=declared)), items=(simulator(physical_qubits=600.0 if listed else 10.0),))
    assert one.applies is expected
    if expected is UNKNOWN:
        assert refers(one)
        assert f"{effect}: made-up difference" in one.text


@pytest.mark.parametrize("qubits", [600.0, 10.0, None])
def test_an_earlier_wording_is_for_a_person(qubits: float | None) -> None:
    given = [{"code": ANALOGUE, "sha256": "0" * 64, "national": ""}]
    one = only(framework(act(entries=given)), items=(simulator(physical_qubits=qubits),))
    assert refers(one)
    assert "an earlier wording" in one.text


def test_an_act_outlives_the_entry_that_it_gives_effect_to() -> None:
    """A wrong "no requirement" is the worst error: what went from the framework's list may still be law."""
    lost = adopted(gone="removed", until=dt.date(2026, 7, 10), unread="the rule is not kept")
    for items in ((simulator(),), (part(),)):
        assert refers(only(framework(act(), entries=[adopted("4A801.b")], gone=[lost]), items=items))
    known = adopted(gone="removed", until=dt.date(2026, 7, 10))
    assert refers(only(framework(act(), entries=[adopted("4A801.b")], gone=[known])))
    expired = framework(act(), entries=[adopted(until=dt.date(2026, 7, 10))])
    assert only(expired).applies is YES


def test_of_several_wordings_that_went_the_one_of_the_act_counts() -> None:
    older = adopted(gone="amended", until=dt.date(2026, 7, 1))
    newer = adopted(gone="removed", until=dt.date(2026, 7, 10), sha256="1" * 64, unread="not kept")
    one = only(framework(act(), entries=[adopted("4A801.b")], gone=[older, newer]))
    assert "earlier wording" not in one.text
    other = [{"code": ANALOGUE, "sha256": "2" * 64, "national": ""}]
    assert "earlier wording" in only(framework(act(entries=other), entries=[adopted("4A801.b")], gone=[older, newer])).text


def test_an_entry_that_cannot_be_read_or_has_no_version_is_for_a_person() -> None:
    assert refers(only(framework(act(), entries=[adopted(unread="newer language")])))
    data = kept.ENTRIES[ANALOGUE].replace(b"  - citation:", b"  - from: 2027-01-01\n    citation:")
    one = only(framework(act(), listing=build({ANALOGUE: data}, vocabulary()).control_list))
    assert refers(one)
    assert "no version of its rule is about 2026-07-23" in one.text


@pytest.mark.parametrize(
    ("facts", "stale_after", "expected"),
    [
        ({"applies_from": "2026-07-24"}, "2099-01-01", None),
        ({"applies_from": "2026-07-24"}, "2026-07-01", None),
        ({"applies_until": "2026-07-23"}, "2099-01-01", None),
        ({"applies_until": "2026-07-23"}, "2026-07-01", "refer"),
        ({"applies_until": "2026-07-24"}, "2099-01-01", "yes"),
    ],
)
def test_when_an_act_applies(facts: dict[str, str], stale_after: str, expected: str | None) -> None:
    found = findings(framework(act(**facts), stale_after=stale_after))
    if expected is None:
        assert found == ()
    else:
        assert refers(found[0]) if expected == "refer" else found[0].applies is YES


def test_between_an_act_and_its_successor_a_person_looks() -> None:
    first = act()
    now = act(digest="1" * 64, replaces="d" * 64, act={"title": "Second", "citation": "G 2", "url": ""})
    assert [one.citation for one in findings(framework(first, now))] == ["G 2"]
    later = act(digest="1" * 64, replaces="d" * 64, applies_from="2026-08-01")
    assert refers(only(framework(first, later)))
    without = act(members=("DE", "NL")), act(digest="1" * 64, members=("DE",), replaces="d" * 64)
    assert refers(only(framework(*without), "NL", ship_from="NL", exporter_jurisdiction="NL"))


@pytest.mark.parametrize(
    ("scope", "places", "to", "expected"),
    [
        ("only", ["CN"], "CN", YES),
        ("only", ["KR"], "CN", NO),
        ("except", ["CN"], "CN", NO),
        ("except", ["KR"], "CN", YES),
        ("only", ["UA"], "UA-43", YES),
        ("only", ["UA-43"], "UA", UNKNOWN),
        ("except", ["UA-43"], "UA", UNKNOWN),
    ],
)
def test_destinations(scope: str, places: list[str], to: str, expected: Truth) -> None:
    one = only(framework(act(destinations={"scope": scope, "places": places})), destination=to)
    assert one.applies is expected
    assert [each.field for each in one.questions] == (["regions.UA-43"] if expected is UNKNOWN else [])


@pytest.mark.parametrize(("scope", "inside"), [("only", YES), ("except", NO)])
def test_an_answer_about_a_region_decides(scope: str, inside: Truth) -> None:
    found = framework(act(destinations={"scope": scope, "places": ["UA-43"]}))
    assert only(found, destination="UA", regions={"UA-43": True}).applies is inside
    assert only(found, destination="UA", regions={"UA-43": False}).applies is ~inside


def test_where_the_items_leave_from() -> None:
    found = framework(act())
    assert [one.field for one in only(found, ship_from=None).questions] == ["ship_from"]
    assert refers(only(found, ship_from="KR"))
    assert refers(only(found, kind=Kind.DEEMED_EXPORT))
    union = framework(act(members=("EU",)))
    assert only(union, "EU", ship_from="FR", exporter_jurisdiction="FR").applies is YES


def test_a_part_of_a_territory_is_for_a_person_unless_it_is_stated() -> None:
    for limits in ({"only": ["JP-13"]}, {"except": ["JP-13"]}):
        assert refers(only(framework(act(**limits))))
    stated = {"ship_from": "JP-13"}
    assert only(framework(act(only=["JP-13"])), **stated).applies is YES
    assert only(framework(act(**{"except": ["JP-13"]})), **stated).applies is NO


def leg(verdict: Truth) -> Determination:
    return Determination("JP", "METI", Claim(verdict, "", holds("").text), ())


def test_a_leg_without_a_claim_or_without_an_act_is_left_alone() -> None:
    consulted = [held(framework(act()))]
    assert with_acts(leg(NO), shipment(), consulted) == leg(NO)
    assert with_acts(leg(YES), shipment(), [held(framework())]) == leg(YES)
    assert with_acts(leg(YES), shipment(), consulted).outcome is Outcome.LICENCE_REQUIRED


EFFECTS = st.sampled_from(["", "", "narrower", "wider", "different"])
ACT_DAYS = st.sampled_from(["2026-06-01", "2026-07-01", "2026-07-23", "2026-07-24", "2026-08-01"])


@st.composite
def acts(draw: st.DrawFn) -> Transposition:
    effect, scope = draw(EFFECTS), draw(st.sampled_from(["all", "only", "except"]))
    places = [] if scope == "all" else sorted(draw(st.sets(st.sampled_from(["CN", "KR", "UA-43", "IR"]), min_size=1)))
    codes = draw(st.sampled_from([(ANALOGUE,), ("4A801.b",), (ANALOGUE, "4A801.b", "4E801")]))
    first, last = draw(ACT_DAYS), draw(st.just("") | ACT_DAYS)
    return act(
        *codes,
        members=draw(st.sets(st.sampled_from(["DE", "JP", "NL", "US", "EU", "GB"]), min_size=1)),
        applies_from=first,
        applies_until=last if last > first else "",
        destinations={"scope": scope, "places": places},
        deviations=[{"code": codes[0], "effect": effect, "text": "x"}] if effect else [],
    )


def decided(sale: Transaction, found: FrameworkList, now: dt.date = DAY) -> Any:
    seen = screened() if sale.parties else {}
    return decide(sale, classified(sale), seen, law(), frameworks=[held(found, sale, now)])


def _with_simulator(sale: Transaction) -> Transaction:
    (first,) = sale.items
    return replace(sale, items=(replace(first, item=replace(first.item, kind="quantum_computer", parameters=dict(FACTS))),))


QUANTUM = transactions().map(_with_simulator)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(QUANTUM | transactions(), acts(), st.booleans(), st.data())
def test_less_known_is_never_laxer(whole: Transaction, one: Transposition, stale: bool, data: st.DataObject) -> None:
    found = framework(
        one,
        entries=[adopted(), adopted("4E801")],
        gone=[adopted("4A801.b", gone="removed", until=dt.date(2026, 7, 1))],
        stale_after="2026-07-01" if stale else "2099-01-01",
    )
    before = {place: list(act_findings(held(found, whole), place, whole)) for place in one.members}
    for name, smaller in data.draw(st.permutations(list(removals(whole))), label="removals")[:8]:
        for place, had in before.items():
            has = list(act_findings(held(found, smaller), place, smaller))
            assert _floor(has) <= _floor(had), f"{place}: without {name} the floor rises"
            assert _ceiling(has) >= _ceiling(had), f"{place}: without {name} the ceiling falls"


def _floor(found: list[Finding]) -> int:
    return max((one.effect.rank for one in found if one.applies is YES), default=0)


def _ceiling(found: list[Finding]) -> int:
    return max((one.effect.rank for one in found if one.applies is not NO), default=0)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUANTUM, acts(), st.none() | st.dates(dt.date(2026, 6, 2), dt.date(2026, 8, 1)))
def test_staleness_is_never_laxer(sale: Transaction, one: Transposition, until: dt.date | None) -> None:
    rows = [adopted(until=until), adopted("4E801")]
    fresh = decided(sale, framework(one, entries=rows))
    stale = decided(sale, framework(one, entries=rows, stale_after="2026-01-01"))
    assert stale.floor.rank >= fresh.floor.rank
    assert stale.ceiling.rank >= fresh.ceiling.rank
    assert stale.outcome.rank >= fresh.outcome.rank


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUANTUM, st.booleans())
def test_a_list_without_acts_changes_no_determination(sale: Transaction, stale: bool) -> None:
    plain = decide(sale, classified(sale), screened() if sale.parties else {}, law())
    assert decided(sale, framework(stale_after="2026-01-01" if stale else "2099-01-01")) == plain
