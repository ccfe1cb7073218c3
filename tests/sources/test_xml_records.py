"""Records of an XML publication: bounds, hostile files, and memory of one record."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.sources import xml_records as module
from sekisho.sources.reading import Reading
from sekisho.sources.xml_records import Element, read_records

LIST = b"""<?xml version="1.0" encoding="UTF-8"?>
<list xmlns="http://example.org/list" made="2026-01-02">
  <head><count>2</count></head>
  <entry id="1"><name strong="true"> Example &amp; Co. </name><name/></entry>
  <other><entry id="2"><name>Second</name><x:name xmlns:x="urn:x">Third</x:name></entry></other>
</list>
"""


def records(data: bytes, root: str = "list") -> list[Element]:
    return list(read_records(io.BytesIO(data), Reading("list.xml"), root, ["entry"], ["head"]))


def test_root_head_and_records_in_order() -> None:
    root, head, first, second = records(LIST)
    assert (root.tag, root.attributes, root.children) == ("list", {"made": "2026-01-02"}, [])
    assert head.first("count") == "2"
    assert (first.tag, first.line, first.attributes["id"]) == ("entry", 4, "1")
    assert [(one.text, one.attributes) for one in first.all("name")] == [("Example & Co.", {"strong": "true"}), ("", {})]
    assert [one.text for one in second.all("name")] == ["Second", "Third"]
    assert second.first("nothing") == ""
    assert second.first() == ""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<other/>", "begins with <other>; expected <list>"),
        (b"<html><body>Sign in</body></html>", "begins with <html>"),
        (LIST[:-10], "not well-formed"),
        (LIST.replace(b"UTF-8", b"ISO-8859-1"), "only UTF-8"),
        (LIST.replace(b"Second", b"Se\xffcond"), "not well-formed"),
        (LIST.decode().encode("utf-16"), "not well-formed"),
        (b'<!DOCTYPE list [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><list>&b;</list>', "document type or entities"),
        (b'<!DOCTYPE list SYSTEM "file:///etc/passwd"><list/>', "document type or entities"),
        (b"<list>" + b"<a>" * 60 + b"</a>" * 60 + b"</list>", "nested more than"),
        (b"<list><entry><a>&undefined;</a></entry></list>", "not well-formed"),
    ],
)
def test_what_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as problem:
        records(data)
    assert problem.value.file == "list.xml"
    assert problem.value.remedy


def test_a_byte_order_mark_is_passed_over() -> None:
    assert len(records(b"\xef\xbb\xbf" + LIST)) == 4


def test_records_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_TEXT", 10)
    with pytest.raises(SourceError, match="more than 10 characters"):
        records(b"<list><entry>" + b"<a>12345</a>" * 3 + b"</entry></list>")
    assert len(records(b"<list>" + b"<entry>12345</entry>" * 3 + b"</list>")) == 4
    monkeypatch.setattr(module, "LARGEST_RECORD", 5)
    with pytest.raises(SourceError, match="elements and attributes"):
        records(b"<list><entry>" + b"<a/>" * 6 + b"</entry></list>")


def test_records_come_while_the_file_is_read() -> None:
    class Endless(io.RawIOBase):
        """A file that never ends."""

        def __init__(self) -> None:
            self._sent = b"<list>"

        def read(self, size: int = -1) -> bytes:
            part, self._sent = self._sent, b"<entry><name>Example</name></entry>" * 100
            return part

    found: Iterator[Element] = read_records(Endless(), Reading("list.xml"), "list", ["entry"])  # type: ignore[arg-type]
    assert [next(found).tag for _ in range(1000)][-1] == "entry"


@given(st.integers(0, len(LIST)), st.binary(max_size=4), st.integers(0, 8))
def test_damaged_anywhere_it_is_a_source_error_or_well_formed(at: int, junk: bytes, cut: int) -> None:
    with contextlib.suppress(SourceError):
        records(LIST[:at] + junk + LIST[at + cut :])


@given(st.integers(0, len(LIST) - 2))
def test_a_truncated_file_is_never_read_as_whole(at: int) -> None:
    with pytest.raises(SourceError):
        records(LIST[:at])
