"""Random groups for the stateful test: charters that are sound by construction, clocks, and who is dishonest.

A charter is the shipped one of five states with its members, thresholds, rules and clocks replaced, and keyed anew. Keys and
charters are kept from run to run, so that a run costs what its statements cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import strategies as st

from sekisho.assurance import cosign, keyring, reading, replay
from sekisho.assurance.replay import Verified
from sekisho.ledger import checkpoint
from sekisho.ledger.keys import PrivateKey, PublicKey
from sekisho.ledger.store import Leaf
from sekisho.regime.charter import SECRETARIAT, Charter
from sekisho.regime.charter_read import read_charter
from sekisho.terms.canonical import encode
from sekisho.workspace import desks, founding
from sekisho.workspace.founding import fill, sign_charter
from sekisho.workspace.simulation import START, seeded_keys
from tests.assurance.world import template

IDS = ("CA", "DE", "GB", "JP", "NL", "US")
FIELD = "quantum"
SKEWS = (0, 0, 0, 0, 0, 0, 0, 0, 7, -30, 59, -60, 61, -3600, 90_000)
"""Seconds by which a clock is off; delta is 60."""
TESTS = (
    ("members", "1/2", "yes", "all"),
    ("members", "2/3", "no", "all"),
    ("members", "1/1", "no", "all"),
    ("members", "1/3", "no", "all"),
    ("members", "1/2", "yes", "cast"),
    ("members", "3/4", "no", "cast"),
    ("weight", "1/2", "yes", "all"),
    ("weight", "2/3", "no", "cast"),
    ("population", "3/5", "no", "all"),
)
"""Measure, share, strict, base."""


@dataclass(frozen=True)
class Shape:
    """What varies from charter to charter.

    Attributes:
        members: How many.
        faults: f.
        cosign: Threshold of checkpoints.
        publication: Threshold of certificates.
        electorate: How many of the members decide, the first ones by id.
        quorum: Of additions; withdrawals ask for one less.
        tests: Of additions and withdrawals.
        veto: Places in the electorate.
        consensus: Of additions.
        silence: Of withdrawals.
        late: Whether a late quorum moves the close.
    """

    members: int
    faults: int
    cosign: int
    publication: int
    electorate: int
    quorum: int
    tests: tuple[tuple[str, str, str, str], ...]
    veto: tuple[int, ...]
    consensus: bool
    silence: bool
    late: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the members."""
        return IDS[-self.members :]


@st.composite
def shapes(draw: st.DrawFn, simple_majority: bool = False) -> Shape:
    """Return sound shapes; with ``simple_majority`` thresholds above half that do not survive f double signers."""
    members = draw(st.integers(3, 6))
    faults = draw(st.integers(1 if simple_majority else 0, 2 if simple_majority else members - 1))
    least = members // 2 + 1 if simple_majority else (members + faults) // 2 + 1
    electorate = draw(st.integers(min(faults + 1, members), members))  # else a charter is refused: nobody could publish
    return Shape(
        members=members,
        faults=faults,
        cosign=least if simple_majority else draw(st.integers(least, min(least + 1, members))),
        publication=draw(st.integers(least, members)),
        electorate=electorate,
        quorum=draw(st.integers(0, electorate)),
        tests=tuple(draw(st.lists(st.sampled_from(TESTS), min_size=1, max_size=2, unique=True))),
        veto=tuple(draw(st.lists(st.integers(0, electorate - 1), max_size=2, unique=True))),
        consensus=draw(st.booleans()),
        silence=draw(st.booleans()),
        late=draw(st.booleans()),
    )


@dataclass(frozen=True)
class Cast:
    """Who plays: a charter, its dishonest members, whether the secretariat is crooked, and everybody's clock error."""

    shape: Shape
    dishonest: frozenset[str]
    crooked: bool
    skew: tuple[int, ...]

    @property
    def skews(self) -> dict[str, int]:
        """Return seconds by party."""
        return dict(zip((SECRETARIAT, *self.shape.ids), self.skew, strict=True))


@st.composite
def casts(draw: st.DrawFn, simple_majority: bool = False, at_worst: bool = False, silent: bool = False) -> Cast:
    """Return a group; ``at_worst`` has exactly f dishonest members, a crooked secretariat and good clocks."""
    shape = draw(shapes(simple_majority))
    if silent:
        least = shape.members // 2 + 1
        shape = replace(shape, faults=0, cosign=least, silence=True, electorate=shape.members, consensus=False)
    number = shape.faults if at_worst else draw(st.integers(0, shape.faults))
    order = draw(st.permutations(shape.ids))
    good = at_worst or draw(st.sampled_from((True, True, False)))
    skew = [0 if good else draw(st.sampled_from(SKEWS)) for _ in (SECRETARIAT, *shape.ids)]
    return Cast(shape, frozenset(order[:number]), at_worst or draw(st.booleans()), tuple(skew))


@lru_cache
def keys_of(owner: str) -> Mapping[str, PrivateKey]:
    """Return a party's keys, the same in every run."""
    return seeded_keys("stateful", owner, "ed25519")


@lru_cache(maxsize=4096)
def founded(shape: Shape) -> tuple[Charter, bytes]:
    """Return the charter of a shape, and its statement signed by everybody."""
    private = {owner: keys_of(owner) for owner in (*shape.ids, SECRETARIAT)}
    public = {owner: {role: key.public for role, key in keys.items()} for owner, keys in private.items()}
    charter = fill(encode(_document(shape)), "the charter", public, heard=START.date().isoformat())
    return charter, sign_charter(charter, (key for keys in private.values() for key in keys.values()))


def _document(shape: Shape) -> dict[str, Any]:
    base = template()
    ids = shape.ids
    field = next(row for row in base["fields"] if row["id"] == FIELD)
    eligible = field["eligible"][0]
    clocks = {name: span for name, span in base["clocks"].items() if shape.late or name not in ("late_quorum", "extension")}
    rows = [
        {**base["members"][0], "id": one, "name": one, "weight": str(1 + place % 3), "population": str(10 + 7 * place)}
        for place, one in enumerate(ids)
    ]
    return {
        **base,
        "form": {article: {one: text[:9] for one, text in texts.items()} for article, texts in base["form"].items()},
        "provisions": [],
        "observers": [],
        "algorithms": ["ed25519"],
        "version": "1",
        "members": rows,
        "fields": [
            {
                **field,
                "review_years": "3",
                "eligible": [{**eligible, "member": one} for one in ids[: shape.electorate]],
            }
        ],
        "faults": str(shape.faults),
        "thresholds": {"cosign": str(shape.cosign), "publication": str(shape.publication)},
        "delta_seconds": "60",
        "clocks": clocks,
        "rules": _rules(shape),
        "circles": [{"id": "members", "members": list(ids), "kinds": ["*"]}],
    }


def _rules(shape: Shape) -> list[dict[str, Any]]:
    tests = [dict(zip(("measure", "share", "strict", "of"), one, strict=True)) for one in shape.tests]
    veto = [shape.ids[place] for place in shape.veto]
    common = {"fields": ["*"], "tests": tests, "silence": "no", "consensus": "no", "veto": []}
    listing = {**common, "quorum": str(shape.quorum), "consensus": _yes(shape.consensus), "veto": veto}
    return [
        {**common, "decisions": ["charter", "accession", "suspension"], "quorum": str(shape.members)},
        {**common, "decisions": ["withdrawal"], "quorum": str(max(shape.quorum - 1, 0)), "silence": _yes(shape.silence)},
        {**listing, "decisions": ["add", "amend", "remove", "renew", "emergency"]},
    ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"


@contextmanager
def memoised() -> Iterator[None]:
    """Keep what pure functions of bytes gave: signatures that were tried, and whatever was read.

    No verdict changes; a run does not pay twice for the same bytes.
    """
    tried = lru_cache(maxsize=100_000)(PublicKey.verify)
    charters = lru_cache(maxsize=64)(lambda data: read_charter(data, "the charter"))
    keys = lru_cache(maxsize=64)(lambda data: keyring.read_keys(charters(data)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PublicKey, "verify", tried)
        for room in (replay, founding):
            patch.setattr(room, "read_charter", lambda data, name: charters(data))
            patch.setattr(room, "read_keys", lambda charter: dict(keys(charter.data)))
        for room, name in _READERS:
            patch.setattr(room, name, lru_cache(maxsize=100_000)(getattr(room, name)))
        patch.setattr(desks, "replay", _once(replay.replay))
        yield


def _once(function: Callable[[Sequence[Leaf], Sequence[str], str | None], Verified]) -> Callable[..., Verified]:
    """Return a replay that gives the same copy's result again; nobody changes a result."""
    kept: dict[tuple[object, ...], Verified] = {}

    def once(leaves: Sequence[Leaf], notes: Sequence[str], root: str | None = None) -> Verified:
        key = (root, *(leaf.leaf for leaf in leaves), *notes)
        if key not in kept:
            if len(kept) > 200:
                kept.clear()
            kept[key] = function(leaves, notes, root)
        return kept[key]

    return once


_READERS = (
    *((room, "read_envelope") for room in (reading, cosign, replay, desks)),
    *((room, "read_note") for room in (checkpoint, replay, desks)),
    (keyring, "identities"),
)
