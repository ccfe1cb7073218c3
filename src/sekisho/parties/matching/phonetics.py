"""The sound of a word in Latin letters, roughly: what romanisations, typing and hearing leave of it.

Decides which letters fall together: a tight skeleton for judging two words, a loose one for finding candidates.
Refuses to know languages; it is a folding of letters, made to bring the romanisations of Arabic, Persian, Russian, Chinese
and Korean names together and to survive dropped vowels.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

_DIGRAPHS: Final = (
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("dj", "j"),
    ("dz", "j"),
    ("tz", "c"),
    ("ts", "c"),
    ("ck", "k"),
    ("qu", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
)
_TIGHT: Final = str.maketrans("", "", "aeiouyh")
_VOICING: Final = str.maketrans("bdgvzjl", "ptkfscr", "aeiouyhw")
_VOWELS: Final = frozenset("aeiouy")


def _digraphs(word: str) -> str:
    for digraph, letter in _DIGRAPHS:
        if digraph in word:
            word = word.replace(digraph, letter)
    return word


def _singled(word: str) -> str:
    """Return the word with runs of the same letter cut to one."""
    if len(word) < 2:
        return word
    return word[0] + "".join(mine for before, mine in pairwise(word) if mine != before)


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return the consonants of a word, digraphs folded; a leading vowel is kept as ``a``.

    "Mohammed" and "Muhamad" give ``md``; "Yusuf" and "Yousef" ``ysf``.
    """
    if not word or not word[0].isalpha():
        return word
    folded = _singled(_digraphs(word))
    first = "a" if folded[0] in "aeiou" else folded[0]
    return _singled(first + folded[1:].translate(_TIGHT))


@lru_cache(maxsize=1 << 16)
def loose_skeleton(word: str) -> str:
    """Return the consonants of a word, voicing folded too, without a leading vowel unless nothing else is left."""
    if not word or not word[0].isalpha():
        return word
    return _singled(_digraphs(word).translate(_VOICING)) or word[0]


_HEARD: Final = str.maketrans("zcqy", "skki")
_HEARD_PAIRS: Final = (("ph", "f"), ("kh", "h"), ("gh", "h"), ("ck", "k"), ("ei", "ie"))


@lru_cache(maxsize=1 << 16)
def heard(word: str) -> str:
    """Return the word with letters that sound alike folded and double letters single, vowels kept: "Izi" gives ``isi``."""
    if word.endswith(("off", "eff")):
        word = f"{word[:-2]}v"
    for pair, letter in _HEARD_PAIRS:
        word = word.replace(pair, letter)
    return _singled(word.translate(_HEARD))


def seen(word: str) -> str:
    """Return the word with letters that are misread for each other folded: "Salirn" gives ``saiim`` as "Salim" does."""
    return word.replace("rn", "m").replace("cl", "d").replace("l", "i")


def without_vowels(word: str) -> str:
    """Return the word as somebody types it who leaves the vowels out, the first letter kept."""
    return word[:1] + "".join(letter for letter in word[1:] if letter not in _VOWELS)
