"""What weighing alone must not decide: three rules that hold whatever the measures say.

Decides that a name which shares its telling word with a listed one, and contradicts it in nothing, is shown to a person
("Huawei Kenya" beside "Huawei Technologies"), for a branch or a subsidiary is what it most likely is; that a name of
general words ("Trading Company") is not shown for every listed name that holds them; and that a single letter of a listed
body's name is no telling word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sekisho.parties.lexicon import FORM, NAME, english, given_names, words_of_groups
from sekisho.parties.matching.score import Pair
from sekisho.parties.matching.similarity import INITIAL, SAME
from sekisho.parties.matching.token import LIKED, NUMBER, Token, Variant

_LONG_ALONE: Final = 9
_LONG_HAN: Final = 4
_FIRST_HAN: Final = "\u2e80"
_FAMILY_NAMES: Final = ("ov", "ova", "ev", "eva", "sky", "skiy", "skaya", "enko", "ovich", "evich")
"""Endings of family names, which firms of many owners bear."""


def telling_words(asked: Iterable[Variant]) -> frozenset[str]:
    """Return the words of a name that tell who it is, as sketches have them."""
    return frozenset(token.spellings[0] for one in asked for token in one.tokens if _tells(token, alone=True))


def is_namesake(pair: Pair) -> bool:
    """Tell whether two names of bodies share what tells who they are, and neither contradicts the other.

    That is the whole of one name, where it has several words; or every telling word of one of them, where there are two or
    more, or one of four characters or more in Han or hangul; or a word by which a listed group is known: it stands in the
    names of several listed bodies and of no listed person, or it is long and the listed name is nothing else. One name
    contradicts the other where both have a telling word that the other lacks, or one has a number where the other has
    something else.
    """
    mine, theirs, found = pair.mine.tokens, pair.theirs.tokens, pair.alignment
    left, right = [mine[at] for at in found.mine], [theirs[at] for at in found.theirs]
    if any(map(_names, left)) and any(map(_names, right)):
        return False
    if left and right and any(map(_numbers, (*left, *right))):
        return False
    same = [(mine[one.mine[0]], theirs[one.theirs[0]]) for one in found.blocks if one.how == SAME]
    telling = [one for one, other in same if _names(one) and _names(other)]
    if telling and (len(same) == len(theirs) > 1 or len(same) == len(mine) > 1):
        return True
    if len(telling) > 1 or any(len(one.native) >= _LONG_HAN and one.native[0] >= _FIRST_HAN for one in telling):
        others = [block for block in found.blocks if block.how != SAME]
        if not any(_names(mine[at]) for block in others for at in block.mine):
            return True
    alone = len(theirs) == 1
    return any(_tells(one, alone) and _tells(other, alone) for one, other in same)


def is_letter_only(pair: Pair) -> bool:
    """Tell whether every telling word that agrees does so with a single letter of the listed name: "Toyota" with "T-"."""
    named = [block for block in pair.alignment.blocks if any(_names(pair.mine.tokens[at]) for at in block.mine)]
    return bool(named) and all(block.how == INITIAL and _is_letter(pair, block.theirs[0]) for block in named)


def _is_letter(pair: Pair, at: int) -> bool:
    return len(pair.theirs.tokens[at].spellings[0]) == 1


def is_too_general(pair: Pair) -> bool:
    """Tell whether the name asked about is of general words, or of a legal form, and the listed one has a telling word."""
    if any(map(_names, pair.mine.tokens)):
        return False
    return (
        _forms(pair.mine.tokens)
        or _forms(pair.theirs.tokens)
        or any(_names(pair.theirs.tokens[at]) for at in pair.alignment.theirs)
    )


def _names(token: Token) -> bool:
    return token.kind == NAME


def _numbers(token: Token) -> bool:
    return token.kind == NUMBER


def _forms(tokens: Iterable[Token]) -> bool:
    return all(token.kind == FORM for token in tokens)


def _tells(token: Token, alone: bool) -> bool:
    word = token.spellings[0]
    if token.kind != NAME or token.native or not word.isalpha() or word in LIKED:
        return False
    if word in english() or word in given_names():
        return False
    return word in words_of_groups() or (alone and len(word) >= _LONG_ALONE and not word.endswith(_FAMILY_NAMES))
