"""What tells whether a counterparty and a listed party are as they were."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.parties.party import ListedParty, Name, PartyQuery
from sekisho.parties.sides import LONGEST, changes_of_listed, changes_of_query, marks_of, party_digest, query_digest
from tests.parties.judged import QUERY
from tests.parties.listed import listed

ZYQOR = listed("Zyqor Microsystems Co., Ltd.", "Qorzy Devices")
OTHERWISE: dict[str, Any] = {
    "id": "other",
    "source": "us-uvl",
    "schema": "Person",
    "names": (Name("Zyqor Microsystems Co., Ltd."), Name("Qorzy Devices", "weak")),
    "countries": ("CN", "HK"),
    "addresses": ("1 Example Street",),
    "footnotes": (4,),
    "requirement": "",
    "policy": "Denial",
    "concerns": ("N",),
    "citation": "80 FR 1",
    "remarks": "a remark",
    "properties": (("birthDate", ("1970",)),),
}


def test_every_field_of_a_listed_party_counts() -> None:
    assert set(OTHERWISE) == {one.name for one in dataclasses.fields(ListedParty)}


@pytest.mark.parametrize("field", OTHERWISE)
def test_a_change_of_any_field_is_noticed_and_named(field: str) -> None:
    changed = dataclasses.replace(ZYQOR, **{field: OTHERWISE[field]})
    assert party_digest(changed) != party_digest(ZYQOR)
    assert len(changes_of_listed(ZYQOR, changed)) >= 1
    assert changes_of_listed(ZYQOR, ZYQOR) == ()


def test_what_changed_is_said() -> None:
    moved = dataclasses.replace(ZYQOR, countries=("HK",), properties=(("birthDate", ("1970",)),))
    assert changes_of_listed(ZYQOR, moved) == (
        "the listed party's countries: removed CN, added HK",
        "the listed party's birthDate: added 1970",
    )
    renamed = dataclasses.replace(ZYQOR, names=ZYQOR.names[:1])
    assert changes_of_listed(ZYQOR, renamed) == ("the listed party's alias name: removed Qorzy Devices",)
    two = dataclasses.replace(ZYQOR, countries=("CN", "HK"))
    turned = dataclasses.replace(ZYQOR, countries=("HK", "CN"))
    assert changes_of_listed(two, turned) == ("the listed party's countries: in another order",)
    (long,) = changes_of_listed(ZYQOR, dataclasses.replace(ZYQOR, remarks="x" * 5000))
    assert len(long) < LONGEST + 60


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (dataclasses.replace(QUERY, name="Zyqor Traders"), "name was Zyqor Trading, now Zyqor Traders"),
        (dataclasses.replace(QUERY, country="NL"), "country was DE, now NL"),
        (dataclasses.replace(QUERY, country=None), "country was DE, now not given"),
        (dataclasses.replace(QUERY, address=""), "address was 1 Example Street, now not given"),
        (dataclasses.replace(QUERY, identifiers={}), "identifier registrationNumber was HRB 17, now not given"),
        (
            dataclasses.replace(QUERY, identifiers={**QUERY.identifiers, "leiCode": "9"}),
            "identifier leiCode was not given, now 9",
        ),
    ],
)
def test_a_change_of_any_particular_is_noticed_and_named(other: PartyQuery, said: str) -> None:
    assert query_digest(other) != query_digest(QUERY)
    assert changes_of_query(QUERY, other) == (f"the counterparty's {said}",)


def test_case_width_and_spaces_are_no_change() -> None:
    same = PartyQuery("  ZYQOR\tＴrading ", "DE", "1 EXAMPLE  street", {"registrationNumber": "hrb 17", "leiCode": " "})
    assert query_digest(same) == query_digest(QUERY)
    assert changes_of_query(QUERY, same) == ()
    assert query_digest(PartyQuery("Weißzyqor")) == query_digest(PartyQuery("WEISSZYQOR"))
    assert query_digest(PartyQuery("Zyqor-Trading", "DE")) != query_digest(PartyQuery("Zyqor Trading", "DE"))


def test_a_counterparty_is_known_by_its_name_or_by_a_number() -> None:
    renamed = dataclasses.replace(QUERY, name="Qorzy", country="NL")
    assert marks_of(QUERY) & marks_of(renamed)
    assert not marks_of(QUERY) & marks_of(PartyQuery("Qorzy", identifiers={"leiCode": "HRB 17"}))
    assert not marks_of(PartyQuery("a", identifiers={"x": " "})) & marks_of(PartyQuery("b", identifiers={"x": ""}))


texts = st.text(max_size=12)
queries = st.builds(PartyQuery, texts, st.none() | texts, texts, st.dictionaries(texts, texts, max_size=3))


@given(queries, queries)
def test_digests_and_changes_agree_on_any_text(one: PartyQuery, other: PartyQuery) -> None:
    assert (query_digest(one) == query_digest(other)) == (changes_of_query(one, other) == ())
    assert marks_of(one)
