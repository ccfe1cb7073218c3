"""Numbers as written in files: plain decimals with an optional exponent, in ASCII digits.

Decides what is a number. Refuses what a program would guess at: ``1_000``, ``0x10``, ``12:30``, ``4,5``, full-width
digits, NaN and infinity, and numbers too large or too small for a 64-bit float.
"""

from __future__ import annotations

import math
import re

from sekisho.errors import QuantityError

NUMERAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
"""Regular expression of a number."""

MAX_LENGTH = 100

_NUMERAL = re.compile(NUMERAL)
_REMEDY = "write digits with a decimal point, for example 8471.5 or 9e-5"


def parse_number(text: str) -> float:
    """Read a finite number.

    Raises:
        QuantityError: Another notation, or a number that a 64-bit float cannot hold.
    """
    if not _NUMERAL.fullmatch(text):
        raise QuantityError(f"{shorten(text)} is not a number", remedy=_REMEDY)
    if len(text) > MAX_LENGTH:
        raise QuantityError(f"{shorten(text)} has more than {MAX_LENGTH} characters", remedy=_REMEDY)
    value = float(text)
    if not math.isfinite(value):
        raise QuantityError(f"{shorten(text)} is too large to be computed with", remedy=_REMEDY)
    if value == 0.0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        raise QuantityError(f"{shorten(text)} is too small to be computed with", remedy=_REMEDY)
    return value


def shorten(text: str, length: int = 60) -> str:
    """Return ``text`` in quotes for a message, cut where it is long."""
    return repr(text if len(text) <= length else text[: length - 1] + "…")
