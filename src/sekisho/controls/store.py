"""Control lists and vocabulary as compact JSON, and back: the compiled rulebook.

Decides the stored form. The entries of a heading are packed together and unpacked when one of them is asked for, so that a
start costs little however many there are; their cases, which only explanations need, are packed apart. Loads neither a YAML
reader nor a parser of conditions.
"""

from __future__ import annotations

import binascii
import datetime as dt
import functools
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload

from sekisho.controls.codes import head as heading_of
from sekisho.controls.control_list import ControlList, Coverage, Header
from sekisho.controls.entry import Aside, Case, Entry, Exclusion, OfficialText, Status, Version, join
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.logic import serial
from sekisho.logic.truth import Truth
from sekisho.logic.values import Type
from sekisho.terms.citation import Citation
from sekisho.terms.dates import Period


def dump_lists(lists: Mapping[str, ControlList], vocabulary: Vocabulary) -> bytes:
    """Return lists and vocabulary as JSON."""
    body = {
        "vocabulary": {
            "kinds": dict(vocabulary.kinds),
            "parameters": [_dump_parameter(one) for one in vocabulary.parameters.values()],
        },
        "lists": [_dump_list(one) for one in lists.values()],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def load_lists(data: bytes | str) -> tuple[Vocabulary, dict[str, ControlList]]:
    """Return what ``dump_lists`` wrote."""
    body = json.loads(data)
    words = body["vocabulary"]
    parameters = (_load_parameter(row) for row in words["parameters"])
    vocabulary = Vocabulary(words["kinds"], {one.name: one for one in parameters})
    lists = (_load_list(row) for row in body["lists"])
    return vocabulary, {one.id: one for one in lists}


def _dump_parameter(one: Parameter) -> list[Any]:
    row = [one.name, one.type.value, one.text, one.unit, one.values, one.aliases, one.minimum, one.maximum]
    return [*row, one.integer, one.reference, one.several]


def _load_parameter(row: list[Any]) -> Parameter:
    name, type_, text, unit, values, aliases, minimum, maximum, *flags = row
    return Parameter(name, Type(type_), text, unit, tuple(values), tuple(aliases), minimum, maximum, *flags)


def _dump_list(one: ControlList) -> dict[str, Any]:
    header = one.header
    fields = ("id", "title", "authority", "jurisdiction", "text", "edition", "citation", "hard_limit_days", "sha256")
    return {
        "header": {
            **{name: getattr(header, name) for name in fields},
            "law_as_known": header.law_as_known.isoformat(),
            "references": dict(header.references),
            "complete": header.complete,
            "containers": header.containers,
            "contained": header.contained,
            "headings": header.headings,
            "headings_text": header.headings_text,
        },
        "coverage": [
            [row.kind, row.covered, row.codes_examined, row.note, row.citation, *_dump_period(row.period)]
            for row in one.coverage
        ],
        "index": dict(one.index),
        "entries": {heading: _pack(rows) for heading, rows in _by_heading(one).items()},
        "asides": _pack({code: _dump_official(text) for code, text in one.asides().items()}),
        "cases": _pack({entry.code: [_dump_case(case) for case in entry.cases] for entry in one.entries}),
    }


def _by_heading(one: ControlList) -> dict[str, dict[str, list[Any]]]:
    found: dict[str, dict[str, list[Any]]] = {}
    for entry in one.entries:
        found.setdefault(heading_of(entry.code), {})[entry.code] = _dump_entry(entry)
    return found


def _load_list(row: dict[str, Any]) -> ControlList:
    head = row["header"]
    header = Header(
        **{
            **head,
            "law_as_known": dt.date.fromisoformat(head["law_as_known"]),
            "references": {name: tuple(codes) for name, codes in head["references"].items()},
            "complete": tuple(head["complete"]),
            "containers": tuple(head["containers"]),
            "contained": tuple(head["contained"]),
            "headings": tuple(head["headings"]),
        }
    )
    coverage = tuple(
        Coverage(kind, covered, tuple(codes), note, citation, _load_period(start, until))
        for kind, covered, codes, note, citation, start, until in row["coverage"]
    )

    unpack = functools.cache(functools.partial(_unpack, row["cases"]))

    @functools.cache
    def rows(heading: str) -> dict[str, list[Any]]:
        return _unpack(row["entries"][heading])

    def decode(code: str) -> Entry:
        return _load_entry(header.id, code, rows(heading_of(code))[code], StoredCases(code, unpack))

    def asides() -> dict[str, OfficialText]:
        return {code: text for code, held in _unpack(row["asides"]).items() if (text := _load_official(held)) is not None}

    index = {code: tuple(kinds) for code, kinds in row["index"].items()}
    return ControlList(header, coverage, index, decode, asides)


def _dump_entry(entry: Entry) -> list[Any]:
    versions = [_dump_version(one) for one in entry.versions]
    return [entry.field, entry.group, entry.kinds, entry.text, versions, entry.note, _dump_official(entry.official)]


def _load_entry(list_id: str, code: str, row: list[Any], cases: Sequence[Case]) -> Entry:
    field, group, kinds, text, versions, note, official = row
    held = tuple(_load_version(one) for one in versions)
    return Entry(list_id, code, field, group, tuple(kinds), text, held, cases, note, _load_official(official))


def _dump_official(one: OfficialText | None) -> list[Any] | None:
    if one is None:
        return None
    return [
        one.sha256,
        [[part.words, part.reason] for part in one.numbers],
        [[part.words, part.reason] for part in one.notes],
    ]


def _load_official(row: list[Any] | None) -> OfficialText | None:
    if row is None:
        return None
    digest, numbers, notes = row
    return OfficialText(digest, tuple(Aside(*part) for part in numbers), tuple(Aside(*part) for part in notes))


def _dump_version(one: Version) -> list[Any]:
    return [
        *_dump_period(one.period),
        one.citation.parts,
        one.when_text,
        _dump_node(one.when),
        one.only_if_text,
        _dump_node(one.only_if),
        [[part.note, part.text, serial.dump(part.when), part.when_text] for part in one.unless],
        one.reasons,
        one.status.value,
        one.status_note,
        None if one.recorded is None else one.recorded.isoformat(),
        one.undecided,
        one.erratum,
    ]


def _load_version(row: list[Any]) -> Version:
    start, until, citation, when_text, when, only_if_text, only_if, unless, reasons, status, note, recorded, *rest = row
    condition, narrower = _load_node(when), _load_node(only_if)
    exclusions = tuple(Exclusion(name, text, serial.load(node), written) for name, text, node, written in unless)
    undecided, erratum = rest
    return Version(
        _load_period(start, until),
        Citation(tuple(citation)),
        when_text,
        condition,
        only_if_text,
        narrower,
        exclusions,
        tuple(reasons),
        Status(status),
        note,
        None if recorded is None else dt.date.fromisoformat(recorded),
        undecided,
        erratum,
        join(condition, narrower, exclusions),
    )


def _dump_node(node: Any) -> list[Any] | None:
    return None if node is None else serial.dump(node)


def _load_node(data: list[Any] | None) -> Any:
    return None if data is None else serial.load(data)


def _dump_period(period: Period) -> tuple[str | None, str | None]:
    start, until = period.start, period.until
    return (None if start is None else start.isoformat(), None if until is None else until.isoformat())


def _load_period(start: str | None, until: str | None) -> Period:
    return Period(
        None if start is None else dt.date.fromisoformat(start), None if until is None else dt.date.fromisoformat(until)
    )


def _dump_case(case: Case) -> list[Any]:
    on = None if case.on is None else case.on.isoformat()
    return [case.name, dict(case.item), case.expect.value, case.need, on, case.source]


def _load_case(row: list[Any]) -> Case:
    name, item, expect, need, on, source = row
    return Case(name, item, Truth(expect), tuple(need), None if on is None else dt.date.fromisoformat(on), source)


def _pack(data: Any) -> str:
    """Return JSON as a text that another JSON holds without escapes, and that costs next to nothing to skip."""
    packed = zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
    return binascii.b2a_base64(packed, newline=False).decode("ascii")


def _unpack(text: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(zlib.decompress(binascii.a2b_base64(text)))
    return found


class StoredCases(Sequence[Case]):
    """The cases of one entry, decoded when they are first looked at; equal to a tuple of the same cases."""

    def __init__(self, code: str, unpack: Callable[[], Mapping[str, list[Any]]]) -> None:
        self._code = code
        self._unpack = unpack

    @functools.cached_property
    def _held(self) -> tuple[Case, ...]:
        return tuple(map(_load_case, self._unpack()[self._code]))

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Case]:
        return iter(self._held)

    @overload
    def __getitem__(self, index: int) -> Case: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Case, ...]: ...

    def __getitem__(self, index: int | slice) -> Case | tuple[Case, ...]:
        return self._held[index]

    def __eq__(self, other: object) -> bool:
        return self._held == (other._held if isinstance(other, StoredCases) else other)

    __hash__ = None  # type: ignore[assignment]  # a tuple of cases has none either: they hold mappings

    def __repr__(self) -> str:
        return f"<cases of {self._code}>"


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256, in hexadecimal, over every name, length and content."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()
