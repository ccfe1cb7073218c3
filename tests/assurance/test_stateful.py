"""The whole group, at random: charters, clocks, lost letters, up to f dishonest members and a crooked secretariat.

Whatever happens: no entry is adopted without a valid tally, no two checkpoints that count contradict each other, an honest
copy always replays, a ballot that was held back makes the result contested, and clocks always end. The ordinary run is
small; ``SEKISHO_RUNS=10000 pytest -m nightly`` runs the size that was promised. That the test can fail is tested too: with
each guard taken away it does.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from sekisho.assurance import cosign
from sekisho.assurance.reading import Opened
from sekisho.assurance.replay import Verified, replay
from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Note
from sekisho.ledger.cosigner import CosignerState
from sekisho.ledger.envelope import add_signature, read_envelope, sign_statement
from sekisho.ledger.memory_store import MemoryStore
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Store
from sekisho.regime import charter_checks, rounds, tally
from sekisho.regime.docket import Docket
from sekisho.regime.matter import Matter, Round
from sekisho.regime.overview import summary
from sekisho.regime.procedure import TERMINAL, State
from sekisho.workspace import desks
from sekisho.workspace.desks import SecretariatDesk
from sekisho.workspace.simulation import START
from tests.assurance.judge import Judge, Point, point
from tests.assurance.stage import Stage
from tests.assurance.strategies import Cast, casts, memoised

ORDINARY = 30
NIGHTLY = 10_000
STEPS = 25
RESTS = TERMINAL | {State.EFFECTIVE, State.UNDER_REVIEW}
"""Where a matter may be when nobody has done anything for long."""
NUMBER = st.integers(0, 5)
AWAY = st.sampled_from((0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 3, 12, 48, 21, 42, 7, 56, 63))
"""Bit by member: whom a message does not reach."""
CHOICES = st.sampled_from(("yes", "yes", "yes", "no", "abstain", "withdraw", ""))
VOTES = st.one_of(st.just(["yes"] * 6), st.just(["yes"] * 5 + ["no"]), st.lists(CHOICES, min_size=6, max_size=6))
AHEAD = st.sampled_from((0, 0, 50, 100_000, 300_000))
"""Seconds by which a crooked secretariat sets the clock of a checkpoint forward."""
DECISIONS = st.sampled_from(("add", "emergency", "withdrawal"))


class Machine(RuleBasedStateMachine):
    """Any order of what members, secretariat and crooks can do."""

    stage: Stage
    number = 0

    # -- what is where ------------------------------------------------------------------------------------------------

    def log(self, number: int) -> SecretariatDesk:
        return self.stage.logs[number % len(self.stage.logs)]

    def audience(self, away: int) -> list[str]:
        return [one for place, one in enumerate(self.stage.cast.shape.ids) if not away >> place & 1]

    def waiting(self, log: SecretariatDesk, closed: bool | None = None) -> list[tuple[Matter, Round]]:
        found = self.stage.rounds(log.store)
        return [row for row in found if closed is None or (row[1].close is not None) is closed]

    def any_waiting(self, closed: bool) -> bool:
        return any(self.waiting(log, closed) for log in self.stage.logs)

    def pick(self, number: int, closed: bool) -> tuple[SecretariatDesk, Matter, Round] | None:
        rows = [(log, *row) for log in self.stage.logs for row in self.waiting(log, closed)]
        return rows[number % len(rows)] if rows else None

    # -- the way of a proposal ----------------------------------------------------------------------------------------

    def begin(self, cast: Cast, sponsor: int, decision: str) -> None:
        """Found the group and bring a first proposal to its round, as far as the clocks of its members let it."""
        self.stage = Stage(cast)
        self.introduce(sponsor, 0, decision, "4Q901")

    def introduce(self, sponsor: int, log: int, decision: str, code: str) -> None:
        """Propose, and take the proposal to its round."""
        if decision == "withdrawal" and code not in self.stage.seen(self.log(log).store).docket.edition.entries:
            decision = "add"
        self.number += 1
        ids = self.stage.cast.shape.ids
        self.stage.propose(ids[sponsor % len(ids)], self.log(log), decision, self.number, code)
        self.stage.checkpoint(self.log(log))
        self.bring(self.log(log))

    def bring(self, log: SecretariatDesk) -> None:
        """Take what is on its way in a log to its round."""
        for _ in range(2):
            for matter in self.stage.matters(log.store):
                if matter.state in COMING:
                    with contextlib.suppress(RecordError):
                        self.stage.advance(log, matter)

    @precondition(lambda self: self.number < 3)
    @rule(sponsor=NUMBER, log=NUMBER, decision=DECISIONS, code=st.sampled_from(("4Q901", "4Q901", "4Q902")))
    def propose(self, sponsor: int, log: int, decision: str, code: str) -> None:
        self.introduce(sponsor, log, decision, code)

    @precondition(lambda self: any(m.state in COMING for log in self.stage.logs for m in self.stage.matters(log.store)))
    @rule(log=NUMBER)
    def advance(self, log: int) -> None:
        self.bring(self.log(log))

    @rule(member=NUMBER, log=NUMBER, which=NUMBER, formal=st.sampled_from(("yes", "no")), lost=st.booleans())
    def object(self, member: int, log: int, which: int, formal: str, lost: bool) -> None:
        matters = self.stage.matters(self.log(log).store)
        ids = self.stage.cast.shape.ids
        if not matters:
            return
        subject, desk = matters[which % len(matters)].digest, self.stage.members[ids[member % len(ids)]]
        made = self.stage.say(desk, "objection", subject=subject, formal=formal, grounds=f"Made up {len(self.stage.pool)}")
        if lost:
            other = self.stage.members[ids[(member + 1) % len(ids)]]
            self.stage.receive(other, made, self.stage.clock(other.id))
        else:
            self.stage.put(self.log(log), made)

    @precondition(lambda self: any(self.stage.seen(log.store).docket.objections for log in self.stage.logs))
    @rule(log=NUMBER, lift=st.booleans())
    def answer(self, log: int, lift: bool) -> None:
        for key, (matter, objection) in self.stage.seen(self.log(log).store).docket.objections.items():
            if lift:
                made = self.stage.say(self.stage.members[objection.event.by], "lift", objection=key)
            else:
                made = self.stage.say(self.stage.members[matter.event.by], "reply", objection=key, text="Made up")
            self.stage.put(self.log(log), made)

    @precondition(lambda self: self.any_waiting(closed=False))
    @rule(choices=VOTES, log=NUMBER, lost=AWAY, lodge=st.booleans(), late=st.booleans())
    def vote(self, choices: list[str], log: int, lost: int, lodge: bool, late: bool) -> None:
        """Let members vote, perhaps in the last hour."""
        found = self.pick(log, closed=False)
        assert found is not None
        if late:
            self.stage.now = max(self.stage.now, found[2].closes - dt.timedelta(hours=1))
        self.ballots(found[0], found[1].digest, choices, lost, lodge)

    def ballots(self, log: SecretariatDesk, subject: str, choices: list[str], lost: int, lodge: bool) -> None:
        """Let members vote by their own copies; what does not arrive may be lodged with the next member."""
        arrive, ids = self.audience(lost), self.stage.cast.shape.ids
        for place, (member, choice) in enumerate(zip(ids, choices, strict=False)):
            if member not in self.stage.cast.dishonest:
                self.stage.sync(member, log)
            made = self.stage.ballot(member, choice, log, subject) if choice else None
            if made is not None and member in arrive and member not in self.stage.cut:
                self.stage.put(log, made)
            if made is not None and lodge:
                other = self.stage.members[ids[(place + 1) % len(ids)]]
                self.stage.receive(other, made, self.stage.clock(other.id))
        self.stage.checkpoint(log)

    @precondition(lambda self: self.any_waiting(closed=False))
    @rule(choices=VOTES, log=NUMBER, lost=AWAY, away=AWAY, wait=st.sampled_from((0, 0, 25, -1)), ahead=AHEAD)
    def close(self, choices: list[str], log: int, lost: int, away: int, wait: int, ahead: int) -> None:
        """Let members vote, and close the round: in time, late, or early with a clock that a crook has set forward."""
        found = self.pick(log, closed=False)
        assert found is not None
        self.ballots(found[0], found[1].digest, choices, lost, lodge=bool(lost))
        if wait >= 0 or not self.stage.cast.crooked:
            self.stage.now = max(self.stage.now, found[2].closes + dt.timedelta(hours=max(wait, 0)))
        self.stage.close(found[0], found[2], self.audience(away), ahead if self.stage.cast.crooked else 0)
        self.stage.checkpoint(found[0], self.audience(away))

    @precondition(lambda self: self.any_waiting(closed=True) and self.stage.lodged)
    @rule(member=NUMBER, which=NUMBER, log=NUMBER)
    def challenge(self, member: int, which: int, log: int) -> None:
        found, desks_ = self.pick(log, closed=True), list(self.stage.members.values())
        assert found is not None
        one = found[2].event.digest
        shown = [each for each in self.stage.lodged if each.round in ("", one)] or self.stage.lodged
        for place in range(min(3, len(shown))):
            lodged = shown[(which + place) % len(shown)]
            self.stage.put(found[0], self.stage.challenge(desks_[member % len(desks_)], lodged, one))
        self.stage.checkpoint(found[0])

    @precondition(lambda self: self.any_waiting(closed=True))
    @rule(
        log=NUMBER,
        away=AWAY,
        wait=st.sampled_from((True, True, True, False)),
        claim=st.sampled_from((None, None, "adopted", "lapsed")),
    )
    def settle(self, log: int, away: int, wait: bool, claim: str | None) -> None:
        found = self.pick(log, closed=True)
        assert found is not None
        if wait:
            assert found[2].deadline is not None
            self.stage.now = max(self.stage.now, found[2].deadline + self.stage.charter.clocks["challenge"])
            self.stage.checkpoint(found[0], self.audience(away))
        with contextlib.suppress(RecordError):
            self.stage.settle(found[0], found[1], claim if self.stage.cast.crooked else None)
        self.stage.checkpoint(found[0], self.audience(away))

    @precondition(lambda self: self.any_waiting(closed=False))
    @rule(choices=VOTES, log=NUMBER, lost=AWAY, away=AWAY, challenge=st.booleans())
    def decide(self, choices: list[str], log: int, lost: int, away: int, challenge: bool) -> None:
        """Vote, close, challenge by what was lodged and lost, and settle, one after another."""
        found = self.pick(log, closed=False)
        assert found is not None
        one, stage = found[2].event.digest, self.stage
        self.ballots(found[0], found[1].digest, choices, lost, lodge=challenge)
        stage.now = max(stage.now, found[2].closes)
        stage.close(found[0], found[2], self.audience(away))
        stage.checkpoint(found[0], self.audience(away))
        for lodged in stage.lodged if challenge else ():
            desk = stage.members[lodged.maker]
            if lodged.round == one and not stage.logged(found[0], lodged.statement):
                stage.put(found[0], stage.challenge(desk, lodged, one))
        stage.now += stage.charter.clocks["challenge"]
        stage.checkpoint(found[0])
        with contextlib.suppress(RecordError):
            stage.settle(found[0], stage.seen(found[0].store).docket.matters[found[1].digest])
        stage.checkpoint(found[0])

    # -- time and messages --------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from((1, 1, 7, 7, 30, 100, 2_000)))
    def pass_time(self, hours: int) -> None:
        self.stage.cut.clear()
        self.stage.now += dt.timedelta(hours=hours)

    @rule(log=NUMBER, away=AWAY, ahead=st.sampled_from((0, 0, 59, 61, -61, -90_000, 90_000)))
    def checkpoint(self, log: int, away: int, ahead: int) -> None:
        self.stage.checkpoint(self.log(log), self.audience(away), ahead if self.stage.cast.crooked else 0)

    @rule(member=NUMBER, log=NUMBER, cut=st.sampled_from((False, False, True)))
    def reach(self, member: int, log: int, cut: bool) -> None:
        """Show a log to one member, and perhaps cut the member off until some time has passed."""
        one = self.stage.cast.shape.ids[member % self.stage.cast.shape.members]
        self.stage.sync(one, self.log(log))
        if cut:
            self.stage.cut.add(one)

    # -- a crooked secretariat ----------------------------------------------------------------------------------------

    @precondition(lambda self: self.stage.cast.crooked and len(self.stage.logs) < 4)
    @rule(log=NUMBER, back=st.integers(0, 12), omit=st.one_of(st.none(), NUMBER), away=AWAY)
    def fork(self, log: int, back: int, omit: int | None, away: int) -> None:
        """Begin another version of the log, with a leaf less or from an old backup, and show it to some."""
        base = self.log(log)
        self.stage.logs.append(self.stage.fork(base, base.store.size() - back, omit))
        self.stage.checkpoint(self.stage.logs[-1], self.audience(away))

    @precondition(lambda self: self.stage.cast.crooked)
    @rule(log=NUMBER, which=st.integers(0, 200), what=st.sampled_from(("deaf", "junk", "misplace")))
    def confuse(self, log: int, which: int, what: str) -> None:
        """Stop or begin to hear, file a checkpoint of too few, or put a statement where it does not belong."""
        if what == "deaf":
            self.stage.deaf = not self.stage.deaf
        elif what == "junk":
            self.stage.file_junk(self.log(log))
        else:
            self.stage.put(self.log(log), self.stage.pool[which % len(self.stage.pool)])

    # -- dishonest members --------------------------------------------------------------------------------------------

    @precondition(lambda self: bool(self.stage.crooks))
    @rule(
        what=st.sampled_from(("replay", "resign", "steal", "pose", "double", "garbage")),
        crook=NUMBER,
        log=NUMBER,
        which=st.integers(0, 200),
    )
    def mischief(self, what: str, crook: int, log: int, which: int) -> None:
        """Replay, sign another's words, take them for one's own, sign in another's name, vote twice, lodge noise."""
        desk, target = self.stage.crooks[crook % len(self.stage.crooks)], self.log(log)
        chosen = self.stage.pool[-1 - which % len(self.stage.pool)]
        envelope = read_envelope(chosen)
        if what == "replay":
            self.stage.put(target, chosen)
        elif what == "resign":
            self.stage.put(target, add_signature(chosen, desk.keys["ballot"]))
        elif what == "steal":
            self.stage.put(target, sign_statement(envelope.body, [desk.keys["ballot"]]))
        elif what == "garbage":
            self.stage.garbage(target, chosen[: 1 + which])
        elif what == "pose" and envelope.kind == "ballot":
            forged = sign_statement({**envelope.body, "choice": "yes", "sequence": "9"}, [desk.keys["ballot"]])
            self.stage.put(target, forged.replace(desk.key_of("ballot").encode(), envelope.body["key"].encode()))
        elif what == "double" and envelope.kind == "ballot" and envelope.body["by"] == desk.id:
            self.stage.put(target, self.stage.double(desk.id, chosen))

    @precondition(lambda self: bool(self.stage.crooks) and self.any_waiting(closed=True))
    @rule(crook=NUMBER, log=NUMBER)
    def backdate(self, crook: int, log: int) -> None:
        """Vote after the close, with a receipt that says it was before."""
        found, crooks = self.pick(log, closed=True), self.stage.crooks
        assert found is not None
        helpers = [*crooks, *([self.stage.logs[0]] if self.stage.cast.crooked else [])]
        with contextlib.suppress(RecordError):
            helper = helpers[(crook + 1) % len(helpers)]
            self.stage.late_receipt(crooks[crook % len(crooks)], helper, found[0], found[2])

    # -- what must hold -----------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            check_views(self.stage)
            check_clocks(self.stage)


COMING = {State.DELIBERATION, State.LAST_CALL, State.CONTESTED}


class Group(Machine):
    """A group whose charter is sound."""

    @initialize(cast=casts(), sponsor=NUMBER, decision=DECISIONS)
    def found(self, cast: Cast, sponsor: int, decision: str) -> None:
        self.begin(cast, sponsor, decision)


class WorstGroup(Machine):
    """A group with as many crooks as its charter survives."""

    @initialize(cast=casts(at_worst=True), sponsor=NUMBER, decision=DECISIONS)
    def found(self, cast: Cast, sponsor: int, decision: str) -> None:
        self.begin(cast, sponsor, decision)


class WeakGroup(Machine):
    """A group whose thresholds are a simple majority: f double signers can make two histories count."""

    @initialize(cast=casts(at_worst=True, simple_majority=True), sponsor=NUMBER, decision=DECISIONS)
    def found(self, cast: Cast, sponsor: int, decision: str) -> None:
        self.begin(cast, sponsor, decision)


def check_views(stage: Stage) -> None:
    """Check every copy that somebody holds, honest members' and the secretariat's, and each against the others."""
    stores: dict[tuple[bytes, ...], Store] = {}
    for desk in (*stage.honest, *stage.logs):
        if desk.store.size():
            stores[
                (*(leaf.leaf for leaf in desk.store.leaves()), *(note.encode() for _, note in desk.store.checkpoints()))
            ] = desk.store
    points: list[Point] = []
    judges = []
    for store in stores.values():
        verified = stage.seen(store)
        judge = judged(verified)
        carried = [point(note, judge.charter) for _, note in store.checkpoints()]
        points += [*judge.points, *(one for one in carried if one is not None)]
        judges.append(judge)
    for judge in judges:
        tree = Tree(judge.hashes)
        for one in points:
            assert one.size > tree.size or tree.root(one.size) == one.root, f"two histories of size {one.size} count"
    longest = max(stores.values(), key=lambda store: store.size())
    check_again(stage, longest)


def judged(verified: Verified) -> Judge:
    """Check what a view adopts by a tally from its bytes, and return the judge."""
    judge = Judge(verified.opened.leaves[: max(verified.size, 1)], {row.index for row in verified.set_aside})
    subjects = set(judge.check_settlements())
    adopted = {key for key, one in verified.docket.matters.items() if State.ADOPTED in [state for state, _ in one.history]}
    assert adopted == subjects
    assert {one.matter for one in verified.docket.edition.entries.values()} <= subjects
    assert all(one.note.checkpoint.size > verified.size for one in verified.forks), "two histories count"
    return judge


def check_again(stage: Stage, store: Store) -> None:
    """Check that a replay gives the same again, and that what was proved earlier stands as it stood."""
    leaves, notes = list(store.leaves()), list(store.checkpoints())
    first = stage.seen(store)
    assert standing(replay(leaves, [note for _, note in notes], stage.charter.digest)) == standing(first)
    counting = [one.note.checkpoint.size for one in first.witnessed if one.counts]
    size = counting[len(counting) // 2] if counting else 1
    then = replay(leaves[:size], [note for place, note in notes if place <= size], stage.charter.digest)
    for key, matter in then.docket.matters.items():
        history = [row for row in first.docket.matters[key].history if row[1] < size]
        assert matter.history == history
    assert [row for row in first.set_aside if 0 <= row.index < size] == [row for row in then.set_aside if row.index >= 0]


def standing(verified: Verified) -> list[object]:
    """Return where everything stands."""
    rows = [summary(one) | {"history": one.history} for one in verified.docket.matters.values()]
    return [rows, verified.set_aside, verified.size, verified.docket.edition.document(), verified.doubles]


def check_clocks(stage: Stage) -> None:
    """Check that time alone ends every matter once all can be reached, unless the log was split beyond repair."""
    stage.cut.clear()
    stage.deaf = False
    stage.skew = dict.fromkeys(stage.skew, 0)
    for log in stage.logs:
        for days in (5, 500, 1):
            stage.now += dt.timedelta(days=days)
            if not stage.checkpoint(log):
                assert stage.cast.crooked, "all are there and honest, and the log stands still"
                assert stage.refused, "the log stands still and nobody knows why"
                break
        else:
            verified = stage.seen(log.store)
            assert {one.state for one in verified.docket.matters.values()} <= RESTS
            judged(verified)


def run(machine: type[Machine], runs: int, **more: Any) -> None:
    """Run a machine so often."""
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    chosen = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=checks,
        **more,
    )
    with memoised():
        run_state_machine_as_test(machine, settings=chosen)


def test_no_group_bends_the_record() -> None:
    run(Group, ORDINARY)


@pytest.mark.nightly
def test_no_group_bends_the_record_in_many_runs() -> None:
    total = int(os.environ.get("SEKISHO_RUNS", str(NIGHTLY)))
    run(Group, total // 2, database=None)
    run(WorstGroup, total - total // 2, database=None)


# -- the test can fail ------------------------------------------------------------------------------------------------


def any_threshold(patch: pytest.MonkeyPatch) -> None:
    """Take charters whose thresholds do not survive f double signers."""
    patch.setattr(charter_checks, "_thresholds", lambda charter: iter(()))


def careless_members(patch: pytest.MonkeyPatch) -> None:
    """Let honest members cosign whatever they are shown."""

    def promise(note: Note, *_: object) -> CosignerState:
        return CosignerState(note.checkpoint.size, note.checkpoint.root)

    patch.setattr(desks, "may_cosign", promise)
    patch.setattr(desks, "refuse_while_owing", lambda *_: None)
    patch.setattr(MemoryStore, "save_cosigner", lambda *_: None)
    patch.setattr(Stage, "sync", lambda *_: True)


def deaf_to_challenges(patch: pytest.MonkeyPatch) -> None:
    """Accept challenges, and let them change nothing."""
    patch.setattr(Docket, "_challenge", lambda docket, event: None)


def no_window(patch: pytest.MonkeyPatch) -> None:
    """Settle at once."""
    patch.setattr(rounds, "check_settlement", lambda *_: None)


def late_ballots(patch: pytest.MonkeyPatch) -> None:
    """Count ballots whose leaves follow the close."""
    patch.setattr(Docket, "_ballot", lambda docket, event: docket._running(event)[0].votes.append(rounds.vote_of(event)))
    patch.setattr(rounds, "before", lambda one, index: one.votes)


def early_close(patch: pytest.MonkeyPatch) -> None:
    """Let a round be closed at any time."""
    patch.setattr(rounds, "deadline", lambda *_: START)
    patch.setattr(cosign, "_refuse_early_close", lambda *_: None)


def any_signature(patch: pytest.MonkeyPatch) -> None:
    """Believe whoever a statement names."""
    patch.setattr(Opened, "signed", lambda *_: True)


def loud_silence(patch: pytest.MonkeyPatch) -> None:
    """Count a member as consenting that has not cosigned the close."""
    every = lambda one, objecting: frozenset(one.electorate) if one.rule.silence else frozenset()  # noqa: E731
    patch.setattr(rounds, "silent", every)


def first_ballot(patch: pytest.MonkeyPatch) -> None:
    """Let a member's first ballot count, not its last."""
    patch.setattr(tally, "_precedence", lambda vote: (-vote.sequence, -vote.index))


@pytest.mark.parametrize(
    ("machine", "without", "found"),
    [
        (WeakGroup, any_threshold, "two histories"),
        (WorstGroup, careless_members, "two histories"),
        (WorstGroup, deaf_to_challenges, "shows what is missing"),
        (WorstGroup, no_window, "the challenge window ends"),
        (WorstGroup, late_ballots, ""),
        (WorstGroup, early_close, "no close came in time"),
        (WorstGroup, any_signature, "is not signed"),
        (WorstGroup, loud_silence, ""),
        (WorstGroup, first_ballot, ""),
    ],
)
def test_without_a_guard_it_is_found(
    machine: type[Machine], without: Callable[[pytest.MonkeyPatch], None], found: str
) -> None:
    with pytest.MonkeyPatch.context() as patch, pytest.raises(AssertionError, match=found):
        without(patch)
        run(machine, 400, derandomize=True, database=None, phases=(Phase.generate,))
