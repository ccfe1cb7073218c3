"""What is being exported, as far as classification needs to know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.logic.values import Fact

NOT_LISTED = "not listed"
"""The declared code for "classified by the exporter, and on no entry of this list"; EAR99 is its name in ``us-ccl``."""


@dataclass(frozen=True, slots=True)
class Item:
    """Goods, software or technology.

    Attributes:
        kind: A kind of the vocabulary, or any other lower-case noun (which no entry knows).
        parameters: Facts by canonical parameter name, numbers in the parameter's declared unit; missing is absent.
        description: For the reader only.
        components: Items built in, classified on their own; they answer ``contains_item``.
        components_complete: Whether no other component could matter.
        subject: For software and technology: the item it is for; answers ``for_entry``.
        declared: The exporter's own classification, list id to code (``NOT_LISTED`` and ``EAR99`` included).
        answers: The exporter's answers to conditions in words, question key to True or False.
    """

    kind: str
    parameters: Mapping[str, Fact] = field(default_factory=dict)
    description: str = ""
    components: tuple[Item, ...] = ()
    components_complete: bool = False
    subject: Item | None = None
    declared: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)
