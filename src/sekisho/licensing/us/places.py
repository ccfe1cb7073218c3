"""Whether a rule names a place, and what the chart says of it.

Decides membership in destinations, Country Groups and columns on a day. A place without a row, for which the EAR names
no state, is open and never free (15 CFR 738.3(b)); so is a Country Group on a day for which it is not at hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sekisho.licensing.conditions import Condition, ask, every, look, no, some, yes
from sekisho.licensing.determination import Question
from sekisho.licensing.us.tables import ANYWHERE, PlaceLaw, UsLaw
from sekisho.terms.places import PLACES

MISSING = "missing"
UNSTATED = "unstated"


def name_of(code: str) -> str:
    """Return the name of a place, or its code where it has none."""
    return PLACES[code].name if code in PLACES else code


def unstated(question: Question) -> PlaceLaw:
    """Return the place that was not stated; ``question`` asks for it."""
    return PlaceLaw("", UNSTATED, frozenset(), citation=question.text)


def named(law: UsLaw, place: PlaceLaw, tokens: Iterable[str], on: dt.date, question: Question) -> Condition:
    """Return whether a table of destinations names a place.

    Args:
        law: The law.
        place: The place.
        tokens: Codes, Country Groups or ``*``.
        on: The day.
        question: What to ask where the place is open.
    """
    wanted = frozenset(tokens)
    if not wanted or place.kind == "home":
        return no(f"{name_of(place.code)} is not named" if place.code else "")
    if ANYWHERE in wanted:
        return yes("every destination is reached")
    if place.kind in (MISSING, UNSTATED):
        return _open(place, question)
    if place.names & wanted:
        return _by_name(place, on)
    return _by_group(law, place, sorted(one for one in wanted if _is_group(one)), on)


def _by_group(law: UsLaw, place: PlaceLaw, groups: list[str], on: dt.date) -> Condition:
    if not groups:
        return no(f"{name_of(place.code)} is not named")
    if on < law.texts["groups"].known_from:
        known = law.texts["groups"].known_from
        return look(f"the Country Groups are known from {known} on, not for {on} ({name_of(place.code)})")
    found = sorted(place.groups.intersection(groups))
    if found:
        return yes(f"{name_of(place.code)} is in Country Group {', '.join(found)}")
    return no(f"{name_of(place.code)} is not in Country Group {', '.join(groups)}")


def within(
    law: UsLaw,
    place: PlaceLaw,
    tokens: Iterable[str],
    on: dt.date,
    question: Question,
    minus: Iterable[str] = (),
) -> Condition:
    """Return whether a scope reaches a place: named, and not taken off by one of the groups in ``minus``.

    A place that ``tokens`` names by its own code is not taken off by its group.
    """
    wanted, off = tuple(tokens), frozenset(minus)
    reached = named(law, place, wanted, on, question)
    if not off:
        return reached
    own = named(law, place, [one for one in wanted if not _is_group(one) and one != ANYWHERE], on, question)
    return every((reached, some((own, ~named(law, place, off, on, question)))))


def column(law: UsLaw, place: PlaceLaw, name: str, on: dt.date, question: Question) -> tuple[Condition, str]:
    """Return whether a column of the chart asks for a licence, and where that stands.

    AT has no mark in any row: it bites where 742.8, 742.9 and 742.19 say so.
    """
    rule = law.data["law"]["columns"][name]
    citation = f"{rule['citation']}; {law.texts['chart'].citation}"
    bites = rule.get("bites")
    if bites is not None:
        named_by = bites.get(place.code)
        if named_by is not None:
            return yes(f"{name} bites in {name_of(place.code)} although the chart has no AT marks"), named_by
        if place.kind not in (MISSING, UNSTATED):
            return no(f"{name} has no marks in the chart and names {', '.join(bites)} only"), citation
    return _mark(law, place, name, on, question), citation


def _mark(law: UsLaw, place: PlaceLaw, name: str, on: dt.date, question: Question) -> Condition:
    where = name_of(place.code)
    if place.kind in (MISSING, UNSTATED):
        return _open(place, question)
    if place.kind == "home":
        return no(f"{where} is no export destination")
    if place.kind == "embargo":
        return no(f"the row of {where} has no marks: part 746 decides, a blank is no clearance")
    if on < law.texts["chart"].known_from:
        return look(f"the chart is known from {law.texts['chart'].known_from} on, not for {on}")
    if name in place.doubtful:
        why = law.data["law"]["columns"][name].get("doubt", "the texts at hand disagree")
        return look(f"whether {name} is marked for {where} is not settled: {why}")
    row = f" (the entry for {name_of(_row_of(place))} governs)" if place.kind == "inherits" else ""
    return yes(f"{name} is marked for {where}{row}") if name in place.marks else no(f"{name} is not marked for {where}{row}")


def _row_of(place: PlaceLaw) -> str:
    return next(iter(place.names - {place.code}))


def _by_name(place: PlaceLaw, on: dt.date) -> Condition:
    where = name_of(place.code)
    if place.known_from is not None and on < place.known_from:
        return look(f"{where} is named since a day before {place.known_from} that is not at hand")
    return yes(f"{where} is named")


def _open(place: PlaceLaw, question: Question) -> Condition:
    if place.kind == UNSTATED:
        return ask(place.citation, question)
    text = f"{name_of(place.code)} has no row in the chart, and the EAR does not say here which state's entry governs"
    return ask(f"{text} (15 CFR 738.3(b))", question)


def _is_group(token: str) -> bool:
    return ":" in token or token == "B"
