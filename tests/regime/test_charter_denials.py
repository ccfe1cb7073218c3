"""The duties that a charter may lay down after a denial: optional, read in one way, refused where nobody could keep them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sekisho.errors import CharterError, DocumentError
from sekisho.regime.charter import Charter
from sekisho.regime.charter_checks import problems
from sekisho.regime.charter_read import read_charter
from sekisho.regime.charter_words import describe
from sekisho.regime.charters import shipped_charter
from sekisho.terms import canonical

FIVE = canonical.decode(read_charter(shipped_charter("five-states")).data)
CONSULT = {**FIVE["denials"][0], "source": "made up"}
NOTIFY = {name: value for name, value in CONSULT.items() if not name.startswith("reply")} | {"duty": "notify"}


def charter(*rows: dict[str, Any]) -> Charter:
    return read_charter(canonical.encode({**FIVE, "denials": list(rows)}))


def test_an_older_charter_stays_what_it_was() -> None:
    older = {name: value for name, value in FIVE.items() if name != "denials"}
    data = canonical.encode(older)
    found = read_charter(data)
    assert found.data == data
    assert found.digest == canonical.digest(data)
    assert found.denials == ()
    assert found.denial_rule("quantum") is None
    assert "Denials" not in dict(describe(found))
    assert problems(found, template=True) == []


def test_five_states_ask_first_and_wassenaar_like_tells_afterwards() -> None:
    five = read_charter(shipped_charter("five-states")).denial_rule("quantum")
    assert five is not None
    assert (five.duty, five.reply_days, five.reply_limit, five.reasons) == ("consult", 10, 30, True)
    assert five.validity == dt.timedelta(days=1095)
    wassenaar = read_charter(shipped_charter("wassenaar-like")).denial_rule("*")
    assert wassenaar is not None
    assert (wassenaar.duty, wassenaar.reply_days, wassenaar.notify_days) == ("notify", 0, 60)
    assert {five.status, wassenaar.status} == {"ours"}


def test_the_first_row_that_covers_a_field_holds() -> None:
    found = charter({**NOTIFY, "fields": ["quantum"]}, CONSULT)
    assert problems(found, template=True) == []
    assert [found.denial_rule(one).duty for one in ("quantum", "ai", "*")] == ["notify", "consult", "consult"]  # type: ignore[union-attr]
    assert charter({**NOTIFY, "fields": ["quantum"]}).denial_rule("*") is None


def test_the_duties_are_said_in_words() -> None:
    first, second = dict(describe(charter({**NOTIFY, "fields": ["quantum"]}, CONSULT)))["Denials"]
    assert "quantum: nobody need be asked first; a grant is notified within 30 days" in first
    assert "every field: the denying member is asked first and replies within 10 working days, at most 30" in second
    assert "1095 days" in second


@pytest.mark.parametrize("name", sorted(CONSULT))
def test_every_key_is_needed(name: str) -> None:
    with pytest.raises(DocumentError, match=name):
        charter({key: value for key, value in CONSULT.items() if key != name})


def test_a_duty_to_notify_has_no_clock_for_a_reply() -> None:
    with pytest.raises(DocumentError, match="reply_days"):
        charter({**CONSULT, "duty": "notify"})


def test_a_duty_without_source_is_refused() -> None:
    with pytest.raises(DocumentError, match="source"):
        charter({**CONSULT, "source": " "})


@pytest.mark.parametrize(("name", "value"), [("duty", "veto"), ("reasons", "maybe"), ("validity", "P3Y"), ("status", "law")])
def test_a_value_that_no_charter_holds_is_refused(name: str, value: str) -> None:
    with pytest.raises(CharterError, match=value):
        charter({**CONSULT, name: value})


@pytest.mark.parametrize(
    ("place", "message", "rows"),
    [
        ("denials[0].fields", "for no field", [{**CONSULT, "fields": []}]),
        ("denials[0].fields", "stands twice", [{**CONSULT, "fields": ["ai", "ai"]}]),
        ("denials[0].fields", "no field wheat", [{**CONSULT, "fields": ["wheat"]}]),
        ("denials[1]", "never reached", [CONSULT, {**CONSULT, "fields": ["ai"]}]),
        ("denials[1]", "never reached", [CONSULT, CONSULT]),
        ("denials[0].validity", "whole days", [{**CONSULT, "validity": "PT0S"}]),
        ("denials[0].validity", "whole days", [{**CONSULT, "validity": "P1DT1H"}]),
        ("denials[0].notify_days", "before it is made", [{**CONSULT, "notify_days": "0"}]),
        ("denials[0].reply_days", "every silence", [{**CONSULT, "reply_days": "0"}]),
        ("denials[0].reply_limit", "over before the 10", [{**CONSULT, "reply_limit": "9"}]),
    ],
)
def test_a_duty_that_nobody_could_keep_is_refused(place: str, message: str, rows: list[dict[str, Any]]) -> None:
    found = [(one.place, one.message) for one in problems(charter(*rows), template=True)]
    assert any(where == place and message in text for where, text in found), found
