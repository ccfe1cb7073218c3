"""The store in memory keeps the contract of every store, as far as that is not about databases; and what a copy may take."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from sekisho.errors import RecordError
from sekisho.ledger.commitment import commit, new_salt
from sekisho.ledger.memory_store import MemoryStore
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Identity, Leaf, check_copy
from tests.engines.ledger_contract import OURS, LedgerContract, StoreMachine, note, statement


def leaf(index: int, body: bytes | None = b"body") -> Leaf:
    """Return a leaf as a record file gives it."""
    salt = new_salt()
    return Leaf(index, commit(salt, body or b""), None if body is None else salt, body, "members")


LOG = [leaf(index, None if index == 2 else b"body %d" % index) for index in range(6)]


class MemoryMachine(StoreMachine):
    """Any order of calls; there is nothing to open again."""

    @initialize()
    def begin(self) -> None:
        self.store = MemoryStore(OURS)  # type: ignore[assignment]
        self.log, self.tree, self.mail, self.cosigned, self.notes = [], Tree(), {}, {}, {}

    @rule()
    def reopen(self) -> None:
        self.store.close()


class TestMemory(LedgerContract):
    """An object. What needs a database or a second process is left out, by name."""

    def new_place(self) -> str:
        """Return nothing: it is in no place."""
        raise NotImplementedError

    @pytest.fixture
    def store(self) -> Iterator[MemoryStore]:
        with MemoryStore(OURS) as store:
            yield store

    test_it_is_there_when_opened_again = None  # type: ignore[assignment]
    test_the_database_itself_keeps_the_leaves = None  # type: ignore[assignment]
    test_two_processes_append_at_once = None  # type: ignore[assignment]
    test_two_processes_create_at_once = None  # type: ignore[assignment]
    test_a_writer_waits_no_longer_than_it_says = None  # type: ignore[assignment]
    test_tables_of_a_later_version_are_refused = None  # type: ignore[assignment]

    def test_a_store_stays_of_one_log(self, place: str) -> None:
        for bad in (Identity("", "o"), Identity("f", "two words"), Identity("f", "a+b"), Identity("f", "関所")):
            with pytest.raises(RecordError):
                MemoryStore(bad)

    def test_it_does_what_a_list_in_memory_does(self) -> None:
        run_state_machine_as_test(MemoryMachine, settings=settings(max_examples=30, stateful_step_count=30, deadline=None))

    @pytest.fixture
    def place(self) -> str:
        return ""


def test_a_reader_keeps_what_it_began_to_read() -> None:
    store = MemoryStore(OURS)
    store.append([statement(one) for one in range(3)])
    store.save_checkpoint(3, note(3, "log"))
    leaves, notes, held = store.leaves(), store.checkpoints(), store.held()
    store.append([statement("more")])
    store.save_checkpoint(4, note(4, "log"))
    store.hold(statement("mail").digest, b"mail")
    assert (len(list(leaves)), len(list(notes)), len(list(held))) == (3, 1, 0)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_a_copy_takes_what_joins_it(held: int, start: int, end: int) -> None:
    shown = LOG[start:end]
    if shown and start > held:
        with pytest.raises(RecordError, match=f"leaf {start} does not join the copy of {held} leaves"):
            check_copy(shown, LOG[:held])
    else:
        assert check_copy(shown, LOG[:held]) == (LOG[held:end] if shown else [])


@given(st.integers(0, 5), st.integers(0, 6))
def test_a_copy_takes_nothing_of_another_log(place: int, held: int) -> None:
    other = [*LOG[:place], leaf(place, b"another"), *LOG[place + 1 :]]
    if place < held:
        with pytest.raises(RecordError, match=f"leaf {place} is another than in this copy"):
            check_copy(other, LOG[:held])
    else:
        assert check_copy(other, LOG[:held]) == other[held:]


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        ([leaf(-1)], "leaf -1 does not join"),
        ([LOG[0], LOG[2]], "leaf 2 does not join the copy of 1 leaves"),
        ([LOG[0], LOG[1], LOG[1]], "leaf 1 does not join the copy of 2 leaves"),
        ([dataclasses.replace(LOG[0], leaf=b"short")], "leaf 0 does not join"),
        ([dataclasses.replace(LOG[0], circle="two words")], "not the id of a circle"),
        ([dataclasses.replace(LOG[0], body=b"other")], "not what the leaf commits to"),
        ([dataclasses.replace(LOG[0], salt=None)], "not what the leaf commits to"),
        ([dataclasses.replace(LOG[0], salt=bytes(32))], "not what the leaf commits to"),
    ],
)
def test_a_copy_refuses(shown: list[Leaf], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        check_copy(shown, [])


def test_a_body_that_was_missing_is_not_added() -> None:
    held = [dataclasses.replace(one, body=None, salt=None) for one in LOG]
    assert check_copy(LOG, held) == []
    store = MemoryStore(OURS)
    store.copy(held)
    store.copy(LOG)
    assert [one.body for one in store.leaves()] == [None] * 6
