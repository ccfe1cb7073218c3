"""The text of a list as its publication prints it: sections, labelled paragraphs, notes; and which words an entry encodes.

Decides which paragraphs an entry's code stands for, and the digest by which a change of these words is seen. Knows no
format and no entry.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

_BLANKS: Final = re.compile(r"\s+")
_SIGNS: Final = str.maketrans({"\N{MINUS SIGN}": "-", "\N{GREEK SMALL LETTER MU}": "\N{MICRO SIGN}"})


MORE: Final = "more"
LABELLED: Final = "labelled"
HEADED: Final = "headed"
NOTED: Final = "noted"
OUTSIDE: Final = "outside"


@dataclass(frozen=True, slots=True)
class Joint:
    """Where the words of a paragraph go on with a block of their own; digests were taken of the words as one.

    Attributes:
        start: Offset in the paragraph's text.
        kind: MORE words of it, a LABELLED paragraph, a HEADED part, a NOTED remark, or what stands OUTSIDE the section.
        label: Of a labelled one.
        notes: How many notes of the paragraph stand before it.
        skip: Length of the label as printed.
    """

    start: int
    kind: str
    label: str
    notes: int
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A labelled paragraph.

    Attributes:
        label: ``a.1.b``; empty for text without one.
        text: Its words, without the label and without the paragraphs below it.
        notes: The notes printed after it.
        line: Where it begins in the file, from 1.
        joints: Where further blocks begin in its words.
        outside: It belongs to what is printed between this section and the next, an annex to a category.
    """

    label: str
    text: str
    notes: tuple[str, ...]
    line: int
    joints: tuple[Joint, ...] = ()
    outside: bool = False

    def noted(self, notes: list[str]) -> Paragraph:
        """Return the paragraph with these notes."""
        return replace(self, notes=tuple(notes))

    def longer(self, text: str, kind: str = MORE, label: str = "", skip: int = 0) -> Paragraph:
        """Return the paragraph with further words, which may be a block of their own."""
        joint = Joint(len(self.text) + 1, kind, label, len(self.notes), skip)
        return replace(self, text=f"{self.text} {text}", joints=(*self.joints, joint))


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for control: a row of the licence requirements, or a paragraph that stands in for one.

    Attributes:
        code: ``NS``; the words where there is no code; empty if none is stated.
        scope: What it applies to, as printed: ``entire entry except 0A501.y``.
        chart: Columns of the Commerce Country Chart: ``NS Column 2``.
        words: What is printed beside the scope: the columns, or the prose that says where a licence is required.
        text: The whole, as printed.
        line: Where it begins in the file, from 1.
    """

    code: str
    scope: str
    chart: tuple[str, ...]
    words: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ListException:
    """A list based licence exception of a section.

    Attributes:
        code: ``LVS``, as printed.
        text: What is printed behind it.
        line: Where it begins in the file, from 1.
    """

    code: str
    text: str
    line: int


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
        reason_line: ``Reason for Control: NS, MT, AT``.
        reasons: Row by row, as printed.
        exceptions: List based licence exceptions.
        special_conditions: Of License Exception STA.
        reporting: Reporting requirements.
        related_controls: All words of the related controls.
        related_definitions: All words of the related definitions.
        remarks: What else is printed before the paragraphs.
        tables: Rows of the tables that stand among the paragraphs, cell by cell.
        group: What is printed above the section for all of its category and product group.
    """

    code: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[str, ...]
    line: int
    related: tuple[str, ...] = ()
    reason_line: str = ""
    reasons: tuple[Reason, ...] = ()
    exceptions: tuple[ListException, ...] = ()
    special_conditions: tuple[str, ...] = ()
    reporting: tuple[str, ...] = ()
    related_controls: str = ""
    related_definitions: str = ""
    remarks: tuple[str, ...] = ()
    tables: tuple[tuple[str, ...], ...] = ()
    group: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True)
class Branch:
    """A paragraph with those below it.

    Attributes:
        label: ``a.1.b``; empty for a heading among the paragraphs and for words without a label.
        text: Its own words.
        notes: The notes that stand after it and before the next paragraph.
        branches: The paragraphs below it, in the order of print.
    """

    label: str
    text: str
    notes: tuple[str, ...]
    branches: tuple[Branch, ...] = ()


def leaves(section: Section) -> tuple[Branch, ...]:
    """Return the paragraphs of a section one after the other, without those below each; what stands outside is left out."""
    return tuple(piece for one in section.paragraphs if not one.outside for piece in _pieces(one))


def tree(section: Section) -> tuple[Branch, ...]:
    """Return the paragraphs of a section as a tree; one whose parent is not printed stands below the nearest one that is."""
    root: list[Any] = []
    open_: list[tuple[str, list[Any]]] = []
    for leaf in leaves(section):
        while open_ and not (leaf.label and below(leaf.label, open_[-1][0]) and leaf.label != open_[-1][0]):
            open_.pop()
        inside: list[Any] = []
        (open_[-1][1] if open_ else root).append((leaf, inside))
        if leaf.label:
            open_.append((leaf.label, inside))
    return _grown(root)


def _grown(held: list[Any]) -> tuple[Branch, ...]:
    return tuple(replace(leaf, branches=_grown(inside)) for leaf, inside in held)


def _pieces(paragraph: Paragraph) -> Iterator[Branch]:
    """Yield what a paragraph holds: itself, and what its words were joined with."""
    label, words, notes, taken = paragraph.label, "", list[str](), 0
    bounds = (Joint(0, MORE, "", 0), *paragraph.joints)
    for joint, after in zip(bounds, (*bounds[1:], None), strict=True):
        notes += paragraph.notes[taken : joint.notes]
        taken = joint.notes
        text = paragraph.text[joint.start + joint.skip : None if after is None else after.start].strip()
        if joint.kind == OUTSIDE:
            yield Branch(label, words, tuple(notes))
            return
        if joint.kind in (LABELLED, HEADED):
            yield Branch(label, words, tuple(notes))
            label, words, notes = joint.label, text, []
        elif joint.kind == NOTED:
            notes.append(text)
        else:
            words = f"{words} {text}".strip()
    yield Branch(label, words, (*notes, *paragraph.notes[taken:]))


def below(label: str, parent: str) -> bool:
    """Tell whether a label is another, or a paragraph of it."""
    return label == parent or label.startswith(f"{parent}.")


def folded(text: str) -> str:
    """Return text with one kind of blank, minus and micro sign; ``^`` stands before what is raised."""
    found = _BLANKS.sub(" ", text.translate(_SIGNS)).strip()
    return re.sub(r"\s*\^\s*-?\s*", lambda one: "^-" if "-" in one[0] else "^", found)
