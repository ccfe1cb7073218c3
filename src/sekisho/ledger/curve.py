"""Curve25519, as far as a public key must be examined before it is trusted.

Decides whether bytes are the canonical encoding of a point of the prime-order subgroup other than the identity (RFC 8032,
section 5.1), and which keys are one physical key (RFC 7748, section 4.1). Signs nothing and verifies nothing; it sees public
values only, so it need not run in constant time.

Libraries accept keys outside the subgroup. With a point of small order one signature verifies for many messages; with one
that has a small-order component, two different texts name the same secret key.
"""

from __future__ import annotations

from typing import Final

from sekisho.errors import RecordError

P: Final = 2**255 - 19
"""The field."""
L: Final = 2**252 + 27742317777372353535851937790883648493
"""The order of the subgroup."""
SIZE: Final = 32
"""Bytes of an encoded point or u-coordinate."""

_D: Final = -121665 * pow(121666, -1, P) % P
_SQRT_M1: Final = pow(2, (P - 1) // 4, P)
_SIGN: Final = 1 << 255

Point = tuple[int, int]
"""Affine x and y on the twisted Edwards curve."""
_Extended = tuple[int, int, int, int]


def decode_point(raw: bytes) -> Point:
    """Return the point that 32 bytes encode (RFC 8032, section 5.1.3).

    Raises:
        RecordError: Not 32 bytes, y not below the field's prime, not on the curve, or -0 as x.
    """
    if len(raw) != SIZE:
        raise RecordError(f"an encoded point has {SIZE} bytes, not {len(raw)}")
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (_SIGN - 1)
    if y >= P:
        raise RecordError("the encoding of a point is not canonical")
    x = _root_of_x(y)
    if x is None:
        raise RecordError("the bytes are no point of the curve")
    if x == 0 and sign:
        raise RecordError("the encoding of a point is not canonical")
    return (P - x if x & 1 != sign else x), y


def decode_u(raw: bytes) -> Point:
    """Return a point with the Montgomery u-coordinate that 32 bytes encode; of the two, the one whose x is even.

    Raises:
        RecordError: Not 32 bytes, u not below the field's prime, u = -1, or a u-coordinate of the twist only.
    """
    if len(raw) != SIZE:
        raise RecordError(f"an encoded u-coordinate has {SIZE} bytes, not {len(raw)}")
    u = int.from_bytes(raw, "little")
    if u >= P:
        raise RecordError("the encoding of a u-coordinate is not canonical")
    if u == P - 1:
        raise RecordError("the u-coordinate has small order")
    y = (u - 1) * pow(u + 1, -1, P) % P
    x = _root_of_x(y)
    if x is None:
        raise RecordError("the bytes are no u-coordinate of the curve")
    return (P - x if x & 1 else x), y


def require_prime_order(point: Point) -> None:
    """Refuse a point that has not exactly the order L.

    Raises:
        RecordError: The identity, a point of small order, or one with a component of small order.
    """
    if point == (0, 1):
        raise RecordError("the point is the identity")
    x, y, z, _ = _times(L, point)
    if x != 0 or y != z:
        raise RecordError("the point is not in the subgroup of prime order")


def montgomery_u(point: Point) -> bytes:
    """Return u = (1 + y) / (1 - y) of a point other than the identity, 32 bytes little-endian (RFC 7748, section 4.1).

    A point and its negative have the same u, and so have an Ed25519 key and an X25519 key with one secret scalar.
    """
    y = point[1]
    return ((1 + y) * pow(1 - y, -1, P) % P).to_bytes(SIZE, "little")


def _root_of_x(y: int) -> int | None:
    """Return one x of the points with this y, or None where there is none (RFC 8032, section 5.1.3, steps 2 and 3)."""
    u, v = (y * y - 1) % P, (_D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == u:
        return x
    return x * _SQRT_M1 % P if v * x * x % P == -u % P else None


def _times(scalar: int, point: Point) -> _Extended:
    """Return scalar · point in extended coordinates, from the highest bit down."""
    x, y = point
    base = (x, y, 1, x * y % P)
    total = base
    for bit in bin(scalar)[3:]:
        total = _double(total)
        if bit == "1":
            total = _add(total, base)
    return total


def _add(one: _Extended, other: _Extended) -> _Extended:
    """Add two points (RFC 8032, section 5.1.4); complete, so that it holds for every pair."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * _D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _double(one: _Extended) -> _Extended:
    """Double a point (RFC 8032, section 5.1.4)."""
    x, y, z, _ = one
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    h = a + b
    e, g = h - (x + y) * (x + y), a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P
