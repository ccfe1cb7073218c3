"""The bytes of publications: content-addressed, immutable, bounded."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import time
from pathlib import Path

import pytest

from sekisho.errors import InputError, SourceError
from sekisho.workspace import publications
from sekisho.workspace.publications import FOLDER, WRITING, find_publication, keep_publication

DATA = b"<list/>\n" * 1000


def test_a_file_and_its_compressed_form_are_one_publication(tmp_path: Path) -> None:
    plain, packed = tmp_path / "list.xml", tmp_path / "list.xml.gz"
    plain.write_bytes(DATA)
    packed.write_bytes(gzip.compress(DATA))
    first = keep_publication(tmp_path / "ws", [plain], len(DATA))
    second = keep_publication(tmp_path / "ws", [packed], len(DATA))
    assert first == second
    assert first.sha256 == hashlib.sha256(DATA).hexdigest()
    assert first.size == len(DATA)
    with find_publication(tmp_path / "ws", first.sha256).open() as stream:
        assert stream.read() == DATA
    assert [one.name for one in (tmp_path / "ws" / FOLDER).iterdir()] == [f"{first.sha256}.gz"]
    assert not first.path.stat().st_mode & 0o222


def test_several_files_are_one_publication_whatever_their_dates(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        for name in ("SDN.CSV", "add.csv"):
            (tmp_path / folder / name).write_bytes(name.lower().encode())
    os.utime(tmp_path / "b" / "add.csv", (1, 1))
    kept = [keep_publication(tmp_path / "ws", [tmp_path / one / "SDN.CSV", tmp_path / one / "add.csv"], 100) for one in "ab"]
    assert kept[0] == kept[1]
    with kept[0].open() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        found = {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]
    assert found == {"sdn.csv": b"sdn.csv", "add.csv": b"add.csv"}


def test_what_is_too_large_is_cut_off(tmp_path: Path) -> None:
    bomb = tmp_path / "list.xml.gz"
    bomb.write_bytes(gzip.compress(b"\0" * 5_000_000))
    with pytest.raises(SourceError, match="more than 1,000,000 bytes"):
        keep_publication(tmp_path / "ws", [bomb], 1_000_000)
    assert list((tmp_path / "ws" / FOLDER).iterdir()) == []


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_truncated_archive_is_refused(tmp_path: Path, cut: int) -> None:
    packed = tmp_path / "list.xml.gz"
    packed.write_bytes(gzip.compress(DATA)[:-cut])
    with pytest.raises(SourceError, match="damaged or truncated"):
        keep_publication(tmp_path / "ws", [packed], len(DATA))
    assert list((tmp_path / "ws" / FOLDER).iterdir()) == []


def test_a_damaged_copy_is_noticed(tmp_path: Path) -> None:
    plain = tmp_path / "list.xml"
    plain.write_bytes(os.urandom(10_000))
    kept = keep_publication(tmp_path / "ws", [plain], 10_000)
    data = bytearray(kept.path.read_bytes())
    data[5_000] ^= 1
    kept.path.chmod(0o644)
    kept.path.write_bytes(data)
    with pytest.raises(InputError, match="lost or damaged"), kept.open() as stream:
        stream.read()
    kept.path.unlink()
    with pytest.raises(InputError, match="lost or damaged"):
        find_publication(tmp_path / "ws", kept.sha256)


def test_what_killed_processes_left_goes_after_a_day(tmp_path: Path) -> None:
    plain = tmp_path / "list.xml"
    plain.write_bytes(DATA)
    home = tmp_path / "ws" / FOLDER
    home.mkdir(parents=True)
    old, young = home / f"{WRITING}old", home / f"{WRITING}young"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (time.time() - publications.ABANDONED - 60,) * 2)
    keep_publication(tmp_path / "ws", [plain], len(DATA))
    assert not old.exists()
    assert young.exists()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read") as problem:
        keep_publication(tmp_path / "ws", [tmp_path / "nowhere.xml"], 10)
    assert "nowhere.xml" in (problem.value.file or "")
