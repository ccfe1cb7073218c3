"""What is particular to SQL: the text, its quoting, its dialects."""

from __future__ import annotations

import polars as pl
import pytest
import sqlglot
from sqlglot import exp

from sekisho.engines.sql_backend import DIALECTS, SqlBackend, query, sql
from sekisho.errors import ExpressionError, VocabularyError
from sekisho.logic.backend import Backend
from sekisho.logic.parser import parse
from sekisho.logic.tree import Constant
from sekisho.logic.values import Type
from tests.engines.backends import duckdb_items

SCHEMA = {"qubits": Type.NUMBER, "select": Type.TEXT, "single_use": Type.FLAG}
RULE = parse("qubits >= 34 and not (select in ('it''s', 'a') or single_use)", SCHEMA)


def test_it_is_a_backend() -> None:
    backend: Backend[exp.Expr] = SqlBackend("spark")
    assert backend.name == "spark"


def test_the_text_for_duckdb() -> None:
    assert sql(RULE, SCHEMA) == (
        'CASE WHEN ISFINITE(CAST("qubits" AS DOUBLE)) OR ISINF(CAST("qubits" AS DOUBLE))'
        ' THEN CAST("qubits" AS DOUBLE) END'
        " >= CAST(34e0 AS DOUBLE) AND NOT (\"select\" IN ('it''s', 'a') OR \"single_use\")"
    )


def test_the_text_for_postgres() -> None:
    assert sql(RULE, SCHEMA, "postgres") == (
        "NULLIF(CAST(\"qubits\" AS DOUBLE PRECISION), CAST('NaN' AS DOUBLE PRECISION))"
        " >= CAST(34e0 AS DOUBLE PRECISION)"
        " AND NOT (\"select\" IN ('it''s', 'a') OR \"single_use\")"
    )


def test_the_text_for_spark() -> None:
    assert sql(RULE, SCHEMA, "spark") == (
        "CASE WHEN NOT ISNAN(CAST(`qubits` AS DOUBLE)) THEN CAST(`qubits` AS DOUBLE) END >= CAST(34e0 AS DOUBLE)"
        " AND NOT (`select` IN ('it\\'s', 'a') OR `single_use`)"
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_is_read_back(dialect: str) -> None:
    written = sql(RULE, SCHEMA, dialect)
    assert sqlglot.parse_one(written, read=dialect).sql(dialect) == written


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_name_is_quoted_and_every_number_is_a_double(dialect: str) -> None:
    read = sqlglot.parse_one(
        query({"a": RULE, "b": parse("qubits in (1e-5, -2)", SCHEMA)}, SCHEMA, "t", dialect), read=dialect
    )
    assert all(column.this.quoted for column in read.find_all(exp.Column))
    for literal in read.find_all(exp.Literal):
        assert literal.is_string or literal.find_ancestor(exp.Cast)


def test_another_dialect_is_refused() -> None:
    with pytest.raises(VocabularyError, match="no dialect mysql"):
        sql(RULE, SCHEMA, "mysql")


def test_a_condition_that_does_not_fit_the_schema_is_refused() -> None:
    with pytest.raises(ExpressionError, match="the schema lacks"):
        sql(RULE, {})
    with pytest.raises(ExpressionError, match="the schema lacks"):
        query({"a": RULE}, {}, "t")


def test_keys_are_handed_through() -> None:
    frame = pl.DataFrame({"article": ["A", "B"], "qubits": [33.0, 34.0]})
    written = query({"a": parse("qubits >= 34", SCHEMA)}, SCHEMA, "items", keys=["article"])
    with duckdb_items(frame) as connection:
        assert connection.execute(written).fetchall() == [("A", False), ("B", True)]


def test_a_key_that_is_a_parameter_is_refused() -> None:
    with pytest.raises(VocabularyError, match="qubits is a parameter"):
        query({"a": RULE}, SCHEMA, "items", keys=["qubits"])


def test_no_condition() -> None:
    with pytest.raises(VocabularyError, match="no condition was given"):
        query({}, SCHEMA, "items")


def test_a_where_clause_around_it() -> None:
    """Pushed down into the scan, the verdict must stay what it is."""
    frame = pl.DataFrame({"article": ["A", "B", "C"], "qubits": [float("nan"), 35.0, 36.0]})
    conditions = {"a": parse("qubits >= 35", SCHEMA), "b": parse("qubits in (34)", SCHEMA)}
    written = query(conditions, SCHEMA, "items", keys=["article"])
    with duckdb_items(frame) as connection:
        assert connection.execute(f"select article from ({written}) where a").fetchall() == [("B",), ("C",)]
        assert connection.execute(f"select article from ({written}) where b is null").fetchall() == [("A",)]
        assert connection.execute(f"select article from ({written}) where not b").fetchall() == [("B",), ("C",)]


def test_a_condition_without_columns() -> None:
    with duckdb_items(pl.DataFrame({"article": ["A", "B"]})) as connection:
        assert connection.execute(query({"a": Constant(True)}, {}, "items")).fetchall() == [(True,), (True,)]
