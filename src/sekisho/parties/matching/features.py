"""What a name leaves in the index so that a wrong spelling still finds it.

Decides the marks: three letters in a row with the edges of the word, consonants, an initial with the consonants of another
word, initials of all words, initials with the last word, the name without its spaces, characters of other scripts in pairs,
and numbers. Refuses to know what keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from sekisho.parties.lexicon import NAME, PLACE, SMALL, TITLE, english
from sekisho.parties.matching.phonetics import loose_skeleton
from sekisho.parties.matching.token import NUMBER, Token, Variant

_MOST_SPELLINGS: Final = 6
_LONGEST: Final = 24
_MOST_TELLING: Final = 8
_LONGEST_INITIALS: Final = 4


def features(variants: Iterable[Variant]) -> list[str]:
    """Return the marks of a name, each once.

    Args:
        variants: The ways to read it.
    """
    found: dict[str, None] = {}
    for variant in variants:
        _mark(variant.tokens, found)
    return list(found)


def _mark(tokens: tuple[Token, ...], found: dict[str, None]) -> None:
    telling = [token for token in tokens if token.kind not in (SMALL, TITLE)] or list(tokens)
    for token in telling:
        _word(token, found)
    _pairs(telling, found)
    _whole(telling, found)
    _shortened(tokens, found)


def _word(token: Token, found: dict[str, None]) -> None:
    if token.kind == NUMBER:
        found[f"d{token.spellings[0]}"] = None
        return
    for spelling in token.spellings[:_MOST_SPELLINGS]:
        word = spelling[:_LONGEST]
        known = english().get(word)
        if known is not None and token.kind not in (NAME,):
            found[f"m{known.meaning}"] = None
            if token.kind != PLACE:
                continue
        if word.isascii():
            _letters(word, found)
    if token.native:
        native = token.native[:_LONGEST]
        for first, second in pairwise(f"^{native}"):
            found[f"h{first}{second}"] = None


def _letters(word: str, found: dict[str, None]) -> None:
    if len(word) == 1:
        found[f"t^{word}"] = None
        return
    edged = f"^{word}$"
    for at in range(len(edged) - 2):
        found[f"t{edged[at : at + 3]}"] = None
    bones = loose_skeleton(word)
    if len(bones) > 1:
        found[f"k{bones}"] = None
        if len(bones) > 3:
            for at in range(len(bones) - 2):
                found[f"j{bones[at : at + 3]}"] = None


def _pairs(tokens: list[Token], found: dict[str, None]) -> None:
    """Mark each initial together with the consonants of each other word, and of the next word."""
    names = [token for token in tokens if token.kind == NAME][:_MOST_TELLING]
    if len(names) < 2:
        names = [token for token in tokens if token.kind != NUMBER][:_MOST_TELLING]
    bones = [loose_skeleton(token.spellings[0]) for token in names]
    for i, token in enumerate(names):
        for j, other in enumerate(bones):
            if i != j:
                found[f"i{token.spellings[0][0]}{other}"] = None
    for (first, mine), (second, theirs) in pairwise(zip(names, bones, strict=True)):
        if NAME in (first.kind, second.kind):
            found[f"b{mine}{theirs}"] = None


def _whole(tokens: list[Token], found: dict[str, None]) -> None:
    words = [token.spellings[0] for token in tokens if token.kind != NUMBER]
    if not words:
        return
    joined = loose_skeleton("".join(words)[:60])
    if len(joined) > 2:
        found[f"w{joined[:16]}"] = None
    initials = "".join(word[0] for word in words)
    if 1 < len(initials) <= 8:
        found[f"a{initials}"] = None
    if len(words) == 1 and 1 < len(words[0]) <= 6:
        found[f"a{words[0]}"] = None


def _shortened(tokens: tuple[Token, ...], found: dict[str, None]) -> None:
    """Mark the initials of all words but the last together with the last; a short first word may be initials itself."""
    words = [token.spellings[0] for token in tokens if token.kind != NUMBER]
    if len(words) < 2:
        return
    last = loose_skeleton(words[-1])
    middle = "".join(word[0] for word in words[1:-1])
    if middle:
        found[f"q{words[0][0]}{middle[:8]}{last}"] = None
    if 1 < len(words[0]) <= (_LONGEST_INITIALS if middle else 9):
        found[f"q{(words[0] + middle)[:9]}{last}"] = None
