"""Publish: a draft that every member computes for itself, signatures made apart, a release verified before it stands.

A draft is a folder in the form of a repository. Whoever makes it decides nothing: a signer signs only what its own copy of
the record gives.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.assurance.editions import read_edition, settlement_of, withheld
from sekisho.assurance.publication import plan_of, remedies, sign_publication
from sekisho.assurance.replay import Verified, replay
from sekisho.errors import InputError, PublicationError, RecordError
from sekisho.ledger.envelope import read_envelope
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import read_record
from sekisho.ledger.store import Leaf
from sekisho.publication.keys import Holder
from sekisho.publication.repository import (
    EDITION,
    RECORD,
    TIMESTAMP,
    FileSignature,
    Plan,
    metadata_bytes,
    metadata_of,
    read_metadata,
    root_path,
    same_content,
    signatures_of,
    target_files,
    timestamp,
    unsigned,
    wanting,
    with_signatures,
)
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.procedure import State
from sekisho.regime.statements import format_time
from sekisho.terms.canonical import decode, encode
from sekisho.terms.visible import visible
from sekisho.workspace.records import read_place, verify
from sekisho.workspace.rulebook import write_atomically
from sekisho.workspace.user_files import read_bytes
from sekisho.workspace.verifying import Files, put, read_folder, verify_files, write_folder

SIGNATURES = "sekisho/signatures/1"
_ROOT_FILE = re.compile(r"metadata/([1-9][0-9]{0,5})\.root\.json")


def draft_files(plan: Plan, earlier: Mapping[str, bytes]) -> Files:
    """Return the files of a draft: everything but the timestamp, with those signatures of earlier roots that still hold."""
    metadata = unsigned(plan)
    kept = []
    for number in range(1, len(plan.layouts) + 1):
        path = root_path(number)
        if path in earlier and same_content(read_metadata(earlier[path], path), metadata[path]):
            kept += signatures_of(earlier[path], path)
    signed = with_signatures(plan, metadata, kept)
    return {path: metadata_bytes(one) for path, one in signed.items()} | target_files(plan)


def make_draft(place: str, out: Path, earlier: Path | None, root: str | None) -> dict[str, Any]:
    """Write a draft of what the record gives at its newest checkpoint that counts.

    Args:
        place: The record, with every body.
        out: A new folder.
        earlier: The repository as published so far, for the signatures on its roots.
        root: Digest of charter 1 that the caller trusts; None: the record's own.

    Raises:
        InputError: The folder is there already.
        PublicationError: Nothing can be published yet.
    """
    if out.exists():
        raise InputError(f"{out} is there already", file=str(out), remedy="name a new folder")
    found = read_place(place)
    verified = replay(found.leaves, found.checkpoints, root)
    if verified.newest is None:
        raise PublicationError("no checkpoint of the record counts", file=place, remedy="cosign and file one first")
    plan, _ = plan_of(found.leaves, verified.newest.note.data, root or _root_of(found.leaves))
    held = {} if earlier is None else read_folder(earlier)
    write_folder(out, draft_files(plan, held))
    return {"draft": str(out), "size": plan.size, "fields": _counts(plan), **_wanting(plan, read_folder(out))}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that one's own copy of the record gives to the byte.

    Attributes:
        plan: What is published.
        verified: The record, replayed.
        files: The draft.
    """

    plan: Plan
    verified: Verified
    files: Mapping[str, bytes]


def open_draft(place: str, folder: Path, root: str | None) -> Drafted:
    """Compute the publication from one's own copy of the record, and refuse a draft that differs.

    Raises:
        PublicationError: A byte of the draft is not what the record gives.
    """
    found = read_place(place)
    files = read_folder(folder)
    plan, verified = plan_of(found.leaves, draft_note(files, str(folder)), root or _root_of(found.leaves))
    refuse_other(plan, files, str(folder))
    return Drafted(plan, verified, files)


def draft_lines(draft: Drafted, earlier: Path | None) -> list[str]:
    """Return what a signer must see, line by line; hidden characters are written out.

    Args:
        draft: What would be signed.
        earlier: The repository as published so far, against which changes are told.
    """
    charter, plan = draft.verified.docket.charter, draft.plan
    newest = draft.verified.newest
    cosigners = "" if newest is None else ", ".join(sorted(newest.cosigners))
    lines = [
        "You certify the tally of everything listed here, not your agreement.",
        "",
        f"framework: {charter.framework}, charter version {charter.version}, {charter.digest}",
        f"record: {plan.size} leaves, checkpoint of {format_time(plan.time)}, cosigned by {cosigners}",
        f"roots: {len(plan.layouts)}; keys and thresholds follow from charter and record",
    ]
    before = {} if earlier is None else listed_before(read_folder(earlier))
    for field, files in sorted(plan.fields.items()):
        document = decode(files[EDITION])
        lines += ["", f"{field}: {len(document['entries'])} entries, {len(document['gone'])} gone"]
        for row in document["entries"]:
            title = visible(next(iter(row["title"].values())))
            new = "" if earlier is None else _changed(before.get(row["code"]), row["sha256"])
            until = f", until {row['until']}" if row["until"] else ""
            lines.append(f"  {row['code']}  {row['number']}, adopted {row['adopted']}{until}{new}: {title}")
        lines += [f"  {row['code']}  {row['why']} on {row['gone']}" for row in document["gone"]]
    lines += ["", *(f"breach: {one}" for one in remedies(draft.verified))]
    return lines


def listed_before(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return code to digest of what a repository lists; of several editions of a field, the one with the most leaves."""
    newest: dict[str, Mapping[str, Any]] = {}
    for path, data in files.items():
        if path.startswith("targets/") and path.endswith(f".{EDITION}"):
            field = path.split("/")[1]
            document = read_edition(data, field).document
            held = newest.get(field)
            if held is None or int(held["size"]) < int(document["size"]):
                newest[field] = document
    return {row["code"]: row["sha256"] for document in newest.values() for row in document["entries"]}


def _changed(before: str | None, now: str) -> str:
    return " (new)" if before is None else "" if before == now else " (amended)"


def sign_draft(draft: Drafted, member: str, key: PrivateKey) -> bytes:
    """Return a member's signatures on a draft.

    Raises:
        PublicationError: The key is not the member's publication key, in force or replaced since the root before.
    """
    held = {one.fingerprint: one.owner for layout, _ in draft.plan.layouts[-2:] for one in layout.holders}
    if held.get(key.public.fingerprint) != member:
        raise PublicationError(
            f"this is not the publication key of {member}", remedy="name the member's publication key with --key"
        )
    return signature_file(draft.plan.size, member, sign_publication(draft.plan, member, key))


def refuse_other(plan: Plan, files: Mapping[str, bytes], name: str) -> None:
    """Refuse a draft that is not what the record gives; signatures aside.

    Raises:
        PublicationError: A file is missing, further, or differs.
    """
    metadata, targets = unsigned(plan), target_files(plan)
    expected = {*metadata, *targets}
    strange = sorted((expected ^ files.keys()) - {TIMESTAMP})
    if strange:
        what = "lacks" if strange[0] in expected else "has besides"
        raise PublicationError(
            f"the draft {what} {strange[0]}: your own copy of the record gives another publication",
            file=name,
            remedy="do not sign; compare the copies of the record",
        )
    for path, data in files.items():
        same = (
            data == targets[path]
            if path in targets
            else path == TIMESTAMP or same_content(read_metadata(data, path), metadata[path])
        )
        if not same:
            raise PublicationError(
                f"{path} is not what your own copy of the record gives",
                file=name,
                remedy="do not sign; ask who made the draft",
            )


def draft_note(files: Mapping[str, bytes], name: str) -> str:
    """Return the checkpoint of a draft.

    Raises:
        PublicationError: The folder is no draft.
    """
    held = [data for path, data in files.items() if path.startswith("targets/") and path.endswith(f".{RECORD}")]
    notes = read_record(held[0], RECORD).checkpoints if len(held) == 1 else []
    if len(notes) != 1:
        raise PublicationError(
            "this folder is no draft of a publication", file=name, remedy="`sekisho publish draft` makes one"
        )
    return notes[0]


def signature_file(size: int, member: str, signatures: Iterable[FileSignature]) -> bytes:
    """Return signatures as they are carried."""
    rows = [{"file": one.file, "keyid": one.keyid, "signature": one.signature} for one in signatures]
    return encode({"format": SIGNATURES, "size": str(size), "member": member, "signatures": rows})


def read_signatures(data: bytes, name: str) -> list[FileSignature]:
    """Read signatures that somebody carried here; none is verified.

    Raises:
        PublicationError: The file is none of these.
    """
    try:
        document = decode(data)
        if document["format"] != SIGNATURES:
            raise KeyError("format")
        return [
            FileSignature(*(str(row[name]) for name in ("file", "keyid", "signature"))) for row in document["signatures"]
        ]
    except (RecordError, KeyError, TypeError) as problem:
        remedy = "`sekisho publish sign` makes one"
        raise PublicationError("this is no file of signatures", file=name, remedy=remedy) from problem


def merge(place: str, folder: Path, signatures: Sequence[Path], root: str | None) -> dict[str, Any]:
    """Add signatures to a draft; each is verified first, and a wrong one changes nothing.

    Raises:
        PublicationError: A signature is not on this draft, or the draft is not what the record gives.
    """
    draft = open_draft(place, folder, root)
    plan, files = draft.plan, draft.files
    added = []
    for path in signatures:
        name, data = read_bytes(path)
        try:
            added += read_signatures(data, name)
        except PublicationError as problem:
            raise problem.located(file=name) from problem
    made = with_signatures(plan, metadata_of(plan, files), added)
    for file, one in made.items():
        write_atomically(folder / file, metadata_bytes(one))
    return {"draft": str(folder), "added": len(added), **_wanting(plan, read_folder(folder))}


def _wanting(plan: Plan, files: Mapping[str, bytes]) -> dict[str, Any]:
    metadata = metadata_of(plan, files)
    rows = [{"file": path, "short": short, "could": list(could)} for path, (short, could) in wanting(plan, metadata).items()]
    return {"wanting": rows}


def _counts(plan: Plan) -> dict[str, int]:
    return {field: len(files) - 1 for field, files in plan.fields.items()}


def release(place: str, folder: Path, to: Path, key: PrivateKey, now: dt.datetime, root: str | None) -> dict[str, Any]:
    """Put a signed draft into the repository: verified as a client would, then file by file, the timestamp last.

    Raises:
        PublicationError: Too few have signed, the key is not the secretariat's, or the repository holds something newer.
    """
    draft = open_draft(place, folder, root)
    plan, files = draft.plan, dict(draft.files)
    short = _wanting(plan, files)["wanting"]
    if short:
        raise PublicationError(
            f"{short[0]['file']} lacks {short[0]['short']} signatures; {', '.join(short[0]['could'])} could still sign",
            file=str(folder),
            remedy="`sekisho publish sign` and `merge` first; `sekisho publish status` says who has not certified",
        )
    files[TIMESTAMP] = _stamp(plan.size, key, plan.layout.timestamp, now)
    _refuse_older(to, plan.size)
    found = verify_files(files, draft.verified.opened.envelopes[0].digest, now)
    put(to, files)
    return {"repository": str(to), "size": plan.size, "stale_after": format_time(found.stale_after), "steps": found.steps}


def _stamp(size: int, key: PrivateKey, holder: Holder, now: dt.datetime) -> bytes:
    if key.public.fingerprint != holder.fingerprint:
        raise PublicationError(
            "this is not the secretariat's timestamp key in force", remedy="name the key of the role timestamp with --key"
        )
    return timestamp(size, holder, key.sign, now)


def _refuse_older(to: Path, size: int) -> None:
    path = to / TIMESTAMP
    if path.is_file():
        held = read_metadata(path.read_bytes(), str(path)).signed.snapshot_meta.version
        if held > size:
            raise PublicationError(f"the repository holds an edition of {held} leaves, newer than {size}", file=str(to))


def renew_timestamp(repository: Path, key: PrivateKey, now: dt.datetime) -> dict[str, Any]:
    """Sign the timestamp of a repository again, so that its list does not go stale.

    Raises:
        PublicationError: The folder is no repository, or the key is not the one that its root names.
    """
    files = read_folder(repository)
    if TIMESTAMP not in files:
        raise PublicationError("there is no repository here", file=str(repository), remedy="release one first")
    size = read_metadata(files[TIMESTAMP], TIMESTAMP).signed.snapshot_meta.version
    numbers = [int(found[1]) for path in files if (found := _ROOT_FILE.fullmatch(path))]
    if not numbers:
        raise PublicationError("there is no root here", file=str(repository), remedy="name the folder of a repository")
    number = max(numbers)
    root = read_metadata(files[root_path(number)], root_path(number)).signed
    keyid = root.roles["timestamp"].keyids[0]
    holder = Holder(SECRETARIAT, key.public.algorithm, key.public.public, keyid)
    data = _stamp(size, key, holder, now)
    write_atomically(repository / TIMESTAMP, data)
    return {
        "repository": str(repository),
        "size": size,
        "stale_after": format_time(read_metadata(data, TIMESTAMP).signed.expires),
    }


def status(place: str, root: str | None) -> dict[str, Any]:
    """Return for each result on the list who has certified the tally, who has not, and until when; and the breaches."""
    verified = verify(place, root)
    rows = []
    for matter in verified.docket.matters.values():
        one = settlement_of(matter)
        if one is None or not matter.of_list:
            continue
        clock = one.charter.clocks["certification"]
        ends = format_time(matter.entered + clock) if matter.state is State.ADOPTED and matter.entered else ""
        rows.append(
            {
                "number": matter.event.body["number"],
                "state": matter.state.value,
                "certified": sorted(one.certificates),
                "needed": one.charter.publication_threshold,
                "withheld": withheld(one.charter, one.certificates),
                "clock_ends": ends,
            }
        )
    return {"record": place, "results": rows, "breaches": remedies(verified)}


def _root_of(leaves: Sequence[Leaf]) -> str:
    """Return the digest of a record's own charter 1."""
    body = leaves[0].body if leaves else None
    if body is None:
        raise RecordError("the record does not begin with a charter", remedy="leaf 0 must be charter 1 with its body")
    return read_envelope(body).digest
