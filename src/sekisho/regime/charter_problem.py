"""One reason for which a charter is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a charter is refused.

    Attributes:
        place: Path in the charter, for example ``thresholds.cosign``.
        message: What is wrong, and why it matters.
        remedy: What to do about it.
    """

    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return ``place: message (remedy)``."""
        return f"{self.place}: {self.message} ({self.remedy})"
