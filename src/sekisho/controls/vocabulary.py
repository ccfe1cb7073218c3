"""The words that entries and items share: kinds and parameters.

Decides which parameter names exist, of which type and in which unit. Knows no entry and no item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sekisho.errors import QuantityError, RulebookError, VocabularyError
from sekisho.logic.values import Type
from sekisho.terms.document import Node
from sekisho.terms.quantities import canonical_unit
from sekisho.terms.spelling import did_you_mean

REFERENCES = frozenset({"contains_item", "for_entry", "specially_designed_for", "meets_entry"})
"""The parameters whose values are codes of entries; classification resolves them for each list."""
RESERVED = frozenset({"kind", "undecided"})
"""Names that tables of items use for themselves."""

_PARAMETER_KEYS = ("type", "unit", "text", "values", "aliases", "minimum", "maximum", "integer", "reference", "several")
_OF_NUMBERS = ("unit", "minimum", "maximum", "integer")
_OF_TEXTS = ("values", "reference", "several")
_NAME = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A measurable or statable property of an item.

    Attributes:
        name: Canonical name, ``[a-z][a-z0-9_]*``.
        type: NUMBER, TEXT or FLAG.
        text: What it means, a sentence.
        unit: Canonical declared unit of a number; ``1`` for a bare number, empty for text and flags.
        values: The permitted texts; empty if any.
        aliases: Other names under which users and tables know it.
        minimum: Least possible value; None if unbounded.
        maximum: Greatest possible value; None if unbounded.
        integer: Whether only whole numbers are possible.
        reference: Whether its values are codes of entries.
        several: Whether an item can have several of its values at once, given as a list.
    """

    name: str
    type: Type
    text: str
    unit: str = ""
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    reference: bool = False
    several: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """Kinds and parameters.

    Attributes:
        kinds: Name to description.
        parameters: Canonical name to parameter.
    """

    kinds: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    _names: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {name: name for name in self.parameters}
        for one in self.parameters.values():
            names.update(dict.fromkeys(one.aliases, one.name))
        object.__setattr__(self, "_names", names)

    def schema(self) -> dict[str, Type]:
        """Return the type of every parameter, for the parser of conditions."""
        return {name: one.type for name, one in self.parameters.items()}

    def canonical(self, name: str) -> str:
        """Return the canonical name of a parameter.

        Raises:
            VocabularyError: There is no such parameter; the remedy suggests a near one.
        """
        found = self._names.get(name)
        if found is None:
            raise VocabularyError(
                f"unknown parameter {name!r}",
                remedy=did_you_mean(name, self._names, "`sekisho vocabulary` lists the parameters"),
            )
        return found

    def references(self) -> tuple[str, ...]:
        """Return the parameters whose values are codes of entries."""
        return tuple(name for name, one in self.parameters.items() if one.reference)


def read_vocabulary(documents: Iterable[Node]) -> Vocabulary:
    """Read the files of ``rulebooks/vocabulary``: each holds ``kinds``, ``parameters`` or both.

    Raises:
        RulebookError: A word is defined twice or cannot be one, a unit is unknown, or limits contradict each other.
        DocumentError: A file has another shape.
    """
    kinds: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    taken: dict[str, str] = {}
    for document in documents:
        document.only(("kinds", "parameters"))
        for name, node in _entries(document, "kinds"):
            _refuse_name(name, node)
            if name in kinds:
                raise _wrong(node, f"the kind {name!r} is defined twice")
            kinds[name] = node.text()
        for name, node in _entries(document, "parameters"):
            _refuse_name(name, node)
            parameter = _parameter(name, node)
            for word in (name, *parameter.aliases):
                if word in taken:
                    raise _wrong(node, f"{word!r} is defined twice, also by {taken[word]!r}")
                taken[word] = name
            parameters[name] = parameter
    return Vocabulary(kinds, parameters)


def _entries(document: Node, key: str) -> Iterable[tuple[str, Node]]:
    node = document.get(key)
    return () if node is None else node.mapping().items()


def _wrong(node: Node, message: str, remedy: str | None = None) -> RulebookError:
    line = node.line if node.key_line is None else node.key_line
    return RulebookError(message, file=node.file, line=line, place=node.path, remedy=remedy)


def _refuse_name(name: str, node: Node) -> None:
    if _NAME.fullmatch(name) is None:
        raise _wrong(node, f"{name!r} cannot be a name", "use lower-case letters, digits and underscores")
    if name in RESERVED:
        raise _wrong(node, f"{name!r} has a meaning of its own", "choose another name")


def _parameter(name: str, node: Node) -> Parameter:
    node.only(_PARAMETER_KEYS)
    written = node.require("type")
    if written.text() not in {one.value for one in Type}:
        raise _wrong(written, f"{written.text()!r} is no type", "use number, text or flag")
    type_ = Type(written.text())
    for keys, owner in ((_OF_NUMBERS, Type.NUMBER), (_OF_TEXTS, Type.TEXT)):
        for key in keys:
            found = node.get(key)
            if found is not None and type_ is not owner:
                raise _wrong(found, f"{key!r} is for a {owner.value}, and {name} is a {type_.value}")
    parameter = Parameter(
        name,
        type_,
        node.require("text").text(),
        unit=_unit(node.get("unit")) if type_ is Type.NUMBER else "",
        values=_texts(node, "values"),
        aliases=_texts(node, "aliases"),
        minimum=_number(node, "minimum"),
        maximum=_number(node, "maximum"),
        integer=_flag(node, "integer"),
        reference=_flag(node, "reference"),
        several=_flag(node, "several"),
    )
    _refuse_contradiction(parameter, node)
    return parameter


def _refuse_contradiction(parameter: Parameter, node: Node) -> None:
    low, high = parameter.minimum, parameter.maximum
    if low is not None and high is not None and low > high:
        raise _wrong(node, f"{parameter.name} has a minimum above its maximum")
    if parameter.reference is not (parameter.name in REFERENCES):
        named = ", ".join(sorted(REFERENCES))
        raise _wrong(node, f"{parameter.name}: references are {named}, and no others", "set `reference` accordingly")
    if len(set(parameter.values)) != len(parameter.values):
        raise _wrong(node, f"{parameter.name} names a value twice")


def _unit(node: Node | None) -> str:
    if node is None:
        return "1"
    try:
        return canonical_unit(node.text())
    except QuantityError as problem:
        raise _wrong(node, problem.message, problem.remedy) from problem


def _texts(node: Node, key: str) -> tuple[str, ...]:
    found = node.get(key)
    return () if found is None else found.texts()


def _number(node: Node, key: str) -> float | None:
    found = node.get(key)
    return None if found is None else found.number()


def _flag(node: Node, key: str) -> bool:
    found = node.get(key)
    return found is not None and found.flag()
