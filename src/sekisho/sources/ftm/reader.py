"""Lines of FollowTheMoney JSON to rows, one entity a line.

Decides what a line must be. One that is not so is noted and the next one is read: a line has no influence on the others, so
damage does not spread. Only where no line at all can be read is the file refused. Refuses to know what schemata and
properties mean.
"""

from __future__ import annotations

import codecs
import datetime as dt
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from sekisho.sources.reading import LONGEST_LINE, Reading

LONGEST_ID: Final = 255
_LONGEST_TIME: Final = 40
_PIECE: Final = 1 << 18
_REMEDY: Final = "FollowTheMoney entities in JSON are expected, one a line, as in entities.ftm.json"
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?", re.DOTALL)
_TEXTS: Final = frozenset((str,))
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
_KEYS: Final = frozenset(
    ("id", "schema", "properties", "caption", "datasets", "referents", "first_seen", "last_seen", "last_change", "target")
)


@dataclass(frozen=True, slots=True)
class Row:
    """An entity as written.

    Attributes:
        line: Its line in the file, from 1.
        id: Its id.
        schema: Its schema, known or not.
        properties: Values by property, known or not.
        caption: What the publisher shows for it; may be empty.
        datasets: Names of the datasets that it is in.
        referents: Ids of the entities that the publisher merged into it.
        first_seen: When it came into the dataset; may be empty.
        last_change: When it changed there; may be empty.
    """

    line: int
    id: str
    schema: str
    properties: dict[str, list[str]]
    caption: str = ""
    datasets: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    first_seen: str = ""
    last_change: str = ""


class _Refused(ValueError):
    """A line is not an entity; says why."""


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Return the entities of a dataset; one line is in memory at a time.

    The newest day on which an entity was seen or changed is noted as cited, since the file does not say its own.

    Args:
        stream: The file, read in pieces.
        reading: Where lines that cannot be read are noted.

    Raises:
        SourceError: The file is empty, or not one of its lines is an entity.
    """
    empty, rows, newest = True, 0, ""
    decode = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_constant).decode
    for number, line in _lines(stream):
        if line is not None and not line.strip():
            continue
        empty = False
        try:
            row, seen = _row(number, line, decode, reading)
        except _Refused as problem:
            reading.skip(number, str(problem))
            continue
        rows += 1
        if seen > newest:
            newest = seen
            reading.cited = dt.date.fromisoformat(seen)
        yield row
    if empty:
        raise reading.error("the file is empty")
    if not rows:
        first = reading.unread[0]
        reading.remedy = _REMEDY
        raise reading.error(f"not one line of the file can be read; the first: {first.message}", line=first.line)


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines with their numbers; None for one that is too long, of which no more is kept than that."""
    number, held, long, first = 0, b"", False, True
    while piece := stream.read(_PIECE):
        *done, rest = piece.split(b"\n")
        for end in done:
            number += 1
            line = held + end
            yield number, None if long or len(line) > LONGEST_LINE else line.removeprefix(codecs.BOM_UTF8) if first else line
            held, long, first = b"", False, False
        held = b"" if long else held + rest
        if len(held) > LONGEST_LINE:
            held, long = b"", True
    if held or long:
        yield number + 1, None if long else held.removeprefix(codecs.BOM_UTF8) if first else held


def _row(number: int, line: bytes | None, decode: Any, reading: Reading) -> tuple[Row, str]:
    """Return the entity of a line, and the newest day that it names."""
    if line is None:
        raise _Refused(f"the line has more than {LONGEST_LINE:,} bytes")
    entity = _object(line, decode)
    if not entity.keys() <= _KEYS:
        reading.count("entities with further keys, which are not read")
    name, schema, properties = entity.get("id"), entity.get("schema"), entity.get("properties")
    if not isinstance(name, str) or not name or len(name) > LONGEST_ID or not name.isprintable() or " " in name:
        raise _Refused(f"id is not a text of at most {LONGEST_ID} characters without white space")
    if not isinstance(schema, str) or not _WORD.fullmatch(schema):
        raise _Refused(f"schema of {name[:80]} is not a word")
    if not isinstance(properties, dict):
        raise _Refused(f"properties of {name[:80]} is not an object")
    for key, values in properties.items():
        if not _WORD.fullmatch(key):
            raise _Refused(f"a property of {name[:80]} has no word for its name")
        if not isinstance(values, list) or not _TEXTS.issuperset(map(type, values)):
            nested = isinstance(values, list) and any(isinstance(value, dict) for value in values)
            why = "; the nested format is not read" if nested else ""
            raise _Refused(f"property {key} of {name[:80]} is not a list of texts{why}")
    if not isinstance(entity.get("target", False), bool | None):
        raise _Refused(f"target of {name[:80]} is neither true nor false")
    changed, seen = _day(entity, "last_change"), _day(entity, "last_seen")
    row = Row(
        number,
        name,
        schema,
        properties,
        _text(entity, "caption"),
        _texts(entity, "datasets"),
        _texts(entity, "referents"),
        _day(entity, "first_seen"),
        changed,
    )
    return row, max(changed, seen)


def _object(line: bytes, decode: Any) -> dict[str, Any]:
    try:
        text = line.decode()
        entity = decode(text)
    except UnicodeDecodeError:
        raise _Refused("the line is not text in UTF-8") from None
    except json.JSONDecodeError as problem:
        raise _Refused(f"the line is no JSON: {problem.msg} at column {problem.colno}") from None
    except _Refused:
        raise
    except (ValueError, RecursionError):
        raise _Refused("the line is no JSON that can be read: a number is too long, or values are nested too deep") from None
    if not isinstance(entity, dict):
        raise _Refused("the line is not a JSON object")
    if "\\u" in text and _NO_TEXT.search(_plain(entity)):
        raise _Refused("a text holds a NUL or half a character")
    return entity


def _plain(value: Any) -> str:
    """Return all texts of a value, run together; those that are nested too deep are no entity's and left out."""
    found, level = [], [value]
    for _ in range(4):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += [*one.keys(), *one.values()]
            elif isinstance(one, list):
                below += one
            elif isinstance(one, str):
                found.append(one)
        level = below
    return "".join(found + [one for one in level if isinstance(one, str)])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Refused(f"the key {next(key for key in keys if keys.count(key) > 1)[:40]!r} stands twice in an object")
    return made


def _constant(word: str) -> Any:
    raise _Refused(f"{word} is no number")


def _text(entity: dict[str, Any], key: str) -> str:
    value = entity.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Refused(f"{key} is not a text")
    return value


def _texts(entity: dict[str, Any], key: str) -> tuple[str, ...]:
    values = entity.get(key)
    if values is None:
        return ()
    if not isinstance(values, list) or not _TEXTS.issuperset(map(type, values)):
        raise _Refused(f"{key} is not a list of texts")
    return tuple(values)


def _day(entity: dict[str, Any], key: str) -> str:
    """Return the day of a time, YYYY-MM-DD; empty where none is given."""
    text = _text(entity, key)
    if not text:
        return ""
    if len(text) > _LONGEST_TIME or not _is_day(text):
        raise _Refused(f"{key} is not a date")
    return text[:10]


@functools.lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    """Tell whether a text begins with a day; the same few times stand in most lines."""
    try:
        return _DAY.fullmatch(text) is not None and bool(dt.date.fromisoformat(text[:10]))
    except ValueError:
        return False
