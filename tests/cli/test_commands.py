"""The commands as a user meets them: output, exit status, errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.cli.app import run

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"
STATUS = {
    "no_requirement_found": 0,
    "notify": 0,
    "authorisation_available": 10,
    "licence_required": 20,
    "prohibited": 30,
    "needs_information": 40,
    "refer": 40,
}

ITEM = """\
kind: quantum_computer
description: "72-qubit machine (constructed)"
parameters: {physical_qubits: 72, architecture: gate}
"""


@pytest.fixture(autouse=True)
def empty_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command of these tests sees the workspace of the person who runs them."""
    monkeypatch.setenv("SEKISHO_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "--help")
    assert status == 0
    assert "check" in out
    assert "classify" in out
    status, out, _ = said(capsys, "check", "--help")
    assert status == 0
    assert "Example: sekisho check" in out
    assert said(capsys, "--version")[1].strip() == "0.1.0"


def test_usage_errors(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, "chek")
    assert status == 2
    assert out == ""
    assert "error:" in err
    status, out, err = said(capsys, "check", "--json")
    assert status == 2
    assert out == ""
    assert json.loads(err)["error"]["code"] == "bad_usage"


def test_classify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "item.yaml").write_text(ITEM)
    status, out, _ = said(capsys, "classify", "item.yaml", "--date", "2026-07-23")
    assert status == 0
    assert "cnot_error" in out
    assert "UNKNOWN 4A906.a.1" in out
    status, out, _ = said(capsys, "classify", "item.yaml", "--date", "2026-07-23", "--list", "us-ccl", "--json")
    answer = json.loads(out)
    verdicts = {row["entry"]: row["verdict"] for row in answer["classifications"]}
    assert verdicts["4A906.a.1"] == "unknown"
    assert verdicts["4A906.a.2"] == "no"
    assert answer["questions"][0]["field"] == "cnot_error"
    assert answer["questions"][0]["jurisdictions"] == ["US"]
    assert {row["list"] for row in answer["classifications"]} == {"us-ccl"}


def test_classify_reads_standard_input() -> None:
    command = [sys.executable, "-c", "from sekisho.cli import main; main()", "classify", "-", "--json"]
    done = subprocess.run(command, input=ITEM, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["item"] == "72-qubit machine (constructed)"


def test_explain_vocabulary_lists(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "explain", "4A906.a.1")
    assert status == 0
    for word in ("physical_qubits >= 34", "89 FR 72926", "Cases", "cnot_error"):
        assert word in out
    _, out, _ = said(capsys, "explain", "4A906", "--list", "us-ccl", "--json")
    assert [one["code"] for one in json.loads(out)["entries"]][:2] == ["4A906.a.1", "4A906.a.2"]
    status, _, err = said(capsys, "explain", "4A9O6")
    assert status == 2
    assert "4A906" in err
    assert "physical_qubits" in said(capsys, "vocabulary", "quantum_computer")[1]
    assert said(capsys, "vocabulary", "no_such_word")[0] == 2
    status, out, _ = said(capsys, "lists", "--json")
    assert {one["id"] for one in json.loads(out)["lists"]} >= {"us-ccl", "eu-annex-i", "jp-export-order"}
    assert "4A906.a.1" in said(capsys, "lists", "show", "us-ccl")[1]
    assert said(capsys, "lists", "show", "us-cc")[0] == 2


def test_screen_with_the_starter_set_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "screen", "HUAWEI TECHNOLOGIES CO LTD", "--country", "China")
    assert status == 0
    assert "not a screening source" in out
    _, out, _ = said(capsys, "screen", "HUAWEI TECHNOLOGIES CO LTD", "--json")
    answer = json.loads(out)
    assert answer["matches"][0]["certain"]
    assert not answer["provenance"]["sources"][0]["official"]
    assert "clear" not in out.lower()


def test_load_screen_and_remove(tmp_path: Path, official: Callable[[str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    file = official("us/ecfr-15-744-2026-07-23.xml")
    status, out, _ = said(capsys, "sources", "load", str(file), "--workspace", "ws", "--json")
    assert status == 0
    assert {one["id"] for one in json.loads(out)["loaded"]} == {"us-entity-list", "us-uvl", "us-meu"}
    _, out, _ = said(
        capsys, "screen", "Huawei Technologies Co., Ltd.", "--workspace", "ws", "--date", "2026-07-24", "--json"
    )
    answer = json.loads(out)
    assert answer["matches"][0]["source"] == "us-entity-list"
    assert not any(one["id"].startswith("starter-us-entity") for one in answer["matches"])
    status, _, _ = said(capsys, "sources", "remove", "us-uvl", "2026-07-23", "--workspace", "ws")
    assert status == 0
    status, _, err = said(capsys, "sources", "remove", "us-uvl", "2026-07-23", "--workspace", "ws")
    assert status == 2
    assert "us-entity-list 2026-07-23" in err


def test_a_refused_publication_goes_to_quarantine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ecfr-15-744-2026-07-23.xml").write_text("<html>error page</html>")
    status, out, err = said(capsys, "sources", "load", ".", "--workspace", "ws")
    assert status == 2
    assert "put in quarantine" in out
    assert "us-entity-list was not accepted (3 of 3 were not accepted)" in err
    assert "ecfr-15-744-2026-07-23.xml" in err
    status, out, err = said(capsys, "sources", "load", ".", "--workspace", "ws", "--json")
    assert status == 2
    assert {one["state"] for one in json.loads(out)["loaded"]} == {"quarantined"}
    assert json.loads(err)["error"]["code"] == "bad_source"
    assert not list((tmp_path / "ws" / "sources").glob("*/2*"))
    assert "in quarantine" in said(capsys, "sources", "status", "--workspace", "ws")[1]
    assert said(capsys, "sources", "load", "nowhere")[0] == 2
    (tmp_path / "empty").mkdir()
    assert "no publication is recognised" in said(capsys, "sources", "load", "empty")[2]


TRANSACTIONS = sorted(path.name for path in EXAMPLES.glob("*.yaml") if b"\nexporter:" in path.read_bytes())


@pytest.mark.parametrize("example", TRANSACTIONS)
def test_examples(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "check", str(EXAMPLES / example), "--json")
    answer = json.loads(out)
    assert status == STATUS[answer["outcome"]]
    text = (EXAMPLES / example).read_text(encoding="utf-8")
    for outcome in STATUS:
        if example.startswith(outcome.replace("_", "-")):
            assert answer["outcome"] == outcome, text
    status, out, _ = said(capsys, "check", str(EXAMPLES / example))
    assert "Provenance" in out


def test_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    _, out, _ = said(capsys, "check", str(EXAMPLES / "quantum-and-gpu.yaml"))
    assert max(len(line) for line in out.splitlines()) <= 60
    assert "\x1b[" not in out, "no colour when piped"


def test_record_and_replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = str(EXAMPLES / "quantum-and-gpu.yaml")
    status, first, _ = said(capsys, "check", example, "--record", "decision.json", "--json")
    assert status == 20
    again = said(capsys, "replay", "decision.json", "--json")
    assert again == (20, first, "")
    record = json.loads((tmp_path / "decision.json").read_text())
    record["answer"]["outcome"] = "no_requirement_found"
    (tmp_path / "forged.json").write_text(json.dumps(record))
    status, out, err = said(capsys, "replay", "forged.json", "--json")
    assert (status, out) == (2, "")
    assert "changed after it was written" in err
    status, _, err = said(capsys, "replay", example)
    assert status == 2
    assert "no record" in err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("date: 2026-07-23\ndate: 2026-07-24\n", "date"),
        ("a: &x [1]\nb: *x\n", "bad.yaml"),
        ("!!python/object/apply:os.system ['true']\n", "bad.yaml"),
        ("\x00\x01\x02", "bad.yaml"),
        ("date: 23 July 2026\nkind: export\n", "bad.yaml"),
    ],
)
def test_bad_files(tmp_path: Path, content: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.yaml").write_text(content)
    before = sorted(tmp_path.rglob("*"))
    status, out, err = said(capsys, "check", "bad.yaml", "--record", "out.json")
    assert status == 2
    assert out == ""
    assert words in err
    assert err.count("error:") == 1
    assert sorted(tmp_path.rglob("*")) == before
    status, out, err = said(capsys, "check", "bad.yaml", "--json")
    assert out == ""
    assert json.loads(err)["error"]["file"] == "bad.yaml"


def test_missing_large_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "check", "nowhere.yaml")[0] == 2
    assert said(capsys, "check", ".")[0] == 2
    with (tmp_path / "large.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    status, _, err = said(capsys, "check", "large.yaml")
    assert status == 2
    assert "larger than" in err


def test_unknown_parameter_has_line_and_suggestion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "item.yaml").write_text("kind: quantum_computer\nparameters:\n  physical_qubit: 72\n")
    status, _, err = said(capsys, "classify", "item.yaml")
    assert status == 2
    assert "item.yaml:3" in err
    assert "physical_qubits" in err


def test_a_record_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, "check", str(EXAMPLES / "quantum-and-gpu.yaml"), "--record", "no/such/folder/x.json")
    assert status == 2
    assert out == ""
    assert "cannot be written" in err


def test_nothing_heavy_is_loaded_by_a_warm_check() -> None:
    example = str(EXAMPLES / "quantum-and-gpu.yaml")
    code = f"from sekisho.cli.app import run; run(['check', {example!r}, '--json'])"
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    script = f"{code}\nimport sys\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=dict(os.environ))
    loaded = set(done.stderr.split())
    assert not loaded & {"polars", "duckdb", "sqlglot", "pint", "sqlalchemy", "numpy", "fastapi"}


def test_a_record_replaces_nothing_but_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = str(EXAMPLES / "quantum-and-gpu.yaml")
    (tmp_path / "mine.yaml").write_text("mine")
    (tmp_path / "link.json").symlink_to(tmp_path / "mine.yaml")
    (tmp_path / "folder").mkdir()
    for name in ("mine.yaml", "link.json", "folder", "/dev/null"):
        status, out, err = said(capsys, "check", example, "--record", name)
        assert (status, out) == (2, "")
        assert "something else than a record" in err
    assert (tmp_path / "mine.yaml").read_text() == "mine"
    for _ in range(2):
        assert said(capsys, "check", example, "--record", "decision.json")[0] == 20


@pytest.mark.parametrize("key", ["sekisho", "rulebook", "as_of", "input", "screenings", "answer"])
def test_a_damaged_record_is_no_internal_error(tmp_path: Path, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    from sekisho.workspace import record

    said(capsys, "check", str(EXAMPLES / "prohibited.yaml"), "--record", "decision.json")
    body = json.loads((tmp_path / "decision.json").read_text())
    for damaged in ({name: value for name, value in body.items() if name not in {key, "sha256"}}, {**body, key: 7}):
        damaged.pop("sha256", None)
        damaged["sha256"] = record._seal(damaged)
        (tmp_path / "damaged.json").write_text(json.dumps(damaged))
        status, out, err = said(capsys, "replay", "damaged.json")
        assert (status, out) == (2, "")
        assert "error: damaged.json" in err


def test_no_control_character_reaches_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (EXAMPLES / "prohibited.yaml").read_text(encoding="utf-8")
    name = '"\\e[31mRED\\e]0;title\\a \\u202Ereversed [bold]x"'
    (tmp_path / "hostile.yaml").write_text(text.replace('"Example Denied Trading S.A."', name))
    _, out, _ = said(capsys, "check", "hostile.yaml", "--all")
    assert "RED" in out
    assert "[bold]x" in out
    assert not set(out) & {"\x1b", "\x07", "\u202e"}
    _, _, err = said(capsys, "check", "\x1b[31mnowhere")
    assert "\x1b" not in err


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    program = f"{sys.executable} -c 'from sekisho.cli import main; main()'"
    environment = {**os.environ, **variables}
    script = f'set -o pipefail; sekisho() {{ {program} "$@"; }}; {line}'
    return subprocess.run(["bash", "-c", script], capture_output=True, check=False, env=environment, timeout=60)


def test_streams_that_are_closed_full_or_narrow(tmp_path: Path) -> None:
    example = str(EXAMPLES / "quantum-and-gpu.yaml")
    piped = shell(f"sekisho check {example} | head -1")
    assert piped.returncode == 141
    assert piped.stderr == b""
    full = shell(f"sekisho check {example} --json > /dev/full")
    assert full.returncode == 2
    assert b"internal" not in full.stderr
    assert shell("sekisho check - --json <&-").returncode == 2
    assert shell(f"sekisho check {example} --json >&-").returncode == 20
    os.mkfifo(tmp_path / "fifo")
    assert shell(f"sekisho check {tmp_path / 'fifo'}").returncode == 2
    assert shell(f"sekisho check {'a' * 5000}").returncode == 2
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    assert shell("sekisho sources", **ascii_only).returncode == 0
    answer = shell(f"sekisho check {example} --json", **ascii_only)
    assert json.loads(answer.stdout.decode("utf-8"))["outcome"] == "licence_required"


def test_days_to_come_and_files_of_the_other_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "item.yaml").write_text(ITEM)
    assert "use `sekisho classify`" in said(capsys, "check", "item.yaml")[2]
    example = str(EXAMPLES / "prohibited.yaml")
    assert "use `sekisho check`" in said(capsys, "classify", example)[2]
    status, _, err = said(capsys, "check", example, "--as-of", "2999-01-01")
    assert status == 2
    assert "nothing is recorded yet" in err
