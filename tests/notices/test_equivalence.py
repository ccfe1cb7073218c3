"""What an equivalence says: unilateral, dated, of the reliever alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sekisho.errors import RecordError
from sekisho.notices.equivalence import FIELDS, read_equivalence
from tests.notices import made_acts as made

KEY = made.digest("E")


def test_it_is_read_and_half_open() -> None:
    found = read_equivalence(made.equivalence(applies_until="2026-08-01"), KEY)
    assert (found.by, found.of, found.entries, found.national) == ("US", ("JP",), ("4Q901",), "RELIEF")
    days = ["2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01"]
    assert [found.applies(dt.date.fromisoformat(day)) for day in days] == [False, True, True, False]
    assert read_equivalence(made.equivalence(), KEY).applies(dt.date(2099, 1, 1))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"of": ["US"]}, "of"),
        ({"of": []}, "of"),
        ({"of": ["NL", "JP"]}, "of"),
        ({"entries": []}, "entries"),
        ({"entries": ["b", "a"]}, "entries"),
        ({"national": " "}, "national"),
        ({"citation": ""}, "citation"),
        ({"conditions": [""]}, "conditions"),
        ({"applies_until": "2026-07-01"}, "applies_until"),
        ({"replaces": 7}, "replaces"),
    ],
)
def test_a_contradiction_is_refused_at_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(RecordError) as refused:
        read_equivalence(made.equivalence(**change), KEY)
    assert refused.value.place == place


@pytest.mark.parametrize("name", ["by", *FIELDS])
def test_a_missing_field_is_named(name: str) -> None:
    body = made.equivalence()
    del body[name]
    with pytest.raises(RecordError, match=f"an equivalence needs the field '{name}'"):
        read_equivalence(body, KEY)
