"""The Netherlands: families of items whose thresholds are not at hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sekisho.licensing.determination import Determination
from sekisho.licensing.netherlands import determine_nl
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Transaction
from sekisho.logic.truth import Truth
from tests.licensing.samples import applies, deal, fields, national, part

LIST = "nl-regeling"
DAY = dt.date(2026, 3, 1)


def leg(transaction: Transaction) -> Determination:
    return determine_nl(transaction, {}, {}, national("NL"))


def dutch(**facts: Any) -> Transaction:
    """Return a deal from the Netherlands to China."""
    return deal(**({"date": DAY, "exporter_jurisdiction": "NL", "ship_from": "NL", "destination": "CN"} | facts))


def declared(code: str, kind: str = "mechanical_part") -> Any:
    return (part(kind, declared={LIST: code}),)


def test_it_is_a_leg_of_the_unions_procedure() -> None:
    assert leg(dutch()).procedure == "EU"
    assert leg(dutch(exporter_jurisdiction="DE", ship_from="DE")).claim.verdict is Truth.NO


def test_the_exporters_code_is_asked_for() -> None:
    assert f"declared.{LIST}" in fields(leg(dutch()))
    assert f"declared.{LIST}" not in fields(leg(dutch(destination="FR")))


def test_a_declared_code_needs_a_licence_outside_the_union() -> None:
    found = leg(dutch(items=declared("3B001.f.4", "lithography_equipment")))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert {one.code for one in found.authorisations} == {"INDIVIDUAL"}
    inside = leg(dutch(items=declared("3B001.f.4", "lithography_equipment"), destination="FR"))
    assert applies(inside, "national measures") is Truth.NO


def test_a_family_is_referred_whatever_is_declared() -> None:
    found = leg(dutch(items=declared("not listed", "lithography_equipment")))
    assert applies(found, "national measures") is Truth.NO
    assert applies(found, "semiconductor equipment, 2023") is Truth.UNKNOWN
    assert found.outcome is Outcome.REFER
    plain = leg(dutch(items=declared("not listed")))
    assert not [one for one in plain.findings if one.item is not None and one.applies is not Truth.NO]


def test_each_regulation_has_its_day() -> None:
    items = declared("not listed", "quantum_computer")
    before = leg(dutch(items=items, date=dt.date(2024, 11, 30)))
    assert not [one for one in before.findings if one.rule == "emerging technologies, 2024"]
    assert applies(leg(dutch(items=items, date=dt.date(2024, 12, 1))), "emerging technologies, 2024") is Truth.UNKNOWN


def test_nl900_is_named_for_the_destinations_that_were_read() -> None:
    found = leg(dutch(items=declared("4A506.a.1", "quantum_computer"), destination="CA"))
    assert "NL900" in {one.code for one in found.authorisations}


def test_the_rest_is_referred() -> None:
    for kind in Kind:
        assert leg(dutch(kind=kind, items=declared("not listed"))).outcome is Outcome.REFER, kind


def test_caribbean_parts_of_the_kingdom_are_left_to_a_person() -> None:
    found = leg(dutch(exporter_jurisdiction="US", ship_from="CW"))
    assert (found.claim.verdict, found.outcome) == (Truth.UNKNOWN, Outcome.REFER)


def test_after_the_limit_the_law_may_have_changed() -> None:
    assert leg(dutch(date=dt.date(2026, 7, 23))).ceiling is Outcome.PROHIBITED
