"""Hostile files, and workspaces that were damaged: a clear error and exit status 2, and the last good snapshot stays."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.app import run
from sekisho.parties.store import PartyStore
from sekisho.workspace import folder
from tests.sources.publications import ecfr, row

NAME = "ecfr-15-744-2026-07-02.xml"
ROWS = row("Example Trading Co., Ltd.", "CHINA") + row("Sample Institute, No. 1 Road, Harbin, China", "CHINA")
GOOD = ecfr(ROWS + row("Third Party", "CHINA"))
ACCEPT = ("--accept", "--by", "A. Example, test", "--reason", "synthetic")
START = "import sys; from sekisho.cli.app import run; sys.exit(run(sys.argv[1:]))"
ROUNDS = int(os.environ.get("SEKISHO_KILLS", "0")) or 3


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    """Return a workspace with one good snapshot."""
    home, first = tmp_path / "ws", tmp_path / "first" / "ecfr-15-744-2026-07-01.xml"
    first.parent.mkdir()
    first.write_bytes(ecfr(ROWS))
    assert run(loading(home, first)) == 0
    return home


@pytest.fixture
def two(ws: Path, tmp_path: Path) -> Path:
    """Return the workspace with a second snapshot, and a third publication in quarantine."""
    (tmp_path / NAME).write_bytes(GOOD)
    assert run(loading(ws, tmp_path / NAME)) == 0
    barred = tmp_path / "ecfr-15-744-2026-07-03.xml"
    barred.write_bytes(GOOD.replace(b"Third", b"Fourth"))
    assert run(loading(ws, barred)[: -len(ACCEPT)]) == 2
    return ws


def loading(home: Path, path: Path) -> list[str]:
    return ["sources", "load", str(path), "--only", "us-entity-list", "--workspace", str(home), *ACCEPT]


def days(home: Path) -> list[str]:
    """Return the days of the snapshots in use, after reading each whole."""
    found = []
    for one in folder.snapshots(home, "us-entity-list"):
        assert one.whole
        assert PartyStore.open(one.folder / "parties.bin").parties == one.parties
        found.append(one.snapshot.isoformat())
    return found


def refused(capsys: pytest.CaptureFixture[str], command: list[str]) -> str:
    """Run a command that must fail as it should, and return its one line of complaint."""
    capsys.readouterr()
    assert run(command) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert "internal error" not in lines[0]
    assert lines[0].endswith(")"), "no remedy"
    return lines[0]


def pack(data: bytes, tail: bytes = b"") -> bytes:
    return gzip.compress(data, mtime=0) + tail


def as_folder(path: Path) -> None:
    path.mkdir()


def as_loop(path: Path) -> None:
    path.symlink_to(path)


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


def as_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [as_folder, as_loop, as_pipe, as_endless])
@pytest.mark.parametrize("alone", [True, False])
def test_what_is_no_file_is_not_read(
    ws: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Callable[[Path], None], alone: bool
) -> None:
    path = tmp_path / "files" / NAME
    path.parent.mkdir()
    make(path)
    assert str(path.parent) in refused(capsys, loading(ws, path if alone else path.parent))
    assert days(ws) == ["2026-07-01"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (pack(b""), "empty"),
        (b"\x1f\x8b", "damaged or truncated"),
        (pack(GOOD)[:-9], "damaged or truncated"),
        (pack(GOOD, b"garbage" * 50), "damaged or truncated"),
        (pack(GOOD)[:-8] + b"\x00" * 8, "damaged or truncated"),
        (pack(pack(GOOD)), "not text in UTF-8"),
        (b"\x1f\x8b\x08\xff" + b"\x00" * 60, "damaged or truncated"),
        (b"\x1f\x8b\x07\x00" + b"\x00" * 60, "damaged or truncated"),
    ],
)
def test_bad_bytes_go_into_quarantine(
    ws: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, why: str
) -> None:
    (tmp_path / f"{NAME}.gz").write_bytes(data)
    assert why in refused(capsys, loading(ws, tmp_path / f"{NAME}.gz"))
    assert days(ws) == ["2026-07-01"]


def test_a_gzip_bomb_is_stopped_at_the_bound(ws: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    member = pack(b"\x00" * 10_000_000)
    (tmp_path / f"{NAME}.gz").write_bytes(member * 21)
    assert "more than 200,000,000 bytes" in refused(capsys, loading(ws, tmp_path / f"{NAME}.gz"))
    assert days(ws) == ["2026-07-01"]


@pytest.mark.parametrize("data", [pack(GOOD[:100]) + pack(GOOD[100:]), pack(GOOD, b"\x00" * 512)])
def test_several_gzip_members_are_one_file(ws: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / f"{NAME}.gz").write_bytes(data)
    assert run(loading(ws, tmp_path / f"{NAME}.gz")) == 0
    assert days(ws) == ["2026-07-01", "2026-07-02"]


@pytest.mark.parametrize("between", [b"\x1b[31m", b"\n", b"\xff", "\u202e".encode(), b"x" * 200])
def test_strange_names(ws: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], between: bytes) -> None:
    path = tmp_path / os.fsdecode(b"ecfr-15-744-" + between + b" 2026-07-02.xml")
    path.write_bytes(GOOD)
    assert run(loading(ws, path)) == 0
    assert days(ws) == ["2026-07-01", "2026-07-02"]
    path.write_bytes(b"<html/>")
    assert "\x1b" not in refused(capsys, loading(ws, path))
    path.rename(f"{path}.gz")
    Path(f"{path}.gz").write_bytes(b"\x1f\x8b")
    assert "\x1b" not in refused(capsys, loading(ws, Path(f"{path}.gz")))
    assert run(["sources", "status", "--workspace", str(ws), "--json"]) == 0


def test_two_contents_of_one_day_are_both_kept(ws: Path, tmp_path: Path) -> None:
    for name, data in ((NAME, GOOD), (f"a-{NAME}", ecfr(ROWS))):
        (tmp_path / name).write_bytes(data)
        assert run(loading(ws, tmp_path / name)) == 0
    assert days(ws) == ["2026-07-01", "2026-07-02", "2026-07-02"]


SHAPES = [b"[]", b"null", b'"x"', b"", b"NaN", b"\xff\xfe", b"[" * 100_000 + b"]" * 100_000, b"9" * 6000, b"{}"]
NOTES: list[dict[str, Any]] = [
    {"parties": "x"},
    {"parties": -1},
    {"parties": True},
    {"sha256": 5},
    {"snapshot": "2026-02-30"},
    {"recorded": None},
    {"source": ["us-entity-list"]},
    {"file": {}},
    {"digests": {"../../x": "0" * 64}},
    {"counted": []},
    {"counted": {"aliases": "many"}},
    {"unread_rows": "y"},
    {"unread": "x"},
    {"fetched": "x"},
    {"unknown_places": [1]},
    {"accepted": [1]},
    {"day_basis": 3},
    {"reasons": [{}]},
    {"settled": 4},
]


def commands(home: Path) -> list[list[str]]:
    """Return the commands that read the notes of snapshots."""
    where = ["--workspace", str(home)]
    return [
        ["sources", "status", *where],
        ["sources", "diff", "us-entity-list", "2026-07-01", "2026-07-02", *where],
        ["sources", "export", "us-entity-list", "--out", str(home / "out.json"), *where],
        ["sources", "accept", "us-entity-list", "--by", "x", "--reason", "y", *where],
    ]


def survives(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    capsys.readouterr()
    status = run(command)
    complaint = capsys.readouterr().err
    assert status in (0, 2)
    assert "internal error" not in complaint
    assert (status == 2) == complaint.startswith("error: ")


@pytest.mark.parametrize("which", ["2026-07-02-*", ".quarantine-*"])
def test_notes_of_every_wrong_shape(two: Path, capsys: pytest.CaptureFixture[str], which: str) -> None:
    (path,) = two.glob(f"sources/us-entity-list/{which}/meta.json")
    whole = path.read_bytes()
    kept = json.loads(whole)
    for damage in (*SHAPES, *(json.dumps({**kept, **one}).encode() for one in NOTES)):
        path.write_bytes(damage)
        assert "remove" in refused(capsys, commands(two)[0])
        for command in commands(two)[1:3]:
            survives(capsys, command)
    path.write_bytes(whole)
    assert days(two) == ["2026-07-01", "2026-07-02"]
    assert run(commands(two)[3]) == 0, "our own notes are such notes"
    assert len(days(two)) == 3


def test_confirmed_days_of_every_wrong_shape(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home,) = two.glob("sources/us-entity-list/2026-07-02-*")
    for damage in (*SHAPES[1:8], b"[1]", b"[{}]", b'["2026-02-30"]'):
        (home / "checked.json").write_bytes(damage)
        assert "checked.json" in refused(capsys, commands(two)[0])


def test_a_damaged_index_is_said_and_made_again(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (path,) = two.glob("sources/us-entity-list/2026-07-02-*/parties.bin")
    for damage in (b"", path.read_bytes()[:50]):
        path.write_bytes(damage)
        for command in commands(two)[1:3]:
            refused(capsys, command)
        assert run(loading(two, tmp_path / NAME)) == 0
        assert days(two) == ["2026-07-01", "2026-07-02"]


@pytest.mark.parametrize("damage", ["truncate", "empty", "other", "remove"])
def test_bytes_that_are_no_longer_those_are_not_accepted_and_come_back(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    barred = json.loads(next(two.glob("sources/us-entity-list/.quarantine-*/meta.json")).read_bytes())
    path = two / "publications" / f"{barred['sha256']}.gz"
    whole = path.read_bytes()
    path.unlink()
    made = {"truncate": whole[:30], "empty": b"", "other": pack(ecfr(ROWS)), "remove": None}[damage]
    if made is not None:
        path.write_bytes(made)
    assert path.name in refused(capsys, commands(two)[3])
    again = tmp_path / "ecfr-15-744-2026-07-03.xml"
    assert run(loading(two, again)) == 0, "loading it again mends it"
    assert gzip.decompress(path.read_bytes()) == again.read_bytes()
    assert len(days(two)) == 3


@pytest.mark.parametrize("place", ["publications", "sources", "sources/us-entity-list"])
def test_a_file_where_a_folder_should_be(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    shutil.rmtree(two / place)
    (two / place).write_text("x")
    for command in (*commands(two), loading(two, tmp_path / NAME)):
        survives(capsys, command)


def limited(most: int) -> Callable[[], None]:
    """Return what makes a process write files of so many bytes at most, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


@pytest.mark.parametrize("most", [0, 1_000, 20_000, 100_000])
def test_a_full_disk_is_no_fault_of_the_publication(ws: Path, tmp_path: Path, most: int) -> None:
    path = tmp_path / NAME
    path.write_bytes(ecfr("".join(row(f"Example {number} {number * 7919 % 10007}", "CHINA") for number in range(2000))))
    command = [sys.executable, "-c", START, *loading(ws, path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limited(most))
    assert done.returncode == 2
    assert "cannot be written: File too large" in done.stderr
    assert days(ws) == ["2026-07-01"]
    assert not [*ws.rglob(".writing-*"), *ws.rglob(".quarantine-*")]


def test_two_at_once_and_one_killed(ws: Path, tmp_path: Path) -> None:
    chance = random.Random(20260723)
    for number in range(ROUNDS):
        name = f"ecfr-15-744-2026-06-{1 + number % 28:02}.xml"
        files = [tmp_path / one / name for one in ("a", "b")]
        for one in files:
            one.parent.mkdir(exist_ok=True)
            one.write_bytes(ecfr(ROWS + row(f"Example {number} {one.parent.name * (number % 2)}", "CHINA")))
        running = [
            subprocess.Popen(
                [sys.executable, "-c", START, *loading(ws, one)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            for one in files
        ]
        if number % 3 == 2:
            time.sleep(chance.uniform(0.2, 1.5))
            running[1].send_signal(signal.SIGKILL)
        said = [one.communicate()[1] for one in running]
        assert running[0].returncode == 0, said[0]
        assert running[1].returncode in (0, -signal.SIGKILL), said[1]
        assert "2026-07-01" in days(ws)
        assert f"2026-06-{1 + number % 28:02}" in days(ws)


@pytest.mark.parametrize("name", ["ecfr-15-744-2026-02-30.xml", "ecfr-15-744-2026-07-02-2026-07-03.xml"])
def test_a_name_without_a_day_keeps_no_other_file_out(
    ws: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / name).write_bytes(GOOD)
    (files / NAME).write_bytes(GOOD)
    assert f"{name}: us-entity-list was not accepted (1 of 2" in refused(capsys, loading(ws, files))
    assert days(ws) == ["2026-07-01", "2026-07-02"]


def test_a_day_that_has_not_come_needs_a_person(ws: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ecfr-15-744-2999-01-01.xml"
    path.write_bytes(GOOD)
    refused(capsys, loading(ws, path)[: -len(ACCEPT)])
    (one,) = folder.quarantined(ws, dt.date(2999, 1, 1))
    assert "its content is of 2999-01-01, which has not come yet" in one.reasons
    assert days(ws) == ["2026-07-01"]
