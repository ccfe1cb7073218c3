"""The list of a framework: what is adopted, where it is given effect, and how far an old copy of it may be trusted.

Decides which entries stand on a day, when a copy is stale, and the advisory rows of an answer. An advisory row is never a
determination: it changes no outcome, no floor, no ceiling and no exit status. What a member's act makes of an entry is law
there and nowhere else; ``framework_law`` says it. The rules are those of ``docs/reference/publication.md``. Knows nothing
of repositories, keys and proofs: whoever hands the list over has verified it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.controls.classification import EntryVerdict
from sekisho.controls.classify import Desk
from sekisho.controls.control_list import ControlList
from sekisho.controls.item import Item
from sekisho.logic.truth import Truth
from sekisho.notices.equivalence import Equivalence
from sekisho.notices.transposition import Given, Transposition

FRAMEWORK = "framework"
"""Id of the list in an answer."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """An entry that was adopted, as a row of an edition.

    Attributes:
        code: The framework's.
        sha256: Of the bytes of the entry file as adopted.
        text: Its title.
        adopted: Day of its adoption.
        effective: Day on which it takes effect between members, or None while it has none.
        until: First day on which it is not adopted any more: the day of its sunset, or on which it went; None: not known.
        gone: Why it went (``removed``, ``amended``, ``expired``); empty while it is on the list.
        unread: Why its rule is not at hand in a form that this version can run; empty where it is.
    """

    code: str
    sha256: str
    text: str
    adopted: dt.date
    effective: dt.date | None = None
    until: dt.date | None = None
    gone: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkList:
    """A verified edition of a framework's list.

    Attributes:
        framework: Id of the framework.
        root: Digest of charter 1.
        size: Leaves that the edition's checkpoint covers.
        checkpoint: Time of the checkpoint, UTC.
        stale_after: Time after which it is stale, UTC.
        edition: Digest of the edition.
        sha256: Of the client's state, from which all of this was read.
        members: Ids of the members.
        entries: Entries on the list, by code.
        gone: Entries that went, by day and code.
        transpositions: Every accepted one in order of the record, those replaced included.
        equivalences: Likewise.
        control_list: The rules of the entries, executable.
    """

    framework: str
    root: str
    size: int
    checkpoint: dt.datetime
    stale_after: dt.datetime
    edition: str
    sha256: str
    members: tuple[str, ...]
    entries: Mapping[str, Adopted]
    gone: tuple[Adopted, ...]
    transpositions: tuple[Transposition, ...]
    equivalences: tuple[Equivalence, ...]
    control_list: ControlList

    def stale(self, now: dt.date) -> str:
        """Return in words that the list is stale, or an empty text while it is not.

        Args:
            now: The latest of the days that are known to have come, and of the day asked about.
        """
        if now <= self.stale_after.date():
            return ""
        return f"the list was verified for use until {self.stale_after.date()}; what changed after is not known here"

    def standing(self, on: dt.date, stale: str = "") -> tuple[Adopted, ...]:
        """Return the entries that are adopted on a day, by code; of a stale list also those whose sunset has passed."""
        here = (one for one in self.entries.values() if one.adopted <= on and (stale or one.until is None or on < one.until))
        past = (one for one in self.gone if one.adopted <= on and one.until is not None and on < one.until)
        return tuple(sorted((*here, *past), key=lambda one: (one.code, one.adopted)))


@dataclass(frozen=True, slots=True)
class Consulted:
    """A framework's list held against the items of a transaction.

    Attributes:
        list: The list.
        on: The transaction's date.
        stale: Why the list is stale; empty while it is not.
        verdicts: What each entry about an item's kind says: index of the item and code to verdict.
        kinds: The kind of each item.
    """

    list: FrameworkList
    on: dt.date
    stale: str
    verdicts: Mapping[tuple[int, str], EntryVerdict]
    kinds: tuple[str, ...]


def consult(
    framework: FrameworkList, items: tuple[Item, ...], on: dt.date, now: dt.date, shared: frozenset[str] = frozenset()
) -> Consulted:
    """Hold items against a framework's list.

    The list is classified apart from the others, so that its presence changes nothing in what they say.

    Args:
        framework: The list.
        items: The items.
        on: The transaction's date.
        now: See ``FrameworkList.stale``; an earlier day than ``on`` or the checkpoint counts as the later of these.
        shared: Entries (without paragraphs) that other lists in play know too.
    """
    desk = Desk(framework.control_list, on, None, shared)
    verdicts = {(index, found.code): found for index, item in enumerate(items) for found in desk.classify(item).verdicts}
    latest = max(on, now, framework.checkpoint.date())
    return Consulted(framework, on, framework.stale(latest), verdicts, tuple(one.kind for one in items))


def verdict_of(consulted: Consulted, index: int, entry: Adopted) -> tuple[Truth, tuple[str, ...], str]:
    """Return what an entry says of an item: the verdict, what would decide, and why nobody can tell if that is so.

    An entry that cannot be read here says UNKNOWN of every item: it is never passed over.
    """
    if entry.unread:
        return Truth.UNKNOWN, (), entry.unread
    found = consulted.verdicts.get((index, entry.code))
    if found is not None:
        return found.verdict, found.need, found.undecided or ""
    if consulted.kinds[index] not in consulted.list.control_list.index[entry.code]:
        return Truth.NO, (), ""
    return Truth.UNKNOWN, (), f"no version of its rule is about {consulted.on}"


def successors(found: tuple[Transposition, ...]) -> Mapping[str, Transposition]:
    """Return by digest of a replaced transposition the one that replaces it."""
    return {one.replaces: one for one in found if one.replaces}


def acts_on(framework: FrameworkList, on: dt.date) -> Iterator[Transposition]:
    """Yield the transpositions that apply on a day: none replaces them, and the day is in their interval."""
    later = successors(framework.transpositions)
    yield from (one for one in framework.transpositions if one.digest not in later and one.applies(on))


def advisory_rows(consulted: Consulted, jurisdictions: frozenset[str]) -> list[dict[str, Any]]:
    """Return a row for each item and each entry that it meets, or may meet.

    Args:
        consulted: What the list says.
        jurisdictions: Jurisdictions whose law has, or may have, a say.
    """
    rows = [
        row
        for entry in consulted.list.standing(consulted.on, consulted.stale)
        for row in _rows_of(consulted, entry, jurisdictions)
    ]
    return sorted(rows, key=lambda row: (row["item"], row["entry"], row["adopted"]))


def _rows_of(consulted: Consulted, entry: Adopted, jurisdictions: frozenset[str]) -> Iterator[dict[str, Any]]:
    found = [(index, *verdict_of(consulted, index, entry)) for index in range(len(consulted.kinds))]
    met = [one for one in found if one[1] is not Truth.NO]
    if met:
        given = _given(consulted, entry)
        said = _said(entry, given, jurisdictions, consulted)
        yield from (_row(consulted, entry, *one, given, said) for one in met)


def _row(
    consulted: Consulted,
    entry: Adopted,
    index: int,
    verdict: Truth,
    need: tuple[str, ...],
    reason: str,
    given: list[dict[str, Any]],
    said: str,
) -> dict[str, Any]:
    return {
        "list": FRAMEWORK,
        "framework": consulted.list.framework,
        "entry": entry.code,
        "item": index,
        "verdict": verdict.value,
        "need": list(need),
        "reason": reason,
        "title": entry.text,
        "adopted": entry.adopted.isoformat(),
        "effective": _iso(entry.effective),
        "until": _iso(entry.until),
        "effect_in": given,
        "equivalences": _equivalences(consulted, entry.code),
        "stale": consulted.stale,
        "checkpoint": f"{consulted.list.checkpoint:%Y-%m-%dT%H:%M:%SZ}",
        "text": said,
    }


def _iso(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _given(consulted: Consulted, entry: Adopted) -> list[dict[str, Any]]:
    """Return for each member in which an act applies on the day: which act, under which code, for which parts."""
    acts = ((act, act.given(entry.code)) for act in acts_on(consulted.list, consulted.on))
    found = [_effect(act, member, given, entry) for act, given in acts if given is not None for member in act.members]
    return sorted(found, key=lambda row: (row["member"], row["citation"]))


def _effect(act: Transposition, member: str, given: Given, entry: Adopted) -> dict[str, Any]:
    return {
        "member": member,
        "act": act.act.title,
        "citation": act.act.citation,
        "national": given.national,
        "since": act.applies_from.isoformat(),
        "only": list(act.only),
        "except": list(act.excluded),
        "earlier_wording": given.sha256 != entry.sha256,
        "deviations": [{"effect": one.effect, "text": one.text} for one in act.deviations_of(entry.code)],
    }


def _equivalences(consulted: Consulted, code: str) -> list[dict[str, Any]]:
    """Return the equivalences that apply on the day; on a stale list none is to be counted on."""
    later = {one.replaces for one in consulted.list.equivalences if one.replaces}
    return [
        {
            "by": one.by,
            "of": list(one.of),
            "national": one.national,
            "citation": one.citation,
            "conditions": list(one.conditions),
            "status": "not_usable" if consulted.stale else "to_examine",
        }
        for one in consulted.list.equivalences
        if one.digest not in later and one.applies(consulted.on) and code in one.entries
    ]


def _said(entry: Adopted, given: list[dict[str, Any]], jurisdictions: frozenset[str], consulted: Consulted) -> str:
    """Return the advisory in a sentence; the age of the copy is named in each."""
    places = sorted({row["member"] for row in given})
    law = [one for one in places if one in jurisdictions]
    where = f"given effect in {', '.join(places)}" if places else "given effect nowhere yet"
    here = f"law in {', '.join(law)}: see there" if law else "not law in your jurisdiction"
    ended = f" until {entry.until}" if entry.until is not None and entry.until <= consulted.on else ""
    age = max((consulted.on - consulted.list.checkpoint.date()).days, 0)
    old = f"; the list is that of {consulted.list.checkpoint.date()}, {age} days before the transaction"
    stale = f"; stale: {consulted.stale}" if consulted.stale else ""
    return f"adopted on {entry.adopted}{ended}, {where}, {here}{old}{stale}"
