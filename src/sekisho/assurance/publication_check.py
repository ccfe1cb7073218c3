"""Whether a published repository follows from a charter that the caller trusts: root, charter, edition, adoption.

Decides what an outsider may believe, from public bodies and certificates; and, where every body is at hand, what a member
can recompute. Reads no clock and no network: what was fetched is an argument.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sekisho.assurance.editions import EditionOf, read_edition, withheld
from sekisho.assurance.public import PublicRecord, walk
from sekisho.assurance.publication import layouts_of, plan_of, remedies
from sekisho.assurance.reading import open_record
from sekisho.assurance.witness import Witnessed
from sekisho.errors import PublicationError
from sekisho.ledger.record_file import RecordFile, read_record
from sekisho.ledger.store import Leaf
from sekisho.publication.client import Downloaded
from sekisho.publication.repository import EDITION, RECORD, TIMESTAMP, Plan, differing, root_facts, root_path, unsigned
from sekisho.regime.charter import Charter
from sekisho.regime.edition import FORMAT as LIST_FORMAT
from sekisho.regime.edition import head_of
from sekisho.terms.canonical import digest, encode


@dataclass(slots=True)
class Published:
    """A repository that was verified as a whole.

    Attributes:
        root: Digest of charter 1.
        record: The public record.
        public: The same, walked.
        charter: In force.
        checkpoint: The edition's.
        editions: By field.
        edition: Digest of the whole list's edition.
        entries: Code to entry file.
        signed: When the timestamp was signed.
        stale_after: When it expires.
        how: How adoption was proved: ``certificates`` or ``ballots``.
        remedies: Results whose certificates were withheld, a sentence each.
        files: All files of the repository by path.
        steps: What was verified, a sentence each.
    """

    root: str
    record: RecordFile
    public: PublicRecord
    charter: Charter
    checkpoint: Witnessed
    editions: Mapping[str, EditionOf]
    edition: str
    entries: Mapping[str, bytes]
    signed: dt.datetime
    stale_after: dt.datetime
    how: str
    remedies: list[str]
    files: Mapping[str, bytes]
    steps: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return how many leaves the edition's checkpoint covers."""
        return self.checkpoint.note.checkpoint.size

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return every listed entry with its field, in order of code."""
        rows = [{**row, "field": one.field} for one in self.editions.values() for row in one.entries]
        return sorted(rows, key=lambda row: row["code"])

    @property
    def gone(self) -> list[dict[str, Any]]:
        """Return every entry that was listed and is no more, with its field."""
        rows = [{**row, "field": one.field} for one in self.editions.values() for row in one.gone]
        return sorted(rows, key=lambda row: (row["gone"], row["code"]))


def check_published(held: Downloaded, root: str, whole: Sequence[Leaf] = ()) -> Published:
    """Verify a repository whose signatures hold, down to each adoption.

    Args:
        held: What python-tuf accepted.
        root: Digest of charter 1 that the caller trusts.
        whole: A member's own copy of the record, to recount every ballot; empty: certificates are counted, or ballots
            where the publication opens them.

    Raises:
        PublicationError: Something published does not follow from the charter and the record.
        RecordError: The public record does not hold together, or is founded on another charter.
    """
    record = read_record(held.record, RECORD)
    public = walk(open_record(record.leaves), root, _enacted(held.roots))
    checkpoint = _checkpoint(record, public, held.size)
    editions = {name: read_edition(data, name) for name, data in held.editions.items()}
    layouts = layouts_of(public)
    fields = {
        name: {EDITION: held.editions[name], **{f"{code}.yaml": data for code, data in held.entries[name].items()}}
        for name in held.editions
    }
    plan = Plan(layouts, held.size, checkpoint.time, held.record, fields)
    _check_metadata(plan, held)
    edition = _check_editions(public, checkpoint, editions, held)
    steps = [
        f"root: charter 1 is {root}; {_several(len(held.roots), 'root')} from it and from the public record",
        f"charter: version {public.charter.version}, {len(public.charter.members)} members, "
        f"{public.charter.publication_threshold} must sign",
        f"checkpoint: {held.size} leaves at {checkpoint.time:%Y-%m-%d %H:%M}Z, "
        f"cosigned by {', '.join(sorted(checkpoint.cosigners))}",
    ]
    leaves, opened = (whole, []) if whole else ([], [])
    short = _short(public, editions, held.size)
    if not whole and not public.opened.missing:
        leaves = record.leaves
    if leaves:
        opened = _recount(leaves, plan, checkpoint, root)
        how = "ballots"
        steps.append("adoption: every ballot was recounted, and gives every file to the byte")
    elif short:
        code, missing = next(iter(short.items()))
        raise PublicationError(
            f"the adoption of {code} is not proved: {', '.join(missing)} have not certified it, and no ballot is opened",
            remedy="do not use this edition; ask the members",
        )
    else:
        how = "certificates"
        steps.append(f"adoption: enough members have certified the tally of every result ({_count(editions)} in all)")
    entries = {code: data for files in held.entries.values() for code, data in files.items()}
    return Published(
        root,
        record,
        public,
        public.charter,
        checkpoint,
        editions,
        edition,
        entries,
        held.signed,
        held.stale_after,
        how,
        opened,
        held.files,
        steps,
    )


def _several(count: int, noun: str) -> str:
    return f"1 {noun} follows" if count == 1 else f"{count} {noun}s follow"


def _count(editions: Mapping[str, EditionOf]) -> int:
    return len({row["proof"]["settlement"] for one in editions.values() for row in (*one.entries, *one.gone)})


def _enacted(roots: Sequence[bytes]) -> dict[int, str]:
    """Return the later charters that the roots name, by leaf."""
    facts = [root_facts(data, root_path(number)) for number, data in enumerate(roots, 1)]
    found, before = {}, facts[0][0]
    for charter, leaf in facts[1:]:
        if charter != before:
            found[leaf] = charter
        before = charter
    return found


def _checkpoint(record: RecordFile, public: PublicRecord, size: int) -> Witnessed:
    """Return the edition's checkpoint: one, that counts, over exactly the leaves that are published."""
    if len(record.checkpoints) != 1:
        raise PublicationError(f"the public record has {len(record.checkpoints)} checkpoints, not one", file=RECORD)
    seen = public.counts(record.checkpoints[0])
    if seen is None:
        raise PublicationError("the checkpoint of the edition does not count, or is of another log", file=RECORD)
    covered = seen.note.checkpoint.size
    if covered != len(record.leaves) or covered != size:
        raise PublicationError(
            f"the checkpoint covers {covered} leaves, the record has {len(record.leaves)}, the edition is of {size}",
            file=RECORD,
        )
    return seen


def _check_metadata(plan: Plan, held: Downloaded) -> None:
    """Refuse metadata that differs in one byte from what charter and record give."""
    expected = unsigned(plan)
    names = sorted(path for path in held.files if path.startswith("metadata/") and path != TIMESTAMP)
    if names != sorted(expected):
        strange = sorted(set(names) ^ set(expected))
        raise PublicationError(
            "the repository has other roles or versions than charter and record give",
            file=strange[0],
            remedy="ask the members",
        )
    wrong = differing(expected, held.files, names)
    if wrong:
        raise PublicationError(
            "this is not what charter and record give: keys, thresholds, dates or files differ",
            file=wrong[0],
            remedy="do not use it; tell the members",
        )


def _check_editions(public: PublicRecord, checkpoint: Witnessed, editions: Mapping[str, EditionOf], held: Downloaded) -> str:
    """Hold every edition against the others, its files and the checkpoint; return the digest of the whole list."""
    charter = public.charter
    listed = {row["code"]: row["sha256"] for one in editions.values() for row in one.entries}
    if len(listed) < sum(len(one.entries) for one in editions.values()):
        raise PublicationError("two fields list the same code")
    whole = digest(encode({"format": LIST_FORMAT, "framework": charter.framework, "entries": listed}))
    same: dict[str, Any] = {
        "framework": charter.framework,
        "charter": charter.digest,
        "checkpoint": checkpoint.note.data,
        "size": str(held.size),
        "edition": whole,
    }
    for name, one in editions.items():
        for key, value in same.items():
            if one.document[key] != value:
                raise PublicationError(
                    f"{key} is not that of charter, record and the other fields", file=f"{name}/{EDITION}"
                )
        for row in one.entries:
            data = held.entries[name].get(row["code"], b"")
            if hashlib.sha256(data).hexdigest() != row["sha256"] or _head(data) != (row["code"], name):
                raise PublicationError("the entry is not the one that was adopted", file=f"{name}/{row['code']}.yaml")
    return whole


def _head(data: bytes) -> tuple[str, str]:
    """Return code and field of an entry file; two empty texts where it is no text."""
    try:
        return head_of(data.decode())
    except UnicodeDecodeError:
        return "", ""


def _short(public: PublicRecord, editions: Mapping[str, EditionOf], size: int) -> dict[str, list[str]]:
    """Return the codes whose adoption too few have certified, with who has not."""
    found = {}
    for one in editions.values():
        for row in (*one.entries, *one.gone):
            charter, certified = _certificates(public, row["proof"], size)
            if len(certified) < charter.publication_threshold:
                found[row["code"]] = withheld(charter, certified)
    return found


def _certificates(public: PublicRecord, proof: Mapping[str, str], size: int) -> tuple[Charter, dict[str, int]]:
    """Return the certificates of a result under the charter by which they suffice; else where it has the most."""
    result = (proof["round"], proof["settlement"], "adopted", proof["report"])
    best: tuple[Charter, dict[str, int]] = (public.charter, {})
    for _, charter in public.charters:
        held = {by: leaf for by, leaf in public.certified_by(charter.digest, result).items() if leaf < size}
        if len(held) >= charter.publication_threshold:
            return charter, held
        if len(held) > len(best[1]):
            best = (charter, held)
    return best


def _recount(leaves: Sequence[Leaf], plan: Plan, checkpoint: Witnessed, root: str) -> list[str]:
    """Compute the publication from ballots, and refuse the published one if a byte differs; return the remedies."""
    made, verified = plan_of(leaves, checkpoint.note.data, root)
    for what, mine, theirs in (
        ("the public record", made.record, plan.record),
        ("the keys and thresholds", made.layouts, plan.layouts),
        ("the list", made.fields, plan.fields),
    ):
        if mine != theirs:
            raise PublicationError(f"the recount of every ballot gives another publication: {what} differs")
    return remedies(verified)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a client remembers of the publication that it holds.

    Attributes:
        size: Leaves covered.
        signed: When its timestamp was signed.
        leaves: Every leaf.
        listed: Code and digest of every entry listed or gone.
        entries: Code to digest of every entry listed.
    """

    size: int
    signed: dt.datetime
    leaves: Sequence[bytes]
    listed: frozenset[tuple[str, str]]
    entries: Mapping[str, str] = field(default_factory=dict)


def listed_in(rows: Iterable[Mapping[str, Any]]) -> frozenset[tuple[str, str]]:
    """Return code and digest of each row."""
    return frozenset((row["code"], row["sha256"]) for row in rows)


def check_continues(new: Published, old: Kept) -> None:
    """Refuse a publication that does not continue the one that is held.

    Raises:
        PublicationError: It is older, its log is another, or an entry has disappeared without standing under ``gone``.
    """
    # A larger edition may have an earlier timestamp: a stolen key dates one into the future, and the next charter ends it.
    if (new.size, new.signed) < (old.size, old.signed):
        raise PublicationError("this is older than what is held", remedy="use another mirror; what is held stays")
    for index, (before, after) in enumerate(zip(old.leaves, new.record.leaves, strict=False)):
        if before != after.leaf:
            raise PublicationError(
                f"leaf {index} is not the one that is held: the log was shown in two versions",
                remedy="keep both, and tell the members",
            )
    for code, _ in sorted(old.listed - listed_in((*new.rows, *new.gone))):
        raise PublicationError(f"{code} has disappeared without a reason", remedy="tell the members")
