"""A group of five states for the tests of assurance, and a proposal that they may decide on. Synthetic throughout."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sekisho.assurance.replay import Verified, replay
from sekisho.ledger.memory_store import MemoryStore
from sekisho.ledger.store import Leaf
from sekisho.regime.charters import shipped_charter
from sekisho.regime.matter import Matter
from sekisho.regime.statements import LANGUAGE
from sekisho.terms.document import read_document
from sekisho.workspace.simulation import Group

FIVE = ("DE", "GB", "JP", "NL", "US")
ENTRY = "code: {code}\nfield: quantum\ntext: A made-up entry that no rule reads\nnumber: {number}\n"
DOSSIER = dict.fromkeys(
    (
        "foreign_availability",
        "controllability",
        "clear_specification",
        "controlled_elsewhere",
        "military_relevance",
        "expected_effect",
    ),
    "A made-up answer of several words",
)


@lru_cache
def template(name: str = "five-states") -> dict[str, Any]:
    """Return a shipped charter as a document."""
    found = read_document(shipped_charter(name), name).plain()
    assert isinstance(found, dict)
    return found


def group(seed: str = "test", **more: Any) -> Group:
    """Return five states with stores in memory."""
    return Group(shipped_charter("five-states"), lambda party, identity: MemoryStore(identity), seed, **more)


def change(code: str = "4Q901", action: str = "add", number: int = 1, **more: Any) -> dict[str, Any]:
    """Return a change of a proposal."""
    text = "" if action in ("remove", "renew", "charter") else ENTRY.format(code=code, number=number)
    return {
        "action": action,
        "code": code,
        "entry": text,
        "before": "",
        "texts": {"en": "Made up", "ja": "架空"},
        "references": [],
        **more,
    }


def proposal(
    one: Group,
    sponsor: str = "JP",
    number: str = "Q-1",
    decision: str = "add",
    field: str = "quantum",
    changes: list[dict[str, Any]] | None = None,
    **more: Any,
) -> tuple[bytes, str]:
    """Return a signed proposal and its digest."""
    desk = one.members[sponsor]
    fields = {
        "number": number,
        "decision": decision,
        "field": field,
        "concern": "",
        "replaces": "",
        "base_edition": one.verified().docket.edition.digest,
        "language": LANGUAGE,
        "title": {"en": "Made up", "ja": "架空"},
        "changes": [change()] if changes is None else changes,
        "dossier": DOSSIER,
        **more,
    }
    made = desk.say("proposal", **fields)
    from sekisho.ledger.envelope import read_envelope

    return made, read_envelope(made).digest


def opened(seed: str = "test", **more: Any) -> tuple[Group, str]:
    """Return a group with an open round, and the digest of its proposal."""
    one = group(seed, **more)
    one.must_checkpoint()
    made, subject = proposal(one)
    one.to_round(made, subject, "JP")
    return one, subject


def adopted(seed: str = "test", choices: Mapping[str, str] | None = None, **more: Any) -> tuple[Group, str]:
    """Return a group that has settled a round, and the digest of its proposal."""
    one, subject = opened(seed, **more)
    one.decide(subject, choices or dict.fromkeys(FIVE, "yes"))
    return one, subject


def record(one: Group) -> tuple[list[Leaf], list[str]]:
    """Return the leaves and checkpoints of a group's log."""
    store = one.secretariat.store
    return list(store.leaves()), [note for _, note in store.checkpoints()]


def replayed(one: Group, leaves: list[Leaf] | None = None, notes: list[str] | None = None) -> Verified:
    """Replay a group's record, or another one as if it were its."""
    own, kept = record(one)
    return replay(own if leaves is None else leaves, kept if notes is None else notes, one.charter.digest)


def matter(one: Group, subject: str) -> Matter:
    """Return a matter as the log has it."""
    return replayed(one).docket.matters[subject]


def reason(one: Group, kind: str = "") -> str:
    """Return the reason for which the last statement (of a kind) was set aside; empty if none was."""
    aside = [row for row in replayed(one).set_aside if kind in ("", row.kind)]
    return aside[-1].reason if aside else ""


def moved(leaf: Leaf, index: int) -> Leaf:
    """Return a leaf at another place."""
    return dataclasses.replace(leaf, index=index)


def days(number: float) -> dt.timedelta:
    """Return a span."""
    return dt.timedelta(days=number)
