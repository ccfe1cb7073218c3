"""Rows of a CSV publication: nothing is shortened, padded or dropped in silence."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources import csv_records as module
from sekisho.sources.csv_records import read_csv
from sekisho.sources.reading import Reading


def rows(text: str | bytes, *columns: str, head: list[str] | None = None) -> tuple[list[dict[str, str]], Reading]:
    noted = Reading("list.csv")
    data = text.encode() if isinstance(text, str) else text
    return [one.cells for one in read_csv(io.BytesIO(data), noted, columns, head=head)], noted


def test_rows_by_the_names_of_their_columns() -> None:
    found, noted = rows('\ufeffName, Country \n"Example, Ltd.",CN\n\n"two\nlines",DE\n', "name", "country")
    assert found == [{"name": "Example, Ltd.", "country": "CN"}, {"name": "two\nlines", "country": "DE"}]
    assert noted.unread_rows == 0


def test_a_file_without_head() -> None:
    found, _ = rows("1,a\n2,b\n", head=["number", "name"])
    assert found == [{"number": "1", "name": "a"}, {"number": "2", "name": "b"}]


def test_lines_of_rows() -> None:
    noted = Reading("list.csv")
    found = [one.line for one in read_csv(io.BytesIO(b'a,b\n"x\ny",1\n\nz,2\n'), noted)]
    assert found == [2, 5]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a,b\n1\n2,3\n", 2, "1 cells, the head 2"),
        ("a,b\n2,3\n1,2,3\n", 3, "3 cells, the head 2"),
        ('a,b\n"x"y,1\n2,3\n', 2, "quoting"),
        (f"a,b\n{'x' * 200_000},1\n2,3\n", 2, "larger than field limit"),
    ],
)
def test_a_bad_row_is_noted_and_the_rest_is_read(text: str, line: int, message: str) -> None:
    found, noted = rows(text)
    assert found == [{"a": "2", "b": "3"}]
    assert noted.unread_rows == 1
    assert noted.unread[0].line == line
    assert message in noted.unread[0].message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("a,b\n1,2\n", "lacks the columns name"),
        ("name,name\n1,2\n", "same name"),
        ('name,b\n"1,2\n', "never closed"),
    ],
)
def test_what_is_no_such_file(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        rows(text, "name")


def test_a_quote_that_swallows_the_file_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LINES", 5)
    with pytest.raises(SourceError, match="not closed within 5 lines") as problem:
        rows("a,b\n1,2\n" + '"x,1\n' + "1,2\n" * 10)
    assert problem.value.line == 3


cells = st.text(alphabet=st.characters(blacklist_characters="\0\r", blacklist_categories=["Cs"]), max_size=20)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8))
def test_what_was_written_is_read(table: list[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["a", "b", "c"])
    writer.writerows(table)
    found, noted = rows(out.getvalue())
    assert [list(one.values()) for one in found] == [[cell.strip() for cell in row] for row in table]
    assert noted.unread_rows == 0


@given(st.binary(max_size=80), st.integers(0, 200))
def test_only_our_errors(junk: bytes, at: int) -> None:
    data = b'name,b\n"Example, Ltd.",1\nOther,2\n'
    try:
        found, noted = rows(data[:at] + junk + data[at:], "name")
    except SourceError:
        return
    assert len(found) + noted.unread_rows >= 0
