"""What the members have before them: matters, rounds, objections, and the entries that were adopted.

Decides what is kept of each; how it changes is for ``docket`` and ``rounds``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sekisho.regime.charter import OF_LIST, Charter, Rule
from sekisho.regime.procedure import State
from sekisho.regime.tally import Vote


@dataclass(frozen=True, slots=True)
class Event:
    """A statement that somebody has authenticated, at its place in the log.

    Attributes:
        index: Of its leaf; of the challenge's leaf where the statement came inside one.
        kind: Of statement.
        by: Member id, or ``secretariat``.
        digest: Of the statement.
        body: Its fields, of the right shape (``statements.check_statement``).
        salt: Of its leaf; known to who holds the body, and to nobody else.
        evidence: For a challenge: the ballot or objection and its receipt, authenticated as of the close.
    """

    index: int
    kind: str
    by: str
    digest: str
    body: Mapping[str, Any]
    evidence: tuple[Event, ...] = ()
    salt: bytes = b""


@dataclass(frozen=True, slots=True)
class Filed:
    """A checkpoint that counts and that a leaf files.

    Attributes:
        size: How many leaves it covers.
        time: When the secretariat made it, within the charter's delta.
        cosigners: Members whose cosignatures it carries.
        index: Of the leaf that files it.
    """

    size: int
    time: dt.datetime
    cosigners: frozenset[str]
    index: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the record must know.

    Attributes:
        index: The leaf that shows it.
        text: A sentence.
        subject: Digest of the matter or round it is about; empty for the record as a whole.
    """

    index: int
    text: str
    subject: str = ""


@dataclass(slots=True)
class Objection:
    """An objection to a proposal, and what became of it; ``lifted`` is the leaf that lifted it."""

    event: Event
    replies: list[Event] = field(default_factory=list)
    lifted: int | None = None

    @property
    def formal(self) -> bool:
        """Tell whether it must be answered before the ballot."""
        return bool(self.event.body["formal"] == "yes")

    @property
    def open(self) -> bool:
        """Tell whether it is formal and neither answered nor lifted."""
        return self.formal and not self.replies and self.lifted is None


@dataclass(slots=True)
class Round:
    """One ballot of the members on one proposal, under the charter with which it opened.

    Attributes:
        event: The ``round`` statement.
        charter: In force when it opened; its rules hold to the end.
        rule: How this decision is taken.
        electorate: Who decides; fixed, so that no change of membership shifts a quorum.
        closes: The deadline that the ballots name.
        votes: Ballots accepted, in order of the log.
        candidates: Leaves of ``close`` statements that no filed checkpoint covers yet.
        close: Leaf of the valid one.
        deadline: The effective deadline, once closed.
        closing: The closing checkpoint.
        upheld: Ballots and objections that somebody received in time and the log does not hold.
        settlement: The accepted settlement.
        report: The tally report of that settlement.
        certificates: Members who certified it.
        opened: Whether the record of the round is open to the public.
    """

    event: Event
    charter: Charter
    rule: Rule
    electorate: tuple[str, ...]
    closes: dt.datetime
    votes: list[Vote] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    close: int | None = None
    deadline: dt.datetime | None = None
    closing: Filed | None = None
    upheld: list[str] = field(default_factory=list)
    settlement: Event | None = None
    report: Mapping[str, Any] | None = None
    certificates: set[str] = field(default_factory=set)
    opened: bool = False


@dataclass(slots=True)
class Matter:
    """A concern or a proposal on its way.

    Attributes:
        event: The statement that brought it.
        state: Where it stands.
        since: Leaf that brought it there.
        entered: When it came there at the latest; None until a filed checkpoint covers the leaf.
        rounds: In order.
        objections: To it, by digest.
        history: Every state with the leaf that brought it, the first first.
        reviews: Why its adoption must be looked at again.
    """

    event: Event
    state: State
    since: int
    entered: dt.datetime | None = None
    rounds: list[Round] = field(default_factory=list)
    objections: dict[str, Objection] = field(default_factory=dict)
    history: list[tuple[State, int]] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Return what identifies the matter: the digest of its statement."""
        return self.event.digest

    @property
    def decision(self) -> str:
        """Return the kind of decision asked for; empty for a concern."""
        return str(self.event.body.get("decision", ""))

    @property
    def field(self) -> str:
        """Return the field of technology, or ``*``."""
        return str(self.event.body["field"])

    @property
    def of_list(self) -> bool:
        """Tell whether it would change the list."""
        return self.decision in OF_LIST

    @property
    def changes(self) -> list[dict[str, Any]]:
        """Return the changes that it proposes; none for a concern."""
        return list(self.event.body.get("changes", ()))

    def standing(self, index: int | None = None) -> list[str]:
        """Return the members whose objection stood when a leaf was written; now, without one."""
        ends = sys.maxsize if index is None else index
        return sorted(
            {
                one.event.by
                for one in self.objections.values()
                if one.event.index < ends and (one.lifted is None or one.lifted > ends)
            }
        )

    def facts(self) -> dict[str, bool]:
        """Return what the transitions of the procedure ask."""
        return {
            "emergency": self.decision == "emergency",
            "of_list": self.of_list,
            "answered": not any(one.open for one in self.objections.values()),
        }

    def enter(self, state: State, index: int, entered: dt.datetime | None = None) -> None:
        """Move to a state; without a moment the next filed checkpoint gives it."""
        self.state, self.since, self.entered = state, index, entered
        self.history.append((state, index))


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the framework's list.

    Attributes:
        code: Its code.
        text: The entry file, exactly as adopted.
        sha256: Of its bytes.
        matter: Digest of the proposal that adopted it.
    """

    code: str
    text: str
    sha256: str
    matter: str


def withheld(charter: Charter, certified: Collection[str]) -> list[str]:
    """Return the members that have not certified a result, sorted."""
    return sorted(one.id for one in charter.members if one.id not in certified)


def entry_digest(text: str) -> str:
    """Return the SHA-256 of an entry file's bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
