"""A group that has published, for the tests of publication; and ways to forge what it publishes. Synthetic throughout."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sekisho.assurance.publication import plan_of, sign_publication
from sekisho.assurance.publication_check import Published, check_published
from sekisho.errors import MissingError
from sekisho.publication.client import Downloaded, download
from sekisho.publication.repository import (
    EDITION,
    TIMESTAMP,
    Plan,
    metadata_bytes,
    target_files,
    unsigned,
    with_signatures,
)
from sekisho.terms.canonical import decode, encode
from sekisho.workspace.press import Press
from sekisho.workspace.simulation import Group
from sekisho.workspace.verifying import Files
from tests.assurance.world import adopted, record

FOUR = ("GB", "JP", "NL", "US")


def certified(seed: str = "published", members: Iterable[str] = FOUR, **more: Any) -> tuple[Group, str]:
    """Return a group that has adopted and certified an entry, with a filed checkpoint to spare."""
    group, subject = adopted(seed, **more)
    group.certify(subject, members)
    group.must_checkpoint()
    return group, subject


@lru_cache
def shared() -> tuple[Press, Plan]:
    """Return a press that has published once, and its plan; not to be changed."""
    group, _ = certified()
    note = group.must_checkpoint()
    press = Press(group)
    press.publish(FOUR, note)
    return press, press.plan(note, "JP")


def fetcher(files: Mapping[str, bytes]) -> Callable[[str], Iterator[bytes]]:
    """Return what fetches from files in memory."""

    def fetch(path: str) -> Iterator[bytes]:
        if path not in files:
            raise MissingError(f"there is no {path}")
        yield files[path]

    return fetch


def take(files: Mapping[str, bytes], now: dt.datetime) -> Downloaded:
    """Return what python-tuf accepts of a repository."""
    with tempfile.TemporaryDirectory() as folder:
        return download(fetcher(files), files["metadata/1.root.json"], Path(folder), now)


def verify(files: Mapping[str, bytes], group: Group) -> Published:
    """Verify a repository as an outsider does."""
    return check_published(take(files, group.now), group.charter.digest)


def sign(plan: Plan, press: Press, members: Iterable[str] = FOUR) -> Files:
    """Return a repository of whatever plan, signed by members that sign without looking."""
    keys = {one: press.group.members[one].keys["publication"] for one in members}
    signatures = [each for one, key in keys.items() for each in sign_publication(plan, one, key)]
    made = with_signatures(plan, unsigned(plan), signatures)
    files = {path: metadata_bytes(one) for path, one in made.items()} | target_files(plan)
    return {**files, TIMESTAMP: press.stamp(plan)}


def with_edition(plan: Plan, field: str, change: Callable[[dict[str, Any]], None], **files: bytes) -> Plan:
    """Return a plan whose edition of a field says something else."""
    document = decode(plan.fields[field][EDITION])
    change(document)
    fields = {**plan.fields, field: {**plan.fields[field], EDITION: encode(document), **files}}
    return dataclasses.replace(plan, fields=fields)


def plan_at(group: Group, note: str) -> Plan:
    """Return what a group publishes at a checkpoint."""
    return plan_of(record(group)[0], note, group.charter.digest)[0]
