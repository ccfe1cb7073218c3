"""What a member's act makes of an adopted entry: findings of that member's leg, and of no other.

Decides when an act asks for a licence and when a person must look at it: a declared deviation, an earlier wording, a part of
a territory, an act that has ended by an old copy of the list. A member whose law is not encoded has a leg that refers
already; one with a leg gets a finding here. What went from the framework's list stays law where an act says so.
The rules are those of ``docs/reference/publication.md``, section Transposition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sekisho.controls.classification import EntryVerdict
from sekisho.licensing.conditions import Condition, every, finding, look, no, yes
from sekisho.licensing.determination import Determination, Finding, Question
from sekisho.licensing.framework import FRAMEWORK, Adopted, Consulted, successors, verdict_of
from sekisho.licensing.legs import leaving, name_of
from sekisho.licensing.listing import open_entry
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_ship_from
from sekisho.licensing.transaction import Transaction
from sekisho.logic.truth import Truth
from sekisho.notices.transposition import Destinations, Given, Transposition
from sekisho.terms.places import country_of, eu_members

UNION = "EU"


def with_acts(leg: Determination, transaction: Transaction, consulted: Iterable[Consulted]) -> Determination:
    """Return a leg with what the acts of its member make law; a leg without a claim stays as it is.

    Args:
        leg: The leg.
        transaction: What is done.
        consulted: Each framework's list, held against the items.
    """
    if leg.claim.verdict is Truth.NO:
        return leg
    found = tuple(one for each in consulted for one in act_findings(each, leg.jurisdiction, transaction))
    return replace(leg, findings=(*leg.findings, *found)) if found else leg


def act_findings(consulted: Consulted, member: str, transaction: Transaction) -> Iterator[Finding]:
    """Yield what the acts for a member require: a finding for each item and entry met or open, else one that none is.

    Args:
        consulted: A framework's list.
        member: Jurisdiction of the leg.
        transaction: What is done.
    """
    for act in consulted.list.transpositions:
        in_time = _in_time(consulted, act, member)
        if member in act.members and in_time.truth is not Truth.NO:
            found = tuple(_of_act(consulted, act, member, transaction, in_time))
            yield from found or (_nothing(consulted, act, transaction),)


def _of_act(
    consulted: Consulted, act: Transposition, member: str, transaction: Transaction, in_time: Condition
) -> Iterator[Finding]:
    where = every(
        (in_time, _leaves(transaction, member), _reaches(act.destinations, transaction), _extends(act, transaction))
    )
    if where.truth is Truth.NO:
        return
    for given in act.entries:
        for index in range(len(transaction.items)):
            condition = every((met_by(consulted, act, given, index), where))
            if condition.truth is not Truth.NO:
                yield _finding(act, given, index, condition)


def _finding(act: Transposition, given: Given, index: int, condition: Condition) -> Finding:
    savings = f"savings clause: {act.savings}" if act.savings else ""
    applies = f"applies from {act.applies_from}"
    return finding(
        "act for the framework",
        Outcome.LICENCE_REQUIRED,
        condition,
        act.act.citation,
        text="; ".join(part for part in (f"{act.act.title}, {applies}", f"legal basis: {act.basis}", savings) if part),
        entry=given.national or given.code,
        reason=FRAMEWORK,
        item=index,
    )


def _nothing(consulted: Consulted, act: Transposition, transaction: Transaction) -> Finding:
    strange = [one.code for one in act.entries if _entry(consulted, one) is None]
    named = f"; never adopted, so that it gives effect to nothing: {', '.join(strange)}" if strange else ""
    to = name_of(transaction.destination)
    condition = no(f"no item meets an entry to which it gives effect, or it does not reach an export to {to}{named}")
    text = act.act.title
    return finding("act for the framework", Outcome.LICENCE_REQUIRED, condition, act.act.citation, text=text)


def _in_time(consulted: Consulted, act: Transposition, member: str) -> Condition:
    """Return whether an act applies on the day.

    A replaced act applies no more; but until its successor applies, nothing says that the days between are free.
    """
    if consulted.on < act.applies_from:
        return no(f"applies from {act.applies_from} on")
    ended = act.applies_until is not None and act.applies_until <= consulted.on
    if ended and not consulted.stale:
        return no(f"applied until {act.applies_until}")
    successor = successors(consulted.list.transpositions).get(act.digest)
    if successor is not None:
        return _replaced(consulted, successor, member)
    if ended:
        return look(
            f"applied until {act.applies_until} by a list that is stale; a person must look whether it was prolonged"
        )
    return yes("")


def _replaced(consulted: Consulted, successor: Transposition, member: str) -> Condition:
    """Return whether an act still applies beside the one that replaces it."""
    if member not in successor.members:
        return look(f"replaced by {successor.act.citation}, which does not speak for {member} any more")
    if successor.applies_from <= consulted.on:
        return no(f"replaced by {successor.act.citation}")
    return look(f"replaced by {successor.act.citation}, which applies only from {successor.applies_from} on")


def met_by(consulted: Consulted, act: Transposition, given: Given, index: int) -> Condition:
    """Return whether an item meets an entry as an act gives effect to it.

    Args:
        consulted: The framework's list.
        act: The act.
        given: The entry, as the act names it.
        index: The item's index.
    """
    entry = _entry(consulted, given)
    if entry is None:
        return no(f"{given.code} was never adopted: the act gives effect to nothing by it")
    verdict, need, reason = verdict_of(consulted, index, entry)
    condition = _condition(index, entry, verdict, need, reason)
    effects = {one.effect: one.text for one in act.deviations_of(given.code)}
    if given.sha256 != entry.sha256:
        effects["different"] = "it gives effect to an earlier wording of the entry"
    return _deviating(condition, entry.code, effects)


def _entry(consulted: Consulted, given: Given) -> Adopted | None:
    """Return the entry that an act names: on the list, else the wording that went, else any of that code."""
    here = consulted.list.entries.get(given.code)
    if here is not None:
        return here
    went = [one for one in consulted.list.gone if one.code == given.code]
    same = [one for one in went if one.sha256 == given.sha256]
    return next(reversed(same or went), None)


def _condition(index: int, entry: Adopted, verdict: Truth, need: tuple[str, ...], reason: str) -> Condition:
    said = f"item {index + 1} and {entry.code} of the framework"
    if verdict is Truth.UNKNOWN:
        return open_entry(index, EntryVerdict(FRAMEWORK, entry.code, verdict, need, undecided=reason or None))
    if verdict is Truth.NO:
        return no(f"{said}: not met")
    if entry.gone:
        return look(f"{said}: met by its parameters; the entry is {entry.gone} there, and the act stands")
    return yes(f"{said}: met by its parameters")


def _deviating(condition: Condition, code: str, effects: dict[str, str]) -> Condition:
    """Return a condition as declared deviations leave it: what an act widens is no NO, what it narrows is no YES.

    The result is open wherever the deviation could turn the verdict, so that one parameter less never settles more.
    """
    turning = {Truth.YES: ("narrower", "different"), Truth.NO: ("wider", "different"), Truth.UNKNOWN: tuple(effects)}
    told = [f"{effect}: {effects[effect]}" for effect in turning[condition.truth] if effect in effects]
    if not told:
        return condition
    words = f"{condition.text}; the act deviates from {code} ({'; '.join(told)})"
    return look(words, *condition.questions)


def _leaves(transaction: Transaction, member: str) -> Condition:
    """Return whether the items leave the member's territory; where they leave from elsewhere, a person must look."""
    places = eu_members(transaction.date) if member == UNION else frozenset({member})
    origin = _within(transaction.ship_from, places, "the items leave from", ask_ship_from())
    if origin.truth is Truth.NO:
        origin = look(f"{origin.text}; what the act says of an exporter of {name_of(member)} then is for a person")
    target = _within(transaction.destination, places, "the items go to", ask_ship_from())
    return leaving(transaction, origin, target)


def _within(place: str | None, places: Iterable[str], said: str, question: Question) -> Condition:
    if place is None:
        return Condition(Truth.UNKNOWN, f"not stated: {question.field}", (question,))
    return Condition(Truth.of(country_of(place) in places), f"{said} {name_of(place)}")


def _reaches(destinations: Destinations, transaction: Transaction) -> Condition:
    """Return whether an export to the destination needs the licence; a region named of its country may be meant."""
    to = transaction.destination
    parts = [one for one in destinations.places if one.startswith(f"{to}-")]
    if destinations.scope == "all" or to in destinations.places or not parts:
        return Condition(Truth.of(destinations.reaches(to)), f"the act and an export to {name_of(to)}")
    given = {part: transaction.regions.get(part) for part in parts}
    if any(given.values()):
        inside = destinations.scope == "only"
        return Condition(Truth.of(inside), f"the act and an export to a region of {name_of(to)} that it names")
    missing = [part for part, answer in given.items() if answer is None]
    if not missing:
        return Condition(Truth.of(destinations.scope == "except"), f"the act and the rest of {name_of(to)}")
    questions = (Question("transaction", 0, f"regions.{part}", f"Do the goods go to {name_of(part)}?") for part in missing)
    return Condition(Truth.UNKNOWN, f"the act names regions of {name_of(to)}", tuple(questions))


def _extends(act: Transposition, transaction: Transaction) -> Condition:
    """Return whether an act extends to where the items leave from; of parts of a territory a transaction says nothing."""
    parts = act.only or act.excluded
    if not parts:
        return yes("")
    said = f"it extends {'only to' if act.only else 'not to'} {', '.join(parts)}"
    if transaction.ship_from is not None and "-" in transaction.ship_from:
        return Condition(Truth.of((transaction.ship_from in parts) is bool(act.only)), said)
    return look(f"{said}: a person must look whether the items leave from there")
