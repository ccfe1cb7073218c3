"""Synthetic publications in the official formats, and small pieces of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from sekisho.sources.card import Card
from sekisho.sources.registry import card

FOLDER = Path(__file__).parent / "synthetic"
ECFR = FOLDER / "ecfr-15-744-2026-01-02.xml"
METI = FOLDER / "meti-foreign-end-user-list-2026-01-02.json"

HEADS = {
    4: "<TH>Country</TH><TH>Entity</TH><TH>License requirement</TH><TH>License review policy</TH>"
    "<TH>Federal Register citation</TH>",
    6: "<TH>Country</TH><TH>Listed person and address</TH><TH>Federal Register citation</TH>",
    7: "<TH>Country</TH><TH>Entity</TH><TH>Federal Register citation</TH>",
}


def small(source: str) -> Card:
    """Return the card of a source with bounds that a small publication meets."""
    return dataclasses.replace(card(source), least=1)


def ecfr(rows: str, supplement: int = 4, head: str | None = None) -> bytes:
    """Return an eCFR file with these rows in one supplement."""
    titles = HEADS[supplement] if head is None else head
    return (
        f'<?xml version="1.0"?><DIV5><DIV9 N="Supplement No. {supplement} to Part 744"><TABLE>'
        f"<THEAD><TR>{titles}</TR></THEAD><TBODY>{rows}</TBODY></TABLE></DIV9></DIV5>"
    ).encode()


def row(entity: str, country: str = "", requirement: str = "For all items", policy: str = "Denial") -> str:
    """Return a row of the Entity List."""
    cells = (country, entity, requirement, policy, "80 FR 1, 1/2/15.")
    return f"<TR>{''.join(f'<TD>{cell}</TD>' for cell in cells)}</TR>"
