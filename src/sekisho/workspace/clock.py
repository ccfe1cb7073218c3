"""The only clock, and the days that commands take as arguments."""

from __future__ import annotations

import datetime as dt

from sekisho.errors import DateError
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


def recorded_by(text: str | None) -> dt.date:
    """Return the day that ``--as-of`` names, or today where it is not given.

    Raises:
        DateError: Not a date, or a day to come, of which nothing is recorded yet.
    """
    found = day(text)
    if found > today():
        raise DateError(f"nothing is recorded yet by {found}", remedy="--as-of takes today or an earlier day")
    return found


def moment() -> dt.datetime:
    """Return the current moment in UTC."""
    return dt.datetime.now(dt.UTC)
