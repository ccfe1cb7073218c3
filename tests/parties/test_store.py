"""Listed parties in one file, read one at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty, Name
from sekisho.parties.store import PartyStore
from tests.parties.matching.made_up import ANY_TEXT, address, company

PARTIES = [
    company("Zyqor Microsystems Co., Ltd.", "Zyqor\tWei\nxitong", "架空貿易会社"),
    company("Ivan Plumvel", schema="Person", properties=(("birthDate", ("1970-05-01",)), ("passportNumber", ("X1",)))),
    address("Unit 9, 3/F, 7 Example Street, Hong Kong"),
    dataclasses.replace(
        company('Kortas "quoted" \\ 😀'), source="eu-fsf", footnotes=(1, 4), requirement="All", remarks="\x00"
    ),
]
DATA = PartyStore.build(PARTIES).dump()
HEAD = DATA.index(b"\n", DATA.index(b"\n") + 1) + 1


def test_there_and_back() -> None:
    store = PartyStore(DATA)
    assert list(store) == PARTIES
    assert [store.party(number) for number in range(store.parties)] == PARTIES
    assert list(store.ids()) == [party.id for party in PARTIES]
    assert store.parties == 4
    assert store.sources == {"us-entity-list": 3, "eu-fsf": 1}
    assert store.dump() == DATA


def test_opened_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "parties.bin"
    path.write_bytes(DATA)
    store = PartyStore.open(path)
    assert list(store) == PARTIES
    assert store.dump() == DATA
    assert store.digest == PartyStore(DATA).digest


def test_no_parties_at_all() -> None:
    store = PartyStore(PartyStore.build(iter(())).dump())
    assert (store.parties, store.sources, list(store), list(store.ids())) == (0, {}, [], [])


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, st.sampled_from(["a", "b", "č"])), max_size=5))
def test_any_party_can_be_kept(rows: list[tuple[str, str, str]]) -> None:
    parties = [ListedParty(key, source, "Company", (Name(key), Name(text, "weak"))) for key, text, source in rows]
    store = PartyStore(PartyStore.build(parties).dump())
    assert list(store) == parties
    assert list(store.ids()) == [party.id for party in parties]


def test_a_lone_surrogate_is_replaced() -> None:
    assert PartyStore.build([company("Zyqor \ud800")]).party(0).name == "Zyqor ?"


def test_the_digest_is_that_of_the_parties() -> None:
    assert PartyStore.build(iter(PARTIES)).digest == PartyStore(DATA).digest
    others = (PARTIES[:-1], PARTIES[::-1], [*PARTIES, PARTIES[0]], [company("Zyqor")])
    assert len({PartyStore.build(one).digest for one in others} | {PartyStore(DATA).digest}) == 5
    assert len(PartyStore(DATA).digest) == 64


def test_equal_records_are_equal_parties() -> None:
    store = PartyStore.build([PARTIES[0], PARTIES[1], dataclasses.replace(PARTIES[0])])
    assert store.record(0) == store.record(2) != store.record(1)


@pytest.mark.parametrize("number", [4, 1000])
def test_there_is_no_such_party(number: int) -> None:
    with pytest.raises(IndexError):
        PartyStore(DATA).party(number)


def whole(store: PartyStore) -> list[ListedParty]:
    return list(store)


def records(store: PartyStore) -> list[str]:
    return [store.record(number) for number in range(store.parties)]


def ids(store: PartyStore) -> list[str]:
    return list(store.ids())


class TestDamage:
    """What is damaged is noticed when it is read, at the latest."""

    @pytest.mark.parametrize("read", [whole, records, ids])
    @given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
    def test_a_flipped_byte_is_noticed(self, read: Callable[[PartyStore], object], where: float, flip: int) -> None:
        data = bytearray(DATA)
        data[HEAD + int(where * (len(data) - HEAD))] ^= flip
        with pytest.raises(SourceError, match="damaged"):
            read(PartyStore(bytes(data)))

    def test_the_others_can_still_be_read(self) -> None:
        data = bytearray(DATA)
        data[-3] ^= 1
        store = PartyStore(bytes(data), "parties.bin")
        assert [store.party(number) for number in range(3)] == PARTIES[:3]
        with pytest.raises(SourceError, match="damaged") as caught:
            store.party(3)
        assert caught.value.file == "parties.bin"
        assert "sekisho sources load" in str(caught.value.remedy)

    @given(where=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
    def test_a_flipped_byte_at_the_head_is_refused_or_harmless(self, where: float, flip: int) -> None:
        data = bytearray(DATA)
        data[int(where * HEAD)] ^= flip
        try:
            found = list(PartyStore(bytes(data)))
        except SourceError:
            return
        assert found == PARTIES

    @given(st.floats(0, 1, exclude_max=True))
    def test_a_store_that_breaks_off_is_refused(self, where: float) -> None:
        with pytest.raises(SourceError):
            PartyStore(DATA[: int(where * len(DATA))])

    @pytest.mark.parametrize("data", [b"", b"other", b"sekisho-parties-1\n{}\n", b"sekisho-parties-2\n", DATA + b"\n"])
    def test_another_file_is_refused(self, data: bytes, tmp_path: Path) -> None:
        path = tmp_path / "parties.bin"
        path.write_bytes(data)
        with pytest.raises(SourceError) as caught:
            PartyStore.open(path)
        assert caught.value.file == str(path)
        assert "sekisho sources load" in str(caught.value.remedy)

    def test_no_file(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "nowhere.bin"):
            with pytest.raises(SourceError, match="cannot be read"):
                PartyStore.open(path)
