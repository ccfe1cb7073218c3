"""A whole group, running: members with keys and copies of their own, a secretariat, a clock, a network that loses messages.

The parts are the real ones: real keys, real stores, the desks that the command line uses. Only the time and the network are
made up, from a seed. Used by the tests and by the story of ``sekisho regime demo``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.certificates import public_certificates
from sekisho.assurance.replay import Verified
from sekisho.errors import RecordError
from sekisho.ledger.keys import X25519, PrivateKey
from sekisho.ledger.store import Identity, Leaf, Store
from sekisho.regime.charter import MEMBER_ROLES, SECRETARIAT, SECRETARIAT_ROLES, Charter
from sekisho.workspace.desks import MemberDesk, SecretariatDesk
from sekisho.workspace.founding import fill, sign_charter

START = dt.datetime(2026, 7, 1, 9, 0, 0, tzinfo=dt.UTC)
Opener = Callable[[str, Identity], Store]
"""Opens the store of a party, given its id and whose log it is."""


def seeded_keys(seed: str, owner: str, algorithm: str) -> dict[str, PrivateKey]:
    """Return the keys of a member or of the secretariat, the same for the same seed. Never for real use."""
    roles = SECRETARIAT_ROLES if owner == SECRETARIAT else tuple(role for role in MEMBER_ROLES if role != "notices")
    return {role: PrivateKey.from_seed(algorithm, _seed(seed, owner, role)) for role in roles}


def notices_key(seed: str, owner: str) -> PrivateKey:
    """Return the key to which denial notices for a member are sealed, the same for the same seed. Never for real use."""
    return PrivateKey.from_seed(X25519, _seed(seed, owner, "notices"))


def _seed(seed: str, owner: str, role: str) -> bytes:
    return hashlib.sha256(f"{seed}/{owner}/{role}".encode()).digest()


@dataclass(slots=True)
class Network:
    """What happens to messages.

    Attributes:
        random: The source of chance.
        loss: Probability that a message is lost.
        cut: Parties that nobody reaches at present.
        lost: How many messages were lost.
        delay: Probability that a statement is under way for up to a day.
        late: How many statements were delayed.
    """

    random: random.Random
    loss: float = 0.0
    cut: set[str] = field(default_factory=set)
    lost: int = 0
    delay: float = 0.0
    late: int = 0

    def delivers(self, sender: str, receiver: str) -> bool:
        """Tell whether a message arrives."""
        if {sender, receiver} & self.cut or self.random.random() < self.loss:
            self.lost += 1
            return False
        return True

    def lingers(self) -> dt.timedelta | None:
        """Return how long a statement is under way, or None where it arrives at once."""
        if not self.delay or self.random.random() >= self.delay:
            return None
        self.late += 1
        return dt.timedelta(seconds=self.random.randrange(1, 86_400))


@dataclass(slots=True)
class Exporter:
    """Somebody outside the circle: holds the leaves, the public bodies, and the digest of the charter that it trusts.

    Attributes:
        id: Its name.
        root: Digest of the charter.
        leaves: Its copy; what lies in other circles has no body.
        notes: Checkpoints.
    """

    id: str
    root: str
    leaves: list[Leaf] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def certificates(self) -> dict[str, Any]:
        """Return the results that enough members have certified, as far as this copy shows.

        Raises:
            RecordError: The copy does not hold the charter that is trusted.
        """
        return public_certificates(self.leaves, self.notes, self.root)


class Group:
    """A framework with all its parties.

    Args:
        template: A charter file without keys.
        opener: Opens each party's store.
        seed: Of keys and chance.
        loss: Probability that a message is lost.
        changes: Top-level keys of the charter to replace.
        algorithm: Of all keys.
        skew: How far each member's clock is off, in seconds.
        delay: Probability that a statement is under way for up to a day.
        notices: Whether the charter names the key of each member to which notices are sealed, as ``notices_key`` gives it.
    """

    def __init__(
        self,
        template: bytes,
        opener: Opener,
        seed: str = "0",
        loss: float = 0.0,
        changes: Mapping[str, Any] | None = None,
        algorithm: str = "ed25519",
        skew: Mapping[str, int] | None = None,
        delay: float = 0.0,
        notices: bool = False,
    ) -> None:
        self.now = START
        self.skew = dict(skew or {})
        self.network = Network(random.Random(seed), loss, delay=delay)
        self.under_way: list[tuple[dt.datetime, tuple[bytes, ...]]] = []
        members = _member_ids(template)
        private = {owner: seeded_keys(seed, owner, algorithm) for owner in (*members, SECRETARIAT)}
        public = {owner: {role: key.public for role, key in keys.items()} for owner, keys in private.items()}
        for one in members if notices else ():
            public[one]["notices"] = notices_key(seed, one).public
        algorithms = {"algorithms": [algorithm]}
        self.charter: Charter = fill(
            template, "the charter", public, {**algorithms, **(changes or {})}, START.date().isoformat()
        )
        identity = Identity(self.charter.framework, self.charter.origin)
        root = self.charter.digest
        self.secretariat = SecretariatDesk(
            SECRETARIAT, private[SECRETARIAT], opener(SECRETARIAT, identity), self.charter, root, self._clock(SECRETARIAT)
        )
        self.members = {
            one: MemberDesk(one, private[one], opener(one, identity), self.charter, root, self._clock(one))
            for one in members
        }
        self.exporters = {one: Exporter(one, root) for one in ("exporter A", "exporter B")}
        everyone = (key for keys in private.values() for key in keys.values())
        self.secretariat.lodge(sign_charter(self.charter, everyone))

    def _clock(self, party: str) -> Callable[[], dt.datetime]:
        return lambda: self.clock_of(party)

    def clock_of(self, party: str) -> dt.datetime:
        """Return what a party's own clock says."""
        return self.now + dt.timedelta(seconds=self.skew.get(party, 0))

    def pass_time(self, span: dt.timedelta) -> None:
        """Let time pass, and let what was under way arrive, in the order of its arrival."""
        self.now += span
        arrived = sorted((one for one in self.under_way if one[0] <= self.now), key=lambda one: one[0])
        self.under_way = [one for one in self.under_way if one[0] > self.now]
        for _, statements in arrived:
            self.secretariat.lodge(*statements)

    def lodge(self, sender: str, *statements: bytes) -> bool:
        """Send statements to the secretariat; tell whether they were sent for all the sender can see."""
        if not self.network.delivers(sender, SECRETARIAT):
            return False
        lingers = self.network.lingers()
        if lingers is None:
            self.secretariat.lodge(*statements)
        else:
            self.under_way.append((self.now + lingers, statements))
        return True

    def say(self, sender: str, kind: str, **fields: Any) -> bytes:
        """Make a statement of a party and send it until it arrives; return it."""
        made = self.desk(sender).say(kind, **fields)
        self.insist(sender, made)
        return made

    def insist(self, sender: str, *statements: bytes) -> None:
        """Send statements until they arrive; the sender repeats what is lost.

        Raises:
            RecordError: The sender is cut off.
        """
        for _ in range(200):
            if self.lodge(sender, *statements):
                return
        raise RecordError(f"{sender} cannot reach the secretariat", remedy="lodge with another member and keep the receipt")

    def desk(self, party: str) -> MemberDesk | SecretariatDesk:
        """Return a party's desk."""
        return self.secretariat if party == SECRETARIAT else self.members[party]

    def sync(self, member: str) -> bool:
        """Let a member copy the log; tell whether the secretariat was reached."""
        if not self.network.delivers(member, SECRETARIAT):
            return False
        self.members[member].take(self.secretariat.leaves(), [note for _, note in self.secretariat.store.checkpoints()])
        return True

    def must_sync(self, member: str) -> None:
        """Let a member copy the log, however often it must try.

        Raises:
            RecordError: It is cut off.
        """
        if not any(self.sync(member) for _ in range(200)):
            raise RecordError(f"{member} cannot reach the secretariat", remedy="copy the record from another member")

    def inform(self, exporter: str) -> bool:
        """Let an exporter copy the public part of the log; tell whether the secretariat was reached."""
        if not self.network.delivers(exporter, SECRETARIAT):
            return False
        one = self.exporters[exporter]
        one.leaves = [
            leaf if leaf.circle == "public" else replace(leaf, salt=None, body=None, body_digest="")
            for leaf in self.secretariat.leaves()
        ]
        one.notes = [note for _, note in self.secretariat.store.checkpoints()]
        return True

    def checkpoint(self, absent: Iterable[str] = ()) -> str | None:
        """Make a checkpoint, have it cosigned by whoever is reached and willing, and file it if it counts.

        Args:
            absent: Members who do not cosign.

        Returns:
            The filed note, or None where too few cosigned.
        """
        note = self.secretariat.checkpoint(self.clock_of(SECRETARIAT))
        lines: list[str] = []
        away = set(absent)
        for member, desk in self.members.items():
            if member in away or not self.sync(member):
                continue
            try:
                line = desk.cosign(note, self.clock_of(member))
            except RecordError:
                continue
            if self.network.delivers(member, SECRETARIAT):
                lines.append(line)
        if len(lines) < self.secretariat.charter.cosign_threshold:
            return None
        return self.secretariat.file(note, lines)

    def must_checkpoint(self) -> str:
        """Make checkpoints until one counts.

        Raises:
            RecordError: Too few members can be reached.
        """
        for _ in range(50):
            note = self.checkpoint()
            if note is not None:
                return note
        raise RecordError("too few members cosign", remedy="the log stands still until enough of them are back")

    def verified(self) -> Verified:
        """Replay the secretariat's log."""
        return self.secretariat.verified()

    # -- the way of a proposal ----------------------------------------------------------------------------------------

    def to_round(self, proposal: bytes, subject: str, sponsor: str, urgent: bool = False) -> str:
        """Bring a proposal from draft to an open round, with the least time the charter asks; return the round's digest."""
        clocks = self.secretariat.charter.clocks
        self.insist(sponsor, proposal)
        self.must_checkpoint()
        self.say(sponsor, "step", subject=subject, move="test", note="every case passes")
        self.must_checkpoint()
        if urgent:
            self.say(sponsor, "step", subject=subject, move="urgent", note="the concern does not wait")
            self.must_checkpoint()
        else:
            self.say(sponsor, "step", subject=subject, move="deliberate", note="")
            self.must_checkpoint()
            self.pass_time(clocks["deliberation"])
            self.must_checkpoint()
            self.say(sponsor, "step", subject=subject, move="last_call", note="")
            self.must_checkpoint()
            self.pass_time(clocks["last_call"])
            self.must_checkpoint()
        return self.open_round(subject)

    def open_round(self, subject: str) -> str:
        """Open the next round of a matter; return its digest."""
        verified = self.verified()
        matter = verified.docket.matters[subject]
        desk = self.secretariat
        body = draft.round_body(verified, matter, SECRETARIAT, desk.key_of("statement"), self.now)
        desk.lodge(desk.sign(body))
        self.must_checkpoint()
        return self.verified().docket.matters[subject].rounds[-1].event.digest

    def ballot(self, member: str, subject: str, choice: str, reasons: bytes = b"") -> bytes:
        """Return a member's ballot, made from its own copy of the record."""
        desk = self.members[member]
        self.sync(member)
        verified = desk.verified()
        one = verified.docket.matters[subject].rounds[-1]
        return desk.sign(draft.ballot_body(verified, one, member, desk.key_of("ballot"), choice, reasons))

    def vote(self, subject: str, choices: Mapping[str, str]) -> dict[str, bytes]:
        """Let members vote; return their ballots."""
        made = {member: self.ballot(member, subject, choice) for member, choice in choices.items()}
        for member, ballot in made.items():
            self.insist(member, ballot)
        return made

    def close(self, subject: str, note: bool = True) -> None:
        """Log the close of a matter's round, and a checkpoint that covers it."""
        verified = self.verified()
        one = verified.docket.matters[subject].rounds[-1]
        desk = self.secretariat
        desk.lodge(desk.sign(draft.close_body(verified, one, SECRETARIAT, desk.key_of("statement"))))
        if note:
            self.must_checkpoint()

    def settle(self, subject: str) -> str:
        """Settle a closed round; return the outcome that the record then shows."""
        verified = self.verified()
        desk = self.secretariat
        matter = verified.docket.matters[subject]
        desk.lodge(desk.sign(draft.settlement_body(verified, matter, SECRETARIAT, desk.key_of("statement"))))
        self.must_checkpoint()
        return self.verified().docket.matters[subject].state.value

    def decide(self, subject: str, choices: Mapping[str, str]) -> str:
        """Hold the open round of a matter to its end; return where the matter stands then."""
        clocks = self.secretariat.charter.clocks
        self.vote(subject, choices)
        self.must_checkpoint()
        one = self.verified().docket.matters[subject].rounds[-1]
        self.now = max(self.now, one.closes)
        self.close(subject)
        self.pass_time(clocks["challenge"])
        self.must_checkpoint()
        return self.settle(subject)

    def certify(self, subject: str, members: Iterable[str]) -> None:
        """Let members recount and certify the settled round of a matter."""
        for member in members:
            desk = self.members[member]
            self.sync(member)
            verified = desk.verified()
            one = verified.docket.matters[subject].rounds[-1]
            body = draft.certificate_body(verified, one, member, desk.key_of("publication"))
            self.insist(member, desk.sign(body, "publication"))
        self.must_checkpoint()


def _member_ids(template: bytes) -> tuple[str, ...]:
    from sekisho.regime.charter_read import read_charter

    return tuple(one.id for one in read_charter(template, "the charter").members)
