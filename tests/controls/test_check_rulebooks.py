"""The script that authors of rulebooks run."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.controls.synthetic import entry, sources
from tests.controls.test_library import CASES

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts" / "check_rulebooks.py"


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., int]:
    """Return a function that writes a rulebook and checks it."""
    spec = importlib.util.spec_from_file_location("check_rulebooks", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    def run(files: Mapping[str, bytes], *arguments: str) -> int:
        for name, data in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        status: int = script.main(arguments, tmp_path)
        return status

    return run


def two_lists() -> dict[str, bytes]:
    good = [entry("1A001", "sealed", cases=CASES), entry("1A002", undecided="text not at hand")]
    bad = [entry("2A001", "sealed"), entry("2A002", "qbits >= 1"), entry("2A003", "sealed", status="gone")]
    return {**sources("x-first", good), **sources("x-second", bad)}


def test_what_holds_is_counted(check: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(two_lists(), "x-first") == 0
    assert capsys.readouterr().out.split(maxsplit=1) == [
        "x-first",
        "2 entries (2 quantum), 3 cases, 1 undecided versions (1 of them the last), 0 of 0 kinds covered\n",
    ]


def test_the_first_error_stops(check: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(two_lists()) == 1
    out, err = capsys.readouterr()
    assert out.startswith("x-first")
    assert err.count("\n") == 1
    assert err.startswith("x-second/2/2A002.yaml:1: versions[0].when: unknown parameter")


def test_all_errors_can_be_seen(check: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(two_lists(), "--keep-going") == 1
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "x-second/2/2A002.yaml",
        "x-second/2/2A003.yaml",
        *["x-second/2/2A001.yaml"] * 3,
        "5 errors",
    ]
    assert out.splitlines()[1].startswith("x-second")


def test_what_is_wrong_above_the_entries(check: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(two_lists(), "x-third", "--keep-going") == 1
    assert "there is no list 'x-third'" in capsys.readouterr().err
    assert check(sources("x-first", [], edition=None), "x-first", "--keep-going") == 1
    assert "the key 'edition' has no value" in capsys.readouterr().err
    assert check({"vocabulary/words.yaml": b"kinds: {A: x}"}) == 1
    assert "cannot be a name" in capsys.readouterr().err
