"""Fetch publications from their publishers, and take them in.

Decides what is asked for: what each card names, from another address where the user has a mirror, and only if it changed.
What the publisher sends is judged as any file is; a publication that cannot be had leaves the snapshot in use as it was.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from sekisho.engines.download import Fetched, Validators, fetch
from sekisho.errors import Error, InputError, MissingError
from sekisho.sources.ecfr_day import MOST_BYTES, TITLES, up_to_date_as_of
from sekisho.sources.registry import Card, card, cards
from sekisho.sources.snapshot import Dated
from sekisho.workspace import folder
from sekisho.workspace.clock import moment, today
from sekisho.workspace.intake import LAYOUT, Origin, Override, take_in
from sekisho.workspace.rulebook import write_atomically
from sekisho.workspace.sources import with_reviews

ADDRESSES: Final = "addresses.json"
"""In the workspace: other addresses than those of the cards, by source."""
DOWNLOADS: Final = "downloads"
_TITLE: Final = re.compile(r"/title-(\d+)\.xml")
Tick = Callable[[str, int, int], None]


def update_sources(
    *,
    only: Sequence[str] = (),
    addresses: Sequence[str] = (),
    override: Override | None = None,
    workspace: Path | None = None,
    progress: Tick | None = None,
) -> dict[str, Any]:
    """Fetch the publications and take in what changed.

    Args:
        only: Ids of the sources to fetch; every one that can be fetched if empty.
        addresses: ``ID=ADDRESS``: fetch a source from there, now and later; ``ID=`` goes back to the publisher's address.
        override: Accept what speaks against a snapshot, in the name of a person.
        workspace: The workspace folder; by the usual order if None.
        progress: Called with what is done, how much of it, and how much there is.

    Raises:
        MissingError: An id names no source, or a source that cannot be fetched.
        InputError: An address is wrong; the workspace cannot be written.
    """
    home = folder.workspace_to_write(workspace)
    known = _remember(home, addresses)
    chosen = [card(one) for one in only] or [
        *(one for one in cards().values() if one.download),
        *(card(one) for one in known if one not in cards()),
    ]
    for one in chosen:
        if not (one.download or one.id in known):
            raise MissingError(
                f"{one.id} cannot be fetched: its publisher gives it in no form that can be read as it is",
                remedy=f"get it at {one.address} and `sekisho sources load FILE`, or give --address {one.id}=ADDRESS",
            )
    session = _Session(home, override, progress)
    try:
        rows = [session.update(one, known.get(one.id, one.download)) for one in chosen]
    finally:
        session.close()
    return with_reviews(home, {"loaded": rows, "ignored": [], "workspace": str(home)})


class _Session:
    """One update: what was fetched for one source serves the others that are in the same file."""

    def __init__(self, home: Path, override: Override | None, progress: Tick | None) -> None:
        self._home = home
        self._override = override
        self._progress = progress
        self._titles: dict[int, dt.date] = {}
        self._got: dict[tuple[str, Validators], Fetched] = {}

    def close(self) -> None:
        """Remove what was fetched; what was taken in is kept elsewhere."""
        for one in self._got.values():
            if one.path is not None:
                one.path.unlink(missing_ok=True)

    def update(self, of: Card, addresses: Sequence[str]) -> dict[str, Any]:
        """Fetch one source; whatever goes wrong is its row's state and reason."""
        try:
            day, real = self._dated(addresses)
            held = max(folder.snapshots(self._home, of.id), key=lambda one: one.snapshot, default=None)
            got = [self._fetch(of, one, validators) for one, validators in zip(real, _validators(held, real), strict=True)]
            if held is not None and all(one.path is None for one in got):
                folder.confirm(held, today())
                return _unchanged(held)
            got = [
                one if one.path is not None else self._fetch(of, place, Validators())
                for one, place in zip(got, real, strict=True)
            ]
            return self._take(of, got, real, day)
        except Error as problem:
            return {
                "id": of.id,
                "state": "failed",
                "snapshot": None,
                "parties": 0,
                "file": problem.file or of.address,
                "reasons": [f"{problem.message}{f' ({problem.remedy})' if problem.remedy else ''}"],
                "note": " (not fetched)",
            }

    def _take(self, of: Card, got: Sequence[Fetched], addresses: Sequence[str], day: dt.date | None) -> dict[str, Any]:
        provenance = {
            "at": moment().isoformat(timespec="seconds"),
            "files": [_provenance(one, asked) for one, asked in zip(got, addresses, strict=True)],
        }
        fallback = None if day is not None else _modified(got[0])
        origin = Origin(_name(of, got[0], addresses[0]), day, provenance, fallback, of.parts[: len(got) - 1])
        tell = self._progress
        say = None if tell is None else (lambda count: tell(f"{of.id}: {count:,} read", 0, 0))
        files = [one.path for one in got if one.path is not None]
        return take_in(self._home, of, files, origin, override=self._override, current=True, count=say)

    def _dated(self, addresses: Sequence[str]) -> tuple[dt.date | None, tuple[str, ...]]:
        """Put the day into addresses that need one: that up to which the eCFR is current."""
        if not any("{date}" in one for one in addresses):
            return None, tuple(addresses)
        found = _TITLE.search(addresses[0])
        if found is None:
            raise InputError(f"no title of the CFR stands in {addresses[0]!r}", remedy="correct the address")
        number = int(found.group(1))
        if number not in self._titles:
            base = "/".join(addresses[0].split("/")[:3]) + urlsplit(TITLES).path
            tick = self._bytes("the eCFR's list of titles")
            got = fetch(base, self._home / DOWNLOADS, most_bytes=MOST_BYTES, tick=tick)
            assert got.path is not None
            self._titles[number] = up_to_date_as_of(got.path.read_bytes(), number)
            got.path.unlink()
        day = self._titles[number]
        return day, tuple(one.replace("{date}", day.isoformat()) for one in addresses)

    def _fetch(self, of: Card, address: str, known: Validators) -> Fetched:
        key = (address, known)
        if key not in self._got:
            self._got[key] = fetch(
                address, self._home / DOWNLOADS, known=known, most_bytes=of.most_bytes, tick=self._bytes(of.id)
            )
        return self._got[key]

    def _bytes(self, what: str) -> Callable[[int, int | None], None] | None:
        tell = self._progress
        if tell is None:
            return None
        return lambda done, total: tell(f"{what}: {done / 1e6:,.1f} MB", done, total or 0)


def _provenance(one: Fetched, asked: str) -> dict[str, Any]:
    headers = dict(one.headers)
    return {"asked": asked, "address": one.address, "sha256": one.sha256, "bytes": one.size, "headers": headers}


def _name(of: Card, one: Fetched, address: str) -> str:
    """Return the name that the publisher gives a file, or one made of the source's id."""
    last = PurePosixPath(urlsplit(address).path).name.lower()
    if "." in last:
        return last
    kind = one.headers.get("Content-Type", "")
    return of.id + next((f".{suffix}" for suffix in ("xml", "json", "csv") if suffix in kind), "")


def _modified(one: Fetched) -> Dated:
    """Return the day of what says nothing of its own day: when the publisher last changed it, else today."""
    try:
        return Dated(email.utils.parsedate_to_datetime(one.headers.get("Last-Modified", "")).date(), "last modified")
    except ValueError:
        return Dated(today(), "fetched")


def _validators(held: folder.Stored | None, addresses: Sequence[str]) -> list[Validators]:
    """Return what the publisher said of the bytes in use, where they came from these addresses."""
    nothing = [Validators()] * len(addresses)
    if held is None or held.meta.get("layout") != LAYOUT:
        return nothing
    files = held.meta.get("fetched", {}).get("files", [])
    if [one["asked"] for one in files] != list(addresses):
        return nothing
    return [Validators(one["headers"].get("ETag", ""), one["headers"].get("Last-Modified", "")) for one in files]


def _unchanged(held: folder.Stored) -> dict[str, Any]:
    return {
        "id": held.source,
        "state": "unchanged",
        "snapshot": held.snapshot.isoformat(),
        "day_basis": held.meta.get("day_basis", ""),
        "sha256": held.sha256,
        "parties": held.parties,
        "file": held.file,
        "note": " (the publisher says that nothing changed)",
    }


def _remember(home: Path, addresses: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the addresses that the user gave, now or before; new ones are kept."""
    path = home / ADDRESSES
    try:
        known: dict[str, list[str]] = json.loads(path.read_bytes()) if path.exists() else {}
        known = {source: [str(one) for one in places] for source, places in known.items()}
    except (ValueError, AttributeError, TypeError) as problem:
        raise InputError("the addresses of the workspace are damaged", file=str(path), remedy="remove the file") from problem
    for one in addresses:
        source, sign, address = one.partition("=")
        of = card(source)
        if not sign:
            raise InputError(f"{one!r} is not ID=ADDRESS", remedy=f"for example --address {source}=https://...")
        known.pop(of.id, None)
        if address:
            if not address.startswith("https://"):
                raise InputError(f"{address!r} does not begin with https://", remedy="publications are fetched by TLS only")
            known[of.id] = address.split(" ")
    if addresses:
        write_atomically(path, json.dumps(known, indent=2).encode())
    return {source: tuple(places) for source, places in known.items()}


def addresses_of(workspace: Path | None) -> Mapping[str, tuple[str, ...]]:
    """Return the addresses that the user gave for sources of this workspace."""
    home = folder.find_workspace(workspace)
    return {} if home is None else _remember(home, ())
