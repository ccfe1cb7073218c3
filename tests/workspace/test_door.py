"""The doors for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

import sekisho
from sekisho.errors import InputError, PlaceError
from tests.parties.listed import listed
from tests.workspace.judged_list import PLANT, WORKS, load


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    home = tmp_path / "ws"
    home.mkdir()
    load(home, "2026-07-20")
    return home


def test_lists_stay_open(ws: Path) -> None:
    lists = sekisho.open_index(ws)
    found = sekisho.screen({"name": "Zyqor Trading", "country": "China"}, lists, date="2026-07-23")
    assert [one.listed.id for one in found.matches] == [WORKS]
    assert found.query.country == "CN"
    assert found.matches[0].explanation
    assert [one.listed.id for one in sekisho.screen("Kortas Plant 3", lists, date="2026-07-23").matches] == [PLANT]
    assert lists.sources("2026-07-23") is lists.sources("2026-07-23")
    assert sekisho.screen("Kortas Plant 3", lists, date="2026-07-23", as_of="2026-01-01").matches == ()


def test_parties_of_your_own_are_searched() -> None:
    index = sekisho.Index.build([listed("Zyqor Microsystems Co., Ltd.")])
    (match,) = sekisho.screen(sekisho.PartyQuery("Zyqor Mikrosystems"), index).matches
    assert 0 < match.score < 1
    with pytest.raises(InputError, match="no days"):
        sekisho.screen("Zyqor", index, as_of="2026-07-01")


def test_wrong_particulars_are_refused(ws: Path) -> None:
    lists = sekisho.open_index(ws)
    with pytest.raises(InputError, match="'nam' is no particular"):
        sekisho.screen({"nam": "Zyqor"}, lists)
    with pytest.raises(InputError, match="no name"):
        sekisho.screen({"country": "CN"}, lists)
    with pytest.raises(InputError, match="no type"):
        sekisho.screen({"name": "Zyqor", "schema": "Planet"}, lists)
    with pytest.raises(InputError, match="no day of birth"):
        sekisho.screen({"name": "Zyqor", "birth_date": "yesterday"}, lists)
    with pytest.raises(PlaceError):
        sekisho.screen({"name": "Zyqor", "country": "Atlantis"}, lists)
