"""Matches that a person judged: set aside, they bring nothing, and it is said why; confirmed, the list's effect."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from sekisho.licensing.answer import screening_rows
from sekisho.licensing.determination import Claim, Determination
from sekisho.licensing.japan import determine_jp
from sekisho.licensing.other_lists import with_other_lists
from sekisho.licensing.outcome import Outcome
from sekisho.logic.truth import Truth
from sekisho.parties.judgement import Entry, Good, Judgement, Seen, Snapshot, apply
from sekisho.parties.party import Match, Screening
from sekisho.parties.sides import party_digest
from tests.licensing.samples import DAY, END_USER_LIST, deal, match, national, part, says, screened, user
from tests.licensing.us.world import World, only

AT = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
SAID = ("0" * 12, AT, "A. Example", "another company")
TOLD = "judged false by A. Example on 2026-07-01 (another company)"


def judged(found: Screening, verdict: bool | None) -> Screening:
    """Return a screening whose matches a person judged, or whose counterparty is on the good list."""

    def of(one: Match) -> Entry:
        then = Snapshot(one.listed.source, DAY, "0" * 64)
        if verdict is None:
            return Good(*SAID, found.query, None, (Seen("", "", party_digest(one.listed)),), ())
        return Judgement(*SAID, found.query, verdict, one.listed, then, one.certain, one.score, one.matched, "")

    return apply([of(one) for one in found.matches], found, on=DAY, as_of=DAY)


def leg() -> Determination:
    return Determination("JP", "an authority", Claim(Truth.YES, "an act", "a claim"), ())


@pytest.mark.parametrize(
    ("verdict", "told"), [(False, TOLD), (None, "not raised: the counterparty was put on the good list by")]
)
def test_a_list_that_is_not_encoded_says_why_it_no_longer_refers(verdict: bool | None, told: str) -> None:
    seen = screened(match(source="eu-fsf", certain=False), searched=["eu-fsf"])[0]
    assert with_other_lists(leg(), deal(), {0: seen}).outcome is Outcome.REFER
    found = with_other_lists(leg(), deal(), {0: judged(seen, verdict)})
    (one,) = found.findings
    assert (one.applies, found.outcome, found.ceiling) == (Truth.NO, leg().outcome, leg().ceiling)
    assert one.text.startswith(f"Example Works was not found on eu-fsf; 1 match {told}")


def test_what_is_left_of_that_list_is_still_for_a_person() -> None:
    other = dataclasses.replace(match(source="eu-fsf", certain=False), matched="Example Plant")
    other = dataclasses.replace(other, listed=dataclasses.replace(other.listed, id="x-2"))
    seen = judged(screened(match(source="eu-fsf", certain=False))[0], False)
    (one,) = with_other_lists(leg(), deal(), {0: dataclasses.replace(seen, matches=(other,))}).findings
    assert one.applies is Truth.UNKNOWN


def test_the_entity_list_says_why_and_a_confirmed_match_needs_a_licence() -> None:
    world = World().matching(dataclasses.replace(match(source="us-entity-list", certain=False)))
    assert only(world.answer, "Entity List").refer
    (seen,) = world.screenings.values()
    aside = World(world.transaction, world.classifications, {0: judged(seen, False)}).answer
    entry = only(aside, "Entity List")
    assert (entry.applies, aside.outcome) == (Truth.NO, Outcome.NO_REQUIREMENT_FOUND)
    assert f"was not found on the Entity List; 1 match {TOLD}" in entry.text
    licensed = dataclasses.replace(seen.matches[0].listed, requirement="For all items subject to the EAR")
    seen = dataclasses.replace(seen, matches=(dataclasses.replace(seen.matches[0], listed=licensed),))
    confirmed = World(world.transaction, world.classifications, {0: judged(seen, True)}).answer
    assert (only(confirmed, "Entity List").applies, confirmed.outcome) == (Truth.YES, Outcome.LICENCE_REQUIRED)


def test_the_end_user_list_of_japan_says_why() -> None:
    deal_with = deal(
        destination="CN", parties=(user(country="CN"),), items=(part(declared={"jp-export-order": "not listed"}),)
    )
    listed = says("jp-export-order", declared="not listed")
    seen = screened(match("N", certain=False), searched=[END_USER_LIST])
    for screening, expected in ((seen[0], Truth.UNKNOWN), (judged(seen[0], False), Truth.NO)):
        found = determine_jp(deal_with, listed, {0: screening}, national("JP"))
        users = [one for one in found.findings if one.rule.endswith("end user")]
        assert users
        assert any(one.applies is expected for one in users)
        assert all(one.applies is not Truth.YES for one in users)
        assert (TOLD in " ".join(one.text for one in users)) == (expected is Truth.NO)


@pytest.mark.parametrize(("verdict", "state"), [(True, "confirmed"), (False, "judged_false"), (None, "good")])
def test_rows_say_who_decided_what_when_and_why(verdict: bool | None, state: str) -> None:
    rows = screening_rows(judged(screened(match("N", certain=False))[0], verdict))
    (row,) = rows["matches"] if verdict else rows["resolved"]
    assert rows["resolved" if verdict else "matches"] == []
    said = row["judged"]
    assert (said["state"], said["verdict"], said["by"], said["at"]) == (state, verdict, "A. Example", "2026-07-01T00:00:00Z")
    assert (said["reason"], said["changed"]) == ("another company", [])
    assert row["certain"] is bool(verdict)


def test_rows_of_what_nobody_judged_say_nothing() -> None:
    rows = screening_rows(screened(match("N"))[0])
    assert "judged" not in rows["matches"][0]
    assert rows["resolved"] == []
