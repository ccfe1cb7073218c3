"""Entries against a publication of their official text: unchanged, to be reviewed, not recorded; and bad files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.errors import InputError, MissingError, SourceError
from sekisho.workspace import review as module
from sekisho.workspace.review import review_list

TEXT = "us/ecfr-15-774-supp1.xml"


def test_the_official_text_meets_every_entry(official: Callable[[str], Path]) -> None:
    found = review_list("us-ccl", official(TEXT))
    left = [row for row in found["entries"] if row["state"] != "unchanged"]
    assert {row["entry"].partition("-")[0] for row in left} <= {"772.1"}
    assert [f"{row['entry']}: {gap['kind']}: {gap['words']}" for row in found["entries"] for gap in row["gaps"]] == []


def test_a_changed_word_flags_what_was_encoded_from_it(official: Callable[[str], Path], tmp_path: Path) -> None:
    changed = tmp_path / "ccl.xml"
    text = official(TEXT).read_text(encoding="utf-8")
    before = "Quantum computers supporting 200 or more, but fewer than 350,"
    assert before in text
    changed.write_text(text.replace(before, before.replace("350", "360")), encoding="utf-8")
    found = review_list("us-ccl", changed)
    assert [row["entry"] for row in found["entries"] if row["state"] == "to_be_reviewed"] == ["4A906.a.3"]
    assert found["counts"]["to_be_reviewed"] == 1


@pytest.mark.parametrize(("content", "message"), [(b"", "not well-formed"), (b"<a></a>", "no ECCN"), (b"\xff", "UTF-8")])
def test_another_file_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "file.xml"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        review_list("us-ccl", path)


def test_what_cannot_be_reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="cannot be read yet"):
        review_list("jp-export-order", tmp_path / "x")
    with pytest.raises(MissingError, match="cannot be read"):
        review_list("us-ccl", tmp_path / "x")
    (tmp_path / "x").write_bytes(b"12345")
    monkeypatch.setattr(module, "LARGEST", 4)
    with pytest.raises(SourceError, match="larger than"):
        review_list("us-ccl", tmp_path / "x")
