"""Run the cases of an entry, and ask whether they are enough.

A control is code with tests: an entry whose case fails does not load, nor one whose cases would not notice the loss of a
Note. A code in a case without a prefix is a code of the entry's own list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.controls.classify import Desk, asks, judge
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Case, Entry, Version
from sekisho.controls.item import Item
from sekisho.controls.read import read_facts
from sekisho.controls.references import MEETS
from sekisho.controls.vocabulary import REFERENCES, Vocabulary
from sekisho.errors import Error
from sekisho.logic.evaluator import decide
from sekisho.logic.tree import Constant, Not, conjunction
from sekisho.logic.tree import Node as Condition
from sekisho.logic.truth import Truth
from sekisho.logic.values import Facts, Several
from sekisho.terms.document import Node

MEND = "mend the entry or the case"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the cases of an entry.

    Attributes:
        message: A sentence.
        case: Number of the case at fault, from 0; None where the cases as a whole are.
        remedy: What to do.
    """

    message: str
    case: int | None = None
    remedy: str = MEND


@dataclass(frozen=True, slots=True)
class _Trial:
    """A case that was run: the version that it tried, None where none did, and the facts it gave."""

    case: Case
    version: Version | None
    facts: Facts


def faults(entry: Entry, control_list: ControlList, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with an entry's cases."""
    names: set[str] = set()
    trials: list[_Trial] = []
    for number, case in enumerate(entry.cases):
        if case.name in names:
            yield Fault(f"two cases are called {case.name!r}", number, "give each its own name")
        names.add(case.name)
        try:
            item = case_item(case, entry.list_id, vocabulary)
            trial, fault = _run(case, item, entry, control_list)
        except Error as problem:
            yield Fault(f"case {case.name!r}: {problem.message}", number, problem.remedy or MEND)
            continue
        if fault:
            yield Fault(f"case {case.name!r}: {fault}", number)
        trials.append(trial)
    yield from _gaps(entry, trials)


def case_item(case: Case, list_id: str, vocabulary: Vocabulary) -> Item:
    """Return the item of a case.

    Raises:
        InputError: It is not written in the vocabulary.
    """
    values = {name: Node(_scalar_or_list(text), 1, 1, name, case.name) for name, text in case.item.items() if name != "kind"}
    facts = read_facts(Node(values, 1, 1, "", case.name), vocabulary)
    own = {
        name: Several(frozenset(code if ":" in code else f"{list_id}:{code}" for code in fact.known))
        for name, fact in facts.items()
        if isinstance(fact, Several) and name in REFERENCES
    }
    return Item(case.item["kind"], {**facts, **own})


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


def _run(case: Case, item: Item, entry: Entry, control_list: ControlList) -> tuple[_Trial, str]:
    """Return a case as it was run, and what is wrong; nothing if it gives what it expects."""
    day = case_day(case, entry)
    version = entry.version(day)
    if item.kind not in entry.kinds:
        fault = "" if case.expect is Truth.NO else f"the entry is not about {item.kind}"
        return _Trial(case, None, {}), fault
    if version is None:
        fault = "" if case.expect is Truth.NO else f"the entry is not in force on {day}"
        return _Trial(case, None, {}), fault
    desk = Desk(control_list, day)
    facts = desk.facts(item)
    if asks(version, MEETS):
        facts[MEETS] = desk.own(item, without=entry.code)
        found = next(one for one in desk.verdicts(item) if one.code == entry.code)
    else:
        found = judge(entry, version, facts)
    fault = ""
    if found.verdict is not case.expect:
        reasons = "; ".join(found.trace)
        fault = f"expected {case.expect.value}, got {found.verdict.value} on {day} ({reasons})"
    elif case.need and set(case.need) != set(found.need):
        fault = f"expected to need {', '.join(case.need)}, needs {', '.join(found.need) or 'nothing'}"
    return _Trial(case, version, facts), fault


def _gaps(entry: Entry, trials: list[_Trial]) -> Iterator[Fault]:
    """Yield what the cases leave untried."""
    decided = [version for version in entry.versions if version.condition is not None]
    if not decided:
        return
    constant = all(version.condition == Constant(True) for version in decided)
    tried = {trial.case.expect for trial in trials if trial.version is not None and trial.version.condition is not None}
    for truth in (Truth.YES,) if constant else (Truth.YES, Truth.NO, Truth.UNKNOWN):
        if truth not in tried:
            remedy = "add one about a kind of the entry, on a day on which it is in force and decided"
            yield Fault(f"no case expects {truth.value}", remedy=remedy)
    noticed: dict[str, bool] = {}
    for version in decided:
        for name, rest in parts(version):
            noticed[name] = noticed.get(name, False) or any(_differs(version, rest, trial) for trial in trials)
    for name, seen in noticed.items():
        if not seen:
            yield Fault(f"no case would notice the loss of {name}", remedy="add one whose verdict hangs on it")


def parts(version: Version) -> Iterator[tuple[str, Condition]]:
    """Yield the parts of a version that could be lost, each with the condition that would remain."""
    if version.when is None:
        return
    labels = [one.note for one in version.unless]
    for one in version.unless:
        others = [Not(other.when) for other in version.unless if other is not one]
        label = one.note if labels.count(one.note) == 1 else f"{one.note} ({one.when_text})"
        narrower = () if version.only_if is None else (version.only_if,)
        yield f"exclusion {label!r}", conjunction((version.when, *narrower, *others))
    if version.only_if is not None:
        yield "only_if", conjunction((version.when, *(Not(other.when) for other in version.unless)))


def _differs(version: Version, rest: Condition, trial: _Trial) -> bool:
    """Tell whether a case of this version would give another verdict with what remains of the condition."""
    return trial.version is version and decide(rest, trial.facts) is not trial.case.expect
