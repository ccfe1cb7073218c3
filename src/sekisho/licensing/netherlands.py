"""The Netherlands: the national measures for semiconductor equipment and emerging technologies.

Decides the answer of the exporter's own classification. The codes and thresholds of the Dutch annexes are not at hand:
an item of the families that they are about is left to a person, whatever the exporter declares.
"""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.controls.classification import ListClassification
from sekisho.licensing.conditions import Condition
from sekisho.licensing.determination import Determination
from sekisho.licensing.legs import name_of
from sekisho.licensing.national import UNION, NationalLaw
from sekisho.licensing.national_leg import national_leg
from sekisho.licensing.transaction import Transaction
from sekisho.licensing.union import PROCEDURE
from sekisho.parties.party import Screening


def determine_nl(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    screenings: Mapping[int, Screening],
    law: NationalLaw,
) -> Determination:
    """Return the Dutch answer, beside that of the Union.

    Args:
        transaction: What is done.
        classifications: What ``nl-regeling`` says, by index of the item.
        screenings: Not used: no list of parties of the Netherlands is encoded.
        law: The rulebook ``nl-dual-use``.
    """
    outside = ~law.reaches([UNION], transaction.destination, transaction.date)
    to = Condition(outside, f"the measures reach destinations outside the Union; this is {name_of(transaction.destination)}")
    return national_leg(
        transaction,
        classifications,
        law,
        lambda code: ("national measures", law.rules["list"]),
        scope=lambda code: to,
        procedure=PROCEDURE,
    )
