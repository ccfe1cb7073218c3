"""A leaf commits to its body and tells nothing of it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.ledger.commitment import LEAF_SIZE, SALT_SIZE, commit, new_salt


@given(st.binary(min_size=SALT_SIZE, max_size=SALT_SIZE), st.binary(max_size=100))
def test_the_leaf_is_what_the_record_page_says(salt: bytes, body: bytes) -> None:
    expected = hashlib.sha256()
    for part in (b"sekisho-leaf-v1", bytes(1), salt, body):
        expected.update(part)
    assert commit(salt, body) == expected.digest()
    assert len(commit(salt, body)) == LEAF_SIZE


def test_a_guessed_body_is_not_confirmed_without_the_salt() -> None:
    guess = b'{"choice":"yes"}'
    leaf = commit(new_salt(), guess)
    assert leaf not in {hashlib.sha256(guess).digest(), commit(bytes(SALT_SIZE), guess), commit(new_salt(), guess)}


def test_salts_are_fresh() -> None:
    salts = {new_salt() for _ in range(200)}
    assert len(salts) == 200
    assert {len(salt) for salt in salts} == {SALT_SIZE}


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(RecordError, match="a salt has 32 bytes"):
        commit(bytes(size), b"body")
