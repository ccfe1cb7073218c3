"""Bytes sealed to some readers: padded to a bucket, then encrypted with age to the X25519 key of each.

Decides what an observer of the carrier learns: the bucket of the size and the number of readers (age writes a stanza for
each), and nothing of what is said. Knows no notice, no member and no charter. Keys are raw: 32 bytes.

X25519 is classical only. Whoever keeps a sealed file today and has a large quantum computer one day opens it then.
Forms: age v1 (C2SP age.md), Bech32 (BIP 173).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from sekisho.errors import RecordError

SMALLEST: Final = 4_096
"""Bytes of the smallest bucket; each other one is twice as large."""
LARGEST: Final = 8_388_608
"""Bytes of the largest bucket."""
MAX_READERS: Final = 100
KEY_SIZE: Final = 32
"""Bytes of a raw X25519 key."""
MAX_SEALED: Final = LARGEST + LARGEST // 4_096 + 65_536
"""Bytes of a sealed file: the bucket, a tag of 16 bytes for each 64 KiB, and the header."""

_MAGIC: Final = b"sekisho/sealed/1\n"
_HEAD: Final = len(_MAGIC) + 8
_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def seal(data: bytes, readers: Sequence[bytes]) -> bytes:
    """Return bytes sealed to some readers; twice gives two different results.

    Args:
        data: What is sealed.
        readers: Raw public keys, 32 bytes each; each once, one to MAX_READERS.

    Raises:
        RecordError: Nobody, somebody twice, too many, a key of another size or of small order; too many bytes.
    """
    if not 1 <= len(readers) <= MAX_READERS or len(set(readers)) != len(readers):
        raise RecordError(f"a notice is sealed to 1 to {MAX_READERS} readers, each once")
    for one in readers:
        _refuse_weak(_sized(one))
    recipients = [pyrage.x25519.Recipient.from_str(recipient(one)) for one in readers]
    sealed: bytes = pyrage.encrypt(pad(data), recipients)
    return sealed


def _refuse_weak(public: bytes) -> None:
    """Refuse a point of small order: every secret shared with it is zero (RFC 7748, section 6.1), and age would stop."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as problem:
        raise RecordError(
            "it cannot be sealed to a point of small order", remedy="the reader makes another key"
        ) from problem


def unseal(sealed: bytes, secret: bytes) -> bytes:
    """Return what was sealed.

    Args:
        sealed: A whole sealed file.
        secret: The reader's raw private key, 32 bytes.

    Raises:
        RecordError: It was not sealed to this key, was altered, or holds something else than padded bytes.
    """
    if len(sealed) > MAX_SEALED:
        raise RecordError(f"a sealed notice has at most {MAX_SEALED:,} bytes, this has {len(sealed):,}")
    try:
        identity = pyrage.x25519.Identity.from_str(_identity(secret))
        return unpad(pyrage.decrypt(sealed, [identity]))
    except pyrage.DecryptError as problem:
        raise RecordError(
            "it is not sealed to this key, or was altered",
            remedy="open it with the notices key of a recipient, or ask its issuer to send it again",
        ) from problem


def file_name(sealed: bytes) -> str:
    """Return the name of a sealed file in a mailbox: the SHA-256 of its bytes, which tells nothing of what is in it."""
    return f"{hashlib.sha256(sealed).hexdigest()}.age"


def pad(data: bytes) -> bytes:
    """Return bytes with their length before and zeros after them, up to the smallest bucket that holds them.

    Raises:
        RecordError: No bucket holds them.
    """
    size = SMALLEST
    while size < len(data) + _HEAD:
        size *= 2
    if size > LARGEST:
        raise RecordError(f"a notice has at most {LARGEST - _HEAD:,} bytes, this has {len(data):,}")
    return (_MAGIC + len(data).to_bytes(8, "big") + data).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the bytes that were padded; one text has one padding.

    Raises:
        RecordError: It is not what ``pad`` gives.
    """
    end = _HEAD + int.from_bytes(padded[len(_MAGIC) : _HEAD], "big")
    data = padded[_HEAD:end]
    if not padded.startswith(_MAGIC) or end > len(padded) or pad(data) != padded:
        raise RecordError("what is sealed here is no notice", remedy="ask its issuer to send it again")
    return data


def recipient(public: bytes) -> str:
    """Return the age recipient of a raw public key: ``age1…``.

    Raises:
        RecordError: Not 32 bytes.
    """
    return bech32("age", _sized(public))


def _identity(secret: bytes) -> str:
    return bech32("age-secret-key-", _sized(secret)).upper()


def _sized(key: bytes) -> bytes:
    if len(key) != KEY_SIZE:
        raise RecordError(f"an X25519 key has {KEY_SIZE} bytes, this has {len(key)}")
    return key


def bech32(prefix: str, data: bytes) -> str:
    """Return bytes in Bech32 (BIP 173) under a lower-case prefix; age sets no limit of 90 characters."""
    words = _fives(data)
    spread = [*(ord(one) >> 5 for one in prefix), 0, *(ord(one) & 31 for one in prefix)]
    check = _polymod([*spread, *words, *[0] * 6]) ^ 1
    words += [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{prefix}1{''.join(_ALPHABET[one] for one in words)}"


def _fives(data: bytes) -> list[int]:
    """Return bytes as groups of five bits, the last filled up with zeros."""
    bits = "".join(f"{one:08b}" for one in data)
    return [int(bits[start : start + 5].ljust(5, "0"), 2) for start in range(0, len(bits), 5)]


def _polymod(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            found ^= generator if top >> place & 1 else 0
    return found
