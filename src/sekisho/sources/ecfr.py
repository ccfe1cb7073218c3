"""Tables of a supplement in an eCFR XML file, row by row.

Decides what stands in which cell: line breaks, superscripts and italics are kept, everything else is text. Refuses any
document type or entity declaration (so neither entity expansion nor external files are possible), other encodings than
UTF-8, deep nesting and oversized cells. Knows nothing of countries, names or law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from sekisho.errors import SourceError

LARGEST_FILE: Final = 64_000_000
LARGEST_CELL: Final = 20_000
DEEPEST: Final = 60
_CHUNK: Final = 1 << 16
_REMEDY: Final = "download 15 CFR part 744 again, as XML, from the eCFR"
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPT: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BLANKS: Final = re.compile(r"[ \t\r\f\v\u00a0\u2002-\u200a\u202f\u3000]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: Its text; a line break is a newline, superscript and subscript digits are such characters.
        italics: Pieces of the text that are printed in italics, in order.
    """

    text: str
    italics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the body of a table.

    Attributes:
        line: Where it begins in the file, from 1.
        cells: From left to right; a cell that spans rows is repeated in each.
    """

    line: int
    cells: tuple[Cell, ...]


def read_rows(data: bytes, file: str, supplement: int, columns: Sequence[str]) -> Iterator[Row]:
    """Read the body rows of every table of one supplement.

    Args:
        data: The file.
        file: Its name, for errors.
        supplement: Number of the supplement.
        columns: How the heads of the columns begin, in lower case; every table with a head must have them.

    Raises:
        SourceError: Not such a file, or outside what is read; the error names file and line.
    """
    if len(data) > LARGEST_FILE:
        raise SourceError(f"the file has {len(data):,} bytes; at most {LARGEST_FILE:,} are read", file=file)
    if not data.strip():
        raise SourceError("the file is empty", file=file, remedy=_REMEDY)
    _check_text(data, file)
    tables = _Tables(file, supplement, tuple(columns))
    try:
        for start in range(0, len(data), _CHUNK):
            tables.parser.Parse(data[start : start + _CHUNK], False)
            yield from tables.taken()
        tables.parser.Parse(b"", True)
    except expat.ExpatError as problem:
        message = f"not well-formed XML: {expat.errors.messages[problem.code]}"
        raise SourceError(message, file=file, line=problem.lineno, column=problem.offset + 1, remedy=_REMEDY) from problem
    yield from tables.taken()
    if not tables.found:
        raise SourceError(f"no table of Supplement No. {supplement} to Part 744", file=file, remedy=_REMEDY)


def _check_text(data: bytes, file: str) -> None:
    """Refuse other encodings, which expat would guess from the first bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise SourceError("the file is not text in UTF-8", file=file, line=line, remedy=_REMEDY) from problem


@dataclass(slots=True)
class _OpenCell:
    """A cell that is being read."""

    head: bool
    across: int
    down: int
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    italics: list[str] = field(default_factory=list)
    italic_from: int | None = None
    raised: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.size += len(text)
        if self.raised:
            text = text.translate(_SUPERSCRIPT if self.raised[-1] == "sup" else _SUBSCRIPT)
        self.pieces.append(text)

    def close(self) -> Cell:
        lines = (_BLANKS.sub(" ", line).strip() for line in "".join(self.pieces).split("\n"))
        return Cell("\n".join(lines).strip("\n"), tuple(self.italics))


class _Tables:
    """Collects rows while expat reads."""

    def __init__(self, file: str, supplement: int, columns: tuple[str, ...]) -> None:
        self.file = file
        self.columns = columns
        self.found = False
        self._number = supplement
        self._appendix = re.compile(rf"\s*Supplement No\. {supplement} to Part 744\s*", re.IGNORECASE)
        self._depth = 0
        self._inside = 0
        self._table = 0
        self._row = False
        self._foot = False
        self._cell: _OpenCell | None = None
        self._cells: list[_OpenCell] = []
        self._line = 0
        self._hanging: dict[int, tuple[int, Cell]] = {}
        self._rows: list[Row] = []
        self.parser = self._make_parser()

    def _make_parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.ExternalEntityRefHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        return parser

    def taken(self) -> list[Row]:
        """Return the rows read since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def _error(self, message: str) -> SourceError:
        return SourceError(message, file=self.file, line=self.parser.CurrentLineNumber, remedy=_REMEDY)

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "US-ASCII"):
            raise self._error(f"the file is in {encoding[:40]!r}; only UTF-8 is read")

    def _refuse_doctype(self, *ignored: object) -> int:
        raise self._error("the file declares a document type or entities, which an eCFR file does not")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"elements are nested more than {DEEPEST} deep")
        if tag == "DIV9" and self._appendix.fullmatch(attributes.get("N", "")):
            self._inside = self._depth
        if not self._inside:
            return
        if self._cell is not None:
            self._start_in_cell(tag, attributes)
        elif tag in ("TD", "TH"):
            if not self._row:
                raise self._error("a cell stands outside the rows of a table")
            across, down = (self._span(attributes.get(name, "1")) for name in ("colspan", "rowspan"))
            self._cell = _OpenCell(tag == "TH", across, down)
        elif tag == "TR":
            self._cells, self._line, self._row = [], self.parser.CurrentLineNumber, True
        elif tag == "TFOOT":
            self._foot = True
        elif tag == "TABLE":
            self.found, self._hanging, self._table = True, {}, self._depth

    def _start_in_cell(self, tag: str, attributes: dict[str, str]) -> None:
        cell = self._cell
        assert cell is not None
        if tag == "br":
            cell.add("\n")
        elif tag in ("sup", "sub"):
            cell.raised.append(tag)
        elif tag == "E" and attributes.get("T") == "03":
            cell.italic_from = len(cell.pieces)
        elif tag in ("TD", "TH", "TR", "TABLE"):
            raise self._error("a table stands inside a cell")

    def _end(self, tag: str) -> None:
        cell = self._cell
        if cell is not None:
            if tag in ("TD", "TH"):
                self._cells.append(cell)
                self._cell = None
            elif tag in ("sup", "sub"):
                cell.raised.pop()
            elif tag == "E" and cell.italic_from is not None:
                cell.italics.append(" ".join("".join(cell.pieces[cell.italic_from :]).split()))
                cell.italic_from = None
        elif self._inside and tag == "TR":
            self._row = False
            self._close_row()
        elif tag == "TFOOT":
            self._foot = False
        elif tag == "TABLE":
            self._table = 0
        elif self._depth == self._inside:
            self._inside = 0
        self._depth -= 1

    def _text(self, text: str) -> None:
        cell = self._cell
        if cell is None:
            if self._table and text.strip():
                raise self._error(f"text stands in a table outside its cells: {' '.join(text.split())[:40]!r}")
            return
        if cell.size + len(text) > LARGEST_CELL:
            raise self._error(f"a cell holds more than {LARGEST_CELL:,} characters")
        cell.add(text.replace("\n", " "))

    def _span(self, text: str) -> int:
        if not re.fullmatch(r"[1-9]\d{0,2}", text):
            raise self._error(f"a cell spans {text[:20]!r} rows or columns")
        return int(text)

    def _close_row(self) -> None:
        cells = self._cells
        if not cells or self._foot:
            return
        if all(cell.head for cell in cells):
            self._check_head([cell.close().text for cell in cells])
            return
        if len(cells) == 1 and cells[0].across > 1:
            # A band across the table: a country heading, printed again where the table goes on.
            self._rows.append(Row(self._line, (cells[0].close(), *[Cell("")] * (len(self.columns) - 1))))
            return
        self._rows.append(Row(self._line, self._laid_out(cells)))

    def _laid_out(self, cells: list[_OpenCell]) -> tuple[Cell, ...]:
        """Put the cells into their columns, with those that hang down from rows above."""
        row: list[Cell] = []
        waiting = iter(cells)
        while len(row) < len(self.columns):
            hanging = self._hanging.pop(len(row), None)
            if hanging is not None:
                left, cell = hanging
                if left > 1:
                    self._hanging[len(row)] = (left - 1, cell)
                row.append(cell)
                continue
            opened = next(waiting, None)
            if opened is None:
                break
            cell = opened.close()
            for _ in range(opened.across):
                if opened.down > 1:
                    self._hanging[len(row)] = (opened.down - 1, cell)
                row.append(cell)
                cell = Cell("")
        if len(row) != len(self.columns) or next(waiting, None) is not None:
            raise SourceError(
                f"a row of Supplement No. {self._number} has not the {len(self.columns)} columns of its table",
                file=self.file,
                line=self._line,
                remedy=_REMEDY,
            )
        return tuple(row)

    def _check_head(self, heads: list[str]) -> None:
        folded = [" ".join(head.split()).lower() for head in heads]
        if len(folded) == len(self.columns) and all(map(str.startswith, folded, self.columns)):
            return
        raise SourceError(
            f"the table of Supplement No. {self._number} has the columns {', '.join(folded)[:200]}; "
            f"expected {', '.join(self.columns)}",
            file=self.file,
            line=self._line,
            remedy=_REMEDY,
        )
