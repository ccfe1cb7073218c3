"""A key is a point of the prime-order subgroup, written in one way."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.ledger.curve import L, P, decode_point, decode_u, montgomery_u, require_prime_order

D = -121665 * pow(121666, -1, P) % P
BASE_Y = 4 * pow(5, -1, P) % P
BASE = decode_point(BASE_Y.to_bytes(32, "little"))
Point = tuple[int, int]


def add(one: Point, other: Point) -> Point:
    """The addition law of the curve -x² + y² = 1 + d x² y² as it is written (RFC 8032, section 5.1.4)."""
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P


def times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1)
    for bit in bin(scalar)[2:]:
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


def encoded(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def small_order_points() -> list[Point]:
    """The eight points whose order divides 8, as multiples of one of order 8."""
    for y in range(2, 200):
        try:
            torsion = times(L, decode_point(y.to_bytes(32, "little")))
        except RecordError:
            continue
        found = [times(k, torsion) for k in range(8)]
        if len(set(found)) == 8:
            return found
    raise AssertionError("no point of order 8 among small y")


SMALL = small_order_points()


def test_the_base_point_is_that_of_the_rfc() -> None:
    assert BASE[0] == 15112221349535400772501151409588531511454012693041857206046113283949847762202
    assert times(L, BASE) == (0, 1)
    require_prime_order(BASE)


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_honest_keys_are_accepted_and_written_in_one_way(seed: bytes) -> None:
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    point = decode_point(raw)
    require_prime_order(point)
    assert encoded(point) == raw
    u = X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    require_prime_order(decode_u(u))
    assert montgomery_u(decode_u(u)) == u


@pytest.mark.parametrize("point", SMALL)
def test_points_of_small_order_are_refused(point: Point) -> None:
    assert decode_point(encoded(point)) == point
    with pytest.raises(RecordError, match=r"identity|prime order"):
        require_prime_order(point)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, L - 1), st.sampled_from(SMALL))
def test_only_a_multiple_of_the_base_point_has_prime_order(scalar: int, torsion: Point) -> None:
    point = add(times(scalar, BASE), torsion)
    assert decode_point(encoded(point)) == point
    if torsion == (0, 1):
        require_prime_order(point)
    else:
        with pytest.raises(RecordError, match="prime order"):
            require_prime_order(point)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, L - 1))
def test_a_point_and_its_negative_have_one_u_coordinate(scalar: int) -> None:
    x, y = times(scalar, BASE)
    assert montgomery_u((x, y)) == montgomery_u((P - x, y))
    assert decode_u(montgomery_u((x, y))) in {(x, y), (P - x, y)}


def test_an_ed25519_and_an_x25519_key_with_one_scalar_have_one_u_coordinate() -> None:
    scalar = 2**254 + 8 * 12345
    u = X25519PrivateKey.from_private_bytes(scalar.to_bytes(32, "little")).public_key().public_bytes_raw()
    assert montgomery_u(times(scalar, BASE)) == u


@pytest.mark.parametrize("number", [P, P + 1, P + 3, 2**255 - 1, 2**255 + P + 1, 1 | 1 << 255, (P - 1) | 1 << 255])
def test_other_encodings_of_a_point_are_refused(number: int) -> None:
    with pytest.raises(RecordError, match="not canonical"):
        decode_point(number.to_bytes(32, "little"))


def test_bytes_that_are_no_point_are_refused() -> None:
    with pytest.raises(RecordError, match="no point of the curve"):
        decode_point((2).to_bytes(32, "little"))
    for size in (0, 31, 33):
        with pytest.raises(RecordError, match="32 bytes"):
            decode_point(bytes(size))
        with pytest.raises(RecordError, match="32 bytes"):
            decode_u(bytes(size))


@pytest.mark.parametrize("point", SMALL[1:])
def test_small_order_u_coordinates_are_refused(point: Point) -> None:
    u = montgomery_u(point)
    with pytest.raises(ValueError, match="shared key"):
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(u))
    with pytest.raises(RecordError, match="prime order"):
        require_prime_order(decode_u(u))


def test_small_order_of_the_twist_and_other_encodings_of_u_are_refused() -> None:
    with pytest.raises(RecordError, match="small order"):
        decode_u((P - 1).to_bytes(32, "little"))
    with pytest.raises(RecordError, match="no u-coordinate of the curve"):
        decode_u((2).to_bytes(32, "little"))
    for number in (P, P + 1, 2**255 - 1, 9 | 1 << 255):
        with pytest.raises(RecordError, match="not canonical"):
            decode_u(number.to_bytes(32, "little"))
