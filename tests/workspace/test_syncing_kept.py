"""What is kept is never given up for a namesake, for what a slower sync has fetched, or for a damaged folder."""

from __future__ import annotations

import json
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import InputError
from sekisho.terms.canonical import encode
from sekisho.workspace import syncing
from sekisho.workspace.press import Press
from sekisho.workspace.syncing import sync
from sekisho.workspace.verifying import put
from tests.assurance.published import FOUR, certified
from tests.workspace.mirrors import two_editions
from tests.workspace.test_syncing import codes, first_moment, rulebook, start


@lru_cache
def namesake() -> Press:
    """Return the press of another framework that has the same name."""
    group, _ = certified("namesake")
    group.pass_time(first_moment() - group.now)
    press = Press(group)
    press.publish(FOUR)
    return press


def test_another_framework_of_the_same_name_does_not_take_the_list_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, _, second = two_editions()
    workspace, other = tmp_path / "ws", namesake()
    put(tmp_path / "second", second)
    put(tmp_path / "namesake", other.files)
    sync(str(tmp_path / "second"), workspace, press.group.charter.digest, press.group.now, rulebook=rulebook())

    def follow() -> None:
        sync(str(tmp_path / "namesake"), workspace, other.group.charter.digest, other.group.now, rulebook=rulebook())

    with pytest.raises(InputError, match="another framework of this name") as caught:
        follow()
    assert caught.value.remedy
    assert codes(workspace) == ["4Q901", "4Q902"]
    monkeypatch.setattr(syncing, "_refuse_namesake", lambda *_: None)
    monkeypatch.setattr(syncing, "_name_in_use", lambda place, folder, held: (place / "current").write_text(folder.name))
    follow()
    assert codes(workspace) == ["4Q901"]  # without the guard a namesake takes findings away


def test_a_slower_sync_does_not_put_an_older_list_in_the_place_of_a_newer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, _, second = two_editions()
    workspace = tmp_path / "ws"
    start(workspace)
    put(tmp_path / "second", second)
    check = syncing.check_published

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(syncing, "check_published", check)
        sync(str(tmp_path / "second"), workspace, None, press.group.now, rulebook=rulebook())
        return check(*given)

    monkeypatch.setattr(syncing, "check_published", meanwhile)
    with pytest.raises(InputError, match="another sync has changed the list meanwhile") as caught:
        sync(str(tmp_path / "first"), workspace, None, first_moment(), rulebook=rulebook())
    assert caught.value.remedy == "sync again"
    assert codes(workspace) == ["4Q901", "4Q902"]


@pytest.mark.parametrize(
    ("name", "value"), [("entries", ["x"]), ("entries", "x"), ("gone", True), ("signed", "x"), ("size", [])]
)
def test_a_state_of_another_form_is_refused_with_a_way_out(tmp_path: Path, name: str, value: Any) -> None:
    start(tmp_path / "ws")
    state = next((tmp_path / "ws" / "framework").glob("*/*/state.json"))
    state.write_bytes(encode({**json.loads(state.read_bytes()), name: value}))
    with pytest.raises(InputError, match="is damaged") as caught:
        sync(str(tmp_path / "first"), tmp_path / "ws", None, first_moment(), rulebook=rulebook())
    assert "sync again, with --root" in (caught.value.remedy or "")


def test_what_python_tuf_kept_is_not_done_without(tmp_path: Path) -> None:
    start(tmp_path / "ws")
    shutil.rmtree(next((tmp_path / "ws" / "framework").glob("*/*/client")))
    with pytest.raises(InputError, match="is damaged"):
        sync(str(tmp_path / "first"), tmp_path / "ws", None, first_moment(), rulebook=rulebook())
