"""A leg that consists of the answer of a national list: Germany, the Netherlands, the United Kingdom.

Decides nothing that their law does not share: a licence for what the list names and what leaves the territory, the
requirements that begin with a notice, and a person for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import Condition, yes
from sekisho.licensing.determination import Determination, Finding
from sekisho.licensing.legs import (
    TERRITORY,
    age_findings,
    elsewhere_finding,
    frame_of,
    helps,
    inform_findings,
    leaving,
    leg_of,
    open_findings,
)
from sekisho.licensing.listing import Rule, classified, conflicts_of, list_findings, needing
from sekisho.licensing.national import NationalLaw
from sekisho.licensing.transaction import Transaction
from sekisho.logic.truth import Truth


def national_leg(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    law: NationalLaw,
    rule: Rule,
    *,
    scope: Callable[[str], Condition] = lambda code: yes(""),
    more: Callable[[int, Condition], tuple[Finding, ...]] = lambda index, sent: (),
    procedure: str = "",
) -> Determination:
    """Return the answer of a national list.

    Args:
        transaction: What is done.
        classifications: What the list says, by index of the item.
        law: The jurisdiction's rulebook.
        rule: From a code to the rule that controls it.
        scope: From a code to whether the entry is controlled to the destination.
        more: Further findings about an item, given its index and whether it leaves the territory.
        procedure: The procedure of which this is a leg.
    """
    frame = frame_of(transaction, law, law.group(TERRITORY, transaction.date))
    if frame.claim.verdict is Truth.NO:
        return leg_of(law, frame.claim, procedure=procedure)
    sent = leaving(transaction, frame.origin, frame.target)
    found = classified(transaction, classifications, law)
    findings: list[Finding] = [*age_findings(law, transaction.date)]
    for index, one in found.items():
        findings += list_findings(index, one, sent, rule, scope)
        findings += inform_findings(index, transaction, law, one.unlisted, sent)
        findings += more(index, sent)
    findings.append(elsewhere_finding(law, frame.seat, frame.origin))
    findings += open_findings(transaction, law, sent)
    authorisations = helps(transaction, law, needing(found))
    conflicts = conflicts_of(found, law.list_id)
    return leg_of(law, frame.claim, findings, authorisations=authorisations, conflicts=conflicts, procedure=procedure)
