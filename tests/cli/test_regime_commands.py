"""The framework as its officials meet it: from keys to an entry in effect by commands and files, and what is refused."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sekisho.cli.app import app
from sekisho.cli.render import show
from sekisho.ledger.envelope import read_envelope
from sekisho.ledger.record_file import read_record
from sekisho.regime.statements import KINDS
from tests.cli.regime_walk import MEMBERS, OWNERS, Circle, called, did, quick_charter, refused

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples" / "proposal-analogue-simulator"
NUMBER = "EXAMPLE-1"
HOSTILE = "safe\u202eelif.exe \x1b[2Jgone\u200b p\u0430ypal"


class Life(Circle):
    """A framework that has lived from its founding to an effective entry; what was seen on the way."""

    root: str = ""
    record: Path
    ballot: Path
    receipt: Path
    dropped: tuple[Path, Path]
    owing: dict[str, Any]
    unlogged: dict[str, Any]
    states: list[str]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """Run the whole life once: every act is a command, every thing carried a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEKISHO_HOME", "")
        patch.setenv("COLUMNS", "80")
        found = Life(tmp_path_factory.mktemp("life"))
        patch.setenv("XDG_DATA_HOME", str(found.folder / "data"))
        patch.chdir(found.folder)
        found.root = found.found()
        found.states = []
        _to_round(found)
        _vote(found)
        _to_effect(found)
        yield found


def _to_round(life: Life) -> None:
    concern = life.say(
        "concern", "--set", "title.en=Parts for sensing", owner="JP", field="quantum", text="A part is diverted."
    )
    life.checkpoint()
    body = life.folder / "body.json"
    did("propose", EXAMPLE, "--charter", life.folder / "charter.json", "--out", body)
    proposal = life.say("proposal", "--body", body, "--about", read_envelope(concern.read_bytes()).digest[:12], owner="JP")
    subject = read_envelope(proposal.read_bytes()).digest
    life.say("step", owner="JP", move="test", subject=subject)
    life.say("step", owner="JP", move="deliberate", subject=subject)
    objection = life.say("objection", owner="NL", formal="yes", grounds="Is teaching outside?", subject=subject)
    life.checkpoint()
    life.later()
    life.say("step", "--about", NUMBER, owner="JP", move="last_call")
    life.say("reply", "--about", read_envelope(objection.read_bytes()).digest[:8], owner="JP", text="It is: see the cases.")
    life.checkpoint()
    life.later()
    life.say("round", "--about", NUMBER, owner="secretariat")
    life.checkpoint()
    life.states.append(life.state(NUMBER))


def _vote(life: Life) -> None:
    """US lodges with NL, which then does not cosign a log without the ballot; what only the secretariat has, it can drop."""
    life.ballot, life.receipt = life.signed("vote", NUMBER, "yes", owner="US"), life.folder / "receipt.NL.json"
    second, dropped = life.signed("vote", NUMBER, "no", "--after", life.ballot, owner="US"), life.folder / "receipt.json"
    words = ("--as", "secretariat", "--key", life.key("secretariat"), "--record", life.secretariat, "--out", dropped)
    did("regime", "receipt", second, *words)
    life.dropped = (second, dropped)
    life.carry("NL")
    words = ("--as", "NL", "--key", life.key("NL"), "--record", life.store("NL"), "--out", life.receipt)
    did("regime", "receipt", life.ballot, *words)
    first = life.signed("vote", NUMBER, "no", owner="NL")
    changed = life.signed("vote", NUMBER, "yes", "--after", first, owner="NL")
    life.lodge(first, changed)
    life.carry("NL")
    note = life.new("note")
    did("regime", "checkpoint", "--key", life.key("secretariat", "log"), "--out", note, "--record", life.secretariat)
    words = ("--as", "NL", "--key", life.key("NL", "cosign"), "--record", life.store("NL"), "--out", life.new("never"))
    life.owing = refused("regime", "cosign", note, *words)
    life.lodge(life.ballot)
    life.say("vote", NUMBER, "yes", owner="JP")


def _to_effect(life: Life) -> None:
    closes = did("regime", "tally", NUMBER, "--record", life.secretariat)["closes"]
    left = dt.datetime.fromisoformat(closes) - dt.datetime.now(dt.UTC)
    time.sleep(max(0.0, left.total_seconds()))
    life.say("close", "--about", NUMBER, owner="secretariat")
    life.checkpoint()
    life.later()
    evidence = [word for path in life.dropped for word in ("--evidence", path)]
    life.unlogged = did("regime", "tally", NUMBER, "--record", life.secretariat, *evidence)
    life.say("settlement", "--about", NUMBER, owner="US")
    life.checkpoint()
    life.states.append(life.state(NUMBER))
    for member in MEMBERS:
        life.say("certificate", "--about", NUMBER, owner=member)
    life.say("step", "--about", NUMBER, owner="US", move="publish")
    life.checkpoint()
    life.later()
    life.checkpoint()
    life.states.append(life.state(NUMBER))
    life.record = life.carry(*MEMBERS)


@pytest.fixture
def folder(tmp_path: Path, life: Life, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def log(folder: Path, life: Life) -> Path:
    """Return a copy of the log that a test may spoil."""
    return Path(shutil.copy(life.secretariat, folder / "log.db"))


def signing(life: Life, owner: str, role: str = "") -> tuple[str | Path, ...]:
    return ("--as", owner, "--key", life.key(owner, role), "--record", life.record, "--out", "out")


# -- the whole life -------------------------------------------------------------------------------------------------------


def test_from_keys_to_an_effective_entry_with_nothing_but_commands_and_files(life: Life) -> None:
    assert life.states == ["ballot", "adopted", "effective"]
    found = did("regime", "tally", NUMBER, "--record", life.record, "--root", life.root)
    assert (found["outcome"], found["stands"]) == ("adopted", "settled")
    assert found["votes"] == dict.fromkeys(MEMBERS, "yes")
    assert found["certificates"] == list(MEMBERS)
    assert found["proved"]["root_was_given"] is True


def test_who_has_given_a_receipt_does_not_cosign_a_log_without_the_ballot(life: Life) -> None:
    assert "lacks the ballot of US" in life.owing["message"]
    assert "hand it in" in life.owing["remedy"]


def test_a_ballot_that_the_secretariat_dropped_is_found_by_its_receipt(life: Life) -> None:
    assert life.unlogged["outcome"] == "contested"
    assert [row["missing"] for row in life.unlogged["evidence"]] == [True]
    evidence = [word for path in life.dropped for word in ("--evidence", path)]
    after = did("regime", "tally", NUMBER, "--record", life.record, *evidence)
    assert after["outcome"] == "adopted"
    assert "a recorded breach" in after["rules"][-1]
    lodged = did("regime", "tally", NUMBER, "--record", life.record, "--evidence", life.ballot, "--evidence", life.receipt)
    assert [row["missing"] for row in lodged["evidence"]] == [False]


def test_a_challenge_shows_ballot_and_receipt(life: Life, folder: Path) -> None:
    files = ("--from", f"statement={life.dropped[0]}", "--from", f"receipt={life.dropped[1]}")
    did("regime", "say", "challenge", *files, "--about", NUMBER, *signing(life, "US"), "--yes")
    body = read_envelope(Path("out").read_bytes()).body
    shown = [base64.b64decode(body[name]) for name in ("statement", "receipt")]
    assert shown == [path.read_bytes() for path in life.dropped]


def test_who_copies_gets_the_same_as_who_hosts(life: Life) -> None:
    shown = [
        did("regime", "show", "--record", place, "--root", life.root) for place in (life.record, *map(life.store, OWNERS))
    ]
    assert all(one == shown[0] for one in shown)
    assert shown[0]["findings"] == []
    assert set(shown[0]["edition"]["entries"]) == {"4A801.a", "4A801.b", "4E801"}
    assert did("regime", "copy", life.record, "--record", life.store("JP"))["new"] == 0


def test_the_list_is_what_a_proposal_is_checked_against(life: Life, folder: Path) -> None:
    status, out, _ = called("regime", "list", "--record", life.record, "--root", life.root)
    assert status == 0
    (folder / "list.json").write_text(out, encoding="utf-8")
    assert json.loads(out) == did("regime", "list", "--record", life.record)
    again = called("propose", EXAMPLE, "--charter", life.folder / "charter.json", "--base", "list.json", "--json")
    assert again[0] == 2
    assert "change" in {one["code"] for one in json.loads(again[1])["problems"]}


def test_the_public_gets_places_without_bodies(life: Life, folder: Path) -> None:
    out = did("regime", "export", "public.jsonl", "--circle", "public", "--record", life.record)
    assert out["leaves"] == did("regime", "show", "--record", life.record)["proved"]["leaves"]
    assert 0 < out["bodies"] < out["leaves"]
    data = Path("public.jsonl").read_bytes()
    assert b"Parts for sensing" not in data
    held = read_record(data, "public.jsonl").leaves
    assert [one.leaf for one in held] == [one.leaf for one in read_record(life.record.read_bytes(), "r").leaves]
    status, text, _ = called("regime", "show", "--record", "public.jsonl")
    assert status == 0
    assert "leaves have no body here" in " ".join(text.split())
    assert refused("regime", "export", "x.jsonl", "--circle", "secret", "--record", life.record)["code"] == "not_found"
    assert not Path("x.jsonl").exists()


def test_erased_bodies_are_gone_and_the_leaves_stay(log: Path, life: Life) -> None:
    concern = next(one for one in did("regime", "show", "--record", log)["matters"] if one["kind"] == "concern")
    leaf = concern["since_leaf"]
    assert did("regime", "erase", "2", "--record", log, "--yes")["erased"] == [2]
    assert leaf >= 2
    found = did("regime", "show", "--record", log)["proved"]
    assert 2 in found["without_body"]
    assert "charter" in refused("regime", "erase", "0", "--record", log, "--yes")["message"]
    assert "999" in refused("regime", "erase", "3", "999", "--record", log, "--yes")["message"]
    assert 3 not in did("regime", "show", "--record", log)["proved"]["without_body"]
    assert called("regime", "show", "--record", log)[0] == 0


def test_text_for_people_fits_eighty_columns(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words in (("show",), ("show", NUMBER), ("tally", NUMBER)):
        status, out, _ = called("regime", *words, "--record", life.record)
        assert status == 0
        assert max(map(len, out.splitlines())) <= 80
        assert not any(line != line.rstrip() for line in out.splitlines())
    assert "ADOPTED" in out
    assert "Consensus" in out
    assert "that the record names itself" in " ".join(out.split())


def test_help_has_an_example_for_every_command(life: Life) -> None:
    status, listed, _ = called("regime")
    assert (status, listed) == called("regime", "--help")[:2]
    names = ("charter", "keys", "fill", "sign", "found", "say", "vote", "lodge", "receipt", "checkpoint", "cosign", "file")
    for name in (*names, "show", "tally", "list", "export", "copy", "erase", "demo"):
        assert not next(line for line in listed.splitlines() if line.startswith(f"  {name} ")).endswith("...")
        status, out, _ = called("regime", name, "--help")
        assert status == 0
        assert f"Example: sekisho regime {name}" in out
        assert "--json" in out


# -- what the signer sees ---------------------------------------------------------------------------------------------------


def screened(life: Life, *words: str | Path, answer: str = "y\n") -> tuple[int, str]:
    """Run a command of a signer who answers; return status and what stood on the screen."""
    done = CliRunner().invoke(app, ["regime", *map(str, words)], input=answer)
    return done.exit_code, done.stderr


def test_who_says_no_has_signed_nothing(life: Life, folder: Path) -> None:
    words = ("say", "objection", "--about", NUMBER, "--set", "formal=no", "--set", "grounds=g", *signing(life, "NL"))
    for answer in ("n\n", "\n", "", "maybe\n"):
        status, screen = screened(life, *words, answer=answer)
        assert status != 0
        assert "Sign these bytes? [y/N]" in screen
        assert list(folder.iterdir()) == []
    assert screened(life, *words)[0] == 0
    assert Path("out").exists()


def test_what_is_shown_is_what_is_signed(life: Life, folder: Path) -> None:
    grounds = f"{HOSTILE}\nsecond line\ttab"
    Path("grounds.txt").write_text(grounds.replace("\x1b", ""), encoding="utf-8")
    words = ("say", "objection", "--about", NUMBER, "--set", "formal=yes", "--from", "grounds=grounds.txt")
    status, screen = screened(life, *words, *signing(life, "NL"))
    assert status == 0
    envelope = read_envelope(Path("out").read_bytes())
    assert envelope.body["grounds"] == grounds.replace("\x1b", "")
    assert "safe\\u{202e}elif.exe" in screen
    assert "gone\\u{200b}" in screen
    assert "p\u0430ypal[mixed alphabets]" in screen
    assert "  | second line\\u{0009}tab" in screen
    assert "\u202e" not in screen
    for name, value in envelope.body.items():
        assert f"{name}:" in screen
        if name != "grounds":
            assert f"{name}: {value}\n" in screen


def test_no_control_character_reaches_a_terminal_or_the_record(life: Life, folder: Path) -> None:
    for text in ("\x1b[2J", "a\x00b", "a\r\nb", "e\u0301", "\ud800"):
        words = ("say", "objection", "--about", NUMBER, "--set", "formal=no", "--set", f"grounds=x{text}")
        found = refused("regime", *words, *signing(life, "NL"), "--yes")
        assert found["code"] == "bad_record"
        assert list(folder.iterdir()) == []
    for place in ("no\x1b[2Jsuch.jsonl", "no\u202esuch.jsonl", "no\nsuch.jsonl"):
        status, out, err = called("regime", "show", "--record", place)
        assert (status, out) == (2, "")
        assert not {"\x1b", "\u202e"} & set(err)


def test_a_hostile_title_is_harmless_in_every_answer(log: Path, life: Life) -> None:
    title = HOSTILE.replace("\x1b", "")
    words = ("say", "concern", "--set", f"title.en={title}", "--set", "field=quantum", "--set", "text=x")
    did("regime", *words, "--as", "US", "--key", life.key("US"), "--record", log, "--out", "c.json", "--yes")
    did("regime", "lodge", "c.json", "--record", log)
    circle = Circle(life.folder)
    notes = []
    for _ in range(20):
        notes = _cosigned_copy(circle, log)
        if notes:
            break
    did("regime", "file", *notes, "--as", "secretariat", "--key", life.key("secretariat"), "--record", log)
    status, out, _ = called("regime", "show", "--record", log)
    assert status == 0
    assert "safe\\u202eelif.exe" in out
    assert not {"\x1b", "\u202e", "\x00"} & set(out)


def _cosigned_copy(circle: Circle, log: Path) -> list[Path]:
    """Have a copied log cosigned by members who have copied it themselves; empty if the machine was too slow."""
    tag = time.monotonic_ns()
    note = Path(f"{tag}.note")
    for member in MEMBERS:
        shutil.copy(log, f"{tag}.{member}.db")
    did("regime", "checkpoint", "--key", circle.key("secretariat", "log"), "--out", note, "--record", log)
    for member in MEMBERS:
        words = ("--as", member, "--key", circle.key(member, "cosign"), "--record", f"{tag}.{member}.db")
        if called("regime", "cosign", note, *words, "--out", f"{tag}.{member}")[0]:
            return []
    return [Path(f"{tag}.{member}") for member in MEMBERS]


def test_the_screen_comes_with_yes_too_and_json_stays_alone_on_standard_output(life: Life, folder: Path) -> None:
    words = ("say", "lift", "--about", "", *signing(life, "NL"), "--yes")
    assert "no objection begins with" in refused("regime", *words)["message"]
    status, out, err = called(
        "regime", "say", "exit", "--set", "effective=2030-01-01", *signing(life, "US"), "--yes", "--json"
    )
    assert status == 2
    status, out, err = called(
        "regime", "say", "exit", "--set", "effective=2030-01-01", "--set", "reason=", *signing(life, "US"), "--yes", "--json"
    )
    assert status == 0
    assert json.loads(out)["file"] == "out"
    assert "You declare that US leaves the framework." in err


def test_every_act_says_what_comes_next(life: Life, folder: Path) -> None:
    for words, following in (
        (("keys", "DE", "--out", "DE"), "public.json"),
        (("sign", life.folder / "charter.JP.json", "--key", life.key("NL"), "--out", "more.json", "--yes"), "pass it on"),
        (("found", life.folder / "charter.secretariat.json", "--record", "new.db"), "root"),
        (("vote", NUMBER, "yes", *signing(life, "NL"), "--yes"), "sekisho regime lodge out"),
        (("checkpoint", "--key", life.key("secretariat", "log"), "--record", "new.db", "--out", "note"), "cosign"),
    ):
        status, out, err = called("regime", *words)
        assert status == 0
        assert following in err.splitlines()[-1]
        assert err.splitlines()[-1].startswith("next: ")
        assert "next: " not in out
    rotation = ("say", "rotation", "--set", "role=ballot", "--set", "algorithm=ed25519", "--set", f"public={'0' * 64}")
    old = ("--set", f"old={'0' * 64}", *signing(life, "NL")[:-1], "rotation.json", "--yes")
    assert "join the new key" in called("regime", *rotation, *old)[2].splitlines()[-1]


# -- wrong input ----------------------------------------------------------------------------------------------------------


def bad_files(life: Life, good: bytes) -> dict[str, bytes]:
    return {
        "empty": b"",
        "cut": good[: len(good) // 2],
        "last line feed gone": good[:-1],
        "other encoding": b"\xff\xfe" + good[:500].decode("latin-1").encode("utf-16-le"),
        "binary": bytes(range(256)) * 8,
        "list": b"[]",
        "number": b"1",
        "text": b'"x"',
        "null": b"null",
        "deep": b"[" * 5000 + b"]" * 5000,
        "html": b"<html><body>404</body></html>\n",
        "zero bytes": b"\x00" * 100,
    }


def test_statement_files_that_are_none_are_refused_everywhere(life: Life, log: Path, folder: Path) -> None:
    before = did("regime", "show", "--record", log)
    for name, data in bad_files(life, life.ballot.read_bytes()).items():
        if name == "last line feed gone":
            continue
        Path("bad").write_bytes(data)
        for words in (
            ("lodge", life.receipt, "bad", "--record", log),
            ("found", "bad", "--record", "new.db"),
            ("sign", "bad", "--key", life.key("JP"), "--out", "out", "--yes"),
            ("vote", NUMBER, "yes", "--after", "bad", *signing(life, "NL"), "--yes"),
            ("say", "proposal", "--body", "bad", *signing(life, "NL"), "--yes"),
        )[:: 1 if name in ("cut", "html", "list") else 2]:
            found = refused("regime", *words)
            assert found["code"] in ("bad_record", "bad_document", "bad_charter"), (name, words, found)
    assert did("regime", "show", "--record", log) == before
    assert {one.name for one in folder.iterdir()} == {"bad", "log.db"}


def test_notes_that_are_none_are_refused(life: Life, log: Path, folder: Path) -> None:
    own = ("--as", "secretariat", "--key", life.key("secretariat"), "--record", log)
    cosigning = ("--as", "JP", "--key", life.key("JP", "cosign"), "--record", log, "--out", "out")
    did("regime", "checkpoint", "--key", life.key("secretariat", "log"), "--out", "note", "--record", log)
    good = Path("note").read_bytes()
    for data in bad_files(life, good).values():
        Path("bad").write_bytes(data)
        assert refused("regime", "cosign", "bad", *cosigning)["file"] == "bad"
        assert refused("regime", "file", "note", "bad", *own)["file"] == "bad"
    Path("bad").write_bytes(good.replace(b"three-states", b"other-states", 1))
    assert "not of" in refused("regime", "cosign", "bad", *cosigning)["message"]
    assert "another checkpoint" in refused("regime", "file", "note", "bad", *own)["message"]
    assert "does not count" in refused("regime", "file", "note", *own)["message"]
    assert not Path("out").exists()


def test_records_that_are_none_are_refused(life: Life, folder: Path) -> None:
    for name, data in bad_files(life, life.record.read_bytes()).items():
        Path("bad.jsonl").write_bytes(data)
        Path("bad.db").write_bytes(data)
        for words in (("show",), ("tally", NUMBER), ("list",), ("export", "out.jsonl")):
            assert refused("regime", *words, "--record", "bad.jsonl")["code"] == "bad_record", name
        assert refused("regime", "copy", "bad.jsonl", "--record", "new.db")["file"] == "bad.jsonl"
        acts: tuple[tuple[str | Path, ...], ...] = (("show",), ("lodge", life.ballot), ("erase", "1", "--yes"))
        for act in acts:
            found = refused("regime", *act, "--record", "bad.db")
            assert "no store of a record" in found["message"], name
        assert Path("bad.db").read_bytes() == data
    assert {one.name for one in folder.iterdir()} == {"bad.jsonl", "bad.db"}


def test_files_too_large_are_refused_before_they_are_read(life: Life, folder: Path, log: Path) -> None:
    for name in ("huge", "huge.jsonl"):
        with Path(name).open("wb") as stream:
            stream.truncate(60_000_000_000)
    before = time.monotonic()
    assert refused("regime", "lodge", "huge", "--record", log)["file"] == "huge"
    assert refused("regime", "show", "--record", "huge")["code"] == "engine"
    for words in (("show", "--record", "huge.jsonl"), ("copy", "huge.jsonl", "--record", "new.db")):
        found = refused("regime", *words)
        assert (found["code"], found["line"]) == ("bad_record", 1)
    assert refused("regime", "sign", "huge", "--key", life.key("JP"), "--out", "out", "--yes")["code"] == "bad_document"
    assert refused("regime", "tally", NUMBER, "--record", life.record, "--evidence", "huge")["file"] == "huge"
    assert time.monotonic() - before < 20
    assert not Path("new.db").exists()


def test_places_that_hold_no_record(life: Life, folder: Path) -> None:
    for place in ("none.db", "none.jsonl", "no/such/folder/x.db", ".", "sqlite:///none.db", "oracle://x/y", "http://x/y"):
        for words in (("show",), ("tally", NUMBER), ("lodge", life.ballot)):
            assert refused("regime", *words, "--record", place)["code"] in ("not_found", "engine", "bad_input")
    found = refused("regime", "show")
    assert (found["code"], found["remedy"]) == ("not_found", "name one with --record")
    assert list(folder.iterdir()) == []


def test_a_record_file_is_read_and_never_written(life: Life, folder: Path) -> None:
    record = Path(shutil.copy(life.record, folder / "r.jsonl"))
    before = record.read_bytes()
    key = life.key("secretariat", "log")
    for words in (
        ("lodge", life.ballot),
        ("erase", "1", "--yes"),
        ("copy", life.record),
        ("found", life.folder / "charter.secretariat.json"),
        ("checkpoint", "--key", key, "--out", "out"),
    ):
        assert "needs a store" in refused("regime", *words, "--record", record)["message"]
    assert record.read_bytes() == before
    assert [one.name for one in folder.iterdir()] == ["r.jsonl"]


def test_no_file_is_replaced(life: Life, folder: Path) -> None:
    Path("out").write_text("mine", encoding="utf-8")
    Path("out.jsonl").write_text("mine", encoding="utf-8")
    Path("link").symlink_to(folder / "nowhere")
    for out in ("out", "link"):
        own = (*signing(life, "NL")[:-1], out)
        for words in (
            ("say", "objection", "--about", NUMBER, "--set", "formal=no", "--set", "grounds=g", *own, "--yes"),
            ("vote", NUMBER, "yes", *own, "--yes"),
            ("sign", life.ballot, "--key", life.key("JP"), "--out", out, "--yes"),
            ("fill", life.folder / "short.yaml", "--keys", life.folder / "keys", "--heard", "2026-07-01", "--out", out),
            ("receipt", life.ballot, *own),
            ("cosign", life.ballot, *own),
            ("checkpoint", "--key", life.key("secretariat", "log"), "--record", life.secretariat, "--out", out),
        ):
            status, text, err = called("regime", *words, "--json")
            assert (status, text) == (2, "")
            assert json.loads(err)["error"]["message"] == "there is a file already", words
    assert "already" in refused("regime", "export", "out.jsonl", "--record", life.record)["message"]
    assert ".jsonl" in refused("regime", "export", "out.txt", "--record", life.record)["remedy"]
    assert "no folder" in refused("regime", "export", "no/out.jsonl", "--record", life.record)["message"]
    assert Path("out").read_text(encoding="utf-8") == Path("out.jsonl").read_text(encoding="utf-8") == "mine"
    assert {one.name for one in folder.iterdir()} == {"out", "out.jsonl", "link"}


def test_another_hand_signs_nothing(life: Life, folder: Path) -> None:
    step = ("say", "step", "--about", NUMBER, "--set", "move=publish")
    for owner, by, role in (("NL", "US", ""), ("NL", "NL", "cosign"), ("NL", "secretariat", ""), ("secretariat", "NL", "")):
        own = ("--as", by, "--key", life.key(owner, role), "--record", life.record, "--out", "out", "--yes")
        found = refused("regime", *step, *own)
        assert found["code"] == "bad_record"
        assert f"key of {by}" in found["remedy"]
    did("regime", "keys", "NL", "--out", "strange")
    strange = ("--as", "NL", "--key", "strange/ballot.pem", "--record", life.record, "--out", "out")
    acts: tuple[tuple[str | Path, ...], ...] = ((*step, "--yes"), ("vote", NUMBER, "yes", "--yes"), ("receipt", life.ballot))
    for act in acts:
        assert "not in the charter" in refused("regime", *act, *strange)["message"]
    certificate = ("say", "certificate", "--about", NUMBER)
    assert "publication" in refused("regime", *certificate, *signing(life, "NL"), "--yes")["remedy"]
    assert "secretariat" in refused("regime", "vote", NUMBER, "yes", *signing(life, "secretariat"), "--yes")["message"]
    note = life.folder / "note"
    log = ("--record", life.secretariat, "--out", "out")
    assert "key of the log" in refused("regime", "checkpoint", "--key", life.key("JP"), *log)["message"]
    did("regime", "checkpoint", "--key", life.key("secretariat", "log"), "--record", life.secretariat, "--out", note)
    found = refused("regime", "cosign", note, "--as", "NL", "--key", life.key("JP", "cosign"), *log)
    assert "JP's, not NL's" in found["message"]
    assert not Path("out").exists()


def test_the_wrong_file_as_a_key(life: Life, folder: Path) -> None:
    for key in (life.folder / "keys/JP/public.json", life.record, life.folder, folder / "none.pem"):
        own = ("--as", "JP", "--key", key, "--record", life.record, "--out", "out", "--yes")
        found = refused("regime", "vote", NUMBER, "yes", *own)
        assert found["file"] == str(key)
    assert list(folder.iterdir()) == []


def test_keys_with_a_password(life: Life, folder: Path) -> None:
    Path("password").write_text("correct horse\n", encoding="utf-8")
    Path("other").write_text("battery", encoding="utf-8")
    Path("blank").write_text("\n", encoding="utf-8")
    made = did("regime", "keys", "JP", "--out", "k", "--password-file", "password")
    assert made["encrypted"] is True
    assert {one["role"] for one in made["keys"]} == {"ballot", "cosign", "publication", "notices"}
    assert (Path("k/ballot.pem").stat().st_mode & 0o777) == 0o600
    envelope, key = life.folder / "charter.JP.json", ("--key", "k/ballot.pem", "--out", "out", "--yes")
    assert "--password-file" in refused("regime", "sign", envelope, *key)["remedy"]
    assert refused("regime", "sign", envelope, *key, "--password-file", "other")["file"] == "k/ballot.pem"
    assert refused("regime", "sign", envelope, *key, "--password-file", "none")["code"] == "not_found"
    assert "empty" in refused("regime", "sign", envelope, *key, "--password-file", "blank")["message"]
    assert "empty" in refused("regime", "keys", "NL", "--out", "n", "--password-file", "blank")["message"]
    assert not Path("out").exists()
    assert not Path("n").exists()
    assert did("regime", "sign", envelope, *key, "--password-file", "password")["file"] == "out"
    assert "never replaced" in refused("regime", "keys", "JP", "--out", "k")["remedy"]
    assert refused("regime", "keys", "US", "--out", "u", "--algorithm", "rsa")["code"] == "bad_record"
    assert not Path("u").exists()


def test_names_that_say_nothing_or_too_much(life: Life, folder: Path) -> None:
    for name in ("", "Q-9", "0" * 64, "\x1b[2J", "../../etc/passwd"):
        for words in (("show", name), ("tally", name)):
            if words == ("show", ""):
                continue
            assert refused("regime", *words, "--record", life.record)["code"] == "not_found"
    concern = next(one for one in did("regime", "show", "--record", life.record)["matters"] if one["kind"] == "concern")
    assert "no round" in refused("regime", "tally", concern["id"][:9], "--record", life.record)["message"]
    assert refused("regime", "tally", NUMBER, "--record", life.record, "--root", "0" * 64)["code"] == "bad_record"
    assert refused("regime", "tally", NUMBER, "--record", life.record, "--root", "nonsense")["code"] == "bad_record"
    assert refused("regime", "tally", NUMBER, "--record", life.record, "--evidence", "none")["code"] == "not_found"
    assert "several" in refused("regime", "show", "", "--record", life.record)["message"]


def test_fields_that_are_not_given_right(life: Life, folder: Path) -> None:
    own = (*signing(life, "NL"), "--yes")
    found = refused("regime", "say", "step", "--set", "move", *own)
    assert "NAME=VALUE" in found["message"]
    assert "--set" in found["remedy"]
    assert "twice" in refused("regime", "say", "step", "--set", "move=a", "--set", "move=b", *own)["message"]
    assert "twice" in refused("regime", "say", "concern", "--set", "title=a", "--set", "title.en=b", *own)["message"]
    assert refused("regime", "say", "objection", "--from", "grounds=none", *own)["code"] == "not_found"
    Path("latin").write_bytes(b"caf\xe9")
    assert "UTF-8" in refused("regime", "say", "objection", "--from", "grounds=latin", *own)["message"]
    assert refused("regime", "say", "challenge", "--from", "receipt=latin", "--about", NUMBER, *own)["file"] == "latin"
    assert "proposal" in refused("regime", "say", "poem", *own)["remedy"]
    assert "--about" in refused("regime", "say", "step", "--set", "move=test", *own)["remedy"]
    assert "--set title.en=TEXT" in refused("regime", "say", "concern", "--set", "field=quantum", *own)["remedy"]
    red = ("say", "concern", "--set", "title.en=t", "--set", "field=quantum", "--set", "text=x", "--set", "colour=red")
    assert "no field 'colour'" in refused("regime", *red, *own)["message"]
    assert "withdraw" in refused("regime", "vote", NUMBER, "maybe", *own)["remedy"]
    assert list(folder.iterdir()) == [folder / "latin"]


def test_every_kind_without_anything_is_refused_in_one_line(life: Life, folder: Path) -> None:
    for kind, owner in zip(KINDS, itertools.cycle(("NL", "secretariat", "US"))):
        status, out, err = called("regime", "say", kind, *signing(life, owner), "--yes")
        assert (status, out) == (2, "")
        assert err.startswith("error: ")
        assert len(err.splitlines()) == 1
    assert list(folder.iterdir()) == []


def test_missing_options_name_themselves(life: Life, folder: Path) -> None:
    for words in (
        ("vote", NUMBER, "yes"),
        ("say", "step"),
        ("cosign", "note"),
        ("file",),
        ("keys", "JP"),
        ("fill", "x"),
        ("erase",),
    ):
        found = refused("regime", *words)
        assert found["code"] == "bad_usage"
        assert "Missing" in found["message"]
        assert f"sekisho regime {words[0]} --help" in found["remedy"]


def test_a_charter_that_is_not_ready(life: Life, folder: Path) -> None:
    fill = ("fill", life.folder / "short.yaml", "--out", "out")
    keys = ("--keys", life.folder / "keys")
    assert "--heard" in refused("regime", *fill, *keys)["remedy"]
    assert refused("regime", *fill, *keys, "--heard", "yesterday")["code"] == "bad_document"
    assert "public.json" in refused("regime", *fill, "--keys", folder, "--heard", "2026-07-01")["message"]
    assert "five-states" in refused("regime", "fill", "none.yaml", *keys, "--out", "out")["remedy"]
    shutil.copytree(life.folder / "keys" / "JP", folder / "keys" / "JP")
    assert "missing" in refused("regime", *fill, "--keys", folder / "keys", "--heard", "2026-07-01")["message"]
    shutil.copytree(life.folder / "keys" / "JP", folder / "keys" / "again")
    assert "two files" in refused("regime", *fill, "--keys", folder / "keys", "--heard", "2026-07-01")["message"]
    for data in bad_files(life, b"{}\n").values():
        (folder / "keys" / "JP" / "public.json").write_bytes(data)
        assert refused("regime", *fill, "--keys", folder / "keys", "--heard", "2026-07-01")["code"] in (
            "bad_record",
            "bad_input",
        )
    assert not Path("out").exists()
    assert refused("regime", "charter", life.folder / "charter.JP.json")["code"] in ("bad_document", "bad_charter")
    assert did("regime", "charter", life.folder / "charter.json")["digest"] == life.root
    assert len(did("regime", "charter")["charters"]) == 4


def test_a_charter_that_lacks_signatures_founds_nothing(life: Life, folder: Path) -> None:
    half = life.folder / "charter.NL.json"
    assert "not signed" in refused("regime", "found", half, "--record", "new.db")["message"]
    assert list(folder.iterdir()) == []
    own = [word for role in ("ballot", "cosign") for word in ("--key", life.key("US", role))]
    signed = did("regime", "sign", half, *own, "--out", "more.json", "--yes")
    assert signed["still_to_sign"] == [
        "US (publication)",
        *(f"secretariat ({role})" for role in ("log", "statement", "timestamp")),
    ]
    whole = life.folder / "charter.secretariat.json"
    assert did("regime", "sign", whole, *own, "--out", "same.json", "--yes")["still_to_sign"] == []
    assert Path("same.json").read_bytes() == whole.read_bytes()
    assert did("regime", "found", whole, "--record", "new.db")["root"] == life.root
    assert did("regime", "found", whole, "--record", "new.db")["root"] == life.root
    assert did("regime", "show", "--record", "new.db")["proved"]["leaves"] == 1


def test_a_record_of_another_framework(life: Life, folder: Path, log: Path) -> None:
    other = Path("other.yaml")
    other.write_text(quick_charter().replace("framework: three-states", "framework: other"), encoding="utf-8")
    did("regime", "fill", other, "--keys", life.folder / "keys", "--heard", "2026-07-01", "--out", "o.json")
    every = [word for path in sorted((life.folder / "keys").rglob("*.pem")) for word in ("--key", path)]
    did("regime", "sign", "o.json", *every, "--out", "o.signed.json", "--yes")
    did("regime", "found", "o.signed.json", "--record", "other.db")
    did("regime", "export", "other.jsonl", "--record", "other.db")
    before = did("regime", "show", "--record", log)
    assert "the store is of the log" in refused("regime", "copy", "other.jsonl", "--record", log)["message"]
    assert "the store is of the log" in refused("regime", "found", "o.signed.json", "--record", log)["message"]
    assert refused("regime", "show", "--record", "other.jsonl", "--root", life.root)["code"] == "bad_record"
    assert did("regime", "show", "--record", log) == before


def test_two_versions_of_a_log_are_not_joined(life: Life, log: Path, folder: Path) -> None:
    shutil.copy(log, "forked.db")
    for place, text in ((log, "one"), (Path("forked.db"), "another")):
        out = f"{text}.json"
        words = ("say", "concern", "--set", "title.en=t", "--set", "field=quantum", "--set", f"text={text}")
        did("regime", *words, "--as", "US", "--key", life.key("US"), "--record", place, "--out", out, "--yes")
        did("regime", "lodge", out, "--record", place)
    did("regime", "export", "forked.jsonl", "--record", "forked.db")
    found = refused("regime", "copy", "forked.jsonl", "--record", log)
    assert "another than in this copy" in found["message"]
    assert "keep both" in found["remedy"]


def test_a_lodged_statement_is_neither_lost_nor_doubled(life: Life, log: Path, folder: Path) -> None:
    first = did("regime", "lodge", life.ballot, life.ballot, "--record", log)["lodged"]
    again = did("regime", "lodge", life.ballot, "--record", log)["lodged"]
    assert [one["leaf"] for one in first] == [first[0]["leaf"]] * 2 == [again[0]["leaf"]] * 2
    status, out, _ = called("regime", "lodge", life.ballot, "--record", log)
    assert status == 0
    assert f"leaf {first[0]['leaf']}: ballot" in out


def test_killed_while_it_lodges(life: Life, log: Path, folder: Path) -> None:
    size = did("regime", "show", "--record", log)["proved"]["leaves"]
    code = "import sys; from sekisho.cli.app import run; print('ready', flush=True); sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "regime", "lodge", str(life.dropped[0]), "--record", str(log)]
    for wait in (0.1, 0.4, 0.7):
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert did("regime", "show", "--record", log)["proved"]["leaves"] in (size, size + 1)
    leaf = did("regime", "lodge", life.dropped[0], "--record", log)["lodged"][0]["leaf"]
    assert leaf == size
    assert did("regime", "show", "--record", log)["proved"]["leaves"] == size + 1


def test_the_process_itself_recounts_without_solver_and_without_database(life: Life, folder: Path) -> None:
    code = (
        "import sys; from sekisho.cli.app import run; status = run(sys.argv[1:]); "
        "print(sorted({one.partition('.')[0] for one in sys.modules} & {'z3', 'polars', 'duckdb', 'sqlglot', 'sqlalchemy', "
        "'sqlite3', 'psycopg'}), file=sys.stderr); sys.exit(status)"
    )
    words = ["regime", "tally", NUMBER, "--record", str(life.record), "--root", life.root, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "80"},
    )
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    assert json.loads(done.stdout)["outcome"] == "adopted"


def test_the_story_and_its_kept_artefacts(life: Life, folder: Path) -> None:
    told = did("regime", "demo", "--keep", "story")
    assert (told["outcome"], told["state"]) == ("adopted", "effective")
    assert len(told["attacks"]) == 4
    for command in told["commands"]:
        status, out, _ = called(*command.split()[1:])
        assert status == 0
        assert ("VERIFIED" if command.startswith("sekisho verify") else "that you gave") in " ".join(out.split())
    assert told["answers"] == ["no_requirement_found", "no_requirement_found", "licence_required"]
    assert len(told["warnings"]) == 1
    assert "ask first" in told["warnings"][0]
    found = did("regime", "tally", "EXAMPLE-1", "--record", "story/record.jsonl", "--root", told["root"])
    assert found["report_digest"] == told["report_digest"]
    evidence = ("--evidence", "story/ballot.GB.json", "--evidence", "story/receipt.NL.json")
    shown = did("regime", "tally", "EXAMPLE-1", "--record", "story/record.jsonl", *evidence)
    assert [one["missing"] for one in shown["evidence"]] == [False]
    assert shown["outcome"] == "adopted"
    assert "already" in refused("regime", "demo", "--keep", "story")["message"]


def test_the_end_of_the_story_for_people(life: Life, capsys: pytest.CaptureFixture[str]) -> None:
    command = f"sekisho regime show --record story/record.jsonl --root {'0' * 64}"
    answer = {
        "code": "4A801.a",
        "outcome": "adopted",
        "leaves": 50,
        "rules": ["Quorum: 5 took part, 3 are needed: holds."],
        "attacks": [{"attack": "one byte altered", "answer": "refused: the body of leaf 9 is not the one it commits to"}],
        "answers": ["no_requirement_found", "licence_required"],
        "warnings": ["JP-2026-1 of JP: possibly"],
        "seconds": 3.5,
        "days": 12,
        "commands": [command],
    }
    show("story", {"when": "2026-07-01 09:00", "who": "JP", "text": "raises a concern " * 9})
    show("story_end", answer)
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines if not line.startswith("$")) <= 80
    assert lines[-1] == f"$ {command}"
    assert any(line.startswith("  * one byte altered: refused") for line in lines)
