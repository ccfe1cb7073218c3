"""What is particular to Polars: the types of columns, lazy frames, and errors."""

from __future__ import annotations

import polars as pl
import pytest

from sekisho.engines.polars_backend import PolarsBackend, verdicts
from sekisho.errors import ExpressionError, VocabularyError
from sekisho.logic.backend import Backend
from sekisho.logic.parser import parse
from sekisho.logic.tree import Compare, IsNull
from sekisho.logic.values import Type

SCHEMA = {"qubits": Type.NUMBER, "architecture": Type.TEXT, "single_use": Type.FLAG}
QUBITS = parse("qubits >= 34", SCHEMA)
GATE = parse("architecture in ('gate')", SCHEMA)


def test_it_is_a_backend() -> None:
    backend: Backend[pl.Expr] = PolarsBackend()
    assert backend.name == "polars"
    frame = pl.DataFrame({"qubits": [33.0, 34.0]})
    assert frame.select(backend.compile(QUBITS, SCHEMA)).to_series().to_list() == [False, True]


def test_a_condition_that_does_not_fit_the_schema_is_refused() -> None:
    with pytest.raises(ExpressionError, match="the schema lacks qubits"):
        PolarsBackend().compile(QUBITS, {})


def test_a_lazy_frame() -> None:
    frame = pl.LazyFrame({"qubits": [33.0, 34.0]})
    assert verdicts(frame, {"a": QUBITS})["a"].to_list() == [False, True]


@pytest.mark.parametrize("dtype", [pl.Float64, pl.Float32, pl.Int64, pl.UInt8, pl.Decimal(10, 2)], ids=str)
def test_columns_of_numbers(dtype: pl.DataType) -> None:
    frame = pl.DataFrame({"qubits": pl.Series([33, 34, None]).cast(dtype)})
    assert verdicts(frame, {"a": QUBITS, "b": IsNull("qubits")}).rows() == [(False, False), (True, False), (None, True)]


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(["gate", "analog"])], ids=str)
def test_columns_of_texts(dtype: pl.DataType) -> None:
    frame = pl.DataFrame({"architecture": pl.Series(["gate", "analog", None]).cast(dtype)})
    assert verdicts(frame, {"a": GATE})["a"].to_list() == [True, False, None]


def test_a_column_without_a_type() -> None:
    frame = pl.DataFrame({"qubits": [None], "architecture": [None], "single_use": [None], "other": [None]})
    conditions = {"a": QUBITS, "b": GATE, "c": parse("single_use", SCHEMA), "d": IsNull("other")}
    assert verdicts(frame, conditions).rows() == [(None, None, None, True)]


@pytest.mark.parametrize(
    ("name", "values"),
    [("qubits", ["34"]), ("qubits", [True]), ("architecture", [1.0]), ("single_use", ["true"]), ("single_use", [1])],
)
def test_a_column_of_another_type_is_an_error(name: str, values: list[object]) -> None:
    conditions = {"a": QUBITS, "b": GATE, "c": parse("single_use", SCHEMA)}
    with pytest.raises(VocabularyError, match=f"the column {name} holds"):
        verdicts(pl.DataFrame({name: values}), conditions)


def test_is_null_alone_takes_a_column_as_it_comes() -> None:
    frame = pl.DataFrame({"x": [float("nan"), 1.0], "y": [["a"], None]})
    assert verdicts(frame, {"a": IsNull("x"), "b": IsNull("y"), "c": IsNull("z")}).rows() == [
        (True, False, True),
        (False, True, True),
    ]


def test_two_conditions_that_disagree_about_a_type() -> None:
    with pytest.raises(VocabularyError, match="qubits is used as a number and as a text"):
        verdicts(pl.DataFrame({"qubits": [1.0]}), {"a": QUBITS, "b": IsNull("qubits"), "c": Compare("qubits", "=", "x")})


def test_no_condition() -> None:
    with pytest.raises(VocabularyError, match="no condition was given"):
        verdicts(pl.DataFrame({"qubits": [1.0]}), {})


def test_a_condition_may_be_called_like_a_column() -> None:
    frame = pl.DataFrame({"qubits": [33.0, 34.0]})
    assert verdicts(frame, {"qubits": QUBITS, "architecture": GATE}).rows() == [(False, None), (True, None)]
