"""How long a whole record takes to verify and recount: 500 adopted entries, 5 and 42 members; and with hybrid signatures.

    python benchmarks/bench_regime.py [entries] [repetitions]

Every figure is one replay from the bytes: leaves, envelopes, signatures, checkpoints, tallies. Beside it stands, from the
same run, what the ballots' signatures alone cost by the library, one after another.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.replay import Verified, known_charter, replay
from sekisho.ledger.envelope import pae, read_envelope
from sekisho.ledger.memory_store import MemoryStore
from sekisho.ledger.store import Leaf
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.charters import shipped_charter
from sekisho.regime.statements import LANGUAGE
from sekisho.workspace.simulation import Group

FIELD = "quantum"


def change(number: int) -> dict[str, Any]:
    code = f"4Q{number:04}"
    return {
        "action": "add",
        "code": code,
        "entry": f"code: {code}\nfield: {FIELD}\ntext: A made-up entry of about the usual length, {'x' * 800}\n",
        "before": "",
        "texts": {"en": "Made up"},
        "references": [],
    }


def proposal(group: Group, number: int, per: int, sponsor: str, edition: str) -> bytes:
    return group.members[sponsor].say(
        "proposal",
        number=f"B-{number}",
        decision="add",
        field=FIELD,
        concern="",
        replaces="",
        base_edition=edition,
        language=LANGUAGE,
        title={"en": "Made up"},
        changes=[change(number * per + one) for one in range(per)],
        dossier={"expected_effect": "Made up for a benchmark"},
    )


def build(template: str, entries: int, per: int, algorithm: str) -> tuple[Group, list[Leaf], list[str]]:
    """Return a group, and the record of so many adopted entries, ``per`` of them in a proposal, each with its own round."""
    group = Group(shipped_charter(template), lambda party, identity: MemoryStore(identity), "bench", algorithm=algorithm)
    clocks, desk = group.charter.clocks, group.secretariat
    sponsor = group.charter.electorate(FIELD)[0]
    group.must_checkpoint()
    edition = group.verified().docket.edition.digest
    made = [proposal(group, number, per, sponsor, edition) for number in range(entries // per)]
    subjects = [read_envelope(one).digest for one in made]
    desk.lodge(*made)

    def move(name: str) -> None:
        group.must_checkpoint()
        desk.lodge(*(group.members[sponsor].say("step", subject=one, move=name, note="") for one in subjects))
        group.must_checkpoint()

    move("test")
    move("deliberate")
    group.pass_time(clocks["deliberation"])
    move("last_call")
    group.pass_time(clocks["last_call"])
    group.must_checkpoint()
    each(group, subjects, lambda seen, one: draft.round_body(seen, matter(seen, one), *secretariat(group), group.now))
    verified = group.verified()
    for member in group.charter.electorate(FIELD):
        own = group.members[member]
        key = own.key_of("ballot")
        rounds = (matter(verified, one).rounds[-1] for one in subjects)
        desk.lodge(*(own.sign(draft.ballot_body(verified, one, member, key, "yes")) for one in rounds))
    group.must_checkpoint()
    group.now = max(group.now, matter(verified, subjects[0]).rounds[-1].closes)
    each(group, subjects, lambda seen, one: draft.close_body(seen, matter(seen, one).rounds[-1], *secretariat(group)))
    group.pass_time(clocks["challenge"])
    group.must_checkpoint()
    each(group, subjects, lambda seen, one: draft.settlement_body(seen, matter(seen, one), *secretariat(group)))
    return group, list(desk.store.leaves()), [note for _, note in desk.store.checkpoints()]


def each(group: Group, subjects: Iterable[str], body: Callable[[Verified, str], dict[str, Any]]) -> None:
    verified, desk = group.verified(), group.secretariat
    desk.lodge(*(desk.sign(body(verified, one)) for one in subjects))
    group.must_checkpoint()


def matter(verified: Verified, subject: str) -> Any:
    return verified.docket.matters[subject]


def secretariat(group: Group) -> tuple[str, str]:
    return SECRETARIAT, group.secretariat.key_of("statement")


def measure(template: str, entries: int, per: int, algorithm: str, repetitions: int) -> None:
    began = time.perf_counter()
    group, leaves, notes = build(template, entries, per, algorithm)
    built = time.perf_counter() - began
    spans = []
    for _ in range(repetitions):
        known_charter.cache_clear()
        began = time.perf_counter()
        verified = replay(leaves, notes, group.charter.digest)
        spans.append(time.perf_counter() - began)
    assert len(verified.docket.edition.entries) == entries // per * per
    ballots = [envelope for envelope in verified.opened.envelopes.values() if envelope.kind == "ballot"]
    keys = {one.key.fingerprint: one.key for one in verified.keyring.now.values()}
    messages = [
        (keys[name], signature, pae(one.payload_type, one.payload)) for one in ballots for name, signature in one.signatures
    ]
    began = time.perf_counter()
    assert all(key.verify(signature, message) for key, signature, message in messages)
    alone = time.perf_counter() - began
    print(
        f"{len(group.members):>3} members, {entries} entries, {per} a proposal, {algorithm:<18} "
        f"{len(leaves):>6} leaves, {len(ballots):>6} ballots: "
        f"verify and recount {statistics.median(spans):.2f} s (best {min(spans):.2f}), "
        f"ratio to the ballots' signatures alone {statistics.median(spans) / alone:.2f} ({alone:.2f} s); "
        f"built in {built:.0f} s"
    )


def main() -> None:
    """Print the figures."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for template, per, algorithm in (
        ("five-states", 1, "ed25519"),
        ("five-states", 5, "ed25519"),
        ("five-states", 5, "ed25519+ml-dsa-65"),
        ("wassenaar-like", 5, "ed25519"),
        ("wassenaar-like", 1, "ed25519"),
    ):
        measure(template, entries, per, algorithm, repetitions)


if __name__ == "__main__":
    main()
