"""The bytes of ``parties.yaml`` to rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sekisho.terms.document import Node, read_document

_KEYS = ("list", "name", "aliases", "weak", "countries", "footnotes", "requirement", "policy", "concerns", "citation")


@dataclass(frozen=True, slots=True)
class Rows:
    """The set as written.

    Attributes:
        as_of: Day of the lists from which it was typed.
        entries: One node for each party.
    """

    as_of: dt.date
    entries: tuple[Node, ...]


def read(data: bytes, file: str) -> Rows:
    """Return the entries.

    Raises:
        DocumentError: Not such a file.
    """
    document = read_document(data, file)
    document.only(("as_of", "parties"))
    entries = document.require("parties").sequence()
    for entry in entries:
        entry.only(_KEYS)
    return Rows(document.require("as_of").date(), entries)
