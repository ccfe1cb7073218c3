"""The reference of rulebook files shows a rulebook that loads."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from sekisho.controls.classify import classify
from sekisho.controls.item import Item
from sekisho.controls.library import build_lists
from sekisho.logic.truth import Truth

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rulebook-files.md"


def text() -> str:
    """Return the page."""
    return PAGE.read_text(encoding="utf-8")


def shown() -> dict[str, bytes]:
    """Return the files that the page shows, by name."""
    blocks = re.findall(r"^`([^`]+\.yaml)`\n\n```yaml\n(.*?)```$", text(), re.MULTILINE | re.DOTALL)
    return {name: body.encode() for name, body in blocks}


def test_the_rulebook_of_the_page_loads_and_classifies() -> None:
    assert len(shown()) == 5
    _, lists = build_lists(shown())
    assert lists["example"].codes == ("1A001.a", "1A002")
    chip = Item("chip", {"speed": 3.0, "architecture": "gate", "sealed": False})
    (whole,) = classify(chip, lists.values(), dt.date(2026, 1, 1))
    assert (whole.codes(Truth.YES), whole.covered) == (("1A001.a",), True)
    board = Item("board", components=(chip,))
    (whole,) = classify(board, lists.values(), dt.date(2026, 1, 1))
    assert (whole.codes(Truth.YES), whole.covered) == (("1A002",), False)


def test_every_key_of_the_files_is_in_a_table() -> None:
    first_cells = "\n".join(line.split("|")[1] for line in text().splitlines() if line.startswith("|"))
    tables = set(re.findall(r"`([a-z_]+)`", first_cells))
    written = {key for body in shown().values() for key in re.findall(r"^ *-? *([a-z_]+):", body.decode(), re.MULTILINE)}
    assert written - tables <= {"kinds", "parameters", "chip", "board", "speed", "architecture", "sealed", "contains_item"}
