"""Numbers in names, as the makers of test pairs see them: digits, Roman and Han numerals, ordinals in English words.

Decides which labelled pairs differ only in a number, and how a number is swapped for another. No engine uses it.
"""

from __future__ import annotations

import random
import re
import unicodedata
from typing import Final

_ORDINAL_WORDS: Final = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth"
_CARDINAL_WORDS: Final = "one two three four five six seven eight nine ten eleven twelve"
_ROMAN_WORDS: Final = "II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX"
_ORDINALS: Final = tuple(_ORDINAL_WORDS.split())
_WORDS: Final = {
    word: number for words in (_ORDINAL_WORDS.lower(), _CARDINAL_WORDS) for number, word in enumerate(words.split(), start=1)
}
_ROMAN: Final = {word: number for number, word in enumerate(_ROMAN_WORDS.split(), start=2)}
_HAN: Final = {letter: number for number, letter in enumerate("〇一二三四五六七八九")}
_DIGITS: Final = re.compile(r"\d+")
_TOKEN: Final = re.compile(r"[^\W_]+")
_HAN_RUN: Final = re.compile(r"[〇一二三四五六七八九十百]+")
_AFTER: Final = re.compile(r"(\d+)(?:st|nd|rd|th)?", re.IGNORECASE)


def numbers_in(name: str) -> frozenset[int]:
    """Return the numbers that a name holds; a single Roman I or a one in a Chinese word is none."""
    text = unicodedata.normalize("NFKC", name)
    found = {int(one) for one in _DIGITS.findall(text) if len(one) < 19}
    for token in _TOKEN.findall(text):
        if token.lower() in _WORDS:
            found.add(_WORDS[token.lower()])
        elif token in _ROMAN and token not in ("V", "X"):
            found.add(_ROMAN[token])
    for match in _HAN_RUN.finditer(text):
        if len(match.group()) > 1 or text[max(0, match.start() - 1) : match.start()] == "第":
            found.add(_han_value(match.group()))
    return frozenset(found)


def _han_value(run: str) -> int:
    if not set(run) & {"十", "百"}:
        return int("".join(str(_HAN[letter]) for letter in run))
    total, part = 0, 0
    for letter in run:
        if letter in _HAN:
            part = _HAN[letter]
        else:
            total += (part or 1) * (10 if letter == "十" else 100)
            part = 0
    return total + part


def changed_number(name: str, number: int, draw: random.Random) -> str:
    """Return a Latin name with a number that it holds replaced by another of the same kind."""
    for found in _TOKEN.finditer(name):
        token = found.group()
        if numbers_in(token) == {number} or (token in _ROMAN and _ROMAN[token] == number):
            return name[: found.start()] + _another(token, number, draw) + name[found.end() :]
    return _DIGITS.sub(lambda found: _digits(found.group(), draw) if int(found.group()) == number else found.group(), name)


def _another(token: str, number: int, draw: random.Random) -> str:
    if token.lower() in _WORDS:
        return draw.choice([one for one in _ORDINALS if one != _ORDINALS[number - 1]])
    if token in _ROMAN:
        return draw.choice([one for one in _ROMAN if _ROMAN[one] != number and len(one) > 1])
    if (found := _AFTER.fullmatch(token)) is not None and not token.isdigit():
        new = int(_digits(found.group(1), draw))
        return f"{new}{_ending(new)}"
    return _DIGITS.sub(lambda one: _digits(one.group(), draw), token)


def _digits(text: str, draw: random.Random) -> str:
    """Return other digits: two that differ swapped, where there are such, else one changed."""
    places = [at for at in range(len(text) - 1) if text[at] != text[at + 1] and (at > 0 or text[1] != "0")]
    if places and len(text) > 2:
        at = draw.choice(places)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    last = draw.choice([digit for digit in "123456789" if digit != text[-1]])
    return text[:-1] + last


def _ending(number: int) -> str:
    return "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
