"""Entries whose official paragraph changed: flagged, in every answer, until a person confirms them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import InputError, MissingError
from sekisho.workspace import text_review
from sekisho.workspace.check import check_file
from sekisho.workspace.classify import classify_file
from sekisho.workspace.intake import Override
from sekisho.workspace.review import review_list
from sekisho.workspace.rulebook import open_rulebook
from sekisho.workspace.sources import load_folder, source_status
from sekisho.workspace.text_review import changed_texts, confirm_entries

EXAMPLES = Path(__file__).parents[2] / "examples"
ITEM = EXAMPLES / "quantum-computer-item.yaml"
SEEN = Override("A. Example, test", "a small synthetic text")
TEXT = """<?xml version="1.0"?><DIV9 N="Supplement No. 1 to Part 774">
<FP-2><B>4A906 Quantum computers, synthetic.</B></FP-2>
<FP><I>Items:</I> a. Quantum computers with {0} or more qubits.</FP>
</DIV9>"""


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    """Return a workspace with a made-up text of the list."""
    home = tmp_path / "ws"
    home.mkdir()
    load(home, "2026-07-01", 34)
    return home


def load(home: Path, day: str, qubits: int) -> dict[str, Any]:
    path = home.parent / f"ecfr-15-774-{day}.xml"
    path.write_text(TEXT.format(qubits))
    (found,) = load_folder(path, only=["us-ccl"], override=SEEN, workspace=home)["loaded"]
    return dict(found)


def flagged(home: Path) -> tuple[str, ...]:
    (row,) = [one for one in classify_file(ITEM, lists=["us-ccl"], workspace=home)["coverage"] if one["list"] == "us-ccl"]
    return tuple(row["to_be_reviewed"])


def test_a_changed_text_flags_its_entries_in_every_answer(ws: Path) -> None:
    assert "4A906.a.1" in flagged(ws)
    answer = classify_file(ITEM, lists=["us-ccl"], workspace=ws)
    assert "differs from the one that these entries were encoded from" in answer["coverage"][0]["text"]
    checked = check_file(EXAMPLES / "quantum-and-gpu.yaml", workspace=ws).answer
    (us,) = [one for one in checked["determinations"] if one["jurisdiction"] == "US"]
    assert any("official text of 2026-07-01 differs" in step["finding"] for step in us["steps"])
    status = next(one for one in source_status(ws)["sources"] if one["id"] == "us-ccl")
    assert status["snapshots"][-1]["to_be_reviewed"] > 500
    assert load(ws, "2026-07-01", 34)["to_be_reviewed"] > 500


def test_what_is_not_loaded_flags_nothing(tmp_path: Path) -> None:
    assert changed_texts(tmp_path, open_rulebook(), text_review.today()) == {}
    assert changed_texts(None, open_rulebook(), text_review.today()) == {}


def test_a_person_confirms_and_takes_it_back(ws: Path) -> None:
    before = flagged(ws)
    assert len(before) > 1
    answer = confirm_entries("us-ccl", ["4A906.a.1"], by="A. Example", reason="only a word moved", workspace=ws)
    assert answer["confirmed"] == ["4A906.a.1"]
    assert set(before) - set(flagged(ws)) == {"4A906.a.1"}
    (kept,) = json.loads((ws / "reviews.json").read_bytes())
    assert (kept["by"], kept["reason"], kept["entry"]) == ("A. Example", "only a word moved", "4A906.a.1")
    with pytest.raises(MissingError, match="is not to be reviewed"):
        confirm_entries("us-ccl", ["4A906.a.1"], by="x", reason="y", workspace=ws)
    assert confirm_entries("us-ccl", ["4A906.a.1"], by="", reason="", withdraw=True, workspace=ws)["withdrawn"] == 1
    assert flagged(ws) == before
    confirm_entries("us-ccl", [], by="A. Example", reason="all read", everything=True, workspace=ws)
    assert flagged(ws) == ()


def test_a_confirmation_holds_for_these_words_only(ws: Path) -> None:
    confirm_entries("us-ccl", [], by="A. Example", reason="all read", everything=True, workspace=ws)
    load(ws, "2026-07-02", 35)
    assert "4A906.a.1" in flagged(ws)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"codes": []}, "no entry is named"),
        ({"codes": ["4A906.a.1"], "by": " "}, "who confirms it"),
        ({"codes": ["4A906.a.1"], "reason": ""}, "who confirms it"),
        ({"codes": ["9Z999"]}, "9Z999 of us-ccl is not to be reviewed"),
    ],
)
def test_what_is_refused(ws: Path, arguments: dict[str, Any], message: str) -> None:
    given = {"by": "A. Example", "reason": "read"} | arguments
    with pytest.raises(InputError, match=message):
        confirm_entries("us-ccl", workspace=ws, **given)


def test_without_a_workspace_nothing_is_confirmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEKISHO_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(MissingError, match="there is no workspace"):
        confirm_entries("us-ccl", ["4A906.a.1"], by="x", reason="y")
    with pytest.raises(MissingError, match="no official text of us-ccl is loaded"):
        review_list("us-ccl")


def test_damaged_reviews_are_named(ws: Path) -> None:
    (ws / "reviews.json").write_text("[{}]")
    with pytest.raises(InputError, match="reviews of the workspace are damaged"):
        flagged(ws)


def test_damaged_digests_are_made_anew(ws: Path) -> None:
    before = flagged(ws)
    (kept,) = ws.glob("sources/us-ccl/*/passages-*.json")
    kept.write_text("[")
    assert flagged(ws) == before


def test_the_review_uses_the_loaded_text(ws: Path) -> None:
    found = review_list("us-ccl", workspace=ws)
    assert found["file"] == "ecfr-15-774-2026-07-01.xml"
    assert found["sections"] == 1
    assert found["counts"]["unchanged"] == 0
