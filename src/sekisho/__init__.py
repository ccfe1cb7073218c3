"""Sekisho: an executable export-control framework.

    transaction file ─► classify items ─► screen parties ─► determine per jurisdiction ─► answer with reasons
        terms            controls/logic      parties            licensing                  workspace, cli

    proposal with cases ─► signed statements ─► log, checkpoints ─► replay and tally ─► the list that the members adopt
        regime, controls        ledger             ledger, engines       assurance            regime

The names below are the public surface; everything else is public only if a room lists it in ``__all__``. They load on
first use, so that ``import sekisho`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sekisho.controls.classification import ListClassification as Classification
    from sekisho.controls.classify import classify
    from sekisho.controls.control_list import ControlList
    from sekisho.controls.entry import Entry
    from sekisho.controls.item import Item
    from sekisho.errors import Error
    from sekisho.licensing.determination import Decision, Determination
    from sekisho.licensing.determine import decide
    from sekisho.licensing.outcome import Outcome
    from sekisho.licensing.transaction import Transaction
    from sekisho.logic.truth import Truth
    from sekisho.parties.compare_names import Comparison, compare_names
    from sekisho.parties.index import Index
    from sekisho.parties.party import Match, PartyQuery, Screening
    from sekisho.regime.charter import Charter
    from sekisho.terms.citation import Citation
    from sekisho.workspace.check import check_file
    from sekisho.workspace.classify import classify_file
    from sekisho.workspace.door import open_index, screen
    from sekisho.workspace.propose import check_proposal
    from sekisho.workspace.records import tally
    from sekisho.workspace.records import verify as verify_record
    from sekisho.workspace.rulebook import open_rulebook
    from sekisho.workspace.screen import screen_name

__version__ = "0.1.0"

_HOMES = {
    "Charter": "sekisho.regime.charter",
    "Citation": "sekisho.terms.citation",
    "Classification": "sekisho.controls.classification:ListClassification",
    "Comparison": "sekisho.parties.compare_names",
    "ControlList": "sekisho.controls.control_list",
    "Decision": "sekisho.licensing.determination",
    "Determination": "sekisho.licensing.determination",
    "Entry": "sekisho.controls.entry",
    "Error": "sekisho.errors",
    "Index": "sekisho.parties.index",
    "Item": "sekisho.controls.item",
    "Match": "sekisho.parties.party",
    "Outcome": "sekisho.licensing.outcome",
    "PartyQuery": "sekisho.parties.party",
    "Screening": "sekisho.parties.party",
    "Transaction": "sekisho.licensing.transaction",
    "Truth": "sekisho.logic.truth",
    "check_file": "sekisho.workspace.check",
    "check_proposal": "sekisho.workspace.propose",
    "classify": "sekisho.controls.classify",
    "classify_file": "sekisho.workspace.classify",
    "compare_names": "sekisho.parties.compare_names",
    "decide": "sekisho.licensing.determine",
    "open_index": "sekisho.workspace.door",
    "open_rulebook": "sekisho.workspace.rulebook",
    "screen": "sekisho.workspace.door",
    "screen_name": "sekisho.workspace.screen",
    "tally": "sekisho.workspace.records",
    "verify_record": "sekisho.workspace.records:verify",
}

__all__ = [  # noqa: RUF022  (by meaning, not by alphabet)
    "check_file",
    "classify_file",
    "screen_name",
    "compare_names",
    "open_index",
    "screen",
    "open_rulebook",
    "check_proposal",
    "verify_record",
    "tally",
    "classify",
    "decide",
    "Item",
    "Entry",
    "ControlList",
    "Classification",
    "Transaction",
    "Determination",
    "Decision",
    "Outcome",
    "Match",
    "Screening",
    "PartyQuery",
    "Index",
    "Comparison",
    "Charter",
    "Truth",
    "Citation",
    "Error",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sekisho' has no attribute {name!r}")
    from importlib import import_module

    module, _, original = _HOMES[name].partition(":")
    value = getattr(import_module(module), original or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
