"""The procedure as a table: which states a matter passes, who moves it, what that requires, and which clock ends a state.

Decides whether a move is allowed and what time alone does. ``TRANSITIONS`` is the whole of it: there is no transition
outside the table, and ``docs/reference/procedure.md`` is generated from it. Every state that is not an end has, whatever the
facts, exactly one exit by clock, and such exits form no cycle; so time alone ends every matter. Reads no clock: time is an
argument. What is law in a member state is decided there; this table ends at what is effective between members.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sekisho.errors import RecordError
from sekisho.regime.charter import OPTIONAL_CLOCKS
from sekisho.regime.charter_words import duration_words


class State(enum.Enum):
    """Where a matter stands: a concern, or a proposal and what became of it."""

    CONCERN = "concern"
    DRAFT = "draft"
    TESTED = "tested"
    DELIBERATION = "deliberation"
    LAST_CALL = "last_call"
    BALLOT = "ballot"
    CONTESTED = "contested"
    ADOPTED = "adopted"
    CERTIFIED = "certified"
    PUBLISHED = "published"
    EFFECTIVE = "effective"
    UNDER_REVIEW = "under_review"
    CONCLUDED = "concluded"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def words(self) -> str:
        """Return the state as it stands in a sentence."""
        return self.value.replace("_", " ")


BY: Mapping[str, str] = {
    "sponsor": "the member that made the concern or proposal",
    "member": "any member",
    "anyone": "any member or the secretariat",
    "record": "nobody by itself: it follows from statements on another matter or by several members",
    "clock": "time alone",
}
"""Who makes a transition."""
CLOCK = "clock"
"""The move of a transition that time alone makes."""
FACTS: Mapping[str, tuple[str, str]] = {
    "emergency": ("it is an emergency measure", "it is no emergency measure"),
    "of_list": ("it is about the list", "it is about the framework itself"),
    "spent": ("it left no entry of its own on the list", "it has entries on the list"),
    "answered": ("every formal objection is answered or lifted", "a formal objection is not answered"),
    "adopted": ("the recount gives adopted", "the recount does not give adopted"),
    "rejected": ("the recount gives rejected", "the recount does not give rejected"),
    "lapsed": ("the recount gives lapsed", "the recount does not give lapsed"),
    "contested": ("the recount gives contested", "the recount does not give contested"),
    "certified": ("enough members have certified the tally", "too few members have certified the tally"),
    "renewed": ("an adopted proposal renews its entry", "no adopted proposal renews its entry"),
    "superseded": ("adopted proposals replaced or removed its entries", "its entries were not replaced or removed"),
}
"""What a transition can require, and the opposite. A fact that is not given does not hold."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    Attributes:
        source: State that is left.
        move: Its name; ``clock`` where time alone makes it.
        target: State that is entered, and whose clocks start afresh; it may be the same state.
        by: Who makes it, of BY.
        statement: Kind of statement that makes it; empty where time does.
        requires: Facts that must hold; ``not X``: that must not.
        clocks: Names of charter clocks that add up, ``-X`` being taken off. For a move, the least time in the source state;
            for time alone, the time after which it happens. Empty: no least time; at once.
        note: What a reader must know besides.
    """

    source: State
    move: str
    target: State
    by: str
    statement: str
    requires: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    note: str = ""

    def missing(self, facts: Mapping[str, bool]) -> tuple[str, ...]:
        """Return the requirements that do not hold, in their order."""
        return tuple(one for one in self.requires if not _holds(one, facts))

    def duration(self, clocks: Mapping[str, dt.timedelta]) -> dt.timedelta:
        """Return the time that the row's clocks add up to, never less than zero.

        Raises:
            RecordError: The charter lacks a clock that it may not lack.
        """
        total = dt.timedelta()
        for name in self.clocks:
            value = _clock(name.removeprefix("-"), clocks)
            total += -value if name.startswith("-") else value
        return max(total, dt.timedelta())


def _holds(requirement: str, facts: Mapping[str, bool]) -> bool:
    name = requirement.removeprefix("not ")
    return facts.get(name, False) is (name == requirement)


def _clock(name: str, clocks: Mapping[str, dt.timedelta]) -> dt.timedelta:
    if name in clocks:
        return clocks[name]
    if name in OPTIONAL_CLOCKS:
        return dt.timedelta()
    raise RecordError(f"the charter has no clock {name}", remedy="a charter needs every clock of docs/reference/charter.md")


def _move(
    source: State,
    move: str,
    target: State,
    by: str,
    statement: str = "step",
    requires: tuple[str, ...] = (),
    clocks: tuple[str, ...] = (),
    note: str = "",
) -> Transition:
    return Transition(source, move, target, by, statement, requires, clocks, note)


def _time(source: State, target: State, *clocks: str, requires: tuple[str, ...] = (), note: str = "") -> Transition:
    return Transition(source, CLOCK, target, CLOCK, "", requires, clocks, note)


def _endings(source: State) -> tuple[Transition, ...]:
    """Return how a sponsor ends a proposal on which no round is open."""
    afresh = "an amendment is a new proposal that names this one in `replaces`: its clocks start afresh"
    return (
        _move(source, "replace", State.WITHDRAWN, "sponsor", "proposal", note=afresh),
        _move(source, "withdraw", State.WITHDRAWN, "sponsor"),
    )


def _supersede(source: State) -> Transition:
    return _move(source, "supersede", State.WITHDRAWN, "record", "settlement", ("superseded",))


_URGENT, _ORDINARY = ("emergency",), ("not emergency",)
_ROUND_ENDS = ("extension", "challenge", "settlement", "slack")
_UNSETTLED = "nobody settled; any member may, so no single hand can let a result lapse"
_ENACTED = "the next charter, signed by every new key, is in the log"

TRANSITIONS: tuple[Transition, ...] = (
    _move(State.CONCERN, "propose", State.CONCLUDED, "member", "proposal", note="the proposal is a draft of its own"),
    _move(State.CONCERN, "withdraw", State.WITHDRAWN, "sponsor"),
    _time(State.CONCERN, State.LAPSED, "concern"),
    _move(
        State.DRAFT,
        "test",
        State.TESTED,
        "sponsor",
        note="its cases pass, hit every limb and break under mutation: run them",
    ),
    *_endings(State.DRAFT),
    _time(State.DRAFT, State.LAPSED, "draft"),
    _move(State.TESTED, "deliberate", State.DELIBERATION, "sponsor", requires=_ORDINARY),
    _move(State.TESTED, "urgent", State.LAST_CALL, "sponsor", requires=_URGENT, note="without deliberation"),
    *_endings(State.TESTED),
    _time(State.TESTED, State.LAPSED, "tested"),
    _move(State.DELIBERATION, "last_call", State.LAST_CALL, "sponsor", clocks=("deliberation",)),
    *_endings(State.DELIBERATION),
    _time(State.DELIBERATION, State.LAPSED, "deliberation_max"),
    _move(State.LAST_CALL, "reopen", State.DELIBERATION, "sponsor", requires=_ORDINARY, note="deliberation starts afresh"),
    _move(State.LAST_CALL, "ballot", State.BALLOT, "anyone", "round", ("not emergency", "answered"), ("last_call",)),
    _move(State.LAST_CALL, "ballot", State.BALLOT, "anyone", "round", ("emergency", "answered")),
    *_endings(State.LAST_CALL),
    _time(State.LAST_CALL, State.LAPSED, "last_call_max"),
    _move(State.BALLOT, "settle", State.ADOPTED, "anyone", "settlement", ("adopted",), note="the list changes here"),
    _move(State.BALLOT, "settle", State.REJECTED, "anyone", "settlement", ("rejected",)),
    _move(State.BALLOT, "settle", State.LAPSED, "anyone", "settlement", ("lapsed",), note="the quorum was not reached"),
    _move(State.BALLOT, "settle", State.CONTESTED, "anyone", "settlement", ("contested",)),
    _time(State.BALLOT, State.LAPSED, "ballot", *_ROUND_ENDS, requires=_ORDINARY, note=_UNSETTLED),
    _time(State.BALLOT, State.LAPSED, "emergency_ballot", *_ROUND_ENDS, requires=_URGENT, note=_UNSETTLED),
    _move(
        State.CONTESTED, "ballot", State.BALLOT, "anyone", "round", ("answered",), note="a new round, with the next number"
    ),
    *_endings(State.CONTESTED),
    _time(State.CONTESTED, State.LAPSED, "contested"),
    _move(State.ADOPTED, "certify", State.CERTIFIED, "record", "certificate", ("certified",)),
    _move(State.ADOPTED, "enact", State.EFFECTIVE, "record", "charter", ("not of_list",), note=_ENACTED),
    _supersede(State.ADOPTED),
    _time(
        State.ADOPTED,
        State.CERTIFIED,
        "certification",
        note="who does not certify cannot undo a ballot: the record of the round is opened, and anyone recounts",
    ),
    _move(State.CERTIFIED, "publish", State.PUBLISHED, "anyone", requires=("of_list",)),
    _move(State.CERTIFIED, "enact", State.EFFECTIVE, "record", "charter", ("not of_list",), note=_ENACTED),
    _supersede(State.CERTIFIED),
    _time(
        State.CERTIFIED,
        State.PUBLISHED,
        "publication",
        requires=("of_list",),
        note="it counts as published: the list changed at the settlement, and nobody gets a veto by keeping it in a drawer",
    ),
    _time(State.CERTIFIED, State.LAPSED, "publication", requires=("not of_list",), note="no charter was enacted"),
    _supersede(State.PUBLISHED),
    _time(State.PUBLISHED, State.EFFECTIVE, "effective", requires=_ORDINARY),
    _time(
        State.PUBLISHED,
        State.EFFECTIVE,
        requires=_URGENT,
        note="an emergency measure invites members to use their national inform powers at once; it binds nobody",
    ),
    _move(State.EFFECTIVE, "renew", State.EFFECTIVE, "record", "settlement", ("renewed", "not emergency")),
    _supersede(State.EFFECTIVE),
    _time(State.EFFECTIVE, State.UNDER_REVIEW, "review", requires=("not emergency", "of_list", "not spent")),
    _time(
        State.EFFECTIVE,
        State.CONCLUDED,
        "review",
        requires=("not emergency", "of_list", "spent"),
        note="a renewal, removal or withdrawal leaves nothing to review",
    ),
    _time(State.EFFECTIVE, State.CONCLUDED, "review", requires=("not emergency", "not of_list"), note="the charter stands"),
    _time(State.EFFECTIVE, State.EXPIRED, "emergency", requires=_URGENT, note="whatever happens: it cannot be renewed"),
    _move(State.UNDER_REVIEW, "renew", State.EFFECTIVE, "record", "settlement", ("renewed",)),
    _supersede(State.UNDER_REVIEW),
    _time(State.UNDER_REVIEW, State.EXPIRED, "sunset", "-review", note="the sunset runs from the day of effect"),
)
"""The whole procedure, in the order in which a matter passes it."""

_ROWS: Mapping[tuple[State, str], tuple[Transition, ...]] = {
    (source, move): tuple(one for one in TRANSITIONS if (one.source, one.move) == (source, move))
    for source, move in dict.fromkeys((one.source, one.move) for one in TRANSITIONS)
}

INITIAL = frozenset({State.CONCERN, State.DRAFT})
"""States in which a matter comes in: a concern; a proposal, with or without one."""
TERMINAL = frozenset(State) - frozenset(one.source for one in TRANSITIONS)
"""States that nothing leaves."""
BY_STEP = frozenset(one.move for one in TRANSITIONS if one.statement == "step")
"""Moves that a ``step`` statement makes; each of the others is made by a statement of its own kind."""


def moves(state: State) -> tuple[str, ...]:
    """Return the names of the moves that somebody can make from a state, in the order of the table."""
    return tuple(move for source, move in _ROWS if source is state and move != CLOCK)


def find(state: State, move: str) -> tuple[Transition, ...]:
    """Return the rows for a move from a state; which of them holds depends on the facts."""
    return _ROWS.get((state, move), ())


def step(
    state: State,
    move: str,
    *,
    by_sponsor: bool,
    is_member: bool,
    elapsed: dt.timedelta | None,
    clocks: Mapping[str, dt.timedelta],
    facts: Mapping[str, bool],
) -> State:
    """Return the state to which a move leads.

    Args:
        state: Where the matter stands.
        move: Name of the move.
        by_sponsor: Whether the sponsor makes it.
        is_member: Whether a member makes it; otherwise the secretariat does.
        elapsed: Proved time in the state; None where no filed checkpoint tells yet.
        clocks: Of the charter.
        facts: What holds, by the names of FACTS; a name that is not there does not hold.

    Raises:
        RecordError: The table has no such transition, another must make it, a requirement does not hold, or it is too early.
    """
    rows = () if move == CLOCK else find(state, move)
    if not rows:
        possible = ", ".join(moves(state))
        remedy = f"possible: {possible}" if possible else "nothing leaves this state: make a new proposal"
        raise RecordError(f"a matter that is {state.words} has no move {move!r}", remedy=remedy)
    _check_author(rows[0], by_sponsor, is_member)
    row = _fitting(rows, facts)
    _check_time(row, elapsed, clocks)
    return row.target


def _check_author(row: Transition, by_sponsor: bool, is_member: bool) -> None:
    if (row.by == "sponsor" and not by_sponsor) or (row.by == "member" and not is_member):
        raise RecordError(f"{row.move} is for {BY[row.by]}")


def _fitting(rows: Iterable[Transition], facts: Mapping[str, bool]) -> Transition:
    ordered = sorted(rows, key=lambda row: len(row.missing(facts)))
    fitting = [row for row in ordered if not row.missing(facts)]
    if len(fitting) > 1:
        both = " and to ".join(row.target.words for row in fitting)
        raise RecordError(f"{fitting[0].move} would lead to {both}: the facts contradict each other")
    if not fitting:
        wanting = " and ".join(requirement_words(one) for one in ordered[0].missing(facts))
        raise RecordError(f"{ordered[0].move} needs that {wanting}")
    return fitting[0]


def _check_time(row: Transition, elapsed: dt.timedelta | None, clocks: Mapping[str, dt.timedelta]) -> None:
    least = row.duration(clocks)
    if least and elapsed is None:
        raise RecordError(
            f"{row.move} is too early: no filed checkpoint tells since when the matter is {row.source.words}",
            remedy="file a checkpoint that counts",
        )
    if elapsed is not None and elapsed < least:
        raise RecordError(
            f"{row.move} is too early: {row.source.words} lasts at least {duration_words(least)}",
            remedy=f"{duration_words(least - elapsed)} are left",
        )


def by_clock(
    state: State, entered: dt.datetime, now: dt.datetime, clocks: Mapping[str, dt.timedelta], facts: Mapping[str, bool]
) -> tuple[State, dt.datetime] | None:
    """Return the transition that time alone has made, if any.

    Args:
        state: Where the matter stands.
        entered: When it came there.
        now: The time that is proved to have come.
        clocks: Of the charter.
        facts: As for ``step``.

    Returns:
        The state that is entered, and when: at the end of the clock, not when somebody looks. None: not yet, or never.

    Raises:
        RecordError: The charter lacks the clock.
    """
    for row in find(state, CLOCK):
        if not row.missing(facts):
            lasts = row.duration(clocks)
            return (row.target, entered + lasts) if now - entered >= lasts else None
    return None


def settle_clock(
    state: State, entered: dt.datetime, now: dt.datetime, clocks: Mapping[str, dt.timedelta], facts: Mapping[str, bool]
) -> tuple[tuple[State, dt.datetime], ...]:
    """Return every state that time alone has brought by now, with its moment, in order; arguments as for ``by_clock``.

    Raises:
        RecordError: The charter lacks a clock.
    """
    passed: list[tuple[State, dt.datetime]] = []
    found = by_clock(state, entered, now, clocks, facts)
    while found is not None:
        passed.append(found)
        found = by_clock(*found, now, clocks, facts)
    return tuple(passed)


def requirement_words(requirement: str) -> str:
    """Return a requirement in words: ``it is no emergency measure``."""
    name = requirement.removeprefix("not ")
    return FACTS[name][0 if name == requirement else 1]


def clock_words(row: Transition) -> str:
    """Return the clocks of a row as a sum of names: ``sunset − review``; empty where it has none."""
    return "".join(f" − {one[1:]}" if one.startswith("-") else f" + {one}" for one in row.clocks).removeprefix(" + ")
