"""Records where they are: a store or a record file, opened, replayed, copied, exported.

A place is a path, ``sqlite:///PATH``, ``postgresql+psycopg://…``, or a record file ``*.jsonl`` that somebody carried here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.assurance import draft
from sekisho.assurance.recount import proved
from sekisho.assurance.recount import recount as recount_matter
from sekisho.assurance.replay import Verified, replay
from sekisho.errors import CharterError, EngineError, InputError, MissingError, RecordError
from sekisho.ledger.checkpoint import read_note
from sekisho.ledger.envelope import read_envelope
from sekisho.ledger.record_file import read_record, write_record
from sekisho.ledger.store import Identity, Leaf
from sekisho.regime.docket import Docket
from sekisho.regime.matter import Matter
from sekisho.regime.overview import summary
from sekisho.regime.statements import format_time
from sekisho.workspace.carried import refuse_taken
from sekisho.workspace.folder import find_workspace, workspace_to_write
from sekisho.workspace.user_files import read_bytes

if TYPE_CHECKING:
    from sekisho.engines.ledger_sql import SqlStore

_SQLITE = b"SQLite format 3\x00"
FILE = "record.db"
"""The store of a record in a workspace, where no other place is named."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was read.

    Attributes:
        name: Of the place, for messages.
        identity: Whose log it is.
        leaves: All of them.
        checkpoints: Notes.
    """

    name: str
    identity: Identity
    leaves: Sequence[Leaf]
    checkpoints: Sequence[str]


def place_of(place: str | None, workspace: Path | None) -> str:
    """Return the place of a record: the one named, else the workspace's.

    Raises:
        MissingError: None is named, and there is no workspace with one.
    """
    if place is not None:
        return place
    folder = find_workspace(workspace)
    if folder is None or not (folder / FILE).exists():
        raise MissingError("no record is named, and the workspace holds none", remedy="name one with --record")
    return str(folder / FILE)


def place_to_found(place: str | None, workspace: Path | None) -> str:
    """Return the place at which a new record is made."""
    return place if place is not None else str(workspace_to_write(workspace) / FILE)


def is_file(place: str) -> bool:
    """Tell whether a place is a record file."""
    return place.endswith(".jsonl")


def open_place(place: str, create: Identity | None = None) -> SqlStore:
    """Open a store to act on; the database library is loaded here and not to read a file.

    Args:
        place: Of the store.
        create: Framework and origin where it is made if it is not there.

    Raises:
        InputError: The place is a record file, which is only read.
        MissingError: There is no store, and none is to be made.
        EngineError: The database cannot be used, or it is something else.
    """
    if is_file(place):
        remedy = f"`sekisho regime copy {place} --record NAME.db` makes a store of it"
        raise InputError("a record file is only read; this needs a store", file=place, remedy=remedy)
    _refuse_foreign(place)
    from sekisho.engines.ledger_sql import open_store

    return open_store(place, create=create)


def _refuse_foreign(place: str) -> None:
    """Refuse a file of another kind before a database opens it: SQLite takes a short file for an empty one and fills it."""
    text = place.removeprefix("sqlite:///")
    if "://" in text or not Path(text).is_file():
        return
    with Path(text).open("rb") as stream:
        if stream.read(len(_SQLITE)) != _SQLITE:
            raise EngineError("this is no store of a record", file=place, remedy="name a store, or a record file *.jsonl")


def read_place(place: str) -> Record:
    """Read a whole record.

    Raises:
        MissingError: There is none.
        RecordError: It does not hold together.
        EngineError: The database cannot be used.
    """
    if is_file(place):
        path = Path(place)
        if not path.is_file():
            raise MissingError("there is no such record file", file=place, remedy="check the path")
        with path.open("rb") as stream:
            found = read_record(stream, place)
        return Record(place, Identity(found.framework, found.origin), found.leaves, found.checkpoints)
    with open_place(place) as store:
        return Record(place, Identity(store.framework(), store.origin()), list(store.leaves()), notes_of(store))


def notes_of(store: SqlStore) -> list[str]:
    """Return every checkpoint that a store keeps."""
    return [note for _, note in store.checkpoints()]


def verify(place: str, root: str | None) -> Verified:
    """Read and replay a record.

    Raises:
        RecordError: It does not hold together, or is not founded on the charter that is trusted.
    """
    found = read_place(place)
    return replay(found.leaves, found.checkpoints, root)


def show_record(place: str, root: str | None) -> dict[str, Any]:
    """Return what a record holds: matters, what is proved, what was set aside, findings."""
    verified = verify(place, root)
    docket = verified.docket
    return {
        "proved": {**proved(verified), "root_was_given": root is not None},
        "time": None if docket.now is None else format_time(docket.now),
        "matters": [summary(matter) for matter in docket.matters.values()],
        "edition": docket.edition.document(),
        "edition_digest": docket.edition.digest,
        "findings": [{"leaf": one.index, "text": one.text} for one in docket.findings],
        "set_aside": [{"leaf": one.index, "kind": one.kind, "reason": one.reason} for one in verified.set_aside],
        "understandings": [dict(one.body) for one in docket.understandings],
        "left": dict(docket.left),
    }


def show_matter(place: str, name: str, root: str | None) -> dict[str, Any]:
    """Return one matter with its history, objections, text and the list's change.

    Raises:
        MissingError: The record holds no such matter.
    """
    verified = verify(place, root)
    matter = draft.find_matter(verified, name)
    return {
        **summary(matter),
        "proved": {**proved(verified), "root_was_given": root is not None},
        "statement": dict(matter.event.body),
        "history": [{"state": state.value, "leaf": leaf} for state, leaf in matter.history],
        "objections": [_objection(matter, key) for key in matter.objections],
    }


def _objection(matter: Matter, key: str) -> dict[str, Any]:
    one = matter.objections[key]
    return {
        "id": key,
        "by": one.event.by,
        "formal": one.formal,
        "grounds": one.event.body["grounds"],
        "replies": [reply.body["text"] for reply in one.replies],
        "lifted": one.lifted is not None,
    }


def tally(place: str, name: str, root: str | None, evidence: Sequence[Path] = ()) -> dict[str, Any]:
    """Recount the last round of a matter from the record alone.

    Args:
        place: The record.
        name: Number of the matter, or the beginning of its digest.
        root: Digest of charter 1 that the caller trusts; None: the record's own is used and named.
        evidence: Files with ballots and receipts that are carried beside the record.

    Raises:
        MissingError: The record holds no such matter, or it has had no round.
        RecordError: The record does not hold together.
    """
    verified = verify(place, root)
    matter, _ = draft.find_round(verified, name)
    answer = recount_matter(verified, matter, [read_bytes(path)[1] for path in evidence])
    answer["proved"]["root_was_given"] = root is not None
    return answer


def list_document(place: str, root: str | None) -> dict[str, Any]:
    """Return the framework's list as the record makes it: exact entry files, what follows, official texts by language.

    ``sekisho propose --base`` takes it.
    """
    return list_of(verify(place, root).docket)


def list_of(docket: Docket) -> dict[str, Any]:
    """Return the framework's list as a docket has it; see ``list_document``."""
    from sekisho.workspace.propose import LIST_FORMAT

    follows: dict[str, list[str]] = {}
    texts: dict[str, dict[str, str]] = {}
    for code, held in docket.edition.entries.items():
        change = next(row for row in docket.matters[held.matter].changes if row["code"] == code)
        texts[code] = dict(change["texts"])
        named = [row["code"] for row in change["references"] if row["follows"] == "yes"]
        if named:
            follows[code] = named
    entries = {code: one.text for code, one in docket.edition.entries.items()}
    framework = docket.charter.framework
    return {"format": LIST_FORMAT, "framework": framework, "entries": entries, "follows": follows, "texts": texts}


def export(place: str, out: Path, circles: Sequence[str]) -> dict[str, Any]:
    """Write a new record file; bodies of circles that are not named stay here. All circles where none is named.

    Raises:
        InputError: The file is there already, or its name is not that of a record file.
        MissingError: No body is kept to a circle.
    """
    if not is_file(str(out)):
        raise InputError("a record file ends in .jsonl", file=str(out), remedy=f"name it {out}.jsonl")
    refuse_taken(out)
    found = read_place(place)
    known = {leaf.circle for leaf in found.leaves}
    for circle in circles:
        if circle not in known:
            raise MissingError(f"no body is kept to the circle {circle!r}", remedy=f"circles are {', '.join(sorted(known))}")
    write_record(out, found.identity, found.leaves, found.checkpoints, list(circles) or None)
    bodies = sum(1 for one in found.leaves if one.body is not None and (not circles or one.circle in circles))
    return {"file": str(out), "leaves": len(found.leaves), "bodies": bodies, "checkpoints": len(found.checkpoints)}


def copy_into(place: str, source: str) -> dict[str, Any]:
    """Lengthen a member's own copy by a record that was carried here; notes that the log has not signed are passed over.

    Raises:
        RecordError: The two are not views of one log, or a checkpoint is malformed; nothing is copied then.
    """
    found = read_place(source)
    sizes = [_size(note, source) for note in found.checkpoints]
    signed = _log_signed(found)
    with open_place(place, found.identity) as store:
        before = store.size()
        store.copy(found.leaves)
        for size, note in zip(sizes, found.checkpoints, strict=True):
            if note in signed:
                store.save_checkpoint(size, note)
        return {"record": place, "leaves": store.size(), "new": store.size() - before, "root": _root(store)}


def _log_signed(found: Record) -> set[str]:
    """Return the notes that the log has signed; none where the record does not say by which key, for lack of its charter."""
    try:
        verified = replay(found.leaves, found.checkpoints)
    except (RecordError, CharterError):
        return set()
    return {one.note.data for one in verified.witnessed if one.log_signed}


def _root(store: SqlStore) -> str:
    """Return the digest of charter 1 in a copy; empty while it has no body."""
    first = next(iter(store.leaves(0, min(1, store.size()))), None)
    return "" if first is None or first.body is None else read_envelope(first.body).digest


def erase(place: str, indexes: Sequence[int]) -> dict[str, Any]:
    """Destroy bodies and salts; the leaves stay, and with them the fact that something was said.

    Raises:
        InputError: Leaf 0 is named: without charter 1 nothing of the record could be read.
        MissingError: There is no such leaf.
    """
    if 0 in indexes:
        raise InputError("leaf 0 is the charter, without which the record cannot be read", remedy="leave it out")
    with open_place(place) as store:
        store.erase(*indexes)
        return {"record": place, "erased": list(indexes)}


def _size(note: str, source: str) -> int:
    try:
        return read_note(note).checkpoint.size
    except RecordError as problem:
        raise problem.located(file=source, place="checkpoint") from problem
