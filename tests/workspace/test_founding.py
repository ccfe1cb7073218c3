"""A charter is filled with everybody's keys and counts only with everybody's signatures."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sekisho.errors import CharterError, Error
from sekisho.ledger.envelope import read_envelope
from sekisho.ledger.keys import PrivateKey, PublicKey
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.charters import shipped_charter
from sekisho.workspace.founding import fill, join, key_row, sign_charter, unsigned
from sekisho.workspace.simulation import seeded_keys

TEMPLATE = shipped_charter("three-states")
OWNERS = ("JP", "NL", "US", SECRETARIAT)
PRIVATE = {owner: seeded_keys("founding", owner, "ed25519") for owner in OWNERS}
HEARD = "2026-07-01"


def public(private: Mapping[str, Mapping[str, PrivateKey]] = PRIVATE) -> dict[str, dict[str, PublicKey]]:
    return {owner: {role: key.public for role, key in keys.items()} for owner, keys in private.items()}


def test_a_filled_charter_has_every_key_and_every_hearing() -> None:
    charter = fill(TEMPLATE, "c", public(), {"framework": "mine", "origin": "mine.example/log"}, HEARD)
    assert (charter.framework, charter.origin) == ("mine", "mine.example/log")
    assert all({key.role for key in member.keys} == {"ballot", "cosign", "publication"} for member in charter.members)
    assert {key.role for key in charter.secretariat_keys} == {"log", "statement", "timestamp"}
    assert all(str(row.heard) == HEARD for field in charter.fields for row in field.eligible)
    assert fill(charter.data, "again", public()).digest == charter.digest


def test_signatures_are_joined_until_nobody_is_missing() -> None:
    charter = fill(TEMPLATE, "c", public(), heard=HEARD)
    statement = sign_charter(charter, PRIVATE["JP"].values())
    seen = []
    for owner in OWNERS[1:]:
        seen.append(len(unsigned(charter, (keyid for keyid, _ in read_envelope(statement).signatures))))
        statement = join(statement, PRIVATE[owner].values())
    assert seen == [9, 6, 3]
    assert unsigned(charter, (keyid for keyid, _ in read_envelope(statement).signatures)) == []
    assert unsigned(charter, [])[0] == "JP (ballot)"
    assert join(statement, PRIVATE["JP"].values()) == statement
    assert read_envelope(statement).payload == charter.data


def test_somebody_missing_or_too_many() -> None:
    keys = public()
    with pytest.raises(CharterError, match="keys of NL are missing"):
        fill(TEMPLATE, "c", {owner: keys[owner] for owner in OWNERS if owner != "NL"}, heard=HEARD)
    with pytest.raises(CharterError, match="DE is no member"):
        fill(TEMPLATE, "c", {**keys, "DE": keys["JP"]}, heard=HEARD)


@pytest.mark.parametrize(("owner", "role"), [("US", "ballot"), ("JP", "cosign"), (SECRETARIAT, "log")])
def test_one_physical_key_in_two_hands_or_roles_is_refused(owner: str, role: str) -> None:
    keys = public()
    keys[owner][role] = keys["JP"]["ballot"]
    with pytest.raises(CharterError):
        fill(TEMPLATE, "c", keys, heard=HEARD)


def test_a_role_without_key_is_refused() -> None:
    keys = public()
    del keys["US"]["cosign"]
    with pytest.raises(CharterError):
        fill(TEMPLATE, "c", keys, heard=HEARD)


def test_nobody_is_a_founder_unheard() -> None:
    with pytest.raises(CharterError, match="was not heard"):
        fill(TEMPLATE, "c", public())


@pytest.mark.parametrize("data", [b"", b"[]", b"x", b"type: charter", b"\xff", TEMPLATE[:2000]])
def test_what_is_no_template_gives_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(Error):
        fill(data, "c", public(), heard=HEARD)


def test_keys_of_a_kind_that_the_charter_does_not_name() -> None:
    hybrid = {owner: seeded_keys("founding", owner, "ed25519+ml-dsa-65") for owner in OWNERS}
    charter = fill(TEMPLATE, "c", public(hybrid), heard=HEARD)
    statement = sign_charter(charter, [key for keys in hybrid.values() for key in keys.values()])
    assert unsigned(charter, (keyid for keyid, _ in read_envelope(statement).signatures)) == []
    with pytest.raises(CharterError):
        fill(TEMPLATE, "c", public(hybrid), {"algorithms": ["ed25519"]}, HEARD)


def test_a_key_says_how_it_is_kept() -> None:
    row = key_row("ballot", PRIVATE["JP"]["ballot"].public, "attested")
    assert (row["role"], row["custody"], len(row["public"])) == ("ballot", "attested", 64)
