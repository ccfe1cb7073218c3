"""Every small change of every condition is noticed by a case of its entry, or could change nothing.

Thresholds moved by one step, comparisons flipped, qualifiers dropped, listed values lost: what no case notices must be
shown by the solver to make no difference to any item.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sekisho.controls.control_list import ControlList
from sekisho.controls.entry import Entry, Version
from sekisho.controls.mutants import Mutant, examine
from sekisho.controls.solver import equivalent, expanded
from sekisho.engines.z3_solver import Z3Solver
from sekisho.errors import EngineError
from sekisho.workspace.rulebook import open_rulebook

RULEBOOK = open_rulebook()
SURVIVORS: dict[tuple[str, str], str] = {}
"""Changes that no case can notice although they matter, with the reason: (list:code, the change) to why."""


def surviving(control_list: ControlList) -> Iterator[tuple[str, str]]:
    """Yield what survives in a list and matters: ``list:code`` and the change in words."""
    solver = Z3Solver(20)
    for entry in control_list.entries:
        for version, mutant in examine(entry, control_list, RULEBOOK.vocabulary).survivors:
            if _matters(entry, version, mutant, control_list, solver):
                yield f"{control_list.id}:{entry.code}", mutant.words


def _matters(entry: Entry, version: Version, mutant: Mutant, control_list: ControlList, solver: Z3Solver) -> bool:
    assert version.condition is not None
    on = version.period.start or version.period.until
    assert on is not None
    try:
        return not all(
            equivalent(
                expanded(version.condition, control_list, kind, on),
                expanded(mutant.condition, control_list, kind, on),
                RULEBOOK.vocabulary,
                solver,
            )
            for kind in entry.kinds
        )
    except EngineError:
        return True


@pytest.mark.parametrize("list_id", sorted(RULEBOOK.lists))
def test_nothing_survives(list_id: str) -> None:
    left = [one for one in surviving(RULEBOOK.control_list(list_id)) if one not in SURVIVORS]
    assert not left, "\n".join(f"{code}: no case notices {change}" for code, change in left)


@pytest.mark.parametrize("list_id", sorted(RULEBOOK.lists))
def test_every_comparison_is_met_and_missed(list_id: str) -> None:
    control_list = RULEBOOK.control_list(list_id)
    for entry in control_list.entries:
        untried = examine(entry, control_list, RULEBOOK.vocabulary).untried
        matter = [f"{one.leaf} as {one.truth.value}" for one in untried if one.version is entry.versions[-1]]
        assert not matter, f"{entry.code}: no case has {'; '.join(matter)}"
