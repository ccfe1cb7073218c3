"""What every store of the record must do: one class of tests, inherited for each database."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import multiprocessing as mp
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sekisho.engines import ledger_connect
from sekisho.engines.ledger_sql import SqlStore, open_store
from sekisho.errors import EngineError, MissingError, RecordError
from sekisho.ledger.commitment import commit, new_salt
from sekisho.ledger.envelope import sign_statement
from sekisho.ledger.keys import PrivateKey
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import MAX_BODY, Identity, Leaf, Store, Submission

OURS = Identity("quantum-five", "log.example/quantum-five")
LEAF_ROW = (
    "INSERT INTO ledger_leaf (position, leaf, circle) VALUES ({}, (SELECT leaf FROM ledger_leaf WHERE position = 0), 'x')"
)
CHANGES = [
    "UPDATE ledger_leaf SET circle = 'public' WHERE position = 1",
    "UPDATE ledger_leaf SET leaf = (SELECT salt FROM ledger_body WHERE position = 0) WHERE position = 1",
    "UPDATE ledger_leaf SET position = 7 WHERE position = 2",
    "DELETE FROM ledger_leaf WHERE position = 2",
    "UPDATE ledger_body SET body = salt WHERE position = 1",
    "UPDATE ledger_body SET position = 2 WHERE position = 1",
    "UPDATE ledger_identity SET origin = 'elsewhere'",
    "DELETE FROM ledger_identity",
    LEAF_ROW.format(1),
    LEAF_ROW.format(4),
    LEAF_ROW.format(-1),
    "INSERT INTO ledger_body SELECT 1, 'other', salt, body FROM ledger_body WHERE position = 0",
    "INSERT INTO ledger_body SELECT 9, 'other', salt, body FROM ledger_body WHERE position = 0",
]


def statement(number: int | str, circle: str = "members") -> Submission:
    """Return a statement that has not been made before, with fresh salt."""
    body = f'{{"ballot":"{number}"}}'.encode()
    return Submission(body, circle, hashlib.sha256(body).hexdigest(), new_salt())


def note(size: int, *lines: str, root: bytes = b"\1" * 32, origin: str = OURS.origin) -> str:
    """Return a checkpoint with signature lines; the store reads its form only."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\ntime 1790000000\n"
    return f"{text}\n" + "".join(f"— {line} c2lnbmF0dXJl\n" for line in lines)


def _copied(index: int, body: bytes | None) -> Leaf:
    """Return a leaf as a record file gives it."""
    salt = new_salt()
    return Leaf(index, commit(salt, body or b""), salt if body else None, body, "members")


def append_much(place: str, first: int, ready: mp.synchronize.Barrier) -> None:
    """Append, in a process of its own, what another process appends too, and some that it does not."""
    with open_store(place) as store:
        ready.wait()
        for number in range(0, 60, 3):
            store.append([statement(f"shared {one}") for one in range(number, number + 3)])
            store.append([statement(f"own {first + number}")])


class LedgerContract(ABC):
    """The suite; a database implements ``new_place``."""

    @abstractmethod
    def new_place(self) -> str:
        """Return where a new store can be made."""

    @pytest.fixture
    def place(self) -> str:
        return self.new_place()

    @pytest.fixture
    def store(self, place: str) -> Iterator[SqlStore]:
        with open_store(place, create=OURS) as store:
            yield store

    def test_it_is_a_store(self, store: SqlStore) -> None:
        port: Store = store
        assert (port.framework(), port.origin(), port.size()) == (OURS.framework, OURS.origin, 0)
        assert [*port.leaves(), *port.checkpoints(), *port.held()] == []

    def test_a_leaf_commits_to_salt_and_body(self, store: SqlStore) -> None:
        sent = [statement(one, "quantum") for one in range(3)]
        assert store.append(sent) == (0, 1, 2)
        assert store.size() == 3
        expected = [
            Leaf(i, commit(one.salt, one.body), one.salt, one.body, "quantum", one.digest) for i, one in enumerate(sent)
        ]
        assert list(store.leaves()) == expected
        assert [store.leaf(one) for one in range(3)] == expected
        assert all(one.opens() for one in expected)
        assert [store.find(one.digest) for one in sent] == [0, 1, 2]
        assert store.find("0" * 64) is None

    def test_what_was_logged_is_not_logged_again(self, store: SqlStore) -> None:
        first, second, third = statement(1), statement(2), statement(3)
        assert store.append([first, second]) == (0, 1)
        again = statement(1)
        assert again.salt != first.salt
        assert store.append([third, again, third, statement(3)]) == (2, 0, 2, 2)
        assert store.leaf(0).salt == first.salt
        assert store.leaf(2).salt == third.salt
        assert store.size() == 3
        assert store.append([]) == ()

    def test_a_batch_is_logged_whole_or_not_at_all(self, store: SqlStore) -> None:
        good = statement(1)
        for bad in (
            Submission(b"", "members", "0" * 64, bytes(32)),
            Submission(b"x" * (MAX_BODY + 1), "members", "0" * 64, bytes(32)),
            Submission(b"x", "members", "A" * 64, bytes(32)),
            Submission(b"x", "mem bers", "0" * 64, bytes(32)),
            Submission(b"x", "members", "0" * 64, bytes(31)),
        ):
            with pytest.raises(RecordError):
                store.append([good, bad])
            assert store.size() == 0
            assert store.find(good.digest) is None

    def test_it_is_there_when_opened_again(self, place: str) -> None:
        with open_store(place, create=OURS) as store:
            store.append([statement(1)])
            store.save_cosigner("JP", 1, b"\1" * 32)
            store.save_checkpoint(1, note(1, "log"))
            store.hold(statement(2).digest, b"body")
            before = list(store.leaves())
        with open_store(place) as store:
            assert list(store.leaves()) == before
            assert store.cosigner("JP") == (1, b"\1" * 32)
            assert list(store.checkpoints()) == [(1, note(1, "log"))]
            assert list(store.held()) == [(statement(2).digest, b"body")]
        with open_store(place, create=OURS) as store:
            assert store.size() == 1

    def test_a_store_stays_of_one_log(self, place: str) -> None:
        open_store(place, create=OURS).close()
        for other in (Identity("quantum-six", OURS.origin), Identity(OURS.framework, "log.example/other")):
            with pytest.raises(RecordError, match="the store is of the log"):
                open_store(place, create=other)
        for bad in (Identity("", "o"), Identity("f", "two words"), Identity("f", "a+b"), Identity("f", "関所")):
            with pytest.raises(RecordError):
                open_store(self.new_place(), create=bad)

    def test_leaves_are_read_in_pages(self, store: SqlStore) -> None:
        sent = [statement(one) for one in range(600)]
        store.append(sent)
        assert [one.body for one in store.leaves()] == [one.body for one in sent]
        assert [one.index for one in store.leaves(255, 515)] == list(range(255, 515))
        assert list(store.leaves(600)) == []
        half_read = store.leaves()
        assert next(half_read).index == 0
        store.append([statement("more")])
        assert [one.index for one in half_read] == list(range(1, 600))
        assert store.append([*sent[::-1]])[0] == 599
        for start, end in ((-1, 3), (3, 2), (0, 602), (602, None)):
            with pytest.raises(MissingError, match="there are no leaves"):
                store.leaves(start, end)

    def test_erasing_leaves_the_leaf(self, store: SqlStore) -> None:
        store.append([statement(one) for one in range(4)])
        before = [one.leaf for one in store.leaves()]
        store.erase(1, 2)
        store.erase(2)
        after = list(store.leaves())
        assert [one.leaf for one in after] == before
        assert after[1] == Leaf(1, before[1], None, None, "members", "")
        assert not after[1].opens()
        assert [one.body is None for one in after] == [False, True, True, False]
        assert store.find(statement(1).digest) is None
        with pytest.raises(MissingError, match="no leaf 4"):
            store.erase(0, 4)
        assert store.leaf(0).opens()
        assert store.append([statement(5)]) == (4,)

    def test_a_copy_grows_by_what_is_carried_to_it(self, store: SqlStore) -> None:
        key = PrivateKey.generate("ed25519")
        signed = sign_statement({"type": "concern", "text": "x"}, [key])
        log = [_copied(index, body) for index, body in enumerate((signed, b"no envelope", None, signed))]
        store.copy(log[:2])
        store.copy(log[1:])
        store.copy([])
        store.copy(log)
        digest = hashlib.sha256(signed).hexdigest()
        other = hashlib.sha256(b"no envelope").hexdigest()
        expected = [digest, other, "", ""]  # what the log holds twice is found at its first leaf
        assert list(store.leaves()) == [
            dataclasses.replace(one, body_digest=two) for one, two in zip(log, expected, strict=True)
        ]
        assert store.find(digest) == 0
        again = Submission(signed, "members", digest, new_salt())
        assert store.append([again, statement(1)]) == (0, 4)

    def test_the_same_payload_signed_by_another_does_not_keep_the_true_statement_out(self, store: SqlStore) -> None:
        payload = {"type": "concern", "text": "x"}
        theirs, ours = (sign_statement(payload, [PrivateKey.generate("ed25519")]) for _ in range(2))
        made = [Submission(one, "members", hashlib.sha256(one).hexdigest(), new_salt()) for one in (theirs, ours)]
        assert store.append(made) == (0, 1)

    def test_a_copy_refuses_another_view(self, store: SqlStore) -> None:
        log = [_copied(index, b"%d" % index) for index in range(3)]
        store.copy(log)
        next_one = _copied(3, b"3")
        for bad, message in (
            (_copied(1, b"1"), "leaf 1 is another than in this copy"),
            (_copied(4, b"4"), "leaf 4 does not join the copy of 3 leaves"),
            (dataclasses.replace(next_one, leaf=b"short"), "does not join"),
            (dataclasses.replace(next_one, body=b"other"), "not what the leaf commits to"),
            (dataclasses.replace(next_one, salt=None), "not what the leaf commits to"),
            (dataclasses.replace(next_one, circle="a circle"), "not the id of a circle"),
        ):
            with pytest.raises(RecordError, match=message):
                store.copy([next_one, dataclasses.replace(bad, index=4)] if bad.index == 3 else [bad])
            assert [one.leaf for one in store.leaves()] == [one.leaf for one in log]

    @pytest.mark.parametrize("index", [-1, 1, 10**17])
    def test_no_such_leaf(self, store: SqlStore, index: int) -> None:
        store.append([statement(1)])
        with pytest.raises(MissingError, match=f"no leaf {index} in the log {OURS.origin}"):
            store.leaf(index)
        with pytest.raises(MissingError):
            store.erase(index)

    def test_cosignatures_gather_and_none_is_lost(self, store: SqlStore) -> None:
        store.save_checkpoint(2, note(2, "log"))
        store.save_checkpoint(1, note(1, "log"))
        store.save_checkpoint(2, note(2, "log", "DE", "JP"))
        assert list(store.checkpoints()) == [(1, note(1, "log")), (2, note(2, "log", "DE", "JP"))]
        store.save_checkpoint(2, note(2, "log", "JP"))
        store.save_checkpoint(2, note(2, "log", "US"))
        assert list(store.checkpoints())[1] == (2, note(2, "log", "DE", "JP", "US"))

    def test_a_size_has_one_checkpoint(self, store: SqlStore) -> None:
        store.save_checkpoint(2, note(2, "log", "JP"))
        for other in (note(2, "log", root=b"\2" * 32), note(2, "log").replace("time 1", "time 2")):
            with pytest.raises(RecordError, match="another checkpoint is kept"):
                store.save_checkpoint(2, other)
        assert list(store.checkpoints()) == [(2, note(2, "log", "JP"))]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (note(3, "log"), "second line is not its size"),
            (note(2, "log").replace("\n2\n", "\n02\n"), "second line is not its size"),
            (note(2, "log", origin="log.example/other"), "it is of the log 'log.example/other'"),
            (note(2), "empty line, then signature lines"),
            (note(2, "log")[:-1], "empty line, then signature lines"),
            (OURS.origin, "second line"),
            ("", "it is of the log ''"),
            (note(2, "log\0"), "control character"),
            (note(2, "\ud800"), "surrogate"),
            (note(2, "x" * 1_000_000), "more than 1,000,000 bytes"),
        ],
    )
    def test_what_is_no_checkpoint_of_this_log_and_size(self, store: SqlStore, text: str, message: str) -> None:
        with pytest.raises(RecordError, match=message):
            store.save_checkpoint(2, text)
        assert list(store.checkpoints()) == []

    def test_a_cosigner_never_goes_back(self, store: SqlStore) -> None:
        assert store.cosigner("JP") is None
        store.save_cosigner("JP", 4, b"\4" * 32)
        store.save_cosigner("JP", 4, b"\4" * 32)
        store.save_cosigner("US", 1, b"\1" * 32)
        with pytest.raises(RecordError, match="size 3 is less than size 4"):
            store.save_cosigner("JP", 3, b"\3" * 32)
        with pytest.raises(RecordError, match="another root was cosigned at size 4"):
            store.save_cosigner("JP", 4, b"\5" * 32)
        for member, size, root in (("JP", 9, b"short"), ("JP", -1, bytes(32)), ("J P", 9, bytes(32))):
            with pytest.raises(RecordError):
                store.save_cosigner(member, size, root)
        assert store.cosigner("JP") == (4, b"\4" * 32)
        store.save_cosigner("JP", 9, b"\1" * 32)
        assert (store.cosigner("JP"), store.cosigner("US")) == ((9, b"\1" * 32), (1, b"\1" * 32))

    def test_what_is_lodged_is_held_until_released(self, store: SqlStore) -> None:
        digests = [statement(one).digest for one in range(3)]
        for one in digests:
            store.hold(one, one.encode())
        store.hold(digests[0], b"another envelope of the same payload")
        assert list(store.held()) == [(one, one.encode()) for one in digests]
        store.release(digests[1])
        store.release(digests[1])
        assert [one for one, _ in store.held()] == [digests[0], digests[2]]
        for digest, body in (("0", b"x"), (digests[1], b"")):
            with pytest.raises(RecordError):
                store.hold(digest, body)

    @pytest.mark.parametrize("change", CHANGES)
    def test_the_database_itself_keeps_the_leaves(self, place: str, store: SqlStore, change: str) -> None:
        store.append([statement(one) for one in range(3)])
        before = list(store.leaves())
        engine = ledger_connect.connect(place, create=False)
        with pytest.raises(sa.exc.DBAPIError), engine.begin() as connection:
            connection.exec_driver_sql(change)
        engine.dispose()
        assert list(store.leaves()) == before

    def test_two_processes_append_at_once(self, place: str) -> None:
        open_store(place, create=OURS).close()
        context = mp.get_context("spawn")
        ready = context.Barrier(2)
        writers = [context.Process(target=append_much, args=(place, first, ready)) for first in (0, 1000)]
        for one in writers:
            one.start()
        for one in writers:
            one.join(60)
        assert [one.exitcode for one in writers] == [0, 0]
        with open_store(place) as store:
            leaves = list(store.leaves())
        assert [one.index for one in leaves] == list(range(60 + 2 * 20))
        assert len({one.body_digest for one in leaves}) == len(leaves)
        assert all(one.opens() for one in leaves)

    def test_two_processes_create_at_once(self, place: str) -> None:
        context = mp.get_context("spawn")
        writers = [context.Process(target=open_store, args=(place,), kwargs={"create": OURS}) for _ in range(2)]
        for one in writers:
            one.start()
        for one in writers:
            one.join(60)
        assert [one.exitcode for one in writers] == [0, 0]
        with open_store(place) as store:
            assert store.append([statement(1)]) == (0,)

    def test_a_writer_waits_no_longer_than_it_says(
        self, place: str, store: SqlStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ledger_connect, "WAIT_SECONDS", 1)
        engine = ledger_connect.connect(place, create=False)
        with open_store(place) as impatient, ledger_connect.writing(engine):
            began = time.monotonic()
            with pytest.raises(EngineError, match="another process writes: try again"):
                impatient.append([statement(1)])
            assert 0.5 < time.monotonic() - began < 20
            assert impatient.size() == 0
        engine.dispose()
        assert store.append([statement(1)]) == (0,)

    def test_tables_of_a_later_version_are_refused(self, place: str) -> None:
        open_store(place, create=OURS).close()
        engine = ledger_connect.connect(place, create=False)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE {ledger_connect.VERSION_TABLE} SET version_num = '0999'")
        engine.dispose()
        for create in (None, OURS):
            with pytest.raises(EngineError, match="tables of version '0999', this Sekisho knows up to 0001"):
                open_store(place, create=create)

    def test_it_does_what_a_list_in_memory_does(self) -> None:
        machine = type("Machine", (StoreMachine,), {"new_place": self.new_place})
        run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=20, deadline=None))


NUMBERS = st.integers(0, 12)


class StoreMachine(RuleBasedStateMachine):
    """Any order of calls, beside plain lists and mappings."""

    def new_place(self) -> str:
        """Return where a new store can be made."""
        raise NotImplementedError

    @initialize()
    def begin(self) -> None:
        self.place = type(self).new_place()  # type: ignore[call-arg]
        self.store = open_store(self.place, create=OURS)
        self.log: list[Submission | None] = []
        self.tree = Tree()
        self.mail: dict[str, bytes] = {}
        self.cosigned: dict[str, tuple[int, bytes]] = {}
        self.notes: dict[int, list[str]] = {}

    @rule(numbers=st.lists(NUMBERS, max_size=5))
    def append(self, numbers: list[int]) -> None:
        sent = [statement(one) for one in numbers]
        expected = []
        for one in sent:
            at = next((i for i, other in enumerate(self.log) if other is not None and other.digest == one.digest), None)
            if at is None:
                at = len(self.log)
                self.log.append(one)
                self.tree.append(commit(one.salt, one.body))
            expected.append(at)
        assert self.store.append(sent) == tuple(expected)

    @rule(index=NUMBERS)
    def erase(self, index: int) -> None:
        if index < len(self.log):
            self.store.erase(index)
            self.log[index] = None

    @rule(number=NUMBERS)
    def hold(self, number: int) -> None:
        one = statement(number)
        self.store.hold(one.digest, one.body)
        self.mail.setdefault(one.digest, one.body)

    @rule(number=NUMBERS)
    def release(self, number: int) -> None:
        digest = statement(number).digest
        self.store.release(digest)
        self.mail.pop(digest, None)

    @rule(member=st.sampled_from(["DE", "JP"]), back=st.integers(0, 2))
    def cosign(self, member: str, back: int) -> None:
        size = max(self.tree.size - back, 0)
        if size < self.cosigned.get(member, (0,))[0]:
            with pytest.raises(RecordError):
                self.store.save_cosigner(member, size, self.tree.root(size))
        else:
            self.store.save_cosigner(member, size, self.tree.root(size))
            self.cosigned[member] = (size, self.tree.root(size))

    @rule(lines=st.lists(st.sampled_from(["log", "DE", "JP", "US"]), min_size=1, unique=True))
    def checkpoint(self, lines: list[str]) -> None:
        size = self.tree.size
        self.store.save_checkpoint(size, note(size, *lines, root=self.tree.root()))
        had = self.notes.get(size, [])
        self.notes[size] = lines if set(had) <= set(lines) else [*had, *(one for one in lines if one not in had)]

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.place)

    @invariant()
    def the_same(self) -> None:
        if not hasattr(self, "store"):
            return
        leaves = list(self.store.leaves())
        assert [one.body for one in leaves] == [None if one is None else one.body for one in self.log]
        assert Tree(one.leaf for one in leaves).root() == self.tree.root()
        assert dict(self.store.held()) == self.mail
        assert {one: self.store.cosigner(one) for one in self.cosigned} == self.cosigned
        kept = [(size, note(size, *lines, root=self.tree.root(size))) for size, lines in sorted(self.notes.items())]
        assert list(self.store.checkpoints()) == kept

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


def bytes_of(folder: Path) -> bytes:
    """Return every byte of every file of a folder."""
    return b"".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())
