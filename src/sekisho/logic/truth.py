"""Kleene's three truth values.

UNKNOWN means that a fact is missing, never that a rule does not apply. AND, OR and NOT are those of SQL
(ISO/IEC 9075-2, boolean value expression) and of Kleene's strong logic (Introduction to Metamathematics, section 64).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Truth(enum.Enum):
    """YES, NO or UNKNOWN; the values are the words used in files and JSON."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> Truth:
        """Return NOT self."""
        if self is Truth.UNKNOWN:
            return self
        return Truth.NO if self is Truth.YES else Truth.YES

    def __and__(self, other: Truth) -> Truth:
        """Return self AND other."""
        return all_of((self, other))

    def __or__(self, other: Truth) -> Truth:
        """Return self OR other."""
        return any_of((self, other))

    def __bool__(self) -> bool:
        """Refuse to be used as a condition: three values do not fit into two.

        Raises:
            TypeError: Always.
        """
        raise TypeError("a Truth has three values: compare it with `is`")

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """Return the truth of a nullable boolean: None is UNKNOWN."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO


def all_of(values: Iterable[Truth]) -> Truth:
    """Return the conjunction: NO as soon as one is NO, YES only if all are (YES for none)."""
    result = Truth.YES
    for value in values:
        if value is Truth.NO:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result


def any_of(values: Iterable[Truth]) -> Truth:
    """Return the disjunction: YES as soon as one is YES, NO only if all are (NO for none)."""
    result = Truth.NO
    for value in values:
        if value is Truth.YES:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result
