"""The JSON of a decision."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from sekisho.controls.classification import ListClassification
from sekisho.licensing.answer import answer_of, exit_status, provenance_of
from sekisho.licensing.determination import (
    Authorisation,
    Claim,
    Decision,
    Determination,
    Finding,
    Question,
)
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Stake, TransactionParty
from sekisho.logic.truth import Truth
from sekisho.parties.party import SourceState
from sekisho.parties.shares import Share, Span
from tests.licensing.samples import DAY, deal, lists, match, part, screened, user, verdict, vocabulary

KEYS = [
    "outcome",
    "floor",
    "ceiling",
    "hold",
    "conflicts",
    "as_of",
    "date",
    "summary",
    "items",
    "determinations",
    "classifications",
    "coverage",
    "screenings",
    "advisory",
    "questions",
    "provenance",
]
YES_CLAIM = Claim(Truth.YES, "Art. 1", "from here")
STATE = SourceState("us-entity-list", DAY, "a" * 64, 3400)


def needs(field: str, about: str = "item", **facts: Any) -> Finding:
    question = Question(about, 0, field, f"What is {field}?", **facts)
    return Finding("r", Outcome.LICENCE_REQUIRED, Truth.UNKNOWN, "open", "Art. 2", (question,))


def answer(*legs: Determination, **facts: Any) -> dict[str, Any]:
    found = {
        (1, "b-list"): ListClassification("b-list", DAY, (), True, "covered", declared="X", conflict="it is not X"),
        (0, "a-list"): ListClassification(
            "a-list", DAY, (verdict("a-list", "1.a", Truth.UNKNOWN, need=("cnot_error",), trace=("t",)),), False, "part"
        ),
    }
    given: dict[str, Any] = {
        "as_of": DAY,
        "vocabulary": vocabulary(),
        "provenance": provenance_of("1.0", "d" * 64, (), (STATE,)),
    }
    transaction = deal(items=(part(), part("toy")), parties=(user(),))
    return answer_of(transaction, Decision(legs, ("a conflict",)), found, screened(match("N")), **(given | facts))


def test_the_keys_stand_in_their_order() -> None:
    assert list(answer(Determination("JP", "METI", YES_CLAIM, ()))) == KEYS


def test_it_is_json_and_the_same_every_time() -> None:
    legs = (Determination("JP", "METI", YES_CLAIM, (needs("cnot_error"),)),)
    assert json.dumps(answer(*legs)) == json.dumps(answer(*legs))


def test_a_leg_shows_its_claim_requirements_authorisations_and_steps() -> None:
    said = Finding(
        "list", Outcome.LICENCE_REQUIRED, Truth.YES, "listed", "Art. 2", entry="8", reason="NS", policy="case by case",
        item=0, hold=True, requirement=True,
    )  # fmt: skip
    help_ = Authorisation("BULK", "to_examine", ("ask",), "Art. 3", (0,))
    leg = Determination("DE", "BAFA", YES_CLAIM, (said, needs("x")), (help_,), ("clash",), "EU", "2026-04-04")
    (found,) = answer(leg)["determinations"]
    assert list(found)[:4] == ["jurisdiction", "authority", "procedure", "claim"]
    assert found["claim"] == {"verdict": "yes", "basis": "Art. 1", "text": "from here"}
    assert (found["outcome"], found["hold"], found["law_as_known"]) == ("licence_required", True, "2026-04-04")
    assert found["requirements"] == [
        {
            "entry": "8",
            "reason": "NS",
            "citation": "Art. 2",
            "policy": "case by case",
            "text": "listed",
            "item": 0,
            "effect": "licence_required",
        }
    ]
    assert found["authorisations"] == [
        {"code": "BULK", "status": "to_examine", "conditions": ["ask"], "citation": "Art. 3", "items": [0]}
    ]
    assert [(one["n"], one["rule"], one["applies"]) for one in found["steps"]] == [
        (1, "claim", "yes"),
        (2, "list", "yes"),
        (3, "r", "unknown"),
    ]
    assert found["conflicts"] == ["clash"]


def test_a_leg_of_no_procedure_names_none() -> None:
    assert "procedure" not in answer(Determination("JP", "METI", YES_CLAIM, ()))["determinations"][0]


def test_classifications_and_coverage_go_by_item() -> None:
    found = answer()
    assert [(one["item"], one["list"], one["entry"], one["verdict"]) for one in found["classifications"]] == [
        (0, "a-list", "1.a", "unknown")
    ]
    assert [(one["item"], one["list"], one["text"]) for one in found["coverage"]] == [
        (0, "a-list", "part"),
        (1, "b-list", "covered The exporter declares: X. Contradiction: it is not X."),
    ]
    assert found["items"] == ["mechanical part", "toy"]


def test_screenings_say_what_was_searched() -> None:
    (found,) = answer()["screenings"]
    assert (found["party"], found["name"], found["role"], found["sources"]) == (
        0,
        "Example Works",
        "end_user",
        ["jp-end-user-list"],
    )
    assert "jp-end-user-list" in found["searched"]
    (hit,) = found["matches"]
    assert (hit["score"], hit["certain"], hit["concerns"]) == (1.0, True, ["N"])


def test_questions_of_several_jurisdictions_are_asked_once() -> None:
    legs = (
        Determination("US", "BIS", YES_CLAIM, (needs("cnot_error", decides=("4A906.a.1",)),)),
        Determination("JP", "METI", YES_CLAIM, (needs("cnot_error", decides=("8",)), needs("ship_from", "transaction"))),
    )
    first, second = answer(*legs)["questions"]
    assert first == {
        "id": "q1",
        "about": "item",
        "index": 0,
        "field": "cnot_error",
        "unit": "1",
        "decides": ["4A906.a.1", "8"],
        "jurisdictions": ["US", "JP"],
        "text": vocabulary().parameters["cnot_error"].text,
        "values": [],
    }
    assert (second["id"], second["field"], second["text"], second["unit"]) == (
        "q2",
        "ship_from",
        "What is ship_from?",
        "",
    )


def test_the_summary_names_the_legs_that_bring_the_outcome() -> None:
    refused = Determination("JP", "METI", Claim(Truth.NO, "", ""), ())
    asked = Determination("US", "BIS", YES_CLAIM, (needs("x"),))
    assert "(US)." in answer(refused, asked)["summary"]
    assert "(GB)." in answer(Determination("GB", "ECJU", YES_CLAIM, ()), refused)["summary"]
    assert "no jurisdiction has a claim" in answer(refused)["summary"]


def test_never_clear() -> None:
    text = json.dumps(answer(Determination("JP", "METI", YES_CLAIM, ())))
    assert "No requirement was found in what was searched" in text
    assert "clear" not in text.lower()


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.NO_REQUIREMENT_FOUND, 0),
        (Outcome.NOTIFY, 0),
        (Outcome.AUTHORISATION_AVAILABLE, 10),
        (Outcome.LICENCE_REQUIRED, 20),
        (Outcome.PROHIBITED, 30),
        (Outcome.NEEDS_INFORMATION, 40),
        (Outcome.REFER, 40),
    ],
)
def test_exit_statuses(outcome: Outcome, status: int) -> None:
    assert exit_status(outcome) == status


def test_provenance_names_editions_and_snapshots() -> None:
    control_list = lists()["jp-export-order"]
    found = provenance_of("1.0", "d", [control_list], [STATE])
    edition = {"id": "jp-export-order", "jurisdiction": "JP", "edition": control_list.edition, "sha256": control_list.sha256}
    assert found["lists"] == [edition]
    assert found["sources"] == [
        {
            "id": "us-entity-list",
            "snapshot": "2026-07-23",
            "sha256": "a" * 64,
            "parties": 3400,
            "official": True,
            "stale": "",
            "warning": "",
        }
    ]
    assert "sources" not in provenance_of("1.0", "d", [])


def test_an_owner_says_what_it_holds_of_whom() -> None:
    stake = Stake(
        TransactionParty("owner", "Holding A"), Share(Fraction(3, 5), Fraction(3, 5)), Span("2024"), "ftm-example 1"
    )
    silent = Stake(TransactionParty("owner", "Holding B"))
    transaction = deal(parties=(user(owners=(stake, silent)),))
    seen = {index: screened(match("N"))[0] for index in range(3)}
    provenance = provenance_of("1.0", "d" * 64, (), (STATE,))
    made = answer_of(transaction, Decision(()), {}, seen, as_of=DAY, vocabulary=vocabulary(), provenance=provenance)
    first, second, third = made["screenings"]
    assert "owns" not in first
    assert (second["party"], second["name"], second["role"]) == (1, "Holding A", "owner")
    assert second["owns"] == {
        "party": 0,
        "name": "Example Works",
        "share": "60 %",
        "since": "2024",
        "until": "",
        "source": "ftm-example 1",
    }
    assert third["owns"]["share"] == ""
    assert "Example Works, Holding A, Holding B is, or may be, on an official list" in made["summary"]
