"""What is left of a legal form in a name, once whole forms are taken out: pieces, misspelt words, beginnings cut off.

Decides which of them are dropped, and which are kept because they are most likely who somebody is. Refuses to know what
legal forms there are (`sekisho.parties.legal_forms`), and how a word looks that was one (`damaged_forms`).
"""

from __future__ import annotations

from typing import Final

from sekisho.parties.legal_forms import FORM_WORDS, PHRASE_WORDS
from sekisho.parties.lexicon import FORM, NAME, english, frequencies
from sekisho.parties.matching.damaged_forms import is_cut_form, is_misspelt_form
from sekisho.parties.matching.token import Token

_PIECES: Final = frozenset(word for word in PHRASE_WORDS - FORM_WORDS if len(word) < 8)
"""Words that are a legal form together with others only, and may be somebody's name; longer ones never are."""
_FORMS: Final = PHRASE_WORDS | FORM_WORDS
_PIECE_WEIGHT: Final = 0.25
_STRAY_WEIGHT: Final = 0.5


def is_form(word: str) -> bool:
    """Tell whether a folded word is a legal form, or a word of one, as it should be written."""
    known = english().get(word)
    return word in _FORMS or (known is not None and known.kind == FORM)


def whole(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens of a name in Latin letters, misspelt words of its legal form known for what they are.

    That is a word with a wrong letter beside other pieces of a form ("Joont Stock"); the beginning of a form that a short
    field cut off is left out.
    """
    return _cut(_known(tokens))


def telling(tokens: tuple[Token, ...], forms: tuple[str, ...]) -> tuple[Token, ...]:
    """Return the tokens without words of legal forms, unless nothing else is there.

    A piece of a legal form in front of a name that has no other may be who it is ("Joint Rimera"); what merely looks like a
    legal form in front of general words is ("MBP Trading").
    """
    kept = tuple(token for token in tokens if token.kind != FORM)
    if not kept:
        return tokens
    first, word = tokens[0], tokens[0].spellings[0]
    if first.kind == FORM != tokens[1].kind:
        if not forms and word in _PIECES:
            return (first._replace(kind=NAME, weight=_PIECE_WEIGHT), *kept)
        if word not in _FORMS and not any(token.kind == NAME for token in kept):
            return (first._replace(kind=NAME, weight=_STRAY_WEIGHT), *kept)
    return kept


def _known(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    if len(tokens) < 2 or not any(token.kind == FORM for token in tokens):
        return tokens
    words = ["", *(token.spellings[0] for token in tokens), ""]
    return tuple(
        token._replace(kind=FORM) if token.kind == NAME and is_misspelt_form(word, before, after) else token
        for token, before, word, after in zip(tokens, words, words[1:], words[2:], strict=False)
    )


def _cut(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without a last word that is the beginning of a legal form, cut off by a short field."""
    if len(tokens) < 2 or tokens[-1].kind != NAME:
        return tokens
    word = tokens[-1].spellings[0]
    if word not in frequencies()[0] and is_cut_form(word, after_form=tokens[-2].kind == FORM):
        return tokens[:-1]
    return tokens
