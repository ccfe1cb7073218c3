"""Attacks with keys: one hand with two names, keys that are no longer in force, signatures of a weaker kind."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from sekisho.errors import CharterError, RecordError
from sekisho.ledger.checkpoint import add_lines, cosign
from sekisho.ledger.envelope import add_signature, read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey, PublicKey, identities, read_public
from sekisho.regime.charter_checks import check_charter
from sekisho.regime.charter_read import read_charter
from sekisho.terms.canonical import decode, encode
from sekisho.workspace.founding import sign_charter
from tests.assurance import acts
from tests.assurance.acts import aside, ballot, log, matter_of, stage
from tests.assurance.world import FIVE, group, replayed

HYBRID = "ed25519+ml-dsa-65"
SMALL = {
    "identity": "01" + "00" * 31,
    "order 2": "ec" + "ff" * 30 + "7f",
    "order 4": "00" * 32,
    "order 8": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
}


def key(name: str, algorithm: str = "ed25519") -> PrivateKey:
    """Return a key by name."""
    return PrivateKey.from_seed(algorithm, hashlib.sha256(name.encode()).digest())


def founded(document: dict[str, Any]) -> None:
    """Replay a record that is founded on a charter which every key of its rows has signed, as far as it can."""
    known = {one.public.fingerprint: one for one in _private()}
    charter = read_charter(encode(document), "the charter")
    keys = dict.fromkeys(one.fingerprint for _, one in _rows(charter) if one.fingerprint in known)
    body = sign_charter(charter, [known[one] for one in keys])
    acts.replay([acts.leaf(0, body)], [], charter.digest)


def _private() -> list[PrivateKey]:
    one, _ = stage("founded")
    desks = [*one.members.values(), one.secretariat]
    return [*(held for desk in desks for held in desk.keys.values()), key("spare"), key("spare", HYBRID)]


def _rows(charter: Any) -> Any:
    from sekisho.assurance.keyring import keys_of

    return keys_of(charter)


def with_key(member: str, role: str, public: str, algorithm: str = "ed25519") -> dict[str, Any]:
    """Return the charter of the group with one key replaced or added."""
    one, _ = stage("founded")
    document: dict[str, Any] = decode(one.charter.data)
    row = {"role": role, "algorithm": algorithm, "public": public, "custody": "declared"}
    for held in document["members"]:
        if held["id"] == member:
            held["keys"] = [*(old for old in held["keys"] if old["role"] != role), row]
    document["algorithms"] = ["ed25519", "ml-dsa-65", HYBRID]
    return document


def public_of(member: str, role: str) -> PublicKey:
    """Return a public key of the group."""
    return stage("founded")[0].members[member].keys[role].public


def hybrid_around(public: PublicKey) -> str:
    """Return a hybrid key whose Ed25519 half is somebody's key."""
    return public.public + key("spare", HYBRID).public.public[64:]


def sealed_to(public: PublicKey) -> str:
    """Return the X25519 key that is the same point of the curve as an Ed25519 key: its Montgomery u-coordinate."""
    (u,) = identities(public)
    return u.hex()


TWINS = {
    "two members": lambda: with_key("DE", "ballot", public_of("JP", "ballot").public),
    "two roles of one member": lambda: with_key("DE", "ballot", public_of("DE", "cosign").public),
    "two roles of two members": lambda: with_key("DE", "publication", public_of("US", "cosign").public),
    "half of a hybrid": lambda: with_key("DE", "ballot", hybrid_around(public_of("JP", "ballot")), HYBRID),
    "another encoding, X25519": lambda: with_key("DE", "notices", sealed_to(public_of("JP", "ballot")), "x25519"),
    "upper-case hexadecimal": lambda: with_key("DE", "ballot", public_of("JP", "ballot").public.upper()),
}


def test_the_charter_that_is_varied_here_is_sound() -> None:
    founded(with_key("DE", "ballot", key("spare").public.public))


@pytest.mark.parametrize("name", TWINS)
def test_one_physical_key_cannot_have_two_names(name: str) -> None:
    with pytest.raises(CharterError):
        founded(TWINS[name]())


def test_an_x25519_key_is_compared_with_an_ed25519_key_by_the_point_and_not_by_the_bytes() -> None:
    document = TWINS["another encoding, X25519"]()
    check_charter(read_charter(encode(document), "the charter"))
    with pytest.raises(CharterError, match=r"JP \(ballot\).*same physical key|same physical key"):
        founded(document)


def test_a_key_of_the_secretariat_cannot_be_a_member_s_too() -> None:
    log_key = stage("founded")[0].secretariat.keys["log"].public
    with pytest.raises(CharterError):
        founded(with_key("DE", "cosign", log_key.public))


@pytest.mark.parametrize("name", SMALL)
def test_a_key_of_small_order_is_refused(name: str) -> None:
    with pytest.raises(CharterError, match="ballot key of DE"):
        founded(with_key("DE", "ballot", SMALL[name]))


@pytest.mark.parametrize("public", ["00" * 32, "01" + "00" * 31])
def test_a_recipient_key_of_small_order_is_refused(public: str) -> None:
    with pytest.raises(CharterError, match="notices key of DE"):
        founded(with_key("DE", "notices", public, "x25519"))


def test_a_key_of_small_order_cannot_come_in_by_rotation() -> None:
    one, _ = stage("founded")
    desk = one.members["DE"]
    fields = {"role": "ballot", "old": desk.key_of("ballot"), "algorithm": "ed25519", "public": SMALL["identity"]}
    found = log(one, desk.say("rotation", **fields))
    assert "ed25519 key is refused" in aside(found, "rotation")


@pytest.mark.parametrize(
    ("faults", "cosign_", "publication"),
    [("1", "6", "4"), ("1", "4", "6"), ("1", "3", "4"), ("1", "4", "3"), ("2", "3", "4"), ("5", "5", "5")],
)
def test_thresholds_above_the_members_or_without_overlap_are_refused_at_founding(
    faults: str, cosign_: str, publication: str
) -> None:
    one, _ = stage("founded")
    thresholds = {"cosign": cosign_, "publication": publication}
    with pytest.raises(CharterError):
        founded({**decode(one.charter.data), "faults": faults, "thresholds": thresholds})


@pytest.mark.parametrize("owner", [*FIVE, "secretariat"])
def test_a_charter_that_one_founder_s_key_has_not_signed_founds_nothing(owner: str) -> None:
    one, _ = stage("founded")
    desks = {**one.members, "secretariat": one.secretariat}
    for role in desks[owner].keys:
        keys = [held for name, desk in desks.items() for other, held in desk.keys.items() if (name, other) != (owner, role)]
        with pytest.raises(CharterError, match=f"not signed by the {role} key of {owner}"):
            acts.replay([acts.leaf(0, sign_charter(one.charter, keys))], [])


def test_proof_of_possession_is_over_the_charter_s_own_bytes() -> None:
    one, _ = stage("founded")
    other = {**decode(one.charter.data), "delta_seconds": "61"}
    signed = [held for desk in (*one.members.values(), one.secretariat) for held in desk.keys.values()]
    whole = read_envelope(sign_statement(other, signed))
    forged = encode(
        {
            **decode(whole.data),
            "payload": decode(sign_charter(one.charter, signed[:1]))["payload"],
        }
    )
    with pytest.raises(CharterError, match="is not signed by"):
        acts.replay([acts.leaf(0, forged)], [])


# -- counting members -----------------------------------------------------------------------------------------------


def test_too_few_cosignatures_do_not_count() -> None:
    one, _ = stage("open")
    leaves = acts.record(one)[0]
    assert replayed(one, leaves, [acts.note(one, leaves, FIVE[:4])]).size == len(leaves)
    few = acts.replay(leaves, [acts.note(one, leaves, FIVE[:3])], one.charter.digest)
    assert few.size < len(leaves)
    assert any(seen.why_not == "3 members cosigned it, 4 are needed" for seen in few.witnessed)


def test_a_member_that_signs_twice_is_counted_once() -> None:
    one, _ = stage("open")
    leaves = acts.record(one)[0]
    text = acts.note(one, leaves, FIVE[:3])
    time = int(one.now.timestamp())
    twice = add_lines(text, [cosign(text, "DE", one.members["DE"].keys["cosign"], time + 1)])
    named = add_lines(text, [cosign(text, "US", one.members["DE"].keys["cosign"], time)])
    for forged in (twice, named):
        found = acts.replay(leaves, [forged], one.charter.digest)
        assert found.size < len(leaves)
        assert len(acts.shown(found, forged).cosigners) == 3


def test_a_ballot_key_does_not_cosign() -> None:
    one, _ = stage("open")
    leaves = acts.record(one)[0]
    text = acts.note(one, leaves, FIVE[:4], DE=one.members["DE"].keys["ballot"])
    found = acts.replay(leaves, [text], one.charter.digest)
    assert sorted(acts.shown(found, text).cosigners) == ["GB", "JP", "NL"]


def test_two_keys_in_one_hand_are_two_members_and_nothing_here_can_tell() -> None:
    """Bounded: who makes the keys of two states holds two votes. Proof of possession cannot see a hand."""
    document = with_key("DE", "ballot", key("spare").public.public)
    founded(document)


# -- keys that are not in force --------------------------------------------------------------------------------------


def rotated(one: acts.Group, role: str = "ballot", member: str = "JP") -> tuple[bytes, PrivateKey]:
    """Return a rotation of a member's key, and the new key."""
    desk, new = one.members[member], key(f"{member} {role} new")
    fields = {"role": role, "old": desk.key_of(role), "algorithm": "ed25519", "public": new.public.public}
    return desk.sign(desk.body("rotation", fields, role), role, [new]), new


def revocation(one: acts.Group, role: str = "ballot", member: str = "JP", since: int = 0) -> bytes:
    """Return a revocation of a member's key, signed by another of its keys."""
    desk = one.members[member]
    by = "publication" if role != "publication" else "ballot"
    fields = {"revoked": desk.key_of(role), "suspect_since": str(since), "reason": "it was stolen"}
    return desk.sign(desk.body("revocation", fields, by), by)


def end_by(how: str, one: acts.Group, role: str = "ballot") -> bytes:
    """Return what takes a key of JP out of force."""
    if how == "rotated":
        return rotated(one, role)[0]
    if how == "revoked":
        return revocation(one, role)
    return one.members["JP"].say("exit", effective="at once", reason="")


@pytest.mark.parametrize("how", ["rotated", "revoked", "left"])
def test_a_ballot_counts_before_its_key_ends_and_not_after(how: str) -> None:
    one, subject = stage("open")
    log(one, ballot(one, subject, "JP", "yes"))
    found = log(one, end_by(how, one), ballot(one, subject, "JP", "no"))
    votes = matter_of(found, subject).rounds[-1].votes
    assert [vote.choice for vote in votes] == ["yes"]
    assert how in aside(found, "ballot")


@pytest.mark.parametrize("how", ["rotated", "revoked", "left"])
def test_a_cosignature_counts_before_its_key_ends_and_not_after(how: str) -> None:
    one, _ = stage("open")
    before = acts.record(one)[0]
    text = acts.note(one, before)
    assert "JP" in acts.shown(acts.replay(before, [text], one.charter.digest), text).cosigners
    one.secretariat.lodge(end_by(how, one, "cosign"))
    after = acts.record(one)[0]
    text = acts.note(one, after)
    assert sorted(acts.shown(acts.replay(after, [text], one.charter.digest), text).cosigners) == ["DE", "GB", "NL", "US"]


def test_the_new_key_of_a_rotation_is_in_force_at_once() -> None:
    one, subject = stage("open")
    statement, new = rotated(one)
    found = log(one, statement, ballot(one, subject, "JP", "yes", new))
    assert [vote.member for vote in matter_of(found, subject).rounds[-1].votes] == ["JP"]


def test_a_rotation_needs_both_keys() -> None:
    one, _ = stage("open")
    desk, new = one.members["JP"], key("new")
    fields = {"role": "ballot", "old": desk.key_of("ballot"), "algorithm": "ed25519", "public": new.public.public}
    found = log(one, desk.sign(desk.body("rotation", fields)))
    assert aside(found, "rotation") == "a rotation is also signed by the new key"
    body = desk.body("rotation", fields)
    found = log(one, sign_statement(body, [new]))
    assert "does not verify" in aside(found, "rotation")


def test_a_rotation_is_signed_by_the_key_it_replaces_and_by_no_other() -> None:
    one, _ = stage("open")
    desk, new = one.members["JP"], key("new")
    fields = {"role": "ballot", "old": one.members["US"].key_of("ballot"), "algorithm": "ed25519"}
    found = log(one, desk.sign(desk.body("rotation", {**fields, "public": new.public.public}), None, [new]))
    assert aside(found, "rotation") == "a rotation is signed by the key that it replaces"


@pytest.mark.parametrize(("owner", "role"), [("JP", "cosign"), ("US", "ballot")])
def test_a_rotation_cannot_take_a_key_that_is_in_somebody_s_hand(owner: str, role: str) -> None:
    one, _ = stage("open")
    desk, new = one.members["JP"], one.members[owner].keys[role]
    fields = {"role": "ballot", "old": desk.key_of("ballot"), "algorithm": "ed25519", "public": new.public.public}
    found = log(one, desk.sign(desk.body("rotation", fields), None, [new]))
    assert "in somebody's hand" in aside(found, "rotation")


@pytest.mark.parametrize("how", ["rotated", "revoked"])
def test_a_key_that_ended_does_not_come_back_by_rotation(how: str) -> None:
    one, _ = stage("open")
    desk, old = one.members["JP"], one.members["JP"].keys["publication"]
    log(one, end_by(how, one, "publication"))
    fields = {"role": "ballot", "old": desk.key_of("ballot"), "algorithm": "ed25519", "public": old.public.public}
    found = log(one, desk.sign(desk.body("rotation", fields), None, [old]))
    assert "in somebody's hand" in aside(found, "rotation")


def test_the_half_of_a_revoked_hybrid_key_does_not_come_back_under_another_algorithm() -> None:
    one = group(algorithm=HYBRID, changes=None)
    one.must_checkpoint()
    desk = one.members["JP"]
    seed = hashlib.sha256(b"test/JP/publication").digest()
    half = PrivateKey.from_seed("ed25519", hashlib.sha256(b"sekisho-seed-v1 ed25519\0" + seed).digest())
    assert identities(half.public) < identities(desk.keys["publication"].public)
    ring = one.verified().keyring
    ring.revoke(desk.key_of("publication"), "JP", 5)
    with pytest.raises(RecordError, match="in somebody's hand"):
        ring.rotate("JP", "ballot", desk.key_of("ballot"), half.public, 6)


def test_a_revocation_needs_another_key_of_the_same_member() -> None:
    one, _ = stage("open")
    desk = one.members["JP"]
    fields = {"revoked": desk.key_of("ballot"), "suspect_since": "0", "reason": "made up"}
    assert aside(log(one, desk.say("revocation", **fields)), "revocation") == "a key cannot revoke itself"
    found = log(one, one.members["US"].say("revocation", **fields))
    assert "US has no key" in aside(found, "revocation")
    gone = log(one, one.members["US"].say("revocation", **{**fields, "revoked": "0" * 64}))
    assert "US has no key" in aside(gone, "revocation")


def test_the_secretariat_revokes_and_rotates_no_member_s_key() -> None:
    one, _ = stage("open")
    desk = one.secretariat
    fields = {"revoked": one.members["JP"].key_of("ballot"), "suspect_since": "0", "reason": "made up"}
    found = log(one, desk.say("revocation", **fields))
    assert aside(found, "revocation") == "a revocation cannot be made by secretariat"
    new = key("new")
    turned = {"role": "ballot", "old": desk.key_of("statement"), "algorithm": "ed25519", "public": new.public.public}
    found = log(one, desk.sign(desk.body("rotation", turned), None, [new]))
    assert "is for statement, not for ballot" in aside(found, "rotation")


def test_one_member_cannot_speak_for_another_nor_with_a_key_for_something_else() -> None:
    one, subject = stage("open")
    us, jp = one.members["US"], one.members["JP"]
    as_jp = ballot(one, subject, "JP", "no", us.keys["ballot"])
    assert "is US's, not JP's" in aside(log(one, as_jp), "ballot")
    by_role = ballot(one, subject, "JP", "no", jp.keys["cosign"])
    assert "is for cosign, not for ballot" in aside(log(one, by_role), "ballot")
    unsigned = sign_statement(read_envelope(ballot(one, subject, "JP", "no")).body, [us.keys["ballot"]])
    assert "does not verify" in aside(log(one, unsigned), "ballot")
    assert matter_of(one.verified(), subject).rounds[-1].votes == []


def test_a_key_of_an_old_charter_speaks_no_more_and_the_new_one_does() -> None:
    one, subject = stage("charter")
    acts.vote(one, subject, acts.YES)
    one.must_checkpoint()
    two = acts.charter_two(one)
    acts.close(one, subject)
    acts.wait(one)
    assert one.settle(subject) == "adopted"
    log(one, one.members["GB"].say("concern", field="ai", title={"en": "Before"}, text="made up"))
    found = acts.enact(one, two, *acts.new_keys(one, "GB").values())
    assert found.docket.charter.digest == two.digest
    old = one.members["GB"]
    old.charter = two
    late = log(one, old.say("concern", field="ai", title={"en": "After"}, text="made up"))
    assert "is of a charter before version 2" in aside(late, "concern")
    old.keys = acts.new_keys(one, "GB")
    now = log(one, old.say("concern", field="ai", title={"en": "New key"}, text="made up"))
    assert [one_.event.body["title"]["en"] for one_ in now.docket.matters.values() if one_.event.kind == "concern"] == [
        "Before",
        "New key",
    ]


def test_a_key_that_was_revoked_stays_out_even_if_the_next_charter_names_it() -> None:
    one, subject = stage("charter")
    log(one, revocation(one, "cosign", "JP"))
    acts.vote(one, subject, acts.YES)
    one.must_checkpoint()
    acts.close(one, subject)
    acts.wait(one)
    one.settle(subject)
    one.members["GB"].keys = acts.new_keys(one, "GB")
    two = acts.charter_two(one)
    found = acts.enact(one, two, *one.members["GB"].keys.values(), one.members["JP"].keys["cosign"])
    assert found.docket.charter.version == 2
    assert "JP" not in found.keyring.cosigning(found.size)


# -- a stolen key: bounded, and said so ------------------------------------------------------------------------------


def test_a_stolen_key_counts_until_the_revocation_and_the_review_undoes_nothing() -> None:
    one, subject = stage("open")
    thief = ballot(one, subject, "JP", "yes")
    since = one.secretariat.store.size()
    acts.vote(one, subject, {member: "yes" for member in FIVE if member != "JP"})
    log(one, thief)
    acts.close(one, subject)
    acts.wait(one)
    assert one.settle(subject) == "adopted"
    found = log(one, revocation(one, since=since))
    matter = matter_of(found, subject)
    assert matter.state.value == "adopted"
    assert "nothing is undone" in matter.reviews[0]
    assert "4Q901" in found.docket.edition.entries


@pytest.mark.parametrize(("since", "role"), [(10_000, "ballot"), (0, "cosign")])
def test_no_review_is_opened_by_a_key_that_was_good_when_it_voted(since: int, role: str) -> None:
    one, subject = stage("settled")
    found = log(one, revocation(one, role, since=since))
    assert matter_of(found, subject).reviews == []


def test_a_revocation_within_a_round_leaves_the_ballots_before_it() -> None:
    one, subject = stage("voted")
    found = log(one, revocation(one))
    assert len(matter_of(found, subject).rounds[-1].votes) == 5
    assert matter_of(found, subject).reviews == []


# -- algorithms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("half", ["ed25519", "ml-dsa-65", "both but one damaged"])
def test_a_hybrid_key_needs_both_halves(half: str) -> None:
    one, subject = stage("open", HYBRID)
    good = ballot(one, subject, "JP", "yes")
    document = decode(good)
    from base64 import b64decode, b64encode

    whole = b64decode(document["signatures"][0]["sig"])
    part = {"ed25519": whole[:64], "ml-dsa-65": whole[64:]}.get(half, whole[:64] + bytes(len(whole) - 64))
    forged = encode({**document, "signatures": [{**document["signatures"][0], "sig": b64encode(part).decode()}]})
    found = log(one, forged)
    assert "does not verify" in aside(found, "ballot")
    assert len(matter_of(log(one, good), subject).rounds[-1].votes) == 1


def test_an_ed25519_signature_does_not_pass_under_an_ml_dsa_key() -> None:
    one, subject = stage("open", "ml-dsa-65")
    good = ballot(one, subject, "JP", "yes")
    document, weak = decode(good), decode(sign_statement(read_envelope(good).body, [key("weak")]))
    fingerprint = one.members["JP"].key_of("ballot")
    forged = encode({**document, "signatures": [{"keyid": fingerprint, "sig": weak["signatures"][0]["sig"]}]})
    assert "does not verify" in aside(log(one, forged), "ballot")
    assert len(matter_of(log(one, good), subject).rounds[-1].votes) == 1


def test_a_cosignature_of_a_hybrid_key_needs_both_halves() -> None:
    one, _ = stage("open", HYBRID)
    leaves = acts.record(one)[0]
    text = acts.note(one, leaves, FIVE[:3])
    line = cosign(text, "NL", one.members["NL"].keys["cosign"], int(one.now.timestamp()))
    from base64 import b64decode, b64encode

    mark, name, data = line.split(" ")
    short = f"{mark} {name} {b64encode(b64decode(data)[: 4 + 8 + 64]).decode()}"
    assert acts.replay(leaves, [add_lines(text, [short])], one.charter.digest).size < len(leaves)
    assert acts.replay(leaves, [add_lines(text, [line])], one.charter.digest).size == len(leaves)


def test_a_rotation_to_an_algorithm_that_the_charter_does_not_permit_is_refused() -> None:
    one, _ = stage("open", HYBRID)
    desk, weak = one.members["JP"], key("weak")
    fields = {"role": "ballot", "old": desk.key_of("ballot"), "algorithm": "ed25519", "public": weak.public.public}
    found = log(one, desk.sign(desk.body("rotation", fields), None, [weak]))
    assert aside(found, "rotation") == "the charter does not permit ed25519"


def test_the_algorithm_of_a_signature_is_never_one_that_a_message_names() -> None:
    one, subject = stage("open")
    good = decode(ballot(one, subject, "JP", "yes"))
    for extra in ({"alg": "none"}, {"algorithm": "ed25519"}):
        forged = encode({**good, "signatures": [{**good["signatures"][0], **extra}]})
        one.secretariat.store.append([_raw(forged)])
    one.must_checkpoint()
    found = one.verified()
    assert len(found.opened.malformed) == 2
    assert matter_of(found, subject).rounds[-1].votes == []


def _raw(body: bytes) -> Any:
    from sekisho.ledger.store import Submission

    return Submission(body, "members", hashlib.sha256(body).hexdigest(), bytes(32))


def test_a_second_signature_under_a_statement_is_not_the_maker_s() -> None:
    one, subject = stage("open")
    body = read_envelope(ballot(one, subject, "JP", "yes")).body
    two = add_signature(sign_statement(body, [one.members["US"].keys["ballot"]]), one.members["DE"].keys["ballot"])
    assert "does not verify" in aside(log(one, two), "ballot")


def test_a_checkpoint_signed_by_another_key_than_the_log_s_does_not_count() -> None:
    one, _ = stage("open")
    leaves = acts.record(one)[0]
    one.secretariat.keys = {**one.secretariat.keys, "log": key("false log")}
    text = acts.note(one, leaves)
    seen = acts.shown(acts.replay(leaves, [text], one.charter.digest), text)
    assert (seen.counts, seen.why_not) == (False, "the log's own signature does not verify")


def test_public_keys_are_read_in_one_spelling() -> None:
    good = public_of("JP", "ballot").public
    for spelling in (good.upper(), f"0x{good}", f"{good} ", good[:-2]):
        with pytest.raises(RecordError):
            read_public("ed25519", spelling)
