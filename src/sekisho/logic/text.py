"""How a condition is written: the canonical text of a tree, of a leaf, and of what was found at a leaf.

Decides spelling only; knows nothing of how a text is read. Whatever tree the parser gives, its text is read back to
the same tree.
"""

from __future__ import annotations

from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Leaf, Node, Not, Operator, Or
from sekisho.logic.values import Fact, Several

_OPPOSITE: dict[Operator, Operator] = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def number_text(value: float) -> str:
    """Return the shortest text that reads back to the same number: ``34``, ``0.0001``, ``2.5e25``."""
    text = repr(float(value))
    if "e" not in text:
        return text.removesuffix(".0")
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}"


def constant_text(value: float | str | bool) -> str:
    """Return a constant as it is written in a rule."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return number_text(value)


def leaf_text(leaf: Leaf, negated: bool = False) -> str:
    """Return a leaf, or the leaf that is YES where this one is NO, as it is written in a rule."""
    if isinstance(leaf, Constant):
        return constant_text(leaf.value is not negated)
    return f"{leaf.name} {_asked(leaf, negated)}"


def unparse(node: Node) -> str:
    """Return the canonical text of a tree: for every tree that ``parse`` gives, ``parse(unparse(node))`` equals it."""
    match node:
        case Or():
            return " or ".join(_grouped(part, Or) for part in node.operands)
        case And():
            return " and ".join(_grouped(part, And, Or) for part in node.operands)
        case Not(operand=Between() | In() | IsNull() as leaf):
            return leaf_text(leaf, negated=True)
        case Not():
            return f"not {_grouped(node.operand, And, Or)}"
        case Compare(operator="=", value=True):
            return node.name
        case _:
            return leaf_text(node)


def finding_text(leaf: Leaf, negated: bool, fact: Fact, result: bool | None) -> str:
    """Return one line of a trace: what was asked, what was given, and what came out.

    Args:
        leaf: The condition.
        negated: Whether its negation was asked.
        fact: What was given; None if nothing was.
        result: What came out; None is unknown.
    """
    answer = "yes" if result else "no"
    if isinstance(leaf, Constant):
        return f"{leaf_text(leaf, negated)}: {answer}"
    name, asked = leaf.name, _asked(leaf, negated)
    if result is None:
        gap = f"is known only in part ({_bearing(fact, leaf)})" if isinstance(fact, Several) else "is not given"
        return f"{name} {gap}: {name} {asked} is unknown"
    if isinstance(fact, Several):
        return f"{name} {asked}: {answer} (given: {_bearing(fact, leaf)})"
    if isinstance(leaf, Compare) and leaf.operator in ("=", "<>"):
        return f"{name} {asked}: {answer}" + ("" if fact == leaf.value else f" (it is {fact_text(fact)})")
    if isinstance(leaf, IsNull):
        return f"{name} {asked}: {answer}" + ("" if fact is None else f" (it is {fact_text(fact)})")
    return f"{name} = {fact_text(fact)} {asked}: {answer}"


def fact_text(fact: Fact) -> str:
    """Return a fact for the reader."""
    if fact is None:
        return "nothing"
    if not isinstance(fact, Several):
        return constant_text(fact)
    known = [constant_text(value) for value in sorted(fact.known)]
    possible = [f"perhaps {constant_text(value)}" for value in sorted(fact.possible - fact.known)]
    other = [] if fact.complete else ["perhaps others"]
    return ", ".join(known + possible + other) or "none"


def _bearing(fact: Several, leaf: Compare | Between | In | IsNull) -> str:
    """Return what bears on a question of a fact with several values: those asked for, else what is known at all."""
    asked = frozenset(leaf.values) if isinstance(leaf, In) else frozenset({leaf.value} if isinstance(leaf, Compare) else ())
    texts = frozenset(value for value in asked if isinstance(value, str))
    if fact.known & texts:
        return fact_text(Several(fact.known & texts))
    return fact_text(Several(fact.known, fact.possible & texts, fact.complete))


def _asked(leaf: Compare | Between | In | IsNull, negated: bool) -> str:
    """Return what a leaf asks about its parameter: ``>= 34``, ``not in ('a')``, ``is null``."""
    if isinstance(leaf, Compare):
        operator = _OPPOSITE[leaf.operator] if negated else leaf.operator
        return f"{operator} {constant_text(leaf.value)}"
    no = "not " if negated else ""
    if isinstance(leaf, In):
        return f"{no}in ({', '.join(map(constant_text, leaf.values))})"
    if isinstance(leaf, Between):
        return f"{no}between {number_text(leaf.low)} and {number_text(leaf.high)}"
    return f"is {no}null"


def _grouped(node: Node, *looser: type[And | Or]) -> str:
    return f"({unparse(node)})" if isinstance(node, looser) else unparse(node)
