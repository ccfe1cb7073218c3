"""Each guard matters: an attack is refused, and succeeds as soon as its guard is taken away.

An attack returns whether it has succeeded. A guard is replaced by what a careless reader would do.
"""

from __future__ import annotations

import datetime as dt
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from sekisho.assurance import cosign as cosigning
from sekisho.assurance import reading, replay, witness
from sekisho.assurance.keyring import Held, Keyring, keys_of
from sekisho.assurance.witness import Witnessed
from sekisho.errors import Error
from sekisho.ledger import envelope, keys
from sekisho.ledger.checkpoint import Checkpoint, cosigners, sign_checkpoint
from sekisho.ledger.commitment import commit
from sekisho.ledger.cosigner import CosignerState
from sekisho.ledger.envelope import read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.merkle import Tree
from sekisho.regime import docket, edition, procedure, rounds, tally
from sekisho.regime.docket import Docket
from sekisho.regime.edition import Edition
from sekisho.regime.matter import Matter
from sekisho.terms.canonical import decode, encode
from sekisho.workspace import desks
from sekisho.workspace.founding import sign_charter
from tests.assurance import acts
from tests.assurance import test_attacks_keys as with_keys
from tests.assurance import test_attacks_log as with_log
from tests.assurance import test_attacks_proposals as with_proposals
from tests.assurance.acts import ballot, log, matter_of, stage
from tests.assurance.world import FIVE, change, days, proposal, record

Patch = pytest.MonkeyPatch
PAE, REQUIRE, COSIGNING, DECODE = envelope.pae, Keyring.require, Keyring.cosigning, envelope.decode
RECEIPT = "application/vnd.sekisho.receipt+json"


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Let no charter that was believed without a guard be believed after it."""
    _clear()
    yield
    _clear()


def _clear() -> None:
    for name in ("known_charter", "_sound_keys"):
        getattr(replay, name).cache_clear()


def votes(found: Any, subject: str) -> dict[str, str]:
    """Return what counts of the last round."""
    one = matter_of(found, subject).rounds[-1]
    return dict(tally.count(one.votes, one.electorate).choices)


# -- attacks on keys -------------------------------------------------------------------------------------------------


def ended(how: str) -> bool:
    """Vote with a key that has ended."""
    one, subject = stage("open")
    return votes(log(one, with_keys.end_by(how, one), ballot(one, subject, "JP", "no")), subject) == {"JP": "no"}


def wrong_role() -> bool:
    """Vote with a cosigning key."""
    one, subject = stage("open")
    stolen = one.members["JP"].keys["cosign"]
    return votes(log(one, ballot(one, subject, "JP", "no", stolen)), subject) == {"JP": "no"}


def unsigned() -> bool:
    """Vote for another member without its key."""
    one, subject = stage("open")
    body = read_envelope(ballot(one, subject, "JP", "no")).body
    return votes(log(one, sign_statement(body, [one.members["US"].keys["ballot"]])), subject) == {"JP": "no"}


def half_signed() -> bool:
    """Vote with the Ed25519 half of a hybrid key."""
    one, subject = stage("open", with_keys.HYBRID)
    good = decode(ballot(one, subject, "JP", "no"))
    half = read_envelope(encode(good)).signatures[0][1][:64] + bytes(3309)
    forged = encode({**good, "signatures": [{**good["signatures"][0], "sig": b64encode(half).decode()}]})
    return votes(log(one, forged), subject) == {"JP": "no"}


def revoked_cosigner() -> bool:
    """Reach the threshold with a cosigning key that was revoked."""
    one, _ = stage("open")
    one.secretariat.lodge(with_keys.revocation(one, "cosign"))
    leaves = record(one)[0]
    return acts.cut_off(one, leaves, ("DE", "GB", "JP", "NL")).size == len(leaves)


def founded(document: dict[str, Any]) -> bool:
    """Found a framework."""
    try:
        with_keys.founded(document)
    except Error:
        return False
    return True


def one_point_twice() -> bool:
    """Found a framework with one point of the curve under two encodings."""
    return founded(with_keys.TWINS["another encoding, X25519"]())


def weak_thresholds() -> bool:
    """Found a framework in which two records can both have enough signers."""
    one, _ = stage("founded")
    return founded({**decode(one.charter.data), "thresholds": {"cosign": "3", "publication": "3"}})


def unproved_key() -> bool:
    """Found a framework with a key that nobody has shown to hold."""
    one, _ = stage("founded")
    signed = sign_charter(one.charter, [one.members["JP"].keys["ballot"]])
    try:
        acts.replay([acts.leaf(0, signed)], [])
    except Error:
        return False
    return True


def unadopted_charter() -> bool:
    """Enact a charter for which nobody voted."""
    one, _ = stage("open")
    return acts.enact(one, acts.charter_two(one), *acts.new_keys(one, "GB").values()).docket.charter.version == 2


# -- attacks on ballots ----------------------------------------------------------------------------------------------


def elsewhere(**fields: str) -> Callable[[], bool]:
    """Return an attack by a ballot that was made for something else."""

    def attack() -> bool:
        one, subject = stage("open")
        return votes(log(one, ballot(one, subject, "JP", "no", **fields)), subject) == {"JP": "no"}

    return attack


def other_type() -> bool:
    """Use a signature that was made over the bytes as a receipt."""
    one, subject = stage("open")
    good = decode(ballot(one, subject, "JP", "no"))
    signature = one.members["JP"].keys["ballot"].sign(PAE(RECEIPT, read_envelope(encode(good)).payload))
    forged = encode({**good, "signatures": [{**good["signatures"][0], "sig": b64encode(signature).decode()}]})
    return votes(log(one, forged), subject) == {"JP": "no"}


def two_readings() -> bool:
    """Vote by bytes of which two readers make two ballots."""
    one, subject = stage("open")
    payload = encode(read_envelope(ballot(one, subject, "JP", "yes")).body)[:-1] + b',"choice":"no"}'
    kind, key = "application/vnd.sekisho.ballot+json", one.members["JP"].keys["ballot"]
    row = {"keyid": key.public.fingerprint, "sig": b64encode(key.sign(PAE(kind, payload))).decode()}
    forged = encode({"payload": b64encode(payload).decode(), "payloadType": kind, "signatures": [row]})
    leaves = [*record(one)[0]]
    leaves.append(acts.leaf(len(leaves), forged))
    return votes(acts.cut_off(one, leaves), subject) == {"JP": "no"}


def brought_back() -> bool:
    """Log a superseded ballot after the one that superseded it."""
    one, subject = stage("open")
    first = ballot(one, subject, "JP", "yes")
    key = one.members["JP"].keys["ballot"]
    second = acts.again(first, key, choice="no", sequence="2", previous=read_envelope(first).digest)
    return votes(log(one, second, first), subject) == {"JP": "yes"}


def behind_the_close() -> bool:
    """Log a ballot after the close, before the closing checkpoint."""
    one, subject = stage("open")
    late = ballot(one, subject, "JP", "no")
    acts.vote(one, subject, {member: "yes" for member in FIVE if member != "JP"})
    one.now = acts.running(one, subject).closes
    one.close(subject, note=False)
    log(one, late)
    acts.wait(one)
    found = log(one, acts.settlement(one, subject))
    return "JP" in (matter_of(found, subject).rounds[-1].report or {}).get("votes", {})


def quiet(objecting: bool) -> bool:
    """Count the silence of a member that has not cosigned, or that objects."""
    one, subject = stage("withdrawal")
    if objecting:
        log(one, acts.objection(one, subject, "US"))
    acts.vote(one, subject, {"JP": "yes"})
    one.now = acts.running(one, subject).closes
    one.close(subject, note=False)
    signers = FIVE if objecting else FIVE[:4]
    one.secretariat.file(acts.note(one, record(one)[0], signers), [])
    acts.prove(one)
    acts.wait(one)
    found = log(one, acts.settlement(one, subject))
    return "US" in (matter_of(found, subject).rounds[-1].report or {})["silent"]


def early_close() -> bool:
    """Close a round before its deadline."""
    one, subject = stage("voted")
    one.now = acts.running(one, subject).closes - days(1)
    one.close(subject, note=False)
    acts.prove(one)
    acts.prove(one)
    return matter_of(one.verified(), subject).rounds[-1].close is not None


def false_settlement() -> bool:
    """Settle otherwise than the recount."""
    one, subject = stage("due")
    held = matter_of(log(one, acts.settlement(one, subject, outcome="rejected")), subject).rounds[-1].settlement
    return held is not None and held.body["outcome"] == "rejected"


def early_settlement() -> bool:
    """Settle before the challenge window is over."""
    one, subject = stage("closed")
    return matter_of(log(one, acts.settlement(one, subject)), subject).state.value == "adopted"


def own_receipt() -> bool:
    """Contest a round by a receipt that the voter gave itself."""
    one, subject, made = with_log.dropped()
    paper = with_log.closed_after(one, subject, made, "JP")
    return bool(matter_of(log(one, acts.challenge(one, subject, made, paper)), subject).rounds[-1].upheld)


# -- attacks on the log ----------------------------------------------------------------------------------------------


def three_of_five() -> bool:
    """Prove a log by three members, where four are needed."""
    one, _ = stage("open")
    leaves = record(one)[0]
    return acts.cut_off(one, leaves, FIVE[:3]).size == len(leaves)


def wrong_clock() -> bool:
    """Prove a log by cosignatures of another hour."""
    one, _ = stage("open")
    leaves = record(one)[0]
    return acts.replay(leaves, [acts.note(one, leaves, late=3600)], one.charter.digest).size == len(leaves)


def false_log_key() -> bool:
    """Prove a log that the secretariat has not signed."""
    one, _ = stage("open")
    leaves = record(one)[0]
    one.secretariat.keys = {**one.secretariat.keys, "log": with_keys.key("false")}
    return acts.cut_off(one, leaves).size == len(leaves)


def cosigned(note: str, one: acts.Group) -> bool:
    """Have an honest member cosign."""
    try:
        one.members["JP"].cosign(note, one.now)
    except Error:
        return False
    return True


def gone_back() -> bool:
    """Have an honest member cosign a shorter log than it cosigned before."""
    one, _ = stage("open")
    desk = one.members["JP"]
    desk.store._cosigners = {"JP": (3, Tree(leaf.leaf for leaf in record(one)[0][:3]).root())}  # type: ignore[attr-defined]
    desk.store._leaves = [acts.leaf(index, bytes([index])) for index in range(1, 9)]  # type: ignore[attr-defined]
    return cosigned(acts.note(one, desk.leaves(), ("DE",)), one)


def outsider_s_note() -> bool:
    """Have an honest member cosign what the log has not signed."""
    one, _ = stage("open")
    one.sync("JP")
    tree = Tree(leaf.leaf for leaf in record(one)[0])
    point = Checkpoint(one.charter.origin, tree.size, tree.root(), int(one.now.timestamp()))
    return cosigned(sign_checkpoint(point, with_keys.key("outsider")), one)


def guess() -> bool:
    """Tell from a leaf which of all possible ballots it holds, without the salt."""
    one, subject = stage("open")
    bodies = [ballot(one, subject, "JP", choice) for choice in ("yes", "no", "abstain")]
    one.secretariat.lodge(bodies[1])
    return record(one)[0][-1].leaf in {commit(bytes(32), body) for body in bodies}


# -- attacks on proposals --------------------------------------------------------------------------------------------


def edited_reference() -> bool:
    """Adopt an entry whose frozen reference was edited after the vote."""
    one, early, late = with_proposals.two_rounds(*with_proposals.CLASHES["a frozen reference is edited"][:2])
    with_proposals.settled(one, early)
    return with_proposals.settled(one, late) == "adopted"


def disguised() -> bool:
    """Add an entry by a decision in which silence consents."""
    one, _ = stage("settled")
    made, subject = proposal(one, number="Q-2", decision="withdrawal", changes=[change("4Q902")])
    return subject in log(one, made).docket.matters


def hurried() -> bool:
    """Go to last call without the time of deliberation."""
    one, _ = stage("founded")
    made, subject = proposal(one)
    say = one.members["JP"].say
    moves = [say("step", subject=subject, move=move, note="") for move in ("test", "deliberate", "last_call")]
    return matter_of(log(one, made, *moves), subject).state.value == "last_call"


def unanswered() -> bool:
    """Open a round while a formal objection stands."""
    one, subject = with_proposals.ready()
    log(one, acts.objection(one, subject, "US"))
    return bool(matter_of(log(one, with_proposals.round_(one, subject)), subject).rounds)


# -- what a careless reader would do ---------------------------------------------------------------------------------


def any_key_ever(self: Keyring, by: str, fingerprint: str, role: str, index: int) -> Any:
    """Take a key that was ever in force, in any role."""
    del by, role, index
    return next(known[fingerprint].key for known in self._sets if fingerprint in known)


def any_type(payload_type: str, payload: bytes) -> bytes:
    """Take a ballot's signature as if it had been made over a receipt."""
    return PAE(RECEIPT if "ballot" in payload_type else payload_type, payload)


def _either_half(self: keys.PublicKey, signature: bytes, message: bytes) -> bool:
    sizes, start, good = {"ed25519": 64, "ml-dsa-65": 3309}, 0, False
    for name, half in zip(self.algorithm.split("+"), self._halves, strict=True):
        end = start + sizes[name]
        good = good or keys._verified(half, signature[start:end], message)
        start = end
    return good


def _believed(charter: Any) -> dict[str, Held]:
    found = {}
    for owner, key in keys_of(charter):
        public = keys.read_public(key.algorithm, key.public)
        found[public.fingerprint] = Held(owner, key.role, public)
    return found


def _consenting(one: Any, objecting: Any) -> frozenset[str]:
    return frozenset(one.electorate) - {vote.member for vote in one.votes} - frozenset(objecting)


def _enacted(self: Docket, charter: Any, index: int) -> None:
    del index
    self.charter = self.charters[charter.digest] = charter


def _answered(self: Matter) -> dict[str, bool]:
    return {"emergency": self.decision == "emergency", "of_list": self.of_list, "answered": True}


def _lenient(data: bytes) -> Any:
    return json.loads(data)


def _state(note: Any, *_: Any) -> CosignerState:
    return CosignerState(note.checkpoint.size, note.checkpoint.root)


EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
Without = tuple[object, str, object]
GUARDS: Mapping[str, tuple[Callable[[], bool], tuple[Without, ...]]] = {
    "a rotated key": (lambda: ended("rotated"), ((Keyring, "require", any_key_ever),)),
    "a revoked key": (lambda: ended("revoked"), ((Keyring, "require", any_key_ever),)),
    "the key of a member that left": (
        lambda: ended("left"),
        ((Keyring, "require", any_key_ever), (Docket, "check", lambda *_: None)),
    ),
    "a key of another role": (wrong_role, ((Keyring, "require", any_key_ever),)),
    "no signature": (unsigned, ((reading.Opened, "signed", lambda *_: True),)),
    "half a signature": (half_signed, ((keys.PublicKey, "verify", _either_half),)),
    "a revoked cosigner": (revoked_cosigner, ((Keyring, "cosigning", lambda self, _: COSIGNING(self, 1)),)),
    "one point twice": (one_point_twice, ((replay, "read_keys", _believed),)),
    "weak thresholds": (weak_thresholds, ((replay, "check_charter", lambda *_: None),)),
    "a key without proof": (unproved_key, ((Keyring, "fresh", lambda *_: ()),)),
    "a charter without vote": (unadopted_charter, ((Docket, "adopt_charter", _enacted),)),
    "a ballot on another proposal": (elsewhere(subject="f" * 64), ((rounds, "check_ballot", lambda *_: None),)),
    "a ballot for another edition": (elsewhere(base_edition="f" * 64), ((rounds, "check_ballot", lambda *_: None),)),
    "a ballot of another framework": (elsewhere(framework="another"), ((Docket, "check", lambda *_: None),)),
    "a ballot of another log": (elsewhere(seen_root="f" * 64), ((replay._Fold, "_check_seen", lambda *_: None),)),
    "a signature for another type": (
        other_type,
        ((envelope, "pae", any_type), (reading, "pae", any_type)),
    ),
    "bytes with two readings": (two_readings, ((envelope, "decode", _lenient),)),
    "a superseded ballot": (brought_back, ((tally, "_precedence", lambda vote: vote.index),)),
    "a ballot behind the close": (behind_the_close, ((rounds, "before", lambda one, _: list(one.votes)),)),
    "silence without cosigning": (lambda: quiet(objecting=False), ((rounds, "silent", _consenting),)),
    "silence of an objector": (lambda: quiet(objecting=True), ((Matter, "standing", lambda *_: []),)),
    "an early close": (early_close, ((rounds, "deadline", lambda *_: EPOCH),)),
    "a false settlement": (false_settlement, ((rounds, "check_settlement", lambda *_: None),)),
    "an early settlement": (early_settlement, ((rounds, "check_settlement", lambda *_: None),)),
    "a receipt by oneself": (own_receipt, ((rounds, "missing_statement", lambda statement, *_: statement.digest),)),
    "too few cosigners": (three_of_five, ((Witnessed, "counts", property(lambda self: self.log_signed)),)),
    "a wrong clock": (wrong_clock, ((witness, "cosigners", lambda note, held, _: cosigners(note, held, 10**9)),)),
    "a false key of the log": (false_log_key, ((witness, "log_signed", lambda *_: True),)),
    "a log that went back": (gone_back, ((cosigning, "check_checkpoint", _state),)),
    "a note of an outsider": (outsider_s_note, ((cosigning, "log_signed", lambda *_: True),)),
    "a leaf that can be guessed": (guess, ((desks, "new_salt", lambda: bytes(32)),)),
    "an edited reference": (edited_reference, ((Edition, "clash", lambda *_: ""),)),
    "a decision in disguise": (disguised, ((docket, "refuse_disguise", lambda _: None),)),
    "a hurried deliberation": (hurried, ((procedure, "_check_time", lambda *_: None),)),
    "an objection without answer": (unanswered, ((Matter, "facts", _answered),)),
}


@pytest.mark.parametrize("name", GUARDS)
def test_the_attack_is_refused_and_succeeds_without_its_guard(name: str, monkeypatch: Patch) -> None:
    attack, guards = GUARDS[name]
    assert not attack()
    _clear()
    for where, what, instead in guards:
        monkeypatch.setattr(where, what, instead)
    assert attack()


def test_the_guards_that_are_taken_away_exist() -> None:
    assert len(GUARDS) >= 20
    assert edition.refuse_disguise is docket.refuse_disguise
    assert PrivateKey.generate("ed25519").public.verify(b"", b"") is False
