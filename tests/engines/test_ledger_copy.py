"""Copies of a log: the same from store to store, whatever keeps them, and found again by their bytes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.engines.ledger_sql import open_store
from sekisho.errors import RecordError
from sekisho.ledger.commitment import commit, new_salt
from sekisho.ledger.memory_store import MemoryStore
from sekisho.ledger.store import Leaf, Store
from tests.engines.ledger_contract import OURS, statement

Maker = Callable[[], Store]


def carried(leaves: list[Leaf]) -> list[Leaf]:
    """Return leaves as a record file carries them: without the digest."""
    return [dataclasses.replace(one, body_digest="") for one in leaves]


@pytest.fixture(params=["memory", "sqlite"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    """Return what opens a new store; all are closed in the end."""
    opened: list[Store] = []

    def new() -> Store:
        place = tmp_path / f"{len(opened)}.sqlite"
        opened.append(MemoryStore(OURS) if request.param == "memory" else open_store(place, create=OURS))
        return opened[-1]

    yield new
    for one in opened:
        one.close()


def test_a_copy_of_a_copy_is_the_log(make: Maker) -> None:
    log, copy, again = make(), make(), make()
    log.append([statement(one) for one in range(5)])
    log.erase(3)
    copy.copy(list(log.leaves()))
    again.copy(carried(list(copy.leaves())))
    assert list(copy.leaves()) == list(log.leaves()) == list(again.leaves())
    assert [again.find(statement(one).digest) for one in range(5)] == [0, 1, 2, None, 4]


def test_what_was_copied_is_not_logged_again(make: Maker) -> None:
    log, copy = make(), make()
    log.append([statement(1), statement(2)])
    copy.copy(carried(list(log.leaves())))
    assert copy.append([statement(2), statement(3)]) == (1, 2)


def test_a_false_digest_is_not_believed(make: Maker) -> None:
    store, body, salt = make(), b"body", new_salt()
    store.copy([Leaf(0, commit(salt, body), salt, body, "members", hashlib.sha256(b"other").hexdigest())])
    assert store.find(hashlib.sha256(b"other").hexdigest()) is None
    assert store.find(hashlib.sha256(body).hexdigest()) == 0


def test_what_a_log_holds_twice_is_found_at_its_first_leaf(make: Maker) -> None:
    store, body = make(), b"body"
    salts = [new_salt(), new_salt()]
    store.copy([Leaf(index, commit(salt, body), salt, body, "members") for index, salt in enumerate(salts)])
    assert store.find(hashlib.sha256(body).hexdigest()) == 0
    assert [one.opens() for one in store.leaves()] == [True, True]


def test_a_view_that_does_not_fit_leaves_the_copy_as_it_was(make: Maker) -> None:
    log, copy = make(), make()
    log.append([statement(one) for one in range(4)])
    leaves = list(log.leaves())
    copy.copy(leaves[:2])
    other = dataclasses.replace(leaves[1], leaf=leaves[0].leaf)
    for bad in (
        [leaves[2], leaves[2]],
        [other, *leaves[2:]],
        leaves[3:],
        [leaves[2], dataclasses.replace(leaves[3], body=b"x")],
    ):
        with pytest.raises(RecordError):
            copy.copy(bad)
        assert list(copy.leaves()) == leaves[:2]
        assert copy.find(statement(2).digest) is None


VIEWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(views=VIEWS, twice=st.integers(0, 8), bare=st.integers(0, 8))
def test_both_stores_copy_alike(
    tmp_path_factory: pytest.TempPathFactory, views: list[tuple[int, int, bool]], twice: int, bare: int
) -> None:
    """Random pieces of a log, one of whose statements is there twice and one without its body, and of a forked one."""
    salts = [new_salt() for _ in range(9)]
    bodies = [b"%d" % (0 if index == twice else index) for index in range(9)]
    log = [
        Leaf(index, commit(salt, body), salt, body, "members")
        for index, (salt, body) in enumerate(zip(salts, bodies, strict=True))
    ]
    log[bare] = dataclasses.replace(log[bare], salt=None, body=None)
    fork = [*log[:4], dataclasses.replace(log[4], leaf=bytes(32), salt=None, body=None), *log[5:]]
    memory = MemoryStore(OURS)
    with open_store(tmp_path_factory.mktemp("copy") / "x.sqlite", create=OURS) as sql:
        for start, end, forked in views:
            answers = []
            for store in (memory, sql):
                try:
                    store.copy((fork if forked else log)[start:end])
                    answers.append("")
                except RecordError as problem:
                    answers.append(problem.message)
            assert answers[0] == answers[1]
            assert list(memory.leaves()) == list(sql.leaves())
        for body in bodies:
            digest = hashlib.sha256(body).hexdigest()
            assert memory.find(digest) == sql.find(digest)
