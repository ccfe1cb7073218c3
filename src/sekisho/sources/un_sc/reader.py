"""Bytes of the Security Council's consolidated list to entries.

Decides what of an entry is kept: every element that has a text, white space collapsed. Left out are:

- ``VERSIONNUM``, ``SORT_KEY`` and ``SORT_KEY_LAST_MOD``: they serve the Council's own database and are constant or empty;
- ``LIST_TYPE``: always "UN List"; the list that an entry is on is ``UN_LIST_TYPE``;
- texts that say that there is none, as the publication writes them: ``null`` and ``na``, in lower case;
- aliases, addresses, documents, ... without any text, of which there are hundreds.

Whatever else a later edition may bring is kept and counted as ``not known``; the mapper puts it among the remarks. The list
has both individuals and entities: a file without one of them is not whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

from sekisho.sources.reading import Reading
from sekisho.sources.xml_records import Element, read_records

INDIVIDUAL: Final = "INDIVIDUAL"
ENTITY: Final = "ENTITY"
_LEFT_OUT: Final = frozenset({"VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD", "LIST_TYPE"})
_KEPT: Final = (
    "DATAID FIRST_NAME SECOND_NAME THIRD_NAME FOURTH_NAME UN_LIST_TYPE REFERENCE_NUMBER LISTED_ON NAME_ORIGINAL_SCRIPT "
    "COMMENTS1 TITLE DESIGNATION NATIONALITY LAST_DAY_UPDATED GENDER SUBMITTED_BY DELISTED_ON"
)
_TEXTS: Final = frozenset(_KEPT.split())
_PARTS: Final = frozenset({"ALIAS", "ADDRESS", "DATE_OF_BIRTH", "PLACE_OF_BIRTH", "DOCUMENT"})
_NOTHING: Final = frozenset({"null", "na"})
_AROUND: Final = ("INDIVIDUALS", "ENTITIES")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry: an alias, an address, a document, ...

    Attributes:
        tag: What it is, without INDIVIDUAL_ or ENTITY_.
        values: The texts of its elements by their tags.
    """

    tag: str
    values: Mapping[str, str]

    def get(self, *tags: str) -> str:
        """Return the texts of elements, those that there are, joined by commas."""
        return ", ".join(self.values[tag] for tag in tags if tag in self.values)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry.

    Attributes:
        line: Where it begins in the file, from 1.
        kind: INDIVIDUAL or ENTITY.
        values: Its texts by the tags of their elements.
        parts: In order.
        others: What is not known here, as tag and text.
    """

    line: int
    kind: str
    values: Mapping[str, tuple[str, ...]]
    parts: tuple[Part, ...]
    others: tuple[str, ...] = ()

    def first(self, tag: str) -> str:
        """Return the first text of an element; empty if there is none."""
        return next(iter(self.values.get(tag, ())), "")

    def of(self, tag: str) -> tuple[Part, ...]:
        """Return the parts with a tag."""
        return tuple(part for part in self.parts if part.tag == tag)


def read(stream: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Return the entries, in order.

    Args:
        stream: The file.
        reading: Gets the day of the file and the number of its aliases that have a name (``aliases``) or none
            (``empty aliases``).

    Raises:
        SourceError: Not such a file, or not whole.
    """
    missing = {INDIVIDUAL: "individuals", ENTITY: "entities"}
    for element in read_records(stream, reading, "CONSOLIDATED_LIST", (INDIVIDUAL, ENTITY), around=_AROUND):
        if element.tag not in (INDIVIDUAL, ENTITY):
            reading.day = _day(element, reading)
            continue
        missing.pop(element.tag, None)
        yield _row(element, reading)
    if missing:
        raise reading.error(f"the list has no {' and no '.join(missing.values())}; it has both when it is whole")


def _day(root: Element, reading: Reading) -> dt.date:
    text = root.attributes.get("dateGenerated", "")
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError as problem:
        raise reading.error(f"dateGenerated {text[:40]!r} gives no day", line=root.line) from problem


def _row(element: Element, reading: Reading) -> Row:
    values: dict[str, tuple[str, ...]] = {}
    parts, others = [], []
    for child in element.children:
        plain = child.tag.removeprefix(f"{element.tag}_")
        if child.tag in _LEFT_OUT:
            continue
        if child.tag in _TEXTS:
            values[child.tag] = (*values.get(child.tag, ()), *_texts(child))
        elif plain in _PARTS:
            part = _part(plain, child)
            if plain == "ALIAS":
                reading.count("aliases" if "ALIAS_NAME" in part.values else "empty aliases")
            parts += [part] if part.values else []
        else:
            reading.count("not known")
            others.append(f"{child.tag}: {', '.join(_texts(child))}")
    return Row(element.line, element.tag, values, tuple(parts), tuple(others))


def _part(tag: str, element: Element) -> Part:
    values: dict[str, str] = {}
    for child in element.children:
        for text in _texts(child):
            values[child.tag] = f"{values[child.tag]}; {text}" if child.tag in values else text
    return Part(tag, values)


def _texts(element: Element) -> Iterator[str]:
    """Yield the texts of an element and of those in it."""
    text = " ".join(element.text.split())
    if text and text not in _NOTHING:
        yield text
    for child in element.children:
        yield from _texts(child)
