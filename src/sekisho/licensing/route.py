"""Where the items really go, and whether what is done is what the encoded law is about: questions of every jurisdiction.

Decides what every leg must ask beside its own rules: an end user or consignee who is not where the items go, an export
that leaves nothing, an activity whose law is not encoded. Refuses to conclude from an unlikely route that it is the real
one: a person must look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sekisho.licensing.conditions import Condition, ask, every, finding, look, no, some, yes
from sekisho.licensing.determination import Determination, Finding, Question
from sekisho.licensing.legs import name_of
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_answer, ask_end_user
from sekisho.licensing.transaction import Kind, Transaction
from sekisho.logic.truth import Truth
from sekisho.terms.places import country_of

STAYS = "stays-at-destination"
END_USER = "end_user"
_RECEIVERS = frozenset({END_USER, "consignee", "ultimate_consignee"})
_NOT_ENCODED_FOR_US = frozenset({Kind.BROKERING, Kind.TRANSIT, Kind.TECHNICAL_ASSISTANCE})
_LEAVING = frozenset({Kind.EXPORT, Kind.REEXPORT})


def with_route(leg: Determination, transaction: Transaction) -> Determination:
    """Return a leg with what its route leaves open; a leg without a claim stays as it is."""
    if leg.claim.verdict is Truth.NO:
        return leg
    return replace(leg, findings=(*leg.findings, *_findings(leg.jurisdiction, transaction)))


def _findings(jurisdiction: str, transaction: Transaction) -> Iterator[Finding]:
    yield finding("route", Outcome.LICENCE_REQUIRED, elsewhere(transaction), "", requirement=False)
    if transaction.kind in _LEAVING and country_of(transaction.destination) == jurisdiction:
        inside = look(f"the destination is {name_of(jurisdiction)} itself: what is described is no export from there")
        yield finding("route, destination", Outcome.LICENCE_REQUIRED, inside, "", requirement=False)
    if jurisdiction == "US" and transaction.kind in _NOT_ENCODED_FOR_US:
        words = f"what the law of the United States says of {transaction.kind.value.replace('_', ' ')} is not encoded"
        yield finding("activity", Outcome.LICENCE_REQUIRED, look(words), "", requirement=False)


def elsewhere(transaction: Transaction) -> Condition:
    """Return whether the items may go to another place than the destination stated.

    A party who receives them in another country is a reason to ask; so is one whose country is not stated, and an end
    user who is not named.
    """
    ways = [no(f"every end user and consignee is in {name_of(transaction.destination)}")]
    if transaction.kind is Kind.DEEMED_EXPORT:
        return ways[0]
    for index, party in enumerate(transaction.parties):
        if party.role not in _RECEIVERS:
            continue
        if party.country is None:
            question = Question("party", index, "country", f"In which country is {party.name}?")
            ways.append(every((ask(f"the country of {party.name} is not stated", question), ~_stays(transaction))))
        elif party.country != transaction.destination:
            said = f"{party.name} ({party.role.replace('_', ' ')}) is in {name_of(party.country)}"
            ways.append(every((yes(said), ~_stays(transaction), look("a person must look at where the items go"))))
    if not any(party.role == END_USER for party in transaction.parties):
        ways.append(every((ask("no end user is named", ask_end_user()), ~_stays(transaction))))
    return some(ways)


def _stays(transaction: Transaction) -> Condition:
    """Return whether the exporter says that the items stay at the destination."""
    given = transaction.answers.get(STAYS)
    place = name_of(transaction.destination)
    if given is None:
        return ask(f"whether the items stay in {place} is not stated", ask_answer(STAYS))
    return yes(f"the exporter states that the items stay in {place}") if given else no(f"the items go on from {place}")
