"""Codes of entries: order, ancestors, spelling, and what a reference to one covers."""

from __future__ import annotations

import functools
import re

_DIGITS = frozenset("0123456789")
_PIECES = re.compile(r"[0-9]+|[^0-9]+")
_CODE = re.compile(r"[0-9A-Z][0-9A-Za-z_().-]*")
_CATEGORY_CODE = re.compile(r"([0-9])([A-Ea-e])([0-9]{3,4})((?:\.[0-9A-Za-z]+)*)")


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sorting key in which ``a.10`` follows ``a.9``."""
    return tuple((0, int(part), "") if part[0] in _DIGITS else (1, 0, part) for part in _PIECES.findall(code))


@functools.lru_cache(maxsize=4096)
def ancestors(code: str) -> tuple[str, ...]:
    """Return the code and every paragraph above it: ``4A906.a.1`` → itself, ``4A906.a``, ``4A906``."""
    parts = code.split(".")
    return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))


def head(code: str) -> str:
    """Return the entry without its paragraph."""
    return code.partition(".")[0]


def below(code: str, parent: str) -> bool:
    """Tell whether a code is ``parent`` or a paragraph of it."""
    return code == parent or code.startswith(f"{parent}.")


def related(code: str, other: str) -> bool:
    """Tell whether one code is the other, or a paragraph of it."""
    return below(code, other) or below(other, code)


def is_code(text: str) -> bool:
    """Tell whether a text can be the code of an entry at all."""
    return _CODE.fullmatch(text) is not None


def spelled(text: str) -> str:
    """Return a code as the lists spell it: ``4a906.A.1`` is ``4A906.a.1``; codes of another shape stay as they are."""
    found = _CATEGORY_CODE.fullmatch(text)
    if found is None:
        return text
    category, group, number, paragraph = found.groups()
    return f"{category}{group.upper()}{number}{paragraph.lower()}"
