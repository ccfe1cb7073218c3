"""The desks: what a party signs, what it keeps, and what an honest one does not put its name to."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Checkpoint, read_note, sign_checkpoint
from sekisho.ledger.envelope import add_signature, read_envelope
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.merkle import Tree
from sekisho.regime.statements import check_statement
from sekisho.workspace.desks import MemberDesk, submission
from sekisho.workspace.simulation import Group
from tests.assurance import world

CONCERN: dict[str, Any] = {"field": "quantum", "title": {"en": "A concern"}, "text": "Of some weight"}


@pytest.fixture
def group() -> Group:
    return world.group("desks")


def test_a_desk_signs_only_what_is_a_statement(group: Group) -> None:
    desk = group.members["JP"]
    envelope = read_envelope(desk.say("concern", **CONCERN))
    assert check_statement(envelope.body) == "concern"
    assert envelope.signed_by(desk.keys["ballot"].public)
    for fields in ({}, {**CONCERN, "title": {}}, {**CONCERN, "more": "x"}):
        with pytest.raises(RecordError):
            desk.say("concern", **fields)


def test_an_exit_carries_every_key(group: Group) -> None:
    desk = group.members["GB"]
    envelope = read_envelope(desk.say("exit", effective="2027-01-01", reason=""))
    assert all(envelope.signed_by(key.public) for key in desk.keys.values())


def test_what_is_lodged_twice_has_one_leaf_and_who_signs_it_again_displaces_nothing(group: Group) -> None:
    mine = group.members["JP"].say("concern", **CONCERN)
    stranger = add_signature(mine, PrivateKey.generate("ed25519"))
    places = group.secretariat.lodge(stranger, mine, mine)
    assert places == (1, 2, 2)
    assert group.secretariat.lodge(mine) == (2,)
    group.must_checkpoint()
    assert len(group.verified().docket.matters) == 1


def test_two_submissions_of_one_statement_have_two_salts(group: Group) -> None:
    envelope = read_envelope(group.members["JP"].say("concern", **CONCERN))
    first, second = (submission(envelope, group.charter) for _ in range(2))
    assert first.digest == second.digest
    assert first.salt != second.salt
    assert first.circle == group.charter.circle_of("concern")


def noted(group: Group, member: str) -> tuple[MemberDesk, str]:
    """Return a member whose copy is up to date, and a checkpoint of it."""
    note = group.secretariat.checkpoint(group.now)
    assert group.sync(member)
    return group.members[member], note


def test_a_member_cosigns_what_its_copy_and_its_clock_say(group: Group) -> None:
    desk, note = noted(group, "JP")
    assert desk.cosign(note, group.now).startswith("— JP ")
    assert desk.store.cosigner("JP") == (1, read_note(note).checkpoint.root)
    with pytest.raises(RecordError, match="clock differs"):
        desk.cosign(note, group.now + dt.timedelta(seconds=group.charter.delta_seconds + 1))


def test_a_member_does_not_go_back(group: Group) -> None:
    desk, old = noted(group, "JP")
    group.say("JP", "concern", **CONCERN)
    desk, new = noted(group, "JP")
    desk.cosign(new, group.now)
    with pytest.raises(RecordError):
        desk.cosign(old, group.now)
    assert desk.store.cosigner("JP") == (2, read_note(new).checkpoint.root)


def test_a_member_does_not_cosign_what_it_does_not_hold(group: Group) -> None:
    group.say("JP", "concern", **CONCERN)
    with pytest.raises(RecordError, match="are here"):
        group.members["US"].cosign(group.secretariat.checkpoint(group.now), group.now)


def test_a_member_does_not_cosign_for_another_hand(group: Group) -> None:
    desk, note = noted(group, "JP")
    point = read_note(note).checkpoint
    stranger = sign_checkpoint(point, PrivateKey.generate("ed25519"))
    with pytest.raises(RecordError, match="not signed by the log"):
        desk.cosign(stranger, group.now)
    other = Checkpoint(point.origin, 1, Tree([b"x" * 32]).root(), point.time)
    with pytest.raises(RecordError, match="two versions"):
        desk.cosign(sign_checkpoint(other, group.secretariat.keys["log"]), group.now)
    assert desk.store.cosigner("JP") is None


def test_who_gave_a_receipt_cosigns_once_the_statement_is_logged(group: Group) -> None:
    objection = group.members["JP"].say("objection", subject="0" * 64, formal="yes", grounds="g")
    desk = group.members["NL"]
    assert read_envelope(desk.receipt(objection, group.now)).body["statement"] == read_envelope(objection).digest
    assert [body for _, body in desk.store.held()] == [objection]
    desk, note = noted(group, "NL")
    with pytest.raises(RecordError, match="the log lacks the objection of JP"):
        desk.cosign(note, group.now)
    group.secretariat.lodge(objection)
    desk, note = noted(group, "NL")
    assert desk.cosign(note, group.now)
    assert list(desk.store.held()) == []


def test_a_copy_takes_more_leaves_and_no_others(group: Group) -> None:
    desk = group.members["JP"]
    group.say("JP", "concern", **CONCERN)
    leaves = group.secretariat.leaves()
    note = group.must_checkpoint()
    desk.take(leaves, [note, note])
    desk.take(leaves, [note])
    assert [text for _, text in desk.store.checkpoints()] == [note]
    other = world.group("desks").secretariat
    other.lodge(group.members["US"].say("concern", **CONCERN))
    with pytest.raises(RecordError, match="another than in this copy"):
        desk.take(other.leaves())


def test_a_note_that_the_log_has_not_signed_keeps_no_true_one_out(group: Group) -> None:
    desk, log = group.members["JP"], group.secretariat
    true = log.checkpoint(group.now)
    forged = sign_checkpoint(read_note(true).checkpoint, PrivateKey.generate("ed25519")).replace("\ntime 1", "\ntime 9")
    desk.take(log.leaves(), [forged])
    assert list(desk.store.checkpoints()) == []
    filed = group.must_checkpoint()
    assert group.sync("JP")
    assert list(desk.store.checkpoints()) == [(1, filed)]


def test_a_secretariat_that_dies_while_it_files_can_file_again(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(group.secretariat.store), "save_checkpoint", die)
        with pytest.raises(KeyboardInterrupt):
            group.must_checkpoint()
    group.pass_time(dt.timedelta(days=1))
    group.must_checkpoint()
    group.must_checkpoint()
    assert [one.size for one in group.verified().docket.filed] == [1, 2]
