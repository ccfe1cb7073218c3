"""Conditions of different lists in one vocabulary, so that a solver can hold them against each other.

A reference to other entries (``contains_item in ('3A090.a')``) means nothing to another list. Here it becomes what those
entries ask of the item that is meant: the parameters of a built-in item, of a subject, under names of their own. One such
item is assumed for each reference parameter; its kind is a parameter too. A code that no executable entry decides counts
as not met, and is named beside the condition: what is compared then is the executable part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sekisho.controls.codes import below
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Status
from sekisho.controls.references import MEETS
from sekisho.controls.vocabulary import REFERENCES, Parameter, Vocabulary
from sekisho.logic.tree import And, Between, Compare, Constant, In, Node, Not, Or, conjunction, disjunction
from sekisho.logic.values import Type

OF = " of "
"""Joins the name of a parameter and the reference under which the item that has it is known."""
MAX_DEPTH = 3
"""How far references are followed; a code that is referred to deeper counts as not executable."""
KIND = "kind"


@dataclass(frozen=True, slots=True)
class Comparable:
    """What it takes to meet an entry, in parameters alone.

    Attributes:
        condition: For an item of the kind that was asked about.
        opaque: Codes that it names and that no executable entry decides.
    """

    condition: Node
    opaque: tuple[str, ...]


@dataclass
class Reader:
    """Makes the entries of one list comparable.

    Attributes:
        control_list: The list.
        on: The day whose law is compared.
        parameters: Every parameter under the names of conditions; grows with the references that were read.
    """

    control_list: ControlList
    on: dt.date
    vocabulary: Vocabulary
    parameters: dict[str, Parameter] = field(init=False)
    _held: dict[tuple[str, str], Comparable | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.parameters = dict(self.vocabulary.parameters)

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries that control something and are in force on the day, decided or not."""
        found = ((one, one.version(self.on)) for one in self.control_list.entries)
        return tuple(one for one, version in found if version is not None and version.status is not Status.DEFINITION)

    def read(self, entry: Entry, kind: str) -> Comparable | None:
        """Return what it takes to meet an entry for an item of a kind; None where the entry is undecided."""
        key = entry.code, kind
        if key not in self._held:
            version = entry.version(self.on)
            if version is None or version.condition is None:
                self._held[key] = None
            else:
                opaque: dict[str, None] = {}
                condition = self._read(version.condition, kind, "", 0, opaque)
                self._held[key] = Comparable(condition, tuple(opaque))
        return self._held[key]

    def _read(self, node: Node, kind: str, suffix: str, depth: int, opaque: dict[str, None]) -> Node:
        if isinstance(node, Not):
            return Not(self._read(node.operand, kind, suffix, depth, opaque))
        if isinstance(node, And | Or):
            parts = (self._read(one, kind, suffix, depth, opaque) for one in node.operands)
            return conjunction(parts) if isinstance(node, And) else disjunction(parts)
        if isinstance(node, Compare | In) and node.name in REFERENCES:
            codes = node.values if isinstance(node, In) else (node.value,)
            met = disjunction(self._met(node.name, str(code), kind, suffix, depth, opaque) for code in codes)
            return Not(met) if isinstance(node, Compare) and node.operator == "<>" else met
        return node if not suffix or isinstance(node, Constant) else self._renamed(node, suffix)

    def _renamed(self, node: Node, suffix: str) -> Node:
        if not isinstance(node, Compare | In | Between):
            return node
        name = f"{node.name}{suffix}"
        if name not in self.parameters:
            self.parameters[name] = replace(self.vocabulary.parameters[node.name], name=name)
        return replace(node, name=name)

    def _met(self, name: str, code: str, kind: str, suffix: str, depth: int, opaque: dict[str, None]) -> Node:
        """Return what it takes that the item meant by a reference meets a code: one of the entries below it."""
        if depth >= MAX_DEPTH or not self.control_list.answers(code):
            opaque[code] = None
        if depth >= MAX_DEPTH:
            return Constant(False)
        own = name == MEETS
        inner = suffix if own else f"{OF}{name}{suffix}"
        parts: list[Node] = []
        for entry in self._below(code):
            version = entry.version(self.on)
            if version is None or version.condition is None:
                opaque[entry.code] = None
                continue
            kinds = (kind,) if own else entry.kinds
            if own and kind not in entry.kinds:
                continue
            for one in kinds:
                condition = self._read(version.condition, one, inner, depth + 1, opaque)
                parts.append(condition if own else conjunction((self._kind(inner, one), condition)))
        return disjunction(parts)

    def _below(self, code: str) -> Iterable[Entry]:
        found = [self.control_list.entry(one) for one in self.control_list.index if below(one, code)]
        return found or [self.control_list.entry(one) for one in self.control_list.index if below(code, one)]

    def _kind(self, inner: str, kind: str) -> Node:
        name = f"{KIND}{inner}"
        if name not in self.parameters:
            text = "Kind of the item that is meant"
            self.parameters[name] = Parameter(name, Type.TEXT, text, values=tuple(self.vocabulary.kinds))
        return Compare(name, "=", kind)


def common_vocabulary(readers: Iterable[Reader]) -> Vocabulary:
    """Return the vocabulary in which the conditions of several lists are written."""
    parameters: dict[str, Parameter] = {}
    kinds: Mapping[str, str] = {}
    for one in readers:
        parameters |= one.parameters
        kinds = one.vocabulary.kinds
    return Vocabulary(kinds, parameters)
