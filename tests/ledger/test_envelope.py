"""An envelope is read in one way, by us and by others, and its signatures bind kind and bytes."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as OtherEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import Key, SSlibKey

from sekisho.errors import RecordError
from sekisho.ledger.envelope import (
    MAX_SIGNATURES,
    add_signature,
    pae,
    payload_type,
    read_base64,
    read_envelope,
    sign_statement,
)
from sekisho.ledger.keys import HYBRID, SIGNING, PrivateKey
from sekisho.terms.canonical import digest, encode

KEYS = [PrivateKey.from_seed("ed25519", bytes([number]) * 32) for number in range(3)]
BODY = {"type": "ballot", "by": "NL", "choice": "yes"}
SIGNED = sign_statement(BODY, KEYS[:2])


def text(data: bytes) -> str:
    return b64encode(data).decode()


def altered(**fields: Any) -> bytes:
    """A signed ballot with other fields in its envelope, in canonical bytes."""
    return encode({**json.loads(SIGNED), **fields})


def refused(data: bytes) -> RecordError:
    with pytest.raises(RecordError) as caught:
        read_envelope(data)
    return caught.value


@pytest.mark.parametrize("algorithm", SIGNING)
def test_a_statement_reads_back_as_it_was_signed(algorithm: str) -> None:
    key = PrivateKey.from_seed(algorithm, b"k" * 32)
    data = sign_statement(BODY, [key])
    envelope = read_envelope(data)
    assert (envelope.kind, envelope.body, envelope.data) == ("ballot", BODY, data)
    assert envelope.payload == encode(BODY)
    assert envelope.payload_type == "application/vnd.sekisho.ballot+json"
    assert envelope.digest == digest(envelope.payload)
    assert envelope.signed_by(key.public)
    assert not envelope.signed_by(KEYS[0].public)
    assert len({envelope, read_envelope(data)}) == 1


def test_signatures_are_ordered_whoever_signs_first() -> None:
    envelope = read_envelope(sign_statement(BODY, reversed(KEYS)))
    assert [keyid for keyid, _ in envelope.signatures] == sorted(key.public.fingerprint for key in KEYS)
    assert all(envelope.signed_by(key.public) for key in KEYS)
    assert envelope.data == sign_statement(BODY, KEYS)


def test_a_signature_is_added_once_and_changes_no_digest() -> None:
    more = add_signature(SIGNED, KEYS[2])
    assert more == sign_statement(BODY, KEYS)
    assert add_signature(more, KEYS[2]) == more
    assert read_envelope(more).digest == read_envelope(SIGNED).digest


def test_a_signature_that_does_not_verify_is_replaced_by_its_key() -> None:
    rows = json.loads(SIGNED)["signatures"]
    rows[0]["sig"] = text(bytes(64))
    broken = altered(signatures=rows)
    key = next(key for key in KEYS if key.public.fingerprint == rows[0]["keyid"])
    assert not read_envelope(broken).signed_by(key.public)
    assert add_signature(broken, key) == SIGNED


def test_a_signature_under_another_name_is_nobodys() -> None:
    rows = [{"keyid": KEYS[0].public.fingerprint, "sig": text(KEYS[1].sign(pae(payload_type("ballot"), encode(BODY))))}]
    envelope = read_envelope(altered(signatures=rows))
    assert not any(envelope.signed_by(key.public) for key in KEYS)


def test_a_signature_for_one_kind_is_none_for_another() -> None:
    other = encode({**BODY, "type": "objection"})
    moved = read_envelope(altered(payload=text(other), payloadType=payload_type("objection")))
    assert not moved.signed_by(KEYS[0].public)
    signature = KEYS[0].sign(pae(payload_type("objection"), encode(BODY)))
    assert not read_envelope(altered(signatures=[{"keyid": KEYS[0].public.fingerprint, "sig": text(signature)}])).signed_by(
        KEYS[0].public
    )


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.binary(max_size=60))
def test_what_is_signed_agrees_with_another_implementation(kind: str, payload: bytes) -> None:
    assert pae(kind, payload) == OtherEnvelope(payload, kind, {}).pae()


def test_what_is_signed_is_the_example_of_the_specification() -> None:
    assert pae("http://example.com/HelloWorld", b"hello world") == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_another_implementation_verifies_ours() -> None:
    other = OtherEnvelope.from_dict(json.loads(SIGNED))
    keys: list[Key] = [SSlibKey(key.public.fingerprint, "ed25519", "ed25519", {"public": key.public.public}) for key in KEYS]
    assert set(other.verify(keys[:2], 2)) == {key.public.fingerprint for key in KEYS[:2]}
    with pytest.raises(VerificationError):
        other.verify(keys, 3)
    assert encode(other.to_dict()) == SIGNED


ROW = {"keyid": KEYS[0].public.fingerprint, "sig": text(bytes(64))}
ROWS = json.loads(SIGNED)["signatures"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (SIGNED + b"\n", "canonical form"),
        (SIGNED.replace(b":", b": ", 1), "canonical form"),
        (b"[" + SIGNED + b"]", "an envelope has payload"),
        (encode("a"), "an envelope has payload"),
        (altered(more=""), "and nothing else"),
        (encode({"payload": "", "signatures": []}), "an envelope has payload"),
        (altered(payload=["a"]), "payload: this is not base64"),
        (altered(payload=""), "not JSON"),
        (altered(payload=text(b'{"type": "ballot"}')), "canonical form"),
        (altered(payload=text(b'{"type":"ballot","type":"ballot"}')), "canonical form"),
        (altered(payload=text(b'{"n":4,"type":"ballot"}')), "the number 4"),
        (altered(payload=text(b'["ballot"]')), "whose type is a word"),
        (altered(payload=text(b"{}")), "whose type is a word"),
        (altered(payload=text(b'{"type":["ballot"]}')), "whose type is a word"),
        (altered(payload=text(b'{"type":"ballot+json"}')), "whose type is a word"),
        (altered(payload=text(b'{"type":"Ballot"}')), "whose type is a word"),
        (altered(payload=text(b'{"type":""}')), "whose type is a word"),
        (altered(payloadType=payload_type("objection")), "is not that of a ballot"),
        (altered(payloadType="application/vnd.sekisho.ballot+JSON"), "is not that of a ballot"),
        (altered(payloadType=True), "is not that of a ballot"),
        (altered(signatures=[]), "1 to 1,000 signatures"),
        (altered(signatures=""), "1 to 1,000 signatures"),
        (altered(signatures=[ROW] * (MAX_SIGNATURES + 1)), "1 to 1,000 signatures"),
        (altered(signatures=["a"]), "signatures[0]: a signature has keyid and sig"),
        (altered(signatures=[{**ROW, "x": ""}]), "a signature has keyid and sig"),
        (altered(signatures=[{"keyid": "ab", "sig": ""}]), "a keyid is 64"),
        (altered(signatures=[{**ROW, "keyid": True}]), "a keyid is 64"),
        (altered(signatures=[{**ROW, "keyid": ROW["keyid"].upper()}]), "a keyid is 64"),
        (altered(signatures=[ROW, ROW]), "signatures[1]: signatures are ordered by keyid"),
        (altered(signatures=ROWS[::-1]), "signatures are ordered by keyid"),
        (altered(signatures=[{**ROW, "sig": True}]), "signatures[0].sig: this is not base64"),
        (altered(signatures=[{**ROW, "sig": ROW["sig"].rstrip("=")}]), "is not base64"),
    ],
)
def test_an_envelope_in_another_form_is_refused(data: bytes, message: str) -> None:
    assert message in str(refused(data))


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_no_changed_byte_leaves_the_signatures_standing(index: int, change: int) -> None:
    data = SIGNED[:index] + bytes([SIGNED[index] ^ change]) + SIGNED[index + 1 :]
    try:
        envelope = read_envelope(data)
    except RecordError:
        return
    assert not all(envelope.signed_by(key.public) for key in KEYS[:2])


@pytest.mark.parametrize(
    "bad", ["YQ", "YQ=", "YQ===", "YR==", "YQ==\n", " YQ==", "Y Q==", "YQ==YQ==", "-_==", "YWJ", "é", "=", "YWI=x", 4, None]
)
def test_base64_in_another_spelling_is_refused(bad: object) -> None:
    with pytest.raises(RecordError, match="there: this is not base64"):
        read_base64(bad, "there")


@given(st.binary(max_size=50))
def test_base64_reads_back(data: bytes) -> None:
    assert read_base64(text(data), "there") == data


def test_what_cannot_be_signed_is_refused() -> None:
    with pytest.raises(RecordError, match="needs 1 to"):
        sign_statement(BODY, [])
    with pytest.raises(RecordError, match="is to sign twice"):
        sign_statement(BODY, [KEYS[0], KEYS[0]])
    with pytest.raises(RecordError, match="whose type is a word"):
        sign_statement({"by": "NL"}, KEYS)
    with pytest.raises(RecordError, match="may not hold"):
        sign_statement({"type": "ballot", "number": 4}, KEYS)
    with pytest.raises(RecordError, match="signs nothing"):
        sign_statement(BODY, [PrivateKey.generate("x25519")])
    with pytest.raises(RecordError, match="signs nothing"):
        add_signature(SIGNED, PrivateKey.generate("x25519"))


def test_a_hybrid_signature_is_not_stripped_to_its_classical_half() -> None:
    key = PrivateKey.from_seed(HYBRID, bytes(32))
    signature = key.sign(pae(payload_type("ballot"), encode(BODY)))
    stripped = altered(signatures=[{"keyid": key.public.fingerprint, "sig": text(signature[:64])}])
    assert not read_envelope(stripped).signed_by(key.public)
