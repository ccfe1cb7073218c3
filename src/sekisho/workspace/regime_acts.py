"""What a member or the secretariat does with a record, one function for each act; files in, files out, offline.

Each act that signs returns a ``Draft`` first: the bytes that would be signed and the screen made from them. Only ``seal``
signs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.assurance import draft
from sekisho.assurance.replay import Verified, replay
from sekisho.errors import MissingError, RecordError
from sekisho.ledger.commitment import commit
from sekisho.ledger.envelope import Envelope, add_signature, read_envelope, sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.store import Identity, Leaf
from sekisho.regime.charter import SECRETARIAT
from sekisho.regime.charter_checks import check_charter
from sekisho.regime.charter_read import read_charter
from sekisho.regime.matter import Round
from sekisho.regime.screen import screen
from sekisho.regime.statements import KINDS, check_statement, format_time
from sekisho.terms.canonical import decode, digest, encode
from sekisho.workspace.carried import read_statement
from sekisho.workspace.clock import moment
from sekisho.workspace.desks import submission
from sekisho.workspace.founding import unsigned
from sekisho.workspace.records import open_place, verify
from sekisho.workspace.user_files import read_bytes

_BRINGING = (b"vnd.sekisho.charter+json", b"vnd.sekisho.rotation+json")
"""What stands in the bodies of leaves that bring keys."""


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


def draft_statement(
    place: str,
    kind: str,
    by: str,
    key: PrivateKey,
    fields: Mapping[str, Any],
    *,
    about: str | None = None,
    body: bytes | None = None,
    after: Path | None = None,
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
        after: File of the maker's last ballot, where this copy of the record does not hold it yet.
        root: Digest of charter 1 that the caller trusts.

    Raises:
        RecordError: The record does not hold together, or a field is missing or malformed.
        MissingError: There is no such matter.
    """
    verified = verify(place, root)
    if kind not in KINDS:
        raise RecordError(f"there is no kind of statement {kind!r}", remedy=f"kinds: {', '.join(KINDS)}")
    refuse_hand(verified, by, key, str(fields.get("role") or "*") if kind == "rotation" else role_of(kind, by))
    own = None if after is None else read_statement(after).body
    follows = _follows(verified, kind, by, key.public.fingerprint, about, own)
    made = {**follows, **_further(body), **fields}
    made |= {"type": kind, "by": by, "key": key.public.fingerprint, "made": format_time(moment())}
    if kind == "proposal" and about is not None:
        made["concern"] = draft.find_matter(verified, about).digest
    try:
        check_statement(made)
    except RecordError as problem:
        raise problem.located(remedy=_remedy(kind, follows)) from problem
    data = encode(made)
    return Draft(data, tuple(screen(decode(data))))


def role_of(kind: str, by: str) -> str:
    """Return the role of the key by which a party makes a kind of statement.

    Raises:
        RecordError: It makes none of the kind.
    """
    signer = KINDS[kind][0]
    role = signer.secretariat if by == SECRETARIAT else signer.member
    if not role:
        raise RecordError(f"the secretariat makes no {kind}", remedy="a member does: name it with --as")
    return role


def refuse_hand(verified: Verified, by: str, key: PrivateKey, role: str) -> None:
    """Refuse a key that is another's or of another role, before anything is signed that would count for nothing.

    A key that is not known passes while leaves that are not proved yet may bring it.

    Raises:
        RecordError: It is not the party's key of the role.
    """
    unproved = verified.opened.leaves[max(1, verified.size) :]
    bringing = any(kind in (leaf.body or b"") for leaf in unproved for kind in _BRINGING)
    if not bringing or key.public.fingerprint in verified.keyring.now:
        try:
            verified.keyring.require(by, key.public.fingerprint, role, len(verified.opened.leaves))
        except RecordError as problem:
            raise problem.located(remedy=f"name the {role} key of {by} with --key") from problem


def _further(body: bytes | None) -> dict[str, Any]:
    found = {} if body is None else decode(body)
    if not isinstance(found, dict):
        raise RecordError("the body is no document with fields", remedy="`sekisho propose --out` writes one")
    return found


def _remedy(kind: str, follows: Mapping[str, Any]) -> str:
    """Return how the fields that the maker chooses are given."""
    texts = {"title": "title.en=TEXT", "formal": "formal=yes|no"}
    needed = [texts.get(name, f"{name}=…") for name in KINDS[kind][1] if name not in follows]
    if not follows.keys() >= {"subject", "objection"} & KINDS[kind][1].keys():
        return "name what it is about with --about"
    return f"give {' '.join(f'--set {one}' for one in needed)}" if needed else "check its fields"


def _follows(
    verified: Verified, kind: str, by: str, key: str, about: str | None, own: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the fields that follow from the record for a kind of statement."""
    if kind == "round":
        return draft.round_body(verified, draft.find_matter(verified, about or ""), by, key, moment())
    if "round" in KINDS[kind][1]:
        return _about_round(verified, kind, by, key, about or "", own)
    made = draft.statement(verified, kind, by, key, {"note": ""} if kind == "step" else {})
    if about is not None and "subject" in KINDS[kind][1]:
        made["subject"] = draft.find_matter(verified, about).digest
    if about is not None and "objection" in KINDS[kind][1]:
        found = [one for one in verified.docket.objections if one.startswith(about)]
        if len(found) != 1 or not about:
            several = f"{len(found)} objections begin" if about and found else "no objection begins"
            raise MissingError(f"{several} with {about!r}", remedy="`sekisho regime show ID` lists them")
        made["objection"] = found[0]
    if kind == "proposal":
        made["base_edition"] = verified.docket.edition.digest
    return made


def _about_round(
    verified: Verified, kind: str, by: str, key: str, about: str, own: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return a statement about the last round of a matter."""
    matter, one = draft.find_round(verified, about)
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "ballot": lambda: draft.ballot_body(verified, one, by, key, "", own=_same_round(own, one, by)),
        "close": lambda: draft.close_body(verified, one, by, key),
        "settlement": lambda: draft.settlement_body(verified, matter, by, key),
        "certificate": lambda: draft.certificate_body(verified, one, by, key),
    }
    return makers[kind]() if kind in makers else draft.of_round(verified, one, kind, by, key, {})


def _same_round(own: Mapping[str, Any] | None, one: Round, by: str) -> Mapping[str, Any] | None:
    if own is not None and (own["type"], own.get("by"), own.get("round")) != ("ballot", by, one.event.digest):
        raise RecordError(f"this is no ballot of {by} in the round", remedy="--after takes your last ballot in it")
    if own is not None:
        check_statement(own)
    return own


def draft_signature(path: Path) -> Draft:
    """Return a charter or an envelope that waits for a further signature.

    Raises:
        CharterError: The charter is unsound.
        RecordError: It is neither.
    """
    name, data = read_bytes(path)
    if data.lstrip().startswith(b'{"payload"'):
        return Draft(data, tuple(screen(read_statement(path).body)), signed=True)
    charter = read_charter(data, name)
    check_charter(charter, file=name)
    return Draft(charter.data, tuple(screen(decode(charter.data))))


def seal(one: Draft, key: PrivateKey, also: Sequence[PrivateKey] = ()) -> bytes:
    """Sign exactly the bytes of a draft, and return the envelope."""
    data = one.data
    keys = [key, *also]
    if not one.signed:
        return sign_statement(decode(data), keys)
    for each in keys:
        data = add_signature(data, each)
    return data


def still_to_sign(statement: bytes) -> list[str]:
    """Return whose keys have not signed a charter, as ``JP (ballot)``; for another statement nobody's."""
    envelope = read_envelope(statement)
    if envelope.kind != "charter":
        return []
    charter = read_charter(envelope.payload, "the charter")
    return unsigned(charter, (keyid for keyid, _ in envelope.signatures))


def found(place: str, statement: Path) -> dict[str, Any]:
    """Found a framework: a new record whose leaf 0 is the charter that every founder has signed.

    Raises:
        CharterError: The charter is unsound, or a key has not signed it.
        RecordError: The place holds another record.
    """
    envelope = read_statement(statement)
    charter = read_charter(envelope.payload, str(statement))
    one = submission(envelope, charter)
    replay([Leaf(0, commit(one.salt, one.body), one.salt, one.body, one.circle, one.digest)], [])
    with open_place(place, Identity(charter.framework, charter.origin)) as store:
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
    envelopes = [(path, read_statement(path)) for path in paths]
    for path, envelope in envelopes:
        _refuse_stranger(verified, path, envelope)
    with open_place(place) as store:
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
    try:
        check_statement(envelope.body)
    except RecordError as problem:
        raise problem.located(file=str(path)) from problem
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
    refuse_hand(verified, by, key, role_of("receipt", by))
    envelope = read_statement(statement)
    if envelope.kind not in ("ballot", "objection"):
        raise RecordError(f"a receipt is for a ballot or an objection, this is a {envelope.kind}", file=str(statement))
    _refuse_stranger(verified, statement, envelope)
    with open_place(place) as store:
        store.hold(digest(envelope.data), envelope.data)
    now = format_time(moment())
    fields = {"statement": envelope.digest, "received": now, "made": now}
    return sign_statement(draft.statement(verified, "receipt", by, key.public.fingerprint, fields), [key])
