"""What is refused before any engine compiles."""

from __future__ import annotations

import pytest

from sekisho.errors import ExpressionError
from sekisho.logic.backend import check
from sekisho.logic.tree import And, Compare, IsNull
from sekisho.logic.values import Type

NODE = And((Compare("qubits", ">=", 34.0), IsNull("note")))


def test_a_condition_that_fits() -> None:
    check(NODE, {"qubits": Type.NUMBER, "note": Type.TEXT})


def test_a_parameter_the_schema_lacks() -> None:
    with pytest.raises(ExpressionError, match="the schema lacks note"):
        check(NODE, {"qubits": Type.NUMBER})


def test_a_parameter_of_another_type() -> None:
    with pytest.raises(ExpressionError, match="qubits is a text, and the condition uses it as a number"):
        check(NODE, {"qubits": Type.TEXT, "note": Type.TEXT})
