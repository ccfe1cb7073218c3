"""What can be proved of conditions over every item that could exist: the port of a solver, and the questions asked of it.

Decides how "these two entries overlap" and "nothing can meet this" become a search for one item. Knows no solver; the one
there is lives in ``sekisho.engines.z3_solver``. A search that is not settled raises and is never taken for an answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from sekisho.controls.codes import below
from sekisho.controls.control_list import ControlList
from sekisho.controls.references import MEETS
from sekisho.controls.vocabulary import Vocabulary
from sekisho.logic.text import fact_text
from sekisho.logic.tree import And, Compare, In, Node, Not, Or, conjunction, disjunction
from sekisho.logic.values import Fact


class Solver(Protocol):
    """Finds an item that meets a condition."""

    def witness(self, node: Node, vocabulary: Vocabulary) -> Mapping[str, Fact] | None:
        """Return facts for which the condition is YES, or None where no facts of the vocabulary make it so.

        Args:
            node: A condition without ``is null``: every parameter that it names is given a value.
            vocabulary: What each parameter can be: limits, whole numbers, permitted texts.

        Returns:
            A value for every parameter that the condition names, numbers in the declared unit.

        Raises:
            EngineError: The solver is not installed, or did not come to an answer in its time: undecided.
            VocabularyError: The condition names a parameter that the vocabulary lacks.
        """
        ...


def overlap(first: Node, second: Node, vocabulary: Vocabulary, solver: Solver) -> Mapping[str, Fact] | None:
    """Return an item that meets both conditions, or None where there is none.

    Raises:
        EngineError: Undecided.
    """
    return solver.witness(conjunction((first, second)), vocabulary)


def inside(first: Node, second: Node, vocabulary: Vocabulary, solver: Solver) -> bool:
    """Tell whether whatever meets the first condition meets the second.

    Raises:
        EngineError: Undecided.
    """
    return solver.witness(conjunction((first, Not(second))), vocabulary) is None


def satisfiable(node: Node, vocabulary: Vocabulary, solver: Solver) -> bool:
    """Tell whether anything can meet a condition.

    Raises:
        EngineError: Undecided.
    """
    return solver.witness(node, vocabulary) is not None


def valid(node: Node, vocabulary: Vocabulary, solver: Solver) -> bool:
    """Tell whether everything of which all is known meets a condition.

    Raises:
        EngineError: Undecided.
    """
    return solver.witness(Not(node), vocabulary) is None


def equivalent(first: Node, second: Node, vocabulary: Vocabulary, solver: Solver) -> bool:
    """Tell whether two conditions give the same for everything of which all is known.

    Raises:
        EngineError: Undecided.
    """
    return inside(first, second, vocabulary, solver) and inside(second, first, vocabulary, solver)


def expanded(node: Node, control_list: ControlList, kind: str, on: dt.date) -> Node:
    """Return a condition in which ``meets_entry`` is replaced by the conditions of the entries that it names.

    So "meets no other entry" is known for what it is. A code that the executable entries do not answer stays a question.

    Args:
        node: The condition; entries of the list do not refer to each other in a circle.
        control_list: The list.
        kind: Kind of the item that is asked about.
        on: The day whose entries are meant.
    """
    if isinstance(node, Not):
        return Not(expanded(node.operand, control_list, kind, on))
    if isinstance(node, And | Or):
        parts = tuple(expanded(one, control_list, kind, on) for one in node.operands)
        return And(parts) if isinstance(node, And) else Or(parts)
    if not isinstance(node, Compare | In) or node.name != MEETS:
        return node
    codes = node.values if isinstance(node, In) else (node.value,)
    found = disjunction(_meeting(str(code), control_list, kind, on) for code in codes)
    return Not(found) if isinstance(node, Compare) and node.operator == "<>" else found


def _meeting(code: str, control_list: ControlList, kind: str, on: dt.date) -> Node:
    """Return what it takes to meet a code: an entry of it or below it, or what no executable entry says."""
    parts: list[Node] = []
    open_ = not control_list.answers(code)
    for entry in control_list.about(kind):
        version = entry.version(on)
        if below(entry.code, code):
            if version is None or version.condition is None:
                open_ = True
            else:
                parts.append(expanded(version.condition, control_list, kind, on))
        elif below(code, entry.code):
            open_ = True
    if open_:
        parts.append(Compare(MEETS, "=", code))
    return disjunction(parts)


def item_text(kind: str, facts: Mapping[str, Fact], vocabulary: Vocabulary) -> str:
    """Return an item for the reader: ``quantum_computer with architecture 'gate', physical_qubits 34 qubits``."""
    said = []
    for name, fact in sorted(facts.items()):
        unit = vocabulary.parameters[name].unit
        said.append(f"{name} {fact_text(fact)}" + ("" if unit in ("", "1") else f" {unit}"))
    return f"{kind} with {', '.join(said)}" if said else f"any {kind}"
