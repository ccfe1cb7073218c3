"""The questions that several jurisdictions ask in the same words, so that each is asked once.

Decides where in the transaction file an answer goes. Knows no law beyond the wording of ``ANSWERS``.
"""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.licensing.determination import Question
from sekisho.licensing.transaction import Transaction, TransactionParty

ANSWERS: Mapping[str, str] = {
    "stays-at-destination": (
        "Do the items stay at the stated destination, although the end user or consignee is somewhere else?"
    ),
    "jp-clearly-not": (
        "Is it clear, after going through METI's guideline for the Foreign End User List, that the goods will not be "
        "used for the listed concern?"
    ),
    "jp-designated-party": (
        "Is a party one that METI has designated by notice in connection with Russia or Belarus "
        "(Export Trade Control Order, Art. 2(1)(i-6) to (i-8))?"
    ),
}
"""Questions about the whole transaction that are answered true or false under ``answers``, by key."""

_USES: Mapping[str, str] = {
    "military": "military end use",
    "military_end_user": "a military end user",
    "military_intelligence": "a military-intelligence end use or end user",
    "nuclear": "nuclear weapons or unsafeguarded nuclear activities",
    "chemical": "chemical weapons",
    "biological": "biological weapons",
    "missile": "missiles or unmanned aircraft able to deliver weapons of mass destruction",
    "surveillance": "surveillance in violation of human rights",
    "supercomputer": "a supercomputer",
    "advanced_node": "making advanced-node integrated circuits",
    "semiconductor_equipment": "making semiconductor manufacturing equipment",
}


def ask_ship_from() -> Question:
    """Ask where the items leave from."""
    return Question("transaction", 0, "ship_from", "Which country do the items leave from?")


def ask_exporter() -> Question:
    """Ask where the exporter is established."""
    return Question("transaction", 0, "exporter.jurisdiction", "In which country is the exporter established?")


def ask_end_user() -> Question:
    """Ask who the end user is."""
    return Question("transaction", 0, "parties", "Who is the end user (a party with the role end_user)?")


def ask_listing(index: int, party: TransactionParty, list_id: str, title: str) -> Question:
    """Ask whether a party is on an official list that was not searched here."""
    text = f"Was {party.name} looked up on the official {title}, and is it there (its reference, or none)?"
    return Question("party", index, f"listings.{list_id}", text)


def ask_use(transaction: Transaction, use: str) -> Question:
    """Ask about an end use: about all of them in one question as long as none was asked about."""
    if not transaction.end_use.knowledge:
        return Question(
            "transaction",
            0,
            "end_use.flags",
            "Which end uses of concern are known after asking (an empty list: asked, none known)?",
        )
    text = f"What is known, after asking, of {_USES[use]}?"
    return Question("transaction", 0, f"end_use.knowledge.{use}", text)


def ask_answer(key: str) -> Question:
    """Ask one of ANSWERS."""
    return Question("transaction", 0, f"answers.{key}", ANSWERS[key])


def ask_declared(item: int, list_id: str) -> Question:
    """Ask for the exporter's own classification."""
    text = f"Under which code of {list_id} has the exporter classified the item ('not listed' if under none)?"
    return Question("item", item, f"declared.{list_id}", text)


def ask_hs_code(item: int) -> Question:
    """Ask for the customs tariff number."""
    return Question("item", item, "hs_code", "What is the Harmonised System code, with six digits?")
