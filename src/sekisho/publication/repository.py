"""The files of a repository before and after signing.

Decides the bytes of every metadata file, which key signs which, and when enough have. Everything but signatures is
a function of the plan, so that each member can compute what it signs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import Key, Signature
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Signed, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from sekisho.errors import PublicationError
from sekisho.publication.keys import Holder, HolderSigner, Sign
from sekisho.publication.layout import (
    EDITION_LIFE,
    SPECIFICATION,
    TIMESTAMP_LIFE,
    Layout,
    delegations,
    root_metadata,
)

RECORD: Final = "record.jsonl"
EDITION: Final = "edition.json"
TIMESTAMP: Final = "metadata/timestamp.json"
_WRITER: Final = JSONSerializer(compact=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be published; it follows from the record.

    Attributes:
        layouts: Every layout that differs from the one before, with the time of the first filed checkpoint that covers it;
            the last is in force.
        size: Leaves that the edition's checkpoint covers.
        time: Of that checkpoint.
        record: The public record.
        fields: By field, the files by name: the edition and the entries.
    """

    layouts: tuple[tuple[Layout, dt.datetime], ...]
    size: int
    time: dt.datetime
    record: bytes
    fields: Mapping[str, Mapping[str, bytes]]

    @property
    def layout(self) -> Layout:
        """Return the layout in force."""
        return self.layouts[-1][0]


@dataclass(frozen=True, slots=True)
class FileSignature:
    """A signature on a metadata file, as it is carried.

    Attributes:
        file: Path of the metadata file.
        keyid: Fingerprint of the key.
        signature: Lower-case hexadecimal.
    """

    file: str
    keyid: str
    signature: str


def root_path(version: int) -> str:
    """Return the path of a version of root."""
    return f"metadata/{version}.root.json"


def unsigned(plan: Plan) -> dict[str, Metadata[Any]]:
    """Return every metadata file but the timestamp, without signatures, by path.

    Raises:
        PublicationError: The layout cannot publish.
    """
    made: dict[str, Metadata[Any]] = {
        root_path(version): Metadata(root_metadata(layout, version, since))
        for version, (layout, since) in enumerate(plan.layouts, 1)
    }
    if set(plan.fields) != set(plan.layout.fields):
        raise PublicationError("the fields of the list are not those of the charter")
    expires = plan.time + EDITION_LIFE
    top = Targets(plan.size, SPECIFICATION, expires, {RECORD: _target(RECORD, plan.record)}, delegations(plan.layout))
    made[f"metadata/{plan.size}.targets.json"] = Metadata(top)
    for field, files in plan.fields.items():
        held = {f"{field}/{name}": _target(f"{field}/{name}", data) for name, data in files.items()}
        made[f"metadata/{plan.size}.{field}.json"] = Metadata(Targets(plan.size, SPECIFICATION, expires, held))
    meta = {f"{role}.json": MetaFile(plan.size) for role in ("targets", *plan.fields)}
    made[f"metadata/{plan.size}.snapshot.json"] = Metadata(Snapshot(plan.size, SPECIFICATION, expires, meta))
    return made


def target_files(plan: Plan) -> dict[str, bytes]:
    """Return every target by its path in the repository, under the digest of its bytes (consistent snapshots)."""
    found = {hashed("", RECORD, plan.record): plan.record}
    for field, files in plan.fields.items():
        found |= {hashed(f"{field}/", name, data): data for name, data in files.items()}
    return found


def timestamp(size: int, holder: Holder, sign: Sign, now: dt.datetime) -> bytes:
    """Return the timestamp for the edition of a size, signed by the online key.

    Args:
        size: Version of the snapshot.
        holder: The secretariat's key of the role ``timestamp``.
        sign: Signs by it.
        now: When.
    """
    moment = now.replace(microsecond=0)
    made = Timestamp(int(moment.timestamp()), SPECIFICATION, moment + TIMESTAMP_LIFE, MetaFile(size))
    metadata = Metadata(made)
    metadata.sign(HolderSigner(holder, sign))
    return metadata.to_bytes(_WRITER)


def signable(plan: Plan, keyid: str, metadata: Mapping[str, Metadata[Any]]) -> list[str]:
    """Return the files that a key signs: every root in which it stands or stood just before, and its roles."""
    return [path for path in metadata if keyid in _keys_of(plan, path)]


def sign_files(plan: Plan, holder: Holder, sign: Sign) -> list[FileSignature]:
    """Return a member's signatures on all that its key signs.

    Raises:
        PublicationError: The key signs nothing of this plan.
    """
    metadata = unsigned(plan)
    signer = HolderSigner(holder, sign)
    mine = signable(plan, holder.fingerprint, metadata)
    if not mine:
        raise PublicationError(
            f"the key {holder.fingerprint[:12]} of {holder.owner} signs nothing here",
            remedy="sign with the member's publication key in force",
        )
    return [FileSignature(path, holder.fingerprint, metadata[path].sign(signer, append=True).signature) for path in mine]


def with_signatures(
    plan: Plan, metadata: Mapping[str, Metadata[Any]], signatures: Iterable[FileSignature]
) -> dict[str, Metadata[Any]]:
    """Return metadata with signatures; each is verified first.

    Raises:
        PublicationError: A signature is for another file, by a key that does not sign it, or does not verify.
    """
    made = dict(metadata)
    for one in signatures:
        target = made.get(one.file)
        if target is None:
            raise PublicationError(f"there is no file {one.file[:80]} to sign", remedy="sign the draft that is at hand")
        key = _keys_of(plan, one.file).get(one.keyid)
        if key is None:
            raise PublicationError(f"the key {one.keyid[:12]} does not sign {one.file}")
        signature = Signature(one.keyid, one.signature)
        try:
            key.verify_signature(signature, target.signed_bytes)
        except UnverifiedSignatureError as problem:
            raise PublicationError(
                f"the signature by {one.keyid[:12]} on {one.file} does not verify",
                remedy="it is on another draft: sign again",
            ) from problem
        target.signatures[one.keyid] = signature
    return made


def signatures_of(data: bytes, path: str) -> list[FileSignature]:
    """Return the signatures that a metadata file carries.

    Raises:
        PublicationError: It is no metadata.
    """
    return [FileSignature(path, one.keyid, one.signature) for one in read_metadata(data, path).signatures.values()]


def read_metadata(data: bytes, path: str) -> Metadata[Any]:
    """Read a metadata file; no signature is verified.

    Raises:
        PublicationError: It is none.
    """
    try:
        return Metadata.from_bytes(data)
    except (RepositoryError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise PublicationError("this is no TUF metadata", file=path, remedy="fetch it again") from problem


def metadata_of(plan: Plan, files: Mapping[str, bytes]) -> dict[str, Metadata[Any]]:
    """Return the metadata of a draft by path, with the signatures that it carries; its files are those of the plan.

    Raises:
        PublicationError: A file is no metadata.
    """
    return {path: read_metadata(files[path], path) for path in unsigned(plan)}


def metadata_bytes(metadata: Metadata[Any]) -> bytes:
    """Return a metadata file as it is published."""
    return metadata.to_bytes(_WRITER)


def wanting(plan: Plan, metadata: Mapping[str, Metadata[Any]]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Return for each file that too few have signed how many more must, and the members who could."""
    owners = {one.fingerprint: one.owner for layout, _ in plan.layouts for one in layout.holders}
    found = {}
    for path, one in metadata.items():
        short = 0
        could: set[str] = set()
        for keys, threshold in _signers(plan, path):
            valid = {keyid for keyid, key in keys.items() if _signed_by(one, key)}
            short = max(short, threshold - len(valid))
            if len(valid) < threshold:
                could |= {owners[keyid] for keyid in keys.keys() - valid}
        if short > 0:
            found[path] = (short, tuple(sorted(could)))
    return found


def same_content(first: Metadata[Any], second: Metadata[Any]) -> bool:
    """Tell whether two metadata files say the same, signatures aside, to the byte that is signed."""
    return first.signed_bytes == second.signed_bytes


def _signers(plan: Plan, path: str) -> list[tuple[dict[str, Key], int]]:
    """Return who signs a file: keys and threshold; two sets for a root that follows another."""
    role = path.rsplit("/", 1)[-1].split(".", 1)[1].removesuffix(".json")
    if role == "root":
        version = int(path.rsplit("/", 1)[-1].split(".", 1)[0])
        return [_of_root(*plan.layouts[place], place + 1) for place in range(max(0, version - 2), version)]
    if role in ("targets", "snapshot"):
        return [_of_root(*plan.layouts[-1], len(plan.layouts))]
    rows = delegations(plan.layout)
    assert rows.roles is not None
    one = rows.roles[role]
    return [({keyid: rows.keys[keyid] for keyid in one.keyids}, one.threshold)]


def _of_root(layout: Layout, since: dt.datetime, version: int) -> tuple[dict[str, Key], int]:
    root = root_metadata(layout, version, since)
    one = root.roles["root"]
    return {keyid: root.keys[keyid] for keyid in one.keyids}, one.threshold


def _keys_of(plan: Plan, path: str) -> dict[str, Key]:
    return {keyid: key for keys, _ in _signers(plan, path) for keyid, key in keys.items()}


def _signed_by(metadata: Metadata[Any], key: Key) -> bool:
    held = metadata.signatures.get(key.keyid)
    if held is None:
        return False
    try:
        key.verify_signature(held, metadata.signed_bytes)
    except UnverifiedSignatureError:
        return False
    return True


def _target(path: str, data: bytes) -> TargetFile:
    return TargetFile(len(data), {"sha256": hashlib.sha256(data).hexdigest()}, path)


def hashed(folder: str, name: str, data: bytes) -> str:
    """Return the path of a target under the digest of its bytes; ``folder`` is empty or ends in a slash."""
    return f"targets/{folder}{hashlib.sha256(data).hexdigest()}.{name}"


def root_facts(data: bytes, path: str) -> tuple[str, int]:
    """Return the digest of the charter and the leaf that root metadata names; nothing is verified.

    Raises:
        PublicationError: It is no root, or names neither.
    """
    signed: Signed = read_metadata(data, path).signed
    found = signed.unrecognized_fields
    try:
        if isinstance(signed, Root):
            return str(found["x-sekisho-charter"]), int(found["x-sekisho-leaf"])
    except (KeyError, ValueError, TypeError) as problem:
        raise PublicationError("the root names no charter", file=path) from problem
    raise PublicationError("this is no root", file=path)


def differing(expected: Mapping[str, Metadata[Any]], published: Mapping[str, bytes], files: Sequence[str]) -> list[str]:
    """Return the metadata files among some that say something else than they must, signatures aside."""
    return [
        path
        for path in files
        if path not in published or not same_content(read_metadata(published[path], path), expected[path])
    ]
