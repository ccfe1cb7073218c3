"""What a transposition says, and how it contradicts itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.notices.transposition import FIELDS, Destinations, read_transposition
from tests.notices import made_acts as made

KEY = made.digest("T")
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.sampled_from(["JP", "all", "2026-07-01", ""])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["code", "scope", "step"]), inner)),
    max_leaves=6,
)


def test_every_field_is_read() -> None:
    body = made.transposition(
        deviations=[{"code": "4Q901", "effect": "narrower", "text": "only above 100"}], applies_until="2027-07-01"
    ) | {"except": ["JP-13"]}
    found = read_transposition(body, KEY)
    assert (found.digest, found.by, found.members, found.excluded, found.only) == (KEY, "JP", ("JP",), ("JP-13",), ())
    assert [step.step for step in found.steps] == ["adoption", "in_force"]
    assert found.given("4Q901") == found.entries[0]
    assert found.given("other") is None
    assert [one.effect for one in found.deviations_of("4Q901")] == ["narrower"]
    assert found.deviations_of("other") == ()
    days = ["2026-06-30", "2026-07-01", "2027-06-30", "2027-07-01"]
    assert [found.applies(dt.date.fromisoformat(day)) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"members": ["US"]}, "members"),
        ({"members": ["US", "JP"]}, "members"),
        ({"members": ["JP", "JP"]}, "members"),
        ({"members": []}, "members"),
        ({"only": ["JP-13"], "except": ["JP-14"]}, "only"),
        ({"only": ["US-NY"]}, "only"),
        ({"except": ["US-NY"]}, "except"),
        ({"only": ["JP"]}, "only"),
        ({"entries": []}, "entries"),
        ({"entries": [{"code": "4Q901", "sha256": made.SHA, "national": ""}] * 2}, "entries"),
        ({"entries": [{"code": "4Q901", "sha256": "A" * 64, "national": ""}]}, "entries"),
        ({"entries": [{"code": "4Q901", "sha256": made.SHA, "national": "two\nlines"}]}, "entries"),
        ({"entries": [{"code": "4Q901", "sha256": made.SHA}]}, "entries"),
        ({"basis": "  "}, "basis"),
        ({"act": {"title": "x", "citation": "y", "url": "javascript:alert(1)"}}, "act"),
        ({"act": {"title": "", "citation": "y", "url": ""}}, "act"),
        ({"steps": [{"step": "rumour", "date": "2026-06-10", "note": ""}]}, "steps"),
        ({"steps": [{"step": "adoption", "date": "2026-02-30", "note": ""}]}, "steps"),
        (
            {
                "steps": [
                    {"step": "in_force", "date": "2026-07-02", "note": ""},
                    {"step": "adoption", "date": "2026-07-01", "note": ""},
                ]
            },
            "steps",
        ),
        ({"applies_from": ""}, "applies_from"),
        ({"applies_until": "2026-07-01"}, "applies_until"),
        ({"applies_until": "2026-06-01"}, "applies_until"),
        ({"destinations": {"scope": "all", "places": ["CN"]}}, "destinations"),
        ({"destinations": {"scope": "only", "places": []}}, "destinations"),
        ({"destinations": {"scope": "only", "places": ["XQ"]}}, "destinations"),
        ({"destinations": {"scope": "some", "places": []}}, "destinations"),
        ({"deviations": [{"code": "4Q902", "effect": "wider", "text": "x"}]}, "deviations"),
        ({"deviations": [{"code": "4Q901", "effect": "none", "text": "x"}]}, "deviations"),
        ({"replaces": "abc"}, "replaces"),
    ],
)
def test_a_contradiction_is_refused_at_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(RecordError) as refused:
        read_transposition(made.transposition(**change), KEY)
    assert refused.value.place == place


@pytest.mark.parametrize("name", ["by", *FIELDS])
def test_a_missing_field_is_named(name: str) -> None:
    body = made.transposition()
    del body[name]
    with pytest.raises(RecordError, match=f"a transposition needs the field '{name}'"):
        read_transposition(body, KEY)


@given(name=st.sampled_from(["by", *FIELDS]), value=VALUES)
def test_no_value_of_a_field_is_more_than_refused(name: str, value: Any) -> None:
    try:
        found = read_transposition(made.transposition() | {name: value}, KEY)
    except RecordError:
        return
    assert found.by in found.members
    assert bool(found.destinations.places) is (found.destinations.scope != "all")


@pytest.mark.parametrize(
    ("scope", "places", "reached"),
    [
        ("all", (), {"CN", "UA-43"}),
        ("only", ("CN",), {"CN"}),
        ("only", ("UA",), {"UA-43"}),
        ("except", ("CN",), {"UA-43"}),
        ("except", ("UA",), {"CN"}),
    ],
)
def test_where_an_export_needs_the_licence(scope: str, places: tuple[str, ...], reached: set[str]) -> None:
    assert {place for place in ("CN", "UA-43") if Destinations(scope, places).reaches(place)} == reached
