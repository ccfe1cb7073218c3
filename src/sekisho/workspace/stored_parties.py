"""The parties that a stored snapshot keeps."""

from __future__ import annotations

from sekisho.errors import InputError
from sekisho.parties.store import PartyStore
from sekisho.workspace.folder import Stored

NAME = "parties.bin"


def open_parties(one: Stored) -> PartyStore:
    """Open the parties of a snapshot, without reading them.

    Raises:
        InputError: They are not there.
        SourceError: They are damaged, or were stored by another version.
    """
    path = one.folder / NAME
    if not path.is_file():
        raise InputError("a stored snapshot has lost its parties", file=str(path), remedy="load the publication again")
    return PartyStore.open(path)
