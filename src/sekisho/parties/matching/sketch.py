"""Which of the names that were found are worth comparing in full.

Decides it by a sketch of each name: its words as letters, and their consonants in order of the alphabet. Setting two
sketches side by side costs a hundredth of a comparison, and puts the name that is meant before those that share marks by
chance. Refuses to judge a match.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from sekisho.parties.matching.phonetics import skeleton
from sekisho.parties.matching.token import Variant

LEAST: Final = 55.0
"""How close a sketch must be for its name to be compared; the closest few are compared whatever they are."""
LEAST_LATIN: Final = 70.0
"""The same for a name that is asked about in Latin letters: it has no readings to differ in."""
_MARKS: Final = 30.0
_MOST_VARIANTS: Final = 3
_BETWEEN: Final = "\x1f"


class Sketch(NamedTuple):
    """A sketch of a name.

    Attributes:
        words: Its words in Latin letters.
        bones: The consonants of its words, in order of the alphabet.
    """

    words: str
    bones: str


def sketch(variant: Variant) -> Sketch:
    """Return the sketch of a name."""
    words = [token.spellings[0] for token in variant.tokens]
    return Sketch(" ".join(words), " ".join(sorted(map(skeleton, words))))


def pack_sketch(one: Sketch) -> str:
    """Return a sketch as one line of text."""
    return f"{one.words}{_BETWEEN}{one.bones}"


def unpack_sketch(line: str) -> Sketch:
    """Return what `pack_sketch` packed."""
    words, _, bones = line.partition(_BETWEEN)
    return Sketch(words, bones)


def closest(asked: Sequence[Variant], found: Sequence[tuple[Sketch, float]]) -> Iterator[tuple[int, float]]:
    """Return the places of what was found, the closest first, each with how close it is.

    Args:
        asked: The ways to read the name asked about.
        found: Sketches of the names that were found, each with how much it shares of the name's marks.
    """
    words, bones = [theirs.words for theirs, _ in found], [theirs.bones for theirs, _ in found]
    alike = [0.0] * len(found)
    for variant in asked[:_MOST_VARIANTS]:
        mine = sketch(variant)
        by_words = map(fuzz.token_set_ratio, repeat(mine.words), words)
        by_bones = map(fuzz.ratio, repeat(mine.bones), bones)
        alike = [max(before, (one + other) / 2) for before, one, other in zip(alike, by_words, by_bones, strict=True)]
    ranked = [(-one - _MARKS * shared, place) for place, (one, (_, shared)) in enumerate(zip(alike, found, strict=True))]
    ranked.sort()
    return ((place, -close) for close, place in ranked)
