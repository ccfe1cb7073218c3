"""Charters by name or file: shown in words, filled from a folder of public keys, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.errors import CharterError, Error, InputError, MissingError
from sekisho.regime.charter_read import read_charter
from sekisho.regime.charters import SHIPPED, shipped_charter
from sekisho.workspace.carried import make_keys
from sekisho.workspace.charters import fill_charter, list_charters, load_charter, show_charter

OWNERS = ("JP", "NL", "US", "secretariat")


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    for owner in OWNERS:
        make_keys(owner, tmp_path / "keys" / owner, "ed25519", None)
    return tmp_path / "keys"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_charter_is_shown_with_what_it_survives(name: str) -> None:
    found = show_charter(name)
    assert found["version"] == "1" or found["version"] == 1
    assert any("may be dishonest" in line for line in found["liveness"])
    assert all(section["lines"] for section in found["sections"])
    assert name in {one["name"] for one in list_charters()["charters"]}


def test_a_filled_charter_is_read_back(tmp_path: Path, keys: Path) -> None:
    out = tmp_path / "charter.json"
    made = fill_charter("three-states", keys, out, "mine", "mine.example/log", "2026-07-01")
    assert made["digest"] == load_charter(str(out)).digest == read_charter(out.read_bytes(), "c").digest
    assert (made["framework"], made["origin"]) == ("mine", "mine.example/log")
    assert show_charter(str(out))["digest"] == made["digest"]
    with pytest.raises(InputError, match="already"):
        fill_charter("three-states", keys, out, None, None, "2026-07-01")


def test_who_was_not_heard_is_told_how_to_say_so(tmp_path: Path, keys: Path) -> None:
    with pytest.raises(CharterError, match="not heard") as caught:
        fill_charter("three-states", keys, tmp_path / "out", None, None, "")
    assert "--heard" in str(caught.value)
    for day in ("2026-13-01", "soon", " "):
        with pytest.raises(Error):
            fill_charter("three-states", keys, tmp_path / "out", None, None, day)
    assert not (tmp_path / "out").exists()


def test_an_origin_or_id_that_no_log_can_have(tmp_path: Path, keys: Path) -> None:
    for framework, origin in (("two words", None), ("", None), (None, ""), (None, "with space"), (None, "x" * 300)):
        with pytest.raises(Error):
            fill_charter("three-states", keys, tmp_path / "out", framework, origin, "2026-07-01")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text", ["{}", '{"keys":[],"owner":"JP","x":1', '{"keys":"ab","owner":"JP"}', "[]", '{"keys":[{}],"owner":""}']
)
def test_a_public_file_that_is_none_is_named(tmp_path: Path, keys: Path, text: str) -> None:
    bad = keys / "JP" / "public.json"
    bad.write_text(text, encoding="utf-8")
    with pytest.raises(Error) as caught:
        fill_charter("three-states", keys, tmp_path / "out", None, None, "2026-07-01")
    assert str(bad) in str(caught.value)


def test_no_keys_at_all_or_twice(tmp_path: Path, keys: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match=r"no public\.json"):
        fill_charter("three-states", empty, tmp_path / "out", None, None, "")
    make_keys("JP", keys / "again", "ed25519", None)
    with pytest.raises(InputError, match="two files"):
        fill_charter("three-states", keys, tmp_path / "out", None, None, "")


def test_a_charter_that_is_not_there_or_not_safe(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        load_charter("no-such-charter")
    unsafe = tmp_path / "unsafe.yaml"
    unsafe.write_bytes(shipped_charter("three-states").replace(b"{cosign: 3,", b"{cosign: 2,"))
    with pytest.raises(CharterError, match="2k > n"):
        load_charter(str(unsafe))
