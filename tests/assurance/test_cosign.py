"""What an honest member cosigns, by its own copy and its own clock."""

from __future__ import annotations

import dataclasses

import pytest

from sekisho.assurance.cosign import in_force, may_cosign
from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import read_note
from sekisho.ledger.cosigner import CosignerState
from sekisho.ledger.envelope import sign_statement
from sekisho.ledger.store import Leaf
from tests.assurance import acts
from tests.assurance.acts import stage
from tests.assurance.world import days, record


def asked(one: acts.Group, leaves: list[Leaf], shown: list[Leaf] | None = None, state: CosignerState | None = None) -> int:
    """Ask JP for its cosignature; return the size that it will remember."""
    note = read_note(acts.note(one, leaves if shown is None else shown, ()))
    return may_cosign(note, leaves, state, one.now, one.charter, "JP").size


def test_a_member_cosigns_what_its_own_copy_gives() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    assert asked(one, leaves) == len(leaves)
    assert asked(one, leaves, leaves[:5]) == 5
    with pytest.raises(RecordError, match=r"covers \d+ leaves"):
        asked(one, leaves[:5], leaves)
    with pytest.raises(RecordError, match="not that of this copy"):
        asked(one, [*leaves[:-1], acts.leaf(len(leaves) - 1, b"another")], leaves)


def test_a_copy_whose_bodies_do_not_open_is_not_cosigned() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    leaves[3] = dataclasses.replace(leaves[3], body=b"altered")
    with pytest.raises(RecordError, match="the body of leaf 3 is not what the leaf commits to"):
        asked(one, leaves)


def test_a_body_that_is_kept_from_the_member_is_missed_until_it_was_cosigned() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    state = CosignerState(len(leaves), acts.Tree(leaf.leaf for leaf in leaves).root())
    kept = [dataclasses.replace(leaf, body=None, salt=None) if leaf.index == 4 else leaf for leaf in leaves]
    with pytest.raises(RecordError, match="the body of leaf 4 is kept from JP"):
        asked(one, kept)
    assert asked(one, kept, state=state) == len(leaves)
    strange = [dataclasses.replace(leaf, circle="nobody") if leaf.index == 4 else leaf for leaf in kept]
    with pytest.raises(RecordError, match="the body of leaf 4 is kept from JP"):
        asked(one, strange)


def test_a_body_of_a_circle_to_which_the_member_does_not_belong_is_not_missed() -> None:
    one, _ = stage("open")
    circles = (*one.charter.circles, dataclasses.replace(one.charter.circles[-1], id="others", members=("DE",), kinds=()))
    charter = dataclasses.replace(one.charter, circles=circles)
    leaves = record(one)[0]
    kept = [dataclasses.replace(leaf, body=None, salt=None, circle="others") if leaf.index == 4 else leaf for leaf in leaves]
    note = read_note(acts.note(one, kept, ()))
    assert may_cosign(note, kept, None, one.now, charter, "JP").size == len(kept)


def closing(one: acts.Group, subject: str, **fields: str) -> list[Leaf]:
    """Return the leaves with a close by the secretariat before its deadline."""
    desk, round_ = one.secretariat, acts.running(one, subject)
    body = desk.body("close", {"round": round_.event.digest, "closes": round_.event.body["closes"], **fields})
    one.secretariat.lodge(desk.sign(body))
    return record(one)[0]


def test_an_early_close_by_the_secretariat_waits_for_the_deadline() -> None:
    one, subject = stage("voted")
    leaves = closing(one, subject)
    with pytest.raises(RecordError, match="closes a round before its deadline"):
        asked(one, leaves)
    one.now = acts.running(one, subject).closes
    assert asked(one, leaves) == len(leaves)


@pytest.mark.parametrize("fields", [{"round": "f" * 64}, {"closes": "2999-01-01T00:00:00Z"}, {"closes": "no time"}])
def test_a_close_that_closes_nothing_stops_nobody(fields: dict[str, str]) -> None:
    one, subject = stage("voted")
    desk, round_ = one.secretariat, acts.running(one, subject)
    body = desk.body("close", {"round": round_.event.digest, "closes": round_.event.body["closes"], **fields})
    one.secretariat.lodge(sign_statement(body, [desk.keys["statement"]]))
    leaves = record(one)[0]
    assert asked(one, leaves) == len(leaves)


def test_a_close_in_the_secretariat_s_name_that_it_has_not_signed_stops_nobody() -> None:
    one, subject = stage("voted")
    desk, round_ = one.secretariat, acts.running(one, subject)
    body = desk.body("close", {"round": round_.event.digest, "closes": round_.event.body["closes"]})
    one.secretariat.lodge(sign_statement(body, [one.members["US"].keys["ballot"]]))
    leaves = record(one)[0]
    assert asked(one, leaves) == len(leaves)


def test_a_log_that_calls_itself_otherwise_is_another() -> None:
    one, _ = stage("open")
    other = dataclasses.replace(one.charter, origin="other.example/log")
    leaves = record(one)[0]
    with pytest.raises(RecordError, match="is of the log five"):
        may_cosign(read_note(acts.note(one, leaves, ())), leaves, None, one.now, other, "JP")


def test_bytes_that_only_look_like_a_close_or_a_charter_stop_nobody() -> None:
    one, _ = stage("voted")
    leaves = record(one)[0]
    for name in ("close", "charter"):
        leaves.append(acts.leaf(len(leaves), f"application/vnd.sekisho.{name}+json".encode()))
    assert in_force(leaves, one.charter).digest == one.charter.digest
    assert asked(one, leaves) == len(leaves)


def test_the_charter_of_a_checkpoint_is_the_one_in_force_at_its_size() -> None:
    one, subject = stage("charter")
    acts.vote(one, subject, acts.YES)
    acts.close(one, subject)
    acts.wait(one)
    acts.log(one, acts.settlement(one, subject))
    two = acts.charter_two(one)
    acts.enact(one, two, *acts.new_keys(one, "GB").values())
    leaves = record(one)[0]
    assert in_force(leaves, one.charter).digest == two.digest
    assert in_force(leaves, two) is two
    with pytest.raises(RecordError, match="not of the record whose charter is known"):
        in_force(leaves, acts.charter_two(one, delta_seconds="61"))


def test_a_member_does_not_pass_over_what_it_gave_a_receipt_for() -> None:
    one, subject = stage("open")
    dropped = acts.ballot(one, subject, "US", "no")
    acts.receipt(one, dropped, "JP")
    one.sync("JP")
    desk = one.members["JP"]
    with pytest.raises(RecordError, match="the log lacks the ballot of US that was received here"):
        desk.cosign(one.secretariat.checkpoint(one.now), one.now)
    one.secretariat.lodge(dropped)
    one.sync("JP")
    assert desk.cosign(one.secretariat.checkpoint(one.now), one.now)
    assert list(desk.store.held()) == []


@pytest.mark.parametrize("name", ["objection", "nothing", "challenge", "concern", "strange objection"])
def test_what_a_round_can_still_count_is_owed_and_nothing_else(name: str) -> None:
    from sekisho.assurance.promises import unlogged

    one, subject = stage("open")
    made = acts.ballot(one, subject, "US", "no")
    acts.vote(one, subject, dict.fromkeys(("DE", "GB", "JP", "NL"), "yes"))
    one.now += days(1)
    paper = acts.receipt(one, made, "NL")
    statements = {
        "objection": acts.objection(one, subject, "US"),
        "strange objection": acts.objection(one, "f" * 64, "US"),
        "nothing": b"nothing",
        "challenge": b"",
        "concern": one.members["US"].say("concern", field="ai", title={"en": "x"}, text="x"),
    }
    before = one.verified()
    acts.close(one, subject)
    after = one.verified()
    statements["challenge"] = acts.challenge(one, subject, made, paper)
    held = [("a" * 64, statements[name])]
    owed = [bool(unlogged(found.docket, held, lambda _: None)) for found in (before, after)]
    assert (
        owed
        == {
            "objection": [True, False],
            "strange objection": [True, True],
            "nothing": [False, False],
            "challenge": [True, True],
            "concern": [False, False],
        }[name]
    )
    assert not unlogged(before.docket, held, lambda _: 3)
