"""Lines of entities to rows."""

from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.ftm.reader import read
from sekisho.sources.reading import LONGEST_LINE, Reading
from tests.sources.ftm.entities import DATASET, line, records, rows

GOOD = line(name=["Example Trading Co., Ltd."])


def test_the_synthetic_dataset() -> None:
    reading = Reading("entities.ftm.json")
    found = rows(DATASET.read_bytes(), reading)
    assert [row.line for row in found] == list(range(1, DATASET.read_bytes().count(b"\n") + 1))
    assert reading.unread_rows == 0
    assert reading.day is None
    assert reading.cited == dt.date(2026, 1, 2)
    first = found[0]
    assert (first.id, first.schema, first.caption) == ("syn-company-1", "Company", "Example Trading Co., Ltd.")
    assert first.datasets == ("example_synthetic", "example_other")
    assert first.referents == ("other-17",)
    assert (first.first_seen, first.last_change) == ("2025-01-01", "2025-11-03")
    assert first.properties["country"] == ["cn", "suhh"]


def entity(**changes: Any) -> bytes:
    whole = {"id": "syn-1", "schema": "Company", "properties": {"name": ["Example Holding"]}} | changes
    return json.dumps({key: value for key, value in whole.items() if value is not ...}).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (entity(id=...), "id is not a text"),
        (entity(id=""), "id is not a text"),
        (entity(id=5), "id is not a text"),
        (entity(id="a b"), "id is not a text"),
        (entity(id="a\n"), "id is not a text"),
        (entity(id="a" * 256), "id is not a text"),
        (entity(schema=...), "schema of syn-1"),
        (entity(schema=["Company"]), "schema of syn-1"),
        (entity(schema="No schema"), "schema of syn-1"),
        (entity(properties=...), "properties of syn-1"),
        (entity(properties=[]), "properties of syn-1"),
        (entity(properties={"name": "Example"}), "not a list of texts"),
        (entity(properties={"name": [5]}), "not a list of texts"),
        (entity(properties={"name": [None]}), "not a list of texts"),
        (entity(properties={"ownershipOwner": [{"id": "x"}]}), "nested format is not read"),
        (entity(properties={"": ["x"]}), "no word for its name"),
        (entity(properties={"a b": ["x"]}), "no word for its name"),
        (entity(caption=5), "caption is not a text"),
        (entity(datasets="x"), "datasets is not a list"),
        (entity(referents=[5]), "referents is not a list"),
        (entity(target="yes"), "target of syn-1"),
        (entity(last_change=2026), "last_change is not a text"),
        (entity(last_change="2026-02-30"), "last_change is not a date"),
        (entity(last_seen="20260201"), "last_seen is not a date"),
        (entity(first_seen="yesterday"), "first_seen is not a date"),
        (entity(first_seen="2026-01-01T" + "0" * 60), "first_seen is not a date"),
        (b'{"id":"a","id":"b","schema":"Company","properties":{}}', "'id' stands twice"),
        (b'{"id":"a","schema":"Company","properties":{"name":["x"],"name":["y"]}}', "'name' stands twice"),
        (b'{"id":"a","schema":"Company","properties":{},"x":NaN}', "NaN is no number"),
        (b'{"id":"a","schema":"Company","properties":{},"x":-Infinity}', "-Infinity is no number"),
        (b'{"id":"a","schema":"Company","properties":{},"x":' + b"9" * 5000 + b"}", "too long"),
        (b'{"id":"a","schema":"Company","properties":{},"x":' + b"[" * 100_000, "too deep"),
        (b'{"id":"a","schema":"Company","properties":{"name":["\\ud800"]}}', "half a character"),
        (b'{"id":"a","schema":"Company","properties":{"name":["\\u0000"]}}', "NUL"),
        (b'{"id":"a\\ud800","schema":"Company","properties":{}}', "half a character"),
        (b'{"id":"a","schema":"Company","properties":{"name":["\x00"]}}', "no JSON"),
        (b'{"id":"a","schema":"Company","properties":{"name":["\xff"]}}', "not text in UTF-8"),
        (GOOD[:-5], "no JSON"),
        (GOOD.strip() + b"{}", "no JSON"),
        (b"[]", "not a JSON object"),
        (b"5", "not a JSON object"),
        (b"{}", "id is not a text"),
        (b'"' + b"a" * LONGEST_LINE + b'"', "more than 4,000,000 bytes"),
    ],
)
def test_a_line_that_is_no_entity_is_noted(data: bytes, why: str) -> None:
    reading = Reading("entities.ftm.json")
    found = rows(GOOD + data + b"\n" + GOOD, reading)
    assert [row.line for row in found] == [1, 3]
    assert reading.unread_rows == 1
    assert reading.unread[0].line == 2
    assert why in reading.unread[0].message
    with pytest.raises(SourceError, match="not one line") as problem:
        rows(data)
    assert (problem.value.file, problem.value.line) == ("entities.ftm.json", 1)
    assert "one a line" in (problem.value.remedy or "")


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\t\n"])
def test_an_empty_file(data: bytes) -> None:
    with pytest.raises(SourceError, match="empty"):
        rows(data)


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n"), b"\n\n" + GOOD, GOOD.rstrip()])
def test_ends_of_lines_and_byte_order_mark(data: bytes) -> None:
    (row,) = rows(data)
    assert row.properties == {"name": ["Example Trading Co., Ltd."]}


def test_other_encodings_are_refused() -> None:
    for encoding in ("utf-16", "utf-32"):
        with pytest.raises(SourceError, match="not one line"):
            rows(GOOD.decode().encode(encoding))


def test_optional_keys_may_be_missing_or_null() -> None:
    keys = ("caption", "datasets", "referents", "first_seen", "last_seen", "last_change", "target")
    reading = Reading("entities.ftm.json")
    assert rows(entity(**dict.fromkeys(keys)), reading) == rows(entity())
    assert reading.cited is None
    assert not reading.counted


def test_further_keys_are_counted() -> None:
    reading = Reading("entities.ftm.json")
    rows(entity(origin=["x"], context={"a": 1}), reading)
    assert reading.counted == {"entities with further keys, which are not read": 1}


def test_the_newest_day_is_cited() -> None:
    reading = Reading("entities.ftm.json")
    days = ("2026-01-03T01:02:03", "2026-02-01", "2025-12-31T00:00:00")
    rows(b"\n".join(entity(last_seen=day, last_change="2026-01-31") for day in days), reading)
    assert reading.cited == dt.date(2026, 2, 1)


def test_an_escaped_sign_is_read() -> None:
    (row,) = rows(b'{"id":"a","schema":"Company","properties":{"name":["\\u4f8b \\ud83d\\ude00"]}}')
    assert row.properties["name"] == ["例 \U0001f600"]


class Slow(io.BytesIO):
    """A file that gives few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return at most seven bytes."""
        return super().read(7 if size is None or size < 0 else min(size, 7))


def test_pieces_of_any_size() -> None:
    data = b"\xef\xbb\xbf" + DATASET.read_bytes()
    assert list(read(Slow(data), Reading("x"))) == rows(data)


class Endless(io.RawIOBase):
    """A file of one endless line, with a good one behind it."""

    def __init__(self, pieces: int) -> None:
        self._pieces: Iterator[bytes] = iter([GOOD, *[b"a" * 1_000_000] * pieces, b"\n" + GOOD])

    def read(self, size: int = -1, /) -> bytes:
        """Return the next piece."""
        return next(self._pieces, b"")


def test_memory_is_bounded_by_the_longest_line() -> None:
    reading = Reading("x")
    tracemalloc.start()
    try:
        found = list(read(Endless(100), reading))  # type: ignore[arg-type]
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    assert [row.line for row in found] == [1, 3]
    assert reading.unread_rows == 1


@given(data=st.data())
def test_damage_is_never_passed_over(data: st.DataObject) -> None:
    """Whatever is cut or flipped: only SourceError, and every line that is not blank is read or noted."""
    whole = bytearray(DATASET.read_bytes())
    for _ in range(data.draw(st.integers(0, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    reading = Reading("x")
    try:
        made = records(damaged, reading)
    except SourceError:
        return
    lines = [one for one in damaged.split(b"\n") if one.strip()]
    assert len(made) + reading.unread_rows == len(lines)
