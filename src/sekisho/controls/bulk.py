"""Conditions for engines that classify whole tables: one for each executable entry in force on a day.

A row has the column ``kind`` and a column for each parameter. Reference columns hold one code; a code in a condition stands
for every executable paragraph below it too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sekisho.controls.classify import REFERENCES
from sekisho.controls.codes import below
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Status
from sekisho.logic.tree import And, Compare, In, Node, Not, Or, conjunction
from sekisho.logic.values import Type

KIND = "kind"


def conditions(lists: Iterable[ControlList], on: dt.date) -> dict[tuple[str, str], Node]:
    """Return (list id, code) → condition on a row, definitions and undecided entries left out.

    The condition asks for the kind first, so that a row of another kind is NO without asking its parameters.
    """
    found: dict[tuple[str, str], Node] = {}
    for one in lists:
        for entry, version in one.in_force(on):
            if version.condition is not None and version.status is not Status.DEFINITION:
                body = _widened(version.condition, one.codes)
                found[(one.id, entry.code)] = conjunction((In(KIND, entry.kinds), body))
    return found


def schema(parameters: dict[str, Type]) -> dict[str, Type]:
    """Return the types of a row's columns: the vocabulary's and ``kind``."""
    return {KIND: Type.TEXT, **parameters}


def _widened(node: Node, codes: tuple[str, ...]) -> Node:
    """Let every code under a reference stand for the executable paragraphs below it."""
    match node:
        case And():
            return And(tuple(_widened(part, codes) for part in node.operands))
        case Or():
            return Or(tuple(_widened(part, codes) for part in node.operands))
        case Not():
            return Not(_widened(node.operand, codes))
        case In() if node.name in REFERENCES:
            return In(node.name, _with_paragraphs((str(value) for value in node.values), codes))
        case Compare() if node.name in REFERENCES:
            wider: Node = In(node.name, _with_paragraphs((str(node.value),), codes))
            return wider if node.operator == "=" else Not(wider)
        case _:
            return node


def _with_paragraphs(named: Iterable[str], codes: tuple[str, ...]) -> tuple[str, ...]:
    wide: dict[str, None] = {}
    for name in named:
        wide[name] = None
        wide.update(dict.fromkeys(code for code in codes if below(code, name)))
    return tuple(wide)
