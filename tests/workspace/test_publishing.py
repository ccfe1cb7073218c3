"""A draft is what the record gives; signatures are made apart and verified; nothing half-done is released."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import pytest

from sekisho.errors import Error, InputError, PublicationError
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.publication.repository import TIMESTAMP
from sekisho.terms.canonical import decode, encode
from sekisho.workspace import verifying
from sekisho.workspace.press import Press
from sekisho.workspace.publishing import (
    draft_lines,
    listed_before,
    make_draft,
    merge,
    open_draft,
    read_signatures,
    release,
    renew_timestamp,
    sign_draft,
    status,
)
from sekisho.workspace.simulation import Group
from sekisho.workspace.verifying import put, read_folder, verify_place
from tests.assurance.published import FOUR, certified
from tests.assurance.world import adopted, change, proposal


@lru_cache
def group() -> Group:
    one, _ = certified("publishing")
    one.must_checkpoint()
    return one


def carried(one: Group, folder: Path, name: str = "record") -> str:
    """Write a group's record as a file; return its place."""
    store = one.secretariat.store
    path = folder / f"{name}.jsonl"
    write_record(
        path, Identity(store.framework(), store.origin()), store.leaves(), [note for _, note in store.checkpoints()]
    )
    return str(path)


def signed(place: str, draft: Path, one: Group, members: tuple[str, ...] = FOUR) -> list[Path]:
    """Let members sign a draft apart; return their files."""
    files = []
    for member in members:
        data = sign_draft(open_draft(place, draft, None), member, one.members[member].keys["publication"])
        files.append(draft.parent / f"{member}.{draft.name}")
        files[-1].write_bytes(data)
    return files


def test_draft_sign_apart_merge_release(tmp_path: Path) -> None:
    one, place = group(), carried(group(), tmp_path)
    made = make_draft(place, tmp_path / "draft", None, one.charter.digest)
    assert {row["short"] for row in made["wanting"]} == {4}
    files = signed(place, tmp_path / "draft", one)
    half = merge(place, tmp_path / "draft", files[:2], None)
    assert {row["short"] for row in half["wanting"]} == {2}
    assert {tuple(row["could"]) for row in half["wanting"]} == {("DE", "NL", "US")}
    assert merge(place, tmp_path / "draft", files, None)["wanting"] == []
    done = release(place, tmp_path / "draft", tmp_path / "repository", one.secretariat.keys["timestamp"], one.now, None)
    assert len(done["steps"]) == 4
    answer = verify_place(str(tmp_path / "repository"), one.charter.digest, place, one.now)
    assert (answer["how"], answer["stale"]) == ("ballots", False)
    assert verify_place(str(tmp_path / "repository"), one.charter.digest, None, one.now + dt.timedelta(days=8))["stale"]


def test_a_folder_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    place = carried(group(), tmp_path)
    (tmp_path / "draft").mkdir()
    with pytest.raises(InputError, match="there already"):
        make_draft(place, tmp_path / "draft", None, None)


def test_signatures_of_another_draft_or_of_nothing_are_refused_and_change_nothing(tmp_path: Path) -> None:
    one, place = group(), carried(group(), tmp_path)
    other, _ = certified("another group")
    other.must_checkpoint()
    elsewhere = carried(other, tmp_path, "other")
    make_draft(place, tmp_path / "draft", None, None)
    make_draft(elsewhere, tmp_path / "foreign", None, None)
    before = read_folder(tmp_path / "draft")
    (foreign,) = signed(elsewhere, tmp_path / "foreign", other, ("JP",))
    with pytest.raises(PublicationError) as caught:
        merge(place, tmp_path / "draft", [foreign], None)
    assert caught.value.message
    with pytest.raises(PublicationError, match="of another log"):
        open_draft(elsewhere, tmp_path / "draft", None)
    (mine,) = signed(place, tmp_path / "draft", one, ("JP",))
    document = decode(mine.read_bytes())
    document["signatures"][0]["signature"] = "00" * 64
    (tmp_path / "false").write_bytes(encode(document))
    with pytest.raises(PublicationError, match="does not verify"):
        merge(place, tmp_path / "draft", [mine, tmp_path / "false"], None)
    assert read_folder(tmp_path / "draft") == before


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format":"sekisho/signatures/2"}', b"\xff", b'"x"'])
def test_what_is_no_file_of_signatures(data: bytes) -> None:
    with pytest.raises(PublicationError, match="no file of signatures"):
        read_signatures(data, "x")


def test_signatures_on_earlier_roots_are_carried_over_and_others_are_not(tmp_path: Path) -> None:
    one, _ = certified("carried over")
    one.must_checkpoint()
    place = carried(one, tmp_path)
    put(tmp_path / "repository", Press(one).publish(FOUR, list(one.secretariat.store.checkpoints())[-1][1]))
    made = make_draft(place, tmp_path / "draft", tmp_path / "repository", None)
    assert "metadata/1.root.json" not in {row["file"] for row in made["wanting"]}
    other, _ = certified("another group")
    put(tmp_path / "foreign", Press(other).publish(FOUR))
    made = make_draft(place, tmp_path / "again", tmp_path / "foreign", None)
    assert "metadata/1.root.json" in {row["file"] for row in made["wanting"]}


def test_the_screen_says_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    one, _ = certified("screen")
    press = Press(one)
    put(tmp_path / "repository", press.publish(FOUR))
    made, subject = proposal(one, number="Q-2", changes=[change("4Q902", number=2)])
    one.to_round(made, subject, "JP")
    one.decide(subject, dict.fromkeys(FOUR, "yes"))
    one.certify(subject, FOUR)
    one.must_checkpoint()
    place = carried(one, tmp_path)
    make_draft(place, tmp_path / "draft", tmp_path / "repository", None)
    lines = draft_lines(open_draft(place, tmp_path / "draft", None), tmp_path / "repository")
    assert any("4Q902" in line and "(new)" in line for line in lines)
    assert any("4Q901" in line and "(new)" not in line for line in lines)
    edition = next((tmp_path / "repository" / "targets" / "quantum").glob("*.edition.json"))
    edition.write_bytes(b"[]")
    with pytest.raises(PublicationError, match="malformed"):
        listed_before(read_folder(tmp_path / "repository"))


def test_an_older_draft_does_not_replace_a_newer_edition(tmp_path: Path) -> None:
    one, _ = certified("older")
    one.must_checkpoint()
    place = carried(one, tmp_path)
    make_draft(place, tmp_path / "draft", None, None)
    merge(place, tmp_path / "draft", signed(place, tmp_path / "draft", one), None)
    put(tmp_path / "repository", Press(one).publish(FOUR))
    key = one.secretariat.keys["timestamp"]
    with pytest.raises(PublicationError, match="newer than"):
        release(place, tmp_path / "draft", tmp_path / "repository", key, one.now, None)
    with pytest.raises(PublicationError, match="timestamp key in force"):
        release(place, tmp_path / "draft", tmp_path / "new", PrivateKey.generate("ed25519"), one.now, None)
    assert not (tmp_path / "new").exists()


def test_a_timestamp_is_written_after_what_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Press(group()).publish(FOUR, list(group().secretariat.store.checkpoints())[-1][1])
    order: list[str] = []
    write = verifying.write_atomically

    def note(path: Path, data: bytes) -> None:
        order.append(path.relative_to(tmp_path / "r").as_posix())
        write(path, data)

    monkeypatch.setattr(verifying, "write_atomically", note)
    put(tmp_path / "r", files)
    assert order[-1] == TIMESTAMP
    order.clear()
    put(tmp_path / "r", files)
    assert order == []  # what is there already is not written again


def test_no_timestamp_where_there_is_no_repository(tmp_path: Path) -> None:
    key = group().secretariat.keys["timestamp"]
    with pytest.raises(PublicationError, match="no repository here"):
        renew_timestamp(tmp_path, key, group().now)


def test_breaches_are_named_once_the_clock_is_over(tmp_path: Path) -> None:
    one, subject = adopted("status")
    one.certify(subject, ("JP",))
    one.must_checkpoint()
    (row,) = status(carried(one, tmp_path), None)["results"]
    assert (row["certified"], row["withheld"], bool(row["clock_ends"])) == (["JP"], ["DE", "GB", "NL", "US"], True)
    one.pass_time(one.charter.clocks["certification"])
    one.must_checkpoint()
    one.must_checkpoint()
    said = status(carried(one, tmp_path, "later"), None)
    assert len(said["breaches"]) == 1
    assert said["results"][0]["clock_ends"] == ""


@pytest.mark.parametrize("kind", ["empty", "file", "garbage", "truncated", "loop"])
def test_a_folder_that_is_no_repository_is_one_clear_error(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "file":
        place.write_bytes(b"x")
    else:
        place.mkdir()
    if kind in ("garbage", "truncated"):
        files = Press(group()).publish(FOUR, list(group().secretariat.store.checkpoints())[-1][1])
        put(place, {path: b"\xff{" if kind == "garbage" else data[: len(data) // 2] for path, data in files.items()})
    if kind == "loop":
        (place / "metadata").symlink_to(place / "metadata")
    with pytest.raises(Error) as caught:
        verify_place(str(place), "0" * 64, None, group().now)
    assert caught.value.remedy
