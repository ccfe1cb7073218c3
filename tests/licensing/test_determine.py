"""The decision over all jurisdictions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from sekisho.licensing.determination import Claim, Decision, Determination, Finding
from sekisho.licensing.determine import OTHER, conflicts_between, decide
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Kind, Transaction
from sekisho.logic.truth import Truth
from tests.licensing.samples import DAY, deal, everywhere, fields, law, part, screened


def decided(transaction: Transaction, editions: Any = None, **facts: Any) -> Decision:
    found = everywhere(**({"declared": "not listed"} | facts))
    return decide(transaction, found, screened(), law(), editions)


def leg(decision: Decision, code: str) -> Determination:
    (found,) = [one for one in decision.determinations if one.jurisdiction == code]
    return found


def japanese(**facts: Any) -> Transaction:
    """Return a Japanese deal without anything of the United States in it."""
    item = part(origin="JP", us_content_percent=0.0, us_content_controlled=Truth.NO, us_direct_product=Truth.NO)
    return deal(**({"items": (item,)} | facts))


def test_every_jurisdiction_is_listed_with_its_claim() -> None:
    found = decided(japanese())
    assert [(one.jurisdiction, one.claim.verdict) for one in found.determinations] == [
        ("US", Truth.NO),
        ("JP", Truth.YES),
        ("EU", Truth.NO),
        ("DE", Truth.NO),
        ("NL", Truth.NO),
        ("GB", Truth.NO),
    ]
    assert all(one.claim.text for one in found.determinations)


def test_no_requirement_is_found_without_any_claim_of_the_united_states() -> None:
    found = decided(japanese())
    assert (found.outcome, found.floor, found.ceiling) == (Outcome.NO_REQUIREMENT_FOUND,) * 3


def test_germany_and_the_union_are_two_legs_of_one_procedure() -> None:
    found = decided(japanese(exporter_jurisdiction="DE", ship_from="DE", destination="CN"))
    assert [one.jurisdiction for one in found.determinations if one.procedure == "EU"] == ["EU", "DE", "NL"]
    assert {leg(found, code).claim.verdict for code in ("EU", "DE")} == {Truth.YES}
    assert leg(found, "NL").claim.verdict is Truth.NO


def test_law_that_is_not_encoded_is_referred() -> None:
    found = decided(japanese(exporter_jurisdiction="KR", ship_from="HK"))
    assert [one.jurisdiction for one in found.determinations][-2:] == ["HK", "KR"]
    korean = leg(found, "KR")
    assert (korean.outcome, korean.floor, korean.ceiling) == (
        Outcome.REFER,
        Outcome.NO_REQUIREMENT_FOUND,
        Outcome.PROHIBITED,
    )
    assert "law of" in korean.findings[0].text
    assert found.outcome is Outcome.REFER


def test_one_leg_is_enough_for_one_country() -> None:
    found = decided(japanese(exporter_jurisdiction="KR", ship_from="KR"))
    assert [one.jurisdiction for one in found.determinations].count("KR") == 1


def test_other_member_states_have_no_leg_of_their_own() -> None:
    found = decided(japanese(exporter_jurisdiction="FR", ship_from="FR", destination="JP"))
    assert "FR" not in {one.jurisdiction for one in found.determinations}
    assert leg(found, "EU").outcome is Outcome.REFER


def test_places_that_are_not_stated_leave_everything_open() -> None:
    found = decided(japanese(exporter_jurisdiction=None, ship_from=None))
    other = leg(found, OTHER)
    assert (other.outcome, other.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.PROHIBITED)
    assert fields(other) >= {"exporter.jurisdiction", "ship_from"}
    assert {leg(found, code).claim.verdict for code in ("JP", "EU", "DE", "NL", "GB")} == {Truth.UNKNOWN}
    assert found.floor is Outcome.NO_REQUIREMENT_FOUND


def test_the_age_of_a_list_is_said_and_ends_at_its_limit() -> None:
    known = {"jp-export-order": (DAY - dt.timedelta(days=10), 20)}
    found = leg(decided(japanese(), known), "JP")
    assert "later changes" in found.findings[0].text
    assert found.outcome is Outcome.NO_REQUIREMENT_FOUND
    late = leg(decided(japanese(), {"jp-export-order": (DAY - dt.timedelta(days=10), 9)}), "JP")
    assert (late.outcome, late.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    same = leg(decided(japanese(), {"jp-export-order": (dt.date(2026, 6, 5), 400)}), "JP")
    assert [one.rule for one in same.findings].count("list as known") == 0
    fresh = leg(decided(japanese(), {"jp-export-order": (DAY, 0)}), "JP")
    assert [one.rule for one in fresh.findings].count("list as known") == 0


def test_a_contradiction_stands_in_the_decision() -> None:
    found = decided(japanese(), conflict="declared not listed, but the item meets 8")
    assert "JP: items[0], jp-export-order: declared not listed, but the item meets 8" in found.conflicts


def test_policies_that_differ_are_a_conflict() -> None:
    claim = Claim(Truth.YES, "Art. 1", "here")
    said = Finding("r", Outcome.LICENCE_REQUIRED, Truth.YES, "t", policy="case by case", item=0, requirement=True)
    one = Determination("US", "BIS", claim, (said,))
    other = Determination("JP", "METI", claim, (replace(said, policy="denial"), replace(said, policy="", item=None)))
    assert conflicts_between((one, other)) == ("items[0]: licensing policies differ: US: case by case; JP: denial",)
    assert conflicts_between((one, replace(one, jurisdiction="JP"))) == ()


def test_the_strictest_leg_gives_the_headline() -> None:
    found = decided(japanese(ship_from="DE", destination="CH"))
    assert {leg(found, "JP").outcome, leg(found, "EU").outcome, found.outcome} == {Outcome.REFER}
    assert decided(japanese(kind=Kind.TRANSIT)).outcome is Outcome.REFER


@pytest.mark.parametrize("day", [dt.date(2013, 7, 1), dt.date(2020, 1, 31), dt.date(2099, 1, 1)])
def test_any_day_is_answered(day: dt.date) -> None:
    assert decided(japanese(date=day)).outcome in {Outcome.REFER, Outcome.LICENCE_REQUIRED}
