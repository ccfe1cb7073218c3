"""Calendar dates and half-open periods of validity."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sekisho.errors import DateError

_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_date(text: str) -> dt.date:
    """Read ``YYYY-MM-DD`` and nothing else.

    Raises:
        DateError: Another notation, or a day that the calendar does not have.
    """
    if not _ISO.fullmatch(text):
        raise DateError(f"{text!r} is not a date", remedy="write it as YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise DateError(f"{text!r} is not a day of the calendar", remedy="write it as YYYY-MM-DD") from problem


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open interval of days: ``start`` belongs to it, ``until`` does not.

    Attributes:
        start: First day, or None for "since before anything recorded".
        until: First day after the period, or None for "until further notice".
    """

    start: dt.date | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        """Refuse an empty period."""
        if self.start is not None and self.until is not None and self.until <= self.start:
            raise DateError(f"a period cannot end on {self.until} when it begins on {self.start}")

    def __contains__(self, day: dt.date) -> bool:
        """Tell whether ``day`` lies in the period."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)

    def overlaps(self, other: Period) -> bool:
        """Tell whether some day lies in both periods."""
        starts_before_end = self.start is None or other.until is None or self.start < other.until
        ends_after_start = other.start is None or self.until is None or other.start < self.until
        return starts_before_end and ends_after_start

    def __str__(self) -> str:
        """Return ``2024-09-06 to 2025-12-15``, naming the last day and leaving out open ends."""
        last = None if self.until is None else self.until - dt.timedelta(days=1)
        if self.start is None:
            return "always" if last is None else f"until {last}"
        return f"since {self.start}" if last is None else f"{self.start} to {last}"
