"""United Kingdom: assimilated Regulation (EC) No 428/2009 and the Export Control Order 2008.

Decides the list answer, and the requirement that begins with a notice under article 12A. Leaves to a person the military
list, the other end-use controls, trade and technical assistance from elsewhere, and exports from Northern Ireland.
"""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.controls.classification import ListClassification
from sekisho.licensing.determination import Determination
from sekisho.licensing.national import NationalLaw, Sentence
from sekisho.licensing.national_leg import national_leg
from sekisho.licensing.transaction import Transaction
from sekisho.parties.party import Screening


def determine_gb(
    transaction: Transaction,
    classifications: Mapping[int, ListClassification],
    screenings: Mapping[int, Screening],
    law: NationalLaw,
) -> Determination:
    """Return the answer of the United Kingdom.

    Args:
        transaction: What is done.
        classifications: What ``uk-consolidated`` says, by index of the item.
        screenings: Not used: no list of parties of the United Kingdom is encoded.
        law: The rulebook ``uk-export-control``.
    """
    return national_leg(transaction, classifications, law, lambda code: ("consolidated list", _sentence(code, law)))


def _sentence(code: str, law: NationalLaw) -> Sentence:
    """Return the provision that controls a code: its first letters name the schedule."""
    if code.startswith("ML"):
        return law.rules["list_military"]
    return law.rules["list_national" if code.startswith("PL") else "list"]
