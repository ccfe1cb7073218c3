"""One listed thing: its condition in each version, with dates, citation and test cases."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sekisho.logic.tree import Node, Not, conjunction
from sekisho.logic.truth import Truth
from sekisho.terms.citation import Citation
from sekisho.terms.dates import Period


class Status(enum.Enum):
    """What a version of an entry is, beyond being on the list."""

    IN_FORCE = "in_force"
    NOT_ENFORCED = "codified_not_enforced"
    """The text stands in the code of law, the authority has announced that it does not enforce it."""
    DEFINITION = "definition"
    """A definition that other rules refer to; it controls nothing by itself."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A Note or N.B. that takes items out of the entry where ``when`` is YES."""

    note: str
    text: str
    when: Node
    when_text: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The entry as it stands in one period.

    The entry applies where ``when`` and ``only_if`` hold and no exclusion does, in three-valued logic.

    Attributes:
        period: Valid time, half-open.
        recorded: Day on which this version entered the rulebook; None: with the first edition.
        citation: Where the text stands.
        when_text: The condition as written in the rulebook; empty where the version is undecided.
        when: The same, parsed; None where the version is undecided.
        only_if_text: A further condition taken from a Note, as written; may be empty.
        only_if: The same, parsed; None where there is none.
        unless: Exclusions.
        reasons: Reasons for control as the list abbreviates them (NS, RS, AT …).
        status: See Status.
        status_note: Why the status is not IN_FORCE, with its source; empty otherwise.
        undecided: Why the version cannot be decided (text not at hand, number from memory); None if it can.
        erratum: A slip of the printed text that is recorded and not followed; empty otherwise.
        condition: ``when`` and ``only_if`` and none of ``unless``, joined; None where the version is undecided.
    """

    period: Period
    citation: Citation
    when_text: str = ""
    when: Node | None = None
    only_if_text: str = ""
    only_if: Node | None = None
    unless: tuple[Exclusion, ...] = ()
    reasons: tuple[str, ...] = ()
    status: Status = Status.IN_FORCE
    status_note: str = ""
    recorded: dt.date | None = None
    undecided: str | None = None
    erratum: str = ""
    condition: Node | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A test of an entry, part of its file.

    Attributes:
        name: What the case shows.
        item: The item as written in the file: ``kind`` and parameters by name, all as text.
        expect: The verdict it must give.
        need: Parameters that the need-list must name, exactly, where ``expect`` is UNKNOWN; empty: not checked.
        on: The date of the case; None: the first day of the last version.
        source: Where a real product's figures come from; empty for a constructed item.
    """

    name: str
    item: Mapping[str, str]
    expect: Truth
    need: tuple[str, ...] = ()
    on: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Words of the official text that no comparison of the entry repeats, and why that is right.

    Attributes:
        words: A few words as they stand in the official text.
        reason: How the entry answers them, or why it need not.
    """

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfficialText:
    """The official paragraph that the last version of an entry was encoded from.

    Attributes:
        sha256: Of the paragraph as ``sources`` normalises it, in hexadecimal; empty where the text is not at hand as a file.
        numbers: Numbers of the paragraph that the condition does not compare with.
        notes: Notes of the paragraph, each with how the entry answers it.
    """

    sha256: str
    numbers: tuple[Aside, ...] = ()
    notes: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed thing, addressed by its code.

    Attributes:
        list_id: For example ``us-ccl``.
        code: For example ``4A906.a.1``.
        field: ``ai``, ``quantum``, ``biotech``, ``hypersonics``, ``semiconductors`` or ``additive``.
        group: A equipment, B test and production, C materials, D software, E technology.
        kinds: Kinds of item that the entry is about at all.
        text: What the entry covers, in our own words.
        versions: In order of time, not overlapping.
        cases: Tests; a sequence that compares like a tuple.
        note: Anything a reader must know, for example "encoded from a summary"; may be empty.
        official: The official text of the last version; None where it was not recorded.
    """

    list_id: str
    code: str
    field: str
    group: str
    kinds: tuple[str, ...]
    text: str
    versions: tuple[Version, ...]
    cases: Sequence[Case] = ()
    note: str = ""
    official: OfficialText | None = None

    def version(self, on: dt.date, recorded_by: dt.date | None = None) -> Version | None:
        """Return the version valid on a day as recorded by another, or None where the entry is not in force.

        Where two were recorded for the same day, the one recorded last holds.
        """
        found: Version | None = None
        for version in self.versions:
            known = recorded_by is None or version.recorded is None or version.recorded <= recorded_by
            if known and on in version.period and (found is None or _recorded(version) >= _recorded(found)):
                found = version
        return found


def _recorded(version: Version) -> dt.date:
    return version.recorded or dt.date.min


def join(when: Node | None, only_if: Node | None, unless: tuple[Exclusion, ...]) -> Node | None:
    """Return the whole condition of a version: ``when`` and ``only_if`` and none of ``unless``."""
    if when is None:
        return None
    narrower = () if only_if is None else (only_if,)
    return conjunction((when, *narrower, *(Not(one.when) for one in unless)))
