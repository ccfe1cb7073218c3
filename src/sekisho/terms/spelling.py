"""What a misspelt word may have meant.

Decides which known words are close to an unknown one. Knows nothing of what the words mean.
"""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return up to ``limit`` known words close to ``word``, the closest first; case does not count."""
    import difflib

    by_fold: dict[str, str] = {}
    for choice in known:
        by_fold.setdefault(choice.casefold(), choice)
    found = difflib.get_close_matches(word[:80].casefold(), by_fold, n=limit, cutoff=0.6)
    return tuple(by_fold[fold] for fold in found)


def did_you_mean(word: str, known: Iterable[str], otherwise: str | None = None) -> str | None:
    """Return ``did you mean 'a' or 'b'?``, or ``otherwise`` where nothing is close."""
    found = closest(word, known)
    if not found:
        return otherwise
    return f"did you mean {' or '.join(repr(choice) for choice in found)}?"
