"""Keys of the charter as TUF keys, and signatures by them.

Decides how each algorithm of ``docs/reference/record.md`` appears in TUF metadata. That no two keys are one physical key is
for the charter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import KEY_FOR_TYPE_AND_SCHEME, Key, Signature, Signer, SSlibKey

from sekisho.errors import PublicationError

ED25519: Final = "ed25519"
ML_DSA_65: Final = "ml-dsa-65"
HYBRID: Final = "ed25519+ml-dsa-65"
_PUBLIC_SIZE: Final = 32
_SIGNATURE_SIZE: Final = 64
Sign = Callable[[bytes], bytes]
"""Signs a message with a private key, in the algorithm of that key."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A public key of the charter and whose it is.

    Attributes:
        owner: Member id, or ``secretariat``.
        algorithm: ``ed25519``, ``ml-dsa-65`` or ``ed25519+ml-dsa-65``.
        public: Raw key, lower-case hexadecimal.
        fingerprint: As the charter's; it is the ``keyid``.
    """

    owner: str
    algorithm: str
    public: str
    fingerprint: str


class HybridKey(Key):
    """Ed25519 and ML-DSA-65 over the same bytes; both must verify."""

    @classmethod
    def from_dict(cls, keyid: str, key_dict: dict[str, Any]) -> HybridKey:
        """Read the key as metadata writes it."""
        keytype, scheme, keyval = cls._from_dict(key_dict)
        return cls(keyid, keytype, scheme, keyval, key_dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the key as metadata writes it."""
        return self._to_dict()

    def verify_signature(self, signature: Signature, data: bytes) -> None:
        """Verify both halves.

        Raises:
            UnverifiedSignatureError: One does not verify, or the bytes are no such signature.
        """
        try:
            raw, public = bytes.fromhex(signature.signature), bytes.fromhex(self.keyval["public"])
            Ed25519PublicKey.from_public_bytes(public[:_PUBLIC_SIZE]).verify(raw[:_SIGNATURE_SIZE], data)
            MLDSA65PublicKey.from_public_bytes(public[_PUBLIC_SIZE:]).verify(raw[_SIGNATURE_SIZE:], data)
        except (InvalidSignature, ValueError, KeyError, TypeError) as problem:  # the key itself may be a mirror's invention
            raise UnverifiedSignatureError(f"the hybrid signature by {self.keyid[:12]} does not verify") from problem


KEY_FOR_TYPE_AND_SCHEME[HYBRID, HYBRID] = HybridKey


def tuf_key(holder: Holder) -> Key:
    """Return a key of the charter as TUF writes it.

    Raises:
        PublicationError: TUF metadata cannot be signed with this algorithm.
    """
    if holder.algorithm == ED25519:
        return SSlibKey(holder.fingerprint, ED25519, ED25519, {"public": holder.public})
    if holder.algorithm == ML_DSA_65:
        key = MLDSA65PublicKey.from_public_bytes(bytes.fromhex(holder.public))
        return SSlibKey.from_crypto(key, keyid=holder.fingerprint)
    if holder.algorithm == HYBRID:
        return HybridKey(holder.fingerprint, HYBRID, HYBRID, {"public": holder.public})
    raise PublicationError(f"the {holder.algorithm} key of {holder.owner} signs no metadata")


class HolderSigner(Signer):
    """Signs metadata with a private key of the charter.

    Args:
        holder: Whose key.
        sign: Signs with the private half.
    """

    def __init__(self, holder: Holder, sign: Sign) -> None:
        self._key = tuf_key(holder)
        self._holder = holder
        self._sign = sign

    @property
    def public_key(self) -> Key:
        """Return the public key."""
        return self._key

    @classmethod
    def from_priv_key_uri(cls, priv_key_uri: str, public_key: Key, secrets_handler: Any = None) -> Signer:
        """Refuse: the keys of a charter have no address.

        Raises:
            PublicationError: Always.
        """
        raise PublicationError("a key of the charter is read from its file, not from an address")

    def sign(self, payload: bytes) -> Signature:
        """Sign; with ML-DSA-65 alone what TAP 21 says is signed."""
        message = payload
        if self._holder.algorithm == ML_DSA_65:
            message = tap21(payload)
        return Signature(self._holder.fingerprint, self._sign(message).hex())


def tap21(payload: bytes) -> bytes:
    """Return what an ML-DSA key of TUF signs for a payload (TAP 21, version 1)."""
    from hashlib import sha512

    return b"tuf\x01" + sha512(payload).digest()
