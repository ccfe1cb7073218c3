"""Annex I laid out in columns, as a PDF gives it: a label stands as far in as it is deep.

Decides paragraphs by how far a label is indented. A code that heads a page once more (``1C002 continued``) opens no entry.
A raised figure that stands on a line of its own cannot be put back where it belongs; it is kept beside the words. Digests of
paragraphs hang on this reading: it is not to be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sekisho.sources.eu_annex_i.entry import Entry, Limb

HEADING: Final = re.compile(r"([0-9][A-E][0-9]{3})\s{2,}(\S.*)")
_CONTINUED: Final = re.compile(r"([0-9][A-E][0-9]{3})\s+(continued)\s*")
_AGAIN: Final = re.compile(r"[0-9][A-E][0-9]{3}\s+continued|\s+CATEGORY \d|\s+\d{1,3}\s*$|[0-9][A-E]\s{3,}[A-Z]")
_CATEGORY: Final = re.compile(r"\s*CATEGORY \d")
_GROUP: Final = re.compile(r"[0-9][A-E]\s{3,}[A-Z]")
_LABEL: Final = re.compile(r"(\s+)([a-z]|\d{1,2})\.\s{2,}(.*)")
_NOTE: Final = re.compile(r"(\s+)((?:Technical )?Notes?(?: \d+)?:|N\.B\.(?: \d+)?:?)(.*)")
_FIGURE: Final = re.compile(r"\s+\d{1,3}\s*")
_SLACK: Final = 4
"""Labels whose columns differ by no more than this stand beside one another: the margin moves from page to page."""


def entries(lines: Sequence[tuple[int, str]]) -> Iterator[Entry]:
    """Yield the entries of a text in columns."""
    reader: _Reader | None = None
    category, group = "", ""
    for number, line in lines:
        heading = _CONTINUED.fullmatch(line) or HEADING.match(line)
        if _CATEGORY.match(line):
            title = " ".join(line.split())
            category, group = title, group if title[:10] == category[:10] else ""
        elif _GROUP.match(line):
            group = " ".join(line.split())
        if heading is not None and reader is not None and heading.groups() == (reader.entry.code, "continued"):
            continue  # the code heads a page once more: what follows goes on with the last paragraph or note
        if heading is not None:
            if reader is not None:
                yield reader.entry
            reader = _Reader(Entry(heading[1], number, [heading[2]], tuple(filter(None, (category, group)))))
        elif reader is not None and _FIGURE.fullmatch(line) and _amid(lines, number):
            reader.entry.raised.append((number, line.strip()))
        elif reader is not None and line.strip() and not _AGAIN.match(line):
            reader.add(line, number)
    if reader is not None:
        yield reader.entry


def _amid(lines: Sequence[tuple[int, str]], number: int) -> bool:
    """Tell whether words stand on the lines before and after one: round the number of a page stand blanks and titles."""
    if number >= len(lines):
        return False
    before, after = lines[number - 2][1], lines[number][1]
    return bool(before.strip() and after.strip()) and not _AGAIN.match(after)


class _Reader:
    """An entry that is being read."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._labels: list[tuple[int, str]] = []
        self._note_at = -1

    def add(self, line: str, number: int) -> None:
        """Take a line: a note, a label, or more words of what was last."""
        note, label = _NOTE.match(line), _LABEL.match(line)
        if note is not None:
            self._note_at = len(note[1])
            self._all_notes().append([f"{note[2]} {note[3]}"])
        elif label is not None and not 0 <= self._note_at < len(label[1]):
            self._note_at = -1
            self._open(len(label[1]), label[2])
            self.entry.limbs.append(Limb(".".join(text for _, text in self._labels), [label[3]], [], number))
        elif self._note_at >= 0:
            self._all_notes()[-1].append(line)
        elif self.entry.limbs:
            self.entry.limbs[-1].lines.append(line)
        else:
            self.entry.heading.append(line)

    def _all_notes(self) -> list[list[str]]:
        return self.entry.limbs[-1].notes if self.entry.limbs else self.entry.notes

    def _open(self, column: int, text: str) -> None:
        """Put a label below those that stand further left and are of the other sort."""
        while self._labels and (column < self._labels[-1][0] - _SLACK or self._beside(column, text)):
            self._labels.pop()
        self._labels.append((column, text))

    def _beside(self, column: int, text: str) -> bool:
        last_column, last = self._labels[-1]
        return abs(column - last_column) <= _SLACK and last.isdigit() == text.isdigit()
