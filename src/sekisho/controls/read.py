"""Items out of files: parameters in declared units, components, the exporter's own codes.

Decides what a file may say of an item and refuses the rest with its line. Commercial facts (value, origin …) are left to
the caller, who names the further keys that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from sekisho.controls.codes import is_code, spelled
from sekisho.controls.item import NOT_LISTED, Item
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.errors import DocumentError, Error
from sekisho.logic.values import Fact, Several, Type
from sekisho.terms.document import Node
from sekisho.terms.numerals import shorten
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
MAX_DEPTH = 5
"""How deep items may be built into one another."""
_KIND = re.compile("[a-z][a-z0-9_]*")


def read_item(node: Node, vocabulary: Vocabulary, lists: Iterable[str], extra: Iterable[str] = ()) -> Item:
    """Read one item.

    Args:
        node: A mapping with the keys of ITEM_KEYS.
        vocabulary: Kinds and parameters.
        lists: Ids of the lists that ``declared`` and codes may name.
        extra: Further keys that the caller reads itself.

    Raises:
        DocumentError: Another shape, unknown key, value out of range.
        VocabularyError: Unknown parameter.
        QuantityError: Unknown unit, wrong dimension.
    """
    return _item(node, vocabulary, tuple(lists), (*ITEM_KEYS, *extra), 0)


def _item(node: Node, vocabulary: Vocabulary, lists: tuple[str, ...], keys: tuple[str, ...], depth: int) -> Item:
    node.only(keys)
    if depth > MAX_DEPTH:
        raise node.error(f"items are nested deeper than {MAX_DEPTH}", "describe the innermost ones on their own")
    kind = node.require("kind")
    if not _KIND.fullmatch(kind.text()):
        raise kind.error(f"{shorten(kind.text())} is no kind", "a kind is a lower-case noun such as integrated_circuit")
    parts, subject, complete = node.get("components"), node.get("subject"), node.get("components_complete")
    return Item(
        kind.text(),
        read_facts(node.get("parameters"), vocabulary, lists),
        _text(node.get("description")),
        () if parts is None else tuple(_item(one, vocabulary, lists, keys, depth + 1) for one in parts.sequence()),
        complete is not None and complete.flag(),
        None if subject is None else _item(subject, vocabulary, lists, keys, depth + 1),
        _declared(node.get("declared"), lists),
        {key: one.flag() for key, one in _mapping(node.get("answers")).items() if one.value is not None},
    )


def read_facts(node: Node | None, vocabulary: Vocabulary, lists: Collection[str] | None = None) -> dict[str, Fact]:
    """Read parameters; a null one is missing, a name given twice under two aliases is refused.

    Args:
        node: A mapping by parameter name or alias.
        vocabulary: Kinds and parameters.
        lists: Ids of the lists that codes may name; None: not checked.

    Raises:
        VocabularyError: Unknown parameter.
        DocumentError: A value of the wrong type or range.
        QuantityError: Unknown unit or wrong dimension.
    """
    facts: dict[str, Fact] = {}
    named: dict[str, str] = {}
    for name, value in _mapping(node).items():
        try:
            parameter = vocabulary.parameters[vocabulary.canonical(name)]
            other = named.setdefault(parameter.name, name)
            if other != name:
                raise value.error(f"{name!r} and {other!r} are the same parameter", "keep one")
            if value.value is not None:
                facts[parameter.name] = read_fact(value, parameter, lists)
        except Error as problem:
            raise problem.located(
                file=value.file, line=value.key_line or value.line, column=value.key_column, place=value.path
            ) from problem
    return facts


def read_fact(node: Node, parameter: Parameter, lists: Collection[str] | None = None) -> Fact:
    """Read one value by its parameter.

    Raises:
        DocumentError: Wrong type or range.
        QuantityError: Unknown unit or wrong dimension.
    """
    if parameter.reference:
        return _codes(node, lists)
    if parameter.type is Type.FLAG:
        return node.flag()
    if parameter.type is Type.NUMBER:
        return _number(node, parameter)
    if parameter.several and isinstance(node.value, tuple):
        found = frozenset(_text_value(one, parameter) for one in node.sequence())
        if not found:
            raise node.error("an empty list says nothing", "leave the parameter out, or name a value")
        return Several(known=found)
    return _text_value(node, parameter)


def _text_value(node: Node, parameter: Parameter) -> str:
    text = node.text()
    if parameter.values and text not in parameter.values:
        raise node.error(
            f"{parameter.name} cannot be {shorten(text)}",
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


def _codes(node: Node, lists: Collection[str] | None) -> Several:
    texts = node.texts()
    if len(texts) == 1 and texts[0].casefold() == NONE:
        return Several()
    if not texts:
        raise node.error("an empty list says neither which entries nor that there are none", f"write {NONE}")
    return Several(known=frozenset(_code(text, node, lists) for text in texts))


def _code(text: str, node: Node, lists: Collection[str] | None) -> str:
    prefix, colon, code = text.rpartition(":")
    if code.casefold() == NONE:
        raise node.error(f"{NONE!r} stands alone", "leave it out, or the other codes")
    if not is_code(code):
        raise node.error(
            f"{shorten(text)} is not the code of an entry",
            f"for example 3A090.a, us-ccl:3A090.a, or {NONE}; several codes are written as a list",
        )
    if colon and lists is not None and prefix not in lists:
        raise _no_list(prefix, node, lists)
    return f"{prefix}{colon}{spelled(code)}"


def _declared(node: Node | None, lists: tuple[str, ...]) -> dict[str, str]:
    declared: dict[str, str] = {}
    for list_id, value in _mapping(node).items():
        if list_id not in lists:
            raise _no_list(list_id, value, lists)
        if value.value is not None:
            declared[list_id] = _declared_code(value, list_id)
    return declared


def _declared_code(node: Node, list_id: str) -> str:
    code = " ".join(node.text().split())
    if code.replace(" ", "").upper() == "EAR99":
        if list_id != "us-ccl":
            raise node.error("EAR99 is a classification of us-ccl only", f"write {NOT_LISTED!r} for this list")
        return "EAR99"
    if code.casefold().replace("_", " ") == NOT_LISTED:
        return NOT_LISTED
    if not is_code(code):
        remedy = f"for example 4A906.a.1, or {NOT_LISTED!r}"
        raise node.error(f"{shorten(code)} is not the code of an entry", remedy)
    return spelled(code)


def _no_list(list_id: str, node: Node, lists: Collection[str]) -> DocumentError:
    remedy = did_you_mean(list_id, lists, f"lists: {', '.join(lists)}")
    return node.error(f"there is no list {shorten(list_id)}", remedy)


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return {} if node is None else node.mapping()


def _text(node: Node | None) -> str:
    return "" if node is None else " ".join(node.text().split())
