"""Who owns a party, as far as a loaded publication says: the ``Ownership`` links of datasets in FollowTheMoney's format.

Decides whose owners are looked for (those of a listed body whose name is the party's, for certain) and how far up. What the
publication does not say stays not stated. An owner found here is looked up on the lists as any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from sekisho.errors import InputError
from sekisho.licensing.read_party import OWNER
from sekisho.licensing.transaction import Stake, TransactionParty
from sekisho.logic.truth import Truth
from sekisho.parties.party import Link, ListedParty, Screening
from sekisho.parties.record import load_link
from sekisho.parties.shares import UNSTATED, Share, Span, read_share
from sekisho.workspace import folder
from sekisho.workspace.stored_parties import open_parties

MOST_OWNERS: Final = 200
"""Most owners of one party that are taken from a publication; whoever else there is stays not stated."""
DEEPEST: Final = 15
_OWNERSHIP: Final = b'"Ownership"'
_PREFIX: Final = "ftm-"


def known_owners(
    workspace: Path | None, on: dt.date, recorded: dt.date, screenings: Mapping[int, Screening]
) -> dict[int, tuple[Stake, ...]]:
    """Return the owners of whoever is in a loaded dataset for certain, by the number under which he was looked up.

    Args:
        workspace: The workspace folder.
        on: Datasets in force on this day.
        recorded: Among those recorded by this day.
        screenings: What the lists say.

    Raises:
        InputError: A stored snapshot is damaged.
    """
    wanted: dict[str, dict[int, str]] = {}
    for number, screening in screenings.items():
        for one in screening.matches:
            if one.certain and one.listed.source.startswith(_PREFIX):
                wanted.setdefault(one.listed.source, {}).setdefault(number, one.listed.id)
    if not wanted:
        return {}
    found: dict[int, tuple[Stake, ...]] = {}
    chosen = folder.in_force(folder.snapshots(workspace), on, recorded)
    for source in sorted(wanted.keys() & chosen.keys()):
        dataset = _Dataset(chosen[source])
        for number, body in wanted[source].items():
            stakes = dataset.stakes(body)
            if stakes:
                found[number] = (*found.get(number, ()), *stakes)
    return found


class _Dataset:
    """The owners that one snapshot knows."""

    def __init__(self, stored: folder.Stored) -> None:
        self._source = stored.source
        self._links: dict[str, list[tuple[str, Link]]] = {}
        for link in _ownerships(stored.folder / "links.jsonl"):
            ends = dict(link.ends)
            for asset in ends.get("asset", ()):
                self._links.setdefault(asset, []).extend((owner, link) for owner in ends.get("owner", ()))
        self._stored = stored
        self._parties: dict[str, ListedParty] = {}
        self._told: set[str] = set()

    def stakes(self, body: str) -> tuple[Stake, ...]:
        """Return the owners of a body, each with its own."""
        above = self._above(body)
        missing = above - self._parties.keys()
        if missing:
            self._parties |= {one.id: one for one in open_parties(self._stored).with_ids(missing)}
        self._told = set()
        return self._stakes(body, above, DEEPEST)

    def _above(self, body: str) -> set[str]:
        """Return the ids of everybody through whom it may be owned, the nearest first, up to a limit."""
        seen, queue = {body}, [body]
        for one in queue:
            for owner, _ in self._links.get(one, ()):
                if owner not in seen and len(seen) <= MOST_OWNERS:
                    seen.add(owner)
                    queue.append(owner)
        return seen

    def _stakes(self, body: str, within: set[str], depth: int) -> tuple[Stake, ...]:
        """Return who owns a body; where it comes again, as in a circle, its owners are not told again."""
        if body in self._told or not depth:
            return ()
        self._told.add(body)
        return tuple(
            Stake(
                replace(self._holder(owner), owners=self._stakes(owner, within, depth - 1)),
                _share(link),
                _span(link),
                f"{self._source} {link.id}",
            )
            for owner, link in self._links.get(body, ())
            if owner in within
        )

    def _holder(self, owner: str) -> TransactionParty:
        one = self._parties.get(owner)
        if one is None:
            return TransactionParty(OWNER, owner)
        return TransactionParty(
            role=OWNER,
            name=one.name,
            country=next(iter(one.countries), None),
            address=next(iter(one.addresses), ""),
            identifiers={kind: values[0] for kind, values in one.identifiers.items()},
            person=Truth.YES if one.schema == "Person" else Truth.UNKNOWN,
        )


def _ownerships(path: Path) -> Iterator[Link]:
    try:
        with path.open("rb") as lines:
            yield from (
                one for one in map(load_link, (line for line in lines if _OWNERSHIP in line)) if one.schema == "Ownership"
            )
    except FileNotFoundError:
        return
    except OSError as problem:
        raise InputError(
            "a stored snapshot cannot be read", file=str(path), remedy="load the publication again"
        ) from problem


def _share(link: Link) -> Share:
    """Return the share that a link states; where it states several, anything between them."""
    read = [read_share(text) for text in link.values("percentage")]
    shares = [one for one in read if one is not None]
    if not shares or len(shares) < len(read):
        return UNSTATED
    return Share(min(one.low for one in shares), max(one.high for one in shares))


def _span(link: Link) -> Span:
    return Span(min(link.values("startDate"), default=""), max(link.values("endDate"), default=""))


def dump_owners(owners: Mapping[int, tuple[Stake, ...]]) -> dict[str, Any]:
    """Return owners as plain data, for the record of a decision."""
    return {str(number): [_dump(one) for one in stakes] for number, stakes in owners.items()}


def load_owners(rows: Mapping[str, Any]) -> dict[int, tuple[Stake, ...]]:
    """Read what `dump_owners` made."""
    return {int(number): tuple(map(_load, stakes)) for number, stakes in rows.items()}


def _dump(one: Stake) -> dict[str, Any]:
    holder = one.holder
    return {
        "name": holder.name,
        "country": holder.country,
        "address": holder.address,
        "identifiers": dict(holder.identifiers),
        "person": holder.person.value,
        "share": [str(one.share.low), str(one.share.high)],
        "span": [one.span.since, one.span.until],
        "source": one.source,
        "owners": [_dump(below) for below in holder.owners],
    }


def _load(row: Mapping[str, Any]) -> Stake:
    holder = TransactionParty(
        role=OWNER,
        name=row["name"],
        country=row["country"],
        address=row["address"],
        identifiers=row["identifiers"],
        person=Truth(row["person"]),
        owners=tuple(map(_load, row["owners"])),
    )
    low, high = map(Fraction, row["share"])
    return Stake(holder, Share(low, high), Span(*row["span"]), row["source"])
