"""Publish, sync and verify with nothing but commands and files, by the machine's own clock."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.app import run
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.publication.repository import TIMESTAMP
from sekisho.workspace.simulation import Group
from tests.assurance.published import FOUR
from tests.assurance.world import adopted
from tests.regime.test_schemas import validator as schema

ENTRY = """code: 4Q901
field: quantum
group: A
kinds: [quantum_computer]
text: "A made-up entry"
versions:
  - citation: "made up"
    from: 2026-01-01
    when: physical_qubits >= 500
    reasons: [NS]
cases:
  - {name: "yes", item: {kind: quantum_computer, physical_qubits: 500}, expect: "yes"}
  - {name: "no", item: {kind: quantum_computer, physical_qubits: 499}, expect: "no"}
"""


class Folder:
    """A folder with a record, keys and the root of a group that has adopted and certified an entry."""

    def __init__(self, folder: Path, group: Group) -> None:
        self.folder, self.group = folder, group
        self.root = group.charter.digest
        self.record = str(folder / "record.jsonl")
        self.write()
        for party, desk in {**group.members, "secretariat": group.secretariat}.items():
            (folder / party).mkdir()
            for role, key in desk.keys.items():
                (folder / party / f"{role}.pem").write_bytes(key.dump(None))

    def write(self) -> None:
        store = self.group.secretariat.store
        identity = Identity(store.framework(), store.origin())
        write_record(Path(self.record), identity, store.leaves(), [note for _, note in store.checkpoints()])

    def key(self, party: str, role: str) -> str:
        return str(self.folder / party / f"{role}.pem")

    def path(self, name: str) -> str:
        return str(self.folder / name)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("COLUMNS", "100")
    from tests.assurance.world import change, opened, proposal

    group, _ = opened("commands")
    made, subject = proposal(group, number="C-1", changes=[change("4Q901") | {"entry": ENTRY}])
    assert group.to_round(made, subject, "JP")
    group.decide(subject, dict.fromkeys(FOUR, "yes"))
    group.certify(subject, FOUR)
    group.pass_time(dt.datetime.now(dt.UTC).replace(microsecond=0) - group.now)
    group.must_checkpoint()
    group.must_checkpoint()
    return Folder(tmp_path, group)


def did(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Run a command with --json that must succeed."""
    status = run([*words, "--json"])
    out, err = capsys.readouterr()
    assert status == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Run a command with --json that must be refused: nothing on standard output, one error with a remedy."""
    status = run([*words, "--json"])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    error: dict[str, Any] = json.loads(err.splitlines()[-1])["error"]
    return error


def published(here: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    """Draft, sign by four, merge and release."""
    did(capsys, "publish", "draft", here.path("draft"), "--record", here.record, "--root", here.root)
    files = []
    for member in FOUR:
        files.append(here.path(f"{member}.signatures"))
        key = here.key(member, "publication")
        signed = ("--as", member, "--key", key, "--record", here.record, "--out", files[-1], "--yes")
        did(capsys, "publish", "sign", here.path("draft"), *signed)
    merged = did(capsys, "publish", "merge", here.path("draft"), *files, "--record", here.record)
    assert merged["wanting"] == []
    words = ("--to", here.path("repository"), "--key", here.key("secretariat", "timestamp"), "--record", here.record)
    did(capsys, "publish", "release", here.path("draft"), *words)


def test_from_the_record_to_the_exporter_s_advice(here: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    published(here, capsys)
    verified = did(capsys, "verify", here.path("repository"), "--root", here.root)
    assert (verified["how"], verified["stale"], [row["code"] for row in verified["entries"]]) == (
        "certificates",
        False,
        ["4Q901"],
    )
    recounted = did(capsys, "verify", here.path("repository"), "--root", here.root, "--record", here.record)
    assert recounted["how"] == "ballots"
    (here.folder / "ws").mkdir()
    synced = did(capsys, "sync", here.path("repository"), "--root", here.root, "--workspace", here.path("ws"))
    schema("publication").validate(synced)
    assert synced["changes"]["added"] == ["4Q901"]
    example = Path(__file__).parents[2] / "examples" / "analogue-simulator.yaml"
    text = example.read_text(encoding="utf-8").replace("date: 2026-07-23", f"date: {here.group.now.date()}")
    (here.folder / "shipment.yaml").write_text(text, encoding="utf-8")
    status = run(["check", here.path("shipment.yaml"), "--workspace", here.path("ws"), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert [(row["entry"], row["verdict"], row["effect_in"]) for row in answer["advisory"]] == [("4Q901", "yes", [])]
    assert "not law in your jurisdiction" in answer["advisory"][0]["text"]
    assert (status, answer["outcome"]) == (0, "no_requirement_found")
    run(["check", here.path("shipment.yaml"), "--workspace", here.path("ws")])
    assert "not law in your jurisdiction" in " ".join(capsys.readouterr().out.split())
    run(["lists", "--workspace", here.path("ws")])
    assert "five-states" in capsys.readouterr().out


def test_what_people_read(here: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    run(["publish", "draft", here.path("draft"), "--record", here.record])
    assert "too few have signed" in capsys.readouterr().out
    words = ["--as", "JP", "--key", here.key("JP", "publication"), "--record", here.record, "--out", here.path("s"), "--yes"]
    run(["publish", "sign", here.path("draft"), *words])
    screen = capsys.readouterr().err
    assert screen.startswith("You certify the tally of everything listed here, not your agreement.")
    assert "4Q901  C-1, adopted" in screen
    run(["publish", "status", "--record", here.record])
    assert "certified by GB, JP, NL, US" in capsys.readouterr().out
    did(capsys, "publish", "merge", here.path("draft"), here.path("s"), "--record", here.record)
    for words in (["publish"], ["publish", "sign", "--help"], ["sync", "--help"], ["verify", "--help"]):
        run(words)
        assert "Usage" in capsys.readouterr().out


def test_what_cannot_be_published_says_why(here: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    record = ("--record", here.record)
    did(capsys, "publish", "draft", here.path("draft"), *record)
    assert "there already" in refused(capsys, "publish", "draft", here.path("draft"), *record)["message"]
    jp = ("--as", "JP", *record)
    wrong = refused(
        capsys,
        "publish",
        "sign",
        here.path("draft"),
        *jp,
        "--key",
        here.key("JP", "ballot"),
        "--out",
        here.path("x"),
        "--yes",
    )
    assert "not the publication key of JP" in wrong["message"]
    other = ("--key", here.key("US", "publication"), "--out", here.path("x"), "--yes")
    assert "not the publication key of JP" in refused(capsys, "publish", "sign", here.path("draft"), *jp, *other)["message"]
    online = ("--key", here.key("secretariat", "timestamp"))
    early = refused(capsys, "publish", "release", here.path("draft"), "--to", here.path("r"), *online, *record)
    assert "lacks 4 signatures" in early["message"]
    assert not (here.folder / "r").exists()
    (here.folder / "junk").write_text("{}")
    assert (
        "no file of signatures"
        in refused(capsys, "publish", "merge", here.path("draft"), here.path("junk"), *record)["message"]
    )
    assert "no repository here" in refused(capsys, "publish", "timestamp", here.path("JP"), *online)["message"]
    (here.folder / "empty").mkdir()
    assert "no draft" in refused(capsys, "publish", "merge", here.path("empty"), here.path("junk"), *record)["message"]
    entry = next((here.folder / "draft" / "targets" / "quantum").glob("*.yaml"))
    entry.write_bytes(entry.read_bytes() + b"# more\n")
    mine = ("--key", here.key("JP", "publication"), "--out", here.path("x"), "--yes")
    assert "your own copy" in refused(capsys, "publish", "sign", here.path("draft"), *jp, *mine)["message"]
    assert not (here.folder / "x").exists()


def test_the_timestamp_is_renewed_by_its_own_key_alone(here: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    published(here, capsys)
    before = (here.folder / "repository" / TIMESTAMP).read_bytes()
    wrong = refused(capsys, "publish", "timestamp", here.path("repository"), "--key", here.key("secretariat", "log"))
    assert "timestamp key in force" in wrong["message"]
    assert (here.folder / "repository" / TIMESTAMP).read_bytes() == before
    for strange in ("x.root.json", "0.root.json"):
        (here.folder / "repository" / "metadata" / strange).write_bytes(b"{}")
    did(capsys, "publish", "timestamp", here.path("repository"), "--key", here.key("secretariat", "timestamp"))
    assert did(capsys, "verify", here.path("repository"), "--root", here.root)["stale"] is False
    for root in (here.folder / "repository" / "metadata").glob("*.root.json"):
        root.unlink()
    gone = refused(capsys, "publish", "timestamp", here.path("repository"), "--key", here.key("secretariat", "timestamp"))
    assert "no root here" in gone["message"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "nowhere", "--root", "0" * 64), "no folder"),
        (("sync", "nowhere"), "no folder"),
        (("verify", ".", "--root", "0" * 64), "no metadata/1.root.json"),
        (("verify", ".", "--root", "abc"), "neither a digest"),
        (("sync", "http://127.0.0.1:9", "--root", "0" * 64), "cannot be reached"),
        (("publish", "draft", "new", "--record", "nowhere.jsonl"), "no such record file"),
    ],
)
def test_bad_input_is_one_clear_error(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEKISHO_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    error = refused(capsys, *words)
    assert said in error["message"]
    assert error["remedy"]


def test_a_record_in_which_something_waits_for_certificates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    group, _ = adopted("waiting")
    group.must_checkpoint()
    group.must_checkpoint()
    here = Folder(tmp_path, group)
    error = refused(capsys, "publish", "draft", here.path("draft"), "--record", here.record)
    assert "have certified the tally" in error["message"]
    assert "may still certify" in error["remedy"]
    (row,) = did(capsys, "publish", "status", "--record", here.record)["results"]
    assert row["certified"] == []
    assert row["clock_ends"]
