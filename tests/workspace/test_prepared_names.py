"""Prepared names: made once, noticed when damaged, made again from the stored parties, the same however they came about."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sekisho.errors import SourceError
from sekisho.parties.index import Index
from sekisho.parties.party import ListedParty, PartyQuery
from sekisho.parties.screen import screen
from sekisho.parties.store import PartyStore
from sekisho.workspace import prepared_names
from sekisho.workspace.prepared_names import FOLDER, IN_MEMORY, open_index, read_index, write_index
from tests.parties.listed import listed

MANY = [listed(f"Zyqor Works Odvan{number:03d} Plumvel") for number in range(IN_MEMORY + 5)]
KORTAS = listed("Kortas Microsystems Co., Ltd.", "哈尔滨架空研究所")


@pytest.fixture(scope="module")
def stores() -> list[PartyStore]:
    return [PartyStore.build(MANY), PartyStore.build([KORTAS])]


def found(index: Index, name: str = "Kortas Mikrosystems") -> list[ListedParty]:
    return [one.listed for one in screen(PartyQuery(name), index, ()).matches]


def place(home: Path) -> Path:
    (kept,) = (home / FOLDER).glob("[0-9a-f]*")
    return kept


def test_names_are_prepared_once_and_opened_afterwards(tmp_path: Path, stores: list[PartyStore]) -> None:
    said: list[str] = []
    assert found(open_index(tmp_path, stores, said.append)) == [KORTAS]
    assert len(said) == 1
    assert "106 parties" in said[0]
    assert found(open_index(tmp_path, stores, said.append), "哈尔滨架空研究所") == [KORTAS]
    assert len(said) == 1
    assert not list((tmp_path / FOLDER).glob(".writing-*"))


def test_a_few_parties_are_prepared_in_memory(tmp_path: Path, stores: list[PartyStore]) -> None:
    assert found(open_index(tmp_path, stores[1:])) == [KORTAS]
    assert found(open_index(None, stores)) == [KORTAS]
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("name", ["names.bin", "seal.json", "meta.json", ".idx", ".term", ".fieldnorm", ".fast"])
def test_a_flipped_byte_is_noticed_and_the_names_are_made_again(tmp_path: Path, stores: list[PartyStore], name: str) -> None:
    open_index(tmp_path, stores)
    path = min(one for one in place(tmp_path).rglob("*") if one.name.endswith(name))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    said: list[str] = []
    assert found(open_index(tmp_path, stores, said.append)) == [KORTAS]
    assert ["damaged" in one for one in said] == [True, False]
    open_index(tmp_path, stores, said.append)
    assert len(said) == 2


@pytest.mark.parametrize("name", ["names.bin", "postings", "seal.json"])
def test_what_is_missing_is_made_again(tmp_path: Path, stores: list[PartyStore], name: str) -> None:
    open_index(tmp_path, stores)
    lost = place(tmp_path) / name
    lost.rename(tmp_path / "lost")
    assert found(open_index(tmp_path, stores)) == [KORTAS]


def test_an_index_of_other_parties_is_refused(tmp_path: Path, stores: list[PartyStore]) -> None:
    write_index(tmp_path, stores)
    assert found(read_index(tmp_path / "whole", stores)) == [KORTAS]
    with pytest.raises(SourceError, match="other parties"):
        read_index(tmp_path / "whole", stores[::-1])


def test_a_change_makes_the_same_names_as_a_new_beginning(tmp_path: Path, stores: list[PartyStore]) -> None:
    later = [PartyStore.build([*MANY[3:], listed("Tamrin Instruments")]), stores[1]]
    one, other = tmp_path / "one", tmp_path / "other"
    open_index(one, stores)
    changed = open_index(one, later)
    fresh = open_index(other, later)
    assert bytes(changed.table) == bytes(fresh.table)
    assert found(changed, "Tamrin Instrument")[0].name == "Tamrin Instruments"
    assert len(list((one / FOLDER).glob("[0-9a-f]*"))) == 2


def test_names_that_are_not_used_go(tmp_path: Path, stores: list[PartyStore]) -> None:
    for number in range(5):
        open_index(tmp_path, [stores[0], PartyStore.build([listed(f"Tamrin {number}")])])
    assert len(list((tmp_path / FOLDER).glob("[0-9a-f]*"))) == prepared_names._KEPT


def test_what_killed_processes_left_goes(tmp_path: Path, stores: list[PartyStore]) -> None:
    left = tmp_path / FOLDER / ".writing-abandoned"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    open_index(tmp_path, stores)
    assert not left.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_workspace_that_cannot_be_written_is_searched_all_the_same(
    tmp_path: Path, stores: list[PartyStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared_names, "cache_folder", lambda: tmp_path / "cache")
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    assert found(open_index(home, stores)) == [KORTAS]
    assert list((tmp_path / "cache" / FOLDER).glob("[0-9a-f]*"))
