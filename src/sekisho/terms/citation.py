"""Where a statement of law comes from."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.errors import RulebookError


@dataclass(frozen=True, slots=True)
class Citation:
    """One or several places in official texts, in the order in which they support the statement.

    Attributes:
        parts: For example ``("89 FR 72926", "15 CFR 774 Supp. 1")``; never empty, no part blank.
    """

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read ``"A; B"``.

        Raises:
            RulebookError: Nothing but blanks and semicolons was given.
        """
        parts = tuple(part.strip() for part in text.split(";") if part.strip())
        if not parts:
            raise RulebookError("a citation is empty", remedy="name the act, the article and its edition")
        return cls(parts)

    def __str__(self) -> str:
        """Return the parts joined by ``"; "``."""
        return "; ".join(self.parts)
