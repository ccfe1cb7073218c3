"""The client's side of TUF: python-tuf's own updater over any carrier of files, at a time that the caller names.

Decides which bytes of a repository are signed as its root says, complete, unaltered and not older than what was held. What
they say, and whether the root follows from the charter, is for assurance.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tuf.api import exceptions
from tuf.api.metadata import Metadata, TargetFile
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from sekisho.errors import Error, MissingError, PublicationError
from sekisho.publication.layout import TIMESTAMP_LIFE
from sekisho.publication.repository import EDITION, RECORD, TIMESTAMP, hashed, read_metadata, root_path

Fetch = Callable[[str], Iterator[bytes]]
"""Gives the bytes of a file of a repository by its path, in parts; raises ``MissingError`` where there is none."""
_LIMITS: Final = {
    "root_max_length": 4_000_000,
    "timestamp_max_length": 64_000,
    "snapshot_max_length": 4_000_000,
    "targets_max_length": 20_000_000,
    "max_root_rotations": 1024,
    "max_delegations": 64,
}
_BASE: Final = "repository:/"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A repository whose signatures hold.

    Attributes:
        files: All its files by path.
        roots: Metadata of every root, the first first.
        record: The public record.
        editions: By field, the edition's bytes.
        entries: By field and code, the entry's bytes.
        signed: When the timestamp was signed.
        stale_after: When it expires, or the edition, whichever is first.
        size: Version of the edition.
    """

    files: Mapping[str, bytes]
    roots: tuple[bytes, ...]
    record: bytes
    editions: Mapping[str, bytes]
    entries: Mapping[str, Mapping[str, bytes]]
    signed: dt.datetime
    stale_after: dt.datetime
    size: int


class _Fetcher(FetcherInterface):
    """Fetches by the caller's port."""

    def __init__(self, fetch: Fetch) -> None:
        self._port = fetch

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = url.removeprefix(f"{_BASE}/")
        try:
            yield from self._port(path)
        except MissingError as problem:
            raise exceptions.DownloadHTTPError(f"{path} is not there", 404) from problem
        except Error as problem:
            raise exceptions.DownloadError(f"{path}: {problem.message}") from problem


def first_root(fetch: Fetch) -> bytes:
    """Return root 1 of a repository; whoever asks holds it against charter 1 before anything is believed.

    Raises:
        PublicationError: It is larger than any root.
        MissingError: There is none.
    """
    found = b""
    for part in fetch(root_path(1)):
        found += part
        if len(found) > _LIMITS["root_max_length"]:
            raise PublicationError("root 1 is larger than any root", remedy="use another mirror")
    return found


def download(
    fetch: Fetch, root: bytes, folder: Path, now: dt.datetime, earlier: Mapping[str, bytes] | None = None
) -> Downloaded:
    """Fetch a repository as python-tuf does, from a root that the caller trusts.

    Args:
        fetch: The carrier.
        root: Root 1, whose content the caller has computed from the charter.
        folder: A folder of the caller's, where python-tuf keeps metadata; what it holds of an earlier call tells a
            roll-back.
        now: By which expiry is judged.
        earlier: Targets that are held already, by path; their names are digests, and they are verified like any other.

    Raises:
        PublicationError: A signature, version, hash, length or date does not hold, or a file cannot be had.
    """
    fetcher = _Fetcher(fetch)
    folder.mkdir(parents=True, exist_ok=True)
    with _explained():
        updater = Updater(
            str(folder),
            f"{_BASE}/metadata/",
            fetcher=fetcher,
            config=UpdaterConfig(**_LIMITS),  # type: ignore[arg-type]
            bootstrap=root,
        )
        # python-tuf reads the machine's clock and takes no other; the caller's *now* is never before that of its law.
        updater._trusted_set.reference_time = now
        updater.refresh()
        targets = _Targets(fetcher, folder, earlier or {})
        record = targets.get("targets", RECORD)
        editions, entries = {}, {}
        for field in _fields(folder):
            if updater.get_targetinfo(f"{field}/{EDITION}") is None:  # loads and verifies the role
                raise PublicationError(f"the repository lists no {field}/{EDITION}", remedy="ask who publishes it")
            editions[field] = targets.get(field, f"{field}/{EDITION}")
            codes = _codes(editions[field], field)
            entries[field] = {code: targets.get(field, f"{field}/{code}.yaml") for code in codes}
    return _held(folder, record, editions, entries)


class _Targets:
    """Targets of the roles that python-tuf has verified and kept."""

    def __init__(self, fetcher: _Fetcher, metadata: Path, earlier: Mapping[str, bytes]) -> None:
        self._fetcher = fetcher
        self._metadata = metadata
        self._earlier = earlier
        self._listed: dict[str, Mapping[str, TargetFile]] = {}

    def get(self, role: str, path: str) -> bytes:
        """Return a target's bytes, from what is held or from the carrier, after length and hash were verified.

        Raises:
            PublicationError: The role does not list it.
        """
        if role not in self._listed:
            self._listed[role] = read_metadata((self._metadata / f"{role}.json").read_bytes(), role).signed.targets
        info = self._listed[role].get(path)
        if info is None:
            raise PublicationError(f"the repository lists no {path}", remedy="ask who publishes it")
        folder, _, name = path.rpartition("/")
        place = f"targets/{folder}{'/' if folder else ''}{info.hashes.get('sha256', '')}.{name}"
        data = self._earlier.get(place)
        if data is None:
            data = self._fetcher.download_bytes(f"{_BASE}/{place}", info.length)
        info.verify_length_and_hashes(data)
        return data


def _fields(metadata: Path) -> list[str]:
    found = read_metadata((metadata / "targets.json").read_bytes(), "targets.json").signed.delegations
    return sorted(found.roles) if found is not None and found.roles else []


def _codes(edition: bytes, field: str) -> list[str]:
    """Return the codes that an edition lists; its form is judged later."""
    try:
        return [str(row["code"]) for row in json.loads(edition)["entries"]]
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise PublicationError(f"the edition of {field} cannot be read", remedy="ask who publishes it") from problem


def _held(
    metadata: Path,
    record: bytes,
    editions: Mapping[str, bytes],
    entries: Mapping[str, Mapping[str, bytes]],
) -> Downloaded:
    """Put the repository together: metadata from where the updater keeps it, under the names of a repository."""
    roots = _root_files(metadata)
    stamp = read_metadata((metadata / "timestamp.json").read_bytes(), TIMESTAMP)
    size = stamp.signed.snapshot_meta.version
    files = {f"metadata/{number}.root.json": data for number, data in enumerate(roots, 1)}
    for role in ("targets", "snapshot", *editions):
        files[f"metadata/{size}.{role}.json"] = (metadata / f"{role}.json").read_bytes()
    files[TIMESTAMP] = (metadata / "timestamp.json").read_bytes()
    files[hashed("", RECORD, record)] = record
    for field, edition in editions.items():
        files[hashed(f"{field}/", EDITION, edition)] = edition
        files |= {hashed(f"{field}/", f"{code}.yaml", data): data for code, data in entries[field].items()}
    signed = _signed_at(stamp)
    listed = read_metadata(files[f"metadata/{size}.targets.json"], "targets.json").signed
    stale_after = min(stamp.signed.expires, listed.expires)
    return Downloaded(files, tuple(roots), record, editions, entries, signed, stale_after, size)


def _signed_at(stamp: Metadata[Any]) -> dt.datetime:
    """Return when a timestamp was signed; whoever has its key cannot stretch its life.

    Raises:
        PublicationError: It is of no moment that there is, or lives longer or shorter than it may.
    """
    try:
        signed = dt.datetime.fromtimestamp(stamp.signed.version, dt.UTC)
        if stamp.signed.expires == signed + TIMESTAMP_LIFE:
            return signed
    except (ValueError, OverflowError, OSError) as problem:
        raise PublicationError("the timestamp is of no moment that there is", file=TIMESTAMP) from problem
    days = TIMESTAMP_LIFE.days
    remedy = "tell the members: somebody else may have the key of the timestamp"
    raise PublicationError(f"the timestamp does not expire {days} days after it was signed", file=TIMESTAMP, remedy=remedy)


def _root_files(metadata: Path) -> list[bytes]:
    """Return the roots up to the one in force."""
    last: Metadata[Any] = read_metadata((metadata / "root.json").read_bytes(), "root.json")
    history = metadata / "root_history"
    return [(history / f"{number}.root.json").read_bytes() for number in range(1, last.signed.version + 1)]


_WORDS: Final[tuple[tuple[type[Exception], str, str], ...]] = (
    (
        exceptions.ExpiredMetadataError,
        "what the mirror gives has expired",
        "use another mirror; if all have expired, ask the members",
    ),
    (
        exceptions.BadVersionNumberError,
        "the mirror gives something older than what is held",
        "use another mirror; what is held stays",
    ),
    (
        exceptions.UnsignedMetadataError,
        "too few of the keys that must sign have signed",
        "use another mirror; if it persists, tell the members",
    ),
    (exceptions.LengthOrHashMismatchError, "a file is not the one that was signed", "use another mirror"),
    (
        exceptions.DownloadLengthMismatchError,
        "a file is longer than was signed, or than any may be",
        "use another mirror",
    ),
    (exceptions.DownloadHTTPError, "a file is missing", "use another mirror"),
    (exceptions.DownloadError, "a file cannot be had", "check the address and the network"),
)


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Say what python-tuf refused in our words, with its own after them."""
    try:
        yield
    except (exceptions.RepositoryError, exceptions.DownloadError) as problem:
        for kind, words, remedy in _WORDS:
            if isinstance(problem, kind):
                raise PublicationError(f"{words}: {problem}", remedy=remedy) from problem
        raise PublicationError(f"the repository is refused: {problem}", remedy="use another mirror") from problem
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as problem:
        # What a mirror invents can be of a form that python-tuf or a key's own code does not expect.
        raise PublicationError(
            "the repository is refused: its metadata cannot be read", remedy="use another mirror"
        ) from problem
