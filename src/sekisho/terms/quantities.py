"""Numbers with units: reading ``4.5 K`` and turning it into the unit that a parameter declares.

Decides what a quantity says. A number alone is in the declared unit; a number with a unit is converted exactly, with
rational arithmetic, and rounded once: ``-268.65 degC`` is 4.5 K and not a little more, because thresholds of law are
met or missed by one bit. Refuses unknown units, other dimensions and impossible values; never guesses.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sekisho.errors import QuantityError
from sekisho.terms.numerals import NUMERAL, parse_number, shorten
from sekisho.terms.spelling import closest
from sekisho.terms.units import BASES, NAMED, NOT_UNITS, UNITS, Unit

__all__ = ["UNITS", "canonical_unit", "convert", "dimension", "units_of"]

_QUANTITY = re.compile(rf"({NUMERAL})\s*(.*)", re.DOTALL)
_EXAMPLE = "write a number with a decimal point and a unit, for example '4.5 K'"


def canonical_unit(text: str) -> str:
    """Return the canonical spelling of a unit.

    Raises:
        QuantityError: No such unit.
    """
    return _find(text).symbol


def dimension(unit: str) -> str:
    """Return what a unit measures, in words.

    Raises:
        QuantityError: No such unit.
    """
    return _find(unit).dimension


def units_of(kind: str) -> tuple[str, ...]:
    """Return the canonical units of a dimension, in the order of the table."""
    return tuple(unit.symbol for unit in UNITS.values() if unit.dimension == kind)


def convert(text: str, unit: str) -> float:
    """Return a quantity as a number in a unit.

    Args:
        text: A number, or a number and a unit: ``4.5 K``, ``-268.65 degC``, ``600 µW``, ``1e-4``, ``5 %``.
        unit: The declared unit, in any spelling; ``1`` for a number without one.

    Raises:
        QuantityError: Not a number with a unit, unknown unit, another dimension, or a value that cannot be.
    """
    declared = _find(unit)
    number, spelled = _split(text, declared)
    value = parse_number(number)
    if not spelled:
        return _possible(value, declared, text)
    given = _given(spelled, declared)
    if given is declared:
        return _possible(value, declared, text)
    if given.dimension != declared.dimension:
        raise QuantityError(
            f"{shorten(text)} states {given.dimension}, but the declared unit is {declared.symbol} ({declared.dimension})",
            remedy=_units_remedy(declared),
        )
    _possible(value, given, text)
    return _exact(number, value, given, declared, text)


def _split(text: str, declared: Unit) -> tuple[str, str]:
    """Return the number and the unit, each as written; the minus sign of print (U+2212) counts as a minus."""
    plain = re.sub(r"\s+", " ", text).strip().replace("\N{MINUS SIGN}", "-")
    found = _QUANTITY.fullmatch(plain)
    if found is None or not plain.isprintable():
        raise QuantityError(f"{shorten(text)} is not a number in {declared.symbol}", remedy=f"{_EXAMPLE}; {_bare(declared)}")
    number, spelled = found.groups()
    if spelled[:1] in {",", "_", "'", "."} or spelled[:1].isdigit():
        raise QuantityError(
            f"{shorten(text)} is not a number in {declared.symbol}",
            remedy=f"write digits without separators and a decimal point; {_bare(declared)}",
        )
    return number, spelled


def _bare(declared: Unit) -> str:
    return f"a number alone is in {declared.symbol}"


def _units_remedy(declared: Unit) -> str:
    return f"units of {declared.dimension}: {', '.join(units_of(declared.dimension))}; {_bare(declared)}"


def _possible(value: float, unit: Unit, text: str) -> float:
    if unit.minimum is not None and value < unit.minimum:
        raise QuantityError(
            f"{shorten(text)} cannot be: {unit.dimension} is never below {unit.minimum:g} {unit.symbol}",
            remedy="check the sign",
        )
    return value


def _given(spelled: str, declared: Unit) -> Unit:
    try:
        return _find(spelled, declared.dimension)
    except QuantityError as problem:
        hint = f"{problem.remedy} " if problem.remedy else ""
        raise QuantityError(
            f"{problem.message}; the declared unit is {declared.symbol}", remedy=hint + _units_remedy(declared)
        ) from problem


def _fold(text: str) -> str:
    """Return a spelling with compatible characters, dots and blanks unified: ``µW`` is ``uW``, ``㎡`` is ``m2``."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{GREEK SMALL LETTER MU}", "u")
    return re.sub(r"\s+", " ", re.sub("[·⋅∙×]", ".", plain)).strip()


@functools.cache
def _spellings() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Return the units by symbol, where case counts, and by name in lower case."""
    symbols: dict[str, Unit] = {}
    words: dict[str, Unit] = {}
    for unit in UNITS.values():
        for spelling in (unit.symbol, *unit.spellings, *unit.words):
            symbols[_fold(spelling)] = unit
        for word in (*unit.words, *([unit.symbol] if unit.symbol.isalpha() and len(unit.symbol) > 4 else [])):
            words[_fold(word).casefold()] = unit
    return symbols, words


def _find(text: str, kind: str | None = None) -> Unit:
    """Return a unit by any spelling; where there is none, suggest units of dimension ``kind`` or of any."""
    unit = UNITS.get(text)
    if unit is not None:
        return unit
    symbols, words = _spellings()
    folded = _fold(text)
    unit = symbols.get(folded) or words.get(folded.casefold())
    if unit is not None:
        return unit
    if folded.casefold() in NOT_UNITS:
        raise QuantityError(f"{shorten(text)} is a type, not a unit")
    near = tuple(spelling for spelling in symbols if spelling.casefold() == folded.casefold())
    if not near:
        near = closest(folded, (name for name, unit in symbols.items() if kind in {None, unit.dimension}))
    hint = f"did you mean {' or '.join(repr(spelling) for spelling in near)}?" if near else None
    raise QuantityError(f"unknown unit {shorten(text)}", remedy=hint)


def _exact(number: str, value: float, given: Unit, declared: Unit, text: str) -> float:
    # Zero apart, because Fraction("0e999999999") would compute the power.
    exact = _converter(given.symbol, declared.symbol)(Fraction(number) if value else Fraction(0))
    try:
        converted = float(exact)
    except OverflowError as problem:
        raise QuantityError(f"{shorten(text)} is too large to be computed with in {declared.symbol}") from problem
    if exact and not converted:
        raise QuantityError(f"{shorten(text)} is too small to be computed with in {declared.symbol}")
    return converted


@functools.cache
def _converter(given: str, declared: str) -> Callable[[Fraction], Fraction]:
    """Return the conversion between two units of one dimension, exact on rational numbers."""
    registry = _registry()
    source = registry.parse_units(_name(given))
    target = registry.parse_units(_name(declared))

    def converted(value: Fraction) -> Fraction:
        magnitude: Fraction = registry.Quantity(value, source).to(target).magnitude
        return magnitude

    return converted


def _name(symbol: str) -> str:
    return f"unit_{list(UNITS).index(symbol)}"


@functools.cache
def _registry() -> Any:
    """Build pint's registry from our table alone; nothing of pint's own definitions is read."""
    import pint

    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction)
    for base in BASES:
        registry.define(f"{base} = [{base}]")
    for name, size in NAMED.items():
        registry.define(f"{name} = {size}")
    for unit in UNITS.values():
        size = NAMED[unit.size] if unit.size in NAMED and "offset" in NAMED[unit.size] else unit.size
        registry.define(f"{_name(unit.symbol)} = {size}")
    return registry
