"""How long a published repository takes to verify and to fetch: 500 entries, 5 and 42 members; and the way of a last ballot.

    python -m benchmarks.bench_publication [entries] [repetitions]

Beside each figure stands, from the same run, what python-tuf alone takes for the same files, and what the certificates'
signatures alone cost one after another.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bench_regime import build, matter

from sekisho.assurance import draft
from sekisho.assurance.publication_check import check_published
from sekisho.errors import MissingError
from sekisho.ledger.envelope import pae, read_envelope
from sekisho.publication.client import download
from sekisho.workspace.press import Press
from sekisho.workspace.publishing import draft_files
from sekisho.workspace.rulebook import open_rulebook
from sekisho.workspace.simulation import Group
from sekisho.workspace.syncing import sync
from sekisho.workspace.verifying import put


def certified(template: str, entries: int, per: int, algorithm: str) -> Group:
    """Return a group that has adopted so many entries, each certified by as many members as must."""
    group, _, _ = build(template, entries, per, algorithm)
    desk, verified = group.secretariat, group.verified()
    for member in sorted(group.members)[: group.charter.publication_threshold]:
        own = group.members[member]
        rounds = [one.rounds[-1] for one in verified.docket.matters.values() if one.rounds]
        key = own.key_of("publication")
        desk.lodge(*(own.sign(draft.certificate_body(verified, one, member, key), "publication") for one in rounds))
    group.must_checkpoint()
    return group


def spent(work: Callable[[], object], repetitions: int) -> float:
    spans = []
    for _ in range(repetitions):
        began = time.perf_counter()
        work()
        spans.append(time.perf_counter() - began)
    return statistics.median(spans)


def measure(template: str, entries: int, per: int, algorithm: str, repetitions: int) -> None:
    group = certified(template, entries, per, algorithm)
    press, root = Press(group), group.charter.digest
    signers = sorted(group.members)[: group.charter.publication_threshold]
    note = group.must_checkpoint()
    began = time.perf_counter()
    plan = press.plan(note, signers[0])
    draft = draft_files(plan, {})
    made = time.perf_counter() - began
    files = press.release(plan, draft, [one for member in signers for one in press.sign(plan, draft, member)])

    def fetch(path: str) -> Iterator[bytes]:
        if path not in files:
            raise MissingError(path)
        yield files[path]

    def tuf_alone() -> object:
        with tempfile.TemporaryDirectory() as folder:
            return download(fetch, files["metadata/1.root.json"], Path(folder), group.now)

    held = download(fetch, files["metadata/1.root.json"], Path(tempfile.mkdtemp()), group.now)
    alone = spent(tuf_alone, repetitions)
    ours = spent(lambda: check_published(held, root), repetitions)
    bodies = [read_envelope(leaf.body) for leaf in group.secretariat.leaves() if leaf.body]
    certificates = [one for one in bodies if one.kind == "certificate"]
    keys = {one.key.fingerprint: one.key for one in group.verified().keyring.now.values()}
    began = time.perf_counter()
    assert all(
        keys[name].verify(sig, pae(one.payload_type, one.payload)) for one in certificates for name, sig in one.signatures
    )
    signatures = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        repository, workspace = Path(folder) / "repository", Path(folder) / "workspace"
        put(repository, files)
        rulebook = open_rulebook()
        began = time.perf_counter()
        sync(str(repository), workspace, root, group.now, rulebook=rulebook)
        first = time.perf_counter() - began
        began = time.perf_counter()
        sync(str(repository), workspace, None, group.now, rulebook=rulebook)
        again = time.perf_counter() - began
    print(
        f"{len(group.members):>3} members, {entries} entries, {per} a proposal, {algorithm:<18} "
        f"{len(bodies):>6} leaves, {len(certificates):>6} certificates: verify {alone + ours:.2f} s "
        f"(python-tuf alone {alone:.2f} s, ratio {(alone + ours) / alone:.1f}; "
        f"certificates' signatures alone {signatures:.2f} s, ratio {ours / signatures:.2f}); "
        f"first sync {first:.2f} s, sync with nothing new {again:.2f} s; "
        f"one member's recount and draft {made:.1f} s"
    )


def last_ballot(template: str) -> None:
    """Measure the machine time from the last ballot to a client that holds the new edition, the clocks set forward."""
    from tests.assurance.world import opened

    group, subject = opened("last ballot")
    press = Press(group)
    members = sorted(group.members)
    group.vote(subject, dict.fromkeys(members[:-1], "yes"))
    rulebook = open_rulebook()
    began = time.perf_counter()
    group.vote(subject, {members[-1]: "yes"})
    group.must_checkpoint()
    group.now = max(group.now, matter(group.verified(), subject).rounds[-1].closes)
    group.close(subject)
    group.pass_time(group.charter.clocks["challenge"])
    group.must_checkpoint()
    group.settle(subject)
    group.certify(subject, members[: group.charter.publication_threshold])
    files = press.publish(members[: group.charter.publication_threshold])
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder) / "repository", files)
        sync(
            str(Path(folder) / "repository"), Path(folder) / "workspace", group.charter.digest, group.now, rulebook=rulebook
        )
    print(f"last ballot to a client that holds the edition: {time.perf_counter() - began:.2f} s of machine time")


def main() -> None:
    """Print the figures."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    last_ballot("five-states")
    for template, per, algorithm in (
        ("five-states", 1, "ed25519"),
        ("five-states", 5, "ed25519"),
        ("wassenaar-like", 5, "ed25519"),
        ("wassenaar-like", 1, "ed25519"),
    ):
        measure(template, entries, per, algorithm, repetitions)


if __name__ == "__main__":
    main()
