"""Attacks with the log: drop, hold, reorder, fork, restore, shift the clock, show one member something else, guess."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest

from sekisho.assurance import recount as counting
from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Checkpoint, add_lines, cosign, read_note, sign_checkpoint
from sekisho.ledger.commitment import commit, new_salt
from sekisho.ledger.envelope import read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.merkle import Tree
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity, Leaf
from sekisho.regime.tally import count
from sekisho.workspace.founding import sign_charter
from tests.assurance import acts
from tests.assurance.acts import aside, ballot, log, matter_of, stage
from tests.assurance.world import FIVE, days, record, replayed

OTHERS = tuple(member for member in FIVE if member != "JP")


def recounted(one: acts.Group, subject: str, *evidence: bytes) -> dict[str, Any]:
    """Recount a matter with evidence."""
    verified = one.verified()
    return counting.recount(verified, matter_of(verified, subject), evidence)


# -- what is dropped: receipts and the challenge window --------------------------------------------------------------


def dropped(kind: str = "ballot") -> tuple[acts.Group, str, bytes]:
    """Return a closed round from which the secretariat has dropped a no of JP, or its formal objection."""
    one, subject = stage("open")
    made = ballot(one, subject, "JP", "no") if kind == "ballot" else acts.objection(one, subject, "JP")
    acts.vote(one, subject, dict.fromkeys(OTHERS, "yes"))
    one.now = acts.running(one, subject).closes - days(0.001)
    return one, subject, made


def closed_after(one: acts.Group, subject: str, statement: bytes, by: str, late: float = 0) -> bytes:
    """Return a receipt given now, after the round is closed."""
    paper = acts.receipt(one, statement, by, late)
    acts.close(one, subject)
    return paper


@pytest.mark.parametrize("kind", ["ballot", "objection"])
@pytest.mark.parametrize("by", ["NL", "secretariat"])
def test_what_was_dropped_makes_the_round_contested(kind: str, by: str) -> None:
    one, subject, made = dropped(kind)
    paper = closed_after(one, subject, made, by)
    assert recounted(one, subject)["outcome"] == "adopted"
    shown = recounted(one, subject, made, paper)
    assert (shown["outcome"], shown["evidence"][0]["missing"]) == ("contested", True)
    found = log(one, acts.challenge(one, subject, made, paper))
    assert aside(found, "challenge") == ""
    assert any("received in time" in row["text"] for row in recounted(one, subject)["findings"])
    acts.wait(one)
    assert one.settle(subject) == "contested"
    assert recounted(one, subject)["outcome"] == "contested"


def test_after_the_settlement_the_evidence_is_a_recorded_breach() -> None:
    one, subject, made = dropped()
    paper = closed_after(one, subject, made, "NL")
    acts.wait(one)
    proof = acts.challenge(one, subject, made, paper)
    assert one.settle(subject) == "adopted"
    assert "the round is over" in aside(log(one, proof), "challenge")
    shown = recounted(one, subject, made, paper)
    assert (shown["stands"], shown["outcome"]) == ("settled", "adopted")
    assert "the challenge window is over: a recorded breach" in shown["rules"][-1]
    assert "NL received the ballot" in shown["evidence"][0]["text"]


def test_evidence_for_an_open_round_is_no_breach_yet() -> None:
    one, subject, made = dropped()
    paper = acts.receipt(one, made, "NL")
    shown = recounted(one, subject, made, paper)
    assert (shown["stands"], shown["votes"]) == ("open", dict.fromkeys(OTHERS, "yes"))
    assert "can still be lodged" in shown["evidence"][0]["text"]
    challenge = acts.challenge(one, subject, made, paper)
    assert aside(log(one, challenge), "challenge") == "there is no closed round to challenge"


def _by_outsider(one: acts.Group, made: bytes) -> bytes:
    body = read_envelope(acts.receipt(one, made, "NL")).body
    return sign_statement(body, [PrivateKey.generate("ed25519")])


FALSE: dict[str, tuple[Callable[[acts.Group, bytes], bytes], str]] = {
    "forged": (_by_outsider, "does not verify"),
    "own": (lambda one, made: acts.receipt(one, made, "JP"), "not another party's"),
    "late": (lambda one, made: acts.receipt(one, made, "NL", late=10_000), "received after the deadline"),
    "another's": (lambda one, made: acts.receipt(one, acts.objection(one, "f" * 64, "US"), "NL"), "not another party's"),
    "of another framework": (
        lambda one, made: acts.again(acts.receipt(one, made, "NL"), one.members["NL"].keys["ballot"], framework="other"),
        "another framework",
    ),
    "by a cosigning key": (
        lambda one, made: acts.again(
            acts.receipt(one, made, "NL"), one.members["NL"].keys["cosign"], key=one.members["NL"].key_of("cosign")
        ),
        "is for cosign, not for ballot",
    ),
    "no receipt": (lambda one, made: acts.objection(one, "f" * 64, "NL"), "carries a objection as receipt"),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_receipt_is_not_upheld(name: str) -> None:
    one, subject, made = dropped()
    forge, why = FALSE[name]
    paper = forge(one, made)
    acts.close(one, subject)
    found = log(one, acts.challenge(one, subject, made, paper))
    assert why in aside(found, "challenge")
    acts.wait(one)
    assert one.settle(subject) == "adopted"
    assert not any(row["missing"] for row in recounted(one, subject, made, paper)["evidence"])


def _votes_on(field: str) -> Callable[[acts.Group, str], bytes]:
    return lambda one, subject: ballot(one, subject, "JP", "no", **{field: "f" * 64})


IDLE: dict[str, tuple[Callable[[acts.Group, str], bytes], str]] = {
    "of another round": (_votes_on("round"), "another round"),
    "of another proposal": (_votes_on("subject"), "another subject"),
    "of another log": (_votes_on("seen_root"), "views have met"),
    "of another framework": (
        lambda one, subject: ballot(one, subject, "JP", "no", framework="other"),
        "is of another framework",
    ),
    "on another matter": (lambda one, subject: acts.objection(one, "f" * 64, "JP"), "is to another proposal"),
    "not formal": (lambda one, subject: acts.objection(one, subject, "JP", "no"), "is not formal changes nothing"),
    "a certificate": (
        lambda one, subject: one.members["JP"].say("concern", field="ai", title={"en": "x"}, text="x"),
        "carries a concern as statement",
    ),
}


@pytest.mark.parametrize("name", IDLE)
def test_a_challenge_for_what_would_not_have_counted_is_not_upheld(name: str) -> None:
    one, subject, _ = dropped()
    make, why = IDLE[name]
    made = make(one, subject)
    paper = closed_after(one, subject, made, "NL")
    found = log(one, acts.challenge(one, subject, made, paper))
    assert why in aside(found, "challenge")
    assert not any(row["missing"] for row in recounted(one, subject, made, paper)["evidence"])


@pytest.mark.parametrize("kind", ["ballot", "objection"])
def test_a_challenge_for_what_is_in_the_log_is_not_upheld(kind: str) -> None:
    one, subject, made = dropped(kind)
    log(one, made)
    paper = closed_after(one, subject, made, "NL")
    found = log(one, acts.challenge(one, subject, made, paper))
    assert "is in the log before the close" in aside(found, "challenge")


def test_a_challenge_for_a_ballot_that_its_maker_has_changed_is_not_upheld() -> None:
    one, subject, first = dropped()
    key = one.members["JP"].keys["ballot"]
    second = acts.again(first, key, choice="yes", sequence="2", previous=read_envelope(first).digest)
    log(one, second)
    paper = closed_after(one, subject, first, "NL")
    found = log(one, acts.challenge(one, subject, first, paper))
    assert "as late or later is in the log" in aside(found, "challenge")


def test_a_challenge_to_a_round_that_is_not_there_is_not_upheld() -> None:
    one, subject, made = dropped()
    paper = closed_after(one, subject, made, "NL")
    shown = acts.challenge(one, subject, made, paper)
    other = acts.again(shown, one.members["NL"].keys["ballot"], round="f" * 64)
    assert aside(log(one, other), "challenge") == "there is no closed round to challenge"


def test_the_evidence_of_a_challenge_is_base64_of_statements() -> None:
    one, subject, made = dropped()
    paper = closed_after(one, subject, made, "NL")
    shown = acts.challenge(one, subject, made, paper)
    other = acts.again(shown, one.members["NL"].keys["ballot"], receipt="not base64")
    assert "not base64" in aside(log(one, other), "challenge")


def test_evidence_that_proves_nothing_is_named() -> None:
    one, subject, made = dropped()
    paper = closed_after(one, subject, made, "NL")
    rows = recounted(one, subject, b"not a statement", paper)["evidence"]
    assert rows[0]["text"].startswith("not a statement")
    assert rows[1]["text"] == "a receipt whose statement is not here"
    assert not any(row["missing"] for row in rows)


# -- what is held and reordered: findings of the tally ---------------------------------------------------------------


def chain(one: acts.Group, subject: str) -> tuple[bytes, bytes, bytes]:
    """Return three ballots of JP, each after the one before."""
    key = one.members["JP"].keys["ballot"]
    first = ballot(one, subject, "JP", "no")
    second = acts.again(first, key, choice="abstain", sequence="2", previous=read_envelope(first).digest)
    third = acts.again(first, key, choice="yes", sequence="3", previous=read_envelope(second).digest)
    return first, second, third


@pytest.mark.parametrize(
    ("order", "says"), [((0, 2), "was it dropped or held?"), ((1, 0), "reordered?"), ((2, 1, 0), "reordered?")]
)
def test_a_ballot_that_was_held_or_reordered_is_found(order: tuple[int, ...], says: str) -> None:
    one, subject = stage("open")
    made = chain(one, subject)
    log(one, *[made[place] for place in order])
    acts.vote(one, subject, dict.fromkeys(OTHERS, "yes"))
    acts.close(one, subject)
    assert any(says in rule for rule in recounted(one, subject)["rules"])


def test_a_chain_in_order_gives_no_finding() -> None:
    one, subject = stage("open")
    found = log(one, *chain(one, subject))
    round_ = matter_of(found, subject).rounds[-1]
    assert count(round_.votes, round_.electorate).findings == ()


# -- forks -----------------------------------------------------------------------------------------------------------


def other_leaves(one: acts.Group) -> list[Leaf]:
    """Return a log of the same size whose last leaf is another."""
    leaves = record(one)[0]
    return [*leaves[:-1], acts.leaf(len(leaves) - 1, b"something else")]


def test_two_checkpoints_of_one_size_with_f_double_signers_cannot_both_count() -> None:
    one, _ = stage("open")
    leaves, other = record(one)[0], other_leaves(one)
    true, false = acts.note(one, leaves, ("DE", "GB", "JP", "NL")), acts.note(one, other, ("DE", "US"))
    found = replayed(one, leaves, [true, false])
    assert (found.size, found.forks) == (len(leaves), [])
    assert list(found.doubles) == ["DE"]
    shown = counting.proved(found)["double_signers"]["DE"]
    assert shown == [[len(leaves), *sorted((Tree(x.leaf for x in y).root().hex()) for y in (leaves, other))]]


def test_bounded_f_plus_one_and_more_double_signers_make_both_count_and_are_named() -> None:
    """Two checkpoints of one size that count share at least 2k - n signers, here three: more than f, and all are named."""
    one, subject = stage("closed")
    leaves, other = record(one)[0], other_leaves(one)
    true, false = acts.note(one, leaves, FIVE[:4]), acts.note(one, other, FIVE[1:])
    found = replayed(one, leaves, [true, false])
    assert [fork.note.data for fork in found.forks] == [false]
    assert sorted(found.doubles) == ["GB", "JP", "NL"]
    answer = counting.recount(found, matter_of(found, subject))
    assert answer["outcome"] == "contested"
    assert "shown in two versions: contested" in answer["rules"][-1]
    assert answer["proved"]["forks"][0]["cosigners"] == list(FIVE[1:])


def test_a_fork_that_is_filed_is_set_aside_and_shown() -> None:
    one, _ = stage("open")
    false = acts.note(one, other_leaves(one))
    one.secretariat.lodge(one.secretariat.say("checkpoint", note=false))
    one.must_checkpoint()
    found = one.verified()
    assert "shown in two versions" in aside(found, "checkpoint")
    assert len(found.forks) == 1


def test_honest_members_do_not_cosign_a_log_that_was_restored_and_forked() -> None:
    one, subject = stage("open")
    backup = record(one)[0]
    acts.vote(one, subject, acts.YES)
    one.must_checkpoint()
    restored = acts.twin(one)
    store = restored.secretariat.store
    store._leaves, store._notes = list(backup), {}  # type: ignore[attr-defined]
    store._places = {leaf.body_digest: leaf.index for leaf in backup}  # type: ignore[attr-defined]
    back = restored.secretariat.checkpoint(restored.now)
    for desk in restored.members.values():
        with pytest.raises(RecordError, match="gone back"):
            desk.cosign(back, restored.now)
    fork = [*backup, *(acts.leaf(len(backup) + more, b"another story") for more in range(20))]
    forked = acts.note(restored, fork, ("US",))
    for desk in restored.members.values():
        with pytest.raises(RecordError, match="shown in two versions"):
            desk.take(fork)
        with pytest.raises(RecordError):
            desk.cosign(forked, restored.now)


def test_a_member_that_lost_its_copy_but_not_its_promise_does_not_cosign_the_fork() -> None:
    one, _ = stage("open")
    size = one.secretariat.store.size()
    fork = [*record(one)[0][:5]]
    fork += [acts.leaf(index, bytes([index])) for index in range(5, size + 3)]
    desk = one.members["JP"]
    desk.store._leaves = list(fork)  # type: ignore[attr-defined]
    text = acts.note(one, fork, ("DE",))
    with pytest.raises(RecordError, match="does not show that"):
        desk.cosign(text, one.now)


def test_a_member_cosigns_only_what_the_log_has_signed() -> None:
    """Else an outsider could tie a member to a log of its own: the member would cosign the true one no more."""
    one, _ = stage("open")
    desk, outsider = one.members["JP"], PrivateKey.generate("ed25519")
    leaves = record(one)[0]
    one.sync("JP")
    tree = Tree(leaf.leaf for leaf in leaves)
    point = Checkpoint(one.charter.origin, tree.size, tree.root(), int(one.now.timestamp()))
    with pytest.raises(RecordError, match="not signed by the log"):
        desk.cosign(sign_checkpoint(point, outsider), one.now)
    assert desk.cosign(sign_checkpoint(point, one.secretariat.keys["log"]), one.now)


def test_anybody_s_false_close_does_not_stop_the_log() -> None:
    one, subject = stage("open")
    desk = one.members["US"]
    body = desk.body("close", {"round": acts.running(one, subject).event.digest, "closes": "2999-01-01T00:00:00Z"})
    found = log(one, desk.sign(body))
    assert aside(found, "close") == "the close names another deadline than the round"
    forged = {**body, "by": "secretariat", "key": one.secretariat.key_of("statement")}
    assert "does not verify" in aside(log(one, sign_statement(forged, [desk.keys["ballot"]])), "close")


# -- split views -----------------------------------------------------------------------------------------------------


def test_a_split_view_shows_when_views_meet() -> None:
    """JP is shown a log without the ballot of the US; JP's own ballot names that log's root."""
    one, subject = stage("open")
    hidden = ballot(one, subject, "US", "no")
    log(one, hidden)
    false = acts.without(one, hidden)
    text = acts.note(one, false, FIVE[:4])
    isolated = acts.replay(false, [text], one.charter.digest)
    assert isolated.newest is not None
    point = isolated.newest.note.checkpoint
    made = ballot(one, subject, "JP", "yes", seen_size=str(point.size), seen_root=point.root.hex())
    found = log(one, made)
    assert aside(found, "ballot") == "the ballot was signed against another log: views have met"
    leaves, notes = record(one)
    met = replayed(one, leaves, [*notes, text])
    assert [fork.note.data for fork in met.forks] == [text]
    assert sorted(met.doubles) == sorted(set(FIVE[:4]))


def test_a_foreign_note_that_does_not_count_is_no_fork() -> None:
    one, _ = stage("open")
    leaves, notes = record(one)
    found = replayed(one, leaves, [*notes, acts.note(one, other_leaves(one), FIVE[:3])])
    assert found.forks == []


# -- clocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [61, -61])
def test_a_checkpoint_off_by_more_than_delta_is_not_cosigned(seconds: int) -> None:
    one, _ = stage("open")
    one.sync("JP")
    text = one.secretariat.checkpoint(one.now + days(seconds / 86400))
    with pytest.raises(RecordError, match="clock differs by 61 seconds"):
        one.members["JP"].cosign(text, one.now)
    one.skew = {"secretariat": seconds}
    assert one.checkpoint() is None


@pytest.mark.parametrize("seconds", [61, -61])
def test_cosignatures_off_by_more_than_delta_do_not_count(seconds: int) -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    assert acts.replay(leaves, [acts.note(one, leaves, late=seconds)], one.charter.digest).size < len(leaves)
    near = acts.replay(leaves, [acts.note(one, leaves, late=seconds // 61 * 60)], one.charter.digest)
    assert near.size == len(leaves)


def test_a_member_whose_clock_is_wrong_is_missed_but_does_not_stop_the_log() -> None:
    one, _ = stage("open")
    one.skew = {"JP": 3600}
    text = one.checkpoint()
    assert text is not None
    assert sorted(name for name, _ in read_note(text).signatures if name in FIVE) == [*OTHERS]


def test_an_early_close_is_set_aside() -> None:
    one, subject = stage("voted")
    one.now = acts.running(one, subject).closes - days(0.5)
    desk, late = one.secretariat, ballot(one, subject, "JP", "yes")
    one.close(subject, note=False)
    with pytest.raises(RecordError, match="too few members cosign"):
        one.must_checkpoint()
    one.sync("JP")
    with pytest.raises(RecordError, match="closes a round before its deadline"):
        one.members["JP"].cosign(desk.checkpoint(one.now), one.now)
    desk.file(acts.note(one, record(one)[0]), [])
    desk.lodge(late)
    desk.file(acts.note(one, record(one)[0]), [])
    found = one.verified()
    assert any("came before" in each.text for each in found.docket.findings)
    assert matter_of(found, subject).rounds[-1].close is None


def test_a_second_close_and_a_close_after_the_settlement_are_set_aside() -> None:
    one, subject = stage("closed")
    jp = one.members["JP"]
    body = jp.body(
        "close",
        {"round": acts.running(one, subject).event.digest, "closes": acts.running(one, subject).event.body["closes"]},
    )
    assert aside(log(one, jp.sign(body)), "close") == "the round is closed already"
    acts.wait(one)
    one.settle(subject)
    us = one.members["US"]
    other = {**body, "by": "US", "key": us.key_of("ballot")}
    assert "the round is over" in aside(log(one, us.sign(other)), "close")


def test_two_closes_before_one_checkpoint_make_one_close_the_first() -> None:
    one, subject = stage("voted")
    one.now = acts.running(one, subject).closes
    jp = one.members["JP"]
    one.close(subject, note=False)
    first = one.secretariat.store.size() - 1
    round_ = acts.running(one, subject)
    log(one, jp.sign(jp.body("close", {"round": round_.event.digest, "closes": round_.event.body["closes"]})))
    found = log(one)
    assert matter_of(found, subject).rounds[-1].close == first


def test_a_late_quorum_moves_the_close() -> None:
    one, subject = stage("open")
    one.now = acts.running(one, subject).closes - days(0.1)
    acts.vote(one, subject, acts.YES)
    found = acts.close(one, subject)
    assert matter_of(found, subject).rounds[-1].close is None
    assert any("came before" in each.text for each in found.docket.findings)
    one.pass_time(one.charter.clocks["extension"])
    one.must_checkpoint()
    jp = one.members["JP"]
    round_ = acts.running(one, subject)
    log(one, jp.sign(jp.body("close", {"round": round_.event.digest, "closes": round_.event.body["closes"]})))
    one.must_checkpoint()
    assert "moved once, because the quorum was late" in recounted(one, subject)["rules"][0]
    acts.wait(one)
    assert one.settle(subject) == "adopted"


# -- filing ----------------------------------------------------------------------------------------------------------


def filed(one: acts.Group, text: str) -> str:
    """File a note and return why it was set aside."""
    one.secretariat.lodge(one.secretariat.say("checkpoint", note=text))
    return aside(log(one), "checkpoint")


def test_a_checkpoint_is_not_filed_that_covers_its_own_leaf() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    more = [*leaves, acts.leaf(len(leaves), b"x")]
    assert "the checkpoint covers" in filed(one, acts.note(one, more))


def test_a_checkpoint_is_not_filed_that_goes_back_in_size_or_time() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    short = acts.note(one, leaves[:5])
    assert filed(one, short) == "a checkpoint is filed that is older than the one before"
    one.now -= days(0.00002)
    early = acts.note(one, record(one)[0])
    one.now += days(0.00002)
    assert filed(one, early) == "a checkpoint is filed that is older than the one before"


def test_a_checkpoint_is_not_filed_that_does_not_count_or_is_none() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    assert "does not count: 3 members cosigned it" in filed(one, acts.note(one, leaves, FIVE[:3]))
    assert "a note is a text" in filed(one, "no note")


def test_a_checkpoint_of_another_log_does_not_count() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    tree = Tree(leaf.leaf for leaf in leaves)
    point = Checkpoint("other.example/log", tree.size, tree.root(), int(one.now.timestamp()))
    text = sign_checkpoint(point, one.secretariat.keys["log"])
    lines = [cosign(text, member, desk.keys["cosign"], point.time) for member, desk in one.members.items()]
    full = add_lines(text, lines)
    assert acts.shown(replayed(one, leaves, [full]), full).counts is False
    with pytest.raises(RecordError, match="is of the log other"):
        one.members["JP"].cosign(text, one.now)


def test_a_member_may_file_a_checkpoint_when_the_secretariat_does_not() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    found = log(one, one.members["JP"].say("checkpoint", note=acts.note(one, leaves)))
    assert found.docket.filed[-1].size == len(leaves)
    assert found.docket.filed[-1].index == len(leaves)


# -- bytes of the log ------------------------------------------------------------------------------------------------


def test_a_tampered_body_refuses_the_record() -> None:
    one, subject = stage("voted")
    leaves, notes = record(one)
    place = next(leaf.index for leaf in leaves if leaf.body and b"sekisho.ballot" in leaf.body)
    held = leaves[place]
    forged = Leaf(place, held.leaf, held.salt, ballot(one, subject, "JP", "no"), held.circle)
    with pytest.raises(RecordError, match=f"the body of leaf {place} is not what the leaf commits to"):
        replayed(one, [*leaves[:place], forged, *leaves[place + 1 :]], notes)


def test_a_tampered_leaf_is_another_log() -> None:
    one, subject = stage("voted")
    leaves, notes = record(one)
    place = next(leaf.index for leaf in leaves if leaf.body and b"sekisho.ballot" in leaf.body)
    forged = acts.leaf(place, ballot(one, subject, "JP", "no"))
    found = replayed(one, [*leaves[:place], forged, *leaves[place + 1 :]], notes)
    assert found.newest is None or found.size <= place
    assert found.forks


@pytest.mark.parametrize("place", ["time", "root", "size", "signature"])
def test_a_tampered_checkpoint_does_not_count(place: str) -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    text = acts.note(one, leaves)
    origin, size, root, time, rest = text.split("\n", 4)
    other = hashlib.sha256(b"").digest()
    forged = {
        "time": "\n".join((origin, size, root, "time 1", rest)),
        "root": "\n".join((origin, size, acts.b64(other), time, rest)),
        "size": "\n".join((origin, str(int(size) - 1), root, time, rest)),
        "signature": "\n".join((origin, size, root, time, rest.replace("A", "B"))),
    }[place]
    found = replayed(one, leaves, [forged])
    assert found.size < len(leaves)
    assert found.forks == []


def test_a_leaf_that_is_left_out_is_missed() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    with pytest.raises(RecordError, match="leaf 3 is missing"):
        replayed(one, [*leaves[:3], *leaves[4:]])


def test_the_record_of_another_founding_is_refused() -> None:
    one, other = stage("open")[0], acts.group("another seed")
    with pytest.raises(RecordError, match="founded on charter"):
        acts.replay(record(other)[0], [], one.charter.digest)
    with pytest.raises(RecordError, match="does not begin with a charter"):
        acts.replay(record(one)[0][:0], [])
    with pytest.raises(RecordError, match="does not begin with a charter"):
        acts.replay([acts.leaf(0, one.members["JP"].say("exit", effective="now", reason=""))], [])


def test_leaves_beyond_the_newest_checkpoint_are_not_judged() -> None:
    one, subject = stage("open")
    size = one.verified().size
    one.secretariat.lodge(ballot(one, subject, "JP", "no"))
    found = one.verified()
    assert found.size == size
    assert matter_of(found, subject).rounds[-1].votes == []


def test_without_a_checkpoint_nothing_but_the_founding_is_judged() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    bare = acts.replay(leaves[:1], [], one.charter.digest)
    assert (bare.size, bare.newest, bare.docket.matters) == (0, None, {})


# -- commitments -----------------------------------------------------------------------------------------------------


def test_who_knows_every_possible_ballot_cannot_tell_which_one_a_leaf_holds() -> None:
    one, subject = stage("open")
    bodies = [ballot(one, subject, member, choice) for member in FIVE for choice in ("yes", "no", "abstain")]
    one.secretariat.lodge(bodies[4])
    shown = one.secretariat.leaves()[-1].leaf
    guesses = {hashlib.sha256(body).digest() for body in bodies}
    guesses |= {commit(bytes(32), body) for body in bodies}
    guesses |= {hashlib.sha256(b"sekisho-leaf-v1\x00" + body).digest() for body in bodies}
    guesses |= {hashlib.sha256(b"\x00" + body).digest() for body in bodies}
    assert shown not in guesses
    assert commit(one.secretariat.leaves()[-1].salt or b"", bodies[4]) == shown


def test_equal_bodies_give_different_leaves_and_every_leaf_has_32_bytes() -> None:
    one, _ = stage("settled")
    body = record(one)[0][1].body or b""
    assert commit(new_salt(), body) != commit(new_salt(), body)
    assert {len(leaf.leaf) for leaf in record(one)[0]} == {32}
    assert len({len(leaf.body or b"") for leaf in record(one)[0]}) > 5


def test_an_export_without_bodies_names_no_member_field_title_or_person() -> None:
    one, subject = stage("settled")
    title = matter_of(one.verified(), subject).event.body["title"]
    stream = io.BytesIO()
    write_record(stream, Identity(one.charter.framework, one.charter.origin), record(one)[0], [], circles=())
    text = stream.getvalue().decode()
    lines = text.splitlines()
    assert len(lines) == 1 + len(record(one)[0])
    words = {*title.values(), "Japan", "quantum", "4Q901", "JP", "NL", "ballot", "proposal", "yes"}
    shown = lines[1:]
    assert not [word for word in words for line in shown if f'"{word}"' in line or (len(word) > 2 and word in line)]
    assert {line.replace(leaf.leaf.hex(), "") for line, leaf in zip(shown, record(one)[0], strict=True)} == {
        f'{{"body":"","circle":"{circle}","leaf":"","salt":""}}' for circle in {leaf.circle for leaf in record(one)[0]}
    }


def test_bodies_that_are_erased_are_named_as_not_recounted() -> None:
    one, subject = stage("settled")
    place = next(leaf.index for leaf in record(one)[0] if leaf.body and b"sekisho.ballot" in leaf.body)
    one.secretariat.store.erase(place)
    found = one.verified()
    assert found.opened.missing == [place]
    assert counting.proved(found)["without_body"] == [place]
    assert any(row.reason == "the body is not here" for row in found.set_aside)
    assert "the recount gives" in aside(found, "settlement") or "another tally report" in aside(found, "settlement")
    assert matter_of(found, subject).state.value != "adopted"


# -- bounded ---------------------------------------------------------------------------------------------------------


def test_bounded_when_all_channels_are_delayed_nothing_is_decided() -> None:
    one, subject = stage("voted")
    one.now = acts.running(one, subject).closes
    one.close(subject, note=False)
    one.network.cut = {"DE", "GB"}
    with pytest.raises(RecordError, match="too few members cosign"):
        one.must_checkpoint()
    one.pass_time(one.charter.clocks["challenge"])
    with pytest.raises(RecordError, match="the round is not closed"):
        acts.settlement(one, subject)
    assert one.verified().docket.edition.entries == {}


def test_bounded_a_round_that_nobody_settles_lapses() -> None:
    one, subject = stage("closed")
    one.pass_time(days(60))
    one.must_checkpoint()
    one.must_checkpoint()
    assert matter_of(one.verified(), subject).state.value == "lapsed"


def test_the_secretariat_alone_makes_no_record() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    assert acts.replay(leaves[:1], [one.secretariat.checkpoint(one.now)], one.charter.digest).size == 0
    assert sign_charter(one.charter, [one.secretariat.keys["log"]])
