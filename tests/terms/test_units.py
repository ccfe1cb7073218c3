"""The table of units is closed, consistent, and covers what the lists use."""

from __future__ import annotations

from collections import defaultdict

from sekisho.terms.units import BASES, NAMED, NOT_UNITS, UNITS


def test_the_table_is_keyed_by_symbol() -> None:
    assert all(symbol == unit.symbol for symbol, unit in UNITS.items())


def test_no_spelling_belongs_to_two_units() -> None:
    owners = defaultdict(set)
    for unit in UNITS.values():
        for spelling in (unit.symbol, *unit.spellings, *unit.words):
            owners[spelling].add(unit.symbol)
    assert {spelling: symbols for spelling, symbols in owners.items() if len(symbols) > 1} == {}


def test_words_are_lower_case_and_of_one_unit() -> None:
    words = [word for unit in UNITS.values() for word in unit.words]
    assert [word for word in words if word != word.casefold()] == []
    assert len(words) == len(set(words))


def test_sizes_use_only_units_of_ours() -> None:
    names = {*BASES, *NAMED}
    for unit in UNITS.values():
        used = {word for word in unit.size.replace("(", " ").replace(")", " ").split() if word[0].isalpha()}
        assert used <= names, unit.symbol


def test_no_unit_is_a_type() -> None:
    assert not NOT_UNITS & set(UNITS)
