"""Acts with a key: what is drafted is what is sealed, whose hand it is, and what a host logs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.assurance.replay import Verified
from sekisho.errors import CharterError, Error, InputError, MissingError, RecordError
from sekisho.ledger.envelope import read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity
from sekisho.regime.screen import screen
from sekisho.regime.statements import KINDS
from sekisho.terms.canonical import decode, encode
from sekisho.workspace import records
from sekisho.workspace.founding import sign_charter
from sekisho.workspace.regime_acts import (
    Draft,
    draft_signature,
    draft_statement,
    found,
    lodge,
    receipt,
    seal,
    still_to_sign,
)
from sekisho.workspace.simulation import Group
from tests.assurance import world

Lodge = Callable[..., int]


@pytest.fixture(scope="module")
def group() -> Group:
    """Five states with a round open."""
    return world.opened("acts")[0]


@pytest.fixture(scope="module")
def subject(group: Group) -> str:
    return next(key for key, one in group.verified().docket.matters.items() if one.rounds)


@pytest.fixture
def place(tmp_path: Path, group: Group) -> str:
    """Return a store with the group's record."""
    leaves, notes = world.record(group)
    write_record(tmp_path / "r.jsonl", Identity(group.charter.framework, group.charter.origin), leaves, notes)
    records.copy_into(str(tmp_path / "log.db"), str(tmp_path / "r.jsonl"))
    return str(tmp_path / "log.db")


@pytest.fixture
def put(tmp_path: Path, place: str) -> Lodge:
    """Return a function that logs an envelope and returns its leaf."""
    count = itertools.count()

    def put(data: bytes) -> int:
        path = tmp_path / f"{next(count)}.json"
        path.write_bytes(data)
        return int(lodge(place, [path])["lodged"][0]["leaf"])

    return put


def key_of(group: Group, owner: str, role: str = "") -> PrivateKey:
    desk = group.desk(owner)
    return desk.keys[role or desk.statement_role]


def cosigned(place: str, group: Group, absent: Iterable[str] = ()) -> Verified:
    """Replay the record of a place as everybody but some would have it proved: with a checkpoint beside it."""
    from sekisho.ledger.checkpoint import Checkpoint, add_lines, cosign, sign_checkpoint
    from sekisho.ledger.merkle import Tree

    now = int(group.now.timestamp())
    with records.open_place(place) as store:
        tree = Tree(leaf.leaf for leaf in store.leaves())
        note = sign_checkpoint(
            Checkpoint(group.charter.origin, tree.size, tree.root(), now), key_of(group, "secretariat", "log")
        )
        members = [one for one in group.members if one not in set(absent)]
        lines = [cosign(note, one, key_of(group, one, "cosign"), now) for one in members]
        store.save_checkpoint(tree.size, add_lines(note, lines))
    return records.verify(place, group.charter.digest)


def test_every_kind_that_follows_from_the_record_is_drafted(group: Group, place: str, subject: str) -> None:
    given: dict[str, dict[str, Any]] = {
        "concern": {"field": "quantum", "title": {"en": "t"}, "text": "x"},
        "step": {"move": "publish"},
        "objection": {"formal": "yes", "grounds": "g"},
        "round": {},
        "ballot": {"choice": "yes"},
        "close": {},
        "opening": {"reason": "why"},
        "exit": {"effective": "2030-01-01", "reason": ""},
        "understanding": {"code": "4Q901", "text": "t"},
    }
    for kind, fields in given.items():
        one = draft_statement(place, kind, "JP", key_of(group, "JP"), fields, about=subject[:9])
        body = decode(one.data)
        assert (body["type"], body["by"], body["framework"]) == (kind, "JP", group.charter.framework)
        assert one.lines == tuple(screen(body))
        envelope = read_envelope(seal(one, key_of(group, "JP")))
        assert envelope.payload == one.data
        assert envelope.signed_by(key_of(group, "JP").public)


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"], codec="utf-8"), min_size=1, max_size=20))
def test_what_is_sealed_is_what_was_shown(text: str) -> None:
    try:
        data = encode({"type": "concern", "text": text})
    except RecordError:
        return
    one = Draft(data, tuple(screen(decode(data))))
    key = PrivateKey.from_seed("ed25519", b"k" * 32)
    assert read_envelope(seal(one, key)).payload == data
    assert read_envelope(seal(one, key, [PrivateKey.from_seed("ed25519", b"l" * 32)])).payload == data


def test_fields_that_the_record_gives_cannot_be_taken_over(group: Group, place: str, subject: str) -> None:
    fields = {"choice": "yes", "by": "US", "key": "0" * 64, "type": "concern"}
    body = decode(draft_statement(place, "ballot", "JP", key_of(group, "JP"), fields, about=subject).data)
    assert (body["by"], body["type"], body["key"]) == ("JP", "ballot", key_of(group, "JP").public.fingerprint)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_without_anything_says_what_to_give(group: Group, place: str, kind: str) -> None:
    role = {"certificate": "publication"}.get(kind, "")
    with pytest.raises(Error) as caught:
        draft_statement(place, kind, "JP", key_of(group, "JP", role), {})
    assert caught.value.remedy


def test_a_change_of_mind_follows_the_ballot_before(group: Group, place: str, subject: str, tmp_path: Path) -> None:
    key, first = key_of(group, "US"), tmp_path / "first.json"
    first.write_bytes(seal(draft_statement(place, "ballot", "US", key, {"choice": "no"}, about=subject), key))
    second = decode(draft_statement(place, "ballot", "US", key, {"choice": "yes"}, about=subject, after=first).data)
    assert (second["sequence"], second["previous"]) == ("2", read_envelope(first.read_bytes()).digest)
    for wrong in (
        group.members["JP"].say("concern", field="quantum", title={"en": "t"}, text="x"),
        group.ballot("JP", subject, "no"),
    ):
        first.write_bytes(wrong)
        with pytest.raises(RecordError, match="no ballot of US in the round"):
            draft_statement(place, "ballot", "US", key, {"choice": "yes"}, about=subject, after=first)


@pytest.mark.parametrize(
    ("owner", "role", "by", "kind"),
    [
        ("US", "ballot", "JP", "step"),
        ("JP", "cosign", "JP", "step"),
        ("JP", "ballot", "JP", "certificate"),
        ("JP", "ballot", "secretariat", "step"),
        ("secretariat", "log", "secretariat", "step"),
        ("secretariat", "statement", "JP", "step"),
        ("secretariat", "statement", "secretariat", "ballot"),
    ],
)
def test_no_hand_signs_for_another(
    group: Group, place: str, subject: str, owner: str, role: str, by: str, kind: str
) -> None:
    with pytest.raises(RecordError):
        draft_statement(place, kind, by, key_of(group, owner, role), {}, about=subject)


def test_a_rotated_key_signs_as_soon_as_its_leaf_is_proved(group: Group, place: str, subject: str, put: Lodge) -> None:
    old, new = key_of(group, "JP"), PrivateKey.from_seed("ed25519", b"n" * 32)
    fields = {"role": "ballot", "old": old.public.fingerprint, "algorithm": "ed25519", "public": new.public.public}
    put(seal(draft_statement(place, "rotation", "JP", old, fields), old, [new]))
    step = {"move": "publish"}
    assert decode(draft_statement(place, "step", "JP", new, step, about=subject).data)["key"] == new.public.fingerprint
    cosigned(place, group)
    put(seal(draft_statement(place, "step", "JP", new, step, about=subject), new))
    with pytest.raises(RecordError, match="was rotated"):
        draft_statement(place, "step", "JP", old, step, about=subject)
    with pytest.raises(RecordError, match="not in the charter"):
        draft_statement(place, "step", "JP", PrivateKey.generate("ed25519"), step, about=subject)
    with pytest.raises(RecordError, match="needs the field 'algorithm'") as caught:
        draft_statement(place, "rotation", "JP", new, {})
    assert "--set role=" in str(caught.value)
    with pytest.raises(RecordError, match="is for ballot, not for cosign"):
        draft_statement(place, "rotation", "JP", new, {"role": "cosign"})


def test_a_host_logs_what_a_key_in_force_has_signed_and_nothing_else(
    group: Group, place: str, subject: str, put: Lodge, tmp_path: Path
) -> None:
    key = key_of(group, "US")
    body = decode(draft_statement(place, "ballot", "US", key, {"choice": "yes"}, about=subject).data)
    good = sign_statement(body, [key])
    other = sign_statement(body, [key_of(group, "JP")])
    strange = sign_statement({**body, "key": PrivateKey.from_seed("ed25519", b"s" * 32).public.fingerprint}, [key])
    paths = [tmp_path / name for name in ("good", "other", "strange", "shapeless")]
    for path, data in zip(paths, (good, other, strange, sign_statement({**body, "more": "x"}, [key])), strict=True):
        path.write_bytes(data)
    size = records.show_record(place, None)["proved"]["leaves"]
    for path in paths[1:]:
        with pytest.raises(RecordError) as caught:
            lodge(place, [paths[0], path])
        assert caught.value.file == str(path)
    assert records.show_record(place, None)["proved"]["leaves"] == size
    assert put(good) == put(good) == size
    assert records.show_record(place, None)["proved"]["leaves"] == size + 1


def test_a_receipt_is_for_a_ballot_or_an_objection_of_whom_it_names(
    group: Group, place: str, subject: str, tmp_path: Path
) -> None:
    ballot, path = group.ballot("US", subject, "yes"), tmp_path / "b.json"
    path.write_bytes(ballot)
    given = read_envelope(receipt(place, path, "NL", key_of(group, "NL")))
    assert given.body["statement"] == read_envelope(ballot).digest
    with records.open_place(place) as store:
        assert [body for _, body in store.held()] == [ballot]
    with pytest.raises(RecordError):
        receipt(place, path, "NL", key_of(group, "NL", "cosign"))
    path.write_bytes(group.members["US"].say("concern", field="quantum", title={"en": "t"}, text="x"))
    with pytest.raises(RecordError, match="for a ballot or an objection"):
        receipt(place, path, "NL", key_of(group, "NL"))
    path.write_bytes(sign_statement(read_envelope(ballot).body, [key_of(group, "JP")]))
    with pytest.raises(RecordError, match="no key in force of US"):
        receipt(place, path, "NL", key_of(group, "NL"))


def test_a_charter_is_signed_in_turn_and_founds_when_nobody_is_missing(group: Group, tmp_path: Path) -> None:
    charter, path = group.charter, tmp_path / "charter.json"
    path.write_bytes(charter.data)
    data, before = b"", 99
    for owner in (*group.members, "secretariat"):
        mine = list(group.desk(owner).keys.values())
        data = seal(draft_signature(path), mine[0], mine[1:])
        left = still_to_sign(data)
        assert len(left) == before - len(mine) or before == 99
        assert not any(one.startswith(f"{owner} ") for one in left)
        before = len(left)
        path.write_bytes(data)
        if left:
            with pytest.raises(CharterError):
                found(str(tmp_path / "new.db"), path)
            assert not (tmp_path / "new.db").exists()
    everyone = [key for owner in (*group.members, "secretariat") for key in group.desk(owner).keys.values()]
    assert read_envelope(data).payload == read_envelope(sign_charter(charter, everyone)).payload
    assert found(str(tmp_path / "new.db"), path)["root"] == charter.digest
    assert found(str(tmp_path / "new.db"), path)["root"] == charter.digest
    assert still_to_sign(group.ballot("US", next(iter(group.verified().docket.matters)), "yes")) == []


def test_a_store_is_founded_once(group: Group, tmp_path: Path) -> None:
    other = world.group("another")
    for name, one in (("first", group), ("second", other)):
        keys = [key for owner in (*one.members, "secretariat") for key in one.desk(owner).keys.values()]
        (tmp_path / name).write_bytes(sign_charter(one.charter, keys))
    found(str(tmp_path / "new.db"), tmp_path / "first")
    with pytest.raises(RecordError, match="founded already"):
        found(str(tmp_path / "new.db"), tmp_path / "second")


def test_names_that_find_nothing(group: Group, place: str, subject: str) -> None:
    key = key_of(group, "JP")
    with pytest.raises(MissingError, match="no objection begins"):
        draft_statement(place, "reply", "JP", key, {"text": "t"}, about="abc")
    with pytest.raises(MissingError):
        draft_statement(place, "step", "JP", key, {"move": "test"}, about="no-such")
    with pytest.raises(RecordError, match="no kind of statement"):
        draft_statement(place, "poem", "JP", key, {}, about=subject)
    with pytest.raises(RecordError, match="no document with fields"):
        draft_statement(place, "proposal", "JP", key, {}, body=b"[]")
    with pytest.raises(InputError):
        draft_statement(place, "step", "JP", key, {}, about=subject, root="0" * 64)
