"""`sekisho propose`: the worked example passes, and a package of any shape gives a report, never a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.app import run
from sekisho.controls.control_list import ControlList
from sekisho.errors import DocumentError, MissingError, ProposalError
from sekisho.regime.statements import check_statement
from sekisho.terms.canonical import decode, digest
from sekisho.workspace import propose
from sekisho.workspace.charters import load_charter
from sekisho.workspace.propose import check_proposal, example_proposal, write_statement

CHARTER = load_charter("five-states")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return shutil.copytree(example_proposal(), tmp_path / "package")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def kinds(folder: Path, **more: Any) -> list[str]:
    return [one["code"] for one in check_proposal(folder, **more).report["problems"]]


def test_the_example_may_be_put_to_the_members() -> None:
    found = check_proposal(example_proposal(), charter=CHARTER)
    report = found.report
    assert (report["outcome"], report["problems"], found.exit_status) == ("ready", [], 0)
    assert (report["mutants"], report["killed"], report["pairs"]) == (30, 30, 1)
    assert report["digest"] == digest(found.data)
    body = decode(found.data)
    signed = {
        **body,
        "framework": CHARTER.framework,
        "charter": CHARTER.digest,
        "by": "JP",
        "key": "0" * 64,
        "made": "2026-07-01T09:00:00Z",
    }
    assert check_statement(signed) == "proposal"
    for change in body["changes"]:
        assert change["entry"].encode() == (example_proposal() / "entries" / f"{change['code']}.yaml").read_bytes()
    assert json.loads(json.dumps(report)) == report


def test_the_example_says_that_it_is_no_law() -> None:
    for path in example_proposal().rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert any(word in text for word in ("no law", "not law", "［例文")), path.name


def test_a_moved_threshold_breaks_a_case(package: Path) -> None:
    edit(package / "entries" / "4A801.a.yaml", "physical_qubits >= 500", "physical_qubits >= 501")
    found = check_proposal(package)
    assert {one["code"] for one in found.report["problems"]} == {"case", "untried", "mutant"}
    assert (found.data, found.exit_status) == (b"", 2)
    assert found.report["digest"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("proposal.yaml", b""),
        ("proposal.yaml", b"\xff\xfe"),
        ("proposal.yaml", b"number: [1"),
        ("entries/4A801.a.yaml", b""),
        ("entries/4A801.a.yaml", b"code: 4A801.a\nfield: qua"),
        ("entries/4A801.a.yaml", b"x: " + b"y" * 1_200_000),
        ("entries/4A801.a.yaml", b"[" * 5000),
        ("entries/4E801.yaml", b"\x00\x01\x02"),
        ("entries/4E801.yaml", "code: '\u202e4E801'\n".encode()),
        ("texts/4A801.a.en.txt", b"caf\x65\xcc\x81\n"),
    ],
)
def test_hostile_files_are_refused_with_a_place(package: Path, name: str, data: bytes) -> None:
    (package / name).write_bytes(data)
    found = check_proposal(package)
    assert found.report["outcome"] == "refused"
    assert all(one["place"] and one["message"] and one["remedy"] for one in found.report["problems"])
    assert any(name in one["place"] for one in found.report["problems"])


def test_what_the_record_would_set_aside_is_refused_here(package: Path) -> None:
    """An entry whose field does not stand on a line of its own could be taken for another field by a second reader."""
    edit(package / "entries" / "4E801.yaml", "field: quantum", '"field": quantum')
    found = check_proposal(package).report
    assert [(one["code"], one["message"]) for one in found["problems"]] == [
        ("statement", "an entry states `code` and `field` once each, on lines of their own")
    ]
    assert found["digest"] == ""


def test_a_folder_that_is_none_or_too_large(tmp_path: Path, package: Path) -> None:
    with pytest.raises(MissingError, match="there is no such folder"):
        check_proposal(tmp_path / "nowhere")
    assert kinds(tmp_path) == ["shape"]
    (package / "entries" / "x.yaml").write_bytes(b"x" * 4_000_001)
    with pytest.raises(DocumentError, match="are not read"):
        check_proposal(package)
    (package / "entries" / "x.yaml").unlink()
    for number in range(500):
        (package / "texts" / f"{number}.txt").write_bytes(b"x")
    with pytest.raises(DocumentError, match="more than 500 files"):
        check_proposal(package)


def test_what_is_not_part_of_the_package_is_not_read(package: Path) -> None:
    (package / "README.md").write_bytes(b"\xff\xfe")
    assert kinds(package) == []


def test_a_base_of_files_and_a_base_document(tmp_path: Path, package: Path) -> None:
    folder = tmp_path / "base" / "4"
    folder.mkdir(parents=True)
    shutil.copy(package / "entries" / "4A801.b.yaml", folder)
    (folder / "list.yaml").write_bytes(b"not read")
    assert "change" in kinds(package, base=tmp_path / "base")
    text = (package / "entries" / "4A801.b.yaml").read_text(encoding="utf-8").replace("4A801.b", "4A900")
    document = {
        "format": "sekisho/list/1",
        "framework": "five",
        "entries": {"4A900": text},
        "follows": {},
        "texts": {"4A900": {"en": "Old text."}},
    }
    file = tmp_path / "list.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    found = check_proposal(package, base=file)
    assert [one["code"] for one in found.report["problems"]] == ["overlap"]
    assert "quantum_computer with architecture 'annealing'" in found.report["problems"][0]["message"]
    assert found.report["provenance"]["framework"] == "five"
    file.write_text(json.dumps({**document, "format": "other"}), encoding="utf-8")
    with pytest.raises(DocumentError, match="this is no list of a framework"):
        check_proposal(package, base=file)
    shutil.copytree(tmp_path / "base" / "4", tmp_path / "base" / "5")
    with pytest.raises(DocumentError, match=r"two files of 4A801\.b"):
        check_proposal(package, base=tmp_path / "base")


def test_an_amendment_is_told_against_the_official_text_before(tmp_path: Path, package: Path) -> None:
    file = tmp_path / "list.json"
    names = ("4A801.a", "4A801.b", "4E801")
    entries = {name: (package / "entries" / f"{name}.yaml").read_text(encoding="utf-8") for name in names}
    document = {"format": "sekisho/list/1", "framework": "five", "entries": entries, "follows": {"4E801": ["4A801"]}}
    file.write_text(json.dumps({**document, "texts": {"4A801.b": {"en": "Old."}}}), encoding="utf-8")
    head = (package / "proposal.yaml").read_text(encoding="utf-8").replace("decision: add", "decision: amend")
    kept = head[: head.index("changes:")] + "changes:\n  - {action: amend, code: 4A801.b, texts: {en: New., ja: 新。}}\n"
    (package / "proposal.yaml").write_bytes(kept.encode())
    for name in ("entries/4A801.a.yaml", "entries/4E801.yaml"):
        (package / name).unlink()
    shutil.rmtree(package / "texts")
    edit(package / "entries" / "4A801.b.yaml", "10000", "20000")
    edit(package / "entries" / "4A801.b.yaml", "9999", "19999")
    found = check_proposal(package, base=file)
    assert found.report["problems"] == []
    (row,) = found.report["changes"]
    assert row["words"][0] == "threshold: physical_qubits from 10000 qubits on becomes physical_qubits from 20000 qubits on"
    assert "official text (en): 'Old.' becomes 'New.'" in row["words"]
    assert found.report["cases"] == 12


def test_other_open_proposals(tmp_path: Path, package: Path) -> None:
    assert set(kinds(package, against=[example_proposal()])) == {"clash"}
    with pytest.raises(ProposalError, match="is no such file"):
        check_proposal(package, against=[tmp_path / "package" / "entries"])


def test_entries_of_packaged_lists_can_be_referred_to(package: Path) -> None:
    edit(package / "proposal.yaml", "follows: [4A801]", "refers: [us-ccl:4A906.b, us-ccl:9Z999]\n    follows: [4A801]")
    problems = check_proposal(package).report["problems"]
    assert [one["message"] for one in problems] == ["4E801 refers to us-ccl:9Z999, which no list at hand holds"]
    edit(package / "proposal.yaml", ", us-ccl:9Z999", "")
    found = check_proposal(package)
    rows = decode(found.data)["changes"][2]["references"]
    assert [(row["list"], row["code"], row["follows"]) for row in rows][-1] == ("us-ccl", "4A906.b", "no")


def test_the_door_for_the_back_test(package: Path) -> None:
    def count(before: ControlList, after: ControlList) -> Mapping[str, Any]:
        return {"entries_before": len(before.index), "entries_after": len(after.index)}

    assert check_proposal(package, backtest=count).report["backtest"] == {"entries_before": 0, "entries_after": 3}
    assert "backtest" not in check_proposal(package).report
    (package / "entries" / "4E801.yaml").write_bytes(b"code: 4E801\n")
    assert "backtest" not in check_proposal(package, backtest=count).report


def test_the_statement_is_written_once_and_only_if_ready(tmp_path: Path, package: Path) -> None:
    file = tmp_path / "statement.json"
    with pytest.raises(ProposalError, match="the framework is not known"):
        write_statement(check_proposal(package), file)
    write_statement(check_proposal(package, charter=CHARTER), file)
    assert decode(file.read_bytes())["number"] == "EXAMPLE-1"
    with pytest.raises(DocumentError, match="there is a file already"):
        write_statement(check_proposal(package, charter=CHARTER), file)
    edit(package / "proposal.yaml", "sponsor: JP", "sponsor: FR")
    with pytest.raises(ProposalError, match=r"\[sponsor\] proposal.yaml: FR is no member"):
        write_statement(check_proposal(package, charter=CHARTER), tmp_path / "other.json")
    assert not (tmp_path / "other.json").exists()


def test_the_command(tmp_path: Path, package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "s.json"
    assert run(["propose", str(package), "--charter", "five-states", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "READY" in shown
    assert "physical_qubits from 500 qubits on" in shown
    assert "written to" in shown
    assert out.is_file()
    edit(package / "proposal.yaml", "number: EXAMPLE-1", 'number: "EX\\u202eAMPLE"')
    assert run(["propose", str(package), "--out", str(tmp_path / "t.json")]) == 2
    shown = capsys.readouterr().out
    assert "REFUSED" in shown
    assert "\u202e" not in shown
    assert not (tmp_path / "t.json").exists()
    assert run(["propose", str(package), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["outcome"] == "refused"
    assert run(["propose", str(tmp_path / "nowhere"), "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "not_found"


def test_an_impatient_solver_is_no_reason_to_pass(package: Path) -> None:
    found = check_proposal(package, seconds=0.001)
    codes = {one["code"] for one in found.report["problems"]}
    assert codes <= {"undecided"}
    assert found.report["pairs"] == (0 if codes else 1) or codes


def test_a_wheel_has_no_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(propose, "_EXAMPLES", (Path("nowhere"),))
    with pytest.raises(MissingError, match="not installed"):
        example_proposal()
