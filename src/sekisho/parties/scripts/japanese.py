"""Japanese words and names in Latin letters: kana by table, kanji where a dictionary is installed.

Decides how kana are written in Hepburn (traditional, with m before b, m and p, and revised, with n), in passport style,
in Kunrei (1954), and with long vowels dropped, as in the kana, doubled or with h; and which part of a name is the family
name. Reads kanji by fugashi and unidic-lite, an optional extra: without them a word with kanji has no spelling here.
Refuses to translate: that is the lexicon. Reads the first 60 characters of a word and no more.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

__all__ = ["person", "spellings"]

_MOST: Final = 8
_LONGEST: Final = 60
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_KANA_ONLY: Final = re.compile(r"[\u3041-\u3096\u30a1-\u30faー]+")
_LETTER: Final = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff]")
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff々〆]")
_APART: Final = "'"
_ROWS: Final = {
    **{"": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ"},
    **{"m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ"},
    **{"p": "ぱぴぷぺぽ", "y": "や-ゆ-よ", "w": "わ----"},
}
_SMALL_VOWELS: Final = dict(zip("ぁぃぅぇぉゎ", "aiueoa", strict=True))
_SMALL_Y: Final = dict(zip("ゃゅょ", "auo", strict=True))
_RARE_CONSONANTS: Final = {"を": "", "ゐ": "", "ゑ": "", "ゔ": "v"}
_HEPBURN_CONSONANTS: Final = {
    **_RARE_CONSONANTS,
    **dict(zip("しじぢちつづふ", ("sh", "j", "j", "ch", "ts", "z", "f"), strict=True)),
}
_KUNREI_CONSONANTS: Final = {**_RARE_CONSONANTS, "ぢ": "z", "づ": "z"}
_OTHER_VOWELS: Final = {"を": "o", "ゐ": "i", "ゑ": "e", "ゔ": "u", "ゕ": "a", "ゖ": "e"}
_GLIDES: Final = {"う": "w", "く": "kw", "ぐ": "gw", "ふ": "f", "つ": "ts", "い": "y"}


@dataclass(frozen=True, slots=True)
class _Mora:
    """One beat: its consonants in Hepburn and Kunrei and its vowel, or a letter that is no such beat.

    Attributes:
        hepburn: The consonant in Hepburn.
        kunrei: The consonant in Kunrei.
        vowel: The vowel, empty for a nasal, a stop or a letter of the Latin alphabet.
        kind: "kana", "long", "nasal", "stop", "apart" (no lengthening here) or "other".
    """

    hepburn: str
    kunrei: str
    vowel: str
    kind: str = "kana"


@dataclass(frozen=True, slots=True)
class _Style:
    """One way to write: the system, m or n before lips, long vowels dropped, as written, doubled or with h."""

    kunrei: bool = False
    lips: bool = False
    long: str = ""


_STYLES: Final = (
    *(_Style(lips=True), _Style(), _Style(kunrei=True), _Style(long="written"), _Style(long="doubled")),
    *(_Style(long="h"), _Style(kunrei=True, long="written"), _Style(lips=True, long="written")),
)


def spellings(word: str) -> tuple[str, ...]:
    """Return the Latin spellings of one Japanese word.

    Args:
        word: Kana, full or half width, or kanji; letters and digits of the Latin alphabet in it are kept.

    Returns:
        At most eight, Hepburn first; () where the word has neither kana nor kanji, or kanji nobody here can read.
    """
    text = _folded(word)
    return _written(_reading(text)) if _LETTER.search(text) else ()


def person(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the spellings of family and given name of a personal name in kanji or kana.

    Args:
        name: Family name first. Kana need a space between the parts where no dictionary is installed.

    Returns:
        One tuple of spellings for the family name, one for the given name; () where it is no such name.
    """
    text = _folded(name)
    parts = text.split()
    only_kana = len(parts) == 2 and all(map(_KANA_ONLY.fullmatch, parts))
    read = tuple(parts) if only_kana else _person_reading(parts)
    found = tuple(map(_written, read))
    return found if all(found) else ()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()


# Kana.


def _written(kana: str) -> tuple[str, ...]:
    """Return the spellings of text in kana: with the marked breaks first, then as if there were none."""
    found: list[str] = []
    for text in dict.fromkeys((kana, kana.replace(_APART, ""))):
        morae = tuple(_morae(text.translate(_TO_HIRAGANA)))
        if any(mora.vowel for mora in morae):
            found += ("".join(_letters(morae, style)) for style in _STYLES)
    return tuple(dict.fromkeys(found))[:_MOST]


@lru_cache(maxsize=1)
def _plain() -> dict[str, _Mora]:
    """Return the beat of each full kana."""
    found = {kana: (row, vowel) for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)}
    found |= {kana: ("k" if kana in "ゕゖ" else "", vowel) for kana, vowel in _OTHER_VOWELS.items()}
    return {
        kana: _Mora(_HEPBURN_CONSONANTS.get(kana, row), _KUNREI_CONSONANTS.get(kana, row), vowel)
        for kana, (row, vowel) in found.items()
        if kana != "-"
    }


def _morae(kana: str) -> Iterator[_Mora]:
    """Yield the beats of hiragana text; what is neither kana nor a Latin letter or digit is passed over."""
    place = 0
    while place < len(kana):
        char, following = kana[place], kana[place + 1 : place + 2]
        if char in _plain():
            joined = _joined(char, following)
            yield joined or _plain()[char]
            place += 1 if joined else 0
        else:
            yield from _single(char)
        place += 1


def _single(char: str) -> Iterator[_Mora]:
    vowel = _SMALL_VOWELS.get(char) or _SMALL_Y.get(char)
    if vowel:
        consonant = "y" if char in _SMALL_Y else ""
        yield _Mora(consonant, consonant, vowel)
    elif char in "んっー" + _APART:
        yield _Mora("", "", "", {"ん": "nasal", "っ": "stop", "ー": "long", _APART: "apart"}[char])
    elif char.isascii() and char.isalnum():
        yield _Mora(char, char, "", "other")


def _joined(char: str, following: str) -> _Mora | None:
    """Return the beat of a kana with a small one after it: しゃ sha, ティ ti, ファ fa, ヴェ ve, チェ che."""
    mora = _plain()[char]
    if following in _SMALL_Y and following:
        return _Mora(*_palatal(mora), _SMALL_Y[following])
    vowel = _SMALL_VOWELS.get(following, "")
    if not vowel or (vowel == mora.vowel and mora.hepburn not in {"f", "t", "d"}) or mora.vowel == "a":
        return None
    if char in _GLIDES:
        return _Mora(_GLIDES[char], _GLIDES[char], vowel)
    if mora.vowel == "i":
        return _Mora(*_palatal(mora), vowel)
    return _Mora(mora.hepburn, mora.kunrei, vowel)


def _palatal(mora: _Mora) -> tuple[str, str]:
    return (mora.hepburn if mora.hepburn in {"sh", "ch", "j"} else mora.hepburn + "y"), mora.kunrei + "y"


def _letters(morae: tuple[_Mora, ...], style: _Style) -> Iterator[str]:
    last = ""
    for place, mora in enumerate(morae):
        following = morae[place + 1] if place + 1 < len(morae) else _Mora("", "", "", "other")
        yield _letters_of(mora, last, following, style)
        last = last if mora.kind == "long" or _is_long(mora, last) else mora.vowel


def _letters_of(mora: _Mora, last: str, following: _Mora, style: _Style) -> str:
    consonant = _consonant(following, style)
    if mora.kind == "nasal":
        return "m" if style.lips and consonant[:1] in {"b", "m", "p"} else "n"
    if mora.kind == "stop":
        return "t" if consonant.startswith("ch") else consonant[:1]
    if mora.kind == "long" or _is_long(mora, last):
        return _length(mora, last, following, style)
    return _consonant(mora, style) + mora.vowel


def _consonant(mora: _Mora, style: _Style) -> str:
    return mora.kunrei if style.kunrei else mora.hepburn


def _is_long(mora: _Mora, last: str) -> bool:
    """Tell whether a bare vowel only lengthens the one before it: おう, おお, うう."""
    return mora.kind == "kana" and not mora.hepburn and last + mora.vowel in {"ou", "oo", "uu"}


def _length(mora: _Mora, last: str, following: _Mora, style: _Style) -> str:
    """Return what a lengthened vowel adds in a style."""
    if style.long == "written":
        return mora.vowel or last
    if style.long == "doubled":
        return last
    return "h" if style.long == "h" and last == "o" and (following.hepburn or not following.vowel) else ""


# Kanji.


@lru_cache(maxsize=1)
def _tagger() -> Any:
    """Return the dictionary reader, None where it is not installed."""
    try:
        return importlib.import_module("fugashi").Tagger()
    except (ImportError, RuntimeError):
        return None


def _tokens(text: str) -> list[Any]:
    tagger = _tagger()
    return list(tagger(text)) if tagger else []


def _reading(text: str) -> str:
    """Return a text in kana, empty where it cannot be read."""
    return _joined_reading(_tokens(text)) if _HAN.search(text) else text


def _joined_reading(tokens: Iterable[Any]) -> str:
    """Return the reading of dictionary words, empty where one has none."""
    found = [_token_reading(token) for token in tokens]
    return "".join(found) if all(found) else ""


def _token_reading(token: Any) -> str:
    surface = str(token.surface)
    if not _HAN.search(surface):
        return surface
    return _with_breaks(token.feature.kana or "", token.feature.pron or "")


def _with_breaks(kana: str, spoken: str) -> str:
    """Mark the ウ of a reading that is no lengthening, as the way it is spoken tells: イノ'ウエ but トウキョウ."""
    if len(kana) != len(spoken):
        return kana
    return "".join(
        _APART + char if char in "ウオ" and said == char else char for char, said in zip(kana, spoken, strict=True)
    )


def _person_reading(parts: list[str]) -> tuple[str, ...]:
    """Return the kana of family and given name where the dictionary marks them so."""
    tokens = _tokens("".join(parts))
    if len(tokens) < 2 or not _is_name(tokens[0], "姓"):
        return ()
    if len(parts) == 2 and str(tokens[0].surface) == parts[0]:
        return _joined_reading(tokens[:1]), _joined_reading(tokens[1:])
    marked = len(parts) < 3 and len(tokens) == 2 and _is_name(tokens[1], "名")
    return (_joined_reading(tokens[:1]), _joined_reading(tokens[1:])) if marked else ()


def _is_name(token: Any, kind: str) -> bool:
    return bool(token.feature.pos3 == "人名" and token.feature.pos4 == kind)
