"""Each backend passes the same suite."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from sekisho.logic.tree import Node
from sekisho.logic.values import Type
from tests.engines.backends import BACKENDS
from tests.engines.contract import BackendContract, Verdicts


class _Named(BackendContract):
    backend: str

    def decide_all(
        self, conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
    ) -> dict[str, Verdicts]:
        return BACKENDS[self.backend](conditions, schema, frame)


class TestEvaluator(_Named):
    """The evaluator itself."""

    backend = "evaluator"


class TestPolarsExpressions(_Named):
    """``PolarsBackend.compile``."""

    backend = "polars expressions"


class TestPolarsVerdicts(_Named):
    """``polars_backend.verdicts``."""

    backend = "polars verdicts"


class TestDuckdbExpressions(_Named):
    """``SqlBackend.compile`` and ``sql``, on DuckDB."""

    backend = "duckdb expressions"


class TestDuckdbQuery(_Named):
    """``sql_backend.query``, on DuckDB."""

    backend = "duckdb query"


class TestPostgres(_Named):
    """The PostgreSQL text, read back and run on DuckDB."""

    backend = "postgres"


class TestSpark(_Named):
    """The Spark text, read back and run on DuckDB."""

    backend = "spark"
