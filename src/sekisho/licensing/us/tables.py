"""The EAR as the rulebook holds it: requirement lines, chart, groups, rules, exceptions, policies.

Says what the law at hand is; what follows for a transaction is decided beside it. The compiled form is plain JSON; the
lines of an entry are decoded when the entry is asked about, so that loading costs next to nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.logic import serial
from sekisho.logic.tree import Node

ANYWHERE = "*"
"""In a table: every destination."""
EQUIPMENT_SERIES = "600 series"
"""In a list of items: every ECCN whose third character is 6."""
PARTS = re.compile(r"\.parts(?:\.[0-9]+)?$")
"""Ends the code of an entry for the components that a heading takes in without a paragraph."""


@dataclass(frozen=True, slots=True)
class Line:
    """One control line of one ECCN.

    Attributes:
        eccn: The entry.
        line: Its line in the entry, from 1 as printed; ``note1`` and ``chart7`` were read from a note.
        reason: NS, RS …; empty where the text names none.
        kind: ``entire``, ``listed`` (``paragraphs``), ``except`` (all but ``paragraphs``) or ``conditional``.
        paragraphs: See ``kind``.
        words: The official words of a conditional line.
        when: What a conditional line asks; None otherwise.
        scope: ``column``, ``places``, ``everywhere``, ``cwc``, ``footnote``, ``oil_and_gas``, ``agency``, ``pointer``,
            ``empty``, ``elsewhere`` or ``undecided``.
        places: Column, destinations, footnote or agency, according to ``scope``.
        minus: Destinations taken off; a place that ``places`` names itself is not taken off by its group.
        section: Where the scope is ruled, without "15 CFR".
        transfer: Whether the text reaches transfers within a country.
        start: First day of the line; None where the earlier text is not at hand.
        status: ``codified_not_enforced`` or empty.
        unless: Place and answers key of an exclusion: ``("AE", "740 Supp. 8")``; empty if none.
        note: What a reader must know.
    """

    eccn: str
    line: str
    reason: str
    kind: str
    paragraphs: tuple[str, ...]
    words: str
    when: Node | None
    scope: str
    places: tuple[str, ...]
    minus: tuple[str, ...]
    section: str
    transfer: bool
    start: dt.date | None
    status: str
    unless: tuple[str, ...]
    note: str

    @property
    def key(self) -> str:
        """Return ``3E001/5``: entry and line, under which the exporter answers a conditional line."""
        return f"{self.eccn}/{self.line}"

    @property
    def citation(self) -> str:
        """Return the entry and, where it is not the chart, the section."""
        section = "; ".join(f"15 CFR {part.strip()}" for part in self.section.split(";") if part.strip())
        return f"15 CFR 774 Supp. 1, ECCN {self.eccn}" + (f"; {section}" if section else "")


@dataclass(frozen=True, slots=True)
class PlaceLaw:
    """A destination as the chart and the groups see it.

    Attributes:
        code: Its code.
        kind: ``row``, ``embargo`` (no marks, part 746 decides), ``inherits``, ``home`` or ``missing``.
        names: Codes under which a rule may name it: its own and, for Hong Kong, that of China.
        marks: Columns with an X.
        doubtful: Columns where a footnote or another publication of the chart speaks against the blank.
        groups: Country Groups.
        known_from: First day for which its groups are known; None: as the table.
        citation: Where its row stands.
    """

    code: str
    kind: str
    names: frozenset[str]
    marks: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    known_from: dt.date | None = None
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A condition that only the exporter can answer.

    Attributes:
        key: Under which it is answered.
        words: The question.
        items: Items that the condition is about; empty: any.
    """

    key: str
    words: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of part 744 or 746; its conditions are joined by "and", the parts of one condition by "or".

    The attributes are those of ``rulebooks/us-ear/end-use.yaml`` and ``embargoes.yaml``, where they are explained.
    """

    rule: str
    title: str
    citation: str
    text: str = ""
    part: str = "end_use"
    effect: str = "licence_required"
    uses: tuple[str, ...] = ()
    standard: str = "aware"
    places: tuple[str, ...] = (ANYWHERE,)
    not_in: tuple[str, ...] = ()
    but_in: tuple[str, ...] = ()
    ship_from: tuple[str, ...] = ()
    ship_from_not: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()
    headquarters: tuple[str, ...] = ()
    region: str = ""
    deemed: str = "yes"
    us_person: bool = False
    question: Ask | None = None
    unless: tuple[Ask, ...] = ()
    exceptions: tuple[str, ...] = ()
    exceptions_note: str = ""
    none_possible: str = ""
    policy: str = ""

    @property
    def by_item(self) -> bool:
        """Tell whether the rule is asked for each item, and not for the transaction as a whole."""
        return bool(self.items or self.kinds or self.reasons or self.unless or self.deemed == "ccl")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the law, and since when it is at hand."""

    known_from: dt.date
    name: str
    citation: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What an entry says of one licence exception that it grants.

    Attributes:
        state: ``yes``, ``limit`` or ``conditional``.
        text: As printed.
        codes: Codes for which it speaks; empty: the whole entry, as far as the text can be read.
    """

    state: str
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """What an ECCN says of licence exceptions.

    Attributes:
        heading: Heading of the entry, shortened.
        columns: What the entry says of each exception that it grants.
        sta_barred: Country Groups for which the entry bars STA, wholly or for some items.
        sta_wholly: Those of them for which the bar is for every item of the entry.
        sta_text: The text as printed.
    """

    heading: str
    columns: Mapping[str, Grant]
    sta_barred: tuple[str, ...]
    sta_wholly: tuple[str, ...]
    sta_text: str


@dataclass(frozen=True)
class UsLaw:
    """The law of the United States at hand, decoded part by part from its compiled form.

    Attributes:
        data: The compiled form, see ``sekisho.licensing.us.build``.
    """

    data: Mapping[str, Any]

    @functools.cached_property
    def _places(self) -> dict[str, PlaceLaw]:
        return {}

    @functools.cached_property
    def _helps(self) -> dict[str, Help]:
        return {}

    @functools.cached_property
    def _lines(self) -> dict[str, tuple[Line, ...] | None]:
        return {}

    @functools.cached_property
    def law_as_known(self) -> dt.date:
        """Return the day up to which the law is known."""
        return dt.date.fromisoformat(self.data["law"]["law_as_known"])

    @functools.cached_property
    def texts(self) -> Mapping[str, Text]:
        """Return the texts of the law by name."""
        return {
            name: Text(dt.date.fromisoformat(one["known_from"]), one["name"], one["citation"])
            for name, one in self.data["law"]["texts"].items()
        }

    @functools.cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of parts 744 and 746."""
        return tuple(_rule(one) for one in self.data["rules"])

    @functools.cached_property
    def reference_codes(self) -> frozenset[str]:
        """Return every code that some condition names."""
        return frozenset(self.data["references"])

    @functools.cached_property
    def answer_keys(self) -> frozenset[str]:
        """Return the keys under which questions about the whole transaction are answered.

        Answers about an item have keys of their own: ``<ECCN>/<line>`` and provisions, under the item's ``answers``.
        """
        claims, law = self.data["claims"], self.data["law"]
        asked = [one["question"]["key"] for one in self.data["deemed"]["exclusions"] if "question" in one]
        asked += [claims["direct_product"]["use"]["key"], claims["equipment_exclusion"]["question"]["key"]]
        asked += [law["questions"][name]["key"] for name in ("cwc", "approved")]
        whole = [one.question.key for one in self.rules if one.question and (one.us_person or not one.by_item)]
        return frozenset((*asked, *whole))

    def lines(self, eccn: str) -> tuple[Line, ...] | None:
        """Return the requirement lines of an entry, or None where the list has no such entry."""
        if eccn not in self._lines:
            found = self.data["lines"].get(eccn)
            self._lines[eccn] = None if found is None else tuple(_line(eccn, one) for one in json.loads(found))
        return self._lines[eccn]

    def help(self, eccn: str) -> Help:
        """Return what an entry says of licence exceptions; nothing where it is silent."""
        if eccn not in self._helps:
            self._helps[eccn] = self._help(eccn)
        return self._helps[eccn]

    def _help(self, eccn: str) -> Help:
        found = self.data["helps"].get(eccn)
        if found is None:
            return Help("", {}, (), (), "")
        heading, columns, barred, wholly, text = json.loads(found)
        grants = {name: Grant(state, words, tuple(codes)) for name, state, words, codes in columns}
        return Help(heading, grants, tuple(barred), tuple(wholly), text)

    def place(self, code: str) -> PlaceLaw:
        """Return a destination; kind ``missing`` where it has no row and the EAR names no state for it."""
        if code not in self._places:
            self._places[code] = self._place(code)
        return self._places[code]

    def _place(self, code: str) -> PlaceLaw:
        found = self.data["chart"].get(code)
        if found is None:
            return PlaceLaw(code, "missing", frozenset({code}))
        kind, row_of, known_from, marks, doubtful, citation = found
        return PlaceLaw(
            code,
            kind,
            frozenset({code, row_of or code}),
            frozenset(marks),
            frozenset(doubtful),
            frozenset(self.data["groups"].get(code, ())),
            dt.date.fromisoformat(known_from) if known_from else None,
            citation,
        )


def load_us_law(data: Mapping[str, Any]) -> UsLaw:
    """Return the law from its compiled form, as ``build_us_law`` gave it, after a trip through JSON too."""
    return UsLaw(data)


@functools.lru_cache(maxsize=16_384)
def covers(token: str, code: str) -> bool | None:
    """Tell whether a code is among the items that a table names.

    Args:
        token: An ECCN, a paragraph, a product group (``3B``) or ``600 series``.
        code: An ECCN or paragraph.

    Returns:
        True, False, or None where the code is wider than the token, so that its paragraph is missing. Components that a
        heading takes in (``3B001.parts.2``) have no paragraph of their own: where they are not named themselves, which one
        they are for is missing.
    """
    if code == token:
        return True
    code = PARTS.sub("", code)
    if token == EQUIPMENT_SERIES:
        return code[2:3] == "6"
    if len(token) == 2:
        return code.startswith(token)
    if code == token or code.startswith(f"{token}."):
        return True
    return None if token.startswith(f"{code}.") else False


def ask_of(one: Mapping[str, Any]) -> Ask:
    """Return a question from its compiled form."""
    return Ask(one["key"], one["words"], tuple(one.get("items", ())))


_EMPTY: tuple[Any, ...] = ((), (), "", False, "", "", (), "")


def _line(eccn: str, one: list[Any]) -> Line:
    line, reason, kind, paragraphs, words, when, scope = one[:7]
    places, minus, section, transfer, start, status, unless, note = (*one[7:], *_EMPTY[len(one) - 7 :])
    return Line(
        eccn,
        line,
        reason,
        kind,
        tuple(paragraphs),
        words,
        None if when is None else serial.load(when),
        scope,
        tuple(places),
        tuple(minus),
        section,
        transfer,
        dt.date.fromisoformat(start) if start else None,
        status,
        tuple(unless),
        note,
    )


def _rule(one: Mapping[str, Any]) -> Rule:
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}
    if "question" in plain:
        plain["question"] = ask_of(plain["question"])
    if "unless" in plain:
        plain["unless"] = tuple(ask_of(part) for part in plain["unless"])
    return Rule(**plain)
