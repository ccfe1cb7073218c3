"""Names made comparable: what of a spelling is not part of the name.

Decides that case, width, accents on Latin letters, punctuation, "the" and "and", legal forms and the spelling of
ordinals do not distinguish two names, and that numbers do. Keeps every script as it is: nothing is transliterated.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sekisho.parties.legal_forms import without_forms

_DROPPED: Final = frozenset({"the", "and"})
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_TAGGED_NUMBER: Final = re.compile(r"([a-z]{2,})(\d+)")
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
_WORD: Final = re.compile(r"[^\W_]+")
_JOINING: Final = str.maketrans("", "", "'`´‘’ʻʼ′ʹ")
_NUMBER_SIGN: Final = frozenset({"no", "nr", "num", "number"})
_LATIN_EXTRA: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ŋ": "n", "ə": "a"}
)
_CJK: Final = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_GAP: Final = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_HAN: Final = re.compile(rf"[{_CJK}\uac00-\ud7af]")
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINAL_WORDS: Final = {word: str(number) for number, word in enumerate(_ORDINALS.split(), start=1)}
ROMAN: Final = {
    **{"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9", "xii": "12"},
    **{"xiii": "13", "xiv": "14", "xvi": "16", "xvii": "17", "xviii": "18", "xix": "19"},
}
ROMAN_OR_NAME: Final = {"vi": "6", "xi": "11"}
"""Roman numerals that are family names, too."""
_BRACKETS: Final = re.compile(r"\s*[(（]([^()（）]*)[)）]")
_SMALL_WORDS: Final = frozenset({"of", "and", "the", "for", "on", "in", "de"})
_HAN_NUMERAL: Final = re.compile(r"\d+|[〇一二三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A name ready for comparison.

    Attributes:
        words: Folded words in order, legal forms taken out; never empty unless the name has no letter or digit.
        forms: The legal forms that were taken out.
    """

    words: tuple[str, ...]
    forms: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return what must be equal for two names to count as the same."""
        return " ".join(self.words)

    @property
    def numbers(self) -> frozenset[str]:
        """Return the numbers in the name: names with different ones are different."""
        found: set[str] = set()
        for word in self.words:
            if word.isdigit() or word in ROMAN or word in ROMAN_OR_NAME:
                found.add(word)
            elif not word.isascii() and has_han(word):
                found.update(_HAN_NUMERAL.findall(word))
        return frozenset(found)


def fold(text: str) -> str:
    """Return the text without differences of case, width and Latin accents; apostrophes are taken out."""
    if text.isascii():
        return text.lower().translate(_JOINING)
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_JOINING).translate(_LATIN_EXTRA)
    plain: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", folded):
        if unicodedata.combining(char):
            # Accents go from Latin letters and vowel signs from Arabic and Hebrew ones; elsewhere they make the letter.
            if not base.isascii() and not "\u0590" <= base <= "\u06ff":
                plain.append(char)
        else:
            base = char
            plain.append(char)
    return unicodedata.normalize("NFC", "".join(plain))


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, legal forms included.

    "and", "&" and "the" are left out, "13th" and "No. 13" become ``13``, "CETC55" becomes ``cetc 55``, runs of single
    letters are joined ("K. N. Toosi" is ``kn toosi``), and spaces between Han or kana characters vanish.
    """
    folded = fold(text)
    raw = _ASCII_WORD.findall(folded) if folded.isascii() else _WORD.findall(_CJK_GAP.sub("", folded))
    return tuple(_numbers_unified(_initials_joined(raw)))


@lru_cache(maxsize=256)
def prepare(name: str) -> Prepared:
    """Return the name ready for comparison."""
    words, forms = without_forms(words_of(name))
    return Prepared(words, forms)


def has_han(text: str) -> bool:
    """Tell whether the text has Han, kana or Hangul characters, whose words are not parted by spaces."""
    return _HAN.search(text) is not None


def _initials_joined(raw: list[str]) -> list[str]:
    joined: list[str] = []
    open_run = False
    for word in raw:
        if word in _DROPPED:
            continue
        single = len(word) == 1 and word.isalpha() and not has_han(word)
        if single and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = single
    return joined


def _numbers_unified(raw: list[str]) -> list[str]:
    unified: list[str] = []
    for word in raw:
        if word.isalpha():
            unified.append(_ORDINAL_WORDS.get(word, word))
            continue
        ordinal = _ORDINAL.fullmatch(word)
        tagged = _TAGGED_NUMBER.fullmatch(word)
        if ordinal or word.isdigit():
            number = ordinal.group(1) if ordinal else word
            if unified and unified[-1] in _NUMBER_SIGN:
                unified.pop()
            unified.append(number.lstrip("0") or "0")
        elif tagged:
            head = [] if tagged.group(1) in _NUMBER_SIGN else [tagged.group(1)]
            unified += [*head, tagged.group(2).lstrip("0") or "0"]
        else:
            unified.append(word)
    return unified


def without_abbreviation(name: str) -> str | None:
    """Return the name without an abbreviation of itself in brackets, or None where there is none.

    "Beijing Institute of Technology (BIT)" gives "Beijing Institute of Technology"; "Huawei (Vietnam)" gives None,
    because those brackets tell two companies apart.
    """
    for found in _BRACKETS.finditer(name):
        rest = name[: found.start()] + name[found.end() :]
        if abbreviates(found.group(1), rest):
            return rest.strip()
    return None


def abbreviates(short: str, name: str) -> bool:
    """Tell whether a short text is made of the initials of a name, in order, with at least three letters."""
    letters = "".join(words_of(short))
    if not 3 <= len(letters) <= 12 or not letters.isascii():
        return False
    every: list[str] = _ASCII_WORD.findall(fold(name))
    bare = [word for word in every if word not in _SMALL_WORDS]
    return any(
        letters == "".join(word[0] for word in words[: len(letters)])
        and prepare(" ".join(["xx", *words[len(letters) :]])).words == ("xx",)
        for words in (every, bare)
    )
