"""Annex I to Regulation (EU) 2021/821 out of a text with layout: every entry with its paragraphs and notes.

Decides paragraphs by how far a label is indented. Decimal commas become points, and the raised figure that the layout
prints flat (``x 106``) becomes ``x 10^6``. Refuses other encodings than UTF-8. A raised figure that stands on a line of its
own is lost in the text and cannot be recovered here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sekisho.errors import SourceError
from sekisho.sources.official_text import Paragraph, Section, folded

LARGEST_FILE: Final = 8_000_000
_REMEDY: Final = "use the English text of Annex I with its layout, for example from a PDF of the Official Journal"
_HEADING: Final = re.compile(r"([0-9][A-E][0-9]{3})\s{2,}(\S.*)")
_AGAIN: Final = re.compile(r"[0-9][A-E][0-9]{3} continued|\s+CATEGORY \d|\s+\d{1,3}\s*$|[0-9][A-E]\s{3,}[A-Z]")
_LABEL: Final = re.compile(r"(\s+)([a-z]|\d{1,2})\.\s{2,}(.*)")
_NOTE: Final = re.compile(r"(\s+)((?:Technical )?Notes?(?: \d+)?:|N\.B\.(?: \d+)?:?)(.*)")
_SLACK: Final = 4
"""Labels whose columns differ by no more than this stand beside one another: the margin moves from page to page."""


@dataclass(slots=True)
class _Entry:
    """An entry that is being read."""

    code: str
    line: int
    heading: list[str]
    paragraphs: list[tuple[str, list[str], list[list[str]], int]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    labels: list[tuple[int, str]] = field(default_factory=list)
    note_at: int = -1

    def add(self, line: str, number: int) -> None:
        """Take a line: a note, a label, or more words of what was last."""
        note, label = _NOTE.match(line), _LABEL.match(line)
        if note is not None:
            self.note_at = len(note[1])
            self._all_notes().append([f"{note[2]} {note[3]}"])
        elif label is not None and not 0 <= self.note_at < len(label[1]):
            self.note_at = -1
            self._open(len(label[1]), label[2])
            self.paragraphs.append((".".join(text for _, text in self.labels), [label[3]], [], number))
        elif self.note_at >= 0:
            self._all_notes()[-1].append(line)
        elif self.paragraphs:
            self.paragraphs[-1][1].append(line)
        else:
            self.heading.append(line)

    def _all_notes(self) -> list[list[str]]:
        return self.paragraphs[-1][2] if self.paragraphs else self.notes

    def _open(self, column: int, text: str) -> None:
        """Put a label below those that stand further left and are of the other sort."""
        while self.labels and (column < self.labels[-1][0] - _SLACK or self._beside(column, text)):
            self.labels.pop()
        self.labels.append((column, text))

    def _beside(self, column: int, text: str) -> bool:
        last_column, last = self.labels[-1]
        return abs(column - last_column) <= _SLACK and last.isdigit() == text.isdigit()

    def section(self) -> Section:
        """Return what was read."""
        paragraphs = tuple(
            Paragraph(label, _text(words), tuple(map(_text, notes)), line) for label, words, notes, line in self.paragraphs
        )
        return Section(self.code, f"{self.code} {_text(self.heading)}", paragraphs, tuple(map(_text, self.notes)), self.line)


def read_annex(data: bytes, file: str) -> Mapping[str, Section]:
    """Read the annex.

    Args:
        data: The file.
        file: Its name, for errors.

    Returns:
        Each entry by its code; one that is printed more than once as it is printed the first time.

    Raises:
        SourceError: Not such a file.
    """
    if len(data) > LARGEST_FILE:
        raise SourceError(f"the file has {len(data):,} bytes; at most {LARGEST_FILE:,} are read", file=file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise SourceError("the file is not text in UTF-8", file=file, line=line, remedy=_REMEDY) from problem
    found: dict[str, Section] = {}
    for entry in _entries(text):
        found.setdefault(entry.code, entry.section())
    if not found:
        raise SourceError("no entry stands in the file", file=file, remedy=_REMEDY)
    return found


def _entries(text: str) -> Iterator[_Entry]:
    entry: _Entry | None = None
    for number, line in enumerate(text.replace("\f", "\n").split("\n"), start=1):
        heading = _HEADING.match(line)
        if heading is not None:
            if entry is not None:
                yield entry
            entry = _Entry(heading[1], number, [heading[2]])
        elif entry is not None and line.strip() and not _AGAIN.match(line):
            entry.add(line, number)
    if entry is not None:
        yield entry


def _text(lines: list[str]) -> str:
    text = folded(" ".join(lines)).replace("⁰", "°")
    text = re.sub(r"(?<=\d)[,](?=\d)", ".", text)
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "", text)
    return re.sub(r"\bx 10 ?(\d{1,2})\b", r"× 10^\1", text)
