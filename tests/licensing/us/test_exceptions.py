"""Licence exceptions: to examine or barred, never granted."""

from __future__ import annotations

import pytest

from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Knowledge
from sekisho.logic.truth import Truth
from tests.licensing.us.world import World, barred, law, match, says, to_examine, verdict


def _conditions(world: World, code: str) -> str:
    return " | ".join(next(one for one in world.answer.authorisations if one.code == code).conditions)


def test_an_exception_never_lowers_the_outcome() -> None:
    answer = World().declared("3B001.b", value_amount=400.0, value_currency="USD").to("MT").answer
    assert {"LVS", "GBS", "STA"} <= to_examine(answer)
    assert answer.outcome is answer.floor is Outcome.LICENCE_REQUIRED


def test_nothing_is_named_where_nothing_is_required() -> None:
    assert World().declared("3B001.b").to("CA").answer.authorisations == ()


def test_each_exception_is_cited_with_its_conditions_and_items() -> None:
    for one in World().declared("4A906.a.1").to("CA").answer.authorisations:
        assert one.citation.startswith("15 CFR 740.")
        assert one.conditions
        assert one.items == (0,)


@pytest.mark.parametrize(
    ("amount", "currency", "there"), [(400.0, "USD", True), (600.0, "USD", False), (600.0, "EUR", True), (None, "", True)]
)
def test_lvs_is_barred_above_its_limit_only_in_dollars(amount: float | None, currency: str, there: bool) -> None:
    world = World().declared("3B001.b", value_amount=amount, value_currency=currency).to("UA")
    assert ("LVS" in to_examine(world.answer)) is there
    assert ("LVS" in barred(world.answer)) is not there


def test_gbs_needs_ns_alone_and_leaves_out_ukraine() -> None:
    assert "GBS" in to_examine(World().declared("3B001.b").to("MT").answer)
    assert "GBS" not in to_examine(World().declared("3B001.b").to("UA").answer)
    other = World().declared("1A004.a").to("UA").answer
    assert "GBS" not in to_examine(other)


def test_another_reason_bars_an_exception_for_ns_alone() -> None:
    answer = World().declared("3B001.c.1.a").to("JP").answer
    gbs = next(one for one in answer.authorisations if one.code == "GBS")
    assert gbs.status == "barred"
    assert any("RS applies too" in one for one in gbs.conditions)


def test_iec_items_have_only_the_exceptions_of_740_2_a_22() -> None:
    answer = World().declared("4A906.a.1").to("CA").answer
    assert to_examine(answer) == {"IEC", "TMP", "RPL", "GOV"}
    assert "not in the CFR" in _conditions(World().declared("4A906.a.1").to("CA"), "IEC")


def test_iec_of_another_paragraph_is_not_offered() -> None:
    assert "IEC" not in to_examine(World().declared("3B001.b").to("MT").answer)
    assert "IEC" in to_examine(World().declared("3B001").to("MT").answer)


@pytest.mark.parametrize(("for_entry", "there"), [("3B001.q", True), ("3B001.b", False), (None, True), ("3B001", True)])
def test_iec_for_software_follows_what_it_is_for(for_entry: str | None, there: bool) -> None:
    facts = {} if for_entry is None else {"for_entry": for_entry}
    answer = World().declared("3D001", kind="software", parameters=facts).to("CN").answer
    assert ("IEC" in to_examine(answer)) is there


@pytest.mark.parametrize(
    ("place", "headquarters", "code"),
    [("CN", "CN", "NAC"), ("MO", "FR", "NAC"), ("SA", "SA", "ACA"), ("SA", "CN", "NAC")],
)
def test_nac_is_for_macau_d5_and_those_headquartered_there(place: str, headquarters: str, code: str) -> None:
    assert code in to_examine(World().declared("3A090.b").to(place, headquarters).answer)


def test_nac_or_aca_where_the_headquarters_are_not_stated() -> None:
    answer = World().declared("3A090.b").to("SA").party(headquarters=None).answer
    assert "NAC/ACA" in to_examine(answer)


def test_exceptions_of_the_diffusion_rule_follow_their_paragraphs() -> None:
    assert {"AIA", "LPP", "ACM"} <= to_examine(World().declared("3A090.a.1").to("JP").answer)
    other = to_examine(World().declared("3A090.b").to("SA").answer)
    assert "ACM" in other
    assert not {"AIA", "LPP", "HBM"} & other


def test_hong_kong_papers_and_the_emirates_are_conditions() -> None:
    assert "740.2(a)(19)" in _conditions(World().declared("3B001.b").to("HK"), "GOV")
    assert "740.2(a)(26)" in _conditions(World().declared("9B005").to("AE"), "STA")


@pytest.mark.parametrize(
    ("code", "place", "words"),
    [
        ("9B105", "JP", "740.20(c) for A:5 does not reach MT"),
        ("2B352.b", "TW", "740.20(c) for A:6 does not reach CB"),
        ("1C351.d.15", "GB", "740.20(b)(2) leaves out 1C351.d.15"),
        ("1C351.d.16", "GB", "740.20(b)(2) leaves out 1C351.d.16"),
        ("4A906.a.1", "CA", "4A906 bars STA to Country Group A:5"),
    ],
)
def test_sta_is_barred_by_reason_item_or_entry(code: str, place: str, words: str) -> None:
    assert words in _conditions(World().declared(code).to(place), "STA")
    assert "STA" in barred(World().declared(code).to(place).answer)


def test_sta_for_missile_items_is_for_small_drones() -> None:
    world = World().declared("9A012.a.2", answers={"9A012/3": True}).to("IN")
    assert "STA" in to_examine(world.answer)


def test_an_end_use_without_exceptions_bars_all() -> None:
    world = World().knowing(chemical=Knowledge.AWARE)
    assert barred(world.answer) == {"any"}
    assert "744.4(c)" in _conditions(world, "any")


def test_an_end_use_that_may_apply_is_a_condition() -> None:
    world = World().declared("3B001.b").to("CN").knowing(supercomputer=Knowledge.SUSPECT, nuclear=Knowledge.SUSPECT)
    assert "only if this does not apply: EAR end use 744.2(a)" in _conditions(world, "GOV")


def test_a_bar_that_may_apply_is_a_condition() -> None:
    world = World().declared("3B001").to("JP").classified(verdict("3B001.c.1.a", Truth.UNKNOWN), declared="3B001.b")
    world = world.to("MT")
    assert "only if 15 CFR 740.2(a)(22) does not apply" in _conditions(world, "GBS")


def test_an_entry_that_names_gov_leaves_gov() -> None:
    words = "For all items subject to the EAR. This license requirement may be overcome by License Exception GOV"
    answer = World().declared("3B001.b").to("MT").matching(match(requirement=words)).answer
    assert to_examine(answer) == {"GOV"}
    assert barred(World().declared("3B001.b").to("MT").matching(match()).answer) >= {"GBS", "STA", "any"}


def test_reexports_have_their_own_exception() -> None:
    world = World().declared("3B001.b").to("CN").but(kind=Kind.REEXPORT, ship_from="JP")
    assert "APR" in to_examine(world.answer)
    assert "APR" not in to_examine(world.but(kind=Kind.EXPORT).answer)


def test_exceptions_are_merged_over_items() -> None:
    world = World().declared("4A906.a.1").to("CA")
    two = world.but(items=world.transaction.items * 2)
    known = {0: says(declared="4A906.a.1"), 1: says(declared="4A906.a.1")}
    iec = next(one for one in World(two.transaction, known, world.screenings).answer.authorisations if one.code == "IEC")
    assert iec.items == (0, 1)


def test_an_entry_wider_than_the_text_of_an_exception_is_to_be_examined() -> None:
    assert "AIA" in to_examine(World().declared("3A090").to("JP").answer)


def test_what_the_entries_print_is_read_by_paragraph() -> None:
    assert law().help("3B001").columns["iec"].codes == ("3B001.c.1.a", "3B001.c.1.c", "3B001.q")
    assert law().help("3A090").columns["nac_aca"].codes == ("3A090.a", "3A090.b")
    assert law().help("4A906").columns["iec"].codes == ()
    assert law().help("0A501").sta_wholly == ("A:6",)
    assert law().help("4A906").sta_wholly == ("A:5", "A:6")
    assert law().help("3B001").sta_wholly == ()
    assert law().help("9A011").columns == {}
