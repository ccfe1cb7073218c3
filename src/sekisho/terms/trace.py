"""The reasons of an answer, one step after another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reasoning.

    Attributes:
        rule: What was asked, short: the rule's name or its text.
        finding: What was found, a sentence for the reader.
        citation: Where the rule stands; empty where the step applies no law.
    """

    rule: str
    finding: str
    citation: str = ""
