"""Seeded random conditions and rows in bulk; numbers meet the boundaries they are asked about."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import polars as pl

from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Node, Not, Operator, Or
from sekisho.logic.values import Fact, Type

SCHEMA = {
    "qubits": Type.NUMBER,
    "error": Type.NUMBER,
    "temperature": Type.NUMBER,
    "range": Type.NUMBER,
    "architecture": Type.TEXT,
    "select": Type.TEXT,
    "single_use": Type.FLAG,
    "order": Type.FLAG,
}
"""Some names are words of SQL, so that a name left unquoted is noticed."""

DTYPES = {Type.NUMBER: pl.Float64, Type.TEXT: pl.String, Type.FLAG: pl.Boolean}
CONSTANTS = (
    0.0,
    1.0,
    34.0,
    100.0,
    1e-4,
    0.3,
    0.1 + 0.2,
    0.1234567890123456,
    -273.15,
    2.5e25,
    5e-324,
    1.7976931348623157e308,
)
TEXTS = (
    "",
    " ",
    "gate",
    "Gate",
    "gate ",
    "it's",
    "''",
    '"',
    "a\\b",
    "\\",
    "%",
    "_",
    "関所",
    "é",
    "e\u0301",
    "NULL",
    "true",
    "34",
)
OPERATORS: tuple[Operator, ...] = ("=", "<>", "<", "<=", ">", ">=")
_MISSING = (None, None, math.nan)


def condition(rng: random.Random, depth: int = 4) -> Node:
    """Return a random well-typed condition."""
    if depth == 0 or rng.random() < 0.25:
        return _leaf(rng)
    shape = rng.random()
    if shape < 0.2:
        return Not(condition(rng, depth - 1))
    parts = tuple(condition(rng, depth - 1) for _ in range(rng.choice((2, 2, 3, 5))))
    return And(parts) if shape < 0.6 else Or(parts)


def rows(rng: random.Random, count: int) -> list[dict[str, Fact]]:
    """Return random facts: gaps, NaN, both infinities, the constants and their neighbours, odd texts."""
    makers = {name: _MAKERS[kind] for name, kind in SCHEMA.items()}
    return [{name: make(rng) for name, make in makers.items()} for _ in range(count)]


def frame(facts: list[dict[str, Fact]]) -> pl.DataFrame:
    """Return the facts as columns."""
    return pl.DataFrame(facts, schema={name: DTYPES[kind] for name, kind in SCHEMA.items()})


def _leaf(rng: random.Random) -> Node:
    name = rng.choice(list(SCHEMA))
    kind = SCHEMA[name]
    if rng.random() < 0.07:
        return rng.choice((IsNull(name), Constant(True), Constant(False)))
    if kind is Type.FLAG:
        return Compare(name, rng.choice(("=", "<>")), rng.random() < 0.5)
    if rng.random() < 0.3:
        pool: tuple[float | str, ...] = TEXTS if kind is Type.TEXT else CONSTANTS
        return In(name, tuple(rng.sample(pool, rng.choice((1, 2, 3, 10)))))  # type: ignore[arg-type]
    if kind is Type.TEXT:
        return Compare(name, rng.choice(("=", "<>")), rng.choice(TEXTS))
    if rng.random() < 0.2:
        low, high = sorted(rng.sample(CONSTANTS, 2))
        return Between(name, low, high)
    return Compare(name, rng.choice(OPERATORS), _constant(rng))


def _constant(rng: random.Random) -> float:
    return rng.choice(CONSTANTS) if rng.random() < 0.8 else rng.uniform(-400, 400)


def _number(rng: random.Random) -> Fact:
    kind = rng.random()
    if kind < 0.2:
        return rng.choice(_MISSING)
    if kind < 0.3:
        return rng.choice((math.inf, -math.inf, -0.0))
    value = _constant(rng)
    return value if kind < 0.7 else math.nextafter(value, rng.choice((math.inf, -math.inf)))


def _text(rng: random.Random) -> Fact:
    return None if rng.random() < 0.2 else rng.choice(TEXTS)


def _flag(rng: random.Random) -> Fact:
    return rng.choice((True, False, None))


_MAKERS: dict[Type, Callable[[random.Random], Fact]] = {Type.NUMBER: _number, Type.TEXT: _text, Type.FLAG: _flag}
