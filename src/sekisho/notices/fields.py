"""What a field of a member's public act may hold: the checks that transposition and equivalence share.

Decides the shape of one value. Knows nothing of how fields go together, and nothing of envelopes, keys or charters.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Mapping
from typing import Any

from sekisho.errors import DateError
from sekisho.terms.dates import parse_date
from sekisho.terms.places import PLACES

Check = Callable[[Any], bool]

MAX_TEXT = 1_000_000
"""Characters of one text in a statement (``docs/reference/record.md``)."""
MAX_CODE = 200
"""Characters of a national code: ``4A906.b``, ``別表第一 8の項``."""
_DIGEST = re.compile("[0-9a-f]{64}")
_WORD = re.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,79}")
_PART = re.compile("[A-Z]{2}-[A-Z0-9]{1,3}")
_URL = re.compile("https?://[!-~]{1,2000}")


def text(value: Any) -> bool:
    """Tell whether a value is a text that is not too long."""
    return isinstance(value, str) and len(value) <= MAX_TEXT


def filled(value: Any) -> bool:
    """Tell whether a value is a text that is not blank."""
    return text(value) and bool(value.strip())


def word(value: Any) -> bool:
    """Tell whether a value is an id."""
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def digest(value: Any) -> bool:
    """Tell whether a value is a digest."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def code(value: Any) -> bool:
    """Tell whether a value is a national code, which may be empty: one line of at most MAX_CODE characters."""
    return isinstance(value, str) and len(value) <= MAX_CODE and "\n" not in value and "\t" not in value


def url(value: Any) -> bool:
    """Tell whether a value is empty or a web address; of no other scheme, because readers make links of it."""
    return value == "" or (isinstance(value, str) and _URL.fullmatch(value) is not None)


def date(value: Any) -> bool:
    """Tell whether a value is a day of the calendar, ``YYYY-MM-DD``."""
    try:
        return isinstance(value, str) and parse_date(value) is not None
    except DateError:
        return False


def part(value: Any) -> bool:
    """Tell whether a value has the form of an ISO 3166-2 code."""
    return isinstance(value, str) and _PART.fullmatch(value) is not None


def place(value: Any) -> bool:
    """Tell whether a value is the code of a country, a territory or one of the regions that embargoes name."""
    return isinstance(value, str) and value in PLACES


def one_of(*words: str) -> Check:
    """Return a check of a text that is one of some words."""
    return lambda value: isinstance(value, str) and value in words


def or_empty(check: Check) -> Check:
    """Return a check that an empty text passes too."""
    return lambda value: value == "" or check(value)


def row(fields: Mapping[str, Check]) -> Check:
    """Return a check of an object that has exactly some fields."""
    return lambda value: (
        isinstance(value, dict)
        and value.keys() == fields.keys()
        and all(check(value[name]) for name, check in fields.items())
    )


def rows(fields: Mapping[str, Check]) -> Check:
    """Return a check of a list of such objects."""
    return listed(row(fields))


def listed(check: Check) -> Check:
    """Return a check of a list of values."""
    return lambda value: isinstance(value, list) and all(map(check, value))


def ordered(check: Check) -> Check:
    """Return a check of a list of texts, sorted and each once."""
    several = listed(check)
    return lambda value: several(value) and all(left < right for left, right in itertools.pairwise(value))


def some(check: Check) -> Check:
    """Return a check that refuses the empty list too."""
    return lambda value: bool(value) and check(value)


def day_or_none(value: str) -> dt.date | None:
    """Return the day that a field names, or None where it is empty."""
    return parse_date(value) if value else None
