"""Hold an item against control lists on a day.

Decides a verdict for every executable entry about the item's kind, whether these speak for the whole list, and which
questions would decide. Refuses to conclude "not listed" from entries that do not cover the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sekisho.controls.classification import EntryVerdict, ListClassification, Question
from sekisho.controls.codes import related
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Status, Version
from sekisho.controls.item import NOT_LISTED, Item
from sekisho.controls.references import (
    CONTAINS,
    MEETS,
    OF_SUBJECT,
    Met,
    declared_codes,
    derived,
    merged,
    stated,
)
from sekisho.controls.vocabulary import Vocabulary
from sekisho.logic.evaluator import evaluate
from sekisho.logic.tree import Compare, In, Node, names, walk
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact

REFERENCES = frozenset({CONTAINS, MEETS, *OF_SUBJECT})
"""The parameters whose values are codes of entries."""


def classify(
    item: Item, lists: Iterable[ControlList], on: dt.date, recorded_by: dt.date | None = None
) -> tuple[ListClassification, ...]:
    """Return what each list says of an item on a day.

    Args:
        item: The item.
        lists: The lists, in the order of the answer.
        on: The day whose law applies.
        recorded_by: Use only what was recorded by this day; everything if None.
    """
    return tuple(_Desk(one, on, recorded_by).classify(item) for one in lists)


def entry_verdict(item: Item, control_list: ControlList, entry: Entry, on: dt.date) -> EntryVerdict | None:
    """Return what one entry says of an item, or None where it is not in force on the day."""
    desk = _Desk(control_list, on, None)
    version = entry.version(on)
    return None if version is None else desk.verdict(item, entry, version)


def facts_for(item: Item, control_list: ControlList, on: dt.date, recorded_by: dt.date | None = None) -> dict[str, Fact]:
    """Return the facts of an item with its references resolved for one list, for conditions outside the entries."""
    return _Desk(control_list, on, recorded_by).facts(item, own=True)


class _Desk:
    """One list on one day."""

    def __init__(self, control_list: ControlList, on: dt.date, recorded_by: dt.date | None) -> None:
        self.list = control_list
        self.on = on
        self.recorded_by = recorded_by

    def classify(self, item: Item) -> ListClassification:
        verdicts = self.verdicts(item)
        coverage = self.list.coverage_of(item.kind, self.on)
        covered = coverage is not None and coverage.covered
        undecided = any(one.undecided is not None for one in verdicts)
        declared = item.declared.get(self.list.id)
        return ListClassification(
            self.list.id,
            self.on,
            verdicts,
            covered and not undecided,
            _coverage_sentence(item.kind, None if coverage is None else coverage.note, covered),
            declared,
            _conflict(declared, verdicts),
        )

    def verdicts(self, item: Item) -> tuple[EntryVerdict, ...]:
        """Return the verdict of every entry in force about the item's kind; entries that refer to others come last."""
        here = self.list.in_force(self.on, self.recorded_by, item.kind)
        facts = self.facts(item, own=False)
        found: dict[str, EntryVerdict] = {}
        later: list[tuple[Entry, Version]] = []
        for entry, version in here:
            if version.condition is not None and MEETS in names(version.condition):
                later.append((entry, version))
            else:
                found[entry.code] = _judge(entry, version, facts)
        waiting = {entry.code for entry, _ in later}
        while later:
            ready = [pair for pair in later if not self._waits(pair[1], waiting - {pair[0].code})] or later
            for entry, version in ready:
                own = {**facts, MEETS: self._own(item, found.values(), waiting, entry.code)}
                found[entry.code] = _judge(entry, version, own)
                waiting.discard(entry.code)
            later = [pair for pair in later if pair not in ready]
        return tuple(found[entry.code] for entry, _ in here)

    def verdict(self, item: Item, entry: Entry, version: Version) -> EntryVerdict:
        """Return the verdict of one entry, whatever the item's kind."""
        own = version.condition is not None and MEETS in names(version.condition)
        return _judge(entry, version, self.facts(item, own=own, without=entry.code))

    def facts(self, item: Item, own: bool, without: str = "") -> dict[str, Fact]:
        """Return the item's parameters with the references resolved for this list."""
        facts = dict(item.parameters)
        parts = None
        if item.components:
            parts = derived(self._parts(item), item.components_complete, self.list, CONTAINS)
        facts[CONTAINS] = merged(stated(item.parameters.get(CONTAINS), self.list), parts)
        for name in OF_SUBJECT:
            subject = None if item.subject is None else derived((self._met(item.subject),), True, self.list, name)
            facts[name] = merged(stated(item.parameters.get(name), self.list), subject)
        if own:
            facts[MEETS] = self._own(item, self.verdicts(item), set(), without)
        return facts

    def _own(self, item: Item, verdicts: Iterable[EntryVerdict], waiting: set[str], without: str) -> Fact:
        """Return which other entries the item itself meets."""
        others = [one for one in verdicts if one.code != without]
        met = Met(
            _codes(others, Truth.YES),
            _codes(others, Truth.UNKNOWN) | frozenset(waiting - {without}),
            True,
            False,
        )
        return merged(stated(item.parameters.get(MEETS), self.list), derived((met,), True, self.list, MEETS))

    def _waits(self, version: Version, waiting: set[str]) -> bool:
        """Tell whether a condition names, under ``meets_entry``, an entry that has no verdict yet."""
        condition = version.condition
        named = () if condition is None else referenced(condition).get(MEETS, ())
        return any(related(code, other) for code in named for other in waiting)

    def _parts(self, item: Item) -> Iterable[Met]:
        """Yield what every part meets, parts of parts included."""
        for part in item.components:
            yield self._met(part)
            yield from self._parts(part)

    def _met(self, item: Item) -> Met:
        """Return which entries another item meets."""
        codes = declared_codes(item, self.list.id)
        verdicts = self.verdicts(item)
        closed = item.components_complete or item.kind not in self.list.header.containers
        known_kind = any(item.kind in kinds for kinds in self.list.index.values())
        return Met(
            _codes(verdicts, Truth.YES) | (codes or frozenset()),
            _codes(verdicts, Truth.UNKNOWN),
            codes is not None or (closed and known_kind),
            codes is not None,
        )


def referenced(condition: Node) -> dict[str, tuple[str, ...]]:
    """Return the codes that a condition names under each reference parameter."""
    found: dict[str, list[str]] = {}
    for part in walk(condition):
        if isinstance(part, In | Compare) and part.name in REFERENCES:
            values = part.values if isinstance(part, In) else (part.value,)
            found.setdefault(part.name, []).extend(str(value) for value in values)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


def _judge(entry: Entry, version: Version, facts: Mapping[str, Fact]) -> EntryVerdict:
    common = (str(version.citation), version.reasons, version.status)
    if version.condition is None:
        reason = version.undecided
        trace = (f"nobody can decide it from the texts at hand: {reason}",)
        return EntryVerdict(entry.list_id, entry.code, Truth.UNKNOWN, (), trace, *common, reason, entry.text)
    found = evaluate(version.condition, facts)
    need = found.need if found.truth is Truth.UNKNOWN else ()
    return EntryVerdict(entry.list_id, entry.code, found.truth, need, found.trace, *common, None, entry.text)


def _codes(verdicts: Iterable[EntryVerdict], truth: Truth) -> frozenset[str]:
    return frozenset(one.code for one in verdicts if one.verdict is truth and one.status is not Status.DEFINITION)


def _coverage_sentence(kind: str, note: str | None, covered: bool) -> str:
    words = kind.replace("_", " ")
    if note is None:
        return f"nobody has examined yet which entries of the list could be about a {words}: no verdict on the whole list"
    head = "speak for the whole list" if covered else "do not speak for the whole list"
    return f"for a {words} the executable entries {head}. {note}"


def _conflict(declared: str | None, verdicts: Iterable[EntryVerdict]) -> str:
    """Return why a declared code contradicts the executable entries; empty if it does not."""
    if declared is None:
        return ""
    bearing = [one for one in verdicts if one.status is not Status.DEFINITION]
    met = [one.code for one in bearing if one.verdict is Truth.YES]
    if declared in {NOT_LISTED, "EAR99"}:
        return f"declared {declared}, but the item meets {', '.join(met)}" if met else ""
    near = [one for one in bearing if related(one.code, declared)]
    if near and all(one.verdict is Truth.NO for one in near):
        return f"declared {declared}, but the item does not meet it"
    return ""


def questions(classifications: Iterable[ListClassification], vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Return what to ask: each parameter once, with the entries that it decides, then each missing declaration."""
    fields: dict[str, dict[str, None]] = {}
    missing: list[Question] = []
    for one in classifications:
        for found in one.verdicts:
            for name in found.need:
                fields.setdefault(name, {})[f"{one.list_id}:{found.code}"] = None
        if not one.covered and one.declared is None:
            text = f"How do you classify the item in {one.list_id}? A code, or '{NOT_LISTED}'."
            missing.append(Question(f"declared.{one.list_id}", "", text, (one.list_id,)))
    asked = [
        Question(name, vocabulary.parameters[name].unit, _wording(name, vocabulary), tuple(decides))
        for name, decides in fields.items()
    ]
    return (*asked, *missing)


def _wording(name: str, vocabulary: Vocabulary) -> str:
    parameter = vocabulary.parameters[name]
    choice = f" One of: {', '.join(parameter.values)}." if parameter.values else ""
    return f"{parameter.text}.{choice}".replace("..", ".")
