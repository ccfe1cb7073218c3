"""Canonical bytes: one value, one text, so that what is signed cannot be read in two ways (RFC 8785).

Decides which values a document of the record may hold and how they are written. A document is objects, arrays, texts,
``true`` and ``false``; numbers and null are refused because readers disagree about them. Knows nothing of what a document
says.

For these values the C encoder of the standard library writes what RFC 8785 asks: keys are printable ASCII, so the order by
code points is the order by UTF-16 units; of the escapes only those of quote, reverse solidus, line feed and tab can occur.
The tests hold it against another implementation.
"""

from __future__ import annotations

import hashlib
import json
import operator
import re
import unicodedata
from typing import Any, Final, NoReturn

from sekisho.errors import RecordError

MAX_BYTES: Final = 8_000_000
"""Longest document that is read or written."""
MAX_DEPTH: Final = 32
"""Objects and arrays that may lie inside one another."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PLAIN_KEY: Final = re.compile("[A-Za-z_][A-Za-z0-9_-]{0,60}")
_PAIR: Final = re.compile(r'"([ !#-\[\]-~]+)":"([ !#-\[\]-~]*)"')
_FLAT: Final = re.compile(rb'{"[ !#-\[\]-~]+":"[ !#-\[\]-~]*"(?:,"[ !#-\[\]-~]+":"[ !#-\[\]-~]*")*}')
_REMEDY: Final = "each key once and sorted, no white space, no escapes but those of RFC 8785"


def encode(value: object) -> bytes:
    """Return the canonical bytes of a value.

    Args:
        value: ``dict`` with ``str`` keys, ``list``, ``str`` or ``bool``, nested at most MAX_DEPTH deep.

    Raises:
        RecordError: A value of another type, a key that is not printable ASCII, a text that is not Unicode NFC or holds
            a lone surrogate or a control character other than line feed and tab, too deep or too long; ``place`` is
            the path to it.
    """
    _check(value, "", 0)
    data = _write(value)
    if len(data) > MAX_BYTES:
        raise RecordError(f"the document has {len(data):,} bytes, more than {MAX_BYTES:,} are not written")
    return data


def decode(data: bytes) -> Any:
    """Return the value of canonical bytes.

    Args:
        data: UTF-8 of at most MAX_BYTES.

    Raises:
        RecordError: Not the canonical bytes of any value: not UTF-8, not JSON, a number, null, a duplicate key, another
            order, white space or escape, or what ``encode`` refuses.
    """
    if len(data) > MAX_BYTES:
        raise RecordError(f"the document has {len(data):,} bytes, more than {MAX_BYTES:,} are not read")
    flat = _flat(data)
    if flat is not None:
        return flat
    value = _parse(data)
    if not _plainly_good(data):
        _check(value, "", 0)
    again = _write(value)
    if again != data:
        where = _first_difference(again, data)
        raise RecordError(f"the document is not in canonical form from byte {where} on", remedy=_REMEDY)
    return value


def _flat(data: bytes) -> dict[str, str] | None:
    """Return an object of texts whose bytes are canonical by their form: printable ASCII without escapes, keys in order.

    Most statements are such objects; they need not be parsed and written again to be compared.
    """
    if _FLAT.fullmatch(data) is None:
        return None
    pairs = _PAIR.findall(data.decode("ascii"))
    keys = [key for key, _ in pairs]
    if any(map(operator.ge, keys, keys[1:])):
        return None
    return dict(pairs)


def digest(data: bytes) -> str:
    """Return the digest of bytes: SHA-256 in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _number(text: str) -> NoReturn:
    raise RecordError(f"the document holds the number {text[:40]}", remedy="write numbers as texts")


_parser: Final = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_number)
_writer: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def _parse(data: bytes) -> Any:
    try:
        return _parser.decode(data.decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise RecordError(f"the document is not UTF-8 at byte {problem.start}") from problem
    except json.JSONDecodeError as problem:
        raise RecordError(f"the document is not JSON at character {problem.pos}: {problem.msg}") from problem
    except RecursionError as problem:
        raise _too_deep("") from problem


def _write(value: object) -> bytes:
    return _writer.encode(value).encode("utf-8")


def _plainly_good(data: bytes) -> bool:
    """Tell whether bytes that parsed need no look at each value: ASCII without escapes, null or many brackets.

    Without escapes every text is the bytes between its quotes; the parser has refused control characters but DEL.
    """
    return (
        data.isascii()
        and b"\\" not in data
        and b"\x7f" not in data
        and b"null" not in data
        and data.count(b"{") + data.count(b"[") <= MAX_DEPTH
    )


def _check(value: object, place: str, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, dict):
        _deeper(place, depth)
        for key, one in value.items():
            if not _plain(key):
                _refuse_key(key, place)
            if not _plain(one):
                _check(one, _below(place, key), depth + 1)
    elif isinstance(value, list):
        _deeper(place, depth)
        for number, one in enumerate(value):
            if not _plain(one):
                _check(one, f"{place}[{number}]", depth + 1)
    elif not isinstance(value, bool):
        found = "null" if value is None else f"a value of type {type(value).__name__}"
        raise RecordError(
            f"a document may not hold {found}", place=place or None, remedy="texts, booleans, lists and mappings only"
        )


def _plain(value: object) -> bool:
    """Tell whether a value is a text of printable ASCII; nothing more need be asked of it."""
    return isinstance(value, str) and value.isascii() and value.isprintable()


def _check_text(text: str, place: str) -> None:
    found = _CONTROL.search(text)
    if found is not None:
        raise _bad_text(f"the control character U+{ord(found.group()):04X}", place, "of these only line feed and tab")
    if _SURROGATE.search(text) is not None:
        raise _bad_text("a lone surrogate", place, "write the whole character")
    if not unicodedata.is_normalized("NFC", text):
        raise _bad_text("characters that are not in Unicode NFC", place, "normalise the text before it is signed")


def _refuse_key(key: object, place: str) -> NoReturn:
    if not isinstance(key, str):
        raise RecordError(f"a key of type {type(key).__name__} is not a text", place=place or None)
    raise RecordError(f"the key {key[:40]!a} is not printable ASCII", place=place or None)


def _bad_text(what: str, place: str, remedy: str) -> RecordError:
    return RecordError(f"a text holds {what}", place=place or None, remedy=remedy)


def _deeper(place: str, depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise _too_deep(place)


def _too_deep(place: str) -> RecordError:
    return RecordError(f"the document is nested more than {MAX_DEPTH} deep", place=place[:200] or None)


def _below(place: str, key: str) -> str:
    if not _PLAIN_KEY.fullmatch(key):
        return f"{place}[{key[:60]!r}]"
    return f"{place}.{key}" if place else key


def _first_difference(left: bytes, right: bytes) -> int:
    """Return the first index at which two different byte strings differ."""
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
