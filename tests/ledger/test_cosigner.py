"""A cosigner that keeps to the rule never signs two histories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Checkpoint, Note, read_note, sign_checkpoint
from sekisho.ledger.cosigner import CosignerState, check_checkpoint
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.merkle import Tree, empty_root

NOW, DELTA = 1_790_000_000, 60
LOG = PrivateKey.from_seed("ed25519", b"l" * 32)
LEAVES = [bytes([number]) * 32 for number in range(40)]
TREE = Tree(LEAVES)
FORK = Tree([*LEAVES[:10], b"x" * 32, *LEAVES[11:]])


def note(size: int, tree: Tree = TREE, time: int = NOW) -> Note:
    return read_note(sign_checkpoint(Checkpoint("sekisho.example/log", size, tree.root(size), time), LOG))


def state(size: int, tree: Tree = TREE) -> CosignerState:
    return CosignerState(size, tree.root(size))


def refused(shown: Note, held: CosignerState | None, proof: list[bytes], now: int = NOW) -> RecordError:
    with pytest.raises(RecordError) as caught:
        check_checkpoint(shown, held, proof, now, DELTA)
    return caught.value


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6).map(sorted))
def test_a_log_that_only_grows_is_followed(sizes: list[int]) -> None:
    held = CosignerState(0, empty_root())
    for size in sizes:
        held = check_checkpoint(note(size), held, TREE.consistency_proof(held.size, size), NOW, DELTA)
        assert held == state(size)


def test_the_first_checkpoint_is_taken_on_trust() -> None:
    assert check_checkpoint(note(7), None, [], NOW, DELTA) == state(7)
    assert "no remembered checkpoint" in str(refused(note(7), None, TREE.consistency_proof(3, 7)))


def test_the_same_checkpoint_may_come_again() -> None:
    assert check_checkpoint(note(7), state(7), [], NOW, DELTA) == state(7)


def test_a_log_that_went_back_is_refused() -> None:
    assert "gone back from 20 leaves to 19" in str(refused(note(19), state(20), []))
    assert "gone back" in str(refused(note(0), state(1), []))


def test_two_roots_at_one_size_are_refused() -> None:
    error = refused(note(20, FORK), state(20), [])
    assert "two roots for 20 leaves" in str(error)
    assert "prove a split view" in str(error)


@pytest.mark.parametrize("size", [21, 32, 40])
def test_a_fork_is_refused_whatever_its_proof(size: int) -> None:
    for proof in (TREE.consistency_proof(20, size), FORK.consistency_proof(20, size), []):
        assert "does not show that" in str(refused(note(size, FORK), state(20), proof))


def test_a_log_is_not_followed_without_proof() -> None:
    assert "does not show" in str(refused(note(30), state(20), []))
    assert "does not show" in str(refused(note(30), state(20), TREE.consistency_proof(19, 30)))
    assert "does not show" in str(refused(note(20), state(20), TREE.consistency_proof(19, 20)))


@pytest.mark.parametrize("off", [-61, 61, 10**9])
def test_a_clock_that_differs_is_refused(off: int) -> None:
    assert f"differs by {abs(off)} seconds" in str(refused(note(7), state(7), [], NOW + off))
    assert "differs by" in str(refused(note(7), None, [], NOW + off))


@pytest.mark.parametrize("off", [-60, 60])
def test_a_clock_within_delta_is_accepted(off: int) -> None:
    assert check_checkpoint(note(7), state(5), TREE.consistency_proof(5, 7), NOW + off, DELTA) == state(7)
