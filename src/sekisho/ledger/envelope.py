"""Statements as they travel: DSSE v1 envelopes in canonical bytes.

Decides whether bytes are a well-formed envelope and whether a key has signed it. What a statement says, who may make it and
whether a signature suffices is for others: a reader gets the body, its kind and the signatures, none of them believed yet.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sekisho.errors import RecordError
from sekisho.ledger.keys import PrivateKey, PublicKey
from sekisho.terms.canonical import MAX_BYTES, decode, digest, encode

MAX_SIGNATURES: Final = 1_000
"""Signatures of one envelope."""

_KIND: Final = re.compile("[a-z]{1,40}")
_KEY_ID: Final = re.compile("[0-9a-f]{64}")
_SIGNATURE: Final = rb'{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]+={0,2})"}'
_ROW: Final = re.compile(_SIGNATURE)
_PLAIN: Final = re.compile(
    rb'{"payload":"([A-Za-z0-9+/]+={0,2})","payloadType":"([a-z./+]{1,80})","signatures":\[('
    + _SIGNATURE.replace(b"(", b"(?:")
    + rb"(?:,"
    + _SIGNATURE.replace(b"(", b"(?:")
    + rb")*)\]}"
)
"""What every well-formed envelope looks like: canonical by its form, so that it need not be parsed and written again."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A well-formed statement.

    Attributes:
        kind: Of the statement, its body's ``type``.
        payload: The canonical bytes that are signed.
        body: What they say; to be read, not changed.
        payload_type: ``application/vnd.sekisho.KIND+json``.
        signatures: Fingerprint and signature, ordered by fingerprint, each once.
        data: The bytes of the envelope.
    """

    kind: str
    payload: bytes = field(repr=False)
    body: dict[str, Any] = field(hash=False)
    payload_type: str = field(repr=False)
    signatures: tuple[tuple[str, bytes], ...] = field(repr=False)
    data: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """The digest of the statement: that of its payload, whoever has signed it."""
        return digest(self.payload)

    def signed_by(self, key: PublicKey) -> bool:
        """Tell whether there is a signature under a key's fingerprint and it is that key's."""
        return any(
            keyid == key.fingerprint and key.verify(signature, pae(self.payload_type, self.payload))
            for keyid, signature in self.signatures
        )


def payload_type(kind: str) -> str:
    """Return the payload type of a kind of statement."""
    return f"application/vnd.sekisho.{kind}+json"


def pae(payload_type: str, payload: bytes) -> bytes:
    """Return what is signed: DSSE v1's pre-authentication encoding, which binds the type to the payload."""
    name = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def read_envelope(data: bytes) -> Envelope:
    """Read an envelope; no signature is verified.

    Args:
        data: Its bytes, exactly as they were received.

    Raises:
        RecordError: Envelope or payload is not canonical, base64 is not the padded standard alphabet, signatures are
            missing, out of order or twice, or the payload type is not that of the payload.
    """
    found = _opened(data)
    payload = read_base64(found["payload"], "payload")
    body = decode(payload)
    kind = _kind(body)
    if found["payloadType"] != payload_type(kind):
        raise RecordError(f"payloadType is not that of a {kind}", place="payloadType", remedy=f"it is {payload_type(kind)}")
    return Envelope(kind, payload, body, payload_type(kind), _signatures(found["signatures"]), data)


def _opened(data: bytes) -> dict[str, Any]:
    """Return the document of an envelope with its three fields.

    Raises:
        RecordError: It is not canonical, or has other fields.
    """
    plain = _PLAIN.fullmatch(data) if len(data) <= MAX_BYTES else None
    if plain is not None:
        rows = [{"keyid": keyid.decode(), "sig": text.decode()} for keyid, text in _ROW.findall(plain[3])]
        return {"payload": plain[1].decode(), "payloadType": plain[2].decode(), "signatures": rows}
    found = decode(data)
    if not isinstance(found, dict) or found.keys() != {"payload", "payloadType", "signatures"}:
        raise RecordError("an envelope has payload, payloadType and signatures, and nothing else")
    return found


def sign_statement(body: Mapping[str, Any], keys: Iterable[PrivateKey]) -> bytes:
    """Return the envelope of a statement.

    Args:
        body: The statement; its ``type`` is the kind. Fields are not checked here.
        keys: Who signs; at least one, each once.

    Raises:
        RecordError: The body cannot be encoded or names no kind; no key, or one twice; a key that does not sign.
    """
    held = dict(body)
    kind, payload = _kind(held), encode(held)
    signatures: dict[str, bytes] = {}
    for key in keys:
        if key.public.fingerprint in signatures:
            raise RecordError(f"the key {key.public.fingerprint} is to sign twice", remedy="name each key once")
        signatures[key.public.fingerprint] = key.sign(pae(payload_type(kind), payload))
    return _written(kind, payload, signatures)


def add_signature(data: bytes, key: PrivateKey) -> bytes:
    """Return an envelope with one more signature; unchanged if a valid one by this key is there.

    Raises:
        RecordError: The envelope is malformed, or the key does not sign.
    """
    envelope = read_envelope(data)
    if envelope.signed_by(key.public):
        return data
    mine = {key.public.fingerprint: key.sign(pae(envelope.payload_type, envelope.payload))}
    return _written(envelope.kind, envelope.payload, dict(envelope.signatures) | mine)


def read_base64(text: object, place: str) -> bytes:
    """Return the bytes that a text of the padded standard alphabet gives.

    Args:
        text: What stands in the document.
        place: Where, for the error.

    Raises:
        RecordError: Not a text, another alphabet, no or wrong padding, bits left over; two texts would give the same bytes.
    """
    try:
        if isinstance(text, str):
            found = binascii.a2b_base64(text)
            if b64encode(found) == text.encode("ascii"):
                return found
    except ValueError:
        pass
    raise RecordError("this is not base64 in the padded standard alphabet", place=place)


def _kind(body: Any) -> str:
    kind = body.get("type") if isinstance(body, dict) else None
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise RecordError("the payload of a statement is a mapping whose type is a word", place="payload")
    return kind


def _signatures(rows: Any) -> tuple[tuple[str, bytes], ...]:
    if not isinstance(rows, list) or not 1 <= len(rows) <= MAX_SIGNATURES:
        raise RecordError(f"an envelope has 1 to {MAX_SIGNATURES:,} signatures", place="signatures")
    found: list[tuple[str, bytes]] = []
    for number, row in enumerate(rows):
        place = f"signatures[{number}]"
        if not isinstance(row, dict) or row.keys() != {"keyid", "sig"}:
            raise RecordError("a signature has keyid and sig, and nothing else", place=place)
        keyid = row["keyid"]
        if not isinstance(keyid, str) or not _KEY_ID.fullmatch(keyid):
            raise RecordError("a keyid is 64 lower-case hexadecimal digits", place=place)
        if found and found[-1][0] >= keyid:
            raise RecordError("signatures are ordered by keyid, each once", place=place)
        found.append((keyid, read_base64(row["sig"], f"{place}.sig")))
    return tuple(found)


def _written(kind: str, payload: bytes, signatures: Mapping[str, bytes]) -> bytes:
    if not 1 <= len(signatures) <= MAX_SIGNATURES:
        raise RecordError(f"a statement needs 1 to {MAX_SIGNATURES:,} signatures", remedy="name a key")
    rows = [{"keyid": keyid, "sig": b64encode(signatures[keyid]).decode()} for keyid in sorted(signatures)]
    return encode({"payload": b64encode(payload).decode(), "payloadType": payload_type(kind), "signatures": rows})
