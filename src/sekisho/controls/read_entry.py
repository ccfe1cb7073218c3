"""Entries out of rulebook files, in the shape that ``docs/reference/rulebook-files.md`` describes."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.controls.entry import Case, Entry, Exclusion, Status, Version, join
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import DateError, ExpressionError, RulebookError
from sekisho.logic import parser
from sekisho.logic.tree import Node as Condition
from sekisho.logic.truth import Truth
from sekisho.logic.values import Type
from sekisho.terms.citation import Citation
from sekisho.terms.dates import Period
from sekisho.terms.document import Node

FIELDS = ("ai", "quantum", "biotech", "hypersonics", "semiconductors", "additive")
GROUPS = ("A", "B", "C", "D", "E")
_ENTRY_KEYS = ("code", "field", "group", "kinds", "text", "versions", "cases", "note")
_VERSION_KEYS = (
    "from",
    "until",
    "recorded",
    "citation",
    "when",
    "only_if",
    "unless",
    "reasons",
    "status",
    "status_note",
    "undecided",
    "erratum",
)
_CASE_KEYS = ("name", "item", "expect", "need", "on", "source")


def read_entry(node: Node, list_id: str, vocabulary: Vocabulary) -> Entry:
    """Read one entry.

    Raises:
        RulebookError: A kind, field, group or condition is wrong, or dates overlap.
        DocumentError: The file has another shape.
    """
    node.only(_ENTRY_KEYS)
    for kind in node.require("kinds").texts():
        if kind not in vocabulary.kinds:
            raise _wrong(node.require("kinds"), f"unknown kind {kind!r}", "add it to vocabulary/kinds.yaml")
    schema = vocabulary.schema()
    versions = tuple(_version(one, schema) for one in node.require("versions").sequence())
    _refuse_overlap(versions, node.require("versions"))
    cases = node.get("cases")
    return Entry(
        list_id,
        node.require("code").text(),
        _one_of(node.require("field"), FIELDS),
        _one_of(node.require("group"), GROUPS),
        node.require("kinds").texts(),
        _words(node.require("text")),
        versions,
        tuple(_case(one) for one in cases.sequence()) if cases is not None else (),
        _words(node.get("note")),
    )


def _version(node: Node, schema: Mapping[str, Type]) -> Version:
    node.only(_VERSION_KEYS)
    undecided, when = _words(node.get("undecided")), node.get("when")
    if bool(undecided) == (when is not None):
        raise _wrong(node, "a version has either `when` or `undecided`", "state the condition, or why there is none")
    start, until, recorded = (node.get(key) for key in ("from", "until", "recorded"))
    try:
        period = Period(None if start is None else start.date(), None if until is None else until.date())
    except DateError as problem:
        raise _wrong(node, problem.message) from problem
    only_if, status = node.get("only_if"), node.get("status")
    condition = None if when is None else _condition(when, schema)
    narrower = None if only_if is None else _condition(only_if, schema)
    unless = tuple(_exclusion(one, schema) for one in _sequence(node.get("unless")))
    return Version(
        period,
        Citation.parse(_words(node.require("citation"))),
        _words(when),
        condition,
        _words(only_if),
        narrower,
        unless,
        () if node.get("reasons") is None else node.require("reasons").texts(),
        Status.IN_FORCE if status is None else Status(_one_of(status, tuple(one.value for one in Status))),
        _words(node.get("status_note")),
        None if recorded is None else recorded.date(),
        undecided or None,
        _words(node.get("erratum")),
        join(condition, narrower, unless),
    )


def _exclusion(node: Node, schema: Mapping[str, Type]) -> Exclusion:
    node.only(("note", "text", "when"))
    when = node.require("when")
    return Exclusion(_words(node.require("note")), _words(node.get("text")), _condition(when, schema), _words(when))


def _condition(node: Node, schema: Mapping[str, Type]) -> Condition:
    try:
        return parser.parse(_words(node), schema)
    except ExpressionError as problem:
        raise RulebookError(
            f"{problem.message} (column {problem.column} of the condition)",
            file=node.file,
            line=node.line,
            place=node.path,
            remedy=problem.remedy,
        ) from problem


def _case(node: Node) -> Case:
    node.only(_CASE_KEYS)
    item = {
        key: ";".join(one.texts()) if isinstance(one.value, tuple) else one.text()
        for key, one in node.require("item").mapping().items()
    }
    if "kind" not in item:
        raise _wrong(node.require("item"), "the item of a case needs a kind")
    need, on = node.get("need"), node.get("on")
    return Case(
        _words(node.require("name")),
        item,
        Truth(_one_of(node.require("expect"), tuple(one.value for one in Truth))),
        () if need is None else need.texts(),
        None if on is None else on.date(),
        _words(node.get("source")),
    )


def _refuse_overlap(versions: tuple[Version, ...], node: Node) -> None:
    if not versions:
        raise _wrong(node, "an entry has at least one version")
    for number, earlier in enumerate(versions):
        for later in versions[number + 1 :]:
            if earlier.period.overlaps(later.period) and earlier.recorded == later.recorded:
                raise _wrong(node, f"two versions overlap: {earlier.period} and {later.period}", "end the earlier one")


def _one_of(node: Node, permitted: tuple[str, ...]) -> str:
    if node.text() not in permitted:
        raise _wrong(node, f"{node.text()!r} is not one of {', '.join(permitted)}")
    return node.text()


def _sequence(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node.sequence()


def _words(node: Node | None) -> str:
    """Return a text with its white space folded; empty for a missing node."""
    return "" if node is None else " ".join(node.text().split())


def _wrong(node: Node, message: str, remedy: str | None = None) -> RulebookError:
    return RulebookError(message, file=node.file, line=node.line, place=node.path, remedy=remedy)
