"""The press of a running group: draft, signatures made apart by each member from its own copy, release.

The parts are the real ones, those of ``sekisho publish``; used by the tests and by the story of ``sekisho regime demo``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from sekisho.assurance.publication import plan_of, sign_publication
from sekisho.assurance.publication_check import Published
from sekisho.publication.repository import (
    TIMESTAMP,
    FileSignature,
    Plan,
    metadata_bytes,
    metadata_of,
    target_files,
    timestamp,
    with_signatures,
)
from sekisho.workspace.publishing import draft_files, refuse_other
from sekisho.workspace.simulation import Group
from sekisho.workspace.verifying import Files, verify_files


@dataclass(slots=True)
class Press:
    """Publishes what a group has decided.

    Attributes:
        group: The group.
        files: The repository as it was released last; older metadata stays, as on a server.
    """

    group: Group
    files: Files = field(default_factory=dict)

    def plan(self, note: str, member: str) -> Plan:
        """Return what a member computes from its own copy."""
        desk = self.group.members[member]
        self.group.must_sync(member)
        return plan_of(desk.leaves(), note, desk.root)[0]

    def sign(self, plan: Plan, files: Files, member: str) -> list[FileSignature]:
        """Return a member's signatures on a draft, after it was held against the member's own plan."""
        refuse_other(plan, files, "the draft")
        return sign_publication(plan, member, self.group.members[member].keys["publication"])

    def publish(self, members: Iterable[str], note: str | None = None) -> Files:
        """Draft, let members sign, release; return the repository.

        Args:
            members: Who signs.
            note: The checkpoint; a new one by default.
        """
        checkpoint = note or self.group.must_checkpoint()
        first, *rest = members
        plan = self.plan(checkpoint, first)
        draft = draft_files(plan, self.files)
        signatures = self.sign(plan, draft, first)
        for member in rest:
            signatures += self.sign(self.plan(checkpoint, member), draft, member)
        return self.release(plan, draft, signatures)

    def release(self, plan: Plan, draft: Files, signatures: Iterable[FileSignature]) -> Files:
        """Put signatures on a draft, sign the timestamp, and release it without looking whether enough have signed."""
        made = with_signatures(plan, metadata_of(plan, draft), signatures)
        released = {path: metadata_bytes(one) for path, one in made.items()} | target_files(plan)
        released[TIMESTAMP] = self.stamp(plan)
        self.files = {**self.files, **released}
        return self.files

    def stamp(self, plan: Plan, now: dt.datetime | None = None) -> bytes:
        """Return a timestamp by the secretariat's online key."""
        key = self.group.secretariat.keys["timestamp"]
        return timestamp(plan.size, plan.layout.timestamp, key.sign, now or self.group.now)

    def verified(self) -> Published:
        """Verify the repository as a client would."""
        return verify_files(self.files, self.group.charter.digest, self.group.now)
