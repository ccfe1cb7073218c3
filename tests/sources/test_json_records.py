"""Objects of an array in a JSON file, and what a file begins with."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources.json_records import DEEPEST, LARGEST_VALUE, JsonRecord, Value, behind, first_byte, read_json
from sekisho.sources.reading import Reading

GOOD = (
    '{"total": 2, "of": ["x", null],\n "results": [{"a": "1", "b": [1.50, true]},\n\n {"a": "é"}],\n "more": {}}\n'.encode()
)


class Drips(BytesIO):
    """A file that gives no more than a few bytes at once."""

    def read(self, size: int | None = -1) -> bytes:
        """Read at most seven bytes."""
        return super().read(7 if size is None or size < 0 else min(size, 7))


def records(data: bytes, beside: dict[str, Value] | None = None) -> list[JsonRecord]:
    return list(read_json(BytesIO(data), Reading("file.json"), "results", beside))


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        records(data)
    return caught.value


def test_objects_with_their_lines_and_the_keys_beside() -> None:
    beside: dict[str, Value] = {}
    assert records(GOOD, beside) == [JsonRecord(2, {"a": "1", "b": ["1.50", True]}), JsonRecord(4, {"a": "é"})]
    assert beside == {"total": "2", "of": ["x", None], "more": {}}


def test_pieces_of_any_size_make_no_difference() -> None:
    assert list(read_json(Drips(GOOD), Reading("f"), "results")) == records(GOOD)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert records(b"\xef\xbb\xbf" + GOOD) == records(GOOD)


def test_an_empty_array_has_no_objects() -> None:
    assert records(b'{"results": []}') == []


def test_objects_over_several_pieces() -> None:
    many = ",\n".join(f'{{"n": {number}, "text": "{"x" * 50_000}"}}' for number in range(20))
    found = records(f'{{"results": [\n{many}]}}'.encode())
    assert [(one.line, one.values["n"]) for one in found] == [(number + 2, str(number)) for number in range(20)]


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "the file is empty", None),
        (b" \n ", "the file is empty", None),
        (b"[]", "an object is expected, '[' found", 1),
        (b"{}", "has no 'results'", None),
        (b'{"results": {}}', "an array under 'results' is expected", 1),
        (b'{"results": [],}', "a comma stands before the end", 1),
        (b'{"results": [{},\n]}', "a comma stands before the end", 2),
        (b'{"results": [{} {}]}', "a comma or ']' is expected", 1),
        (b'{"results": []} x', "behind the end", 1),
        (b'{"results": [\n', "truncated", 2),
        (b'{"results": [{"a":\n"x', "truncated", 2),
        (b'{"results": [{}]', "the end of the file found", 1),
        (b'{"results": [], "results": []}', "stands twice", 1),
        (b'{"results": [\n{"a": 1, "a": 2}]}', "'a' stands twice", 2),
        (b'{"results": [{"a": NaN}]}', "NaN is no number", 1),
        (b'{"results": [{"a": -Infinity}]}', "-Infinity is no number", 1),
        (b'{"results": [{"a": "\\ud800"}]}', "half a character", 1),
        (b'{"results": [{"a\\u0000": 1}]}', "NUL", 1),
        (b'{"results": [{"a": "\t"}]}', "no JSON", 1),
        (b'{"results": [\n\n"\xff"]}', "not text in UTF-8", 3),
        (b'{"results": [{\n"a" 1}]' + b" " * 10 + b', "x": "' + b"y" * 100_000 + b'"}', "Expecting ':'", 2),
        (b'{1: [], "results": []}', "a key is not a text", 1),
    ],
)
def test_what_is_refused(data: bytes, message: str, line: int | None) -> None:
    problem = refused(data)
    assert message in problem.message
    assert problem.line == line
    assert problem.file == "file.json"


def test_what_is_nested_too_deep_is_refused() -> None:
    fits = DEEPEST - 2
    assert records(b'{"results": [{"a": ' + b"[" * fits + b"]" * fits + b"}]}")
    for depth in (DEEPEST + 1, 100_000):
        assert "deep" in refused(b'{"results": [{"a": ' + b"[" * depth + b"]" * depth + b"}]}").message


def test_a_value_that_is_too_large_is_refused() -> None:
    text = b'{"results": [{"a": "%s"}, {"a": 1}]}'
    assert len(records(text % (b"x" * (LARGEST_VALUE - 100)))) == 2
    assert f"{LARGEST_VALUE:,}" in refused(text % (b"x" * LARGEST_VALUE)).message


def test_an_element_that_is_no_object_is_noted() -> None:
    reading = Reading("file.json")
    found = list(read_json(BytesIO(b'{"results": [{},\n 3, "x", {}]}'), reading, "results"))
    assert [one.line for one in found] == [1, 2]
    assert reading.unread_rows == 2
    assert reading.unread[0].line == 2


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_flipped_byte_gives_an_error_or_objects(at: int, byte: int) -> None:
    data = GOOD[:at] + bytes([byte]) + GOOD[at + 1 :]
    try:
        found = records(data)
    except SourceError:
        return
    assert 0 <= len(found) <= 2


@given(st.integers(0, len(GOOD.rstrip()) - 1))
def test_a_truncated_file_is_refused(end: int) -> None:
    assert refused(GOOD[:end]).file == "file.json"


@given(st.binary(max_size=60))
def test_whatever_bytes_give_an_error_or_objects(data: bytes) -> None:
    try:
        found = records(data)
    except SourceError:
        return
    assert all(isinstance(one.values, dict) for one in found)


@pytest.mark.parametrize(
    ("data", "byte"), [(b"", b""), (b" \n", b""), (b"\xef\xbb\xbf \n<a>", b"<"), (b"{}", b"{"), (b" " * 200_000 + b"x", b"")]
)
def test_the_first_byte_and_the_whole_file_again(data: bytes, byte: bytes) -> None:
    for stream in (BytesIO(data), Drips(data)):
        found, again = first_byte(stream)
        assert found == byte
        assert again.read() == data


@given(st.binary(max_size=100), st.binary(max_size=100), st.integers(1, 50))
def test_a_file_behind_other_bytes(start: bytes, rest: bytes, size: int) -> None:
    stream = behind(start, BytesIO(rest))
    pieces = []
    while piece := stream.read(size):
        pieces.append(piece)
    assert b"".join(pieces) == start + rest
