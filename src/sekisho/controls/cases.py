"""Run the cases of an entry, and ask whether they are enough.

A control is code with tests: an entry whose case fails does not load, nor one whose cases would not notice the loss of a
Note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sekisho.controls.classification import EntryVerdict
from sekisho.controls.classify import entry_verdict
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Case, Entry, Version, join
from sekisho.controls.item import Item
from sekisho.controls.read import read_facts
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import Error
from sekisho.logic.tree import Constant
from sekisho.logic.truth import Truth
from sekisho.terms.document import Node


def failures(entry: Entry, control_list: ControlList, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what is wrong with an entry's cases, a sentence each."""
    items: dict[str, Item] = {}
    for case in entry.cases:
        if case.name in items:
            yield f"two cases are called {case.name!r}"
        try:
            items[case.name] = case_item(case, vocabulary)
        except Error as problem:
            yield f"case {case.name!r}: {problem.message}" + (f" ({problem.remedy})" if problem.remedy else "")
            continue
        yield from _failure(case, items[case.name], entry, control_list)
    yield from _gaps(entry, control_list, items)


def case_item(case: Case, vocabulary: Vocabulary) -> Item:
    """Return the item of a case.

    Raises:
        InputError: It is not written in the vocabulary.
    """
    values = {name: Node(_scalar_or_list(text), 1, 1, name, case.name) for name, text in case.item.items() if name != "kind"}
    return Item(case.item["kind"], read_facts(Node(values, 1, 1, "", case.name), vocabulary))


def case_day(case: Case, entry: Entry) -> dt.date:
    """Return the day of a case: its own, or the first day of the last version."""
    if case.on is not None:
        return case.on
    period = entry.versions[-1].period
    if period.start is not None:
        return period.start
    return dt.date.max if period.until is None else period.until - dt.timedelta(days=1)


def _scalar_or_list(text: str) -> str | tuple[Node, ...]:
    if ";" not in text:
        return text
    return tuple(Node(part, 1, 1, "", "") for part in text.split(";"))


def _failure(case: Case, item: Item, entry: Entry, control_list: ControlList) -> Iterator[str]:
    day = case_day(case, entry)
    found: EntryVerdict | None = entry_verdict(item, control_list, entry, day)
    if item.kind not in entry.kinds:
        if case.expect is not Truth.NO:
            yield f"case {case.name!r}: the entry is not about {item.kind}"
        return
    verdict = Truth.NO if found is None else found.verdict
    if verdict is not case.expect:
        reasons = "not in force on the day" if found is None else "; ".join(found.trace)
        yield f"case {case.name!r}: expected {case.expect.value}, got {verdict.value} on {day} ({reasons})"
    elif case.need and found is not None and set(case.need) != set(found.need):
        yield f"case {case.name!r}: expected to need {', '.join(case.need)}, needs {', '.join(found.need) or 'nothing'}"


def _gaps(entry: Entry, control_list: ControlList, items: dict[str, Item]) -> Iterator[str]:
    decided = [version for version in entry.versions if version.condition is not None]
    if not decided:
        return
    constant = all(version.condition == Constant(True) for version in decided)
    wanted = (Truth.YES,) if constant else (Truth.YES, Truth.NO, Truth.UNKNOWN)
    for truth in wanted:
        if not any(case.expect is truth for case in entry.cases):
            yield f"no case expects {truth.value}"
    parts = {name for version in decided for name in _parts(version)}
    for name in sorted(parts):
        if not any(_noticed(name, entry, version, control_list, items) for version in decided):
            yield f"no case would notice the loss of {name}"


def _parts(version: Version) -> dict[str, Version]:
    """Return the parts of a version that could be dropped, each with the version that remains."""
    variants = {
        f"exclusion {one.note!r}": replace(version, unless=tuple(other for other in version.unless if other is not one))
        for one in version.unless
    }
    if version.only_if is not None:
        variants["only_if"] = replace(version, only_if=None)
    return variants


def _noticed(name: str, entry: Entry, version: Version, control_list: ControlList, items: dict[str, Item]) -> bool:
    """Tell whether the verdict of some case changes when a part is dropped from a version."""
    variant = _parts(version).get(name)
    if variant is None:
        return False
    whole = replace(variant, condition=join(variant.when, variant.only_if, variant.unless))
    other = replace(entry, versions=tuple(whole if one is version else one for one in entry.versions))
    return any(
        _verdict(items[case.name], entry, case, control_list) is not _verdict(items[case.name], other, case, control_list)
        for case in entry.cases
        if case.name in items
    )


def _verdict(item: Item, entry: Entry, case: Case, control_list: ControlList) -> Truth:
    found = entry_verdict(item, control_list, entry, case_day(case, entry))
    return Truth.NO if found is None else found.verdict
