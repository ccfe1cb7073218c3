"""Ownership by listed parties: what OFAC's rule and that of BIS bring, on which day, and what they ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Stake, TransactionParty
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.owners import owned_footnote
from sekisho.logic.truth import Truth
from sekisho.parties.party import Match
from sekisho.parties.shares import UNSTATED, Share, Span
from tests.licensing.us.world import LISTS, World, applies, bitten, fields, found, law, match, only, screened

OFAC, BIS = "OFAC 50 per cent rule", "50 per cent rule"
IN_FORCE, STAYED, AFTER = "2025-10-15", "2026-07-23", "2026-11-26"
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
SDN, ENTITY, MEU = "us-sdn", "us-entity-list", "us-meu"


def holds(name: str, share: float | None, *owners: Stake, **facts: Any) -> Stake:
    """Return what an owner holds; whoever has no owners stated is a person unless said otherwise."""
    stake = {key: facts.pop(key) for key in ("span", "source") if key in facts}
    given: dict[str, Any] = {"person": UNKNOWN if owners else YES} | facts
    part = UNSTATED if share is None else Share(Fraction(str(share)) / 100, Fraction(str(share)) / 100)
    return Stake(TransactionParty("owner", name, owners=owners, **given), part, **stake)


def owned(*stakes: Stake, day: str = STAYED, on: Mapping[str, Iterable[Match]] | None = None, **facts: Any) -> World:
    """Return the world in which the buyer is owned so; ``on`` gives the matches of owners by name."""
    world = World().party(**({"listed_owners": UNKNOWN, "owners": stakes} | facts)).but(date=dt.date.fromisoformat(day))
    everybody = world.transaction.everybody
    seen = {index: screened(*(on or {}).get(one.name, ())) for index, one in enumerate(everybody)}
    return replace(world, screenings=seen)


X60, N40 = holds("X", 60), holds("N", 40)


def test_a_party_owned_by_a_blocked_person_is_blocked() -> None:
    answer = owned(X60, N40, on={"X": [match(SDN)]}).answer
    rule = only(answer, OFAC)
    assert (rule.effect, rule.applies, rule.requirement) == (Outcome.REFER, YES, False)
    assert (answer.outcome, answer.floor) == (Outcome.REFER, Outcome.REFER)
    assert "Example Buyer: X (on us-sdn) holds 60 %, N holds 40 %: 60 %, at least 50 %" in rule.text
    assert "13 August 2014" in rule.citation
    assert applies(answer, BIS) is NO


def test_shares_of_blocked_persons_are_added_up() -> None:
    stakes = (holds("X", 30), holds("Y", 25), holds("N", 45))
    answer = owned(*stakes, on={"X": [match(SDN)], "Y": [match(SDN)]}).answer
    assert applies(answer, OFAC) is YES
    words = "X (on us-sdn) holds 30 %, Y (on us-sdn) holds 25 %, N holds 45 %: together 55 %, at least 50 %"
    assert words in only(answer, OFAC).text
    assert applies(owned(*stakes, on={"X": [match(SDN)]}).answer, OFAC) is NO


def test_a_chain_counts_only_through_bodies_that_are_owned_themselves() -> None:
    def through(share: float) -> World:
        return owned(holds("A", 100, holds("X", share), holds("N", 100 - share)), on={"X": [match(SDN)]})

    half = only(through(50).answer, OFAC)
    assert half.applies is YES
    path = "path: X (on us-sdn) holds 50 % of A, A (counts: owned by listed parties) holds 100 % of Example Buyer"
    assert path in half.text
    assert applies(through(25).answer, OFAC) is NO


def test_a_possible_match_of_an_owner_is_for_a_person() -> None:
    answer = owned(X60, N40, on={"X": [match(SDN, certain=False)]}).answer
    rule = only(answer, OFAC)
    assert (rule.applies, rule.refer) == (UNKNOWN, True)
    assert "X may be Example Works (0.80): a person must compare them" in rule.text
    assert answer.outcome is Outcome.REFER
    small = owned(holds("X", 40), holds("N", 60), on={"X": [match(SDN, certain=False)]}).answer
    assert applies(small, OFAC) is NO, "it could not decide"


@pytest.mark.parametrize(
    ("stakes", "missing"),
    [
        ((holds("X", None), holds("N", 40)), "the share of X in Example Buyer"),
        ((holds("X", 30),), "who holds the other 70 % of Example Buyer"),
        ((holds("A", 60, person=UNKNOWN), holds("N", 40)), "who owns A"),
    ],
)
def test_what_is_not_stated_is_asked(stakes: tuple[Stake, ...], missing: str) -> None:
    answer = owned(*stakes, on={"X": [match(SDN)]}).answer
    rule = only(answer, OFAC)
    assert (rule.applies, rule.refer) == (UNKNOWN, False)
    assert missing in rule.text
    assert "owners" in fields(answer)
    assert (answer.outcome, answer.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.REFER)
    (question,) = [one for one in answer.questions if one.field == "owners"]
    assert (question.about, question.index) == ("party", 0)


def test_nothing_stated_is_one_question_and_one_answer_settles_it() -> None:
    assert fields(owned().answer) == {"listed_owners"}
    assert applies(owned(listed_owners=NO).answer, OFAC) is NO
    assert applies(owned(holds("X", None), listed_owners=NO).answer, OFAC) is NO


def test_a_statement_does_not_outweigh_what_is_certain() -> None:
    rule = only(owned(X60, N40, listed_owners=NO, on={"X": [match(SDN)]}).answer, OFAC)
    assert rule.applies is YES
    assert "although it is stated that they do not own it" in rule.text


def test_listed_owners_without_a_name_may_be_on_any_list() -> None:
    answer = owned(listed_owners=YES).answer
    rule = only(answer, OFAC)
    assert (rule.applies, rule.refer) == (UNKNOWN, True)
    assert "on which list they are is not" in rule.text


def test_nobody_owns_a_person() -> None:
    answer = owned(listed_owners=UNKNOWN, person=YES).answer
    assert applies(answer, OFAC) is NO
    assert "a person, whom nobody owns" in only(answer, OFAC).text
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_an_owner_that_was_not_looked_up_is_a_question() -> None:
    world = owned(X60, N40)
    answer = replace(world, screenings={0: screened(), 2: screened()}).answer
    assert applies(answer, OFAC) is UNKNOWN
    assert fields(answer) == {"owners.listings.us-sdn"}
    named = owned(holds("X", 60, listings={SDN: "[SDGT]"}), N40)
    assert applies(replace(named, screenings={0: screened(), 2: screened()}).answer, OFAC) is YES
    cleared = owned(holds("X", 60, listings=dict.fromkeys(LISTS, "none")), N40)
    assert applies(replace(cleared, screenings={0: screened(), 2: screened()}).answer, OFAC) is NO


def test_the_days_of_a_holding_count() -> None:
    ended = holds("X", 60, span=Span("", "2026-07-22"))
    assert applies(owned(ended, holds("N", 100), on={"X": [match(SDN)]}).answer, OFAC) is NO
    assert applies(owned(ended, on={"X": [match(SDN)]}).answer, OFAC) is UNKNOWN


def test_the_same_owner_is_known_by_its_name_and_country() -> None:
    a = holds("A Holding", 30, holds("X", 60), holds("N", 40), country="CY")
    again = holds("A HOLDING", 30, person=UNKNOWN)
    body = holds("B", 30, holds("a holding", 100, person=UNKNOWN))
    matches = {"X": [match(SDN)]}
    answer = owned(a, body, holds("N", 40), on=matches).answer
    assert applies(answer, OFAC) is YES, "through A alone, and through A and B"
    assert applies(owned(again, body, holds("N", 40), on=matches).answer, OFAC) is UNKNOWN
    other = holds("B", 30, holds("A Holding", 100, country="MT", listed_owners=NO, person=UNKNOWN))
    assert applies(owned(a, other, holds("N", 40), on=matches).answer, OFAC) is NO


def test_owners_without_letters_stay_apart() -> None:
    assert applies(owned(holds("-", 60), holds("--", 40), on={"-": [match(SDN)]}).answer, OFAC) is YES


@pytest.mark.parametrize(
    ("day", "truth", "refer"),
    [("2014-08-12", UNKNOWN, True), ("2014-08-13", YES, False), (AFTER, YES, False)],
)
def test_the_guidance_of_2014_is_the_one_that_is_encoded(day: str, truth: Truth, refer: bool) -> None:
    rule = only(owned(X60, N40, day=day, on={"X": [match(SDN)]}).answer, OFAC)
    assert (rule.applies, rule.refer) == (truth, refer)


@pytest.mark.parametrize("source", [ENTITY, MEU, SDN])
@pytest.mark.parametrize(
    ("day", "truth", "refer"),
    [
        ("2025-09-28", None, False),
        ("2025-09-29", YES, False),
        ("2025-11-09", YES, False),
        ("2025-11-10", NO, False),
        ("2026-11-09", NO, False),
        ("2026-11-10", UNKNOWN, True),
        (AFTER, UNKNOWN, True),
    ],
)
def test_the_rule_of_bis_has_its_periods(source: str, day: str, truth: Truth | None, refer: bool) -> None:
    world = owned(X60, N40, day=day, on={"X": [match(source, requirement=f"For all items subject to the EAR {'[SDGT]'}")]})
    answer = world.declared("3A991").answer
    rules = found(answer, BIS)
    assert [one.applies for one in rules] == ([] if truth is None else [truth])
    assert [one.refer for one in rules] == ([] if truth is None else [refer])
    if truth is NO:
        assert "a red flag: Example Buyer: X (on " in rules[0].text
    if truth is UNKNOWN:
        assert "whether the 50 per cent rule is in force again" in rules[0].text


def test_listed_owners_of_all_three_lists_are_added_up() -> None:
    stakes = (holds("X", 20), holds("Y", 20), holds("Z", 10), holds("N", 50))
    sdn = match(SDN, requirement="[NPWMD]")
    answer = owned(*stakes, day=IN_FORCE, on={"X": [match()], "Y": [match(MEU)], "Z": [sdn]}).answer
    rule = only(answer, BIS)
    assert (rule.applies, rule.policy) == (YES, "as the most restrictive owner")
    assert "together 50 %, at least 50 %" in rule.text
    assert f"{BIS}: Example Buyer" in bitten(answer)
    assert applies(answer, OFAC) is NO


def test_a_blocked_owner_without_an_identifier_of_744_8_is_for_a_person() -> None:
    rule = only(owned(X60, N40, day=IN_FORCE, on={"X": [match(SDN, requirement="[CUBA]")]}).answer, BIS)
    assert (rule.applies, rule.refer) == (UNKNOWN, True)


def test_the_requirement_is_that_of_the_most_restrictive_owner() -> None:
    limited = match(requirement="For items on the CCL and EAR99 items listed in supplement no. 7 to part 746 of the EAR")
    answers = {"746 Supp. 7": False}
    world = owned(X60, N40, day=IN_FORCE, on={"X": [limited]})
    assert applies(world.declared("EAR99", answers=answers).answer, BIS) is NO
    assert applies(world.declared("3A991").answer, BIS) is YES
    military = owned(X60, N40, day=IN_FORCE, on={"X": [match(MEU)]})
    assert applies(military.declared("EAR99").answer, BIS) is NO
    assert applies(military.declared("3A991").answer, BIS) is YES
    both = owned(X60, holds("Y", 40), day=IN_FORCE, on={"X": [limited], "Y": [match()]})
    assert applies(both.declared("EAR99", answers=answers).answer, BIS) is YES
    partly = owned(X60, day=IN_FORCE, on={"X": [limited]})
    assert applies(partly.declared("EAR99", answers=answers).answer, BIS) is UNKNOWN, "another owner may be listed too"


def test_whoever_only_shares_a_listed_address_does_not_count() -> None:
    address = match()
    address = replace(address, listed=replace(address.listed, schema="Address"))
    assert applies(owned(X60, N40, day=IN_FORCE, on={"X": [address]}).answer, BIS) is NO


def test_a_bank_that_listed_parties_own_is_for_a_person() -> None:
    rule = only(owned(X60, N40, role="bank", day=IN_FORCE, on={"X": [match()]}).but().answer, BIS)
    assert (rule.applies, rule.refer) == (UNKNOWN, True)


def footnote_of(world: World, number: int) -> Truth:
    return owned_footnote(Case(world.transaction, world.classifications, world.screenings, law()), number).truth


@pytest.mark.parametrize(
    ("day", "footnotes", "truth"),
    [(IN_FORCE, (1,), YES), (IN_FORCE, (4,), NO), (STAYED, (1,), NO), (AFTER, (1,), UNKNOWN), ("2025-09-01", (1,), NO)],
)
def test_a_party_counts_as_its_owner_with_a_footnote(day: str, footnotes: tuple[int, ...], truth: Truth) -> None:
    assert footnote_of(owned(X60, N40, day=day, on={"X": [match(footnotes=footnotes)]}), 1) is truth


def test_a_footnote_of_owners_who_are_not_stated_is_open() -> None:
    assert footnote_of(owned(listed_owners=YES, day=IN_FORCE), 1) is UNKNOWN
    assert footnote_of(owned(day=IN_FORCE), 1) is UNKNOWN
    assert footnote_of(owned(listed_owners=NO, day=IN_FORCE), 1) is NO


def test_a_footnote_of_an_owner_brings_foreign_items_under_the_ear() -> None:
    foreign = {"origin": "JP", "us_content_percent": 0.0, "us_direct_product": YES}
    world = owned(X60, N40, day=IN_FORCE, on={"X": [match(footnotes=(1,))]})
    world = world.declared("EAR99", answers={"734.9(e)(1)": True}, **foreign)
    claim = world.but(exporter_jurisdiction="JP", ship_from="JP").answer.claim
    assert claim.verdict is YES
    assert "734.9(e)(1)" in claim.basis


def test_many_parties_are_quick() -> None:
    world = World()
    parties = (world.transaction.parties[0],) * 300
    answer = replace(world.but(parties=parties), screenings=dict.fromkeys(range(300), screened())).answer
    assert len(found(answer, OFAC)) == 300
