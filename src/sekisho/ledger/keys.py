"""Keys: reading, naming, signing and verifying, by the table of algorithms in ``docs/reference/record.md``.

Decides whether bytes are a public key that may be trusted with a name, which keys are one physical key, and whether a
signature is a key's. The algorithm is always the key's own; no message is asked for it. Knows nothing of who holds a key
or what it may sign.

Ed25519 is verified without the cofactor (RFC 8032, section 5.1.7, the stricter form). ML-DSA-65 is pure, with an empty
context (FIPS 204, section 5.2), so two signatures of one message differ.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from sekisho.errors import RecordError
from sekisho.ledger import curve
from sekisho.terms.canonical import digest, encode

ED25519: Final = "ed25519"
ML_DSA_65: Final = "ml-dsa-65"
HYBRID: Final = "ed25519+ml-dsa-65"
X25519: Final = "x25519"
SIGNING: Final = (ED25519, ML_DSA_65, HYBRID)
"""Algorithms that sign."""
SEED_SIZE: Final = 32
"""Bytes of a seed."""

_Public = Ed25519PublicKey | MLDSA65PublicKey
_Private = Ed25519PrivateKey | MLDSA65PrivateKey | X25519PrivateKey

_HALVES: Final = {ED25519: (ED25519,), ML_DSA_65: (ML_DSA_65,), HYBRID: (ED25519, ML_DSA_65), X25519: (X25519,)}
_PUBLIC_SIZES: Final = {ED25519: 32, ML_DSA_65: 1952, X25519: 32}
_SIGNATURE_SIZES: Final = {ED25519: 64, ML_DSA_65: 3309, X25519: 0}
_MAKERS: Final[dict[str, type[_Private]]] = {
    ED25519: Ed25519PrivateKey,
    ML_DSA_65: MLDSA65PrivateKey,
    X25519: X25519PrivateKey,
}
_HEX: Final = re.compile("[0-9a-f]*")
_BLOCK: Final = re.compile(rb"-----BEGIN [A-Z ]{1,40}-----[^-]{1,20000}-----END [A-Z ]{1,40}-----")
MAX_FILE: Final = 20_000
"""Bytes of a private key's file."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that was examined; ``read_public`` and ``PrivateKey.public`` make it.

    Attributes:
        algorithm: One of SIGNING, or ``x25519``.
        raw: The public key; of a hybrid, the Ed25519 key and then the ML-DSA-65 key.
        fingerprint: Digest of the canonical ``{"algorithm", "public"}``.
    """

    algorithm: str
    raw: bytes = field(repr=False)
    fingerprint: str
    _halves: tuple[_Public, ...] = field(repr=False, compare=False)

    @property
    def public(self) -> str:
        """The public key in lower-case hexadecimal, as charters write it."""
        return self.raw.hex()

    @property
    def signature_size(self) -> int:
        """Bytes of a signature; 0 for ``x25519``."""
        return sum(_SIGNATURE_SIZES[half] for half in _HALVES[self.algorithm])

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Tell whether a signature over a message is this key's; of a hybrid both halves must be. False for ``x25519``."""
        if self.algorithm not in SIGNING or len(signature) != self.signature_size:
            return False
        start = 0
        for name, half in zip(_HALVES[self.algorithm], self._halves, strict=True):
            end = start + _SIGNATURE_SIZES[name]
            if not _verified(half, signature[start:end], message):
                return False
            start = end
        return True

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        """Pickle as text: a process that receives the key examines it again."""
        return read_public, (self.algorithm, self.public)


def _verified(half: _Public, signature: bytes, message: bytes) -> bool:
    try:
        half.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def fingerprint(algorithm: str, public: str) -> str:
    """Return the digest of the document ``{"algorithm", "public"}``; the key is not examined.

    Raises:
        RecordError: One of them is no text that a document may hold.
    """
    return digest(encode({"algorithm": algorithm, "public": public}))


def read_public(algorithm: str, public: str) -> PublicKey:
    """Return the key that a charter or statement names.

    Args:
        algorithm: One of SIGNING, or ``x25519``.
        public: The raw key in lower-case hexadecimal.

    Raises:
        RecordError: Unknown algorithm, wrong length, not lower-case hexadecimal; or the Curve25519 key is not the canonical
            encoding of a point of the prime-order subgroup other than the identity. An honest ``x25519`` key always
            is one; any other u would be a second name for the same secret.
    """
    if algorithm not in _HALVES:
        raise _unknown(algorithm)
    size = _size(algorithm)
    if len(public) != 2 * size or not _HEX.fullmatch(public):
        message = f"an {algorithm} key is {2 * size} lower-case hexadecimal digits; these are {len(public)} characters"
        raise RecordError(message, remedy="copy the key as `public` prints it")
    return _read(algorithm, public)


@functools.lru_cache(maxsize=1024)
def _read(algorithm: str, public: str) -> PublicKey:
    """Examine a key once; what is refused raises and is not kept."""
    raw = bytes.fromhex(public)
    for name, part in _divided(algorithm, raw):
        if name != ML_DSA_65:
            _physical(name, part)
    halves = tuple(_loaded(name, part) for name, part in _divided(algorithm, raw) if name != X25519)
    return PublicKey(algorithm, raw, fingerprint(algorithm, public), halves)


def identities(key: PublicKey) -> frozenset[bytes]:
    """Return what makes a key one physical key; two keys that share a member of the set are, in part, the same.

    Returns:
        32 bytes for a Curve25519 key, its Montgomery u-coordinate; 1,952 for an ML-DSA-65 key, the key itself. A hybrid
        has both.
    """
    return frozenset(
        part if name == ML_DSA_65 else curve.montgomery_u(_point(name, part))
        for name, part in _divided(key.algorithm, key.raw)
    )


class PrivateKey:
    """A key that signs, or, if ``x25519``, one that notices are sealed to."""

    __slots__ = ("_halves", "public")

    def __init__(self, algorithm: str, halves: tuple[_Private, ...]) -> None:
        self._halves = halves
        self.public = _read(algorithm, b"".join(half.public_key().public_bytes_raw() for half in halves).hex())

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.algorithm!r}, public {self.public.fingerprint})"

    @classmethod
    def generate(cls, algorithm: str) -> PrivateKey:
        """Return a fresh key from the operating system's randomness.

        Raises:
            RecordError: Unknown algorithm.
        """
        return cls(algorithm, tuple(_MAKERS[name].generate() for name in _halves_of(algorithm)))

    @classmethod
    def from_seed(cls, algorithm: str, seed: bytes) -> PrivateKey:
        """Return the one key that a seed gives, for tests and simulations.

        A single algorithm takes the seed as it is (RFC 8032, section 5.1.5; FIPS 204, algorithm 6; RFC 7748, section 5).
        The halves of a hybrid take SHA-256 of ``sekisho-seed-v1``, a space, the half's algorithm, a zero byte and the seed.

        Raises:
            RecordError: Unknown algorithm, or not SEED_SIZE bytes.
        """
        if len(seed) != SEED_SIZE:
            raise RecordError(f"a seed has {SEED_SIZE} bytes, not {len(seed)}")
        names = _halves_of(algorithm)
        return cls(algorithm, tuple(_seeded(name, _half_seed(name, seed) if len(names) > 1 else seed) for name in names))

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message; of a hybrid, both signatures in the order of its name.

        Raises:
            RecordError: An ``x25519`` key signs nothing.
        """
        return b"".join(_signed(half, message) for half in self._halves)

    def dump(self, password: bytes | None) -> bytes:
        """Return the key as PKCS #8 in PEM; a hybrid is two blocks, in the order of its name.

        Args:
            password: Encrypts the key (PBES2, AES-256). The derivation is weak by today's measure: use a long random
                password. None leaves the key in clear.

        Raises:
            RecordError: The password is empty or longer than 1,023 bytes.
        """
        encryption = NoEncryption() if password is None else _encryption(password)
        return b"".join(half.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption) for half in self._halves)

    @classmethod
    def load(cls, data: bytes, password: bytes | None) -> PrivateKey:
        """Return the key that ``dump`` wrote; the algorithm is that of the blocks.

        Raises:
            RecordError: A wrong password, one that is missing or not needed, or bytes that are no such key.
        """
        halves = tuple(_half(block, password) for block in _blocks(data))
        algorithm = next((one for one, names in _HALVES.items() if tuple(map(_name, halves)) == names), None)
        if algorithm is None:
            found = " and ".join(map(_name, halves))
            raise RecordError(f"the file holds {found}, which is no key of ours", remedy=f"keys: {', '.join(_HALVES)}")
        return cls(algorithm, halves)


def _unknown(algorithm: str) -> RecordError:
    return RecordError(f"there is no algorithm {algorithm[:40]!r}", remedy=f"algorithms: {', '.join(_HALVES)}")


def _halves_of(algorithm: str) -> tuple[str, ...]:
    if algorithm not in _HALVES:
        raise _unknown(algorithm)
    return _HALVES[algorithm]


def _size(algorithm: str) -> int:
    return sum(_PUBLIC_SIZES[name] for name in _HALVES[algorithm])


def _divided(algorithm: str, raw: bytes) -> list[tuple[str, bytes]]:
    """Return the halves of a raw key, each with its algorithm."""
    parts, start = [], 0
    for name in _HALVES[algorithm]:
        parts.append((name, raw[start : start + _PUBLIC_SIZES[name]]))
        start += _PUBLIC_SIZES[name]
    return parts


def _point(name: str, part: bytes) -> curve.Point:
    return curve.decode_u(part) if name == X25519 else curve.decode_point(part)


def _physical(name: str, part: bytes) -> None:
    try:
        curve.require_prime_order(_point(name, part))
    except RecordError as problem:
        raise RecordError(
            f"the {name} key is refused: {problem.message}",
            remedy="generate a new key; this one was made to deceive or is damaged",
        ) from problem


def _loaded(name: str, part: bytes) -> _Public:
    return Ed25519PublicKey.from_public_bytes(part) if name == ED25519 else MLDSA65PublicKey.from_public_bytes(part)


def _half_seed(name: str, seed: bytes) -> bytes:
    return hashlib.sha256(f"sekisho-seed-v1 {name}\0".encode() + seed).digest()


def _seeded(name: str, seed: bytes) -> _Private:
    if name == ML_DSA_65:
        return MLDSA65PrivateKey.from_seed_bytes(seed)
    return (Ed25519PrivateKey if name == ED25519 else X25519PrivateKey).from_private_bytes(seed)


def _signed(half: _Private, message: bytes) -> bytes:
    if isinstance(half, X25519PrivateKey):
        raise RecordError("an x25519 key signs nothing", remedy="it is a recipient of notices; sign with a ballot key")
    return half.sign(message)


def _encryption(password: bytes) -> KeySerializationEncryption:
    if not 1 <= len(password) <= 1023:
        raise RecordError(f"a password of {len(password)} bytes cannot be used", remedy="use 1 to 1,023 bytes")
    return BestAvailableEncryption(password)


def _blocks(data: bytes) -> list[bytes]:
    blocks = _BLOCK.findall(data) if len(data) <= MAX_FILE else []
    if len(blocks) not in (1, 2) or _BLOCK.sub(b"", data).strip():
        raise RecordError("the bytes are not a private key", remedy="a private key is PKCS #8 in PEM, one block or two")
    return blocks


def _half(block: bytes, password: bytes | None) -> _Private:
    encrypted = b"ENCRYPTED" in block.split(b"\n", 1)[0]
    if encrypted and not password:
        raise RecordError("the private key is encrypted", remedy="give its password")
    if password is not None and not encrypted:
        raise RecordError(
            "a password was given, but the private key is not encrypted", remedy="check that this is the right file"
        )
    try:
        half = load_pem_private_key(block, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        why = "the password is wrong or the file is damaged" if encrypted else "the file is damaged or of a foreign kind"
        raise RecordError(f"the private key cannot be read: {why}") from problem
    if not isinstance(half, Ed25519PrivateKey | MLDSA65PrivateKey | X25519PrivateKey):
        raise RecordError("the private key is of a foreign kind", remedy=f"keys: {', '.join(_HALVES)}")
    return half


def _name(half: _Private) -> str:
    return next(name for name, maker in _MAKERS.items() if isinstance(half, maker))
