"""Japan: list control, the catch-all of item 16, and what is left to a person."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from sekisho.licensing.determination import Determination
from sekisho.licensing.japan import determine_jp
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import EndUse, Kind, Knowledge, Means, Transaction
from sekisho.logic.truth import Truth
from tests.licensing.samples import (
    answers,
    applies,
    deal,
    fields,
    knowing,
    match,
    named,
    national,
    part,
    says,
    screened,
    user,
    verdict,
    yes,
)

LIST = "jp-export-order"
NOT_LISTED = part(declared={LIST: "not listed"})
LASER = part("laser", declared={LIST: "not listed"}, hs_code="845611")


def leg(transaction: Transaction, found: Any = None, seen: Any = None) -> Determination:
    classified = says(LIST, declared="not listed") if found is None else found
    return determine_jp(transaction, classified, screened() if seen is None else seen, national("JP"))


def general(**facts: Any) -> Transaction:
    """Return a deal to a general region outside every group."""
    return deal(**({"destination": "VN", "items": (NOT_LISTED,)} | facts))


# Claim


def test_no_claim_without_departure_or_seat() -> None:
    found = leg(deal(exporter_jurisdiction="US", ship_from="US"))
    assert found.claim.verdict is Truth.NO
    assert (found.outcome, found.findings, found.questions) == (Outcome.NO_REQUIREMENT_FOUND, (), ())


def test_departure_alone_is_a_claim() -> None:
    assert leg(deal(exporter_jurisdiction="US")).claim.verdict is Truth.YES


def test_an_unknown_seat_leaves_the_claim_open() -> None:
    found = leg(deal(exporter_jurisdiction=None, ship_from="US"), yes(LIST, "8"))
    assert found.claim.verdict is Truth.UNKNOWN
    assert fields(found) >= {"exporter.jurisdiction"}
    assert (found.floor, found.ceiling) == (Outcome.NO_REQUIREMENT_FOUND, Outcome.LICENCE_REQUIRED)


def test_goods_that_never_touch_japan_are_referred() -> None:
    found = leg(deal(ship_from="US"), yes(LIST, "8.Art7.6.i.1"))
    assert applies(found, "list control") is Truth.NO
    assert applies(found, "trade from elsewhere") is Truth.UNKNOWN
    assert found.outcome is Outcome.REFER


def test_technology_of_a_resident_is_under_its_law_wherever_it_leaves_from() -> None:
    item = part("technology", hs_code="")
    found = leg(deal(ship_from="US", items=(item,), means=Means.ELECTRONIC), yes(LIST, "8T.Art20.1.1"))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert "Art. 25(1)" in found.requirements[0].citation
    assert not [one for one in found.findings if one.rule == "trade from elsewhere"]


def test_an_export_to_japan_itself_is_referred() -> None:
    found = leg(deal(destination="JP"), yes(LIST, "8"))
    assert (found.outcome, found.floor) == (Outcome.REFER, Outcome.NO_REQUIREMENT_FOUND)
    assert leg(deal(destination="JP", ship_from="US"), yes(LIST, "8")).outcome is Outcome.REFER


def test_other_activities_are_referred() -> None:
    for kind in Kind:
        if kind not in {Kind.EXPORT, Kind.REEXPORT}:
            found = leg(deal(kind=kind))
            assert found.outcome is Outcome.REFER, kind
            assert found.ceiling is Outcome.LICENCE_REQUIRED


def test_access_from_afar_is_referred() -> None:
    assert leg(deal(means=Means.REMOTE_ACCESS), yes(LIST, "8")).outcome is Outcome.REFER


# List control


def test_a_listed_item_needs_a_licence_to_every_region() -> None:
    found = leg(deal(), yes(LIST, "8.Art7.6.i.1"))
    assert (found.outcome, found.floor, found.ceiling) == (Outcome.LICENCE_REQUIRED,) * 3
    assert [one.entry for one in found.requirements] == ["8.Art7.6.i.1"]
    assert "Art. 48(1)" in found.requirements[0].citation
    assert applies(found, "catch-all") is Truth.NO


def test_an_open_entry_asks_for_the_parameter() -> None:
    open_entry = verdict(LIST, "8.Art7.6.i.1", Truth.UNKNOWN, need=("cnot_error",))
    found = leg(deal(), says(LIST, open_entry))
    assert found.outcome is Outcome.NEEDS_INFORMATION
    assert [(one.field, one.decides) for one in found.questions] == [("cnot_error", ("8.Art7.6.i.1",))]


def test_an_undecided_entry_is_referred_even_where_the_exporter_declares_not_listed() -> None:
    undecided = verdict(LIST, "8.Art7.7", Truth.UNKNOWN, undecided="not read")
    found = leg(deal(), says(LIST, undecided, declared="not listed"))
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)


def test_without_coverage_the_exporters_code_is_asked_for() -> None:
    found = leg(deal(), says(LIST, covered=False))
    assert found.outcome is Outcome.NEEDS_INFORMATION
    assert fields(found) == {f"declared.{LIST}"}


def test_a_declared_code_counts() -> None:
    found = leg(deal(), says(LIST, covered=False, declared="7(1)"))
    assert found.outcome is Outcome.LICENCE_REQUIRED


def test_a_contradiction_is_printed() -> None:
    found = leg(deal(), says(LIST, verdict(LIST, "8", Truth.YES), declared="not listed", conflict="it meets 8"))
    assert found.conflicts == ("items[0], jp-export-order: it meets 8",)
    assert found.outcome is Outcome.LICENCE_REQUIRED


@pytest.mark.parametrize("code", ["16", "16(1)", "16(2)"])
def test_item_16_is_no_entry_of_the_list(code: str) -> None:
    found = leg(deal(), says(LIST, covered=False, declared=code))
    assert applies(found, "list control") is Truth.NO
    assert found.outcome is Outcome.NO_REQUIREMENT_FOUND


# Group A


def test_nothing_is_found_for_an_unlisted_item_to_group_a() -> None:
    found = leg(deal())
    assert (found.outcome, found.floor, found.ceiling) == (Outcome.NO_REQUIREMENT_FOUND,) * 3
    assert found.questions == ()


@pytest.mark.parametrize("use", ["nuclear", "chemical", "biological", "missile", "military"])
def test_group_a_needs_a_licence_after_a_notice_only(use: str) -> None:
    assert leg(deal(end_use=knowing(**{use: Knowledge.AWARE}))).outcome is Outcome.NO_REQUIREMENT_FOUND
    found = leg(deal(end_use=knowing(**{use: Knowledge.INFORMED})))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert "Art. 48(2)" in found.requirements[0].citation


def test_group_a_asks_about_notices_and_the_tariff_number() -> None:
    found = leg(deal(end_use=EndUse(), items=(part(hs_code=""),)))
    assert found.outcome is Outcome.NEEDS_INFORMATION
    assert fields(found) == {"end_use.flags", "hs_code"}


def test_group_a_does_not_look_at_the_end_user_list() -> None:
    assert leg(deal(), seen={}).outcome is Outcome.NO_REQUIREMENT_FOUND


# Outside Group A


def test_nothing_is_found_where_everything_was_asked_and_searched() -> None:
    found = leg(general())
    assert (found.outcome, found.ceiling) == (Outcome.NO_REQUIREMENT_FOUND,) * 2


@pytest.mark.parametrize("use", ["nuclear", "chemical", "biological", "missile"])
@pytest.mark.parametrize("state", [Knowledge.AWARE, Knowledge.INFORMED])
def test_weapons_of_mass_destruction_need_a_licence(use: str, state: Knowledge) -> None:
    assert leg(general(end_use=knowing(**{use: state}))).outcome is Outcome.LICENCE_REQUIRED


def test_a_suspicion_is_referred() -> None:
    found = leg(general(end_use=knowing(nuclear=Knowledge.SUSPECT)))
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)


def test_military_use_reaches_16_1_goods_everywhere_and_16_2_goods_in_table_3_2_only() -> None:
    known = knowing(military=Knowledge.AWARE)
    assert leg(general(end_use=known)).outcome is Outcome.NO_REQUIREMENT_FOUND
    assert leg(general(end_use=known, items=(LASER,))).outcome is Outcome.LICENCE_REQUIRED
    assert leg(general(end_use=known, destination="LY")).outcome is Outcome.LICENCE_REQUIRED
    assert leg(general(end_use=knowing(military=Knowledge.INFORMED))).outcome is Outcome.LICENCE_REQUIRED


def test_a_military_end_user_alone_is_not_decided() -> None:
    known = knowing(military_end_user=Knowledge.AWARE)
    assert leg(general(end_use=known, items=(LASER,))).outcome is Outcome.REFER
    assert leg(general(end_use=known)).outcome is Outcome.NO_REQUIREMENT_FOUND


def test_military_questions_are_asked_one_by_one_once_some_use_was_asked() -> None:
    some_known = {"nuclear": Knowledge.NONE_AFTER_DILIGENCE}
    found = leg(general(end_use=EndUse(knowledge=some_known), items=(LASER,)))
    assert {"end_use.knowledge.military", "end_use.knowledge.military_end_user"} <= fields(found)
    assert "end_use.flags" not in fields(found)


# Tariff number


@pytest.mark.parametrize(
    ("number", "first", "second"),
    [
        ("845611", Truth.YES, Truth.NO),
        ("8542", Truth.UNKNOWN, Truth.UNKNOWN),
        ("854231", Truth.YES, Truth.NO),
        ("854290", Truth.NO, Truth.YES),
        ("9014", Truth.UNKNOWN, Truth.UNKNOWN),
        ("901490", Truth.NO, Truth.YES),
        ("90142000", Truth.YES, Truth.NO),
        ("848340", Truth.NO, Truth.YES),
        ("0101", Truth.NO, Truth.NO),
        ("610910", Truth.NO, Truth.NO),
        ("", Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_the_tariff_number_decides_the_part_of_item_16(number: str, first: Truth, second: Truth) -> None:
    from sekisho.licensing.japan_catch_all import scopes_of

    found = scopes_of(0, part(hs_code=number), national("JP"))
    assert (found["16(1)"].truth, found["16(2)"].truth) == (first, second)


def test_goods_outside_item_16_need_no_licence_even_for_weapons() -> None:
    shirt = part("shirt", declared={LIST: "not listed"}, hs_code="610910")
    assert leg(general(items=(shirt,), end_use=knowing(nuclear=Knowledge.INFORMED))).outcome is (
        Outcome.NO_REQUIREMENT_FOUND
    )


# End user


def test_a_listed_end_user_is_referred_until_the_exporter_says_that_he_is_not_sure() -> None:
    seen = screened(match("N"))
    found = leg(general(), seen=seen)
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    assert "answers.jp-clearly-not" in fields(found)
    settled = leg(general(answers=answers(jp_clearly_not=False)), seen=seen)
    assert (settled.outcome, settled.floor) == (Outcome.LICENCE_REQUIRED,) * 2
    trusted = leg(general(answers=answers(jp_clearly_not=True)), seen=seen)
    assert (trusted.outcome, fields(trusted)) == (Outcome.REFER, set())


def test_only_a_matching_concern_counts() -> None:
    seen = screened(match("CW"))
    assert leg(general(), seen=seen).outcome is Outcome.NO_REQUIREMENT_FOUND
    assert leg(general(items=(LASER,)), seen=seen).outcome is Outcome.REFER
    assert leg(general(), seen=screened(match())).outcome is Outcome.REFER


def test_clearly_not_cannot_be_said_of_16_1_goods_for_table_3_2() -> None:
    seen = screened(match("CW"))
    told = answers(jp_clearly_not=True)
    found = leg(general(items=(LASER,), destination="LY", answers=told), seen=seen)
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert leg(general(destination="LY", answers=told), seen=seen).outcome is Outcome.REFER
    unknown = part(declared={LIST: "not listed"}, hs_code="")
    assert leg(general(items=(unknown,), destination="LY", answers=told), seen=seen).outcome is Outcome.REFER


def test_a_possible_match_is_referred() -> None:
    found = leg(general(answers=answers(jp_clearly_not=False)), seen=screened(match("N", certain=False)))
    assert found.outcome is Outcome.REFER


def test_the_exporters_own_finding_is_referred() -> None:
    listed = user(listings={"jp-end-user-list": "no. 1"})
    assert leg(general(parties=(listed,))).outcome is Outcome.REFER


@pytest.mark.parametrize("seen", [{}, screened(searched=())])
def test_an_end_user_who_was_not_looked_up_is_asked_about(seen: Any) -> None:
    found = leg(general(), seen=seen)
    assert (found.outcome, found.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.LICENCE_REQUIRED)
    assert "listings.jp-end-user-list" in fields(found)
    settled = leg(general(parties=(user(listings={"jp-end-user-list": "None"}),)), seen=seen)
    assert settled.outcome is Outcome.NO_REQUIREMENT_FOUND
    beside = leg(general(parties=(user("consignee"), user(listings={"jp-end-user-list": "none"}))), seen=seen)
    assert "listings.jp-end-user-list" in fields(beside)


def test_a_match_outweighs_the_exporters_none() -> None:
    listed = user(listings={"jp-end-user-list": "none"})
    assert leg(general(parties=(listed,)), seen=screened(match("N"))).outcome is Outcome.REFER


def test_another_party_on_the_list_is_referred() -> None:
    parties = (user("consignee"), user(name="Other Works"))
    both = {0: screened(match("N"))[0], 1: screened()[0]}
    assert leg(general(parties=parties), seen=both).outcome is Outcome.REFER
    own = (user("consignee", listings={"jp-end-user-list": "no. 1"}), user(name="Other Works"))
    clean = {0: screened()[0], 1: screened()[0]}
    assert leg(general(parties=own), seen=clean).outcome is Outcome.REFER
    assert leg(general(parties=parties), seen=clean).outcome is Outcome.NO_REQUIREMENT_FOUND


def test_an_end_user_must_be_named() -> None:
    found = leg(general(parties=()))
    assert "parties" in fields(found)
    assert found.ceiling is Outcome.LICENCE_REQUIRED


# Not encoded


def test_the_catch_all_for_technology_is_referred() -> None:
    item = part("technology", declared={LIST: "not listed"}, hs_code="")
    found = leg(deal(items=(item,), means=Means.ELECTRONIC))
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)


@pytest.mark.parametrize(
    ("destination", "ceiling"),
    [("RU", Outcome.PROHIBITED), ("BY", Outcome.PROHIBITED), ("KP", Outcome.PROHIBITED), ("UA-43", Outcome.PROHIBITED)],
)
def test_approvals_are_referred(destination: str, ceiling: Outcome) -> None:
    found = leg(general(destination=destination))
    assert (found.outcome, found.ceiling) == (Outcome.REFER, ceiling)


def test_a_destination_with_a_region_under_measures_is_open() -> None:
    assert leg(general(destination="UA")).outcome is Outcome.REFER


def test_diversion_is_asked_about() -> None:
    rule = "export approval: diversion"
    assert applies(leg(general(destination="CN")), rule) is Truth.UNKNOWN
    assert "answers.jp-designated-party" in fields(leg(general(destination="CN")))
    assert leg(general(destination="CN", answers=answers(jp_designated_party=False))).outcome is (
        Outcome.NO_REQUIREMENT_FOUND
    )
    found = leg(general(destination="CN", answers=answers(jp_designated_party=True)))
    assert (found.outcome, fields(found)) == (Outcome.REFER, set())


def test_before_the_reform_the_catch_all_is_referred() -> None:
    found = leg(deal(date=dt.date(2025, 10, 8)))
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    assert leg(deal(date=dt.date(2025, 10, 9))).outcome is Outcome.NO_REQUIREMENT_FOUND


def test_before_the_tables_were_checked_everything_is_referred() -> None:
    found = leg(deal(date=dt.date(2023, 7, 20)))
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.PROHIBITED)


def test_korea_is_in_group_a() -> None:
    assert leg(deal(destination="KR")).outcome is Outcome.NO_REQUIREMENT_FOUND


def test_after_the_law_was_known_the_answer_says_so_and_ends_at_the_limit() -> None:
    law = national("JP")
    assert named(leg(deal(date=law.law_as_known + dt.timedelta(days=1))), "law as known").effect is (
        Outcome.NO_REQUIREMENT_FOUND
    )
    last = law.law_as_known + dt.timedelta(days=law.hard_limit_days)
    assert leg(deal(date=last)).outcome is Outcome.NO_REQUIREMENT_FOUND
    assert leg(deal(date=last + dt.timedelta(days=1))).outcome is Outcome.REFER
    assert not [one for one in leg(deal(date=law.law_as_known)).findings if one.rule == "law as known"]


# Authorisations


def codes(found: Determination) -> set[str]:
    assert {one.status for one in found.authorisations} <= {"to_examine"}
    return {one.code for one in found.authorisations}


def test_authorisations_are_named_to_examine() -> None:
    found = leg(deal(), yes(LIST, "8.Art7.6.i.1"))
    assert {"BULK_GENERAL", "BULK_SPECIAL_GENERAL", "SMALL_VALUE", "SMALL_VALUE_33"} <= codes(found)
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert codes(leg(deal())) == set()


def test_bulk_licences_depend_on_the_destination() -> None:
    assert "BULK_GENERAL" not in codes(leg(general(), yes(LIST, "8")))
    assert "BULK_SPECIAL_GENERAL" not in codes(leg(general(destination="LY"), yes(LIST, "8")))


@pytest.mark.parametrize(
    ("code", "amount", "currency", "offered"),
    [
        ("8", 1_000_000.0, "JPY", {"SMALL_VALUE"}),
        ("8", 1_000_001.0, "JPY", set()),
        ("8", 50_000.0, "JPY", {"SMALL_VALUE", "SMALL_VALUE_33"}),
        ("8", 2_000_000.0, "USD", {"SMALL_VALUE", "SMALL_VALUE_33"}),
        ("2", 1_000.0, "JPY", set()),
        ("15(10)", 1_000.0, "JPY", {"SMALL_VALUE_33"}),
        ("6(10)", None, "", {"SMALL_VALUE"}),
    ],
)
def test_small_value_has_its_bounds(code: str, amount: float | None, currency: str, offered: set[str]) -> None:
    item = part(value_amount=amount, value_currency=currency)
    found = leg(deal(items=(item,)), yes(LIST, code))
    assert codes(found) & {"SMALL_VALUE", "SMALL_VALUE_33"} == offered


def test_small_value_is_for_goods_and_not_for_table_4() -> None:
    item = part("software", hs_code="")
    assert "SMALL_VALUE" not in codes(leg(deal(items=(item,)), yes(LIST, "8T")))
    assert "SMALL_VALUE" not in codes(leg(general(destination="IR"), yes(LIST, "8")))


def test_an_open_list_answer_names_only_what_serves_every_entry() -> None:
    found = leg(deal(), says(LIST, covered=False))
    assert "BULK_SPECIFIC" in codes(found)
    assert "SMALL_VALUE" not in codes(found)


def test_an_end_user_list_that_is_too_old_is_for_a_person() -> None:
    seen = {
        index: dataclasses.replace(
            one, sources=tuple(dataclasses.replace(state, stale="it is old") for state in one.sources)
        )
        for index, one in screened().items()
    }
    found = leg(general(), seen=seen)
    assert found.outcome is Outcome.REFER
    assert any("it is old" in one.text for one in found.findings)
    assert "listings.jp-end-user-list" not in fields(found)
