"""What a checkpoint proves, and who signed two that contradict each other."""

from __future__ import annotations

import dataclasses

from sekisho.assurance.witness import double_signers, witness
from sekisho.ledger.checkpoint import read_note
from tests.assurance import acts
from tests.assurance.acts import stage
from tests.assurance.world import FIVE, record


def seen(one: acts.Group, leaves: list, members: tuple[str, ...]):  # type: ignore[no-untyped-def, type-arg]
    """Return what stands behind a checkpoint over some leaves."""
    ring = one.verified().keyring
    note = read_note(acts.note(one, leaves, members))
    return witness(note, ring.secretariat("log", 1), ring.cosigning(1), one.charter)


def test_a_checkpoint_counts_with_k_members() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    four, three = seen(one, leaves, FIVE[:4]), seen(one, leaves, FIVE[1:4])
    assert (four.counts, four.why_not) == (True, "")
    assert (three.counts, three.why_not) == (False, "3 members cosigned it, 4 are needed")
    assert four.time.timestamp() == four.note.checkpoint.time


def test_without_a_key_of_the_log_nothing_counts() -> None:
    one, _ = stage("open")
    note = read_note(acts.note(one, record(one)[0]))
    found = witness(note, None, one.verified().keyring.cosigning(1), one.charter)
    assert (found.counts, found.cosigners) == (False, {})
    other = dataclasses.replace(one.charter, origin="other.example/log")
    assert not witness(note, one.secretariat.keys["log"].public, one.verified().keyring.cosigning(1), other).counts


def test_double_signers_are_named_with_the_size_and_both_roots() -> None:
    one, _ = stage("open")
    leaves = record(one)[0]
    logs = [[*leaves[:-1], acts.leaf(len(leaves) - 1, bytes([number]))] for number in range(3)]
    found = double_signers([seen(one, logs[0], FIVE[:2]), seen(one, logs[1], FIVE[1:3]), seen(one, logs[2], FIVE[1:2])])
    assert list(found) == ["GB"]
    assert len(found["GB"]) == 3
    assert {row[0] for row in found["GB"]} == {len(leaves)}
    assert double_signers([seen(one, logs[0], FIVE), seen(one, logs[0], FIVE), seen(one, leaves[:-1], FIVE)]) == {}
