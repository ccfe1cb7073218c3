"""A client replaces what it holds in one step, by what it has verified as a whole, and by nothing else."""

from __future__ import annotations

import datetime as dt
import multiprocessing as mp
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from sekisho.errors import Error, InputError, MissingError, PublicationError
from sekisho.publication.layout import TIMESTAMP_LIFE
from sekisho.publication.repository import TIMESTAMP
from sekisho.workspace import syncing
from sekisho.workspace.framework import load_frameworks
from sekisho.workspace.rulebook import Rulebook, open_rulebook
from sekisho.workspace.syncing import read_root, sync
from sekisho.workspace.verifying import put, read_folder, verify_place
from tests.workspace.mirrors import LIES, Mirror, serving, two_editions

KILLS = int(os.environ.get("SEKISHO_KILLS", "8"))
NIGHTLY = 100
FEW = KILLS if KILLS < NIGHTLY else 8


@lru_cache
def rulebook() -> Rulebook:
    return open_rulebook()


def codes(workspace: Path) -> list[str]:
    """Return the codes of the list that `check` would use."""
    (found,) = load_frameworks(workspace, rulebook())
    return sorted(found.list.entries)


def start(workspace: Path) -> dt.datetime:
    """Let a workspace hold the first edition; return its moment."""
    press, first, _ = two_editions()
    folder = workspace.parent / "first"
    if not folder.exists():
        put(folder, first)
    at = first_moment()
    sync(str(folder), workspace, press.group.charter.digest, at, rulebook=rulebook())
    return at


def first_moment() -> dt.datetime:
    from sekisho.publication.repository import read_metadata

    _, first, _ = two_editions()
    return dt.datetime.fromtimestamp(read_metadata(first[TIMESTAMP], TIMESTAMP).signed.version, dt.UTC)


def test_a_list_is_fetched_kept_and_used(tmp_path: Path) -> None:
    press, first, second = two_editions()
    workspace = tmp_path / "ws"
    start(workspace)
    assert codes(workspace) == ["4Q901"]
    with serving(Mirror(second)) as address:
        answer = sync(address, workspace, None, press.group.now, rulebook=rulebook())
        assert (answer["new"], codes(workspace)) == (True, ["4Q901", "4Q902"])
        assert answer["changes"] == {"added": ["4Q902"], "amended": [], "gone": []}
        again = sync(address, workspace, None, press.group.now, rulebook=rulebook())
        assert (again["new"], again["kept"]) == (False, answer["kept"])
    kept = read_folder(Path(answer["kept"]) / "repository")
    assert verify_place(str(Path(answer["kept"]) / "repository"), press.group.charter.digest, None, press.group.now)[
        "entries"
    ]
    assert {path for path in kept if path.endswith(".yaml")} <= second.keys()
    assert first.keys() - second.keys() == set()


def test_what_is_held_already_is_not_fetched_again(tmp_path: Path) -> None:
    press, _, second = two_editions()
    workspace = tmp_path / "ws"
    start(workspace)
    mirror = Mirror(second)
    with serving(mirror) as address:
        sync(address, workspace, None, press.group.now, rulebook=rulebook())
    assert [path for path in mirror.asked if path.endswith("4Q901.yaml")] == []
    assert [path for path in mirror.asked if path.endswith("4Q902.yaml")]


def test_there_is_no_trust_on_first_use(tmp_path: Path) -> None:
    _, first, _ = two_editions()
    with serving(Mirror(first)) as address, pytest.raises(MissingError, match="none is taken from it"):
        sync(address, tmp_path / "ws", None, first_moment(), rulebook=rulebook())
    with serving(Mirror(first)) as address, pytest.raises(PublicationError, match="founded on"):
        sync(address, tmp_path / "ws", "0" * 64, first_moment(), rulebook=rulebook())
    assert load_frameworks(tmp_path / "ws", rulebook()) == ()


def attempt(address: str, workspace: Path, now: dt.datetime) -> bool:
    """Sync, and tell whether it succeeded; every failure is one clear error of ours."""
    try:
        sync(address, workspace, None, now, rulebook=rulebook())
    except Error:
        return False
    return True


@pytest.mark.parametrize("lie", LIES)
def test_a_mirror_that_lies_about_any_file_changes_nothing(
    tmp_path: Path, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, first, second = two_editions()
    workspace = tmp_path / "ws"
    start(workspace)
    mirror = Mirror(second, old=first, lie=lie)
    new = [path for path in second if second[path] != first.get(path)]
    with serving(mirror) as address:
        for about in (*sorted(new), ""):
            shutil.rmtree(tmp_path / "try", ignore_errors=True)
            shutil.copytree(workspace, tmp_path / "try", symlinks=True)
            mirror.about = about
            done = attempt(address, tmp_path / "try", press.group.now)
            held = codes(tmp_path / "try")
            assert held == (["4Q901", "4Q902"] if done else ["4Q901"]), (lie, about)
            assert list((tmp_path / "try" / "framework").glob(".syncing-*")) == []


def test_an_older_repository_is_refused_by_who_holds_a_newer_one(tmp_path: Path) -> None:
    press, _, second = two_editions()
    workspace = tmp_path / "ws"
    start(workspace)
    put(tmp_path / "second", second)
    sync(str(tmp_path / "second"), workspace, None, press.group.now, rulebook=rulebook())
    with pytest.raises(PublicationError, match="older than what is held"):
        sync(str(tmp_path / "first"), workspace, None, first_moment(), rulebook=rulebook())
    assert codes(workspace) == ["4Q901", "4Q902"]


def test_bounded_a_fresh_client_believes_an_old_copy_until_its_timestamp_expires(tmp_path: Path) -> None:
    press, first, _ = two_editions()
    put(tmp_path / "first", first)
    root, at = press.group.charter.digest, first_moment()
    late = at + TIMESTAMP_LIFE - dt.timedelta(seconds=1)
    assert sync(str(tmp_path / "first"), tmp_path / "ws", root, late, rulebook=rulebook())["new"]
    with pytest.raises(PublicationError, match="has expired"):
        sync(str(tmp_path / "first"), tmp_path / "other", root, at + TIMESTAMP_LIFE, rulebook=rulebook())


def test_a_clock_that_was_set_back_does_not_make_an_old_copy_new(tmp_path: Path) -> None:
    press, first, second = two_editions()
    put(tmp_path / "second", second)
    put(tmp_path / "first", first)
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    held = Path(
        sync(str(tmp_path / "second"), tmp_path / "ws", press.group.charter.digest, past, rulebook=rulebook())["kept"]
    )
    assert syncing.trusted_now(past, held, rulebook()) == press.verified().checkpoint.time
    assert syncing.trusted_now(past, None, rulebook()).date() == max(
        one.header.law_as_known for one in rulebook().lists.values()
    )


def test_the_timestamp_alone_can_be_renewed(tmp_path: Path) -> None:
    press, _, second = two_editions()
    put(tmp_path / "second", second)
    root, now = press.group.charter.digest, press.group.now
    first = sync(str(tmp_path / "second"), tmp_path / "ws", root, now, rulebook=rulebook())
    later = now + dt.timedelta(days=3)
    note = press.group.secretariat.store.checkpoints()
    (tmp_path / "second" / TIMESTAMP).write_bytes(press.stamp(press.plan(list(note)[-1][1], "JP"), later))
    second_answer = sync(str(tmp_path / "second"), tmp_path / "ws", None, later, rulebook=rulebook())
    assert second_answer["new"]
    assert second_answer["stale_after"] > first["stale_after"]
    assert second_answer["edition"] == first["edition"]


@pytest.mark.parametrize("content", ["../../x", "", "/tmp", "31-000000000000\nmore", "nothing"])
def test_a_hostile_name_of_the_edition_in_use_is_refused(tmp_path: Path, content: str) -> None:
    workspace = tmp_path / "ws"
    start(workspace)
    (workspace / "framework" / "five-states" / "current").write_text(content)
    with pytest.raises(Error) as caught:
        load_frameworks(workspace, rulebook())
    assert caught.value.remedy
    with pytest.raises(Error):
        sync(str(tmp_path / "first"), workspace, None, first_moment(), rulebook=rulebook())


def test_what_is_kept_and_damaged_is_refused_with_a_way_out(tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    start(workspace)
    root = two_editions()[0].group.charter.digest
    for broken in ("state.json", "repository/targets/*.record.jsonl"):
        file = next((workspace / "framework").glob(f"*/*/{broken}"))
        whole = file.read_bytes()
        file.unlink() if broken.startswith("repository") else file.write_bytes(whole[:-5])
        with pytest.raises(InputError, match="is damaged") as caught:
            sync(str(tmp_path / "first"), workspace, None, first_moment(), rulebook=rulebook())
        assert "current and sync again, with --root" in (caught.value.remedy or "")
        (workspace / "framework" / "five-states" / "current").unlink()
        shutil.rmtree(file.parents[2] if broken.startswith("repository") else file.parent)
        assert sync(str(tmp_path / "first"), workspace, root, first_moment(), rulebook=rulebook())["new"]


def test_a_root_is_a_digest_a_charter_or_its_statement(tmp_path: Path) -> None:
    press, _, _ = two_editions()
    charter = press.group.charter
    (tmp_path / "charter.json").write_bytes(charter.data)
    (tmp_path / "statement.json").write_bytes(press.group.secretariat.leaves()[0].body or b"")
    assert {
        read_root(one) for one in (charter.digest, str(tmp_path / "charter.json"), str(tmp_path / "statement.json"))
    } == {charter.digest}
    (tmp_path / "other").write_bytes(press.group.secretariat.leaves()[1].body or b"")
    for wrong in ("abc", str(tmp_path / "nowhere"), str(tmp_path / "other"), str(tmp_path)):
        with pytest.raises(Error):
            read_root(wrong)


def _client(mirror: str, workspace: Path, now: dt.datetime) -> None:
    sync(mirror, workspace, None, now, rulebook=rulebook())


def kill(tmp_path: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill clients at random moments of their sync; after each the workspace holds one whole edition."""
    press, _, second = two_editions()
    workspace, chance = tmp_path / "ws", random.Random(seed)
    start(workspace)
    put(tmp_path / "second", second)
    context, ends = mp.get_context("fork"), {"killed": 0, "done": 0}
    began = time.perf_counter()
    _client(str(tmp_path / "second"), shutil.copytree(workspace, tmp_path / "warm", symlinks=True), press.group.now)
    whole = time.perf_counter() - began
    for number in range(kills):
        here = shutil.copytree(workspace, tmp_path / f"ws{number}", symlinks=True)
        client = context.Process(target=_client, args=(str(tmp_path / "second"), here, press.group.now))
        client.start()
        time.sleep(chance.uniform(0, whole * 1.2))
        if client.is_alive() and client.pid is not None:
            os.kill(client.pid, signal.SIGKILL)
        client.join()
        ends["killed" if client.exitcode == -signal.SIGKILL else "done"] += 1
        assert codes(here) in (["4Q901"], ["4Q901", "4Q902"])
        _client(str(tmp_path / "second"), here, press.group.now)
        assert codes(here) == ["4Q901", "4Q902"]
        shutil.rmtree(here)
    return ends


def test_a_client_killed_in_the_middle_keeps_the_last_good_edition(tmp_path: Path) -> None:
    assert sum(kill(tmp_path, FEW, 1).values()) == FEW


def _nightly(test: Callable[..., None]) -> Callable[..., None]:
    skip = pytest.mark.skipif(
        KILLS < NIGHTLY, reason=f"SEKISHO_KILLS is not {NIGHTLY} or more: the nightly size was not run"
    )
    marked: Callable[..., None] = pytest.mark.nightly(skip(test))
    return marked


@_nightly
def test_a_client_killed_a_hundred_times(tmp_path: Path) -> None:
    print(kill(tmp_path, KILLS, 2))


def test_what_killed_clients_leave_is_swept(tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    start(workspace)
    left = workspace / "framework" / ".syncing-left"
    left.mkdir()
    (left / "part").write_bytes(b"x")
    old = time.time() - syncing.ABANDONED - 10
    os.utime(left, (old, old))
    sync(str(tmp_path / "first"), workspace, None, first_moment(), rulebook=rulebook())
    assert not left.exists()


def test_what_a_newer_timestamp_has_replaced_goes_when_nobody_reads_it(tmp_path: Path) -> None:
    press, _, second = two_editions()
    put(tmp_path / "second", second)
    now, note = press.group.now, list(press.group.secretariat.store.checkpoints())[-1][1]
    sync(str(tmp_path / "second"), tmp_path / "ws", press.group.charter.digest, now, rulebook=rulebook())
    for number in (1, 2, 3):
        stamp = press.stamp(press.plan(note, "JP"), now + dt.timedelta(days=number))
        (tmp_path / "second" / TIMESTAMP).write_bytes(stamp)
        for one in (tmp_path / "ws" / "framework" / "five-states").glob("*-*"):
            os.utime(one, (0, 0))
        sync(str(tmp_path / "second"), tmp_path / "ws", None, now + dt.timedelta(days=number), rulebook=rulebook())
    assert len(list((tmp_path / "ws" / "framework" / "five-states").glob("*-*"))) == 1
    assert codes(tmp_path / "ws") == ["4Q901", "4Q902"]


def test_bytes_that_are_no_root_in_the_workspace_are_no_root(tmp_path: Path) -> None:
    workspace = tmp_path / "ws"
    start(workspace)
    (workspace / "framework" / "five-states" / "root").write_bytes(b"\xff\xfe")
    with pytest.raises(MissingError, match="none is taken from it"):
        sync(str(tmp_path / "first"), workspace, None, first_moment(), rulebook=rulebook())
