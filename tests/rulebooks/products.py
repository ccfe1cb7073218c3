"""Real products with the source of every figure, and what each list must say of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sekisho.controls.item import Item
from sekisho.controls.read import read_facts
from sekisho.controls.vocabulary import Vocabulary
from sekisho.terms.document import Node, read_file

FOLDER = Path(__file__).resolve().parent / "products"
TODAY = dt.date(2026, 7, 23)
"""A day on which every list is known and none has reached its hard limit."""


@dataclass(frozen=True)
class Product:
    """A product.

    Attributes:
        family: Name of its file.
        name: Maker and model.
        item: What its maker publishes of it.
        sources: Where each figure stands.
        verdicts: For each list the codes that are YES and those that are UNKNOWN; every other one must be NO.
    """

    family: str
    name: str
    item: Item
    sources: Mapping[str, str]
    verdicts: Mapping[str, tuple[frozenset[str], frozenset[str]]]


def products(vocabulary: Vocabulary) -> Iterator[Product]:
    """Yield every product."""
    for path in sorted(FOLDER.glob("*.yaml")):
        document = read_file(path)
        document.only(("products",))
        for node in document.require("products").sequence():
            node.only(("name", "item", "sources", "verdicts"))
            yield _product(path.stem, node, vocabulary)


def _product(family: str, node: Node, vocabulary: Vocabulary) -> Product:
    given = dict(node.require("item").mapping())
    kind = given.pop("kind").text()
    facts = read_facts(Node(given, node.line, 1, "item", node.file), vocabulary)
    sources = {vocabulary.canonical(name): one.text() for name, one in node.require("sources").mapping().items()}
    verdicts = {list_id: _codes(one) for list_id, one in node.require("verdicts").mapping().items()}
    return Product(family, node.require("name").text(), Item(kind, facts), sources, verdicts)


def _codes(node: Node) -> tuple[frozenset[str], frozenset[str]]:
    node.only(("yes", "unknown"))
    found = (node.get(key) for key in ("yes", "unknown"))
    yes, unknown = (frozenset(() if one is None else one.texts()) for one in found)
    return yes, unknown
