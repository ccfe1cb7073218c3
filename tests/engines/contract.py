"""What every backend must do: one class of tests, inherited by each engine.

Each trap that was met when the engines were chosen has a test by name. A verdict is True, False or None (UNKNOWN).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from itertools import product

import polars as pl
import pytest

from sekisho.errors import ExpressionError
from sekisho.logic.evaluator import decide
from sekisho.logic.parser import parse
from sekisho.logic.tree import Node
from sekisho.logic.truth import Truth
from sekisho.logic.values import Type

SCHEMA = {
    "qubits": Type.NUMBER,
    "error": Type.NUMBER,
    "mass": Type.NUMBER,
    "architecture": Type.TEXT,
    "p": Type.FLAG,
    "q": Type.FLAG,
    "select": Type.TEXT,
}
NAN, INF = math.nan, math.inf
_NULLABLE = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}
Verdicts = list[bool | None]


def numbers(*values: float | None) -> pl.DataFrame:
    """Return a frame whose column ``qubits`` has these values."""
    return pl.DataFrame({"qubits": pl.Series(values, dtype=pl.Float64, strict=False)})


def texts(*values: str | None) -> pl.DataFrame:
    """Return a frame whose column ``architecture`` has these values."""
    return pl.DataFrame({"architecture": pl.Series(values, dtype=pl.String)})


class BackendContract(ABC):
    """The suite; an engine implements ``decide_all``."""

    @abstractmethod
    def decide_all(
        self, conditions: Mapping[str, Node], schema: Mapping[str, Type], frame: pl.DataFrame
    ) -> dict[str, Verdicts]:
        """Return the verdicts of each condition, row by row."""

    def decide(self, text: str, frame: pl.DataFrame) -> Verdicts:
        """Return the verdicts of one rule."""
        return self.decide_all({"rule": parse(text, SCHEMA)}, SCHEMA, frame)["rule"]

    def test_nan_is_missing_and_not_greater_than_everything(self) -> None:
        frame = numbers(NAN, 34.0, None)
        assert self.decide("qubits >= 34", frame) == [None, True, None]
        assert self.decide("qubits < 34", frame) == [None, False, None]
        assert self.decide("qubits <> 34", frame) == [None, False, None]
        assert self.decide("qubits between 0 and 1e308", frame) == [None, True, None]

    def test_nan_in_a_list_is_missing(self) -> None:
        assert self.decide("qubits in (34, 35)", numbers(NAN, 35.0, None)) == [None, True, None]
        assert self.decide("qubits not in (34, 35)", numbers(NAN, 35.0, 36.0)) == [None, False, True]

    def test_nan_is_null(self) -> None:
        assert self.decide("qubits is null", numbers(NAN, 1.0, None)) == [True, False, True]
        assert self.decide("qubits is not null", numbers(NAN, 1.0, None)) == [False, True, False]

    @pytest.mark.parametrize("values", [(34.0,), (35.0, 36.0), (34.0, None), (), (INF,), (-INF, 1.0), (-0.0, 0.0)], ids=repr)
    @pytest.mark.parametrize("nan", [NAN, math.copysign(NAN, -1)], ids=["nan", "-nan"])
    def test_the_statistics_of_a_file_hide_nan(self, values: tuple[float | None, ...], nan: float) -> None:
        """A Parquet file says "between 34 and 34" of a column that also holds NaN; an engine must not believe it."""
        rules = [
            "= 34",
            "<> 34",
            ">= 34",
            "> 40",
            "< 0",
            "in (34, 35)",
            "not in (34, 35)",
            "between 35 and 36",
            "is null",
        ]
        conditions = {rule: parse(f"qubits {rule}", SCHEMA) for rule in rules}
        found = self.decide_all(conditions, SCHEMA, numbers(nan, *values))
        for rule, node in conditions.items():
            expected = [_NULLABLE[decide(node, {"qubits": value})] for value in (nan, *values)]
            assert found[rule] == expected, rule

    def test_null_in_a_list_is_refused(self) -> None:
        with pytest.raises(ExpressionError, match="null stands only after is"):
            self.decide("qubits not in (34, null)", numbers(1.0))

    def test_null_against_a_list_is_unknown(self) -> None:
        frame = texts(None, "gate", "analog")
        assert self.decide("architecture in ('gate', 'other')", frame) == [None, True, False]
        assert self.decide("architecture not in ('gate', 'other')", frame) == [None, False, True]

    def test_a_long_list_is_like_a_short_one(self) -> None:
        codes = ", ".join(f"'code {number}'" for number in range(30))
        frame = texts(None, "code 29", "code 30")
        assert self.decide(f"architecture in ({codes})", frame) == [None, True, False]
        assert self.decide(f"architecture not in ({codes})", frame) == [None, False, True]
        values = ", ".join(map(str, range(30)))
        assert self.decide(f"qubits not in ({values})", numbers(NAN, None, 29.0, 30.0)) == [None, None, False, True]

    def test_a_decimal_boundary_is_a_double(self) -> None:
        frame = numbers(0.1 + 0.2, 0.3, math.nextafter(0.3, 0))
        assert self.decide("qubits <= 0.3", frame) == [False, True, True]
        assert self.decide("qubits = 0.3", frame) == [False, True, False]
        assert self.decide("qubits in (0.3)", frame) == [False, True, False]
        assert self.decide("qubits = 0.30000000000000004", frame) == [True, False, False]

    def test_seventeen_digits_are_kept(self) -> None:
        values = [
            0.1234567890123456,
            1.0000000000000002,
            123456789.12345679,
            0.99999999999999989,
            2.2250738585072014e-308,
        ]
        for value in values:
            frame = numbers(math.nextafter(value, -INF), value, math.nextafter(value, INF))
            assert self.decide(f"qubits >= {value!r}", frame) == [False, True, True]
            assert self.decide(f"qubits <= {value!r}", frame) == [True, True, False]

    def test_extreme_numbers(self) -> None:
        frame = numbers(5e-324, 0.0, 1.7976931348623157e308, 2.5e25, -1e-300)
        assert self.decide("qubits > 0", frame) == [True, False, True, True, False]
        assert self.decide("qubits >= 5e-324", frame) == [True, False, True, True, False]
        assert self.decide("qubits = 1.7976931348623157e308", frame) == [False, False, True, False, False]
        assert self.decide("qubits = 2.5e25", frame) == [False, False, False, True, False]
        assert self.decide("qubits < -1e-301", frame) == [False, False, False, False, True]

    def test_infinities_keep_their_order(self) -> None:
        frame = numbers(INF, -INF)
        assert self.decide("qubits >= 34", frame) == [True, False]
        assert self.decide("qubits > 1.7976931348623157e308", frame) == [True, False]
        assert self.decide("qubits < -1.7976931348623157e308", frame) == [False, True]
        assert self.decide("qubits between -1e308 and 1e308", frame) == [False, False]
        assert self.decide("qubits <> 0", frame) == [True, True]
        assert self.decide("qubits in (0)", frame) == [False, False]
        assert self.decide("qubits is null", frame) == [False, False]

    def test_minus_zero_is_zero(self) -> None:
        frame = numbers(-0.0, 0.0)
        for rule in ("qubits = 0", "qubits in (0, 1)", "qubits >= 0", "qubits between 0 and 1", "qubits <= -0"):
            assert self.decide(rule, frame) == [True, True]

    def test_both_ends_of_between_belong_to_it(self) -> None:
        frame = numbers(math.nextafter(10, 0), 10.0, 20.0, math.nextafter(20, 30), None)
        assert self.decide("qubits between 10 and 20", frame) == [False, True, True, False, None]
        assert self.decide("qubits not between 10 and 20", frame) == [True, False, False, True, None]

    def test_integer_columns_are_compared_as_doubles(self) -> None:
        frame = pl.DataFrame({"qubits": pl.Series([33, 34, None, 2**53 + 1], dtype=pl.Int64)})
        assert self.decide("qubits >= 34", frame) == [False, True, None, True]
        assert self.decide("qubits >= 33.5", frame) == [False, True, None, True]
        assert self.decide("qubits = 9007199254740992", frame) == [False, False, None, True]

    def test_the_tables_of_kleene(self) -> None:
        values = (True, False, None)
        pairs = list(product(values, repeat=2))
        frame = pl.DataFrame({"p": [p for p, _ in pairs], "q": [q for _, q in pairs]})
        assert self.decide("p and q", frame) == [True, False, None, False, False, False, None, False, None]
        assert self.decide("p or q", frame) == [True, True, True, True, False, None, True, None, None]
        assert self.decide("not p", frame) == [False] * 3 + [True] * 3 + [None] * 3
        assert self.decide("not (p and q)", frame) == [False, True, None, True, True, True, None, True, None]
        assert self.decide("p and not q", frame) == [False, True, None, False, False, False, False, None, None]

    def test_flags(self) -> None:
        frame = pl.DataFrame({"p": [True, False, None]})
        for rule in ("p", "p = true", "p <> false", "not p = false", "not not p"):
            assert self.decide(rule, frame) == [True, False, None]
        for rule in ("not p", "p = false", "p <> true", "not p <> false"):
            assert self.decide(rule, frame) == [False, True, None]

    def test_the_limit_of_kleene(self) -> None:
        assert self.decide("qubits < 100 or qubits >= 100", numbers(None, 5.0)) == [None, True]

    def test_texts_are_compared_byte_for_byte(self) -> None:
        values = ["gate", "Gate", "gate ", " gate", "", "ga\u200bte", None]
        assert self.decide("architecture = 'gate'", texts(*values)) == [True] + [False] * 5 + [None]
        assert self.decide("architecture <> 'gate'", texts(*values)) == [False] + [True] * 5 + [None]
        composed, decomposed = "é", "e\u0301"
        assert self.decide("architecture = 'é'", texts(composed, decomposed)) == [True, False]

    def test_the_empty_text_is_a_value(self) -> None:
        frame = texts("", None)
        assert self.decide("architecture = ''", frame) == [True, None]
        assert self.decide("architecture is null", frame) == [False, True]

    @pytest.mark.parametrize(
        "value", ["it's", "''", '"', "a\\b", "\\", "\\'", "%", "--", "/* */", "; drop", "関所", "{x}", "$1"]
    )
    def test_odd_texts_stay_texts(self, value: str) -> None:
        quoted = value.replace("'", "''")
        frame = texts(value, value + "x", None)
        assert self.decide(f"architecture = '{quoted}'", frame) == [True, False, None]
        assert self.decide(f"architecture in ('{quoted}', 'other')", frame) == [True, False, None]

    def test_a_name_that_is_a_word_of_sql(self) -> None:
        assert self.decide("select = 'from'", pl.DataFrame({"select": ["from", "where", None]})) == [True, False, None]

    def test_an_absent_column_is_null(self) -> None:
        frame = numbers(34.0, 33.0)
        assert self.decide("mass > 1", frame) == [None, None]
        assert self.decide("qubits >= 34 and mass > 1", frame) == [None, False]
        assert self.decide("qubits >= 34 or architecture in ('gate')", frame) == [True, None]
        assert self.decide("mass is null and not p", frame) == [None, None]
        assert self.decide("architecture is null", frame) == [True, True]

    def test_a_column_of_nulls_only(self) -> None:
        frame = pl.DataFrame({"qubits": [None, None], "architecture": [None, None], "p": [None, None]})
        rule = "qubits >= 34 or architecture = 'gate' or p"
        assert (
            self.decide(rule, frame.cast({"qubits": pl.Float64, "architecture": pl.String, "p": pl.Boolean})) == [None] * 2
        )

    def test_a_constant_is_as_long_as_the_frame(self) -> None:
        frame = numbers(1.0, 2.0, 3.0)
        assert self.decide("true", frame) == [True] * 3
        assert self.decide("false or not true", frame) == [False] * 3
        assert self.decide("true and qubits > 1", frame) == [False, True, True]

    def test_no_rows(self) -> None:
        assert self.decide("qubits > 1", numbers()) == []
        assert self.decide("true", numbers()) == []

    def test_many_conditions_at_once(self) -> None:
        texts_of_rules = {"4A906.a.1": "qubits >= 34", "same": "qubits >= 34", 'odd "name"': "mass > 1", "all": "true"}
        conditions = {name: parse(text, SCHEMA) for name, text in texts_of_rules.items()}
        assert self.decide_all(conditions, SCHEMA, numbers(72.0, NAN)) == {
            "4A906.a.1": [True, None],
            "same": [True, None],
            'odd "name"': [None, None],
            "all": [True, True],
        }

    def test_a_wide_and_a_deep_rule(self) -> None:
        wide = " or ".join(f"qubits = {number}" for number in range(99))
        assert self.decide(wide, numbers(98.0, 99.0, None)) == [True, False, None]
        deep = "not (" * 12 + "qubits = 1 and p" + ")" * 12
        assert self.decide(deep, pl.DataFrame({"qubits": [1.0, 2.0, 1.0], "p": [True, None, None]})) == [
            True,
            False,
            None,
        ]
