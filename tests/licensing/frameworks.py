"""Lists of a framework for tests, from the example entries. Every act is made up."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from typing import Any

from sekisho.controls.control_list import ControlList
from sekisho.controls.item import Item
from sekisho.licensing.framework import Adopted, Consulted, FrameworkList, consult
from sekisho.licensing.transaction import Transaction, TransactionItem
from sekisho.notices.equivalence import Equivalence, read_equivalence
from sekisho.notices.transposition import Transposition, read_transposition
from sekisho.regime.proposal import build
from tests.licensing.samples import DAY, deal, vocabulary
from tests.workspace import kept

ANALOGUE = "4A801.a"
FACTS: dict[str, Any] = {"architecture": "analog", "physical_qubits": 600.0, "educational": False}


@functools.cache
def rules() -> ControlList:
    """Return the rules of the example entries."""
    return build(kept.ENTRIES, vocabulary()).control_list


def adopted(code: str = ANALOGUE, **facts: Any) -> Adopted:
    """Return an entry on the list."""
    given: dict[str, Any] = {"sha256": kept.sha(kept.ENTRIES[code]), "text": "", "adopted": dt.date(2026, 6, 1)} | facts
    return Adopted(code, **given)


def act(*codes: str, **facts: Any) -> Transposition:
    """Return a transposition; of the analogue simulators unless codes are given."""
    row = kept.transposition(*(codes or (ANALOGUE,)), **facts)
    return read_transposition(row["body"], row["digest"])


def relief(**facts: Any) -> Equivalence:
    """Return an equivalence about the analogue simulators."""
    row = kept.equivalence(ANALOGUE, **facts)
    return read_equivalence(row["body"], row["digest"])


def framework(
    *acts: Transposition,
    entries: Iterable[Adopted] = (),
    gone: Iterable[Adopted] = (),
    reliefs: Iterable[Equivalence] = (),
    stale_after: str = "2099-01-01",
    listing: ControlList | None = None,
) -> FrameworkList:
    """Return a list with one entry unless others are given."""
    rows: Mapping[str, Adopted] = {one.code: one for one in entries or (adopted(),)}
    return FrameworkList(
        "five-states",
        kept.ROOT,
        12,
        dt.datetime(2026, 7, 20, 10, tzinfo=dt.UTC),
        dt.datetime.fromisoformat(f"{stale_after}T00:00:00+00:00"),
        kept.EDITION,
        "f" * 64,
        ("DE", "JP", "US"),
        rows,
        tuple(gone),
        acts,
        tuple(reliefs),
        rules() if listing is None else listing,
    )


def simulator(**facts: Any) -> TransactionItem:
    """Return an analogue simulator that the entry lists unless a fact says otherwise; None takes a fact away."""
    known = {name: value for name, value in (FACTS | facts).items() if value is not None}
    return TransactionItem(Item("quantum_computer", known), hs_code="847150")


def shipment(**facts: Any) -> Transaction:
    """Return an export of the simulator from Japan to China."""
    return deal(**({"items": (simulator(),), "destination": "CN"} | facts))


def held(found: FrameworkList, transaction: Transaction | None = None, now: dt.date = DAY) -> Consulted:
    """Hold a list against a transaction."""
    whole = shipment() if transaction is None else transaction
    return consult(found, tuple(one.item for one in whole.items), whole.date, now)
