"""Whether a requirement line of the Commerce Control List is about an item, and in force on a day.

Decides the item side of a line: paragraph, official words, date. A conditional line is open until its condition is
decided by facts or answered by the exporter. Where it reaches is decided in ``requirements``.
"""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.licensing.conditions import Condition, ask, every, look, no, some, yes
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.items import Candidate, ItemCase
from sekisho.licensing.us.tables import Ask, Line, covers
from sekisho.logic.evaluator import evaluate
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact


def concerns(case: Case, item: ItemCase, candidate: Candidate, line: Line) -> Condition:
    """Return whether a line is about an item that has a code.

    Args:
        case: The transaction.
        item: The item.
        candidate: The code, which the item has or may have.
        line: A line of the same entry.
    """
    if line.kind == "entire":
        return candidate.condition
    if line.kind == "conditional":
        return every((candidate.condition, _worded(case, item, candidate, line)))
    named = some((no(f"{candidate.code} is not under {', '.join(line.paragraphs)}"), *_paragraphs(item, candidate, line)))
    if line.kind == "except":
        named = ~named
    return every((candidate.condition, named))


def in_force(case: Case, line: Line) -> Condition:
    """Return whether a line holds on the day; undecided where the earlier text is not at hand."""
    known = case.law.texts["ccl"].known_from
    delay = case.law.data["law"]["delay"]
    if line.start is None:
        if case.on >= known:
            return yes("")
        return look(f"the lines of {line.eccn} are known from {known} on, not for {case.on}")
    if case.on < line.start:
        return no(f"the line exists since {line.start} ({delay['citation']})")
    if str(case.on) < delay["until"] and any(place.groups.intersection(delay["places"]) for place in case.places):
        text = f"compliance was due on {delay['until']} for destinations of Country Group {', '.join(delay['places'])}"
        return look(f"{text} ({delay['citation']}); the groups of {case.on} are not at hand")
    return yes("")


def has_reason(case: Case, item: ItemCase, reasons: Iterable[str]) -> Condition:
    """Return whether the item has a line with one of several reasons, wherever that line reaches."""
    wanted = frozenset(reasons)
    found = [no(f"{item.label} has no line for {', '.join(sorted(wanted))}")]
    for candidate in item.candidates:
        lines = case.law.lines(candidate.eccn)
        if lines is None:
            found.append(every((candidate.condition, look(f"{candidate.eccn} is no entry of the list at hand"))))
            continue
        found += [concerns(case, item, candidate, line) for line in lines if line.reason in wanted]
    if item.settled.truth is not Truth.YES:
        found.append(item.settled)
    return some(found)


def _paragraphs(item: ItemCase, candidate: Candidate, line: Line) -> Iterable[Condition]:
    for token in line.paragraphs:
        covered = covers(token, candidate.code)
        if covered is not False:
            named = f"the line names {token}" if token == candidate.code else f"{candidate.code} is under {token}"
            yield yes(named) if covered else item.paragraph_of(candidate.code, token)


def _worded(case: Case, item: ItemCase, candidate: Candidate, line: Line) -> Condition:
    """Return what the condition of a line gives; its words are asked where facts do not decide."""
    assert line.when is not None
    leaving = case.ships_from(("MO", "D:5"))
    facts: dict[str, Fact] = {
        "entry": item.own(candidate),
        "for_entry": item.for_entry,
        "answered": item.item.item.answers.get(line.key),
        "exported_from_macau_or_d5": None if leaving.truth is Truth.UNKNOWN else leaving.truth is Truth.YES,
    }
    found = evaluate(line.when, facts)
    if found.truth is not Truth.UNKNOWN:
        says = "is" if found.truth is Truth.YES else "is not"
        return Condition(found.truth, f"{item.label} {says} what line {line.key} is about: {line.words}")
    asked = {
        "entry": item.paragraph_of(candidate.code, line.eccn),
        "for_entry": ask(f"what {item.label} is for is not stated", item.ask_for_entry()),
        "answered": item.answer(Ask(line.key, f"Is {item.label} within these words of {line.eccn}: {line.words}?")),
        "exported_from_macau_or_d5": leaving,
    }
    return every(asked[name] for name in found.need)
