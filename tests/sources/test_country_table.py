"""Rows under countries."""

from __future__ import annotations

import pytest

from sekisho.errors import SourceError
from sekisho.parties.party import Name
from sekisho.sources.country_table import Ids, countries_of, listed, schema_of, standing
from sekisho.sources.ecfr import Cell, Row
from sekisho.sources.entity_cell import Entity


def rows(*pairs: tuple[str, str]) -> list[Row]:
    return [Row(number, (Cell(country), Cell(entity))) for number, (country, entity) in enumerate(pairs, start=1)]


def stand(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(one.country, one.entity.text) for one in standing(rows(*pairs), "file.xml")]


def test_a_country_holds_until_the_next() -> None:
    found = stand(("IRAN", "A"), ("", "B"), ("\n", "C"), ("CHINA, PEOPLE'S REPUBLIC OF", "D"), ("", "E"))
    assert found == [("IR", "A"), ("IR", "B"), ("IR", "C"), ("CN", "D"), ("CN", "E")]


@pytest.mark.parametrize(
    "heading", ["RUSSIA—Continued", "RUSSIA (Continued)", "Russia -- continued.", "RUSSIA – CONTINUED", "RUSSIA continued"]
)
def test_continued_headings(heading: str) -> None:
    assert stand(("RUSSIA", "A"), (heading, ""), ("", "B")) == [("RU", "A"), ("RU", "B")]


def test_reserved_and_bare_headings_are_passed_over() -> None:
    assert stand(("BURMA", "[Reserved]"), ("IRAN", ""), ("", "A")) == [("IR", "A")]


def test_regions() -> None:
    assert stand(("CRIMEA REGION OF UKRAINE", "A")) == [("UA-43", "A")]


def test_a_table_must_begin_with_a_country() -> None:
    with pytest.raises(SourceError, match="names no country") as problem:
        stand(("", "A"))
    assert problem.value.line == 1


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(SourceError, match="ATLANTIS") as problem:
        stand(("IRAN", "A"), ("ATLANTIS", "B"))
    assert (problem.value.file, problem.value.line) == ("file.xml", 2)
    assert problem.value.remedy


def test_other_countries_of_an_entity() -> None:
    assert countries_of("CN", ["Russia", "China", "Odvan Co.", "U.K."]) == ("CN", "RU", "GB")


@pytest.mark.parametrize(
    ("name", "schema"),
    [("Zyqor Institute of Plumvel", "Organization"), ("Zyqor Ltd.", "Company"), ("Odvan Plumvel", "LegalEntity")],
)
def test_schema(name: str, schema: str) -> None:
    assert schema_of((Name(name),)) == schema


def test_ids_are_stable_and_unique() -> None:
    ids, again = Ids("us-uvl"), Ids("us-uvl")
    first = ids.next("CN", "Zyqor Works Ltd.")
    assert first == again.next("CN", "ZYQOR WORKS")
    assert first.startswith("us-uvl-cn-")
    assert ids.next("CN", "Zyqor Works") == f"{first}-2"
    assert ids.next("RU", "Zyqor Works") != first


def test_references_are_kept_in_the_remarks() -> None:
    entity = Entity((Name("Zyqor"),), see=("Russia", "Odvan Co."), remarks=("said",))
    party = listed("us-uvl", Ids("us-uvl"), entity, "CN", remarks=["first"])
    assert party.countries == ("CN", "RU")
    assert party.remarks == "first; said; addresses also under Russia, Odvan Co."
