"""A client killed at random moments loses nothing that was confirmed, and doubles nothing that it sends again.

The ordinary run kills 12 clients of each database; ``SEKISHO_KILLS=200 pytest -m nightly`` runs the size that was promised.
"""

from __future__ import annotations

import base64
import itertools
import multiprocessing as mp
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from sekisho.engines.ledger_sql import SqlStore, open_store
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import split_note
from tests.engines import ledger_writer
from tests.engines.ledger_contract import OURS, statement

NIGHTLY = 200
KILLS = int(os.environ.get("SEKISHO_KILLS", "12"))
FEW = KILLS if KILLS < NIGHTLY else 12
LIFE = 0.05
"""Longest life of a client in seconds, from its first write on."""

# A fresh process that holds no thread and no connection, from which each client is forked in a few milliseconds.
CONTEXT = mp.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "tests.engines.ledger_writer",
        "sqlalchemy.dialects.sqlite.pysqlite",
        "sqlalchemy.dialects.postgresql.psycopg",
        "psycopg",
        "alembic.command",
    ]
)


def nightly(test: Callable[..., None]) -> Callable[..., None]:
    skip = pytest.mark.skipif(
        KILLS < NIGHTLY, reason=f"SEKISHO_KILLS is not {NIGHTLY} or more: the nightly size was not run"
    )
    marked: Callable[..., None] = pytest.mark.nightly(skip(test))
    return marked


class Expected:
    """What was sent and confirmed, over all lives, and whether a store agrees."""

    def __init__(self) -> None:
        self.sent: set[int] = set()
        self.confirmed: dict[int, int] = {}
        self.notes: set[tuple[int, str]] = set()
        self.cosigned: dict[str, int] = {}
        self.held: set[int] = set()
        self.may_be_held: set[int] = set()
        self.figures: Counter[str] = Counter()

    def unconfirmed(self) -> list[int]:
        """Return the ballots whose fate no client was told."""
        return sorted(self.sent - set(self.confirmed))

    def hear(self, message: tuple[Any, ...]) -> None:
        """Take in what a client said."""
        match message:
            case ("try", "log", numbers):
                self.sent |= set(numbers)
            case ("done", "log", pairs):
                for number, index in pairs:
                    assert self.confirmed.setdefault(number, index) == index, "a ballot was given two places"
                self.figures["appends confirmed"] += 1
            case ("try", "hold", number):
                self.may_be_held.add(number)
                self.sent.add(number)
            case ("done", "hold", number):
                self.held.add(number)
            case ("try", "release", number):
                self.held.discard(number)
            case ("done", "release", number):
                self.may_be_held.discard(number)
            case ("done", "checkpoint", size, line):
                self.notes.add((size, line))
            case ("done", "cosigner", member, size):
                assert size >= self.cosigned.get(member, 0)
                self.cosigned[member] = size

    def check(self, store: SqlStore) -> None:
        """Hold a store against it."""
        leaves = list(store.leaves())
        assert [one.index for one in leaves] == list(range(store.size()))
        assert all(one.opens() for one in leaves)
        places = {one.body_digest: one.index for one in leaves}
        assert len(places) == len(leaves), "a ballot is doubled"
        assert {number: places.get(statement(number).digest) for number in self.confirmed} == self.confirmed, (
            "a ballot is lost"
        )
        assert set(places) <= {statement(number).digest for number in self.sent}
        self._check_trees(store, Tree(one.leaf for one in leaves))
        held = {digest for digest, _ in store.held()}
        assert {statement(one).digest for one in self.held} <= held <= {statement(one).digest for one in self.may_be_held}

    def check_batch(self, store: SqlStore, life: int, last: tuple[Any, ...]) -> None:
        """Refuse half a batch: of the new ballots that were being appended at the end of a life all are logged or none."""
        if last[:2] == ("try", "log"):
            fresh = [one for one in last[2] if ledger_writer.life_of(one) == life and one not in self.confirmed]
            assert len({store.find(statement(one).digest) is None for one in fresh}) <= 1, "a batch was divided"

    def _check_trees(self, store: SqlStore, tree: Tree) -> None:
        kept = dict(store.checkpoints())
        for size, text in kept.items():
            assert text.split("\n")[2] == base64.b64encode(tree.root(size)).decode(), "the log was bent"
        for size, line in self.notes:
            assert any(one.startswith(f"— {line} ") for one in split_note(kept[size])[1]), "a cosignature is lost"
        for member in ledger_writer.MEMBERS:
            state = store.cosigner(member)
            assert (0 if state is None else state[0]) >= self.cosigned.get(member, 0), "a cosigner went back"
            assert state is None or state[1] == tree.root(state[0])


def drain(channel: Connection) -> list[tuple[Any, ...]]:
    """Return what a client said before it died; half a message is none."""
    heard = []
    try:
        while True:
            heard.append(channel.recv())
    except (EOFError, OSError):
        return heard


def live(target: Callable[..., None], *arguments: object, seconds: float | None, messages: int = 0) -> list[tuple[Any, ...]]:
    """Run a client, kill it so many seconds after so many messages (None: let it end), and return what it said.

    Messages are waited for, so that a busy machine does not kill every client before it has written.
    """
    ours, theirs = CONTEXT.Pipe(duplex=False)
    client = CONTEXT.Process(target=target, args=(*arguments, theirs))
    client.start()
    theirs.close()
    assert ours.poll(60)
    first: list[tuple[Any, ...]] = []
    while len(first) < messages and ours.poll(60):
        first.append(ours.recv())
    if seconds is not None:
        time.sleep(seconds)
        client.kill()
    heard = first + drain(ours)
    client.join(60)
    ours.close()
    return heard


def survive(place: str, kills: int, seed: int) -> Counter[str]:
    """Kill clients of one store, one after the other, and check it after each; return what happened."""
    chance = random.Random(seed)
    expected = Expected()
    open_store(place, create=OURS).close()
    for number in range(1, kills + 1):
        again = expected.unconfirmed()
        heard = live(
            ledger_writer.write, place, number, again, seconds=chance.uniform(0, LIFE), messages=chance.randrange(24)
        )
        for message in heard:
            expected.hear(message)
        expected.figures["killed within a write"] += heard[-1][0] == "try"
        with open_store(place) as store:
            store.release("0" * 64)  # a writer waits until the server has ended what the killed client had begun
            expected.check(store)
            expected.check_batch(store, number, heard[-1])
            expected.figures["ballots unconfirmed"] += len(expected.unconfirmed())
            expected.figures["of these logged"] += sum(
                store.find(statement(one).digest) is not None for one in expected.unconfirmed()
            )
    with open_store(place) as store:
        last = expected.unconfirmed()
        places = store.append([statement(one) for one in last])
        expected.confirmed.update(zip(last, places, strict=True))
        expected.check(store)
        assert store.size() == len(expected.sent)
        expected.figures.update({"kills": kills, "leaves": store.size(), "checkpoints": len(list(store.checkpoints()))})
    return expected.figures


def told(figures: Counter[str], began: float) -> None:
    """Print the figures of a run; seen with ``-s``."""
    print(f"\n{time.monotonic() - began:.1f} s:", ", ".join(f"{name} {count}" for name, count in sorted(figures.items())))


def run(place: str, kills: int) -> None:
    began = time.monotonic()
    figures = survive(place, kills, seed=kills)
    told(figures, began)
    assert figures["kills"] == kills
    assert figures["appends confirmed"] > kills, "the clients hardly wrote: nothing was put to the test"


def survive_creation(new_place: Callable[[], str], kills: int) -> None:
    """Kill clients that create a store; what they leave is no store, or a whole one."""
    live(ledger_writer.create, new_place(), seconds=None)
    began = time.monotonic()
    assert live(ledger_writer.create, new_place(), seconds=None)[-1] == ("done", "create")
    longest = 1.2 * (time.monotonic() - began)
    chance = random.Random(kills)
    figures: Counter[str] = Counter()
    for _ in range(kills):
        place = new_place()
        heard = live(ledger_writer.create, place, seconds=chance.uniform(0, longest))
        figures["confirmed"] += heard[-1][0] == "done"
        if heard[-1][0] == "done":
            open_store(place).close()
        with open_store(place, create=OURS) as store:
            assert (store.size(), store.origin()) == (0, OURS.origin)
            assert store.append([statement(1)]) == (0,)
        figures["creations"] += 1
    told(figures, began)
    assert figures["creations"] == kills


@pytest.fixture
def new_sqlite(tmp_path: Path) -> Callable[[], str]:
    numbers = itertools.count()
    return lambda: str(tmp_path / f"{next(numbers)}.sqlite")


@nightly
def test_clients_of_sqlite_are_killed_200_times(new_sqlite: Callable[[], str]) -> None:
    run(new_sqlite(), KILLS)


@nightly
def test_clients_of_postgresql_are_killed_200_times(new_postgres: Callable[[], str]) -> None:
    run(new_postgres(), KILLS)


def test_clients_of_sqlite_are_killed(new_sqlite: Callable[[], str]) -> None:
    run(new_sqlite(), FEW)


def test_clients_of_postgresql_are_killed(new_postgres: Callable[[], str]) -> None:
    run(new_postgres(), FEW)


def test_clients_that_create_a_store_in_sqlite_are_killed(new_sqlite: Callable[[], str]) -> None:
    survive_creation(new_sqlite, FEW)


def test_clients_that_create_a_store_in_postgresql_are_killed(new_postgres: Callable[[], str]) -> None:
    survive_creation(new_postgres, FEW)
