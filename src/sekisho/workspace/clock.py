"""The only clock, and the days that commands take as arguments."""

from __future__ import annotations

import datetime as dt

from sekisho.terms.dates import parse_date


def today() -> dt.date:
    """Return the current day in UTC."""
    return dt.datetime.now(dt.UTC).date()


def day(text: str | None) -> dt.date:
    """Return the day that an option names, or today where it is not given.

    Raises:
        DateError: The text is not a date.
    """
    return today() if text is None else parse_date(text)
