"""Made-up judgements for tests."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

from sekisho.parties.judgement import Entry, Good, Judgement, Seen, Snapshot, Withdrawal
from sekisho.parties.party import ListedParty, Match, PartyQuery, Screening
from sekisho.parties.sides import party_digest
from tests.parties.listed import STATE

DAY = dt.date(2026, 3, 1)
AT = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)
HERE = Snapshot(STATE.id, STATE.snapshot, STATE.sha256)
QUERY = PartyQuery("Zyqor Trading", "DE", "1 Example Street", {"registrationNumber": "HRB 17"})
_NUMBERS = itertools.count()


def said(at: dt.datetime = AT) -> tuple[str, dt.datetime, str, str]:
    return f"{next(_NUMBERS):012}", at, "A. Example", "another company"


def judgement(
    listed: ListedParty, verdict: bool = False, query: PartyQuery = QUERY, *, certain: bool = False, at: dt.datetime = AT
) -> Judgement:
    return Judgement(*said(at), query, verdict, listed, HERE, certain, 0.8, listed.name, "plain-1")


def good(
    *seen: ListedParty, query: PartyQuery = QUERY, until: dt.date | None = None, snapshots: Iterable[Snapshot] = (HERE,)
) -> Good:
    rows = tuple(Seen(one.id, one.name, party_digest(one)) for one in seen)
    return Good(*said(), query, until, rows, tuple(snapshots))


def withdrawal(entry: Entry, at: dt.datetime = AT) -> Withdrawal:
    return Withdrawal(*said(at), entry.id)


def match(listed: ListedParty, certain: bool = False, score: float = 0.8) -> Match:
    return Match(listed, score, listed.name, certain, (f"listed as {listed.name}",))


def screening(*matches: Match, query: PartyQuery = QUERY) -> Screening:
    return Screening(query, matches, (STATE,))
