"""What an item says to the references of a list: which entries its parts, its subject and itself meet.

Decides the value of the reference parameters before a condition is evaluated. A code that was stated for one list says
nothing about another; an entry that is not executable is open unless the exporter declared a code; a part whose kind
nobody knows leaves the whole open. Never turns what is open into NO.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sekisho.controls.codes import ancestors, head, related
from sekisho.controls.control_list import ControlList
from sekisho.controls.item import NOT_LISTED, Item
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several

CONTAINS, MEETS = "contains_item", "meets_entry"
FOR = "for_entry"
OF_SUBJECT = (FOR, "specially_designed_for")
NONE = "none"
"""The code for "no entry at all"."""
UNLISTED = frozenset({NOT_LISTED, "EAR99"})
"""Declared "codes" that say: no entry of this list."""


@dataclass(frozen=True, slots=True)
class Met:
    """Which entries of a list an item meets.

    Attributes:
        known: Codes that it meets, not the wider ones.
        possible: Codes that it may meet.
        complete: Whether it can meet no other executable entry.
        declared: Whether the exporter declared a code, so that entries which are not executable are settled too.
        denied: The declared code, where executable entries say NO to it: open, whatever else is said.
    """

    known: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    complete: bool = False
    declared: bool = False
    denied: frozenset[str] = frozenset()


def stated(fact: Fact, control_list: ControlList, shared: frozenset[str] = frozenset()) -> Several | None:
    """Return what a stated reference says of one list; None where it is not stated at all.

    A code with the prefix of the list, ``us-ccl:4A003``, is a code of that list. A code without one is a code of every
    list that knows its entry; where several do, or none does, it leaves open what else the item meets.

    Args:
        fact: The codes that the user states.
        control_list: The list.
        shared: Entries that several of the lists in play know.
    """
    if isinstance(fact, str):
        fact = Several() if fact == NONE else Several(frozenset((fact,)))
    if not isinstance(fact, Several):
        return None
    known, settled = _of_list(fact.known, control_list, shared)
    possible, _ = _of_list(fact.possible, control_list, shared)
    if fact.known and not known and not possible:
        return Several(complete=False)
    wide = _upward(known)
    maybe = _upward(possible) | _narrower(known | possible, control_list)
    return Several(wide, maybe - wide, fact.complete and settled)


def shared_heads(lists: Iterable[ControlList]) -> frozenset[str]:
    """Return the entries, without paragraphs, that several of some lists know."""
    known_to = Counter(code for one in lists for code in one.heads)
    return frozenset(code for code, count in known_to.items() if count > 1)


def _of_list(texts: Iterable[str], control_list: ControlList, shared: frozenset[str]) -> tuple[frozenset[str], bool]:
    """Return the codes that are about a list, and whether nothing among the others may be."""
    codes: set[str] = set()
    settled = True
    for text in texts:
        prefix, _, written = text.rpartition(":")
        code = control_list.spelled(written)
        own = head(code) in control_list.heads
        if prefix == control_list.id or (own and not prefix):
            codes.add(code)
        if not prefix and (not own or head(code) in shared):
            settled = False
    return frozenset(codes), settled


def met(item: Item, verdicts: Mapping[str, Truth], control_list: ControlList, complete: bool) -> Met:
    """Return which entries an item meets.

    Args:
        item: The item, for its declared code.
        verdicts: What the executable entries about its kind say, by code; definitions too, and UNKNOWN for an entry
            without text on the day.
        control_list: The list.
        complete: Whether these entries are all executable ones that could be about it.
    """
    known = frozenset(code for code, truth in verdicts.items() if truth is Truth.YES)
    possible = frozenset(code for code, truth in verdicts.items() if truth is Truth.UNKNOWN)
    bearing = known | possible

    def excluded(code: str) -> bool:
        silent = complete and control_list.answers(code) and not any(related(code, one) for one in bearing)
        return silent or contradicted(code, verdicts, control_list)

    codes, declared = _declared(item, control_list), control_list.id in item.declared
    denied = frozenset(filter(excluded, codes))
    known |= codes - denied
    narrower = _narrower(known | possible, control_list) - verdicts.keys()
    return Met(
        known,
        possible | frozenset(code for code in narrower if not excluded(code)),
        complete or declared,
        declared,
        denied | _narrower(denied, control_list) - known,
    )


def _declared(item: Item, control_list: ControlList) -> frozenset[str]:
    """Return the code that the exporter declares, if it names an entry."""
    code = item.declared.get(control_list.id)
    return frozenset() if code is None or code in UNLISTED else frozenset((control_list.spelled(code),))


def contradicted(declared: str, verdicts: Mapping[str, Truth], control_list: ControlList) -> bool:
    """Tell whether executable entries alone decide a declared code, and all say NO."""
    near = {truth for code, truth in verdicts.items() if related(code, declared)}
    return near == {Truth.NO} and control_list.answers(declared)


def resolved(name: str, said: Several | None, parts: Iterable[Met], complete: bool, control_list: ControlList) -> Several:
    """Return one reference parameter, out of what is stated and what is classified.

    Either answers what the other leaves open: a statement that is complete, such as "none", is an answer like any other
    parameter. Where the two contradict each other, the code stays open.

    Args:
        name: The parameter.
        said: What the user states; None for nothing.
        parts: What each part, or the subject, meets.
        complete: Whether no further part can matter.
        control_list: The list.
    """
    ones = tuple(parts)
    known = _upward(code for one in ones for code in one.known)
    possible = _upward(code for one in ones for code in one.possible)
    denied = _upward(code for one in ones for code in one.denied) - known
    if not all(one.declared for one in ones):
        possible |= control_list.open_references.get(name, frozenset())
    found = Several(known, possible - known, complete and all(one.complete for one in ones))
    found = found if said is None else _agreed(said, found)
    return Several(found.known - denied, found.possible | denied, found.complete)


def own(item: Item, verdicts: Mapping[str, Truth], said: Several | None, control_list: ControlList) -> Several:
    """Return which entries an item itself meets.

    Executable entries speak for themselves: "none" is about the others. A code that is claimed, by a statement or a
    declaration, answers an entry that is open and leaves open one that says NO.

    Args:
        item: The item, for its declared code.
        verdicts: What the executable entries about its kind say, by code.
        said: What the user states; None for nothing.
        control_list: The list.
    """
    met_itself = met(replace(item, declared={}), verdicts, control_list, complete=True)
    known, possible = _upward(met_itself.known), _upward(met_itself.possible)
    codes = _declared(item, control_list)
    others = Several(_upward(codes), _narrower(codes, control_list))
    if control_list.id not in item.declared:
        others = Several(possible=control_list.open_references.get(MEETS, frozenset()))
    claimed = others.known
    if said is not None:
        claimed, others = claimed | said.known, _agreed(said, others)
    denied = (control_list.answered - known - possible) & claimed
    left = {code: _holds(others, code) for code in control_list.universe - control_list.answered - known - possible}
    return Several(
        known | (possible & claimed) | {code for code, truth in left.items() if truth is Truth.YES},
        (possible - known - claimed) | denied | {code for code, truth in left.items() if truth is Truth.UNKNOWN},
    )


def _agreed(first: Several, second: Several) -> Several:
    """Return what two sources of one fact say together."""
    codes = first.known | first.possible | second.known | second.possible
    pairs = {code: {_holds(first, code), _holds(second, code)} for code in codes}
    return Several(
        frozenset(code for code, truths in pairs.items() if Truth.YES in truths and Truth.NO not in truths),
        frozenset(code for code, truths in pairs.items() if truths in ({Truth.UNKNOWN}, {Truth.YES, Truth.NO})),
        first.complete or second.complete,
    )


def _holds(fact: Several, code: str) -> Truth:
    if code in fact.known:
        return Truth.YES
    return Truth.UNKNOWN if code in fact.possible or not fact.complete else Truth.NO


def of_subject(name: str, subject: Met) -> Met:
    """Return what a subject says to a reference parameter: "for" is not yet "specially designed for"."""
    return subject if name == FOR else replace(subject, known=frozenset(), possible=subject.known | subject.possible)


def _upward(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes with every paragraph above them."""
    return frozenset(parent for code in codes for parent in ancestors(code))


def _narrower(codes: Iterable[str], control_list: ControlList) -> frozenset[str]:
    """Return the paragraphs that a list knows below some codes: who says ``4A906`` leaves open which."""
    return frozenset(one for code in codes for one in control_list.paragraphs.get(code, ()))
