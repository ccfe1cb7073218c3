"""The record of judgements in the workspace: appended to, never changed.

    <workspace>/judgements.jsonl     one decision of a person a line, in the order in which they were made

Every line ends with its own digest and names that of the line before it, so that a byte that changed and a line that went
are noticed. A line counts once it is whole: what a killed process left of one is passed over by readers, and cut by whoever
appends next. Appending holds a lock and is on the disk before it returns.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sekisho.errors import Error, InputError, RecordError
from sekisho.parties.judgement import Entry, Snapshot, apply
from sekisho.parties.judgement_record import WITHDRAWAL, dump_entry, load_entry, load_query, load_time
from sekisho.parties.party import ListedParty, PartyQuery, Screening
from sekisho.parties.sides import marks_of, party_digest
from sekisho.parties.store import PartyStore
from sekisho.workspace import folder
from sekisho.workspace.stored_parties import open_parties

NAME: Final = "judgements.jsonl"
_SEAL: Final = b',"sha256":"'
_END: Final = b'"}'
_DIGITS: Final = 64
_MORE_THAN_WHOLE: Final = re.compile(rb'"previous":"[0-9a-f]*","sha256":"[0-9a-f]{64}"\}.', re.DOTALL)
"""Found in what was never a part of a line: its end was damaged."""
_ID: Final = 12


@dataclass(frozen=True, slots=True)
class Head:
    """How much of the record was used: enough to use exactly that again.

    Attributes:
        entries: How many lines, from the first.
        sha256: Digest that the last of them ends with; empty if there was none.
    """

    entries: int = 0
    sha256: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"entries": self.entries, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record.

    Attributes:
        number: From 1.
        seal: Its digest.
        at: When it was recorded.
        marks: By which what it is about is found; ``withdrawal`` for a withdrawal.
        row: What it says.
    """

    number: int
    seal: str
    at: dt.datetime
    marks: frozenset[str]
    row: Mapping[str, Any] = field(repr=False)

    @property
    def id(self) -> str:
        """Return by which it is named."""
        return self.seal[:_ID]

    def entry(self) -> Entry:
        """Return what was decided.

        Raises:
            RecordError: It is not one of ours.
        """
        try:
            return load_entry(self.id, self.row)
        except RecordError as problem:
            raise problem.located(file=NAME, line=self.number) from problem


@dataclass(frozen=True)
class Journal:
    """What people had decided by a day, for answers about a day.

    Attributes:
        home: The workspace.
        lines: What counts of the record.
        head: How much of it was used.
        on: The day that is asked about.
        as_of: What had been recorded by this day counts.
        lost: Publications that had to be looked into again and cannot be.
    """

    home: Path
    lines: tuple[Line, ...]
    head: Head
    on: dt.date
    as_of: dt.date
    lost: set[str] = field(default_factory=set)

    def apply(self, screening: Screening) -> Screening:
        """Return a screening in which what was judged is set aside, or says so.

        Raises:
            RecordError: A line is not one of ours.
        """
        about = self.about(screening.query)
        if not about:
            return screening
        return apply(about, screening, on=self.on, as_of=self.as_of, was_listed=self._was_listed)

    def about(self, query: PartyQuery) -> tuple[Entry, ...]:
        """Return what was decided about a counterparty as it is or was, and every withdrawal, in order."""
        numbers = {one for mark in marks_of(query) for one in self._by_mark.get(mark, ())}
        if not numbers:
            return ()
        return tuple(self.lines[one].entry() for one in sorted(numbers.union(self._by_mark.get(WITHDRAWAL, ()))))

    @cached_property
    def _by_mark(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            for mark in line.marks:
                found.setdefault(mark, []).append(number)
        return found

    def _was_listed(self, then: Snapshot, listed: ListedParty) -> bool | None:
        """Tell whether a publication that is kept held exactly this party; None where it cannot be read any more."""
        if then.sha256 not in self._kept:
            self._kept[then.sha256] = _parties_of(self.home, then)
        kept = self._kept[then.sha256]
        if kept is None:
            self.lost.add(f"{then.id} of {then.day}")
            return None
        return any(party_digest(one) == party_digest(listed) for one in kept.with_ids({listed.id}))

    @cached_property
    def _kept(self) -> dict[str, PartyStore | None]:
        return {}


def open_journal(home: Path | None, on: dt.date, as_of: dt.date, head: Head | None = None) -> Journal | None:
    """Return what people had decided by a day; None where nothing had been recorded.

    Args:
        home: The workspace.
        on: The day that is asked about.
        as_of: What had been recorded by this day counts.
        head: Use exactly so much of the record.

    Raises:
        RecordError: The record is damaged, or does not hold what ``head`` names.
    """
    lines = () if home is None else read_lines(home)
    if head is not None:
        if head.entries and (len(lines) < head.entries or lines[head.entries - 1].seal != head.sha256):
            raise RecordError(f"the first {head.entries} judgements of the workspace are not those that were used")
        lines = lines[: head.entries]
    used = max((number for number, one in enumerate(lines, start=1) if one.at.date() <= as_of), default=0)
    if home is None or not used:
        return None
    counted = tuple(one for one in lines[:used] if one.at.date() <= as_of)
    return Journal(home, counted, Head(used, lines[used - 1].seal), on, as_of)


def read_lines(home: Path) -> tuple[Line, ...]:
    """Return the whole lines of the record; see ``read_record``."""
    return read_record(home)[0]


def is_unfinished(home: Path) -> bool:
    """Tell whether the last line of the record is not whole; see ``read_record``."""
    return read_record(home)[1]


def read_record(home: Path) -> tuple[tuple[Line, ...], bool]:
    """Return the whole lines of the record, and whether a last one is not whole: a process was stopped while it appended.

    Where there is no record, there is no line.

    Raises:
        RecordError: A line is damaged; the error names it.
        InputError: The file cannot be read.
    """
    path = home / NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return (), False
    except OSError as problem:
        raise InputError(
            f"it cannot be read: {problem.strerror}", file=str(path), remedy="check the permissions"
        ) from problem
    lines, whole = _parted(data, str(path))
    return lines, whole < len(data)


def append(home: Path, decide: Callable[[tuple[Line, ...]], Sequence[Entry]]) -> tuple[Line, ...]:
    """Append what is decided in view of the record as it stands; nobody else can append meanwhile.

    Args:
        home: The workspace.
        decide: Gets the lines that there are; returns what to append.

    Returns:
        The new lines.

    Raises:
        RecordError: The record is damaged; nothing is appended.
        InputError: It cannot be written; nothing is appended.
    """
    path = home / NAME
    try:
        with _alone(path) as handle:
            data = _all_of(handle)
            lines, whole = _parted(data, str(path))
            written, new = _written(decide(lines), lines)
            start = b"\n" if whole and data[whole - 1 : whole] != b"\n" else b""
            _put(handle, whole, start + written)
            if not data:
                _sync_folder(home)
            return new
    except OSError as problem:
        said = f"it cannot be written: {problem.strerror}; nothing was recorded"
        raise InputError(said, file=str(path), remedy="make room, or name another --workspace") from problem


def _written(entries: Sequence[Entry], before: Sequence[Line]) -> tuple[bytes, tuple[Line, ...]]:
    lines: list[Line] = []
    data, previous = b"", before[-1].seal if before else ""
    for number, entry in enumerate(entries, start=len(before) + 1):
        row = {**dump_entry(entry), "previous": previous}
        body = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")[:-1]
        previous = hashlib.sha256(body).hexdigest()
        data += body + _SEAL + previous.encode() + _END + b"\n"
        lines.append(Line(number, previous, entry.at, _marks(row), row))
    return data, tuple(lines)


def _parted(data: bytes, file: str) -> tuple[tuple[Line, ...], int]:
    """Return the whole lines, and how many bytes they have.

    Raises:
        RecordError: A line is damaged.
    """
    found: list[Line] = []
    at, previous = 0, ""
    while at < len(data):
        end = data.find(b"\n", at)
        text = data[at:] if end < 0 else data[at:end]
        if end < 0 and not _is_whole(text) and not _MORE_THAN_WHOLE.search(text):
            break
        line = _line(text, previous, file, len(found) + 1)
        found.append(line)
        previous, at = line.seal, len(data) if end < 0 else end + 1
    return tuple(found), at


def _is_whole(text: bytes) -> bool:
    """Tell whether a line without its end is otherwise whole."""
    return text.endswith(_END) and text[-_DIGITS - len(_END) - len(_SEAL) :].startswith(_SEAL)


def _line(text: bytes, previous: str, file: str, number: int) -> Line:
    body = text[: -_DIGITS - len(_END) - len(_SEAL)]
    seal = hashlib.sha256(body).hexdigest()
    try:
        if not _is_whole(text) or text[-_DIGITS - len(_END) : -len(_END)] != seal.encode():
            raise ValueError("its digest is another")
        row = json.loads(text)
        if row["previous"] != previous:
            raise ValueError("the line before it is not the one that was there")
        return Line(number, seal, load_time(row["at"]), _marks(row), row)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        why = str(problem) if type(problem) is ValueError else "it cannot be read"
        raise RecordError(
            f"the record of judgements is damaged: {why}",
            file=file,
            line=number,
            remedy=f"put the file back from a copy; or cut it before line {number}, and judge again what stood there",
        ) from problem


def _marks(row: Mapping[str, Any]) -> frozenset[str]:
    """Return by which a row is found: the marks of its counterparty; withdrawals are all found together."""
    if row["kind"] == WITHDRAWAL:
        return frozenset((WITHDRAWAL,))
    return marks_of(load_query(row["query"]))


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[int]:
    """Open the record and hold its lock, which goes with the process; systems without ``fcntl`` have none."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _all_of(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _put(handle: int, at: int, data: bytes) -> None:
    """Write bytes at a place and cut what stood behind it; where that fails, leave what was whole."""
    if not data:
        return
    os.ftruncate(handle, at)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, at)
        raise


def _sync_folder(home: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(home, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _parties_of(home: Path, then: Snapshot) -> PartyStore | None:
    try:
        kept = next((one for one in folder.snapshots(home, then.id) if one.sha256 == then.sha256), None)
        return None if kept is None else open_parties(kept)
    except Error:
        return None
