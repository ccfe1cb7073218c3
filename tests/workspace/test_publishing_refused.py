"""A draft, signatures that are carried, and a release: each step refuses what is not for it, and says so."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import pytest

from sekisho.errors import Error, InputError, MissingError, PublicationError
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.publication.repository import TIMESTAMP, signatures_of
from sekisho.terms.canonical import encode
from sekisho.workspace.press import Press
from sekisho.workspace.publishing import (
    draft_files,
    draft_note,
    listed_before,
    make_draft,
    merge,
    open_draft,
    read_signatures,
    release,
    renew_timestamp,
    sign_draft,
    signature_file,
)
from sekisho.workspace.verifying import put, read_folder, verify_place, write_folder
from tests.assurance.published import FOUR, shared
from tests.assurance.world import record
from tests.workspace.mirrors import two_editions


@lru_cache
def press() -> Press:
    return shared()[0]


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Return the file of the record of a group that is ready to publish."""
    store = press().group.secretariat.store
    leaves, notes = record(press().group)
    path = tmp_path / "record.jsonl"
    write_record(path, Identity(store.framework(), store.origin()), leaves, notes)
    return str(path)


def key(party: str, role: str = "publication") -> PrivateKey:
    group = press().group
    return (group.secretariat if party == "secretariat" else group.members[party]).keys[role]


def signed(tmp_path: Path, place: str, members: tuple[str, ...] = FOUR) -> Path:
    """Return a draft that members have signed."""
    folder = tmp_path / "draft"
    make_draft(place, folder, None, None)
    files = []
    for one in members:
        files.append(tmp_path / f"{one}.signatures")
        files[-1].write_bytes(sign_draft(open_draft(place, folder, None), one, key(one)))
    merge(place, folder, files, None)
    return folder


def test_from_draft_to_release(tmp_path: Path, place: str) -> None:
    folder, now = signed(tmp_path, place), press().group.now
    release(place, folder, tmp_path / "repository", key("secretariat", "timestamp"), now, None)
    found = verify_place(str(tmp_path / "repository"), press().group.charter.digest, None, now)
    assert [row["code"] for row in found["entries"]] == ["4Q901"]


def test_what_is_there_already_is_not_drafted_over(tmp_path: Path, place: str) -> None:
    make_draft(place, tmp_path / "draft", None, None)
    with pytest.raises(InputError, match="is there already"):
        make_draft(place, tmp_path / "draft", None, None)


def test_a_draft_keeps_the_signatures_on_roots_that_stay(tmp_path: Path, place: str) -> None:
    put(tmp_path / "repository", press().files)
    make_draft(place, tmp_path / "draft", tmp_path / "repository", None)
    kept = (tmp_path / "draft" / "metadata" / "1.root.json").read_bytes()
    assert len(signatures_of(kept, "1.root.json")) == len(FOUR)


@pytest.mark.parametrize("party", ["DE", "secretariat"])
def test_the_key_of_another_signs_no_draft(tmp_path: Path, place: str, party: str) -> None:
    make_draft(place, tmp_path / "draft", None, None)
    other = key("secretariat", "timestamp") if party == "secretariat" else key(party)
    with pytest.raises(PublicationError, match="not the publication key of JP"):
        sign_draft(open_draft(place, tmp_path / "draft", None), "JP", other)


def test_a_release_with_too_few_signatures_or_by_another_key_is_refused(tmp_path: Path, place: str) -> None:
    online, now = key("secretariat", "timestamp"), press().group.now
    few = signed(tmp_path, place, FOUR[:3])
    with pytest.raises(PublicationError, match="lacks 1 signatures; DE, US could still sign"):
        release(place, few, tmp_path / "repository", online, now, None)
    (tmp_path / "US.signatures").write_bytes(sign_draft(open_draft(place, few, None), "US", key("US")))
    merge(place, few, [tmp_path / "US.signatures"], None)
    with pytest.raises(PublicationError, match="not the secretariat's timestamp key"):
        release(place, few, tmp_path / "repository", key("JP"), now, None)
    assert not (tmp_path / "repository").exists()


def test_an_older_edition_is_not_released_over_a_newer_one(tmp_path: Path, place: str) -> None:
    _, _, second = two_editions()
    put(tmp_path / "repository", second)
    held = read_folder(tmp_path / "repository")
    with pytest.raises(PublicationError, match="newer than"):
        release(
            place,
            signed(tmp_path, place),
            tmp_path / "repository",
            key("secretariat", "timestamp"),
            press().group.now,
            None,
        )
    assert read_folder(tmp_path / "repository") == held


def test_signatures_that_are_none_or_on_another_draft_change_nothing(tmp_path: Path, place: str) -> None:
    make_draft(place, tmp_path / "draft", None, None)
    before = read_folder(tmp_path / "draft")
    path, wrong = tmp_path / "JP.signatures", []
    wrong.append(b"")
    wrong.append(encode({"format": "another", "signatures": []}))
    wrong.append(encode({"format": "sekisho/signatures/1", "signatures": [{"file": "x"}]}))
    wrong.append(encode({"format": "sekisho/signatures/1", "signatures": True}))
    mine = read_signatures(sign_draft(open_draft(place, tmp_path / "draft", None), "JP", key("JP")), "JP")
    (other,) = read_signatures(signature_file(1, "JP", mine[:1]), "JP")
    for file, keyid, text in (
        ("metadata/9.root.json", other.keyid, other.signature),
        (other.file, "0" * 64, other.signature),
        (other.file, other.keyid, mine[1].signature),
        (other.file, other.keyid, "not hexadecimal"),
    ):
        wrong.append(signature_file(1, "JP", [type(other)(file, keyid, text)]))
    for data in wrong:
        path.write_bytes(data)
        with pytest.raises(PublicationError) as caught:
            merge(place, tmp_path / "draft", [path], None)
        assert caught.value.message
    assert read_folder(tmp_path / "draft") == before


def test_a_folder_that_is_no_draft(tmp_path: Path) -> None:
    files = draft_files(shared()[1], {})
    record_path = next(path for path in files if path.endswith("record.jsonl"))
    for wrong in ({}, {**files, "targets/" + "0" * 64 + ".record.jsonl": files[record_path]}):
        with pytest.raises(PublicationError, match="no draft"):
            draft_note(wrong, "folder")
    with pytest.raises(MissingError, match="no folder"):
        read_folder(tmp_path / "nowhere")


def test_of_several_editions_in_a_repository_the_newest_is_compared() -> None:
    _, first, second = two_editions()
    assert sorted(listed_before(first)) == ["4Q901"]
    assert sorted(listed_before(second)) == ["4Q901", "4Q902"]
    assert sorted(listed_before(dict(reversed(second.items())))) == ["4Q901", "4Q902"]


def test_a_timestamp_is_renewed_by_its_own_key_and_where_there_is_one(tmp_path: Path) -> None:
    online, now = key("secretariat", "timestamp"), press().group.now + dt.timedelta(days=2)
    put(tmp_path / "repository", press().files)
    assert renew_timestamp(tmp_path / "repository", online, now)["size"] == shared()[1].size
    with pytest.raises(PublicationError, match="not the secretariat's timestamp key"):
        renew_timestamp(tmp_path / "repository", key("JP"), now)
    (tmp_path / "empty").mkdir()
    with pytest.raises(PublicationError, match="no repository here"):
        renew_timestamp(tmp_path / "empty", online, now)
    put(tmp_path / "half", {TIMESTAMP: press().files[TIMESTAMP]})
    with pytest.raises(PublicationError, match="no root here"):
        renew_timestamp(tmp_path / "half", online, now)


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "something").write_bytes(b"x")
    with pytest.raises(OSError, match=r"taken|not empty"):
        write_folder(tmp_path / "taken", {"metadata/a": b"a"})
    with pytest.raises((OSError, TypeError)):
        write_folder(tmp_path / "new", {"metadata/a": b"a", "targets/b": None})  # type: ignore[dict-item]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"["])
def test_a_repository_whose_timestamp_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    put(tmp_path / "repository", {**press().files, TIMESTAMP: data})
    with pytest.raises(Error):
        verify_place(str(tmp_path / "repository"), press().group.charter.digest, None, press().group.now)
