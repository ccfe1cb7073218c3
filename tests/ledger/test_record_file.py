"""The record as a file: what is written is read again, and every fault is one sentence that names file and line."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.ledger.commitment import commit, new_salt
from sekisho.ledger.record_file import FORMAT, LIMITS, Limits, RecordFile, read_record, write_record
from sekisho.ledger.store import MAX_BODY, Identity, Leaf
from sekisho.terms import canonical

OURS = Identity("quantum-five", "log.example/quantum-five")
NOTE = "log.example/quantum-five\n3\ncm9vdA==\ntime 1790000000\n\n— log.example/quantum-five c2ln\n"


def leaf(index: int, body: bytes | None = b"body", circle: str = "members") -> Leaf:
    salt = new_salt()
    if body is None:
        return Leaf(index, hashlib.sha256(salt).digest(), None, None, circle)
    return Leaf(index, commit(salt, body), salt, body, circle)


LEAVES = [leaf(0, b"charter", "public"), leaf(1, b"ballot"), leaf(2, None)]


def written(leaves: list[Leaf] = LEAVES, notes: tuple[str, ...] = (NOTE,), circles: set[str] | None = None) -> bytes:
    stream = io.BytesIO()
    write_record(stream, OURS, leaves, notes, circles)
    return stream.getvalue()


LINES = written().splitlines(keepends=True)


def test_what_is_written_is_read_again() -> None:
    assert read_record(written(), "r.jsonl") == RecordFile(OURS.framework, OURS.origin, LEAVES, [NOTE])
    assert read_record(io.BytesIO(written()), "r.jsonl").leaves == LEAVES
    assert read_record(written([], ()), "r.jsonl") == RecordFile(OURS.framework, OURS.origin, [], [])


def test_the_lines_are_those_of_the_specification() -> None:
    first, second, _, erased, last = written().split(b"\n")[:-1]
    assert first == b'{"format":"sekisho/record/1","framework":"quantum-five","origin":"log.example/quantum-five"}'
    one = LEAVES[0]
    assert one.salt is not None
    body = base64.b64encode(b"charter").decode()
    assert second.decode() == (f'{{"body":"{body}","circle":"public","leaf":"{one.leaf.hex()}","salt":"{one.salt.hex()}"}}')
    assert erased.decode() == f'{{"body":"","circle":"members","leaf":"{LEAVES[2].leaf.hex()}","salt":""}}'
    assert canonical.decode(last) == {"checkpoint": NOTE}


def test_bodies_of_other_circles_are_left_out() -> None:
    data = written(circles={"public"})
    found = read_record(data, "r.jsonl").leaves
    assert [one.leaf for one in found] == [one.leaf for one in LEAVES]
    assert [one.body for one in found] == [b"charter", None, None]
    assert [one.salt is None for one in found] == [False, True, True]
    secret = LEAVES[1]
    assert secret.salt is not None
    assert secret.salt.hex().encode() not in data
    assert base64.b64encode(b"ballot") not in data
    assert [one.body for one in read_record(written(circles=set()), "r").leaves] == [None] * 3


def test_a_body_without_its_salt_is_not_written() -> None:
    found = read_record(written([dataclasses.replace(LEAVES[0], salt=None)], ()), "r")
    assert found.leaves[0].body is None


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"the old one")
    with pytest.raises(RecordError, match="leaf 2 stands where leaf 1 must"):
        write_record(path, OURS, [LEAVES[0], LEAVES[2]], [])
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]
    write_record(path, OURS, LEAVES, [NOTE])
    assert path.read_bytes() == written()
    assert list(tmp_path.iterdir()) == [path]
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask
    with path.open("rb") as stream:
        assert read_record(stream, path.name).leaves == LEAVES
    with pytest.raises(OSError, match="none"):
        write_record(tmp_path / "none" / "r.jsonl", OURS, LEAVES, [])


@pytest.mark.parametrize("header", [Identity("two words", "o"), Identity("f", ""), Identity("f", "a b")])
def test_a_header_that_cannot_be_read_is_not_written(header: Identity) -> None:
    with pytest.raises(RecordError):
        write_record(io.BytesIO(), header, [], [])


def test_the_longest_body_can_be_carried() -> None:
    longest = [leaf(0, os.urandom(MAX_BODY), "c" * 80)]
    assert read_record(written(longest, ()), "r").leaves == longest


def change(line: int, old: str, new: str) -> Callable[[], bytes]:
    def make() -> bytes:
        lines = list(LINES)
        text = lines[line - 1].decode()
        assert re.search(old, text)
        lines[line - 1] = re.sub(old, lambda _: new, text, count=1).encode()
        return b"".join(lines)

    return make


def lines(*numbers: int) -> Callable[[], bytes]:
    return lambda: b"".join(LINES[number - 1] for number in numbers)


FAULTS: dict[str, tuple[Callable[[], bytes], int | None, str]] = {
    "empty": (lambda: b"", None, "the file is empty"),
    "an empty line": (lambda: b"\n", 1, "not JSON"),
    "cut off": (lambda: written()[:-1], 5, "cut off inside this line"),
    "cut off in a leaf": (lambda: b"".join(LINES[:2]) + LINES[2][:40], 3, "cut off inside this line"),
    "UTF-16": (lambda: written().decode().encode("utf-16"), 1, "not UTF-8"),
    "a byte order mark": (lambda: b"\xef\xbb\xbf" + written(), 1, "not JSON"),
    "Latin-1": (lambda: written().replace("—".encode(), b"\x97"), 5, "not UTF-8"),
    "Windows line ends": (lambda: written().replace(b"\n", b"\r\n"), 1, "not in canonical form"),
    "something else": (lambda: b"code,title\n", 1, "not JSON"),
    "a list": (lambda: b"[]\n", 1, "this is not a record"),
    "a text": (lambda: b'"x"\n', 1, "this is not a record"),
    "another document": (lambda: b'{"format":"sekisho/tally/1","framework":"f","origin":"o"}\n', 1, "this is not a record"),
    "no format": (lambda: b'{"framework":"f","origin":"o"}\n', 1, "this is not a record"),
    "no header": (lines(2, 3), 1, "this is not a record"),
    "a later format": (change(1, "record/1", "record/2"), 1, f"this Sekisho reads {FORMAT}"),
    "no framework": (change(1, "quantum-five", ""), 1, "not the id of a framework"),
    "no origin": (change(1, "log.example/quantum-five", ""), 1, "is not an origin"),
    "two headers": (lines(1, 2, 1, 3), 3, "a second header"),
    "a leaf after a checkpoint": (lines(1, 2, 5, 3), 4, "a leaf after a checkpoint"),
    "another kind of line": (lambda: LINES[0] + b'{"note":"x"}\n', 2, "neither a leaf nor a checkpoint"),
    "an empty object": (lambda: LINES[0] + b"{}\n", 2, "neither a leaf nor a checkpoint"),
    "a list below": (lambda: LINES[0] + b"[]\n", 2, "neither a leaf nor a checkpoint"),
    "a flag": (lambda: LINES[0] + b'{"checkpoint":true}\n', 2, "every value of a line is a text"),
    "a number": (lambda: LINES[0] + b'{"checkpoint":1}\n', 2, "holds the number 1"),
    "white space": (change(2, ",", ", "), 2, "not in canonical form"),
    "a key twice": (change(2, r"\{", '{"body":"",'), 2, "not in canonical form"),
    "no circle": (change(2, '"circle":"public",', ""), 2, "neither a leaf nor a checkpoint"),
    "a bad circle": (change(2, "public", "pub lic"), 2, "not the id of a circle"),
    "a short leaf": (change(2, '"leaf":".', '"leaf":"'), 2, "leaf is written with 64"),
    "capitals": (change(2, '"leaf":".', '"leaf":"A'), 2, "leaf is written with 64"),
    "a short salt": (change(2, '"salt":".', '"salt":"'), 2, "salt is written with 64"),
    "a salt alone": (change(2, '"body":"[^"]*"', '"body":""'), 2, "a body without salt or a salt without body"),
    "a body alone": (change(2, '"salt":"[^"]*"', '"salt":""'), 2, "a body without salt or a salt without body"),
    "no base64": (change(2, '"body":".', '"body":"*'), 2, "not in base64"),
    "base64 of the web": (change(2, '"body":".', '"body":"_'), 2, "not in base64"),
    "base64 beyond ASCII": (change(2, '"body":".', '"body":"関'), 2, "not in base64"),
    "no padding": (change(2, '="', '"'), 2, "not in base64"),
    "more padding": (change(2, '="', '=="'), 2, "not in base64"),
    "spare bits": (lambda: written([leaf(0, b"x")], ()).replace(b'"eA=="', b'"eB=="'), 2, "one base64 that its bytes have"),
    "another body": (change(2, base64.b64encode(b"charter").decode(), "eA=="), 2, "is not the one it commits to"),
    "another salt": (change(2, '"salt":"[^"]*"', f'"salt":"{"0" * 64}"'), 2, "is not the one it commits to"),
    "bodies exchanged": (
        lambda: written([dataclasses.replace(LEAVES[0], leaf=LEAVES[1].leaf)], ()),
        2,
        "the body of leaf 0 is not the one it commits to",
    ),
    "a huge line": (
        lambda: LINES[0] + b'{"checkpoint":"' + b"x" * canonical.MAX_BYTES,
        2,
        "the line has more than 8,000,000",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults(fault: str) -> None:
    make, line, message = FAULTS[fault]
    with pytest.raises(RecordError, match=re.escape(message)) as caught:
        read_record(make(), "r.jsonl")
    assert caught.value.file == "r.jsonl"
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("limits", "line", "message"),
    [
        (Limits(bytes=len(written()) - 1), 5, "bytes"),
        (Limits(leaves=2), 4, "more than 2 leaves"),
        (Limits(checkpoints=0), 5, "more than 0 checkpoints"),
    ],
)
def test_limits(limits: Limits, line: int, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        read_record(written(), "r.jsonl", limits)
    assert caught.value.line == line
    exact = Limits(len(written()), 3, 1)
    assert read_record(written(), "r.jsonl", exact) == read_record(written(), "r.jsonl", LIMITS)


def test_a_stream_without_end_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            buffer[:] = b"x" * len(buffer)
            self.given += len(buffer)
            return len(buffer)

    endless = Endless()
    with pytest.raises(RecordError, match="the line has more than"):
        read_record(io.BufferedReader(endless), "pipe")
    assert endless.given < 2 * canonical.MAX_BYTES


@given(st.data())
def test_a_changed_byte_is_refused_or_read_as_what_it_says(data: st.DataObject) -> None:
    """Never anything but RecordError, and never a body that its leaf does not commit to."""
    original = bytearray(written())
    for _ in range(data.draw(st.integers(1, 3))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = read_record(bytes(original), "r.jsonl")
    except RecordError:
        return
    assert all(one.body is None or one.opens() for one in found.leaves)
    again = io.BytesIO()
    write_record(again, Identity(found.framework, found.origin), found.leaves, found.checkpoints)
    assert again.getvalue() == bytes(original)


@given(
    st.lists(st.tuples(st.binary(max_size=40), st.sampled_from(["members", "public", "quantum"])), max_size=6),
    st.sets(st.sampled_from(["members", "public", "quantum"])),
)
def test_any_record_is_read_as_written(parts: list[tuple[bytes, str]], circles: set[str]) -> None:
    leaves = [leaf(index, body or None, circle) for index, (body, circle) in enumerate(parts)]
    found = read_record(written(leaves, (NOTE, NOTE), circles), "r")
    shown = [one if one.circle in circles else dataclasses.replace(one, body=None, salt=None) for one in leaves]
    assert found == RecordFile(OURS.framework, OURS.origin, shown, [NOTE, NOTE])
