"""Words of scripts that lists seldom use (Greek, Hebrew, Armenian, Georgian, Thai, Devanagari, others) in Latin letters.

Decides how a Greek or Hebrew word may stand in Latin letters: Greek after ELOT 743 and as it is spelt, Hebrew consonant by
consonant. Every other script is written as ``anyascii`` writes it. Refuses Cyrillic, Arabic, Han, kana and Hangul, which
have modules of their own, and knows no vowel that is not written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from sekisho.parties.scripts.shared import plain

_MOST: Final = 8
_GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_HEBREW: Final = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_ELSEWHERE: Final = re.compile(
    "[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*rules: str) -> _Rules:
    """Compile rules of the form "pattern replacement", to be applied one after the other."""
    pairs = (rule.partition(" ") for rule in rules)
    return tuple((re.compile(pattern), latin) for pattern, _, latin in pairs)


def _letters(letters: str, sounds: str) -> dict[int, str]:
    return str.maketrans(dict(zip(letters, sounds.split(" "), strict=True)))


# Greek. A diaeresis (kept as \u0308) parts two vowels; the voiceless consonants turn αυ ευ ηυ into af ef if.
_VOICELESS: Final = "(?=[θκξπσςτφχψ]|$)"
_DIPHTHONGS: Final = (f"αυ(?!\u0308){_VOICELESS} af", f"ευ(?!\u0308){_VOICELESS} ef", "αυ(?!\u0308) av", "ευ(?!\u0308) ev")
_GREEK_PAIRS: Final = ("γγ ng", "γξ nx", "γχ nch", "ου(?!\u0308) ou", *_DIPHTHONGS)
_ELOT: Final = _rules(*_GREEK_PAIRS, "^μπ b", "μπ$ b")
_SPOKEN: Final = _rules("γγ ng", "^γκ g", "γκ ng", "γχ nh", "τζ j", "^ντ d", "ντ$ d", "μπ b", "ου(?!\u0308) u", *_DIPHTHONGS)
_SPOKEN_NT: Final = _rules("γγ g", "γκ g", "τζ j", "ντ d", "μπ b", "ου(?!\u0308) u", "οι i", "ει i", *_DIPHTHONGS)
_WRITTEN: Final = _rules("γγ ng", "γξ nx", "γχ nch", "ου(?!\u0308) ou")
_ALPHABET: Final = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_SYSTEMS: Final = (
    (_ELOT, _letters(_ALPHABET, "a v g d e z i th i k l m n x o p r s s t y f ch ps o")),
    (_SPOKEN, _letters(_ALPHABET, "a v g d e z i th i k l m n x o p r s s t y f h ps o")),
    (_SPOKEN_NT, _letters(_ALPHABET, "a v g d e z i th i k l m n ks o p r s s t i f kh ps o")),
    (_WRITTEN, _letters(_ALPHABET, "a b g d e z e th i k l m n x o p r s s t y ph ch ps o")),
)

# Hebrew. Two readings of ב כ פ צ ח ו; a yod or vav beside another is a consonant.
_HEBREW_PAIRS: Final = ("ג' j", "ז' zh", "צ' ch", "ץ' ch", "ת' th", "וו v", "יי ay")
_HEBREW_ALPHABET: Final = "אבגדהוזחטיכךלמםנןסעפףצץקרשת"
_HEBREW_SYSTEMS: Final = (
    (_rules(*_HEBREW_PAIRS, "^ו v", "^י y"), "a v g d h o z h t i k kh l m m n n s a p f tz tz k r sh t"),
    (_rules(*_HEBREW_PAIRS, "^ו v", "^י y"), "a b g d h u z ch t i kh kh l m m n n s a f f ts ts q r sh t"),
    (_rules(*_HEBREW_PAIRS, "^ו w", "^י j"), "e b g d h v z kh t y ch ch l m m n n s e p p z z k r s th"),
)
_HEBREW_TABLES: Final = tuple((rules, _letters(_HEBREW_ALPHABET, sounds)) for rules, sounds in _HEBREW_SYSTEMS)
_POINTS: Final = re.compile("[\u0591-\u05c7]")
_GERESH: Final = str.maketrans({"׳": "'", "’": "'", "`": "'", "״": "", '"': ""})
_ACCENTS: Final = re.compile("[\u0300-\u0307\u0309-\u036f]")


@lru_cache(maxsize=4096)
def spellings(word: str) -> tuple[str, ...]:
    """Return the Latin spellings of one word in a script without a module of its own, the usual one first.

    Args:
        word: One word, in any case, with or without accents and vowel points.

    Returns:
        At most eight spellings of ASCII small letters and digits; none for a word in Latin letters or in a script that has a
        module of its own.
    """
    folded = unicodedata.normalize("NFKC", word).casefold()
    if _GREEK.search(folded):
        found = _greek(folded)
    elif _HEBREW.search(folded):
        found = _hebrew(folded)
    elif _has_other_letters(folded) and not _ELSEWHERE.search(folded):
        found = [folded]
    else:
        return ()
    return tuple(dict.fromkeys(one for one in map(plain, found) if one))[:_MOST]


def _has_other_letters(folded: str) -> bool:
    """Tell whether the word has a letter that is not Latin."""
    return any(char.isalpha() and "LATIN" not in unicodedata.name(char, "LATIN") for char in folded if not char.isascii())


def _greek(folded: str) -> list[str]:
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", folded.replace("µ", "μ")))
    return [_apply(bare, rules, table).replace("\u0308", "") for rules, table in _GREEK_SYSTEMS]


def _hebrew(folded: str) -> list[str]:
    bare = _POINTS.sub("", unicodedata.normalize("NFD", folded)).translate(_GERESH)
    return [_apply(bare, rules, table) for rules, table in _HEBREW_TABLES]


def _apply(word: str, rules: _Rules, table: dict[int, str]) -> str:
    for pattern, latin in rules:
        word = pattern.sub(latin, word)
    return word.translate(table)
