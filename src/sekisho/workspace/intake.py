"""Take a publication in: keep its bytes, read it, hold it against the last, and accept it or put it in quarantine.

Decides nothing of its own: the card of a source says what is plausible. Whatever happens, the snapshot in use stays in use
until another one is accepted whole.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import gc
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sekisho.engines.text_index import build
from sekisho.errors import EngineError, Error, InputError, SourceError
from sekisho.parties.party import Link, ListedParty
from sekisho.parties.record import dump_link
from sekisho.parties.store import PartyStore
from sekisho.sources.acceptance import Previous, objections
from sekisho.sources.ftm.validate import note_problems
from sekisho.sources.official_text import Section
from sekisho.sources.reading import Reading
from sekisho.sources.records import Record, TableRow, key_of
from sekisho.sources.registry import Card, read_records
from sekisho.sources.snapshot import Dated, day_in_name, day_of
from sekisho.workspace import folder
from sekisho.workspace.clock import moment, today
from sekisho.workspace.publications import Publication, digest_of, find_publication, keep_publication
from sekisho.workspace.stored_parties import NAME as PARTIES
from sekisho.workspace.stored_parties import open_parties

LAYOUT = 3
"""Of what is derived from a publication; a snapshot of another layout is made again from its bytes."""
_EVERY = 1000

Count = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a publication came from.

    Attributes:
        file: Name of the file, for errors and for its day.
        given: Day of the content that the user gave.
        fetched: Address, moment and headers, where it was fetched.
        fallback: Day to take where nothing says it, with its basis; of what was fetched.
        parts: Names of the further files of a publication of several.
    """

    file: str
    given: dt.date | None = None
    fetched: Mapping[str, Any] = field(default_factory=dict)
    fallback: Dated | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """That a person accepts what speaks against a snapshot.

    Attributes:
        by: Who.
        reason: Why.
    """

    by: str
    reason: str


@dataclass(slots=True)
class _Draft:
    """What was made of a publication, beside its place."""

    card: Card
    publication: Publication
    origin: Origin
    place: Path
    reading: Reading
    everything: bool
    dated: Dated | None = None
    count: int = 0
    problem: str = ""
    keys: frozenset[int] = frozenset()


def take_in(
    home: Path,
    card: Card,
    files: Sequence[Path],
    origin: Origin,
    *,
    override: Override | None = None,
    current: bool = False,
    count: Count | None = None,
) -> dict[str, Any]:
    """Take a publication in.

    Args:
        home: The workspace folder.
        card: Of its source.
        files: Its files.
        origin: Where they came from.
        override: Accept it although something speaks against it.
        current: It was fetched as the current publication, so it must not be older than the one in use.
        count: Called now and then with how many records were read.

    Returns:
        What became of it: ``state`` is ``accepted``, ``unchanged`` or ``quarantined``.

    Raises:
        InputError: The workspace cannot be written.
    """
    try:
        names = (origin.file, *origin.parts) if origin.parts else tuple(one.name for one in files)
        publication = keep_publication(home, files, card.most_bytes, names)
    except SourceError as problem:
        return refuse(home, card, files, origin, problem)
    known = _known(home, card, publication, origin, current)
    if known is not None:
        if current:
            folder.confirm(known, today())
        return _row(known, "unchanged", card.records)
    place = folder.drafts(home, card.id)
    try:
        draft = _read(card, publication, origin, place, count, everything=override is not None)
        return _judged(home, draft, override, current)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def accept(home: Path, one: folder.Stored, card: Card, override: Override) -> dict[str, Any]:
    """Accept a snapshot that is in quarantine.

    Raises:
        InputError: It could not be read, so there is nothing to accept.
    """
    origin = Origin(one.file, dt.date.fromisoformat(one.meta["snapshot"]), one.meta.get("fetched", {}))
    if one.meta.get("unreadable"):
        raise InputError(
            f"this publication of {card.id} could not be read: {one.reasons[0]}",
            remedy="it cannot be accepted; load it again, whole",
        )
    publication = find_publication(home, one.sha256)
    place = folder.drafts(home, card.id)
    try:
        return _judged(home, _read(card, publication, origin, place, None, everything=True), override, current=False)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def records_of(home: Path, one: folder.Stored, card: Card) -> Iterator[Record]:
    """Yield the records of a snapshot, read again from the bytes as published.

    Raises:
        InputError: The bytes are lost.
        SourceError: They can no longer be read.
    """
    with find_publication(home, one.sha256).open() as stream:
        yield from read_records(card, stream, Reading(one.file))


def _known(home: Path, card: Card, publication: Publication, origin: Origin, current: bool) -> folder.Stored | None:
    """Return the accepted snapshot of these very bytes, if there is one, whole and of this layout.

    Fetched as the current publication, only the newest counts: a list may go back to what it was. Where a day is given, only
    that day's: the same bytes may still be in force.
    """
    held = list(folder.snapshots(home, card.id, damaged=True))
    newest = max((one.snapshot for one in held), default=None)
    said = None if current else origin.given or day_in_name(origin.file)
    for one in held:
        fits = one.snapshot == newest if current else said in (None, one.snapshot)
        if fits and one.sha256 == publication.sha256 and one.meta.get("layout") == LAYOUT and one.whole:
            return one
    return None


def _read(
    card: Card, publication: Publication, origin: Origin, place: Path, count: Count | None, *, everything: bool
) -> _Draft:
    """Read a publication into a folder; what is wrong with it is noted, not raised."""
    draft = _Draft(card, publication, origin, place, Reading(origin.file), everything)
    collecting = gc.isenabled()
    gc.disable()  # nothing of what is made here is in a cycle; looking for cycles doubles the time
    try:
        with publication.open() as stream:
            records = read_records(card, stream, draft.reading)
            _write(draft, _told(records, count))
        if card.id.startswith("ftm-"):
            with publication.open() as stream:
                note_problems(stream, draft.reading)
        draft.dated = _dated(draft)
    except EngineError:
        raise
    except Error as problem:
        draft.problem = str(problem)
    except OSError as problem:
        raise InputError(f"the workspace cannot be written: {problem.strerror}", file=str(place.parent)) from problem
    finally:
        if collecting:
            gc.enable()
    return draft


def _dated(draft: _Draft) -> Dated:
    if draft.origin.fallback is not None and draft.reading.day is None:
        return draft.origin.fallback
    return day_of(draft.origin.file, draft.origin.given, draft.reading)


def _told(records: Iterator[Record], count: Count | None) -> Iterator[Record]:
    for number, record in enumerate(records):
        if count is not None and number % _EVERY == 0:
            count(number)
        yield record


def _write(draft: _Draft, records: Iterator[Record]) -> None:
    """Write what is derived from the records."""
    keys: set[int] = set()

    def own(kind: type[Record]) -> Iterator[Record]:
        for record in records:
            if isinstance(record, Link):
                links.write(dump_link(record).encode() + b"\n")
                draft.reading.count("links")
                continue
            if not isinstance(record, kind):
                raise SourceError(f"{draft.card.id} does not hold {draft.card.records}", file=draft.origin.file)
            draft.count += 1
            keys.add(hash(key_of(record)))
            if draft.count > draft.card.greatest and not draft.everything:
                return  # more than is plausible: there is no use in reading on
            yield record

    path = draft.place / "links.jsonl"
    with path.open("wb") as links:
        if draft.card.content == "parties":
            kept = PartyStore.build(one for one in own(ListedParty) if isinstance(one, ListedParty))
            (draft.place / PARTIES).write_bytes(kept.dump())
        elif draft.card.content == "text":
            build(draft.place / "text.db", draft.card.id, (one for one in own(Section) if isinstance(one, Section)))
        else:
            collections.deque(own(TableRow), maxlen=0)
    if not path.stat().st_size:
        path.unlink()
    draft.keys = frozenset(keys)


def _judged(home: Path, draft: _Draft, override: Override | None, current: bool) -> dict[str, Any]:
    """Accept a snapshot or put it in quarantine."""
    reasons: tuple[str, ...] = (draft.problem,) if draft.problem else ()
    previous = None
    if draft.dated is not None:
        newest, before = _before(home, draft.card, draft.dated.day)
        previous = None if before is None else _held_against(home, before, draft)
        limit = newest.snapshot if current and newest is not None else None
        reasons = objections(draft.card, draft.reading, draft.count, draft.dated.day, previous, limit)
        if draft.dated.day > today() + dt.timedelta(days=1):  # where it is published, tomorrow may have begun
            reasons += (f"its content is of {draft.dated.day}, which has not come yet",)
    readable = draft.dated is not None
    taken = readable and (not reasons or override is not None)
    meta = _meta(draft, previous, reasons, override if taken and reasons else None)
    files: dict[str, bytes | Path] = {one.name: one for one in draft.place.iterdir()} if taken else {}
    meta["digests"] = {name: digest_of(one) for name, one in files.items() if isinstance(one, Path)}
    if taken and draft.dated is not None:
        new = folder.keep(
            home, draft.card.id, draft.dated.day, draft.publication.sha256, {**files, "meta.json": _plain(meta)}
        )
        stored = folder.stored(home, draft.card.id, draft.dated.day, draft.publication.sha256)
        if current:
            folder.confirm(stored, today())
        _settle(home, stored)
        return _row(stored, "accepted" if new else "unchanged", draft.card.records)
    meta["reasons"] = list(reasons)
    meta["unreadable"] = not readable
    folder.put_in_quarantine(home, draft.card.id, draft.publication.sha256, {"meta.json": _plain(meta)})
    return {
        "id": draft.card.id,
        "state": "quarantined",
        "snapshot": meta["snapshot"],
        "sha256": draft.publication.sha256,
        "parties": draft.count,
        "file": draft.origin.file,
        "reasons": list(reasons),
        "note": " (put in quarantine)",
    }


def _settle(home: Path, stored: folder.Stored) -> None:
    """Let what stood in quarantine no longer be in the way: these bytes themselves, and what is not newer than them."""
    newest = all(one.snapshot <= stored.snapshot for one in folder.snapshots(home, stored.source, damaged=True))
    for one in folder.quarantined(home, today()):
        older = newest and (one.meta.get("unreadable") or one.snapshot <= stored.snapshot)
        if one.source == stored.source and (one.sha256 == stored.sha256 or older):
            folder.settle(home, one, today())


def _before(home: Path, card: Card, day: dt.date) -> tuple[folder.Stored | None, folder.Stored | None]:
    """Return the newest accepted snapshot of a source, and the nearest one before a day, or else after it."""
    held = [one for one in folder.snapshots(home, card.id, damaged=True) if one.whole]
    newest = max(held, key=lambda one: one.snapshot, default=None)
    earlier = [one for one in held if one.snapshot <= day]
    if earlier:
        return newest, max(earlier, key=lambda one: one.snapshot)
    return newest, min(held, key=lambda one: one.snapshot, default=None)


def _held_against(home: Path, before: folder.Stored, draft: _Draft) -> Previous | None:
    """Count what went and what came, by id; None where the snapshot before is of another layout."""
    if before.meta.get("layout") != LAYOUT or draft.dated is None:
        return None
    if draft.card.content == "parties":
        old = frozenset(hash(one) for one in open_parties(before).ids())
    else:
        old = frozenset(hash(key_of(one)) for one in records_of(home, before, draft.card))
    gone, come = len(old - draft.keys), len(draft.keys - old)
    if before.snapshot > draft.dated.day:
        gone, come = come, gone
    return Previous(before.snapshot, len(old), gone, come)


def _meta(draft: _Draft, previous: Previous | None, reasons: Sequence[str], override: Override | None) -> dict[str, Any]:
    reading, dated = draft.reading, draft.dated
    return {
        "source": draft.card.id,
        "snapshot": (dated.day if dated is not None else today()).isoformat(),
        "day_basis": dated.basis if dated is not None else "not known; day of loading",
        "sha256": draft.publication.sha256,
        "bytes": draft.publication.size,
        "parties": draft.count,
        "file": draft.origin.file,
        "recorded": today().isoformat(),
        "loaded_at": moment().isoformat(timespec="seconds"),
        "fetched": dict(draft.origin.fetched),
        "layout": LAYOUT,
        "stated": reading.stated,
        "counted": reading.counted,
        "unread_rows": reading.unread_rows,
        "unread": [{"line": one.line, "message": one.message} for one in reading.unread],
        "unknown_places": reading.unknown_places,
        **({"held_against": {**dataclasses.asdict(previous), "day": previous.day.isoformat()}} if previous else {}),
        **(
            {"accepted": {"by": override.by, "reason": override.reason, "over": list(reasons)}}
            if override is not None
            else {}
        ),
    }


def refuse(home: Path, card: Card, files: Sequence[Path], origin: Origin, problem: SourceError) -> dict[str, Any]:
    """Put the note of a publication whose bytes cannot even be kept in quarantine.

    Raises:
        InputError: The workspace cannot be written.
    """
    digest = hashlib.sha256(b"\n".join(map(os.fsencode, files))).hexdigest()
    meta = {
        "source": card.id,
        "snapshot": today().isoformat(),
        "sha256": digest,
        "parties": 0,
        "file": origin.file,
        "recorded": today().isoformat(),
        "fetched": dict(origin.fetched),
        "reasons": [str(problem)],
        "unreadable": True,
    }
    folder.put_in_quarantine(home, card.id, digest, {"meta.json": _plain(meta)})
    return {**meta, "id": card.id, "state": "quarantined", "note": " (put in quarantine)"}


def _row(stored: folder.Stored, state: str, records: str) -> dict[str, Any]:
    return {
        "id": stored.source,
        "state": state,
        "snapshot": stored.snapshot.isoformat(),
        "day_basis": stored.meta.get("day_basis", "name"),
        "sha256": stored.sha256,
        "parties": stored.parties,
        "records": records,
        "file": stored.file,
        "counted": stored.meta.get("counted", {}),
        "unread_rows": stored.meta.get("unread_rows", 0),
        "unknown_places": stored.meta.get("unknown_places", {}),
        "note": " (already there)" if state == "unchanged" else "",
    }


def _plain(meta: Mapping[str, Any]) -> bytes:
    return json.dumps(meta, indent=2, ensure_ascii=False).encode(errors="backslashreplace")
