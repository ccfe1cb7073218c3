"""Lists of persons: what a match, a possible match and a missing search bring."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sekisho.licensing.outcome import Outcome
from sekisho.logic.truth import Truth
from sekisho.parties.party import ListedParty, Name
from sekisho.sources.registry import card, read_source, starter
from tests.licensing.us.world import LISTS, World, applies, bitten, buyer, fields, found, match, only, screened

ENTITY, MEU, UVL, DENIED, SDN = "Entity List", "Military End-User List", "Unverified List", "Denied Persons List", "SDN List"
PROJECTS = "For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR"
CCL = "For items on the CCL and EAR99 items listed in supplement no. 7 to part 746 of the EAR"
UAV = (
    "All items subject to the EAR. (See § 744.11 of the EAR), except for EAR99-designated technology for the operation, "
    "maintenance, or repair of unmanned aerial vehicles (UAV) released to this entity by the operator of the UAV"
)
TREASURY = "For all items subject to the EAR (see § 744.11 of the EAR), apart from items that are related to transactions"


def test_a_certain_match_needs_a_licence_for_all_items() -> None:
    answer = World().matching(match(policy="Presumption of denial", citation="84 FR 22963")).answer
    entry = only(answer, ENTITY)
    assert (entry.applies, entry.effect, entry.policy) == (Truth.YES, Outcome.LICENCE_REQUIRED, "Presumption of denial")
    assert "84 FR 22963" in entry.citation
    assert "Example Buyer is Example Works" in entry.text


def test_a_possible_match_is_for_a_person() -> None:
    answer = World().matching(match(certain=False), match(certain=False), match(certain=False), match(certain=False)).answer
    entry = only(answer, ENTITY)
    assert (entry.applies, entry.refer) == (Truth.UNKNOWN, True)
    assert "and 1 more" in entry.text
    assert (answer.outcome, answer.ceiling) == (Outcome.REFER, Outcome.LICENCE_REQUIRED)


def test_a_possible_match_beside_a_certain_one_stays_open() -> None:
    answer = World().matching(match(), match(certain=False)).answer
    assert [one.applies for one in found(answer, ENTITY)] == [Truth.YES, Truth.UNKNOWN]


def test_a_possible_match_on_another_list_is_for_a_person_too() -> None:
    answer = World().matching(match("us-uvl", certain=False)).answer
    assert only(answer, f"{UVL}: ").refer
    assert (answer.outcome, answer.ceiling) == (Outcome.REFER, Outcome.NEEDS_INFORMATION)


def test_a_party_that_was_not_screened_leaves_every_list_open() -> None:
    world = World().declared("3A991")
    answer = World(world.transaction, world.classifications, {}).answer
    assert {f"listings.{one}" for one in LISTS} <= fields(answer)
    assert (answer.outcome, answer.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.PROHIBITED)


def test_the_starter_set_counts_as_a_match_and_never_closes_the_question() -> None:
    searched = screened(searched=("us-entity-list",), official=False)
    world = World()
    open_answer = World(world.transaction, world.classifications, {0: searched}).answer
    assert "listings.us-entity-list" in fields(open_answer)
    hit = World(world.transaction, world.classifications, {0: replace(searched, matches=(match(),))}).answer
    assert applies(hit, ENTITY) is Truth.YES


def test_the_exporters_own_search_closes_the_question() -> None:
    world = World().party(listings=dict.fromkeys(LISTS, "none"))
    answer = World(world.transaction, world.classifications, {}).answer
    assert answer.outcome is Outcome.NO_REQUIREMENT_FOUND


def test_the_exporters_own_find_must_be_read() -> None:
    answer = World().party(listings={"us-entity-list": "744 Supp. 4, China, Example Works"}).answer
    entry = only(answer, ENTITY)
    assert (entry.applies, entry.refer) == (Truth.UNKNOWN, True)
    assert "must be read" in entry.text


@pytest.mark.parametrize(
    ("requirement", "declared", "answers", "truth"),
    [
        ("For all items subject to the EAR. (See § 744.11 of the EAR)", "EAR99", {}, Truth.YES),
        ("All Items Subject to the EAR", "EAR99", {}, Truth.YES),
        (PROJECTS, "EAR99", {}, Truth.UNKNOWN),
        (PROJECTS, "EAR99", {"746.8(a)(4)": True}, Truth.YES),
        (PROJECTS, "EAR99", {"746.8(a)(4)": False}, Truth.NO),
        (CCL, "3A991", {}, Truth.YES),
        (CCL, "EAR99", {"746 Supp. 7": True}, Truth.YES),
        (CCL, "EAR99", {"746 Supp. 7": False}, Truth.NO),
        (CCL, "EAR99", {}, Truth.UNKNOWN),
        (UAV, "3A991", {}, Truth.YES),
        (UAV, "EAR99", {}, Truth.UNKNOWN),
        (TREASURY, "3A991", {}, Truth.UNKNOWN),
        ("", "3A991", {}, Truth.UNKNOWN),
        ("Presumption of denial", "3A991", {}, Truth.UNKNOWN),
    ],
)
def test_the_requirement_of_an_entry_is_read_as_printed(
    requirement: str, declared: str, answers: dict[str, bool], truth: Truth
) -> None:
    answer = World().declared(declared, answers=answers).matching(match(requirement=requirement)).answer
    assert applies(answer, ENTITY) is truth


def test_every_requirement_of_the_starter_set_can_be_read() -> None:
    for party in starter().parties:
        if party.source == "us-entity-list":
            answer = World().matching(replace(match(), listed=party)).answer
            assert applies(answer, ENTITY) is not Truth.NO, party.name


def test_footnotes_are_told_and_open_foreign_items() -> None:
    answer = World().matching(match(footnotes=(4,))).answer
    assert "734.9(e)(2)" in only(answer, ENTITY).text


def test_vulnerability_disclosure_to_footnote_2_entities_is_excluded() -> None:
    key = "744 Supp. 4 footnote 2"
    listed = match(footnotes=(1, 2))
    technology = World().declared("EAR99", kind="technology").matching(listed)
    assert applies(technology.answer, ENTITY) is Truth.UNKNOWN
    assert f"answers.{key}" in fields(technology.answer)
    disclosed = World().declared("EAR99", kind="technology", answers={key: True}).matching(listed)
    assert applies(disclosed.answer, ENTITY) is Truth.NO
    assert applies(World().matching(listed).answer, ENTITY) is Truth.YES


def test_a_bank_on_the_entity_list_is_for_a_person() -> None:
    world = World().but(parties=(buyer(), buyer("bank", "Example Bank")))
    answer = World(world.transaction, world.classifications, {0: screened(), 1: screened(match())}).answer
    entry = only(answer, "Entity List: Example Bank")
    assert (entry.applies, entry.refer) == (Truth.UNKNOWN, True)
    assert "748.5(c) to (f)" in entry.text


def test_an_address_entry_counts_as_any_other() -> None:
    address = ListedParty(
        "a-1", "us-entity-list", "Address", (Name("Address 1"),), requirement="For all items subject to the EAR"
    )
    assert applies(World().matching(replace(match(), listed=address)).answer, ENTITY) is Truth.YES


@pytest.mark.parametrize(
    ("code", "truth"),
    [("3A991", Truth.YES), ("EAR99", Truth.NO), ("3A001.a.2.a", Truth.NO), ("4A994", Truth.UNKNOWN)],
)
@pytest.mark.parametrize("source", ["us-meu", "us-meu-list"])
def test_the_military_end_user_list_is_about_supplement_2(source: str, code: str, truth: Truth) -> None:
    answer = World().declared(code).matching(match(source)).answer
    assert applies(answer, MEU) is truth


def test_limited_lines_of_supplement_2_are_asked_in_their_words() -> None:
    world = World().declared("4A994").matching(match("us-meu"))
    assert "answers.744 Supp. 2(4)(i)" in fields(world.answer)
    stated = World().declared("4A994", answers={"744 Supp. 2(4)(i)": True}).matching(match("us-meu")).answer
    assert f"{MEU}: Example Buyer" in bitten(stated)
    unsettled = World().classified().matching(match("us-meu")).answer
    assert applies(unsettled, MEU) is Truth.UNKNOWN


def test_the_unverified_list_needs_a_statement_and_bars_exceptions() -> None:
    world = World().declared("3B001.b").to("MT").matching(match("us-uvl"))
    answer = world.answer
    notice = only(answer, f"{UVL}: ")
    assert (notice.effect, notice.applies, notice.requirement) == (Outcome.NOTIFY, Truth.YES, False)
    assert applies(answer, f"{UVL}, statement") is Truth.UNKNOWN
    assert not [one for one in answer.authorisations if one.status == "to_examine"]


def test_the_unverified_list_alone_is_no_licence_requirement() -> None:
    world = World().matching(match("us-uvl"))
    assert (world.answer.outcome, world.answer.floor) == (Outcome.NEEDS_INFORMATION, Outcome.NOTIFY)
    assert "licences" in fields(world.answer)
    held = world.but(licences=({"jurisdiction": "US", "reference": "1", "code": "UVL statement"},))
    assert (held.answer.outcome, held.answer.ceiling) == (Outcome.NOTIFY, Outcome.NOTIFY)
    other = world.but(licences=({"jurisdiction": "JP", "reference": "1", "code": "UVL statement"},))
    assert other.answer.outcome is Outcome.NEEDS_INFORMATION


def test_a_denied_person_is_prohibited() -> None:
    answer = World().party(listings={"us-dpl": "order of 2026-01-01"}).answer
    entry = only(answer, DENIED)
    assert (entry.effect, entry.applies) == (Outcome.PROHIBITED, Truth.YES)
    assert (answer.outcome, answer.floor) == (Outcome.PROHIBITED, Outcome.PROHIBITED)
    assert "764.3(a)(2)" in entry.citation


def test_a_denied_person_is_prohibited_in_any_role() -> None:
    world = World().but(parties=(buyer(), buyer("bank", "Example Bank", listings={"us-dpl": "order"})))
    assert World(world.transaction, world.classifications, {0: screened()}).answer.outcome is Outcome.PROHIBITED


@pytest.mark.parametrize(
    ("reference", "truth", "refer"),
    [("[SDGT]", Truth.YES, False), ("[RUSSIA-EO14024]", Truth.YES, False), ("[CUBA]", Truth.UNKNOWN, True)],
)
def test_the_sdn_list_counts_by_its_identifier(reference: str, truth: Truth, refer: bool) -> None:
    answer = World().party(listings={"us-sdn": reference}).answer
    entry = only(answer, f"{SDN}: ")
    assert (entry.applies, entry.refer) == (truth, refer)
    ofac = only(answer, f"{SDN}, OFAC")
    assert (ofac.effect, ofac.applies) == (Outcome.REFER, Truth.YES)


def test_an_identifier_is_not_part_of_a_longer_one() -> None:
    answer = World().party(listings={"us-sdn": "[BELARUS-EO99999]"}).answer
    assert applies(answer, f"{SDN}: ") is Truth.UNKNOWN


def test_a_match_on_the_sdn_list_counts_when_it_can_be_searched() -> None:
    answer = World().matching(match("us-sdn", requirement="[NPWMD]")).answer
    assert applies(answer, f"{SDN}: ") is Truth.YES


@pytest.mark.parametrize(
    ("day", "owners", "truth", "refer"),
    [
        ("2025-09-28", Truth.YES, None, False),
        ("2025-09-29", Truth.YES, Truth.YES, False),
        ("2025-11-09", Truth.UNKNOWN, Truth.UNKNOWN, False),
        ("2025-11-09", Truth.NO, Truth.NO, False),
        ("2025-11-10", Truth.YES, Truth.NO, False),
        ("2026-11-09", Truth.UNKNOWN, Truth.NO, False),
        ("2026-11-10", Truth.YES, Truth.UNKNOWN, True),
        ("2026-11-10", Truth.UNKNOWN, Truth.UNKNOWN, False),
        ("2026-11-10", Truth.NO, Truth.NO, False),
    ],
)
def test_the_50_per_cent_rule_is_in_force_stayed_and_unknown(
    day: str, owners: Truth, truth: Truth | None, refer: bool
) -> None:
    answer = World().party(listed_owners=owners).but(date=dt.date.fromisoformat(day)).answer
    rules = found(answer, "50 per cent rule")
    assert (rules[0].applies if rules else None) is truth
    assert bool(rules and rules[0].refer) is refer
    assert ("listed_owners" in fields(answer)) is (owners is Truth.UNKNOWN), "OFAC asks when BIS does not"


def test_nobody_named_is_a_question_with_the_strictest_ceiling() -> None:
    world = World().but(parties=(buyer("consignee"),))
    assert (world.answer.outcome, world.answer.ceiling) == (Outcome.NEEDS_INFORMATION, Outcome.PROHIBITED)
    assert "parties" in fields(world.answer)


def test_the_requirements_of_the_whole_entity_list_can_be_read(official: Callable[[str], Path]) -> None:
    path = official("us/ecfr-15-744-2026-07-23.xml")
    parties = read_source(card("us-entity-list"), path.read_bytes(), path.name).parties
    printed = Counter(one.requirement for one in parties)
    truths = Counter[Truth]()
    for requirement, count in printed.items():
        answer = World().declared("3A991").matching(match(requirement=requirement)).answer
        truths[applies(answer, ENTITY)] += count
    assert truths[Truth.NO] == 0
    assert truths[Truth.YES] / len(parties) > 0.95
    assert all("746.8(a)(4)" in text or "except" in text or "apart from" in text for text in _open(printed))


def _open(printed: Iterable[str]) -> Iterator[str]:
    for requirement in printed:
        answer = World().declared("3A991").matching(match(requirement=requirement)).answer
        if applies(answer, ENTITY) is Truth.UNKNOWN:
            yield requirement


@pytest.mark.parametrize(
    ("programs", "truth"),
    [
        (("SDGT",), Truth.YES),
        (("ILLICIT-DRUGS-EO14059",), Truth.YES),
        (("ILLICIT DRUGS-EO14059",), Truth.YES),
        (("CUBA", "NPWMD"), Truth.YES),
        (("CUBA",), Truth.UNKNOWN),
        (("BELARUS-EO14000",), Truth.UNKNOWN),
    ],
)
def test_the_programmes_of_the_sdn_list_are_its_identifiers(programs: tuple[str, ...], truth: Truth) -> None:
    one = match("us-sdn")
    listed = replace(one.listed, properties=(("program", programs),), remarks="once of BELARUS")
    answer = World().matching(replace(one, listed=listed)).answer
    assert applies(answer, f"{SDN}: ") is truth
    assert only(answer, f"{SDN}, OFAC").applies is Truth.YES


def test_a_list_that_is_too_old_is_for_a_person() -> None:
    world = World()
    old = {
        index: replace(one, sources=tuple(replace(state, stale="snapshot is old") for state in one.sources))
        for index, one in world.screenings.items()
    }
    answer = World(world.transaction, world.classifications, old).answer
    entry = only(answer, f"{DENIED}: ")
    assert entry.refer
    assert "snapshot is old" in entry.text
    assert not any(field.startswith("listings.") for field in fields(answer))
    assert answer.outcome is Outcome.REFER
