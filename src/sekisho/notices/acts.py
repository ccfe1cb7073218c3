"""The members' public acts as the record accepts them: transpositions and equivalences, in order.

Decides which are accepted beside each other and which apply on a day, the same for a member that replays everything and for
an outsider that walks the public record: nothing here depends on what the list holds. Knows no signature: whoever calls
has checked that a ballot key of every member in ``members`` has signed a transposition, and one of ``by`` an equivalence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.errors import RecordError
from sekisho.notices import equivalence, transposition
from sekisho.notices.equivalence import Equivalence, read_equivalence
from sekisho.notices.transposition import Transposition, read_transposition

KINDS = (transposition.KIND, equivalence.KIND)


@dataclass(frozen=True, slots=True)
class Taken:
    """An accepted statement.

    Attributes:
        kind: One of KINDS.
        digest: Of the statement.
        body: Its fields.
        read: What it says.
    """

    kind: str
    digest: str
    body: Mapping[str, Any]
    read: Transposition | Equivalence


def read_acts(
    rows: Iterable[tuple[str, Mapping[str, Any]]],
) -> tuple[tuple[Transposition, ...], tuple[Equivalence, ...]]:
    """Return accepted acts, read.

    Args:
        rows: Digest and body of each, in order of the record; only a transposition has the field ``members``.

    Raises:
        RecordError: One is malformed.
    """
    held = list(rows)
    return (
        tuple(read_transposition(body, digest) for digest, body in held if "members" in body),
        tuple(read_equivalence(body, digest) for digest, body in held if "members" not in body),
    )


class Acts:
    """All accepted acts."""

    def __init__(self) -> None:
        self._taken: dict[str, Taken] = {}
        self._replaced: dict[str, str] = {}

    def take(self, kind: str, by: str, digest: str, body: Mapping[str, Any], present: Collection[str]) -> None:
        """Accept a statement.

        Args:
            kind: One of KINDS.
            by: Member that makes it.
            digest: Of the statement.
            body: Its fields.
            present: Members under the charter in force that have not left.

        Raises:
            RecordError: It is set aside, and nothing has changed: it contradicts itself, names who is no member, was said
                before, or replaces what it may not.
        """
        if digest in self._taken:
            raise RecordError("this was said before")
        read = read_transposition(body, digest) if kind == transposition.KIND else read_equivalence(body, digest)
        if read.by != by:
            raise RecordError(f"{by} makes a statement in the name of {read.by}")
        named = (by, *(read.members if isinstance(read, Transposition) else read.of))
        stranger = next((one for one in named if one not in present), None)
        if stranger is not None:
            raise RecordError(f"{stranger} is no member")
        if read.replaces:
            self._refuse_replacing(kind, read, present)
            self._replaced[read.replaces] = digest
        self._taken[digest] = Taken(kind, digest, body, read)

    @property
    def all(self) -> tuple[tuple[str, str, Mapping[str, Any]], ...]:
        """Return kind, digest and body of every accepted statement in order of the record, those replaced included."""
        return tuple((one.kind, one.digest, one.body) for one in self._taken.values())

    def standing(self) -> tuple[Taken, ...]:
        """Return the accepted statements that none replaces, whether they apply yet, still or no longer."""
        return tuple(one for one in self._taken.values() if one.digest not in self._replaced)

    def replaced_by(self, digest: str) -> str:
        """Return the digest of the statement that replaces another, or an empty text."""
        return self._replaced.get(digest, "")

    def transpositions(self, on: dt.date) -> tuple[Transposition, ...]:
        """Return the transpositions that apply on a day."""
        return tuple(one.read for one in self.standing() if isinstance(one.read, Transposition) and one.read.applies(on))

    def equivalences(self, on: dt.date) -> tuple[Equivalence, ...]:
        """Return the equivalences that apply on a day."""
        return tuple(one.read for one in self.standing() if isinstance(one.read, Equivalence) and one.read.applies(on))

    def _refuse_replacing(self, kind: str, new: Transposition | Equivalence, present: Collection[str]) -> None:
        old = self._taken.get(new.replaces)
        if old is None:
            raise RecordError(f"it replaces {new.replaces[:12]}, which was not accepted", place="replaces")
        if old.kind != kind:
            raise RecordError(f"a statement of the kind {kind} cannot replace one of the kind {old.kind}", place="replaces")
        if old.read.by != new.by:
            raise RecordError(f"it replaces a statement of {old.read.by}", place="replaces")
        if new.replaces in self._replaced:
            raise RecordError(f"{new.replaces[:12]} is replaced already", place="replaces")
        if isinstance(old.read, Transposition) and isinstance(new, Transposition):
            # Else one member could, alone, end what another has signed for itself.
            dropped = [one for one in old.read.members if one in present and one not in new.members]
            if dropped:
                raise RecordError(
                    f"it replaces an act that gives effect for {dropped[0]}, which has not signed", place="replaces"
                )
