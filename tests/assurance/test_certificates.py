"""What an outsider checks with public bodies: that enough members certified one result, under keys that it can follow."""

from __future__ import annotations

import dataclasses

import pytest

from sekisho.assurance.certificates import public_certificates
from sekisho.errors import RecordError
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.store import Leaf
from tests.assurance.world import FIVE, Group, adopted, record


def public(leaves: list[Leaf]) -> list[Leaf]:
    """Return the leaves as the public holds them."""
    return [leaf if leaf.circle == "public" else dataclasses.replace(leaf, body=None, salt=None) for leaf in leaves]


def certified(*members: str) -> Group:
    one, subject = adopted("outsider")
    one.certify(subject, members)
    one.must_checkpoint()
    return one


def test_four_certificates_of_five_members_certify() -> None:
    one = certified("DE", "GB", "JP", "NL")
    leaves, notes = record(one)
    found = public_certificates(public(leaves), notes, one.charter.digest)
    (row,) = found["results"]
    assert row["certified"] is True
    assert (row["outcome"], row["members"]) == ("adopted", ["DE", "GB", "JP", "NL"])
    matter = next(iter(one.verified().docket.matters.values()))
    settlement = matter.rounds[-1].settlement
    assert settlement is not None
    assert (row["settlement"], row["report"]) == (settlement.digest, settlement.body["report"])


def test_three_do_not_and_what_is_not_proved_does_not_count() -> None:
    three = certified("DE", "GB", "JP")
    leaves, notes = record(three)
    (row,) = public_certificates(public(leaves), notes, three.charter.digest)["results"]
    assert row["certified"] is False
    four = certified(*FIVE[:4])
    leaves, notes = record(four)
    bare = [leaf if b"checkpoint+json" not in (leaf.body or b"") else dataclasses.replace(leaf, body=None, salt=None)
            for leaf in public(leaves)]  # fmt: skip
    (row,) = public_certificates(bare, notes[:3], four.charter.digest)["results"]
    assert (row["certified"], row["members"]) == (False, [])


def test_a_revoked_key_certifies_no_more() -> None:
    one, subject = adopted("outsider")
    desk = one.members["NL"]
    revocation = desk.sign(
        desk.body("revocation", {"revoked": desk.key_of("publication"), "suspect_since": "1", "reason": "lost"})
    )
    one.secretariat.lodge(revocation)
    one.certify(subject, ("DE", "GB", "JP", "NL"))
    one.must_checkpoint()
    leaves, notes = record(one)
    (row,) = public_certificates(public(leaves), notes, one.charter.digest)["results"]
    assert (row["certified"], row["members"]) == (False, ["DE", "GB", "JP"])


def test_a_rotated_key_certifies_and_the_old_one_does_not() -> None:
    one, subject = adopted("outsider")
    desk, new = one.members["NL"], PrivateKey.generate("ed25519")
    old = desk.keys["publication"]
    fields = {"role": "publication", "old": old.public.fingerprint, "algorithm": "ed25519", "public": new.public.public}
    one.secretariat.lodge(desk.sign(desk.body("rotation", fields, "publication"), "publication", [new]))
    one.must_checkpoint()
    desk.keys = {**desk.keys, "publication": new}
    one.certify(subject, ("DE", "GB", "JP", "NL"))
    one.must_checkpoint()
    leaves, notes = record(one)
    (row,) = public_certificates(public(leaves), notes, one.charter.digest)["results"]
    assert row["members"] == ["DE", "GB", "JP", "NL"]


def test_another_root_is_refused() -> None:
    one = certified("DE")
    leaves, notes = record(one)
    with pytest.raises(RecordError, match="holds no charter 000000"):
        public_certificates(public(leaves), notes, "0" * 64)


def test_the_votes_cannot_be_guessed_from_the_certificate() -> None:
    """Whoever knows everything but the ballots' salts finds no report with the certified digest."""
    from itertools import product

    from sekisho.regime.tally import blind
    from sekisho.terms.canonical import digest, encode

    one = certified(*FIVE[:4])
    leaves, notes = record(one)
    (row,) = public_certificates(public(leaves), notes, one.charter.digest)["results"]
    report = next(iter(one.verified().docket.rounds.values())).report
    assert report is not None
    assert digest(encode(dict(report))) == row["report"]
    for choices in product(("yes", "no", "abstain"), repeat=5):
        guess = {**report, "votes": dict(zip(FIVE, choices, strict=True)), "blind": blind([])}
        assert digest(encode(guess)) != row["report"]
