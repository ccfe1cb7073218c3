"""The tables of words: what a word of a name is, how rare it is, and what it means in another script.

Decides how the tables are read and looked up. Refuses to know how names are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

NAME: Final = "name"
GENERIC: Final = "generic"
PLACE: Final = "place"
FORM: Final = "form"
TITLE: Final = "title"
SMALL: Final = "small"


class Word(NamedTuple):
    """What the table says of a word in Latin letters.

    Attributes:
        kind: generic, place, form, title, person or small.
        meaning: The word it counts as equal to; itself where it stands for nothing else.
    """

    kind: str
    meaning: str


class Phrase(NamedTuple):
    """What the table says of words in another script.

    Attributes:
        english: Translations, each a tuple of words, the usual one first.
        kind: generic, place, form, title or name.
    """

    english: tuple[tuple[str, ...], ...]
    kind: str


def rows(name: str) -> list[list[str]]:
    """Return the rows of a packaged table, without its header and comments."""
    return [line.split("\t") for line in _lines(name)]


def _lines(name: str) -> list[str]:
    try:
        text = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [line for line in text.split("\n") if line and line[0] != "#"][1:]


@cache
def english() -> dict[str, Word]:
    """Return the words in Latin letters that tell little, by word."""
    return {row[0]: Word(row[1], row[2] if len(row) > 2 and row[2] else row[0]) for row in rows("english")}


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return what translators put for a general word instead, by its meaning."""
    found: dict[str, dict[str, None]] = {}
    for row in rows("synonyms"):
        words = row[0].split()
        for word in words:
            found.setdefault(word, {}).update((other, None) for other in words if other != word)
    return {word: tuple(others) for word, others in found.items()}


@cache
def given_names() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the classes of equal given names, by form; each with its quality, ``same`` or ``kin``."""
    found: dict[str, list[tuple[str, str]]] = {}
    for form, group, quality in rows("nicknames"):
        found.setdefault(form, []).append((group, quality))
    return {form: tuple(groups) for form, groups in found.items()}


@cache
def frequencies() -> tuple[dict[str, int], int]:
    """Return in how many listed parties a word stands, and the number of parties counted."""
    table = {row[0]: int(row[1]) + int(row[2]) for row in rows("frequencies")}
    return table, COUNTED


@cache
def words_of_groups() -> frozenset[str]:
    """Return the words of five letters or more in the names of eight or more listed bodies and of no listed person."""
    counted = rows("frequencies")
    return frozenset(word for word, persons, others in counted if persons == "0" and len(word) >= 5 and int(others) >= 8)


COUNTED: Final = 32_000
"""How many parties the frequencies were counted over; fixed, so that weights do not move with the table."""


class Phrases(Mapping[str, Phrase]):
    """The words of another script that have a translation, by folded form; a row is read when it is asked for.

    Args:
        written: Of each form, the rest of its row: the translations, and the kind.
    """

    __slots__ = ("_read", "_written")

    def __init__(self, written: dict[str, str]) -> None:
        self._written, self._read = written, dict[str, Phrase]()

    def __getitem__(self, form: str) -> Phrase:
        """Return what the table says of a form; KeyError where it says nothing."""
        found = self._read.get(form)
        if found is None:
            english, kind = self._written[form].split("\t")[:2]
            found = self._read[form] = Phrase(tuple(map(_words, filter(str.strip, english.split("|")))), kind)
        return found

    def __contains__(self, form: object) -> bool:
        return form in self._written

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


@cache
def phrases(script: str) -> Phrases:
    """Return the words of another script that have a translation."""
    found: dict[str, str] = {}
    for line in _lines(script):
        form, _, rest = line.partition("\t")
        if not rest.startswith("\t"):
            found[form] = rest
    for form, spelt in _places().get(script, ()):
        found.setdefault(form, f"{spelt}\t{PLACE}")
    return Phrases(found)


def _words(spelt: str) -> tuple[str, ...]:
    """Return a translation word by word, without "and", which no name is read with."""
    return tuple(word for word in spelt.split() if word != "and") or (spelt.strip(),)


@cache
def _places() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for script, form, spelt in rows("places"):
        found.setdefault(script, []).append((form, spelt))
    return found


@cache
def longest(script: str) -> int:
    """Return the number of characters of the longest word of a script's table."""
    return max(map(len, phrases(script)), default=0)
