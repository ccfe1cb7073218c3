"""Speed for the tests of assurance: a signature that was verified once is not verified again in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sekisho.ledger import keys


@pytest.fixture(autouse=True, scope="package")
def _verify_once() -> Iterator[None]:
    """Remember what the library has said of a key, a signature and a message; the answer cannot change."""
    said: dict[tuple[bytes, bytes, bytes], bool] = {}
    verified = keys._verified

    def once(half: Any, signature: bytes, message: bytes) -> bool:
        question = (half.public_bytes_raw(), signature, message)
        if question not in said:
            said[question] = verified(half, signature, message)
        return said[question]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_verified", once)
        yield
