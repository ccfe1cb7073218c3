"""How control lists correspond: derived with the solver, kept in the user's cache under the digests of what was compared."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sekisho.controls.codes import below
from sekisho.controls.control_list import ControlList
from sekisho.controls.correlation import Alone, Correlation, Pair, Relation, Witness, correlate
from sekisho.controls.vocabulary import Vocabulary
from sekisho.engines.z3_solver import Z3Solver
from sekisho.errors import EngineError, InputError, MissingError
from sekisho.terms.spelling import did_you_mean
from sekisho.workspace.clock import day
from sekisho.workspace.rulebook import Rulebook, cache_folder, code_stamp, open_rulebook, read_cache, write_cache

Tick = Callable[[str, int, int], None]
SECONDS = 10.0
"""How long the solver may think about one question; what takes longer is reported as not settled."""


def correlate_lists(
    first: str,
    second: str,
    *,
    entry: str | None = None,
    date: str | None = None,
    everything: bool = False,
    progress: Callable[[str], None] | None = None,
    tick: Tick = lambda *_: None,
) -> dict[str, Any]:
    """Return which entry of one list corresponds to which of another, with an item for each difference.

    Args:
        first: Id of the list whose entries are asked about.
        second: Id of the list that they are held against.
        entry: Only this entry of the first list and what is below it; all if None.
        date: The day whose law is compared, YYYY-MM-DD; today if None.
        everything: Also show entries that only overlap where a closer correspondence is known.
        progress: Called with a sentence before a slow step.
        tick: Told how far the comparison is.

    Raises:
        InputError: The lists are the same.
        MissingError: There is no such list or entry.
        EngineError: The solver is not installed.
    """
    rulebook = open_rulebook(progress)
    here, there = rulebook.control_list(first), rulebook.control_list(second)
    if here is there:
        raise InputError(f"{first} corresponds to itself", remedy="name two lists; `sekisho lists` shows them")
    if entry is not None and not any(below(code, entry) for code in here.index):
        remedy = did_you_mean(entry, here.index) or f"`sekisho lists show {first}` shows its entries"
        raise MissingError(f"{first} has no executable entry {entry!r}", remedy=remedy)
    codes = [code for code in here.index if entry is None or below(code, entry)]
    on = day(date)
    found = _rows(rulebook, here, there, codes, on, tick)
    pairs = [one for code in codes for one in found[code]["pairs"]]
    shown = pairs if everything else [one for code in codes for one in _closest(found[code]["pairs"])]
    return {
        "lists": [first, second],
        "date": on.isoformat(),
        "pairs": shown,
        "left_out": len(pairs) - len(shown),
        "alone": [one for code in codes for one in found[code]["alone"]],
        "undecided": sorted({one for code in codes for one in found[code]["undecided"]}),
        "unsettled": [one for code in codes for one in found[code]["unsettled"]],
        "counts": {one.value: sum(1 for pair in pairs if pair["relation"] == one.value) for one in Relation},
        "provenance": {
            "lists": [{"id": one.id, "edition": one.edition, "sha256": one.sha256} for one in (here, there)],
            "rulebook": rulebook.digest,
        },
    }


def correlations_of(rulebook: Rulebook, list_id: str, code: str, on: dt.date, tick: Tick) -> list[dict[str, Any]]:
    """Return what corresponds to one entry in every other list; nothing where the solver is not installed.

    Args:
        rulebook: The rulebook.
        list_id: The list of the entry.
        code: The entry.
        on: The day whose law is compared.
        tick: Told how far the comparison is.
    """
    here = rulebook.control_list(list_id)
    found: list[dict[str, Any]] = []
    for other, there in sorted(rulebook.lists.items()):
        if other == list_id:
            continue
        try:
            rows = _rows(rulebook, here, there, [code], on, tick)[code]
        except EngineError:
            return []
        found.extend({"list": other, **one} for one in _closest(rows["pairs"]))
        if not rows["pairs"]:
            found.append({"list": other, **_nothing(here, code, there, on, rows)})
    return found


def _nothing(here: ControlList, code: str, there: ControlList, on: dt.date, rows: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row for an entry that no decided entry of the other list corresponds to."""
    kinds = set(here.index[code])
    open_ = [
        one.code
        for one in there.entries
        if kinds.intersection(one.kinds) and (found := one.version(on)) is not None and found.condition is None
    ]
    relation = "undecided" if open_ or f"{here.id}:{code}" in rows["undecided"] else Relation.NONE.value
    alone = rows["alone"]
    only = alone[0]["witness"] if alone else ""
    return {"entry": code, "other": "", "relation": relation, "only_here": only, "only_there": "", "partial": open_}


def _closest(pairs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pairs of one entry that say most: where one holds the other, those that only overlap are left out."""
    close = [one for one in pairs if one["relation"] != Relation.OVERLAPS.value]
    same = [one for one in close if one["relation"] == Relation.SAME.value]
    return same or close or list(pairs)


def _rows(
    rulebook: Rulebook, here: ControlList, there: ControlList, codes: Sequence[str], on: dt.date, tick: Tick
) -> dict[str, dict[str, Any]]:
    """Return what is known of each entry against a list, comparing what was not compared before."""
    key = f"{here.sha256}{there.sha256}{on}{code_stamp()}"
    digest = hashlib.sha256(key.encode()).hexdigest()
    path = cache_folder() / f"correlation-{here.id}-{there.id}-{digest[:24]}.json"
    kept = read_cache(path, digest) or {"digest": digest, "rows": {}}
    missing = [code for code in codes if code not in kept["rows"]]
    if missing:
        solver = Z3Solver(SECONDS)
        wanted = frozenset(missing)
        found = correlate(here, there, on, rulebook.vocabulary, solver, wanted.__contains__, tick)
        kept["rows"] |= {code: _row(code, here.id, found) for code in missing}
        write_cache(path, kept)
    rows: dict[str, dict[str, Any]] = kept["rows"]
    return rows


def _row(code: str, list_id: str, found: Correlation) -> dict[str, Any]:
    words = found.vocabulary
    return {
        "pairs": [_pair(one, words) for one in found.pairs if one.entry == code],
        "alone": [_alone(one, words) for one in found.alone if one.entry == code],
        "undecided": [one for one in found.undecided if one == f"{list_id}:{code}" or not one.startswith(f"{list_id}:")],
        "unsettled": [one for one in found.unsettled if one.startswith(f"{code} ")],
    }


def _pair(one: Pair, words: Vocabulary) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "other": one.other,
        "relation": one.relation.value,
        "only_here": _witness(one.only_here, words),
        "only_there": _witness(one.only_there, words),
        "partial": list(one.partial),
    }


def _alone(one: Alone, words: Vocabulary) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "witness": _witness(one.witness, words),
        "related": list(one.related),
        "unknown_kind": one.unknown_kind,
    }


def _witness(one: Witness | None, words: Vocabulary) -> str:
    return "" if one is None else one.text(words)
