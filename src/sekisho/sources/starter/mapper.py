"""Rows of the starter set to listed parties.

Each party keeps the id of the official list that names it as its source, because that list gives the listing its
meaning; its own id says that it came from the starter set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.parties.party import ListedParty, Name
from sekisho.sources.country_table import Ids, schema_of
from sekisho.sources.reading import Reading
from sekisho.terms.document import Node
from sekisho.terms.places import place


def map_rows(entries: Iterable[Node], reading: Reading) -> Iterator[ListedParty]:
    """Return the parties of the starter set, in order.

    Raises:
        DocumentError: An entry lacks its list, name, country or citation.
    """
    ids: dict[str, Ids] = {}
    for entry in entries:
        source = entry.require("list").text()
        names = (
            Name(entry.require("name").text()),
            *(Name(text, "alias") for text in _texts(entry, "aliases")),
            *(Name(text, "weak") for text in _texts(entry, "weak")),
        )
        countries = tuple(place(text) for text in entry.require("countries").texts())
        yield ListedParty(
            id=ids.setdefault(source, Ids(f"starter-{source}")).next(countries[0], names[0].value),
            source=source,
            schema=schema_of(names),
            names=names,
            countries=countries,
            footnotes=tuple(int(text) for text in _texts(entry, "footnotes")),
            requirement=_text(entry, "requirement"),
            policy=_text(entry, "policy"),
            concerns=_texts(entry, "concerns"),
            citation=entry.require("citation").text(),
            remarks="from the starter set, which is not a screening source",
        )


def _texts(entry: Node, key: str) -> tuple[str, ...]:
    node = entry.get(key)
    return () if node is None else node.texts()


def _text(entry: Node, key: str) -> str:
    node = entry.get(key)
    return "" if node is None else node.text()
