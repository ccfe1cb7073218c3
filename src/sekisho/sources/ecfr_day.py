"""Which day the eCFR is up to date as of, out of its list of titles.

The eCFR answers only for days up to that one, a working day or two behind the Federal Register.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from sekisho.errors import SourceError

TITLES: Final = "https://www.ecfr.gov/api/versioner/v1/titles.json"
"""Address of the list of titles."""
MOST_BYTES: Final = 1_000_000


def up_to_date_as_of(data: bytes, title: int) -> dt.date:
    """Return the day up to which a title is current.

    Args:
        data: The list of titles, JSON.
        title: Number of the title.

    Raises:
        SourceError: Not such a list, or the title or its day is not in it.
    """
    try:
        (found,) = [one for one in json.loads(data)["titles"] if one["number"] == title]
        return dt.date.fromisoformat(found["up_to_date_as_of"])
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise SourceError(
            f"the eCFR's list of titles does not say up to which day title {title} is current",
            file=TITLES,
            remedy="try again later, or download the part by hand and load it",
        ) from problem
