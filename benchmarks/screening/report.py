"""Tables for a reader and the same figures as JSON.

Decides how figures are printed; measures nothing.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Report:
    """What was measured, printed at once and kept.

    Attributes:
        figures: Every row of every table.
    """

    figures: list[dict[str, object]] = field(default_factory=list)
    _heading: str = ""

    def heading(self, text: str) -> None:
        """Begin a part; how busy the machine is stands beside, for times hang on it."""
        self._heading = text
        print(f"\n## {text}  (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)\n", flush=True)

    def note(self, text: str) -> None:
        """Print a remark."""
        print(text, flush=True)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]], title: str = "") -> None:
        """Print a table and keep its rows."""
        shown = [[_shown(cell) for cell in row] for row in rows]
        widths = [max(map(len, column)) for column in zip(columns, *shown, strict=True)]
        if title:
            print(f"{title}")
        print(_line(columns, widths))
        print(f"|{'|'.join('-' * (width + 2) for width in widths)}|")
        for row in shown:
            print(_line(row, widths))
        print(flush=True)
        for cells in rows:
            self.figures.append({"part": self._heading, "table": title, **dict(zip(columns, cells, strict=True))})

    def save(self, path: Path) -> None:
        """Write all figures as JSON."""
        path.write_text(json.dumps(self.figures, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"


def _shown(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "-"
    if isinstance(cell, float):
        return f"{cell:.3f}" if abs(cell) < 10 else f"{cell:,.1f}" if abs(cell) < 1000 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def ratio(mine: float, theirs: float) -> str:
    """Return how many times as much the first is; empty where there is nothing to compare with."""
    if not theirs or math.isnan(theirs) or math.isnan(mine):
        return "-"
    return f"{mine / theirs:.2f}x"
