"""What a query looks for in the text of a list: words, measures, codes, and other ways to say the same.

Decides what is a word and what says nothing, and writes each as an expression of FTS5's language in which nothing of the
caller's is left but letters and digits between quotation marks. Knows no database and no trade.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sekisho.errors import InputError
from sekisho.sources.official_text import folded
from sekisho.terms.units import UNITS

LONGEST: Final = 1000
"""Characters that a query may have."""
MOST_WORDS: Final = 40
"""Different words that are looked for."""
_PREFIX: Final = 0.5
"""What a word counts that only begins with the one looked for."""
_MEASURE: Final = 0.3

_CODE: Final = re.compile(r"(?<![\w.])\d[A-Ea-e]\d{3,4}(?:\.(?:\d{1,3}|[A-Za-z]{1,4}))*(?![\w])")
_WORD: Final = re.compile(r"[^\W_]+")
_HYPHEN: Final = re.compile(r"([^\W\d_]{2,})-([^\W\d_]{2,})")
_NUMBER: Final = re.compile(r"\d+")
_JOINED: Final = re.compile(r"(\d+)([^\W\d_]+)")
_UNITS: Final = frozenset(
    word.casefold() for one in UNITS.values() for word in (one.symbol, *one.spellings) if word.isalpha() and len(word) < 5
) - {"in", "a"}
_STOP: Final = frozenset(
    re.findall(
        "[a-z]+",
        "a about above after all also am an and any are as at be been before being below between both but by can "
        "could did do does down each either equal etc exceeding following for from greater had has have having how "
        "if in into is it its just less me more most my no nor not of off on only or other our out over own per "
        "same she should so some such than that the their them then there these they this those through to too "
        "under until up us use used using very via was we were what when where which while who why will with "
        "within without would you your",
    )
)
"""Words that say nothing of what an item is."""


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for.

    Attributes:
        words: The word, in lower case.
        ways: How it can be said, in FTS5's language, and what each counts.
        needed: Whether a paragraph lacks something without it; a measure is only a welcome sign.
    """

    words: str
    ways: tuple[tuple[str, float], ...]
    needed: bool = True


@dataclass(slots=True)
class Group:
    """Terms that other words can stand for together: ``3d printer`` for ``additive manufacturing``."""

    terms: list[Term]
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        codes: Codes that it names.
        groups: Its words.
        adjacent: Two words side by side, each pair as an expression.
    """

    codes: tuple[str, ...]
    groups: tuple[Group, ...]
    adjacent: tuple[str, ...]

    @property
    def expressions(self) -> Iterator[str]:
        """Yield everything that is looked for, for the marks."""
        for group in self.groups:
            for term in group.terms:
                yield from (way for way, _ in term.ways)
            yield from group.others
        yield from self.adjacent


def read_query(text: str, alike: Sequence[Sequence[str]]) -> Query:
    """Take a query apart.

    Raises:
        InputError: It has no word to look for, or too much.
    """
    if len(text) > LONGEST:
        raise InputError(
            f"the words to look for have {len(text):,} characters, at most {LONGEST:,} are taken",
            remedy="name what the item is and does in a few words",
        )
    clean = folded(unicodedata.normalize("NFC", text))
    codes = tuple(dict.fromkeys(one.group().rstrip(".") for one in _CODE.finditer(clean)))
    words = _words(_CODE.sub(" ", clean))
    joined = ((f"{first} {second}", first + second) for first, second in _HYPHEN.findall(clean))
    groups = _groups(words, (*joined, *alike))
    if not groups and not codes:
        raise InputError(
            "there is no word to look for", remedy='name what the item is and does, for example "dilution refrigerator"'
        )
    if sum(len(one.terms) for one in groups) > MOST_WORDS:
        raise InputError(
            f"more than {MOST_WORDS} different words to look for", remedy="name what the item is and does in a few words"
        )
    pairs = [
        f"{quoted(first, second)} *"
        for first, second in pairwise(words)
        if not {first.casefold(), second.casefold()} & _STOP
    ]
    return Query(codes, tuple(groups), tuple(dict.fromkeys(pairs)))


def _words(text: str) -> list[str]:
    """Return letters and digits as FTS5 splits them; a number and the unit that it is joined to are two."""
    found: list[str] = []
    for one in _WORD.findall(text):
        joined = _JOINED.fullmatch(one)
        if joined is not None and joined[2].casefold() in _UNITS:
            found.extend(joined.groups())
        else:
            found.append(one)
    return found


def _groups(words: Sequence[str], alike: Sequence[Sequence[str]]) -> list[Group]:
    """Return what is looked for, each once; other ways to say several words at once bind these together."""
    stems = [_stem(one) for one in words]
    said = {tuple(map(_stem, _words(phrase))): others for others in alike for phrase in others}
    longest = max(map(len, said), default=0)
    groups: list[Group] = []
    seen: set[str] = set()
    at = 0
    while at < len(words):
        length = next((n for n in range(min(longest, len(words) - at), 0, -1) if tuple(stems[at : at + n]) in said), 0)
        here = range(at, at + max(length, 1))
        terms = [one for one in (_term(words, number) for number in here) if one is not None and one.words not in seen]
        seen.update(one.words for one in terms)
        if terms:
            key = tuple(stems[at : at + length])
            others = [_all_of(one) for one in said.get(key, ()) if tuple(map(_stem, _words(one))) != key]
            groups.append(Group(terms, others))
        at += max(length, 1)
    return groups


def _term(words: Sequence[str], number: int) -> Term | None:
    """Return what a word is looked for as; None if it says nothing."""
    word = words[number].casefold()
    if word in _STOP:
        return None
    before = words[number - 1] if number else ""
    if _NUMBER.fullmatch(word):
        return None if len(word) < 2 else Term(word, ((quoted(word), _MEASURE),), needed=False)
    if word in _UNITS and _NUMBER.fullmatch(before):
        return Term(word, ((quoted(word), _MEASURE),), needed=False)
    if len(word) == 1 and word.isascii():
        return None
    ways = [(quoted(word), 1.0)]
    if len(word.removesuffix("s")) >= 4:
        ways.append((f"{quoted(word)} *", _PREFIX))
    return Term(word, tuple(ways))


def cited(code: str) -> str:
    """Return the expression for a code in running text."""
    return quoted(*_WORD.findall(code))


def quoted(*words: str) -> str:
    """Return words as one phrase of FTS5's language; there is no quotation mark in a word."""
    return f'"{" ".join(words)}"'


def _all_of(phrase: str) -> str:
    """Return an expression for a phrase: its words one after the other."""
    return quoted(*_words(phrase))


def _stem(word: str) -> str:
    """Return a word without the ending of the plural, to know it again among those that say the same."""
    plain = word.casefold()
    if len(plain) > 4 and plain.endswith("ies"):
        return f"{plain[:-3]}y"
    return plain.removesuffix("s") if len(plain) > 3 and not plain.endswith("ss") else plain
