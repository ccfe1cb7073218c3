"""European Union: Annex I, Annex IV inside the Union, notices, and what is left to a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sekisho.licensing.determination import Determination
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import EndUse, Kind, Knowledge, Means, Transaction
from sekisho.licensing.union import determine_eu
from sekisho.logic.truth import Truth
from tests.licensing.samples import applies, deal, fields, knowing, named, national, part, says, verdict, yes

LIST = "eu-annex-i"


def leg(transaction: Transaction, found: Any = None) -> Determination:
    classified = says(LIST, declared="not listed") if found is None else found
    return determine_eu(transaction, classified, {}, national("EU"))


def german(**facts: Any) -> Transaction:
    """Return a deal from Germany to the United States."""
    return deal(**({"exporter_jurisdiction": "DE", "ship_from": "DE", "destination": "US"} | facts))


def test_no_claim_outside_the_union() -> None:
    found = leg(deal(exporter_jurisdiction="JP", ship_from="GB"))
    assert (found.claim.verdict, found.findings, found.procedure) == (Truth.NO, (), "EU")


def test_the_seat_and_the_place_of_departure_both_claim() -> None:
    assert leg(german(exporter_jurisdiction="US")).claim.verdict is Truth.YES
    assert leg(german(ship_from="US", destination="JP")).claim.verdict is Truth.YES
    assert leg(german(exporter_jurisdiction=None, ship_from="US")).claim.verdict is Truth.UNKNOWN


def test_a_territory_beside_its_member_state_leaves_the_claim_to_a_person() -> None:
    found = leg(german(exporter_jurisdiction="US", ship_from="RE"), yes(LIST, "4A506.a.1"))
    assert (found.claim.verdict, found.claim.questions) == (Truth.UNKNOWN, ())
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)


def test_an_item_of_annex_i_needs_an_authorisation_to_leave() -> None:
    found = leg(german(), yes(LIST, "4A506.a.1"))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert [(one.entry, one.citation) for one in found.requirements] == [
        ("4A506.a.1", "Reg. (EU) 2021/821 Art. 3(1), Annex I")
    ]


def test_everything_else_is_referred_with_its_reason() -> None:
    found = leg(german())
    assert applies(found, "Annex I") is Truth.NO
    assert (found.outcome, found.floor, found.ceiling) == (
        Outcome.REFER,
        Outcome.NO_REQUIREMENT_FOUND,
        Outcome.LICENCE_REQUIRED,
    )
    assert "Art. 4(1)(c)" in named(found, "catch-alls").citation


def test_other_activities_are_referred() -> None:
    for kind in Kind:
        assert leg(german(kind=kind)).outcome is Outcome.REFER, kind
    assert applies(leg(german(kind=Kind.BROKERING)), "other activities") is Truth.UNKNOWN


def test_brokering_from_the_union_is_referred() -> None:
    found = leg(german(ship_from="CN", destination="JP"), yes(LIST, "4A506.a.1"))
    assert applies(found, "Annex I") is Truth.NO
    assert applies(found, "trade from elsewhere") is Truth.UNKNOWN


@pytest.mark.parametrize("destination", ["RU", "BY", "UA-43", "UA", "IR"])
def test_restrictive_measures_raise_the_ceiling(destination: str) -> None:
    found = leg(german(destination=destination))
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.PROHIBITED)


# Notices


@pytest.mark.parametrize("use", ["nuclear", "chemical", "biological", "missile", "surveillance"])
def test_a_notice_of_the_authority_needs_an_authorisation_everywhere(use: str) -> None:
    found = leg(german(end_use=knowing(**{use: Knowledge.INFORMED})))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert leg(german(end_use=knowing(**{use: Knowledge.AWARE}))).outcome is Outcome.REFER


def test_a_notice_of_a_military_use_depends_on_an_embargo() -> None:
    known = knowing(military=Knowledge.INFORMED)
    assert applies(leg(german(end_use=known)), "EU-ART4-1B") is Truth.NO
    assert applies(leg(german(end_use=known, destination="MM")), "EU-ART4-1B") is Truth.YES
    assert applies(leg(german(end_use=known, destination="CN")), "EU-ART4-1B") is Truth.UNKNOWN


def test_end_uses_that_were_not_asked_about_are_asked() -> None:
    assert "end_use.flags" in fields(leg(german(end_use=EndUse())))


# Inside the Union


def test_annex_i_is_no_matter_inside_the_union_but_annex_iv_is() -> None:
    inside = german(destination="FR")
    found = leg(inside, yes(LIST, "4A506.a.1"))
    assert applies(found, "Annex IV") is Truth.NO
    assert found.authorisations == ()
    assert applies(leg(inside, yes(LIST, "9A004.a")), "Annex IV") is Truth.UNKNOWN
    assert applies(leg(inside, yes(LIST, "0C003")), "Annex IV") is Truth.UNKNOWN
    assert applies(leg(inside), "Annex IV") is Truth.NO
    assert applies(leg(inside, says(LIST, covered=False)), "Annex IV") is Truth.UNKNOWN


def test_transfers_inside_the_union_may_need_an_authorisation_of_a_state() -> None:
    found = leg(german(destination="FR"))
    assert applies(found, "transfers inside") is Truth.UNKNOWN
    assert found.outcome is Outcome.REFER


def test_an_export_that_stays_where_it_is_is_referred() -> None:
    assert applies(leg(german(destination="DE")), "nothing leaves") is Truth.UNKNOWN
    assert applies(leg(german(destination="FR")), "nothing leaves") is Truth.NO
    assert applies(leg(german(destination="DE", kind=Kind.TRANSFER)), "nothing leaves") is Truth.NO
    assert "ship_from" in fields(leg(german(destination="DE", ship_from=None)))


# Other Member States


def test_national_lists_of_other_member_states_are_referred() -> None:
    found = leg(german(exporter_jurisdiction="FR", ship_from="ES"))
    assert {one.rule for one in found.findings} >= {"national law of France", "national law of Spain"}
    assert not [one for one in leg(german(ship_from="NL")).findings if one.rule.startswith("national law")]


# Union general authorisations


def offered(destination: str, *entries: str, item: Any = None) -> set[str]:
    items = (part(),) if item is None else (item,)
    found = leg(german(destination=destination, items=items), yes(LIST, *entries))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert {one.status for one in found.authorisations} == {"to_examine"}
    return {one.code for one in found.authorisations} - {"INDIVIDUAL_OR_GLOBAL"}


def test_eu001_is_for_close_partners_and_not_for_section_i() -> None:
    assert offered("US", "4A506.a.1") == {"EU001"}
    assert offered("US", "1C351.d") == set()
    assert offered("CN", "4A506.a.1") == {"EU003", "EU004"}
    assert offered("VN", "4A506.a.1") == set()


def test_listed_authorisations_follow_their_entries() -> None:
    assert "EU002" in offered("TR", "3A001.a.3")
    assert "EU002" in offered("TR", "3A001")
    assert "EU002" not in offered("TR", "3A001.b.1")
    assert "EU008" in offered("BR", "5A002.a.2")
    assert "EU008" not in offered("CN", "5A002.a.2")


def test_group_software_and_technology_have_eu007() -> None:
    item = part("software", hs_code="")
    assert "EU007" in offered("SG", "3D001", item=item)
    assert "EU003" not in offered("SG", "3D001", item=item)
    assert "EU007" not in offered("SG", "4A506.a.1")


def test_crimea_has_none_of_the_authorisations_for_ukraine() -> None:
    assert offered("UA", "4A506.a.1") >= {"EU003", "EU004"}
    assert offered("UA-43", "4A506.a.1") == set()


# Dates


def test_before_the_present_annex_everything_is_referred() -> None:
    found = leg(german(date=dt.date(2025, 11, 14)), yes(LIST, "3A001.a.2"))
    assert (found.outcome, found.ceiling) == (Outcome.LICENCE_REQUIRED, Outcome.PROHIBITED)


def test_an_open_entry_is_asked() -> None:
    found = leg(german(), says(LIST, verdict(LIST, "4A506.a.1", Truth.UNKNOWN, need=("cnot_error",))))
    assert "cnot_error" in fields(found)


def test_technology_leaves_the_union_electronically() -> None:
    item = part("technology", hs_code="")
    found = leg(german(items=(item,), means=Means.ELECTRONIC), yes(LIST, "4E001.b.3"))
    assert found.outcome is Outcome.LICENCE_REQUIRED
