"""Where an entry is given effect: each entry of a framework's list against each member, on a day.

Decides what the accepted acts make of each pair, how long it took or is taking, and which acts hang in the air. It proposes
nothing and calls nothing law: it repeats what members have signed. Knows nothing of signatures, proofs and files: whoever
hands rows and acts over has verified them. The rules are those of ``docs/reference/publication.md``, transposition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.notices.equivalence import Equivalence
from sekisho.notices.transposition import Given, Transposition

FORMAT = "sekisho/matrix/1"
GIVEN, EARLIER, EXAMINE, ANNOUNCED, ENDED, NOT_YET = (
    "given_effect",
    "earlier_wording",
    "to_examine",
    "announced",
    "ended",
    "not_yet",
)
STATUSES = (GIVEN, EARLIER, EXAMINE, ANNOUNCED, ENDED, NOT_YET)
"""What a member has made of an entry; of several acts the first in this order speaks for the pair."""


@dataclass(frozen=True, slots=True)
class Source:
    """A framework's list with the acts upon it, as verified.

    Attributes:
        framework: Id of the framework.
        edition: Digest of the edition.
        size: Leaves that the checkpoint covers.
        checkpoint: Its time, ``YYYY-MM-DDTHH:MM:SSZ``.
        members: Ids of the members.
        entries: Rows of the editions, with ``field``.
        gone: Rows of what was listed and is no more, likewise.
        transpositions: Every accepted one in order of the record, those replaced included.
        equivalences: Likewise.
        stale: Why the list is stale; empty where it is not.
    """

    framework: str
    edition: str
    size: int
    checkpoint: str
    members: tuple[str, ...]
    entries: tuple[Mapping[str, Any], ...]
    gone: tuple[Mapping[str, Any], ...]
    transpositions: tuple[Transposition, ...]
    equivalences: tuple[Equivalence, ...]
    stale: str = ""


class _Index:
    """The acts by entry and member, so that each pair is looked up once however many acts there are."""

    def __init__(self, source: Source) -> None:
        self.by_pair: dict[tuple[str, str], list[tuple[Transposition, Given]]] = {}
        self.by_digest = {one.digest: one for one in source.transpositions}
        self.later = {one.replaces: one for one in source.transpositions if one.replaces}
        self.given: dict[tuple[str, str], Given] = {}
        for act in source.transpositions:
            for given in act.entries:
                self.given[(act.digest, given.code)] = given
                for member in act.members:
                    self.by_pair.setdefault((given.code, member), []).append((act, given))
        self.reliefs: dict[str, list[Equivalence]] = {}
        replaced = {one.replaces for one in source.equivalences}
        for relief in source.equivalences:
            for code in relief.entries if relief.digest not in replaced else ():
                self.reliefs.setdefault(code, []).append(relief)

    def of(self, row: Mapping[str, Any], member: str) -> list[tuple[Transposition, Given]]:
        """Return the acts of a member that name an entry, in order of the record."""
        return self.by_pair.get((row["code"], member), [])


def matrix(source: Source, on: dt.date) -> dict[str, Any]:
    """Return what each member has made of each entry that is adopted on a day.

    Args:
        source: The list and the acts.
        on: The day.

    Returns:
        A document of ``schemas/matrix.schema.json``. ``lag_days`` are days from the adoption of the standing wording to
        the first act of that wording, or to ``on`` while there is none (``lag_open``); never less than 0.
    """
    standing = [row for row in source.entries if _listed(row, "until", on, source.stale)]
    standing += [row for row in source.gone if _listed(row, "gone", on, "")]
    index = _Index(source)
    rows = sorted((_entry(source, index, row, on) for row in standing), key=lambda row: (row["code"], row["adopted"]))
    return {
        "format": FORMAT,
        "framework": source.framework,
        "edition": source.edition,
        "size": source.size,
        "checkpoint": source.checkpoint,
        "date": on.isoformat(),
        "stale": source.stale,
        "members": list(source.members),
        "entries": rows,
        "without_act": [row["code"] for row in rows if not any(cell["acts"] for cell in row["cells"])],
        "unknown_codes": _unknown(source),
        "after_removal": _overhang(source, index, on, {row["code"] for row in rows}),
    }


def _listed(row: Mapping[str, Any], end: str, on: dt.date, stale: str) -> bool:
    """Tell whether an entry is adopted on a day; of a stale list also one whose sunset has passed."""
    day = on.isoformat()
    return bool(row["adopted"] <= day and (stale or not row[end] or day < row[end]))


def _entry(source: Source, index: _Index, row: Mapping[str, Any], on: dt.date) -> dict[str, Any]:
    return {
        "code": row["code"],
        "sha256": row["sha256"],
        "field": row["field"],
        "title": dict(row.get("title", {})),
        "texts": dict(row.get("texts", {})),
        "adopted": row["adopted"],
        "effective": row.get("effective", ""),
        "until": row.get("until", row.get("gone", "")),
        "cells": [_cell(source, index, row, member, on) for member in source.members],
        "equivalences": [_relief(one, source.stale) for one in index.reliefs.get(row["code"], []) if one.applies(on)],
    }


def _cell(source: Source, index: _Index, row: Mapping[str, Any], member: str, on: dt.date) -> dict[str, Any]:
    found = []
    for act, given in index.of(row, member):
        status = _status(act, given, index.later.get(act.digest), member, row["sha256"], on, source.stale)
        if status:
            found.append(_act(act, given, status, row["sha256"]))
    found.sort(key=lambda one: (STATUSES.index(one["status"]), one["from"], one["digest"]))
    status = found[0]["status"] if found else NOT_YET
    return {"member": member, "status": status, **_lag(index, row, member, status, on), "acts": found}


def _status(
    act: Transposition, given: Given, later: Transposition | None, member: str, sha256: str, on: dt.date, stale: str
) -> str:
    """Return what an act makes of an entry in a member; empty where another has taken its place."""
    if later is not None:
        # Its law may still stand: for the member that is left out, and until the new act applies.
        open_still = member not in later.members or on < later.applies_from
        begun = act.applies_from <= on and (stale or act.applies(on))
        return EXAMINE if open_still and begun else ""
    if on < act.applies_from:
        return ANNOUNCED
    if not act.applies(on):
        return EXAMINE if stale else ENDED
    return GIVEN if given.sha256 == sha256 else EARLIER


def _act(act: Transposition, given: Given, status: str, sha256: str) -> dict[str, Any]:
    return {
        "digest": act.digest,
        "status": status,
        "by": act.by,
        "title": act.act.title,
        "citation": act.act.citation,
        "url": act.act.url,
        "basis": act.basis,
        "national": given.national,
        "wording": "as_adopted" if given.sha256 == sha256 else "another",
        "from": act.applies_from.isoformat(),
        "until": "" if act.applies_until is None else act.applies_until.isoformat(),
        "only": list(act.only),
        "except": list(act.excluded),
        "destinations": {"scope": act.destinations.scope, "places": list(act.destinations.places)},
        "deviations": [{"effect": one.effect, "text": one.text} for one in act.deviations_of(given.code)],
        "savings": act.savings,
        "steps": [{"step": one.step, "date": one.date.isoformat(), "note": one.note} for one in act.steps],
    }


def _lag(index: _Index, row: Mapping[str, Any], member: str, status: str, on: dt.date) -> dict[str, Any]:
    adopted = dt.date.fromisoformat(row["adopted"])
    if status != GIVEN:
        return {"since": "", "lag_days": (on - adopted).days, "lag_open": True}
    first = min(_first_days(index, row, member, on))
    return {"since": first.isoformat(), "lag_days": max((first - adopted).days, 0), "lag_open": False}


def _first_days(index: _Index, row: Mapping[str, Any], member: str, on: dt.date) -> list[dt.date]:
    """Return since when acts of this wording apply: those that apply now, and those that they have carried on."""
    days = []
    for act, _ in index.of(row, member):
        one: Transposition | None = act if act.digest not in index.later and act.applies(on) else None
        while one is not None and member in one.members:
            given = index.given.get((one.digest, row["code"]))
            if given is None or given.sha256 != row["sha256"]:
                break
            days.append(one.applies_from)
            one = index.by_digest.get(one.replaces)
    return days


def _relief(one: Equivalence, stale: str) -> dict[str, Any]:
    return {
        "digest": one.digest,
        "by": one.by,
        "of": list(one.of),
        "national": one.national,
        "basis": one.basis,
        "citation": one.citation,
        "from": one.applies_from.isoformat(),
        "until": "" if one.applies_until is None else one.applies_until.isoformat(),
        "conditions": list(one.conditions),
        "status": "not_usable" if stale else "to_examine",
    }


def _unknown(source: Source) -> list[dict[str, str]]:
    """Return what acts that none replaces say of codes that were never adopted: it gives effect to nothing."""
    known = {row["code"] for row in (*source.entries, *source.gone)}
    replaced = {one.replaces for one in source.transpositions} | {one.replaces for one in source.equivalences}
    named: list[tuple[str, str, Sequence[str]]] = [
        *((one.digest, one.by, [given.code for given in one.entries]) for one in source.transpositions),
        *((one.digest, one.by, one.entries) for one in source.equivalences),
    ]
    return [
        {"digest": digest, "by": by, "code": code}
        for digest, by, codes in named
        if digest not in replaced
        for code in codes
        if code not in known
    ]


def _overhang(source: Source, index: _Index, on: dt.date, standing: set[str]) -> list[dict[str, str]]:
    """Return the members whose act still applies to an entry that is on the list no more."""
    last = {row["code"]: row for row in source.gone if row["gone"] <= on.isoformat() and row["code"] not in standing}
    return [
        {"code": given.code, "member": member, "gone": last[given.code]["gone"], "why": last[given.code]["why"],
         "digest": act.digest, "citation": act.act.citation}
        for act in source.transpositions
        if act.digest not in index.later and act.applies(on)
        for given in act.entries
        if given.code in last
        for member in act.members
    ]  # fmt: skip
