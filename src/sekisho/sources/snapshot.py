"""An official publication as it was read on one day.

Decides from which words a snapshot gets its day. Knows no single publication.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePath

from sekisho.errors import DateError, SourceError
from sekisho.parties.party import ListedParty, SourceState
from sekisho.terms.dates import parse_date

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class SourceSnapshot:
    """The parties of one publication on one day.

    Attributes:
        state: Which bytes, of which day, and how many parties.
        parties: In the order of the publication.
    """

    state: SourceState
    parties: tuple[ListedParty, ...]


def day_in_name(file: str) -> dt.date | None:
    """Return the day that a file name gives, or None.

    Raises:
        SourceError: The name gives no day of the calendar, or several.
    """
    days = set(_DAY.findall(PurePath(file).name))
    if not days:
        return None
    try:
        found = {parse_date(day) for day in days}
    except DateError as problem:
        raise SourceError("the file name gives no day of the calendar", file=file) from problem
    if len(found) > 1:
        raise SourceError("the file name gives several days", file=file, remedy="rename the file")
    return found.pop()


def day_of(file: str, stated: dt.date | None) -> dt.date:
    """Return the day of a file's content.

    Args:
        file: Its name, for example ``ecfr-15-744-2026-07-23.xml``.
        stated: The day that the user gave, if any.

    Raises:
        SourceError: Neither says it, or the two differ.
    """
    named = day_in_name(file)
    if named is None and stated is None:
        raise SourceError(
            "nothing says of which day this publication is",
            file=file,
            remedy="put the day into the file name (ecfr-15-744-2026-07-23.xml) or give --snapshot DATE",
        )
    if named is not None and stated is not None and named != stated:
        raise SourceError(f"the file name says {named}, --snapshot says {stated}", file=file, remedy="leave --snapshot out")
    return named or stated or dt.date.min
