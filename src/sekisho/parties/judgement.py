"""What people have judged of matches, and which counterparties they know to be good.

Decides which matches of a screening are set aside, and what is said of those that stay: a judgement holds for the two sides
that were looked at, and for no others. A certain match is set aside only where somebody judged that certain match false.
Refuses to know where judgements are kept, and what follows from a match.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sekisho.parties.party import ListedParty, Match, PartyQuery, Screening, SourceState
from sekisho.parties.sides import changes_of_listed, changes_of_query, marks_of, names_of, party_digest, query_digest

JUDGED_FALSE: Final = "judged_false"
CONFIRMED: Final = "confirmed"
GOOD: Final = "good"
RETURNED: Final = "returned"
_MOST_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which bytes of a publication lay before the person who judged.

    Attributes:
        id: Of the publication.
        day: Of its content.
        sha256: Of its bytes.
    """

    id: str
    day: dt.date
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody decided, when and why.

    Attributes:
        id: Tells it from every other entry.
        at: When it was recorded.
        by: Who decided it.
        reason: Why, in the reviewer's words.
    """

    id: str
    at: dt.datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement(Entry):
    """A counterparty is, or is not, a listed party.

    Attributes:
        query: The counterparty as asked.
        verdict: Whether they are the same.
        listed: The listed party as it stood.
        snapshot: Where it stood.
        certain: Whether the match was certain.
        score: Of the match.
        matched: The listed name that matched.
        weights: Version of the weights that made the score.
    """

    query: PartyQuery
    verdict: bool
    listed: ListedParty
    snapshot: Snapshot
    certain: bool
    score: float
    matched: str
    weights: str

    @property
    def pair(self) -> tuple[str, str, str]:
        """Return whom it is about; a later judgement of the same pair takes its place."""
        return query_digest(self.query), self.listed.source, self.listed.id


@dataclass(frozen=True, slots=True)
class Seen:
    """A listed party that was a possible match when a counterparty was put on the good list.

    Attributes:
        id: Of the listed party.
        name: Its name.
        sha256: See ``party_digest``.
    """

    id: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Good(Entry):
    """A counterparty that is known to be good.

    Attributes:
        query: The counterparty as asked.
        until: The last day on which it holds; None if it has no end.
        seen: Its possible matches when it was added.
        snapshots: What was searched then.
    """

    query: PartyQuery
    until: dt.date | None
    seen: tuple[Seen, ...]
    snapshots: tuple[Snapshot, ...]

    @property
    def pair(self) -> tuple[str, str, str]:
        """Return whom it is about; a later entry for the same counterparty takes its place."""
        return query_digest(self.query), "", ""


@dataclass(frozen=True, slots=True)
class Withdrawal(Entry):
    """An earlier entry no longer holds.

    Attributes:
        of: Id of that entry.
    """

    of: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A match about which something was decided.

    Attributes:
        match: The match as it was found.
        entry: What was decided.
        state: ``judged_false`` and ``good``: it is set aside. ``confirmed``: it stays, and is certain. ``returned``: it
            stays, because what was decided was about something else than what stands here now.
        changed: Why it returned.
    """

    match: Match
    entry: Judgement | Good
    state: str
    changed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return who decided what, when and why, and why it does not hold; a clause."""
        entry, since = self.entry, f"; since then: {'; '.join(self.changed)}" if self.changed else ""
        who = f"by {entry.by} on {entry.at.date()} ({entry.reason})"
        if isinstance(entry, Good):
            does_not = f", which does not cover this: {'; '.join(self.changed)}" if self.changed else ""
            raised = "" if self.changed else "not raised: "
            return f"{raised}the counterparty was put on the good list {who}{does_not}"
        if self.state == RETURNED:
            return f"had been {'confirmed' if entry.verdict else 'judged false'} {who}{since}"
        return f"{'confirmed' if entry.verdict else 'judged false'} {who}"


WasListed = Callable[[Snapshot, ListedParty], bool | None]
"""Tells whether a publication held exactly this party; None where it can no longer be read."""


def standing(entries: Iterable[Entry], as_of: dt.date) -> tuple[Judgement | Good, ...]:
    """Return the entries that hold, of those recorded by a day: neither withdrawn nor replaced by a later one."""
    kept = [one for one in entries if one.at.date() <= as_of]
    withdrawn = {one.of for one in kept if isinstance(one, Withdrawal)}
    last = {one.pair: one for one in kept if isinstance(one, Judgement | Good)}
    return tuple(one for one in last.values() if one.id not in withdrawn)


def apply(
    entries: Iterable[Entry],
    screening: Screening,
    *,
    on: dt.date,
    as_of: dt.date,
    was_listed: WasListed | None = None,
) -> Screening:
    """Return a screening in which matches that were judged false are set aside, and judged ones say so.

    Args:
        entries: What was decided, in the order in which it was recorded; entries about others do no harm.
        screening: What was found.
        on: The day that is asked about.
        as_of: Only what was recorded by this day counts.
        was_listed: Reads an earlier publication; without it only what was seen then counts for the good list.
    """
    marks = marks_of(screening.query)
    about = [one for one in standing(entries, as_of) if marks & marks_of(one.query)]
    if not about:
        return screening
    case = _Case(screening, about, max(on, as_of), was_listed)
    kept: list[Match] = []
    aside: list[Judged] = []
    said: list[Judged] = []
    for match in screening.matches:
        found = case.judged(match)
        if found is None:
            kept.append(match)
        elif found.state in (JUDGED_FALSE, GOOD):
            aside.append(found)
        else:
            told = replace(match, explanation=(*match.explanation, found.text))
            kept.append(replace(told, certain=True) if found.state == CONFIRMED else told)
            said.append(found)
    kept.sort(key=lambda match: not match.certain)
    return replace(screening, matches=tuple(kept), resolved=tuple(aside), judged=tuple(said))


def snapshot_of(listed: ListedParty, states: Sequence[SourceState]) -> Snapshot:
    """Return the publication that a listed party was found in: the one whose id its own begins with, else its list."""
    named = [one for one in states if listed.id.startswith(f"{one.id}-")] or [
        one for one in states if one.id == listed.source
    ]
    if not named:
        return Snapshot(listed.source, dt.date.min, "")
    found = max(named, key=lambda one: len(one.id))
    return Snapshot(found.id, found.snapshot, found.sha256)


def told_aside(resolved: Sequence[Judged]) -> str:
    """Return how many matches were set aside, by whom, when and why; empty if none was."""
    counted: dict[str, int] = {}
    for one in resolved:
        counted[one.text] = counted.get(one.text, 0) + 1
    told = [f"{count} match{'es' if count > 1 else ''} {text}" for text, count in counted.items()]
    rest = sum(list(counted.values())[_MOST_TOLD:])
    return "; ".join([*told[:_MOST_TOLD], *([f"{rest} more set aside"] if rest else [])])


def told_aside_of(screening: Screening | None, sources: Iterable[str]) -> str:
    """Return what was set aside of some lists, to stand after a sentence; empty if nothing was."""
    wanted = frozenset(sources)
    found = [] if screening is None else [one for one in screening.resolved if one.match.listed.source in wanted]
    return f"; {told_aside(found)}" if found else ""


@dataclass(frozen=True, slots=True)
class _Case:
    """A screening with what was decided about the same counterparty, as it is now or was.

    Attributes:
        screening: What was found.
        about: What was decided.
        day: The later of the day asked about and the day of asking.
        was_listed: Reads an earlier publication.
    """

    screening: Screening
    about: Sequence[Judgement | Good]
    day: dt.date
    was_listed: WasListed | None

    def judged(self, match: Match) -> Judged | None:
        """Return what was decided about a match, or None."""
        own = self._by_person(match)
        if own is not None and (own.state != RETURNED or (isinstance(own.entry, Judgement) and own.entry.verdict)):
            return own
        good = self._by_good_list(match)
        if good is not None and good.state == GOOD:
            return good
        return own or good

    def _by_person(self, match: Match) -> Judged | None:
        """Return the judgement of the match itself, else the latest of an earlier state of its two sides."""
        digest, listed = query_digest(self.screening.query), match.listed
        found = [one for one in self.about if isinstance(one, Judgement) and self._same_entry(one.listed, listed)]
        if not found:
            return None
        exact = [one for one in found if one.pair == (digest, listed.source, listed.id)]
        entry = max(exact or found, key=lambda one: one.at)
        changed = (*changes_of_query(entry.query, self.screening.query), *changes_of_listed(entry.listed, listed))
        if not changed and match.certain and not entry.certain and not entry.verdict:
            changed = ("the match was possible and is certain now",)
        if changed:
            return Judged(match, entry, RETURNED, changed)
        return Judged(match, entry, CONFIRMED if entry.verdict else JUDGED_FALSE)

    def _same_entry(self, old: ListedParty, new: ListedParty) -> bool:
        """Tell whether two are one entry of a list: by id; or the old one is gone and they have a name in common."""
        if old.source != new.source:
            return False
        if old.id == new.id:
            return True
        there = any(one.listed.id == old.id for one in self.screening.matches)
        return not there and not names_of(old).isdisjoint(names_of(new))

    def _by_good_list(self, match: Match) -> Judged | None:
        digest = query_digest(self.screening.query)
        found = [one for one in self.about if isinstance(one, Good)]
        if not found:
            return None
        exact = [one for one in found if query_digest(one.query) == digest]
        entry = max(exact or found, key=lambda one: one.at)
        why = changes_of_query(entry.query, self.screening.query) or self._not_covered(match, entry)
        return Judged(match, entry, RETURNED if why else GOOD, tuple(why))

    def _not_covered(self, match: Match, entry: Good) -> tuple[str, ...]:
        """Return why an entry of the good list for this very counterparty does not cover a match."""
        if match.certain:
            return ("a certain match is never set aside by the good list",)
        if entry.until is not None and entry.until < self.day:
            return (f"it held until {entry.until}",)
        digest = party_digest(match.listed)
        if any(one.sha256 == digest for one in entry.seen):
            return ()
        now = snapshot_of(match.listed, self.screening.sources)
        then = next((one for one in entry.snapshots if one.id == now.id), None)
        if then is None:
            return (f"{now.id} was not searched then",)
        was = then.sha256 == now.sha256 or (None if self.was_listed is None else self.was_listed(then, match.listed))
        if was is None:
            return (f"whether it stood in {then.id} of {then.day} cannot be told",)
        return () if was else ("the listed party is new, or has changed since",)
