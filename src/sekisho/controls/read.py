"""Items out of files: parameters in declared units, components, the exporter's own codes.

Decides what a file may say of an item and refuses the rest with its line. Commercial facts (value, origin …) are left to
the caller, who names the further keys that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sekisho.controls.item import NOT_LISTED, Item
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.errors import Error
from sekisho.logic.values import Fact, Several, Type
from sekisho.terms.document import Node
from sekisho.terms.quantities import convert
from sekisho.terms.spelling import did_you_mean

ITEM_KEYS = (
    "description",
    "kind",
    "parameters",
    "declared",
    "components",
    "components_complete",
    "subject",
    "answers",
)
NONE = "none"
"""The code for "no entry at all" in a reference parameter."""
_KIND = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"(?:[a-z][a-z0-9-]*:)?[0-9A-Z][\w().-]*")
_MAX_DEPTH = 5


def read_item(node: Node, vocabulary: Vocabulary, lists: Iterable[str], extra: Iterable[str] = (), depth: int = 0) -> Item:
    """Read one item.

    Args:
        node: A mapping with the keys of ITEM_KEYS.
        vocabulary: Kinds and parameters.
        lists: Ids of the lists that ``declared`` may name.
        extra: Further keys that the caller reads itself.
        depth: How deep the item is built into others.

    Raises:
        DocumentError: Another shape, unknown key, value out of range.
        VocabularyError: Unknown parameter.
        QuantityError: Unknown unit, wrong dimension.
    """
    node.only((*ITEM_KEYS, *extra))
    if depth > _MAX_DEPTH:
        raise node.error(f"items are nested deeper than {_MAX_DEPTH}", "describe the innermost ones on their own")
    known = tuple(lists)
    kind = node.require("kind")
    if not _KIND.fullmatch(kind.text()):
        raise kind.error(f"{kind.text()!r} is no kind", "a kind is a lower-case noun such as integrated_circuit")
    parts, subject, complete = node.get("components"), node.get("subject"), node.get("components_complete")
    return Item(
        kind.text(),
        read_facts(node.get("parameters"), vocabulary),
        _text(node.get("description")),
        tuple(
            read_item(one, vocabulary, known, extra, depth + 1) for one in (parts.sequence() if parts is not None else ())
        ),
        complete is not None and complete.flag(),
        None if subject is None else read_item(subject, vocabulary, known, extra, depth + 1),
        _declared(node.get("declared"), known),
        {key: one.flag() for key, one in _mapping(node.get("answers")).items() if one.value is not None},
    )


def read_facts(node: Node | None, vocabulary: Vocabulary) -> dict[str, Fact]:
    """Read parameters; a null one is missing, a name given twice under two aliases is refused.

    Raises:
        VocabularyError: Unknown parameter.
        DocumentError: A value of the wrong type or range.
        QuantityError: Unknown unit or wrong dimension.
    """
    facts: dict[str, Fact] = {}
    for name, value in _mapping(node).items():
        try:
            parameter = vocabulary.parameters[vocabulary.canonical(name)]
            if parameter.name in facts:
                raise value.error(f"{name!r} is another name of {parameter.name!r}, which is given too", "keep one")
            if value.value is not None:
                facts[parameter.name] = read_fact(value, parameter)
        except Error as problem:
            line = value.key_line if value.key_line is not None else value.line
            raise problem.located(file=value.file, line=line, column=value.key_column, place=value.path) from problem
    return facts


def read_fact(node: Node, parameter: Parameter) -> Fact:
    """Read one value by its parameter.

    Raises:
        DocumentError: Wrong type or range.
        QuantityError: Unknown unit or wrong dimension.
    """
    if parameter.reference:
        return _codes(node)
    if parameter.type is Type.FLAG:
        return node.flag()
    if parameter.type is Type.NUMBER:
        return _number(node, parameter)
    text = node.text()
    if parameter.values and text not in parameter.values:
        raise node.error(
            f"{parameter.name} cannot be {text!r}",
            did_you_mean(text, parameter.values) or f"use one of {', '.join(parameter.values)}",
        )
    return text


def _number(node: Node, parameter: Parameter) -> float:
    value = convert(node.text(), parameter.unit)
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    if parameter.minimum is not None and value < parameter.minimum:
        raise node.error(f"{parameter.name} cannot be less than {parameter.minimum:g}{unit}", "check the value")
    if parameter.maximum is not None and value > parameter.maximum:
        raise node.error(f"{parameter.name} cannot be more than {parameter.maximum:g}{unit}", "check value and unit")
    if parameter.integer and not value.is_integer():
        raise node.error(f"{parameter.name} is a whole number, not {value:g}", "check the value")
    return value


def _codes(node: Node) -> Several:
    codes = node.texts()
    if codes == (NONE,):
        return Several()
    if NONE in codes or not codes:
        raise node.error("'none' stands alone, or give at least one code", "for example 3A090.a, or none")
    for code in codes:
        if not _CODE.fullmatch(code):
            raise node.error(f"{code!r} is not the code of an entry", "for example 3A090.a, us-ccl:3A090.a, or none")
    return Several(known=frozenset(codes))


def _declared(node: Node | None, lists: tuple[str, ...]) -> dict[str, str]:
    declared: dict[str, str] = {}
    for list_id, value in _mapping(node).items():
        if list_id not in lists:
            raise value.error(f"there is no list {list_id!r}", did_you_mean(list_id, lists, f"lists: {', '.join(lists)}"))
        if value.value is None:
            continue
        code = " ".join(value.text().split())
        if code.upper() == "EAR99":
            if list_id != "us-ccl":
                raise value.error("EAR99 is a classification of us-ccl only", f"write {NOT_LISTED!r} for this list")
            declared[list_id] = "EAR99"
        elif code.lower() in {NOT_LISTED, "not_listed"}:
            declared[list_id] = NOT_LISTED
        elif _CODE.fullmatch(code):
            declared[list_id] = code
        else:
            raise value.error(f"{code!r} is not the code of an entry", f"for example 4A906.a.1, or {NOT_LISTED!r}")
    return declared


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return {} if node is None else node.mapping()


def _text(node: Node | None) -> str:
    return "" if node is None else " ".join(node.text().split())
