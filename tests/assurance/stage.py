"""The stage of the stateful test: real desks and stores, logs that a crooked secretariat forks, clocks, lost letters.

An honest party does what its desk does. A dishonest member signs whatever it likes; a crooked secretariat keeps several logs
and chooses which one it shows to whom. Nothing here decides whether that is harmful.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.replay import Verified
from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import add_lines, cosign, read_note
from sekisho.ledger.commitment import new_salt
from sekisho.ledger.envelope import read_envelope
from sekisho.ledger.memory_store import MemoryStore
from sekisho.ledger.store import Identity, Leaf, Store, Submission
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.matter import Matter, Round
from sekisho.regime.procedure import State
from sekisho.regime.statements import LANGUAGE
from sekisho.terms.canonical import digest
from sekisho.workspace import desks
from sekisho.workspace.desks import Desk, MemberDesk, SecretariatDesk
from sekisho.workspace.simulation import START
from tests.assurance.strategies import FIELD, Cast, founded, keys_of
from tests.assurance.world import DOSSIER, change


@dataclass(frozen=True)
class Lodged:
    """A ballot or objection that somebody else received."""

    maker: str
    statement: bytes
    receipt: bytes
    round: str


@dataclass
class Stage:
    """A group on the stage.

    Attributes:
        cast: Who plays.
        now: The true time.
        logs: The secretariat's; one if it is honest.
        members: Desks by id.
        pool: Every statement ever made.
        lodged: What was lodged with other members.
        ballots: The bodies of each member's own ballots by round.
        cut: Members whom nobody reaches.
        deaf: Whether the secretariat takes nothing that was lodged with others.
        refused: How often an honest member refused what it was shown.
    """

    cast: Cast
    now: dt.datetime = START
    logs: list[SecretariatDesk] = field(default_factory=list)
    members: dict[str, MemberDesk] = field(default_factory=dict)
    pool: list[bytes] = field(default_factory=list)
    lodged: list[Lodged] = field(default_factory=list)
    ballots: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    deaf: bool = False
    refused: int = 0

    def __post_init__(self) -> None:
        self.charter, statement = founded(self.cast.shape)
        self.skew = self.cast.skews
        self.logs.append(self._log())
        self.members = {
            one: MemberDesk(one, keys_of(one), self._store(), *self._trust, partial(self.clock, one))
            for one in self.cast.shape.ids
        }
        self.put(self.logs[0], statement)
        self.checkpoint(self.logs[0])

    @property
    def _trust(self) -> tuple[Any, str]:
        return self.charter, self.charter.digest

    def _store(self) -> MemoryStore:
        return MemoryStore(Identity(self.charter.framework, self.charter.origin))

    def _log(self) -> SecretariatDesk:
        return SecretariatDesk(
            SECRETARIAT, keys_of(SECRETARIAT), self._store(), *self._trust, partial(self.clock, SECRETARIAT)
        )

    @property
    def honest(self) -> list[MemberDesk]:
        """Return the desks of the honest members."""
        return [desk for one, desk in self.members.items() if one not in self.cast.dishonest]

    @property
    def crooks(self) -> list[MemberDesk]:
        """Return the desks of the dishonest members."""
        return [desk for one, desk in self.members.items() if one in self.cast.dishonest]

    def clock(self, party: str) -> dt.datetime:
        """Return what a party's clock says."""
        return self.now + dt.timedelta(seconds=self.skew[party])

    # -- reading ------------------------------------------------------------------------------------------------------

    def seen(self, store: Store) -> Verified:
        """Return the replay of a copy."""
        return desks.replay(list(store.leaves()), [note for _, note in store.checkpoints()], self.charter.digest)

    def copy_of(self, member: str, log: SecretariatDesk) -> Store:
        """Return what a member goes by: an honest one its own copy, a dishonest one what it is shown."""
        return log.store if member in self.cast.dishonest else self.members[member].store

    def matters(self, store: Store) -> list[Matter]:
        """Return the matters of a copy that are not over."""
        return [one for one in self.seen(store).docket.matters.values() if one.state in _LIVE]

    def rounds(self, store: Store) -> list[tuple[Matter, Round]]:
        """Return the rounds of a copy that are neither settled nor over."""
        return [(one, one.rounds[-1]) for one in self.matters(store) if one.state is State.BALLOT]

    # -- writing ------------------------------------------------------------------------------------------------------

    def logged(self, log: SecretariatDesk, statement: bytes) -> bool:
        """Tell whether a log holds a statement."""
        return log.store.find(digest(statement)) is not None

    def put(self, log: SecretariatDesk, *statements: bytes) -> None:
        """Log statements, and remember them for those who replay them elsewhere."""
        self.pool.extend(one for one in statements if one not in self.pool)
        log.lodge(*statements)

    def garbage(self, log: SecretariatDesk, data: bytes) -> None:
        """Log bytes that are no statement."""
        log.store.append([Submission(data, "members", digest(data), new_salt())])

    def say(self, desk: Desk, kind: str, **fields: Any) -> bytes:
        """Return a party's statement."""
        made = desk.say(kind, **fields)
        self.pool.append(made)
        return made

    def sync(self, member: str, log: SecretariatDesk) -> bool:
        """Show a log to a member; an honest one takes what joins its copy."""
        if member in self.cut:
            return False
        try:
            self.members[member].take(log.leaves(), [note for _, note in log.store.checkpoints()])
        except RecordError:
            self.refused += 1
            return False
        return True

    def checkpoint(self, log: SecretariatDesk, audience: Iterable[str] | None = None, ahead: int = 0) -> bool:
        """Make a checkpoint of a log, have it cosigned by whoever is shown it, and file it if enough have; tell whether.

        Args:
            log: Which.
            audience: Who is shown it; None: everybody.
            ahead: Seconds by which a crooked secretariat sets it wrong.
        """
        there = [one for one in (self.members if audience is None else audience) if one not in self.cut]
        for one in there:
            self.hand_in(one, log)
        note = log.checkpoint(self.clock(SECRETARIAT) + dt.timedelta(seconds=ahead))
        lines = [line for one in there for line in self._line(one, log, note)]
        if len(lines) < self.charter.cosign_threshold:
            return False
        log.file(note, lines)
        self.pool.append(log.leaves()[-1].body or b"")
        return True

    def hand_in(self, member: str, log: SecretariatDesk) -> None:
        """Let an honest member pass on what was lodged with it; a crooked secretariat may be deaf."""
        if member not in self.cast.dishonest and not self.deaf and self.sync(member, log):
            self.put(log, *(body for _, body in self.members[member].store.held()))

    def _line(self, member: str, log: SecretariatDesk, note: str) -> Iterator[str]:
        desk = self.members[member]
        if member in self.cast.dishonest:
            yield cosign(note, member, desk.keys["cosign"], read_note(note).checkpoint.time)
        elif self.sync(member, log):
            try:
                yield desk.cosign(note, self.clock(member))
            except RecordError:
                self.refused += 1

    def file_junk(self, log: SecretariatDesk) -> None:
        """File a checkpoint that too few have cosigned."""
        note = log.checkpoint(self.clock(SECRETARIAT))
        lines = [line for one in self.crooks for line in self._line(one.id, log, note)]
        self.put(log, log.say("checkpoint", note=add_lines(note, lines)))

    def fork(self, log: SecretariatDesk, at: int, omit: int | None) -> SecretariatDesk:
        """Return another log: the leaves before an index, then all later ones but one; none later if ``omit`` is None."""
        other, leaves = self._log(), log.leaves()
        at = max(1, min(at, len(leaves)))
        other.store.copy(leaves[:at])
        for size, note in log.store.checkpoints():
            if size < at:
                other.store.save_checkpoint(size, note)
        if omit is not None:
            kept = [leaf for place, leaf in enumerate(leaves[at:]) if place != omit]
            other.store.append([_again(leaf) for leaf in kept])
        return other

    # -- the way of a proposal ----------------------------------------------------------------------------------------

    def propose(self, sponsor: str, log: SecretariatDesk, decision: str, number: int, code: str) -> None:
        """Lodge a proposal and take it as far as no clock holds it."""
        desk, verified = self.members[sponsor], self.seen(log.store)
        held = verified.docket.edition.entries.get(code)
        action = {"withdrawal": "remove"}.get(decision, "add" if held is None else "amend")
        row = change(code, action, number, before="" if held is None else held.sha256)
        made = self.say(
            desk,
            "proposal",
            number=f"Q-{number}",
            decision="amend" if action == "amend" and decision == "add" else decision,
            field=FIELD,
            concern="",
            replaces="",
            base_edition=verified.docket.edition.digest,
            language=LANGUAGE,
            title={"en": "Made up", "ja": "架空"},
            changes=[row],
            dossier=DOSSIER,
        )
        subject = read_envelope(made).digest
        moves = ["test", "urgent" if decision == "emergency" else "deliberate"]
        self.put(log, made, *(self.say(desk, "step", subject=subject, move=move, note="") for move in moves))

    def advance(self, log: SecretariatDesk, matter: Matter) -> None:
        """Bring a matter one step nearer to its round, waiting as long as the charter asks."""
        wait = {State.DELIBERATION: "deliberation", State.LAST_CALL: "last_call"}.get(matter.state)
        if wait and matter.decision != "emergency":
            self.checkpoint(log)
            self.now += self.charter.clocks[wait]
        self.checkpoint(log)
        if matter.state is State.DELIBERATION:
            self.put(log, self.say(self.members[matter.event.by], "step", subject=matter.digest, move="last_call", note=""))
        elif matter.state in (State.LAST_CALL, State.CONTESTED):
            verified = self.seen(log.store)
            body = draft.round_body(verified, matter, SECRETARIAT, log.key_of("statement"), self.clock(SECRETARIAT))
            self.put(log, log.sign(body))
        self.checkpoint(log)

    def ballot(self, member: str, choice: str, log: SecretariatDesk, subject: str) -> bytes | None:
        """Return a member's ballot on the open round of a matter in its own copy; None if it knows of none."""
        desk, store = self.members[member], self.copy_of(member, log)
        rounds = self.rounds(store) if store.size() else []
        found = [one for matter, one in rounds if matter.digest == subject and member in one.electorate]
        if not found:
            return None
        one, verified = found[0], self.seen(store)
        own = self.ballots.get((member, one.event.digest))
        try:
            body = draft.ballot_body(verified, one, member, desk.key_of("ballot"), choice, own=own)
        except RecordError:
            return None
        self.ballots[member, one.event.digest] = body
        made = desk.sign(body)
        self.pool.append(made)
        return made

    def receive(self, receiver: Desk, statement: bytes, moment: dt.datetime) -> None:
        """Lodge a statement with somebody, and keep the receipt."""
        envelope = read_envelope(statement)
        receipt = receiver.receipt(statement, moment)
        self.pool.append(receipt)
        self.lodged.append(Lodged(envelope.body["by"], statement, receipt, envelope.body.get("round", "")))

    def close(self, log: SecretariatDesk, one: Round, audience: Sequence[str] | None = None, ahead: int = 0) -> None:
        """Log the close of a round, and a checkpoint that covers it."""
        self.put(log, log.sign(draft.close_body(self.seen(log.store), one, SECRETARIAT, log.key_of("statement"))))
        self.checkpoint(log, audience, ahead)

    def settle(self, log: SecretariatDesk, matter: Matter, claim: str | None = None) -> None:
        """Log a settlement of a closed round by the recount, or by what a crooked secretariat claims."""
        body = draft.settlement_body(self.seen(log.store), matter, SECRETARIAT, log.key_of("statement"))
        self.put(log, log.sign(body if claim is None else {**body, "outcome": claim}))

    def certify(self, desk: MemberDesk, log: SecretariatDesk) -> None:
        """Let a member certify what its own copy has settled."""
        verified = self.seen(log.store if desk.id in self.cast.dishonest or not desk.store.size() else desk.store)
        for matter in verified.docket.matters.values():
            if matter.state is State.ADOPTED:
                body = draft.certificate_body(verified, matter.rounds[-1], desk.id, desk.key_of("publication"))
                made = desk.sign(body, "publication")
                self.put(log, made)

    def double(self, member: str, statement: bytes) -> bytes:
        """Return another ballot of a dishonest member with the same sequence."""
        body = read_envelope(statement).body
        made = self.members[member].sign({**body, "choice": "no" if body["choice"] == "yes" else "yes"})
        self.pool.append(made)
        return made

    def late_receipt(self, maker: MemberDesk, receiver: Desk, log: SecretariatDesk, one: Round) -> None:
        """Have two dishonest parties pretend that a ballot was received in time."""
        own = self.ballots.get((maker.id, one.event.digest))
        body = draft.ballot_body(self.seen(log.store), one, maker.id, maker.key_of("ballot"), "no", own=own)
        self.receive(receiver, maker.sign(body), one.closes - dt.timedelta(hours=1))

    def challenge(self, challenger: MemberDesk, lodged: Lodged, one: str) -> bytes:
        """Return the challenge of a round by what was lodged."""
        shown, receipt = (b64encode(each).decode() for each in (lodged.statement, lodged.receipt))
        return self.say(challenger, "challenge", round=one, statement=shown, receipt=receipt)


_LIVE = frozenset(State) - {State.CONCLUDED, State.REJECTED, State.LAPSED, State.WITHDRAWN, State.EXPIRED}


def _again(leaf: Leaf) -> Submission:
    """Return a leaf as another log takes it, under the same salt."""
    assert leaf.body is not None
    assert leaf.salt is not None
    return Submission(leaf.body, leaf.circle, digest(leaf.body), leaf.salt)
