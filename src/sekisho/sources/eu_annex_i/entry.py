"""An entry of Annex I as it is cut out of the text, before its words are put in order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Limb:
    """A labelled paragraph: its label with those above it, its lines, the lines of each of its notes."""

    label: str
    lines: list[str]
    notes: list[list[str]]
    line: int


@dataclass(slots=True)
class Entry:
    """An entry.

    Attributes:
        code: ``3A001``.
        line: Where it begins in the file, from 1.
        heading: Lines of the heading.
        limbs: Its paragraphs, in the order of print.
        notes: Those before the first paragraph.
        group: The headings of its category and product group.
        raised: Figures alone on a line in the middle of words, with the line: exponents that the layout raised.
    """

    code: str
    line: int
    heading: list[str]
    group: tuple[str, ...] = ()
    limbs: list[Limb] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    raised: list[tuple[int, str]] = field(default_factory=list)
