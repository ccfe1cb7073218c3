"""From the text of a rule to its tree.

Decides what a text means and whether its types fit the vocabulary. The tokens are checked first (``tokens``), then
SQLGlot's neutral dialect reads the grammar, and only the node classes listed here become parts of our own tree. Knows
no facts: what a condition gives for an item is the evaluator's matter. SQLGlot is loaded on the first parse only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn, cast

from sekisho.errors import ExpressionError
from sekisho.logic.text import unparse
from sekisho.logic.tokens import Token, tokenise
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Node, Not, Operator, Or, value_type
from sekisho.logic.values import Type

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["parse", "unparse"]

_EXACT_INTEGER = 2**53
_OPERATORS: dict[str, Operator] = {"eq": "=", "neq": "<>", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_FLIPPED: dict[Operator, Operator] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WRITTEN = {
    Type.NUMBER: "write a number without quotes",
    Type.TEXT: "write the value in single quotes",
    Type.FLAG: "write the name alone, or not before it, or = true, = false",
}


def parse(text: str, schema: Mapping[str, Type]) -> Node:
    """Read a rule.

    Args:
        text: A condition, for example ``physical_qubits >= 34 and cnot_error <= 1e-4``.
        schema: The parameters there are, with their types.

    Raises:
        ExpressionError: The text is not in the language, names an unknown parameter or mixes types; with the column.
    """
    from sqlglot import parse_one
    from sqlglot.errors import SqlglotError

    tokens = tokenise(text, schema)
    for token in tokens:
        if token.kind == "name" and token.text not in schema:
            _refuse_unknown(token, schema)
    written = [f'"{token.text}"' if token.kind == "name" else token.text for token in tokens]
    reader = _Reader(tokens, written, schema)
    try:
        tree = parse_one(" ".join(written))
    except SqlglotError as error:
        raise ExpressionError(
            "this is not a condition", column=reader.column_of_error(error), remedy="compare each name with a constant"
        ) from error
    return reader.condition(tree)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns SQLGlot's tree into ours; keeps the tokens, so that a fault has its column in the text as written."""

    tokens: tuple[Token, ...]
    written: list[str]
    schema: Mapping[str, Type]

    def condition(self, node: exp.Expr) -> Node:
        read = _CONDITIONS.get(node.key)
        if read is None:
            self.refuse(node, "this is not a condition", "compare each name with a constant")
        return read(self, node)

    def bare_flag(self, node: exp.Expr) -> Node:
        if self.schema[node.name] is not Type.FLAG:
            kind = self.schema[node.name].value
            self.refuse(node, f"{node.name} is a {kind}: only a flag stands alone", f"compare {node.name} with a {kind}")
        return Compare(node.name, "=", True)

    def constant(self, node: exp.Expr) -> Node:
        return Constant(bool(node.this))

    def group(self, node: exp.Expr) -> Node:
        return self.condition(node.this)

    def negation(self, node: exp.Expr) -> Node:
        return Not(self.condition(node.this))

    def junction(self, node: exp.Expr) -> Node:
        """Read ``a and b and c``, which SQLGlot nests to the left, as one conjunction; brackets are kept as written."""
        kind: type[And | Or] = And if node.key == "and" else Or
        operands: list[Node] = []
        current = node
        while current.key == node.key:
            operands.append(self.condition(current.expression))
            current = current.this
        operands.append(self.condition(current))
        return kind(tuple(reversed(operands)))

    def is_null(self, node: exp.Expr) -> Node:
        return IsNull(self.asked(node, known=node.expression.key == "null"))

    def comparison(self, node: exp.Expr) -> Node:
        operator = _OPERATORS[node.key]
        left, right = node.this, node.expression
        if left.key == right.key == "column":
            self.refuse(right, "a parameter is compared with a constant, not with another parameter", _NO_COLUMNS)
        if right.key == "column":
            left, right, operator = right, left, _FLIPPED[operator]
        if left.key != "column":
            self.refuse(node, "one side of a comparison is a parameter", "join two comparisons with and")
        return self.compared(left, operator, self.value(right), right)

    def between(self, node: exp.Expr) -> Node:
        name = self.asked(node)
        low, high = self.value(node.args["low"]), self.value(node.args["high"])
        for value, place in ((low, node.args["low"]), (high, node.args["high"])):
            self.check_type(name, value, place)
        if not (isinstance(low, float) and isinstance(high, float)):
            self.refuse(node, f"{name} is a {self.schema[name].value}: between is for numbers", "write = or in")
        if low > high:
            self.refuse(node.args["high"], "the range is empty: the lower end comes first", "swap the two numbers")
        return Between(name, low, high)

    def listed(self, node: exp.Expr) -> Node:
        name = self.asked(node)
        values = []
        for part in node.expressions:
            values.append(self.value(part))
            self.check_type(name, values[-1], part)
        if self.schema[name] is Type.FLAG:
            self.refuse(node, f"{name} is a flag: in is for numbers and texts", _WRITTEN[Type.FLAG])
        return In(name, cast("tuple[float, ...] | tuple[str, ...]", tuple(values)))

    def asked(self, node: exp.Expr, known: bool = True) -> str:
        """Return the parameter that ``is null``, ``in`` or ``between`` asks about."""
        if node.this.key != "column" or not known:
            self.refuse(node, "is asks only whether a parameter is missing", "write name is null, or name = true")
        return str(node.this.name)

    def compared(self, column: exp.Expr, operator: Operator, value: float | str | bool, at: exp.Expr) -> Node:
        name = column.name
        self.check_type(name, value, at)
        if operator not in ("=", "<>") and not isinstance(value, float):
            self.refuse(column, f"{name} is a {self.schema[name].value} and has no order", "write = or <>")
        return Compare(name, operator, value)

    def check_type(self, name: str, value: float | str | bool, at: exp.Expr) -> None:
        wanted, given = self.schema[name], value_type(value)
        if wanted is not given:
            self.refuse(at, f"{name} is a {wanted.value}, and this is a {given.value}", _WRITTEN[wanted])

    def value(self, node: exp.Expr) -> float | str | bool:
        if node.key == "boolean":
            return bool(node.this)
        if node.key == "neg" and node.this.key == "literal":
            return 0.0 - self.number(node.this)
        if node.key != "literal":
            self.refuse(node, "a constant must stand here", "write a number, a text in single quotes, true or false")
        return str(node.this) if node.is_string else self.number(node)

    def number(self, node: exp.Expr) -> float:
        text = str(node.this).lower()
        shown = text if len(text) <= 40 else f"{text[:40]}..."
        value = float(text)
        if value == float("inf"):
            self.refuse(node, f"{shown} is too large for a number", "the largest is about 1.8e308")
        if not value and text.partition("e")[0].strip("0."):
            self.refuse(node, f"{shown} is too small for a number", "write 0, or a number above 1e-307")
        if "e" not in text and value >= _EXACT_INTEGER and Decimal(value) != Decimal(text):
            self.refuse(node, f"{shown} has more digits than a number keeps", f"write {value!r} if that is meant")
        return value

    def refuse(self, node: exp.Expr, message: str, remedy: str) -> NoReturn:
        starts = [part.meta["start"] for part in node.walk() if "start" in part.meta]
        raise ExpressionError(message, column=self.column(min(starts, default=0)), remedy=remedy)

    def column(self, offset: int) -> int:
        """Return the column in the text as written for an offset in the text given to SQLGlot."""
        begins = [0]
        for part in self.written[:-1]:
            begins.append(begins[-1] + len(part) + 1)
        return self.tokens[bisect_right(begins, offset) - 1].column

    def column_of_error(self, error: Exception) -> int:
        found = getattr(error, "errors", None)
        return self.column(found[0]["col"] - 1 if found else 0)


_NO_COLUMNS = "where a law compares two values, their ratio or difference is a parameter"
_CONDITIONS: dict[str, Callable[[_Reader, Any], Node]] = {
    "and": _Reader.junction,
    "or": _Reader.junction,
    "not": _Reader.negation,
    "paren": _Reader.group,
    "column": _Reader.bare_flag,
    "boolean": _Reader.constant,
    "is": _Reader.is_null,
    "between": _Reader.between,
    "in": _Reader.listed,
    **dict.fromkeys(_OPERATORS, _Reader.comparison),
}


def _refuse_unknown(token: Token, schema: Mapping[str, Type]) -> NoReturn:
    from difflib import get_close_matches

    close = get_close_matches(token.text, sorted(schema), n=1)
    remedy = f"did you mean {close[0]}?" if close else "see `sekisho vocabulary` for the parameters there are"
    raise ExpressionError(f"unknown parameter {token.text[:40]}", column=token.column, remedy=remedy)
