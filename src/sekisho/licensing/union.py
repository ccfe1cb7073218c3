"""European Union: Regulation (EU) 2021/821, the common trunk of every Member State.

Decides the claim, the answer of Annex I for exports, Annex IV for transfers inside the Union as far as codes show it, and
the requirements that begin with a notice. Leaves to a person the other catch-alls, restrictive measures, and the
national list of every Member State that has no leg of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some
from sekisho.licensing.determination import Determination, Finding
from sekisho.licensing.legs import (
    EXPORTS,
    TERRITORY,
    age_findings,
    elsewhere_finding,
    frame_of,
    helps,
    inform_findings,
    leaving,
    leg_of,
    name_of,
    open_findings,
)
from sekisho.licensing.listing import Listed, classified, conflicts_of, list_findings, needing
from sekisho.licensing.national import Group, NationalLaw, is_above, is_below
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_ship_from
from sekisho.licensing.transaction import Transaction
from sekisho.logic.truth import Truth
from sekisho.parties.party import Screening
from sekisho.terms.places import eu_members

PROCEDURE = "EU"
OWN_LEG = frozenset({"DE", "NL"})
"""Member States with a leg of their own."""


def determine_eu(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    screenings: Mapping[int, Screening],
    law: NationalLaw,
) -> Determination:
    """Return the answer of the Regulation.

    Args:
        transaction: What is done.
        classifications: What ``eu-annex-i`` says, by index of the item.
        screenings: Not used: no list of parties of the Union is encoded.
        law: The rulebook ``eu-dual-use``.
    """
    union = replace(law.group(TERRITORY, transaction.date), places=eu_members(transaction.date))
    frame = frame_of(transaction, law, union)
    if frame.claim.verdict is Truth.NO:
        return leg_of(law, frame.claim, procedure=PROCEDURE)
    sent = leaving(transaction, frame.origin, frame.target, no("the items stay in the Union"))
    inside = every((frame.origin, frame.target))
    found = classified(transaction, classifications, law)
    findings: list[Finding] = [*age_findings(law, transaction.date)]
    for index, one in found.items():
        findings += list_findings(index, one, sent, lambda code: ("Annex I", law.rules["list"]))
        if frame.target.truth is not Truth.NO:
            findings.append(_annex_iv(index, one, inside, law))
        findings += inform_findings(index, transaction, law, one.unlisted, sent)
    if frame.target.truth is not Truth.NO:
        findings.append(_standing_still(transaction, frame.origin, law))
    findings.append(elsewhere_finding(law, frame.seat, frame.origin))
    findings += _other_states(transaction, union, law)
    findings += open_findings(transaction, law, some((sent, inside)))
    authorisations = helps(transaction, law, needing(found)) if frame.target.truth is Truth.NO else ()
    conflicts = conflicts_of(found, law.list_id)
    return leg_of(law, frame.claim, findings, authorisations=authorisations, conflicts=conflicts, procedure=PROCEDURE)


def _annex_iv(index: int, found: Listed, inside: Condition, law: NationalLaw) -> Finding:
    """Return whether a transfer inside the Union needs an authorisation, as far as codes show it."""
    entries = law.words["annex_iv"]
    named = [code for code in found.codes if is_below(code, entries) or is_above(code, entries) or code[0] == "0"]
    limits = (look(f"{code} is in Annex IV in part, and the limits there are not encoded") for code in named)
    sentence = law.rules["annex_iv"]
    condition = every((inside, some((*limits, found.rest, no("no entry of Annex IV")))))
    return finding("Annex IV", Outcome.LICENCE_REQUIRED, condition, sentence.citation, text=sentence.text, item=index)


def _standing_still(transaction: Transaction, origin: Condition, law: NationalLaw) -> Finding:
    """Return whether an export is stated in which nothing leaves a Member State."""
    text = f"the items leave from {name_of(transaction.destination)} and go there: is the final destination stated?"
    same = look(text)
    if transaction.ship_from is None:
        same = ask("not stated: ship_from", ask_ship_from())
    elif transaction.ship_from != transaction.destination or transaction.kind not in EXPORTS:
        same = no("the items go to another country")
    return finding("nothing leaves", Outcome.LICENCE_REQUIRED, every((origin, same)), law.citation, requirement=False)


def _other_states(transaction: Transaction, union: Group, law: NationalLaw) -> list[Finding]:
    """Return a finding for each Member State with a say whose own list and rules are not encoded."""
    sentence = law.rules["other_state"]
    stated = (transaction.exporter_jurisdiction, transaction.ship_from)
    states = {place for place in stated if place is not None} & (union.places - OWN_LEG)
    return [
        finding(
            f"national law of {name_of(state)}",
            Outcome.LICENCE_REQUIRED,
            look("a person must look"),
            sentence.citation,
            text=sentence.text.format(state=name_of(state)),
            requirement=False,
        )
        for state in sorted(states)
    ]
