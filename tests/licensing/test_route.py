"""Where the items go, whatever the jurisdiction: parties elsewhere, exports that leave nothing, activities not encoded."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.licensing.determination import Claim, Determination
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.route import STAYS, elsewhere, with_route
from sekisho.licensing.transaction import Kind
from sekisho.logic.truth import Truth
from tests.licensing.samples import deal, user


def leg(truth: Truth = Truth.YES, jurisdiction: str = "JP") -> Determination:
    return Determination(jurisdiction, "an authority", Claim(truth, "an act", "a claim"), ())


def routed(truth: Truth = Truth.YES, jurisdiction: str = "JP", **facts: Any) -> Determination:
    return with_route(leg(truth, jurisdiction), deal(**facts))


def test_receivers_at_the_destination_ask_nothing() -> None:
    found = routed(parties=(user(), user("consignee"), user("bank", country="KP")))
    assert found.outcome is Outcome.NO_REQUIREMENT_FOUND
    assert elsewhere(deal()).truth is Truth.NO


@pytest.mark.parametrize("role", ["end_user", "consignee", "ultimate_consignee"])
@pytest.mark.parametrize("country", ["KP", "IR", "AT"])
def test_a_receiver_elsewhere_is_for_a_person(role: str, country: str) -> None:
    parties = (user(role, country=country), user())
    found = routed(parties=parties)
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    assert routed(parties=parties, answers={STAYS: True}).outcome is Outcome.NO_REQUIREMENT_FOUND
    assert routed(parties=parties, answers={STAYS: False}).outcome is Outcome.REFER


def test_a_country_that_is_not_stated_is_asked() -> None:
    found = routed(parties=(user(country=None),))
    assert found.outcome is Outcome.NEEDS_INFORMATION
    assert {one.field for one in found.questions} == {"country", f"answers.{STAYS}"}
    assert found.ceiling is Outcome.LICENCE_REQUIRED


def test_an_end_user_who_is_not_named_is_asked() -> None:
    for parties in ((), (user("consignee"),)):
        found = routed(parties=parties)
        assert "parties" in {one.field for one in found.questions}
        assert routed(parties=parties, answers={STAYS: True}).outcome is Outcome.NO_REQUIREMENT_FOUND


def test_a_release_of_technology_has_no_route() -> None:
    assert routed(kind=Kind.DEEMED_EXPORT, parties=(user(country="CN"),)).outcome is Outcome.NO_REQUIREMENT_FOUND


def test_a_leg_without_a_claim_is_left_alone() -> None:
    assert routed(Truth.NO, parties=()) == leg(Truth.NO)


@pytest.mark.parametrize("kind", [Kind.EXPORT, Kind.REEXPORT])
def test_an_export_to_the_country_itself_is_for_a_person(kind: Kind) -> None:
    parties = (user(country="JP"),)
    assert routed(kind=kind, destination="JP", parties=parties).outcome is Outcome.REFER
    assert routed(kind=Kind.TRANSFER, destination="JP", parties=parties).outcome is Outcome.NO_REQUIREMENT_FOUND


@pytest.mark.parametrize("kind", [Kind.BROKERING, Kind.TRANSIT, Kind.TECHNICAL_ASSISTANCE])
def test_an_activity_that_is_not_encoded_for_the_united_states_is_for_a_person(kind: Kind) -> None:
    found = routed(jurisdiction="US", kind=kind)
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)
    assert routed(jurisdiction="JP", kind=kind).outcome is Outcome.NO_REQUIREMENT_FOUND
