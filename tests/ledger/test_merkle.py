"""The tree is the one RFC 6962 defines, at each of its sizes, and its proofs prove nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.ledger.merkle import Tree, empty_root, verify_consistency, verify_inclusion

# The leaves and roots that implementations of RFC 6962 have tested with since the first of them.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def split(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if len(d) <= 1:
        return sha(b"\x00" + d[0]) if d else sha(b"")
    k = split(len(d))
    return sha(b"\x01" + mth(d[:k]) + mth(d[k:]))


def path(m: int, d: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(d) == 1:
        return []
    k = split(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if m == len(d):
        return [] if whole else [mth(d)]
    k = split(len(d))
    return [*subproof(m, d[:k], whole), mth(d[k:])] if m <= k else [*subproof(m - k, d[k:], False), mth(d[:k])]


SIZES = st.integers(0, 70)


def leaves(count: int, salt: bytes = b"") -> list[bytes]:
    return [sha(salt + number.to_bytes(4, "big")) for number in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots(size: int) -> None:
    assert Tree(LEAVES).root(size).hex() == ROOTS[size] == Tree(LEAVES[:size]).root().hex()


@given(SIZES, st.data())
def test_every_size_has_the_root_and_the_proofs_of_the_rfc(count: int, data: st.DataObject) -> None:
    found = leaves(count)
    tree = Tree(found)
    size = data.draw(st.integers(0, count))
    assert tree.size == count
    assert tree.root(size) == mth(found[:size])
    if size:
        index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
        assert tree.inclusion_proof(index, size) == path(index, found[:size])
        assert tree.consistency_proof(first, size) == subproof(first, found[:size], True)


@given(SIZES, SIZES)
def test_appending_and_extending_give_one_tree(one: int, two: int) -> None:
    found = leaves(one + two)
    tree = Tree()
    assert [tree.append(leaf) for leaf in found[:one]] == list(range(one))
    tree.extend(iter(found[one:]))
    assert tree.root() == Tree(found).root()
    assert tree.root(one) == mth(found[:one])


@given(st.integers(1, 70), st.data())
def test_inclusion_holds_for_its_leaf_place_size_and_root_only(size: int, data: st.DataObject) -> None:
    found = leaves(size)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-2, size + 2))
    tree = Tree(found)
    proof, root = tree.inclusion_proof(index, size), tree.root()
    assert verify_inclusion(found[index], index, size, proof, root)
    assert verify_inclusion(found[index], other, size, proof, root) == (other == index)
    assert not verify_inclusion(sha(b"x"), index, size, proof, root)
    assert not verify_inclusion(found[index], index, size, proof, sha(b"x"))
    assert not verify_inclusion(found[index], index, size, [*proof, sha(b"x")], root)
    assert not verify_inclusion(found[index], index, 0, proof, root)
    for number, part in enumerate(proof):
        assert not verify_inclusion(found[index], index, size, proof[:number] + proof[number + 1 :], root)
        for bad in (part[:-1], part + b"x", bytes([part[0] ^ 1]) + part[1:]):
            assert not verify_inclusion(found[index], index, size, [*proof[:number], bad, *proof[number + 1 :]], root)


@given(SIZES, st.data())
def test_consistency_holds_between_sizes_of_one_log_only(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, second))
    tree = Tree(leaves(second))
    proof, old, new = tree.consistency_proof(first, second), tree.root(first), tree.root(second)
    assert verify_consistency(first, second, proof, old, new)
    assert not verify_consistency(first, second, [*proof, sha(b"x")], old, new)
    assert not verify_consistency(first, second, proof, sha(b"x"), new)
    if first:
        assert not verify_consistency(first, second, proof, old, sha(b"x"))
    for number, part in enumerate(proof):
        assert not verify_consistency(first, second, proof[:number] + proof[number + 1 :], old, new)
        for bad in (part[:-1], bytes([part[0] ^ 1]) + part[1:]):
            assert not verify_consistency(first, second, [*proof[:number], bad, *proof[number + 1 :]], old, new)


@given(st.integers(1, 70), st.data())
def test_no_proof_joins_a_log_to_its_fork(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    honest = Tree(leaves(second))
    changed = data.draw(st.integers(0, first - 1))
    found = leaves(second)
    found[changed] = sha(b"another")
    fork = Tree(found)
    for proof in (honest.consistency_proof(first, second), fork.consistency_proof(first, second)):
        assert not verify_consistency(first, second, proof, honest.root(first), fork.root(second))


def test_nothing_is_consistent_with_everything_and_nothing_else_is() -> None:
    root = Tree(LEAVES).root()
    assert verify_consistency(0, 8, [], empty_root(), root)
    assert verify_consistency(0, 0, [], empty_root(), empty_root())
    assert not verify_consistency(0, 8, [], root, root)
    assert not verify_consistency(0, 0, [], root, root)
    assert not verify_consistency(8, 7, [], root, root)
    assert not verify_consistency(-1, 8, [], root, root)
    assert not verify_consistency(3, 8, [], root, root)


def test_a_proof_of_a_smaller_log_is_none_for_a_deeper_one() -> None:
    tree = Tree(LEAVES)
    assert not verify_inclusion(LEAVES[0], 0, 16, tree.inclusion_proof(0, 8), tree.root())
    assert not verify_consistency(4, 16, tree.consistency_proof(4, 8), tree.root(4), tree.root())


def test_a_node_is_not_a_leaf() -> None:
    tree = Tree(LEAVES[:2])
    node = sha(b"\x00" + LEAVES[0]) + sha(b"\x00" + LEAVES[1])
    assert Tree([node]).root() != tree.root()


@pytest.mark.parametrize("size", [-1, 9])
def test_sizes_that_never_were_are_refused(size: int) -> None:
    tree = Tree(LEAVES)
    with pytest.raises(RecordError, match="the log has 8 leaves and never had"):
        tree.root(size)
    with pytest.raises(RecordError, match="never had"):
        tree.inclusion_proof(0, size)
    with pytest.raises(RecordError, match="never had"):
        tree.consistency_proof(0, size)


def test_leaves_and_orders_that_never_were_are_refused() -> None:
    tree = Tree(LEAVES)
    for index in (-1, 5):
        with pytest.raises(RecordError, match="has no leaf"):
            tree.inclusion_proof(index, 5)
    for first in (-1, 6):
        with pytest.raises(RecordError, match="there is no proof"):
            tree.consistency_proof(first, 5)
