"""Publications taken in: accepted, unchanged, in quarantine; and what every later decision says of it."""

from __future__ import annotations

import dataclasses
import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import InputError, MissingError
from sekisho.workspace import folder, intake
from sekisho.workspace.intake import Override
from sekisho.workspace.screen import screen_name
from sekisho.workspace.source_diff import diff_snapshots
from sekisho.workspace.sources import (
    accept_snapshot,
    load_folder,
    override_of,
    refusal_of,
    remove_snapshot,
    source_status,
)
from tests.sources.publications import ECFR, FOLDER, METI, ecfr, row

SEEN = Override("A. Example, test", "a small synthetic publication")
ROWS = row("Example Trading Co., Ltd.", "CHINA") + row("Sample Institute of Technology, No. 1 Road, Harbin, China", "CHINA")


def write(home: Path, day: str, rows: str = ROWS) -> Path:
    path = home / f"ecfr-15-744-{day}.xml"
    path.write_bytes(ecfr(rows))
    return path


def load(path: Path, home: Path, override: Override | None = SEEN, only: str = "us-entity-list") -> dict[str, Any]:
    (found,) = load_folder(path, only=[only], override=override, workspace=home)["loaded"]
    return dict(found)


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    home = tmp_path / "ws"
    home.mkdir()
    return home


def status_of(home: Path, source: str = "us-entity-list") -> dict[str, Any]:
    return next(one for one in source_status(home)["sources"] if one["id"] == source)


def test_a_second_load_changes_nothing_and_says_so(ws: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "2026-07-01")
    first = load(path, ws)
    assert (first["state"], first["parties"], first["note"]) == ("accepted", 2, "")
    before = {one: one.read_bytes() for one in ws.rglob("*") if one.is_file()}
    again = load(path, ws)
    assert (again["state"], again["note"]) == ("unchanged", " (already there)")
    packed = tmp_path / "packed" / f"{path.name}.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert load(packed, ws)["state"] == "unchanged"
    assert before == {one: one.read_bytes() for one in ws.rglob("*") if one.is_file()}


def test_who_overrode_and_why_is_kept(ws: Path, tmp_path: Path) -> None:
    load(write(tmp_path, "2026-07-01"), ws)
    (snapshot,) = status_of(ws)["snapshots"]
    accepted = snapshot["accepted"]
    assert (accepted["by"], accepted["reason"]) == (SEEN.by, SEEN.reason)
    assert "it has 2 parties; between 2,500 and 8,000" in accepted["over"][0]


@pytest.mark.parametrize(("by", "reason"), [("", "x"), ("x", " "), (None, None)])
def test_an_override_needs_a_name_and_a_reason(by: str | None, reason: str | None) -> None:
    with pytest.raises(InputError, match="who accepts it, and why"):
        override_of(by, reason)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html>Please sign in</html>", "no table of Supplement No. 4"),
        (ecfr(ROWS)[:-30], "not well-formed"),
        (ecfr(ROWS).replace(b"CHINA", b"CH\xffINA"), "not text in UTF-8"),
        (ecfr(ROWS).replace(b"<DIV5>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><DIV5>"), "document type"),
        (ecfr(row("Example", "ATLANTIS")), "unknown country"),
        (ecfr(ROWS), "it has 2 parties; between 2,500 and 8,000"),
    ],
)
def test_what_is_not_accepted_leaves_the_last_good_snapshot(ws: Path, tmp_path: Path, data: bytes, reason: str) -> None:
    load(write(tmp_path, "2026-07-01", ROWS + row("Third Party", "CHINA")), ws)
    bad = tmp_path / "ecfr-15-744-2026-07-23.xml"
    bad.write_bytes(data)
    answer = load_folder(bad, only=["us-entity-list"], workspace=ws)
    (found,) = answer["loaded"]
    assert found["state"] == "quarantined"
    refusal = refusal_of(answer)
    assert refusal is not None
    assert reason in refusal.message
    assert refusal.file == bad.name
    assert refusal.remedy
    status = status_of(ws)
    assert [one["snapshot"] for one in status["snapshots"]] == ["2026-07-01"]
    (barred,) = status["quarantine"]
    assert reason in barred["reasons"][0]
    for answer in (screen_name("Example Trading", date="2026-07-02", workspace=ws),):
        (state,) = [one for one in answer["provenance"]["sources"] if one["id"] == "us-entity-list"]
        assert "in quarantine, so this may be out of date" in state["warning"]
        assert "in quarantine" in answer["searched"]
        assert answer["matches"][0]["id"].startswith("us-entity-list-cn-")


def test_a_good_publication_ends_the_quarantine_and_the_past_is_remembered(
    ws: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    monkeypatch.setattr(intake, "today", lambda: dt.date(2026, 7, 2))
    load(write(tmp_path, "2026-07-01"), ws)
    bad = tmp_path / "bad" / "ecfr-15-744-2026-07-05.xml"
    bad.parent.mkdir()
    bad.write_bytes(b"<html/>")
    monkeypatch.setattr(intake, "today", lambda: dt.date(2026, 7, 6))
    load(bad, ws, None)
    monkeypatch.setattr(intake, "today", lambda: dt.date(2026, 7, 8))
    load(write(tmp_path, "2026-07-07", ROWS + row("Third Party", "CHINA")), ws)
    assert status_of(ws)["quarantine"] == []

    def warning(as_of: str) -> str:
        answer = screen_name("Example", date="2026-07-07", as_of=as_of, workspace=ws)
        return str(next(one for one in answer["provenance"]["sources"] if one["id"] == "us-entity-list")["warning"])

    assert warning("2026-07-05") == ""
    assert "in quarantine" in warning("2026-07-07")
    assert warning("2026-07-08") == ""


def test_too_much_gone_is_held_back_until_a_person_accepts_it(ws: Path, tmp_path: Path) -> None:
    many = "".join(row(f"Example {number} Trading", "CHINA") for number in range(20))
    few = "".join(row(f"Example {number} Trading", "CHINA") for number in range(10))
    load(write(tmp_path, "2026-07-01", many), ws)
    found = load(write(tmp_path, "2026-07-02", few), ws, None)
    assert found["state"] == "quarantined"
    assert any("10 of 20 parties are gone since 2026-07-01; at most 2 (10 percent" in one for one in found["reasons"])
    with pytest.raises(InputError, match="who accepts"):
        accept_snapshot("us-entity-list", None, by="", reason="", workspace=ws)
    with pytest.raises(MissingError, match="no such publication"):
        accept_snapshot("us-entity-list", "2026-01-01", by="x", reason="y", workspace=ws)
    answer = accept_snapshot("us-entity-list", "2026-07-02", by="A. Example", reason="a large delisting", workspace=ws)
    assert answer["loaded"][0]["state"] == "accepted"
    status = status_of(ws)
    assert [one["snapshot"] for one in status["snapshots"]] == ["2026-07-01", "2026-07-02"]
    assert status["quarantine"] == []
    assert status["snapshots"][1]["accepted"]["by"] == "A. Example"
    with pytest.raises(MissingError, match="no such publication"):
        accept_snapshot("us-entity-list", None, by="x", reason="y", workspace=ws)


def test_what_cannot_be_read_cannot_be_accepted(ws: Path, tmp_path: Path) -> None:
    bad = tmp_path / "ecfr-15-744-2026-07-23.xml"
    bad.write_bytes(b"<html/>")
    load(bad, ws)
    with pytest.raises(InputError, match="could not be read"):
        accept_snapshot("us-entity-list", None, by="x", reason="y", workspace=ws)
    bad.write_bytes(b"<a>")
    load(bad, ws)
    with pytest.raises(MissingError, match="2 publications of us-entity-list in quarantine fit"):
        accept_snapshot("us-entity-list", None, by="x", reason="y", workspace=ws)


def test_one_bad_file_does_not_keep_the_others_out(ws: Path, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    shutil.copy(ECFR, files)
    shutil.copy(METI, files)
    (files / "meti-foreign-end-user-list-2026-02-01.json").write_text("[{]")
    (files / "notes.txt").write_text("nothing")
    answer = load_folder(files, override=SEEN, workspace=ws)
    states = {(one["id"], one["snapshot"]): one["state"] for one in answer["loaded"]}
    assert list(states.values()).count("accepted") == 4
    assert list(states.values()).count("quarantined") == 1
    assert [Path(one).name for one in answer["ignored"]] == ["notes.txt"]
    refusal = refusal_of(answer)
    assert refusal is not None
    assert "jp-end-user-list was not accepted (1 of 5 were not accepted)" in refusal.message


def test_days_for_one_source_or_for_all(ws: Path, tmp_path: Path) -> None:
    path = tmp_path / "ecfr-part-744.xml"
    path.write_bytes(ecfr(ROWS))
    assert load(path, ws)["state"] == "quarantined", "nothing says its day"
    answer = load_folder(path, only=["us-entity-list"], snapshot=["us-entity-list=2026-03-04"], override=SEEN, workspace=ws)
    assert answer["loaded"][0]["snapshot"] == "2026-03-04"
    answer = load_folder(path, only=["us-entity-list"], snapshot=["2026-03-05"], override=SEEN, workspace=ws)
    assert answer["loaded"][0]["snapshot"] == "2026-03-05"
    with pytest.raises(MissingError, match="there is no source"):
        load_folder(path, snapshot=["us-entity=2026-03-05"], workspace=ws)


def test_a_damaged_snapshot_is_made_again(ws: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "2026-07-01")
    load(path, ws)
    (index,) = ws.glob("sources/us-entity-list/2*/parties.bin")
    whole = index.read_bytes()
    for damage in (whole[:-1], b""):
        index.write_bytes(damage)
        with pytest.raises(InputError):
            screen_name("Example", date="2026-07-02", workspace=ws)
        assert load(path, ws)["state"] == "accepted"
        assert index.read_bytes() == whole
    (meta,) = ws.glob("sources/us-entity-list/2*/meta.json")
    meta.write_text("{}")
    assert load(path, ws)["state"] == "accepted"
    assert json.loads(meta.read_text())["parties"] == 2


def test_differences_by_day_and_by_digest(ws: Path, tmp_path: Path) -> None:
    load(write(tmp_path, "2026-07-01"), ws)
    changed = ROWS.replace("For all items", "For all items subject to the EAR", 1) + row("Third Party", "CHINA")
    load(write(tmp_path, "2026-07-02", changed), ws)
    first, second = status_of(ws)["snapshots"]
    found = diff_snapshots("us-entity-list", "2026-07-01", second["sha256"][:12], ws)
    assert found["counts"] == {"added": 1, "removed": 0, "changed": 1, "of_it_in_print_only": 0, "same": 1}
    assert found["added"][0]["name"] == "Third Party"
    assert found["changed"][0]["fields"]["requirement"] == {
        "removed": ["For all items"],
        "added": ["For all items subject to the EAR"],
    }
    with pytest.raises(MissingError, match="no snapshot of us-entity-list of 2026-01-01"):
        diff_snapshots("us-entity-list", "2026-01-01", first["sha256"], ws)
    with pytest.raises(MissingError, match="no snapshot of us-uvl is loaded"):
        diff_snapshots("us-uvl", "2026-01-01", "2026-01-02", ws)


def test_taking_out_is_the_undo(ws: Path, tmp_path: Path) -> None:
    load(write(tmp_path, "2026-07-01"), ws)
    remove_snapshot("us-entity-list", "2026-07-01", ws)
    assert status_of(ws)["snapshots"] == []
    assert load(write(tmp_path, "2026-07-01"), ws)["state"] == "accepted"


def test_a_workspace_of_an_earlier_layout_is_made_anew(ws: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "2026-07-01")
    load(path, ws)
    (meta,) = ws.glob("sources/us-entity-list/2*/meta.json")
    older = {
        key: json.loads(meta.read_text())[key] for key in ("source", "snapshot", "sha256", "parties", "file", "recorded")
    }
    meta.write_text(json.dumps(older))
    (one,) = folder.snapshots(ws)
    assert one.parties == 2
    assert load(path, ws)["state"] == "accepted"
    assert json.loads(meta.read_text())["layout"] == intake.LAYOUT


def test_far_too_many_records_are_not_read_to_their_end(ws: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sekisho.sources import registry

    small = dataclasses.replace(registry.card("us-entity-list"), least=1, greatest=3)
    many = "".join(row(f"Example {number} Trading", "CHINA") for number in range(9))
    path = write(tmp_path, "2026-07-01", many)
    found = intake.take_in(ws, small, [path], intake.Origin(path.name))
    assert found["state"] == "quarantined"
    assert found["reasons"] == ["it has 4 parties; between 1 and 3 are plausible"]
    assert intake.take_in(ws, small, [path], intake.Origin(path.name), override=SEEN)["parties"] == 9


def test_a_publication_of_several_files_needs_them_all(ws: Path, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    shutil.copy(FOLDER / "ofac-csv" / "sdn.csv", files)
    answer = load_folder(files, snapshot=["2026-01-02"], override=SEEN, workspace=ws)
    (found,) = answer["loaded"]
    assert found["state"] == "quarantined"
    assert "add.csv and alt.csv must lie beside it" in found["reasons"][0]
    for name in ("add.csv", "alt.csv", "sdn_comments.csv"):
        shutil.copy(FOLDER / "ofac-csv" / name, files)
    answer = load_folder(files, snapshot=["2026-01-02"], override=SEEN, workspace=ws)
    assert [one["state"] for one in answer["loaded"]] == ["accepted"]
    assert answer["ignored"] == []
    assert status_of(ws, "us-sdn")["quarantine"] == []
