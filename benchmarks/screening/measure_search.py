"""Searching whole sets of parties: are the right ones among the candidates, and how often does an ordinary name alarm.

Decides that candidates are looked for in the set of 119,000 with Latin names only (`parties.latin_only`), so that a query in
another script does not find its own string; and that alert rates are counted against all real parties with all their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.screening import metrics
from benchmarks.screening.engine import Engine, Found
from benchmarks.screening.measure_names import Options, cross_pair_threshold, some
from benchmarks.screening.ordinary import Ordinary, equal_to_listed, ordinary
from benchmarks.screening.parties import PERSON, latin_only, may_be, real_parties, same_side
from benchmarks.screening.peers import Nomenklatura
from benchmarks.screening.perturbations import perturbed, says_something
from benchmarks.screening.recombine import set_of
from benchmarks.screening.report import Report, ratio
from benchmarks.screening.split import known_pairs

from sekisho.parties.party import ListedParty

DEPTHS: Final = (20, 50, 100)
LARGE: Final = 119_000
_LEAST: Final = 20
_ORDINARY: Final = 10_000
_ORDINARY_NATIVE: Final = 4_000


@dataclass(frozen=True, slots=True)
class Query:
    """A name and the party that it means, by source and id."""

    name: str
    schema: str
    party: tuple[str, str]


def query_sets(options: Options) -> dict[tuple[str, str], list[Query]]:
    """Return the queries by half and kind: perturbed Latin names, and each script and schema with 20 names or more."""
    sets: dict[tuple[str, str], list[Query]] = {}
    for half in options.halves:
        sets[half, "Latin, perturbed"] = [
            Query(one.query, one.party.schema, (one.party.source, one.party.id)) for one in perturbed(half)
        ]
        sets[half, "Latin, perturbed, with a telling word"] = [
            one for one in sets[half, "Latin, perturbed"] if says_something(one.name, one.schema)
        ]
        for known in known_pairs(half):
            kind = f"{known.script} {'persons' if known.schema == PERSON else 'companies'}"
            sets.setdefault((half, kind), []).append(Query(known.name, known.schema, (known.source, known.party)))
    return {key: some(found, options.limit) for key, found in sets.items() if len(found) >= _LEAST}


def candidates(engines: Sequence[Engine], options: Options, report: Report) -> None:
    """Print the share of queries whose party is among the first 20, 50 and 100 candidates, before scoring."""
    report.heading("Candidates, before scoring")
    parties = tuple(latin_only(set_of(LARGE)))
    numbers = {(one.source, one.id): number for number, one in enumerate(parties)}
    rows: dict[tuple[str, str], list[list[object]]] = {}
    for engine in engines:
        built = engine.build(parties)
        report.note(f"{engine.name}: {len(parties):,} parties indexed in {built.seconds:.1f} s")
        for key, queries in query_sets(options).items():
            asked = some(queries, options.peer_limit) if isinstance(engine, Nomenklatura) else queries
            ranks = _ranks(engine, asked, numbers)
            cells = [metrics.recall_at(ranks, k) for k in DEPTHS]
            rows.setdefault(key, []).append([*key, engine.name, len(asked), *cells])
    report.table(
        ["half", "set", "engine", "n", *(f"recall@{k}" for k in DEPTHS)], [row for found in rows.values() for row in found]
    )


def _ranks(engine: Engine, queries: Sequence[Query], numbers: dict[tuple[str, str], int]) -> list[int | None]:
    most = max(DEPTHS)
    if isinstance(engine, Nomenklatura):
        found, _ = engine.all_candidates([(one.name, one.schema) for one in queries], most)
    else:
        found = [engine.candidates(one.name, most, one.schema) for one in queries]
    ranks: list[int | None] = []
    for query, hits in zip(queries, found, strict=True):
        wanted = numbers.get(query.party)
        ranks.append(hits.index(wanted) if wanted is not None and wanted in hits else None)
    return ranks


def alerts(engines: Sequence[Engine], options: Options, report: Report) -> None:
    """Print the share of ordinary names with an alert against all real parties, at each threshold."""
    parties = real_parties()
    names = ordinary(_ORDINARY)
    report.heading(f"Alerts on {_ORDINARY:,} ordinary names against {len(parties):,} real parties")
    for schema in (PERSON, "Company"):
        same = [one for one in names if one.schema == schema]
        listed = {name.value for party in parties if same_side(schema, party.schema) for name in party.names}
        report.note(
            f"{equal_to_listed(same, listed)} of {len(same):,} ordinary names ({schema}) are listed letter by letter"
        )
    report.note("typed: persons against persons, others against others; wide: legal entities too may be persons; any: all\n")
    rows: list[list[object]] = []
    rates: dict[str, float] = {}
    for engine in engines:
        asked = names[
            : options.peer_limit if isinstance(engine, Nomenklatura) else options.limit
        ]  # every other is a company
        engine.build(parties)
        thresholds = {
            "x-pairs<=.005": cross_pair_threshold(engine),
            "strong": engine.strong,
            "possible": engine.possible,
        }
        found = _screened(engine, asked)
        for label, threshold in thresholds.items():
            cells = _rates(asked, found, parties, threshold)
            rows.append([engine.name, label, threshold, len(asked), *cells])
            rates.setdefault(engine.name, cells[2])
    columns = ["engine", "threshold", "at", "n", "persons typed", "companies typed", "all typed", "all wide", "all any"]
    report.table(columns, rows)
    for other in engines[1:]:
        mine, theirs = rates[engines[0].name], rates[other.name]
        report.note(f"alerts (typed) at <= 0.005 cross pairs, {engines[0].name} to {other.name}: {ratio(mine, theirs)}")
    _native_alerts(engines, options, parties, report)


def _native_alerts(engines: Sequence[Engine], options: Options, parties: Sequence[ListedParty], report: Report) -> None:
    """Print the same of ordinary names in other scripts, by people and country; the engines hold the parties already."""
    names = ordinary(_ORDINARY_NATIVE, native=True)
    rows: list[list[object]] = []
    for engine in engines:
        asked = names[: options.peer_limit if isinstance(engine, Nomenklatura) else options.limit]
        found = _screened(engine, asked)
        for schema in (PERSON, "Company"):
            groups = sorted({one.group for one in asked if one.schema == schema})
            for group in ["all", *groups]:
                at = [n for n, one in enumerate(asked) if one.schema == schema and group in ("all", one.group)]
                own, hits = [asked[n] for n in at], [found[n] for n in at]
                rates = _rates(own, hits, parties, engine.across)
                typed = rates[0] if schema == PERSON else rates[1]
                rows.append([engine.name, schema, group, len(own), engine.across, typed, rates[4]])
    columns = ["engine", "schema", "words of", "n", "at", "typed", "any"]
    report.table(columns, rows, "alerts on ordinary names in other scripts, at the threshold for them")


def _screened(engine: Engine, names: Sequence[Ordinary]) -> list[list[Found]]:
    if isinstance(engine, Nomenklatura):
        found, _ = engine.screen_all([(one.name, one.schema) for one in names])
        return found
    return [engine.screen(one.name, one.schema) for one in names]


def _rates(
    names: Sequence[Ordinary], found: Sequence[Sequence[Found]], parties: Sequence[ListedParty], threshold: float
) -> list[float]:
    """Return the shares with an alert: persons, companies and all by type, all by the wider types, all whatever the type."""
    typed: dict[str, list[bool]] = {PERSON: [], "Company": []}
    wide, untyped = [], []
    for name, hits in zip(names, found, strict=True):
        schemas = {parties[hit.party].schema for hit in hits if hit.score >= threshold}
        typed[name.schema].append(any(same_side(name.schema, one) for one in schemas))
        wide.append(any(may_be(name.schema, one) for one in schemas))
        untyped.append(bool(schemas))
    every = [*typed[PERSON], *typed["Company"]]
    return [sum(one) / max(1, len(one)) for one in (typed[PERSON], typed["Company"], every, wide, untyped)]
