"""The table opens in a spreadsheet, and runs nothing there."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.notices.acts import read_acts
from sekisho.notices.matrix import Source, matrix
from sekisho.notices.tables import COLUMNS, guarded, to_csv
from tests.notices import made_acts as made


def table(*bodies: dict[str, object]) -> list[dict[str, str]]:
    acts = read_acts((made.digest(f"{number}"), body) for number, body in enumerate(bodies))
    found = Source("made-up", made.OTHER, 1, "2026-07-20T10:00:00Z", ("JP", "US"), (made.row(),), (), *acts)
    data = to_csv(matrix(found, dt.date(2026, 8, 1)))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_for_each_act_and_one_where_there_is_none() -> None:
    body = made.transposition(
        destinations={"scope": "only", "places": ["CN", "RU"]},
        deviations=[{"code": "4Q901", "effect": "narrower", "text": 'only "above", 100'}],
    )
    jp, us = table(body)
    assert list(jp) == list(COLUMNS)
    assert (jp["status"], jp["since"], jp["lag_days"], jp["lag_open"]) == ("given_effect", "2026-07-01", "30", "no")
    assert (jp["destinations"], jp["deviations"]) == ("only CN RU", 'narrower: only "above", 100')
    assert (us["status"], us["act"], us["lag_open"]) == ("not_yet", "", "yes")
    assert len(table(body, made.transposition(applies_from="2026-09-01"))) == 3


ATTACKS = [
    '=cmd|"/c calc"!A1',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    "|calc",
    "\x01=1",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_of_a_member_begins_a_formula(text: str) -> None:
    body = made.transposition(act={"title": text, "citation": text, "url": ""}, savings=text)
    row = table(body)[0]
    assert row["act"] == row["citation"] == row["savings"] == f"'{text}"


@given(st.text(max_size=20))
def test_a_guarded_text_is_itself_or_has_an_apostrophe_before_it(text: str) -> None:
    found = guarded(text)
    assert found in (text, f"'{text}")
    assert found.lstrip()[:1] not in tuple("=+-@＝＋－＠|")
