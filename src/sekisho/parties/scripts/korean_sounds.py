"""How a Korean word in hangul sounds, and how each romanisation writes it.

Decides liaison, assimilation and the initial sound rule, the letters of the Revised Romanization (2000), of
McCune-Reischauer (1939, without marks), of the DPRK and of usual name spelling, and the key on which they meet. Takes
syllable blocks only and knows neither names nor Han characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from sekisho.parties.scripts import korean_tables as tables

_NASAL: Final = re.compile(r"ng(?!['’‘ʼ`\-· ]*[aeiouwyŏŭ])")
_KEY_LETTERS: Final = str.maketrans(
    {"g": "k", "d": "t", "b": "p", "l": "r", "j": "ch", "ŏ": "o", "ŭ": "u", **dict.fromkeys("'’‘ʼ`-· ", "")}
)
_KEY_VOWELS: Final = (
    ("ae", "E"),
    ("eo", "o"),
    ("eu", "u"),
    ("oe", "we"),
    ("oo", "u"),
    ("ee", "i"),
    ("wu", "u"),
    ("yi", "i"),
)
_KEY_CONSONANTS: Final = (
    *(("sh", "s"), ("kh", "k"), ("th", "t"), ("ph", "p"), ("ck", "k"), ("kk", "k"), ("tt", "t"), ("pp", "p")),
    *(("ss", "s"), ("rr", "r"), ("tch", "ch"), ("chch", "ch")),
)
_I_VOWELS: Final = frozenset("ㅑㅕㅖㅛㅠㅣ")
_USUAL_ONSETS: Final = {**tables.MR_ONSETS, "ㄷ": "d", "ㅂ": "b", "ㅈ": "j", "ㅉ": "jj", "ㄸ": "tt"}
_USUAL_VOWELS: Final = {**tables.RR_VOWELS, "ㅜ": "oo", "ㅠ": "yoo", "ㅢ": "ee"}
_USUAL_WITHOUT_ONSET: Final = {"ㅕㅇ": "young", "ㅜ": "woo", "ㅜㅇ": "woong"}
_USUAL_CLOSED: Final = {**_USUAL_VOWELS, "ㅓ": "u", "ㅕ": "yu"}

Syllable: TypeAlias = tuple[str, str, str]
"""Initial, vowel and final of a syllable block, each a jamo; the final may be empty."""


@dataclass(frozen=True, slots=True)
class _System:
    """One romanisation: its letters, the sound changes it writes, and whether it writes voicing."""

    onsets: dict[str, str]
    vowels: dict[str, str]
    sounds: dict[tuple[str, str], tuple[str, str]]
    voices: bool


_RR: Final = _System(tables.RR_ONSETS, tables.RR_VOWELS, tables.SOUTH_SOUNDS, False)
_MR: Final = _System(tables.MR_ONSETS, tables.OLD_VOWELS, tables.SOUTH_SOUNDS, True)
_DPRK: Final = _System(tables.DPRK_ONSETS, tables.OLD_VOWELS, tables.NORTH_SOUNDS, True)

Writer: TypeAlias = Callable[[str], str]
"""What writes a word of syllable blocks in Latin letters."""


def syllable_key(latin: str) -> str:
    """Return the key on which the spellings of a Korean word meet, whatever the system.

    Voicing, aspiration, doubled letters, l and r, eo and o, eu and u, oo and u, ee and i, ou before ng are the same; a
    final ng is written q so that it never meets n with g. Where two vowels adjoin (가업: gaeop, kaop) Latin letters do not
    tell which two, and the systems may miss each other. Join the parts of a name before taking the key.

    Args:
        latin: A Latin spelling; apostrophes, hyphens and spaces are dropped.

    Returns:
        Lower case letters, for comparison only.
    """
    key = _NASAL.sub("q", latin.casefold().replace("oung", "ong")).translate(_KEY_LETTERS)
    for old, new in _KEY_CONSONANTS:
        key = key.replace(old, new)
    for old, new in _KEY_VOWELS:
        key = key.replace(old, new)
    return key.rstrip("h").lower()


# How a word sounds.


def _syllables(word: str) -> list[Syllable]:
    numbers = (ord(char) - 0xAC00 for char in word)
    return [(tables.ONSETS[n // 588], tables.VOWELS[n % 588 // 28], tables.CODAS[n % 28]) for n in numbers]


def _hangul(syllable: Syllable) -> str:
    onset, vowel, coda = syllable
    return chr(0xAC00 + tables.ONSETS.index(onset) * 588 + tables.VOWELS.index(vowel) * 28 + tables.CODAS.index(coda))


def _apart(word: str) -> list[Syllable]:
    """Return the syllables as each sounds alone."""
    return [(onset, vowel, tables.NEUTRAL[coda]) for onset, vowel, coda in _syllables(word)]


def _together(word: str, sounds: dict[tuple[str, str], tuple[str, str]]) -> list[Syllable]:
    """Return the syllables as they sound one after the other."""
    found = _syllables(word)
    for place in range(len(found) - 1):
        (onset, vowel, coda), (following, next_vowel, next_coda) = found[place], found[place + 1]
        coda, following = _met(coda, following, next_vowel, sounds)
        found[place], found[place + 1] = (onset, vowel, coda), (following, next_vowel, next_coda)
    return [*found[:-1], *((onset, vowel, tables.NEUTRAL[coda]) for onset, vowel, coda in found[-1:])]


def _met(coda: str, onset: str, vowel: str, sounds: dict[tuple[str, str], tuple[str, str]]) -> tuple[str, str]:
    """Return what a final consonant and the initial after it become."""
    if onset == "ㅇ":
        return _moved(coda, vowel)
    stays, last = tables.CLUSTERS.get(coda, ("", coda))
    if last == "ㅎ" and onset in tables.ASPIRATED:
        return stays, tables.ASPIRATED[onset]
    neutral = tables.NEUTRAL[coda]
    return sounds.get((neutral, onset), (neutral, onset))


def _moved(coda: str, vowel: str) -> tuple[str, str]:
    """Return the final and the initial where a final consonant meets a syllable that starts with a vowel."""
    stays, moves = tables.CLUSTERS.get(coda, ("", coda))
    if moves in {"", "ㅇ"}:
        return moves, "ㅇ"
    if moves == "ㅎ":
        return ("", stays or "ㅇ")
    softened = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}.get(moves, moves) if vowel == "ㅣ" else moves
    return tables.NEUTRAL[stays], softened


def _south(word: str) -> str:
    """Return a word written without the initial sound rule as the South writes it: 로동 is 노동, 녀성 is 여성."""
    found = _syllables(word)
    for place, (onset, vowel, coda) in enumerate(found):
        if place == 0:
            found[0] = (_softened(onset, vowel), vowel, coda)
        elif word[place] in "렬률" and found[place - 1][2] in {"", "ㄴ"}:
            found[place] = ("ㅇ", vowel, coda)
    return "".join(map(_hangul, found))


def _softened(onset: str, vowel: str) -> str:
    if onset not in {"ㄹ", "ㄴ"}:
        return onset
    return "ㅇ" if vowel in _I_VOWELS else "ㄴ"


# How the systems write it.


def _written(sounds: Iterable[Syllable], system: _System) -> str:
    letters, last = "", " "
    for onset, vowel, coda in sounds:
        letters += _onset(onset, last, system) + system.vowels[vowel] + tables.FINALS[coda]
        last = coda
    return letters


def _onset(onset: str, last: str, system: _System) -> str:
    """Return the letters of an initial after a final; `last` is a space at the start, empty after a vowel."""
    if onset == "ㄹ" and last == "ㄹ":
        return "l"
    voiced = system.voices and last in {"", "ㄴ", "ㄹ", "ㅁ", "ㅇ"} and not (last == "ㄹ" and onset in {"ㄷ", "ㅈ"})
    return tables.VOICED.get(onset, system.onsets[onset]) if voiced else system.onsets[onset]


def rr(word: str) -> str:
    """Return the Revised Romanization of a word: 종로 is jongno."""
    return _written(_together(word, _RR.sounds), _RR)


def mr(word: str) -> str:
    """Return McCune-Reischauer without marks: 종로 is chongno."""
    return _written(_together(word, _MR.sounds), _MR)


def dprk(word: str) -> str:
    """Return the romanisation of the DPRK: 종로 is jongro, 평양 is phyongyang."""
    return _written(_together(word, _DPRK.sounds), _DPRK)


def rr_apart(word: str) -> str:
    """Return the Revised Romanization syllable by syllable, as in given names: 복남 is boknam."""
    return "".join(_written([syllable], _RR) for syllable in _apart(word))


def dprk_apart(word: str) -> str:
    """Return the romanisation of the DPRK without assimilation, as in given names."""
    return _written(_apart(word), _DPRK)


def in_south(write: Writer) -> Writer:
    """Return a writer that applies the initial sound rule of the South first: 로동 is nodong."""
    return lambda word: write(_south(word))


def usual(word: str) -> str:
    """Return the spelling usual in names, with u for ㅓ and ㅕ in a closed syllable: 정현 is junghyun."""
    return _usual(word, slice(None))


def usual_first(word: str) -> str:
    """Return the same, with u in the first such syllable only: 정현 is junghyon."""
    return _usual(word, slice(1))


def usual_last(word: str) -> str:
    """Return the same, with u in the last such syllable only: 정현 is jonghyun."""
    return _usual(word, slice(-1, None))


def _usual(word: str, chosen: slice) -> str:
    found = _apart(word)
    apart = [place for place, syllable in enumerate(found) if _is_apart(syllable)]
    left = set(apart) - set(apart[chosen])
    return "".join(_plain(syllable) if place in left else _usual_syllable(syllable) for place, syllable in enumerate(found))


@lru_cache(maxsize=4096)
def _is_apart(syllable: Syllable) -> bool:
    """Tell whether the usual spelling of a syllable meets no system on the key."""
    return syllable_key(_usual_syllable(syllable)) != syllable_key(_plain(syllable))


def _plain(syllable: Syllable) -> str:
    return _written([syllable], _DPRK)


def _usual_syllable(syllable: Syllable) -> str:
    onset, vowel, coda = syllable
    if onset + vowel in {"ㅇㅕ", "ㅇㅜ"}:
        return _USUAL_WITHOUT_ONSET.get(vowel + coda, _plain(syllable))
    vowels = _USUAL_CLOSED if coda else _USUAL_VOWELS
    return _USUAL_ONSETS[onset] + vowels[vowel] + tables.FINALS[coda]
