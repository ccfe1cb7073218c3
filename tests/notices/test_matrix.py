"""Where an entry is given effect, since when, and how members lag."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sekisho.notices.acts import read_acts
from sekisho.notices.matrix import STATUSES, Source, matrix
from tests.notices import made_acts as made

DAY = dt.date(2026, 8, 1)
A, B, C = (made.digest(one) for one in "ABC")
SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).resolve().parents[2] / "schemas" / "matrix.schema.json").read_text(encoding="utf-8"))
)


def source(
    *acts: tuple[str, dict[str, Any]],
    rows: tuple[dict[str, Any], ...] = (made.row(),),
    gone: tuple[dict[str, Any], ...] = (),
    stale: str = "",
) -> Source:
    members = ("JP", "NL", "US")
    return Source("made-up", made.OTHER, 12, "2026-07-20T10:00:00Z", members, rows, gone, *read_acts(acts), stale)


def shown(found: Source, on: dt.date = DAY) -> dict[str, Any]:
    answer = matrix(found, on)
    SCHEMA.validate(answer)
    return answer


def cell(found: Source, member: str = "JP", on: dt.date = DAY) -> dict[str, Any]:
    cells: list[dict[str, Any]] = shown(found, on)["entries"][0]["cells"]
    return next(one for one in cells if one["member"] == member)


def test_no_act() -> None:
    answer = shown(source())
    assert answer["without_act"] == ["4Q901"]
    assert cell(source()) == {
        "member": "JP", "status": "not_yet", "since": "", "lag_days": 61, "lag_open": True, "acts": []
    }  # fmt: skip


def test_an_act_is_announced_applies_and_ends() -> None:
    one = source((A, made.transposition(applies_until="2026-07-15")))
    found = [
        cell(one, on=dt.date.fromisoformat(day))["status"]
        for day in ("2026-06-30", "2026-07-01", "2026-07-14", "2026-07-15")
    ]
    assert found == ["announced", "given_effect", "given_effect", "ended"]
    assert cell(one, "NL")["status"] == "not_yet"
    told = cell(one, on=dt.date(2026, 7, 1))
    assert (told["since"], told["lag_days"], told["lag_open"]) == ("2026-07-01", 30, False)
    act = told["acts"][0]
    assert (act["title"], act["national"], act["wording"], act["until"]) == (
        "Made-up order",
        "8-1",
        "as_adopted",
        "2026-07-15",
    )


def test_an_act_that_is_older_than_the_adoption_does_not_lag() -> None:
    assert cell(source((A, made.transposition(applies_from="2026-01-01"))))["lag_days"] == 0


def test_one_act_speaks_for_several_members_with_its_deviation() -> None:
    body = made.transposition(
        members=["JP", "NL"], deviations=[{"code": "4Q901", "effect": "wider", "text": "more"}], only=["NL-NH"]
    )
    one = source((A, body))
    assert [row["status"] for row in shown(one)["entries"][0]["cells"]] == ["given_effect", "given_effect", "not_yet"]
    assert cell(one, "NL")["acts"][0]["deviations"] == [{"effect": "wider", "text": "more"}]
    assert cell(one, "NL")["acts"][0]["only"] == ["NL-NH"]


def test_an_entry_that_was_amended_is_given_effect_in_another_wording_and_lags() -> None:
    old = made.transposition(entries=[{"code": "4Q901", "sha256": made.OTHER, "national": ""}])
    told = cell(source((A, old), gone=(made.gone(),)))
    assert (told["status"], told["lag_open"], told["lag_days"]) == ("earlier_wording", True, 61)
    assert told["acts"][0]["wording"] == "another"
    # In the time of the earlier wording it was given effect as adopted.
    before = source((A, old | {"applies_from": "2026-05-10"}), rows=(), gone=(made.gone(),))
    assert cell(before, on=dt.date(2026, 5, 20))["status"] == "given_effect"


def test_a_replacement_carries_on_and_the_lag_is_counted_to_the_first() -> None:
    later = made.transposition(replaces=A, applies_from="2026-07-20")
    told = cell(source((A, made.transposition()), (B, later)))
    assert [(one["digest"], told["since"]) for one in told["acts"]] == [(B, "2026-07-01")]


def test_a_replacement_of_another_wording_begins_anew() -> None:
    first = made.transposition(entries=[{"code": "4Q901", "sha256": made.OTHER, "national": ""}])
    assert cell(source((A, first), (B, made.transposition(replaces=A, applies_from="2026-07-20"))))["since"] == "2026-07-20"


def test_between_an_act_and_its_successor_a_person_must_look() -> None:
    later = made.transposition(replaces=A, applies_from="2026-09-01")
    told = cell(source((A, made.transposition()), (B, later)))
    assert told["status"] == "to_examine"
    assert [one["status"] for one in told["acts"]] == ["to_examine", "announced"]
    assert cell(source((A, made.transposition()), (B, later)), on=dt.date(2026, 6, 15))["acts"][0]["digest"] == B


def test_a_member_that_the_successor_leaves_out_must_be_looked_at() -> None:
    acts = (A, made.transposition(members=["JP", "NL"])), (B, made.transposition(replaces=A))
    assert cell(source(*acts), "NL")["status"] == "to_examine"
    assert cell(source(*acts), "JP")["status"] == "given_effect"


def test_a_stale_list_ends_nothing_and_opens_nothing() -> None:
    ended = (A, made.transposition(applies_until="2026-07-15"))
    assert cell(source(ended, stale="old"))["status"] == "to_examine"
    replaced = (B, made.transposition(replaces=A, applies_from="2026-09-01"))
    assert cell(source(ended, replaced, stale="old"))["acts"][0]["status"] == "to_examine"
    lapsed = source(rows=(made.row(until="2026-07-01"),))
    assert shown(lapsed)["entries"] == []
    assert len(shown(source(rows=(made.row(until="2026-07-01"),), stale="old"))["entries"]) == 1
    relief = (C, made.equivalence())
    assert [shown(source(relief, stale=one))["entries"][0]["equivalences"][0]["status"] for one in ("", "old")] == [
        "to_examine",
        "not_usable",
    ]


def test_an_equivalence_is_shown_for_its_interval_and_no_transposition_opens_one() -> None:
    assert shown(source((A, made.transposition())))["entries"][0]["equivalences"] == []
    both = source((A, made.equivalence()), (B, made.equivalence(replaces=A, national="NEW", applies_until="2026-08-02")))
    assert [one["national"] for one in shown(both)["entries"][0]["equivalences"]] == ["NEW"]
    assert shown(both, dt.date(2026, 8, 2))["entries"][0]["equivalences"] == []
    assert shown(source((A, made.equivalence(entries=["other"]))))["entries"][0]["equivalences"] == []


def test_codes_that_were_never_adopted_are_named() -> None:
    strange = made.transposition(entries=[{"code": "9Z999", "sha256": made.SHA, "national": ""}])
    found = shown(source((A, strange), (B, made.equivalence(entries=["8Y888"]))))
    assert [(one["by"], one["code"]) for one in found["unknown_codes"]] == [("JP", "9Z999"), ("US", "8Y888")]
    assert shown(source((A, strange), (B, made.transposition(replaces=A))))["unknown_codes"] == []


def test_an_act_that_outlives_its_entry_is_named() -> None:
    removed = made.gone(why="removed", gone="2026-07-20", sha256=made.SHA)
    found = shown(source((A, made.transposition()), rows=(), gone=(removed,)))
    assert [(one["member"], one["why"], one["gone"]) for one in found["after_removal"]] == [("JP", "removed", "2026-07-20")]
    assert shown(source((A, made.transposition()), gone=(made.gone(),)))["after_removal"] == []
    assert shown(source((A, made.transposition()), rows=(), gone=(removed,)), dt.date(2026, 7, 19))["after_removal"] == []


def test_an_entry_is_not_shown_before_its_adoption() -> None:
    assert shown(source(), dt.date(2026, 5, 31))["entries"] == []


ACTS = st.builds(
    lambda members, start, end, sha: made.transposition(
        members[0],
        members=sorted(set(members)),
        applies_from=start,
        applies_until=end,
        entries=[{"code": "4Q901", "sha256": sha, "national": ""}],
    ),
    st.lists(st.sampled_from(["JP", "NL", "US"]), min_size=1, max_size=3),
    st.sampled_from(["2026-06-15", "2026-07-01", "2026-07-10"]),
    st.sampled_from(["", "2026-08-01"]),
    st.sampled_from([made.SHA, made.OTHER]),
)


@given(acts=st.lists(ACTS, max_size=4), day=st.dates(dt.date(2026, 6, 1), dt.date(2026, 9, 1)))
def test_a_pair_is_what_its_first_act_is_and_given_effect_means_that_an_act_applies(
    acts: list[dict[str, Any]], day: dt.date
) -> None:
    one = source(*((made.digest(f"{number}x"), body) for number, body in enumerate(acts)))
    for found in shown(one, day)["entries"][0]["cells"]:
        applying = [
            body
            for body in acts
            if found["member"] in body["members"]
            and body["entries"][0]["sha256"] == made.SHA
            and body["applies_from"] <= day.isoformat()
            and (not body["applies_until"] or day.isoformat() < body["applies_until"])
        ]
        assert (found["status"] == "given_effect") is bool(applying)
        assert found["lag_open"] is not bool(applying)
        assert found["lag_days"] >= 0
        order = [STATUSES.index(row["status"]) for row in found["acts"]]
        assert order == sorted(order)


@pytest.mark.parametrize("stale", ["", "old"])
def test_staleness_never_turns_effect_into_none(stale: str) -> None:
    assert cell(source((A, made.transposition()), stale=stale))["status"] == "given_effect"
