"""What an item says to the references of a list: which entries its parts, its subject and itself meet.

Decides the value of the reference parameters before a condition is evaluated. A code that was stated for one list says
nothing about another; an entry that is not executable is open unless the exporter declared a code; a part whose kind
nobody knows leaves the whole open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sekisho.controls.codes import ancestors, below
from sekisho.controls.control_list import ControlList
from sekisho.controls.item import NOT_LISTED, Item
from sekisho.logic.values import Fact, Several

CONTAINS, MEETS = "contains_item", "meets_entry"
OF_SUBJECT = ("for_entry", "specially_designed_for")


@dataclass(frozen=True, slots=True)
class Met:
    """Which entries of a list an item meets.

    Attributes:
        known: Codes that it meets.
        possible: Codes that it may meet.
        complete: Whether it can meet no other executable entry.
        declared: Whether the exporter declared a code, so that entries which are not executable are settled too.
    """

    known: frozenset[str]
    possible: frozenset[str]
    complete: bool
    declared: bool


def stated(fact: Fact, control_list: ControlList) -> Several | None:
    """Return what a stated reference says of one list; None where it says nothing."""
    if not isinstance(fact, Several):
        return None
    if not fact.known:
        return fact
    universe = _universe(control_list)
    heads = {code.split(".")[0] for code in universe}
    codes: set[str] = set()
    for text in fact.known:
        prefix, _, code = text.rpartition(":")
        if prefix == control_list.id or (not prefix and code.split(".")[0] in heads):
            codes.add(code)
    if not codes:
        return Several(complete=False)
    return Several(_upward(codes), frozenset(one for one in universe if _coarser(codes, one)), complete=True)


def derived(met: Iterable[Met], complete: bool, control_list: ControlList, name: str) -> Several:
    """Return what the classification of parts, or of the subject, says to one reference parameter of a list.

    Args:
        met: What each part meets.
        complete: Whether no further part can matter.
        control_list: The list.
        name: The reference parameter.
    """
    parts = tuple(met)
    known = _upward(code for part in parts for code in part.known)
    possible = _upward(code for part in parts for code in part.possible)
    if not all(part.declared for part in parts):
        possible |= frozenset(control_list.header.open_references.get(name, ()))
    return Several(known, possible - known, complete and all(part.complete for part in parts))


def merged(first: Several | None, second: Several | None) -> Fact:
    """Return two sources of one fact as one: what is known in either, complete if either is; a statement settles."""
    if first is None or second is None:
        return first if second is None else second
    known = first.known | second.known
    possible = first.possible if first.complete else first.possible | second.possible
    return Several(known, possible - known, first.complete or second.complete)


def declared_codes(item: Item, list_id: str) -> frozenset[str] | None:
    """Return what the exporter declared of an item: codes, the empty set for "not listed", None for nothing."""
    code = item.declared.get(list_id)
    if code is None:
        return None
    return frozenset() if code in {NOT_LISTED, "EAR99"} else frozenset((code,))


def _upward(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes with every paragraph above them."""
    return frozenset(parent for code in codes for parent in ancestors(code))


def _coarser(codes: Iterable[str], one: str) -> bool:
    """Tell whether ``one`` is a paragraph below a stated code, so that the statement leaves it open."""
    return any(below(one, code) and one != code for code in codes)


def _universe(control_list: ControlList) -> frozenset[str]:
    """Return the codes that a list knows: its entries and what its conditions refer to."""
    named = (code for codes in control_list.header.references.values() for code in codes)
    return frozenset((*control_list.index, *named))
