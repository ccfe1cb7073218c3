"""Files to carry are written whole under a free name, and read strictly."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sekisho.errors import Error, InputError, RecordError
from sekisho.ledger.keys import read_public
from sekisho.terms.canonical import decode
from sekisho.workspace.carried import (
    load_key,
    make_keys,
    read_note_file,
    read_statement,
    refuse_taken,
    signing_keys,
    write_new,
)


def test_a_file_is_written_once(tmp_path: Path) -> None:
    write_new(tmp_path / "a", b"first")
    with pytest.raises(InputError, match="already"):
        write_new(tmp_path / "a", b"second")
    assert (tmp_path / "a").read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_link_to_nowhere_is_no_free_name(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(InputError, match="already"):
        write_new(tmp_path / "link", b"x")
    assert not (tmp_path / "target").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        refuse_taken(tmp_path / "no" / "such" / "file")


def test_who_comes_second_does_not_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is taken between the look and the writing."""
    path, link = tmp_path / "a", os.link

    def late(source: str, target: Path) -> None:
        target.write_bytes(b"theirs")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(InputError, match="already"):
        write_new(path, b"mine")
    assert path.read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_a_disk_without_links_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "a", b"x")
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("algorithm", ["ed25519", "ml-dsa-65", "ed25519+ml-dsa-65"])
def test_keys_are_private_and_their_public_halves_are_not(tmp_path: Path, algorithm: str) -> None:
    made = make_keys("JP", tmp_path / "JP", algorithm, b"password")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "JP").glob("*.pem")} == {0o600}
    public = decode((tmp_path / "JP" / "public.json").read_bytes())
    assert public["owner"] == "JP"
    for row, shown in zip(public["keys"], made["keys"], strict=True):
        key = read_public(row["algorithm"], row["public"])
        assert key.fingerprint == shown["fingerprint"]
        assert load_key(tmp_path / "JP" / f"{row['role']}.pem", b"password").public == key


def test_no_key_is_replaced_or_left_half_made(tmp_path: Path) -> None:
    make_keys("JP", tmp_path / "k", "ed25519", None)
    before = {path.name: path.read_bytes() for path in (tmp_path / "k").iterdir()}
    with pytest.raises(InputError, match="already"):
        make_keys("JP", tmp_path / "k", "ed25519", None)
    assert {path.name: path.read_bytes() for path in (tmp_path / "k").iterdir()} == before
    (tmp_path / "l").mkdir()
    (tmp_path / "l" / "public.json").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="already"):
        make_keys("JP", tmp_path / "l", "ed25519", None)
    assert len(list((tmp_path / "l").iterdir())) == 1
    with pytest.raises(RecordError):
        make_keys("JP", tmp_path / "m", "rsa", None)
    assert not (tmp_path / "m").exists()


def test_a_key_with_the_wrong_password_names_its_file(tmp_path: Path) -> None:
    make_keys("JP", tmp_path / "k", "ed25519", b"right")
    path = tmp_path / "k" / "ballot.pem"
    for password in (None, b"wrong"):
        with pytest.raises(RecordError) as caught:
            load_key(path, password)
        assert caught.value.file == str(path)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"x" * 100, b"a\n\nb\n", "— a b\n".encode()])
def test_what_is_none_names_its_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad"
    path.write_bytes(data)
    for read in (read_statement, read_note_file):
        with pytest.raises(Error) as caught:
            read(path)
        assert caught.value.file == str(path)


def test_a_key_for_notices_is_made_beside_the_others_and_signs_nothing(tmp_path: Path) -> None:
    made = make_keys("JP", tmp_path / "JP", "ed25519", None)
    keys = {row["role"]: load_key(tmp_path / "JP" / f"{row['role']}.pem", None) for row in made["keys"]}
    assert keys["notices"].public.algorithm == "x25519"
    assert signing_keys(list(keys.values())) == [keys[role] for role in ("ballot", "cosign", "publication")]
    with pytest.raises(InputError, match="signs nothing"):
        signing_keys([keys["notices"]])
