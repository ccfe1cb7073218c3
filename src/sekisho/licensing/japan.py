"""Japan: the Foreign Exchange and Foreign Trade Act, list control and the catch-all of item 16.

Decides the claim, the list answer for goods and technology, and the catch-all since the reform of 2025-10-09. Leaves to
a person what the texts at hand do not settle: the catch-all for technology, intermediary trade, deemed exports, export
approvals, the guideline by which a listed end user may turn out harmless.
"""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import Condition, every, finding, look, some
from sekisho.licensing.determination import Determination, Finding
from sekisho.licensing.japan_catch_all import catch_all_findings
from sekisho.licensing.legs import (
    TERRITORY,
    age_findings,
    elsewhere_finding,
    frame_of,
    helps,
    leaving,
    leg_of,
    open_findings,
)
from sekisho.licensing.listing import Listed, Rule, classified, conflicts_of, is_technology, list_findings, needing
from sekisho.licensing.national import NationalLaw, Sentence
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Transaction
from sekisho.logic.truth import Truth
from sekisho.parties.party import Screening


def determine_jp(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    screenings: Mapping[int, Screening],
    law: NationalLaw,
) -> Determination:
    """Return Japan's answer.

    Args:
        transaction: What is done.
        classifications: What ``jp-export-order`` says, by index of the item.
        screenings: What the lists say, by index of the party.
        law: The rulebook ``jp-export-control``.
    """
    frame = frame_of(transaction, law, law.group(TERRITORY, transaction.date))
    if frame.claim.verdict is Truth.NO:
        return leg_of(law, frame.claim)
    goods = leaving(transaction, frame.origin, frame.target)
    technology = leaving(transaction, some((frame.seat, frame.origin)), frame.target)
    found = classified(transaction, classifications, law, names_catch_all)
    findings: list[Finding] = [*age_findings(law, transaction.date)]
    for index, one in found.items():
        if is_technology(transaction, transaction.items[index]):
            findings += list_findings(index, one, technology, _rule(law.rules["list_technology"]))
            findings.append(_technology_catch_all(index, one, technology, law))
        else:
            findings += list_findings(index, one, goods, _rule(law.rules["list_goods"]))
            findings += catch_all_findings(index, transaction, one, screenings, law=law, sent=goods)
    if not all(is_technology(transaction, item) for item in transaction.items):
        findings.append(elsewhere_finding(law, frame.seat, frame.origin))
    findings += open_findings(transaction, law, some((goods, technology)))
    authorisations = helps(transaction, law, needing(found))
    conflicts = conflicts_of(found, law.list_id)
    return leg_of(law, frame.claim, findings, authorisations=authorisations, conflicts=conflicts)


def names_catch_all(code: str) -> bool:
    """Tell whether a declared code is item 16, which is for what no other item lists."""
    return code == "16" or code.startswith("16(")


def _rule(sentence: Sentence) -> Rule:
    return lambda code: ("list control", sentence)


def _technology_catch_all(index: int, found: Listed, sent: Condition, law: NationalLaw) -> Finding:
    sentence = law.rules["catch_all_technology"]
    return finding(
        "catch-all for technology",
        Outcome.LICENCE_REQUIRED,
        every((found.unlisted, sent, look("its text is not at hand"))),
        sentence.citation,
        text=sentence.text,
        item=index,
        requirement=False,
    )
