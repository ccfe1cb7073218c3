"""From text to tree: meaning, precedence, types, and errors with their place."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import ExpressionError
from sekisho.logic.parser import parse, unparse
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Node, Not, Or
from sekisho.logic.values import Type

SCHEMA = {
    **dict.fromkeys(("x", "y", "physical_qubits", "range", "interval", "left", "values", "count", "mod"), Type.NUMBER),
    **dict.fromkeys(("s", "date", "key", "current_date", "architecture"), Type.TEXT),
    **dict.fromkeys(("b", "case", "exists"), Type.FLAG),
}
X1, Y2, B = Compare("x", "=", 1.0), Compare("y", "=", 2.0), Compare("b", "=", True)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("x = 1", X1),
        ("x <> 1", Compare("x", "<>", 1.0)),
        ("x != 1", Compare("x", "<>", 1.0)),
        ("x < 1", Compare("x", "<", 1.0)),
        ("x <= 1", Compare("x", "<=", 1.0)),
        ("x > 1", Compare("x", ">", 1.0)),
        ("x >= 1", Compare("x", ">=", 1.0)),
        ("1 = x", X1),
        ("1 <> x", Compare("x", "<>", 1.0)),
        ("1 < x", Compare("x", ">", 1.0)),
        ("1 <= x", Compare("x", ">=", 1.0)),
        ("1 > x", Compare("x", "<", 1.0)),
        ("1 >= x", Compare("x", "<=", 1.0)),
        ("-5 < x", Compare("x", ">", -5.0)),
        ("x>=-5", Compare("x", ">=", -5.0)),
        ("x = -0", Compare("x", "=", 0.0)),
        ("x = 1e-4", Compare("x", "=", 1e-4)),
        ("x = 2.5E+25", Compare("x", "=", 2.5e25)),
        ("x = .5", Compare("x", "=", 0.5)),
        ("x = 007", Compare("x", "=", 7.0)),
        ("x = 9007199254740992", Compare("x", "=", 2.0**53)),
        ("x = 0.1", Compare("x", "=", 0.1)),
        ("x = 0e-999", Compare("x", "=", 0.0)),
        ("x = 0.0e999999999999999999999999", Compare("x", "=", 0.0)),
        ("s = 'gate'", Compare("s", "=", "gate")),
        ("'gate' = s", Compare("s", "=", "gate")),
        ("s = ''", Compare("s", "=", "")),
        ("s = 'it''s'", Compare("s", "=", "it's")),
        (r"s = 'a\b'", Compare("s", "=", "a\\b")),
        ("s = '-- no comment; (('", Compare("s", "=", "-- no comment; ((")),
        ("s = '関所'", Compare("s", "=", "関所")),
        ("b", B),
        ("((b))", B),
        ("b = true", B),
        ("true = b", B),
        ("b <> FALSE", Compare("b", "<>", False)),
        ("not b", Not(B)),
        ("not not b", Not(Not(B))),
        ("true", Constant(True)),
        ("False", Constant(False)),
        ("x is null", IsNull("x")),
        ("x IS NOT NULL", Not(IsNull("x"))),
        ("not x is null", Not(IsNull("x"))),
        ("x between -1 and 1", Between("x", -1.0, 1.0)),
        ("x not between 1 and 1", Not(Between("x", 1.0, 1.0))),
        ("x between 1 and 2 and b", And((Between("x", 1.0, 2.0), B))),
        ("x in (1, -2, 3e0)", In("x", (1.0, -2.0, 3.0))),
        ("s not in ('a', 'b')", Not(In("s", ("a", "b")))),
        ("not s in ('a')", Not(In("s", ("a",)))),
        ("x = 1 and y = 2 and b", And((X1, Y2, B))),
        ("x = 1 or y = 2 or b", Or((X1, Y2, B))),
        ("x = 1 or y = 2 and b", Or((X1, And((Y2, B))))),
        ("x = 1 and y = 2 or b", Or((And((X1, Y2)), B))),
        ("(x = 1 or y = 2) and b", And((Or((X1, Y2)), B))),
        ("x = 1 and (y = 2 and b)", And((X1, And((Y2, B))))),
        ("not x = 1 and b", And((Not(X1), B))),
        ("not (x = 1 and b)", Not(And((X1, B)))),
        ("\n x\t=\r\n 1 \n", X1),
        ("range = 1 and date = 'a'", And((Compare("range", "=", 1.0), Compare("date", "=", "a")))),
        ("case and not exists", And((Compare("case", "=", True), Not(Compare("exists", "=", True))))),
        ("interval in (1) or current_date = 'b'", Or((In("interval", (1.0,)), Compare("current_date", "=", "b")))),
        (
            "left > 1 and values > 1 and count > 1 and mod > 1",
            And(tuple(Compare(name, ">", 1.0) for name in ("left", "values", "count", "mod"))),
        ),
    ],
)
def test_meaning(text: str, node: Node) -> None:
    assert parse(text, SCHEMA) == node
    assert parse(unparse(node), SCHEMA) == node


@pytest.mark.parametrize(
    ("text", "column", "message", "remedy"),
    [
        ("x = 1 and physical_qubit > 3", 11, "unknown parameter physical_qubit", "did you mean physical_qubits?"),
        ("zzzzzzzz = 1", 1, "unknown parameter zzzzzzzz", "sekisho vocabulary"),
        ("x", 1, "x is a number: only a flag stands alone", "compare x with a number"),
        ("b and s", 7, "s is a text: only a flag stands alone", "compare s with a text"),
        ("x = 'a'", 5, "x is a number, and this is a text", "without quotes"),
        ("x = true", 1, "x is a number, and this is a flag", "without quotes"),
        ("s = 3", 5, "s is a text, and this is a number", "single quotes"),
        ("b = 3", 5, "b is a flag, and this is a number", "the name alone"),
        ("y = 1 or s < 'a'", 10, "s is a text and has no order", "= or <>"),
        ("'a' < s", 7, "s is a text and has no order", "= or <>"),
        ("b >= true", 1, "b is a flag and has no order", "= or <>"),
        ("x = y", 5, "not with another parameter", "ratio or difference"),
        ("b = b", 5, "not with another parameter", "ratio or difference"),
        ("1 = 1", 1, "one side of a comparison is a parameter", "join two"),
        ("1 < x < 5", 1, "one side of a comparison is a parameter", "join two"),
        ("x = 1 = 1", 1, "one side of a comparison is a parameter", "join two"),
        ("x between 5 and 1", 17, "the range is empty", "swap"),
        ("x between -1 and -2", 18, "the range is empty", "swap"),
        ("s between 'a' and 'b'", 1, "between is for numbers", "= or in"),
        ("b between true and false", 1, "between is for numbers", "= or in"),
        ("x between 'a' and 'b'", 11, "x is a number, and this is a text", "without quotes"),
        ("x between 1 and y", 17, "a constant must stand here", "write a number"),
        ("x between 1 or b", 13, "this is not a condition", "compare"),
        ("x = y in (1)", 5, "a constant must stand here", "write a number"),
        ("x = y between 1 and 2", 5, "a constant must stand here", "write a number"),
        ("x = y is null", 5, "a constant must stand here", "write a number"),
        ("x in (1, 'a')", 10, "x is a number, and this is a text", "without quotes"),
        ("s in ('a', 3)", 12, "s is a text, and this is a number", "single quotes"),
        ("s in ('a', true)", 1, "s is a text, and this is a flag", "single quotes"),
        ("b in (true, false)", 1, "in is for numbers and texts", "the name alone"),
        ("x in (y)", 7, "a constant must stand here", "write a number"),
        ("x in ((1))", 8, "a constant must stand here", "write a number"),
        ("x in (not b)", 11, "a constant must stand here", "write a number"),
        ("x = 1 and (x, 1) ", 13, "cannot follow", "a rule has only"),
        ("b and (1, 2)", 8, "this is not a condition", "compare"),
        ("1, 2", 2, "this is not a condition", "compare"),
        ("1", 1, "this is not a condition", "compare"),
        ("b and 'a'", 7, "this is not a condition", "compare"),
        ("b not (x = 1)", 3, "this is not a condition", "compare"),
        ("x is not true", 1, "is asks only whether", "name is null"),
        ("x = 1e400", 5, "1e400 is too large", "1.8e308"),
        ("x = -1e400", 5, "1e400 is too large", "1.8e308"),
        ("x = 1e999999999999999999999999", 5, "is too large", "1.8e308"),
        ("x = 1e-999999999999999999999999", 5, "is too small", "write 0"),
        (f"x = {'9' * 3_000}", 5, "99... is too large", "1.8e308"),
        (f"x = 0.{'0' * 3_000}1", 5, "00... is too small", "write 0"),
        (f"x = {'9' * 300}", 5, "99... has more digits", "1e+300"),
        ("x = 1e-400", 5, "1e-400 is too small", "write 0"),
        ("x = 9007199254740993", 5, "more digits than a number keeps", "9007199254740992"),
        ("x = -9007199254740993.0", 5, "more digits than a number keeps", "9007199254740992"),
        ("y = 1 and x in (1, 9007199254740993)", 20, "more digits than a number keeps", "9007199254740992"),
    ],
)
def test_refused_with_column_and_remedy(text: str, column: int, message: str, remedy: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, SCHEMA)
    assert message in caught.value.message
    assert remedy in str(caught.value.remedy)
    assert caught.value.column == column


def test_the_longest_rule_is_read() -> None:
    text = " or ".join(["b"] * 200)
    assert parse(text, SCHEMA) == Or((B,) * 200)
    assert parse("not (" * 12 + "b" + ")" * 12, SCHEMA)


_PIECES = (
    "x",
    "s",
    "b",
    "y",
    "1",
    "-2",
    "1e3",
    "'a'",
    "true",
    "null",
    "and",
    "or",
    "not",
    "in",
    "between",
    "is",
    "(",
    ")",
    ",",
)
_SIGNS = ("=", "<>", "<", ">=", "exists", "date", "''")


@given(st.lists(st.sampled_from(_PIECES + _SIGNS), max_size=14))
def test_any_words_are_read_or_refused_with_a_column(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        node, refused = parse(text, SCHEMA), None
    except ExpressionError as error:
        node, refused = Constant(True), error
    assert refused is None or (refused.remedy and 1 <= (refused.column or 0) <= len(text) + 1)
    assert parse(unparse(node), SCHEMA) == node


def test_sqlglot_is_loaded_on_the_first_parse_only() -> None:
    code = (
        "import sys, sekisho.logic.parser as p, sekisho.logic.evaluator, sekisho.logic.serial, sekisho.logic.backend\n"
        "assert 'sqlglot' not in sys.modules, 'loaded too early'\n"
        "p.parse('true', {})\n"
        "assert 'sqlglot' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
