"""A decision as JSON: stable keys in a stable order, the same bytes for the same decision.

Decides how questions of several jurisdictions become one numbered list, and which sentence stands at the top. Adds no
finding of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sekisho.controls.classification import ListClassification
from sekisho.controls.control_list import ControlList
from sekisho.controls.item import Item
from sekisho.controls.vocabulary import Vocabulary
from sekisho.licensing.determination import Decision, Determination, Question, merge_questions
from sekisho.licensing.framework import FRAMEWORK, Consulted, FrameworkList, advisory_rows
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Owned, Transaction
from sekisho.logic.truth import Truth
from sekisho.parties.judgement import Judged, Judgement
from sekisho.parties.judgement_record import dump_time
from sekisho.parties.party import Match, Screening, SourceState
from sekisho.parties.screen import summary as screening_summary

_EXIT = {
    Outcome.NO_REQUIREMENT_FOUND: 0,
    Outcome.NOTIFY: 0,
    Outcome.AUTHORISATION_AVAILABLE: 10,
    Outcome.LICENCE_REQUIRED: 20,
    Outcome.PROHIBITED: 30,
    Outcome.NEEDS_INFORMATION: 40,
    Outcome.REFER: 40,
}
_SUMMARY = {
    Outcome.PROHIBITED: "There is no route in law, or a denial order applies",
    Outcome.LICENCE_REQUIRED: "A licence, or an authorisation that a person has examined, is required",
    Outcome.REFER: "A person must look before it ships",
    Outcome.NEEDS_INFORMATION: "Questions are open; nothing is settled against it yet",
    Outcome.AUTHORISATION_AVAILABLE: "An authorisation is available under its conditions",
    Outcome.NOTIFY: "It may ship; a report is due",
    Outcome.NO_REQUIREMENT_FOUND: "No requirement was found in what was searched",
}


def exit_status(outcome: Outcome) -> int:
    """Return the exit status of ``check`` for an outcome."""
    return _EXIT[outcome]


def answer_of(
    transaction: Transaction,
    decision: Decision,
    classifications: Mapping[tuple[int, str], ListClassification],
    screenings: Mapping[int, Screening],
    *,
    as_of: dt.date,
    vocabulary: Vocabulary,
    provenance: Mapping[str, Any],
    frameworks: Iterable[Consulted] = (),
) -> dict[str, Any]:
    """Return the JSON of a decision.

    Args:
        transaction: What was decided on.
        decision: The decision.
        classifications: What each list says, by index of the item and id of the list.
        screenings: What the lists of parties say, by index of the party.
        as_of: What had been recorded by this day was used.
        vocabulary: Gives questions their units and words.
        provenance: See ``provenance_of``.
        frameworks: The lists of frameworks, for the advisory rows.
    """
    asked = frozenset(leg.jurisdiction for leg in decision.determinations if leg.claim.verdict is not Truth.NO)
    found = [classifications[key] for key in sorted(classifications)]
    indexes = [index for index, _ in sorted(classifications)]
    return {
        "outcome": decision.outcome.value,
        "floor": decision.floor.value,
        "ceiling": decision.ceiling.value,
        "hold": decision.hold,
        "conflicts": list(decision.conflicts),
        "as_of": as_of.isoformat(),
        "date": transaction.date.isoformat(),
        "summary": _summary(decision, transaction, screenings),
        "items": [_label(one.item) for one in transaction.items],
        "determinations": [_leg(one) for one in decision.determinations],
        "classifications": [row for index, one in zip(indexes, found, strict=True) for row in verdict_rows(index, one)],
        "coverage": [coverage_row(index, one) for index, one in zip(indexes, found, strict=True)],
        "screenings": _screenings(transaction, screenings),
        "advisory": [row for one in frameworks for row in advisory_rows(one, asked)],
        "questions": _questions(decision, vocabulary),
        "provenance": dict(provenance),
    }


def _summary(decision: Decision, transaction: Transaction, screenings: Mapping[int, Screening]) -> str:
    """Return the words at the top: what the outcome means, which legs bring it, and which party is or may be listed."""
    outcome = decision.outcome
    legs = [leg.jurisdiction for leg in decision.determinations if leg.claim.verdict is not Truth.NO]
    bringing = [leg.jurisdiction for leg in decision.determinations if leg.outcome is outcome]
    named = legs if outcome is Outcome.NO_REQUIREMENT_FOUND else bringing
    everybody = transaction.everybody
    listed = [everybody[index].name for index, one in sorted(screenings.items()) if one.matches]
    warning = f" Look at the screening: {', '.join(listed)} is, or may be, on an official list." if listed else ""
    return f"{_SUMMARY[outcome]} ({', '.join(named) or 'no jurisdiction has a claim'}).{warning}"


def _label(item: Item) -> str:
    return item.description or item.kind.replace("_", " ")


def _leg(leg: Determination) -> dict[str, Any]:
    joined = {"procedure": leg.procedure} if leg.procedure else {}
    return {
        "jurisdiction": leg.jurisdiction,
        "authority": leg.authority,
        **joined,
        "claim": {"verdict": leg.claim.verdict.value, "basis": leg.claim.basis, "text": leg.claim.text},
        "outcome": leg.outcome.value,
        "floor": leg.floor.value,
        "ceiling": leg.ceiling.value,
        "hold": leg.hold,
        "law_as_known": leg.law_as_known,
        "conflicts": list(leg.conflicts),
        "requirements": [
            {
                "entry": one.entry,
                "reason": one.reason,
                "citation": one.citation,
                "policy": one.policy,
                "text": one.text,
                "item": one.item,
                "effect": one.effect.value,
            }
            for one in leg.requirements
        ],
        "authorisations": [
            {
                "code": one.code,
                "status": one.status,
                "conditions": list(one.conditions),
                "citation": one.citation,
                "items": list(one.items),
            }
            for one in leg.authorisations
        ],
        "steps": _steps(leg),
    }


def _steps(leg: Determination) -> list[dict[str, Any]]:
    said = [(leg.claim.verdict, "", None), *((one.applies, one.effect.value, one.item) for one in leg.findings)]
    return [
        {
            "n": number,
            "rule": step.rule,
            "finding": step.finding,
            "citation": step.citation,
            "applies": applies.value,
            "effect": effect,
            "item": item,
        }
        for number, (step, (applies, effect, item)) in enumerate(zip(leg.steps(), said, strict=True), start=1)
    ]


def verdict_rows(index: int, found: ListClassification) -> list[dict[str, Any]]:
    """Return a row for each entry about the item's kind."""
    return [
        {
            "item": index,
            "list": one.list_id,
            "entry": one.code,
            "verdict": one.verdict.value,
            "need": list(one.need),
            "trace": list(one.trace),
            "text": one.text,
            "citation": one.citation,
            "reasons": list(one.reasons),
            "status": one.status.value,
            "undecided": one.undecided,
        }
        for one in found.verdicts
    ]


def coverage_row(index: int, found: ListClassification) -> dict[str, Any]:
    """Return what a list can and cannot say of an item as a whole."""
    declared = "" if found.declared is None else f" The exporter declares: {found.declared}."
    conflict = f" Contradiction: {found.conflict}." if found.conflict else ""
    return {
        "item": index,
        "list": found.list_id,
        "covered": found.covered,
        "declared": found.declared,
        "conflict": found.conflict,
        "to_be_reviewed": list(found.to_be_reviewed),
        "text": f"{found.coverage}{declared}{conflict}{f' To be reviewed: {found.changed}.' if found.changed else ''}",
    }


def _screenings(transaction: Transaction, screenings: Mapping[int, Screening]) -> list[dict[str, Any]]:
    everybody = transaction.everybody
    owns = {one.index: {"owns": _owning(one, everybody[one.of].name)} for one in transaction.owned}
    return [
        {
            "party": index,
            "name": everybody[index].name,
            "role": everybody[index].role,
            **owns.get(index, {}),
            **screening_rows(found),
            "searched": screening_summary(found),
            "sources": [one.id for one in found.sources],
        }
        for index, found in sorted(screenings.items())
    ]


def _owning(found: Owned, name: str) -> dict[str, Any]:
    """Return what an owner holds, and of whom."""
    stake = found.stake
    return {
        "party": found.of,
        "name": name,
        "share": str(stake.share) if stake.share.stated else "",
        "since": stake.span.since,
        "until": stake.span.until,
        "source": stake.source,
    }


def screening_rows(found: Screening) -> dict[str, Any]:
    """Return the matches, and apart from them those that a person judged false or that the good list covers."""
    said = {one.match.key: judged_row(one) for one in found.judged}
    rows = [(match_row(one), said.get(one.key)) for one in found.matches]
    return {
        "matches": [row if judged is None else {**row, "judged": judged} for row, judged in rows],
        "resolved": [{**match_row(one.match), "judged": judged_row(one)} for one in found.resolved],
    }


def judged_row(one: Judged) -> dict[str, Any]:
    """Return what a person decided about a match."""
    return {
        "id": one.entry.id,
        "state": one.state,
        "verdict": one.entry.verdict if isinstance(one.entry, Judgement) else None,
        "by": one.entry.by,
        "at": dump_time(one.entry.at),
        "reason": one.entry.reason,
        "changed": list(one.changed),
        "text": one.text,
    }


def match_row(match: Match) -> dict[str, Any]:
    """Return a listed party that a name may be."""
    listed = match.listed
    return {
        "id": listed.id,
        "name": listed.name,
        "source": listed.source,
        "score": round(match.score, 4),
        "certain": match.certain,
        "matched": match.matched,
        "explanation": list(match.explanation),
        "countries": list(listed.countries),
        "footnotes": list(listed.footnotes),
        "concerns": list(listed.concerns),
        "requirement": listed.requirement,
        "policy": listed.policy,
        "citation": listed.citation,
    }


def _questions(decision: Decision, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    asked = [(leg.jurisdiction, one) for leg in decision.determinations for one in leg.questions]
    by_place: dict[tuple[str, int, str], list[str]] = {}
    for place, one in asked:
        by_place.setdefault((one.about, one.index, one.field), []).append(place)
    merged = merge_questions(one for _, one in asked)
    return [
        question_row(number, one, by_place[one.about, one.index, one.field], vocabulary)
        for number, one in enumerate(merged, start=1)
    ]


def question_row(number: int, question: Question, jurisdictions: Iterable[str], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a question with its number, and the unit and words of the parameter that it asks for."""
    parameter = vocabulary.parameters.get(question.field) if question.about == "item" else None
    return {
        "id": f"q{number}",
        "about": question.about,
        "index": question.index,
        "field": question.field,
        "unit": question.unit if parameter is None else parameter.unit,
        "decides": list(question.decides),
        "jurisdictions": list(dict.fromkeys(jurisdictions)),
        "text": question.text if parameter is None else parameter.text,
        "values": [] if parameter is None else list(parameter.values),
    }


def provenance_of(
    version: str,
    rulebook: str,
    lists: Iterable[ControlList],
    sources: Iterable[SourceState] | None = None,
    frameworks: Iterable[FrameworkList] = (),
) -> dict[str, Any]:
    """Return which edition of what an answer rests on.

    Args:
        version: Of Sekisho.
        rulebook: Digest of the rulebook.
        lists: The control lists that were asked.
        sources: The lists of parties that were searched; None where none had to be.
        frameworks: The lists of frameworks that were held against the items.
    """
    found: dict[str, Any] = {
        "sekisho": version,
        "rulebook": rulebook,
        "lists": [
            *(
                {"id": one.id, "jurisdiction": one.jurisdiction, "edition": one.edition, "sha256": one.sha256}
                for one in lists
            ),
            *(
                {"id": FRAMEWORK, "jurisdiction": one.framework, "edition": one.edition, "sha256": one.sha256}
                for one in frameworks
            ),
        ],
    }
    if sources is not None:
        found["sources"] = [source_row(one) for one in sources]
    return found


def source_row(state: SourceState) -> dict[str, Any]:
    """Return which bytes of a list of parties were searched."""
    return {
        "id": state.id,
        "snapshot": state.snapshot.isoformat(),
        "sha256": state.sha256,
        "parties": state.parties,
        "official": state.official,
        "stale": state.stale,
        "warning": state.warning,
    }
