"""Conditions as Polars expressions, and whole frames of items at once.

Decides how a tree is computed on columns, by the contract of ``logic.backend.Backend``. A column holds one value a row:
a fact with several values at once (``logic.values.Several``) is the evaluator's and has no place in a frame.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from sekisho.errors import VocabularyError
from sekisho.logic.backend import check
from sekisho.logic.evaluator import decide
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Node, Not, Or, names, types
from sekisho.logic.truth import Truth
from sekisho.logic.values import Type

_DTYPES: dict[Type, type[pl.DataType]] = {Type.NUMBER: pl.Float64, Type.TEXT: pl.String, Type.FLAG: pl.Boolean}
_NULLABLE: dict[Truth, bool | None] = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}
_FEW = 8
"""Up to so many values a chain of equalities is faster than ``is_in``, and its parts can be shared between rules."""

_COMPARISONS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class PolarsBackend:
    """The Polars backend.

    Attributes:
        columns: The columns there are; the others are null. None: all that a condition names.
    """

    name: ClassVar[str] = "polars"
    columns: frozenset[str] | None = None

    def compile(self, node: Node, schema: Mapping[str, Type]) -> pl.Expr:
        """Return the condition as a nullable boolean expression, the clean-up of its columns included.

        To compute many conditions on one frame use ``verdicts``, which cleans each column once.
        """
        check(node, schema)
        return _expression(node, {name: self._column(name, schema[name]) for name in names(node)})

    def _column(self, name: str, wanted: Type) -> pl.Expr:
        if self.columns is not None and name not in self.columns:
            return _null(wanted)
        return pl.col(name).cast(pl.Float64).fill_nan(None) if wanted is Type.NUMBER else pl.col(name)


def verdicts(frame: pl.DataFrame | pl.LazyFrame, conditions: Mapping[str, Node]) -> pl.DataFrame:
    """Decide many conditions for every row: true is YES, false is NO, null is UNKNOWN.

    Args:
        frame: One row an item, one column a parameter, numbers in the declared unit. A column may be absent.
        conditions: By the name their column shall have.

    Returns:
        One nullable boolean column for each condition, one row for each row of the frame.

    Raises:
        VocabularyError: A column's type is not its parameter's, or two conditions use a parameter as two types.
    """
    if not conditions:
        raise VocabularyError("no condition was given", remedy="name at least one entry")
    lazy = frame.lazy()
    found = lazy.collect_schema()
    wanted = _wanted(conditions.values())
    cleaned = [_cleaned(name, found[name], wanted[name]) for name in wanted if name in found]
    absent = {name: _null(kind) for name, kind in wanted.items() if name not in found}
    columns = {name: pl.col(name) for name in wanted} | absent
    shared: dict[Node, pl.Expr] = {}
    for node in conditions.values():
        if node not in shared:
            shared[node] = _whole(node, columns, absent.keys())
    selected = [shared[node].alias(name) for name, node in conditions.items()]
    return lazy.with_columns(cleaned).select(selected).collect()


def _wanted(nodes: Iterable[Node]) -> dict[str, Type | None]:
    """Return every parameter with its type; None where it is only ever asked whether it is null."""
    wanted: dict[str, Type | None] = {}
    for node in nodes:
        used = types(node)
        for name in names(node):
            kind, before = used.get(name), wanted.get(name)
            if kind and before and kind is not before:
                raise VocabularyError(f"{name} is used as a {before.value} and as a {kind.value}")
            wanted[name] = kind or before
    return wanted


def _cleaned(name: str, dtype: pl.DataType, wanted: Type | None) -> pl.Expr:
    """Return the column in the type of its parameter, NaN turned into null."""
    column = pl.col(name)
    if dtype.is_numeric() and wanted in (Type.NUMBER, None):
        number = column if dtype == pl.Float64 else column.cast(pl.Float64)
        return number.fill_nan(None)
    if dtype == pl.Null:
        return column.cast(_DTYPES[wanted or Type.TEXT])
    if wanted is None or dtype == _DTYPES[wanted]:
        return column
    if wanted is Type.TEXT and isinstance(dtype, pl.Categorical | pl.Enum):
        return column.cast(pl.String)
    raise VocabularyError(f"the column {name} holds {dtype}, the rules use it as a {wanted.value}")


def _whole(node: Node, columns: Mapping[str, pl.Expr], absent: Iterable[str]) -> pl.Expr:
    """Return the expression, made as long as the frame where it reads no column."""
    if names(node) <= set(absent):
        return pl.repeat(_NULLABLE[decide(node, {})], pl.len(), dtype=pl.Boolean)
    return _expression(node, columns)


def _expression(node: Node, columns: Mapping[str, pl.Expr]) -> pl.Expr:
    match node:
        case Not():
            return ~_expression(node.operand, columns)
        case And():
            return functools.reduce(operator.and_, (_expression(part, columns) for part in node.operands))
        case Or():
            return functools.reduce(operator.or_, (_expression(part, columns) for part in node.operands))
        case Constant():
            return pl.lit(node.value)
        case _:
            return _leaf(node, columns[node.name])


def _leaf(leaf: Compare | Between | In | IsNull, column: pl.Expr) -> pl.Expr:
    match leaf:
        case Compare():
            return _compare(column, leaf)
        case Between():
            return (column >= _literal(leaf.low)) & (column <= _literal(leaf.high))
        case In():
            return _in(column, leaf.values)
        case _:
            return column.is_null()


def _compare(column: pl.Expr, node: Compare) -> pl.Expr:
    if isinstance(node.value, bool):
        return column if node.value is (node.operator == "=") else ~column
    return _COMPARISONS[node.operator](column, _literal(node.value))


def _in(column: pl.Expr, values: tuple[float, ...] | tuple[str, ...]) -> pl.Expr:
    if len(values) <= _FEW:
        return functools.reduce(operator.or_, (column == _literal(value) for value in values))
    return column.is_in(list(values))


def _null(wanted: Type | None) -> pl.Expr:
    return pl.lit(None, dtype=_DTYPES[wanted or Type.TEXT])


def _literal(value: float | str) -> pl.Expr:
    return pl.lit(value, dtype=pl.String if isinstance(value, str) else pl.Float64)
