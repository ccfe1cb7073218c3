"""Notes on a publication, and its lines."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources import reading as module
from sekisho.sources.reading import SHOWN, Reading, lines_of, whole


def lines(data: bytes) -> list[tuple[int, str]]:
    return list(lines_of(io.BytesIO(data), Reading("list.csv")))


def test_unread_rows_are_counted_and_the_first_are_kept() -> None:
    noted = Reading("list.csv")
    for number in range(SHOWN + 5):
        noted.skip(number + 1, "no name")
    assert noted.unread_rows == SHOWN + 5
    assert len(noted.unread) == SHOWN
    assert (noted.unread[0].line, noted.unread[0].message) == (1, "no name")


def test_places_that_are_not_understood_are_noted() -> None:
    noted = Reading("list.csv")
    assert noted.place("China") == "CN"
    assert noted.place("Atlantis") is None
    assert noted.place("Atlantis") is None
    assert noted.unknown_places == {"Atlantis": 2}
    for number in range(SHOWN + 5):
        noted.place(f"Nowhere {number}")
    assert len(noted.unknown_places) == SHOWN


def test_an_error_names_file_line_and_remedy() -> None:
    problem = Reading("list.csv", remedy="get it again").error("it is wrong", line=3)
    assert (problem.file, problem.line, problem.remedy) == ("list.csv", 3, "get it again")


def test_whole_files_are_bounded() -> None:
    assert whole(io.BytesIO(b"abc"), Reading("f"), 3) == b"abc"
    with pytest.raises(SourceError, match="larger than 3 bytes"):
        whole(io.BytesIO(b"abcd"), Reading("f"), 3)
    for empty in (b"", b" \n "):
        with pytest.raises(SourceError, match="empty"):
            whole(io.BytesIO(empty), Reading("f"), 3)


def test_lines_with_a_byte_order_mark_and_both_ends() -> None:
    assert lines(b"\xef\xbb\xbfa\r\nb\n\nc") == [(1, "a"), (2, "b"), (3, ""), (4, "c")]


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "empty", None),
        (b"a\nb\xff", "not text in UTF-8", 2),
        (b"a\nb\xc3", "not text in UTF-8", 2),
        (b"a\n\nb\0", "NUL", 3),
        ("a\n".encode("utf-16"), "not text in UTF-8", 1),
    ],
)
def test_what_is_no_text(data: bytes, message: str, line: int | None) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        lines(data)
    assert problem.value.line == line


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 10)
    assert lines(b"0123456789") == [(1, "0123456789")]
    with pytest.raises(SourceError, match="more than 10 characters"):
        lines(b"01234567890")


@given(st.text(alphabet=st.characters(blacklist_characters="\0\r", blacklist_categories=["Cs"]), min_size=1))
def test_lines_are_what_python_splits(text: str) -> None:
    expected = text.removeprefix("\ufeff").split("\n")
    if expected[-1] == "":
        expected.pop()
    if not expected:
        with pytest.raises(SourceError):
            lines(text.encode())
        return
    assert [line for _, line in lines(text.encode())] == expected
