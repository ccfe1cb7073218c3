"""What is set aside of a screening, what comes back, and that no certain match goes without a word."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.judgement import (
    CONFIRMED,
    GOOD,
    JUDGED_FALSE,
    RETURNED,
    Entry,
    Judgement,
    Snapshot,
    WasListed,
    apply,
    snapshot_of,
    standing,
    told_aside,
    told_aside_of,
)
from sekisho.parties.party import ListedParty, Name, PartyQuery, Screening, SourceState
from sekisho.parties.screen import MOST_POSSIBLE, limited, summary
from sekisho.parties.sides import party_digest
from tests.parties.judged import AT, DAY, QUERY, good, judgement, match, screening, withdrawal
from tests.parties.listed import STATE, listed

ZYQOR = listed("Zyqor Trading Works")
OTHER = listed("Zyqor Trading Nova")
MOVED = dataclasses.replace(ZYQOR, addresses=("2 Example Street",))
SAID = "by A. Example on 2026-02-01 (another company)"


def applied(
    entries: Iterable[Entry], found: Screening, day: dt.date = DAY, was_listed: WasListed | None = None
) -> Screening:
    return apply(entries, found, on=day, as_of=DAY, was_listed=was_listed)


def shown(found: Screening) -> list[str]:
    return [one.listed.id for one in found.matches]


def why(found: Screening) -> str:
    """Return the last line of the explanation of the only match."""
    (one,) = found.matches
    return one.explanation[-1]


class TestJudgements:
    """A person said that two are, or are not, the same."""

    def test_a_false_match_is_set_aside_and_said(self) -> None:
        found = applied([judgement(ZYQOR)], screening(match(ZYQOR), match(OTHER)))
        assert shown(found) == [OTHER.id]
        (aside,) = found.resolved
        assert (aside.state, aside.match, aside.text) == (JUDGED_FALSE, match(ZYQOR), f"judged false {SAID}")
        assert summary(found).endswith(f"; 1 match judged false {SAID}")
        assert summary(found).startswith("1 possible match among")

    def test_nothing_found_is_not_said_where_something_was_set_aside(self) -> None:
        found = applied([judgement(ZYQOR)], screening(match(ZYQOR)))
        assert summary(found).startswith("no other match found among")

    def test_a_true_match_stays_first_and_certain(self) -> None:
        found = applied([judgement(ZYQOR, True)], screening(match(OTHER, score=0.9), match(ZYQOR)))
        assert shown(found) == [ZYQOR.id, OTHER.id]
        assert found.matches[0].certain
        assert found.matches[0].explanation[-1] == f"confirmed {SAID}"
        assert [one.state for one in found.judged] == [CONFIRMED]
        assert found.resolved == ()

    def test_a_certain_match_may_be_judged_false(self) -> None:
        assert applied([judgement(ZYQOR, certain=True)], screening(match(ZYQOR, certain=True))).matches == ()

    def test_who_judged_a_possible_match_did_not_judge_a_certain_one(self) -> None:
        found = applied([judgement(ZYQOR)], screening(match(ZYQOR, certain=True)))
        assert why(found) == f"had been judged false {SAID}; since then: the match was possible and is certain now"

    @pytest.mark.parametrize(("verdict", "word"), [(False, "judged false"), (True, "confirmed")])
    def test_a_changed_entry_brings_it_back(self, verdict: bool, word: str) -> None:
        found = applied([judgement(ZYQOR, verdict)], screening(match(MOVED)))
        changed = "the listed party's addresses: added 2 Example Street"
        assert why(found) == f"had been {word} {SAID}; since then: {changed}"
        assert [(one.state, one.changed) for one in found.judged] == [(RETURNED, (changed,))]
        assert not found.matches[0].certain

    def test_a_changed_counterparty_brings_it_back(self) -> None:
        moved = dataclasses.replace(QUERY, country="NL")
        found = applied([judgement(ZYQOR)], screening(match(ZYQOR), query=moved))
        assert why(found).endswith("since then: the counterparty's country was DE, now NL")
        renamed = dataclasses.replace(QUERY, name="Qorzy")
        assert "name was Zyqor Trading, now Qorzy" in why(
            applied([judgement(ZYQOR)], screening(match(ZYQOR), query=renamed))
        )

    def test_each_state_of_a_counterparty_has_its_own_judgement(self) -> None:
        moved = dataclasses.replace(QUERY, country="NL")
        both = [judgement(ZYQOR), judgement(ZYQOR, True, moved, at=AT + dt.timedelta(1))]
        assert applied(both, screening(match(ZYQOR))).matches == ()
        assert applied(both, screening(match(ZYQOR), query=moved)).matches[0].certain

    def test_one_of_the_same_number_on_another_list_is_another(self) -> None:
        elsewhere = dataclasses.replace(ZYQOR, source="us-uvl")
        found = applied([judgement(ZYQOR)], screening(match(ZYQOR), match(elsewhere)))
        assert ([one.listed.source for one in found.matches], found.judged) == (["us-uvl"], ())

    def test_another_counterparty_is_not_told_of_it(self) -> None:
        found = screening(match(ZYQOR), query=PartyQuery("Kortas"))
        assert applied([judgement(ZYQOR), good(ZYQOR)], found) is found

    def test_an_entry_under_another_number_is_known_by_its_name_once_the_old_one_is_gone(self) -> None:
        names = (Name("Zyqor Trading and Works"), Name(ZYQOR.name, "alias"))
        anew = dataclasses.replace(ZYQOR, id="id-anew", names=names)
        found = applied([judgement(ZYQOR)], screening(match(anew)))
        assert "had been judged false" in why(found)
        namesake = dataclasses.replace(ZYQOR, id="id-namesake")
        both = applied([judgement(ZYQOR)], screening(match(ZYQOR), match(namesake)))
        assert (shown(both), both.judged) == (["id-namesake"], ())

    def test_the_latest_counts_and_a_withdrawn_one_leaves_nothing(self) -> None:
        first, second = judgement(ZYQOR), judgement(ZYQOR, True, at=AT + dt.timedelta(1))
        assert applied([first, second], screening(match(ZYQOR))).matches[0].certain
        found = applied([first, second, withdrawal(second)], screening(match(ZYQOR)))
        assert found == screening(match(ZYQOR))

    def test_only_what_was_recorded_by_the_day_counts(self) -> None:
        later = judgement(ZYQOR, at=AT + dt.timedelta(60))
        assert standing([later], DAY) == ()
        early, undone = judgement(ZYQOR), AT + dt.timedelta(60)
        assert standing([early, withdrawal(early, undone)], DAY) == (early,)
        assert standing([early, withdrawal(early, undone)], undone.date()) == ()


class TestGoodList:
    """A counterparty is known to be good."""

    def test_possible_matches_of_then_are_not_raised(self) -> None:
        found = applied([good(ZYQOR)], screening(match(ZYQOR)))
        assert found.matches == ()
        (aside,) = found.resolved
        assert aside.state == GOOD
        assert told_aside(found.resolved) == f"1 match not raised: the counterparty was put on the good list {SAID}"

    def test_a_certain_match_is(self) -> None:
        found = applied([good(ZYQOR)], screening(match(ZYQOR, certain=True)))
        assert why(found).endswith("which does not cover this: a certain match is never set aside by the good list")

    def test_a_confirmed_one_is(self) -> None:
        for entries in ([judgement(ZYQOR, True), good(ZYQOR)], [good(ZYQOR), judgement(ZYQOR, True)]):
            assert applied(entries, screening(match(ZYQOR))).matches[0].certain

    def test_one_that_had_been_confirmed_is(self) -> None:
        found = applied([judgement(ZYQOR, True), good(MOVED)], screening(match(MOVED)))
        assert "had been confirmed" in why(found)

    def test_one_that_had_been_judged_false_is_covered_as_it_is_now(self) -> None:
        assert applied([judgement(ZYQOR), good(MOVED)], screening(match(MOVED))).matches == ()

    def test_new_and_changed_listed_parties_are(self) -> None:
        newer = dataclasses.replace(screening(match(MOVED)), sources=(dataclasses.replace(STATE, sha256="1" * 64),))
        asked: list[tuple[Snapshot, ListedParty]] = []

        def was_listed(then: Snapshot, party: ListedParty) -> bool:
            asked.append((then, party))
            return False

        found = applied([good(ZYQOR)], newer, was_listed=was_listed)
        assert why(found).endswith("the listed party is new, or has changed since")
        assert asked == [(Snapshot(STATE.id, STATE.snapshot, STATE.sha256), MOVED)]
        assert applied([good(ZYQOR)], newer, was_listed=lambda *_: True).matches == ()
        for unknown in (None, lambda *_: None):
            assert why(applied([good(ZYQOR)], newer, was_listed=unknown)).endswith("2026-01-02 cannot be told")

    def test_the_same_bytes_need_no_second_look(self) -> None:
        assert applied([good()], screening(match(ZYQOR))).matches == ()

    def test_a_list_that_was_not_searched_then_counts(self) -> None:
        found = applied([good(snapshots=[])], screening(match(ZYQOR)))
        assert why(found).endswith("us-entity-list was not searched then")

    def test_it_ends(self) -> None:
        entry = good(ZYQOR, until=DAY)
        assert applied([entry], screening(match(ZYQOR))).matches == ()
        found = applied([entry], screening(match(ZYQOR)), DAY + dt.timedelta(1))
        assert why(found).endswith("it held until 2026-03-01")

    def test_it_holds_for_these_particulars_alone(self) -> None:
        found = applied([good(ZYQOR)], screening(match(ZYQOR), query=PartyQuery(QUERY.name)))
        assert "country was DE, now not given" in why(found)

    def test_each_state_of_a_counterparty_has_its_own_entry(self) -> None:
        moved = dataclasses.replace(QUERY, country="NL")
        both = [good(ZYQOR), dataclasses.replace(good(OTHER, query=moved), at=AT + dt.timedelta(1))]
        assert applied(both, screening(match(ZYQOR))).matches == ()

    def test_it_can_be_taken_back(self) -> None:
        entry = good(ZYQOR)
        assert applied([entry, withdrawal(entry)], screening(match(ZYQOR))) == screening(match(ZYQOR))


def test_those_behind_the_limit_come_forward() -> None:
    many = [listed(f"Zyqor Trading {number}") for number in range(MOST_POSSIBLE + 1)]
    found = screening(*map(match, many))
    assert len(limited(found).matches) == MOST_POSSIBLE
    assert shown(limited(applied([good(*many[:MOST_POSSIBLE], snapshots=[])], found))) == [many[-1].id]


def test_what_was_set_aside_is_told_in_short() -> None:
    many = [listed(f"Zyqor Trading {number}") for number in range(7)]
    entries: list[Entry] = [dataclasses.replace(judgement(one), reason=f"reason {n // 2}") for n, one in enumerate(many)]
    found = applied(entries, screening(*map(match, many)))
    assert told_aside(found.resolved).startswith("2 matches judged false by A. Example on 2026-02-01 (reason 0); 2 matches")
    assert told_aside(found.resolved).endswith("(reason 2); 1 more set aside")
    assert told_aside_of(found, ["us-entity-list"]).startswith("; 2 matches")
    assert told_aside_of(found, ["us-uvl"]) == told_aside_of(None, ["us-entity-list"]) == ""


def test_a_listed_party_is_found_in_the_publication_that_repeats_its_list() -> None:
    starter = SourceState("starter", dt.date(2026, 1, 1), "2" * 64, 1)
    own = dataclasses.replace(ZYQOR, id="starter-us-entity-list-cn-1")
    assert snapshot_of(own, [STATE, starter]).id == "starter"
    assert snapshot_of(ZYQOR, [STATE, starter]).id == "us-entity-list"
    assert snapshot_of(ZYQOR, []) == Snapshot("us-entity-list", dt.date.min, "")


PARTIES = (ZYQOR, MOVED, OTHER, dataclasses.replace(ZYQOR, id="id-2"))
QUERIES = (QUERY, PartyQuery("Zyqor Trading"), dataclasses.replace(QUERY, country="NL"), PartyQuery("Kortas"))
_days = st.integers(0, 40).map(lambda days: AT + dt.timedelta(days))
_judgements = st.builds(
    lambda party, verdict, query, certain, at: judgement(party, verdict, query, certain=certain, at=at),
    st.sampled_from(PARTIES),
    st.booleans(),
    st.sampled_from(QUERIES),
    st.booleans(),
    _days,
)
_goods = st.builds(
    lambda seen, query, until: good(*seen, query=query, until=until),
    st.lists(st.sampled_from(PARTIES), max_size=3),
    st.sampled_from(QUERIES),
    st.sampled_from((None, DAY, DAY - dt.timedelta(1))),
)
_matches = st.lists(
    st.builds(match, st.sampled_from(PARTIES), st.booleans()), max_size=3, unique_by=lambda one: one.listed.id
)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    entries: list[Entry] = list(draw(st.lists(st.one_of(_judgements, _goods), max_size=6)))
    taken = draw(st.lists(st.sampled_from(entries), max_size=3)) if entries else []
    return [*entries, *(withdrawal(one, draw(_days)) for one in taken)]


@given(histories(), _matches, st.sampled_from(QUERIES))
def test_nothing_is_lost_and_no_certain_match_is_hidden_without_a_judgement(
    entries: list[Entry], matches: Sequence[object], query: PartyQuery
) -> None:
    before = screening(*matches, query=query)  # type: ignore[arg-type]
    after = applied(entries, before)
    aside = {one.match.listed.id: one for one in after.resolved}
    assert sorted([*shown(after), *aside]) == sorted(shown(before))
    for one in before.matches:
        if one.listed.id in aside and one.certain:
            entry = aside[one.listed.id].entry
            assert isinstance(entry, Judgement)
            assert (entry.verdict, entry.certain, entry.query) == (False, True, query)
            assert party_digest(entry.listed) == party_digest(one.listed)
    for one in after.matches:
        raw = next(other for other in before.matches if other.listed.id == one.listed.id)
        assert one.certain >= raw.certain
        assert one.explanation[: len(raw.explanation)] == raw.explanation


@given(histories(), st.sampled_from(PARTIES), st.booleans(), st.sampled_from(["listed", "query"]))
def test_a_change_of_either_side_always_brings_it_back(
    entries: list[Entry], party: ListedParty, certain: bool, side: str
) -> None:
    judged = judgement(party, certain=certain, at=AT + dt.timedelta(50))
    aside = apply([*entries, judged], screening(match(party, certain)), on=DAY, as_of=dt.date(2026, 6, 1))
    assert aside.resolved[0].state == JUDGED_FALSE
    fresh = dataclasses.replace(party, remarks="changed") if side == "listed" else party
    query = dataclasses.replace(QUERY, address="elsewhere") if side == "query" else QUERY
    back = apply([judged], screening(match(fresh, certain), query=query), on=DAY, as_of=dt.date(2026, 6, 1))
    assert shown(back) == [party.id]
    assert back.judged[0].changed


@given(histories(), _matches)
def test_withdrawing_everything_restores_what_was_found(entries: list[Entry], matches: Sequence[object]) -> None:
    before = screening(*matches)  # type: ignore[arg-type]
    assert applied([*entries, *(withdrawal(one) for one in entries)], before) == before
