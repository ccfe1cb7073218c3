"""The licensing law of one jurisdiction as data: groups of countries, rules, authorisations, what is not encoded.

Says what the rulebook holds; which rule applies to a transaction is decided beside it, one module per jurisdiction.
The tables are built from files by ``national_read`` and loaded here from their compiled, JSON-able form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sekisho.licensing.outcome import Outcome
from sekisho.logic.truth import Truth, any_of
from sekisho.terms.dates import Period
from sekisho.terms.places import country_of, eu_members

Row = TypeVar("Row")

ANYWHERE = "*"
"""In a table: every destination."""

UNION = "EU"
"""In a table: the Member States of the European Union on the day."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries that the law treats alike.

    Attributes:
        id: For example ``A``.
        places: ISO codes.
        doubtful: ISO codes of which the texts at hand do not settle whether they belong to it.
        citation: Where the group stands.
    """

    id: str
    places: frozenset[str]
    doubtful: frozenset[str]
    citation: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a rule says, in our words, and where it stands."""

    text: str
    citation: str


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A part of the law that is not encoded, or cannot be decided: a person must look.

    Attributes:
        rule: Its name.
        text: What is open and why.
        effect: The strictest that it could bring.
        citation: Where it stands.
        to: Destinations concerned: ISO codes, ids of groups or ``*``.
        not_to: Destinations taken out.
        kinds: Kinds of transaction concerned; empty for every kind.
        item_kinds: Kinds of item concerned; empty for the transaction as a whole.
        unless_answer: Key of ANSWERS: the answer false takes the rule out.
    """

    rule: str
    text: str
    effect: Outcome
    citation: str
    to: tuple[str, ...]
    not_to: tuple[str, ...]
    kinds: tuple[str, ...]
    item_kinds: tuple[str, ...]
    unless_answer: str


@dataclass(frozen=True, slots=True)
class CatchAll:
    """A licence requirement for unlisted items by use or user.

    Attributes:
        code: Its name in the rulebook.
        text: What it says.
        requirement: ``inform`` (a notice of the authority) or ``objective`` (what the exporter knows, or a listing).
        uses: End uses that it is about.
        related: End uses of which it is not settled whether they meet it.
        concerns: Concern codes of the end-user list that match it; empty if no list does.
        scopes: Parts of the catch-all item that it reaches; empty where the law has no such parts.
        to: Destinations: ISO codes, ids of groups or ``*``.
        not_to: Destinations taken out.
        clear_barred: ``scope group`` pairs where a "clearly not" finding cannot be made.
        citation: Where it stands.
    """

    code: str
    text: str
    requirement: str
    uses: tuple[str, ...]
    related: tuple[str, ...]
    concerns: tuple[str, ...]
    scopes: tuple[str, ...]
    to: tuple[str, ...]
    not_to: tuple[str, ...]
    clear_barred: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Help:
    """An authorisation that may overcome a requirement; in this version always to be examined by a person.

    Attributes:
        code: For example ``EU001``.
        conditions: What to examine.
        citation: Where it stands.
        to: Destinations: ISO codes, ids of groups or ``*``.
        not_to: Destinations taken out.
        entries: Listed entries that it serves, with everything below them; empty for all.
        not_entries: Listed entries taken out, with everything below them.
        technology: ``yes`` (software and technology only), ``no`` (goods only), or empty for both.
        limit: Highest value of the line, in ``currency``; None where there is no limit.
        currency: Currency of the limit.
    """

    code: str
    conditions: tuple[str, ...]
    citation: str
    to: tuple[str, ...]
    not_to: tuple[str, ...]
    entries: tuple[str, ...]
    not_entries: tuple[str, ...]
    technology: str
    limit: float | None
    currency: str


@dataclass(frozen=True, slots=True)
class Scope:
    """To which destinations the listed entries with some codes are controlled.

    Attributes:
        codes: Codes, with everything below them; empty: every code that no other scope names.
        to: Destinations: ISO codes, ids of groups or ``*``.
        not_to: Destinations taken out.
        citation: Where it stands.
    """

    codes: tuple[str, ...]
    to: tuple[str, ...]
    not_to: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class NationalLaw:
    """Everything of one jurisdiction that is in force on some day, with the period of each part.

    Attributes:
        jurisdiction: ISO code, or ``EU``.
        authority: Who licenses.
        list_id: The control list that it refers to.
        encoded_from: First day for which the tables were checked.
        law_as_known: Last day up to which the law is known.
        hard_limit_days: How long after that day the tables may still be used; our own choice.
        citation: The edition that was read.
        rules: Sentences that the code applies, by name.
        words: Lists of words that the code applies, by name (tariff headings, kinds of item, codes).
    """

    jurisdiction: str
    authority: str
    list_id: str
    encoded_from: dt.date
    law_as_known: dt.date
    hard_limit_days: int
    citation: str
    rules: Mapping[str, Sentence]
    words: Mapping[str, frozenset[str]]
    groups: tuple[tuple[Period, Group], ...] = ()
    open_rules: tuple[tuple[Period, OpenRule], ...] = ()
    catch_alls: tuple[tuple[Period, CatchAll], ...] = ()
    helps: tuple[tuple[Period, Help], ...] = ()
    scopes: tuple[tuple[Period, Scope], ...] = ()

    def group(self, group_id: str, on: dt.date) -> Group:
        """Return a group as it stands on a day; one that is not encoded for that day is empty."""
        for period, group in self.groups:
            if group.id == group_id and on in period:
                return group
        return Group(group_id, frozenset(), frozenset(), self.citation)

    def reaches(self, to: Iterable[str], destination: str, on: dt.date, not_to: Iterable[str] = ()) -> Truth:
        """Tell whether a destination is among codes and groups, and not among others."""
        return any_of(self._is(word, destination, on) for word in to) & ~any_of(
            self._is(word, destination, on) for word in not_to
        )

    def _is(self, word: str, destination: str, on: dt.date) -> Truth:
        """Tell whether a destination is the place, or in the group, that a table names.

        A country is open where the table names a region of it: the goods may go there.
        """
        names = {destination, country_of(destination)}
        if word == UNION:
            return Truth.of(not names.isdisjoint(eu_members(on)))
        group = self.group(word, on)
        if word == ANYWHERE or word in names or names & group.places:
            return Truth.YES
        regions = any(one.startswith(f"{destination}-") for one in (word, *group.places))
        return Truth.UNKNOWN if regions or names & group.doubtful else Truth.NO


def in_force(rows: Sequence[tuple[Period, Row]], on: dt.date) -> tuple[Row, ...]:
    """Return the rows that are in force on a day."""
    return tuple(row for period, row in rows if on in period)


def is_below(code: str, parents: Iterable[str]) -> bool:
    """Tell whether a code is one of ``parents`` or below one of them; ``ML*`` stands for every code that begins so."""
    return any(code == parent or code.startswith(_beginnings(parent)) for parent in parents)


def is_above(code: str, children: Iterable[str]) -> bool:
    """Tell whether one of ``children`` is below a code."""
    return any(child.startswith(_beginnings(code)) for child in children)


def _beginnings(code: str) -> tuple[str, ...]:
    return (code[:-1],) if code.endswith("*") else (f"{code}.", f"{code}(")


def load_national(data: Mapping[str, Any]) -> NationalLaw:
    """Return the law from its compiled form."""
    return NationalLaw(
        jurisdiction=data["jurisdiction"],
        authority=data["authority"],
        list_id=data["list"],
        encoded_from=dt.date.fromisoformat(data["encoded_from"]),
        law_as_known=dt.date.fromisoformat(data["law_as_known"]),
        hard_limit_days=int(data["hard_limit_days"]),
        citation=data["citation"],
        rules={name: Sentence(**one) for name, one in data["rules"].items()},
        words={name: frozenset(one) for name, one in data["words"].items()},
        groups=tuple((_period(one), _group(one)) for one in data["groups"]),
        open_rules=tuple((_period(one), _open_rule(one)) for one in data["open"]),
        catch_alls=tuple((_period(one), _row(CatchAll, one)) for one in data["catch_all"]),
        helps=tuple((_period(one), _row(Help, one)) for one in data["authorisations"]),
        scopes=tuple((_period(one), _row(Scope, one)) for one in data["scopes"]),
    )


def _period(one: Mapping[str, Any]) -> Period:
    return Period(_day(one["from"]), _day(one["until"]))


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _group(one: Mapping[str, Any]) -> Group:
    return Group(one["id"], frozenset(one["places"]), frozenset(one["doubtful"]), one["citation"])


def _open_rule(one: Mapping[str, Any]) -> OpenRule:
    return _row(OpenRule, {**one, "effect": Outcome(one["effect"])})


def _row(shape: type[Row], one: Mapping[str, Any]) -> Row:
    """Build a row from its keys but the period's; lists become tuples."""
    kept = {name: value for name, value in one.items() if name not in {"from", "until"}}
    return shape(**{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})
