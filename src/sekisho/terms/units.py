"""The closed registry of units: each with its dimension, its size and the spellings by which it is known.

Decides which units exist and which measure the same thing. Refuses to guess: a unit that is not in the table does not
exist, and things that only look alike are apart. A count of qubits is not a percentage, a Mach number is not a speed
(it depends on the altitude), operations are not operations a second, and ``kb`` is a thousand base pairs, never bits.

Sizes are exact: CGPM definitions, the international foot and pound (1959), and for the electronvolt the SI of 2019.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    Attributes:
        symbol: The canonical spelling, which rulebooks and answers use.
        dimension: What it measures, in words; units of one dimension convert into each other.
        size: The unit in units of the engine that converts (see quantities), for example ``1e-6 * watt``.
        spellings: Other ways to write the symbol, where case counts.
        words: Names of the unit, where case does not count.
        minimum: The least possible value, or None where any number is possible.
    """

    symbol: str
    dimension: str
    size: str
    spellings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    minimum: float | None = None


BASES = (
    "metre",
    "gram",
    "second",
    "kelvin",
    "mole",
    "volt",
    "bit",
    "operation",
    "flop",
    "tpp",
    "weighted_teraflop",
    "qubit",
    "base_pair",
    "count",
    "animal",
    "lut_input",
    "layer",
    "pixel",
    "transistor",
    "atom",
    "mass_share",
    "permittivity",
    "mach",
    "reynolds",
    "decibel",
    "sound_decibel",
    "index",
    "level",
    "euro",
)
"""Base units of the engine; each is a dimension of its own. Bare numbers (``1``) have none."""

NAMED = {
    "newton": "1000 * gram * metre / second ** 2",
    "joule": "newton * metre",
    "watt": "joule / second",
    "pascal": "newton / metre ** 2",
    "litre": "0.001 * metre ** 3",
    "foot": "0.3048 * metre",
    "pound": "453.59237 * gram",
    "standard_gravity": "9.80665 * metre / second ** 2",
    "celsius": "kelvin; offset: 273.15",
    "fahrenheit": "5 / 9 * kelvin; offset: 45967 / 180",
}
"""Derived units that the sizes below use."""

_PREFIX = {
    "T": ("tera", "1e12"),
    "G": ("giga", "1e9"),
    "M": ("mega", "1e6"),
    "k": ("kilo", "1e3"),
    "": ("", "1"),
    "m": ("milli", "1e-3"),
    "u": ("micro", "1e-6"),
    "n": ("nano", "1e-9"),
    "p": ("pico", "1e-12"),
}


_SIGNED = frozenset(
    {"number", "index", "length", "speed", "acceleration", "force", "impulse", "pressure", "energy", "power", "voltage"}
    | {"level", "sound pressure level", "money"}
)
"""Dimensions in which a number below zero means something; the others are never below zero."""


def _unit(dimension: str, symbol: str, size: str, spellings: str = "", words: str = "", *, minimum: float = 0.0) -> Unit:
    """Return a unit; spellings and words are written one after another, a comma between them."""

    def split(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())

    least = None if dimension in _SIGNED else minimum
    return Unit(symbol, dimension, size, split(spellings), split(words), least)


def _si(dimension: str, symbol: str, base: str, prefixes: str, *names: str) -> tuple[Unit, ...]:
    """Return a unit with the prefixes named, where ``-`` stands for none, and its names in singular and plural."""
    units = []
    for letter in prefixes:
        prefix = letter.strip("-")
        long, factor = _PREFIX[prefix]
        words = ", ".join(f"{long}{name}, {long}{name}s" for name in names)
        units.append(_unit(dimension, prefix + symbol, f"{factor} * {base}", words=words))
    return tuple(units)


_TABLE: tuple[Unit, ...] = (
    # numbers without a unit, and shares
    _unit("number", "1", "count / count", ":1, ratio:1", "ratio, fraction"),
    _unit("number", "%", "0.01 * count / count", "pct", "percent, per cent, percentage"),
    _unit("number", "ppm", "1e-6 * count / count", "", "parts per million"),
    _unit("number", "ppb", "1e-9 * count / count", "", "parts per billion"),
    _unit("share by weight", "wt%", "0.01 * mass_share", "%wt, % w/w, mass%, wt.%", "percent by weight"),
    # things that are counted
    _unit("count", "count", "count", "pcs, pc", "counts, piece, pieces"),
    _unit("number of qubits", "qubits", "qubit", "", "qubit, physical qubits, physical qubit"),
    _unit("number of animals", "animals", "animal", "", "animal, rodents, rodent"),
    _unit("number of inputs", "inputs", "lut_input", "LUT inputs", "input, lut inputs, lut input"),
    _unit("number of layers", "layers", "layer", "", "layer"),
    _unit("number of pixels", "pixels", "pixel", "px", "pixel"),
    _unit("number of pixels", "Mpixel", "1e6 * pixel", "MP, Mpx, MPix", "megapixel, megapixels"),
    _unit("number of transistors", "transistors", "transistor", "", "transistor"),
    _unit("number of operations", "operations", "operation", "ops, op, FLOP", "operation"),
    _unit("containment level", "level", "level", "P/BL level, BL, P level", "levels"),
    _unit("index", "index", "index", "", "index value"),
    # genes
    _unit("number of base pairs", "bp", "base_pair", "nt", "base pair, base pairs, base, bases, nucleotides"),
    _unit("number of base pairs", "kb", "1e3 * base_pair", "kbp", "kilobase, kilobases, kilobase pairs"),
    _unit("number of base pairs", "Mb", "1e6 * base_pair", "Mbp", "megabase, megabases, megabase pairs"),
    # computing
    _unit("total processing performance", "TPP", "tpp", "TPP (2 x MacTOPS x bit length)", ""),
    _unit("performance density", "TPP/mm2", "tpp / (0.001 * metre) ** 2", "TPP/mm^2", ""),
    _unit("adjusted peak performance", "WT", "weighted_teraflop", "", "weighted teraflops"),
    _unit("operations per second", "TOPS", "1e12 * operation / second", "TOP/s", "tera operations per second"),
    _unit("operations per second", "GOPS", "1e9 * operation / second", "GOP/s", "giga operations per second"),
    _unit("operations per second", "POPS", "1e15 * operation / second", "POP/s", "peta operations per second"),
    _unit("floating-point performance", "GFLOPS", "1e9 * flop / second", "GFLOP/s, Gflops", "gigaflops"),
    _unit("floating-point performance", "TFLOPS", "1e12 * flop / second", "TFLOP/s, Tflops", "teraflops"),
    _unit("floating-point performance", "PFLOPS", "1e15 * flop / second", "PFLOP/s, Pflops", "petaflops"),
    _unit("floating-point performance", "EFLOPS", "1e18 * flop / second", "EFLOP/s, Eflops", "exaflops"),
    _unit("amount of data", "bit", "bit", "", "bits"),
    _unit("amount of data", "byte", "8 * bit", "", "bytes"),
    _unit("amount of data", "MB", "8e6 * bit", "Mbyte, MByte", "megabyte, megabytes"),
    _unit("amount of data", "GB", "8e9 * bit", "Gbyte, GByte", "gigabyte, gigabytes"),
    _unit("amount of data", "GiB", "8 * 1073741824 * bit", "", "gibibyte, gibibytes"),
    _unit("amount of data", "TB", "8e12 * bit", "Tbyte, TByte", "terabyte, terabytes"),
    _unit("data rate", "GB/s", "8e9 * bit / second", "GBps, Gbyte/s, GByte/s, GB/sec, GB/s per link", "gigabytes/s"),
    _unit("data rate", "TB/s", "8e12 * bit / second", "TBps, Tbyte/s, TByte/s, TB/sec", "terabytes/s"),
    _unit("data rate", "MB/s", "8e6 * bit / second", "MBps, Mbyte/s, MByte/s, MB/sec", "megabytes/s"),
    _unit("data rate", "GiB/s", "8 * 1073741824 * bit / second", "GiBps", "gibibytes/s"),
    _unit("data rate", "Gbit/s", "1e9 * bit / second", "Gb/s, Gbps", "gigabits/s"),
    _unit("data rate", "Tbit/s", "1e12 * bit / second", "Tb/s, Tbps", "terabits/s"),
    _unit("data rate", "Mbit/s", "1e6 * bit / second", "Mb/s, Mbps", "megabits/s"),
    _unit("memory bandwidth density", "GB/s/mm2", "8e9 * bit / second / (0.001 * metre) ** 2", "GB/s/mm^2, GB/(s mm2)"),
    _unit("memory density", "Gb/mm2", "1e9 * bit / (0.001 * metre) ** 2", "Gbit/mm2, Gb/mm^2, Gbit/mm^2"),
    # temperature; a difference is never meant
    _unit("temperature", "K", "kelvin", "", "kelvin, kelvins"),
    _unit("temperature", "mK", "1e-3 * kelvin", "", "millikelvin, millikelvins"),
    _unit("temperature", "uK", "1e-6 * kelvin", "", "microkelvin, microkelvins"),
    _unit("temperature", "degC", "celsius", "°C, deg C, C", "celsius, degrees celsius", minimum=-273.15),
    _unit("temperature", "degF", "fahrenheit", "°F, deg F", "fahrenheit, degrees fahrenheit", minimum=-459.67),
    # length, area, volume
    *_si("length", "m", "metre", "k-mun", "metre", "meter"),
    _unit("length", "cm", "0.01 * metre", "", "centimetre, centimetres, centimeter, centimeters"),
    _unit("length", "pm", "1e-12 * metre", "", "picometre, picometres, picometer, picometers"),
    _unit("length", "angstrom", "1e-10 * metre", "Å", "angstroms, ångström"),
    _unit("length", "in", "0.0254 * metre", '", inch', "inches"),
    _unit("length", "ft", "foot", "", "foot, feet"),
    _unit("length", "mi", "5280 * foot", "", "mile, miles, statute miles"),
    _unit("length", "nmi", "1852 * metre", "", "nautical mile, nautical miles"),
    _unit("area", "m2", "metre ** 2", "m^2, sqm", "square metres, square meters"),
    _unit("area", "cm2", "(0.01 * metre) ** 2", "cm^2", "square centimetres, square centimeters"),
    _unit("area", "mm2", "(0.001 * metre) ** 2", "mm^2", "square millimetres, square millimeters"),
    _unit("area", "um2", "(1e-6 * metre) ** 2", "um^2", "square micrometres, square micrometers"),
    _unit("area", "nm2", "(1e-9 * metre) ** 2", "nm^2", "square nanometres, square nanometers"),
    _unit("area", "ft2", "foot ** 2", "ft^2, sqft", "square feet"),
    _unit("volume", "m3", "metre ** 3", "m^3", "cubic metres, cubic meters"),
    _unit("volume", "L", "litre", "l, dm3", "litre, litres, liter, liters"),
    _unit("volume", "mL", "1e-3 * litre", "ml", "millilitre, millilitres, milliliter, milliliters"),
    _unit("volume", "uL", "1e-6 * litre", "ul", "microlitre, microlitres, microliter, microliters"),
    _unit("volume", "cm3", "(0.01 * metre) ** 3", "cm^3, cc", "cubic centimetres, cubic centimeters"),
    _unit("volume", "ft3", "foot ** 3", "ft^3, cu ft", "cubic feet"),
    # mass and amount
    _unit("mass", "kg", "1000 * gram", "kg ice", "kilogram, kilograms, kilogramme, kilogrammes"),
    _unit("mass", "g", "gram", "", "gram, grams, gramme, grammes"),
    _unit("mass", "mg", "1e-3 * gram", "", "milligram, milligrams"),
    _unit("mass", "ug", "1e-6 * gram", "", "microgram, micrograms"),
    _unit("mass", "t", "1e6 * gram", "", "tonne, tonnes, metric ton, metric tons"),
    _unit("mass", "lb", "pound", "lbs", "pound, pounds"),
    *_si("amount of substance", "mol", "mole", "-mun", "mole"),
    # time, frequency, motion
    *_si("time", "s", "second", "-munp", "second"),
    _unit("time", "min", "60 * second", "", "minute, minutes, mins"),
    _unit("time", "h", "3600 * second", "hr, hrs, h at 1273K 200MPa", "hour, hours"),
    _unit("time", "d", "86400 * second", "", "day, days"),
    *_si("frequency", "Hz", "1 / second", "TGMk-", "hertz"),
    _unit("speed", "m/s", "metre / second", "m s-1, m.s-1", "metres per second, meters per second"),
    _unit("speed", "km/s", "1000 * metre / second", "km s-1", "kilometres per second, kilometers per second"),
    _unit("speed", "km/h", "1000 * metre / (3600 * second)", "kph", "kilometres per hour, kilometers per hour"),
    _unit("speed", "kn", "1852 * metre / (3600 * second)", "kt, kts", "knot, knots"),
    _unit("speed", "mph", "5280 * foot / (3600 * second)", "", "miles per hour"),
    _unit("Mach number", "Mach", "mach", "Ma", "mach number"),
    _unit("Reynolds number", "Re", "reynolds", "", "reynolds, reynolds number"),
    _unit("acceleration", "m/s2", "metre / second ** 2", "m/s^2, m s-2", "metres per second squared"),
    _unit("acceleration", "g_n", "standard_gravity", "g rms, grms, gRMS, g rms 20Hz-2kHz", "standard gravity"),
    # force, pressure, energy, power, electricity
    *_si("force", "N", "newton", "Mk-mu", "newton"),
    _unit("force", "kgf", "1000 * gram * standard_gravity", "", "kilogram-force"),
    _unit("force", "lbf", "pound * standard_gravity", "", "pound-force, pounds-force"),
    _unit("impulse", "N.s", "newton * second", "N s, Ns, N*s", "newton seconds, newton-seconds"),
    _unit("impulse", "kN.s", "1e3 * newton * second", "kN s, kNs, kN*s", "kilonewton seconds"),
    _unit("impulse", "MN.s", "1e6 * newton * second", "MN s, MNs, MN*s", "meganewton seconds"),
    *_si("pressure", "Pa", "pascal", "GMk-mu", "pascal"),
    _unit("pressure", "hPa", "100 * pascal", "", "hectopascal, hectopascals"),
    _unit("pressure", "bar", "1e5 * pascal", "", "bars"),
    _unit("pressure", "mbar", "100 * pascal", "", "millibar, millibars"),
    _unit("pressure", "atm", "101325 * pascal", "", "atmosphere, atmospheres"),
    _unit("pressure", "Torr", "101325 * pascal / 760", "torr", ""),
    _unit("pressure", "psi", "pound * standard_gravity / (0.0254 * metre) ** 2", "", "pounds per square inch"),
    *_si("energy", "J", "joule", "Mk-m", "joule"),
    _unit("energy", "eV", "1.602176634e-19 * joule", "", "electronvolt, electronvolts, electron volts"),
    _unit("energy", "meV", "1.602176634e-22 * joule", "", "millielectronvolt, millielectronvolts"),
    _unit("energy", "keV", "1.602176634e-16 * joule", "", "kiloelectronvolt, kiloelectronvolts"),
    *_si("power", "W", "watt", "GMk-munp", "watt"),
    *_si("voltage", "V", "volt", "Mk-mu", "volt"),
    _unit("relative permittivity", "eps_r", "permittivity", "k, εr", "dielectric constant, relative permittivity"),
    _unit("level", "dB", "decibel", "", "decibel, decibels"),
    _unit("sound pressure level", "dB re 20 uPa", "sound_decibel", "dB re 20uPa, dB SPL, dB(SPL), dBSPL", ""),
    # rates and densities
    _unit("volume flow", "L/h", "litre / (3600 * second)", "l/h", "litres per hour, liters per hour"),
    _unit("volume flow", "L/min", "litre / (60 * second)", "l/min, lpm", "litres per minute, liters per minute"),
    _unit("volume flow", "mL/min", "1e-3 * litre / (60 * second)", "ml/min", "millilitres per minute"),
    _unit("volume flow", "m3/h", "metre ** 3 / (3600 * second)", "m^3/h", "cubic metres per hour"),
    _unit("mass flow", "kg/h", "1000 * gram / (3600 * second)", "kg/hr", "kilograms per hour"),
    _unit("mass flow", "kg/24h", "1000 * gram / (86400 * second)", "kg/24 h, kg/d, kg/day", "kilograms per day"),
    _unit("mass flow", "g/s", "gram / second", "", "grams per second"),
    _unit("mass flow", "kg/s", "1000 * gram / second", "", "kilograms per second"),
    _unit("specific fuel consumption", "kg/N/h", "1000 * gram / newton / (3600 * second)", "kg/(N h), kg/(N.h), kg/Nh"),
    _unit(
        "specific fuel consumption",
        "lb/lbf/h",
        "pound / (pound * standard_gravity) / (3600 * second)",
        "lb/(lbf h), lb/lbf-h",
    ),
    _unit("specific fuel consumption", "g/kN/s", "gram / (1e3 * newton) / second", "g/(kN s), g/(kN.s)"),
    _unit("density", "g/cm3", "gram / (0.01 * metre) ** 3", "g/cm^3, g/cc, g/mL, g/cm3 at 15C", ""),
    _unit("density", "kg/m3", "1000 * gram / metre ** 3", "kg/m^3, g/L", ""),
    _unit("density", "mg/m3", "1e-3 * gram / metre ** 3", "mg/m^3", ""),
    _unit("density", "ug/m3", "1e-6 * gram / metre ** 3", "ug/m^3", ""),
    _unit("atoms per volume", "atoms/cm3", "atom / (0.01 * metre) ** 3", "atoms/cm^3, atoms/cc, at/cm3, cm-3"),
    _unit("atoms per volume", "atoms/m3", "atom / metre ** 3", "atoms/m^3, at/m3, m-3"),
    # money; converts into nothing
    _unit("money", "EUR", "euro", "€", "euro, euros"),
)

UNITS: Mapping[str, Unit] = {unit.symbol: unit for unit in _TABLE}
"""Every unit by its canonical symbol."""

NOT_UNITS = frozenset({"bool", "flag", "enum", "code-ref", "list", "text", "string", "number"})
"""Words that stand in a column of units and name a type."""
