"""What the members publish, computed from their own copy of the record, and a member's signature on it.

Decides the plan of a publication and refuses to sign another. To sign certifies the tally, not agreement.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sekisho.assurance.editions import field_editions, proof_of, settlement_of, withheld
from sekisho.assurance.keyring import Held
from sekisho.assurance.public import PublicRecord, walk
from sekisho.assurance.reading import Opened
from sekisho.assurance.replay import Verified, replay
from sekisho.errors import PublicationError
from sekisho.ledger.checkpoint import Note, read_note
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.record_file import write_record
from sekisho.ledger.store import Identity, Leaf
from sekisho.publication.keys import Holder
from sekisho.publication.layout import Layout, distinct
from sekisho.publication.repository import FileSignature, Plan, sign_files
from sekisho.regime.charter import SECRETARIAT, Charter

CLOSED = "closed"
"""The circle that a public record names for a leaf whose body it does not hold."""


def plan_of(leaves: Sequence[Leaf], note: str, root: str) -> tuple[Plan, Verified]:
    """Return what is to be published of a record at a checkpoint.

    Args:
        leaves: The whole record, with every body; those beyond the checkpoint are left aside.
        note: The checkpoint.
        root: Digest of charter 1 that the caller trusts.

    Raises:
        RecordError: The record does not hold together.
        PublicationError: The checkpoint does not count, a body is missing, or something still waits for certificates.
    """
    read = read_note(note)
    size = read.checkpoint.size
    if size > len(leaves):
        raise PublicationError(
            f"the checkpoint covers {size} leaves, {len(leaves)} are here", remedy="copy the record first"
        )
    verified = replay(leaves[:size], [note], root)
    if verified.newest is None or verified.newest.note.checkpoint != read.checkpoint:
        raise PublicationError("the checkpoint does not count, or is of another log", remedy="take one that enough cosigned")
    if verified.opened.missing:
        raise PublicationError(
            f"the body of leaf {verified.opened.missing[0]} is not here", remedy="sign from a copy with every body"
        )
    public = walk(verified.opened, root, enacted_in(verified))
    if set(public.keyring.now) != set(verified.keyring.now):
        raise PublicationError("the public part of the record gives other keys than the whole")
    opened = remedies(verified)
    record = public_record(verified.opened, public, read, everything=bool(opened))
    files = field_editions(verified, read)
    return Plan(layouts_of(public), size, read.checkpoint.moment, record, files), verified


def sign_publication(plan: Plan, member: str, key: PrivateKey) -> list[FileSignature]:
    """Sign all files of a plan that the member has computed itself.

    Raises:
        PublicationError: The key signs nothing of it.
    """
    held = Holder(member, key.public.algorithm, key.public.public, key.public.fingerprint)
    return sign_files(plan, held, key.sign)


def enacted_in(verified: Verified) -> dict[int, str]:
    """Return by leaf the digest of every later charter that a replay has put in force."""
    aside = {one.index for one in verified.set_aside}
    return {
        index: one.digest
        for index, one in verified.opened.envelopes.items()
        if 0 < index < max(verified.size, 1) and one.kind == "charter" and index not in aside
    }


def remedies(verified: Verified) -> list[str]:
    """Return for each result on the list that too few have certified in time the sentence that names who has not."""
    found = []
    for matter in verified.docket.matters.values():
        one = settlement_of(matter)
        if one is None or not matter.of_list or len(one.certificates) >= one.charter.publication_threshold:
            continue
        names = ", ".join(withheld(one.charter, one.certificates))
        number, settlement = matter.event.body["number"], proof_of(matter)["settlement"][:16]
        found.append(
            f"{number} was adopted (settlement {settlement}) and not certified in time by {names}: "
            "the record is opened, and everybody recounts"
        )
    return found


def layouts_of(public: PublicRecord) -> tuple[tuple[Layout, dt.datetime], ...]:
    """Return every layout that differs from the one before, with the time of the first checkpoint that covers it.

    Raises:
        PublicationError: No checkpoint in the record covers a layout yet; its root would later say another time.
    """
    found = []
    for one in distinct([_layout(index, charter, keys) for index, charter, keys in public.changes]):
        since = public.first_covering(one.leaf)
        if since is None:
            raise PublicationError(
                f"no filed checkpoint covers leaf {one.leaf}, which changed the keys", remedy="file a checkpoint first"
            )
        found.append((one, since))
    return tuple(found)


def _layout(index: int, charter: Charter, keys: Mapping[str, Held]) -> Layout:
    named = {one.id for one in charter.members}
    holders = [_holder(one) for one in keys.values() if one.role == "publication" and one.owner in named]
    online = next((one for one in keys.values() if (one.owner, one.role) == (SECRETARIAT, "timestamp")), None)
    if online is None:
        raise PublicationError("the secretariat has no timestamp key in force", remedy="adopt a charter that names one")
    return Layout(
        charter.digest,
        index,
        tuple(sorted(named)),
        charter.faults,
        charter.publication_threshold,
        tuple(sorted(holders, key=lambda one: one.fingerprint)),
        {one.id: one.members for one in charter.fields},
        _holder(online),
    )


def _holder(held: Held) -> Holder:
    return Holder(held.owner, held.key.algorithm, held.key.public, held.key.fingerprint)


def public_record(opened: Opened, public: PublicRecord, note: Note, everything: bool) -> bytes:
    """Return the record file that is published: all leaves, the bodies that the public may read, one checkpoint.

    Args:
        opened: The whole record up to the checkpoint.
        public: The same, walked.
        note: The checkpoint.
        everything: Whether every body is opened, because certificates were withheld.
    """
    charters = [*public.charters]
    charter, leaves = charters[0][1], []
    for index, leaf in enumerate(opened.leaves):
        charter = next((one for since, one in reversed(charters) if since <= index), charter)
        circle = _circle(opened, charter, index)
        if everything or circle is not None:
            leaves.append(replace(leaf, circle=circle or "members"))
        else:
            leaves.append(replace(leaf, salt=None, body=None, body_digest="", circle=CLOSED))
    stream = io.BytesIO()
    write_record(stream, Identity(charter.framework, charter.origin), leaves, [note.data])
    return stream.getvalue()


def _circle(opened: Opened, charter: Charter, index: int) -> str | None:
    """Return the circle of a leaf's statement if it is open to everybody; the host's own label decides nothing."""
    envelope = opened.envelopes.get(index)
    if envelope is None:
        return None
    named = charter.circle_of(envelope.kind)
    circle = next((one for one in charter.circles if one.id == named), None)
    return named if circle is not None and "*" in circle.members else None
