"""What a member or the secretariat does with a record, one function for each act; files in, files out, offline.

Each act that signs returns a ``Draft`` first: the bytes that would be signed and the screen made from them. Only ``seal``
signs.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.cosign import may_cosign
from sekisho.assurance.replay import Verified, replay
from sekisho.engines.ledger_sql import open_store
from sekisho.errors import InputError, MissingError, RecordError
from sekisho.ledger.checkpoint import Checkpoint, add_lines, cosign, read_note, sign_checkpoint
from sekisho.ledger.cosigner import CosignerState
from sekisho.ledger.envelope import Envelope, add_signature, read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Identity
from sekisho.regime.charter import MEMBER_ROLES, SECRETARIAT, SECRETARIAT_ROLES
from sekisho.regime.charter_checks import check_charter
from sekisho.regime.charter_read import read_charter
from sekisho.regime.screen import screen
from sekisho.regime.statements import KINDS, check_statement, format_time, parse_time
from sekisho.terms.canonical import decode, digest, encode
from sekisho.workspace.clock import moment
from sekisho.workspace.desks import submission
from sekisho.workspace.records import notes_of, verify
from sekisho.workspace.user_files import read_bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """Something that waits for a signature.

    Attributes:
        data: The exact bytes: a payload, or an envelope that takes a further signature.
        lines: What the signer's screen shows of them.
        signed: Whether it is an envelope.
    """

    data: bytes
    lines: tuple[str, ...]
    signed: bool = False


def load_key(path: Path, password: bytes | None) -> PrivateKey:
    """Read a private key.

    Raises:
        MissingError: There is no such file.
        RecordError: It is no key, or the password is another.
    """
    return PrivateKey.load(read_bytes(path)[1], password)


def make_keys(owner: str, out: Path, algorithm: str, password: bytes | None) -> dict[str, Any]:
    """Make the keys of a member or of the secretariat, one file each, readable by their owner alone.

    Raises:
        InputError: A file is there already; nothing is replaced.
    """
    roles = SECRETARIAT_ROLES if owner == SECRETARIAT else tuple(role for role in MEMBER_ROLES if role != "notices")
    paths = {role: out / f"{role}.pem" for role in roles}
    taken = [str(path) for path in paths.values() if path.exists()]
    if taken:
        raise InputError(
            f"{taken[0]} is there already", file=taken[0], remedy="keys are never replaced: name another folder"
        )
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for role, path in paths.items():
        key = PrivateKey.generate(algorithm)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(key.dump(password))
        rows.append({"role": role, "algorithm": key.public.algorithm, "public": key.public.public})
    public = {"owner": owner, "keys": rows}
    write_new(out / "public.json", encode(public))
    return {**public, "folder": str(out), "encrypted": password is not None}


def draft_statement(
    place: str,
    kind: str,
    by: str,
    key: PrivateKey,
    fields: Mapping[str, str],
    *,
    about: str | None = None,
    body: bytes | None = None,
    root: str | None = None,
) -> Draft:
    """Return a statement that follows from the record and from what its maker says.

    Args:
        place: The record.
        kind: Of statement.
        by: Member id, or ``secretariat``.
        key: By which it will be signed.
        fields: Fields that the maker chooses, by name.
        about: Number or digest of the matter that it is about.
        body: Canonical bytes of further fields, as ``sekisho propose --out`` writes them.
        root: Digest of charter 1 that the caller trusts.

    Raises:
        RecordError: The record does not hold together, or a field is missing or malformed.
        MissingError: There is no such matter.
    """
    verified = verify(place, root)
    made = {**_follows(verified, kind, by, key.public.fingerprint, about), **(decode(body) if body else {}), **fields}
    if kind == "proposal" and about is not None:
        made["concern"] = draft.find_matter(verified, about).digest
    made |= {"type": kind, "by": by, "key": key.public.fingerprint}
    check_statement(made)
    data = encode(made)
    return Draft(data, tuple(screen(decode(data))))


def _follows(verified: Verified, kind: str, by: str, key: str, about: str | None) -> dict[str, Any]:
    """Return the fields that follow from the record for a kind of statement."""
    if kind not in KINDS:
        raise RecordError(f"there is no kind of statement {kind!r}", remedy=f"kinds: {', '.join(KINDS)}")
    if kind == "round":
        return draft.round_body(verified, draft.find_matter(verified, about or ""), by, key, moment())
    if "round" in KINDS[kind][1]:
        return _about_round(verified, kind, by, key, about or "")
    made = draft.statement(verified, kind, by, key, {})
    if about is not None and "subject" in KINDS[kind][1]:
        made["subject"] = draft.find_matter(verified, about).digest
    if about is not None and "objection" in KINDS[kind][1]:
        found = [one for one in verified.docket.objections if one.startswith(about)]
        if len(found) != 1:
            raise MissingError(f"no objection begins with {about!r}", remedy="`sekisho regime show ID` lists them")
        made["objection"] = found[0]
    if kind == "proposal":
        made["base_edition"] = verified.docket.edition.digest
    return made


def _about_round(verified: Verified, kind: str, by: str, key: str, about: str) -> dict[str, Any]:
    """Return a statement about the last round of a matter."""
    matter, one = draft.find_round(verified, about)
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "ballot": lambda: draft.ballot_body(verified, one, by, key, ""),
        "close": lambda: draft.close_body(verified, one, by, key),
        "settlement": lambda: draft.settlement_body(verified, matter, by, key),
        "certificate": lambda: draft.certificate_body(verified, one, by, key),
    }
    return makers[kind]() if kind in makers else draft.of_round(verified, one, kind, by, key, {})


def draft_signature(path: Path) -> Draft:
    """Return a charter or an envelope that waits for a further signature.

    Raises:
        CharterError: The charter is unsound.
        RecordError: It is neither.
    """
    name, data = read_bytes(path)
    try:
        envelope = read_envelope(data)
    except RecordError:
        charter = read_charter(data, name)
        check_charter(charter)
        return Draft(charter.data, tuple(screen(decode(charter.data))))
    return Draft(data, tuple(screen(envelope.body)), signed=True)


def seal(one: Draft, key: PrivateKey, also: Sequence[PrivateKey] = ()) -> bytes:
    """Sign exactly the bytes of a draft, and return the envelope."""
    data = one.data
    keys = [key, *also]
    if not one.signed:
        return sign_statement(decode(data), keys)
    for each in keys:
        data = add_signature(data, each)
    return data


def found(place: str, statement: Path) -> dict[str, Any]:
    """Found a framework: a new record whose leaf 0 is the charter that every founder has signed.

    Raises:
        CharterError: The charter is unsound, or a key has not signed it.
        RecordError: The place holds another record.
    """
    envelope = read_envelope(read_bytes(statement)[1])
    charter = read_charter(envelope.payload, str(statement))
    one = submission(envelope, charter)
    from sekisho.ledger.commitment import commit
    from sekisho.ledger.store import Leaf

    replay([Leaf(0, commit(one.salt, one.body), one.salt, one.body, one.circle, one.digest)], [])
    with open_store(place, create=Identity(charter.framework, charter.origin)) as store:
        if store.size() and store.leaf(0).body_digest != one.digest:
            raise RecordError("the record is founded already, on another charter", file=place)
        store.append([one])
    return {"record": place, "framework": charter.framework, "origin": charter.origin, "root": charter.digest}


def lodge(place: str, paths: Sequence[Path]) -> dict[str, Any]:
    """Log statements as the host of the record, in the order given; what has a leaf already is not doubled.

    The host logs whatever a key in force has signed; whether it counts is for everybody's replay.

    Raises:
        RecordError: A file is no statement, or nobody in the framework signed it; nothing is logged.
    """
    verified = verify(place, None)
    envelopes = [(path, read_envelope(read_bytes(path)[1])) for path in paths]
    for path, envelope in envelopes:
        _refuse_stranger(verified, path, envelope)
    with open_store(place) as store:
        indexes = store.append([submission(one, verified.docket.charter) for _, one in envelopes])
    rows = [
        {"file": str(path), "kind": one.kind, "digest": one.digest, "leaf": index}
        for (path, one), index in zip(envelopes, indexes, strict=True)
    ]
    return {"record": place, "lodged": rows}


def _refuse_stranger(verified: Verified, path: Path, envelope: Envelope) -> None:
    """Refuse what the key that it names has not signed, so that nobody fills the log or stands in another's place."""
    if envelope.kind == "charter":
        return
    check_statement(envelope.body)
    held = verified.keyring.now.get(envelope.body["key"])
    if held is None or held.owner != envelope.body["by"] or not envelope.signed_by(held.key):
        raise RecordError(
            f"no key in force of {envelope.body['by']} has signed this", file=str(path), remedy="lodge what its maker signed"
        )


def receipt(place: str, statement: Path, by: str, key: PrivateKey) -> bytes:
    """Keep a ballot or an objection lodged with this party, and return the dated receipt: as good as the secretariat's.

    Raises:
        RecordError: It is neither, or its maker has not signed it.
    """
    verified = verify(place, None)
    envelope = read_envelope(read_bytes(statement)[1])
    if envelope.kind not in ("ballot", "objection"):
        raise RecordError(f"a receipt is for a ballot or an objection, this is a {envelope.kind}", file=str(statement))
    _refuse_stranger(verified, statement, envelope)
    with open_store(place) as store:
        store.hold(digest(envelope.data), envelope.data)
    fields = {"statement": envelope.digest, "received": format_time(moment())}
    return sign_statement(draft.statement(verified, "receipt", by, key.public.fingerprint, fields), [key])


def checkpoint(place: str, key: PrivateKey) -> str:
    """Return a checkpoint of the log as it stands, signed by the log's key."""
    with open_store(place) as store:
        tree = Tree(leaf.leaf for leaf in store.leaves())
        point = Checkpoint(store.origin(), tree.size, tree.root(), int(moment().timestamp()))
        return sign_checkpoint(point, key)


def cosign_note(place: str, note: Path, by: str, key: PrivateKey) -> str:
    """Return a checkpoint with a member's cosignature, after its own copy and clock agreed and the promise is kept.

    Raises:
        RecordError: An honest member may not cosign it.
    """
    text = read_bytes(note)[1].decode("utf-8", "replace")
    verified = verify(place, None)
    with open_store(place) as store:
        last = store.cosigner(by)
        state = None if last is None else CosignerState(*last)
        now = moment()
        after = may_cosign(read_note(text), list(store.leaves()), state, now, verified.docket.charter)
        store.save_cosigner(by, after.size, after.root)
    return add_lines(text, [cosign(text, by, key, int(now.timestamp()))])


def file_notes(place: str, notes: Sequence[Path], by: str, key: PrivateKey) -> dict[str, Any]:
    """Join the cosignatures of copies of one checkpoint, keep it, and log that it was filed.

    Raises:
        RecordError: The notes are of different checkpoints, or it does not count.
    """
    texts = [read_bytes(path)[1].decode("utf-8", "replace") for path in notes]
    joined = texts[0]
    for text in texts[1:]:
        if read_note(text).text != read_note(joined).text:
            raise RecordError("the notes are of different checkpoints", remedy="give copies of one checkpoint")
        joined = add_lines(joined, text.partition("\n\n")[2].splitlines())
    with open_store(place) as store:
        leaves, kept = list(store.leaves()), notes_of(store)
        verified = replay(leaves, [*kept, joined])
        seen = next(one for one in reversed(verified.witnessed) if one.note.data == joined)
        if not seen.counts:
            raise RecordError(f"the checkpoint does not count: {seen.why_not}", remedy="have more members cosign it")
        body = draft.statement(verified, "checkpoint", by, key.public.fingerprint, {"note": joined})
        envelope = read_envelope(sign_statement(body, [key]))
        store.save_checkpoint(seen.note.checkpoint.size, joined)
        index = store.append([submission(envelope, verified.docket.charter)])[0]
    return {"record": place, "size": seen.note.checkpoint.size, "cosigners": sorted(seen.cosigners), "leaf": index}


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Raises:
        InputError: It is there already.
    """
    if path.exists():
        raise InputError(f"{path} is there already", file=str(path), remedy="name another file")
    beside = path.with_name(f".writing-{path.name}")
    beside.write_bytes(data)
    beside.replace(path)


def read_moment(text: str | None) -> dt.datetime:
    """Return a moment that an option names, or now."""
    return moment() if text is None else parse_time(text)
