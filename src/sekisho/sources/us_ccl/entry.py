"""An ECCN as it is cut out of the Commerce Control List, before its parts are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sekisho.sources.us_ccl.blocks import Block

HEADING: Final = re.compile(r"([0-9][A-E][0-9]{3})\b(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """An ECCN.

    Attributes:
        heading: The block of its heading.
        blocks: What follows, up to the next ECCN or heading of a group.
        group: What is printed above it for its whole category and product group.
    """

    heading: Block
    blocks: list[Block]
    group: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return the code: how the heading begins."""
        return self.heading.text[:5]
