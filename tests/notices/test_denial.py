"""What notices say, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sekisho.errors import RecordError
from sekisho.notices.denial import ABOUT, COMMON, KINDS, check_notice, read_denial, refuse_longer
from tests.notices import denials as made

ROOT = Path(__file__).resolve().parents[2]


def test_a_denial_is_read() -> None:
    body = made.denial(consignee=made.party("Made-up Trading", aliases=["MT"]))
    assert check_notice(body) == "denial"
    one = read_denial(body, made.digest("d"))
    assert one.entries == (("us-ccl", "4A906.a.1"),)
    assert [(role, party.name) for role, party in one.parties] == [
        ("end_user", "Example Precision Works"),
        ("consignee", "Made-up Trading"),
    ]
    assert one.valid_until == dt.date(2029, 5, 31)
    assert one.item.parameters == {"physical_qubits": "72"}


@pytest.mark.parametrize(
    "body",
    [one(made.KEY) for one in (made.renewal, made.withdrawal, made.inquiry, made.answer, made.grant)],
    ids=lambda body: body["type"],
)
def test_every_kind_is_read(body: dict[str, Any]) -> None:
    assert check_notice(body) == body["type"]


def test_every_field_is_needed_and_no_other_is_taken() -> None:
    bodies = [made.denial(), made.renewal(made.KEY), made.withdrawal(made.KEY), made.inquiry(made.KEY)]
    bodies += [made.answer(made.KEY), made.grant(made.KEY)]
    assert {one["type"] for one in bodies} == set(KINDS)
    for body in bodies:
        for name in body.keys() - {"type"}:
            with pytest.raises(RecordError, match=f"needs the field '{name}'"):
                check_notice({key: value for key, value in body.items() if key != name})
            with pytest.raises(RecordError, match="malformed"):
                check_notice({**body, name: 7})
        with pytest.raises(RecordError, match="has no field 'more'"):
            check_notice({**body, "more": ""})


@pytest.mark.parametrize("kind", ["ballot", "", 7])
def test_another_kind_is_no_notice(kind: object) -> None:
    with pytest.raises(RecordError, match="no kind of notice"):
        check_notice(made.denial(type=kind))


@pytest.mark.parametrize("to", [("JP", "GB"), ("JP", "JP"), ("JP", "US"), ()])
def test_recipients_stand_once_in_order_and_without_the_maker(to: tuple[str, ...]) -> None:
    with pytest.raises(RecordError, match=r"recipients stand once|'to' of a notice"):
        check_notice(made.denial(to=[{"member": one, "key": made.KEY} for one in to]))


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"end_user": ""}, "end_user"),
        ({"entries": []}, "entries"),
        ({"valid_until": "2026-06-01"}, "valid_until"),
    ],
)
def test_a_denial_does_not_contradict_itself(more: dict[str, Any], place: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_denial(made.denial(**more), made.KEY)
    assert caught.value.place == place


def test_a_denial_under_a_catch_all_names_no_entry() -> None:
    assert read_denial(made.denial(about="catch_all", entries=[]), made.KEY).entries == ()


def test_a_validity_ends_with_the_charters() -> None:
    start, span = dt.date(2026, 6, 1), dt.timedelta(days=1095)
    refuse_longer(start, start + span, span)
    with pytest.raises(RecordError, match="1095 days"):
        refuse_longer(start, start + span + dt.timedelta(days=1), span)


def test_the_schema_says_the_same() -> None:
    schema = json.loads((ROOT / "schemas" / "notice.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    bodies = [
        made.denial(),
        *(one(made.KEY) for one in (made.renewal, made.withdrawal, made.inquiry, made.answer, made.grant)),
    ]
    for body in bodies:
        validator.validate(body)
        assert schema["$defs"][body["type"]]["properties"].keys() == {*COMMON, *KINDS[body["type"]]}
        assert not validator.is_valid({**body, "more": ""})
        assert not validator.is_valid({key: value for key, value in body.items() if key != "charter"})


def test_the_page_names_every_kind_and_field() -> None:
    page = (ROOT / "docs" / "reference" / "notices.md").read_text(encoding="utf-8")
    for name in {*COMMON, *KINDS, *ABOUT, *(field for fields in KINDS.values() for field in fields)}:
        assert f"`{name}`" in page, name
