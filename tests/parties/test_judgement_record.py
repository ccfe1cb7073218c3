"""Entries as rows, there and back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from sekisho.errors import RecordError
from sekisho.parties.judgement import Entry, Judged
from sekisho.parties.judgement_record import dump_entry, dump_judged, load_entry, load_judged
from sekisho.parties.party import Name
from sekisho.parties.sides import party_digest, query_digest
from tests.parties.judged import DAY, QUERY, good, judgement, match, withdrawal
from tests.parties.listed import listed

ZYQOR = dataclasses.replace(
    listed("Zyqor Trading Works", "Qorzy"),
    names=(Name("Zyqor Trading Works"), Name("青岛", "alias"), Name("ZTW", "weak")),
    addresses=("1 Example Street",),
    footnotes=(4,),
    properties=(("birthDate", ("1970",)),),
)
ENTRIES: tuple[Entry, ...] = (
    judgement(ZYQOR, True, certain=True),
    judgement(ZYQOR),
    good(ZYQOR, until=DAY),
    good(),
    withdrawal(good()),
)


@pytest.mark.parametrize("entry", ENTRIES)
def test_there_and_back(entry: Entry) -> None:
    row = json.loads(json.dumps(dump_entry(entry)))
    assert load_entry(entry.id, row) == entry


def test_the_digests_of_both_sides_are_written() -> None:
    row = dump_entry(ENTRIES[0])
    assert row["query_sha256"] == query_digest(QUERY)
    assert row["listed_sha256"] == party_digest(ZYQOR)
    assert (row["source"], row["snapshot"]["sha256"], row["score"], row["weights"]) == (
        "us-entity-list",
        "0" * 64,
        0.8,
        "plain-1",
    )


def test_a_moment_is_written_in_utc() -> None:
    away = dataclasses.replace(ENTRIES[0], at=dt.datetime(2026, 2, 2, 1, tzinfo=dt.timezone(dt.timedelta(hours=9))))
    assert dump_entry(away)["at"] == "2026-02-01T16:00:00Z"


def test_a_judged_match_there_and_back() -> None:
    for entry in ENTRIES[:4]:
        one = Judged(match(ZYQOR), entry, "returned", ("a change",))  # type: ignore[arg-type]
        assert load_judged(json.loads(json.dumps(dump_judged(one)))) == one
    with pytest.raises(RecordError):
        load_judged(dump_judged(Judged(match(ZYQOR), withdrawal(ENTRIES[0]), "good")))  # type: ignore[arg-type]


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_row_of_another_kind_or_shape_is_refused(entry: Entry) -> None:
    row = dump_entry(entry)
    for name in row:
        if name not in ("query_sha256", "listed_sha256", "source"):
            with pytest.raises(RecordError):
                load_entry("x", {key: value for key, value in row.items() if key != name})
    with pytest.raises(RecordError, match="no kind of judgement is called 'vow'"):
        load_entry("x", row | {"kind": "vow"})
    wrongs: tuple[object, ...] = (7, None, [], "soon")
    for wrong in wrongs:
        with pytest.raises(RecordError):
            load_entry("x", row | {"at": wrong})
