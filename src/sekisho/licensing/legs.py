"""What the legs of several jurisdictions have in common: claims by place, notices, what is not encoded.

Decides how a transaction stands to a territory and how long tables may be used. The law itself is in the rulebook and in
the module of each jurisdiction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sekisho.licensing.conditions import Condition, ask, every, finding, look, some, yes
from sekisho.licensing.determination import Authorisation, Claim, Determination, Finding, Question
from sekisho.licensing.listing import is_technology
from sekisho.licensing.national import CatchAll, Group, Help, NationalLaw, OpenRule, in_force, is_above, is_below
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_answer, ask_exporter, ask_ship_from, ask_use
from sekisho.licensing.transaction import Kind, Knowledge, Means, Transaction
from sekisho.logic.truth import Truth
from sekisho.terms.places import PLACES

TERRITORY = "territory"
"""Id of the group that is the jurisdiction's own territory."""

EXPORTS = frozenset({Kind.EXPORT, Kind.REEXPORT})
"""Kinds of transaction in which items leave a territory; a re-export of foreign goods is an export there."""


def name_of(place: str) -> str:
    """Return the name of a place, or its code where it has none."""
    return PLACES[place].name if place in PLACES else place


def within(place: str | None, group: Group, said: str, question: Question) -> Condition:
    """Return whether a place that the transaction states lies in a territory.

    Args:
        place: ISO code; None if not stated.
        group: The territory.
        said: What is at the place, for example ``the items leave from``.
        question: What to ask where it is not stated.
    """
    if place is None:
        return ask(f"not stated: {question.field}", question)
    text = f"{said} {name_of(place)}"
    if place in group.doubtful:
        return look(f"{text}, of which the texts at hand do not settle whether it belongs there")
    return Condition(Truth.of(place in group.places), text)


def seat_in(transaction: Transaction, group: Group) -> Condition:
    """Return whether the exporter is established in a territory."""
    return within(transaction.exporter_jurisdiction, group, "the exporter is established in", ask_exporter())


def ships_from(transaction: Transaction, group: Group) -> Condition:
    """Return whether the items leave from a territory."""
    return within(transaction.ship_from, group, "the items leave from", ask_ship_from())


def goes_to(transaction: Transaction, group: Group) -> Condition:
    """Return whether the items go to a territory."""
    return within(transaction.destination, group, "the items go to", ask_ship_from())


def leaving(transaction: Transaction, origin: Condition, target: Condition, inside: Condition | None = None) -> Condition:
    """Return whether a transaction takes items out of a territory.

    Args:
        transaction: The transaction.
        origin: Whether they begin in it.
        target: Whether they end in it.
        inside: What to say of items that begin and end in it; a person must look where it is not given.
    """
    if transaction.kind not in EXPORTS:
        return look(f"{transaction.kind.value.replace('_', ' ')} is not encoded")
    if transaction.means is Means.REMOTE_ACCESS:
        return look("access from afar is not encoded")
    if target.truth is Truth.YES:
        stays = look(f"{target.text}, so that nothing would leave: is the final destination stated?")
        return every((origin, inside or stays))
    return every((origin, ~target))


def elsewhere_finding(law: NationalLaw, seat: Condition, origin: Condition) -> Finding:
    """Return what an exporter of the territory must look at where the items never touch it."""
    sentence = law.rules["elsewhere"]
    condition = every((seat, ~origin, look("a person must look")))
    return finding(
        "trade from elsewhere",
        Outcome.LICENCE_REQUIRED,
        condition,
        sentence.citation,
        text=sentence.text,
        requirement=False,
    )


def asked_use(transaction: Transaction, uses: Iterable[str], standard: Knowledge) -> Condition:
    """Return whether the exporter's knowledge of one of several end uses meets a standard.

    A suspicion is left to a person: how the law words the standard of awareness is not at hand.
    """
    found = []
    for use in uses:
        state = transaction.end_use.of(use)
        words = f"{use}: {state.value.replace('_', ' ')}"
        if state is Knowledge.NOT_ASKED:
            found.append(ask(words, ask_use(transaction, use)))
        elif state is Knowledge.SUSPECT and standard is Knowledge.AWARE:
            found.append(look(f"{words}; whether a suspicion is enough is not decided from the texts at hand"))
        else:
            found.append(Condition(state.reaches(standard), words))
    return some(found)


def inform_findings(
    index: int, transaction: Transaction, law: NationalLaw, unlisted: Condition, sent: Condition
) -> tuple[Finding, ...]:
    """Return the licence requirements that begin with a notice of the authority."""
    rules = [one for one in in_force(law.catch_alls, transaction.date) if one.requirement == "inform"]
    return tuple(
        finding(
            one.code,
            Outcome.LICENCE_REQUIRED,
            every((unlisted, reached(transaction, law, one), sent, told(transaction, one))),
            one.citation,
            text=one.text,
            item=index,
        )
        for one in rules
    )


def told(transaction: Transaction, rule: CatchAll) -> Condition:
    """Return whether an authority has given notice of one of a rule's end uses."""
    return asked_use(transaction, rule.uses, Knowledge.INFORMED)


def reached(transaction: Transaction, law: NationalLaw, rule: CatchAll) -> Condition:
    """Return whether a rule reaches the destination."""
    truth = law.reaches(rule.to, transaction.destination, transaction.date, rule.not_to)
    text = f"the destination is {name_of(transaction.destination)}"
    if truth is Truth.UNKNOWN:
        return look(f"{text}; whether the rule reaches it is not decided from the texts at hand")
    return Condition(truth, text)


def open_findings(transaction: Transaction, law: NationalLaw, sent: Condition) -> tuple[Finding, ...]:
    """Return what is not encoded and concerns this transaction: each needs a person, none is settled by data."""
    findings = []
    for one in in_force(law.open_rules, transaction.date):
        reach = law.reaches(one.to, transaction.destination, transaction.date, one.not_to)
        if reach is Truth.NO or (one.kinds and transaction.kind.value not in one.kinds):
            continue
        conditions = [sent if not one.kinds else yes(""), look("a person must look")]
        if one.unless_answer:
            conditions.append(_answered(transaction, one.unless_answer))
        condition = every(conditions)
        findings += [
            finding(one.rule, one.effect, condition, one.citation, text=one.text, item=item, requirement=False)
            for item in _items_of(one, transaction)
        ]
    return tuple(findings)


def _answered(transaction: Transaction, key: str) -> Condition:
    answer = transaction.answers.get(key)
    if answer is None:
        return ask("not answered", ask_answer(key))
    return Condition(Truth.of(answer), f"answered {'yes' if answer else 'no'} by the exporter")


def _items_of(rule: OpenRule, transaction: Transaction) -> tuple[int | None, ...]:
    """Return the items that a rule is about; None stands for the transaction as a whole."""
    if not rule.item_kinds:
        return (None,)
    return tuple(index for index, item in enumerate(transaction.items) if item.item.kind in rule.item_kinds)


def helps(transaction: Transaction, law: NationalLaw, codes: Mapping[int, tuple[str, ...]]) -> tuple[Authorisation, ...]:
    """Return the authorisations that may overcome the requirements, each to be examined.

    Args:
        transaction: The transaction.
        law: The jurisdiction's law.
        codes: By item that may need a licence: the entries it meets (none where the list answer is open).
    """
    found = []
    for one in in_force(law.helps, transaction.date):
        if law.reaches(one.to, transaction.destination, transaction.date, one.not_to) is Truth.NO:
            continue
        items = tuple(index for index in codes if _serves(one, transaction, index, codes[index]))
        if items:
            found.append(Authorisation(one.code, "to_examine", one.conditions, one.citation, items))
    return tuple(found)


def _serves(one: Help, transaction: Transaction, index: int, codes: tuple[str, ...]) -> bool:
    """Tell whether an authorisation may serve an item; what is not stated never rules it out."""
    item = transaction.items[index]
    if one.technology and (one.technology == "yes") is not is_technology(transaction, item):
        return False
    amount = item.value_amount
    if one.limit is not None and amount is not None and item.value_currency == one.currency and amount > one.limit:
        return False
    named = one.entries
    if not codes or not named:
        return not named and (not codes or not all(is_below(code, one.not_entries) for code in codes))
    fitting = [code for code in codes if is_below(code, named) or is_above(code, named)]
    return any(not is_below(code, one.not_entries) for code in fitting)


def age_findings(law: NationalLaw, on: dt.date) -> tuple[Finding, ...]:
    """Return what follows from the distance between the day asked about and the days for which the law is known."""
    known = f"law as known on {law.law_as_known}"
    if on < law.encoded_from:
        text = f"the tables were checked for days from {law.encoded_from} on; what held on {on} is not at hand"
        condition = look(text)
    elif on > law.law_as_known + dt.timedelta(days=law.hard_limit_days):
        condition = look(f"{known}, more than {law.hard_limit_days} days before {on}: it may have changed")
    elif on > law.law_as_known:
        text = f"{known}; later changes are not in the answer"
        return (Finding("law as known", Outcome.NO_REQUIREMENT_FOUND, Truth.YES, text, law.citation),)
    else:
        return ()
    return (finding("law as known", Outcome.PROHIBITED, condition, law.citation, requirement=False),)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a transaction stands to a territory.

    Attributes:
        claim: Whether its law has a say.
        seat: Whether the exporter is established in it.
        origin: Whether the items leave from it.
        target: Whether they go to it.
    """

    claim: Claim
    seat: Condition
    origin: Condition
    target: Condition


def frame_of(transaction: Transaction, law: NationalLaw, territory: Group) -> Frame:
    """Return how a transaction stands to a territory: its law has a say by departure or by the exporter's seat."""
    seat, origin = seat_in(transaction, territory), ships_from(transaction, territory)
    condition, sentence = some((origin, seat)), law.rules["claim"]
    claim = Claim(condition.truth, sentence.citation, condition.text, condition.questions)
    return Frame(claim, seat, origin, goes_to(transaction, territory))


def leg_of(
    law: NationalLaw,
    claim: Claim,
    findings: Iterable[Finding] = (),
    *,
    authorisations: tuple[Authorisation, ...] = (),
    conflicts: tuple[str, ...] = (),
    procedure: str = "",
) -> Determination:
    """Return the determination of a jurisdiction."""
    known = law.law_as_known.isoformat()
    return Determination(
        law.jurisdiction, law.authority, claim, tuple(findings), authorisations, conflicts, procedure, known
    )
