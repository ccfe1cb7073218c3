"""A name as it came, made fit to be read.

Decides that signs nobody sees (direction marks, joiners, control characters) are not part of a name, that a letter which
only looks like a Latin one counts as it in a word of Latin letters, and how much of an endless name is read. Refuses to
know scripts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from sekisho.parties.lexicon import rows

LONGEST_NAME: Final = 300
"""Most characters of a name that are compared; what follows is not read."""


_STRESS: Final = re.compile("(?<=[\u0400-\u04ff])[\u0300\u0301]+")
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\ufe00-\ufe0f\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""Characters that Unicode lets a reader not show and that are no format characters: fillers, variation selectors."""
_FIRST_OTHER: Final = "\u0370"
_BLANK: Final = re.compile("[\u3164\uffa0]")
_BY_CASE: Final = str.maketrans({"Η": "h", "Ή": "h", "Υ": "y", "Ύ": "y", "Ϋ": "y", "ν": "v"})
"""Greek letters whose small and capital forms look like different Latin letters, where the table says the other one."""
_MISREAD: Final = re.compile(r"(?<![\d.])5\.(?=[A-Za-z]\.)")
_MISREAD_END: Final = re.compile(r"(?<=[A-Za-z]{3})0(?!\w)")
_RUN_TOGETHER: Final = re.compile(r"\bDE(?=C\.V\b)")
_JOINER: Final = re.compile("(?<=[\u0600-\u06ff])\u200c(?=[\u0600-\u06ff])")


def clean(name: str) -> str:
    """Return the name without what cannot be seen, look-alikes made Latin, cut to what is compared."""
    if name.isascii():
        text = name if name.isprintable() else "".join(char if char.isprintable() else " " for char in name)
        text = _MISREAD.sub("S.", text[:LONGEST_NAME]) if "5." in text else text[:LONGEST_NAME]
        text = _MISREAD_END.sub("o", text) if "0" in text else text
        return _RUN_TOGETHER.sub("DE ", text) if "C.V" in text else text
    before, text = "", name[: 4 * LONGEST_NAME]
    while text != before:  # what is taken out may leave signs side by side that make one letter
        before, text = text, _once(text)
    return text


def _once(text: str) -> str:
    text = _JOINER.sub(" ", unicodedata.normalize("NFKC", _UNSEEN.sub("", _BLANK.sub(" ", text))))
    text = "".join(map(_seen, _STRESS.sub("", text)))[:LONGEST_NAME]
    return text if text.isascii() else _unmixed(text)[:LONGEST_NAME]


def without_accents(word: str) -> str:
    """Return a Greek word as its table has it: small letters, no accents, one sigma."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return unicodedata.normalize("NFC", "".join(char for char in plain if not unicodedata.combining(char)))


def is_latin(text: str) -> bool:
    """Tell whether every letter of a text is a Latin one."""
    return text.isascii() or all(char < _FIRST_OTHER or not char.isalpha() for char in text)


def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return " " if category in ("Cc", "Cs", "Co", "Zl", "Zp") else char


@cache
def _look_alikes() -> dict[int, str]:
    return {ord(row[0]): row[1].split("|")[0] for row in rows("confusables") if row[2] == "letter"}


def _unmixed(text: str) -> str:
    """Return the text with the look-alikes of words that mix scripts, or stand among Latin words only, made Latin."""
    table = _look_alikes()
    folded = text.casefold()
    if not any(ord(char) in table for char in folded):
        return text
    latin = sum(char.isascii() and char.isalpha() for char in text)
    if not latin:
        return text
    if not is_latin("".join(char for char in folded if ord(char) not in table)):
        latin = 0  # another script is there beyond doubt
    return " ".join(_one(word, table, latin) for word in text.split(" "))


def _one(word: str, table: dict[int, str], latin: int) -> str:
    if word.isascii():
        return word
    folded = word.casefold()
    letters = [char for char in folded if char.isalpha()]
    mixed = any(char.isascii() for char in letters)
    alike = all(char.isascii() or ord(char) in table for char in letters)
    return word.translate(_BY_CASE).casefold().translate(table) if alike and (mixed or latin > len(letters)) else word
