"""The compiled rulebook: made once, kept sealed, never trusted when damaged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sekisho.errors import MissingError, RulebookError
from sekisho.workspace import rulebook

LEFT_OUT = {"us-ccl", "eu-annex-i", "jp-export-order"}
"""Lists that make compiling slow and that no test here needs."""


@pytest.fixture(scope="module", autouse=True)
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Put a part of the packaged rulebook, and no compiled one, in its place."""
    folder = tmp_path_factory.mktemp("rulebooks") / "rulebooks"
    shutil.copytree(rulebook.FOLDER, folder, ignore=lambda _, names: LEFT_OUT & set(names))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rulebook, "FOLDER", folder)
        patched.setattr(rulebook, "COMPILED", folder / "none.json")
        yield folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    said: list[str] = []
    rulebook.open_rulebook(said.append, folder)
    assert len(said) == 1
    assert "compiling" in said[0]
    return folder


def kept(cache: Path) -> Path:
    (path,) = cache.glob("rulebook-*.json")
    return path


def test_the_second_time_nothing_is_compiled(cache: Path) -> None:
    said: list[str] = []
    found = rulebook.open_rulebook(said.append, cache)
    assert said == []
    assert found.digest in kept(cache).read_text()
    assert {"uk-consolidated", "de-ausfuhrliste"} <= set(found.lists)
    with pytest.raises(MissingError, match="no list 'uk'"):
        found.control_list("uk")


def test_files_that_nobody_touched_are_not_read(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = rulebook.open_rulebook(None, cache).digest
    with monkeypatch.context() as patched:
        patched.setattr(rulebook, "rulebook_files", lambda folder: pytest.fail(f"{folder} was read"))
        assert rulebook.open_rulebook(None, cache).digest == expected


def test_a_changed_file_of_the_same_size_and_time_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "list" / "1" / "1A001.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("limit: 34")
    before, stamp = path.stat(), rulebook._stamp((tmp_path,), rulebook.SOURCES)
    assert rulebook._stamp((tmp_path,), rulebook.SOURCES) == stamp
    path.write_text("limit: 35")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert rulebook._stamp((tmp_path,), rulebook.SOURCES) != stamp


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_cache_is_compiled_anew(cache: Path, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / kept(cache).name
    shutil.copy(kept(cache), copy)
    data = copy.read_bytes()
    copy.write_bytes({"cut": data[: len(data) // 2], "changed": data[:-2] + b" }", "empty": b""}[damage])
    said: list[str] = []
    rulebook.open_rulebook(said.append, tmp_path)
    assert len(said) == 1
    assert copy.read_bytes() == data


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert rulebook.open_rulebook(None, tmp_path / "file" / "below").digest


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        rulebook.write_atomically(tmp_path / "folder", b"data")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_rulebook_with_a_failing_case_does_not_load() -> None:
    sources = dict(rulebook.rulebook_files(rulebook.FOLDER))
    name = "uk-consolidated/4/4A506.a.1.yaml"
    sources[name] = sources[name].replace(b"physical_qubits >= 34", b"physical_qubits >= 35")
    with pytest.raises(RulebookError, match=r"4A506\.a\.1"):
        rulebook.compile_rulebook(sources, "digest")
