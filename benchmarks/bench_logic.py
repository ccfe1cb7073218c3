"""How fast conditions are decided, as ratios measured in one run.

    python benchmarks/bench_logic.py [rows] [--generated]

The conditions are all executable entries of the packaged rulebook in force today; ``--generated``: 120 made-up ones.

1. The evaluator with its reasons, one record at a time, against the same rule written by hand in Python.
2. A whole frame on Polars against the same predicates written by hand in Polars, which are executed as source text.

Exit status 1 if a budget is missed: 5 µs a simple rule, 1.5 times the predicates by hand.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from sekisho.engines.polars_backend import verdicts
from sekisho.logic.evaluator import evaluate
from sekisho.logic.parser import parse
from sekisho.logic.tree import And, Between, Compare, Constant, In, IsNull, Leaf, Node, Not, Or, types, walk
from sekisho.logic.values import Facts, Type

BUDGET_MICROSECONDS = 5.0
BUDGET_RATIO = 1.5
ROWS = 100_000
"""Of the whole rulebook: some 1,400 conditions on 700 columns; a million rows of them are 6 GB."""
GENERATED_ROWS = 1_000_000
CHAINED = 4
"""Values that a person would still write as equalities: Polars plans a chain of a hundred for minutes."""
RECORDS = 20_000
REPEATS = 7

SCHEMA = {
    "physical_qubits": Type.NUMBER,
    "cnot_error": Type.NUMBER,
    "total_processing_performance": Type.NUMBER,
    "performance_density": Type.NUMBER,
    "memory_bandwidth": Type.NUMBER,
    "operating_temperature": Type.NUMBER,
    "frequency": Type.NUMBER,
    "noise_figure": Type.NUMBER,
    "cooling_power": Type.NUMBER,
    "kind": Type.TEXT,
    "architecture": Type.TEXT,
    "designed_for_data_centre": Type.FLAG,
}
SIMPLE = (
    "physical_qubits >= 34 and physical_qubits < 100 and cnot_error <= 1e-4"
    " and operating_temperature <= 4.5 and frequency > 0 and architecture in ('gate', 'measurement')"
)


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured.

    Attributes:
        evaluator: Microseconds a record of the simple rule, reasons kept.
        ratio: Our frame of verdicts over the same predicates by hand.
    """

    evaluator: float
    ratio: float

    @property
    def within_budget(self) -> bool:
        """Return whether both budgets hold."""
        return self.evaluator <= BUDGET_MICROSECONDS and self.ratio <= BUDGET_RATIO


def run(conditions: Mapping[str, Node], rows: int = ROWS) -> Result:
    """Measure and print.

    Args:
        conditions: The conditions to decide on a frame, for example every executable entry with its kinds as
            ``kind in (...)``.
        rows: The rows of that frame.
    """
    return Result(bench_evaluator(), bench_frame(conditions, rows))


def bench_evaluator() -> float:
    """Print and return the microseconds that the simple rule takes with its reasons."""
    rule = parse(SIMPLE, SCHEMA)
    records = _records()
    ours = _per_record(lambda facts: evaluate(rule, facts), records)
    text = _per_record(lambda facts: evaluate(rule, facts).trace, records)
    hand = _per_record(by_hand, records)
    hand_text = _per_record(by_hand_with_text, records)
    print(f"one record, six comparisons (mean of {len(records):,} records, best of {REPEATS} runs)")
    print(f"  evaluator, reasons kept        {ours:6.2f} µs   {ours / hand:5.2f} x by hand ({hand:.2f} µs)")
    print(f"  evaluator, reasons as text     {text:6.2f} µs   {text / hand_text:5.2f} x by hand ({hand_text:.2f} µs)")
    return ours


def bench_frame(conditions: Mapping[str, Node], rows: int = ROWS) -> float:
    """Print and return how our verdicts compare with the predicates written by hand."""
    table = _table(conditions, rows)
    with_lists = _written_by_hand(conditions, chained=False)
    with_equalities = _written_by_hand(conditions, chained=True)
    clean = [pl.col(name).fill_nan(None) for name in table.columns if table[name].dtype == pl.Float64]
    ways: dict[str, Callable[[], pl.DataFrame]] = {
        "ours": lambda: verdicts(table, conditions),
        "by hand": lambda: table.lazy().select(with_lists).collect(),
        "by hand, NaN to null": lambda: table.lazy().with_columns(clean).select(with_lists).collect(),
        "by hand, == | == for in": lambda: table.lazy().select(with_equalities).collect(),
        "by hand, eager": lambda: table.select(with_lists),
    }
    if not ways["ours"]().equals(ways["by hand, NaN to null"]()):
        raise SystemExit("the verdicts differ from the predicates by hand")
    seconds = _in_turn(ways)
    print(f"{len(conditions)} conditions x {rows:,} rows on Polars (median of {REPEATS} rounds, taken in turn)")
    for way, taken in seconds.items():
        print(f"  {way:30s} {taken * 1000:8.1f} ms   ours is {seconds['ours'] / taken:5.2f} x")
    return seconds["ours"] / min(taken for way, taken in seconds.items() if way != "ours")


def _written_by_hand(conditions: Mapping[str, Node], chained: bool) -> list[pl.Expr]:
    source = ", ".join(f"({in_polars(node, chained)}).alias({name!r})" for name, node in conditions.items())
    expressions: list[pl.Expr] = eval(f"[{source}]", {"pl": pl})
    return expressions


def by_hand(facts: Facts) -> tuple[bool | None, list[tuple[str, object, bool | None]]]:
    """Decide the simple rule as one would without a rule language, reasons kept."""
    verdict: bool | None = True
    reasons: list[tuple[str, object, bool | None]] = []
    qubits, error = facts.get("physical_qubits"), facts.get("cnot_error")
    temperature, frequency = facts.get("operating_temperature"), facts.get("frequency")
    architecture = facts.get("architecture")
    for name, value, holds in (
        ("physical_qubits >= 34", qubits, None if qubits is None else qubits >= 34),  # type: ignore[operator]
        ("physical_qubits < 100", qubits, None if qubits is None else qubits < 100),  # type: ignore[operator]
        ("cnot_error <= 0.0001", error, None if error is None else error <= 1e-4),  # type: ignore[operator]
        ("operating_temperature <= 4.5", temperature, None if temperature is None else temperature <= 4.5),  # type: ignore[operator]
        ("frequency > 0", frequency, None if frequency is None else frequency > 0),  # type: ignore[operator]
        (
            "architecture in ('gate', 'measurement')",
            architecture,
            None if architecture is None else architecture in ("gate", "measurement"),
        ),
    ):
        reasons.append((name, value, holds))
        if holds is False:
            verdict = False
        elif holds is None and verdict:
            verdict = None
    return verdict, reasons


def by_hand_with_text(facts: Facts) -> tuple[bool | None, list[str]]:
    """Decide the simple rule by hand, reasons as text."""
    verdict, reasons = by_hand(facts)
    return verdict, [f"{name}: {value} {'unknown' if holds is None else holds}" for name, value, holds in reasons]


def in_polars(node: Node, chained: bool = False) -> str:
    """Return the Python source that a person would write for a condition; ``chained``: short lists without ``is_in``."""
    match node:
        case Not():
            return f"~({in_polars(node.operand, chained)})"
        case And():
            return " & ".join(f"({in_polars(part, chained)})" for part in node.operands)
        case Or():
            return " | ".join(f"({in_polars(part, chained)})" for part in node.operands)
        case In() if chained and len(node.values) <= CHAINED:
            return " | ".join(f"(pl.col({node.name!r}) == {value!r})" for value in node.values)
        case _:
            return _leaf_in_polars(node)


def _leaf_in_polars(leaf: Leaf) -> str:
    column = "" if isinstance(leaf, Constant) else f"pl.col({leaf.name!r})"
    match leaf:
        case Constant():
            return f"pl.lit({leaf.value})"
        case Compare():
            operator = {"=": "==", "<>": "!="}.get(leaf.operator, leaf.operator)
            return f"{column} {operator} {leaf.value!r}"
        case Between():
            return f"{column}.is_between({leaf.low!r}, {leaf.high!r})"
        case In():
            return f"{column}.is_in({list(leaf.values)!r})"
        case IsNull():
            return f"{column}.is_null()"


def generated() -> dict[str, Node]:
    """Return 120 rules in the manner of the quantum and AI entries, with shared thresholds as national lists have."""
    rules: dict[str, str] = {}
    for number, low in enumerate((34, 100, 200, 350, 500, 700, 1100, 2000)):
        for place in ("us", "eu", "jp", "de", "uk"):
            rules[f"{place} 4A906.{number}"] = (
                f"kind in ('quantum_computer') and architecture in ('gate', 'measurement') and physical_qubits >= {low}"
                f" and physical_qubits < {low * 2} and cnot_error <= {(number + 1) * 1e-4}"
            )
    for number, tpp in enumerate((1600, 2400, 4800, 6000, 7000, 10000, 16000, 24000)):
        for place in ("us", "eu", "jp", "de", "uk"):
            rules[f"{place} 3A090.{number}"] = (
                f"kind in ('integrated_circuit', 'electronic_assembly') and (total_processing_performance >= {tpp}"
                f" or (total_processing_performance >= {tpp // 3} and performance_density >= {5.92 - number / 4}))"
                " and not (designed_for_data_centre = false and memory_bandwidth < 600)"
            )
            rules[f"{place} 3A504.{number}"] = (
                "kind in ('parametric_amplifier', 'cryogenic_cooling_system')"
                f" and operating_temperature <= {number / 2} and noise_figure <= 0.015"
                f" and (frequency between {number} and 70 or cooling_power >= {600 + number})"
            )
    return {name: parse(text, SCHEMA) for name, text in rules.items()}


def packaged() -> dict[str, Node]:
    """Return every executable entry of the packaged rulebook that is in force today, with its kinds."""
    from sekisho.controls.bulk import conditions
    from sekisho.workspace.rulebook import open_rulebook

    found = conditions(open_rulebook().lists.values(), dt.date.today())
    return {f"{list_id} {code}": node for (list_id, code), node in found.items()}


def _records() -> list[Facts]:
    facts: dict[str, float | str] = {
        "physical_qubits": 72.0,
        "cnot_error": 9e-5,
        "operating_temperature": 0.02,
        "frequency": 5.0,
        "architecture": "gate",
    }
    kinds: list[Facts] = [
        facts,
        facts | {"physical_qubits": 20.0},
        facts | {"architecture": "annealing"},
        {name: value for name, value in facts.items() if name != "cnot_error"},
    ]
    return kinds * (RECORDS // len(kinds))


def _per_record(decide: Callable[[Facts], object], records: list[Facts]) -> float:
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        for facts in records:
            decide(facts)
        best = min(best, time.perf_counter() - start)
    return best / len(records) * 1e6


def _table(conditions: Mapping[str, Node], rows: int) -> pl.DataFrame:
    """Return rows around the thresholds of the conditions; one value in twenty is null, one number in forty NaN."""
    pools: dict[str, set[float | str | bool]] = {}
    for leaf in (leaf for node in conditions.values() for leaf in walk(node)):
        match leaf:
            case Compare():
                pools.setdefault(leaf.name, set()).add(leaf.value)
            case Between():
                pools.setdefault(leaf.name, set()).update((leaf.low, leaf.high))
            case In():
                pools.setdefault(leaf.name, set()).update(leaf.values)
            case _:
                pass
    wanted = {name: kind for node in conditions.values() for name, kind in types(node).items()}
    columns = [_column(name, wanted[name], pools[name], rows, seed) for seed, name in enumerate(sorted(pools))]
    return pl.DataFrame(columns)


def _column(name: str, kind: Type, pool: set[float | str | bool], rows: int, seed: int) -> pl.Series:
    values: list[float | str | bool | None] = [*sorted(pool, key=str), *_OTHERS[kind]]
    if kind is Type.NUMBER:
        values += [float(value) * factor for value in sorted(pool, key=str) for factor in (0.5, 1.5)]
    values *= 1 + 40 // len(values)
    gaps = len(values) // 20
    values += [None] * gaps + ([float("nan")] * max(1, gaps // 2) if kind is Type.NUMBER else [])
    return pl.Series(name, values).sample(rows, with_replacement=True, seed=seed)


_OTHERS: dict[Type, list[float | str | bool]] = {Type.NUMBER: [-1.0], Type.TEXT: ["other"], Type.FLAG: [True, False]}


def _in_turn(ways: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Run every way once a round, so that a disturbance of the machine hits them all alike; return the medians."""
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(REPEATS):
        for way, work in ways.items():
            start = time.perf_counter()
            work()
            taken[way].append(time.perf_counter() - start)
    return {way: statistics.median(values) for way, values in taken.items()}


if __name__ == "__main__":
    made_up = "--generated" in sys.argv
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or [GENERATED_ROWS if made_up else ROWS]
    result = run(generated() if made_up else packaged(), numbers[0])
    print("within budget" if result.within_budget else "OVER BUDGET")
    sys.exit(not result.within_budget)
