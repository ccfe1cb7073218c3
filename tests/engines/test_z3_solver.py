"""The solver port on Z3: witnesses that the evaluator confirms, and no answer that was not found."""

from __future__ import annotations

import datetime as dt
import itertools
import math
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.controls.classify import Desk
from sekisho.controls.item import Item
from sekisho.controls.solver import equivalent, expanded, inside, item_text, overlap, satisfiable, valid
from sekisho.controls.vocabulary import Parameter, Vocabulary
from sekisho.engines.z3_solver import Z3Solver, between
from sekisho.errors import EngineError, VocabularyError
from sekisho.logic.evaluator import decide
from sekisho.logic.parser import parse
from sekisho.logic.tree import And, Compare, IsNull, Node, Not, Or, walk
from sekisho.logic.truth import Truth
from sekisho.logic.values import Several, Type
from tests.controls.synthetic import entry, made, words
from tests.controls.test_mutants import WORDS
from tests.logic.strategies import SCHEMA, conditions

DAY = dt.date(2026, 1, 1)
SOLVER = Z3Solver()


def read(text: str) -> Node:
    return parse(text, words().schema())


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("qubits >= 34 and qubits < 35", {"qubits": 34.0}),
        ("error > 0.1 and error < 0.3", {"error": 0.2}),
        ("error > 5e-324 and error < 1.5e-323", {"error": 1e-323}),
        ("sealed", {"sealed": True}),
        ("architecture <> 'gate'", {"architecture": "annealing"}),
        ("colour not in ('a', 'another')", {"colour": "another'"}),
        ("contains_item in ('1A001.a')", {"contains_item": Several(frozenset({"1A001.a"}))}),
        ("for_entry in ('1A001') and for_entry not in ('1A001.a')", {"for_entry": Several(frozenset({"1A001"}))}),
        ("true", {}),
    ],
)  # fmt: skip
def test_a_witness(condition: str, facts: dict[str, object]) -> None:
    assert SOLVER.witness(read(condition), words()) == facts


@pytest.mark.parametrize(
    "condition",
    [
        "qubits > 34 and qubits < 35",
        "qubits = 3.5",
        "qubits > 1000000",
        "error < 0",
        "error > 5e-324 and error < 1e-323",
        "architecture not in ('gate', 'annealing')",
        "contains_item in ('1A001.a') and contains_item not in ('1A001')",
        "sealed and not sealed",
        "temperature > 1.7976931348623157e308",
        "false",
    ],
)
def test_nothing_meets_it(condition: str) -> None:
    assert SOLVER.witness(read(condition), words()) is None


@settings(max_examples=150)
@given(conditions.filter(lambda node: not any(isinstance(one, IsNull) for one in walk(node))))
def test_either_there_is_a_witness_or_the_negation_is_valid(node: Node) -> None:
    found, opposite = SOLVER.witness(node, WORDS), SOLVER.witness(Not(node), WORDS)
    assert found is not None or opposite is not None
    if found is not None:
        assert decide(node, found) is Truth.YES
    if opposite is not None:
        assert decide(node, opposite) is Truth.NO
    assert valid(node, WORDS, SOLVER) is (opposite is None)
    assert satisfiable(node, WORDS, SOLVER) is (found is not None)


finite = st.floats(allow_nan=False, allow_infinity=False)
facts = st.fixed_dictionaries(
    {
        name: st.booleans()
        if kind.value == "flag"
        else st.integers(-5, 40).map(float)
        if name == "qubits"
        else finite
        if kind.value == "number"
        else st.sampled_from(["gate", "", "x"])
        for name, kind in SCHEMA.items()
    }
)


@settings(max_examples=100)
@given(conditions.filter(lambda node: not any(isinstance(one, IsNull) for one in walk(node))), facts)
def test_no_is_never_said_where_an_item_meets_it(node: Node, item: dict[str, float]) -> None:
    if decide(node, item) is Truth.YES:
        assert SOLVER.witness(node, WORDS) is not None


@given(finite, finite, st.booleans())
def test_a_number_between(one: float, other: float, integer: bool) -> None:
    low, high = sorted((Fraction(repr(one)), Fraction(repr(other))))
    found = between(low, high, integer)
    if found is not None:
        assert low < Fraction(repr(found)) < high
        assert found.is_integer() or not integer
    elif not integer:
        assert not low < Fraction(repr(min(math.nextafter(float(low), math.inf), sys.float_info.max))) < high


def test_questions_about_two_conditions() -> None:
    large, larger = read("qubits >= 34"), read("qubits >= 50")
    assert overlap(large, larger, words(), SOLVER) == {"qubits": 50.0}
    assert inside(larger, large, words(), SOLVER)
    assert not inside(large, larger, words(), SOLVER)
    assert equivalent(read("qubits >= 34"), read("qubits > 33"), words(), SOLVER)
    assert not equivalent(large, larger, words(), SOLVER)
    assert not equivalent(read("error >= 34"), read("error > 33"), words(), SOLVER)


def pigeons(count: int) -> tuple[Node, Vocabulary]:
    """Return that so many pigeons have a hole each, of one fewer: false, and long to prove."""
    flags = {(one, hole): f"p{one}_{hole}" for one in range(count) for hole in range(count - 1)}
    housed = [Or(tuple(Compare(flags[one, hole], "=", True) for hole in range(count - 1))) for one in range(count)]
    alone = [
        Or((Compare(flags[one, hole], "=", False), Compare(flags[other, hole], "=", False)))
        for hole in range(count - 1)
        for one, other in itertools.combinations(range(count), 2)
    ]
    return And((*housed, *alone)), Vocabulary({}, {name: Parameter(name, Type.FLAG, name) for name in flags.values()})


def test_time_that_runs_out_is_no_answer() -> None:
    assert SOLVER.witness(*pigeons(4)) is None
    node, vocabulary = pigeons(12)
    for ask in (satisfiable, valid):
        with pytest.raises(EngineError, match="undecided"):
            ask(node if ask is satisfiable else Not(node), vocabulary, Z3Solver(0.05))


def test_what_cannot_be_asked() -> None:
    with pytest.raises(EngineError, match="whether qubits is missing"):
        SOLVER.witness(IsNull("qubits"), words())
    with pytest.raises(VocabularyError, match="unknown parameter 'qbits'"):
        SOLVER.witness(Compare("qbits", ">", 1.0), words())


def test_without_the_solver_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['z3'] = None\n"
        "from sekisho.engines.z3_solver import Z3Solver\n"
        "from sekisho.errors import EngineError\n"
        "try: Z3Solver()\n"
        "except EngineError as problem: print(problem)\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "the solver Z3 is not installed (pip install sekisho[solver])\n"


def test_an_entry_that_asks_for_others_is_compared_by_what_these_say() -> None:
    listing = made(
        entry("1A001.a", "qubits >= 34"),
        entry("1A002", "sealed and meets_entry not in ('1A001')"),
        complete=["1A001"],
    )
    first, second = (one.versions[0].condition for one in listing.entries)
    assert first is not None
    assert second is not None
    plain = overlap(first, second, words(), SOLVER)
    assert plain is not None
    assert overlap(first, expanded(second, listing, "chip", DAY), words(), SOLVER) is None
    assert satisfiable(expanded(second, listing, "chip", DAY), words(), SOLVER)


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        ("meets_entry = '1A001.a'", "qubits >= 34"),
        ("meets_entry <> '1A001.a'", "not qubits >= 34"),
        ("meets_entry in ('9A001')", "meets_entry = '9A001'"),
        ("meets_entry in ('1A001')", "qubits >= 34 or meets_entry = '1A001'"),
        ("meets_entry in ('1A001.a.9')", "meets_entry = '1A001.a.9'"),
        ("meets_entry in ('1A004')", "meets_entry = '1A004'"),
        ("meets_entry in ('1A005')", "false"),
        ("not (sealed or meets_entry in ('1A001.a'))", "not (sealed or qubits >= 34)"),
        ("sealed and qubits > 3", "sealed and qubits > 3"),
    ],
)
def test_what_it_takes_to_meet_a_code(condition: str, asked: str) -> None:
    listing = made(
        entry("1A001.a", "qubits >= 34"),
        entry("1A004", versions=[{"citation": "x", "undecided": "Not at hand."}]),
        entry("1A005", "sealed", kinds=["board"]),
    )
    found = expanded(read(condition), listing, "chip", DAY)
    assert equivalent(found, read(asked), words(), SOLVER)


def test_a_witness_meets_both_entries_on_the_desk() -> None:
    listing = made(entry("1A001", "qubits >= 34"), entry("1A002", "qubits < 50 and sealed"))
    first, second = (one.versions[0].condition for one in listing.entries)
    assert first is not None
    assert second is not None
    facts = overlap(first, second, words(), SOLVER)
    assert facts is not None
    assert {one.verdict for one in Desk(listing, DAY).verdicts(Item("chip", dict(facts)))} == {Truth.YES}
    assert item_text("chip", facts, words()) == "chip with qubits 34 count, sealed true"
    assert item_text("chip", {}, words()) == "any chip"
