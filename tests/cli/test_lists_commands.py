"""``sekisho lists`` and the advisory block of ``check`` and ``classify``, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from sekisho.cli.app import run
from tests.workspace import kept
from tests.workspace.test_framework import sale
from tests.workspace.test_list_diff import two

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Only the workspace of the test is seen."""
    found = tmp_path / "workspace"
    found.mkdir()
    monkeypatch.setenv("SEKISHO_HOME", str(found))
    monkeypatch.setenv("COLUMNS", "200")
    return found


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_lists_name_age_and_staleness(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write(workspace, kept.state(kept.all_rows(), stale_after="2026-07-21T00:00:00Z"))
    status, out, _ = said(capsys, "lists")
    assert status == 0
    assert "framework  five-states" in out
    assert "checkpoint of 2026-07-20T10:00:00Z" in out
    assert "the list was verified for use until 2026-07-21" in out
    _, out, _ = said(capsys, "lists", "--json")
    assert [one["framework"] for one in json.loads(out)["frameworks"]] == ["five-states"]


def test_diff(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = two(workspace)
    status, out, _ = said(capsys, "lists", "diff", "--framework", "five-states")
    assert status == 0
    assert "amended: 4A801.b" in out
    assert "removed: 4E801, removed" in out
    _, shown, _ = said(capsys, "lists", "diff", str(old), str(new), "--json")
    assert len(json.loads(shown)["changes"]) == 4
    _, out, _ = said(capsys, "lists", "diff", str(new), str(new))
    assert "no entry differs" in out


@pytest.mark.parametrize("arguments", [(), ("one",), ("one", "two", "--framework", "x")])
def test_diff_of_what(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = said(capsys, "lists", "diff", *arguments)
    assert status == 2
    assert "give OLD and NEW, or --framework NAME" in err


def test_the_advisory_block(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    act = kept.transposition(
        "4A801.a",
        act={"title": "Order \u202egnihton", "citation": "Gazette \u20661", "url": ""},
        deviations=[{"code": "4A801.a", "effect": "wider", "text": "also others"}],
        only=["JP-13"],
    )
    unread = b"code: 4A999\nshape: round\n"
    rows = [*(one | {"title": {"en": "Title \u202eeltit"}} for one in kept.all_rows()), kept.row("4A999", unread)]
    body = kept.state(rows, acts=[act, kept.equivalence("4A801.a")])
    kept.write(workspace, body, {**kept.ENTRIES, "4A999": unread})
    status, out, _ = said(capsys, "check", str(sale(workspace, qubits=None)), "--as-of", "2026-07-23")
    assert status == 40
    assert "Advisory (not law in your jurisdiction)" in out
    assert "needs physical_qubits" in out
    assert "law in JP, only JP-13 since 2026-07-01 as N-4A801.a" in out
    assert "RELIEF of US for JP: to examine" in out
    assert "cannot read the entry" in out
    assert not {"\u202e", "\u2066"} & set(out)
    assert "\\u202e" in out


def test_the_answer_is_as_its_schema_says(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write(workspace, kept.state(kept.all_rows(), acts=[kept.transposition("4A801.a"), kept.equivalence("4A801.a")]))
    _, out, _ = said(capsys, "check", str(sale(workspace)), "--json")
    schema = json.loads((SCHEMAS / "decision.schema.json").read_text(encoding="utf-8"))
    rows = {**schema["properties"]["advisory"], "$defs": schema["$defs"]}
    jsonschema.Draft202012Validator(rows).validate(json.loads(out)["advisory"])
    assert json.loads(out)["advisory"]


def test_classify_shows_it(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write(workspace, kept.state(kept.all_rows()))
    item = workspace / "item.yaml"
    item.write_text("kind: quantum_computer\nparameters: {architecture: analog}\n", encoding="utf-8")
    _, out, _ = said(capsys, "classify", str(item), "--list", "framework", "--json")
    assert [one["entry"] for one in json.loads(out)["advisory"]] == ["4A801.a"]


def test_a_damaged_folder_is_bad_input(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = kept.write(workspace, kept.state(kept.all_rows()))
    (folder / "state.json").unlink()
    for command in (("check", str(sale(workspace))), ("lists",)):
        status, _, err = said(capsys, *command)
        assert status == 2
        assert "run `sekisho sync` again" in err
