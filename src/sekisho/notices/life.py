"""Where a denial stands on a day: valid, withdrawn or lapsed, whatever the order in which the notices arrived.

Decides by a fold over all notices that somebody keeps. ``made`` is what a maker wrote and decides nothing: a withdrawal
ends its denial however old it says it is, and a renewal beside it has no effect.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sekisho.errors import RecordError
from sekisho.notices.denial import DENIAL, RENEWAL, WITHDRAWAL, Denial, read_denial
from sekisho.terms.dates import parse_date

VALID, WITHDRAWN, LAPSED, NOT_YET = "valid", "withdrawn", "lapsed", "not_yet"
Body = Mapping[str, Any]
_FOLLOWS: Final = (RENEWAL, WITHDRAWAL)


@dataclass(frozen=True, slots=True)
class Standing:
    """A denial with what became of it.

    Attributes:
        denial: As issued.
        valid_until: First day on which it is no longer valid, renewals counted.
        withdrawn_from: First day from which it is withdrawn, or None.
        renewals: Digests of the renewals that count.
    """

    denial: Denial
    valid_until: dt.date
    withdrawn_from: dt.date | None
    renewals: tuple[str, ...] = ()

    def on(self, day: dt.date) -> str:
        """Return where it stands on a day: ``valid``, ``withdrawn``, ``lapsed`` or ``not_yet``."""
        if day < self.denial.decided:
            return NOT_YET
        if self.withdrawn_from is not None and self.withdrawn_from <= day:
            return WITHDRAWN
        return VALID if day < self.valid_until else LAPSED


def standings(kept: Mapping[str, Body]) -> dict[str, Standing]:
    """Return every denial that somebody keeps with where it stands.

    Args:
        kept: Digest to statement; each was opened and verified. What is about a denial that is not kept, or by another
            than its issuer, has no effect.
    """
    found = {key: read_denial(body, key) for key, body in sorted(kept.items()) if body["type"] == DENIAL}
    return {key: _standing(denial, _about(kept, denial)) for key, denial in found.items()}


def _about(kept: Mapping[str, Body], denial: Denial) -> list[tuple[str, Body]]:
    return [
        (key, body)
        for key, body in kept.items()
        if body["type"] in _FOLLOWS and body["denial"] == denial.digest and body["by"] == denial.by
    ]


def _standing(denial: Denial, follows: Iterable[tuple[str, Body]]) -> Standing:
    rows = list(follows)
    ends = [parse_date(body["from"]) for _, body in rows if body["type"] == WITHDRAWAL]
    renewals = sorted((body["reviewed"], body["valid_until"], key) for key, body in rows if body["type"] == RENEWAL)
    until, counted = denial.valid_until, []
    for reviewed, renewed, key in () if ends else renewals:
        # What has lapsed before it was reviewed is no longer there to be renewed.
        if denial.decided <= parse_date(reviewed) <= until < parse_date(renewed):
            until = parse_date(renewed)
            counted.append(key)
    return Standing(denial, until, min(ends, default=None), tuple(counted))


def refuse_follower(kept: Mapping[str, Body], body: Body) -> Denial | None:
    """Refuse a renewal or a withdrawal that would have no effect, and return its denial.

    A withdrawal that arrives before its denial is kept: it ends the denial when that comes. Then there is none to return.

    Raises:
        RecordError: Its denial is not kept or another's; a renewal of what is withdrawn, or has lapsed before the review.
    """
    standing = standings(kept).get(body["denial"])
    if standing is None and body["type"] == WITHDRAWAL:
        return None
    if standing is None:
        raise RecordError(f"its denial {body['denial'][:12]} is not kept here", remedy="open the denial first")
    if standing.denial.by != body["by"]:
        raise RecordError(f"{body['by']} cannot change a denial of {standing.denial.by}", place="by")
    if body["type"] == RENEWAL:
        _refuse_renewal(standing, body)
    return standing.denial


def _refuse_renewal(standing: Standing, body: Body) -> None:
    name, reviewed = standing.denial.id, parse_date(body["reviewed"])
    if standing.withdrawn_from is not None:
        raise RecordError(f"{name} is withdrawn from {standing.withdrawn_from}; nothing renews it", place="denial")
    if not standing.denial.decided <= reviewed <= standing.valid_until:
        message = f"{name} was decided on {standing.denial.decided} and lapses on {standing.valid_until}"
        raise RecordError(f"{message}; a review on {reviewed} does not renew it", place="reviewed")
    if parse_date(body["valid_until"]) <= standing.valid_until:
        raise RecordError(f"{name} is valid until {standing.valid_until} already", place="valid_until")
