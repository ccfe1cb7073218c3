"""The text of a list as its publication prints it: sections, labelled paragraphs, notes; and which words an entry encodes.

Decides which paragraphs an entry's code stands for, and the digest by which a change of these words is seen. Knows no
format and no entry.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

_BLANKS: Final = re.compile(r"\s+")
_SIGNS: Final = str.maketrans({"\N{MINUS SIGN}": "-", "\N{GREEK SMALL LETTER MU}": "\N{MICRO SIGN}"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A labelled paragraph.

    Attributes:
        label: ``a.1.b``; empty for text without one.
        text: Its words, without the label and without the paragraphs below it.
        notes: The notes printed after it.
        line: Where it begins in the file, from 1.
    """

    label: str
    text: str
    notes: tuple[str, ...]
    line: int

    def noted(self, notes: list[str]) -> Paragraph:
        """Return the paragraph with these notes."""
        return replace(self, notes=tuple(notes))

    def longer(self, text: str) -> Paragraph:
        """Return the paragraph with further words."""
        return replace(self, text=f"{self.text} {text}")


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that an entry is encoded from.

    Attributes:
        label: The paragraph that is nearest to the entry's code; empty for the heading.
        above: Heading and the paragraphs above, whose words go for all below them.
        text: The paragraph itself and everything below it.
        notes: The notes that bear on it.
        related: Related controls and definitions of the section.
        section: All words of the section, for quotations.
    """

    label: str
    above: tuple[str, ...]
    text: tuple[str, ...]
    notes: tuple[str, ...]
    related: tuple[str, ...] = ()
    section: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return all of it."""
        return (*self.above, *self.text, *self.notes, *self.related)

    @property
    def sha256(self) -> str:
        """Return the digest of all these words, in hexadecimal."""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of a list with its paragraphs.

    Attributes:
        code: ``3B001``.
        heading: The whole heading, the code included.
        paragraphs: In the order of print.
        notes: The notes before the first paragraph.
        line: Where it begins in the file, from 1.
        related: Related controls and definitions, as printed before the paragraphs.
    """

    code: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[str, ...]
    line: int
    related: tuple[str, ...] = ()

    def passage(self, code: str) -> Passage:
        """Return the words that a code stands for; a limb that is not printed stands for the nearest one above it.

        Args:
            code: ``3B001.d.8.a``, or the section's own code.
        """
        label = code.partition(".")[2]
        labels = {one.label for one in self.paragraphs}
        while label and not any(below(one, label) for one in labels):
            label = label.rpartition(".")[0]
        above, text = [self.heading], []
        for one in self.paragraphs:
            if below(one.label, label) or not label:
                text.append(f"{one.label} {one.text}".strip())
            elif one.label and below(label, one.label):
                above.append(f"{one.label} {one.text}")
        return Passage(label, tuple(above), tuple(text), (*self.notes, *self._notes(label)), self.related, self.whole)

    @property
    def whole(self) -> str:
        """Return all words of the section."""
        inner = (word for one in self.paragraphs for word in (f"{one.label} {one.text}", *one.notes))
        return " ".join((self.heading, *self.related, *self.notes, *inner))

    def _notes(self, label: str) -> Iterator[str]:
        """Yield the notes that bear on a label.

        A note bears on the paragraph that it names; on the whole section if it names that; else on what is beside the
        paragraph after which it is printed.
        """
        named = re.compile(rf"\b{self.code}(?:\.([a-z](?:\.\d+|\.[a-z])*))?")
        for one in self.paragraphs:
            for note in one.notes:
                found = named.search(note)
                about = one.label.rpartition(".")[0] if found is None else found[1] or ""
                if not about or not label or below(label, about) or below(about, label):
                    yield note


def below(label: str, parent: str) -> bool:
    """Tell whether a label is another, or a paragraph of it."""
    return label == parent or label.startswith(f"{parent}.")


def folded(text: str) -> str:
    """Return text with one kind of blank, minus and micro sign; ``^`` stands before what is raised."""
    found = _BLANKS.sub(" ", text.translate(_SIGNS)).strip()
    return re.sub(r"\s*\^\s*-?\s*", lambda one: "^-" if "-" in one[0] else "^", found)
