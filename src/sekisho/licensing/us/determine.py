"""The answer of the United States: claim, list, embargoes, end use, end users, exceptions to examine.

Decides nothing by itself but the order in which the rules are asked, and how old the law at hand may be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import every, finding, look
from sekisho.licensing.determination import Determination, Finding
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.transaction import Transaction
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.claims import ItemClaim, claim_of, support_of
from sekisho.licensing.us.end_users import Bite, end_user_bites
from sekisho.licensing.us.exceptions import authorisations
from sekisho.licensing.us.items import LIST
from sekisho.licensing.us.owners import owner_bites
from sekisho.licensing.us.requirements import event, list_findings
from sekisho.licensing.us.rules import rule_bites
from sekisho.licensing.us.tables import UsLaw
from sekisho.logic.truth import Truth
from sekisho.parties.party import Screening

JURISDICTION = "US"
AUTHORITY = "BIS"


def determine_us(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    screenings: Mapping[int, Screening],
    law: UsLaw,
) -> Determination:
    """Return the answer of the United States under the Export Administration Regulations.

    Args:
        transaction: What is done.
        classifications: What ``us-ccl`` says, by index of the item.
        screenings: What the lists of parties say, by index of the party; a missing index was not screened.
        law: The law.
    """
    case = Case(transaction, classifications, screenings, law)
    claims = tuple(ItemClaim(case, item) for item in case.items)
    claim = claim_of(case, claims)
    known = law.law_as_known.isoformat()
    if claim.verdict is Truth.NO:
        return Determination(JURISDICTION, AUTHORITY, claim, (), law_as_known=known)
    happens = event(case)
    subject = tuple((one.item, every((one.subject, happens))) for one in claims)
    bites = [Bite(one) for one in _age(case)]
    bites += [Bite(one) for one in _not_subject(claims)]
    bites += [Bite(one) for claimed in claims for one in list_findings(case, claimed)]
    bites += rule_bites(case, subject, support_of(case, claims))
    bites += end_user_bites(case, subject)
    bites += owner_bites(case, subject)
    return Determination(
        JURISDICTION,
        AUTHORITY,
        claim,
        tuple(one.finding for one in bites),
        authorisations(case, bites),
        tuple(f"{one.label}, {LIST}: {one.conflict}" for one in case.items if one.conflict),
        law_as_known=known,
    )


def _not_subject(claims: tuple[ItemClaim, ...]) -> Iterator[Finding]:
    """Yield what is said of items that are not, or perhaps not, subject to the EAR while another one is."""
    for one in claims:
        if one.condition.truth is not Truth.YES:
            yield Finding(
                "EAR claim by item",
                Outcome.NO_REQUIREMENT_FOUND,
                one.condition.truth,
                one.condition.text,
                "15 CFR 734.3(a)",
                one.condition.questions,
                item=one.item.index,
                refer=one.condition.refer,
            )


def _age(case: Case) -> Iterator[Finding]:
    """Yield what follows from the distance between the day asked about and the days for which the law is known."""
    law, on = case.law, case.on
    late = [f"{one.name} ({one.citation}) since {one.known_from}" for one in law.texts.values() if on < one.known_from]
    if late:
        text = f"the law of {on} is not wholly at hand: {'; '.join(late)}"
        yield _unsure(text, law)
    limit = dt.timedelta(days=int(law.data["law"]["hard_limit_days"]))
    if on > law.law_as_known + limit:
        known = f"law as known on {law.law_as_known}"
        yield _unsure(f"{known}, more than {limit.days} days before {on}: it may have changed", law)
    elif on > law.law_as_known:
        text = f"law as known on {law.law_as_known}; later changes are not in the answer"
        yield Finding("EAR as known", Outcome.NO_REQUIREMENT_FOUND, Truth.YES, text, law.data["law"]["title"])


def _unsure(text: str, law: UsLaw) -> Finding:
    return finding("EAR as known", Outcome.LICENCE_REQUIRED, look(text), str(law.data["law"]["title"]), requirement=False)
