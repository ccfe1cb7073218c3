"""The reference pages list what the tables hold, row by row."""

from __future__ import annotations

from pathlib import Path

from sekisho.terms.places import PLACES, Place
from sekisho.terms.places_data import REFUSED
from sekisho.terms.units import UNITS, Unit

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"


def code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def unit_row(unit: Unit) -> str:
    least = "" if unit.minimum is None else f"{unit.minimum:g}"
    return f"| {unit.dimension} | `{unit.symbol}` | {code(unit.spellings)} | {', '.join(unit.words)} | {least} |"


def place_row(entry: Place) -> str:
    return f"| `{entry.code}` | {entry.alpha3 and f'`{entry.alpha3}`'} | {entry.name} | {'; '.join(entry.aliases)} |"


def refused_row(line: str) -> str:
    names, reason = line.split(" = ")
    return f"| {names.replace(' | ', '; ')} | {reason} |"


def rows(page: str, heading: str) -> list[str]:
    """Return the body of the table under a heading."""
    section = (DOCS / page).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ")][2:]


def test_units() -> None:
    assert rows("units.md", "The table") == [unit_row(unit) for unit in UNITS.values()]


def test_places() -> None:
    assert rows("places.md", "The table") == [place_row(entry) for entry in PLACES.values()]


def test_refused_names() -> None:
    assert rows("places.md", "Names that are refused") == [refused_row(line) for line in REFUSED.strip().splitlines()]
