"""The table of the procedure: what it allows, what time does, and that every matter ends."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.regime.charter import CLOCKS, OPTIONAL_CLOCKS
from sekisho.regime.procedure import (
    BY,
    BY_STEP,
    CLOCK,
    FACTS,
    INITIAL,
    TERMINAL,
    TRANSITIONS,
    State,
    Transition,
    by_clock,
    clock_words,
    find,
    moves,
    requirement_words,
    settle_clock,
    step,
)
from sekisho.regime.statements import KINDS, OUTCOMES

DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
DAYS = {name: number * DAY for number, name in enumerate(CLOCKS, start=1)} | {"deliberation_max": 60 * DAY}
EVERY_FACTS: list[dict[str, bool]] = [
    dict(zip(FACTS, held, strict=True)) for held in itertools.product((False, True), repeat=len(FACTS))
]
LIVE = [state for state in State if state not in TERMINAL]


def go(
    state: State, move: str, facts: Mapping[str, bool], *, elapsed: dt.timedelta | None = 1000 * DAY, sponsor: bool = True
) -> State:
    """Make a move, by default the sponsor's and after a long time."""
    return step(state, move, by_sponsor=sponsor, is_member=True, elapsed=elapsed, clocks=DAYS, facts=facts)


def possible(facts: Mapping[str, bool]) -> bool:
    """Tell whether facts can hold together: a recount has one outcome."""
    return sum(facts[name] for name in OUTCOMES) <= 1


clocks = st.fixed_dictionaries(
    {name: st.timedeltas(dt.timedelta(seconds=1), 4000 * DAY) for name in CLOCKS if name not in OPTIONAL_CLOCKS},
    optional={name: st.timedeltas(dt.timedelta(seconds=1), 10 * DAY) for name in OPTIONAL_CLOCKS},
)
some_facts = st.fixed_dictionaries({}, optional={name: st.booleans() for name in FACTS})


# -- the shape of the table ---------------------------------------------------------------------------------------------


def test_the_ends_are_the_five_that_are_meant() -> None:
    assert {State.CONCLUDED, State.REJECTED, State.LAPSED, State.WITHDRAWN, State.EXPIRED} == TERMINAL
    assert not INITIAL & TERMINAL


def test_in_force_is_no_state() -> None:
    assert not [state for state in State if "force" in state.value]


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.source.value}-{row.move}-{row.target.value}")
def test_a_row_names_only_what_exists(row: Transition) -> None:
    assert row.by in BY
    assert {one.removeprefix("not ") for one in row.requires} <= set(FACTS)
    assert {one.removeprefix("-") for one in row.clocks} <= set(CLOCKS)
    assert (row.by == CLOCK) is (row.move == CLOCK) is (row.statement == "")
    assert row.statement in ("", "charter", *KINDS)


def test_every_clock_of_the_charter_is_used_here_or_by_the_tally() -> None:
    named = {one.removeprefix("-") for row in TRANSITIONS for one in row.clocks}
    assert set(CLOCKS) - named == {"late_quorum"}


def test_every_fact_is_used() -> None:
    assert {one.removeprefix("not ") for row in TRANSITIONS for one in row.requires} == set(FACTS)


def test_every_state_is_reached() -> None:
    reached = set(INITIAL)
    for _ in State:
        reached |= {row.target for row in TRANSITIONS if row.source in reached}
    assert reached == set(State)


def test_one_author_and_one_kind_of_statement_for_a_move_from_a_state() -> None:
    for state in State:
        for move in moves(state):
            assert len({(row.by, row.statement) for row in find(state, move)}) == 1


def test_a_step_makes_no_move_that_another_statement_makes() -> None:
    assert not BY_STEP & {row.move for row in TRANSITIONS if row.statement != "step"}
    assert {"test", "withdraw", "deliberate", "urgent", "last_call", "reopen", "publish"} == BY_STEP


def test_whatever_the_facts_one_exit_by_clock_and_at_most_one_row_for_a_move() -> None:
    for state, facts in itertools.product(LIVE, EVERY_FACTS):
        assert len([row for row in find(state, CLOCK) if not row.missing(facts)]) == 1, (state, facts)
    for state, facts in itertools.product(LIVE, filter(possible, EVERY_FACTS)):
        for move in moves(state):
            assert len([row for row in find(state, move) if not row.missing(facts)]) <= 1, (state, move, facts)


def test_exits_by_clock_form_no_cycle() -> None:
    left = {state: {row.target for row in find(state, CLOCK)} for state in State}
    while ends := [state for state, targets in left.items() if not targets]:
        for state in ends:
            del left[state]
        left = {state: targets - set(ends) for state, targets in left.items()}
    assert not left


# -- moves --------------------------------------------------------------------------------------------------------------

STORY: list[tuple[str, dict[str, bool], State]] = [
    ("test", {}, State.TESTED),
    ("deliberate", {}, State.DELIBERATION),
    ("last_call", {}, State.LAST_CALL),
    ("ballot", {"answered": True}, State.BALLOT),
    ("settle", {"contested": True}, State.CONTESTED),
    ("ballot", {"answered": True}, State.BALLOT),
    ("settle", {"adopted": True}, State.ADOPTED),
    ("certify", {"certified": True}, State.CERTIFIED),
    ("publish", {"of_list": True}, State.PUBLISHED),
]


def test_from_a_draft_to_a_published_entry() -> None:
    state = State.DRAFT
    for move, facts, expected in STORY:
        state = go(state, move, facts)
        assert state is expected


@pytest.mark.parametrize(
    ("state", "move", "facts", "target"),
    [
        (State.CONCERN, "propose", {}, State.CONCLUDED),
        (State.TESTED, "urgent", {"emergency": True}, State.LAST_CALL),
        (State.LAST_CALL, "reopen", {}, State.DELIBERATION),
        (State.LAST_CALL, "replace", {}, State.WITHDRAWN),
        (State.BALLOT, "settle", {"rejected": True}, State.REJECTED),
        (State.BALLOT, "settle", {"lapsed": True}, State.LAPSED),
        (State.CONTESTED, "replace", {}, State.WITHDRAWN),
        (State.ADOPTED, "enact", {}, State.EFFECTIVE),
        (State.CERTIFIED, "enact", {}, State.EFFECTIVE),
        (State.EFFECTIVE, "renew", {"renewed": True}, State.EFFECTIVE),
        (State.UNDER_REVIEW, "renew", {"renewed": True}, State.EFFECTIVE),
    ],
)
def test_a_move(state: State, move: str, facts: dict[str, bool], target: State) -> None:
    assert go(state, move, facts) is target


@pytest.mark.parametrize("emergency", [False, True])
@pytest.mark.parametrize("state", [State.ADOPTED, State.CERTIFIED, State.PUBLISHED, State.EFFECTIVE, State.UNDER_REVIEW])
def test_an_entry_is_superseded_at_any_time_after_it_came_on_the_list(state: State, emergency: bool) -> None:
    assert go(state, "supersede", {"superseded": True, "emergency": emergency, "of_list": True}) is State.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "move", "facts", "message"),
    [
        (State.DRAFT, "publish", {}, "a matter that is draft has no move 'publish'"),
        (State.DRAFT, CLOCK, {}, "has no move 'clock'"),
        (State.LAPSED, "test", {}, "a matter that is lapsed has no move 'test' .nothing leaves this state"),
        (State.BALLOT, "withdraw", {"answered": True}, "a matter that is ballot has no move 'withdraw'"),
        (State.TESTED, "deliberate", {"emergency": True}, "deliberate needs that it is no emergency measure"),
        (State.TESTED, "urgent", {}, "urgent needs that it is an emergency measure"),
        (State.LAST_CALL, "ballot", {}, "ballot needs that every formal objection is answered or lifted"),
        (State.LAST_CALL, "ballot", {"emergency": True}, "ballot needs that every formal objection is answered"),
        (State.LAST_CALL, "reopen", {"emergency": True}, "reopen needs that it is no emergency measure"),
        (State.BALLOT, "settle", {}, "settle needs that the recount gives adopted"),
        (State.BALLOT, "settle", {"adopted": True, "rejected": True}, "to adopted and to rejected: the facts contradict"),
        (State.ADOPTED, "certify", {}, "certify needs that enough members have certified the tally"),
        (State.ADOPTED, "enact", {"of_list": True}, "enact needs that it is about the framework itself"),
        (State.CERTIFIED, "publish", {}, "publish needs that it is about the list"),
        (State.EFFECTIVE, "renew", {"renewed": True, "emergency": True}, "renew needs that it is no emergency measure"),
    ],
)
def test_a_move_is_refused_with_the_reason(state: State, move: str, facts: dict[str, bool], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        go(state, move, facts)


def test_the_sponsors_moves_are_the_sponsors() -> None:
    with pytest.raises(RecordError, match="test is for the member that made the concern or proposal"):
        go(State.DRAFT, "test", {}, sponsor=False)


def test_the_secretariat_raises_nothing_but_may_publish() -> None:
    secretariat = {"by_sponsor": False, "is_member": False, "elapsed": None, "clocks": DAYS}
    with pytest.raises(RecordError, match="propose is for any member"):
        step(State.CONCERN, "propose", facts={}, **secretariat)  # type: ignore[arg-type]
    assert step(State.CERTIFIED, "publish", facts={"of_list": True}, **secretariat) is State.PUBLISHED  # type: ignore[arg-type]


def test_a_move_comes_no_earlier_than_its_clock() -> None:
    least = DAYS["deliberation"]
    assert go(State.DELIBERATION, "last_call", {}, elapsed=least) is State.LAST_CALL
    with pytest.raises(RecordError, match=r"deliberation lasts at least 4 days .2 hours are left"):
        go(State.DELIBERATION, "last_call", {}, elapsed=least - dt.timedelta(hours=2))
    with pytest.raises(RecordError, match="no filed checkpoint tells since when the matter is deliberation"):
        go(State.DELIBERATION, "last_call", {}, elapsed=None)


def test_an_emergency_does_not_wait_for_the_last_call() -> None:
    assert go(State.LAST_CALL, "ballot", {"emergency": True, "answered": True}, elapsed=None) is State.BALLOT
    with pytest.raises(RecordError, match="too early"):
        go(State.LAST_CALL, "ballot", {"answered": True}, elapsed=dt.timedelta(0))


# -- time ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "facts", "lasts", "target"),
    [
        (State.CONCERN, {}, DAYS["concern"], State.LAPSED),
        (State.DELIBERATION, {}, DAYS["deliberation_max"], State.LAPSED),
        (
            State.BALLOT,
            {},
            sum((DAYS[one] for one in ("ballot", "extension", "challenge", "settlement", "slack")), dt.timedelta()),
            State.LAPSED,
        ),
        (
            State.BALLOT,
            {"emergency": True},
            sum(
                (DAYS[one] for one in ("emergency_ballot", "extension", "challenge", "settlement", "slack")), dt.timedelta()
            ),
            State.LAPSED,
        ),
        (State.ADOPTED, {"of_list": True}, DAYS["certification"], State.CERTIFIED),
        (State.CERTIFIED, {"of_list": True}, DAYS["publication"], State.PUBLISHED),
        (State.CERTIFIED, {}, DAYS["publication"], State.LAPSED),
        (State.PUBLISHED, {"of_list": True}, DAYS["effective"], State.EFFECTIVE),
        (State.PUBLISHED, {"of_list": True, "emergency": True}, dt.timedelta(0), State.EFFECTIVE),
        (State.EFFECTIVE, {"of_list": True}, DAYS["review"], State.UNDER_REVIEW),
        (State.EFFECTIVE, {"of_list": True, "spent": True}, DAYS["review"], State.CONCLUDED),
        (State.EFFECTIVE, {}, DAYS["review"], State.CONCLUDED),
        (State.EFFECTIVE, {"of_list": True, "emergency": True}, DAYS["emergency"], State.EXPIRED),
        (State.UNDER_REVIEW, {"of_list": True}, DAYS["sunset"] - DAYS["review"], State.EXPIRED),
    ],
)
def test_what_time_alone_does(state: State, facts: dict[str, bool], lasts: dt.timedelta, target: State) -> None:
    assert by_clock(state, START, START + lasts, DAYS, facts) == (target, START + lasts)
    assert by_clock(state, START, START + lasts - dt.timedelta(seconds=1), DAYS, facts) is None


@pytest.mark.parametrize("state", [state for state in State if state in TERMINAL])
def test_time_does_nothing_to_what_has_ended(state: State) -> None:
    assert by_clock(state, START, START + 10_000 * DAY, DAYS, {}) is None
    assert settle_clock(state, START, START + 10_000 * DAY, DAYS, {}) == ()


def test_an_adopted_entry_left_alone_expires_at_its_sunset() -> None:
    passed = settle_clock(State.ADOPTED, START, START + 1000 * DAY, DAYS, {"of_list": True})
    assert [state.value for state, _ in passed] == ["certified", "published", "effective", "under_review", "expired"]
    effective = dict(passed)[State.EFFECTIVE]
    assert dict(passed)[State.EXPIRED] == effective + DAYS["sunset"]


def test_an_emergency_measure_lapses_after_its_clock() -> None:
    passed = dict(settle_clock(State.PUBLISHED, START, START + 1000 * DAY, DAYS, {"of_list": True, "emergency": True}))
    assert passed == {State.EFFECTIVE: START, State.EXPIRED: START + DAYS["emergency"]}


def test_without_an_extension_the_round_ends_so_much_earlier() -> None:
    without = {name: value for name, value in DAYS.items() if name not in OPTIONAL_CLOCKS}
    (row,) = [row for row in find(State.BALLOT, CLOCK) if "emergency" not in row.requires]
    assert row.duration(DAYS) - row.duration(without) == DAYS["extension"]


def test_a_clock_that_may_not_be_missing() -> None:
    with pytest.raises(RecordError, match="the charter has no clock concern"):
        by_clock(State.CONCERN, START, START + DAY, {}, {})


def test_a_sunset_before_the_review_is_at_the_review() -> None:
    (row,) = find(State.UNDER_REVIEW, CLOCK)
    assert row.duration({"sunset": DAY, "review": 2 * DAY}) == dt.timedelta(0)


def test_a_clock_that_is_longer_than_the_calendar() -> None:
    assert by_clock(State.CONCERN, START, START + DAY, {"concern": dt.timedelta.max}, {}) is None


@given(clocks=clocks, facts=some_facts, state=st.sampled_from(LIVE))
def test_time_alone_ends_every_matter(clocks: dict[str, dt.timedelta], facts: dict[str, bool], state: State) -> None:
    passed = settle_clock(state, START, dt.datetime.max.replace(tzinfo=dt.UTC), clocks, facts)
    assert passed[-1][0] in TERMINAL
    assert len(passed) < len(State)
    assert [moment for _, moment in passed] == sorted(moment for _, moment in passed)
    assert passed[-1][1] - START <= sum(clocks.values(), dt.timedelta())


@given(clocks=clocks, facts=some_facts, state=st.sampled_from(LIVE), looks=st.lists(st.integers(0, 20_000), max_size=6))
def test_when_somebody_looks_changes_nothing(
    clocks: dict[str, dt.timedelta], facts: dict[str, bool], state: State, looks: list[int]
) -> None:
    at, entered = state, START
    seen: list[tuple[State, dt.datetime]] = []
    for now in sorted(START + day * DAY for day in [*looks, 20_000]):
        for one in settle_clock(at, entered, now, clocks, facts):
            seen.append(one)
            at, entered = one
    assert tuple(seen) == settle_clock(state, START, START + 20_000 * DAY, clocks, facts)


# -- walks --------------------------------------------------------------------------------------------------------------


def world(chance: random.Random) -> dict[str, bool]:
    """Return random facts, among which the recount has one outcome."""
    outcome = chance.choice(OUTCOMES)
    return {name: name == outcome if name in OUTCOMES else chance.random() < 0.6 for name in FACTS}


def walk(seed: int, clocks: Mapping[str, dt.timedelta]) -> Iterator[tuple[State, State, dict[str, bool]]]:
    """Yield state, next state and facts of a random matter in a changing world; some moves tried are not in the table."""
    chance = random.Random(seed)
    state, entered, now = chance.choice(LIVE), START, START
    names = sorted({row.move for row in TRANSITIONS})
    for _ in range(20):
        facts = world(chance)
        now += chance.random() * chance.choice((DAY, 8 * DAY, 400 * DAY))
        found = by_clock(state, entered, now, clocks, facts)
        if found is None:
            try:
                after = step(
                    state,
                    chance.choice([*moves(state), chance.choice(names)]),
                    by_sponsor=chance.random() < 0.8,
                    is_member=chance.random() < 0.8,
                    elapsed=chance.choice((None, now - entered)),
                    clocks=clocks,
                    facts=facts,
                )
            except RecordError:
                continue
            found = after, now
        yield state, found[0], facts
        state, entered = found


@given(seed=st.integers(0, 2**32), clocks=clocks)
def test_no_transition_outside_the_table(seed: int, clocks: dict[str, dt.timedelta]) -> None:
    for state, after, facts in walk(seed, clocks):
        assert [row for row in TRANSITIONS if row.source is state and row.target is after and not row.missing(facts)]


def test_random_walks_take_every_row() -> None:
    taken = {(state, after) for seed in range(800) for state, after, _ in walk(seed, DAYS)}
    assert taken == {(row.source, row.target) for row in TRANSITIONS}


# -- words --------------------------------------------------------------------------------------------------------------


def test_a_row_in_words() -> None:
    (row,) = find(State.UNDER_REVIEW, CLOCK)
    assert clock_words(row) == "sunset − review"
    assert clock_words(find(State.DRAFT, "test")[0]) == ""
    assert clock_words(find(State.BALLOT, CLOCK)[0]).startswith("ballot + extension + ")
    assert requirement_words("not answered") == "a formal objection is not answered"
    assert State.UNDER_REVIEW.words == "under review"
