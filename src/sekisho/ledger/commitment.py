"""What a leaf of the log holds: a commitment to a body that may later be destroyed.

Decides how salt and body become a leaf, as ``docs/reference/record.md`` says. With 32 random bytes of salt a leaf tells
nothing of its body to someone who guesses the body, and no second body can be found for it; who destroys salt and body
leaves a leaf that says no more than that it is there. Knows nothing of what a body is.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from sekisho.errors import RecordError

SALT_SIZE: Final = 32
"""Bytes of a salt."""
LEAF_SIZE: Final = 32
"""Bytes of a leaf."""
_PREFIX: Final = b"sekisho-leaf-v1\x00"


def new_salt() -> bytes:
    """Return SALT_SIZE fresh bytes from the operating system's source of randomness."""
    return secrets.token_bytes(SALT_SIZE)


def commit(salt: bytes, body: bytes) -> bytes:
    """Return the leaf of a body: SHA-256 of ``sekisho-leaf-v1``, a zero byte, the salt and the body.

    Args:
        salt: SALT_SIZE bytes, used for no other body.
        body: The exact bytes of the envelope.

    Raises:
        RecordError: The salt has another length; salt and body could then be divided in two ways.
    """
    if len(salt) != SALT_SIZE:
        raise RecordError(f"a salt has {SALT_SIZE} bytes, not {len(salt)}")
    return hashlib.sha256(_PREFIX + salt + body).digest()
