"""From a classification to findings: what a control list requires of an item.

Decides how parameters, undecided entries, coverage and the exporter's own code make one answer. A declared code counts
as stated; a declared "not listed" never outweighs an entry that is met or open (ADR 5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sekisho.controls.classification import EntryVerdict, ListClassification
from sekisho.controls.entry import Status
from sekisho.controls.item import NOT_LISTED
from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some, yes
from sekisho.licensing.determination import Finding, Question
from sekisho.licensing.national import NationalLaw, Sentence, is_above, is_below
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_declared
from sekisho.licensing.transaction import Means, Transaction, TransactionItem
from sekisho.logic.truth import Truth

Rule = Callable[[str], tuple[str, Sentence]]
"""From a code (empty: none yet) to the name of the rule that controls it and its sentence."""

_TECHNOLOGY = ("software", "technology", "model_weights", "source_code", "firmware", "technical_data")
_NO_ENTRY = frozenset({NOT_LISTED, "EAR99"})


def is_technology(transaction: Transaction, item: TransactionItem) -> bool:
    """Tell whether an item is software or technology, as opposed to goods."""
    kind = item.item.kind
    named = kind in _TECHNOLOGY or kind.endswith(tuple(f"_{word}" for word in _TECHNOLOGY))
    return named or transaction.means is not Means.PHYSICAL


@dataclass(frozen=True, slots=True)
class Listed:
    """What a control list says of an item, as far as licensing needs it.

    Attributes:
        codes: Entries that the item meets: code to how it is known.
        open: What else may be met: code (empty for the part of the list that is not executable) to what is open.
        nothing: How it is known that nothing else is met.
        conflict: Why the declared code contradicts the executable entries; empty if it does not.
    """

    codes: Mapping[str, str]
    open: Mapping[str, Condition]
    nothing: str
    conflict: str = ""

    @property
    def condition(self) -> Condition:
        """Return whether the item is on the list at all."""
        return some((*(yes(f"{code} ({how})") for code, how in self.codes.items()), self.rest))

    @property
    def unlisted(self) -> Condition:
        """Return whether the item is on no entry, in words short enough to stand beside other conditions."""
        found = ~self.condition
        if found.truth is not Truth.UNKNOWN:
            return found
        return replace(found, text="whether an entry of the list is met is open")

    @property
    def rest(self) -> Condition:
        """Return whether another entry than ``codes`` may be met."""
        return some((*self.open.values(), no(self.nothing)))


def listed(
    index: int,
    item: TransactionItem,
    found: ListClassification | None,
    list_id: str,
    names_catch_all: Callable[[str], bool] = lambda code: False,
) -> Listed:
    """Return what a list says of an item.

    Args:
        index: The item's index in the transaction.
        item: The item.
        found: Its classification; None where the rulebook has no such list.
        list_id: The list.
        names_catch_all: Which declared codes name a catch-all and not an entry of the list.
    """
    declared = item.item.declared.get(list_id) if found is None else found.declared
    verdicts = () if found is None else tuple(one for one in found.verdicts if one.status is not Status.DEFINITION)
    codes = {one.code: "by its parameters" for one in verdicts if one.verdict is Truth.YES}
    if declared is not None and not (declared in _NO_ENTRY or names_catch_all(declared) or is_above(declared, codes)):
        codes.setdefault(declared, "declared by the exporter")
    open_ones = {
        one.code: open_entry(index, one)
        for one in verdicts
        if one.verdict is Truth.UNKNOWN and not is_below(one.code, codes)
    }
    if declared is None and (found is None or not found.covered):
        said = f"the executable entries do not speak for the whole of {list_id} about this kind of item"
        open_ones[""] = ask(said, ask_declared(index, list_id))
    how = "every entry about this kind says no" if declared is None else "declared by the exporter"
    return Listed(codes, open_ones, f"not on {list_id} ({how})", "" if found is None else found.conflict)


def open_entry(index: int, verdict: EntryVerdict) -> Condition:
    """Return what is open of an entry: the parameters to ask for, or what a person must look at."""
    if verdict.undecided is not None:
        return look(f"{verdict.code} cannot be decided: {verdict.undecided}")
    questions = tuple(Question("item", index, name, f"What is {name}?", decides=(verdict.code,)) for name in verdict.need)
    missing = f" without {', '.join(verdict.need)}" if verdict.need else ""
    return Condition(Truth.UNKNOWN, f"{verdict.code} is open{missing}", questions, refer=not questions)


def list_findings(
    index: int,
    found: Listed,
    sent: Condition,
    rule: Rule,
    scope: Callable[[str], Condition] = lambda code: yes(""),
) -> tuple[Finding, ...]:
    """Return a finding for each entry that an item meets, and one for what is open or for "not listed".

    Where an entry already asks for a licence, nobody is asked whether the rest of the list does too.

    Args:
        index: The item's index.
        found: What the list says.
        sent: Whether the item is sent in a way that the rule is about.
        rule: From a code (empty: none yet) to the name of the rule and its sentence.
        scope: From a code (empty: none yet) to whether the entry is controlled to the destination.
    """
    said = [(code, every((yes(f"{code}, {how}"), scope(code), sent))) for code, how in found.codes.items()]
    settled = any(condition.truth is Truth.YES for _, condition in said)
    rest = [every((condition, scope(code))) for code, condition in found.open.items() if code or not settled]
    if rest or not said:
        said.append(("", every((some((*rest, no(found.nothing))), sent))))
    return tuple(_list_finding(index, code, condition, *rule(code)) for code, condition in said)


def _list_finding(index: int, code: str, condition: Condition, name: str, sentence: Sentence) -> Finding:
    return finding(
        name,
        Outcome.LICENCE_REQUIRED,
        condition,
        sentence.citation,
        text=sentence.text,
        entry=code,
        reason="list" if code else "",
        item=index,
    )


def classified(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    law: NationalLaw,
    names_catch_all: Callable[[str], bool] = lambda code: False,
) -> dict[int, Listed]:
    """Return what the jurisdiction's list says of each item."""
    return {
        index: listed(index, item, classifications.get(index), law.list_id, names_catch_all)
        for index, item in enumerate(transaction.items)
    }


def needing(found: Mapping[int, Listed]) -> dict[int, tuple[str, ...]]:
    """Return the items that are, or may be, listed, with the entries that they meet."""
    return {index: tuple(one.codes) for index, one in found.items() if one.condition.truth is not Truth.NO}


def conflicts_of(found: Mapping[int, Listed], list_id: str) -> tuple[str, ...]:
    """Return the contradictions between declared codes and executable entries."""
    return tuple(f"items[{index}], {list_id}: {one.conflict}" for index, one in found.items() if one.conflict)
