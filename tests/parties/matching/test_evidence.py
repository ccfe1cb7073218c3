"""What other particulars say for or against a match of names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho.parties.matching.evidence import evidence
from sekisho.parties.matching.score import default_weights
from sekisho.parties.party import PartyQuery
from tests.parties.matching.made_up import PERSON, company

WORTH = {
    "weak_alias": -0.5,
    "country_same": 1.0,
    "country_other": -1.0,
    "type_other": -4.0,
    "birth_same": 2.0,
    "birth_other": -2.0,
}
BORN = company("Ivan Plumvel", schema=PERSON, properties=(("birthDate", ("1970-05-01",)),))
ZYQOR = company("Zyqor Trading")


@pytest.mark.parametrize(
    ("query", "total"),
    [
        (PartyQuery("Zyqor"), 0.0),
        (PartyQuery("Zyqor", "CN"), 1.0),
        (PartyQuery("Zyqor", "JP"), -1.0),
        (PartyQuery("Zyqor", "CN", schema=PERSON), -3.0),
    ],
)
def test_a_country_and_a_type(query: PartyQuery, total: float) -> None:
    found, lines = evidence(query, ZYQOR, "primary", WORTH)
    assert found == total
    assert bool(lines) == bool(total)


def test_a_party_of_no_country_is_not_contradicted() -> None:
    assert evidence(PartyQuery("Zyqor", "JP"), replace(ZYQOR, countries=()), "primary", WORTH) == (0.0, ())


@pytest.mark.parametrize("born", ["1970-05-01", "1970-05", "1970"])
def test_a_day_of_birth_confirms_as_far_as_it_is_known(born: str) -> None:
    assert evidence(PartyQuery("Plumvel", birth_date=born), BORN, "primary", WORTH)[0] == 2.0


@pytest.mark.parametrize(("born", "total"), [("1970-05-02", 0.0), ("1970-06", 0.0), ("1971-05-01", -2.0), ("", 0.0)])
def test_another_day_of_one_year_may_be_a_slip(born: str, total: float) -> None:
    assert evidence(PartyQuery("Plumvel", birth_date=born), BORN, "primary", WORTH)[0] == total


def test_one_of_several_days_is_enough() -> None:
    both = replace(BORN, properties=(("birthDate", ("1980", "1970-05-01")),))
    assert evidence(PartyQuery("Plumvel", birth_date="1970-05"), both, "primary", WORTH)[0] == 2.0


def test_a_weak_alias_counts_less_than_a_name() -> None:
    weak, lines = evidence(PartyQuery("Zyqor"), ZYQOR, "weak", WORTH)
    assert weak == -0.5
    assert "weak alias -0.5" in lines


def test_a_reading_of_ours_counts_less_than_a_spelling_of_the_list() -> None:
    query, worth = PartyQuery("Zyqor"), {"own_reading": -1.0}
    both = company("Zyqor Trading", "Зикор")
    assert evidence(query, both, "primary", worth, read=True)[0] == -1.0
    assert evidence(query, both, "primary", worth) == (0.0, ())
    assert evidence(query, company("Зикор"), "primary", worth, read=True) == (0.0, ())


@pytest.mark.parametrize(
    ("asked", "listed", "differ"),
    [
        ("Person", "Company", True),
        ("Company", "Person", True),
        ("Vessel", "Company", True),
        ("Vessel", "Airplane", True),
        ("Vessel", "LegalEntity", True),
        ("Company", "Organization", False),
        ("Company", "LegalEntity", False),
        ("Person", "LegalEntity", False),
        ("LegalEntity", "Person", False),
        ("Vessel", "Vessel", False),
        ("", "Person", False),
        ("Person", "", False),
    ],
)
def test_types_that_cannot_be_one_party(asked: str, listed: str, differ: bool) -> None:
    total, lines = evidence(PartyQuery("Zyqor", schema=asked), replace(ZYQOR, schema=listed), "primary", WORTH)
    assert total == (-4.0 if differ else 0.0)
    assert len(lines) == differ


def test_what_has_no_worth_moves_nothing_but_is_told() -> None:
    total, lines = evidence(PartyQuery("Zyqor", "CN"), ZYQOR, "weak", {})
    assert total == 0.0
    assert len(lines) == 2


def test_the_packaged_weights_know_every_particular_and_its_direction() -> None:
    worth = default_weights().evidence
    assert set(worth) >= set(WORTH)
    assert all(worth[name] * WORTH[name] >= 0 for name in WORTH)
