"""Layouts follow from charters, and no number of double signers within f makes two editions of one field."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import PublicationError
from sekisho.ledger.keys import PrivateKey
from sekisho.publication.keys import Holder
from sekisho.publication.layout import Layout, delegations, distinct, root_metadata

NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


def holder(owner: str) -> Holder:
    key = PrivateKey.from_seed("ed25519", owner.encode().ljust(32, b"-")).public
    return Holder(owner, key.algorithm, key.public, key.fingerprint)


MEMBERS = ("DE", "GB", "JP", "NL", "US")
LAYOUT = Layout(
    "c" * 64,
    0,
    MEMBERS,
    1,
    4,
    tuple(holder(one) for one in MEMBERS),
    {"ai": MEMBERS, "quantum": ("GB", "JP", "US")},
    holder("secretariat"),
)


def test_roles_keys_and_thresholds_are_those_of_the_charter() -> None:
    root = root_metadata(LAYOUT, 3, NOW)
    assert {name: (len(role.keyids), role.threshold) for name, role in root.roles.items()} == {
        "root": (5, 4),
        "targets": (5, 4),
        "snapshot": (5, 4),
        "timestamp": (1, 1),
    }
    assert root.version == 3
    assert root.unrecognized_fields == {"x-sekisho-charter": "c" * 64, "x-sekisho-leaf": "0"}
    roles = delegations(LAYOUT).roles or {}
    assert {name: (len(one.keyids), one.threshold, one.paths, one.terminating) for name, one in roles.items()} == {
        "ai": (5, 4, ["ai/*"], True),
        "quantum": (3, 3, ["quantum/*"], True),
    }


@given(st.integers(1, 40), st.integers(0, 10))
def test_a_field_s_threshold_excludes_two_lists_with_f_double_signers(eligible: int, faults: int) -> None:
    members = tuple(f"M{number}" for number in range(41))
    layout = replace(LAYOUT, members=members, faults=faults, fields={"quantum": members[:eligible]})
    k = layout.field_threshold("quantum")
    assert 2 * k > eligible + faults
    assert (k <= eligible) is (eligible > faults)
    assert 2 * (k - 1) <= eligible + faults


def test_too_few_keys_in_force_publish_nothing_and_say_so() -> None:
    few = replace(LAYOUT, holders=LAYOUT.holders[:3])
    with pytest.raises(PublicationError, match="3 keys of the members are in force, 4 must sign"):
        root_metadata(few, 1, NOW)
    without = replace(LAYOUT, holders=tuple(one for one in LAYOUT.holders if one.owner != "US"))
    assert root_metadata(without, 1, NOW).roles["root"].threshold == 4
    with pytest.raises(PublicationError, match="eligible in quantum"):
        delegations(without)


@pytest.mark.parametrize("name", ["root", "targets", "snapshot", "timestamp"])
def test_a_field_cannot_have_the_name_of_a_role(name: str) -> None:
    with pytest.raises(PublicationError, match="cannot be called"):
        delegations(replace(LAYOUT, fields={name: MEMBERS}))


def test_a_layout_that_says_the_same_is_no_new_root() -> None:
    later = replace(LAYOUT, leaf=9, holders=tuple(reversed(LAYOUT.holders)))
    other = replace(LAYOUT, leaf=12, holders=LAYOUT.holders[:4])
    assert distinct([LAYOUT, later, other, later]) == [LAYOUT, other, later]
