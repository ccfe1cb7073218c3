"""A YAML or JSON file as a tree of texts that know where they stand.

Decides what a file holds, never what it means: every scalar is text, and the caller asks for the type that the schema
gives. So ``4E906`` stays a code, ``NO`` a country and ``8471.50`` a heading. Refuses what lets a small file do or hide
much: tags, anchors, aliases, merge keys, duplicate keys, several documents, deep nesting, binary and oversized files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sekisho.errors import DateError, DocumentError, MissingError, QuantityError
from sekisho.terms.dates import parse_date
from sekisho.terms.markup import Event, Mark, decode, json_events, yaml_events
from sekisho.terms.numerals import parse_number, shorten
from sekisho.terms.spelling import did_you_mean

MAX_DEPTH = 40
MAX_NODES = 200_000
MAX_PATH = 400  # beyond it a path grows no longer, so that long keys cannot fill the memory
_PLAIN_KEY = re.compile(r"[\w-]{1,80}")


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, sequence or mapping of a file.

    Attributes:
        value: Text, None for null, a tuple of nodes, or nodes by key in the order of the file.
        line: Line in the file, from 1.
        column: Column in that line, from 1.
        path: Place inside the document, for example ``items[0].kind``; empty for the whole.
        file: Name of the file, as the user gave it.
        key_line: Line of the key whose value this is; None if it is not the value of a key.
        key_column: Column of that key.
    """

    value: str | tuple[Node, ...] | dict[str, Node] | None
    line: int
    column: int
    path: str
    file: str
    key_line: int | None = None
    key_column: int | None = None

    def error(self, message: str, remedy: str | None = None) -> DocumentError:
        """Return an error that names this place."""
        return DocumentError(
            message, file=self.file, line=self.line, column=self.column, place=self.path or None, remedy=remedy
        )

    def mapping(self) -> dict[str, Node]:
        """Return the nodes by key.

        Raises:
            DocumentError: Not a mapping.
        """
        if isinstance(self.value, dict):
            return self.value
        raise self.error(f"a mapping (key: value) is expected here, not {self._shape()}")

    def sequence(self) -> tuple[Node, ...]:
        """Return the nodes in order.

        Raises:
            DocumentError: Not a sequence.
        """
        if isinstance(self.value, tuple):
            return self.value
        raise self.error(f"a list is expected here, not {self._shape()}")

    def text(self) -> str:
        """Return a text that is not blank.

        Raises:
            DocumentError: Not a scalar, null or blank.
        """
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        raise self.error(f"a text is expected here, not {self._shape()}")

    def optional_text(self) -> str | None:
        """Return the text, or None where it is null or blank.

        Raises:
            DocumentError: Not a scalar.
        """
        if self.value is None or (isinstance(self.value, str) and not self.value.strip()):
            return None
        return self.text()

    def texts(self) -> tuple[str, ...]:
        """Return the texts of a list, or of a single text as a list of one.

        Raises:
            DocumentError: Null, a mapping, or a list that holds anything but texts.
        """
        if isinstance(self.value, tuple):
            return tuple(node.text() for node in self.value)
        return (self.text(),)

    def flag(self) -> bool:
        """Return true or false.

        Raises:
            DocumentError: Anything but ``true`` and ``false``; ``yes``, ``NO`` and ``1`` are refused.
        """
        if self.value == "true":
            return True
        if self.value == "false":
            return False
        raise self.error(f"true or false is expected here, not {self._shape()}")

    def number(self) -> float:
        """Return a finite number.

        Raises:
            DocumentError: Anything but a plain decimal with an optional exponent.
        """
        if not isinstance(self.value, str):
            raise self.error(f"a number is expected here, not {self._shape()}")
        try:
            return parse_number(self.value)
        except QuantityError as problem:
            raise self.error(problem.message, problem.remedy) from problem

    def date(self) -> dt.date:
        """Return a calendar date.

        Raises:
            DocumentError: Anything but ``YYYY-MM-DD``.
        """
        if not isinstance(self.value, str):
            raise self.error(f"a date is expected here, not {self._shape()}", "write it as YYYY-MM-DD")
        try:
            return parse_date(self.value)
        except DateError as problem:
            raise self.error(problem.message, problem.remedy) from problem

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None where the key is missing or its value null.

        Raises:
            DocumentError: Not a mapping.
        """
        node = self.mapping().get(key)
        return None if node is None or node.value is None else node

    def require(self, key: str) -> Node:
        """Return the value of a key that must be there and not null.

        Raises:
            DocumentError: Not a mapping, or no such key.
        """
        node = self.mapping().get(key)
        if node is None:
            raise self.error(f"the key {key!r} is missing")
        if node.value is None:
            raise node.error(f"the key {key!r} has no value")
        return node

    def only(self, keys: Iterable[str]) -> None:
        """Refuse keys that are not among ``keys``.

        Raises:
            DocumentError: Not a mapping, or an unknown key; the error stands at the key.
        """
        known = tuple(keys)
        for key, node in self.mapping().items():
            if key not in known:
                raise DocumentError(
                    f"unknown key {shorten(key)}",
                    file=self.file,
                    line=node.key_line,
                    column=node.key_column,
                    place=self.path or None,
                    remedy=did_you_mean(key, known, f"known keys: {', '.join(known)}"),
                )

    def plain(self) -> Any:
        """Return nested dicts, lists, texts and None."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value

    def _shape(self) -> str:
        if self.value is None:
            return "nothing"
        if isinstance(self.value, str):
            return shorten(self.value) if self.value.strip() else "an empty text"
        return "a mapping" if isinstance(self.value, dict) else "a list"


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is being read."""

    event: Event
    path: str
    file: str
    key: Event | None = None
    where: Event | None = None
    nodes: list[Node] = field(default_factory=list)
    named: dict[str, Node] = field(default_factory=dict)

    def wants_key(self) -> bool:
        return self.event.mark is Mark.MAPPING and self.key is None

    def take_key(self, event: Event) -> None:
        if event.mark is not Mark.SCALAR or not event.text:
            raise self.refuse(event, "a key must be a text")
        if event.plain and event.text == "<<":
            raise self.refuse(event, "merge keys are not read", "write the keys out")
        before = self.named.get(event.text)
        if before is not None:
            raise self.refuse(event, f"the key {shorten(event.text)} stands twice, first on line {before.key_line}")
        self.key = event

    def refuse(self, event: Event, message: str, remedy: str | None = None) -> DocumentError:
        return DocumentError(
            message, file=self.file, line=event.line, column=event.column, place=self.path or None, remedy=remedy
        )

    def below(self) -> str:
        if len(self.path) > MAX_PATH:
            return self.path
        if self.key is None:
            return f"{self.path}[{len(self.nodes)}]"
        name = self.key.text or ""
        if not _PLAIN_KEY.fullmatch(name):
            return f"{self.path}[{shorten(name)}]"
        return f"{self.path}.{name}" if self.path else name

    def put(self, node: Node) -> None:
        if self.key is None:
            self.nodes.append(node)
        else:
            self.named[self.key.text or ""] = node
            self.key = None

    def close(self) -> Node:
        value = self.named if self.event.mark is Mark.MAPPING else tuple(self.nodes)
        return _node(self.event, value, self.path, self.file, self.where)


def _node(
    event: Event, value: str | tuple[Node, ...] | dict[str, Node] | None, path: str, file: str, key: Event | None
) -> Node:
    where = (None, None) if key is None else (key.line, key.column)
    return Node(value, event.line, event.column, path, file, *where)


def _compose(events: Iterator[Event], file: str) -> Node:
    """Build the tree without recursion; the events are read to their end, because an error may stand there."""
    stack: list[_Open] = []
    root: Node | None = None
    count = 0
    for event in events:
        if event.mark is Mark.END:
            node = stack.pop().close()
        elif stack and stack[-1].wants_key():
            stack[-1].take_key(event)
            continue
        else:
            count += 1
            if count > MAX_NODES:
                raise DocumentError(f"the file holds more than {MAX_NODES:,} values", file=file, line=event.line)
            path, key = (stack[-1].below(), stack[-1].key) if stack else ("", None)
            if event.mark is not Mark.SCALAR:
                stack.append(_open(event, path, file, key, len(stack)))
                continue
            node = _node(event, event.text, path, file, key)
        if stack:
            stack[-1].put(node)
        else:
            root = node
    if root is None or root.value is None:
        raise DocumentError("the file is empty", file=file, line=1, remedy="nothing but blanks and comments was found")
    return root


def _open(event: Event, path: str, file: str, key: Event | None, depth: int) -> _Open:
    if depth >= MAX_DEPTH:
        message = f"the file is nested more than {MAX_DEPTH} deep"
        raise DocumentError(message, file=file, line=event.line, column=event.column)
    return _Open(event, path, file, where=key)


def read_document(data: bytes, file: str) -> Node:
    """Read a file of ours: JSON if its name ends in ``.json``, else YAML.

    Args:
        data: The bytes of the file.
        file: Its name, for errors.

    Raises:
        DocumentError: Not readable, or outside the subset.
    """
    text = decode(data, file)
    events = json_events if file.lower().endswith(".json") else yaml_events
    return _compose(events(text, file), file)


def read_file(path: Path, limit: int = 8_000_000) -> Node:
    """Read a file of ours from disk.

    Args:
        path: Where it is.
        limit: Size in bytes from which on the file is refused, before it is read.

    Raises:
        DocumentError: Not readable, outside the subset or too large.
        MissingError: No such file, or one that cannot be opened.
    """
    return read_document(read_bytes(path, limit), str(path))


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of a file that is not larger than ``limit``.

    Raises:
        DocumentError: Too large.
        MissingError: No such file, or one that cannot be opened.
    """
    name = str(path)
    try:
        if not path.is_file():
            message = "is not a file" if path.exists() else "does not exist"
            raise MissingError(f"{shorten(name, 200)} {message}", file=name)
        if path.stat().st_size > limit:
            raise DocumentError(f"the file has {path.stat().st_size:,} bytes, more than {limit:,} are not read", file=name)
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as problem:
        raise MissingError(f"{shorten(name, 200)} cannot be read: {problem.strerror}", file=name) from problem
    if len(data) > limit:
        raise DocumentError(f"the file has more than {limit:,} bytes", file=name)
    return data
