"""The reference of sources says what the cards say, and the explanation what screening does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sekisho.parties.names import prepare
from sekisho.parties.screen import MOST_POSSIBLE
from sekisho.sources.card import Card
from sekisho.sources.ecfr import LARGEST_CELL
from sekisho.sources.registry import cards

DOCS = Path(__file__).parents[2] / "docs"
SOURCES = (DOCS / "reference" / "sources.md").read_text(encoding="utf-8")
SCREENING = (DOCS / "explanation" / "screening.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.id)
def test_the_table_of_sources(card: Card) -> None:
    (line,) = re.findall(rf"^\| `{card.id}` \|.*$", SOURCES, re.MULTILINE)
    assert f"{card.least:,} to {card.greatest:,}" in line
    if card.official:
        assert f"{card.soft_limit_days} days" in line
        assert f"{card.hard_limit_days} days" in line
        assert card.address in SOURCES
        assert all(pattern in SOURCES for pattern in card.files)


def test_numbers_in_the_text() -> None:
    assert f"{LARGEST_CELL:,} characters" in SOURCES
    assert f"At most {MOST_POSSIBLE} possible matches" in SCREENING


def test_the_examples_of_what_is_no_difference() -> None:
    pairs = re.findall(r"^\| [^|]+ \| `([^`]+)` and `([^`]+)`", SCREENING, re.MULTILINE)
    assert len(pairs) >= 3
    for first, second in pairs:
        assert prepare(first).key == prepare(second).key or "…" in first
