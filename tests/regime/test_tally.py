"""The tally: which ballot counts, when the round ends, what the rule makes of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.regime.charter import BASES, MEASURES, Charter, Member, Rule
from sekisho.regime.charter import Test as Majority
from sekisho.regime.charter_rules import harder
from sekisho.regime.tally import Tally, Vote, count, deadline, report, tally
from sekisho.terms.canonical import encode

FIVE = ("DE", "GB", "JP", "NL", "US")
MANY = tuple(f"{first}{second}" for first in "ABCDEF" for second in "ABCDEFG")
"""42 members."""
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
CLOSES = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def charter(weights: Mapping[str, int], populations: Mapping[str, int] | None = None) -> Charter:
    """Return a charter of which the tally reads only members, weights and populations."""
    people = populations or {}
    members = tuple(Member(one, one, weights[one], people.get(one, 0), (), "a law") for one in sorted(weights))
    empty: Mapping[str, str] = {}
    return Charter(
        "test", 1, "", empty, ("en",), {}, (), "test/log", ("ed25519",), "secretariat", (), members, empty, (),
        1, len(members), len(members), 60, {}, (), (), "0" * 64, b"",
    )  # fmt: skip


def rule(
    *tests: Majority, quorum: int = 0, silence: bool = False, consensus: bool = False, veto: Sequence[str] = ()
) -> Rule:
    return Rule(("*",), ("*",), quorum, silence, consensus, tuple(veto), tests)


def majority(share: Fraction, *, measure: str = "members", strict: bool = False, of: str = "all") -> Majority:
    return Majority(measure, share, strict, of)


def says(**choices: str) -> dict[str, str]:
    """Return member to choice: ``says(yes="JP US", no="DE")``."""
    return {member: choice for choice, members in choices.items() for member in members.split()}


def vote(member: str, choice: str, sequence: int, index: int, previous: str = "", mark: str = "") -> Vote:
    return Vote(member, choice, sequence, previous, name_of(member, sequence, mark), index)


def name_of(member: str, sequence: int, mark: str = "") -> str:
    return hashlib.sha256(f"{member} {sequence} {mark}".encode()).hexdigest()


EQUAL = charter(dict.fromkeys(FIVE, 1))
PLENARY = charter(dict.fromkeys(MANY, 1))
# Ten members: 55 per cent of them with 65 per cent of the population, as in Article 16(4) TEU without its blocking minority.
UNION = charter(dict.fromkeys("ABCDEFGHIJ", 1), dict(zip("ABCDEFGHIJ", (30, 20, 15, 10, 8, 6, 5, 3, 2, 1), strict=True)))
DOUBLE = rule(majority(Fraction(55, 100)), majority(Fraction(65, 100), measure="population"))
WEIGHTED = charter({"DE": 3, "GB": 3, "JP": 5, "NL": 1, "US": 8})
UNANIMOUS = rule(majority(HALF), consensus=True)
THIRDS = rule(majority(TWO_THIRDS))
CAST, MORE_CAST = rule(majority(HALF, of="cast")), rule(majority(HALF, of="cast", strict=True))
VETO = rule(majority(HALF), veto=("JP", "US"))
SILENCE = rule(majority(TWO_THIRDS), silence=True)
WEIGHTY = rule(majority(Fraction(13, 20), measure="weight"))
MORE_WEIGHTY = rule(majority(Fraction(13, 20), measure="weight", strict=True))

GOLDEN = [
    ("consensus of 42", PLENARY, UNANIMOUS, dict.fromkeys(MANY, "yes"), "", "adopted"),
    ("consensus of 42, one no", PLENARY, UNANIMOUS, dict.fromkeys(MANY, "yes") | {"CD": "no"}, "", "rejected"),
    ("consensus of 42, one abstains", PLENARY, UNANIMOUS, dict.fromkeys(MANY, "yes") | {"CD": "abstain"}, "", "adopted"),
    ("consensus of 42, 21 yes, the others absent", PLENARY, UNANIMOUS, dict.fromkeys(MANY[:21], "yes"), "", "adopted"),
    ("consensus of 42, 20 yes, the others absent", PLENARY, UNANIMOUS, dict.fromkeys(MANY[:20], "yes"), "", "rejected"),
    ("nobody came", EQUAL, UNANIMOUS, {}, "", "rejected"),
    ("double majority", UNION, DOUBLE, says(yes="A B C D E F", no="G H I J"), "", "adopted"),
    ("enough members, too few people", UNION, DOUBLE, says(yes="D E F G H I J", no="A B C"), "", "rejected"),
    ("enough people, too few members", UNION, DOUBLE, says(yes="A B C D", no="E F G H I J"), "", "rejected"),
    ("65 per cent exactly", UNION, DOUBLE, says(yes="A C D G H I", no="B E F J"), "", "adopted"),
    ("13/20 of the weight, exactly", WEIGHTED, WEIGHTY, says(yes="JP US"), "", "adopted"),
    ("and not more than that", WEIGHTED, MORE_WEIGHTY, says(yes="JP US"), "", "rejected"),
    ("two thirds of five are four", EQUAL, THIRDS, says(yes="DE JP US"), "", "rejected"),
    ("four of five", EQUAL, THIRDS, says(yes="DE GB JP US"), "", "adopted"),
    ("half of cast", EQUAL, CAST, says(yes="JP US", no="DE GB"), "", "adopted"),
    ("more than half of cast", EQUAL, MORE_CAST, says(yes="JP US", no="DE GB"), "", "rejected"),
    ("abstentions are not cast", EQUAL, MORE_CAST, says(yes="JP", abstain="DE GB NL US"), "", "adopted"),
    ("abstentions are of all", EQUAL, rule(majority(HALF)), says(yes="JP", abstain="DE GB NL US"), "", "rejected"),
    ("only abstentions", EQUAL, CAST, says(abstain="DE GB JP NL US"), "", "rejected"),
    ("abstentions make a quorum", EQUAL, replace(CAST, quorum=4), says(yes="JP", abstain="DE GB NL"), "", "adopted"),
    ("no quorum", EQUAL, replace(CAST, quorum=4), says(yes="JP US", abstain="DE"), "", "lapsed"),
    ("veto used", EQUAL, VETO, says(yes="DE GB JP NL", no="US"), "", "rejected"),
    ("no by one without a veto", EQUAL, VETO, says(yes="DE GB JP US", no="NL"), "", "adopted"),
    ("who has a veto may abstain", EQUAL, VETO, says(yes="DE GB JP", abstain="US"), "", "adopted"),
    ("silence consents", EQUAL, replace(SILENCE, quorum=4), says(yes="JP US"), "DE GB", "adopted"),
    ("silence of two that did not cosign", EQUAL, replace(SILENCE, quorum=4), says(yes="JP US"), "DE", "lapsed"),
    ("silence under a rule without", EQUAL, THIRDS, says(yes="JP US"), "DE GB NL", "rejected"),
    ("a no is not silence", EQUAL, SILENCE, says(yes="JP US", no="DE GB"), "DE GB NL", "rejected"),
    ("all silent", EQUAL, rule(majority(Fraction(1)), silence=True), {}, "DE GB JP NL US", "adopted"),
    ("a withdrawn ballot may be silence", EQUAL, SILENCE, says(yes="DE GB JP", withdraw="NL"), "NL", "adopted"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "under", "by", "choices", "consenting", "outcome"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_an_outcome(name: str, under: Charter, by: Rule, choices: dict[str, str], consenting: str, outcome: str) -> None:
    found = tally(under, by, under.electorate("*"), choices, consenting.split())
    assert found.outcome == outcome, (name, found.steps)


def test_the_two_who_decide_alone() -> None:
    both = rule(majority(Fraction(1)))
    assert tally(EQUAL, both, ("JP", "US"), says(yes="JP US", no="DE GB NL"), ()).outcome == "adopted"


def test_every_rule_is_told_with_its_numbers() -> None:
    by = rule(
        majority(TWO_THIRDS),
        majority(HALF, measure="weight", of="cast", strict=True),
        quorum=4,
        silence=True,
        consensus=True,
        veto=("JP",),
    )
    found = tally(WEIGHTED, by, FIVE, says(yes="JP GB", no="DE"), ["US"])
    assert found.steps == (
        "Of the 5 members that decide: 2 yes, 1 no, 0 abstain; 1 consenting by silence; 1 absent.",
        "Quorum: 4 took part, 4 are needed: holds.",
        "Veto of JP: not used.",
        "Test, at least 2/3 of the members that decide: 3 of 5 say yes, 10/3 needed: does not hold.",
        "Test, more than 1/2 of the weight of the yes and no votes cast: 16 of 19 say yes, more than 19/2 needed: holds.",
        "Consensus: 1 said no: does not hold.",
    )
    assert (found.yes, found.no, found.silent, found.absent) == (("GB", "JP"), ("DE",), ("US",), ("NL",))


def test_after_a_veto_or_without_a_quorum_nothing_further_is_applied() -> None:
    by = rule(majority(HALF), quorum=2, veto=("JP", "US"))
    assert tally(EQUAL, by, FIVE, says(yes="JP", no="US"), ()).steps[1:] == (
        "Quorum: 2 took part, 2 are needed: holds.",
        "Veto of JP, US: used by US.",
    )
    assert tally(EQUAL, by, FIVE, says(no="US"), ()).steps[1:] == ("Quorum: 1 took part, 2 are needed: does not hold.",)


def test_a_member_that_the_charter_does_not_know_has_no_weight() -> None:
    by = rule(majority(HALF, measure="weight"))
    assert tally(WEIGHTED, by, ("JP", "XX"), says(yes="XX"), ()).outcome == "rejected"


def test_contested_for_a_reason_outside_the_ballots() -> None:
    found = tally(EQUAL, UNANIMOUS, FIVE, says(yes="JP US DE"), ())
    contested = found.contest(["a ballot was received in time and is not in the log: ab12"])
    assert contested.outcome == "contested"
    assert contested.steps == (*found.steps, "Contested: a ballot was received in time and is not in the log: ab12.")
    assert replace(contested, outcome="adopted", steps=found.steps) == found


# -- the report ---------------------------------------------------------------------------------------------------------


def test_the_report_is_the_document_of_the_record_page() -> None:
    by = rule(majority(HALF), silence=True)
    found = tally(EQUAL, by, FIVE, says(yes="US JP", no="DE"), ["GB"])
    written = report("test", "c" * 64, "d" * 64, "e" * 64, CLOSES, 17, found, "f" * 64)
    assert written == {
        "format": "sekisho/tally/1",
        "framework": "test",
        "charter": "c" * 64,
        "round": "d" * 64,
        "subject": "e" * 64,
        "closes": "2026-03-02T12:00:00Z",
        "close": "17",
        "blind": "f" * 64,
        "votes": {"JP": "yes", "US": "yes", "DE": "no"},
        "silent": ["GB"],
        "absent": ["NL"],
        "outcome": "adopted",
    }
    assert encode(written)


# -- which ballot counts ------------------------------------------------------------------------------------------------


def test_the_last_ballot_of_each_member_counts() -> None:
    first, second = vote("JP", "no", 1, 10), vote("JP", "yes", 2, 12, name_of("JP", 1))
    found = count([second, first, vote("US", "abstain", 1, 11), vote("CN", "no", 1, 13)], FIVE)
    assert found.choices == {"JP": "yes", "US": "abstain"}
    assert found.ballots["JP"] is second
    assert found.findings == ()


def test_a_superseded_ballot_that_is_logged_again_later_does_not_come_back() -> None:
    first, second = vote("JP", "no", 1, 10), vote("JP", "yes", 2, 12, name_of("JP", 1))
    assert count([first, second, replace(first, index=20)], FIVE).choices == {"JP": "yes"}


def test_of_two_with_one_sequence_the_first_in_the_log_counts() -> None:
    one, other = vote("JP", "no", 1, 10), vote("JP", "yes", 1, 12, mark="other")
    found = count([other, one], FIVE)
    assert found.choices == {"JP": "no"}
    assert found.findings == (
        "JP: ballot 1 at leaf 12 has the sequence of the one at leaf 10: the member signed both; the first is taken",
    )


def test_a_ballot_whose_predecessor_is_not_in_the_log() -> None:
    found = count([vote("JP", "yes", 2, 12, name_of("JP", 1))], FIVE)
    assert found.choices == {"JP": "yes"}
    (text,) = found.findings
    assert text.startswith(
        f"JP: ballot 2 at leaf 12 follows {name_of('JP', 1)[:12]}, which is not in the log before the close"
    )


def test_ballots_that_were_reordered() -> None:
    found = count([vote("JP", "no", 1, 14), vote("JP", "yes", 2, 12, name_of("JP", 1))], FIVE)
    assert found.choices == {"JP": "yes"}
    assert found.findings == ("JP: ballot 2 at leaf 12 follows ballot 1 at leaf 14, which is later in the log: reordered?",)


def test_a_sequence_that_was_skipped() -> None:
    found = count([vote("JP", "no", 1, 10), vote("JP", "yes", 3, 12, name_of("JP", 1))], FIVE)
    assert found.findings == (
        "JP: ballot 3 at leaf 12 names ballot 1 as the one before it: the member skipped or repeated a sequence",
    )


# -- the effective deadline ---------------------------------------------------------------------------------------------

CLOCKS = {"late_quorum": 6 * HOUR, "extension": 24 * HOUR}
QUORATE = rule(majority(HALF), quorum=2)
EARLY, LATE = vote("JP", "yes", 1, 10), vote("US", "yes", 1, 20)


def ends(
    votes: Sequence[Vote],
    filed: Sequence[tuple[int, dt.datetime]],
    by: Rule = QUORATE,
    clocks: Mapping[str, dt.timedelta] = CLOCKS,
) -> dt.timedelta:
    """Return by how much the close moves."""
    return deadline(CLOSES, by, clocks, votes, FIVE, filed) - CLOSES


BEFORE, WITHIN = CLOSES - 6 * HOUR, CLOSES - 5 * HOUR


@pytest.mark.parametrize(
    ("votes", "filed", "moved"),
    [
        pytest.param([EARLY], [(15, BEFORE)], 0, id="no quorum"),
        pytest.param([EARLY, LATE], [(15, BEFORE - HOUR), (21, BEFORE)], 0, id="quorum in time"),
        pytest.param([EARLY, LATE], [(15, BEFORE), (21, WITHIN)], 24, id="quorum late"),
        pytest.param([EARLY, LATE], [], 24, id="no checkpoint tells when"),
        pytest.param([EARLY, LATE], [(20, BEFORE)], 24, id="the leaf itself is not covered"),
        pytest.param([EARLY, vote("JP", "no", 2, 20, name_of("JP", 1))], [(21, WITHIN)], 0, id="one member twice"),
        pytest.param([EARLY, vote("CN", "yes", 1, 20)], [(21, WITHIN)], 0, id="one from outside"),
        pytest.param([EARLY, vote("US", "withdraw", 1, 20)], [(21, WITHIN)], 0, id="one withdrawn"),
        pytest.param(
            [EARLY, LATE, vote("US", "withdraw", 2, 25, name_of("US", 1)), vote("DE", "no", 1, 30)],
            [(21, BEFORE), (31, WITHIN)],
            0,
            id="reached in time, lost and reached again",
        ),
    ],
)
def test_a_late_quorum_extends(votes: list[Vote], filed: list[tuple[int, dt.datetime]], moved: int) -> None:
    assert ends(votes, filed) == moved * HOUR
    assert ends(list(reversed(votes)), list(reversed(filed))) == moved * HOUR


def test_what_has_no_late_quorum() -> None:
    assert ends([EARLY, LATE], [], clocks={}) == dt.timedelta(0)
    assert ends([EARLY, LATE], [], clocks={"late_quorum": HOUR}) == dt.timedelta(0)
    assert ends([EARLY, LATE], [], by=rule(majority(HALF))) == dt.timedelta(0)
    assert ends([EARLY, LATE], [], by=rule(majority(HALF), quorum=2, silence=True)) == dt.timedelta(0)


# -- properties ---------------------------------------------------------------------------------------------------------

shares = st.builds(Fraction, st.integers(1, 12), st.integers(1, 12)).filter(lambda share: share <= 1)
majorities = st.builds(Majority, st.sampled_from(MEASURES), shares, st.booleans(), st.sampled_from(BASES))
some_members = st.sets(st.sampled_from(FIVE)).map(lambda chosen: tuple(sorted(chosen)))
rules = st.builds(
    lambda tests, quorum, silence, consensus, veto: rule(
        *tests, quorum=quorum, silence=silence, consensus=consensus, veto=veto
    ),
    st.lists(majorities, min_size=1, max_size=3),
    st.integers(0, 5),
    st.booleans(),
    st.booleans(),
    some_members,
)
numbers = st.fixed_dictionaries({one: st.integers(0, 9) for one in FIVE})
charters = st.builds(charter, numbers, numbers)
choices_made = st.dictionaries(st.sampled_from(FIVE), st.sampled_from(("yes", "no", "abstain")))


@st.composite
def chains(draw: st.DrawFn) -> list[Vote]:
    """Return whole chains of ballots, each member's in order, at different leaves."""
    places = draw(st.permutations(range(10, 30)))
    votes: list[Vote] = []
    for member in draw(some_members):
        own = sorted(places.pop() for _ in range(draw(st.integers(1, 4))))
        for number, index in enumerate(own, start=1):
            previous = name_of(member, number - 1) if number > 1 else ""
            votes.append(vote(member, draw(st.sampled_from(("yes", "no", "abstain", "withdraw"))), number, index, previous))
    return votes


@given(under=charters, by=rules, choices=choices_made, consenting=some_members)
def test_everybody_is_somewhere_and_nobody_twice(
    under: Charter, by: Rule, choices: dict[str, str], consenting: tuple[str, ...]
) -> None:
    found = tally(under, by, FIVE, choices, consenting)
    groups = (*found.yes, *found.no, *found.abstain, *found.silent, *found.absent)
    assert sorted(groups) == list(FIVE)
    assert found.outcome in ("adopted", "rejected", "lapsed")


@given(under=charters, by=rules, choices=choices_made, consenting=some_members, turned=st.sampled_from(FIVE))
def test_one_more_yes_never_loses_an_adoption(
    under: Charter, by: Rule, choices: dict[str, str], consenting: tuple[str, ...], turned: str
) -> None:
    before = tally(under, by, FIVE, choices, consenting).outcome
    after = tally(under, by, FIVE, {**choices, turned: "yes"}, consenting).outcome
    assert after == "adopted" or before != "adopted"


@given(under=charters, by=rules, choices=choices_made, consenting=some_members, turned=st.sampled_from(FIVE))
def test_a_yes_turned_into_a_no_never_wins_an_adoption(
    under: Charter, by: Rule, choices: dict[str, str], consenting: tuple[str, ...], turned: str
) -> None:
    before = tally(under, by, FIVE, {**choices, turned: "yes"}, consenting).outcome
    after = tally(under, by, FIVE, {**choices, turned: "no"}, consenting).outcome
    assert before == "adopted" or after != "adopted"


@given(under=charters, by=rules, choices=choices_made, consenting=some_members)
def test_a_veto_always_wins(under: Charter, by: Rule, choices: dict[str, str], consenting: tuple[str, ...]) -> None:
    for member in by.veto:
        assert tally(under, by, FIVE, {**choices, member: "no"}, consenting).outcome != "adopted"


@given(under=charters, by=rules, choices=choices_made, consenting=some_members)
def test_one_no_ends_a_consensus(under: Charter, by: Rule, choices: dict[str, str], consenting: tuple[str, ...]) -> None:
    assume("no" in choices.values())
    assert tally(under, replace(by, consensus=True), FIVE, choices, consenting).outcome != "adopted"


@given(under=charters, by=rules, choices=choices_made, consenting=some_members)
def test_lapsed_if_and_only_if_the_quorum_is_not_reached(
    under: Charter, by: Rule, choices: dict[str, str], consenting: tuple[str, ...]
) -> None:
    present = set(choices) | (set(consenting) if by.silence else set())
    assert (tally(under, by, FIVE, choices, consenting).outcome == "lapsed") is (len(present) < by.quorum)


@given(weights=numbers, people=numbers, by=rules, choices=choices_made, consenting=some_members, scale=st.integers(2, 10**9))
def test_only_the_proportion_of_weights_matters(
    weights: dict[str, int],
    people: dict[str, int],
    by: Rule,
    choices: dict[str, str],
    consenting: tuple[str, ...],
    scale: int,
) -> None:
    scaled = [{one: number * scale for one, number in numbers.items()} for numbers in (weights, people)]
    before, after = (tally(one, by, FIVE, choices, consenting) for one in (charter(weights, people), charter(*scaled)))
    assert before.outcome == after.outcome


@given(under=charters, by=rules, choices=choices_made, consenting=some_members)
def test_who_is_outside_the_electorate_changes_nothing(
    under: Charter, by: Rule, choices: dict[str, str], consenting: tuple[str, ...]
) -> None:
    electorate = FIVE[:3]
    inside = {member: choice for member, choice in choices.items() if member in electorate}
    newcomers: dict[str, str] = {**choices, "KR": "yes", "FR": "no"}
    expected = tally(under, by, electorate, inside, [one for one in consenting if one in electorate])
    assert tally(under, by, electorate, newcomers, [*consenting, "KR"]) == expected


@given(under=charters, by=rules, than=rules, choices=choices_made, consenting=some_members)
def test_what_the_charter_calls_no_harder_adopts_whatever_the_other_adopts(
    under: Charter, by: Rule, than: Rule, choices: dict[str, str], consenting: tuple[str, ...]
) -> None:
    # `charter_rules.harder` promises this of every set of votes; decontrol as easy as listing rests on it.
    assume(not harder(by, than))
    adopted = tally(under, than, FIVE, choices, consenting).outcome == "adopted"
    assert not adopted or tally(under, by, FIVE, choices, consenting).outcome == "adopted"


@given(votes=chains(), data=st.data())
def test_the_order_in_which_ballots_are_handed_in_changes_nothing(votes: list[Vote], data: st.DataObject) -> None:
    assert count(data.draw(st.permutations(votes)), FIVE) == count(votes, FIVE)


@given(votes=chains())
def test_whole_chains_give_no_finding(votes: list[Vote]) -> None:
    assert count(votes, FIVE).findings == ()


@given(votes=chains(), data=st.data())
def test_a_dropped_ballot_is_found_or_was_the_members_last(votes: list[Vote], data: st.DataObject) -> None:
    assume(votes)
    dropped = data.draw(st.sampled_from(votes))
    last = max(one.sequence for one in votes if one.member == dropped.member)
    found = count([one for one in votes if one is not dropped], FIVE)
    assert bool(found.findings) is (dropped.sequence != last)


@given(votes=chains(), under=charters, by=rules, consenting=some_members)
def test_to_withdraw_is_never_to_have_voted(
    votes: list[Vote], under: Charter, by: Rule, consenting: tuple[str, ...]
) -> None:
    gone = [one.member for one in count(votes, FIVE).ballots.values() if one.choice == "withdraw"]
    never = [one for one in votes if one.member not in gone]

    def outcome(cast: list[Vote]) -> Tally:
        return tally(under, by, FIVE, count(cast, FIVE).choices, consenting)

    assert outcome(votes) == outcome(never)


@given(votes=chains(), by=rules, sizes=st.lists(st.tuples(st.integers(0, 40), st.integers(-12, 12)), max_size=5))
def test_a_deadline_moves_by_the_extension_or_not_at_all(votes: list[Vote], by: Rule, sizes: list[tuple[int, int]]) -> None:
    filed = [(size, CLOSES + hours * HOUR) for size, hours in sizes]
    moved = ends(votes, filed, by)
    reached = len(count(votes, FIVE).choices) >= by.quorum > 0 and not by.silence
    in_time = any(
        len(count([one for one in votes if one.index < size], FIVE).choices) >= by.quorum
        for size, time in filed
        if time <= CLOSES - CLOCKS["late_quorum"]
    )
    assert moved == (CLOCKS["extension"] if reached and not in_time else dt.timedelta(0))
