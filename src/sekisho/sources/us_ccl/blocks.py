"""The eCFR XML of a control list to blocks of text: headings, paragraphs, notes and rows of tables, in the order of print.

Decides the words of a block and their spelling. Refuses document types, entities, other encodings than UTF-8 and deep
nesting, and reads no other supplement than No. 1. Knows no ECCN.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from sekisho.errors import SourceError
from sekisho.sources.official_text import folded

LARGEST_FILE: Final = 32_000_000
DEEPEST: Final = 60
REMEDY: Final = "download Supplement No. 1 to 15 CFR part 774 again, as XML, from the eCFR"
ROW: Final = "TR"
"""The tag of a row of a table; its cells are kept beside its words."""
LOST: Final = "?"
"""Instead of a tag: of text outside every element that is known to hold some."""
CLOSING: Final = frozenset({"PSPACE", "CITA"})
"""Blocks of the supplement itself: editorial notes and its citation."""
_BLOCKS: Final = frozenset({"FP-2", "FP-1", "FP", "P", "HED", "HD1", "HD2", "HD3", "HEAD"}) | CLOSING
_OTHER: Final = re.compile(r"\s*Supplement No\. (?!1 )\d+ to Part 774\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text.

    Attributes:
        tag: Its element, or LOST.
        note: Number of the note in which it stands, from 1; 0 outside.
        text: Its words.
        line: Where it begins in the file, from 1.
        bold: It begins in bold.
        cells: Of a row; line breaks inside a cell are kept.
        head: A row of column heads.
    """

    tag: str
    note: int
    text: str
    line: int
    bold: bool
    cells: tuple[str, ...] = ()
    head: bool = False


def blocks(data: bytes, file: str) -> Iterator[Block]:
    """Return the blocks of a file.

    Raises:
        SourceError: Not such a file; the error names the line.
    """
    if len(data) > LARGEST_FILE:
        raise SourceError(f"the file has {len(data):,} bytes; at most {LARGEST_FILE:,} are read", file=file)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise SourceError("the file is not text in UTF-8", file=file, line=line, remedy=REMEDY) from problem
    reader = _Blocks(file)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as problem:
        message = f"not well-formed XML: {expat.errors.messages[problem.code]}"
        raise SourceError(message, file=file, line=problem.lineno, column=problem.offset + 1, remedy=REMEDY) from problem
    except (LookupError, ValueError) as problem:
        raise SourceError(f"not XML that is read: {problem}", file=file, remedy=REMEDY) from problem
    yield from reader.found


@dataclass(slots=True)
class _Open:
    """A block that is being read."""

    tag: str
    line: int
    pieces: list[str] = field(default_factory=list)
    bold: bool = False


class _Blocks:
    """Collects blocks while expat reads."""

    def __init__(self, file: str) -> None:
        self.found: list[Block] = []
        self._file = file
        self._depth = self._notes = self._tables = self._note = self._elsewhere = 0
        self._open: _Open | None = None
        self._cells: list[str] = []
        self._row_line = self._heads = 0
        self.parser: Any = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _error(self, message: str) -> SourceError:
        return SourceError(message, file=self._file, line=self.parser.CurrentLineNumber, remedy=REMEDY)

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "US-ASCII"):
            raise self._error(f"the file is in {encoding[:40]!r}; only UTF-8 is read")

    def _refuse(self, *ignored: object) -> int:
        raise self._error("the file declares a document type or entities, which an eCFR file does not")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"elements are nested more than {DEEPEST} deep")
        if tag == "DIV9" and not self._elsewhere and _OTHER.fullmatch(attributes.get("N", "")):
            self._elsewhere = self._depth
        if self._elsewhere:
            return
        if tag == "NOTE":
            self._notes += 1
            self._note = self._notes
        elif tag == "TABLE":
            self._tables += 1
        elif self._tables:
            self._start_in_table(tag)
        elif tag in _BLOCKS and self._open is None:
            self._open = _Open(tag, self.parser.CurrentLineNumber)
        if self._open is not None:
            self._start_in_block(tag, attributes)

    def _start_in_table(self, tag: str) -> None:
        if tag == "TR":
            self._end_row()
            self._cells, self._row_line, self._heads = [], self.parser.CurrentLineNumber, 0
        elif tag in ("TD", "TH", "CAPTION") and self._open is None:
            self._open = _Open(tag, self.parser.CurrentLineNumber)
            self._heads += tag == "TH"

    def _start_in_block(self, tag: str, attributes: dict[str, str]) -> None:
        assert self._open is not None
        if tag == "B" and not "".join(self._open.pieces).strip():
            self._open.bold = True
        if tag in ("SU", "sup") or (tag == "E" and attributes.get("T") == "51"):
            self._open.pieces.append("^")
        elif tag == "br":
            self._open.pieces.append("\v" if self._open.tag in ("TD", "TH") else " ")

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._elsewhere:
            self._elsewhere = 0 if self._depth < self._elsewhere else self._elsewhere
            return
        if tag == "NOTE":
            self._note = 0
        elif tag == "TABLE":
            self._end_row()
            self._tables -= 1
        elif tag == "TR" and self._tables:
            self._end_row()
        elif self._open is not None and tag == self._open.tag:
            self._end_block(self._open)

    def _end_block(self, block: _Open) -> None:
        self._open = None
        words = "".join(block.pieces)
        if block.tag in ("TD", "TH"):
            self._cells.append("\n".join(filter(None, map(folded, words.split("\v")))))
        elif text := folded(words):
            if block.tag == "CAPTION":
                self.found.append(Block(ROW, self._note, text, block.line, False, (text,)))
            else:
                self.found.append(Block(block.tag, self._note, text, block.line, block.bold))

    def _end_row(self) -> None:
        text = " ".join(" ".join(self._cells).split())
        if text:
            head = self._heads == len(self._cells)
            self.found.append(Block(ROW, self._note, text, self._row_line, False, tuple(self._cells), head))
        self._cells = []

    def _text(self, text: str) -> None:
        if self._elsewhere:
            return
        if self._open is not None:
            self._open.pieces.append(text)
        elif words := folded(text):
            self.found.append(Block(LOST, self._note, words, self.parser.CurrentLineNumber, False))
