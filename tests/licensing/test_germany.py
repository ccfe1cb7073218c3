"""Germany: the national list with its destinations."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from sekisho.licensing.determination import Determination
from sekisho.licensing.germany import determine_de, scope_of
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Transaction
from sekisho.logic.truth import Truth
from tests.licensing.samples import applies, deal, fields, national, part, says, verdict, yes

LIST = "de-ausfuhrliste"


def leg(transaction: Transaction, found: Any = None) -> Determination:
    classified = says(LIST, declared="not listed") if found is None else found
    return determine_de(transaction, classified, {}, national("DE"))


def german(**facts: Any) -> Transaction:
    """Return a deal from Germany to China."""
    return deal(**({"exporter_jurisdiction": "DE", "ship_from": "DE", "destination": "CN"} | facts))


def test_it_is_a_leg_of_the_unions_procedure() -> None:
    assert leg(german()).procedure == "EU"
    found = leg(german(exporter_jurisdiction="NL", ship_from="NL"))
    assert (found.claim.verdict, found.procedure, found.outcome) == (Truth.NO, "EU", Outcome.NO_REQUIREMENT_FOUND)


def test_a_national_entry_needs_a_licence_outside_the_union_and_the_close_partners() -> None:
    found = leg(german(), yes(LIST, "4A1906.a.1"))
    assert found.outcome is Outcome.LICENCE_REQUIRED
    assert "AWV s. 8(1) no. 2" in found.requirements[0].citation
    for free in ("FR", "US", "JP", "GB"):
        closed = leg(german(destination=free), yes(LIST, "4A1906.a.1"))
        assert applies(closed, "Ausfuhrliste") is Truth.NO, free
        assert closed.outcome is Outcome.REFER


@pytest.mark.parametrize(
    ("code", "destination", "truth"),
    [
        ("2B952.a", "IR", Truth.YES),
        ("2B952", "KP", Truth.YES),
        ("2B952.a", "CN", Truth.NO),
        ("5A911", "SD", Truth.YES),
        ("5A911", "IR", Truth.NO),
        ("9A991.a", "PK", Truth.YES),
        ("9A991.b", "PK", Truth.NO),
        ("9A991", "PK", Truth.YES),
        ("9A993", "CU", Truth.YES),
        ("0016", "FR", Truth.YES),
        ("", "FR", Truth.YES),
        ("4A1906.b", "KR", Truth.YES),
    ],
)
def test_some_entries_have_destinations_of_their_own(code: str, destination: str, truth: Truth) -> None:
    assert scope_of(code, german(destination=destination), national("DE")).truth is truth


def test_destinations_on_a_day_without_table_are_referred() -> None:
    law = replace(national("DE"), scopes=())
    assert scope_of("4A1906.a.1", german(), law).refer


def test_military_items_have_a_provision_of_their_own() -> None:
    found = leg(german(), says(LIST, covered=False, declared="0016a"))
    assert "AWV s. 8(1) no. 1" in found.requirements[0].citation


def test_an_open_entry_follows_its_destinations() -> None:
    classified = says(LIST, verdict(LIST, "4A1906.a.1", Truth.UNKNOWN, need=("cnot_error",)))
    assert "cnot_error" in fields(leg(german(), classified))
    assert "cnot_error" not in fields(leg(german(destination="US"), classified))


def test_an_entry_for_other_destinations_leaves_the_rest_of_the_list_open() -> None:
    met = verdict(LIST, "2B952.a", Truth.YES)
    assert f"declared.{LIST}" in fields(leg(german(), says(LIST, met, covered=False)))
    assert f"declared.{LIST}" not in fields(leg(german(destination="IR"), says(LIST, met, covered=False)))


def test_the_value_limit_is_an_exemption_to_examine_for_goods() -> None:
    def offered(item: Any, *entries: str) -> set[str]:
        return {one.code for one in leg(german(items=(item,)), yes(LIST, *entries)).authorisations}

    assert "AWV_8_3_VALUE" in offered(part(), "4A1906.b")
    assert "AWV_8_3_VALUE" in offered(part(value_amount=5000.0, value_currency="EUR"), "4A1906.b")
    assert "AWV_8_3_VALUE" not in offered(part(value_amount=5001.0, value_currency="EUR"), "4A1906.b")
    assert "AWV_8_3_VALUE" not in offered(part("technology", hs_code=""), "4E1901.b.3")


def test_the_rest_is_referred() -> None:
    found = leg(german())
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    assert applies(leg(german(destination="IR")), "nuclear installations") is Truth.UNKNOWN
    assert applies(leg(german(destination="FR")), "transfers inside") is Truth.UNKNOWN
    for kind in Kind:
        assert leg(german(kind=kind)).outcome is Outcome.REFER, kind


def test_a_german_exporter_who_ships_from_elsewhere_is_referred() -> None:
    found = leg(german(ship_from="NL"), yes(LIST, "4A1906.a.1"))
    assert applies(found, "Ausfuhrliste") is Truth.NO
    assert applies(found, "trade from elsewhere") is Truth.UNKNOWN


def test_earlier_days_are_referred() -> None:
    found = leg(german(date=dt.date(2026, 4, 3)))
    assert found.ceiling is Outcome.PROHIBITED
