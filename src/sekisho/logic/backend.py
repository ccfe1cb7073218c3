"""The port through which conditions are compiled for an execution engine.

Decides what every engine must promise; the engines themselves live in ``sekisho.engines``, above this room.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from sekisho.errors import ExpressionError
from sekisho.logic.tree import Node, types
from sekisho.logic.tree import names as names_of
from sekisho.logic.values import Type

Compiled_co = TypeVar("Compiled_co", covariant=True)


class Backend(Protocol[Compiled_co]):
    """Turns a tree into a nullable boolean expression of one engine.

    For every row the expression gives what ``evaluator.decide`` gives: true for YES, false for NO, null for UNKNOWN.
    For that a backend must

    * turn NaN into null on the way in: NaN is no value, though engines say that NaN >= 34 is true;
    * compare numbers as 64-bit floats on both sides, so that a boundary is the same number everywhere, and keep both
      infinities in their order;
    * join with Kleene's AND, OR and NOT, and give null for a null tested with ``in``;
    * compare texts byte for byte, quote every name, and never paste a value into a text unquoted;
    * give a column that is absent the meaning of a column full of nulls, with the parameter's type.
    """

    @property
    def name(self) -> str:
        """Return the engine's name, for messages."""
        ...

    def compile(self, node: Node, schema: Mapping[str, Type]) -> Compiled_co:
        """Return the expression for a condition.

        Args:
            node: The condition.
            schema: The type of every parameter that the condition names.

        Raises:
            ExpressionError: The condition does not fit the schema.
        """
        ...


def check(node: Node, schema: Mapping[str, Type]) -> None:
    """Refuse a condition that does not fit a schema.

    Raises:
        ExpressionError: It names a parameter the schema lacks, or uses one as another type.
    """
    missing = sorted(names_of(node) - schema.keys())
    if missing:
        raise ExpressionError(f"the schema lacks {', '.join(missing)}", remedy="use the schema it was read with")
    for name, used in types(node).items():
        if schema[name] is not used:
            raise ExpressionError(
                f"{name} is a {schema[name].value}, and the condition uses it as a {used.value}",
                remedy="use the schema it was read with",
            )
