"""The syntax of YAML and JSON as one stream of events, with the place of each.

Decides what is well formed. Refuses what lets a file mean more than it shows: tags, anchors, aliases, directives,
several documents, control characters. Gives no scalar a type: numbers keep their spelling.
"""

from __future__ import annotations

import bisect
import enum
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sekisho.errors import DocumentError
from sekisho.terms.numerals import shorten


class Mark(enum.Enum):
    """What begins or ends at an event."""

    SCALAR = "scalar"
    MAPPING = "mapping"
    SEQUENCE = "sequence"
    END = "end"


class Event(NamedTuple):
    """One event; ``text`` is None for a null scalar, ``plain`` is true for a YAML scalar without quotes."""

    mark: Mark
    text: str | None
    line: int
    column: int
    plain: bool = False


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_ADVICE = "write plain mappings, lists and scalars"
# U+0085, U+2028 and U+2029 break lines for YAML 1.1 and not for an editor, so a comment could hide a key.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def decode(data: bytes, file: str) -> str:
    """Return the text of UTF-8 bytes, with or without a byte order mark.

    Raises:
        DocumentError: Another encoding, or a binary file.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise DocumentError("the file is in UTF-16", file=file, line=1, remedy="save it as UTF-8")
    if b"\x00" in data:
        raise DocumentError(
            "the file is binary, not text", file=file, line=_line(data, data.index(b"\x00")), remedy="give a text file"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        start = problem.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        raise DocumentError(
            "the file is not in UTF-8", file=file, line=_line(data, start), remedy="save it as UTF-8"
        ) from problem


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def yaml_events(text: str, file: str) -> Iterator[Event]:
    """Yield the events of the one document of a YAML text.

    Raises:
        DocumentError: Not well formed, or outside the subset.
    """
    import yaml

    bad = _UNPRINTABLE.search(text)
    if bad:
        raise _at(text, bad.start(), file, f"the character U+{ord(bad[0]):04X} is not allowed in a file")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    documents = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                _check_document(event, documents, file)
            found = _yaml_event(yaml, event, file)
            if found is not None:
                yield found
    except yaml.MarkedYAMLError as problem:
        raise _yaml_error(problem, text, file) from problem


def _check_document(event: Any, number: int, file: str) -> None:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if number > 1:
        raise DocumentError(
            "the file holds a second document", file=file, line=line, column=column, remedy="one document in a file"
        )
    if event.version or event.tags:
        raise DocumentError(
            "directives are not read", file=file, line=line, column=column, remedy="remove the line that begins with %"
        )


def _yaml_event(yaml: Any, event: Any, file: str) -> Event | None:
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if isinstance(event, yaml.CollectionEndEvent):
        return Event(Mark.END, None, line, column)
    if not isinstance(event, yaml.NodeEvent):
        return None
    if event.anchor is not None:
        message = f"anchors and aliases are not read: {shorten(event.anchor)}"
        raise DocumentError(message, file=file, line=line, column=column, remedy="write the value out")
    if event.tag is not None:
        message = f"tags are not read: {shorten(event.tag)}"
        raise DocumentError(message, file=file, line=line, column=column, remedy=_ADVICE)
    if isinstance(event, yaml.MappingStartEvent):
        return Event(Mark.MAPPING, None, line, column)
    if isinstance(event, yaml.SequenceStartEvent):
        return Event(Mark.SEQUENCE, None, line, column)
    plain = event.implicit[0]
    return Event(Mark.SCALAR, None if plain and event.value in _NULLS else event.value, line, column, plain)


def _yaml_error(problem: Any, text: str, file: str) -> DocumentError:
    mark = problem.problem_mark or problem.context_mark
    context = f" ({problem.context}, line {problem.context_mark.line + 1})" if problem.context_mark else ""
    lines = text.splitlines()
    row = lines[mark.line] if mark.line < len(lines) else ""
    tab = "\t" in row[: len(row) - len(row.lstrip())]
    return DocumentError(
        f"not readable as YAML: {problem.problem}{context}",
        file=file,
        line=mark.line + 1,
        column=mark.column + 1,
        remedy="indent with blanks, never with tabs" if tab else None,
    )


def _at(text: str, offset: int, file: str, message: str, remedy: str | None = None) -> DocumentError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return DocumentError(message, file=file, line=line, column=column, remedy=remedy)


_BLANK = re.compile(r"[ \t\r\n]*")
_ATOM = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


class _Json:
    """A reader of RFC 8259 that keeps its own stack, so that no depth of nesting exhausts Python's."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.offset = 0
        self.starts = [0, *itertools.accumulate(len(line) for line in text.split("\n"))]
        self.starts = [start + number for number, start in enumerate(self.starts)]

    def peek(self) -> str:
        blank = _BLANK.match(self.text, self.offset)
        assert blank is not None  # the pattern matches the empty string
        self.offset = blank.end()
        return self.text[self.offset : self.offset + 1]

    def event(self, mark: Mark, text: str | None = None) -> Event:
        line = bisect.bisect_right(self.starts, self.offset)
        return Event(mark, text, line, self.offset - self.starts[line - 1] + 1)

    def error(self, wanted: str) -> DocumentError:
        found = self.text[self.offset : self.offset + 1]
        what = f"found {found!r}" if found else "the file ends"
        return _at(self.text, self.offset, self.file, f"not readable as JSON: {wanted} expected, {what}")

    def take(self, character: str, wanted: str) -> None:
        if self.peek() != character:
            raise self.error(wanted)
        self.offset += 1

    def string(self) -> Event:
        if self.peek() != '"':
            raise self.error("a name in double quotes")
        try:
            value, end = json.decoder.scanstring(self.text, self.offset + 1, True)  # type: ignore[attr-defined]
        except json.JSONDecodeError as problem:
            message = f"not readable as JSON: {problem.msg}"
            raise _at(self.text, problem.pos, self.file, message) from problem
        found = self.event(Mark.SCALAR, value)
        if re.search("[\ud800-\udfff]", value):
            raise self.error("a whole character, not half of a surrogate pair,")
        self.offset = end
        return found

    def atom(self) -> Event:
        match = _ATOM.match(self.text, self.offset)
        if match is None:
            raise self.error("a value")
        found = self.event(Mark.SCALAR, None if match[0] == "null" else match[0])
        self.offset = match.end()
        return found

    def events(self) -> Iterator[Event]:
        if not self.peek():
            return
        stack: list[str] = []
        closing = {"{": "}", "[": "]"}
        while True:
            head = self.peek()
            if head in closing:
                yield self.event(Mark.MAPPING if head == "{" else Mark.SEQUENCE)
                self.offset += 1
                stack.append(closing[head])
                if self.peek() != stack[-1]:
                    yield from self.name(stack)
                    continue
            else:
                yield self.string() if head == '"' else self.atom()
            while stack and self.peek() == stack[-1]:
                yield self.event(Mark.END)
                self.offset += 1
                stack.pop()
            if not stack:
                break
            self.take(",", f"a comma or {stack[-1]!r}")
            yield from self.name(stack)
        if self.peek():
            raise self.error("the end of the file")

    def name(self, stack: list[str]) -> Iterator[Event]:
        if stack[-1] == "}":
            yield self.string()
            self.take(":", "a colon")


def json_events(text: str, file: str) -> Iterator[Event]:
    """Yield the events of a JSON text; numbers, ``true`` and ``false`` keep their spelling.

    Raises:
        DocumentError: Not well formed JSON.
    """
    return _Json(text, file).events()
