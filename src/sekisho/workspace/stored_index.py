"""The index of parties that a stored snapshot keeps."""

from __future__ import annotations

from sekisho.errors import InputError
from sekisho.parties.index import Index
from sekisho.workspace.folder import Stored

NAME = "index.bin"


def read_index(one: Stored) -> Index:
    """Return the index of a snapshot.

    Raises:
        InputError: It is not there, or cannot be read.
        SourceError: It is damaged.
    """
    path = one.folder / NAME
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(
            "a stored snapshot has lost its index", file=str(path), remedy="load the publication again"
        ) from problem
    return Index.load(data, str(path))
