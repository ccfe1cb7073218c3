"""The bytes of ``parties.yaml`` to rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from sekisho.sources.reading import Reading
from sekisho.terms.document import Node, read_document

_KEYS = ("list", "name", "aliases", "weak", "countries", "footnotes", "requirement", "policy", "concerns", "citation")


def read(stream: IO[bytes], reading: Reading) -> Iterator[Node]:
    """Return the entries, one node for each party; the day of the lists from which they were typed is noted.

    Raises:
        DocumentError: Not such a file.
    """
    document = read_document(stream.read(), reading.file)
    document.only(("as_of", "parties"))
    entries = document.require("parties").sequence()
    for entry in entries:
        entry.only(_KEYS)
    reading.day = document.require("as_of").date()
    return iter(entries)
