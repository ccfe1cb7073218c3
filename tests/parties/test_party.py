"""Parties and what was searched."""

from __future__ import annotations

import dataclasses

from sekisho.parties.party import PartyQuery, Screening
from tests.parties.listed import STATE, listed


def test_the_primary_name_is_the_name() -> None:
    assert listed("Example", "Other").name == "Example"


def test_searched_counts_official_and_fresh_lists_only() -> None:
    query = PartyQuery("Example")
    assert Screening(query, (), (STATE,)).searched("us-entity-list")
    assert not Screening(query, (), (STATE,)).searched("us-uvl")
    assert not Screening(query, (), (dataclasses.replace(STATE, official=False),)).searched("us-entity-list")
    assert not Screening(query, (), (dataclasses.replace(STATE, stale="old"),)).searched("us-entity-list")
