"""The tally as a pure function: ballots, deadline and outcome by the steps of ``docs/reference/record.md``, round and tally.

Decides which ballot of each member counts, when a round ends, and what the rule makes of it; in exact fractions. Refuses to
know who signed, what the log holds and who is a member today: **the electorate is an argument, fixed when the round opens**,
so no accession, exit or suspension timed into a round can shift a quorum or a majority. Members are counted, never keys.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sekisho.regime.charter import Charter, Rule, Test
from sekisho.regime.charter_rules import majority_words, measure_of
from sekisho.regime.statements import format_time

FORMAT = "sekisho/tally/1"
COUNTED = ("yes", "no", "abstain")
"""Choices that are a vote; ``withdraw`` takes the ballot back."""


@dataclass(frozen=True, slots=True)
class Vote:
    """A ballot that was accepted for a round.

    Attributes:
        member: Who cast it.
        choice: ``yes``, ``no``, ``abstain`` or ``withdraw``.
        sequence: From 1, one more for each change.
        previous: Digest of the member's ballot before; empty for the first.
        digest: Of the statement.
        index: Of its leaf.
        salt: Of its leaf.
    """

    member: str
    choice: str
    sequence: int
    previous: str
    digest: str
    index: int
    salt: bytes = b""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the members have chosen.

    Attributes:
        choices: Member to ``yes``, ``no`` or ``abstain``, in order of id; who withdrew or cast nothing is not there.
        ballots: Member to the ballot that counts, a withdrawal too.
        findings: Sentences on what is odd in the chains of ballots, and may show that one was dropped or held.
    """

    choices: Mapping[str, str]
    ballots: Mapping[str, Vote]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome of a round and how it came about. Lists of members are sorted.

    Attributes:
        outcome: ``adopted``, ``rejected``, ``lapsed`` or ``contested``.
        steps: One sentence for each rule applied, with its numbers.
        yes: Members that cast yes.
        no: Members that cast no.
        abstain: Members that cast an abstention.
        silent: Members whose silence consents: they count as yes.
        absent: Members that count for nothing but the base of a test ``of`` all.
    """

    outcome: str
    steps: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    abstain: tuple[str, ...]
    silent: tuple[str, ...]
    absent: tuple[str, ...]

    def contest(self, reasons: Sequence[str]) -> Tally:
        """Return the tally of the same ballots that is contested for reasons found outside them (step 8)."""
        return replace(self, outcome="contested", steps=(*self.steps, *(f"Contested: {reason}." for reason in reasons)))


def count(votes: Iterable[Vote], electorate: Collection[str]) -> Counted:
    """Pick each member's ballot: the highest sequence; of several with it, the first in the log (step 2).

    Args:
        votes: Accepted ballots before the close, in any order; those from outside the electorate are left out.
        electorate: Who decides, as fixed when the round opened.
    """
    cast: dict[str, dict[str, Vote]] = {}
    for vote in sorted(votes, key=lambda one: one.index):
        if vote.member in electorate:
            cast.setdefault(vote.member, {}).setdefault(vote.digest, vote)
    ballots = {member: max(cast[member].values(), key=_precedence) for member in sorted(cast)}
    choices = {member: vote.choice for member, vote in ballots.items() if vote.choice in COUNTED}
    return Counted(choices, ballots, tuple(text for member in ballots for text in _oddities(list(cast[member].values()))))


def _precedence(vote: Vote) -> tuple[int, int]:
    return vote.sequence, -vote.index


def _oddities(own: Sequence[Vote]) -> Iterator[str]:
    """Yield what is odd in one member's ballots, given in order of the log."""
    seen: dict[int, Vote] = {}
    by_digest = {vote.digest: vote for vote in own}
    for vote in own:
        what = f"{vote.member}: ballot {vote.sequence} at leaf {vote.index}"
        twin = seen.setdefault(vote.sequence, vote)
        if twin is not vote:
            yield f"{what} has the sequence of the one at leaf {twin.index}: the member signed both; the first is taken"
        before = by_digest.get(vote.previous)
        if vote.previous and before is None:
            yield f"{what} follows {vote.previous[:12]}, which is not in the log before the close: was it dropped or held?"
        elif before is not None and before.sequence != vote.sequence - 1:
            yield f"{what} names ballot {before.sequence} as the one before it: the member skipped or repeated a sequence"
        elif before is not None and before.index > vote.index:
            yield f"{what} follows ballot {before.sequence} at leaf {before.index}, which is later in the log: reordered?"


def deadline(
    closes: dt.datetime,
    rule: Rule,
    clocks: Mapping[str, dt.timedelta],
    votes: Iterable[Vote],
    electorate: Collection[str],
    filed: Iterable[tuple[int, dt.datetime]],
) -> dt.datetime:
    """Return the effective deadline of a round: a quorum reached late extends it, once (step 3).

    Args:
        closes: The deadline that the ballots name.
        rule: How the decision is taken.
        clocks: Of the charter; ``late_quorum`` and ``extension`` may be missing.
        votes: Accepted ballots before the close.
        electorate: Who decides.
        filed: Size and time of each filed checkpoint; only these tell where a leaf stands in time.
    """
    if not rule.quorum or rule.silence or "late_quorum" not in clocks:
        return closes
    ballots = sorted((vote for vote in votes if vote.member in electorate), key=lambda one: one.index)
    if not _quorate(ballots, rule, electorate):
        return closes
    in_time = closes - clocks["late_quorum"]
    places = [vote.index for vote in ballots]
    lengths = {bisect_left(places, size) for size, time in filed if time <= in_time}
    if any(_quorate(ballots[:length], rule, electorate) for length in lengths):
        return closes
    return closes + clocks.get("extension", dt.timedelta())


def _quorate(votes: Sequence[Vote], rule: Rule, electorate: Collection[str]) -> bool:
    return len(count(votes, electorate).choices) >= rule.quorum


def tally(
    charter: Charter, rule: Rule, electorate: Sequence[str], choices: Mapping[str, str], consenting: Collection[str]
) -> Tally:
    """Return the outcome of a closed round, before any challenge (steps 4 to 7).

    Args:
        charter: Of the round, for weights and populations.
        rule: How the decision is taken.
        electorate: Who decides, as fixed when the round opened. What others chose is not looked at.
        choices: Member to choice; who is not there, or withdrew, has cast no ballot.
        consenting: Members that cosigned the closing checkpoint and have no standing objection; they matter only to a rule
            with silence, and only where they have cast no ballot.
    """
    members = sorted(set(electorate))
    groups = {choice: tuple(one for one in members if choices.get(one) == choice) for choice in COUNTED}
    rest = [one for one in members if choices.get(one) not in COUNTED]
    silent = tuple(one for one in rest if rule.silence and one in consenting)
    absent = tuple(one for one in rest if one not in silent)
    found = Tally("", (), groups["yes"], groups["no"], groups["abstain"], silent, absent)
    outcome, sentences = _decide(charter, rule, members, found)
    return replace(found, outcome=outcome, steps=(_turnout(rule, members, found), *sentences))


def _turnout(rule: Rule, members: Sequence[str], found: Tally) -> str:
    parts = [
        f"{len(found.yes)} yes, {len(found.no)} no, {len(found.abstain)} abstain",
        f"{len(found.silent)} consenting by silence" if rule.silence else "silence does not consent",
        f"{len(found.absent)} absent",
    ]
    return f"Of the {len(members)} members that decide: {'; '.join(parts)}."


def _decide(charter: Charter, rule: Rule, members: Sequence[str], found: Tally) -> tuple[str, list[str]]:
    """Apply quorum, veto, tests and consensus in this order; the first that fails decides, but every test is shown."""
    yes = (*found.yes, *found.silent)
    present = len(yes) + len(found.no) + len(found.abstain)
    sentences = [f"Quorum: {present} took part, {rule.quorum} are needed: {_verdict(present >= rule.quorum)}."]
    if present < rule.quorum:
        return "lapsed", sentences
    vetoes = [one for one in found.no if one in rule.veto]
    if rule.veto:
        sentences.append(f"Veto of {', '.join(rule.veto)}: {'used by ' + ', '.join(vetoes) if vetoes else 'not used'}.")
    if vetoes:
        return "rejected", sentences
    results = [_apply(charter, test, members, yes, found.no) for test in rule.tests]
    if rule.consensus:
        results.append((not found.no, f"Consensus: {len(found.no)} said no: {_verdict(not found.no)}."))
    sentences += [sentence for _, sentence in results]
    return "adopted" if all(held for held, _ in results) else "rejected", sentences


def _apply(charter: Charter, test: Test, members: Sequence[str], yes: Sequence[str], no: Sequence[str]) -> tuple[bool, str]:
    """Apply one test: Y ≥ share · B, or Y > share · B where it is strict; and Y > 0."""
    base = members if test.of == "all" else (*yes, *no)
    for_it, whole = (sum(measure_of(charter, one, test.measure) for one in group) for group in (yes, base))
    needed = test.share * whole
    held = for_it > 0 and (for_it > needed or (for_it == needed and not test.strict))
    more = "more than " if test.strict else ""
    sentence = f"Test, {majority_words(test)}: {for_it} of {whole} say yes, {more}{needed} needed: {_verdict(held)}."
    return held, sentence


def _verdict(held: bool) -> str:
    return "holds" if held else "does not hold"


def blind(votes: Iterable[Vote]) -> str:
    """Return what keeps the digest of a report from being guessed by whoever does not hold the ballots.

    It is the SHA-256, in hexadecimal, of the salts of the ballots that count, in the order of their leaves.
    """
    ordered = sorted(votes, key=lambda one: one.index)
    return hashlib.sha256(b"".join(one.salt for one in ordered)).hexdigest()


def report(
    framework: str, charter: str, opened: str, subject: str, ends: dt.datetime, close: int, found: Tally, blinded: str = ""
) -> dict[str, Any]:
    """Return the tally report, of which settlement and certificates sign the digest.

    Args:
        framework: Id of the framework.
        charter: Digest of the round's charter.
        opened: Digest of the ``round`` statement.
        subject: Digest of the proposal.
        ends: The effective deadline.
        close: Index of the close.
        found: The tally, contested or not.
        blinded: What ``blind`` gives for its ballots.
    """
    votes = {member: choice for choice in COUNTED for member in getattr(found, choice)}
    return {
        "format": FORMAT,
        "framework": framework,
        "charter": charter,
        "round": opened,
        "subject": subject,
        "closes": format_time(ends),
        "close": str(close),
        "blind": blinded,
        "votes": votes,
        "silent": list(found.silent),
        "absent": list(found.absent),
        "outcome": found.outcome,
    }
