"""Same rows, same verdicts, on every backend: random conditions on random rows, in bulk.

The ordinary run compares 50,000 rows; ``SEKISHO_ROWS=1000000 pytest -m nightly`` runs the size that was promised.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.logic.parser import parse, unparse
from sekisho.logic.tree import Node
from sekisho.logic.values import Fact
from tests.engines.backends import BACKENDS, duckdb_items
from tests.engines.generate import DTYPES, SCHEMA, condition, frame, rows
from tests.logic import strategies
from tests.logic.strategies import conditions, facts

ORDINARY = 50_000
NIGHTLY = 1_000_000
CHUNK = 1_000
CONDITIONS = 4
IN_BULK = ("polars verdicts", "duckdb query")
"""The others share their code with these and are compared on the first chunk only."""


def _compare(named: dict[str, Node], table: pl.DataFrame, backends: tuple[str, ...]) -> Counter[bool | None]:
    expected = BACKENDS["evaluator"](named, SCHEMA, table)
    for backend in backends:
        found = BACKENDS[backend](named, SCHEMA, table)
        for name, node in named.items():
            _same(backend, node, table, expected[name], found[name])
    return Counter(verdict for column in expected.values() for verdict in column)


def _same(backend: str, node: Node, table: pl.DataFrame, expected: list[bool | None], found: list[bool | None]) -> None:
    if expected == found:
        return
    row = next(index for index, pair in enumerate(zip(expected, found, strict=True)) if pair[0] is not pair[1])
    pytest.fail(
        f"{backend}: {unparse(node)} with {table.row(row, named=True)}: expected {expected[row]}, found {found[row]}"
    )


def _run(total: int, seed: int) -> None:
    rng = random.Random(seed)
    seen: Counter[bool | None] = Counter()
    for chunk in range(-(-total // CHUNK)):
        named = {f"c{number}": condition(rng) for number in range(CONDITIONS)}
        table = frame(rows(rng, CHUNK))
        seen += _compare(named, table, IN_BULK if chunk else tuple(BACKENDS))
    share = {verdict: count / seen.total() for verdict, count in seen.items()}
    assert min(share.values()) > 0.1, f"the generated rows are lopsided: {share}"
    assert seen.total() >= total * CONDITIONS


def test_every_engine_agrees_on_every_row() -> None:
    _run(ORDINARY, seed=2)


@pytest.mark.nightly
def test_every_engine_agrees_on_a_million_rows() -> None:
    total = int(os.environ.get("SEKISHO_ROWS", "0"))
    if total < NIGHTLY:
        pytest.skip(f"SEKISHO_ROWS is not {NIGHTLY} or more: the nightly size was not run")
    _run(total, seed=total)


@settings(max_examples=40, deadline=None)
@given(st.lists(conditions, min_size=1, max_size=4), st.lists(facts, min_size=1, max_size=8))
def test_every_engine_agrees_on_what_hypothesis_finds(nodes: list[Node], given_facts: list[dict[str, Fact]]) -> None:
    """Fewer rows than in bulk, but any text and any number, and a failure is made small."""
    schema = {name: DTYPES[kind] for name, kind in strategies.SCHEMA.items()}
    table = pl.DataFrame([{name: row.get(name) for name in schema} for row in given_facts], schema=schema)
    named = {str(number): node for number, node in enumerate(nodes)}
    expected = BACKENDS["evaluator"](named, strategies.SCHEMA, table)
    for backend, decide_all in BACKENDS.items():
        assert decide_all(named, strategies.SCHEMA, table) == expected, backend


def test_duckdb_reads_the_text_of_a_rule_as_we_do() -> None:
    """The text as written, run as SQL without our parser: a check of precedence and of the meaning of each word."""
    rng = random.Random(3)
    table = frame(rows(rng, 2_000)).with_columns(pl.selectors.float().fill_nan(None))
    leaves = (
        "qubits >= 34",
        "error in (0, 1, 34)",
        "temperature between -300 and 0",
        "range is null",
        "architecture = 'gate'",
        "architecture not in ('gate', '')",
        "single_use",
        "error not between 0 and 50",
        "range is not null",
        "true",
    )
    texts = []
    for _ in range(100):
        words: list[str] = []
        for _ in range(rng.randint(1, 5)):
            words += [rng.choice(("", "not ", "not not ")) + rng.choice(leaves), rng.choice(("and", "or"))]
        texts.append(" ".join(words[:-1]))
    expected = BACKENDS["evaluator"]({text: parse(text, SCHEMA) for text in texts}, SCHEMA, table)
    with duckdb_items(table) as connection:
        found = connection.execute(f"select {', '.join(texts)} from items").fetchall()
    for index, text in enumerate(texts):
        assert [row[index] for row in found] == expected[text], text
