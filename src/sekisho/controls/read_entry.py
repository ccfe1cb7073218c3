"""Entries out of rulebook files, in the shape that ``docs/reference/rulebook-files.md`` describes.

Decides whether one file holds together by itself. Refuses a value that a parameter cannot have, because a condition that
names it would say NO for ever; and ``is null``, because a missing fact is UNKNOWN and nothing may hang on its absence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from sekisho.controls.codes import is_code, spelled
from sekisho.controls.entry import Aside, Case, Entry, Exclusion, OfficialText, Status, Version, join
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import DateError, Error, ExpressionError, RulebookError
from sekisho.logic import parser
from sekisho.logic.tree import Compare, In, IsNull, walk
from sekisho.logic.tree import Node as Condition
from sekisho.logic.truth import Truth
from sekisho.terms.citation import Citation
from sekisho.terms.dates import Period
from sekisho.terms.document import Node
from sekisho.terms.spelling import did_you_mean

FIELDS = ("ai", "quantum", "biotech", "hypersonics", "semiconductors", "additive")
GROUPS = ("A", "B", "C", "D", "E")
_ENTRY_KEYS = ("code", "field", "group", "kinds", "text", "versions", "cases", "note", "official")
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
_CASE_KEYS = ("name", "item", "each", "expect", "need", "on", "source")


def read_entry(node: Node, list_id: str, vocabulary: Vocabulary) -> Entry:
    """Read one entry.

    Raises:
        RulebookError: A kind, field, group or condition is wrong, or dates overlap.
        DocumentError: The file has another shape.
    """
    node.only(_ENTRY_KEYS)
    code, cases = node.require("code"), node.get("cases")
    if not is_code(code.text()) or spelled(code.text()) != code.text():
        raise wrong(code, f"{code.text()!r} is no code, or not spelled as the lists do")
    return Entry(
        list_id,
        code.text(),
        _one_of(node.require("field"), FIELDS),
        _one_of(node.require("group"), GROUPS),
        _kinds(node.require("kinds"), vocabulary),
        words(node.require("text")),
        _versions(node.require("versions"), vocabulary),
        tuple(case for one in sequence(cases) for case in _cases(one, vocabulary)),
        words(node.get("note")),
        None if node.get("official") is None else read_official(node.require("official")),
    )


def read_official(node: Node) -> OfficialText:
    """Read what is kept of the official text of an entry, or set aside for all paragraphs of a heading.

    Raises:
        RulebookError: The digest is none.
        DocumentError: Another shape.
    """
    node.only(("sha256", "numbers", "notes"))
    digest = words(node.get("sha256"))
    if digest and not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise wrong(node.require("sha256"), "`sha256` is 64 hexadecimal digits", "let scripts/stamp_official.py write it")
    return OfficialText(digest, _asides(node.get("numbers")), _asides(node.get("notes")))


def _asides(node: Node | None) -> tuple[Aside, ...]:
    for one in sequence(node):
        one.only(("words", "reason"))
    return tuple(Aside(words(one.require("words")), words(one.require("reason"))) for one in sequence(node))


def _kinds(node: Node, vocabulary: Vocabulary) -> tuple[str, ...]:
    kinds = node.texts()
    for kind in kinds:
        if kind not in vocabulary.kinds:
            remedy = did_you_mean(kind, vocabulary.kinds, "add it to vocabulary/kinds.yaml")
            raise wrong(node, f"unknown kind {kind!r}", remedy)
    if not kinds or len(set(kinds)) != len(kinds):
        raise wrong(node, "an entry is about at least one kind, and names each once")
    return kinds


def _versions(node: Node, vocabulary: Vocabulary) -> tuple[Version, ...]:
    versions = [(_version(one, vocabulary), one) for one in node.sequence()]
    if not versions:
        raise wrong(node, "an entry has at least one version")
    for number, (earlier, _) in enumerate(versions):
        for later, place in versions[number + 1 :]:
            if earlier.period.overlaps(later.period) and earlier.recorded == later.recorded:
                raise wrong(place, f"two versions overlap: {earlier.period} and {later.period}", "end the earlier one")
    return tuple(sorted((version for version, _ in versions), key=_age))


def _age(version: Version) -> tuple[dt.date, dt.date]:
    return version.period.start or dt.date.min, version.recorded or dt.date.min


def _version(node: Node, vocabulary: Vocabulary) -> Version:
    node.only(_VERSION_KEYS)
    undecided, when = words(node.get("undecided")), node.get("when")
    if bool(undecided) == (when is not None):
        raise wrong(node, "a version has either `when` or `undecided`", "state the condition, or why there is none")
    only_if, unless, recorded = node.get("only_if"), sequence(node.get("unless")), node.get("recorded")
    if undecided and (only_if is not None or unless):
        raise wrong(node, "an undecided version has no `only_if` and no `unless`", "put what is known in the reason")
    condition = None if when is None else _condition(when, vocabulary)
    narrower = None if only_if is None else _condition(only_if, vocabulary)
    exclusions = tuple(_exclusion(one, vocabulary) for one in unless)
    status, note = _status(node)
    return Version(
        period(node),
        _citation(node.require("citation")),
        words(when),
        condition,
        words(only_if),
        narrower,
        exclusions,
        () if node.get("reasons") is None else node.require("reasons").texts(),
        status,
        note,
        None if recorded is None else recorded.date(),
        undecided or None,
        words(node.get("erratum")),
        join(condition, narrower, exclusions),
    )


def period(node: Node) -> Period:
    """Read ``from`` and ``until``.

    Raises:
        RulebookError: The period is empty.
        DocumentError: Not a date.
    """
    start, until = node.get("from"), node.get("until")
    try:
        return Period(None if start is None else start.date(), None if until is None else until.date())
    except DateError as problem:
        raise wrong(node, problem.message) from problem


def _citation(node: Node) -> Citation:
    try:
        return Citation.parse(words(node))
    except RulebookError as problem:
        raise wrong(node, problem.message, problem.remedy) from problem


def _status(node: Node) -> tuple[Status, str]:
    status, note = node.get("status"), words(node.get("status_note"))
    found = Status.IN_FORCE if status is None else Status(_one_of(status, tuple(one.value for one in Status)))
    if bool(note) == (found is Status.IN_FORCE):
        raise wrong(node, "`status_note` says why the status is another than in_force", "give both or neither")
    return found, note


def _exclusion(node: Node, vocabulary: Vocabulary) -> Exclusion:
    node.only(("note", "text", "when"))
    when = node.require("when")
    return Exclusion(words(node.require("note")), words(node.get("text")), _condition(when, vocabulary), words(when))


def _condition(node: Node, vocabulary: Vocabulary) -> Condition:
    try:
        found = parser.parse(words(node), vocabulary.schema())
    except ExpressionError as problem:
        column = "" if problem.column is None else f" (column {problem.column} of the condition)"
        raise wrong(node, f"{problem.message}{column}", problem.remedy) from problem
    for part in walk(found):
        if isinstance(part, IsNull):
            raise wrong(node, f"a rule cannot ask whether {part.name} is missing", "what is missing is UNKNOWN")
        if isinstance(part, Compare | In):
            values = part.values if isinstance(part, In) else (part.value,)
            _refuse_impossible(part.name, values, vocabulary, node)
    return found


def _refuse_impossible(name: str, values: tuple[float | str | bool, ...], vocabulary: Vocabulary, node: Node) -> None:
    """Refuse a text that a parameter cannot have: the condition would say NO for ever."""
    parameter = vocabulary.parameters[name]
    for value in values:
        if not isinstance(value, str):
            continue
        if parameter.values and value not in parameter.values:
            remedy = did_you_mean(value, parameter.values, f"its values are {', '.join(parameter.values)}")
            raise wrong(node, f"{name} cannot be {value!r}", remedy)
        if parameter.reference and (not is_code(value) or spelled(value) != value):
            raise wrong(node, f"{value!r} is no code of this list", "write it as the list does, without a prefix")


def case_nodes(node: Node) -> tuple[Node, ...]:
    """Return the place of every case of an entry's file, in the order in which ``read_entry`` gives the cases."""
    found: list[Node] = []
    for one in sequence(node.get("cases")):
        each = one.get("each")
        found.extend([one] if each is None else [one] * sum(len(values.texts()) for values in each.mapping().values()))
    return tuple(found)


def _cases(node: Node, vocabulary: Vocabulary) -> Iterator[Case]:
    """Yield a case; one with ``each`` once for each value, which its name then says."""
    node.only(_CASE_KEYS)
    case, each = _case(node, vocabulary), node.get("each")
    if each is None:
        yield case
        return
    if len(each.mapping()) != 1:
        raise wrong(each, "`each` gives the values of one parameter", "write a case for every other parameter")
    ((name, values),) = each.mapping().items()
    if name in case.item:
        raise wrong(each, f"{name} stands in `item` too", "leave it out there")
    for value in values.texts():
        yield replace(case, name=f"{case.name}: {value}", item={**case.item, name: value})


def _case(node: Node, vocabulary: Vocabulary) -> Case:
    item = {
        key: ";".join(one.texts()) if isinstance(one.value, tuple) else one.text()
        for key, one in node.require("item").mapping().items()
    }
    if "kind" not in item:
        raise wrong(node.require("item"), "the item of a case needs a kind")
    expect = Truth(_one_of(node.require("expect"), tuple(one.value for one in Truth)))
    need, on = node.get("need"), node.get("on")
    if need is not None and expect is not Truth.UNKNOWN:
        raise wrong(need, "only a case that expects unknown needs something")
    return Case(
        words(node.require("name")),
        item,
        expect,
        () if need is None else _needed(need, vocabulary),
        None if on is None else on.date(),
        words(node.get("source")),
    )


def _needed(node: Node, vocabulary: Vocabulary) -> tuple[str, ...]:
    try:
        return tuple(vocabulary.canonical(name) for name in node.texts())
    except Error as problem:
        raise wrong(node, problem.message, problem.remedy) from problem


def _one_of(node: Node, permitted: tuple[str, ...]) -> str:
    if node.text() not in permitted:
        raise wrong(node, f"{node.text()!r} is not one of {', '.join(permitted)}")
    return node.text()


def sequence(node: Node | None) -> tuple[Node, ...]:
    """Return the nodes of a list; none for a missing one."""
    return () if node is None else node.sequence()


def words(node: Node | None) -> str:
    """Return a text with its white space folded; empty for a missing node."""
    return "" if node is None else " ".join(node.text().split())


def wrong(node: Node, message: str, remedy: str | None = None) -> RulebookError:
    """Return an error that names a place in a rulebook file."""
    return RulebookError(message, file=node.file, line=node.line, place=node.path or None, remedy=remedy)
