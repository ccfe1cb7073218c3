"""``sekisho notices`` as a licensing desk meets it: files in, files out, nothing of a stranger's text hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sekisho.cli.notices_commands import notices_app
from sekisho.errors import Error, RecordError
from sekisho.workspace.simulation import notices_key
from tests.assurance import world
from tests.workspace.test_notices import DENIAL, LICENCE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with a charter, keys, mailboxes, a denial and a licence; it is the current one."""
    found, group = tmp_path_factory.mktemp("desk"), world.group("notices", notices=True)
    (found / "charter.json").write_bytes(group.charter.data)
    for member in ("US", "JP"):
        (found / member / "in").mkdir(parents=True)
        (found / member / "ballot.pem").write_bytes(group.members[member].keys["ballot"].dump(None))
        (found / member / "notices.pem").write_bytes(notices_key("notices", member).dump(None))
    (found / "out").mkdir()
    (found / "denial.yaml").write_text(DENIAL + "to: [JP]\n", encoding="utf-8")
    (found / "licence.yaml").write_text(LICENCE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(found)
        patch.setenv("COLUMNS", "200")
        yield found


def call(member: str, *words: str, code: int = 0) -> str:
    """Run a command for a member, and return what it printed on standard output."""
    common = ["--as", member, "--charter", "charter.json", "--workspace", f"{member}/home"]
    Path(member, "home").mkdir(exist_ok=True)
    result = CliRunner().invoke(notices_app, [*words, *common], standalone_mode=False)
    if result.exception is not None and isinstance(result.exception, Error):
        raise result.exception
    assert (result.return_value or 0) == code, result.output
    return result.stdout


def signed(member: str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(member, *words, "--key", f"{member}/ballot.pem", "--yes", "--json"))
    return found


def test_from_a_denial_to_a_grant(folder: Path) -> None:
    made = signed("US", "issue", "denial.yaml", "--out", "out")
    assert made["to"] == ["JP"]
    result = CliRunner().invoke(notices_app, ["send", "out", "--to-dir", "JP/in"])
    assert (result.exit_code, made["file"].split("/")[-1] in result.stdout) == (0, True)
    assert "denial of US" in call("JP", "open", "JP/in", "--key", "JP/notices.pem")
    assert "kept already" in call("JP", "open", "JP/in", "--key", "JP/notices.pem")
    checked = call("JP", "check", "licence.yaml")
    for words in ("LOOK", "possibly: item and party agree", "decision stays national", "\\u{202e}", "ask first"):
        assert words in checked
    assert json.loads(call("JP", "check", "licence.yaml", "--json"))["hits"][0]["denial"] == "US-1"
    asked = signed("JP", "consult", "US-1", "licence.yaml", "--asked", "2026-07-01", "--out", "US/in")
    assert asked["reply_by"] == "2026-07-15"
    call("US", "open", "US/in", "--key", "US/notices.pem")
    signed("US", "answer", asked["digest"][:10], "no", "--on", "2026-07-08", "--out", "JP/in")
    call("JP", "open", "JP/in", "--key", "JP/notices.pem")
    shown = call("JP", "list", "--date", "2026-07-20")
    assert "not identical" in shown
    assert "Silence within the clock counts as: not identical" in shown
    given = ["grant", "US-1", "--reference", "L-1", "--inquiry", asked["digest"], "--decided", "2026-07-20"]
    granted = call("JP", *given, "--reasons", "made up", "--out", "out", "--key", "JP/ballot.pem", "--yes")
    assert "the notice is due by 2026-08-19" in granted
    signed("US", "renew", "US-1", "--reviewed", "2029-05-01", "--out", "JP/in")
    signed("US", "withdraw", "US-1", "--from", "2026-07-22", "--reasons", "made up", "--out", "JP/in")
    call("JP", "open", "JP/in", "--key", "JP/notices.pem")
    assert "withdrawn from 2026-07-22" in call("JP", "list", "--date", "2026-07-23")
    after = call("JP", "check", "licence.yaml")
    assert "No denial was found that it may repeat; searched 0 valid denials of 1 kept" in after


def test_what_a_mailbox_refuses_is_named_and_the_status_says_so(folder: Path) -> None:
    (folder / "bad").mkdir()
    (folder / "bad" / "x.age").write_bytes(b"no notice")
    shown = call("JP", "open", "bad", "--key", "JP/notices.pem", code=2)
    assert "Refused" in shown
    assert "x.age" in shown
    with pytest.raises(RecordError, match="not sealed to this key"):
        call("JP", "open", "bad/x.age", "--key", "JP/notices.pem")


def test_nothing_is_signed_unless_it_is_confirmed(folder: Path) -> None:
    before = sorted((folder / "out").iterdir())
    words = ["issue", "denial.yaml", "--key", "US/ballot.pem", "--out", "out", "--as", "US", "--charter", "charter.json"]
    result = CliRunner().invoke(notices_app, [*words, "--workspace", "US/home"], input="n\n")
    assert result.exit_code == 1
    assert sorted((folder / "out").iterdir()) == before


def test_the_key_of_another_member_signs_nothing(folder: Path) -> None:
    with pytest.raises(RecordError, match="US has not signed it"):
        call("US", "issue", "denial.yaml", "--out", "out", "--yes", "--key", "JP/ballot.pem")


def test_every_command_says_how_it_is_called() -> None:
    for command in notices_app.registered_commands:
        assert (command.epilog or "").startswith("Example: sekisho notices ")
