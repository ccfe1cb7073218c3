"""A matter as a row of an overview, for people and for JSON."""

from __future__ import annotations

from typing import Any

from sekisho.regime.matter import Matter


def summary(matter: Matter) -> dict[str, Any]:
    """Return a matter as a row of an overview."""
    body = matter.event.body
    title = body["title"]
    return {
        "id": matter.digest,
        "number": body.get("number", ""),
        "kind": matter.event.kind,
        "decision": matter.decision,
        "field": matter.field,
        "title": title.get("en", next(iter(title.values()))),
        "sponsor": matter.event.by,
        "state": matter.state.value,
        "since_leaf": matter.since,
        "since": None if matter.entered is None else matter.entered.isoformat(),
        "rounds": [one.event.digest for one in matter.rounds],
        "open_objections": sum(one.open for one in matter.objections.values()),
        "reviews": list(matter.reviews),
    }
