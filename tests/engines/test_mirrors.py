"""Mirrors give bytes; what they cannot give is one clear error."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sekisho.engines.mirrors import open_mirror
from sekisho.errors import EngineError, MissingError
from tests.workspace.mirrors import Mirror, serving


def test_a_folder_gives_its_files_and_nothing_outside(tmp_path: Path) -> None:
    (tmp_path / "repository" / "metadata").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "repository" / "metadata" / "1.root.json").write_bytes(b"root")
    fetch = open_mirror(str(tmp_path / "repository"))
    assert b"".join(fetch("metadata/1.root.json")) == b"root"
    for path in ("../secret", "metadata/../../secret", "/etc/hostname", "", "metadata//x", "a\\b", "metadata/2.root.json"):
        with pytest.raises(MissingError):
            b"".join(fetch(path))
    with pytest.raises(EngineError, match="cannot be read"):
        b"".join(fetch("metadata"))
    with pytest.raises(MissingError, match="no folder"):
        open_mirror(str(tmp_path / "nowhere"))


def test_a_server_gives_its_files() -> None:
    with serving(Mirror({"metadata/1.root.json": b"root" * 50_000})) as address:
        fetch = open_mirror(address + "/")
        assert b"".join(fetch("metadata/1.root.json")) == b"root" * 50_000
        with pytest.raises(MissingError):
            b"".join(fetch("metadata/2.root.json"))


@pytest.mark.parametrize("lie", ["500", "redirect", "hang up"])
def test_a_server_that_does_not_give_them(lie: str) -> None:
    with serving(Mirror({"a": b"x" * 100}, lie=lie)) as address, pytest.raises(EngineError) as caught:
        b"".join(open_mirror(address)("a"))
    assert caught.value.remedy


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        b"".join(open_mirror("http://127.0.0.1:9")("a"))


def test_a_server_that_drips_is_left_at_once_and_not_when_a_chunk_is_full() -> None:
    began = time.monotonic()
    with serving(Mirror({"a": b"x" * 4_000}, lie="drip", pause=2.0)) as address:
        with pytest.raises(EngineError, match="takes more than"):
            b"".join(open_mirror(address, longest=0.01)("a"))
        assert time.monotonic() - began < 5  # the drip takes 8 s, and all of it is less than one chunk
