"""Korean words and names in Latin letters: hangul, and Han characters read the Korean way.

Decides how a word sounds (liaison, assimilation, the initial sound rule of the South) and how the Revised Romanization
(2000), McCune-Reischauer (1939, without marks), the romanisation of the DPRK and usual name spelling write it; which part
of a name is the surname; and on which key all these spellings meet. Refuses to translate: that is the lexicon. Does not
know sounds that only a dictionary tells (an inserted ㄴ, a tense consonant in a compound). Reads the first 60 characters
of a word and no more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from sekisho.parties.scripts import korean_sounds as sounds
from sekisho.parties.scripts import korean_tables as tables
from sekisho.parties.scripts.korean_sounds import Writer, syllable_key
from sekisho.parties.scripts.shared import converter

__all__ = ["hanja_person", "hanja_reading", "hanja_spellings", "person", "spellings", "syllable_key"]

_MOST: Final = 8
_LONGEST: Final = 60
_RUN: Final = re.compile(r"[가-힣]+|[a-z0-9]+")
_HANGUL: Final = re.compile(r"[가-힣]+")
_HAN_RUN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z0-9]+")
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_GAP: Final = re.compile(r"[\s\-·・.]+")


def spellings(word: str) -> tuple[str, ...]:
    """Return the Latin spellings of one word written in hangul.

    Args:
        word: A word; letters and digits of the Latin alphabet in it are kept, all else but hangul is passed over.

    Returns:
        At most eight: Revised Romanization, McCune-Reischauer, DPRK, then usual ones; () without hangul.
    """
    return _spelt(_folded(word), _WORD_WRITERS)


def person(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the spellings of surname and given name of a personal name in hangul.

    Args:
        name: Surname first, with or without a space or hyphen.

    Returns:
        One tuple of spellings for the surname, one for the joined given name; () where it is no such name.
    """
    whole = _GAP.sub("", _folded(name))
    if not _HANGUL.fullmatch(whole):
        return ()
    parts = _name_parts(whole, whole, 3)
    return (_surname(parts[0]), _spelt(parts[1], _GIVEN_WRITERS)) if parts else ()


def hanja_spellings(word: str) -> tuple[str, ...]:
    """Return the Latin spellings of one word in Han characters, read the Korean way.

    Args:
        word: A word in Korean, Chinese (traditional or simplified) or Japanese forms of the characters.

    Returns:
        At most eight, from the readings with the initial sound rule (South) and without (North); () where a character
        has no Korean reading known here, or none is there.
    """
    return _first(_hanja_spelt(_folded(word), _HANJA_USUAL, _HANJA_OTHER))


def hanja_person(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the spellings of surname and given name of a Korean personal name in Han characters.

    Args:
        name: Surname first, with or without a space.

    Returns:
        One tuple of spellings for the surname, one for the joined given name; () where it is no Korean name.
    """
    whole = _GAP.sub("", _folded(name))
    read = hanja_reading(whole)
    if not read or not _HAN.fullmatch(whole):
        return ()
    read = tables.SURNAME_READING.get(whole[0], read[0]) + read[1:]
    parts = _name_parts(read, whole, 2)
    return (_surname(parts[0]), _first(_hanja_spelt(parts[1], _HANJA_GIVEN, _HANJA_OTHER))) if parts else ()


def hanja_reading(word: str) -> str:
    """Return the usual Korean reading of Han characters in hangul, without the initial sound rule.

    Args:
        word: Han characters only.

    Returns:
        One syllable a character; empty where one has no reading known here.
    """
    return next(_readings(word), "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()


def _first(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelling for spelling in found if spelling))[:_MOST]


def _spelt(word: str, writers: Iterable[Writer]) -> tuple[str, ...]:
    runs = _RUN.findall(word)
    if not any(_HANGUL.match(run) for run in runs):
        return ()
    return _first("".join(write(run) if _HANGUL.match(run) else run for run in runs) for write in writers)


def _surname(hangul: str) -> tuple[str, ...]:
    made = (write(hangul) for write in (sounds.rr, sounds.mr, sounds.dprk))
    return _first([*_surnames()[hangul], *(spelling for spelling in made if len(spelling) > 1)])


def _name_parts(read: str, written: str, longest: int) -> tuple[str, str] | None:
    """Split a name: the surname by its hangul reading, the given name, of so many syllables at most, as written."""
    for size in (2, 1):
        if read[:size] in _surnames() and size < len(read) <= size + longest and (size == 1 or _is_long(read)):
            return read[:size], written[size:]
    return None


def _is_long(read: str) -> bool:
    """Tell whether a name may start with a surname of two syllables: 서문수 is 서 and 문수."""
    return read[:2] in tables.LONG_SURNAMES and (len(read) > 3 or read[:2] not in tables.DOUBTFUL_SURNAMES)


@lru_cache(maxsize=1)
def _surnames() -> dict[str, tuple[str, ...]]:
    entries = (entry.split() for entry in tables.SURNAMES.split(";"))
    return {entry[0]: tuple(entry[1:]) for entry in entries}


_WORD_WRITERS: Final = (
    *(sounds.rr, sounds.mr, sounds.dprk, sounds.in_south(sounds.rr), sounds.dprk_apart),
    *(sounds.usual, sounds.usual_first, sounds.usual_last, sounds.rr_apart),
)
_GIVEN_WRITERS: Final = (
    *(sounds.rr_apart, sounds.mr, sounds.dprk_apart, sounds.usual, sounds.usual_first, sounds.usual_last),
    *(sounds.in_south(sounds.rr_apart), sounds.dprk, sounds.rr),
)


# Han characters.


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    """Return the readings of each character, the usual one first."""
    found: dict[str, tuple[str, ...]] = {pair[0]: (pair[1],) for pair in tables.FIRST_READING.split()}
    for row in tables.READINGS.split():
        for char in row[1:]:
            found[char] = tuple(dict.fromkeys((*found.get(char, ()), row[0])))
    return found | {pair[0]: found[pair[1]] for pair in tables.FORMS.split()}


def _by_character(word: str) -> str:
    return "".join(_char_readings(char)[0] for char in word)


@lru_cache(maxsize=8192)
def _char_readings(char: str) -> tuple[str, ...]:
    """Return the readings of a character, of its traditional form where the table has not the character itself."""
    for form in (char, *_traditional(char)):
        if form in _table():
            return _table()[form]
    return ()


def _traditional(char: str) -> Iterator[str]:
    yield from (converter(config).convert(char) for config in ("jp2t", "s2t"))


def _readings(word: str) -> Iterator[str]:
    """Yield readings of a run of Han characters in hangul: the usual one, then with one character read otherwise."""
    known = [_char_readings(char) for char in word]
    if not word or not all(known):
        return
    usual = "".join(readings[0] for readings in known)
    for written, read in tables.WORD_READINGS.items():
        usual = usual.replace(_by_character(written), read) if written in word else usual
    yield usual
    for place, readings in enumerate(known):
        yield from (usual[:place] + other + usual[place + 1 :] for other in readings[1:])


def _hanja_spelt(word: str, usual: Iterable[Writer], other: Iterable[Writer]) -> Iterator[str]:
    """Yield spellings of a word by its usual reading, then of the other readings of its characters."""
    runs = _HAN_RUN.findall(word)
    readings = [list(_readings(run)) if _HAN.match(run) else [run] for run in runs]
    if not all(readings) or not any(_HAN.match(run) for run in runs):
        return
    first = [found[0] for found in readings]
    yield from _spelt("".join(first), usual)
    for place, found in enumerate(readings):
        for reading in found[1:]:
            yield from _spelt("".join([*first[:place], reading, *first[place + 1 :]]), other)


_HANJA_USUAL: Final = (
    *(sounds.in_south(sounds.rr), sounds.in_south(sounds.mr), sounds.dprk, sounds.dprk_apart),
    *(sounds.in_south(sounds.usual), sounds.rr),
)
_HANJA_OTHER: Final = (sounds.in_south(sounds.rr), sounds.dprk)
_HANJA_GIVEN: Final = (
    *(sounds.in_south(sounds.rr_apart), sounds.in_south(sounds.mr), sounds.dprk_apart, sounds.rr_apart),
    *map(sounds.in_south, (sounds.usual, sounds.usual_first, sounds.usual_last)),
)
