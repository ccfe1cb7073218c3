"""Reads the rulebook files of one jurisdiction's licensing law into the compiled form that ``national`` loads.

Refuses what does not hold together: a statement without citation, an unknown place, group, end use, kind or question,
a period that ends before it begins, two rows of one name in force on one day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sekisho.errors import DateError, PlaceError, RulebookError
from sekisho.licensing.national import ANYWHERE, UNION
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ANSWERS
from sekisho.licensing.transaction import USES, Kind
from sekisho.terms.citation import Citation
from sekisho.terms.dates import Period
from sekisho.terms.document import Node
from sekisho.terms.places import PLACES, place

_HEAD = (
    "jurisdiction",
    "authority",
    "list",
    "title",
    "encoded_from",
    "law_as_known",
    "hard_limit_days",
    "citation",
    "note",
)
_TABLES = ("rules", "words", "groups", "open", "catch_all", "authorisations", "scopes")
_DATED = ("from", "until", "note", "citation")
_REQUIREMENTS = ("inform", "objective")


def read_national(documents: Iterable[Node]) -> dict[str, Any]:
    """Return the compiled, JSON-able form of one jurisdiction's law.

    Args:
        documents: Its files; each top-level key may stand in any of them, but only once.

    Raises:
        RulebookError: The files do not hold together.
        DocumentError: A file has another shape.
    """
    nodes: dict[str, Node] = {}
    for document in documents:
        document.only((*_HEAD, *_TABLES))
        for key, node in document.mapping().items():
            if key in nodes:
                raise _error(node, f"{key!r} stands in two files, first in {nodes[key].file}")
            nodes[key] = node
    return _Reader(nodes).read()


class _Reader:
    """Reads the tables; knows the ids of the groups, so that a table can name them."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self.nodes = nodes
        self.groups = {one.require("id").text() for one in self._rows("groups")}

    def read(self) -> dict[str, Any]:
        """Return every table and the head."""
        known, start = self._head("law_as_known").date(), self._head("encoded_from").date()
        if known < start:
            raise _error(self._head("law_as_known"), "the law cannot be known up to a day before it was encoded from")
        return {
            "jurisdiction": self._head("jurisdiction").text(),
            "authority": self._head("authority").text(),
            "list": self._head("list").text(),
            "title": self._head("title").text(),
            "encoded_from": start.isoformat(),
            "law_as_known": known.isoformat(),
            "hard_limit_days": int(self._head("hard_limit_days").number()),
            "citation": _citation(self._head("citation")),
            "rules": {name: _sentence(node) for name, node in self._table("rules").items()},
            "words": {name: list(node.texts()) for name, node in self._table("words").items()},
            "groups": self._dated("groups", "id", self._group),
            "open": self._dated("open", "rule", self._open),
            "catch_all": self._dated("catch_all", "code", self._catch_all),
            "authorisations": self._dated("authorisations", "code", self._help),
            "scopes": self._dated("scopes", "codes", self._scope),
        }

    def _head(self, key: str) -> Node:
        if key not in self.nodes:
            raise RulebookError(f"the key {key!r} stands in none of the files of this jurisdiction")
        return self.nodes[key]

    def _table(self, key: str) -> Mapping[str, Node]:
        node = self.nodes.get(key)
        return {} if node is None else node.mapping()

    def _rows(self, key: str) -> tuple[Node, ...]:
        node = self.nodes.get(key)
        return () if node is None else node.sequence()

    def _dated(self, key: str, name: str, read: Callable[[Node], dict[str, Any]]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        seen: list[tuple[object, Period]] = []
        for node in self._rows(key):
            period = _period(node)
            row = read(node) | {
                "from": None if period.start is None else period.start.isoformat(),
                "until": None if period.until is None else period.until.isoformat(),
                "citation": _citation(node.require("citation")),
            }
            if any(row[name] == other and period.overlaps(then) for other, then in seen):
                raise _error(node, f"{row[name]!r} stands twice in {key} for the same days")
            seen.append((row[name], period))
            rows.append(row)
        return rows

    def _group(self, node: Node) -> dict[str, Any]:
        node.only((*_DATED, "id", "title", "places", "doubtful"))
        group_id = node.require("id").text()
        if group_id in PLACES or group_id == UNION:
            raise _error(node, f"{group_id!r} is the code of a country and cannot name a group")
        return {"id": group_id, "places": _places(node, "places"), "doubtful": _places(node, "doubtful")}

    def _open(self, node: Node) -> dict[str, Any]:
        node.only((*_DATED, "rule", "text", "effect", "to", "not_to", "kinds", "item_kinds", "unless_answer"))
        return {
            "rule": node.require("rule").text(),
            "text": node.require("text").text(),
            "effect": _among(node.require("effect"), [one.value for one in Outcome])[0],
            "to": self._to(node, "to"),
            "not_to": self._to(node, "not_to"),
            "kinds": _words(node, "kinds", [one.value for one in Kind]),
            "item_kinds": _texts(node, "item_kinds"),
            "unless_answer": "".join(_words(node, "unless_answer", ANSWERS)),
        }

    def _catch_all(self, node: Node) -> dict[str, Any]:
        keys = ("code", "text", "requirement", "uses", "related", "concerns", "scopes", "to", "not_to", "clear_barred")
        node.only((*_DATED, *keys))
        return {
            "code": node.require("code").text(),
            "text": node.require("text").text(),
            "requirement": _among(node.require("requirement"), _REQUIREMENTS)[0],
            "uses": _words(node, "uses", USES),
            "related": _words(node, "related", USES),
            "concerns": _texts(node, "concerns"),
            "scopes": _texts(node, "scopes"),
            "to": self._to(node, "to"),
            "not_to": self._to(node, "not_to"),
            "clear_barred": _texts(node, "clear_barred"),
        }

    def _help(self, node: Node) -> dict[str, Any]:
        keys = ("code", "conditions", "to", "not_to", "entries", "not_entries", "technology", "limit", "currency")
        node.only((*_DATED, *keys))
        limit = node.get("limit")
        return {
            "code": node.require("code").text(),
            "conditions": list(node.require("conditions").texts()),
            "to": self._to(node, "to"),
            "not_to": self._to(node, "not_to"),
            "entries": _texts(node, "entries"),
            "not_entries": _texts(node, "not_entries"),
            "technology": "".join(_words(node, "technology", ("yes", "no"))),
            "limit": None if limit is None else limit.number(),
            "currency": "".join(_texts(node, "currency")),
        }

    def _scope(self, node: Node) -> dict[str, Any]:
        node.only((*_DATED, "codes", "to", "not_to"))
        return {
            "codes": _texts(node, "codes"),
            "to": self._to(node, "to"),
            "not_to": self._to(node, "not_to"),
        }

    def _to(self, node: Node, key: str) -> list[str]:
        found = node.get(key)
        words = () if found is None else found.texts()
        for word in words:
            if word not in {ANYWHERE, UNION} and word not in PLACES and word not in self.groups:
                raise _error(node, f"{word!r} is neither a place code nor a group of this jurisdiction")
        return list(words)


def _error(node: Node, message: str) -> RulebookError:
    return RulebookError(message, file=node.file, line=node.line, place=node.path or None)


def _period(node: Node) -> Period:
    ends: dict[str, dt.date | None] = {}
    for key in ("from", "until"):
        found = node.get(key)
        ends[key] = None if found is None else found.date()
    try:
        return Period(ends["from"], ends["until"])
    except DateError as problem:
        raise _error(node, problem.message) from problem


def _citation(node: Node) -> str:
    try:
        return str(Citation.parse(node.text()))
    except RulebookError as problem:
        raise problem.located(file=node.file, line=node.line, place=node.path) from problem


def _sentence(node: Node) -> dict[str, str]:
    node.only(("text", "citation"))
    return {"text": node.require("text").text(), "citation": _citation(node.require("citation"))}


def _places(node: Node, key: str) -> list[str]:
    found = node.get(key)
    words = [] if found is None else [word for line in found.texts() for word in line.split()]
    for word in words:
        try:
            if place(word) != word:
                raise _error(node, f"{word!r} is not the code by which we know the place: write {place(word)}")
        except PlaceError as problem:
            raise _error(node, problem.message) from problem
    return words


def _texts(node: Node, key: str) -> list[str]:
    found = node.get(key)
    return [] if found is None else list(found.texts())


def _words(node: Node, key: str, known: Iterable[str]) -> list[str]:
    found = node.get(key)
    return [] if found is None else list(_among(found, known))


def _among(node: Node, known: Iterable[str]) -> tuple[str, ...]:
    allowed = tuple(known)
    for word in node.texts():
        if word not in allowed:
            raise _error(node, f"{word!r} is none of {', '.join(allowed)}")
    return node.texts()
