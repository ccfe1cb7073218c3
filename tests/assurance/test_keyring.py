"""The keys in force, with their history."""

from __future__ import annotations

import pytest

from sekisho.assurance.keyring import Keyring, keys_of, read_keys
from sekisho.errors import RecordError
from tests.assurance import acts
from tests.assurance.acts import stage
from tests.assurance.world import FIVE


def ring() -> tuple[Keyring, acts.Group]:
    """Return the keyring of a group after its charter."""
    one, _ = stage("founded")
    found = Keyring()
    found.adopt(one.charter, read_keys(one.charter), 0)
    return found, one


def test_before_the_charter_no_key_is_in_force() -> None:
    found, _ = ring()
    assert Keyring().now == {}
    assert found.at(0) == {}
    assert (found.secretariat("log", 0), found.cosigning(0)) == (None, {})


def test_every_key_of_the_charter_is_in_force_after_its_leaf() -> None:
    found, one = ring()
    assert sorted(found.at(1)) == sorted(key.fingerprint for _, key in keys_of(one.charter))
    assert found.secretariat("log", 1) == one.secretariat.keys["log"].public
    assert sorted(found.cosigning(1)) == list(FIVE)
    assert {held.role for held in found.of("JP", 1)} == {"ballot", "cosign", "publication"}


def test_a_key_is_in_force_at_an_index_and_not_at_a_time() -> None:
    found, one = ring()
    old, new = one.members["JP"].key_of("ballot"), acts.new_keys(one, "JP")["ballot"].public
    found.rotate("JP", "ballot", old, new, 7)
    assert found.require("JP", old, "ballot", 7)
    with pytest.raises(RecordError, match="was rotated at leaf 7"):
        found.require("JP", old, "ballot", 8)
    assert found.require("JP", new.fingerprint, "*", 8) == new


def test_a_key_that_nobody_named_is_in_no_charter() -> None:
    found, _ = ring()
    with pytest.raises(RecordError, match="is not in the charter"):
        found.require("JP", "f" * 64, "ballot", 1)


def test_any_signing_role_does_not_mean_the_secretariat_s_roles() -> None:
    found, one = ring()
    with pytest.raises(RecordError, match="is for log, not for"):
        found.require("secretariat", one.secretariat.key_of("log"), "*", 1)


def test_the_key_of_a_revoked_hybrid_half_stays_out_of_the_next_charter() -> None:
    found, one = ring()
    found.revoke(one.members["JP"].key_of("cosign"), "JP", 3)
    two = acts.charter_two(one)
    found.adopt(two, read_keys(two), 9)
    assert "JP" not in found.cosigning(10)
    assert "GB" in found.cosigning(10)
    with pytest.raises(RecordError, match="was revoked at leaf 3"):
        found.require("JP", one.members["JP"].key_of("cosign"), "cosign", 10)


def test_who_leaves_has_no_key() -> None:
    found, one = ring()
    found.leave("JP", 4)
    assert found.of("JP", 5) == []
    with pytest.raises(RecordError, match="left at leaf 4"):
        found.require("JP", one.members["JP"].key_of("ballot"), "ballot", 5)
