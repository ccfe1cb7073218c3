"""Every source by its id: what it is, which files hold it, and how it is read.

Decides which reader and mapper a source has, and that no two records of a publication have the same id. Knows no format and
no law, and keeps nothing: the workspace does.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fnmatch
import functools
import hashlib
import importlib
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from sekisho.errors import MissingError, SourceError
from sekisho.parties.party import Link, ListedParty, SourceState
from sekisho.parties.record import dump_parties, load_parties
from sekisho.sources.card import FTM, Card, card_among, read_card, state_on
from sekisho.sources.official_text import Section
from sekisho.sources.reading import Reading
from sekisho.sources.records import Record, TableRow, key_of
from sekisho.sources.snapshot import SourceSnapshot, day_in_name, day_of
from sekisho.terms.spelling import did_you_mean

__all__ = [
    "Card",
    "Found",
    "Reading",
    "SourceSnapshot",
    "card",
    "card_among",
    "cards",
    "dump_parties",
    "load_parties",
    "read_records",
    "read_source",
    "recognise",
    "starter",
    "state_on",
]

_FOLDERS: Final[Mapping[str, str]] = {
    "us-entity-list": "us_entity_list",
    "us-uvl": "us_unverified_list",
    "us-meu": "us_meu_list",
    "jp-end-user-list": "jp_end_user_list",
    "us-sdn": "us_sdn",
    "us-ofac-consolidated": "us_ofac_consolidated",
    "us-csl": "us_csl",
    "eu-fsf": "eu_fsf",
    "un-sc": "un_sc",
    "gb-sanctions": "gb_sanctions",
    "ftm": "ftm",
    "us-ccl": "us_ccl",
    "eu-annex-i": "eu_annex_i",
    "us-country-chart": "us_country_chart",
    "us-country-groups": "us_country_groups",
    "hs-codes": "hs_codes",
    "high-priority-list": "high_priority_list",
    "starter": "starter",
}
_HERE: Final = Path(__file__).parent
_STARTER: Final = "starter"
LONGEST_ID: Final = 320
"""Characters of the id of a record, with that of its source."""
_NOT_A_NAME: Final = frozenset({"entities", "ftm", "latest", "targets", "full", "export", "json"})


@dataclass(frozen=True, slots=True)
class Found:
    """Files that hold a source.

    Attributes:
        card: The source.
        path: The file; for a publication of several files, the first.
        snapshot: The day that its name gives; None if it gives none.
        parts: The other files.
        missing: Names of files that should lie beside it and do not.
    """

    card: Card
    path: Path
    snapshot: dt.date | None
    parts: tuple[Path, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Return all of its files."""
        return (self.path, *self.parts)


@functools.cache
def cards() -> Mapping[str, Card]:
    """Return the card of every source by its id."""
    return MappingProxyType(
        {
            source: read_card(_HERE / folder / "card.yaml")
            for source, folder in _FOLDERS.items()
            if (_HERE / folder / "card.yaml").exists()
        }
    )


def card(source: str) -> Card:
    """Return the card of a source.

    Raises:
        MissingError: There is no such source.
    """
    found = card_among(cards(), source)
    if found is None:
        remedy = did_you_mean(source, cards(), f"there are {', '.join(cards())}")
        raise MissingError(f"there is no source {source!r}", remedy=remedy)
    return found


def recognise(path: Path) -> tuple[Found, ...]:
    """Return the sources that a file, or the files of a folder, hold by their names; oldest first for each source.

    One file may hold several sources: 15 CFR part 744 holds three. ``.gz`` behind a name does not matter.

    Raises:
        MissingError: There is no such file or folder.
    """
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
    elif path.is_file():
        files = [path]
    else:
        what = "this is neither a file nor a folder" if os.path.lexists(path) else f"there is no file or folder {path}"
        raise MissingError(what, file=str(path), remedy="check the path")
    found = [
        _found(card, file)
        for card in cards().values()
        for file in files
        if any(fnmatch.fnmatch(file.name.lower().removesuffix(".gz"), pattern) for pattern in card.files)
    ]
    order = list(cards())
    return tuple(sorted(found, key=lambda one: (_rank(order, one.card.id), one.snapshot or dt.date.min, one.path)))


def _rank(order: list[str], source: str) -> tuple[int, str]:
    return order.index(source if source in order else FTM), source


def _found(card: Card, file: Path) -> Found:
    """Return a file with the files that belong to it."""
    if card.id == FTM:
        card = _dataset(card, file)
    if not card.parts or file.name.lower().removesuffix(".gz").endswith((".xml", ".json")):
        return Found(card, file, _day(file))
    beside = {one.name.lower().removesuffix(".gz"): one for one in file.parent.iterdir() if one.is_file()}
    parts = tuple(beside[name] for name in (*card.parts, *card.optional_parts) if name in beside)
    missing = tuple(name for name in card.parts if name not in beside)
    return Found(card, file, _day(file), parts, missing)


def _day(file: Path) -> dt.date | None:
    """Return the day that a name gives; none too where it gives no day of the calendar, or several: reading it says so."""
    with contextlib.suppress(SourceError):
        return day_in_name(file.name)
    return None


def _dataset(card: Card, file: Path) -> Card:
    """Return the card of the dataset that a file holds: by its name, or that of the nearest folder that says something.

    Days, also those of editions such as 20260723060501-abc, and words that every dataset uses say nothing.
    """
    name = "dataset"
    for place in (re.sub(r"(?:\.(?:ftm|json|jsonl|ijson|gz))+$", "", file.name.lower()), *file.absolute().parts[-2::-1]):
        text = re.sub(r"(?<!\d)\d{4}-?\d{2}-?\d{2}(?:t?\d{6}(?:-[a-z]{3}\b)?)?(?!\d)", " ", place.lower())
        words = [one for one in re.split(r"[^a-z0-9]+", text) if one and one not in _NOT_A_NAME]
        if words:
            name = "-".join(words)[:60].rstrip("-")
            break
    return replace(card, id=f"ftm-{name}", title=f"{card.title}: {name}")


def read_records(card: Card, stream: IO[bytes], reading: Reading) -> Iterator[Record]:
    """Read a publication, record by record; only what its reader needs at once is in memory.

    A record whose id stands in the publication already, or is no word, is noted as unread, never passed over in silence.

    Args:
        card: Which one.
        stream: Its bytes, uncompressed.
        reading: Where its day, its own counts and unread rows are noted.

    Raises:
        SourceError: Malformed as a whole.
    """
    seen: set[int] = set()
    for record in _readers(card)(stream, reading):
        if isinstance(record, ListedParty) and not any(letter.isalnum() for letter in record.name):
            reading.skip(0, f"{record.id[:80]} has a name without a letter or a digit")
            continue
        if isinstance(record, ListedParty) and not _is_id(record.id):
            reading.skip(0, f"the id {record.id[:80]!r} is not a word of at most {LONGEST_ID} printable characters")
            continue
        key = hash((type(record), key_of(record)))
        if key in seen:
            reading.skip(getattr(record, "line", 0), f"the id {key_of(record)[:80]} stands in the publication already")
            continue
        seen.add(key)
        yield record


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID and text.isprintable() and " " not in text


def read_source(card: Card, data: bytes, file: str, snapshot: dt.date | None = None) -> SourceSnapshot:
    """Read a publication as a whole.

    Args:
        card: Which one.
        data: Its bytes, uncompressed.
        file: Its name, for errors and for its day.
        snapshot: Day of its content, where neither the content nor the name says it.

    Raises:
        SourceError: Malformed, of an unknown day, with rows that cannot be read, or with an implausible number of records.
    """
    reading = Reading(file)
    parties: list[ListedParty] = []
    links: list[Link] = []
    sections: list[Section] = []
    rows: list[TableRow] = []
    for record in read_records(card, io.BytesIO(data), reading):
        if isinstance(record, ListedParty):
            parties.append(record)
        elif isinstance(record, Link):
            links.append(record)
        elif isinstance(record, Section):
            sections.append(record)
        else:
            rows.append(record)
    day = day_of(file, snapshot, reading).day
    count = len(parties) or len(sections) or len(rows)
    check_readable(card, reading)
    card.check_count(count, file)
    sha256 = hashlib.sha256(data).hexdigest()
    state = SourceState(card.id, day, sha256, count, official=card.official, covers=card.covers)
    return SourceSnapshot(state, tuple(parties), tuple(links), tuple(sections), tuple(rows), reading)


def check_readable(card: Card, reading: Reading) -> None:
    """Refuse a publication of which more rows than its card tolerates could not be read.

    Raises:
        SourceError: So it is; the error names the first of them.
    """
    if reading.unread_rows > card.most_unread:
        first = reading.unread[0]
        raise SourceError(
            f"{reading.unread_rows:,} rows of {card.id} cannot be read, at most {card.most_unread:,} may; the first: "
            f"{first.message}",
            file=reading.file,
            line=first.line or None,
            remedy=reading.remedy,
        )


@functools.cache
def starter() -> SourceSnapshot:
    """Return the starter set that is shipped with the package; its state says that it is not official."""
    path = _HERE / "starter" / "parties.yaml"
    return read_source(card(_STARTER), path.read_bytes(), path.name)


def _readers(card: Card) -> Callable[[IO[bytes], Reading], Iterator[Record]]:
    """Return what reads a source: its folder's mapper over its folder's reader."""
    place = FTM if card.id.startswith("ftm-") else _FOLDERS.get(card.id)
    if place is None:
        raise SourceError(f"the source {card.id!r} has no reader")
    reader, mapper = (importlib.import_module(f"sekisho.sources.{place}.{name}") for name in ("reader", "mapper"))

    def read(stream: IO[bytes], reading: Reading) -> Iterator[Record]:
        made: Iterator[Record] = mapper.map_rows(reader.read(stream, reading), reading)
        if place != FTM:
            yield from made
            return
        for record in made:
            yield replace(record, source=card.id) if isinstance(record, ListedParty | Link) else record

    return read
