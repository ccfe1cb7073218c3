"""How the authority reviews an application, for each requirement of the list.

Decides which sentence of parts 742 and 746 fits a line and a destination; the first that fits in the order of the file.
"""

from __future__ import annotations

from sekisho.licensing.determination import Question
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.places import named
from sekisho.licensing.us.tables import Line
from sekisho.logic.truth import Truth

_NO_QUESTION = Question("transaction", 0, "destination", "")


def policy_of(case: Case, line: Line) -> str:
    """Return the review policy for a line; empty where the texts at hand give none."""
    for reason, section, items, places, not_in, policy, citation in case.law.data["policy"]:
        if reason == line.reason and _fits(line, section, items) and _reaches(case, places, not_in):
            return f"{policy} ({citation})"
    return ""


def _fits(line: Line, section: str, items: str) -> bool:
    if items == "military":
        return line.eccn[2] == "6" or line.eccn[2:] == "515"
    if items:
        return line.eccn == items
    return line.section.startswith(section) or (line.scope == "column" and line.places == (section,))


def _reaches(case: Case, places: list[str], not_in: list[str]) -> bool:
    for place in case.places:
        inside = named(case.law, place, places, case.on, _NO_QUESTION).truth is Truth.YES
        if inside and named(case.law, place, not_in, case.on, _NO_QUESTION).truth is not Truth.YES:
            return True
    return False
