"""``sekisho transposition`` from the command line: recorded, shown before it is signed, looked up, exported, refused."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sekisho.cli.app import app, run
from sekisho.ledger.envelope import read_envelope
from tests.assurance.world import adopted
from tests.cli.regime_walk import called, did, refused
from tests.workspace import kept
from tests.workspace.test_transpositions import ACT, RELIEF, file, written

GROUP = "transposition"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a record, keys and acts."""
    folder = tmp_path_factory.mktemp("desk")
    one, _ = adopted("commands")
    written(one, folder)
    for member in ("JP", "US"):
        (folder / f"{member}.pem").write_bytes(one.members[member].keys["ballot"].dump(None))
    file(folder, ACT.format(members="JP, NL"))
    file(folder, RELIEF, "relief.yaml")
    return folder


def signing(desk: Path, word: str, name: str, member: str, out: Path) -> list[str | Path]:
    key = desk / f"{member}.pem"
    return [GROUP, word, desk / name, "--as", member, "--key", key, "--record", desk / "record.jsonl", "--out", out, "--yes"]


def test_an_act_is_shown_signed_and_says_who_must_join(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "act.json"
    status, _, err = called(*signing(desk, "record", "act.yaml", "JP", out))
    assert status == 0, err
    assert "You say by which act the entries are given effect." in err
    assert "NL must join a signature" in err
    assert read_envelope(out.read_bytes()).body["members"] == ["JP", "NL"]
    assert refused(*signing(desk, "record", "act.yaml", "JP", out))["file"] == str(out)


def test_an_equivalence_is_signed_by_its_maker_alone(desk: Path, tmp_path: Path) -> None:
    answer = did(*signing(desk, "equivalence", "relief.yaml", "US", tmp_path / "relief.json"))
    assert answer["still_to_sign"] == []
    assert "US speaks for an act" in refused(*signing(desk, "record", "act.yaml", "US", tmp_path / "x"))["message"]


def test_hidden_text_in_a_title_reaches_neither_screen_nor_matrix(desk: Path, tmp_path: Path) -> None:
    file(desk, ACT.format(members="JP").replace("Made-up order", '"or\\u202eder"'), "hidden.yaml")
    _, _, err = called(*signing(desk, "record", "hidden.yaml", "JP", tmp_path / "hidden.json"))
    assert "\u202e" not in err
    act = kept.transposition("4A801.a", act={"title": "or\u202eder", "citation": "c", "url": ""})
    kept.write(tmp_path, kept.state(kept.all_rows(), acts=[act]))
    _, out, _ = called(GROUP, "matrix", "--workspace", tmp_path)
    assert "\u202e" not in out
    assert "\\u202e" in out


def test_the_matrix_in_each_form(tmp_path: Path) -> None:
    acts = [
        kept.transposition(
            "4A801.a",
            deviations=[{"code": "4A801.a", "effect": "wider", "text": "more"}],
            destinations={"scope": "only", "places": ["CN"]},
            applies_until="2027-01-01",
            only=["JP-13"],
        ),
        kept.equivalence("4A801.a", "9Z999"),
    ]
    gone = kept.gone("4E801", data=b"old")
    path = kept.write(tmp_path, kept.state(kept.all_rows(), [gone], acts)) / "state.json"
    words = (GROUP, "matrix", "--state", path, "--date", "2026-07-23")
    status, text, err = called(*words)
    assert status == 0, err
    told = " ".join(text.split())
    assert "JP given effect since 2026-07-01, 30 days after" in told
    assert "only in JP-13; exports only to CN" in told
    assert "declared deviation, wider: more" in told
    assert "US names 9Z999, which was never adopted" in told
    assert "without any member's act: 4A801.b, 4E801" in told
    answer = did(*words)
    assert answer == json.loads(called(*words, "--format", "json")[1])
    out = tmp_path / "matrix.csv"
    did(*words, "--format", "csv", "--out", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert {row["member"] for row in rows} == {"DE", "JP", "US"}
    assert CliRunner().invoke(app, [str(word) for word in (*words, "--format", "csv")]).stdout_bytes == out.read_bytes()
    other = tmp_path / "matrix.xml"
    did(*words, "--format", "akn", "--out", other)
    assert ET.fromstring(other.read_bytes()).tag.endswith("akomaNtoso")


def test_a_stale_and_an_empty_matrix_say_so(tmp_path: Path) -> None:
    old = kept.state(
        [], [kept.gone("4E801", "2026-07-01")], [kept.transposition("4E801")], stale_after="2026-07-21T00:00:00Z"
    )
    path = kept.write(tmp_path, old) / "state.json"
    _, out, _ = called(GROUP, "matrix", "--state", path, "--date", "2026-07-23")
    assert "stale: verified for use until" in out
    assert "nothing is adopted on this day" in out
    assert "JP still gives effect to 4E801, removed on 2026-07-01" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "pdf"), "there is no format 'pdf'"),
        (("--record", "a", "--state", "b"), "from a record or from a state"),
        (("--date", "soon"), "soon"),
        (("--state", "nowhere.json"), "no such file"),
    ],
)
def test_bad_input_is_refused(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert said in refused(GROUP, "matrix", "--workspace", tmp_path, *words)["message"]


@pytest.mark.parametrize("form", ["csv", "akn"])
def test_what_members_wrote_does_not_command_a_terminal(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept.write(tmp_path, kept.state(kept.all_rows())) / "state.json"
    screen, terminal = pty.openpty()
    with open(terminal, "w", encoding="utf-8") as stream, contextlib.redirect_stdout(stream):
        status = run([GROUP, "matrix", "--state", str(path), "--format", form])
    os.close(screen)
    assert status == 2
    assert f"{form} is not for the terminal" in capsys.readouterr().err


def test_text_is_for_the_terminal(tmp_path: Path) -> None:
    path = kept.write(tmp_path, kept.state(kept.all_rows())) / "state.json"
    status, out, err = called(GROUP, "matrix", "--state", path, "--out", tmp_path / "x")
    assert (status, out) == (2, "")
    assert "text is for the terminal" in err


@pytest.mark.parametrize("command", ["record", "equivalence", "matrix"])
def test_help_has_an_example(command: str) -> None:
    assert "Example: sekisho transposition" in called(GROUP, command, "--help")[1]
