"""The record of judgements: appended to, never changed, and every damage is noticed or of no effect."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sekisho.errors import InputError, RecordError
from sekisho.parties.judgement import Entry, Judgement, Snapshot
from sekisho.parties.party import ListedParty
from sekisho.parties.store import PartyStore
from sekisho.workspace import folder, judgements
from sekisho.workspace.judgements import NAME, Head, append, is_unfinished, open_journal, read_lines
from tests.parties.judged import AT, DAY, good, judgement, match, screening, withdrawal
from tests.parties.listed import STATE, listed

ZYQOR = listed("Zyqor Trading Works")
LATER = AT + dt.timedelta(40)


def put(home: Path, *entries: Entry) -> list[str]:
    return [one.id for one in append(home, lambda _: entries)]


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    """Return a workspace with three entries."""
    put(tmp_path, judgement(ZYQOR), good(ZYQOR))
    put(tmp_path, judgement(listed("Kortas 工場"), True, at=LATER))
    return tmp_path


def test_what_is_appended_is_read_back_in_order(ws: Path) -> None:
    first, second, third = read_lines(ws)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    entry = third.entry()
    assert isinstance(entry, Judgement)
    assert (entry.id, entry.verdict, entry.listed.name) == (third.id, True, "Kortas 工場")
    rows = [json.loads(line) for line in (ws / NAME).read_text(encoding="utf-8").splitlines()]
    assert [row["previous"] for row in rows] == ["", *(row["sha256"] for row in rows[:-1])]
    assert not is_unfinished(ws)


def test_appending_changes_no_byte_that_is_there(ws: Path) -> None:
    before = (ws / NAME).read_bytes()
    put(ws, withdrawal(read_lines(ws)[0].entry()))
    assert (ws / NAME).read_bytes().startswith(before)
    assert put(ws) == []


def test_where_nothing_was_judged_there_is_no_journal(tmp_path: Path) -> None:
    assert read_lines(tmp_path) == ()
    assert not is_unfinished(tmp_path)
    for home in (None, tmp_path):
        assert open_journal(home, DAY, DAY) is None
        assert open_journal(home, DAY, DAY, Head()) is None


def test_what_was_withdrawn_no_longer_counts(ws: Path) -> None:
    for line in read_lines(ws)[:2]:
        put(ws, withdrawal(line.entry()))
    journal = open_journal(ws, DAY, DAY)
    assert journal is not None
    assert journal.apply(screening(match(ZYQOR))) == screening(match(ZYQOR))


def test_a_day_sees_what_had_been_recorded_by_then(ws: Path) -> None:
    early, now = open_journal(ws, DAY, DAY), open_journal(ws, DAY, LATER.date())
    assert early is not None
    assert now is not None
    assert (early.head.entries, now.head.entries) == (2, 3)
    assert early.head.sha256 == read_lines(ws)[1].seal
    assert open_journal(ws, DAY, dt.date(2026, 1, 1)) is None


def test_exactly_what_was_used_is_used_again(ws: Path) -> None:
    then = open_journal(ws, DAY, DAY)
    assert then is not None
    put(ws, withdrawal(then.lines[0].entry()))
    assert len(then.apply(screening(match(ZYQOR))).resolved) == 1
    again = open_journal(ws, DAY, DAY, then.head)
    assert again is not None
    assert again.head == then.head
    assert len(again.apply(screening(match(ZYQOR))).resolved) == 1
    for other in (Head(9, then.head.sha256), Head(2, "0" * 64)):
        with pytest.raises(RecordError, match="are not those that were used"):
            open_journal(ws, DAY, DAY, other)


def test_a_flipped_bit_anywhere_is_noticed_and_its_line_named(ws: Path) -> None:
    data = (ws / NAME).read_bytes()
    for at in {*range(0, len(data), 7), *range(len(data) - 80, len(data))}:
        (ws / NAME).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(RecordError) as problem:
            read_lines(ws)
        number = data[:at].count(b"\n") + 1
        assert (problem.value.file, problem.value.line) == (str(ws / NAME), number)
        assert f"before line {number}" in str(problem.value.remedy)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_that_went_is_noticed(ws: Path, gone: int) -> None:
    lines = (ws / NAME).read_bytes().splitlines(keepends=True)
    (ws / NAME).write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
    with pytest.raises(RecordError, match="the line before it is not the one that was there") as problem:
        read_lines(ws)
    assert problem.value.line == gone + 1
    before = (ws / NAME).read_bytes()
    with pytest.raises(RecordError):
        put(ws, judgement(ZYQOR))
    assert (ws / NAME).read_bytes() == before, "nothing is appended to a damaged record"


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"kind":"match","at":"2026-02-01T12:00:00Z","previous":""}', b"[" * 9999],
)
def test_a_line_of_something_else_is_named(tmp_path: Path, line: bytes) -> None:
    for data in (line, sealed(line)):
        (tmp_path / NAME).write_bytes(data + b"\n")
        with pytest.raises(RecordError) as problem:
            read_lines(tmp_path)
        assert (problem.value.file, problem.value.line) == (str(tmp_path / NAME), 1)


def sealed(line: bytes) -> bytes:
    body = line[:-1]
    return body + b',"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}'


def test_a_judgement_of_another_kind_is_named_when_it_is_used(tmp_path: Path) -> None:
    put(tmp_path, judgement(ZYQOR))
    body = (tmp_path / NAME).read_bytes().rpartition(b',"sha256":"')[0].replace(b'"kind":"match"', b'"kind":"vow"')
    (tmp_path / NAME).write_bytes(sealed(body + b"}") + b"\n")
    journal = open_journal(tmp_path, DAY, DAY)
    assert journal is not None
    with pytest.raises(RecordError, match="no kind of judgement is called 'vow'") as problem:
        journal.apply(screening(match(ZYQOR)))
    assert problem.value.line == 1


@pytest.mark.parametrize("left", [1, 40, 500, -70, -2, None])
def test_what_was_never_finished_is_passed_over_and_cut(ws: Path, left: int | None) -> None:
    data, lines = (ws / NAME).read_bytes(), read_lines(ws)
    part = b"\0" * 64 if left is None else data.splitlines(keepends=True)[-1][:left]
    (ws / NAME).write_bytes(data + part)
    assert read_lines(ws) == lines
    assert is_unfinished(ws)
    put(ws, judgement(ZYQOR, at=LATER))
    assert not is_unfinished(ws)
    assert (ws / NAME).read_bytes().startswith(data)
    assert len(read_lines(ws)) == 4


def test_a_last_line_that_lacks_only_its_end_counts(ws: Path) -> None:
    data, lines = (ws / NAME).read_bytes(), read_lines(ws)
    (ws / NAME).write_bytes(data[:-1])
    assert read_lines(ws) == lines
    put(ws, judgement(ZYQOR, at=LATER))
    assert (ws / NAME).read_bytes().startswith(data)
    assert len(read_lines(ws)) == 4


KILLED = """
import os, signal, sys
from pathlib import Path
from sekisho.workspace import judgements
from tests.parties.judged import judgement
from tests.parties.listed import listed
write = os.write
def half(handle, data):
    write(handle, bytes(data)[: int(len(data) * float(sys.argv[2]))])
    os.kill(os.getpid(), signal.SIGKILL)
judgements.os.write = half
judgements.append(Path(sys.argv[1]), lambda lines: [judgement(listed("Zyqor Trading Nova"))])
"""


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.999, 1.0])
def test_a_process_killed_while_it_appends_leaves_the_record_whole(ws: Path, part: float) -> None:
    lines = read_lines(ws)
    done = subprocess.run([sys.executable, "-c", KILLED, str(ws), str(part)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    found = read_lines(ws)
    assert found[:3] == lines
    assert len(found) == (4 if part in (0.999, 1.0) else 3), "a line counts once it is whole, its end apart"
    put(ws, judgement(ZYQOR, at=LATER))
    assert read_lines(ws)[: len(found)] == found
    assert len(read_lines(ws)) == len(found) + 1


def test_a_full_disk_leaves_the_record_as_it_was(ws: Path) -> None:
    before = (ws / NAME).read_bytes()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, limit[1]))
        with pytest.raises(InputError, match="nothing was recorded"):
            put(ws, judgement(ZYQOR))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert (ws / NAME).read_bytes() == before


def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    for act in (lambda: read_lines(tmp_path), lambda: put(tmp_path, judgement(ZYQOR))):
        with pytest.raises(InputError) as problem:
            act()
        assert problem.value.file == str(tmp_path / NAME)
        assert problem.value.remedy


def _many(home: str, who: str, count: int) -> None:
    for number in range(count):
        entry = dataclasses.replace(judgement(ZYQOR), by=who, reason=str(number) * 3000)
        append(Path(home), lambda _, one=entry: [one])  # type: ignore[misc]


def test_two_processes_append_and_nothing_is_lost(tmp_path: Path) -> None:
    chosen = multiprocessing.get_context("fork")
    both = [chosen.Process(target=_many, args=(str(tmp_path), who, 40)) for who in "AB"]
    for one in both:
        one.start()
    while any(one.is_alive() for one in both):
        read_lines(tmp_path)
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    entries = [one.entry() for one in read_lines(tmp_path)]
    for who in "AB":
        assert [one.reason[0] for one in entries if one.by == who] == [str(number)[0] for number in range(40)]


class TestEarlierPublications:
    """What the good list covered is read again in the snapshot of then."""

    @pytest.fixture
    def kept(self, tmp_path: Path) -> Path:
        store = PartyStore.build([ZYQOR, listed("Kortas")])
        meta = {"source": STATE.id, "snapshot": "2026-01-02", "sha256": STATE.sha256, "parties": 2, "file": "x.xml"}
        notes = json.dumps({**meta, "recorded": "2026-01-02"}).encode()
        folder.keep(tmp_path, STATE.id, STATE.snapshot, STATE.sha256, {"meta.json": notes, "parties.bin": store.dump()})
        put(tmp_path, good(snapshots=[Snapshot(STATE.id, STATE.snapshot, STATE.sha256)]))
        return tmp_path

    def raised(self, home: Path, party: ListedParty) -> str:
        journal = open_journal(home, DAY, DAY)
        assert journal is not None
        newer = dataclasses.replace(STATE, sha256="1" * 64)
        found = journal.apply(dataclasses.replace(screening(match(party)), sources=(newer,)))
        assert bool(journal.lost) == ("cannot be told" in str(found))
        return found.matches[0].explanation[-1] if found.matches else ""

    def test_one_that_stood_there_is_covered(self, kept: Path) -> None:
        assert self.raised(kept, ZYQOR) == ""

    def test_one_that_did_not_is_not(self, kept: Path) -> None:
        for party in (listed("Zyqor Trading Nova"), dataclasses.replace(ZYQOR, policy="Denial")):
            assert self.raised(kept, party).endswith("is new, or has changed since")

    def test_without_it_nobody_is(self, kept: Path) -> None:
        (path,) = kept.glob("sources/*/*/parties.bin")
        path.write_bytes(b"damaged")
        assert self.raised(kept, ZYQOR).endswith("whether it stood in us-entity-list of 2026-01-02 cannot be told")
        folder.take_out(kept, STATE.id, STATE.snapshot)
        assert self.raised(kept, ZYQOR).endswith("cannot be told")


def test_a_large_record_is_read_fast(tmp_path: Path) -> None:
    many = [judgement(ZYQOR, query=dataclasses.replace(screening().query, name=f"Kortas {n}")) for n in range(5000)]
    put(tmp_path, *many, judgement(ZYQOR))
    began = dt.datetime.now()
    journal = open_journal(tmp_path, DAY, DAY)
    assert journal is not None
    assert len(journal.apply(screening(match(ZYQOR))).resolved) == 1
    assert (dt.datetime.now() - began).total_seconds() < 5
    assert os.path.getsize(tmp_path / judgements.NAME) > 1_000_000
