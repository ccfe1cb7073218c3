"""Releases of technology to foreign persons: which requirement lines do not follow them.

Decides the exclusions of 15 CFR 742.4, 742.6 and 734.20 for one line. The place is the nationality (734.13(b)).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.licensing.conditions import Condition, ask, every, no, some, yes
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.items import ItemCase
from sekisho.licensing.us.tables import Line, ask_of


def excluded(case: Case, item: ItemCase, line: Line) -> Condition:
    """Return whether a release of technology is outside a line."""
    rules = case.law.data["deemed"]["exclusions"]
    return some((no(""), *(_excluded(case, item, one) for one in rules if _is_about(one, line))))


def _is_about(rule: Mapping[str, Any], line: Line) -> bool:
    if line.eccn in rule.get("not_eccns", ()) or line.eccn not in rule.get("eccns", (line.eccn,)):
        return False
    return "sections" not in rule or any(line.section.startswith(one) for one in rule["sections"])


def _excluded(case: Case, item: ItemCase, rule: Mapping[str, Any]) -> Condition:
    parts = [yes(f"{rule['text']} ({rule['citation']})")]
    if "nationality_not_in" in rule:
        parts.append(~case.reaches(rule["nationality_not_in"]))
    if "for_entry" in rule:
        parts.append(_for_entry(item, rule["for_entry"]))
    if "abroad" in rule:
        parts.append(~case.from_us)
    if "question" in rule:
        parts.append(case.answer(ask_of(rule["question"])))
    return every(parts)


def _for_entry(item: ItemCase, codes: list[str]) -> Condition:
    fact = item.for_entry
    if not fact.known.isdisjoint(codes):
        return yes(f"{item.label} is for {', '.join(sorted(fact.known.intersection(codes)))}")
    if fact.complete and fact.possible.isdisjoint(codes):
        return no(f"{item.label} is for something else")
    return ask(f"what {item.label} is for is not stated", item.ask_for_entry())
