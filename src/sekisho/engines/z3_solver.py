"""The solver port on Z3: an item that meets a condition, or the proof that there is none.

A number stands for the rational of its shortest decimal; a text is one of the constants or some other text; a reference is
one truth for each code, and who meets a paragraph meets what is above it. Every witness is held against our own evaluator
before it is returned. A search that ends without an answer raises: "undecided" is never "none".
"""

from __future__ import annotations

import bisect
import itertools
import math
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from sekisho.controls.codes import below
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.errors import EngineError, InternalError, VocabularyError
from sekisho.logic.evaluator import decide
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Node, Not, walk
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Several, Type

INSTALL = "pip install sekisho[solver]"


class Z3Solver:
    """Implements ``controls.solver.Solver``.

    Args:
        seconds: After how long one search is given up as undecided.
    """

    def __init__(self, seconds: float = 20.0) -> None:
        self._milliseconds = max(1, round(seconds * 1000))
        self._z3 = _load()

    def witness(self, node: Node, vocabulary: Vocabulary) -> Mapping[str, Fact] | None:
        """Return facts for which the condition is YES, or None where there are none; see the port.

        Raises:
            EngineError: Undecided in the time given, or the condition asks ``is null``.
            VocabularyError: The condition names a parameter that the vocabulary lacks.
        """
        asked = _Asked(self._z3, node, vocabulary)
        solver = self._z3.Solver(ctx=asked.context)
        solver.set("timeout", self._milliseconds)
        solver.add(*asked.limits(), asked.formula(node))
        while True:
            found = solver.check()
            if found == self._z3.unsat:
                return None
            if found != self._z3.sat:
                raise EngineError(
                    f"undecided: the solver gave up ({solver.reason_unknown()})", remedy="allow it more time, or simplify"
                )
            facts, gap = asked.facts(solver.model())
            if gap is None:
                return _checked(node, facts)
            solver.add(gap)


def _load() -> Any:
    try:
        import z3
    except ImportError as problem:
        raise EngineError("the solver Z3 is not installed", remedy=INSTALL) from problem
    return z3


def _checked(node: Node, facts: dict[str, Fact]) -> dict[str, Fact]:
    if decide(node, facts) is not Truth.YES:
        raise InternalError("the solver and the evaluator disagree about a witness", remedy="please report the condition")
    return facts


class _Asked:
    """One condition as formulas of a context of its own."""

    def __init__(self, z3: Any, node: Node, vocabulary: Vocabulary) -> None:
        self._z3 = z3
        self.context = z3.Context()
        self._constants: dict[str, dict[Any, None]] = {}
        self._parameters: dict[str, Parameter] = {}
        for name, value in _constants(node):
            if name not in vocabulary.parameters:
                raise VocabularyError(f"unknown parameter {name!r}", remedy="`sekisho vocabulary` lists the parameters")
            self._parameters[name] = vocabulary.parameters[name]
            self._constants.setdefault(name, {})[value] = None
        self._cuts = {name: self._cut(one) for name, one in self._parameters.items() if one.type is Type.NUMBER}
        self._texts = {name: self._domain(one) for name, one in self._parameters.items() if one.type is Type.TEXT}

    def limits(self) -> Iterator[Any]:
        """Yield what holds of every item: limits of numbers, the domain of texts, paragraphs below one another."""
        for name in self._cuts:
            lowest, highest = _bounds(self._parameters[name])
            number = self._number(name)
            yield number >= self._rational(lowest)
            yield number <= self._rational(highest)
        for name, texts in self._texts.items():
            if self._parameters[name].reference:
                for one, other in itertools.permutations(texts, 2):
                    if below(one, other):
                        yield self._z3.Implies(self._meets(name, one), self._meets(name, other))
            else:
                chosen = self._choice(name)
                yield self._z3.And(chosen >= 0, chosen < len(texts))

    def formula(self, node: Node) -> Any:
        """Return a condition as a formula."""
        match node:
            case Constant():
                return self._z3.BoolVal(node.value, ctx=self.context)
            case Compare():
                return self._compare(node)
            case Between():
                number = self._number(node.name)
                low, high = self._rational(Fraction(repr(node.low))), self._rational(Fraction(repr(node.high)))
                return self._z3.And(number >= low, number <= high)
            case In():
                return self._any(self._equal(node.name, value) for value in node.values)
            case Not():
                return self._z3.Not(self.formula(node.operand))
            case IsNull():
                raise EngineError(f"the solver is not asked whether {node.name} is missing", remedy="leave out `is null`")
        parts = [self.formula(one) for one in node.operands]
        return self._z3.And(*parts) if isinstance(node, And) else self._z3.Or(*parts)

    def facts(self, model: Any) -> tuple[dict[str, Fact], Any]:
        """Return a model as facts, or a formula that excludes a gap in which no 64-bit number lies."""
        facts: dict[str, Fact] = {}
        for name, one in self._parameters.items():
            if one.type is Type.FLAG:
                facts[name] = self._true(model, self._flag(name))
            elif one.reference:
                held = (code for code in self._texts[name] if self._true(model, self._meets(name, code)))
                facts[name] = Several(frozenset(held))
            elif one.type is Type.TEXT:
                facts[name] = self._texts[name][model.eval(self._choice(name), model_completion=True).as_long()]
            else:
                number, gap = self._picked(name, model)
                if gap is not None:
                    return {}, gap
                facts[name] = number
        return facts, None

    def _picked(self, name: str, model: Any) -> tuple[float, Any]:
        """Return a number that answers every comparison as the model's does."""
        value = Fraction(model.eval(self._number(name), model_completion=True).as_fraction())
        cuts = self._cuts[name]
        place = bisect.bisect_left(cuts, value)
        if place < len(cuts) and cuts[place] == value:
            return float(value), None
        low, high = cuts[place - 1], cuts[place]
        number = between(low, high, self._parameters[name].integer)
        if number is not None:
            return number, None
        exact = self._number(name)
        return 0.0, self._z3.Or(exact <= self._rational(low), exact >= self._rational(high))

    def _compare(self, node: Compare) -> Any:
        if node.operator in ("=", "<>"):
            equal = self._equal(node.name, node.value)
            return equal if node.operator == "=" else self._z3.Not(equal)
        number, value = self._number(node.name), self._rational(Fraction(repr(node.value)))
        if node.operator in (">", ">="):
            return number > value if node.operator == ">" else number >= value
        return number < value if node.operator == "<" else number <= value

    def _equal(self, name: str, value: float | str | bool) -> Any:
        if isinstance(value, bool):
            return self._flag(name) == value
        if not isinstance(value, str):
            return self._number(name) == self._rational(Fraction(repr(value)))
        if self._parameters[name].reference:
            return self._meets(name, value)
        texts = self._texts[name]
        return self._choice(name) == texts.index(value) if value in texts else self._z3.BoolVal(False, ctx=self.context)

    def _any(self, parts: Iterator[Any]) -> Any:
        return self._z3.Or(*parts)

    def _rational(self, value: Fraction) -> Any:
        return self._z3.RealVal(f"{value.numerator}/{value.denominator}", ctx=self.context)

    def _number(self, name: str) -> Any:
        if self._parameters[name].integer:
            return self._z3.ToReal(self._z3.Int(name, ctx=self.context))
        return self._z3.Real(name, ctx=self.context)

    def _flag(self, name: str) -> Any:
        return self._z3.Bool(name, ctx=self.context)

    def _choice(self, name: str) -> Any:
        return self._z3.Int(name, ctx=self.context)

    def _meets(self, name: str, code: str) -> Any:
        return self._z3.Bool(f"{name} {code}", ctx=self.context)

    def _true(self, model: Any, formula: Any) -> bool:
        return bool(self._z3.is_true(model.eval(formula, model_completion=True)))

    def _cut(self, parameter: Parameter) -> list[Fraction]:
        """Return the numbers at which some comparison changes, in order, the least and greatest possible included."""
        constants = {Fraction(repr(float(value))) for value in self._constants[parameter.name]}
        return sorted(constants | set(_bounds(parameter)))

    def _domain(self, parameter: Parameter) -> tuple[str, ...]:
        constants = tuple(self._constants[parameter.name])
        if parameter.reference:
            return constants
        if parameter.values:
            return parameter.values
        other = "another"
        while other in constants:
            other += "'"
        return (*constants, other)


def between(low: Fraction, high: Fraction, integer: bool) -> float | None:
    """Return the plainest 64-bit number strictly between two rationals, or None where there is none.

    Args:
        low: The lower end; the decimal of a 64-bit number.
        high: The upper end; the decimal of a 64-bit number.
        integer: Whether only a whole number will do.
    """
    middle = (low + high) / 2
    step = max(Fraction(1), abs(low))
    near = low + step if low + step < high else middle
    plain = (float(f"{float(near):.{digits}g}") for digits in range(1, 18))
    following = math.nextafter(float(low), math.inf)
    for number in (float(math.floor(low) + 1), following) if integer else (*plain, following):
        if math.isfinite(number) and low < Fraction(repr(number)) < high and (not integer or number.is_integer()):
            return number
    return None


def _bounds(parameter: Parameter) -> tuple[Fraction, Fraction]:
    lowest = -sys.float_info.max if parameter.minimum is None else parameter.minimum
    highest = sys.float_info.max if parameter.maximum is None else parameter.maximum
    return Fraction(repr(float(lowest))), Fraction(repr(float(highest)))


def _constants(node: Node) -> Iterator[tuple[str, float | str | bool]]:
    """Yield every parameter with every constant it is compared with."""
    for part in walk(node):
        if isinstance(part, Compare):
            yield part.name, part.value
        elif isinstance(part, Between):
            yield from ((part.name, part.low), (part.name, part.high))
        elif isinstance(part, In):
            yield from ((part.name, value) for value in part.values)
