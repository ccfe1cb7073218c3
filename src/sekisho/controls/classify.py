"""Hold an item against control lists on a day.

Decides a verdict for every executable entry about the item's kind, whether these speak for the whole list, and which
questions would decide. Refuses to conclude "not listed" from entries that do not cover the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sekisho.controls.classification import EntryVerdict, ListClassification, Question
from sekisho.controls.codes import related
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Status, Version
from sekisho.controls.item import NOT_LISTED, Item
from sekisho.controls.references import (
    CONTAINS,
    MEETS,
    OF_SUBJECT,
    UNLISTED,
    Met,
    contradicted,
    met,
    of_subject,
    own,
    resolved,
    shared_heads,
    stated,
)
from sekisho.controls.vocabulary import REFERENCES, Vocabulary
from sekisho.logic.evaluator import evaluate
from sekisho.logic.tree import Compare, In, Node, names, walk
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact

MAX_DEPTH = 5
"""How deep parts and subjects are classified; what is deeper counts as not known."""


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
    held = tuple(lists)
    shared = shared_heads(held)
    return tuple(Desk(one, on, recorded_by, shared).classify(item) for one in held)


class Desk:
    """One list on one day.

    Args:
        control_list: The list.
        on: The day whose law applies.
        recorded_by: Use only what was recorded by this day; everything if None.
        shared: Entries (without paragraphs) that several of the lists in play know.
    """

    def __init__(
        self,
        control_list: ControlList,
        on: dt.date,
        recorded_by: dt.date | None = None,
        shared: frozenset[str] = frozenset(),
    ) -> None:
        self.list = control_list
        self.on = on
        self.recorded_by = recorded_by
        self.shared = shared
        self._judged: dict[int, tuple[Item, tuple[EntryVerdict, ...]]] = {}

    def classify(self, item: Item) -> ListClassification:
        """Return what the list says of an item."""
        verdicts = self.verdicts(item)
        coverage = self.list.coverage_of(item.kind, self.on)
        covered = coverage is not None and coverage.covered
        undecided = tuple(one.code for one in verdicts if one.undecided is not None)
        declared = item.declared.get(self.list.id)
        conflict = "" if declared is None else self._conflict(declared, verdicts) or self._built_in(declared, item)
        return ListClassification(
            self.list.id,
            self.on,
            verdicts,
            covered and not undecided,
            _coverage_sentence(item.kind, None if coverage is None else coverage.note, covered, undecided),
            declared,
            conflict,
            "" if declared is None or conflict else self._check(declared, verdicts),
        )

    def verdicts(self, item: Item, depth: int = 0) -> tuple[EntryVerdict, ...]:
        """Return the verdict of every entry in force about the item's kind, in list order.

        An entry that asks which other entries the item meets waits for these.
        """
        held = self._judged.get(id(item))
        if held is not None:
            return held[1]
        here = self.list.in_force(self.on, self.recorded_by, item.kind)
        facts = self.facts(item, depth)
        found: dict[str, EntryVerdict] = {}
        waiting: dict[str, tuple[Entry, Version]] = {}
        for entry, version in here:
            if asks(version, MEETS):
                waiting[entry.code] = (entry, version)
            else:
                found[entry.code] = judge(entry, version, facts)
        while waiting:
            for code in [one for one, pair in waiting.items() if not _waits(pair[1], waiting, one)] or list(waiting):
                entry, version = waiting.pop(code)
                own = {**facts, MEETS: self._own(item, found.values(), waiting)}
                found[code] = self._asking(item, judge(entry, version, own), version, found.values())
        verdicts = tuple(found[entry.code] for entry, _ in here)
        self._judged[id(item)] = (item, verdicts)
        return verdicts

    def facts(self, item: Item, depth: int = 0) -> dict[str, Fact]:
        """Return the item's parameters with the references to parts and subject resolved for this list."""
        facts = dict(item.parameters)
        said = {name: stated(item.parameters.get(name), self.list, self.shared) for name in REFERENCES}
        facts.update(said)
        if item.components or item.components_complete:
            parts = self._parts(item, depth)
            facts[CONTAINS] = resolved(CONTAINS, said[CONTAINS], parts, item.components_complete, self.list)
        if item.subject is not None:
            subject = self._met(item.subject, depth + 1)
            for name in OF_SUBJECT:
                facts[name] = resolved(name, said[name], (of_subject(name, subject),), True, self.list)
        return facts

    def own(self, item: Item, without: str = "") -> Fact:
        """Return which entries the item itself meets, one of them left out."""
        return self._own(item, (one for one in self.verdicts(item) if one.code != without), ())

    def _own(self, item: Item, verdicts: Iterable[EntryVerdict], waiting: Iterable[str]) -> Fact:
        judged = self._named(item, verdicts) | dict.fromkeys(waiting, Truth.UNKNOWN)
        return own(item, judged, stated(item.parameters.get(MEETS), self.list, self.shared), self.list)

    def _asking(self, item: Item, verdict: EntryVerdict, version: Version, others: Iterable[EntryVerdict]) -> EntryVerdict:
        """Return a verdict that asks for what decides the entries it names, where ``meets_entry`` is answered already."""
        said = stated(item.parameters.get(MEETS), self.list, self.shared)
        if MEETS not in verdict.need or version.condition is None or said is None or not said.complete:
            return verdict
        named = referenced(version.condition)[MEETS]
        near = (one for one in others if any(related(one.code, code) for code in named))
        asked = [name for one in near for name in one.need]
        need = dict.fromkeys(name for one in verdict.need for name in (asked if one == MEETS else (one,)))
        return replace(verdict, need=tuple(need))

    def _parts(self, item: Item, depth: int) -> Iterable[Met]:
        """Yield what every part meets, parts of parts included."""
        for part in item.components:
            yield self._part(part, depth + 1)
            if depth < MAX_DEPTH:
                yield from self._parts(part, depth + 1)

    def _met(self, item: Item, depth: int) -> Met:
        """Return which entries another item meets."""
        if depth > MAX_DEPTH:
            return Met()
        return met(item, self._named(item, self.verdicts(item, depth)), self.list, item.kind in self.list.kinds)

    def _part(self, item: Item, depth: int) -> Met:
        """Return which entries a part meets; what may be built into it and is not described leaves the rest open."""
        found, header = self._met(item, depth), self.list.header
        elementary = item.kind in header.contained and item.kind not in header.containers
        closed = item.components_complete or elementary or found.declared
        return found if closed else replace(found, complete=False)

    def _named(self, item: Item, verdicts: Iterable[EntryVerdict]) -> dict[str, Truth]:
        """Return verdicts by code, UNKNOWN for an entry that a condition may name but that has no text on the day."""
        asleep = (one.code for one in self.list.about(item.kind) if one.version(self.on, self.recorded_by) is None)
        return dict.fromkeys(asleep, Truth.UNKNOWN) | {one.code: one.verdict for one in verdicts}

    def _conflict(self, declared: str, verdicts: Iterable[EntryVerdict]) -> str:
        """Return why a declared code contradicts the executable entries; empty if it does not."""
        bearing = {one.code: one.verdict for one in verdicts if one.status is not Status.DEFINITION}
        yes = [code for code, verdict in bearing.items() if verdict is Truth.YES]
        if declared not in UNLISTED:
            if declared in self.list.index and self.list.entry(declared).version(self.on) is None:
                return f"declared {declared}, which is not in force on {self.on}"
            if contradicted(declared, bearing, self.list):
                return f"declared {declared}, but the item does not meet it"
        if yes and not any(related(code, declared) for code in yes):
            return f"declared {declared}, but the item meets {', '.join(yes)}"
        return ""

    def _built_in(self, declared: str, item: Item) -> str:
        """Return why "not listed" does not stand where something built in may be listed and no entry asks about that."""
        if declared not in UNLISTED or item.kind in self.list.header.containers:
            return ""
        codes = dict.fromkeys(
            one.code
            for part in _all_parts(item)
            for one in self.verdicts(part)
            if one.verdict is not Truth.NO and one.status is not Status.DEFINITION
        )
        return f"declared {declared}, but something built in meets or may meet {', '.join(codes)}" if codes else ""

    def _check(self, declared: str, verdicts: Iterable[EntryVerdict]) -> str:
        """Return what the executable entries say of a declared code that they do not contradict."""
        if declared in UNLISTED:
            return "no executable entry is met" + ("" if any(True for _ in verdicts) else ": none is about this kind")
        near = [one for one in verdicts if related(one.code, declared)]
        for truth, words in ((Truth.YES, "confirmed by"), (Truth.UNKNOWN, "open, as is")):
            codes = [one.code for one in near if one.verdict is truth]
            if codes:
                return f"{words} {', '.join(codes)}"
        if any(related(code, declared) for code in self.list.index):
            return f"not checked: no executable entry decides {declared} for this kind"
        return f"not checked: {declared} is not executable yet"


def judge(entry: Entry, version: Version, facts: Mapping[str, Fact]) -> EntryVerdict:
    """Return what one version of an entry says of some facts."""
    common = (str(version.citation), version.reasons, version.status)
    if version.condition is None:
        reason = version.undecided
        trace = (f"nobody can decide it from the texts at hand: {reason}",)
        return EntryVerdict(entry.list_id, entry.code, Truth.UNKNOWN, (), trace, *common, reason, entry.text)
    found = evaluate(version.condition, facts)
    need = found.need if found.truth is Truth.UNKNOWN else ()
    return EntryVerdict(entry.list_id, entry.code, found.truth, need, found.trace, *common, None, entry.text)


def referenced(condition: Node) -> dict[str, tuple[str, ...]]:
    """Return the codes that a condition names under each reference parameter."""
    found: dict[str, dict[str, None]] = {}
    for part in walk(condition):
        if isinstance(part, In | Compare) and part.name in REFERENCES:
            values = part.values if isinstance(part, In) else (part.value,)
            found.setdefault(part.name, {}).update(dict.fromkeys(map(str, values)))
    return {name: tuple(codes) for name, codes in found.items()}


def asks(version: Version, name: str) -> bool:
    """Tell whether the condition of a version names a parameter."""
    return version.condition is not None and name in names(version.condition)


def _waits(version: Version, waiting: Iterable[str], code: str) -> bool:
    """Tell whether a condition names, under ``meets_entry``, another entry that has no verdict yet."""
    condition = version.condition
    named = () if condition is None else referenced(condition).get(MEETS, ())
    return any(related(one, other) for one in named for other in waiting if other != code)


def _coverage_sentence(kind: str, note: str | None, covered: bool, undecided: tuple[str, ...]) -> str:
    words = kind.replace("_", " ")
    if note is None:
        return f"nobody has examined yet which entries of the list could be about {words}: no verdict on the whole list"
    if covered and undecided:
        return f"for {words} the list cannot be decided on this day: {', '.join(undecided)}. {note}"
    head = "speak for the whole list" if covered else "do not speak for the whole list"
    return f"for {words} the executable entries {head}. {note}"


def questions(classifications: Iterable[ListClassification], vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Return what to ask: each parameter once, with the entries that it decides, then each missing declaration."""
    fields: dict[str, dict[str, None]] = {}
    missing: list[Question] = []
    for one in classifications:
        for found in one.verdicts:
            for name in () if found.status is Status.DEFINITION else found.need:
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


def _all_parts(item: Item) -> Iterator[Item]:
    """Yield everything built into an item, parts of parts included."""
    for part in item.components:
        yield part
        yield from _all_parts(part)
