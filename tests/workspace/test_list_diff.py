"""What changed between two editions, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.errors import InputError, MissingError
from sekisho.workspace.list_diff import diff_editions, diff_kept
from tests.workspace import kept

AMENDED = kept.ENTRIES["4A801.b"].replace(b"10000", b"9000").replace(b"9999", b"8999")


def two(workspace: Path) -> tuple[Path, Path]:
    first = kept.state([kept.row("4A801.a", until="2029-06-01"), kept.row("4A801.b"), kept.row("4E801")])
    old = kept.write(workspace, first)
    newer = kept.ENTRIES["4E801"].replace(b"4E801", b"4E802")
    rows = [kept.row("4A801.a", until="2032-06-01"), kept.row("4A801.b", AMENDED), kept.row("4E802", newer)]
    entries = {"4A801.a": kept.ENTRIES["4A801.a"], "4A801.b": AMENDED, "4E802": newer}
    state = kept.state(rows, [kept.gone("4E801")], size="20", checkpoint="2026-07-22T10:00:00Z")
    return old, kept.write(workspace, state, entries)


def test_each_kind_of_change_in_words(tmp_path: Path) -> None:
    answer = diff_editions(*two(tmp_path))
    assert [(one["change"], one["code"], one["why"]) for one in answer["changes"]] == [
        ("renewed", "4A801.a", ""),
        ("amended", "4A801.b", ""),
        ("removed", "4E801", "removed"),
        ("added", "4E802", ""),
    ]
    words = {one["code"]: one["words"] for one in answer["changes"]}
    assert "its sunset starts anew" in words["4A801.a"][0]
    assert "threshold: physical_qubits from 10000 qubits on becomes physical_qubits from 9000 qubits on" in words["4A801.b"]
    assert words["4E801"][0].startswith("goes: ")
    assert words["4E802"][0].startswith("new: ")
    assert (answer["old"]["size"], answer["new"]["size"], answer["framework"]) == (12, 20, "five-states")


def test_the_last_two_kept_and_a_folder_of_a_framework(tmp_path: Path) -> None:
    old, new = two(tmp_path)
    assert diff_kept("five-states", tmp_path) == diff_editions(old, new) == diff_editions(old, new.parent)
    assert diff_editions(new, new)["changes"] == []


def test_an_entry_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    newer = b"code: 4A801.a\nfield: quantum\nshape: round\n"
    old = kept.write(tmp_path, kept.state([kept.row("4A801.a")]))
    new = kept.write(tmp_path, kept.state([kept.row("4A801.a", newer)], size="20"), {"4A801.a": newer})
    (change,) = diff_editions(old, new)["changes"]
    assert change["change"] == "amended"
    assert "cannot read the entry" in change["words"][0]


def test_what_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="keeps no list"):
        diff_kept("five-states", tmp_path)
    old = kept.write(tmp_path, kept.state(kept.all_rows()))
    with pytest.raises(MissingError, match="keeps 1 edition"):
        diff_kept("five-states", tmp_path)
    with pytest.raises(MissingError, match="holds no state"):
        diff_editions(old, tmp_path)
    other = kept.write(tmp_path, kept.state(kept.all_rows(), framework="others"))
    with pytest.raises(InputError, match="two frameworks"):
        diff_editions(old, other)
