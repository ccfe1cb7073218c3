"""``sekisho screen`` from the command line: a name looked up as ever, matches judged, the good list, errors."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from sekisho.workspace.judgements import NAME
from tests.cli.regime_walk import called, did, refused
from tests.workspace.judged_list import MOVED, PARTIES, PLANT, SAME, TRANSACTION, WORKS, load

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
BY = ("--by", "A. Example, compliance", "--reason", "another company")
COMMANDS = (("resolve",), ("judgements",), ("good",), ("good", "add"), ("good", "list"), ("good", "remove"))


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "ws"
    home.mkdir()
    load(home, "2026-07-20")
    (tmp_path / "deal.yaml").write_text(TRANSACTION, encoding="utf-8")
    monkeypatch.setenv("SEKISHO_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return home


def meets(answer: dict[str, Any], name: str) -> None:
    schemas = [json.loads(one.read_text(encoding="utf-8")) for one in sorted(SCHEMAS.glob("*.json"))]
    registry: Any = Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in schemas])
    (schema,) = [one for one in schemas if one["$id"] == f"{name}.schema.json"]
    Draft202012Validator(schema, registry=registry).validate(answer)


def look(name: str = "Zyqor Trading", *words: str) -> tuple[list[str], list[str]]:
    answer = did("screen", name, "--date", "2026-07-23", *words)
    meets(answer, "screening")
    return [one["id"] for one in answer["matches"]], [one["id"] for one in answer["resolved"]]


class TestWhichCommand:
    """A first word that is a command is one; any other is a name."""

    @pytest.mark.parametrize(
        "words",
        [
            ("Zyqor Trading", "--country", "DE"),
            ("--country", "DE", "Zyqor Trading"),
            ("--country", "DE", "--", "Zyqor Trading"),
            ("--", "Zyqor Trading"),
        ],
    )
    def test_a_name_stands_anywhere(self, ws: Path, words: tuple[str, ...]) -> None:
        assert [one["id"] for one in did_with_json_first(*words)["matches"]] == [WORKS]

    @pytest.mark.parametrize("name", ["Resolve", "good ", "screen", "judgement", "help"])
    def test_a_name_that_is_nearly_a_command_is_a_name(self, ws: Path, name: str) -> None:
        assert did("screen", name)["query"]["name"] == name

    @pytest.mark.parametrize("name", ["resolve", "judgements", "good", "--help"])
    def test_after_two_dashes_everything_is_a_name(self, ws: Path, name: str) -> None:
        status, out, err = called("screen", "--json", "--", name)
        assert status == 0, err
        assert json.loads(out)["query"]["name"] == name

    def test_help_shows_the_options_of_a_name_and_the_commands(self) -> None:
        status, out, _ = called("screen", "--help")
        assert status == 0
        assert out.startswith("Usage: sekisho screen [OPTIONS] [name]")
        assert "Example: sekisho screen" in out
        for word in ("--country", "--as-of", "Commands:", "resolve", "judgements", "good"):
            assert word in out
        assert "  screen  " in called("--help")[1]

    @pytest.mark.parametrize("words", COMMANDS)
    def test_every_command_has_an_example(self, words: tuple[str, ...]) -> None:
        status, out, _ = called("screen", *words, "--help")
        assert status == 0
        assert out.startswith(f"Usage: sekisho screen {' '.join(words)} ")
        assert "Example: sekisho screen" in out

    def test_errors_name_the_command(self) -> None:
        problem = refused("screen", "x", "--nothing")
        assert (problem["code"], problem["remedy"]) == ("bad_usage", "see `sekisho screen --help`")
        assert "--batch" in refused("screen")["remedy"]
        assert "sekisho screen good --help" in refused("screen", "good", "lost")["remedy"]


def did_with_json_first(*words: str) -> dict[str, Any]:
    status, out, err = called("screen", "--json", "--date", "2026-07-23", *words)
    assert status == 0, err
    return dict(json.loads(out))


def test_the_journey_of_a_match(ws: Path) -> None:
    where = ("--country", "DE")
    assert look("Zyqor Trading", *where) == ([WORKS], [])
    assert f"id: {WORKS}" in called("screen", "Zyqor Trading", *where)[1]
    status, out, _ = called("screen", "resolve", "Zyqor Trading", *where, "--id", WORKS, "--false", *BY)
    assert status == 0
    assert "is not Zyqor Trading Works" in out
    assert look("Zyqor Trading", *where) == ([], [WORKS])
    _, out, _ = called("screen", "Zyqor Trading", *where)
    assert "1 match judged false by A. Example, compliance on" in " ".join(out.split())
    assert "(another company)" in " ".join(out.split())
    assert "no match found" not in out
    load(ws, "2026-07-21", *PARTIES[1:], MOVED)
    assert look("Zyqor Trading", *where) == ([WORKS], [])
    assert "since then: the listed party's addresses" in " ".join(called("screen", "Zyqor Trading", *where)[1].split())
    (row,) = did("screen", "judgements")["judgements"]
    assert (row["verdict"], row["query"]["name"], row["query"]["country"]) == (False, "Zyqor Trading", "DE")
    assert row["id"] in called("screen", "judgements")[1]
    did("screen", "judgements", "--undo", row["id"], *BY)
    answer = did("screen", "judgements", "--all")
    meets(answer, "judgements")
    assert answer["judgements"][0]["withdrawn"]["by"] == "A. Example, compliance"
    assert "taken back by A. Example" in called("screen", "judgements", "--all")[1]
    assert "nothing was judged" in called("screen", "judgements")[1]


def test_the_journey_of_a_transaction(ws: Path) -> None:
    assert called("check", "deal.yaml")[0] == 40
    did("screen", "resolve", "--file", "deal.yaml", "--id", WORKS, "--false", *BY)
    status, out, _ = called("check", "deal.yaml", "--record", "decision.json")
    assert status == 0
    assert "1 match judged false by A. Example, compliance" in " ".join(out.split())
    assert "judgements of people: 1" in out
    _, out, _ = called("check", "deal.yaml", "--all")
    assert f"({WORKS}), score" in " ".join(out.split())
    meets(json.loads(called("check", "deal.yaml", "--json")[1]), "decision")
    did("screen", "resolve", "--file", "deal.yaml", "Zyqor Trading", "--id", WORKS, "--withdraw", *BY)
    assert called("check", "deal.yaml")[0] == 40
    assert called("replay", "decision.json")[0] == 0


def test_the_journey_of_a_good_counterparty(ws: Path) -> None:
    assert "nobody is on the good list" in called("screen", "good")[1]
    status, out, _ = called("screen", "good", "add", "Zyqor Trading", *BY, "--until", "2099-12-31")
    assert status == 0
    assert f"no longer raised: Zyqor Trading Works ({WORKS})" in out
    assert look() == ([], [WORKS])
    answer = did("screen", "good", "list")
    meets(answer, "judgements")
    assert [one["until"] for one in answer["good"]] == ["2099-12-31"]
    assert did("screen", "good")["good"] == answer["good"]
    assert "is known to be good until 2099-12-31" in called("screen", "good", "list")[1]
    _, out, _ = called("screen", "good", "add", "Kortas Plant No. 3", *BY)
    assert f"certain, and still raised: Kortas Plant No. 3 ({PLANT})" in out
    did("screen", "good", "remove", "Zyqor Trading", *BY)
    assert look() == ([WORKS], [])
    assert "Zyqor" not in called("screen", "good", "list")[1]
    assert "Zyqor" in called("screen", "good", "list", "--all")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("resolve",), "no counterparty is named"),
        (("resolve", "Zyqor Trading"), "on a terminal only"),
        (("resolve", "Zyqor Trading", "--id", WORKS, *BY), "true or false is not said"),
        (("resolve", "Zyqor Trading", "--false", *BY), "no match is named"),
        (("resolve", "Zyqor Trading", "--id", WORKS, "--false", "--true", *BY), "exclude each other"),
        (("resolve", "Zyqor Trading", "--id", WORKS, "--false"), "who decides it, and why"),
        (("resolve", "Zyqor Trading", "--id", SAME, "--false", *BY), "is no match of"),
        (("resolve", "Zyqor Trading", "--id", WORKS, "--withdraw", *BY), "nothing is judged of"),
        (("resolve", "--file", "deal.yaml", "--country", "DE", "--id", WORKS, "--false", *BY), "stand in the file"),
        (("resolve", "--file", "nowhere.yaml", "--id", WORKS, "--false", *BY), "no such file"),
        (("judgements", "--undo", "abcdef", *BY), "no entry is called 'abcdef'"),
        (("judgements", "--as-of", "2199-01-01"), "nothing is recorded yet"),
        (("good", "add", *BY), "no counterparty is named"),
        (("good", "add", "Zyqor Trading"), "who decides it, and why"),
        (("good", "add", "Zyqor Trading", *BY, "--until", "2020-01-01"), "has passed"),
        (("good", "remove", "Kortas", *BY), "no entry is called 'Kortas'"),
        (("Zyqor Trading", "--identifier", "17"), "is no identifier"),
        (("Zyqor Trading", "--country", "Atlantis"), "Atlantis"),
    ],
)
def test_what_is_refused_says_what_to_do(ws: Path, words: tuple[str, ...], said: str) -> None:
    problem = refused("screen", *words)
    assert said in problem["message"]
    assert problem["remedy"]
    assert not (ws / NAME).exists() or not (ws / NAME).read_bytes()


def test_several_parties_of_a_file_are_told_apart(ws: Path, tmp_path: Path) -> None:
    more = TRANSACTION.replace("end_use:", '  - {role: consignee, name: "Kortas Plant", country: DE}\nend_use:')
    (tmp_path / "two.yaml").write_text(more, encoding="utf-8")
    assert "several parties" in refused("screen", "good", "add", "--file", "two.yaml", *BY)["message"]
    did("screen", "resolve", "--file", "two.yaml", "--id", WORKS, "--false", *BY)
    did("screen", "good", "add", "--file", "two.yaml", "Kortas Plant", *BY)
    assert did("screen", "good")["good"][0]["query"]["name"] == "Kortas Plant"


def test_a_damaged_record_is_named_with_its_line(ws: Path) -> None:
    did("screen", "resolve", "Zyqor Trading", "--id", WORKS, "--false", *BY)
    (ws / NAME).write_bytes((ws / NAME).read_bytes().replace(b"another", b"anothex"))
    for words in (("screen", "Zyqor Trading"), ("screen", "judgements"), ("check", "deal.yaml")):
        problem = refused(*words)
        assert (problem["code"], problem["file"], problem["line"]) == ("bad_record", str(ws / NAME), 1)


def test_what_was_left_half_written_is_said(ws: Path) -> None:
    did("screen", "resolve", "Zyqor Trading", "--id", WORKS, "--false", *BY)
    with (ws / NAME).open("ab") as stream:
        stream.write(b'{"kind":"match","at":"2026')
    assert did("screen", "judgements")["unfinished"]
    assert "is not whole and does not count" in called("screen", "judgements")[1]
    assert look() == ([], [WORKS])


def test_nothing_written_by_a_reviewer_commands_a_terminal(ws: Path) -> None:
    did("screen", "resolve", "Zyqor Trading", "--id", WORKS, "--false", "--by", "A\x1b[31m", "--reason", "x\u202ey")
    for words in (("Zyqor Trading",), ("judgements",), ("resolve", "Zyqor Trading", "--id", WORKS, "--true", *BY)):
        out = called("screen", *words)[1]
        assert "\x1b" not in out
        assert "\u202e" not in out


class Terminal:
    """A reviewer at a terminal, who answers what is asked."""

    def __init__(self, *words: str) -> None:
        self.screen, terminal = pty.openpty()
        command = [sys.executable, "-c", "from sekisho.cli import main; main()", "screen", "resolve", *words]
        self.process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal)
        os.close(terminal)
        self.said = ""

    def until(self, text: str) -> str:
        """Read until a text stands on the screen; return what was said since the last time."""
        before, end = len(self.said), time.monotonic() + 60
        while text not in self.said[before:] and time.monotonic() < end:
            try:
                self.said += os.read(self.screen, 4096).decode()
            except OSError:
                break
        assert text in self.said[before:], self.said
        return self.said[before:]

    def answer(self, text: str) -> None:
        os.write(self.screen, f"{text}\n".encode())

    def end(self) -> int:
        """Read what is left, because a terminal that goes first is an error, and return the exit status."""
        with contextlib.suppress(OSError):
            while os.read(self.screen, 4096):
                pass
        status = self.process.wait(60)
        os.close(self.screen)
        return status


def test_one_after_another_on_a_terminal_and_on_again_later(ws: Path) -> None:
    second = {**PARTIES[0], "id": "zy-second", "properties": {**PARTIES[0]["properties"], "name": ["Zyqor Trading Dock"]}}
    load(ws, "2026-07-21", *PARTIES, second)
    one = Terminal("--file", "deal.yaml")
    assert "2 matches to judge." in one.until("Who judges")
    one.answer("")
    one.until("Who judges (name, office)>")
    one.answer("A. Example")
    assert "1 Road, Harbin" in one.until("skip or quit>")
    one.answer("perhaps")
    one.until("skip or quit>")
    one.answer("false")
    one.until("Reason>")
    one.answer("registered elsewhere")
    one.until("skip or quit>")
    one.process.send_signal(signal.SIGKILL)
    one.end()
    (kept,) = did("screen", "judgements")["judgements"]
    assert (kept["by"], kept["reason"], kept["verdict"]) == ("A. Example", "registered elsewhere", False)
    again = Terminal("--file", "deal.yaml", *BY)
    assert "1 match to judge." in again.until("skip or quit>")
    again.answer("skip")
    assert "0 judged, 1 left." in again.until("left.")
    again.end()
    last = Terminal("--file", "deal.yaml", *BY)
    last.until("skip or quit>")
    last.answer("true")
    last.until("1 judged, 0 left.")
    assert last.end() == 0
    assert len(did("screen", "judgements")["judgements"]) == 2
    done = Terminal("--file", "deal.yaml")
    done.until("Nothing is left to judge.")
    done.end()


class TestBatch:
    """A file of parties on the command line."""

    def test_a_file_is_screened_and_said(self, ws: Path, tmp_path: Path) -> None:
        (tmp_path / "in.csv").write_text("name,country\nZyqor Trading Works,CN\nNobody at all,DE\n", encoding="utf-8")
        given = ("screen", "--batch", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"), "--date", "2026-07-23")
        status, out, err = called(*given)
        assert status == 0, err
        assert "2 parties, 1 matches" in out
        assert "zy-works" in (tmp_path / "out.csv").read_text(encoding="utf-8")
        answer = did(*given[:1], *given[1:])
        assert answer["counts"]["certain"] == 1
        meets(answer, "batch")

    def test_a_row_that_cannot_be_screened_ends_with_status_40(self, ws: Path, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text('{"name": "!!"}\n', encoding="utf-8")
        status, out, _ = called("screen", "--batch", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))
        assert status == 40
        assert "not screened" in out

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("x", "--batch", "a.csv", "--out", "b.csv"), "two questions"),
            (("--batch", "a.csv"), "where the matches go"),
            (("x", "--out", "b.csv"), "for a batch"),
        ],
    )
    def test_options_that_do_not_go_together(self, ws: Path, words: tuple[str, ...], said: str) -> None:
        assert said in refused("screen", *words)["message"]
