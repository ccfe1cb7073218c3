"""The Commerce Control List out of its eCFR XML: every ECCN with its labelled paragraphs and the notes after them.

Decides which words belong to which paragraph and in which spelling they are compared. Refuses document types, entities,
other encodings than UTF-8 and deep nesting. Knows nothing of entries, thresholds or law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from sekisho.errors import SourceError
from sekisho.sources.official_text import Paragraph, Section, folded

LARGEST_FILE: Final = 32_000_000
DEEPEST: Final = 60
_REMEDY: Final = "download Supplement No. 1 to 15 CFR part 774 again, as XML, from the eCFR"
_BLOCKS: Final = frozenset({"FP-2", "FP-1", "FP", "P", "HED", "HD1", "HD2", "HD3", "HEAD"})
_HEADING: Final = re.compile(r"([0-9][A-E][0-9]{3})\b(.*)", re.DOTALL)
_ITEMS: Final = re.compile(r"Items:\s*")
_LABEL: Final = re.compile(r"(?:Items:\s*)?([a-z](?:\.\d+|\.[a-z])*)(?:\.\s|\.?\s(?=[A-Z\[“‘'\"(]))\s*")
_GROUP: Final = re.compile(r"Category \d|[A-E]\. ")
"""A heading between ECCNs; headings inside one are written with the same element."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of text: its element, whether it stands in a note, its words and line."""

    tag: str
    note: int
    text: str
    line: int
    bold: bool


def read_ccl(data: bytes, file: str) -> Mapping[str, Section]:
    """Read the list.

    Args:
        data: The file.
        file: Its name, for errors.

    Returns:
        Each ECCN by its code.

    Raises:
        SourceError: Not such a file; the error names file and line.
    """
    found: dict[str, Section] = {}
    gathered: list[_Block] = []
    code = ""
    for block in _blocks(data, file):
        heading = _HEADING.match(block.text) if block.bold and not block.note else None
        if heading is not None or (block.tag in ("HD1", "HD2", "HEAD") and _GROUP.match(block.text)):
            if code:
                found[code] = _section(code, gathered)
            code, gathered = ("" if heading is None else heading[1]), [block]
        else:
            gathered.append(block)
    if code:
        found[code] = _section(code, gathered)
    if not found:
        raise SourceError("no ECCN stands in the file", file=file, remedy=_REMEDY)
    return found


def _section(code: str, blocks: list[_Block]) -> Section:
    """Split the blocks of an ECCN: heading, paragraphs after ``Items:``, notes with the paragraph before them.

    Notes that stand before the first paragraph, those on licence requirements too, go with the whole section.
    """
    heading = blocks[0]
    paragraphs: list[Paragraph] = []
    before: list[str] = []
    related = tuple(one.text for one in blocks if not one.note and one.text.startswith("Related "))
    items = False
    last_note = 0
    for block in blocks[1:]:
        items = items or (not block.note and _ITEMS.match(block.text) is not None)
        if not items and not block.note:
            continue
        notes = list(paragraphs[-1].notes) if paragraphs else before
        if block.note:
            if block.note == last_note and notes:
                notes[-1] = f"{notes[-1]} {block.text}"
            else:
                notes.append(block.text)
            if paragraphs:
                paragraphs[-1] = paragraphs[-1].noted(notes)
        else:
            _paragraph(block, paragraphs)
        last_note = block.note
    return Section(code, heading.text, tuple(paragraphs), tuple(before), heading.line, related)


def _paragraph(block: _Block, paragraphs: list[Paragraph]) -> None:
    label = _LABEL.match(block.text)
    if label is not None:
        paragraphs.append(Paragraph(label[1], block.text[label.end() :], (), block.line))
    elif paragraphs:
        paragraphs[-1] = paragraphs[-1].longer(block.text)
    elif words := _ITEMS.sub("", block.text):
        paragraphs.append(Paragraph("", words, (), block.line))


def _blocks(data: bytes, file: str) -> Iterator[_Block]:
    if len(data) > LARGEST_FILE:
        raise SourceError(f"the file has {len(data):,} bytes; at most {LARGEST_FILE:,} are read", file=file)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise SourceError("the file is not text in UTF-8", file=file, line=line, remedy=_REMEDY) from problem
    blocks = _Blocks(file)
    try:
        blocks.parser.Parse(data, True)
    except expat.ExpatError as problem:
        message = f"not well-formed XML: {expat.errors.messages[problem.code]}"
        raise SourceError(message, file=file, line=problem.lineno, column=problem.offset + 1, remedy=_REMEDY) from problem
    yield from blocks.found


@dataclass(slots=True)
class _Open:
    tag: str
    line: int
    pieces: list[str] = field(default_factory=list)
    bold: bool = False


class _Blocks:
    """Collects blocks while expat reads."""

    def __init__(self, file: str) -> None:
        self.found: list[_Block] = []
        self._file = file
        self._depth = self._notes = self._table = 0
        self._note = 0
        self._open: _Open | None = None
        self._raised: list[str] = []
        self.parser: Any = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _error(self, message: str) -> SourceError:
        return SourceError(message, file=self._file, line=self.parser.CurrentLineNumber, remedy=_REMEDY)

    def _refuse(self, *ignored: object) -> int:
        raise self._error("the file declares a document type or entities, which an eCFR file does not")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"elements are nested more than {DEEPEST} deep")
        if tag == "NOTE":
            self._notes += 1
            self._note = self._notes
        elif tag == "TABLE":
            self._table += 1
        elif tag in _BLOCKS and self._open is None and not self._table:
            self._open = _Open(tag, self.parser.CurrentLineNumber)
        elif self._open is not None:
            if tag == "B" and not "".join(self._open.pieces).strip():
                self._open.bold = True
            if tag in ("SU", "sup") or (tag == "E" and attributes.get("T") == "51"):
                self._open.pieces.append("^")
            elif tag == "br":
                self._open.pieces.append(" ")

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if tag == "NOTE":
            self._note = 0
        elif tag == "TABLE":
            self._table -= 1
        elif self._open is not None and tag == self._open.tag:
            text = folded("".join(self._open.pieces))
            if text:
                self.found.append(_Block(tag, self._note, text, self._open.line, self._open.bold))
            self._open = None

    def _text(self, text: str) -> None:
        if self._open is not None:
            self._open.pieces.append(text)
