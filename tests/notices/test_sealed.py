"""Sealing: what comes back, to whom, and what the size tells."""

from __future__ import annotations

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.notices.sealed import LARGEST, MAX_SEALED, SMALLEST, bech32, file_name, pad, recipient, seal, unpad, unseal


def pair(number: int = 1) -> tuple[bytes, bytes]:
    """Return a raw private and public key."""
    private = X25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


ONE, TWO, THREE = pair(1), pair(2), pair(3)


@given(st.binary(max_size=20_000))
@settings(max_examples=40, deadline=None)
def test_every_reader_gets_back_what_was_sealed_and_nobody_else(data: bytes) -> None:
    sealed = seal(data, [ONE[1], TWO[1]])
    assert unseal(sealed, ONE[0]) == unseal(sealed, TWO[0]) == data
    with pytest.raises(RecordError, match="not sealed to this key"):
        unseal(sealed, THREE[0])


@given(st.integers(0, SMALLEST - 25), st.integers(0, SMALLEST - 25))
@settings(max_examples=25, deadline=None)
def test_within_a_bucket_the_size_tells_nothing(left: int, right: int) -> None:
    # The header has a stanza of random length beside those of the readers; what follows it is told by the bucket alone.
    sizes = {len(seal(data, [ONE[1]]).partition(b"\n--- ")[2]) for data in (b"a" * left, b"b" * right)}
    assert len(sizes) == 1


@given(st.binary(max_size=9_000))
def test_padding_comes_off_and_is_written_in_one_way(data: bytes) -> None:
    padded = pad(data)
    assert unpad(padded) == data
    assert len(padded) >= SMALLEST
    assert len(padded) & (len(padded) - 1) == 0
    assert len(padded) < 2 * max(SMALLEST, len(data) + 26)


def test_a_longer_notice_takes_the_next_bucket() -> None:
    assert len(pad(b"x" * (SMALLEST - 25))) == SMALLEST
    assert len(pad(b"x" * (SMALLEST - 24))) == 2 * SMALLEST
    with pytest.raises(RecordError, match="has at most"):
        pad(b"x" * LARGEST)


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        b"x" * SMALLEST,
        pad(b"word")[:-1] + b"x",
        pad(b"word") + b"\0" * SMALLEST,
        pad(b"word")[:-1],
        pad(b"w")[:17] + (10**9).to_bytes(8, "big") + pad(b"w")[25:],
    ],
    ids=["empty", "another beginning", "something after the end", "another bucket", "cut", "a length beyond the end"],
)
def test_other_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(RecordError, match="no notice"):
        unpad(padded)
    sealed = pyrage.encrypt(padded, [pyrage.x25519.Recipient.from_str(recipient(ONE[1]))])
    with pytest.raises(RecordError, match="no notice"):
        unseal(sealed, ONE[0])


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_an_altered_byte_is_refused(place: int) -> None:
    sealed = bytearray(seal(b"what was said", [ONE[1], TWO[1]]))
    sealed[place % len(sealed)] ^= 1
    with pytest.raises(RecordError):
        unseal(bytes(sealed), ONE[0])


def test_sealing_twice_gives_two_files_whose_names_tell_nothing() -> None:
    first, second = seal(b"same", [ONE[1]]), seal(b"same", [ONE[1]])
    assert file_name(first) != file_name(second)
    assert file_name(first) == file_name(first)
    assert file_name(first).endswith(".age")


def test_keys_are_written_as_age_writes_them() -> None:
    for _ in range(5):
        identity = pyrage.x25519.Identity.generate()
        public = str(identity.to_public())
        sealed = pyrage.encrypt(pad(b"x"), [identity.to_public()])
        with pytest.raises(RecordError):
            unseal(sealed, ONE[0])
        assert public.startswith("age1")
    # BIP 173 test vector: the prefix "a" with no data.
    assert bech32("a", b"") == "a12uel5l"
    assert str(pyrage.x25519.Recipient.from_str(recipient(ONE[1]))) == recipient(ONE[1])


@pytest.mark.parametrize("readers", [[], [ONE[1], ONE[1]], [bytes([n]) * 32 for n in range(101)]])
def test_readers_are_one_to_a_hundred_each_once(readers: list[bytes]) -> None:
    with pytest.raises(RecordError, match="each once"):
        seal(b"x", readers)


def test_a_key_of_another_size_is_refused() -> None:
    with pytest.raises(RecordError, match="32 bytes"):
        seal(b"x", [b"short"])
    with pytest.raises(RecordError, match="32 bytes"):
        unseal(seal(b"x", [ONE[1]]), b"short")


@pytest.mark.parametrize("point", [b"\0" * 32, b"\x01" + b"\0" * 31])
def test_a_point_of_small_order_is_no_reader(point: bytes) -> None:
    with pytest.raises(RecordError, match="small order"):
        seal(b"x", [ONE[1], point])


def test_a_file_that_is_too_large_is_not_decrypted() -> None:
    with pytest.raises(RecordError, match="at most"):
        unseal(b"x" * (MAX_SEALED + 1), ONE[0])


def test_the_largest_notice_can_be_opened() -> None:
    data = b"x" * (LARGEST - 25)
    sealed = seal(data, [pair(n)[1] for n in range(1, 100)])
    assert len(sealed) <= MAX_SEALED
    assert unseal(sealed, ONE[0]) == data
