"""Every source by its id: what it is, which files hold it, and how it is read.

Decides which reader and mapper a source has. Knows no format and no law, and keeps nothing: the workspace does.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sekisho.errors import MissingError, SourceError
from sekisho.parties.party import ListedParty, SourceState
from sekisho.parties.record import dump_parties, load_parties
from sekisho.sources.card import Card, age_note, read_card, state_on
from sekisho.sources.snapshot import SourceSnapshot, day_in_name, day_of
from sekisho.terms.spelling import did_you_mean

__all__ = [
    "Card",
    "Found",
    "SourceSnapshot",
    "age_note",
    "card",
    "cards",
    "dump_parties",
    "load_parties",
    "read_source",
    "recognise",
    "starter",
    "state_on",
]

_FOLDERS: Final = ("us_entity_list", "us_unverified_list", "us_meu_list", "jp_end_user_list", "starter")
_HERE: Final = Path(__file__).parent
_STARTER: Final = "starter"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that holds a source.

    Attributes:
        card: The source.
        path: The file.
        snapshot: The day that its name gives; None if it gives none.
    """

    card: Card
    path: Path
    snapshot: dt.date | None


@functools.cache
def cards() -> Mapping[str, Card]:
    """Return the card of every source by its id."""
    found = (read_card(_HERE / folder / "card.yaml") for folder in _FOLDERS)
    return MappingProxyType({card.id: card for card in found})


def card(source: str) -> Card:
    """Return the card of a source.

    Raises:
        MissingError: There is no such source.
    """
    known = cards()
    if source not in known:
        remedy = did_you_mean(source, known, f"there are {', '.join(known)}")
        raise MissingError(f"there is no source {source!r}", remedy=remedy)
    return known[source]


def recognise(path: Path) -> tuple[Found, ...]:
    """Return the sources that a file, or the files of a folder, hold by their names; oldest first for each source.

    One file may hold several sources: 15 CFR part 744 holds three.

    Raises:
        MissingError: There is no such file or folder.
    """
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
    elif path.is_file():
        files = [path]
    else:
        raise MissingError(f"there is no file or folder {path}", file=str(path))
    found = [
        Found(card, file, day_in_name(file.name))
        for card in cards().values()
        for file in files
        if any(fnmatch.fnmatch(file.name.lower(), pattern) for pattern in card.files)
    ]
    order = list(cards())
    return tuple(sorted(found, key=lambda one: (order.index(one.card.id), one.snapshot or dt.date.min, one.path)))


def read_source(card: Card, data: bytes, file: str, snapshot: dt.date | None = None) -> SourceSnapshot:
    """Read a publication.

    Args:
        card: Which one.
        data: Its bytes.
        file: Its name, for errors and for its day.
        snapshot: Day of its content, where the name does not say it.

    Raises:
        SourceError: Malformed, of an unknown day, or with an implausible number of parties.
    """
    if card.id == _STARTER:
        return _starter_of(card, data, file)
    day = day_of(file, snapshot)
    parties = tuple(_mapped(card.id, data, file))
    return _checked(card, data, file, day, parties)


@functools.cache
def starter() -> SourceSnapshot:
    """Return the starter set that is shipped with the package; its state says that it is not official."""
    path = _HERE / "starter" / "parties.yaml"
    return _starter_of(card(_STARTER), path.read_bytes(), path.name)


def _starter_of(card: Card, data: bytes, file: str) -> SourceSnapshot:
    from sekisho.sources.starter import mapper, reader

    rows = reader.read(data, file)
    return _checked(card, data, file, rows.as_of, tuple(mapper.map_rows(rows.entries)))


def _checked(card: Card, data: bytes, file: str, day: dt.date, parties: tuple[ListedParty, ...]) -> SourceSnapshot:
    card.check_count(len(parties), file)
    state = SourceState(
        id=card.id,
        snapshot=day,
        sha256=hashlib.sha256(data).hexdigest(),
        parties=len(parties),
        official=card.official,
    )
    return SourceSnapshot(state, parties)


def _entity_list(data: bytes, file: str) -> Iterable[ListedParty]:
    from sekisho.sources.us_entity_list import mapper, reader

    return mapper.map_rows(reader.read(data, file), file)


def _unverified_list(data: bytes, file: str) -> Iterable[ListedParty]:
    from sekisho.sources.us_unverified_list import mapper, reader

    return mapper.map_rows(reader.read(data, file), file)


def _meu_list(data: bytes, file: str) -> Iterable[ListedParty]:
    from sekisho.sources.us_meu_list import mapper, reader

    return mapper.map_rows(reader.read(data, file), file)


def _end_user_list(data: bytes, file: str) -> Iterable[ListedParty]:
    from sekisho.sources.jp_end_user_list import mapper, reader

    return mapper.map_rows(reader.read(data, file), file)


_READERS: Final[Mapping[str, Callable[[bytes, str], Iterable[ListedParty]]]] = {
    "us-entity-list": _entity_list,
    "us-uvl": _unverified_list,
    "us-meu": _meu_list,
    "jp-end-user-list": _end_user_list,
}


def _mapped(source: str, data: bytes, file: str) -> Iterable[ListedParty]:
    reader = _READERS.get(source)
    if reader is None:
        raise SourceError(f"the source {source!r} has no reader", file=file)
    return reader(data, file)
