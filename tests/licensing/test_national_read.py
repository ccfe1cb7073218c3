"""Rulebook files of a jurisdiction: what does not hold together does not load."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sekisho.errors import InputError, RulebookError
from sekisho.licensing.national import NationalLaw, in_force, is_above, is_below, load_national
from sekisho.licensing.national_read import read_national
from sekisho.licensing.outcome import Outcome
from sekisho.logic.truth import Truth
from sekisho.terms.document import read_document

HEAD = """
jurisdiction: JP
authority: METI
list: jp-export-order
title: "Act"
encoded_from: 2024-01-01
law_as_known: 2025-01-01
hard_limit_days: 30
citation: "Act 1"
"""
DAY = dt.date(2025, 6, 1)


def load(*texts: str) -> NationalLaw:
    nodes = [read_document(text.encode(), f"file{number}.yaml") for number, text in enumerate((HEAD, *texts))]
    return load_national(read_national(nodes))


def group(**keys: str) -> str:
    given = {"id": "A", "places": "FR DE", "citation": '"Table 1"'} | keys
    return "groups:\n  - {" + ", ".join(f"{key}: {value}" for key, value in given.items()) + "}\n"


def test_the_smallest_law_is_read() -> None:
    found = load()
    assert (found.jurisdiction, found.list_id, found.hard_limit_days) == ("JP", "jp-export-order", 30)
    assert (found.groups, found.rules, found.words) == ((), {}, {})


def test_tables_are_read_with_their_periods() -> None:
    found = load(
        group(**{"from": "2024-01-01", "until": "2026-01-01"}),
        "rules: {claim: {text: words, citation: Art. 1}}",
        "words: {chapters: ['84', '85']}",
        "open: [{rule: r, text: t, effect: prohibited, to: [A, '*'], citation: c, kinds: [brokering]}]",
    )
    assert found.rules["claim"].citation == "Art. 1"
    assert found.words["chapters"] == {"84", "85"}
    assert found.group("A", DAY).places == {"FR", "DE"}
    assert found.group("A", dt.date(2026, 1, 1)).places == frozenset()
    assert found.group("B", DAY).places == frozenset()
    (rule,) = in_force(found.open_rules, DAY)
    assert (rule.effect, rule.to, rule.kinds, rule.unless_answer) == (Outcome.PROHIBITED, ("A", "*"), ("brokering",), "")


@pytest.mark.parametrize(
    ("to", "not_to", "destination", "truth"),
    [
        (["*"], [], "CN", Truth.YES),
        (["CN"], [], "CN", Truth.YES),
        (["CN"], [], "KR", Truth.NO),
        (["A"], [], "DE", Truth.YES),
        (["A"], [], "KR", Truth.NO),
        (["EU"], [], "FR", Truth.YES),
        (["*"], ["EU"], "FR", Truth.NO),
        (["*"], ["A"], "MC", Truth.UNKNOWN),
        (["A"], [], "MC", Truth.UNKNOWN),
        (["UA"], [], "UA-43", Truth.YES),
        (["UA-43"], [], "UA", Truth.UNKNOWN),
        (["UA-43"], [], "UA-14", Truth.NO),
    ],
)
def test_destinations(to: list[str], not_to: list[str], destination: str, truth: Truth) -> None:
    assert load(group(doubtful="MC")).reaches(to, destination, DAY, not_to) is truth


def test_a_country_is_open_where_a_group_names_its_region() -> None:
    assert load(group(places="UA-43")).reaches(["A"], "UA", DAY) is Truth.UNKNOWN


def test_codes_above_and_below() -> None:
    assert is_below("4A506.a.1", ["4A506"])
    assert is_below("7(1)", ["7"])
    assert is_below("ML10", ["ML*"])
    assert not is_below("4A5061", ["4A506"])
    assert is_above("4A506", ["4A506.a.1"])
    assert not is_above("4A506.a.1", ["4A506"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jurisdiction: US", "stands in two files"),
        ("hedgehogs: 1", "unknown key"),
        ("groups: [{id: A, places: FR}]", "'citation' is missing"),
        ("groups: [{id: A, places: FR, citation: ';'}]", "citation is empty"),
        ("groups: [{id: A, places: XX, citation: c}]", "unknown country"),
        ("groups: [{id: A, places: FRA, citation: c}]", "write FR"),
        ("groups: [{id: FR, places: FR, citation: c}]", "cannot name a group"),
        ("groups: [{id: EU, places: FR, citation: c}]", "cannot name a group"),
        ("groups: [{id: A, citation: c, from: 2025-01-01, until: 2024-01-01}]", "cannot end"),
        ("groups: [{id: A, citation: c}, {id: A, citation: c, from: 2025-01-01}]", "stands twice"),
        ("open: [{rule: r, text: t, effect: maybe, to: ['*'], citation: c}]", "is none of"),
        ("open: [{rule: r, text: t, effect: refer, to: [Z], citation: c}]", "neither a place code nor a group"),
        ("open: [{rule: r, text: t, effect: refer, to: ['*'], citation: c, kinds: [fun]}]", "is none of"),
        ("open: [{rule: r, text: t, effect: refer, to: ['*'], citation: c, unless_answer: x}]", "is none of"),
        ("catch_all: [{code: c, text: t, requirement: inform, uses: [fun], to: ['*'], citation: c}]", "is none of"),
        ("catch_all: [{code: c, text: t, requirement: magic, uses: [military], citation: c}]", "is none of"),
        ("authorisations: [{code: c, conditions: [x], to: ['*'], technology: perhaps, citation: c}]", "is none of"),
        ("authorisations: [{code: c, conditions: [x], to: ['*'], limit: much, citation: c}]", "is not a number"),
        ("rules: {claim: {text: words}}", "'citation' is missing"),
        ("scopes: [{codes: [1A001], to: [Z], citation: c}]", "neither a place code nor a group"),
    ],
)
def test_what_does_not_hold_together_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load(text)
    assert message in str(caught.value)


@pytest.mark.parametrize("key", ["jurisdiction", "citation", "law_as_known", "hard_limit_days"])
def test_a_head_without_its_keys_is_refused(key: str) -> None:
    text = "\n".join(line for line in HEAD.splitlines() if not line.startswith(key))
    with pytest.raises(RulebookError, match=key):
        read_national([read_document(text.encode(), "law.yaml")])


def test_law_cannot_end_before_it_begins() -> None:
    text = HEAD.replace("2025-01-01", "2023-01-01")
    with pytest.raises(RulebookError, match="known"):
        read_national([read_document(text.encode(), "law.yaml")])


def test_a_whole_authorisation_is_read() -> None:
    row: Any = (
        "authorisations: [{code: X, conditions: [a, b], to: ['*'], not_to: [FR], entries: ['5'], not_entries: ['5(1)'], "
        "technology: 'no', limit: 5000, currency: EUR, citation: c, note: n}]"
    )
    (found,) = in_force(load(row).helps, DAY)
    assert (found.code, found.conditions, found.limit, found.currency) == ("X", ("a", "b"), 5000.0, "EUR")
    assert (found.not_to, found.entries, found.not_entries, found.technology) == (("FR",), ("5",), ("5(1)",), "no")
