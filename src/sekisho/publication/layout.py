"""The layout: which keys sign which role, in which number, as the charter gives it; and the root that says so.

Decides every field of root metadata and of the delegations (``docs/reference/publication.md``, roles and keys). Nothing in
them is chosen by who publishes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from securesystemslib.signer import Key
from tuf.api.metadata import DelegatedRole, Delegations, Role, Root

from sekisho.errors import PublicationError
from sekisho.publication.keys import Holder, tuf_key

SPECIFICATION: Final = "1.0.31"
"""Version of the TUF specification that metadata names."""
ROOT_LIFE: Final = dt.timedelta(days=1095)
EDITION_LIFE: Final = dt.timedelta(days=90)
TIMESTAMP_LIFE: Final = dt.timedelta(days=7)
RESERVED: Final = frozenset({"root", "targets", "snapshot", "timestamp"})


@dataclass(frozen=True, slots=True)
class Layout:
    """Who signs what, after some leaf of the record.

    Attributes:
        charter: Digest of the charter in force.
        leaf: Index of the leaf that brought it.
        members: All members of the charter.
        faults: f, how many of them may be dishonest.
        threshold: Signatures of members that a role of all needs.
        holders: Publication keys in force; a member without one signs nothing and counts.
        fields: Members eligible in each field.
        timestamp: The secretariat's online key.
    """

    charter: str
    leaf: int
    members: tuple[str, ...]
    faults: int
    threshold: int
    holders: tuple[Holder, ...]
    fields: Mapping[str, tuple[str, ...]]
    timestamp: Holder

    def same_as(self, other: Layout) -> bool:
        """Tell whether two layouts give the same roles; the leaf aside."""
        return self._roles() == other._roles()

    def _roles(self) -> tuple[object, ...]:
        held = frozenset(self.holders)
        return (self.charter, self.members, self.faults, self.threshold, held, dict(self.fields), self.timestamp)

    def holders_of(self, members: Iterable[str]) -> list[Holder]:
        """Return the keys of some members, in order of their fingerprints."""
        named = set(members)
        return sorted((one for one in self.holders if one.owner in named), key=lambda one: one.fingerprint)

    def field_threshold(self, field: str) -> int:
        """Return how many of a field's members sign its list: enough that f double signers make no second one."""
        eligible = len(self.fields[field])
        if eligible == len(self.members):
            return self.threshold
        return (eligible + self.faults) // 2 + 1


def root_metadata(layout: Layout, version: int, since: dt.datetime) -> Root:
    """Return root metadata.

    Args:
        layout: Who signs what.
        version: From 1.
        since: Time of the first filed checkpoint that covers the layout's leaf.

    Raises:
        PublicationError: Fewer keys are in force than must sign, or a field has the name of a role.
    """
    holders = layout.holders_of(layout.members)
    _require(len(holders), layout.threshold, "the members")
    ids = [one.fingerprint for one in holders]
    roles = {name: Role(ids, layout.threshold) for name in ("root", "targets", "snapshot")}
    roles["timestamp"] = Role([layout.timestamp.fingerprint], 1)
    keys = {one.fingerprint: tuf_key(one) for one in (*holders, layout.timestamp)}
    return Root(
        version=version,
        spec_version=SPECIFICATION,
        expires=since + ROOT_LIFE,
        keys=keys,
        roles=roles,
        consistent_snapshot=True,
        unrecognized_fields={"x-sekisho-charter": layout.charter, "x-sekisho-leaf": str(layout.leaf)},
    )


def delegations(layout: Layout) -> Delegations:
    """Return one terminating role for each field, under the keys of its members.

    Raises:
        PublicationError: Fewer keys are in force in a field than must sign, or a field has the name of a role.
    """
    roles: dict[str, DelegatedRole] = {}
    keys: dict[str, Key] = {}
    for field in sorted(layout.fields):
        if field in RESERVED:
            raise PublicationError(f"a field cannot be called {field}", remedy="name it otherwise in the charter")
        holders = layout.holders_of(layout.fields[field])
        _require(len(holders), layout.field_threshold(field), f"the members eligible in {field}")
        keys |= {one.fingerprint: tuf_key(one) for one in holders}
        ids = [one.fingerprint for one in holders]
        roles[field] = DelegatedRole(field, ids, layout.field_threshold(field), True, [f"{field}/*"])
    return Delegations(keys, roles)


def _require(held: int, needed: int, whose: str) -> None:
    if held < needed:
        raise PublicationError(
            f"{held} keys of {whose} are in force, {needed} must sign: nothing can be published",
            remedy="adopt a charter with new keys, or with the members that are left",
        )


def distinct(layouts: Sequence[Layout]) -> list[Layout]:
    """Return the layouts that differ from the one before: each is a version of root."""
    found: list[Layout] = []
    for one in layouts:
        if not found or not one.same_as(found[-1]):
            found.append(one)
    return found
