"""The result of classifying an item: a verdict per entry, and what it says about the list as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sekisho.controls.entry import Status
from sekisho.logic.truth import Truth


@dataclass(frozen=True, slots=True)
class EntryVerdict:
    """What one entry says of an item.

    Attributes:
        list_id: The list.
        code: The entry.
        verdict: YES, NO or UNKNOWN.
        need: Parameters whose value would decide, most general name; empty unless UNKNOWN.
        trace: The reasons, one line per condition that mattered.
        citation: Where the version applied stands.
        reasons: Reasons for control of that version.
        status: Status of that version.
        undecided: Why nobody can decide it from the texts at hand; None if it can be decided.
        text: The entry in our words.
    """

    list_id: str
    code: str
    verdict: Truth
    need: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
    citation: str = ""
    reasons: tuple[str, ...] = ()
    status: Status = Status.IN_FORCE
    undecided: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListClassification:
    """What one list says of an item on a day.

    Attributes:
        list_id: The list.
        on: The day whose law was applied.
        verdicts: Every entry in force about the item's kind.
        covered: Whether the executable entries speak for the whole list about this kind (``coverage.yaml``).
        coverage: The sentence that says so, or that says what is missing.
        declared: The exporter's own code for this list, if given (NOT_LISTED and EAR99 included).
        conflict: Why the declared code contradicts the executable entries; empty if it does not.
        check: What the executable entries say of a declared code that they do not contradict; empty without one.
        to_be_reviewed: Entries among the verdicts whose official paragraph has changed since they were encoded.
        changed: The sentence that says so; empty if there are none.
    """

    list_id: str
    on: dt.date
    verdicts: tuple[EntryVerdict, ...]
    covered: bool
    coverage: str
    declared: str | None = None
    conflict: str = ""
    check: str = ""
    to_be_reviewed: tuple[str, ...] = ()
    changed: str = ""

    def codes(self, verdict: Truth) -> tuple[str, ...]:
        """Return the entries with this verdict, definitions left out, in list order."""
        return tuple(
            found.code for found in self.verdicts if found.verdict is verdict and found.status is not Status.DEFINITION
        )


@dataclass(frozen=True, slots=True)
class Question:
    """Something that would decide a classification.

    Attributes:
        field: The parameter, or ``declared.<list id>``.
        unit: Its declared unit; empty if it has none.
        text: What it means, for a reader.
        decides: ``<list id>:<code>`` of the entries that it decides, or the list id.
    """

    field: str
    unit: str
    text: str
    decides: tuple[str, ...]
