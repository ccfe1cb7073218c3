"""Conditions for engines that classify whole tables: one for each executable entry in force on a day.

A row has the column ``kind`` and a column for each parameter; a reference column holds one code, with or without the prefix
of its list, or ``none``. Decides nothing that ``classify`` would not: where a row cannot say what a condition asks, and
where an entry is undecided, the verdict is UNKNOWN. It knows no components, subjects or declared codes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from sekisho.controls.codes import below, head, related
from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Status, Version
from sekisho.controls.references import MEETS, NONE, shared_heads
from sekisho.controls.vocabulary import REFERENCES
from sekisho.logic.tree import And, Compare, In, IsNull, Node, Not, Or, conjunction, disjunction
from sekisho.logic.values import Type

KIND = "kind"
OPEN = "undecided"
"""A column that no table has: asking for it gives UNKNOWN."""
_OPEN = Compare(OPEN, "=", True)


def rules(
    lists: Iterable[ControlList], on: dt.date, recorded_by: dt.date | None = None
) -> dict[tuple[str, str], tuple[tuple[str, ...], Node]]:
    """Return (list id, code) → the kinds an entry is about and its condition on a row, definitions left out.

    Args:
        lists: The lists.
        on: The day whose law applies.
        recorded_by: Use only what was recorded by this day; everything if None.
    """
    held = tuple(lists)
    shared = shared_heads(held)
    found: dict[tuple[str, str], tuple[tuple[str, ...], Node]] = {}
    for one in held:
        book = _Book(one, on, recorded_by, shared)
        for entry, version in book.here.values():
            if version.status is not Status.DEFINITION:
                found[(one.id, entry.code)] = (entry.kinds, book.condition(entry.code))
    return found


def conditions(lists: Iterable[ControlList], on: dt.date, recorded_by: dt.date | None = None) -> dict[tuple[str, str], Node]:
    """Return (list id, code) → condition on a row of any kind; a row of another kind than the entry's is NO."""
    found = rules(lists, on, recorded_by)
    return {key: conjunction((In(KIND, kinds), node)) for key, (kinds, node) in found.items()}


def schema(parameters: Mapping[str, Type]) -> dict[str, Type]:
    """Return the types of a row's columns: those of the vocabulary and our own."""
    return {KIND: Type.TEXT, OPEN: Type.FLAG, **parameters}


class _Book:
    """One list on one day, its conditions rewritten for rows."""

    def __init__(self, control_list: ControlList, on: dt.date, recorded_by: dt.date | None, shared: frozenset[str]) -> None:
        self.list = control_list
        self.shared = shared
        self.here: dict[str, tuple[Entry, Version]] = {
            entry.code: (entry, version) for entry, version in control_list.in_force(on, recorded_by)
        }
        self._done: dict[str, Node] = {}

    def condition(self, code: str) -> Node:
        """Return the condition of an entry in force."""
        if code not in self._done:
            condition = self.here[code][1].condition
            self._done[code] = _OPEN if condition is None else self._rewritten(condition)
        return self._done[code]

    def _rewritten(self, node: Node) -> Node:
        match node:
            case And():
                return And(tuple(map(self._rewritten, node.operands)))
            case Or():
                return Or(tuple(map(self._rewritten, node.operands)))
            case Not():
                return Not(self._rewritten(node.operand))
            case In() if node.name in REFERENCES:
                return self._reference(node.name, tuple(map(str, node.values)))
            case Compare() if node.name in REFERENCES:
                found = self._reference(node.name, (str(node.value),))
                return found if node.operator == "=" else Not(found)
            case _:
                return node

    def _reference(self, name: str, codes: tuple[str, ...]) -> Node:
        """Return whether a column names one of some codes, or a paragraph of one."""
        universe = {*self.list.universe, *codes}
        yes = {one for one in universe if any(below(one, code) for code in codes)}
        wider = {one for one in universe - yes if any(below(code, one) for code in codes)}
        no = universe - yes - wider
        no_texts = (NONE, *self._spellings(no, {one for one in no if head(one) not in self.shared}))
        if name == MEETS:
            return self._own(codes, yes, wider, no_texts)
        yes_texts = self._spellings(yes, yes)
        unclear = And((Not(In(name, (*yes_texts, *no_texts))), _OPEN))
        return Or((In(name, yes_texts), unclear))

    def _own(self, codes: tuple[str, ...], yes: set[str], wider: set[str], no: tuple[str, ...]) -> Node:
        """Return whether a row meets one of some entries: by its own parameters, or as its column states.

        Executable entries speak for themselves: a column never settles what they decide.
        """
        said = {one for one in yes if not self.list.answers(one)}
        doubted = wider | (yes - said)
        stated = Not(IsNull(MEETS))
        limbs: list[Node] = []
        if said:
            limbs.append(And((stated, In(MEETS, self._spellings(said, said)))))
        if doubted:
            limbs.append(And((stated, In(MEETS, self._spellings(doubted, doubted)), _OPEN)))
        if not all(map(self.list.answers, codes)):
            limbs.append(And((_OPEN, Or((IsNull(MEETS), Not(In(MEETS, no)))))))
        return disjunction((*limbs, *self._limbs(codes)))

    def _limbs(self, codes: tuple[str, ...]) -> Iterator[Node]:
        """Yield what each entry says of some codes; a wider one, or one without text on the day, leaves them open."""
        for code, kinds in self.list.index.items():
            if not any(related(code, one) for one in codes):
                continue
            about = In(KIND, kinds)
            if code not in self.here:
                yield And((about, _OPEN))
            elif any(below(code, one) for one in codes):
                yield And((about, self.condition(code)))
            else:
                yield And((about, self.condition(code), _OPEN))

    def _spellings(self, codes: Iterable[str], plain: Iterable[str]) -> tuple[str, ...]:
        """Return codes with the prefix of the list, and some of them without."""
        return (*sorted(plain), *(f"{self.list.id}:{code}" for code in sorted(codes)))
