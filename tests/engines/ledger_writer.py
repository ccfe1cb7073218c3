"""A client of a store that writes until it is killed, and says before and after each write what it does."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from multiprocessing.connection import Connection

from sekisho.engines.ledger_sql import SqlStore, open_store
from sekisho.ledger.merkle import Tree
from tests.engines.ledger_contract import OURS, note, statement

MEMBERS = ("DE", "GB", "JP", "NL", "US")

MOST = 100_000
"""Ballots of one life."""


def life_of(number: int) -> int:
    """Return in which life a ballot was made."""
    return number // MOST


class Writer:
    """One life of the client.

    Every message is a tuple: ``("try", what, …)`` before a write, ``("done", what, …)`` after it.
    """

    def __init__(self, store: SqlStore, life: int, report: Connection) -> None:
        self.store = store
        self.report = report
        self.chance = random.Random(life)
        self.numbers = itertools.count(life * MOST)
        self.sent: list[int] = []
        self.tree = Tree()
        self.grow()

    def grow(self) -> None:
        """Add to the tree the leaves that it has not."""
        self.tree.extend(one.leaf for one in self.store.leaves(self.tree.size))

    def log(self, numbers: Sequence[int]) -> None:
        """Append ballots."""
        self.report.send(("try", "log", numbers))
        indexes = self.store.append([statement(one) for one in numbers])
        self.report.send(("done", "log", list(zip(numbers, indexes, strict=True))))
        self.sent += numbers

    def batch(self) -> None:
        """Append new ballots, and some again that were sent before."""
        fresh = [next(self.numbers) for _ in range(self.chance.randint(1, 6))]
        again = self.chance.sample(self.sent, min(len(self.sent), self.chance.randint(0, 3)))
        numbers = [*fresh, *again]
        self.chance.shuffle(numbers)
        self.log(numbers)

    def lodge(self) -> None:
        """Hold a ballot, append it, release it."""
        number = next(self.numbers)
        one = statement(number)
        self.report.send(("try", "hold", number))
        self.store.hold(one.digest, one.body)
        self.report.send(("done", "hold", number))
        self.log([number])
        self.report.send(("try", "release", number))
        self.store.release(one.digest)
        self.report.send(("done", "release", number))

    def checkpoint(self) -> None:
        """Keep a checkpoint of the present size, and what a member cosigned; then the checkpoint with its cosignature."""
        self.grow()
        size, root, member = self.tree.size, self.tree.root(), self.chance.choice(MEMBERS)
        self.report.send(("try", "checkpoint", size))
        self.store.save_checkpoint(size, note(size, "log", root=root))
        self.report.send(("done", "checkpoint", size, "log"))
        self.store.save_cosigner(member, size, root)
        self.report.send(("done", "cosigner", member, size))
        self.store.save_checkpoint(size, note(size, "log", member, root=root))
        self.report.send(("done", "checkpoint", size, member))


def write(place: str, life: int, again: Sequence[int], report: Connection) -> None:
    """Write until killed; first what an earlier life sent and was not told the end of."""
    with open_store(place) as store:
        writer = Writer(store, life, report)
        report.send(("ready",))
        if again:
            writer.log(list(again))
        while True:
            writer.chance.choices((writer.batch, writer.lodge, writer.checkpoint), (6, 2, 3))[0]()


def create(place: str, report: Connection) -> None:
    """Create a store."""
    report.send(("ready",))
    open_store(place, create=OURS).close()
    report.send(("done", "create"))
