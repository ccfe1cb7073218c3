"""Codes of entries: order, ancestors, and what a reference to one covers."""

from __future__ import annotations

import re

_PIECES = re.compile(r"\d+|\D+")


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sorting key in which ``a.10`` follows ``a.9``."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in _PIECES.findall(code))


def ancestors(code: str) -> tuple[str, ...]:
    """Return the code and every paragraph above it: ``4A906.a.1`` → itself, ``4A906.a``, ``4A906``."""
    parts = code.split(".")
    return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))


def below(code: str, parent: str) -> bool:
    """Tell whether a code is ``parent`` or a paragraph of it."""
    return code == parent or code.startswith(f"{parent}.")


def related(code: str, other: str) -> bool:
    """Tell whether one code is the other, or a paragraph of it."""
    return below(code, other) or below(other, code)
