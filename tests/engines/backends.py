"""Every backend behind one function, for the contract and for the comparison in bulk."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import sqlglot

from sekisho.engines.polars_backend import PolarsBackend, verdicts
from sekisho.engines.sql_backend import SqlBackend, query
from sekisho.logic.evaluator import decide
from sekisho.logic.tree import Node
from sekisho.logic.truth import Truth
from sekisho.logic.values import Type

Decide = Callable[[Mapping[str, Node], Mapping[str, Type], pl.DataFrame], dict[str, list[bool | None]]]
_NULLABLE = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}


def by_evaluator(
    conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
) -> dict[str, list[bool | None]]:
    """Row by row with ``logic.evaluator``."""
    rows = frame.to_dicts()
    return {name: [_NULLABLE[decide(node, row)] for row in rows] for name, node in conditions.items()}


def by_polars_expressions(
    conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
) -> dict[str, list[bool | None]]:
    """With each compiled expression on its own."""
    backend = PolarsBackend(frozenset(frame.columns))
    return {
        name: frame.with_columns(backend.compile(node, schema).alias("verdict"))["verdict"].to_list()
        for name, node in conditions.items()
    }


def by_polars_verdicts(
    conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
) -> dict[str, list[bool | None]]:
    """With the whole frame at once."""
    return verdicts(frame, conditions).to_dict(as_series=False)


def by_duckdb_expressions(
    conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
) -> dict[str, list[bool | None]]:
    """With each compiled expression pasted into a SELECT."""
    backend = SqlBackend("duckdb", frozenset(frame.columns))
    listed = ", ".join(backend.compile(node, schema).sql("duckdb") for node in conditions.values())
    return _run(f"select {listed} from items", conditions, frame)


def by_duckdb_query(
    conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
) -> dict[str, list[bool | None]]:
    """With one query that cleans each column once."""
    return _run(query(conditions, schema, "items", columns=frame.columns), conditions, frame)


def translated(dialect: str) -> Decide:
    """With SQL written for another dialect, read back by SQLGlot and run on DuckDB."""

    def by_dialect(
        conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
    ) -> dict[str, list[bool | None]]:
        written = query(conditions, schema, "items", dialect, columns=frame.columns)
        (again,) = sqlglot.transpile(written, read=dialect, write="duckdb")
        return _run(again, conditions, frame, "table")

    return by_dialect


BACKENDS: dict[str, Decide] = {
    "evaluator": by_evaluator,
    "polars expressions": by_polars_expressions,
    "polars verdicts": by_polars_verdicts,
    "duckdb expressions": by_duckdb_expressions,
    "duckdb query": by_duckdb_query,
    "postgres": translated("postgres"),
    "spark": translated("spark"),
}


@contextmanager
def duckdb_items(frame: pl.DataFrame, kind: str = "view") -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection in which the frame is ``items``: a view of a Parquet file, or a table of the database."""
    with tempfile.TemporaryDirectory() as folder, _database().cursor() as connection:
        path = Path(folder) / "items.parquet"
        frame.write_parquet(path)
        connection.execute(f"create or replace temp {kind} items as select * from read_parquet('{path}')")
        yield connection


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def _run(sql: str, conditions: Mapping[str, Node], frame: pl.DataFrame, kind: str = "view") -> dict[str, list[bool | None]]:
    with duckdb_items(frame, kind) as connection:
        rows = connection.execute(sql).fetchall()
    return {name: [row[index] for row in rows] for index, name in enumerate(conditions)}
