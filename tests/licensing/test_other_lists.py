"""Lists whose law is not encoded: a match, and a list that is too old, are for a person in every jurisdiction."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from fractions import Fraction

import pytest

from sekisho.licensing.determination import Claim, Determination
from sekisho.licensing.determine import decide
from sekisho.licensing.other_lists import with_other_lists
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Stake, Transaction, TransactionParty
from sekisho.logic.truth import Truth
from sekisho.parties.party import Match, PartyQuery, Screening, SourceState
from sekisho.parties.shares import Share
from tests.licensing.samples import DAY, deal, everywhere, law, match, screened, user

OTHERS = ("eu-fsf", "un-sc", "gb-sanctions", "us-ofac-consolidated", "us-dtc", "us-isn", "us-csl", "ftm-sanctions")


def leg(truth: Truth = Truth.YES) -> Determination:
    return Determination("JP", "an authority", Claim(truth, "an act", "a claim"), ())


@pytest.mark.parametrize("source", OTHERS)
@pytest.mark.parametrize("certain", [True, False])
def test_a_match_is_for_a_person(source: str, certain: bool) -> None:
    found = with_other_lists(leg(), deal(), screened(match(source=source, certain=certain), searched=[source]))
    (finding,) = found.findings
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.PROHIBITED)
    assert finding.rule == f"{source}: Example Works"
    assert f"Example Works {'is' if certain else 'may be'} Example Works" in finding.text


@pytest.mark.parametrize("source", ["us-entity-list", "us-meu", "us-uvl", "us-dpl", "us-sdn", "jp-end-user-list"])
def test_lists_whose_effect_is_encoded_are_left_to_their_leg(source: str) -> None:
    assert with_other_lists(leg(), deal(), screened(match(source=source), searched=[source])) == leg()


def test_no_match_and_no_claim_leave_a_leg_alone() -> None:
    assert with_other_lists(leg(), deal(), screened(searched=["eu-fsf"])) == leg()
    assert with_other_lists(leg(), deal(), {}) == leg()
    found = screened(match(source="eu-fsf"), searched=["eu-fsf"])
    assert with_other_lists(leg(Truth.NO), deal(), found) == leg(Truth.NO)


@pytest.mark.parametrize("words", ["none", "Not listed", " no "])
def test_the_exporter_rules_out_a_possible_match_and_never_a_certain_one(words: str) -> None:
    parties = (user(listings={"eu-fsf": words}),)
    possible, certain = match(source="eu-fsf", certain=False), match(source="eu-fsf")
    assert with_other_lists(leg(), deal(parties=parties), screened(possible)) == leg()
    assert with_other_lists(leg(), deal(parties=parties), screened(certain)).outcome is Outcome.REFER


def test_what_the_exporter_found_himself_counts() -> None:
    parties = (user(listings={"un-sc": "KPe.001", "us-sdn": "[SDGT]", "eu-fsf": " "}),)
    (finding,) = with_other_lists(leg(), deal(parties=parties), {}).findings
    assert finding.rule == "un-sc: Example Works"
    assert "KPe.001" in finding.text


def test_many_matches_are_counted() -> None:
    matches = [match(source="eu-fsf", certain=False)] * 5
    (finding,) = with_other_lists(leg(), deal(), screened(*matches)).findings
    assert "and 2 more" in finding.text


def test_a_list_that_is_too_old_is_not_relied_on() -> None:
    def searched(stale: str, *matches: Match, source: str = "eu-fsf", official: bool = True) -> dict[int, Screening]:
        state = SourceState(source, DAY, "0" * 64, 800, official, stale)
        return {0: Screening(PartyQuery("Example Works"), matches, (state,))}

    old = "snapshot is 40 days older"
    found = with_other_lists(leg(), deal(), searched(old))
    assert found.outcome is Outcome.REFER
    assert old in found.findings[0].text
    assert with_other_lists(leg(), deal(), searched("")) == leg()
    assert with_other_lists(leg(), deal(), searched(old, source="us-sdn")) == leg(), "its own leg says so"
    assert with_other_lists(leg(), deal(), searched(old, official=False)) == leg()


def owned(source: str, *, certain: bool = True) -> tuple[Transaction, dict[int, Screening]]:
    """Return a party whose owner is, or may be, on a list."""
    stake = Stake(TransactionParty("owner", "Holding A"), Share(Fraction(3, 5), Fraction(3, 5)))
    found = screened(match(source=source, certain=certain), searched=[source])
    return deal(parties=(user(owners=(stake,)),)), {0: screened(searched=[source])[0], 1: found[0]}


@pytest.mark.parametrize("source", OTHERS)
@pytest.mark.parametrize("certain", [True, False])
def test_an_owner_on_another_list_is_for_a_person(source: str, certain: bool) -> None:
    found = with_other_lists(leg(), *owned(source, certain=certain))
    (finding,) = found.findings
    assert (found.outcome, found.ceiling) == (Outcome.REFER, Outcome.PROHIBITED)
    assert "Holding A, who holds 60 % of Example Works, " in finding.text


@pytest.mark.parametrize(
    ("source", "jurisdiction"), [("us-dpl", "US"), ("us-uvl", "US"), ("jp-end-user-list", "JP"), ("eu-fsf", "GB")]
)
def test_an_owner_on_a_list_whose_law_says_nothing_of_owners_is_for_a_person_there(source: str, jurisdiction: str) -> None:
    for place in ("US", "JP", "EU", "GB"):
        found = with_other_lists(replace(leg(), jurisdiction=place), *owned(source))
        assert bool(found.findings) is (place == jurisdiction or source == "eu-fsf")


@pytest.mark.parametrize("source", ["us-entity-list", "us-meu", "us-sdn"])
def test_lists_whose_law_counts_ownership_are_left_to_their_leg(source: str) -> None:
    assert with_other_lists(replace(leg(), jurisdiction="US"), *owned(source)).findings == ()


def test_every_jurisdiction_with_a_claim_refers() -> None:
    transaction = deal(exporter_jurisdiction="DE", ship_from="DE", destination="CH")
    quiet = {0: Screening(PartyQuery("Example Works"), (), ())}
    loud = screened(match(source="un-sc"), searched=["un-sc"])
    before = decide(transaction, everywhere(), quiet, law())
    after = decide(transaction, everywhere(), loud, law())
    claimed = {one.jurisdiction for one in before.determinations if one.claim.verdict is not Truth.NO}
    assert claimed >= {"EU", "DE"}
    for one in after.determinations:
        said = any(finding.rule.startswith("un-sc") for finding in one.findings)
        assert said == (one.jurisdiction in claimed)
    assert after.ceiling is Outcome.PROHIBITED


def test_a_text_that_changed_is_for_a_person() -> None:
    transaction = deal()
    found = everywhere()
    changed = {
        key: dataclasses.replace(one, to_be_reviewed=("1",), changed="the official text differs")
        if key[1] == "jp-export-order"
        else one
        for key, one in found.items()
    }
    decision = decide(transaction, changed, screened(), law())
    (japan,) = [one for one in decision.determinations if one.jurisdiction == "JP"]
    (finding,) = [one for one in japan.findings if one.rule == "text changed"]
    assert (finding.refer, finding.applies) == (True, Truth.UNKNOWN)
    assert not any(one.rule == "text changed" for leg in decision.determinations if leg != japan for one in leg.findings)
