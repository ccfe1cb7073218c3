"""The outcomes of a determination, as a gate: may it ship today?"""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Outcome(enum.Enum):
    """From the laxest to the strictest, in this order.

    REFER: a person must look. NEEDS_INFORMATION: questions are open. NOTIFY: report, ship meanwhile.
    PROHIBITED: no route in law, or a denial order.
    """

    NO_REQUIREMENT_FOUND = "no_requirement_found"
    NOTIFY = "notify"
    AUTHORISATION_AVAILABLE = "authorisation_available"
    NEEDS_INFORMATION = "needs_information"
    REFER = "refer"
    LICENCE_REQUIRED = "licence_required"
    PROHIBITED = "prohibited"

    @property
    def rank(self) -> int:
        """Return 0 for the laxest and one more for each stricter one."""
        return _RANK[self]


_RANK = {outcome: number for number, outcome in enumerate(Outcome)}


def strictest(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the strictest; NO_REQUIREMENT_FOUND where there is none."""
    return max(outcomes, key=lambda outcome: outcome.rank, default=Outcome.NO_REQUIREMENT_FOUND)
