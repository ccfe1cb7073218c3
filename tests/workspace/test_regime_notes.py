"""Checkpoints as files: made by the log's key alone, cosigned by members, joined and filed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import read_note
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.workspace import records
from sekisho.workspace.regime_notes import checkpoint, cosign_note, file_notes
from sekisho.workspace.simulation import Group
from tests.assurance import world

Place = Callable[[str], str]


@pytest.fixture(scope="module")
def group() -> Group:
    """Five states that have said nothing yet."""
    return world.group("notes")


@pytest.fixture
def place(tmp_path: Path, group: Group) -> Place:
    """Return a function to the store of a party, each with the log as it was founded."""
    leaves, _ = world.record(group)
    write_record(tmp_path / "r.jsonl", Identity(group.charter.framework, group.charter.origin), leaves, [])

    def place(party: str) -> str:
        path = tmp_path / f"{party}.db"
        if not path.exists():
            records.copy_into(str(path), str(tmp_path / "r.jsonl"))
        return str(path)

    return place


@pytest.fixture
def note(tmp_path: Path, group: Group, place: Place) -> Path:
    path = tmp_path / "note"
    path.write_text(checkpoint(place("log"), group.secretariat.keys["log"]), encoding="utf-8")
    return path


def cosigned(tmp_path: Path, group: Group, place: Place, note: Path, members: str) -> list[Path]:
    paths = []
    for member in members.split():
        path = tmp_path / f"note.{member}"
        text = cosign_note(place(member), note, member, group.members[member].keys["cosign"])
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def test_enough_cosignatures_file_a_checkpoint(tmp_path: Path, group: Group, place: Place, note: Path) -> None:
    key = group.secretariat.keys["statement"]
    few = cosigned(tmp_path, group, place, note, "JP US DE")
    with pytest.raises(RecordError, match="does not count"):
        file_notes(place("log"), few, "secretariat", key)
    assert records.show_record(place("log"), None)["proved"]["leaves"] == 1
    enough = [*few, *cosigned(tmp_path, group, place, note, "NL"), few[0]]
    filed = file_notes(place("log"), enough, "secretariat", key)
    assert (filed["size"], filed["leaf"], filed["cosigners"]) == (1, 1, ["DE", "JP", "NL", "US"])
    assert records.show_record(place("log"), None)["proved"]["judged"] == 1


def test_any_member_may_file(tmp_path: Path, group: Group, place: Place, note: Path) -> None:
    paths = cosigned(tmp_path, group, place, note, "JP US DE NL")
    with pytest.raises(RecordError, match="not GB's"):
        file_notes(place("log"), paths, "GB", group.members["JP"].keys["ballot"])
    with pytest.raises(RecordError, match="is for publication"):
        file_notes(place("log"), paths, "GB", group.members["GB"].keys["publication"])
    assert file_notes(place("log"), paths, "GB", group.members["GB"].keys["ballot"])["leaf"] == 1


@pytest.mark.parametrize("role", ["statement", "ballot", "cosign"])
def test_only_the_log_s_key_makes_a_checkpoint(group: Group, place: Place, role: str) -> None:
    keys = {**group.members["JP"].keys, **group.secretariat.keys}
    with pytest.raises(RecordError, match="not the key of the log"):
        checkpoint(place("log"), keys[role])


def test_a_member_cosigns_with_its_own_key_or_not_at_all(group: Group, place: Place, note: Path) -> None:
    for key in (group.members["US"].keys["cosign"], group.members["JP"].keys["ballot"], PrivateKey.generate("ed25519")):
        with pytest.raises(RecordError):
            cosign_note(place("JP"), note, "JP", key)
    with records.open_place(place("JP")) as store:
        assert store.cosigner("JP") is None
    assert len(read_note(cosign_note(place("JP"), note, "JP", group.members["JP"].keys["cosign"])).signatures) == 2


def test_a_checkpoint_of_another_moment_does_not_join(tmp_path: Path, group: Group, place: Place, note: Path) -> None:
    paths = cosigned(tmp_path, group, place, note, "JP US DE NL")
    text = note.read_text(encoding="utf-8")
    time = read_note(text).checkpoint.time
    other = tmp_path / "other"
    other.write_text(text.replace(f"time {time}", f"time {time + 1}"), encoding="utf-8")
    with pytest.raises(RecordError, match="another checkpoint") as caught:
        file_notes(place("log"), [*paths, other], "secretariat", group.secretariat.keys["statement"])
    assert caught.value.file == str(other)


def test_what_was_kept_before_a_crash_is_filed_by_saying_it_again(
    tmp_path: Path, group: Group, place: Place, note: Path
) -> None:
    paths = cosigned(tmp_path, group, place, note, "JP US DE NL")
    with records.open_place(place("log")) as store:
        store.save_checkpoint(1, paths[0].read_text(encoding="utf-8"))
    key = group.secretariat.keys["statement"]
    assert file_notes(place("log"), paths, "secretariat", key)["leaf"] == 1
    with records.open_place(place("log")) as store:
        kept = [read_note(text) for _, text in store.checkpoints()]
    assert [len(one.signatures) for one in kept] == [5]
