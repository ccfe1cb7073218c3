"""Where the workspace is found, and what it keeps."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from sekisho.errors import InputError, MissingError
from sekisho.workspace import folder

JULY = dt.date(2026, 7, 23)
MARCH = dt.date(2026, 3, 25)


def meta(source: str, snapshot: dt.date, sha256: str, recorded: dt.date) -> dict[str, bytes]:
    return {
        "meta.json": json.dumps(
            {
                "source": source,
                "snapshot": snapshot.isoformat(),
                "sha256": sha256,
                "parties": 3,
                "file": "list.xml",
                "recorded": recorded.isoformat(),
            }
        ).encode(),
        "parties.bin": b"index",
    }


def store(home: Path, source: str, snapshot: dt.date, sha256: str, recorded: dt.date = dt.date(2026, 8, 1)) -> bool:
    return folder.keep(home, source, snapshot, sha256, meta(source, snapshot, sha256, recorded))


def test_order_of_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, from_variable, nearest = tmp_path / "named", tmp_path / "variable", tmp_path / "project" / ".sekisho"
    below = tmp_path / "project" / "a" / "b"
    for one in (named, from_variable, nearest, below):
        one.mkdir(parents=True)
    monkeypatch.chdir(below)
    monkeypatch.delenv("SEKISHO_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert folder.find_workspace(None) == nearest
    nearest.rmdir()
    assert folder.find_workspace(None) is None
    (tmp_path / "data" / "sekisho").mkdir(parents=True)
    assert folder.find_workspace(None) == tmp_path / "data" / "sekisho"
    monkeypatch.setenv("SEKISHO_HOME", str(from_variable))
    assert folder.find_workspace(None) == from_variable
    assert folder.find_workspace(named) == named


def test_a_named_workspace_must_exist(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="there is no workspace"):
        folder.find_workspace(tmp_path / "nowhere")


def test_writing_makes_the_folder(tmp_path: Path) -> None:
    assert folder.workspace_to_write(tmp_path / "new") == tmp_path / "new"
    assert (tmp_path / "new" / "sources").is_dir()


def test_a_workspace_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        folder.workspace_to_write(tmp_path / "file" / "below")


def test_keep_once_and_take_out(tmp_path: Path) -> None:
    assert store(tmp_path, "us-uvl", JULY, "a" * 64)
    assert not store(tmp_path, "us-uvl", JULY, "a" * 64)
    (kept,) = folder.snapshots(tmp_path)
    assert (kept.source, kept.snapshot, kept.parties) == ("us-uvl", JULY, 3)
    folder.take_out(tmp_path, "us-uvl", JULY)
    assert list(folder.snapshots(tmp_path)) == []
    with pytest.raises(MissingError, match="it holds nothing"):
        folder.take_out(tmp_path, "us-uvl", JULY)


def test_a_half_written_snapshot_is_not_seen(tmp_path: Path) -> None:
    draft = tmp_path / "sources" / "us-uvl" / ".writing-x"
    draft.mkdir(parents=True)
    (draft / "parties.bin").write_text("{")
    assert list(folder.snapshots(tmp_path)) == []


@pytest.mark.parametrize("damage", ["no meta", "empty index", "no index", "foreign meta", "deep meta"])
def test_loading_again_repairs_a_damaged_snapshot(tmp_path: Path, damage: str) -> None:
    store(tmp_path, "us-uvl", JULY, "a" * 64)
    (place,) = tmp_path.glob("sources/us-uvl/*")
    index, described = place / "parties.bin", place / "meta.json"
    match damage:
        case "no meta":
            described.unlink()
        case "empty index":
            index.write_bytes(b"")
        case "no index":
            index.unlink()
        case "foreign meta":
            described.write_text(described.read_text().replace("us-uvl", "us-meu"))
        case _:
            described.write_text("[" * 100_000)
    assert store(tmp_path, "us-uvl", JULY, "a" * 64)
    assert [one.source for one in folder.snapshots(tmp_path)] == ["us-uvl"]
    assert index.read_bytes() == b"index"


@pytest.mark.parametrize("words", ["{}", "x", '{"source": null}', "[]"])
def test_a_damaged_snapshot_can_be_taken_out(tmp_path: Path, words: str) -> None:
    store(tmp_path, "us-uvl", JULY, "a" * 64)
    (path,) = tmp_path.glob("sources/*/*/meta.json")
    path.write_text(words)
    with pytest.raises(InputError, match="damaged"):
        list(folder.snapshots(tmp_path))
    folder.take_out(tmp_path, "us-uvl", JULY)
    assert list(folder.snapshots(tmp_path)) == []


def test_a_damaged_snapshot_is_an_error_with_its_file(tmp_path: Path) -> None:
    store(tmp_path, "us-uvl", JULY, "a" * 64)
    (path,) = tmp_path.glob("sources/*/*/meta.json")
    path.write_text("{}")
    with pytest.raises(InputError, match="damaged"):
        list(folder.snapshots(tmp_path))


def test_the_snapshot_in_force(tmp_path: Path) -> None:
    store(tmp_path, "us-uvl", MARCH, "a" * 64, recorded=dt.date(2026, 4, 1))
    store(tmp_path, "us-uvl", JULY, "b" * 64, recorded=dt.date(2026, 8, 1))

    def chosen(on: dt.date, recorded_by: dt.date) -> dt.date | None:
        found = folder.in_force(folder.snapshots(tmp_path), on, recorded_by).get("us-uvl")
        return None if found is None else found.snapshot

    later = dt.date(2026, 9, 1)
    assert chosen(later, later) == JULY
    assert chosen(dt.date(2026, 5, 1), later) == MARCH
    assert chosen(dt.date(2026, 1, 1), later) == MARCH, "the oldest one where none is old enough"
    assert chosen(later, dt.date(2026, 5, 1)) == MARCH, "what was not recorded yet is not known"
    assert chosen(later, dt.date(2026, 1, 1)) is None
