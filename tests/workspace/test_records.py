"""Records where they lie: found, read, exported, copied, erased; every other thing at the place is left as it is."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from sekisho.engines.ledger_sql import open_store
from sekisho.errors import EngineError, InputError, MissingError, RecordError
from sekisho.ledger.record_file import read_record, write_record
from sekisho.ledger.store import Identity
from sekisho.workspace import records
from sekisho.workspace.simulation import Group
from tests.assurance import world


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Group]:
    """A record file in which one entry is adopted, and the group that made it."""
    group, _ = world.adopted("records")
    leaves, notes = world.record(group)
    path = tmp_path_factory.mktemp("adopted") / "record.jsonl"
    write_record(path, Identity(group.charter.framework, group.charter.origin), leaves, notes)
    return path, group


@pytest.fixture
def store(tmp_path: Path, adopted: tuple[Path, Group]) -> str:
    place = str(tmp_path / "own.db")
    records.copy_into(place, str(adopted[0]))
    return place


def test_the_place_is_the_one_named_or_the_workspace_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_HOME", str(tmp_path))
    assert records.place_of("here.db", None) == "here.db"
    assert records.place_to_found("here.db", None) == "here.db"
    with pytest.raises(MissingError, match="holds none"):
        records.place_of(None, tmp_path)
    made = records.place_to_found(None, tmp_path)
    open_store(made, create=Identity("mine", "mine.example/log")).close()
    assert records.place_of(None, tmp_path) == made


def test_a_store_and_the_file_it_came_from_say_the_same(adopted: tuple[Path, Group], store: str) -> None:
    file, group = adopted
    root = group.charter.digest
    assert records.show_record(store, root) == records.show_record(str(file), root)
    number = next(one["number"] for one in records.show_record(store, root)["matters"] if one["number"])
    assert records.tally(store, number, root) == records.tally(str(file), number, root)
    assert records.show_matter(store, number, None)["proved"]["root_was_given"] is False
    assert records.tally(store, number, root)["outcome"] == "adopted"


def test_an_export_is_read_back_and_copied_again(tmp_path: Path, store: str) -> None:
    out = tmp_path / "again.jsonl"
    done = records.export(store, out, [])
    assert done["bodies"] == done["leaves"]
    assert records.copy_into(store, str(out))["new"] == 0
    with records.open_place(store) as held:
        kept = [(one.leaf, one.body) for one in held.leaves()]
    assert [(one.leaf, one.body) for one in read_record(out.read_bytes(), "again").leaves] == kept
    with pytest.raises(InputError, match="already"):
        records.export(store, out, [])
    with pytest.raises(InputError, match=r"ends in \.jsonl"):
        records.export(store, tmp_path / "again.json", [])
    with pytest.raises(MissingError, match="circle"):
        records.export(store, tmp_path / "other.jsonl", ["nobody"])


def test_a_copy_names_the_charter_it_rests_on(tmp_path: Path, adopted: tuple[Path, Group]) -> None:
    file, group = adopted
    found = records.copy_into(str(tmp_path / "own.db"), str(file))
    assert found["root"] == group.charter.digest
    records.export(str(file), tmp_path / "bare.jsonl", ["members"])
    assert records.copy_into(str(tmp_path / "bare.db"), str(tmp_path / "bare.jsonl"))["root"] == ""


def test_a_malformed_checkpoint_is_named_and_nothing_is_copied(tmp_path: Path, adopted: tuple[Path, Group]) -> None:
    group = adopted[1]
    leaves, _ = world.record(group)
    bad = tmp_path / "bad.jsonl"
    write_record(bad, Identity(group.charter.framework, group.charter.origin), leaves, ["no note"])
    with pytest.raises(RecordError) as caught:
        records.copy_into(str(tmp_path / "own.db"), str(bad))
    assert caught.value.file == str(bad)
    assert not (tmp_path / "own.db").exists()


def test_what_is_erased_is_gone_but_not_its_place(store: str) -> None:
    before = records.show_record(store, None)["proved"]
    assert records.erase(store, [2, 2])["erased"] == [2, 2]
    after = records.show_record(store, None)["proved"]
    assert (after["leaves"], after["without_body"]) == (before["leaves"], [2])
    for wrong in ([1, -1], [1, before["leaves"]]):
        with pytest.raises(MissingError):
            records.erase(store, wrong)
    with pytest.raises(InputError, match="charter"):
        records.erase(store, [1, 0])
    assert records.show_record(store, None)["proved"] == after


def test_the_list_names_texts_and_entries(adopted: tuple[Path, Group]) -> None:
    file, group = adopted
    found = records.list_document(str(file), group.charter.digest)
    assert found["format"] == "sekisho/list/1"
    assert found["entries"].keys() == found["texts"].keys() == world.replayed(group).docket.edition.entries.keys()


def test_a_record_file_is_not_acted_on(adopted: tuple[Path, Group]) -> None:
    with pytest.raises(InputError, match="needs a store"):
        records.open_place(str(adopted[0]))
    with pytest.raises(MissingError, match="record file"):
        records.read_place("none.jsonl")


@pytest.mark.parametrize("data", [b"1", b"x" * 15, b"-----BEGIN PRIVATE KEY-----\n", b"\x00" * 4096, b"SQLite format 2"])
def test_a_file_of_another_kind_is_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "mine"
    path.write_bytes(data)
    for place in (str(path), f"sqlite:///{path}"):
        for create in (None, Identity("mine", "mine.example/log")):
            with pytest.raises(EngineError, match="no store of a record"):
                records.open_place(place, create)
    assert path.read_bytes() == data
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


def test_a_database_of_something_else_is_no_record(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("create table mine (one integer)")
    with pytest.raises(EngineError):
        records.read_place(str(tmp_path / "other.db"))


def test_a_store_cut_short_is_an_error_of_ours(tmp_path: Path, store: str) -> None:
    cut = tmp_path / "cut.db"
    shutil.copy(store, cut)
    cut.write_bytes(cut.read_bytes()[:9000])
    with pytest.raises((EngineError, RecordError, MissingError)):
        records.show_record(str(cut), None)
