"""Germany: Foreign Trade and Payments Ordinance (AWV), the national part of the Ausfuhrliste.

Decides the list answer with the destinations to which each national entry is controlled. The value limit for goods is an
exemption to examine. Leaves to a person the military list, the nuclear catch-all, transfers inside the Union and
technical assistance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import Condition, look, some, yes
from sekisho.licensing.determination import Determination
from sekisho.licensing.legs import name_of
from sekisho.licensing.national import NationalLaw, in_force, is_above, is_below
from sekisho.licensing.national_leg import national_leg
from sekisho.licensing.transaction import Transaction
from sekisho.licensing.union import PROCEDURE
from sekisho.parties.party import Screening

_MILITARY = re.compile(r"00\d\d")


def determine_de(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    screenings: Mapping[int, Screening],
    law: NationalLaw,
) -> Determination:
    """Return Germany's answer, beside that of the Union.

    Args:
        transaction: What is done.
        classifications: What ``de-ausfuhrliste`` says, by index of the item.
        screenings: Not used: no list of parties of Germany is encoded.
        law: The rulebook ``de-awv``.
    """
    return national_leg(
        transaction,
        classifications,
        law,
        lambda code: ("Ausfuhrliste", law.rules["list_military" if _MILITARY.match(code) else "list"]),
        scope=lambda code: scope_of(code, transaction, law),
        procedure=PROCEDURE,
    )


def scope_of(code: str, transaction: Transaction, law: NationalLaw) -> Condition:
    """Return whether an entry is controlled to the destination; an empty code stands for any entry."""
    if not code:
        return yes("")
    if _MILITARY.match(code):
        return yes("controlled to every destination")
    scopes = in_force(law.scopes, transaction.date)
    if not scopes:
        return look(f"the destinations to which {code} was controlled on {transaction.date} are not at hand")
    fitting = [one for one in scopes if is_below(code, one.codes) or is_above(code, one.codes)]
    to = f"the destinations for {code} and {name_of(transaction.destination)}"
    return some(
        Condition(law.reaches(one.to, transaction.destination, transaction.date, one.not_to), to)
        for one in fitting or [one for one in scopes if not one.codes]
    )
