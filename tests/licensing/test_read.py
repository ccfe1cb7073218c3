"""The transaction file: what it may say, and the errors."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import InputError, PlaceError
from sekisho.licensing.read import read_transaction
from sekisho.licensing.transaction import USES, Kind, Knowledge, Means, Transaction
from sekisho.logic.truth import Truth
from sekisho.terms.document import read_document
from tests.licensing.samples import vocabulary

WHOLE = """
date: 2026-07-23
kind: export
means: physical
exporter: {name: "Example Exporter", jurisdiction: US}
ship_from: "United States"
destination: CN
items:
  - description: "72-qubit machine"
    kind: quantum_computer
    parameters: {physical_qubits: 72, cnot_error: 9e-5, architecture: gate}
    quantity: 1
    value: {amount: 2000000, currency: USD}
    origin: US
    us_content_percent: 100
    us_content_controlled: true
    us_direct_product: false
    hs_code: "8471.50"
    declared: {us-ccl: "4A906.a.1"}
parties:
  - role: End user
    name: " Example   Works "
    country: CN
    address: "Street 1"
    identifiers: {registry: "123"}
    nationality: CN
    headquarters: CN
    ultimate_parent: "China (PRC)"
    listings: {us-dpl: "order of 2020-01-01"}
    listed_owners: false
end_use:
  text: "research"
  flags: [military]
  knowledge: {nuclear: suspect, missile: {state: informed, by: METI, on: 2026-01-02}}
licences:
  - {jurisdiction: EU, reference: "X 1", valid_until: 2027-01-01}
  - {jurisdiction: JP, reference: "Y 2"}
regions: {UA-43: false}
answers: {jp-clearly-not: true}
"""


def read(text: str) -> Transaction:
    return read_transaction(read_document(textwrap.dedent(text).encode(), "order.yaml"), vocabulary())


def small(**keys: str | None) -> str:
    """Return the smallest transaction, with keys replaced, added or (None) taken out."""
    given = {
        "date": "2026-07-23",
        "kind": "export",
        "means": "physical",
        "destination": "CN",
        "items": "[{kind: toy}]",
    }
    lines = {**given, **keys}
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)


def refuse(text: str, message: str, line: int, place: str | None, remedy: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    problem = caught.value
    assert message in problem.message
    assert (problem.file, problem.line, problem.place) == ("order.yaml", line, place)
    if remedy is not None:
        assert remedy in (problem.remedy or "")
    return problem


def test_everything_is_read() -> None:
    found = read(WHOLE)
    assert (found.date, found.kind, found.means) == (dt.date(2026, 7, 23), Kind.EXPORT, Means.PHYSICAL)
    assert (found.exporter_name, found.exporter_jurisdiction) == ("Example Exporter", "US")
    assert (found.ship_from, found.destination) == ("US", "CN")
    (item,) = found.items
    assert (item.item.kind, item.item.declared) == ("quantum_computer", {"us-ccl": "4A906.a.1"})
    assert item.item.parameters == {"physical_qubits": 72.0, "cnot_error": 9e-5, "architecture": "gate"}
    assert (item.quantity, item.value_amount, item.value_currency, item.origin) == (1.0, 2e6, "USD", "US")
    assert (item.us_content_percent, item.us_content_controlled, item.us_direct_product) == (100, Truth.YES, Truth.NO)
    assert item.hs_code == "847150"
    (party,) = found.parties
    assert (party.role, party.name, party.country, party.address) == ("end_user", "Example Works", "CN", "Street 1")
    assert (party.nationality, party.headquarters, party.ultimate_parent) == ("CN", "CN", "CN")
    assert (party.identifiers, party.listings) == ({"registry": "123"}, {"us-dpl": "order of 2020-01-01"})
    assert party.listed_owners is Truth.NO
    assert found.end_use.text == "research"
    assert found.licences == (
        {"jurisdiction": "EU", "reference": "X 1", "valid_until": "2027-01-01"},
        {"jurisdiction": "JP", "reference": "Y 2"},
    )
    assert (found.regions, found.answers) == ({"UA-43": False}, {"jp-clearly-not": True})


def test_what_is_not_written_is_not_known() -> None:
    found = read(small())
    (item,) = found.items
    assert (found.exporter_name, found.exporter_jurisdiction, found.ship_from) == ("", None, None)
    assert (item.quantity, item.value_amount, item.value_currency, item.origin, item.hs_code) == (
        None,
        None,
        "",
        None,
        "",
    )
    assert (item.us_content_percent, item.us_content_controlled) == (None, Truth.UNKNOWN)
    assert (found.parties, found.licences, found.regions, found.answers) == ((), (), {}, {})
    assert found.end_use.knowledge == {}


def test_json_is_read_as_well() -> None:
    text = b'{"date": "2026-07-23", "kind": "export", "means": "physical", "destination": "NO", "items": [{"kind": "toy"}]}'
    assert read_transaction(read_document(text, "order.json"), vocabulary()).destination == "NO"


# End use


def states(text: str) -> dict[str, Knowledge]:
    return dict(read(small(end_use=text)).end_use.knowledge)


def test_an_empty_list_of_flags_says_asked_and_nothing_known() -> None:
    assert states("{flags: []}") == dict.fromkeys(USES, Knowledge.NONE_AFTER_DILIGENCE)


def test_missing_flags_say_not_asked() -> None:
    assert states("{text: research}") == {}
    assert states("{flags: }") == {}
    assert states("{flags: null}") == {}


def test_a_flag_says_aware_and_the_others_were_asked() -> None:
    assert states("{flags: [nuclear]}") == dict.fromkeys(USES, Knowledge.NONE_AFTER_DILIGENCE) | {"nuclear": Knowledge.AWARE}
    assert states("{flags: nuclear}")["nuclear"] is Knowledge.AWARE


def test_knowledge_overrides_flags() -> None:
    found = read(WHOLE).end_use
    assert (found.of("military"), found.of("nuclear"), found.of("missile")) == (
        Knowledge.AWARE,
        Knowledge.SUSPECT,
        Knowledge.INFORMED,
    )
    assert found.said == {"missile": "by METI on 2026-01-02"}
    assert "military" not in states("{flags: [], knowledge: {military: not_asked}}")
    assert states("{knowledge: {military: aware, nuclear: null}}") == {"military": Knowledge.AWARE}
    assert states("{knowledge: {military: {state: suspect}}}") == {"military": Knowledge.SUSPECT}


# Kind and means


def test_intangible_is_an_export_by_electronic_means() -> None:
    for means in (None, "electronic"):
        found = read(small(kind="intangible", means=means))
        assert (found.kind, found.means) == (Kind.EXPORT, Means.ELECTRONIC)


def test_intangible_and_physical_contradict_each_other() -> None:
    refuse(small(kind="intangible"), "electronic means", 2, "kind", "leave out the means")


@pytest.mark.parametrize("kind", [one.value for one in Kind])
def test_every_kind_is_read(kind: str) -> None:
    assert read(small(kind=kind)).kind.value == kind


# Errors


@pytest.mark.parametrize(
    ("text", "message", "line", "place", "remedy"),
    [
        (small(date=None), "the key 'date' is missing", 1, None, None),
        (small(date="yesterday"), "'yesterday' is not a date", 1, "date", "YYYY-MM-DD"),
        (small(date="2026-02-30"), "not a day of the calendar", 1, "date", None),
        (small(date="2012-01-01"), "no law before", 1, "date", "year"),
        (small(kind="exprot"), "'exprot' is not known here", 2, "kind", "'export'"),
        (small(kind="x"), "'x' is not known here", 2, "kind", "intangible"),
        (small(means=None), "the key 'means' is missing", 1, None, None),
        (small(means="by hand"), "'by hand' is not known here", 3, "means", "physical"),
        (small(destination="Chnia"), "unknown country or territory 'Chnia'", 4, "destination", "CN"),
        (small(destination="EU"), "EU", 4, "destination", None),
        (small(shipfrom="US"), "unknown key 'shipfrom'", 6, None, "'ship_from'"),
        (small(items="[]"), "at least one item", 5, "items", "items"),
        (small(items="{kind: toy}"), "a list is expected", 5, "items", None),
        (small(items="[{kind: toy, quantity: -1}]"), "cannot be negative", 5, "items[0].quantity", "sign"),
        (small(items="[{kind: toy, quantity: 0}]"), "cannot be 0", 5, "items[0].quantity", None),
        (
            small(items="[{kind: toy, value: {amount: -5, currency: USD}}]"),
            "amount cannot be negative",
            5,
            "items[0].value.amount",
            "sign",
        ),
        (small(items="[{kind: toy, value: {amount: 5}}]"), "'currency' is missing", 5, "items[0].value", None),
        (small(items="[{kind: toy, value: {currency: USD}}]"), "'amount' is missing", 5, "items[0].value", None),
        (
            small(items="[{kind: toy, value: {amount: 5, currency: usd}}]"),
            "'usd' is no currency",
            5,
            "items[0].value.currency",
            "ISO 4217",
        ),
        (
            small(items="[{kind: toy, us_content_percent: 101}]"),
            "more than 100",
            5,
            "items[0].us_content_percent",
            "0 to 100",
        ),
        (
            small(items="[{kind: toy, us_content_percent: -1}]"),
            "cannot be negative",
            5,
            "items[0].us_content_percent",
            None,
        ),
        (
            small(items="[{kind: toy, us_content_controlled: maybe}]"),
            "true or false",
            5,
            "items[0].us_content_controlled",
            None,
        ),
        (small(items="[{kind: toy, hs_code: 84.7}]"), "Harmonised System", 5, "items[0].hs_code", "8471.50"),
        (small(items="[{kind: toy, hs_code: 7700}]"), "Harmonised System", 5, "items[0].hs_code", None),
        (small(items="[{kind: toy, hs_code: 9900}]"), "Harmonised System", 5, "items[0].hs_code", None),
        (small(items="[{kind: toy, origin: Atlantis}]"), "unknown country", 5, "items[0].origin", None),
        (small(items="[{kind: toy, parameters: {cnot_eror: 1}}]"), "unknown parameter", 5, None, "cnot_error"),
        (small(items="[{kind: toy, declared: {us-cll: EAR99}}]"), "no list", 5, None, "us-ccl"),
        (small(parties="[{name: X}]"), "'role' is missing", 6, "parties[0]", None),
        (small(parties="[{role: end_user}]"), "'name' is missing", 6, "parties[0]", None),
        (small(parties="[{role: '?', name: X}]"), "is no role", 6, "parties[0].role", "end_user"),
        (small(parties="[{role: bank, name: X, listings: {us-dlp: y}}]"), "unknown key", 6, None, "'us-dpl'"),
        (small(parties="[{role: bank, name: X, county: CN}]"), "unknown key", 6, "parties[0]", "'country'"),
        (small(end_use="{flags: [milatary]}"), "'milatary' is no end use", 6, "end_use.flags[0]", "'military'"),
        (small(end_use="{flags: {a: b}}"), "a text is expected", 6, "end_use.flags", None),
        (small(end_use="{knowledge: {militry: aware}}"), "unknown key", 6, "end_use.knowledge", "'military'"),
        (small(end_use="{knowledge: {military: sure}}"), "'sure' is not known", 6, "end_use.knowledge.military", None),
        (
            small(end_use="{knowledge: {military: {state: aware, on: soon}}}"),
            "is not a date",
            6,
            "end_use.knowledge.military.on",
            None,
        ),
        (small(licences="[{jurisdiction: JP}]"), "'reference' is missing", 6, "licences[0]", None),
        (
            small(licences="[{jurisdiction: JP, reference: x, valid_until: x}]"),
            "is not a date",
            6,
            "licences[0].valid_until",
            None,
        ),
        (small(regions="{UA-99: true}"), "unknown key", 6, "regions", None),
        (small(answers="{jp-clearly-nt: true}"), "unknown key", 6, "answers", "'jp-clearly-not'"),
        (small(answers="{jp-clearly-not: perhaps}"), "true or false", 6, None, None),
    ],
)
def test_bad_input_names_its_place(text: str, message: str, line: int, place: str | None, remedy: str | None) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    problem = caught.value
    assert message in problem.message
    assert (problem.file, problem.line) == ("order.yaml", line)
    if place is not None:
        assert problem.place == place
    if remedy is not None:
        assert remedy in (problem.remedy or "")


def test_an_unknown_country_is_a_place_error() -> None:
    assert isinstance(refuse(small(ship_from="Atlantis"), "unknown country", 6, "ship_from"), PlaceError)


def test_null_answers_are_not_given() -> None:
    assert read(small(answers="{jp-clearly-not: null}")).answers == {}
    assert read(small(parties="[{role: bank, name: X, listings: {us-dpl: null}}]")).parties[0].listings == {}
    assert read(small(exporter="{name: }")).exporter_name == ""


def test_further_lists_can_be_allowed() -> None:
    text = small(items="[{kind: toy, declared: {framework: X1}}]")
    found = read_transaction(read_document(text.encode(), "order.yaml"), vocabulary(), lists=("framework",))
    assert found.items[0].item.declared == {"framework": "X1"}


def test_questions_are_answered_under_the_keys_that_some_rule_asks_under() -> None:
    text = small(answers='{"734.20": true}')
    found = read_transaction(read_document(text.encode(), "order.yaml"), vocabulary(), answers=("734.20",))
    assert found.answers == {"734.20": True}
    refuse(text, "unknown key '734.20'", 6, "answers")


def test_too_many_items_are_refused() -> None:
    many = ", ".join("{kind: toy}" for _ in range(501))
    with pytest.raises(InputError, match="more than 500 items"):
        read(small(items=f"[{many}]"))


def test_too_many_parties_are_refused() -> None:
    many = ", ".join("{role: bank, name: X}" for _ in range(1001))
    refuse(small(parties=f"[{many}]"), "more than 1,000 parties", 6, "parties")


@pytest.mark.parametrize("name", ["empty", "binary"])
def test_what_is_no_document_is_refused(name: str, tmp_path: Path) -> None:
    data: Any = {"empty": b"", "binary": b"\x00\x01\xff"}[name]
    with pytest.raises(InputError):
        read_transaction(read_document(data, "order.yaml"), vocabulary())
