"""Every algorithm of the charter signs metadata, and half of a hybrid does not."""

from __future__ import annotations

import pytest
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import Key, Signature

from sekisho.errors import PublicationError
from sekisho.ledger.keys import PrivateKey
from sekisho.publication.keys import HYBRID, Holder, HolderSigner, tuf_key

ALGORITHMS = ("ed25519", "ml-dsa-65", "ed25519+ml-dsa-65")


def held(algorithm: str, seed: bytes = b"a" * 32) -> tuple[Holder, PrivateKey]:
    key = PrivateKey.from_seed(algorithm, seed)
    return Holder("JP", algorithm, key.public.public, key.public.fingerprint), key


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_signature_verifies_and_another_s_does_not(algorithm: str) -> None:
    one, key = held(algorithm)
    signer = HolderSigner(one, key.sign)
    signature = signer.sign(b"metadata")
    assert signature.keyid == one.fingerprint
    again = Key.from_dict(one.fingerprint, signer.public_key.to_dict())
    again.verify_signature(signature, b"metadata")
    for wrong, data in (
        (signature, b"other"),
        (HolderSigner(one, held(algorithm, b"b" * 32)[1].sign).sign(b"metadata"), b"metadata"),
    ):
        with pytest.raises(UnverifiedSignatureError):
            again.verify_signature(wrong, data)


def test_half_of_a_hybrid_signature_is_none() -> None:
    one, key = held("ed25519+ml-dsa-65")
    public = tuf_key(one)
    good = bytes.fromhex(HolderSigner(one, key.sign).sign(b"x").signature)
    for bad in (good[:64], good[:64] + b"\0" * 3309, b"\0" * 64 + good[64:], b"", good + b"\0"):
        with pytest.raises(UnverifiedSignatureError):
            public.verify_signature(Signature(one.fingerprint, bad.hex()), b"x")
    with pytest.raises(UnverifiedSignatureError):
        public.verify_signature(Signature(one.fingerprint, "zz"), b"x")


def test_a_key_for_notices_signs_no_metadata_and_no_key_has_an_address() -> None:
    key = PrivateKey.generate("x25519").public
    with pytest.raises(PublicationError, match="signs no metadata"):
        tuf_key(Holder("JP", "x25519", key.public, key.fingerprint))
    one, private = held("ed25519")
    with pytest.raises(PublicationError, match="not from an address"):
        HolderSigner.from_priv_key_uri("file:x", HolderSigner(one, private.sign).public_key)


@pytest.mark.parametrize("value", [{}, {"public": 5}, {"public": "zz"}, {"public": ""}])
def test_a_hybrid_key_that_somebody_invented_verifies_nothing(value: dict[str, object]) -> None:
    key = Key.from_dict("a" * 64, {"keytype": HYBRID, "scheme": HYBRID, "keyval": value})
    with pytest.raises(UnverifiedSignatureError):
        key.verify_signature(Signature("a" * 64, "00" * 64), b"metadata")
