"""The machine of the stateful test: what members, secretariat and crooks can do, in any order, and what must hold after it.

Nothing is checked between the steps: a record keeps all that was ever adopted, so it is enough to judge every copy at the
end. Then all are reached again and clocks must end every matter.
"""

from __future__ import annotations

import contextlib
import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sekisho.errors import RecordError
from sekisho.ledger.envelope import add_signature, read_envelope, sign_statement
from sekisho.regime.matter import Matter, Round
from sekisho.regime.procedure import BY_STEP, State
from sekisho.workspace.desks import SecretariatDesk
from tests.assurance.stage import Stage
from tests.assurance.strategies import FIELD, Cast, casts
from tests.assurance.verdict import check_clocks, check_views

COMING = {State.DELIBERATION, State.LAST_CALL, State.CONTESTED}
NUMBER = st.integers(0, 5)
AWAY = st.sampled_from((0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 3, 12, 48, 21, 42, 7, 56, 63))
"""Bit by member: whom a message does not reach."""
CHOICES = st.sampled_from(("yes", "yes", "yes", "no", "abstain", "withdraw", ""))
LISTS = st.lists(CHOICES, min_size=6, max_size=6)
VOTES = st.one_of(st.just(["yes"] * 6), st.just(["yes", "yes", "", "", "", ""]), LISTS, LISTS)
AHEAD = st.sampled_from((0, 0, 50, 100_000, 300_000))
"""Seconds by which a crooked secretariat sets the clock of a checkpoint forward."""
DECISIONS = st.sampled_from(("add", "emergency", "withdrawal"))
CODE = "4Q901"


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
        if decision == "withdrawal":
            self.introduce(sponsor, 0, "emergency", CODE)
            for matter, one in self.waiting(self.log(0)):
                self.settled(self.log(0), matter, one, ["yes"] * 6)
        self.introduce(sponsor, 0, decision, CODE)

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
    @rule(sponsor=NUMBER, log=NUMBER, decision=DECISIONS, code=st.sampled_from((CODE, CODE, "4Q902")))
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

    @rule(member=NUMBER, log=NUMBER, which=NUMBER, move=st.sampled_from(("certify", "concern", *sorted(BY_STEP))))
    def speak(self, member: int, log: int, which: int, move: str) -> None:
        """Certify what is adopted, raise a concern, or make any step at any time."""
        ids, target = self.stage.cast.shape.ids, self.log(log)
        desk, matters = self.stage.members[ids[member % len(ids)]], self.stage.matters(target.store)
        if move == "certify":
            self.stage.certify(desk, target)
        elif move == "concern":
            text = f"Made up {len(self.stage.pool)}"
            self.stage.put(target, self.stage.say(desk, "concern", field=FIELD, title={"en": text}, text=text))
        elif matters:
            subject = matters[which % len(matters)].digest
            self.stage.put(target, self.stage.say(desk, "step", subject=subject, move=move, note=""))
        self.stage.checkpoint(target)

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
        self.settled(*found, choices, lost, away, challenge)

    def settled(
        self,
        log: SecretariatDesk,
        matter: Matter,
        one: Round,
        choices: list[str],
        lost: int = 0,
        away: int = 0,
        challenge: bool = False,
    ) -> None:
        """Hold a round to its end."""
        stage = self.stage
        self.ballots(log, matter.digest, choices, lost, lodge=challenge)
        stage.now = max(stage.now, one.closes)
        stage.close(log, one, self.audience(away))
        stage.checkpoint(log, self.audience(away))
        for lodged in stage.lodged if challenge else ():
            if lodged.round == one.event.digest and not stage.logged(log, lodged.statement):
                stage.put(log, stage.challenge(stage.members[lodged.maker], lodged, lodged.round))
        stage.now += stage.charter.clocks["challenge"]
        stage.checkpoint(log)
        with contextlib.suppress(RecordError):
            stage.settle(log, stage.seen(log.store).docket.matters[matter.digest])
        stage.checkpoint(log)

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
        pool = self.stage.pool
        if what in ("pose", "double"):
            pool = [one for one in pool if read_envelope(one).kind == "ballot"] or pool
        chosen = pool[-1 - which % len(pool)]
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


class SilentGroup(Machine):
    """A group that withdraws an entry by silence, in which not everybody need cosign."""

    @initialize(cast=casts(silent=True), sponsor=NUMBER)
    def found(self, cast: Cast, sponsor: int) -> None:
        self.begin(cast, sponsor, "withdrawal")
