"""Conditions as SQL: built as a SQLGlot tree, written in the dialect of the user's own database.

Decides how a tree is spelled, by the contract of ``logic.backend.Backend``; runs nothing. DuckDB is executed in the
tests; for PostgreSQL and Spark the text is written, read back and executed after translation. Text columns must
compare byte for byte (the default collation of all three).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from sekisho.errors import VocabularyError
from sekisho.logic.backend import check
from sekisho.logic.text import number_text
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Node, Not, Or, names
from sekisho.logic.values import Type

_TYPES = {Type.NUMBER: "double", Type.TEXT: "text", Type.FLAG: "boolean"}
_COMPARISONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ,
    "<>": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


def _cleaned_by_nullif(number: exp.Expr) -> exp.Expr:
    """PostgreSQL has no isnan(); there NaN equals NaN, whatever IEEE 754 says."""
    return exp.Nullif(this=number, expression=_cast(exp.Literal.string("NaN"), Type.NUMBER))


def _cleaned_by_isnan(number: exp.Expr) -> exp.Expr:
    """Spark compares NaN with NaN as equal too, but says it in words."""
    return _when(exp.Not(this=exp.IsNan(this=number)), number)


def _cleaned_by_isfinite(number: exp.Expr) -> exp.Expr:
    """DuckDB reasons from a Parquet file's minima and maxima, which leave NaN out.

    There it takes ``isnan(x)``, and any comparison that shows NaN, for false (DuckDB 2.0; its issue 25521) and would
    turn an UNKNOWN into a NO. It draws no such conclusion about isfinite() and isinf().
    """
    finite = exp.Anonymous(this="ISFINITE", expressions=[number.copy()])
    return _when(exp.Or(this=finite, expression=exp.Anonymous(this="ISINF", expressions=[number.copy()])), number)


_CLEANED: dict[str, Callable[[exp.Expr], exp.Expr]] = {
    "duckdb": _cleaned_by_isfinite,
    "postgres": _cleaned_by_nullif,
    "spark": _cleaned_by_isnan,
}
DIALECTS = tuple(_CLEANED)
"""The dialects that are tested."""


@dataclass(frozen=True, slots=True)
class SqlBackend:
    """The SQL backend; its expressions are SQLGlot's, to be written with ``.sql(dialect)``.

    Attributes:
        dialect: One of ``DIALECTS``.
        columns: The columns there are; the others are null. None: all that a condition names.
    """

    dialect: str = "duckdb"
    columns: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Refuse a dialect that is not tested."""
        if self.dialect not in DIALECTS:
            raise VocabularyError(f"no dialect {self.dialect}", remedy=f"the dialects are {', '.join(DIALECTS)}")

    @property
    def name(self) -> str:
        """Return the dialect."""
        return self.dialect

    def compile(self, node: Node, schema: Mapping[str, Type]) -> exp.Expr:
        """Return the condition as a nullable boolean expression, the clean-up of its columns included."""
        check(node, schema)
        return _expression(node, lambda name: self.column(name, schema[name]))

    def column(self, name: str, wanted: Type) -> exp.Expr:
        """Return a column in the type of its parameter: a number as DOUBLE, NaN as NULL, NULL where it is absent."""
        if self.columns is not None and name not in self.columns:
            return _cast(exp.null(), wanted)
        column = exp.column(name, quoted=True)
        return _CLEANED[self.dialect](_cast(column, wanted)) if wanted is Type.NUMBER else column


def sql(node: Node, schema: Mapping[str, Type], dialect: str = "duckdb") -> str:
    """Return the condition as a boolean SQL expression.

    Args:
        node: The condition.
        schema: The type of every parameter it names.
        dialect: One of ``DIALECTS``.

    Raises:
        VocabularyError: Another dialect.
        ExpressionError: The condition does not fit the schema.
    """
    return SqlBackend(dialect).compile(node, schema).sql(dialect=dialect)


def query(
    conditions: Mapping[str, Node],
    schema: Mapping[str, Type],
    table: str,
    dialect: str = "duckdb",
    *,
    keys: Iterable[str] = (),
    columns: Iterable[str] | None = None,
) -> str:
    """Return a SELECT that decides many conditions for every row of a table, each column cleaned once.

    Args:
        conditions: By the name their column shall have.
        schema: The type of every parameter they name.
        table: A table or view; its name is quoted.
        dialect: One of ``DIALECTS``.
        keys: Columns to hand through, such as an article number.
        columns: The table's columns; a parameter that is not among them is null. None: all are there.

    Raises:
        VocabularyError: Another dialect, no condition at all, or a key that is also a parameter.
        ExpressionError: A condition does not fit the schema.
    """
    if not conditions:
        raise VocabularyError("no condition was given", remedy="name at least one entry")
    backend = SqlBackend(dialect, None if columns is None else frozenset(columns))
    used = sorted(frozenset[str]().union(*map(names, conditions.values())))
    for node in conditions.values():
        check(node, schema)
    handed = [exp.column(key, quoted=True) for key in keys]
    if clash := {column.name for column in handed} & set(used):
        raise VocabularyError(f"{min(clash)} is a parameter: it cannot be a key too", remedy="hand through another column")
    cleaned = [exp.alias_(backend.column(name, schema[name]), name, quoted=True) for name in used]
    source = exp.Table(this=exp.to_identifier(table, quoted=True))
    facts = exp.select(*handed, *cleaned or [exp.true()]).from_(source)
    decided = [
        exp.alias_(_expression(node, lambda name: exp.column(name, quoted=True)), name, quoted=True)
        for name, node in conditions.items()
    ]
    return exp.select(*handed, *decided).from_(facts.subquery("facts")).sql(dialect=dialect)


def _expression(node: Node, column: Callable[[str], exp.Expr]) -> exp.Expr:
    match node:
        case Not():
            return exp.Not(this=exp.Paren(this=_expression(node.operand, column)))
        case And() | Or():
            kind = exp.And if isinstance(node, And) else exp.Or
            parts = [_grouped(part, column) for part in node.operands]
            return functools.reduce(lambda left, right: kind(this=left, expression=right), parts)
        case Constant():
            return exp.true() if node.value else exp.false()
        case _:
            return _leaf(node, column(node.name))


def _leaf(leaf: Compare | Between | In | IsNull, column: exp.Expr) -> exp.Expr:
    match leaf:
        case Compare():
            return _compare(column, leaf)
        case Between():
            return exp.Between(this=column, low=_literal(leaf.low), high=_literal(leaf.high))
        case In():
            return exp.In(this=column, expressions=[_literal(value) for value in leaf.values])
        case _:
            return exp.Is(this=column, expression=exp.null())


def _grouped(node: Node, column: Callable[[str], exp.Expr]) -> exp.Expr:
    expression = _expression(node, column)
    return exp.Paren(this=expression) if isinstance(node, And | Or) else expression


def _compare(column: exp.Expr, node: Compare) -> exp.Expr:
    if isinstance(node.value, bool):
        return column if node.value is (node.operator == "=") else exp.Not(this=column)
    return _COMPARISONS[node.operator](this=column, expression=_literal(node.value))


def _literal(value: float | str) -> exp.Expr:
    """Return a constant; a number always with an exponent, for without one it would be a DECIMAL and be rounded."""
    if isinstance(value, str):
        return exp.Literal.string(value)
    text = number_text(abs(value))
    number: exp.Expr = exp.Literal.number(text if "e" in text else f"{text}e0")
    return _cast(exp.Neg(this=number) if value < 0 else number, Type.NUMBER)


def _when(holds: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=holds, true=value.copy())])


def _cast(expression: exp.Expr, wanted: Type) -> exp.Expr:
    return exp.Cast(this=expression, to=exp.DataType.build(_TYPES[wanted]))
