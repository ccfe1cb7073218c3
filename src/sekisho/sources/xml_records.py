"""Records of an XML publication, one by one.

Decides what an XML file may be: UTF-8, no document type and no entity declarations (so neither entity expansion nor external
files are possible), bounded in depth, in the size of a text and of a record. Memory is that of one record. Knows no
publication.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final
from xml.parsers import expat

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading

LONGEST_TEXT: Final = 1_000_000
"""Characters of one record."""
LARGEST_RECORD: Final = 200_000
"""Elements and attributes of one record."""
DEEPEST: Final = 40
_CHUNK: Final = 1 << 16


@dataclass(slots=True)
class Element:
    """An element, its namespace left out.

    Attributes:
        tag: Its name.
        line: Where it begins in the file, from 1.
        attributes: By name.
        text: Its own text, white space at both ends removed.
        children: In order.
    """

    tag: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> Iterator[Element]:
        """Yield the elements below a path of tags."""
        if not path:
            yield self
            return
        for one in self.children:
            if one.tag == path[0]:
                yield from one.all(*path[1:])

    def first(self, *path: str) -> str:
        """Return the text of the first element at a path that has one, else an empty text."""
        return next((one.text for one in self.all(*path) if one.text), "")


def read_records(
    stream: IO[bytes],
    reading: Reading,
    root: str,
    tags: Collection[str],
    heads: Collection[str] = (),
    around: Collection[str] = (),
) -> Iterator[Element]:
    """Yield every element with one of the tags, whole, in order; nothing else is kept.

    The root itself is yielded first, without children, because publications give their day in its attributes. What stands
    outside the records and is neither a head nor known to stand around records is noted as unread: it may be records of a
    new kind.

    Args:
        stream: The file, read in pieces.
        reading: Whose file it is, for errors.
        root: Tag that the file must begin with.
        tags: Of the records; they do not nest.
        heads: Of elements beside the records that are wanted too: a publication's head.
        around: Of elements that have records in them.

    Raises:
        SourceError: Empty, not UTF-8, not well formed, not such a file, with a document type, or beyond a bound; names the
            line.
    """
    state = _State(reading, root, frozenset((*tags, *heads)), frozenset(around))
    empty = True
    while piece := stream.read(_CHUNK):
        empty = empty and not piece.strip()
        state.feed(piece, last=False)
        yield from state.taken()
    if empty:
        raise reading.error("the file is empty")
    state.feed(b"", last=True)
    yield from state.taken()


class _State:
    """What is open while the file is read."""

    def __init__(self, reading: Reading, root: str, tags: frozenset[str], around: frozenset[str]) -> None:
        self._reading, self._root, self._tags, self._around = reading, root, tags, around
        self._open: list[Element] = []
        self._depth = self._size = self._beside = 0
        self._done: list[Element] = []
        self._texts: list[list[str]] = []
        self._length = 0
        parser: Any = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        self._parser = parser

    def feed(self, piece: bytes, *, last: bool) -> None:
        """Read on.

        Raises:
            SourceError: Not well formed, or beyond a bound.
        """
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as problem:
            text = f"the file is not well-formed XML: {expat.errors.messages[problem.code]}"
            raise self._reading.error(text, line=problem.lineno) from problem

    def taken(self) -> list[Element]:
        """Return the records read since the last call."""
        done, self._done = self._done, []
        return done

    def _error(self, message: str) -> SourceError:
        return self._reading.error(message, line=self._parser.CurrentLineNumber)

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.upper() not in ("UTF-8", "US-ASCII"):
            raise self._error(f"the file is in {encoding[:40]!r}; only UTF-8 is read")

    def _refuse(self, *ignored: object) -> int:
        raise self._error("the file declares a document type or entities, which no official list does")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"elements are nested more than {DEEPEST} deep")
        if self._depth == 1:
            if name != self._root:
                raise self._error(f"the file begins with <{name[:40]}>; expected <{self._root}>")
            self._done.append(Element(name, self._parser.CurrentLineNumber, dict(attributes)))
            return
        if not self._open and name not in self._tags:
            if name not in self._around and not self._beside:
                self._beside = self._depth
                self._reading.skip(self._parser.CurrentLineNumber, f"the element <{name[:40]}> is not known")
            return
        self._size += 1 + len(attributes)
        if self._size > LARGEST_RECORD:
            raise self._error(f"a record has more than {LARGEST_RECORD:,} elements and attributes")
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        element = Element(name, self._parser.CurrentLineNumber, plain)
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._texts.append([])

    def _end(self, tag: str) -> None:
        if self._depth == self._beside:
            self._beside = 0
        self._depth -= 1
        if not self._open:
            return
        element = self._open.pop()
        element.text = "".join(self._texts.pop()).strip()
        if not self._open:
            self._size = self._length = 0
            self._done.append(element)

    def _data(self, text: str) -> None:
        if not self._open and not self._beside and self._depth and text.strip():
            self._reading.skip(self._parser.CurrentLineNumber, f"text stands between the records: {text.strip()[:40]!r}")
        if self._open:
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise self._error(f"a record has more than {LONGEST_TEXT:,} characters")
            self._texts[-1].append(text)
