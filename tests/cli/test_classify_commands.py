"""``classify`` with an interview or by words, ``compare``, and the commands on lists, as they are typed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.engines.text_search import build
from sekisho.sources.official_text import Paragraph, Section
from sekisho.workspace import correlate

START = ["--interview", "--kind", "quantum_computer", "--date", "2026-07-23", "--list", "us-ccl"]
Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Return a function that types a command, with lines on standard input, in a folder of its own."""
    monkeypatch.setenv("SEKISHO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home").mkdir()

    def type_(*arguments: str, lines: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        status = run(list(arguments))
        out, err = capsys.readouterr()
        return status, out, err

    return type_


def test_an_interview_on_the_terminal(said: Said, tmp_path: Path) -> None:
    status, out, _ = said("classify", "m.json", *START, lines="?\nquantum\ngate\nback\ngate\n72\n\n")
    assert status == 0
    assert "architecture cannot be 'quantum'" in out
    assert "taken back: architecture" in out
    assert "What is open now is not known." in out
    assert "UNKNOWN 4A906.a.1" in out
    assert json.loads((tmp_path / "m.json").read_text())["interview"]["skipped"] == ["cnot_error"]


def test_nothing_matters_any_more(said: Said) -> None:
    _, out, _ = said("classify", "m.json", *START, lines="annealing\n")
    assert "no longer matters: cnot_error, physical_qubits" in out
    assert "No further answer can change a verdict." in out


def test_broken_off_and_taken_up(said: Said) -> None:
    status, out, _ = said("classify", "m.json", *START, lines="gate\nquit\n")
    assert (status, "Kept. Go on with: sekisho classify m.json --interview" in out) == (0, True)
    status, out, _ = said("classify", "m.json", "--interview", lines="")
    assert status == 0
    assert "Kept." in out
    _, out, _ = said("classify", "m.json", "--interview", lines="72\n9e-5\n")
    assert "YES     4A906.a.1" in out


def test_one_question_a_call(said: Said) -> None:
    _, out, _ = said("classify", "m.json", *START, "--json")
    state = json.loads(out)
    assert state["question"]["field"] == "architecture"
    assert state["question"]["values"][0] == "gate"
    _, out, _ = said(
        "classify", "m.json", "--interview", "--answer", "architecture=gate", "--answer", "cnot_error=", "--json"
    )
    state = json.loads(out)
    assert state["question"]["field"] == "physical_qubits"
    assert (state["answered"], state["skipped"]) == ({"architecture": "gate"}, ["cnot_error"])
    _, out, _ = said("classify", "m.json", "--interview", "--answer", "physical_qubits=33", "--json")
    assert json.loads(out)["question"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["new.json", "--interview"], "begins with the kind"),
        (["m.json", *START, "--answer", "architecture"], "is no answer"),
        (["m.json", *START, "--answer", "qubitz=3"], "unknown parameter"),
        (["m.json", *START, "--answer", "physical_qubits=72 K"], "qubits"),
    ],
)
def test_bad_input(arguments: list[str], message: str, said: Said) -> None:
    status, out, err = said("classify", *arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_compare(said: Said, tmp_path: Path) -> None:
    item = tmp_path / "item.yaml"
    item.write_text("kind: quantum_computer\nparameters: {architecture: gate, physical_qubits: 72, cnot_error: 9e-5}\n")
    status, out, _ = said("compare", "item.yaml", "--date", "2026-07-23")
    assert status == 0
    assert "us-ccl" in out
    assert "4A506.a.1" in out
    _, out, _ = said("compare", "item.yaml", "--date", "2026-07-23", "--json")
    found = {one["list"]: one["verdict"] for one in json.loads(out)["lists"]}
    assert found["us-ccl"] == found["eu-annex-i"] == "yes"


def put_text(home: Path) -> None:
    """Put a made-up text of a list into a workspace."""
    place = home / "sources" / "us-ccl" / "2026-06-01-aaaaaaaaaaaa"
    place.mkdir(parents=True)
    beads = Paragraph("a.1", "Abacuses of 34 beads;", ("Note: 4A906.a.1 does not apply to toys.",), 3)
    section = Section("4A906", "4A906 Imaginary abacuses.", (Paragraph("a", "Abacuses:", (), 2), beads), (), 1)
    built = build(place / "text.db", "us-ccl", [section])
    meta = {"source": "us-ccl", "snapshot": "2026-06-01", "sha256": "a" * 64, "parties": 1, "file": "made-up.xml"}
    (place / "meta.json").write_text(json.dumps(meta | {"recorded": "2026-06-02", "index_sha256": built.sha256}))


def test_text(said: Said, tmp_path: Path) -> None:
    put_text(tmp_path / "home")
    status, out, _ = said("classify", "--text", "abacus with 34 beads", "--date", "2026-07-23")
    assert status == 0
    assert "4A906 Imaginary abacuses." in out
    assert "    a Abacuses:" in out
    assert "      a.1 Abacuses of 34 beads;" in out
    assert "does not apply to toys" in out
    assert "What would decide: 1 executable entry here or below" in out
    assert "physical_qubits (qubits)" in out
    assert "Finding words is no classification" in out
    assert "sekisho classify item.json --interview --kind quantum_computer --date 2026-07-23" in out
    assert "\x1b" not in out
    _, out, _ = said("classify", "--text", "zeppelin", "--list", "us-ccl")
    assert "no paragraph has any of these words" in out
    status, out, _ = said("classify", "--text", "beads", "--json")
    assert json.loads(out)["hits"][0]["code"] == "4A906.a.1"


def test_text_and_nothing_else(said: Said, tmp_path: Path) -> None:
    put_text(tmp_path / "home")
    for more in (["item.yaml"], ["--interview"], ["--kind", "computer"], ["--answer", "a=1"]):
        status, out, err = said("classify", "--text", "beads", *more)
        assert (status, out) == (2, "")
        assert "goes with no item file and no interview" in err
    for words in ("", "of the"):
        status, _, err = said("classify", "--text", words)
        assert (status, "no word to look for" in err) == (2, True)
    status, _, err = said("classify")
    assert (status, err) == (2, "error: Missing argument 'file'. (see `sekisho classify --help`)\n")


def test_text_without_a_text(said: Said) -> None:
    status, out, err = said("classify", "--text", "beads", "--json")
    assert (status, out) == (2, "")
    problem = json.loads(err)["error"]
    assert problem["code"] == "not_found"
    assert "sekisho sources load FILE" in problem["remedy"]


def test_correlate(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correlate, "cache_folder", lambda: tmp_path)
    arguments = ("lists", "correlate", "us-ccl", "eu-annex-i", "--entry", "3A090.a.1", "--date", "2026-07-23")
    status, out, _ = said(*arguments)
    assert status == 0
    assert "3A090.a.1 is overlapping with eu-annex-i 3A501.a.16" in out
    assert "only us-ccl: integrated_circuit, total_processing_performance 4800 TPP" in out
    assert "What us-ccl catches and no executable entry of eu-annex-i does" in out
    _, out, _ = said(*arguments, "--json")
    assert json.loads(out)["pairs"][0]["relation"] == "overlaps"
    status, _, err = said("lists", "correlate", "us-ccl", "us-ccl")
    assert (status, "corresponds to itself" in err) == (2, True)


def test_coverage(said: Said) -> None:
    status, out, _ = said("lists", "coverage")
    assert status == 0
    assert "text only" in out
    _, whole, _ = said("lists", "coverage", "us-ccl")
    assert "4 executable: " in whole
    _, out, _ = said("lists", "coverage", "us-ccl", "--json")
    assert json.loads(out)["lists"][0]["id"] == "us-ccl"


def test_review(said: Said, official: Callable[[str], Path]) -> None:
    path = str(official("us/ecfr-15-774-supp1.xml"))
    status, out, _ = said("lists", "review", "us-ccl", path)
    assert status == 0
    assert "to be reviewed: 0" in out
    _, out, _ = said("lists", "review", "us-ccl", path, "--json")
    assert json.loads(out)["counts"]["unchanged"] > 60
    status, _, err = said("lists", "review", "us-ccl", "nowhere.xml")
    assert (status, "cannot be read" in err) == (2, True)


def test_explain_with_what_corresponds(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correlate, "cache_folder", lambda: tmp_path)
    _, out, _ = said("explain", "4A906.a.1", "--list", "us-ccl")
    assert "In other lists" in out
    assert "4A906.a.1 is the same as eu-annex-i 4A506.a.1" in out
    assert "physical_qubits >= 34 qubits" in out
    _, out, _ = said("explain", "4A906.a.1", "--list", "us-ccl", "--no-correlations")
    assert "In other lists" not in out
