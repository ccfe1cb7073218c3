"""What an item is under the Commerce Control List, as far as licensing needs it.

Decides which codes are settled or open, whether the item is on the list at all, and whether a table of items names it.
Classification itself is done in ``controls``; a declared code that contradicts it is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from sekisho.controls.classification import EntryVerdict, ListClassification
from sekisho.controls.entry import Status
from sekisho.controls.item import NOT_LISTED
from sekisho.licensing.conditions import Condition, ask, every, look, no, some, yes
from sekisho.licensing.determination import Question
from sekisho.licensing.questions import ask_declared
from sekisho.licensing.transaction import TransactionItem
from sekisho.licensing.us.tables import Ask, UsLaw, covers
from sekisho.logic.truth import Truth
from sekisho.logic.values import Several

LIST = "us-ccl"
EAR99 = "EAR99"
_CODE = re.compile(r"\d[a-e]\d{3}(\.\w{1,3})*", re.IGNORECASE)
_NO_ENTRY = frozenset({NOT_LISTED, EAR99, "none"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that the item has or may have.

    Attributes:
        code: For example ``3A090.a.1``.
        condition: Whether it has it.
        note: What a reader must know of its status; empty if nothing.
    """

    code: str
    condition: Condition
    note: str = ""

    @property
    def eccn(self) -> str:
        """Return the entry without its paragraph."""
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class ItemCase:
    """One item of the transaction.

    Attributes:
        index: Its place in the transaction, from 0.
        item: The item.
        found: What ``us-ccl`` says of it; None where it was not classified.
        law: The law.
    """

    index: int
    item: TransactionItem
    found: ListClassification | None
    law: UsLaw

    @property
    def label(self) -> str:
        """Return the item as a reader knows it."""
        return f"item {self.index + 1}"

    @property
    def conflict(self) -> str:
        """Return why the declared code contradicts the executable entries; empty if it does not."""
        return "" if self.found is None else self.found.conflict

    @cached_property
    def declared(self) -> str | None:
        """Return the exporter's own code; EAR99 and "not listed" are EAR99."""
        code = self.item.item.declared.get(LIST) if self.found is None else self.found.declared
        if code is None:
            return None
        text = code.strip()
        if text.upper() == EAR99 or text in _NO_ENTRY:
            return EAR99
        return canonical(text) or text

    @cached_property
    def settled(self) -> Condition:
        """Return whether nothing but the candidates can apply."""
        if self.conflict:
            return look(f"{self.label}: {self.conflict}")
        still_open = self._open_against_ear99()
        if still_open is not None:
            return still_open
        if self.declared is not None:
            check = f" ({self.found.check})" if self.found is not None and self.found.check else ""
            return yes(f"{self.label} is declared as {self.declared}{check}")
        if self.found is not None and self.found.covered:
            return yes(self.found.coverage)
        said = f" ({self.found.coverage})" if self.found is not None and self.found.coverage else ""
        text = f"{self.label} may be on an entry that is not executable{said}"
        return ask(text, ask_declared(self.index, LIST))

    def _open_against_ear99(self) -> Condition | None:
        """Return what is open where EAR99 is declared while an executable entry may still be met; None if nothing is.

        A declared EAR99 never outweighs an open entry: were it met, the declaration would be contradicted.
        """
        if self.declared != EAR99 or self.found is None:
            return None
        doubts = [self._executable(one) for one in self.found.verdicts if _counts(one) and one.verdict is Truth.UNKNOWN]
        if not doubts:
            return None
        codes = ", ".join(one.code for one in doubts)
        found = some(one.condition for one in doubts)
        return replace(found, text=f"{self.label} is declared as EAR99, but whether it meets {codes} is open")

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Return every code that the item has or may have."""
        verdicts = () if self.found is None else self.found.verdicts
        found = [self._executable(one) for one in verdicts if _counts(one)]
        if self.declared not in (None, EAR99):
            code = str(self.declared)
            how = (
                look(f"{code} is declared, but {self.conflict}")
                if self.conflict
                else yes(f"{self.label} is {code} as declared")
            )
            found.append(Candidate(code, how))
        return tuple(found)

    @cached_property
    def listed(self) -> Condition:
        """Return whether the item is on the Commerce Control List at all."""
        if self.settled.truth is Truth.YES and not self.candidates:
            return no(f"{self.label} is EAR99: {self.settled.text}")
        rest = no("") if self.settled.truth is Truth.YES else self.settled
        return some((*(one.condition for one in self.candidates), rest))

    def among(self, tokens: Iterable[str]) -> Condition:
        """Return whether a table of items names this one.

        Args:
            tokens: ``ccl``, ``ear99``, ``supplement-2``, ECCNs, paragraphs, product groups or ``600 series``.
        """
        wanted = tuple(tokens)
        found = self._asked.get(wanted)
        if found is None:
            found = self._asked[wanted] = self._among(wanted)
        return found

    @cached_property
    def _asked(self) -> dict[tuple[str, ...], Condition]:
        return {}

    def _among(self, tokens: tuple[str, ...]) -> Condition:
        special = {"ccl": lambda: self.listed, "ear99": lambda: ~self.listed, "supplement-2": self._supplement_2}
        found = [special[token]() for token in tokens if token in special]
        codes = [token for token in tokens if token not in special]
        return some((*found, *self._named(codes))) if codes else some(found)

    def _named(self, tokens: list[str]) -> Iterator[Condition]:
        """Yield what speaks for one of several codes; never nothing."""
        yield no(f"{self.label} is not named") if self.settled.truth is Truth.YES else self.settled
        for one in self.candidates:
            covered = [covers(token, one.code) for token in tokens]
            if True in covered:
                yield one.condition
            elif None in covered:
                yield every((one.condition, self.paragraph_of(one.code, tokens[covered.index(None)])))

    def paragraph_of(self, code: str, token: str) -> Condition:
        """Return the open condition that a code, given without its paragraph, is a paragraph of it."""
        text = f"{code} may be {token}: its paragraph is not stated"
        question = Question("item", self.index, f"declared.{LIST}", f"Which paragraph of {code} is the item?")
        return ask(text, question)

    def _supplement_2(self) -> Condition:
        found = [no(f"{self.label} is not in 744 Supp. 2")]
        for one in self.candidates:
            row = self.law.data["supplement_2"].get(one.eccn)
            if row is None:
                continue
            extent, words, citation = row
            limit = yes(f"{one.eccn} is in {citation}")
            if extent == "limited":
                limit = self.answer(Ask(citation, f"{citation} is {_lower(words)} Is the item such?"))
            found.append(every((one.condition, limit)))
        if self.settled.truth is not Truth.YES:
            found.append(self.settled)
        return some(found)

    def answer(self, asked: Ask) -> Condition:
        """Return the exporter's answer about this item to a condition in words."""
        given = self.item.item.answers.get(asked.key)
        if given is None:
            return ask(f"not answered: {asked.words}", Question("item", self.index, f"answers.{asked.key}", asked.words))
        return Condition(Truth.of(given), f"{asked.key} answered {'yes' if given else 'no'}")

    def is_kind(self, kinds: Iterable[str]) -> Condition:
        """Return whether the item's kind is one of several."""
        kind = self.item.item.kind
        return yes(f"{kind}") if kind in kinds else no(f"{self.label} is a {kind.replace('_', ' ')}")

    @cached_property
    def for_entry(self) -> Several:
        """Return the codes of the item that software or technology is for, with the wider codes above each."""
        return references(self.item.item.parameters.get("for_entry"), self._subject(), self.law.reference_codes)

    def ask_for_entry(self) -> Question:
        """Ask what software or technology is for."""
        words = f"Which entries does the thing meet that {self.label} is for (none, if none)?"
        return Question("item", self.index, "for_entry", words)

    def _subject(self) -> str | None:
        subject = self.item.item.subject
        return None if subject is None else subject.declared.get(LIST)

    def own(self, candidate: Candidate) -> Several:
        """Return the code of a candidate as a fact, with the wider codes above it and the narrower ones below."""
        return references(candidate.code, None, self.law.reference_codes)

    def _executable(self, verdict: EntryVerdict) -> Candidate:
        note = self.law.data["law"]["statuses"].get(verdict.status.value, "")
        if verdict.undecided is not None:
            return Candidate(verdict.code, look(f"{verdict.code} cannot be decided: {verdict.undecided}"), note)
        if verdict.verdict is Truth.YES:
            return Candidate(verdict.code, yes(f"{self.label} is {verdict.code} by its parameters"), note)
        questions = tuple(
            Question("item", self.index, name, f"What is {name}?", decides=(verdict.code,)) for name in verdict.need
        )
        missing = f"{verdict.code} is open without {', '.join(verdict.need)}" if questions else f"{verdict.code} is open"
        return Candidate(verdict.code, ask(missing, *questions) if questions else look(missing), note)


def canonical(text: str) -> str | None:
    """Return a code of the list as the list writes it, or None where the text is none."""
    eccn, dot, paragraph = text.strip().partition(".")
    return f"{eccn.upper()}{dot}{paragraph.lower()}" if _CODE.fullmatch(text.strip()) else None


def references(stated: object, declared: str | None, codes: Iterable[str]) -> Several:
    """Return codes as a fact that a condition over ``for_entry`` or ``entry`` reads.

    Each known code also answers for the wider codes above it; the narrower ones that some condition names are possible.

    Args:
        stated: A code, several separated by commas, ``none``, a resolved fact, or None where it is not stated.
        declared: The code that the exporter declared for the item's subject, or None.
        codes: The codes that conditions name.
    """
    if isinstance(stated, Several):
        known, possible, complete = stated.known, stated.possible, stated.complete
    else:
        texts = [] if stated is None else [part.strip().removeprefix(f"{LIST}:") for part in str(stated).split(",")]
        codes_or_none = [canonical(text) for text in texts if text not in _NO_ENTRY]
        known = frozenset(code for code in codes_or_none if code is not None)
        possible, complete = frozenset(), stated is not None and None not in codes_or_none
    if declared is not None and declared not in _NO_ENTRY:
        known |= {declared}
    above = frozenset(parent for code in known for parent in _above(code))
    below = frozenset(code for code in codes for parent in known if code.startswith(f"{parent}."))
    wide = frozenset(parent for code in possible for parent in _above(code))
    return Several(above, (wide | below) - above, complete)


def _above(code: str) -> Iterable[str]:
    parts = code.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _counts(verdict: EntryVerdict) -> bool:
    return verdict.status is not Status.DEFINITION and verdict.verdict is not Truth.NO


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
