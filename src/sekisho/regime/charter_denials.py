"""Whether a charter's duties after a denial can be met.

Decides what can be told from the numbers alone. What a denial is, and whether two transactions are essentially identical,
is for ``notices`` and, in the end, for a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sekisho.regime.charter import Charter, DenialRule
from sekisho.regime.charter_problem import Problem

_DAY = dt.timedelta(days=1)


def denial_problems(charter: Charter) -> Iterator[Problem]:
    """Yield what is wrong with the duties of a charter, in their order."""
    taken: set[str] = set()
    for number, rule in enumerate(charter.denials):
        place = f"denials[{number}]"
        yield from _named(charter, rule, place, taken)
        yield from _clocks(rule, place)
        taken |= set(rule.fields)


def _named(charter: Charter, rule: DenialRule, place: str, taken: set[str]) -> Iterator[Problem]:
    if not rule.fields:
        yield Problem(f"{place}.fields", "the rule is for no field", 'name fields of the charter, or write "*"')
    if len(set(rule.fields)) != len(rule.fields):
        yield Problem(f"{place}.fields", "a name stands twice", "name each once")
    for field in rule.fields:
        if field != "*" and charter.field(field) is None:
            yield Problem(f"{place}.fields", f"the charter has no field {field}", "name a field of the charter")
    if rule.fields and all(taken & {field, "*"} for field in rule.fields):
        yield Problem(place, "the rule is never reached: earlier ones cover all that it names", "put the narrower one first")


def _clocks(rule: DenialRule, place: str) -> Iterator[Problem]:
    if rule.validity <= dt.timedelta() or rule.validity % _DAY:
        message = "a denial is valid for a number of whole days, at least one"
        yield Problem(f"{place}.validity", message, "write days: P1095D")
    if rule.notify_days < 1:
        message = "a grant would have to be notified before it is made"
        yield Problem(f"{place}.notify_days", message, "write a number of days from 1 on")
    if rule.duty == "consult" and rule.reply_days < 1:
        message = "nobody could reply in time, so every silence would count as a no"
        yield Problem(f"{place}.reply_days", message, "write a number of working days from 1 on")
    if rule.duty == "consult" and rule.reply_limit < rule.reply_days:
        message = f"the limit of {rule.reply_limit} working days is over before the {rule.reply_days} of a reply"
        yield Problem(f"{place}.reply_limit", message, f"write {rule.reply_days} or more")
