"""What a signer sees: a text in which nothing is hidden.

Decides which characters are written out instead of shown: controls, marks of direction, invisible and unassigned
characters, spaces that are not the space. Marks words whose letters come from several alphabets, because some letters of
Cyrillic look like those of Latin.
"""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_SELECTORS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0})
_WORD = re.compile(r"\w+")
_TWINS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def visible(text: str) -> str:
    r"""Return a text with every hidden character written out as ``\u{200b}`` and mixed words marked.

    Line breaks stay. What is returned is for reading; the bytes that are signed are others.
    """
    shown = "".join(one if _shows(one) else f"\\u{{{ord(one):04x}}}" for one in text)
    return _WORD.sub(lambda word: f"{word.group()}[mixed alphabets]" if mixed(word.group()) else word.group(), shown)


def hidden(text: str) -> list[tuple[int, str]]:
    """Return the position of every hidden character, from 0, with its name or code."""
    return [(place, unicodedata.name(one, f"U+{ord(one):04X}")) for place, one in enumerate(text) if not _shows(one)]


def mixed(word: str) -> bool:
    """Tell whether letters of several alphabets that look alike stand in one word."""
    if word.isascii():
        return False
    names = {unicodedata.name(one, "").partition(" ")[0] for one in word if one.isalpha()}
    return len(names & set(_TWINS)) > 1


def _shows(one: str) -> bool:
    if one == "\n" or " " <= one <= "~":
        return True
    category = unicodedata.category(one)
    return category not in _HIDDEN and not (category == "Zs" and one != "\u3000") and ord(one) not in _SELECTORS
