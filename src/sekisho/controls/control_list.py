"""A control list: its entries, its coverage, and what its references need to be resolved.

Decides which entries are about a kind and in force on a day. Entries may be decoded on first use; a list read from its
files and one read from the compiled rulebook behave alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sekisho.controls.codes import ancestors, head
from sekisho.controls.entry import Entry, OfficialText, Version
from sekisho.errors import MissingError
from sekisho.terms.dates import Period
from sekisho.terms.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the executable entries say of a kind, in a period.

    Attributes:
        kind: The kind.
        covered: Whether they speak for the whole list.
        codes_examined: The codes gone through for this statement.
        note: What is executable and what is not.
        citation: The text that was examined.
        period: When the statement holds.
    """

    kind: str
    covered: bool
    codes_examined: tuple[str, ...]
    note: str
    citation: str
    period: Period


@dataclass(frozen=True, slots=True)
class Header:
    """What a list says of itself.

    Attributes:
        id: For example ``us-ccl``.
        title: Its name.
        authority: Who makes it.
        jurisdiction: ISO code, or EU.
        text: What is executable of it.
        edition: Which text was encoded.
        citation: Where it stands.
        law_as_known: Day up to which the text is known.
        hard_limit_days: How many days after that day an answer may still rest on it.
        sha256: Of all files of the list.
        references: For each reference parameter, the codes that conditions of this list name.
        complete: Paragraphs that are no entries of ours, but whose limbs all are.
        containers: Kinds whose entries ask what is built in.
        contained: Kinds of the entries that conditions name as built in.
        headings: Every heading of the official list; empty where it is not at hand as a whole.
        headings_text: Where the headings were taken from; empty where they are not at hand.
    """

    id: str
    title: str
    authority: str
    jurisdiction: str
    text: str
    edition: str
    citation: str
    law_as_known: dt.date
    hard_limit_days: int
    sha256: str
    references: Mapping[str, tuple[str, ...]]
    complete: tuple[str, ...]
    containers: tuple[str, ...]
    contained: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    headings_text: str = ""


@dataclass(frozen=True)
class ControlList:
    """A dated set of entries of one authority.

    Attributes:
        header: See Header.
        coverage: Statements by kind.
        index: Code to kinds, in natural order of code.
        decode: Returns the entry of a code; called once for each.
        asides: Returns what is set aside of the official text for all paragraphs of a heading, by its code.
    """

    header: Header
    coverage: tuple[Coverage, ...]
    index: Mapping[str, tuple[str, ...]]
    decode: Callable[[str], Entry]
    asides: Callable[[], Mapping[str, OfficialText]] = dict
    _held: dict[str, Entry] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def universe(self) -> frozenset[str]:
        """Return the codes that the list knows: its entries and what its conditions refer to."""
        named = (code for codes in self.header.references.values() for code in codes)
        return frozenset((*self.index, *named))

    @cached_property
    def paragraphs(self) -> Mapping[str, frozenset[str]]:
        """Return, for every code above a known one, the known codes below it."""
        found: dict[str, set[str]] = {}
        for code in self.universe:
            for parent in ancestors(code)[1:]:
                found.setdefault(parent, set()).add(code)
        return {parent: frozenset(codes) for parent, codes in found.items()}

    @cached_property
    def open_references(self) -> Mapping[str, frozenset[str]]:
        """Return, for each reference parameter, the codes named under it that executable entries do not answer."""
        named = self.header.references.items()
        return {name: frozenset(code for code in codes if not self.answers(code)) for name, codes in named}

    @cached_property
    def answered(self) -> frozenset[str]:
        """Return the known codes that executable entries answer."""
        return frozenset(filter(self.answers, self.universe))

    def answers(self, code: str) -> bool:
        """Tell whether executable entries alone can say that an item is not under a code.

        They can where the code is an entry, a paragraph of one, or stated to have all its limbs here.
        """
        return any(one in self.index or one in self.header.complete for one in ancestors(code))

    def spelled(self, code: str) -> str:
        """Return a code as the list spells it, as far down as the list knows it: ``8.art7.4`` is ``8.Art7.4``."""
        for one in ancestors(code):
            known = self._spellings.get(one.casefold())
            if known is not None:
                return known + code[len(one) :]
        return code

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        return {one.casefold(): one for code in sorted(self.universe) for one in ancestors(code)}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the kinds that some entry is about."""
        return frozenset(kind for kinds in self.index.values() for kind in kinds)

    @cached_property
    def heads(self) -> frozenset[str]:
        """Return the same without paragraphs: ``4A906``."""
        return frozenset(map(head, self.universe))

    @property
    def id(self) -> str:
        """Return the list's id."""
        return self.header.id

    @property
    def title(self) -> str:
        """Return the list's name."""
        return self.header.title

    @property
    def authority(self) -> str:
        """Return who makes the list."""
        return self.header.authority

    @property
    def jurisdiction(self) -> str:
        """Return whose law it is: an ISO code, or EU."""
        return self.header.jurisdiction

    @property
    def edition(self) -> str:
        """Return which text was encoded."""
        return self.header.edition

    @property
    def sha256(self) -> str:
        """Return the digest of the list's files."""
        return self.header.sha256

    @property
    def text(self) -> str:
        """Return what is executable of the list."""
        return self.header.text

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every code, in natural order."""
        return tuple(self.index)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return every entry, in natural order of code."""
        return tuple(self.entry(code) for code in self.index)

    def entry(self, code: str) -> Entry:
        """Return one entry.

        Raises:
            MissingError: The list has no such entry.
        """
        if code not in self._held:
            if code not in self.index:
                raise MissingError(f"{self.id} has no executable entry {code!r}", remedy=did_you_mean(code, self.index))
            self._held[code] = self.decode(code)
        return self._held[code]

    def about(self, kind: str) -> tuple[Entry, ...]:
        """Return the entries about a kind."""
        return tuple(self.entry(code) for code, kinds in self.index.items() if kind in kinds)

    def in_force(
        self, on: dt.date, recorded_by: dt.date | None = None, kind: str | None = None
    ) -> tuple[tuple[Entry, Version], ...]:
        """Return the entries in force on a day, all or those about a kind, each with its version of that day."""
        entries = self.entries if kind is None else self.about(kind)
        dated = ((entry, entry.version(on, recorded_by)) for entry in entries)
        return tuple((entry, version) for entry, version in dated if version is not None)

    def coverage_of(self, kind: str, on: dt.date) -> Coverage | None:
        """Return the statement about a kind that holds on a day, or None where nobody has looked."""
        for one in self.coverage:
            if one.kind == kind and on in one.period:
                return one
        return None
