"""The public walk reaches the keys of the replay, and outsiders follow later charters by the roots alone."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.assurance.public import walk
from sekisho.assurance.publication import enacted_in, sign_publication
from sekisho.assurance.reading import open_record
from sekisho.errors import CharterError, PublicationError, RecordError
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import read_record
from sekisho.workspace.press import Press
from sekisho.workspace.publishing import draft_files
from sekisho.workspace.simulation import Group
from tests.assurance import acts
from tests.assurance.published import FOUR, certified, plan_at, take, verify
from tests.assurance.world import record, replayed


def rotate(group: Group, member: str, role: str, seed: bytes) -> PrivateKey:
    """Let a member replace a key; return the old one."""
    desk, new = group.members[member], PrivateKey.from_seed("ed25519", seed * 32)
    old = desk.keys[role]
    fields = {"role": role, "old": old.public.fingerprint, "algorithm": "ed25519", "public": new.public.public}
    group.insist(member, desk.sign(desk.body("rotation", fields, role), role, [new]))
    desk.keys = {**desk.keys, role: new}
    return old


def revoke(group: Group, member: str, role: str, by: str) -> None:
    desk = group.members[member]
    fields = {"revoked": desk.key_of(role), "suspect_since": "1", "reason": "made up"}
    group.insist(member, desk.sign(desk.body("revocation", fields, by), by))


def same_keys(group: Group) -> None:
    """Hold the public walk against the replay."""
    verified = replayed(group)
    proved = record(group)[0][: verified.size]
    found = walk(open_record(proved), group.charter.digest, enacted_in(verified))
    assert found.keyring.now.keys() == verified.keyring.now.keys()
    assert [charter.digest for _, charter in found.charters] == [*verified.docket.charters]
    assert found.left == set(verified.docket.left)
    for index in range(verified.size):
        assert found.keyring.at(index).keys() == verified.keyring.at(index).keys()


@pytest.mark.parametrize("role", ["ballot", "cosign", "publication"])
def test_a_rotation_a_revocation_and_an_exit_give_the_same_keys(role: str) -> None:
    group, _ = certified(f"walk {role}")
    rotate(group, "JP", role, b"r")
    group.must_checkpoint()
    same_keys(group)
    other = "cosign" if role != "cosign" else "ballot"
    revoke(group, "GB", role, other)
    group.say("NL", "exit", effective="at once", reason="")
    group.checkpoint()
    same_keys(group)


def test_what_the_replay_sets_aside_the_walk_passes_over() -> None:
    group, _ = certified("walk, aside")
    jp, us = group.members["JP"], group.members["US"]
    new = PrivateKey.from_seed("ed25519", b"x" * 32)
    fields: dict[str, Any] = {
        "role": "publication",
        "old": jp.key_of("publication"),
        "algorithm": "ed25519",
        "public": new.public.public,
    }
    body = jp.body("rotation", fields, "publication")
    group.insist("JP", jp.sign(body, "publication"))  # the new key has not signed
    group.insist("JP", jp.sign({**body, "framework": "another"}, "publication", [new]))
    group.insist("US", us.sign({**body, "by": "US"}, "publication", [new]))  # another's key
    revocation = {"revoked": jp.key_of("ballot"), "suspect_since": "1", "reason": "made up"}
    group.insist("JP", jp.sign(jp.body("revocation", revocation), "ballot"))  # a key cannot revoke itself
    group.insist("NL", group.members["NL"].sign(group.members["NL"].body("exit", {"effective": "x", "reason": ""})))
    group.must_checkpoint()
    assert len([one for one in replayed(group).set_aside if one.kind in ("rotation", "revocation", "exit")]) == 5
    same_keys(group)


def test_an_outsider_follows_a_later_charter_by_the_root_that_the_members_sign() -> None:
    group, _ = certified("charter two")
    press = Press(group)
    first = dict(press.publish(FOUR))
    subject = acts.charter_proposal(group, acts.charter_two(group).data, "C-2")
    group.decide(subject, dict.fromkeys(FOUR, "yes"))
    two, new = acts.charter_two(group), acts.new_keys(group, "GB")
    acts.enact(group, two, *new.values())
    old = dict(group.members["GB"].keys)
    group.members["GB"].keys = new
    for desk in (*group.members.values(), group.secretariat):
        desk.charter = two
    group.must_checkpoint()
    note = group.must_checkpoint()
    same_keys(group)
    plan = plan_at(group, note)
    assert [layout.charter for layout, _ in plan.layouts] == [group.charter.digest, two.digest]
    draft = draft_files(plan, first)
    signatures = [one for member in (*FOUR, "DE") for one in press.sign(plan, draft, member)]
    second = press.release(plan, draft, signatures)
    found = verify(second, group)
    assert (found.charter.digest, found.charter.version, found.root) == (two.digest, 2, group.charter.digest)
    few = [one for member in ("GB", "JP", "US", "NL") for one in press.sign(plan, draft, member)]
    with pytest.raises(PublicationError, match="root was signed by 3/4"):  # GB's new key is none of root 1
        take(press.release(plan, draft, few), group.now)
    both = [*few, *sign_publication(plan, "GB", old["publication"])]
    assert verify(press.release(plan, draft, both), group).charter.version == 2


def test_a_member_that_has_left_signs_nothing_any_more() -> None:
    group, _ = certified("exit")
    press = Press(group)
    first = dict(press.publish(FOUR))
    group.say("NL", "exit", effective="at once", reason="")
    group.must_checkpoint()
    note = group.must_checkpoint()
    plan = plan_at(group, note)
    draft = draft_files(plan, first)
    gone = group.members["NL"].keys["publication"]
    assert {one.file for one in sign_publication(plan, "NL", gone)} == {"metadata/1.root.json", "metadata/2.root.json"}
    others = [one for member in ("DE", "GB", "JP", "US") for one in press.sign(plan, draft, member)]
    found = verify(press.release(plan, draft, others), group)
    assert (len(found.public.keyring.cosigning(plan.size)), plan.layout.threshold) == (4, 4)
    three = [one for member in ("GB", "JP", "US") for one in press.sign(plan, draft, member)]
    with pytest.raises(PublicationError, match="too few of the keys"):
        take(press.release(plan, draft, [*three, *sign_publication(plan, "NL", gone)]), group.now)


def test_a_charter_that_no_root_names_is_not_followed() -> None:
    group, _ = certified("unnamed")
    leaves = record(group)[0]
    opened = open_record(leaves)
    assert len(walk(opened, group.charter.digest, {}).charters) == 1
    with pytest.raises(RecordError, match="holds no charter"):
        walk(opened, "0" * 64, {})


def test_a_charter_that_a_new_key_has_not_signed_is_refused_whoever_names_it() -> None:
    group, _ = certified("unsigned")
    two = acts.charter_two(group)
    acts.enact(group, two, group.members["JP"].keys["ballot"])
    leaves = record(group)[0]
    opened = open_record(leaves)
    place = max(index for index, one in opened.envelopes.items() if one.kind == "charter")
    with pytest.raises(CharterError, match="is not signed by"):
        walk(opened, group.charter.digest, {place: two.digest})


def test_the_public_record_holds_what_everybody_may_read_whatever_label_the_host_gave() -> None:
    import dataclasses

    group, _ = certified("labels")
    note = group.must_checkpoint()
    leaves = record(group)[0]
    plan = plan_at(group, note)
    relabelled = [dataclasses.replace(leaf, circle="public") for leaf in leaves]
    from sekisho.assurance.publication import plan_of

    again, _ = plan_of(relabelled, note, group.charter.digest)
    assert again.record == plan.record
    opened = read_record(plan.record, "record").leaves
    kinds = {open_record(leaves).envelopes[leaf.index].kind for leaf in opened if leaf.body is not None}
    assert "ballot" not in kinds
    assert "proposal" not in kinds
    assert {"charter", "certificate", "checkpoint", "close"} <= kinds
