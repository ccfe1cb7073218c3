"""Names read without some of the words of the tables, and others with one translation, as the names of a new list are read.

The names of the development half have been looked at, and their words put into the tables; names that nobody has looked at
hold words that no table has. Leaving some out at random shows what that costs, and lets the weights learn it.

Decides which words are left out, and which keep but the last of their translations, by a hash of the draw's name and the
first letters, so that a word goes with its inflections. Legal forms stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Final
from unittest.mock import patch

from sekisho.parties.lexicon import FORM, Phrase, phrases
from sekisho.parties.matching import read

DRAWS: Final = ("a", "b", "c", "d")
"""Names of the draws, each of other words."""
_SHARE: Final = 0.15
_OTHERWISE: Final = 0.25
_STEM: Final = 5


@contextmanager
def leaving_out(draw: str) -> Iterator[None]:
    """Read names without the words of a draw; with all words where it is empty."""
    if not draw:
        yield
        return
    with patch.object(read, "phrases", lambda script: _known(script, draw)):
        yield


@cache
def _known(script: str, draw: str) -> dict[str, Phrase]:
    found: dict[str, Phrase] = {}
    for form, phrase in phrases(script).items():
        place = 1.0 if phrase.kind == FORM else _place(form, draw)
        if place >= _SHARE + _OTHERWISE:
            found[form] = phrase
        elif place >= _SHARE:
            found[form] = phrase._replace(english=phrase.english[-1:])
    return found


def _place(form: str, draw: str) -> float:
    return int(sha256(f"{draw} {form[:_STEM]}".encode()).hexdigest()[:8], 16) / 2**32
