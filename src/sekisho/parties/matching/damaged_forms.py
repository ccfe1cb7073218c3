"""Legal forms as they come out of misreading, haste and short fields: "LMTD", "GM8H", "OBSHCHE".

Decides which words that are no listed name and no word of the language are what is left of a legal form. Refuses to say of
which form. A word that may be somebody's name is none.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from sekisho.parties.legal_forms import FORM_WORDS, PHRASE_PAIRS, PHRASE_WORDS
from sekisho.parties.lexicon import english, frequencies
from sekisho.parties.matching.phonetics import heard, without_vowels

_DIGITS: Final = str.maketrans("01258", "olzsb")
_LEAST_LONG: Final = 5
_LEAST_MISSPELT: Final = 6
_LEAST_CUT: Final = 4
_ASIAN: Final = (
    "berhad cong gaisha godo gongsi gufen hoesa jusik kabushiki kaisha chusik phan sirketi youxian yugen yuhan zeren"
)
_NAMES_TOO: Final = frozenset(_ASIAN.split())
"""Words of legal forms that are one letter from people's names."""
_VOWELS: Final = frozenset("aeiouy")


@cache
def _long() -> tuple[str, ...]:
    return tuple(
        word for word in sorted(PHRASE_WORDS) if word.isascii() and len(word) >= _LEAST_LONG and word not in _NAMES_TOO
    )


@cache
def _longest() -> tuple[str, ...]:
    return tuple(word for word in _long() if len(word) >= _LEAST_MISSPELT)


@cache
def _short() -> tuple[str, ...]:
    """Return the forms without a vowel to speak of, which no name is near to."""
    every = {word for word in FORM_WORDS | PHRASE_WORDS if word.isascii() and 2 < len(word) < _LEAST_LONG}
    return tuple(sorted(word for word in every if not _VOWELS.intersection(word[:-1])))


@cache
def _heard() -> frozenset[str]:
    return frozenset(map(heard, _long()))


@cache
def _bare() -> frozenset[str]:
    """Return the long words without their vowels, with and without the last one."""
    found = {without_vowels(word) for word in _long()}
    return frozenset(found | {without_vowels(word[:-1]) + word[-1] for word in _long()})


def is_damaged_form(word: str) -> bool:
    """Tell whether a folded word is a misspelt word of a legal form.

    Args:
        word: In Latin letters and digits; not a listed name, nor a word of the language.
    """
    plain = word.translate(_DIGITS)
    if plain != word and (plain in PHRASE_WORDS or plain in FORM_WORDS):
        return True
    if len(word) > 2 and (plain in _bare() or (len(word) > 3 and heard(plain) in _heard())):
        return True
    if len(word) >= _LEAST_MISSPELT and _is_near(plain, _longest()):
        return True
    return len(word) > 2 and not _VOWELS.intersection(plain[1:-1]) and _is_near(plain, _short())


def _is_near(word: str, forms: tuple[str, ...]) -> bool:
    return extractOne(word, forms, scorer=OSA.distance, processor=None, score_cutoff=1) is not None


def is_misspelt_form(word: str, before: str, after: str) -> bool:
    """Tell whether a word is one of a legal form with a letter wrong, for the words beside it belong to that form, too.

    Args:
        word: In Latin letters and digits: "joont".
        before: The word before it; empty for the first.
        after: The word after it, as "stock"; empty for the last.
    """
    if len(word) < _LEAST_LONG or word in frequencies()[0] or word in english():
        return False
    plain = word.translate(_DIGITS)
    beside = tuple(form for form in _long() if (before, form) in PHRASE_PAIRS or (form, after) in PHRASE_PAIRS)
    return bool(beside) and _is_near(plain, beside)


def is_cut_form(word: str, *, after_form: bool) -> bool:
    """Tell whether the last word of a name is the beginning of a word of a legal form, cut off.

    Args:
        word: In Latin letters; not a listed name, nor a word of the language.
        after_form: Whether the word before it is one of a legal form: then two letters are enough.
    """
    least = 2 if after_form else _LEAST_CUT
    return len(word) >= least and any(form.startswith(word) for form in _long())
