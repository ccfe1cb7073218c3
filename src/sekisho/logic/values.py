"""The values a fact can have, and how each compares.

A fact that is missing is simply absent (or None). NaN is no value: it is turned into "missing" on the way in.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Type(enum.Enum):
    """The type of a parameter in an expression."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Several:
    """A text fact with several values at once, such as the entries that an item's components meet.

    ``name in ('a', 'b')`` is YES if one of ``known`` is listed, else UNKNOWN if one of ``possible`` is listed or the
    fact is not ``complete``, else NO.

    Attributes:
        known: Values that hold.
        possible: Values that may hold.
        complete: Whether no other value than these can hold.
    """

    known: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    complete: bool = True


Fact = float | str | bool | Several | None
Facts = Mapping[str, Fact]
