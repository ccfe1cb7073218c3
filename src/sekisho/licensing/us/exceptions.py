"""Licence exceptions of part 740: which to examine, which are barred.

Never clears anything: an exception is at most "to examine", with its conditions. Says "barred" only where a bar is
settled (a rule that leaves no exception, 740.2, another reason for control, the value of the line).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sekisho.licensing.conditions import Condition, every, look, no, some, yes
from sekisho.licensing.determination import Authorisation, Finding
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.us.case import Case, join
from sekisho.licensing.us.end_users import UVL, Bite, listed
from sekisho.licensing.us.items import ItemCase
from sekisho.licensing.us.lines import has_reason
from sekisho.licensing.us.tables import covers
from sekisho.logic.truth import Truth

TO_EXAMINE, BARRED = "to_examine", "barred"
ANY = "any"
"""Code that stands for every licence exception."""


@dataclass(frozen=True)
class _Need:
    """What an item needs, and what overcomes it.

    Attributes:
        case: The transaction.
        item: The item.
        bites: Everything that concerns the item and is not NO.
    """

    case: Case
    item: ItemCase
    bites: tuple[Bite, ...]

    @cached_property
    def reasons(self) -> frozenset[str]:
        """Return the reasons for control of the settled lines."""
        return frozenset(
            one.finding.reason
            for one in self.bites
            if one.leaves is None and one.finding.entry and one.finding.applies is Truth.YES
        )

    @cached_property
    def restrictions(self) -> tuple[tuple[str, frozenset[str], Condition], ...]:
        """Return the bars of 740.2: rule, what it leaves, whether it applies."""
        return tuple(
            (one["rule"], frozenset(one["leaves"]), self._restricts(one)) for one in self.case.law.data["exceptions"]["bars"]
        )

    def _restricts(self, rule: Mapping[str, Any]) -> Condition:
        return join(self._parts(rule))

    def _parts(self, rule: Mapping[str, Any]) -> Iterator[Condition]:
        yield self.case.reaches(rule.get("in", ("*",)), rule.get("not_in", ()))
        if "items" in rule:
            yield self.item.among(rule["items"])
        if "reasons" in rule:
            yield has_reason(self.case, self.item, rule["reasons"])
        if "column" in rule:
            yield self.granted(rule["column"])

    def granted(self, column: str) -> Condition:
        """Return whether the entry grants an exception."""
        found = [no("")]
        for one in self.item.candidates:
            grant = self.case.law.help(one.eccn).columns.get(column)
            if grant is None:
                continue
            if not grant.codes:
                sure = yes("") if grant.state != "conditional" else look(grant.text)
                found.append(every((one.condition, sure)))
            found += [every((one.condition, self._under(token, one.code))) for token in grant.codes]
        return some(found)

    def _under(self, token: str, code: str) -> Condition:
        if token[:5] == code[:5]:
            covered = covers(token, code)
            return look(f"{code} may be {token}") if covered is None else Condition(Truth.of(covered), "")
        fact = self.item.for_entry
        if token in fact.known:
            return yes("")
        return no("") if fact.complete and token not in fact.possible else look(f"for {token}")

    def texts(self, column: str) -> Iterator[str]:
        """Yield what the entries print about an exception."""
        for one in self.item.candidates:
            grant = self.case.law.help(one.eccn).columns.get(column)
            if grant is not None:
                yield f"{one.eccn}: {grant.text}"


def authorisations(case: Case, bites: Sequence[Bite]) -> tuple[Authorisation, ...]:
    """Return what may be examined to overcome the requirements, and what is barred.

    Args:
        case: The transaction.
        bites: Every finding of the determination with what it leaves.
    """
    merged: dict[tuple[str, str, tuple[str, ...], str], list[int]] = {}
    for item in case.items:
        for code, status, conditions, citation in _for_item(case, item, bites):
            merged.setdefault((code, status, conditions, citation), []).append(item.index)
    return tuple(Authorisation(*key, tuple(items)) for key, items in merged.items())


def _for_item(case: Case, item: ItemCase, bites: Sequence[Bite]) -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    concerning = tuple(one for one in bites if _concerns(one.finding, item))
    licences = [one for one in concerning if one.finding.effect is Outcome.LICENCE_REQUIRED and one.finding.requirement]
    if not licences:
        return
    need = _Need(case, item, concerning)
    left = False
    for rule in case.law.data["exceptions"]["exceptions"]:
        offered = _offered(need, rule)
        if offered.truth is Truth.NO:
            continue
        code = _code(case, rule["symbol"])
        bars = tuple(dict.fromkeys(_bars(need, rule)))
        if not bars:
            left = True
            yield code, TO_EXAMINE, _conditions(need, rule), rule["citation"]
        elif "general" not in rule:
            yield code, BARRED, bars, rule["citation"]
    nothing = next((one for one in licences if _leaves_nothing(one)), None)
    if nothing is not None and not left:
        text = f"no licence exception overcomes {nothing.finding.rule}"
        yield ANY, BARRED, (f"{text} ({nothing.note})" if nothing.note else text,), nothing.finding.citation


def _concerns(finding: Finding, item: ItemCase) -> bool:
    return finding.applies is not Truth.NO and finding.item in (None, item.index)


def _leaves_nothing(bite: Bite) -> bool:
    return bite.leaves == () and bite.finding.applies is Truth.YES


def _offered(need: _Need, rule: Mapping[str, Any]) -> Condition:
    """Return whether an exception is about the item, the destination and the kind of transaction at all."""
    case = need.case
    symbol = rule["symbol"]
    if "transactions" in rule and case.transaction.kind.value not in rule["transactions"]:
        return no("")
    if "kinds" in rule and need.item.item.item.kind not in rule["kinds"]:
        return no("")
    if "named_only" in rule and not any(symbol in (one.leaves or ()) for one in need.bites):
        return no("")
    parts = [case.reaches(rule.get("in", ("*",)), rule.get("not_in", ()))]
    if "column" in rule:
        parts.append(need.granted(rule["column"]))
    if "ear99" in rule:
        parts.append(~need.item.listed)
    if rule.get("special") == "sta":
        parts.append(need.item.listed)
    return every(parts)


def _bars(need: _Need, rule: Mapping[str, Any]) -> Iterator[str]:
    symbol = rule["symbol"]
    for one in need.bites:
        if one.leaves is not None and symbol not in one.leaves and one.finding.applies is Truth.YES:
            yield f"{one.finding.rule}: {one.note or 'no licence exception'}"
    for name, leaves, condition in need.restrictions:
        if symbol not in leaves and condition.truth is Truth.YES:
            yield f"15 CFR {name}"
    others = need.reasons.difference(rule.get("only", need.reasons))
    if others:
        yield f"only for {', '.join(rule['only'])}: {', '.join(sorted(others))} applies too"
    if symbol == "LVS":
        yield from _over_limit(need)
    if symbol == "STA":
        yield from _sta_bars(need)
    if any(listed(need.case, index, UVL).truth is Truth.YES for index, _ in need.case.parties):
        unverified = need.case.law.data["exceptions"]["unverified"]
        yield f"15 CFR {unverified['rule']}: {unverified['text']}"


def _over_limit(need: _Need) -> Iterator[str]:
    amount = need.item.item.value_amount
    if amount is None or need.item.item.value_currency != "USD":
        return
    found = [int(text.replace(",", "")) for one in need.texts("lvs") for text in re.findall(r"\$([\d,]+)", one)]
    if found and amount > max(found):
        yield f"the value of USD {amount:,.0f} is above the limit of USD {max(found):,}"


def _sta_bars(need: _Need) -> Iterator[str]:
    """Yield why STA cannot be used: 740.20 and the entry."""
    case, item = need.case, need.item
    rule = case.law.data["exceptions"]["sta"]
    a5 = case.reaches(("A:5",)).truth
    group = "A:5" if a5 is not Truth.NO else "A:6"
    for one in item.candidates:
        if group in case.law.help(one.eccn).sta_wholly:
            yield f"{one.eccn} bars STA to Country Group {group}"
        elif any(covers(token, one.code) for token in rule["never"]):
            yield f"740.20(b)(2) leaves out {one.code}"
    allowed = frozenset(rule["groups"][group])
    if group == "A:5" and all(one.eccn in rule["missiles"] for one in item.candidates):
        allowed |= {"MT"}
    others = need.reasons - allowed
    if others:
        yield f"740.20(c) for {group} does not reach {', '.join(sorted(others))}"


def _conditions(need: _Need, rule: Mapping[str, Any]) -> tuple[str, ...]:
    symbol = rule["symbol"]
    found = [str(rule["conditions"])]
    if "column" in rule:
        found += need.texts(rule["column"])
    if symbol == "STA":
        found += [need.case.law.help(one.eccn).sta_text for one in need.item.candidates]
        emirates = need.case.law.data["exceptions"]["emirates"]
        if need.case.reaches(emirates["in"]).truth is Truth.YES:
            found.append(f"15 CFR {emirates['rule']}: {emirates['text']}")
    for one in need.bites:
        if one.leaves is None:
            continue
        if symbol in one.leaves:
            found.append(one.note)
        else:
            found.append(f"only if this does not apply: {one.finding.rule}")
    found += [
        f"only if 15 CFR {name} does not apply"
        for name, leaves, condition in need.restrictions
        if symbol not in leaves and condition.truth is Truth.UNKNOWN
    ]
    papers = need.case.law.data["exceptions"]["hong_kong"]
    if need.case.reaches(papers["in"]).truth is Truth.YES:
        found.append(f"15 CFR {papers['rule']}: {papers['text']}")
    return tuple(dict.fromkeys(one for one in found if one))


def _code(case: Case, symbol: str) -> str:
    """Return the name under which an exception is known here: NAC to Macau, D:5 and those headquartered there, else ACA."""
    if symbol != "NAC/ACA":
        return symbol
    there = some((case.reaches(("MO", "D:5")), case.headquartered(("MO", "D:5"))))
    return {Truth.YES: "NAC", Truth.NO: "ACA", Truth.UNKNOWN: "NAC/ACA"}[there.truth]
