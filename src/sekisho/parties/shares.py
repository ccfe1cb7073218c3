"""How much of a body somebody holds, and from when to when, as far as it is stated.

Decides how a share is read and what it is at least and at most. A share that is not stated is anything; a band, as some
registers print it ("25-50 %"), is anything in it. Refuses to guess; knows no law.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sekisho.logic.truth import Truth

_NUMBER: Final = r"\d{1,3}(?:\.\d{1,12})?"
_SHARE: Final = re.compile(rf"({_NUMBER}) ?%?(?: ?(?:-|–|to) ?({_NUMBER}) ?%?)?", re.ASCII)
_PARTIAL: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_LAST_MONTH: Final = 12


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole.

    Attributes:
        low: At least this.
        high: At most this.
    """

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)

    @property
    def stated(self) -> bool:
        """Tell whether anything is known of it."""
        return self != UNSTATED

    def __str__(self) -> str:
        """Return it in per cent."""
        if not self.stated:
            return "a share that is not stated"
        return percent(self.low) if self.low == self.high else f"{percent(self.low)} to {percent(self.high)}"


UNSTATED: Final = Share()
"""A share of which nothing is known."""


def percent(part: Fraction) -> str:
    """Return a part of a whole in per cent, with as many digits as it has, at most four behind the point."""
    return f"{float(part * 100):.4f}".rstrip("0").rstrip(".") + " %"


def read_share(text: str) -> Share | None:
    """Read a percentage: ``30``, ``33.3 %``, or a band, ``25-50 %``.

    Returns:
        The share, or None where the text is not one above 0 and up to 100.
    """
    found = _SHARE.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    low = Fraction(found[1]) / 100
    high = low if found[2] is None else Fraction(found[2]) / 100
    return Share(low, high) if low <= high <= 1 and high > 0 else None


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something holds, each day as YYYY, YYYY-MM or YYYY-MM-DD; empty where not stated.

    Attributes:
        since: The first day.
        until: The last day.
    """

    since: str = ""
    until: str = ""

    def holds(self, day: dt.date) -> Truth:
        """Tell whether it holds on a day: UNKNOWN where only the year or month of a bound is known, and it is that one."""
        first, last = _bounds(self.since), _bounds(self.until)
        if (first and day < first[0]) or (last and day > last[1]):
            return Truth.NO
        return Truth.of(None if (first and day < first[1]) or (last and day > last[0]) else True)

    def __str__(self) -> str:
        """Return it as words; empty where nothing is stated."""
        return " ".join(f"{word} {day}" for word, day in (("since", self.since), ("until", self.until)) if day)


ALWAYS: Final = Span()
"""A span of which nothing is stated: what is written holds on the day."""


def _bounds(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that a day, month or year stands for; None where it is none of the calendar."""
    if not _PARTIAL.fullmatch(text):
        return None
    parts = [int(part) for part in text.split("-")]
    try:
        first = dt.date(*parts, *(1, 1)[len(parts) - 1 :])
    except ValueError:
        return None
    if len(parts) == 1:
        return first, dt.date(first.year, _LAST_MONTH, 31)
    if len(parts) == 2:
        return first, (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return first, first
