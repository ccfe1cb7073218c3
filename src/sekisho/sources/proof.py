"""Is an entry what its official paragraph says? Every number, comparison word and note is met by the entry or set aside.

Decides what in a paragraph has to be answered. A number of the condition must stand in the paragraph; a number of the
paragraph must stand in the condition; the word before or after it must not contradict the comparison; each note must be
answered. What the entry sets aside (``official`` in its file) is quoted there with the reason, and a quotation that does
not stand in the paragraph is a gap too. Proves nothing about words that carry no number and no note.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.controls.entry import Aside, Entry, OfficialText, Version
from sekisho.logic.tree import Between, Compare, In, Node, walk
from sekisho.sources.official_text import Passage, folded

_WORDS: Final = {
    "one half": 0.5,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "eight": 8.0,
    "ten": 10.0,
    "twelve": 12.0,
    "sixteen": 16.0,
}
_NUMBER: Final = re.compile(
    r"(?P<mantissa>\d+(?:[.,]\d+)?)\s?[×x]\s?10 ?\^ ?(?P<power>-?\d+)"
    r"|(?<![\d.])10 ?\^ ?(?P<ten>-?\d+)"
    r"|(?P<billion>\d+(?:\.\d+)?) billion"
    r"|(?<![\w.^/-])(?P<plain>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d^])"
    rf"|\b(?P<word>{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
_REFERENCES: Final = re.compile(
    r"\b[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*(?:\.[a-z](?:\.\d+)*)?"
    r"|§+ ?[\d.]+(?:\([a-z0-9]+\))*"
    r"|\b(?:part|parts|Supplement|supplement|Supp\.|no\.|No\.|Nos\.|paragraph|paragraphs|Note|Notes|Category|Categories|CFR"
    r"|ISO|SEMI(?: Standard)?|ASTM|ANSI|IEEE|MIL-STD|CAS(?: \(| No\.)?) ?[A-Z]*[-.]?\d[\d.:/-]*\)?"
    r"|\bN\.B\. \d+|(?<=[.;:)] )\d{1,2}\.(?:[a-z]\.)* (?=[A-Z'\"“‘])|\b\d[A-E]\b"
    r"|\b\d+ CFR\b|\b[a-z]\.\d+(?:\.[a-z0-9]+)*\b|\(\d\)|\bH5\b|\bH7\b|\b\d+th\b|\b(?:[12]\d{3}) pandemic"
    r"|(?<=[A-Za-z])\d+\b|\bplus or minus\b|±"
)
_AGAIN: Final = re.compile(r"\((?:-?[\d.,]+ ?(?:[°µ]?[A-Za-z/^\d° -]{1,22}))\)")
"""The same quantity in another unit, in brackets."""
_BEFORE: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), operator)
    for pattern, operator in (
        (r"(?:greater|more|higher|larger) than or equal to\W*$|at least\W*$|not less than\W*$|≥ ?$", ">="),
        (r"equal to or exceeding\W*$", ">="),
        (r"equal to or (?:greater|more|higher|larger|longer)(?: \(\w+\))? than\W*$", ">="),
        (r"(?:at|equal to) or above(?: a \w+ of)?\W*$", ">="),
        (r"(?:less|lower|smaller|shorter) than or equal to\W*$|not (?:more|greater) than\W*$|≤ ?$", "<="),
        (r"equal to or (?:less|lower|smaller|shorter)(?: \(\w+\))? than(?: \(\w+\))?\W*$|not exceeding\W*$", "<="),
        (r"equal to or better \(less\) than\W*$", "<="),
        (r"(?:at|equal to) or below(?: a \w+ of)?\W*$", "<="),
        (r"(?:greater|more|higher|larger|longer) than\W*$|exceed(?:s|ing)?\W*$|above\W*$|over\W*$|> ?$", ">"),
        (r"(?:less|lower|smaller|shorter|fewer) (?:\(better\) )?than\W*$|below\W*$|under\W*$|< ?$", "<"),
    )
)
_AFTER: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), operator)
    for pattern, operator in (
        (r"^[^;.()]{0,40}?\bor (?:more|greater|higher|above|over|longer)\b", ">="),
        (r"^[^;.()]{0,40}?\bor (?:less|fewer|lower|below|smaller|shorter)\b", "<="),
    )
)
_OPPOSITE: Final = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something in the paragraph or in the entry that the other does not answer.

    Attributes:
        kind: ``not_in_text``, ``not_in_entry``, ``comparison``, ``note`` or ``quotation``.
        words: What it is about.
    """

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """A number of the text, with the comparison that its words ask for, if they ask for one."""

    value: float
    operator: str
    place: str


def gaps(entry: Entry, passage: Passage, shared: OfficialText | None = None) -> Iterator[Gap]:
    """Yield what the last version of an entry leaves open of its official paragraph.

    Args:
        entry: The entry.
        passage: The words of the paragraph.
        shared: What is set aside for every paragraph of the section; a quotation of it need not stand in this one.
    """
    version = entry.versions[-1]
    if version.condition is None:
        return
    own, common = entry.official or OfficialText(""), shared or OfficialText("")
    official = OfficialText(own.sha256, (*own.numbers, *common.numbers), (*own.notes, *common.notes))
    texts, notes = [readable(one) for one in passage.text], [readable(one) for one in passage.notes]
    above = [readable(one) for one in passage.above]
    yield from _quotations(own, passage.section)
    found = [one for text in texts for one in numbers(_without(text, official.numbers))]
    found += [one for text in notes for one in numbers(_without(text, official.numbers)) if one.operator]
    everywhere = [one for text in (*texts, *notes, *above) for one in numbers(text)]
    conditions = list(compared(version))
    explained = " ".join(one.reason for one in (*official.numbers, *official.notes))
    for name, operator, value in conditions:
        here = [one for one in everywhere if _same(one.value, value)]
        if not here and not any(_same(one.value, value) for one in numbers(explained)):
            yield Gap("not_in_text", f"{name} {operator} {value:g}")
        said = {one.operator for one in here if one.operator}
        slip = f"{value:g}" in version.erratum
        if said and not slip and operator in _OPPOSITE and said.isdisjoint((operator, _OPPOSITE[operator])):
            yield Gap("comparison", f"{name} {operator} {value:g}, the text says {', '.join(sorted(said))}")
    known = [value for _, _, value in conditions]
    for one in found:
        if not any(_same(one.value, value) for value in known):
            yield Gap("not_in_entry", f"{one.value:g} in: {one.place}")
    for note in passage.notes:
        if not any(_quoted(one, note) for one in (*official.notes, *official.numbers)):
            yield Gap("note", note[:160])


def _quotations(official: OfficialText, section: str) -> Iterator[Gap]:
    for one in (*official.numbers, *official.notes):
        if not _quoted(one, section):
            yield Gap("quotation", f"{one.words!r} does not stand in the section")


def _quoted(aside: Aside, text: str) -> bool:
    return _plain(aside.words) in _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[^\w.,%^<>=≥≤/-]+", " ", folded(text)).casefold().strip()


def _without(text: str, asides: Sequence[Aside]) -> str:
    """Return a text without the words that are set aside."""
    for one in asides:
        text = text.replace(readable(folded(one.words)), " ")
    return text


def readable(text: str) -> str:
    """Return a text without what looks like a number and is none: codes, labels, standards, the same in another unit."""
    return re.sub(r"\s+", " ", _AGAIN.sub(" ", _REFERENCES.sub(" ", text)))


def numbers(text: str) -> Iterator[Found]:
    """Yield the numbers of a text with the comparison that the words beside each ask for."""
    for found in _NUMBER.finditer(text):
        before, after = text[: found.start()][-45:], text[found.end() :][:60]
        place = text[max(0, found.start() - 30) : found.end() + 30]
        yield Found(_value(found), _operator(before, after), place)


def _value(found: re.Match[str]) -> float:
    if found["mantissa"]:
        return float(f"{found['mantissa'].replace(',', '.')}e{found['power']}")
    if found["ten"]:
        return float(f"1e{found['ten']}")
    if found["billion"]:
        return float(f"{found['billion']}e9")
    if found["plain"]:
        return float(found["plain"].replace(",", ""))
    return _WORDS[found["word"].lower()]


def _operator(before: str, after: str) -> str:
    for pattern, operator in _BEFORE:
        if pattern.search(before):
            return operator
    for pattern, operator in _AFTER:
        if pattern.search(after):
            return operator
    return ""


def compared(version: Version) -> Iterator[tuple[str, str, float]]:
    """Yield every comparison with a number in a version: parameter, operator, value."""
    for tree in (version.when, version.only_if, *(one.when for one in version.unless)):
        if tree is not None:
            yield from _compared(tree)


def _compared(tree: Node) -> Iterator[tuple[str, str, float]]:
    for leaf in walk(tree):
        if isinstance(leaf, Compare) and isinstance(leaf.value, float):
            yield leaf.name, leaf.operator, leaf.value
        elif isinstance(leaf, Between):
            yield leaf.name, ">=", leaf.low
            yield leaf.name, "<=", leaf.high
        elif isinstance(leaf, In):
            yield from ((leaf.name, "=", value) for value in leaf.values if isinstance(value, float))


def _same(first: float, second: float) -> bool:
    return math.isclose(first, second, rel_tol=1e-12)
