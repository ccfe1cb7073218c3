"""What the tests of the attacks have in common: stages of a group, built once and copied, and the hands of an attacker.

An attacker here holds what the test says: keys, the log, the post. Everything else is the real thing.
"""

from __future__ import annotations

import copy
import random
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.replay import Verified, replay
from sekisho.assurance.witness import Witnessed
from sekisho.ledger.checkpoint import Checkpoint, add_lines, cosign, read_note, sign_checkpoint
from sekisho.ledger.commitment import commit, new_salt
from sekisho.ledger.envelope import read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.memory_store import MemoryStore
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Leaf
from sekisho.regime.charter import SECRETARIAT, Charter
from sekisho.regime.charter_read import read_charter
from sekisho.regime.matter import Matter, Round, entry_digest
from sekisho.terms.canonical import decode, digest, encode
from sekisho.workspace.desks import SecretariatDesk
from sekisho.workspace.founding import sign_charter
from sekisho.workspace.simulation import Group, Network, seeded_keys
from tests.assurance.world import FIVE, adopted, change, days, group, opened, proposal, record

YES = dict.fromkeys(FIVE, "yes")


# -- stages ---------------------------------------------------------------------------------------------------------


class OneLook(SecretariatDesk):
    """A secretariat that replays the same record once: the tests look at it many times between two statements."""

    def verified(self) -> Verified:
        """Replay the log, or return what was found of the same leaves, bodies and notes."""
        held = self.leaves()
        key = (len(held), held[-1].leaf, sum(leaf.body is None for leaf in held), tuple(self.store.checkpoints()))
        if self.__dict__.get("key") != key:
            self.__dict__.update(key=key, found=super().verified())
        found: Verified = self.__dict__["found"]
        self.charter = found.docket.charter
        return found


def twin(one: Group) -> Group:
    """Return a copy of a group that shares its keys and nothing else."""
    other = copy.copy(one)
    other.network = Network(random.Random(0), one.network.loss, set(one.network.cut))
    own = _desk(one.secretariat)
    other.secretariat = OneLook(own.id, own.keys, own.store, own.charter, own.root)
    other.members = {member: _desk(desk) for member, desk in one.members.items()}
    return other


def _desk(desk: Any) -> Any:
    other = copy.copy(desk)
    store = copy.copy(desk.store)
    assert isinstance(store, MemoryStore)
    for name in ("_leaves", "_places", "_notes", "_cosigners", "_held"):
        setattr(store, name, copy.copy(getattr(store, name)))
    other.store = store
    return other


def stage(name: str, algorithm: str = "ed25519") -> tuple[Group, str]:
    """Return a copy of a group at a stage, and the digest of the proposal before it.

    Stages: ``founded``, ``open``, ``voted`` (all yes), ``closed``, ``due`` (the challenge window is over), ``settled``;
    ``silent`` and ``silent-charter`` have a second round open, on a withdrawal and on charter 2.
    """
    one, subject = _built(name, algorithm)
    return twin(one), subject


@lru_cache
def _built(name: str, algorithm: str) -> tuple[Group, str]:
    if name == "founded":
        one = group(algorithm=algorithm)
        one.must_checkpoint()
        return one, ""
    if name == "open":
        return opened(algorithm=algorithm)
    if name == "settled":
        return adopted(algorithm=algorithm)
    if name == "withdrawal":
        return _withdrawal()
    if name == "charter":
        return _charter_round()
    one, subject = stage({"voted": "open", "closed": "voted", "due": "closed"}[name], algorithm)
    if name == "voted":
        vote(one, subject, YES)
        one.must_checkpoint()
    elif name == "closed":
        close(one, subject)
    else:
        one.pass_time(one.charter.clocks["challenge"])
        one.must_checkpoint()
    return one, subject


def _withdrawal() -> tuple[Group, str]:
    one, _ = stage("settled")
    held = one.verified().docket.edition.entries["4Q901"]
    gone = change(action="remove", before=held.sha256)
    made, second = proposal(one, number="Q-2", decision="withdrawal", changes=[gone])
    one.to_round(made, second, "JP")
    return one, second


def _charter_round() -> tuple[Group, str]:
    one, _ = stage("founded")
    return one, charter_proposal(one, charter_two(one).data)


def charter_two(one: Group, **changes: Any) -> Charter:
    """Return charter 2 of a group: GB has new keys."""
    document = {**decode(one.charter.data), "version": "2", "previous": one.charter.digest}
    new = new_keys(one, "GB")
    document["members"] = [
        {**row, "keys": [key_row(role, key) for role, key in sorted(new.items())]} if row["id"] == "GB" else row
        for row in document["members"]
    ]
    return read_charter(encode({**document, **changes}), "charter 2")


def new_keys(one: Group, member: str) -> dict[str, PrivateKey]:
    """Return fresh keys of a member."""
    return seeded_keys("new", member, one.charter.algorithms[0])


def key_row(role: str, key: PrivateKey) -> dict[str, str]:
    """Return a key as a charter lists it."""
    return {"role": role, "algorithm": key.public.algorithm, "public": key.public.public, "custody": "declared"}


def charter_proposal(one: Group, data: bytes, number: str = "C-1") -> str:
    """Bring a charter to an open round; return the digest of the proposal."""
    row = change(action="charter", code=digest(data), entry=data.decode())
    made, subject = proposal(one, number=number, decision="charter", field="*", changes=[row])
    one.to_round(made, subject, "JP")
    return subject


def enact(one: Group, charter: Charter, *keys: PrivateKey) -> Verified:
    """Log a charter signed by some keys; return what the record then shows."""
    return log(one, sign_charter(charter, keys))


# -- acts -----------------------------------------------------------------------------------------------------------


def running(one: Group, subject: str) -> Round:
    """Return the last round of a matter."""
    return one.verified().docket.matters[subject].rounds[-1]


def matter_of(verified: Verified, subject: str) -> Matter:
    """Return a matter of a replayed record."""
    return verified.docket.matters[subject]


def log(one: Group, *statements: bytes) -> Verified:
    """Log statements, prove them by a checkpoint and replay the record."""
    one.secretariat.lodge(*statements)
    prove(one)
    return one.verified()


def prove(one: Group) -> None:
    """File a checkpoint over the log that every member cosigns without a look at its own copy: quicker than the post."""
    one.secretariat.file(note(one, list(one.secretariat.store.leaves())), [])


def aside(verified: Verified, kind: str = "") -> str:
    """Return why the last statement of a kind was set aside; empty if none was."""
    found = [row.reason for row in verified.set_aside if kind in ("", row.kind)]
    return found[-1] if found else ""


def ballot(
    one: Group, subject: str, member: str, choice: str = "yes", key: PrivateKey | None = None, /, **other: Any
) -> bytes:
    """Return a ballot by the record as it is, with some fields replaced."""
    verified = one.verified()
    signing = key or one.members[member].keys["ballot"]
    round_ = verified.docket.matters[subject].rounds[-1]
    body = draft.ballot_body(verified, round_, member, signing.public.fingerprint, choice)
    return sign_statement({**body, **other}, [signing])


def again(statement: bytes, keys: PrivateKey | list[PrivateKey], **other: Any) -> bytes:
    """Return a statement with some fields replaced, signed anew."""
    signing = keys if isinstance(keys, list) else [keys]
    return sign_statement({**read_envelope(statement).body, **other}, signing)


def vote(one: Group, subject: str, choices: Mapping[str, str]) -> dict[str, bytes]:
    """Log ballots, all made from the secretariat's record, and prove them at once; return them."""
    made = {member: ballot(one, subject, member, choice) for member, choice in choices.items()}
    one.secretariat.lodge(*made.values())
    prove(one)
    return made


def close(one: Group, subject: str) -> Verified:
    """Let the deadline come, log the close and file the closing checkpoint; another one proves that it is filed."""
    one.now = max(one.now, running(one, subject).closes)
    one.close(subject, note=False)
    prove(one)
    prove(one)
    return one.verified()


def wait(one: Group, clock: str = "challenge") -> None:
    """Let a clock of the charter run out, and prove it."""
    one.pass_time(one.secretariat.charter.clocks[clock])
    prove(one)


def settlement(one: Group, subject: str, by: str = SECRETARIAT, **other: Any) -> bytes:
    """Return the settlement that the recount gives, with some fields replaced."""
    desk = one.desk(by)
    verified = one.verified()
    found = verified.docket.matters[subject]
    body = draft.settlement_body(verified, found, by, desk.key_of(desk.statement_role))
    return desk.sign({**body, **other})


def certificate(one: Group, subject: str, member: str, role: str = "publication", **other: Any) -> bytes:
    """Return a member's certificate, with some fields replaced."""
    desk = one.members[member]
    verified = one.verified()
    body = draft.certificate_body(verified, verified.docket.matters[subject].rounds[-1], member, desk.key_of(role))
    return desk.sign({**body, **other}, role)


def receipt(one: Group, statement: bytes, by: str, late: float = 0) -> bytes:
    """Return a receipt of a party for a statement, dated some seconds after the group's clock."""
    return one.desk(by).receipt(statement, one.now + days(late / 86400))


def challenge(one: Group, subject: str, statement: bytes, received: bytes, by: str = "NL") -> bytes:
    """Return a challenge to the last round of a matter."""
    desk = one.members[by]
    verified = one.verified()
    shown = {"statement": b64encode(statement).decode(), "receipt": b64encode(received).decode()}
    return desk.sign(
        draft.of_round(verified, verified.docket.matters[subject].rounds[-1], "challenge", by, desk.key_of("ballot"), shown)
    )


def objection(one: Group, subject: str, by: str, formal: str = "yes") -> bytes:
    """Return an objection to a matter."""
    return one.members[by].say("objection", subject=subject, formal=formal, grounds="made-up grounds")


# -- logs that lie ---------------------------------------------------------------------------------------------------


def note(one: Group, leaves: list[Leaf], members: tuple[str, ...] = FIVE, late: int = 0, **keys: PrivateKey) -> str:
    """Return a checkpoint over some leaves, signed by the log and by members, willing or not."""
    tree = Tree(leaf.leaf for leaf in leaves)
    time = int(one.now.timestamp())
    text = sign_checkpoint(Checkpoint(one.charter.origin, tree.size, tree.root(), time), one.secretariat.keys["log"])
    lines = [cosign(text, member, keys.get(member, one.members[member].keys["cosign"]), time + late) for member in members]
    return add_lines(text, lines)


def leaf(index: int, body: bytes) -> Leaf:
    """Return a leaf with a body."""
    salt = new_salt()
    return Leaf(index, commit(salt, body), salt, body, "members")


def without(one: Group, *statements: bytes) -> list[Leaf]:
    """Return the leaves of a log as a dishonest secretariat would show them: some statements left out."""
    kept = [held for held in record(one)[0] if held.body not in statements]
    return [Leaf(index, held.leaf, held.salt, held.body, held.circle) for index, held in enumerate(kept)]


def cut_off(one: Group, leaves: list[Leaf], members: tuple[str, ...] = FIVE) -> Verified:
    """Replay other leaves than the group's as if members had cosigned them."""
    return replay(leaves, [note(one, leaves, members)], one.charter.digest)


def entry_sha(number: int = 1, code: str = "4Q901") -> str:
    """Return the digest of a made-up entry."""
    return entry_digest(change(code, number=number)["entry"])


def size_of(text: str) -> int:
    """Return the size that a note names."""
    return read_note(text).checkpoint.size


def b64(data: bytes) -> str:
    """Return bytes in base64."""
    return b64encode(data).decode()


def settlement_of(verified: Verified, subject: str) -> bytes:
    """Return the statement by which a round was settled, as it stands in the log."""
    settled = verified.docket.matters[subject].rounds[-1].settlement
    assert settled is not None
    return verified.opened.envelopes[settled.index].data


def shown(found: Verified, text: str) -> Witnessed:
    """Return what a replay has found of a checkpoint."""
    return next(seen for seen in found.witnessed if seen.note.data == text)
