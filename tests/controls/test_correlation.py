"""Lists held against each other: relations, witnesses, references of either list, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from sekisho.controls.comparable import MAX_DEPTH, Reader, common_vocabulary
from sekisho.controls.control_list import ControlList
from sekisho.controls.correlation import Correlation, Relation, apart, comparable, correlate, enough
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.engines.z3_solver import Z3Solver
from sekisho.errors import EngineError
from sekisho.logic.evaluator import decide
from sekisho.logic.parser import parse
from sekisho.logic.tree import Node, Not, conjunction
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Type
from tests.controls.synthetic import DAY, entry, made, words
from tests.logic.strategies import SCHEMA, open_conditions

SOLVER = Z3Solver()
BOTH = ["chip", "board"]


def read(text: str) -> Node:
    return parse(text, words().schema())


def compared(first: ControlList, second: ControlList) -> Correlation:
    return correlate(first, second, DAY, words(), SOLVER)


def here(*entries: Mapping[str, Any]) -> ControlList:
    return made(*entries, list_id="x-first")


def there(*entries: Mapping[str, Any]) -> ControlList:
    return made(*entries, list_id="x-second")


@pytest.mark.parametrize(
    ("mine", "yours", "relation"),
    [
        ("qubits >= 34", "not qubits < 34", Relation.SAME),
        ("qubits >= 50", "qubits >= 34", Relation.NARROWER),
        ("qubits >= 34 and sealed", "qubits >= 34", Relation.NARROWER),
        ("qubits >= 34", "qubits > 34", Relation.WIDER),
        ("qubits between 1 and 10", "qubits between 5 and 20", Relation.OVERLAPS),
    ],
)
def test_two_entries(mine: str, yours: str, relation: Relation) -> None:
    found = compared(here(entry("1A001", mine)), there(entry("1A501", yours)))
    (pair,) = found.pairs
    assert (pair.entry, pair.other, pair.relation) == ("1A001", "1A501", relation)
    assert (pair.only_here is None) is (relation in (Relation.SAME, Relation.NARROWER))
    assert (pair.only_there is None) is (relation in (Relation.SAME, Relation.WIDER))
    for witness, met, missed in ((pair.only_here, mine, yours), (pair.only_there, yours, mine)):
        if witness is not None:
            assert decide(read(met), witness.facts) is Truth.YES
            assert decide(read(missed), witness.facts) is Truth.NO


def test_what_cannot_meet_does_not_correspond_and_is_alone() -> None:
    found = compared(here(entry("1A001", "qubits >= 34")), there(entry("1A501", "qubits < 34")))
    assert not found.pairs
    (alone,) = found.alone
    assert (alone.entry, alone.witness.kind, alone.related, alone.unknown_kind) == ("1A001", "chip", (), False)
    assert alone.witness.text(found.vocabulary) == "chip, qubits 34 count"


def test_what_shares_no_parameter_does_not_correspond() -> None:
    found = compared(here(entry("1A001", "qubits >= 34")), there(entry("1A501", "sealed")))
    assert not found.pairs
    assert found.alone[0].witness.facts == {"qubits": 34.0, "sealed": False}


def test_limbs_together_leave_nothing() -> None:
    second = there(entry("1A501.a", "qubits between 34 and 99"), entry("1A501.b", "qubits >= 100"))
    found = compared(here(entry("1A001", "qubits >= 34")), second)
    assert [one.relation for one in found.pairs] == [Relation.WIDER, Relation.WIDER]
    assert not found.alone


def test_another_kind_is_a_difference() -> None:
    found = compared(here(entry("1A001", "sealed", BOTH)), there(entry("1A501", "sealed", ["chip"])))
    (pair,) = found.pairs
    assert pair.relation is Relation.WIDER
    assert pair.only_here is not None
    assert pair.only_here.kind == "board"
    (alone,) = found.alone
    assert (alone.witness.kind, alone.related, alone.unknown_kind) == ("board", ("1A501",), True)


def test_references_are_compared_by_what_they_ask() -> None:
    mine = here(entry("1A001", "qubits >= 34"), entry("1A002", "contains_item in ('1A001')", ["board"]))
    same = there(entry("1A501", "qubits >= 34"), entry("1A507", "contains_item in ('1A501')", ["board"]))
    less = there(entry("1A501", "qubits >= 50"), entry("1A507", "contains_item in ('1A501')", ["board"]))
    assert [one.relation for one in compared(mine, same).pairs] == [Relation.SAME, Relation.SAME]
    found = compared(mine, less)
    pair = found.pairs[1]
    assert (pair.entry, pair.other, pair.relation, pair.partial) == ("1A002", "1A507", Relation.WIDER, ())
    assert pair.only_here is not None
    assert pair.only_here.text(found.vocabulary) == ("board, kind of contains_item 'chip', qubits of contains_item 34 count")


def test_a_code_that_is_not_executable_is_left_out_and_named() -> None:
    mine = here(entry("1A001", "sealed"), entry("1D001", "for_entry in ('1A001', '1B001')", ["program"]))
    yours = there(entry("1A501", "sealed"), entry("1D501", "for_entry in ('1A501')", ["program"]))
    pair = compared(mine, yours).pairs[1]
    assert (pair.relation, pair.partial) == (Relation.SAME, ("1B001",))


def test_other_entries_of_the_own_list() -> None:
    mine = here(entry("1A001", "qubits >= 34"), entry("1A002", "sealed and meets_entry <> '1A001'"))
    yours = there(entry("1A501", "sealed and qubits < 34"))
    (pair,) = compared(mine, yours).pairs
    assert (pair.entry, pair.relation) == ("1A002", Relation.SAME)


def test_undecided_entries_are_named_and_not_compared() -> None:
    mine = here(entry("1A001", undecided="not at hand"), entry("1A002", "sealed"))
    yours = there(entry("1A501", undecided="not at hand"))
    found = compared(mine, yours)
    assert found.undecided == ("x-first:1A001", "x-second:1A501")
    assert not found.pairs
    assert [one.entry for one in found.alone] == ["1A002"]


def test_definitions_are_no_controls() -> None:
    defined = entry("1A001", "sealed", status="definition", status_note="a definition")
    assert not compared(here(defined), there(entry("1A501", "sealed"))).pairs


def test_only_some_codes_and_how_far_it_is() -> None:
    mine = here(entry("1A001", "sealed"), entry("1A002", "sealed"))
    said: list[tuple[str, int, int]] = []
    found = correlate(
        mine, there(entry("1A501", "sealed")), DAY, words(), SOLVER, "1A002".__eq__, lambda *tick: said.append(tick)
    )
    assert [one.entry for one in found.pairs] == ["1A002"]
    assert said == [("comparing entries", 1, 1)]


def test_what_the_solver_does_not_settle_is_said() -> None:
    class Silent(Z3Solver):
        def witness(self, node: Node, vocabulary: Vocabulary) -> Mapping[str, Fact] | None:
            raise EngineError("undecided: out of time")

    mine, yours = here(entry("1A001", "qubits >= 34")), there(entry("1A501", "qubits >= 34"))
    found = correlate(mine, yours, DAY, words(), Silent())
    assert not found.pairs
    assert [one.partition(":")[0] for one in found.unsettled] == ["1A001 and 1A501", "1A001 against the whole list"]


def test_references_are_followed_only_so_far() -> None:
    codes = [f"1A00{number}" for number in range(1, MAX_DEPTH + 3)]
    chain = [entry(codes[0], "sealed", BOTH)]
    chain += [entry(code, f"contains_item in ('{inner}')", BOTH) for inner, code in pairwise(codes)]
    reader = Reader(here(*chain), DAY, words())
    deepest = reader.read(reader.control_list.entry(codes[-1]), "board")
    shallow = reader.read(reader.control_list.entry(codes[1]), "board")
    assert deepest is not None
    assert shallow is not None
    assert deepest.opaque == (codes[0],)
    assert shallow.opaque == ()
    named = common_vocabulary([reader]).parameters
    assert named["kind of contains_item"].values == tuple(words().kinds)
    assert named["sealed of contains_item"].type is Type.FLAG


@given(open_conditions, open_conditions)
@settings(max_examples=60)
def test_apart_is_never_wrong(first: Node, second: Node) -> None:
    vocabulary = made_vocabulary()
    if apart(first, second):
        try:
            assert SOLVER.witness(conjoined(first, second), vocabulary) is None
        except EngineError:
            return


@given(open_conditions, open_conditions)
@settings(max_examples=60)
def test_what_is_enough_still_decides(first: Node, second: Node) -> None:
    try:
        facts = SOLVER.witness(conjoined(first, Not(second)), made_vocabulary())
    except EngineError:
        return
    if facts is not None:
        fewer = enough(facts, first, [second])
        assert decide(first, fewer) is Truth.YES
        assert decide(second, fewer) is Truth.NO
        assert set(fewer) <= set(facts)


def conjoined(first: Node, second: Node) -> Node:
    return conjunction((first, second))


def made_vocabulary() -> Vocabulary:
    """Return a vocabulary of the names that made-up conditions use."""
    return Vocabulary({}, {name: Parameter(name, type_, name) for name, type_ in SCHEMA.items()})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("qubits > 3", "qubits < 2", True),
        ("qubits > 3", "qubits < 4", False),
        ("qubits between 1 and 2", "qubits = 3", True),
        ("sealed = true", "sealed = false", True),
        ("architecture = 'gate' and sealed", "architecture in ('annealing') or sealed", False),
        ("architecture = 'gate' and sealed", "architecture in ('annealing') and sealed", True),
        ("qubits <> 3", "qubits = 3", False),
    ],
)
def test_apart(first: str, second: str, expected: bool) -> None:
    assert apart(read(first), read(second)) is expected
    assert comparable(read(first), read(second)) is not expected
