"""That a member regards the control of others as equivalent, and by which authorisation of its own law.

Decides what an ``equivalence`` statement says. It is unilateral, and of the relieving authority alone: no transposition
opens it, and it opens nothing in another direction. The model is License Exception IEC, 15 CFR 740.24.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.errors import RecordError
from sekisho.notices import fields as of
from sekisho.notices.fields import Check
from sekisho.notices.transposition import check_fields, check_interval
from sekisho.terms.dates import parse_date

KIND = "equivalence"


@dataclass(frozen=True, slots=True)
class Equivalence:
    """One statement, read.

    Attributes:
        digest: Of the statement.
        by: The member that relieves.
        of: Members whose control it regards as equivalent, sorted.
        entries: Codes of the framework's entries, sorted.
        national: The reliever's own code of the authorisation that it opens, for example ``IEC``.
        basis: The law that empowers.
        citation: Where the relief stands.
        applies_from: First day on which it applies.
        applies_until: First day on which it does not apply any more, or None.
        conditions: What must hold besides.
        replaces: Digest of the equivalence that it replaces, or empty.
    """

    digest: str
    by: str
    of: tuple[str, ...]
    entries: tuple[str, ...]
    national: str
    basis: str
    citation: str
    applies_from: dt.date
    applies_until: dt.date | None
    conditions: tuple[str, ...]
    replaces: str

    def applies(self, on: dt.date) -> bool:
        """Tell whether a day lies in its interval; whether another replaces it is for ``Acts``."""
        return self.applies_from <= on and (self.applies_until is None or on < self.applies_until)


FIELDS: Mapping[str, Check] = {
    "of": of.some(of.ordered(of.word)),
    "entries": of.some(of.ordered(of.word)),
    "national": lambda value: of.code(value) and bool(value.strip()),
    "basis": of.filled,
    "citation": of.filled,
    "applies_from": of.date,
    "applies_until": of.or_empty(of.date),
    "conditions": of.listed(of.filled),
    "replaces": of.or_empty(of.digest),
}
"""Field to what it may hold; how the fields go together is for ``read_equivalence``."""


def read_equivalence(body: Mapping[str, Any], digest: str) -> Equivalence:
    """Return what a statement says.

    Args:
        body: Its payload; every field of FIELDS and ``by`` are there.
        digest: Of the statement.

    Raises:
        RecordError: A field is missing or malformed, or two contradict each other; ``place`` says which.
    """
    check_fields(KIND, FIELDS, body)
    found = Equivalence(
        digest,
        body["by"],
        tuple(body["of"]),
        tuple(body["entries"]),
        body["national"],
        body["basis"],
        body["citation"],
        parse_date(body["applies_from"]),
        of.day_or_none(body["applies_until"]),
        tuple(body["conditions"]),
        body["replaces"],
    )
    if found.by in found.of:
        raise RecordError(f"{found.by} cannot regard its own control as equivalent", place="of")
    check_interval(found.applies_from, found.applies_until)
    return found
