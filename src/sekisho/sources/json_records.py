"""Objects of one array inside a JSON publication, one by one; and what a publication begins with.

Decides what a JSON file may be: UTF-8 (a byte order mark is passed over), one object with the array that is wanted, no key
twice in an object, no NaN or Infinity, no lone surrogates or NUL in texts, bounded in depth and in the size of a value.
Numbers stay as they are written. Memory is that of one object. Knows no publication.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from sekisho.errors import SourceError
from sekisho.sources.reading import Reading

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Value = str | bool | None | list["Value"] | dict[str, "Value"]

LARGEST_VALUE: Final = 4_000_000
"""Characters of one value."""
DEEPEST: Final = 20
_PIECE: Final = 1 << 16
_TAIL: Final = 64
"""Characters: longer than every word, number's sign or escape that may be cut off at the end of a piece."""
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """An object of the array.

    Attributes:
        line: Where it begins in the file, from 1.
        values: By key, in order.
    """

    line: int
    values: dict[str, Value]


def first_byte(stream: IO[bytes]) -> tuple[bytes, io.BufferedReader]:
    """Return the first byte of a file that is neither white space nor of a byte order mark, and the whole file again.

    The byte is empty where the file has none within its first 64 KiB.
    """
    start = b""
    while not _begun(start) and len(start) < _PIECE and (piece := stream.read(_PIECE)):
        start += piece
    return _begun(start)[:1], behind(start, stream)


def behind(start: bytes, stream: IO[bytes]) -> io.BufferedReader:
    """Return a file that begins with some bytes and goes on with another."""
    return io.BufferedReader(_Again(start, stream), _PIECE)


def read_json(
    stream: IO[bytes], reading: Reading, array: str, beside: dict[str, Value] | None = None
) -> Iterator[JsonRecord]:
    """Yield the objects of one array of a JSON file.

    Args:
        stream: The file, read in pieces.
        reading: Where elements that are no objects are noted as unread.
        array: Key of the array in the file's object.
        beside: Takes up the values of all other keys of that object; after the last object it is complete.

    Raises:
        SourceError: Empty, not UTF-8, not such JSON, truncated, with text behind its end, or beyond a bound; names the line.
    """
    text = _Text(stream, reading)
    if not text.peek():
        raise reading.error("the file is empty")
    text.take("{", "an object")
    seen: set[str] = set()
    more = text.peek() != "}"
    while more:
        key = text.value() if text.peek() == '"' else None
        if not isinstance(key, str):
            raise text.error("a key is not a text")
        if key in seen:
            raise text.error(f"the key {key[:40]!r} stands twice in the file's object")
        seen.add(key)
        text.take(":", "a colon")
        if key == array:
            yield from _objects(text, reading, array)
        else:
            value = text.value()
            if beside is not None:
                beside[key] = value
        more = text.goes_on("}")
    text.take("}", "the end of the object")
    if text.peek():
        raise text.error("text stands behind the end of the JSON document")
    if array not in seen:
        raise reading.error(f"the file's object has no {array!r}")


def _objects(text: _Text, reading: Reading, array: str) -> Iterator[JsonRecord]:
    text.take("[", f"an array under {array!r}")
    more = text.peek() != "]"
    while more:
        text.peek()
        line = text.line
        value = text.value()
        if isinstance(value, dict):
            yield JsonRecord(line, value)
        else:
            reading.skip(line, f"an element of {array!r} is not an object")
        more = text.goes_on("]")
    text.take("]", "the end of the array")


class _Refused(ValueError):
    """What stands in a value cannot be taken."""


def _once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Refused(f"the key {next(key for key in keys if keys.count(key) > 1)[:40]!r} stands twice in an object")
    return made


def _constant(word: str) -> Value:
    raise _Refused(f"{word} is no number")


class _Text:
    """The text of the file from where the reader stands; only what one value needs is held."""

    def __init__(self, stream: IO[bytes], reading: Reading) -> None:
        self._stream, self._reading = stream, reading
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder(
            object_pairs_hook=_once, parse_float=str, parse_int=str, parse_constant=_constant, strict=True
        )
        self._held, self._at, self._ended = "", 0, False
        self.line = 1

    def error(self, message: str, at: int | None = None) -> SourceError:
        """Return an error that names the line of a place in the text that is held; without one, where the reader stands."""
        ahead = 0 if at is None else self._held.count("\n", self._at, max(self._at, at))
        return self._reading.error(message, line=self.line + ahead)

    def peek(self) -> str:
        """Return the next character that is not white space; empty at the end."""
        while True:
            self._go(_end(_SPACE, self._held, self._at))
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more(_PIECE):
                return ""

    def take(self, character: str, what: str) -> None:
        """Read one character.

        Raises:
            SourceError: Another stands there.
        """
        found = self.peek()
        if found != character:
            raise self.error(f"{what} is expected, {_shown(found)} found")
        self._go(self._at + 1)

    def goes_on(self, close: str) -> bool:
        """Read the comma before a next value; False where the container closes."""
        if self.peek() == close:
            return False
        self.take(",", f"a comma or {close!r}")
        if self.peek() == close:
            raise self.error("a comma stands before the end")
        return True

    def value(self) -> Value:
        """Read one value.

        Raises:
            SourceError: Not JSON, truncated or beyond a bound.
        """
        if not self.peek():
            raise self.error("the file is truncated: a value is expected")
        wanted = _PIECE
        while True:
            try:
                value, end = self._json.raw_decode(self._held, self._at)
            except json.JSONDecodeError as problem:
                if len(self._held) - self._at > LARGEST_VALUE:
                    raise self.error(f"a value has more than {LARGEST_VALUE:,} characters, or is no JSON") from problem
                if self._is_wrong(problem) or not self._more(wanted):
                    raise self.error(f"the file is no JSON, or truncated: {problem.msg}", at=problem.pos) from problem
            except RecursionError as problem:
                raise self.error(f"values are nested more than {DEEPEST} deep") from problem
            except ValueError as problem:
                raise self.error(str(problem)[:200]) from problem
            else:
                # At the end of what is held a number may go on.
                if end < len(self._held) or not self._more(wanted):
                    break
            wanted *= 2
        if end - self._at > LARGEST_VALUE:
            raise self.error(f"a value has more than {LARGEST_VALUE:,} characters")
        self._check(value)
        self._go(end)
        found: Value = value
        return found

    def _is_wrong(self, problem: json.JSONDecodeError) -> bool:
        """Tell whether more text cannot mend it: something else goes on behind the place."""
        rest = self._held[problem.pos : problem.pos + _PIECE].strip()
        return len(rest) > _TAIL and not problem.msg.startswith("Unterminated string")

    def _check(self, value: Value) -> None:
        """Refuse depth, and texts that cannot be written again."""
        level = [value]
        for _ in range(DEEPEST):
            below: list[Value] = []
            for one in level:
                if isinstance(one, dict):
                    below += one.keys()
                    below += one.values()
                elif isinstance(one, list):
                    below += one
                elif isinstance(one, str) and _NO_TEXT.search(one):
                    raise self.error("a text holds a NUL or half a character")
            if not below:
                return
            level = below
        raise self.error(f"values are nested more than {DEEPEST} deep")

    def _go(self, to: int) -> None:
        self.line += self._held.count("\n", self._at, to)
        self._at = to

    def _more(self, wanted: int) -> bool:
        """Hold more text; False at the end."""
        if self._ended:
            return False
        piece = self._stream.read(wanted)
        try:
            text = self._decode.decode(piece, final=not piece)
        except UnicodeDecodeError as problem:
            line = self.line + self._held.count("\n", self._at) + bytes(problem.object[: problem.start]).count(b"\n")
            raise self._reading.error("the file is not text in UTF-8", line=line) from problem
        self._held, self._at = self._held[self._at :] + text, 0
        self._ended = not piece
        return bool(piece)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()


def _shown(character: str) -> str:
    return repr(character) if character else "the end of the file"


def _begun(start: bytes) -> bytes:
    return start.removeprefix(codecs.BOM_UTF8).lstrip()


class _Again(io.RawIOBase):
    """A file of which the start was read already."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start, self._rest = start, rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read on."""
        view = memoryview(buffer)
        if self._start:
            piece, self._start = self._start[: len(view)], self._start[len(view) :]
        else:
            piece = self._rest.read(len(view))
        view[: len(piece)] = piece
        return len(piece)
