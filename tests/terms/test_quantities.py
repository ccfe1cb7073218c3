"""Quantities are converted exactly, or refused with the declared unit named."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from fractions import Fraction

import pint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.errors import QuantityError
from sekisho.terms.quantities import canonical_unit, convert, dimension, units_of
from sekisho.terms.units import UNITS

# Every unit of the columns `unit` in the tables from which the rulebooks are made, and what we call it.
OF_THE_LISTS = {
    "EUR": "EUR",
    "GB/s per link": "GB/s",
    "GB/s/mm2": "GB/s/mm2",
    "GHz": "GHz",
    "Gb/mm2": "Gb/mm2",
    "K": "K",
    "L": "L",
    "L/h": "L/h",
    "L/min": "L/min",
    "MN.s": "MN.s",
    "MPa": "MPa",
    "MW": "MW",
    "Mach": "Mach",
    "N": "N",
    "P/BL level": "level",
    "PFLOPS": "PFLOPS",
    "Re": "Re",
    "TPP": "TPP",
    "TPP (2 x MacTOPS x bit length)": "TPP",
    "TPP/mm2": "TPP/mm2",
    "W": "W",
    "WT": "WT",
    "animals": "animals",
    "atoms/cm3": "atoms/cm3",
    "cm3": "cm3",
    "count": "count",
    "dB": "dB",
    "dB re 20uPa": "dB re 20 uPa",
    "degC": "degC",
    "eV": "eV",
    "eps_r": "eps_r",
    "ft3": "ft3",
    "g rms 20Hz-2kHz": "g_n",
    "g/cm3 at 15C": "g/cm3",
    "h": "h",
    "h at 1273K 200MPa": "h",
    "index": "index",
    "inputs": "inputs",
    "k": "eps_r",
    "kN": "kN",
    "kPa": "kPa",
    "kV": "kV",
    "kW": "kW",
    "kb": "kb",
    "kg": "kg",
    "kg ice": "kg",
    "kg/24h": "kg/24h",
    "kg/N/h": "kg/N/h",
    "kg/h": "kg/h",
    "km": "km",
    "km/h": "km/h",
    "layers": "layers",
    "m": "m",
    "m2": "m2",
    "m3": "m3",
    "mg/m3": "mg/m3",
    "min": "min",
    "mm": "mm",
    "mmol": "mmol",
    "ms": "ms",
    "nm": "nm",
    "operations": "operations",
    "percent": "%",
    "pixels": "pixels",
    "ppm": "ppm",
    "qubits": "qubits",
    "ratio": "1",
    "ratio:1": "1",
    "transistors": "transistors",
    "uW": "uW",
    "um": "um",
    "um2": "um2",
    "wt%": "wt%",
}


def write(number: float, unit: str) -> str:
    """Write a quantity; the unit of bare numbers as a word, because ``300 1`` looks like a broken 3001."""
    return f"{number!r} {'ratio' if unit == '1' else unit}"


PAIRS = [
    (one.symbol, other.symbol)
    for one, other in itertools.permutations(UNITS.values(), 2)
    if one.dimension == other.dimension
]


def refused(text: str, unit: str) -> QuantityError:
    with pytest.raises(QuantityError) as caught:
        convert(text, unit)
    assert caught.value.exit_status == 2
    return caught.value


@pytest.mark.parametrize(("spelled", "symbol"), sorted(OF_THE_LISTS.items()))
def test_units_as_the_lists_write_them(spelled: str, symbol: str) -> None:
    assert canonical_unit(spelled) == symbol


@pytest.mark.parametrize(
    ("spelled", "symbol"),
    [
        *[(text, "uW") for text in ("uW", "µW", "μW", "microwatt", "microwatts", "Microwatts", "MICROWATT")],
        *[(text, "K") for text in ("K", "kelvin", "Kelvin", "kelvins", "\N{KELVIN SIGN}")],
        *[(text, "degC") for text in ("degC", "°C", "℃", "deg C", "celsius", "degrees Celsius")],
        *[(text, "L") for text in ("L", "l", "litre", "liters", "Litres", "dm3")],
        *[(text, "%") for text in ("%", "percent", "per cent", "Percent", "pct", "％")],
        *[(text, "GB/s") for text in ("GB/s", "Gbyte/s", "GBps", "GB/s per link")],
        *[(text, "Gbit/s") for text in ("Gbit/s", "Gb/s", "Gbps")],
        *[(text, "WT") for text in ("WT", "weighted teraflops", "Weighted TeraFLOPS")],
        *[(text, "qubits") for text in ("qubit", "qubits", "Qubits", "physical qubits")],
        *[(text, "h") for text in ("h", "hr", "hours", "hour")],
        *[(text, "MN.s") for text in ("MN.s", "MN s", "MN·s", "MN⋅s", "MN*s")],
        *[(text, "TPP/mm2") for text in ("TPP/mm2", "TPP/mm²", "TPP/mm^2")],
        *[(text, "m2") for text in ("m2", "m²", "㎡", "m^2", "square metres")],
        *[(text, "um") for text in ("um", "µm", "㎛", "micrometer", "micrometres")],
        *[(text, "1") for text in ("1", "ratio", "Ratio", "fraction", ":1", "ratio:1")],
        *[(text, "bp") for text in ("bp", "base pairs", "nt")],
        *[(text, "kb") for text in ("kb", "kbp", "kilobases")],
        *[(text, "PFLOPS") for text in ("PFLOPS", "petaflops", "pflops", "PFLOP/s")],
        ("kg N", None),
        ("kelv in", None),
    ],
)
def test_usual_spellings(spelled: str, symbol: str | None) -> None:
    if symbol is None:
        with pytest.raises(QuantityError, match="unknown unit"):
            canonical_unit(spelled)
    else:
        assert canonical_unit(spelled) == symbol


@pytest.mark.parametrize("text", ["bool", "enum", "code-ref", "list", "Text"])
def test_types_are_not_units(text: str) -> None:
    with pytest.raises(QuantityError, match="is a type, not a unit"):
        canonical_unit(text)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("4.5", "K", 4.5),
        ("4.5 K", "K", 4.5),
        ("4.5K", "K", 4.5),
        (" 4.5\u00a0K ", "kelvin", 4.5),
        ("-268.65 degC", "K", 4.5),
        ("−268.65 ℃", "K", 4.5),
        ("-272.15 degC", "K", 1.0),
        ("4.5 K", "degC", -268.65),
        ("685 degC", "K", 958.15),
        ("958 K", "degC", 684.85),
        ("0 K", "degC", -273.15),
        ("-273.15 degC", "K", 0.0),
        ("32 degF", "degC", 0.0),
        ("212 degF", "K", 373.15),
        ("-459.67 degF", "K", 0.0),
        ("100 mK", "K", 0.1),
        ("600 µW", "uW", 600.0),
        ("600 µW", "W", 0.0006),
        ("0.6 mW", "uW", 600.0),
        ("1.5 W", "uW", 1_500_000.0),
        ("1e-4", "1", 1e-4),
        ("0.01 %", "ratio", 1e-4),
        ("100 ppm", "ratio", 1e-4),
        ("5 %", "percent", 5.0),
        ("30:1", "ratio:1", 30.0),
        ("70 WT", "WT", 70.0),
        ("72 qubits", "qubits", 72.0),
        ("4 TB/s", "GB/s", 4000.0),
        ("16 Gb/s", "GB/s", 2.0),
        ("1 GiB/s", "GB/s", 1.073741824),
        ("1.5 kb", "bp", 1500.0),
        ("1500 bp", "kb", 1.5),
        ("300 ms", "s", 0.3),
        ("48 h", "d", 2.0),
        ("10 kg/24h", "kg/h", 10 / 24),
        ("41600 ft3", "m3", 1177.9808182272),
        ("1 lb/lbf/h", "kg/N/h", 1 / 9.80665),
        ("0.1 PFLOPS", "TFLOPS", 100.0),
        ("16 nm", "um", 0.016),
        ("1.05 Å", "nm", 0.105),
        ("25 hPa", "kPa", 2.5),
        ("760 Torr", "atm", 1.0),
        ("0e999999999 degC", "K", 273.15),
        ("-3", "dB", -3.0),
        ("-5 m", "km", -0.005),
    ],
)
def test_quantities(text: str, unit: str, value: float) -> None:
    assert convert(text, unit) == value


NO_QUANTITIES = """| |K|NaN|nan K|inf|-inf K|４.５|４.５ K|> 34|34-99 K|about 5|~72|4.5\x00K|½ K|4,5 K|1 000|1 000 K
|1,000|1_000|1'000|1.2.3|12 30|5 +/- 1 K|5 K 3"""


@pytest.mark.parametrize("text", NO_QUANTITIES.split("|"))
def test_what_is_no_quantity(text: str) -> None:
    error = refused(text, "K")
    assert "K" in str(error)


@pytest.mark.parametrize(("text", "message"), [("4,5 K", "separators"), ("1 000", "separators"), ("x", "'4.5 K'")])
def test_the_remedy_for_a_misspelt_number(text: str, message: str) -> None:
    error = refused(text, "kelvin")
    assert message in str(error.remedy)
    assert "a number alone is in K" in str(error.remedy)


@pytest.mark.parametrize("text", ["1e400", "1e400 K", "1e400 degC", "1e-400 K", "1" * 101 + " K"])
def test_numbers_that_cannot_be_computed_with(text: str) -> None:
    refused(text, "K")


def test_conversions_that_leave_the_floats() -> None:
    assert "too large to be computed with in Mbit/s" in refused("1e308 TB/s", "Mbit/s").message
    assert "too small to be computed with in km" in refused("1e-320 pm", "km").message


def test_another_dimension_names_the_declared_unit() -> None:
    error = refused("4.5 kg", "K")
    assert error.message == "'4.5 kg' states mass, but the declared unit is K (temperature)"
    assert error.remedy == "units of temperature: K, mK, uK, degC, degF; a number alone is in K"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("34 %", "qubits"),
        ("34 transistors", "qubits"),
        ("4800 TOPS", "TPP"),
        ("5 Mach", "m/s"),
        ("1e26 PFLOPS", "operations"),
        ("4.5 k", "K"),
        ("97 %", "wt%"),
        ("1.5 kb", "Gbit/s"),
        ("160 dB", "dB re 20 uPa"),
        ("10 g", "g_n"),
        ("5 EUR", "count"),
        ("3 TFLOPS", "WT"),
    ],
)
def test_things_that_only_look_alike(text: str, unit: str) -> None:
    assert "the declared unit is " + unit in refused(text, unit).message


@pytest.mark.parametrize(
    ("text", "unit", "remedy"),
    [
        ("5 kelvinn", "K", "did you mean 'kelvin' or 'kelvins'"),
        ("2 gb/s", "GB/s", "did you mean 'GB/s' or 'Gb/s'?"),
        ("45 NM", "nm", "did you mean 'nm'?"),
        ("5 mpa", "MPa", "did you mean 'MPa' or 'mPa'?"),
        ("3 furlongs", "m", "units of length: km, m, mm"),
        ("0.2 GB/mm2", "Gb/mm2", "did you mean 'Gb/mm2'?"),
    ],
)
def test_unknown_units_come_with_a_suggestion(text: str, unit: str, remedy: str) -> None:
    error = refused(text, unit)
    assert error.message.startswith("unknown unit")
    assert error.message.endswith(f"the declared unit is {unit}")
    assert remedy in str(error.remedy)


def test_an_unknown_declared_unit() -> None:
    with pytest.raises(QuantityError, match="unknown unit 'smoot'"):
        convert("5", "smoot")
    with pytest.raises(QuantityError) as caught:
        canonical_unit("")
    assert caught.value.remedy is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("-3", "qubits"),
        ("-3 qubits", "qubits"),
        ("-1", "count"),
        ("-1 K", "K"),
        ("-1 mK", "K"),
        ("-274 degC", "K"),
        ("-300", "degC"),
        ("-500 degF", "degC"),
        ("-1 kg", "kg"),
        ("-5", "TPP"),
        ("-1e-9", "operations"),
    ],
)
def test_values_that_cannot_be(text: str, unit: str) -> None:
    assert "cannot be" in refused(text, unit).message


def test_dimensions() -> None:
    assert dimension("degrees Celsius") == "temperature"
    assert units_of("temperature") == ("K", "mK", "uK", "degC", "degF")
    assert units_of("nothing") == ()


@pytest.mark.parametrize(("given_unit", "other"), PAIRS)
def test_there_and_back(given_unit: str, other: str) -> None:
    for number in (300.0, 4.5, 1 / 3, 1e6):
        there = convert(write(number, given_unit), other)
        back = convert(write(there, other), given_unit)
        # One rounding there and one back; a temperature near the other scale's zero loses the digits above it.
        assert back == pytest.approx(number, rel=1e-14, abs=1e-6 if dimension(other) == "temperature" else 0)


@given(st.sampled_from(PAIRS), st.floats(min_value=1e-200, max_value=1e200))
def test_there_and_back_for_any_number(pair: tuple[str, str], number: float) -> None:
    assume(dimension(pair[0]) != "temperature")
    there = convert(write(number, pair[0]), pair[1])
    assert convert(write(there, pair[1]), pair[0]) == pytest.approx(number, rel=1e-14)


@given(st.floats(min_value=0, max_value=1e4))
def test_temperatures_are_rounded_once(number: float) -> None:
    exact = Fraction(repr(number)) - Fraction("273.15")
    assert convert(f"{number!r} K", "degC") == float(exact)


@given(st.sampled_from(sorted(UNITS)), st.floats(min_value=0, max_value=1e300))
def test_a_bare_number_is_in_the_declared_unit(unit: str, number: float) -> None:
    assert convert(repr(number), unit) == number
    assert convert(write(number, unit), unit) == number


@given(st.text(max_size=20), st.sampled_from(sorted(UNITS)))
def test_any_text_gives_a_number_or_one_error_of_ours(text: str, unit: str) -> None:
    try:
        value = convert(text, unit)
    except QuantityError:
        return
    assert math.isfinite(value)


# What pint's own registry, made by other people, says of the same units.
PEERS = {
    "K": "kelvin",
    "mK": "millikelvin",
    "degC": "degree_Celsius",
    "degF": "degree_Fahrenheit",
    "km": "kilometer",
    "m": "meter",
    "mm": "millimeter",
    "um": "micrometer",
    "nm": "nanometer",
    "angstrom": "angstrom",
    "in": "inch",
    "ft": "foot",
    "mi": "mile",
    "nmi": "nautical_mile",
    "m2": "meter**2",
    "um2": "micrometer**2",
    "ft2": "foot**2",
    "m3": "meter**3",
    "L": "liter",
    "mL": "milliliter",
    "cm3": "centimeter**3",
    "ft3": "foot**3",
    "kg": "kilogram",
    "ug": "microgram",
    "t": "metric_ton",
    "lb": "pound",
    "mmol": "millimole",
    "mol": "mole",
    "ms": "millisecond",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "km/h": "kilometer/hour",
    "m/s": "meter/second",
    "kn": "knot",
    "mph": "mile/hour",
    "m/s2": "meter/second**2",
    "g_n": "standard_gravity",
    "N": "newton",
    "kgf": "kilogram_force",
    "lbf": "pound_force",
    "kN": "kilonewton",
    "N.s": "newton*second",
    "MN.s": "meganewton*second",
    "Pa": "pascal",
    "MPa": "megapascal",
    "bar": "bar",
    "mbar": "millibar",
    "atm": "standard_atmosphere",
    "Torr": "torr",
    "psi": "psi",
    "J": "joule",
    "eV": "electron_volt",
    "W": "watt",
    "uW": "microwatt",
    "GW": "gigawatt",
    "V": "volt",
    "kV": "kilovolt",
    "L/h": "liter/hour",
    "L/min": "liter/minute",
    "m3/h": "meter**3/hour",
    "kg/h": "kilogram/hour",
    "kg/24h": "kilogram/day",
    "g/s": "gram/second",
    "kg/N/h": "kilogram/newton/hour",
    "lb/lbf/h": "pound/pound_force/hour",
    "g/cm3": "gram/centimeter**3",
    "mg/m3": "milligram/meter**3",
    "kg/m3": "kilogram/meter**3",
    "%": "percent",
    "1": "",
    "ppm": "ppm",
}
PEER_PAIRS = [(one, other) for one, other in PAIRS if one in PEERS and other in PEERS]


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry[float]:
    return pint.UnitRegistry()


@pytest.mark.parametrize(("given_unit", "other"), PEER_PAIRS)
def test_pint_itself_agrees(registry: pint.UnitRegistry[float], given_unit: str, other: str) -> None:
    expected = registry.Quantity(300.0, registry.parse_units(PEERS[given_unit])).to(PEERS[other]).magnitude
    assert convert(write(300.0, given_unit), other) == pytest.approx(expected, rel=1e-9)


def test_pint_is_loaded_only_for_a_conversion() -> None:
    code = """
import sys
from sekisho.terms.quantities import canonical_unit, convert
convert("4.5", "K"), convert("4.5 kelvin", "K"), convert("600 µW", "uW"), canonical_unit("qubit")
assert "pint" not in sys.modules
convert("4.5 mK", "K")
assert "pint" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
